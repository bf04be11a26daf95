/* A part of a measured table as frames: text centred in its cells, each rule of the table drawn once. In: sizes, the
 * slice for this page. Out: frames on the page. Decides neither sizes nor page breaks. */
#include "layout/grid_private.h"

/* A row as this page shows it. */
struct shown {
    int row;
    mpt from, height; /* the part of the row that is seen */
};

struct drawing {
    struct arena *arena;
    const struct page_model *model;
    const struct grid_size *size;
    struct page *page;
    struct shown *rows;
    int nrow;
    mpt *x, *y; /* ncol + 1 and nrow + 1 edges */
};

static void show_row(struct drawing *d, int row, mpt from, mpt upto)
{
    d->rows[d->nrow] = (struct shown){row, from, upto - from};
    d->y[d->nrow + 1] = d->y[d->nrow] + upto - from;
    d->nrow++;
}

static bool has_head(const struct grid_size *size, const struct grid_slice *slice)
{
    return slice->head && size->grid->head_first >= 0 && size->grid->head_last < slice->first;
}

static mpt end_in_row(const struct grid_size *size, const struct grid_slice *slice, int row)
{
    return row + 1 == slice->last && slice->upto ? slice->upto : size->row[row];
}

/* Height of the joined cell. */
static int64_t joined_total(const struct grid_size *size, size_t cell)
{
    const struct grid *grid = size->grid;
    int row = (int)(cell / (size_t)grid->ncol), rows = grid->cells[cell].rowspan;
    int end = rows < grid->nrow - row ? row + rows : grid->nrow;
    return size->top[end] - size->top[row];
}

static int64_t label_height(const struct page_model *model, const struct grid_size *size, size_t cell)
{
    const struct cell_style *style = &model->cell_styles.items[size->grid->cells[cell].style];
    return (int64_t)size->cells[cell].count * grid_pitch(model, style) + 2 * model->cell_pad_y;
}

bool grid_part_is_blank(const struct page_model *model, const struct grid_size *size, size_t cell, int64_t height)
{
    int64_t need = label_height(model, size, cell), total = joined_total(size, cell);
    mpt page = model->text_width < model->text_height ? model->text_width : model->text_height;
    return height < total && need > height && need <= total / 2 && need <= page / 4;
}

/* What a cell of the repeated head that reaches into the rows below needs above its part of them to show its label:
 * where the slice begins behind it, the head alone may be too low. */
static mpt head_extra(const struct page_model *model, const struct grid_size *size, const struct grid_slice *slice)
{
    const struct grid *grid = size->grid;
    size_t ncol = (size_t)grid->ncol;
    mpt extra = 0;
    for (size_t c = 0; has_head(size, slice) && c < ncol; c++) {
        size_t cell = size->anchor[(size_t)grid->head_last * ncol + c];
        int row = (int)(cell / ncol);
        int64_t part = size->top[grid->head_last + 1] - size->top[row > grid->head_first ? row : grid->head_first];
        for (int r = slice->first; r < slice->last && size->anchor[(size_t)r * ncol + c] == cell; r++)
            part += end_in_row(size, slice, r) - (r == slice->first ? slice->from : 0);
        if (!grid_part_is_blank(model, size, cell, part))
            continue;
        mpt lacks = (mpt)(label_height(model, size, cell) - part);
        extra = lacks > extra ? lacks : extra;
    }
    return extra;
}

int64_t grid_slice_height(const struct page_model *model, const struct grid_size *size, const struct grid_slice *slice)
{
    if (slice->last <= slice->first)
        return 0;
    int64_t height = size->top[slice->last - 1] + end_in_row(size, slice, slice->last - 1);
    height -= size->top[slice->first] + slice->from;
    if (has_head(size, slice))
        height += size->top[size->grid->head_last + 1] - size->top[size->grid->head_first];
    return height + head_extra(model, size, slice);
}

