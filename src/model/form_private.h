/* Private to form.c (what stands where), form_region.c (where the table is) and form_style.c (looks, numbers). */
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
    int first_row, first_col, nrow, ncol; /* the table's region */
    struct form_cell *cells;              /* nrow × ncol */
};

#define FORM_CELL_AT(form, r, c) (&(form)->cells[(size_t)(r) * (size_t)(form)->ncol + (size_t)(c)])

/* Finds the table: the cells with lines round them, else what stands below the title. False if there is none. */
bool form_region(struct arena *arena, const struct sheet *sheet, struct form *form);

/* Hundredths of a digit's width; 0 for a hidden column. */
int form_width(const struct sheet *sheet, int col);

/* The text of a sheet's cell as shown. */
const char *form_text(struct arena *arena, const struct sheet_cell *cell);

/* Name of the template's style that looks so; new ones go to *extra as sections of layout.ini. */
const char *form_style(struct arena *arena, const struct page_model *model, const struct sheet_look *look, bool label,
                       struct buf *extra, struct text_names *made);

/* A blank cell that looks like a head. */
bool form_style_stands_out(const struct page_model *model, const struct sheet_look *look);

#endif
