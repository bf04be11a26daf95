/* Column widths. In: a grid, the room for it; columns with a width of their own and automatic ones. Out: widths that
 * add up to the room exactly. An automatic column is as wide as its text wants, but never narrower than its widest word
 * or figure while there is room. Must not know where the table stands. */
#include "layout/grid_private.h"

enum {
    LEAST_CHARACTERS = 3, /* an automatic column is not narrower, if its text is not shorter */
    MILLIMETRE = 2835     /* mpt */
};

/* What the text of an automatic column asks for. */
struct wish {
    mpt least; /* no word or figure is broken */
    mpt most;  /* every cell in one line */
};

struct columns {
    const struct grid *grid;
    struct wish *wish;
    mpt *col;
    mpt room; /* for the automatic ones */
};

static bool is_automatic(const struct grid *grid, int c)
{
    return grid->col_share && grid->col_share[c] == 0;
}

static int count_automatic(const struct grid *grid)
{
    int n = 0;
    for (int c = 0; c < grid->ncol; c++)
        n += is_automatic(grid, c);
    return n;
}

/* Shares of the width; what rounding leaves goes to the last column, so that they add up exactly. */
static void share_width(const struct grid *grid, mpt width, mpt *col)
{
    int64_t total = 0;
    mpt left = width;
    for (int c = 0; c < grid->ncol; c++)
        total += grid->col_share ? grid->col_share[c] : 1;
    for (int c = 0; c + 1 < grid->ncol; c++) {
        int64_t share = grid->col_share ? grid->col_share[c] : 1;
        col[c] = (mpt)(total > 0 ? width * share / total : width / grid->ncol);
        left -= col[c];
    }
    if (grid->ncol > 0)
        col[grid->ncol - 1] = left;
}

static struct wish cell_wish(struct arena *arena, const struct metrics *metrics, const struct page_model *model,
                             const struct cell *cell)
{
    const struct cell_style *style = &model->cell_styles.items[cell->style];
    struct line_run few[GRID_FEW_RUNS], *runs = few;
    size_t n = grid_runs(arena, model, cell, 0, &runs);
    if (n == 0)
        return (struct wish){0};
    struct line_extent extent = line_extent(arena, metrics, runs, n, 0);
    mpt least = LEAST_CHARACTERS * style->text.size;
    least = extent.whole < least ? extent.whole : least;
    mpt pad = 2 * model->cell_pad_x + style->indent * style->text.size;
    return (struct wish){(extent.piece > least ? extent.piece : least) + pad, extent.whole + pad};
}

/* Cells of one column. */
static void single_wishes(struct arena *arena, const struct metrics *metrics, const struct page_model *model,
                          struct columns *columns)
{
    const struct grid *grid = columns->grid;
    for (int r = 0; r < grid->nrow; r++)
        for (int c = 0; c < grid->ncol; c++) {
            const struct cell *cell = GRID_CELL(grid, r, c);
            if (cell->covered || cell->colspan > 1 || !is_automatic(grid, c))
                continue;
            struct wish wish = cell_wish(arena, metrics, model, cell), *have = &columns->wish[c];
            have->least = wish.least > have->least ? wish.least : have->least;
            have->most = wish.most > have->most ? wish.most : have->most;
        }
}

/* What a joined cell asks for beyond its columns is spread over the automatic ones among them. */
static void joined_wish(struct columns *columns, int c, int span, struct wish wish)
{
    int free = 0;
    for (int k = c; k < c + span; k++) {
        free += is_automatic(columns->grid, k);
        wish.least -= is_automatic(columns->grid, k) ? columns->wish[k].least : columns->col[k];
        wish.most -= is_automatic(columns->grid, k) ? columns->wish[k].most : columns->col[k];
    }
    for (int k = c; k < c + span; k++) {
        if (!is_automatic(columns->grid, k))
            continue;
        columns->wish[k].least += wish.least > 0 ? wish.least / free : 0;
        columns->wish[k].most += wish.most > 0 ? wish.most / free : 0;
    }
}

static void joined_wishes(struct arena *arena, const struct metrics *metrics, const struct page_model *model,
                          struct columns *columns)
{
    const struct grid *grid = columns->grid;
    for (int r = 0; r < grid->nrow; r++)
        for (int c = 0; c < grid->ncol; c++) {
            const struct cell *cell = GRID_CELL(grid, r, c);
            if (!cell->covered && cell->colspan > 1)
                joined_wish(columns, c, grid_span(cell->colspan, c, grid->ncol),
                            cell_wish(arena, metrics, model, cell));
        }
}

/* Room for all wishes: the rest in proportion. Room for the least: the rest to those that want more. Else: shares of
 * what there is. */
static void grant(struct columns *columns)
{
    int64_t least = 0, most = 0, room = columns->room;
    int last = -1, n = columns->grid->ncol;
    for (int c = 0; c < n; c++) {
        struct wish *wish = &columns->wish[c];
        wish->least = wish->least < 1000 ? 1000 : wish->least;
        wish->most = wish->most < wish->least ? wish->least : wish->most > columns->room ? columns->room : wish->most;
        wish->most = wish->most < wish->least ? wish->least : wish->most;
        if (is_automatic(columns->grid, c)) {
            least += wish->least;
            most += wish->most;
        }
    }
    int64_t left = room;
    for (int c = 0; c < n; c++) {
        const struct wish *wish = &columns->wish[c];
        if (!is_automatic(columns->grid, c))
            continue;
        last = c;
        if (most <= room)
            columns->col[c] = (mpt)(wish->most * room / most);
        else if (least <= room)
            columns->col[c] = (mpt)(wish->least + (wish->most - wish->least) * (room - least) / (most - least));
        else
            columns->col[c] = (mpt)(wish->least * room / least);
        left -= columns->col[c];
    }
    if (last >= 0)
        columns->col[last] += (mpt)left;
}

/* Fixed columns beside automatic ones are in millimetres; together they leave room for three characters each. */
static void fix_columns(struct columns *columns, mpt width, mpt least)
{
    const struct grid *grid = columns->grid;
    int64_t fixed = 0, room = width - (int64_t)count_automatic(grid) * least;
    room = room < width / 2 ? width / 2 : room;
    for (int c = 0; c < grid->ncol; c++)
        fixed += (int64_t)grid->col_share[c] * MILLIMETRE;
    columns->room = width;
    for (int c = 0; c < grid->ncol; c++) {
        int64_t share = (int64_t)grid->col_share[c] * MILLIMETRE;
        columns->col[c] = (mpt)(fixed > room ? share * room / fixed : share);
        columns->room -= columns->col[c];
    }
}

mpt *grid_columns(struct arena *arena, const struct metrics *metrics, const struct page_model *model,
                  const struct grid *grid, mpt width)
{
    struct columns columns = {.grid = grid, .col = arena_alloc(arena, (size_t)grid->ncol * sizeof(mpt))};
    if (!count_automatic(grid)) {
        share_width(grid, width, columns.col);
        return columns.col;
    }
    columns.wish = arena_alloc(arena, (size_t)grid->ncol * sizeof *columns.wish);
    fix_columns(&columns, width, LEAST_CHARACTERS * model->cell_styles.items[0].text.size + 2 * model->cell_pad_x);
    single_wishes(arena, metrics, model, &columns);
    joined_wishes(arena, metrics, model, &columns);
    grant(&columns);
    return columns.col;
}
