/* Heads whose face tells nothing: a program that saved the form put another in its place. In: the table's cells, styles
 * of the template. Out: the rows that are heads by what stands in them and where, told to a person. */
#include "model/form_private.h"

#include <string.h>

/* A text in the middle of its cell, in a face that the template does not know, or in that of its heads. */
static bool may_be_head(const struct form_writer *w, const struct form_cell *cell)
{
    bool label = *cell->text && !cell->number && cell->look && cell->look->across == SHEET_CENTERED;
    return label && (!form_style_knows(w->model, cell->look) || form_style_stands_out(w->model, cell->look));
}

/* Cells that begin in the row: all of them, labels that may be heads, those joined with others, blanks. */
struct tally {
    int cells, labels, joined, blanks;
    bool corner;  /* one of the first two is blank */
    bool unknown; /* a face that the template does not know, and nothing else that stands out */
};

static struct tally count_row(const struct form_writer *w, int r)
{
    struct tally n = {0};
    for (int c = 0; c < w->form.ncol; c++) {
        const struct form_cell *cell = FORM_CELL_AT(&w->form, r, c);
        if (cell->covered)
            continue;
        n.corner = n.corner || (n.cells < 2 && !*cell->text);
        n.cells++;
        n.labels += may_be_head(w, cell);
        n.joined += cell->rows > 1 || cell->cols > 1;
        n.blanks += !*cell->text || cell->number;
        n.unknown =
            n.unknown || (!form_style_knows(w->model, cell->look) && !form_style_stands_out(w->model, cell->look));
    }
    return n;
}

/* Labels alone, but for the corner of a head that is wide enough. */
static bool is_head(const struct tally *row)
{
    return row->labels > 0 && (row->labels == row->cells ||
                               (row->corner && row->labels > 2 && row->blanks == 1 && row->labels + 1 == row->cells));
}

/* The row behind the head that begins in row r; r if none does: labels alone, at the top, or below a blank or a row that
 * is one cell, above a row that is to be filled in. Below a head with joins there may be a second row of labels. */
static int head_end(const struct form_writer *w, int r)
{
    struct tally before = r > 0 ? count_row(w, r - 1) : (struct tally){.blanks = 1}, row = count_row(w, r);
    bool unknown = false;
    int end = r;
    if ((!before.blanks && before.cells != 1) || row.cells < 2)
        return r;
    while (is_head(&row) && (end == r || before.joined > 0)) {
        unknown = unknown || row.unknown;
        if (++end == w->form.nrow)
            return r;
        before = row;
        row = count_row(w, end);
    }
    return unknown && row.blanks > 0 ? end : r;
}

void form_find_heads(struct form_writer *w)
{
    struct text_names rows = {0};
    w->head = arena_alloc(w->arena, (size_t)w->form.nrow * sizeof *w->head);
    for (int r = 0; r < w->form.nrow; r++)
        for (int end = head_end(w, r); r < end; r++) {
            w->head[r] = true;
            *list_push(w->arena, &rows) =
                arena_printf(w->arena, "%s:%s", form_cell_name(w->arena, w->form.rows[r], w->form.cols[0]),
                             form_cell_name(w->arena, w->form.rows[r], w->form.cols[w->form.ncol - 1]));
        }
    if (rows.count > 0)
        diag_add(w->diag, DIAG_IMPORT_HEAD, (struct pos){.file = w->file}, "%s", form_list(w->arena, &rows));
}
