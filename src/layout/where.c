/* One walk over the pages and the annexes' grids. In: a laid out document. Out: for each fact, block and row its
 * places. Knows nothing of workbooks, fonts or of what a fact means. */
#include "layout/where.h"

#include "base/map.h"
#include "layout/grid.h"

/* What is known of an annex: on which page each cell's text begins. */
struct annex {
    const struct grid *grid;
    int *cell; /* nrow × ncol page numbers; 0 = no text */
    int *row;  /* nrow */
};

struct where {
    struct arena *arena;
    const struct doc *doc;
    const struct page_model *model;
    struct map *facts; /* name → struct places */
    struct place *blocks;
    const struct fact *date; /* of the 落款: layout gives its line a block of its own */
    LIST_OF(struct annex) annexes;
};

static bool same_place(const struct place *a, const struct place *b)
{
    return a->page == b->page && a->line == b->line && a->grid == b->grid && a->row == b->row && a->col == b->col;
}

static void add_place(struct where *where, const struct fact *fact, struct place place)
{
    struct places *places = map_get(where->facts, fact->name);
    if (!places) {
        places = arena_alloc(where->arena, sizeof *places);
        map_put(where->facts, fact->name, places);
    }
    if (places->count && same_place(&places->items[places->count - 1], &place))
        return; /* a figure drawn with two faces is two frames */
    *list_push(where->arena, places) = place;
}

/* The middle of the characters tells the line, as page.c puts it there. */
static int line_of(const struct page_model *model, const struct frame *frame)
{
    int64_t middle = frame->y - (int64_t)frame->size * LAYOUT_ASCENT / 1000 + frame->size / 2;
    int64_t line = (middle - model->top - model->styles[EL_BODY].size / 2 + model->pitch / 2) / model->pitch;
    return line < 0 ? 1 : line >= model->lines ? model->lines : (int)line + 1;
}

static void see_text(struct where *where, const struct page *page, const struct frame *frame)
{
    struct place place = {.page = page->number, .line = line_of(where->model, frame)};
    size_t count = where->doc->blocks.count;
    const struct block *blocks = where->doc->blocks.items;
    bool is_own = count && frame->block >= blocks && frame->block < blocks + count;
    if (is_own) {
        struct place *first = &where->blocks[frame->block - blocks];
        if (!first->page)
            *first = place;
    }
    if (frame->fact)
        add_place(where, frame->fact, place);
    else if (where->date && frame->block && frame->block->kind == BLOCK_SIGN && !is_own)
        add_place(where, where->date, place);
}

static struct annex *annex_of(struct where *where, const struct grid *grid)
{
    for (size_t i = where->annexes.count; i-- > 0;)
        if (where->annexes.items[i].grid == grid)
            return &where->annexes.items[i];
    struct annex *annex = list_push(where->arena, &where->annexes);
    annex->grid = grid;
    annex->cell = arena_alloc(where->arena, ((size_t)grid->nrow * (size_t)grid->ncol + 1) * sizeof *annex->cell);
    annex->row = arena_alloc(where->arena, ((size_t)grid->nrow + 1) * sizeof *annex->row);
    return annex;
}

static void see_cell(struct annex *annex, const struct page *page, const struct cell *cell)
{
    const struct grid *grid = annex->grid;
    size_t count = (size_t)grid->nrow * (size_t)grid->ncol;
    if (!count || cell < grid->cells || cell >= grid->cells + count)
        return;
    size_t index = (size_t)(cell - grid->cells);
    int *row = &annex->row[index / (size_t)grid->ncol];
    if (!annex->cell[index])
        annex->cell[index] = page->number;
    if (!*row)
        *row = page->number;
}

static void see_page(struct where *where, const struct page *page)
{
    struct annex *annex = page->grid ? annex_of(where, page->grid) : NULL;
    for (size_t i = 0; i < page->frames.count; i++) {
        const struct frame *frame = &page->frames.items[i];
        if (frame->kind != FRAME_TEXT)
            continue;
        if (annex && frame->cell)
            see_cell(annex, page, frame->cell);
        else if (!annex)
            see_text(where, page, frame);
    }
}

/* Cells without text stand on the page of their row, rows without text on that of the row above. */
static void see_annex(struct where *where, const struct annex *annex)
{
    const struct grid *grid = annex->grid;
    for (int r = 0; r < grid->nrow; r++) {
        if (!annex->row[r])
            annex->row[r] = r ? annex->row[r - 1] : 0;
        for (int c = 0; c < grid->ncol; c++) {
            const struct cell *cell = GRID_CELL(grid, r, c);
            int page = annex->cell[(size_t)r * (size_t)grid->ncol + (size_t)c];
            struct place place = {.page = page ? page : annex->row[r], .grid = grid, .row = r, .col = c};
            if (cell->fact)
                add_place(where, cell->fact, place);
            for (size_t i = 0; !cell->fact && i < cell->spans.count; i++)
                if (cell->spans.items[i].fact)
                    add_place(where, cell->spans.items[i].fact, place);
        }
    }
}

struct where *where_build(struct arena *arena, const struct doc *doc, const struct layout *layout)
{
    struct where *where = arena_alloc(arena, sizeof *where);
    where->arena = arena;
    where->doc = doc;
    where->model = layout->model;
    where->facts = map_new(arena);
    where->blocks = arena_alloc(arena, (doc->blocks.count + 1) * sizeof *where->blocks);
    for (size_t i = 0; i < doc->blocks.count && !where->date; i++)
        where->date = doc->blocks.items[i].sign_fact;
    for (size_t i = 0; i < layout->pages.count; i++)
        see_page(where, &layout->pages.items[i]);
    for (size_t i = 0; i < where->annexes.count; i++)
        see_annex(where, &where->annexes.items[i]);
    return where;
}

const struct places *where_fact(const struct where *where, const char *name)
{
    static const struct places none = {0};
    const struct places *places = map_get(where->facts, name);
    return places ? places : &none;
}

struct place where_block(const struct where *where, const struct block *block)
{
    size_t count = where->doc->blocks.count;
    const struct block *blocks = where->doc->blocks.items;
    bool known = count && block >= blocks && block < blocks + count;
    return known ? where->blocks[block - blocks] : (struct place){0};
}

struct place where_row(const struct where *where, const struct grid *grid, int row)
{
    for (size_t i = 0; i < where->annexes.count; i++)
        if (where->annexes.items[i].grid == grid && row >= 0 && row < grid->nrow)
            return (struct place){.page = where->annexes.items[i].row[row], .grid = grid, .row = row};
    return (struct place){0};
}
