/* The sign-off line below an annex's table: its cells spread over the sheet's columns. In: a measured grid. Out: which
 * columns each cell takes. Must not know what the cells say. */
#include "output/xlsx_private.h"

static mpt distance(mpt a, mpt b)
{
    return a > b ? a - b : b - a;
}

/* All cells in one, for a table of fewer columns than cells, or too narrow ones. */
static struct xlsx_sign all_in_one(struct arena *arena, const struct grid *grid)
{
    struct buf text = buf_in(arena);
    for (size_t i = 0; i < grid->signs.count; i++)
        buf_printf(&text, "%s%s", i > 0 ? "\u3000\u3000\u3000\u3000" : "", grid->signs.items[i].text);
    return (struct xlsx_sign){.text = buf_text(&text), .last = grid->ncol - 1};
}

/* What a text needs to stand on one line. */
static mpt need(const char *text, mpt type)
{
    int64_t width = XLSX_CELL_PADDING;
    for (uint32_t c; (c = utf8_next(&text)) != 0 && width < INT32_MAX / 2;)
        width += c < 0x2000 ? type / 2 : type;
    return (mpt)width;
}

/* The least distance, all together, of the signs' right edges from those on the page when sign k ends with column c. */
struct step {
    int64_t cost; /* -1: not all of them have room */
    int from;     /* first column of sign k */
};

static struct step best_step(const struct grid_size *size, const struct step *before, const mpt *edge, int k, int c)
{
    int n = (int)size->grid->signs.count;
    struct step best = {.cost = -1};
    mpt least = need(size->grid->signs.items[k].text, size->sign_type);
    mpt want = (mpt)((int64_t)edge[size->grid->ncol] * (k + 1) / n);
    for (int from = k; from <= c; from++) {
        int64_t cost = k == 0 ? (from == 0 ? 0 : -1) : before[from - 1].cost;
        if (cost < 0 || edge[c + 1] - edge[from] < least)
            continue;
        cost += distance(edge[c + 1], want);
        if (best.cost < 0 || cost < best.cost)
            best = (struct step){cost, from};
    }
    return best;
}

const struct xlsx_sign *xlsx_signs(struct arena *arena, const struct grid_size *size, size_t *count)
{
    const struct grid *grid = size->grid;
    int n = (int)grid->signs.count, ncol = grid->ncol;
    struct step *steps = arena_alloc(arena, (size_t)(n * ncol + 1) * sizeof *steps);
    struct xlsx_sign *signs = arena_alloc(arena, (size_t)(n + 1) * sizeof *signs);
    mpt *edge = arena_alloc(arena, (size_t)(ncol + 1) * sizeof *edge);
    for (int c = 0; c < ncol; c++)
        edge[c + 1] = edge[c] + size->col[c];
    for (int k = 0; k < n; k++)
        for (int c = 0; c < ncol; c++)
            steps[k * ncol + c] = best_step(size, steps + (k - (k > 0)) * ncol, edge, k, c);
    bool fit = n > 0 && steps[n * ncol - 1].cost >= 0;
    *count = fit ? (size_t)n : 1;
    if (!fit) {
        signs[0] = all_in_one(arena, grid);
        signs[0].width = edge[ncol];
    }
    for (int k = fit ? n - 1 : -1, last = ncol - 1; k >= 0; k--) {
        int first = steps[k * ncol + last].from;
        signs[k] = (struct xlsx_sign){grid->signs.items[k].text, first, last, edge[last + 1] - edge[first]};
        last = first - 1;
    }
    return signs;
}
