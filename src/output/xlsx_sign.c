/* The sign-off line below an annex's table: its cells spread over the sheet's columns. In: a measured grid. Out: which
 * columns each cell takes. Must not know what the cells say. */
#include "output/xlsx_private.h"

static mpt distance(mpt a, mpt b)
{
    return a > b ? a - b : b - a;
}

/* All cells in one, for a table of fewer columns than cells. */
static struct xlsx_sign all_in_one(struct arena *arena, const struct grid *grid)
{
    struct buf text = buf_in(arena);
    for (size_t i = 0; i < grid->signs.count; i++)
        buf_printf(&text, "%s%s", i > 0 ? "\u3000\u3000\u3000\u3000" : "", grid->signs.items[i].text);
    return (struct xlsx_sign){.text = buf_text(&text), .last = grid->ncol - 1};
}

const struct xlsx_sign *xlsx_signs(struct arena *arena, const struct grid_size *size, size_t *count)
{
    const struct grid *grid = size->grid;
    size_t n = grid->signs.count;
    bool fit = n <= (size_t)grid->ncol;
    *count = fit ? n : 1;
    struct xlsx_sign *signs = arena_alloc(arena, (*count + 1) * sizeof *signs);
    mpt width = 0, x = 0;
    for (int c = 0; c < grid->ncol; c++)
        width += size->col[c];
    if (!fit)
        signs[0] = all_in_one(arena, grid);
    for (size_t k = 0; k < *count; k++) {
        struct xlsx_sign *sign = &signs[k];
        if (fit)
            *sign = (struct xlsx_sign){grid->signs.items[k].text, k > 0 ? sign[-1].last + 1 : 0, 0, 0};
        mpt want = (mpt)((int64_t)width * (int64_t)(k + 1) / (int64_t)*count);
        int most = grid->ncol - (int)(*count - k); /* one column at least for each of the others */
        mpt left = x;
        x += size->col[sign->first];
        for (sign->last = sign->first; sign->last < most; x += size->col[++sign->last])
            if (k + 1 < *count && distance(x + size->col[sign->last + 1], want) >= distance(x, want))
                break;
        sign->width = x - left;
    }
    return signs;
}
