/* Private to table.c and table_prose.c: rows of cells with join marks → a grid with spans.
 * Knows nothing of INI files, facts or narrative. */
#ifndef MODEL_TABLE_ROWS_H
#define MODEL_TABLE_ROWS_H

#include "model/table.h"

enum table_mark { MARK_NONE, MARK_LEFT, MARK_UP };

enum { TABLE_COLUMNS = 256, TABLE_ROWS = 1000000 }; /* more is a mistake; a spreadsheet has 1,048,576 rows */

struct table_rows {
    struct arena *arena;
    struct diag *diag;
    const struct page_model *model;
    int ncol, nrow;
    LIST_OF(struct cell) cells;   /* nrow × ncol */
    LIST_OF(unsigned char) marks; /* enum table_mark, the same order */
};

/* Appends a cell; spans may be NULL for none. */
void table_rows_cell(struct table_rows *rows, enum table_mark mark, int style, const struct spans *spans,
                     struct pos at);

/* Reports T201 unless `have` cells were given for the row; the caller pads or cuts. */
bool table_rows_width(struct table_rows *rows, size_t have, struct pos at);

/* Text begins with `skip` bytes of mark and a name up to white space: returns what follows, *name the name,
 * *at moved on. */
const char *table_take_name(struct arena *arena, const char *text, size_t skip, const char **name, struct pos *at);

/* A cell's text whose mark is full-width (！样式, ＜ or ＾ alone; ＊名称 if there may be one): reported (T109) and
 * given back with the mark that is meant. Any other text comes back as it is. */
const char *table_meant(const struct table_rows *rows, const char *text, bool may_repeat, struct pos at);

/* Index of the cell style; T203 and `fallback` if there is none. */
int table_style(const struct table_rows *rows, const char *name, int fallback, struct pos at);

/* < or ^ standing alone. */
enum table_mark table_mark_of(const char *text);

/* In rows [first, last), equal non-blank neighbours of these columns join downward; column k only within the joins
 * of those before it. */
void table_rows_merge(struct table_rows *rows, int first, int last, const int *columns, size_t ncolumns);

/* Resolves the marks to spans (T202 for what is no rectangle) and hands the cells over to the grid. */
void table_rows_finish(struct table_rows *rows, struct grid *grid);

#endif