static void show_rows(struct drawing *d, const struct grid_slice *slice, mpt x, mpt y)
{
    const struct grid *grid = d->size->grid;
    int room = slice->last - slice->first + (has_head(d->size, slice) ? grid->head_last - grid->head_first + 1 : 0);
    d->rows = arena_alloc(d->arena, (size_t)room * sizeof *d->rows);
    d->y = arena_alloc(d->arena, (size_t)(room + 1) * sizeof *d->y);
    d->x = arena_alloc(d->arena, (size_t)(grid->ncol + 1) * sizeof *d->x);
    d->x[0] = x;
    d->y[0] = y;
    for (int c = 0; c < grid->ncol; c++)
        d->x[c + 1] = d->x[c] + d->size->col[c];
    mpt extra = head_extra(d->model, d->size, slice);
    if (has_head(d->size, slice))
        for (int r = grid->head_first; r <= grid->head_last; r++)
            show_row(d, r, 0, d->size->row[r] + (r == grid->head_last ? extra : 0));
    for (int r = slice->first; r < slice->last; r++)
        show_row(d, r, r == slice->first ? slice->from : 0, end_in_row(d->size, slice, r));
}

/* Index of the cell that fills the place in shown row i, column c. */
static size_t cell_at(const struct drawing *d, int i, int c)
{
    return d->size->anchor[(size_t)d->rows[i].row * (size_t)d->size->grid->ncol + (size_t)c];
}

void layout_line_frames(struct arena *arena, const struct line *line, mpt x, mpt y, const struct block *block,
                        const struct cell *cell, struct page *page)
{
    for (size_t i = 0; i < line->pieces.count; i++) {
        const struct piece *piece = &line->pieces.items[i];
        *list_push(arena, &page->frames) = (struct frame){.kind = FRAME_TEXT,
                                                          .x = x + piece->x,
                                                          .y = y,
                                                          .w = piece->width,
                                                          .face = piece->face,
                                                          .size = piece->size,
                                                          .text = piece->text,
                                                          .advances = piece->advances,
                                                          .count = piece->count,
                                                          .fact = piece->fact,
                                                          .block = block,
                                                          .cell = cell,
                                                          .run = piece->run,
                                                          .at = piece->at};
    }
}

/* Which lines of a cell a part of it shows. Everything, if it is the whole cell or the text is short enough to be
 * repeated; a label too high for this part, but sure to fit another one, is left to that; other text runs on, line
 * by line in proportion, so that no line is lost and none appears twice. */
static void choose_lines(const struct drawing *d, size_t cell, mpt height, int64_t before, size_t *from, size_t *to)
{
    size_t n = d->size->cells[cell].count;
    int64_t total = joined_total(d->size, cell);
    *from = 0;
    *to = n;
    if (height >= total || label_height(d->model, d->size, cell) <= height)
        return;
    if (grid_part_is_blank(d->model, d->size, cell, height)) {
        *to = 0;
        return;
    }
    *from = (size_t)((int64_t)n * before / total);
    *to = (size_t)((int64_t)n * (before + height) / total);
}

/* How much of a joined cell earlier pages have shown when this part begins in shown row i. */
static int64_t shown_before(const struct drawing *d, size_t cell, int i)
{
    size_t row = cell / (size_t)d->size->grid->ncol;
    return d->size->top[d->rows[i].row] - d->size->top[row] + d->rows[i].from;
}

/* A line of it, in the middle. */
static void add_blank(struct drawing *d, const struct cell *cell, const struct style *text, int c, mpt y)
{
    int end = c + grid_span(cell->colspan, c, d->size->grid->ncol);
    mpt pitch = grid_pitch(d->model, &d->model->cell_styles.items[cell->style]), pad = d->model->cell_pad_x;
    *list_push(d->arena, &d->page->frames) =
        (struct frame){.kind = FRAME_BLANK,
                       .x = d->x[c] + pad,
                       .y = y + (pitch - text->size) / 2 + layout_ascent(text->size),
                       .w = d->x[end] - d->x[c] - 2 * pad,
                       .size = text->size,
                       .text = "",
                       .fact = cell->fact,
                       .cell = cell};
}

