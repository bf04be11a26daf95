/* One walk over the pages and the annexes' grids. In: a laid out document. Out: for each fact, block and row its
 * places. Knows nothing of workbooks, fonts or of what a fact means. */
#include "layout/where.h"

#include "base/map.h"
#include "layout/grid.h"

#include <stdlib.h>
#include <string.h>

/* A printed line: the middle of its highest characters, and their size. */
struct printed {
    mpt middle, size;
};

/* Where a block of the narrative stands. */
struct block_places {
    struct place first;
    struct text_lines lines;
    struct text_lines *cells; /* nrow × ncol of a table's */
};

/* What is known of an annex: on which page each cell's text begins. */
struct annex {
    const struct grid *grid;
    const struct grid_size *size;
    int *cell; /* nrow × ncol page numbers; 0 = no text */
    int *row;  /* nrow */
    int *part; /* title, unit line, 注, 签字行: see part_at */
};

struct seen_phrase {
    const struct phrase *phrase;
    struct place place;
};

struct where {
    struct arena *arena;
    const struct doc *doc;
    const struct layout *layout;
    struct map *facts; /* name → struct places */
    struct block_places *blocks;
    const struct page *page;             /* whose … */
    LIST_OF(struct printed) printed;     /* … lines these are, from the top */
    LIST_OF(struct seen_phrase) phrases; /* of 版头 and 版记 */
    LIST_OF(struct annex) annexes;
};

static bool same_place(const struct place *a, const struct place *b)
{
    return a->page == b->page && a->line == b->line && a->annex == b->annex && a->part == b->part && a->row == b->row &&
           a->col == b->col;
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
    list_push(where->arena, places);
    size_t i = places->count - 1;
    for (; i && places->items[i - 1].page > place.page; i--) /* 版记 comes behind the annexes, which are read last */
        places->items[i] = places->items[i - 1];
    places->items[i] = place;
}

static struct printed printed_of(const struct frame *frame)
{
    return (struct printed){frame->y - layout_ascent(frame->size) + frame->size / 2, frame->size};
}

static int by_middle(const void *a, const void *b)
{
    const struct printed *x = a, *y = b;
    return x->middle != y->middle ? x->middle < y->middle ? -1 : 1 : x->size < y->size ? -1 : x->size > y->size;
}

/* What overlaps by more than a quarter of its height stands on one line: cells of a row need not share a baseline. */
static void count_lines(struct where *where, const struct page *page)
{
    size_t count = 0;
    where->page = page;
    where->printed.count = 0;
    for (size_t i = 0; i < page->frames.count; i++) {
        const struct frame *frame = &page->frames.items[i];
        if (frame->kind == FRAME_TEXT && (frame->block || frame->cell)) /* the page number is no line */
            *list_push(where->arena, &where->printed) = printed_of(frame);
    }
    if (where->printed.count)
        qsort(where->printed.items, where->printed.count, sizeof *where->printed.items, by_middle);
    for (size_t i = 0; i < where->printed.count; i++) {
        struct printed line = where->printed.items[i];
        const struct printed *last = count ? &where->printed.items[count - 1] : NULL;
        if (!last || line.middle - last->middle > last->size / 4 * 3)
            where->printed.items[count++] = line;
    }
    where->printed.count = count;
}

/* Blank lines do not count: nobody who looks for line 8 counts them. */
static int line_of(struct where *where, const struct page *page, const struct frame *frame)
{
    mpt middle = printed_of(frame).middle;
    if (where->page != page)
        count_lines(where, page);
    size_t low = 0, high = where->printed.count;
    while (low < high) {
        size_t half = (low + high) / 2;
        if (where->printed.items[half].middle <= middle)
            low = half + 1;
        else
            high = half;
    }
    return (int)low;
}

/* Frames come in the order of the text, but those of a repeated head twice. */
static void see_line(struct arena *arena, struct text_lines *lines, const struct place *place, size_t at)
{
    const struct text_line *last = lines->count ? &lines->items[lines->count - 1] : NULL;
    if (!last || (at > last->at && (place->page != last->page || place->line != last->line)))
        *list_push(arena, lines) = (struct text_line){place->page, place->line, at};
}

