/* A worksheet → the rectangle of its table, cell by cell, joins resolved. Knows nothing of templates. */
#include "model/form_private.h"

#include <stdlib.h>
#include <string.h>

enum { ROWS_MOST = FORM_ROWS_MOST, COLS_MOST = FORM_COLS_MOST };

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

/* Lines drawn to the end of the sheet: the table ends with its texts. */
static void cut(const struct sheet *sheet, struct box *box)
{
    struct box texts = {.bottom = -1};
    for (size_t i = 0; i < sheet->cells.count; i++)
        if (*sheet->cells.items[i].text && inside(box, sheet->cells.items[i].row, sheet->cells.items[i].col))
            grow(&texts, sheet->cells.items[i].row, sheet->cells.items[i].col, sheet->cells.items[i].row,
                 sheet->cells.items[i].col);
    if (box->bottom - box->top >= ROWS_MOST)
        box->bottom = texts.bottom;
    if (box->right - box->left >= COLS_MOST)
        box->right = texts.right;
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

static bool row_hidden(const struct sheet *sheet, int row)
{
    for (size_t i = 0; i < sheet->heights.count; i++)
        if (sheet->heights.items[i].row == row)
            return sheet->heights.items[i].height < 0;
    return false;
}

static bool col_hidden(const struct sheet *sheet, int col)
{
    for (size_t i = 0; i < sheet->columns.count; i++)
        if (col >= sheet->columns.items[i].first && col <= sheet->columns.items[i].last)
            return sheet->columns.items[i].width < 0;
    return false;
}

/* The numbers from first to last that are shown. */
static int *shown(struct arena *arena, const struct sheet *sheet, bool (*hidden)(const struct sheet *, int), int first,
                  int last, int *count)
{
    int *all = arena_alloc(arena, (size_t)(last - first + 1) * sizeof *all);
    *count = 0;
    for (int i = first; i <= last; i++)
        if (!hidden(sheet, i))
            all[(*count)++] = i;
    return all;
}

/* Where `number` stands in a list in order, else where the next one does; count if there is none. */
static int place_of(const int *list, int count, int number)
{
    int low = 0;
    while (low < count) {
        int middle = low + (count - low) / 2;
        if (list[middle] < number)
            low = middle + 1;
        else
            count = middle;
    }
    return low;
}

/* The cell of the table for a cell of the sheet; NULL outside of it and where it is hidden. */
static struct form_cell *cell_of(const struct form *form, int row, int col)
{
    int r = place_of(form->rows, form->nrow, row), c = place_of(form->cols, form->ncol, col);
    bool there = r < form->nrow && c < form->ncol && form->rows[r] == row && form->cols[c] == col;
    return there ? FORM_CELL_AT(form, r, c) : NULL;
}

int form_top(const struct form *form)
{
    return form->rows[0];
}

int form_bottom(const struct form *form)
{
    return form->rows[form->nrow - 1] + 1;
}

const char *form_cell_name(struct arena *arena, int row, int col)
{
    char letters[8] = {0};
    int n = (int)sizeof letters - 1;
    for (int k = col + 1; k > 0 && n > 0; k = (k - 1) / 26)
        letters[--n] = (char)('A' + (k - 1) % 26);
    return arena_printf(arena, "%s%d", letters + n, row + 1);
}

static void take_text(const struct form *form, struct form_cell *to, int row, int col)
{
    for (size_t i = 0; i < form->sheet->cells.count; i++) {
        const struct sheet_cell *from = &form->sheet->cells.items[i];
        if (from->row == row && from->col == col) {
            to->text = form_text(form->arena, from);
            to->number = from->number;
        }
    }
}

/* *budget: cells that may still be looked at; many joins on one another are no form. */
static void join(struct form *form, const struct sheet_merge *merge, long *budget)
{
    int row = place_of(form->rows, form->nrow, merge->row), col = place_of(form->cols, form->ncol, merge->col);
    int last_row = place_of(form->rows, form->nrow, merge->last_row + 1) - 1;
    int last_col = place_of(form->cols, form->ncol, merge->last_col + 1) - 1;
    bool outside = merge->row < form_top(form) || merge->col < form->cols[0];
    if (outside || row > last_row || col > last_col)
        return;
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
    if (form->rows[row] != merge->row || form->cols[col] != merge->col) /* the text stands in a hidden cell */
        take_text(form, FORM_CELL_AT(form, row, col), merge->row, merge->col);
    FORM_CELL_AT(form, row, col)->rows = last_row - row + 1;
    FORM_CELL_AT(form, row, col)->cols = last_col - col + 1;
}

bool form_region(struct arena *arena, const struct sheet *sheet, struct form *form)
{
    struct box box = find_box(sheet);
    if (box.bottom - box.top >= ROWS_MOST || box.right - box.left >= COLS_MOST)
        cut(sheet, &box);
    *form = (struct form){
        .arena = arena, .sheet = sheet, .nrow = box.bottom - box.top + 1, .ncol = box.right - box.left + 1};
    if (box.bottom < box.top || form->nrow > ROWS_MOST || form->ncol > COLS_MOST)
        return false;
    form->rows = shown(arena, sheet, row_hidden, box.top, box.bottom, &form->nrow);
    form->cols = shown(arena, sheet, col_hidden, box.left, box.right, &form->ncol);
    if (form->nrow == 0 || form->ncol == 0)
        return false;
    form->cells = arena_alloc(arena, (size_t)form->nrow * (size_t)form->ncol * sizeof *form->cells);
    for (int r = 0; r < form->nrow; r++)
        for (int c = 0; c < form->ncol; c++)
            *FORM_CELL_AT(form, r, c) =
                (struct form_cell){.text = "", .rows = 1, .cols = 1, .anchor_row = r, .anchor_col = c};
    for (size_t i = 0; i < sheet->places.count; i++) {
        struct form_cell *cell = cell_of(form, sheet->places.items[i].row, sheet->places.items[i].col);
        if (cell != NULL)
            cell->look = sheet->places.items[i].look;
    }
    for (size_t i = 0; i < sheet->cells.count; i++) {
        const struct sheet_cell *from = &sheet->cells.items[i];
        struct form_cell *to = cell_of(form, from->row, from->col);
        if (to == NULL)
            continue;
        to->text = form_text(arena, from);
        to->number = from->number;
    }
    long budget = 10L * form->nrow * form->ncol;
    for (size_t i = 0; i < sheet->merges.count; i++)
        join(form, &sheet->merges.items[i], &budget);
    return true;
}
