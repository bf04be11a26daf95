/* A table's sizes. In: a grid of cells with joins and styles, the room for it. Out: column widths, row heights and
 * the wrapped text of each cell. Must not know where the table stands or on how many pages. */
#include "layout/grid_private.h"

mpt grid_pitch(const struct page_model *model, const struct cell_style *style)
{
    return (mpt)((int64_t)style->text.size * model->table_pitch / 1000);
}

int grid_span(int span, int at, int most)
{
    return span < 1 ? 1 : span > most - at ? most - at : span;
}

static size_t *find_anchors(struct arena *arena, const struct grid *grid)
{
    size_t ncol = (size_t)grid->ncol, n = (size_t)grid->nrow * ncol;
    size_t *anchor = arena_alloc(arena, n * sizeof *anchor);
    for (size_t i = 0; i < n; i++)
        anchor[i] = i;
    for (int r = 0; r < grid->nrow; r++)
        for (int c = 0; c < grid->ncol; c++) {
            const struct cell *cell = GRID_CELL(grid, r, c);
            if (cell->covered)
                continue;
            int rows = grid_span(cell->rowspan, r, grid->nrow), cols = grid_span(cell->colspan, c, grid->ncol);
            for (int k = 0; k < rows * cols; k++)
                anchor[(size_t)(r + k / cols) * ncol + (size_t)(c + k % cols)] = (size_t)r * ncol + (size_t)c;
        }
    return anchor;
}

size_t grid_runs(struct arena *arena, const struct page_model *model, const struct cell *cell, mpt size,
                 struct line_run **runs)
{
    const struct style *style = &model->cell_styles.items[cell->style].text;
    size_t n = cell->spans.count;
    size = size ? size : style->size;
    if (n > GRID_FEW_RUNS)
        *runs = arena_alloc(arena, n * sizeof **runs);
    for (size_t i = 0; i < n; i++) {
        const struct span *span = &cell->spans.items[i];
        (*runs)[i] = (struct line_run){.text = span->text, .face = style->face, .size = size, .fact = span->fact};
    }
    if (n == 0 && cell->text && *cell->text)
        (*runs)[n++] = (struct line_run){.text = cell->text, .face = style->face, .size = size, .fact = cell->fact};
    return n;
}

/* The size in which the widest word or figure of a cell fits `room`: in half points, not under 小五 unless the template
 * is. */
static mpt smaller_size(struct arena *arena, const struct metrics *metrics, const struct line_run *runs, size_t n,
                        mpt room)
{
    mpt size = runs[0].size, least = size < GRID_LEAST_SIZE ? size : GRID_LEAST_SIZE;
    mpt piece = line_extent(arena, metrics, runs, n, 0).piece;
    if (piece <= room)
        return size;
    mpt fit = (mpt)((int64_t)size * (room > 0 ? room : 0) / piece / 500 * 500);
    return fit < least ? least : fit;
}

/* Wraps one cell's text in `width`; in smaller type where a word or figure would have to be broken. */
static void wrap_cell(struct arena *arena, const struct metrics *metrics, const struct page_model *model,
                      const struct cell *cell, mpt width, struct grid_size *grid_size, struct lines *out)
{
    const struct cell_style *style = &model->cell_styles.items[cell->style];
    struct line_spec spec = {.measure = width - 2 * model->cell_pad_x, .align = style->align};
    mpt indent = style->indent * style->text.size;
    if (indent < spec.measure)
        spec.first = spec.rest = indent;
    struct line_run few[GRID_FEW_RUNS], *runs = few;
    size_t n = grid_runs(arena, model, cell, 0, &runs);
    out->items = arena_alloc(arena, sizeof *out->items); /* most cells hold one line */
    out->cap = 1;
    line_break(arena, metrics, runs, n, &spec, out);
    if (!out->cut)
        return;
    mpt size = smaller_size(arena, metrics, runs, n, spec.measure - spec.first);
    if (size < style->text.size) {
        n = grid_runs(arena, model, cell, size, &runs);
        *out = (struct lines){0};
        line_break(arena, metrics, runs, n, &spec, out);
    }
    if (out->cut)
        *list_push(arena, &grid_size->tight) = cell;
}

static mpt cell_height(const struct page_model *model, const struct cell *cell, const struct lines *lines)
{
    int64_t pitch = grid_pitch(model, &model->cell_styles.items[cell->style]);
    int64_t height = pitch * (int64_t)(lines->count ? lines->count : 1) + 2 * model->cell_pad_y;
    return (mpt)(height < INT32_MAX / 2 ? height : INT32_MAX / 2);
}

/* A joined cell that needs more than its rows have: the missing height, equally; remainders to the first rows. */
static void spread(struct grid_size *size, int row, int rows, mpt need)
{
    int64_t have = 0;
    for (int r = row; r < row + rows; r++)
        have += size->row[r];
    int64_t missing = need - have;
    for (int r = row; r < row + rows && missing > 0; r++)
        size->row[r] += (mpt)(missing / rows + (r - row < missing % rows));
}

/* A row that only joined cells pass through is one line high, too. */
static void least_heights(const struct page_model *model, struct grid_size *size)
{
    mpt least = grid_pitch(model, &model->cell_styles.items[0]) + 2 * model->cell_pad_y;
    for (int r = 0; r < size->grid->nrow; r++)
        if (!size->row[r])
            size->row[r] = least;
}

/* pass 0: cells of one row; pass 1: cells joined over several. */
static void row_heights(const struct page_model *model, struct grid_size *size, int pass)
{
    const struct grid *grid = size->grid;
    for (int r = 0; r < grid->nrow; r++)
        for (int c = 0; c < grid->ncol; c++) {
            const struct cell *cell = GRID_CELL(grid, r, c);
            int rows = grid_span(cell->rowspan, r, grid->nrow);
            if (cell->covered || (rows > 1) != (pass == 1))
                continue;
            size_t i = (size_t)r * (size_t)grid->ncol + (size_t)c;
            spread(size, r, rows, cell_height(model, cell, &size->cells[i]));
        }
}

struct grid_size *grid_measure(struct arena *arena, const struct metrics *metrics, const struct page_model *model,
                               const struct grid *grid, mpt width)
{
    struct grid_size *size = arena_alloc(arena, sizeof *size);
    size_t n = (size_t)grid->nrow * (size_t)grid->ncol;
    model = table_model(model, grid);
    size->grid = grid;
    size->sign_type = style_around(model, "签字行")->text.size;
    size->col = grid_columns(arena, metrics, model, grid, width);
    size->row = arena_alloc(arena, (size_t)grid->nrow * sizeof *size->row);
    size->cells = arena_alloc(arena, n * sizeof *size->cells);
    size->anchor = find_anchors(arena, grid);
    for (int r = 0; r < grid->nrow; r++) {
        for (int c = 0; c < grid->ncol; c++) {
            const struct cell *cell = GRID_CELL(grid, r, c);
            mpt room = 0;
            for (int k = 0; k < grid_span(cell->colspan, c, grid->ncol); k++)
                room += size->col[c + k];
            if (!cell->covered)
                wrap_cell(arena, metrics, model, cell, room, size,
                          &size->cells[(size_t)r * (size_t)grid->ncol + (size_t)c]);
        }
    }
    row_heights(model, size, 0);
    least_heights(model, size);
    row_heights(model, size, 1);
    size->top = arena_alloc(arena, (size_t)(grid->nrow + 1) * sizeof *size->top);
    for (int r = 0; r < grid->nrow; r++)
        size->top[r + 1] = size->top[r] + size->row[r];
    return size;
}