static void see_block(struct where *where, const struct frame *frame, const struct place *place)
{
    const struct block *block = frame->block;
    const struct grid *grid = block->grid;
    struct block_places *seen = &where->blocks[block - where->doc->blocks.items];
    size_t at = frame->at;
    if (!seen->first.page)
        seen->first = *place;
    if (!frame->cell) {
        for (size_t i = 0; i < frame->run && i < block->runs.count; i++)
            at += strlen(block->runs.items[i].text);
        see_line(where->arena, &seen->lines, place, at);
        return;
    }
    size_t count = grid ? (size_t)grid->nrow * (size_t)grid->ncol : 0;
    if (!count || frame->cell < grid->cells || frame->cell >= grid->cells + count)
        return;
    if (!seen->cells)
        seen->cells = arena_alloc(where->arena, count * sizeof *seen->cells);
    for (size_t i = 0; i < frame->run && i < frame->cell->spans.count; i++)
        at += strlen(frame->cell->spans.items[i].text);
    see_line(where->arena, &seen->cells[frame->cell - grid->cells], place, at);
}

static void see_text(struct where *where, const struct page *page, const struct frame *frame)
{
    struct place place = {.page = page->number, .line = line_of(where, page, frame)};
    size_t count = where->doc->blocks.count;
    const struct block *blocks = where->doc->blocks.items;
    if (count && frame->block >= blocks && frame->block < blocks + count)
        see_block(where, frame, &place);
    const struct phrase *phrase = frame->block ? frame->block->phrase : NULL;
    if (phrase && !where_phrase(where, phrase).page)
        *list_push(where->arena, &where->phrases) = (struct seen_phrase){phrase, place};
    if (frame->fact)
        add_place(where, frame->fact, place);
}

/* Index of a part in annex.part. */
static size_t part_at(const struct grid *grid, enum place_part part, size_t row)
{
    return part == PLACE_TITLE ? 0 : part == PLACE_UNIT ? 1 : 2 + row + (part == PLACE_SIGN ? grid->notes.count : 0);
}

static const struct phrase *phrase_of(const struct grid *grid, enum place_part part, size_t row)
{
    return part == PLACE_TITLE  ? &grid->title
           : part == PLACE_UNIT ? &grid->unit_line
           : part == PLACE_NOTE ? &grid->notes.items[row]
                                : &grid->signs.items[row];
}

static size_t part_count(const struct grid *grid, enum place_part part)
{
    return part == PLACE_NOTE ? grid->notes.count : part == PLACE_SIGN ? grid->signs.count : 1;
}

/* False if the frame is none of the lines round the annex's table. */
static bool see_part(const struct annex *annex, const struct page *page, const struct frame *frame)
{
    const struct phrase *phrase = frame->block ? frame->block->phrase : NULL;
    for (enum place_part part = PLACE_TITLE; phrase && part <= PLACE_SIGN; part++)
        for (size_t i = 0; i < part_count(annex->grid, part); i++) {
            if (phrase_of(annex->grid, part, i) != phrase)
                continue;
            int *seen = &annex->part[part_at(annex->grid, part, i)];
            *seen = *seen ? *seen : page->number;
            return true;
        }
    return false;
}

static struct annex *annex_of(struct where *where, const struct grid *grid)
{
    for (size_t i = where->annexes.count; i-- > 0;)
        if (where->annexes.items[i].grid == grid)
            return &where->annexes.items[i];
    struct annex *annex = list_push(where->arena, &where->annexes);
    annex->grid = grid;
    annex->size = where->layout->grids.items[where->annexes.count - 1]; /* in the same order */
    annex->cell = arena_alloc(where->arena, ((size_t)grid->nrow * (size_t)grid->ncol + 1) * sizeof *annex->cell);
    annex->row = arena_alloc(where->arena, ((size_t)grid->nrow + 1) * sizeof *annex->row);
    annex->part = arena_alloc(where->arena, (2 + grid->notes.count + grid->signs.count) * sizeof *annex->part);
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
        else if (!annex || !see_part(annex, page, frame))
            see_text(where, page, frame);
    }
}

