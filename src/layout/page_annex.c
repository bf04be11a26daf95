/* Annexes: each on pages of its own; label on line 1, title centred on line 3, then the table (7.3.7); wide tables on
 * pages turned 90° counter-clockwise (clause 8). In: measured grids. Out: pages. */
#include "layout/page_private.h"

struct block *page_own_block(struct setter *s, enum block_kind kind, enum element element, const char *text,
                             struct pos at)
{
    struct block *block = arena_alloc(s->arena, sizeof *block);
    block->kind = kind;
    block->at = at;
    *list_push(s->arena, &block->runs) = (struct run){.element = element, .text = text, .at = at};
    return block;
}

const struct block *page_phrase_block(struct setter *s, enum block_kind kind, enum element element,
                                      const struct phrase *phrase, struct pos at)
{
    struct block *block = page_own_block(s, kind, element, phrase->text, at);
    block->phrase = phrase;
    block->runs.count = phrase->spans.count ? 0 : 1;
    for (size_t i = 0; i < phrase->spans.count; i++) {
        const struct span *span = &phrase->spans.items[i];
        *list_push(s->arena, &block->runs) =
            (struct run){.element = element, .text = span->text, .at = span->at, .fact = span->fact};
    }
    return block;
}

/* Lines from s->line on; a title longer than a page goes on on the next one. */
static void place_lines(struct setter *s, const struct grid *grid, const struct lines *lines, mpt size,
                        const struct block *block)
{
    struct area area = page_area(s, page_last(s));
    int height = page_height_of(s->model, size);
    for (size_t i = 0; i < lines->count; i++) {
        if (s->line + height > area.lines && s->line > 0)
            area = page_area(s, page_new(s, grid, grid->landscape));
        mpt y = page_baseline(s, &area, s->line, height, size);
        layout_line_frames(s->arena, &lines->items[i], area.x, y, block, NULL, page_last(s));
        s->line += height;
    }
}

/* Label and title; s->line is behind them. */
static void place_heading(struct setter *s, const struct grid *grid)
{
    const struct style *label = &s->model->styles[EL_ANNEX_LABEL], *title = &s->model->styles[EL_ANNEX_TITLE];
    mpt width = page_area(s, page_last(s)).w;
    struct line_run run = {grid->label, label->face, label->size, NULL};
    struct line_spec spec = {.measure = width, .cell = s->model->cell};
    struct lines lines = {0};
    line_break(s->arena, s->metrics, &run, 1, &spec, &lines);
    s->line = 0;
    place_lines(s, grid, &lines, label->size, page_own_block(s, BLOCK_HEADING, EL_ANNEX_LABEL, grid->label, grid->at));
    s->line = s->line < 2 ? 2 : s->line + 1; /* the title stands on line 3 */
    const struct block *block = page_phrase_block(s, BLOCK_TITLE, EL_ANNEX_TITLE, &grid->title, grid->at);
    lines = page_title_lines(s, page_runs(s, &block->runs, title), block->runs.count, EL_ANNEX_TITLE, width);
    place_lines(s, grid, &lines, title->size, block);
}

void page_annex(struct setter *s, const struct grid *grid)
{
    struct area area = page_area(s, page_new(s, grid, grid->landscape));
    struct grid_size *size = grid_measure(s->arena, s->metrics, s->model, grid, area.w);
    size->page = page_last(s)->number;
    *list_push(s->arena, &s->layout->grids) = size;
    const char *title = page_flat_text(s, grid->title.text);
    page_bookmark(s, arena_printf(s->arena, "%s%s%s", grid->label, *grid->label && *title ? " " : "", title), 1,
                  area.y);
    place_heading(s, grid);
    /* nearly half a line of air between the title's characters and what stands below */
    mpt y = (mpt)s->line * s->model->pitch + s->model->styles[EL_BODY].size / 4;
    mpt end = page_table(s, size, NULL, y, 0);
    s->annex_end = area.y + end;
}
