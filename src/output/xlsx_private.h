/* The workbook before it is a file: every cell of the sheet with its place, look and value. xlsx_plan.c makes it,
 * xlsx_formula.c adds formulas, xlsx.c writes it, xlsx_verify.c compares the file with it.
 * Nothing here knows libxlsxwriter. Rows and columns count from 0; lengths are mpt. */
#ifndef OUTPUT_XLSX_PRIVATE_H
#define OUTPUT_XLSX_PRIVATE_H

#include "model/expr.h"
#include "output/xlsx.h"

enum { XLSX_LEFT, XLSX_RIGHT, XLSX_TOP, XLSX_BOTTOM, XLSX_SIDES };
enum xlsx_vertical { XLSX_AT_TOP, XLSX_AT_CENTER, XLSX_AT_BOTTOM };

struct xlsx_look {
    const char *font; /* official family name */
    mpt size;
    bool bold, wrap;
    enum align align;
    int indent; /* from the left edge, in the steps that spreadsheets have */
    enum xlsx_vertical vertical;
    mpt border[XLSX_SIDES]; /* line widths, 0 = none */
};

/* A figure as it is printed. */
struct xlsx_number {
    const struct num *value; /* the printed decimal; percent as a fraction */
    int places;              /* decimals of value */
    const char *format;      /* number format that prints the same characters */
};

struct xlsx_cell {
    int row, col, last_row, last_col; /* a join when last differs */
    const char *text;                 /* as printed; "" if empty */
    const struct fact *fact;          /* NULL for the lines round the table */
    struct xlsx_number number;        /* value is NULL for text */
    const char *formula;              /* without "="; NULL if none */
    struct xlsx_look look;
};

/* A name for one cell. */
struct xlsx_name {
    const char *name;
    int row, col;
};

struct xlsx_plan {
    const struct proof *proof; /* NULL: the clean copy */
    const struct doc *doc;
    const struct grid *grid;
    const char *sheet;               /* a name every program takes */
    LIST_OF(struct xlsx_cell) cells; /* anchors, in order of rows and columns */
    int nrow, ncol;
    mpt *row;                        /* nrow heights */
    int *pixels;                     /* ncol widths, 1/96 inch */
    int table_row;                   /* where the grid's row 0 stands */
    mpt left, right, top, bottom;    /* margins */
    LIST_OF(struct xlsx_name) names; /* of totals */
    int frozen;                      /* rows that stay when the sheet is scrolled */
    int first_page;                  /* printed number of the first page; 0 = 1 */
    mpt footer_margin;
    const char *footer;
};

/* NULL if it cannot be a sheet (reported F101). */
struct xlsx_plan *xlsx_plan(struct arena *arena, struct diag *diag, const struct doc *doc,
                            const struct grid_size *size);

/* A cell's text as a number, when writing it with a number format gives back the same characters: groups, decimals,
 * %, and `unit` behind it if not "". */
bool xlsx_number_read(struct arena *arena, const char *text, const char *unit, struct xlsx_number *out);

/* At most 31 characters, none of []:*?/\ (their full-width forms instead), never empty. */
const char *xlsx_sheet_name(struct arena *arena, const char *wanted);

/* The row of the sheet in which the grid's row 0 stands. */
int xlsx_table_row(const struct grid *grid);

/* "D7" of a row and column. */
const char *xlsx_ref(struct arena *arena, int row, int col);

/* Gives formulas to the cells whose fact has one that the sheet can compute from its own printed cells with exactly
 * the printed result (rounded as the field is, if need be). */
void xlsx_formulas(struct arena *arena, struct xlsx_plan *plan, const struct facts *facts);

/* A name that every program takes, from a fact's: 总分.得分 → 总分_得分. */
const char *xlsx_name(struct arena *arena, const char *fact);

/* Names the totals among the cells with formulas. */
void xlsx_names(struct arena *arena, struct xlsx_plan *plan);

/* One cell of the sign-off line (签字行): joined over the columns [first, last], all together `width` wide. */
struct xlsx_sign {
    const char *text;
    int first, last;
    mpt width;
};

/* What spreadsheet programs keep free at the sides of a cell, both together. */
enum { XLSX_CELL_PADDING = 4000 };

/* The cells on the column edges nearest to the equal shares of the width that the page gives them, each in one line; all
 * in one cell if the columns do not allow that. */
const struct xlsx_sign *xlsx_signs(struct arena *arena, const struct grid_size *size, size_t *count);

/* Reads the file back; false if anything differs from the plan (reported S906 with the cell). */
bool xlsx_verify(struct arena *arena, struct diag *diag, const struct xlsx_plan *plan, const char *path);

#endif