static void see_parts(struct where *where, const struct annex *annex, enum place_part first, enum place_part last)
{
    for (enum place_part part = first; part <= last; part++)
        for (size_t i = 0; i < part_count(annex->grid, part); i++) {
            struct place place = where_part(where, annex->grid, part, (int)i);
            const struct spans *spans = &phrase_of(annex->grid, part, i)->spans;
            for (size_t k = 0; place.page && k < spans->count; k++)
                if (spans->items[k].fact)
                    add_place(where, spans->items[k].fact, place);
        }
}

/* Cells without text stand on the page of their row, rows without text on that of the row above. */
static void see_annex(struct where *where, const struct annex *annex)
{
    const struct grid *grid = annex->grid;
    see_parts(where, annex, PLACE_TITLE, PLACE_UNIT);
    for (int r = 0; r < grid->nrow; r++) {
        if (!annex->row[r])
            annex->row[r] = r ? annex->row[r - 1] : 0;
        for (int c = 0; c < grid->ncol; c++) {
            const struct cell *cell = GRID_CELL(grid, r, c);
            int page = annex->cell[(size_t)r * (size_t)grid->ncol + (size_t)c];
            struct place place = {.page = page ? page : annex->row[r], .annex = annex->size, .row = r, .col = c};
            if (cell->fact)
                add_place(where, cell->fact, place);
            for (size_t i = 0; !cell->fact && i < cell->spans.count; i++)
                if (cell->spans.items[i].fact)
                    add_place(where, cell->spans.items[i].fact, place);
        }
    }
    see_parts(where, annex, PLACE_NOTE, PLACE_SIGN);
}

struct where *where_build(struct arena *arena, const struct doc *doc, const struct layout *layout)
{
    struct where *where = arena_alloc(arena, sizeof *where);
    where->arena = arena;
    where->doc = doc;
    where->layout = layout;
    where->facts = map_new(arena);
    where->blocks = arena_alloc(arena, (doc->blocks.count + 1) * sizeof *where->blocks);
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

static const struct block_places *block_places(const struct where *where, const struct block *block)
{
    static const struct block_places none = {0};
    size_t count = where->doc->blocks.count;
    const struct block *blocks = where->doc->blocks.items;
    bool known = count && block >= blocks && block < blocks + count;
    return known ? &where->blocks[block - blocks] : &none;
}

struct place where_block(const struct where *where, const struct block *block)
{
    return block_places(where, block)->first;
}

const struct text_lines *where_lines(const struct where *where, const struct block *block, const struct cell *cell)
{
    static const struct text_lines none = {0};
    const struct block_places *places = block_places(where, block);
    return !cell ? &places->lines : places->cells ? &places->cells[cell - block->grid->cells] : &none;
}

struct place where_row(const struct where *where, const struct grid *grid, int row)
{
    for (size_t i = 0; i < where->annexes.count; i++)
        if (where->annexes.items[i].grid == grid && row >= 0 && row < grid->nrow)
            return (struct place){
                .page = where->annexes.items[i].row[row], .annex = where->annexes.items[i].size, .row = row};
    return (struct place){0};
}

struct place where_part(const struct where *where, const struct grid *grid, enum place_part part, int row)
{
    for (size_t i = 0; i < where->annexes.count; i++)
        if (where->annexes.items[i].grid == grid)
            return (struct place){.page = where->annexes.items[i].part[part_at(grid, part, (size_t)row)],
                                  .annex = where->annexes.items[i].size,
                                  .part = part,
                                  .row = row};
    return (struct place){0};
}

struct place where_phrase(const struct where *where, const struct phrase *phrase)
{
    for (size_t i = 0; i < where->phrases.count; i++)
        if (where->phrases.items[i].phrase == phrase)
            return where->phrases.items[i].place;
    return (struct place){0};
}