static void draw_text(struct drawing *d, size_t index, int first, int last, int c)
{
    const struct lines *lines = &d->size->cells[index];
    const struct cell *cell = &d->size->grid->cells[index];
    const struct cell_style *style = &d->model->cell_styles.items[cell->style];
    mpt pitch = grid_pitch(d->model, style), height = d->y[last] - d->y[first];
    if (cell->fact && cell->text && !*cell->text)
        add_blank(d, cell, &style->text, c, d->y[first] + (height - pitch) / 2);
    if (!lines->count)
        return;
    size_t from, to;
    choose_lines(d, index, height, shown_before(d, index, first), &from, &to);
    mpt y = d->y[first] + (height - (mpt)(to - from) * pitch) / 2;
    mpt size = lines->items[0].pieces.count ? lines->items[0].pieces.items[0].size : style->text.size;
    mpt baseline = (pitch - size) / 2 + layout_ascent(size);
    for (size_t k = from; k < to; k++)
        layout_line_frames(d->arena, &lines->items[k], d->x[c] + d->model->cell_pad_x,
                           y + (mpt)(k - from) * pitch + baseline, NULL, cell, d->page);
}

/* Every cell once, where its seen part begins. */
static void draw_texts(struct drawing *d)
{
    int ncol = d->size->grid->ncol;
    for (int i = 0; i < d->nrow; i++)
        for (int c = 0; c < ncol; c++) {
            size_t cell = cell_at(d, i, c);
            if ((i && cell_at(d, i - 1, c) == cell) || (c && cell_at(d, i, c - 1) == cell))
                continue;
            int last = i + 1;
            while (last < d->nrow && cell_at(d, last, c) == cell)
                last++;
            draw_text(d, cell, i, last, c);
        }
}

static mpt border_of(const struct drawing *d, int i, int c, bool outer)
{
    const struct cell *cell = &d->size->grid->cells[cell_at(d, i, c)];
    const struct cell_style *style = &d->model->cell_styles.items[cell->style];
    return outer ? style->border_outer : style->border_inner;
}

/* Weight of the rule between two places; the second or the first is outside when outer. No rule through a join. */
static mpt weight_between(const struct drawing *d, int i, int c, int i2, int c2)
{
    bool outer = i < 0 || c < 0 || i2 >= d->nrow || c2 >= d->size->grid->ncol;
    if (i < 0 || c < 0)
        return border_of(d, i2, c2, outer);
    if (outer)
        return border_of(d, i, c, outer);
    if (cell_at(d, i, c) == cell_at(d, i2, c2))
        return 0;
    mpt a = border_of(d, i, c, false), b = border_of(d, i2, c2, false);
    return a > b ? a : b;
}

static void add_rule(struct drawing *d, mpt x, mpt y, mpt w, mpt h, mpt weight)
{
    if (weight > 0)
        *list_push(d->arena, &d->page->frames) =
            (struct frame){.kind = FRAME_LINE, .x = x, .y = y, .w = w, .h = h, .weight = weight};
}

/* Collinear rules of one weight are one frame. Those at the table's top and bottom reach round the corners. */
static void draw_across(struct drawing *d, int edge)
{
    int ncol = d->size->grid->ncol, start = 0;
    mpt weight = 0;
    for (int c = 0; c <= ncol; c++) {
        mpt here = c < ncol ? weight_between(d, edge - 1, c, edge, c) : 0;
        if (here == weight)
            continue;
        bool end = edge == 0 || edge == d->nrow;
        mpt left = end && start == 0 ? weight / 2 : 0, right = end && c == ncol ? weight / 2 : 0;
        add_rule(d, d->x[start] - left, d->y[edge], d->x[c] - d->x[start] + left + right, 0, weight);
        weight = here;
        start = c;
    }
}

static void draw_down(struct drawing *d, int edge)
{
    int start = 0;
    mpt weight = 0;
    for (int i = 0; i <= d->nrow; i++) {
        mpt here = i < d->nrow ? weight_between(d, i, edge - 1, i, edge) : 0;
        if (here == weight)
            continue;
        add_rule(d, d->x[edge], d->y[start], 0, d->y[i] - d->y[start], weight);
        weight = here;
        start = i;
    }
}

void grid_slice_frames(struct arena *arena, const struct page_model *model, const struct grid_size *size,
                       const struct grid_slice *slice, mpt x, mpt y, struct page *page)
{
    struct drawing d = {.arena = arena, .model = table_model(model, size->grid), .size = size, .page = page};
    if (slice->last <= slice->first || size->grid->ncol < 1)
        return;
    show_rows(&d, slice, x, y);
    draw_texts(&d);
    for (int edge = 0; edge <= d.nrow; edge++)
        draw_across(&d, edge);
    for (int edge = 0; edge <= size->grid->ncol; edge++)
        draw_down(&d, edge);
}
