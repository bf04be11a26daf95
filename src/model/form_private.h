/* Private to form.c (rows), form_outside.c (texts round the table), form_region.c (where the table is), form_head.c (its heads) and form_style.c
 * (looks, numbers). */
#ifndef MODEL_FORM_PRIVATE_H
#define MODEL_FORM_PRIVATE_H

#include "model/form.h"

struct form_cell {
    const char *text; /* as shown; "" if blank */
    const struct sheet_look *look;
    bool number;
    bool covered, left; /* by a join; on whose first row it does not stand in the first column */
    int rows, cols;     /* of an anchor's join */
    int anchor_row, anchor_col;
};

struct form {
    struct arena *arena;
    const struct sheet *sheet;
    int nrow, ncol;          /* the table's region */
    int *rows, *cols;        /* of the sheet: hidden ones are no part of the table */
    struct form_cell *cells; /* nrow × ncol */
};

/* A description that is being written. */
struct form_writer {
    struct form form;
    struct arena *arena;
    struct diag *diag;
    const struct page_model *model;
    const struct form_names *names;
    const char *file;
    int year;
    int line; /* lines written so far */
    struct buf out, extra;
    struct text_names made;    /* styles */
    const char *repeated;      /* table of the repeated row above, NULL if there is none */
    bool *dropped;             /* rows that the repeated one stands for */
    bool *pairs;               /* rows of labels with a blank each: the labels are nobody's head */
    bool *head;                /* rows that are heads by their place; their faces tell nothing */
    bool *example;             /* those and the repeated one itself: their texts are nobody's head */
    bool merged[256];          /* columns joined downward in dropped rows */
    struct text_names unknown; /* blanks of the row */
    struct text_names guessed; /* cells of the row that one label alone stands for, and their fields */
    struct text_names alike;   /* blanks of the row, and fields with labels almost the same */
    bool *taken;               /* cells of the sheet, by index: their texts have got a place */
    const char *unit;          /* the text above the table that says the unit, on one line; "" if there is none */
};

#define FORM_CELL_AT(form, r, c) (&(form)->cells[(size_t)(r) * (size_t)(form)->ncol + (size_t)(c)])

enum { FORM_ROWS_MOST = 1000, FORM_COLS_MOST = 200 };

/* Finds the table: the cells with lines round them, else what stands below the title. False if there is none, or if it
 * is larger than a form is (nrow, ncol say how large). */
bool form_region(struct arena *arena, const struct sheet *sheet, struct form *form);

/* The row of the sheet with which the table begins, and the one behind its last. */
int form_top(const struct form *form);
int form_bottom(const struct form *form);

/* Hundredths of a digit's width; 0 for a hidden column. */
int form_width(const struct sheet *sheet, int col);

/* "B12" of a cell of the sheet, from 0. */
const char *form_cell_name(struct arena *arena, int row, int col);

/* The text of a sheet's cell as shown. */
const char *form_text(struct arena *arena, const struct sheet_cell *cell);

/* Name of the template's style that looks so; new ones go to *extra as sections of layout.ini. */
const char *form_style(struct arena *arena, const struct page_model *model, const struct sheet_look *look, bool label,
                       struct buf *extra, struct text_names *made);

/* The template's style for heads. */
const char *form_style_head(const struct page_model *model);

/* The face is one of the template's. */
bool form_style_knows(const struct page_model *model, const struct sheet_look *look);

/* A blank cell that looks like a head. */
bool form_style_stands_out(const struct page_model *model, const struct sheet_look *look);

/* A line of the description. */
void form_put_line(struct form_writer *w, const char *text);

/* A text on one line. */
const char *form_one_line(struct arena *arena, const char *text);

/* A text as a cell of a row: bars, marks, line ends and outer blanks are kept. */
const char *form_escaped(struct arena *arena, const char *text, bool styled);

/* "A、B、C" */
const char *form_list(struct arena *arena, const struct text_names *names);

/* -- form_head.c -- */

/* Finds the rows that are heads although their faces do not say so; tells of them (T214). */
void form_find_heads(struct form_writer *w);

/* -- form_outside.c: what stands round the table -- */

/* Sheet, title and orientation as the section that template.ini needs, in comments; finds the unit. */
void form_put_above(struct form_writer *w);

/* Notes and signatures. */
void form_put_below(struct form_writer *w);

/* Tells of the texts that have got no place (T209). */
void form_put_left(struct form_writer *w);

#endif
