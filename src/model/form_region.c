/* A worksheet → the rectangle of its table, cell by cell, joins resolved. Knows nothing of templates. */
#include "model/form_private.h"

#include <stdlib.h>
#include <string.h>

enum { COLUMNS_MOST = 200, ROWS_MOST = 1000 };

struct box {
    int top, left, bottom, right; /* bottom < top: empty */
};

static void grow(struct box *box, int row, int col, int last_row, int last_col)
{
    bool empty = box->bottom < box->top;
    box->top = empty || row < box->top ? row : box->top;
    box->left = empty || col < box->left ? col : box->left;
    box->right = empty || last_col > box->right ? last_col : box->right;
    box->bottom = empty || last_row > box->bottom ? last_row : box->bottom;
}

/* At least two sides have lines: one alone may belong to the neighbour, or underline a title. */
static bool framed(const struct sheet_look *look)
{
    unsigned sides = look ? look->borders : 0;
    return (sides & (sides - 1)) != 0;
}

static bool inside(const struct box *box, int row, int col)
{
    return row >= box->top && row <= box->bottom && col >= box->left && col <= box->right;
}

/* The first row with two texts, and everything below it. */
static void unframed(const struct sheet *sheet, struct box *box)
{
    int start = -1;
    for (size_t i = 1; i < sheet->cells.count && start < 0; i++)
        if (sheet->cells.items[i].row == sheet->cells.items[i - 1].row)
            start = sheet->cells.items[i].row;
    for (size_t i = 0; i < sheet->cells.count && start >= 0; i++)
        if (sheet->cells.items[i].row >= start)
            grow(box, sheet->cells.items[i].row, sheet->cells.items[i].col, sheet->cells.items[i].row,
                 sheet->cells.items[i].col);
}

static struct box find_box(const struct sheet *sheet)
{
    struct box box = {.bottom = -1};
    for (size_t i = 0; i < sheet->places.count; i++)
        if (framed(sheet->places.items[i].look))
            grow(&box, sheet->places.items[i].row, sheet->places.items[i].col, sheet->places.items[i].row,
                 sheet->places.items[i].col);
    if (box.bottom < box.top)
        unframed(sheet, &box);
    for (size_t i = 0; box.bottom >= box.top && i < sheet->merges.count; i++) {
        const struct sheet_merge *merge = &sheet->merges.items[i];
        if (inside(&box, merge->row, merge->col))
            grow(&box, merge->row, merge->col, merge->last_row, merge->last_col);
    }
    return box;
}

int form_width(const struct sheet *sheet, int col)
{
    for (size_t i = 0; i < sheet->columns.count; i++)
        if (col >= sheet->columns.items[i].first && col <= sheet->columns.items[i].last)
            return sheet->columns.items[i].width < 0 ? 0 : sheet->columns.items[i].width;
    return sheet->default_width;
}

/* *budget: cells that may still be looked at; many joins on one another are no form. */
static void join(struct form *form, const struct sheet_merge *merge, long *budget)
{
    int row = merge->row - form->first_row, col = merge->col - form->first_col;
    int last_row = merge->last_row - form->first_row, last_col = merge->last_col - form->first_col;
    if (row < 0 || col < 0 || row >= form->nrow || col >= form->ncol)
        return;
    last_row = last_row < form->nrow ? last_row : form->nrow - 1;
    last_col = last_col < form->ncol ? last_col : form->ncol - 1;
    *budget -= (long)(last_row - row + 1) * (last_col - col + 1);
    for (int r = row; r <= last_row; r++)
        for (int c = col; c <= last_col; c++)
            if (*budget < 0 || FORM_CELL_AT(form, r, c)->covered || FORM_CELL_AT(form, r, c)->rows > 1 ||
                FORM_CELL_AT(form, r, c)->cols > 1)
                return; /* overlapping joins: the first one stands */
    for (int r = row; r <= last_row; r++)
        for (int c = col; c <= last_col; c++) {
            struct form_cell *cell = FORM_CELL_AT(form, r, c);
            cell->covered = r != row || c != col;
            cell->left = c != col;
            cell->anchor_row = row;
            cell->anchor_col = col;
        }
    FORM_CELL_AT(form, row, col)->rows = last_row - row + 1;
    FORM_CELL_AT(form, row, col)->cols = last_col - col + 1;
}

bool form_region(struct arena *arena, const struct sheet *sheet, struct form *form)
{
    struct box box = find_box(sheet);
    if (box.bottom < box.top || box.right - box.left >= COLUMNS_MOST || box.bottom - box.top >= ROWS_MOST)
        return false;
    *form = (struct form){.arena = arena,
                          .sheet = sheet,
                          .first_row = box.top,
                          .first_col = box.left,
                          .nrow = box.bottom - box.top + 1,
                          .ncol = box.right - box.left + 1};
    form->cells = arena_alloc(arena, (size_t)form->nrow * (size_t)form->ncol * sizeof *form->cells);
    for (int r = 0; r < form->nrow; r++)
        for (int c = 0; c < form->ncol; c++)
            *FORM_CELL_AT(form, r, c) =
                (struct form_cell){.text = "", .rows = 1, .cols = 1, .anchor_row = r, .anchor_col = c};
    for (size_t i = 0; i < sheet->places.count; i++)
        if (inside(&box, sheet->places.items[i].row, sheet->places.items[i].col))
            FORM_CELL_AT(form, sheet->places.items[i].row - box.top, sheet->places.items[i].col - box.left)->look =
                sheet->places.items[i].look;
    for (size_t i = 0; i < sheet->cells.count; i++) {
        const struct sheet_cell *from = &sheet->cells.items[i];
        if (!inside(&box, from->row, from->col))
            continue;
        struct form_cell *to = FORM_CELL_AT(form, from->row - box.top, from->col - box.left);
        to->text = form_text(arena, from);
        to->number = from->number;
    }
    long budget = 10L * form->nrow * form->ncol;
    for (size_t i = 0; i < sheet->merges.count; i++)
        join(form, &sheet->merges.items[i], &budget);
    return true;
}
