/* Annexes: each on pages of its own; label on line 1, title centred on line 3, then the table (7.3.7), its notes
 * below it; wide tables on pages turned 90° counter-clockwise (clause 8). In: measured grids. Out: pages. */
#include "layout/grid_private.h"
#include "layout/page_private.h"

static int64_t height_of(const struct grid_size *size, struct grid_slice slice, int last, mpt upto)
{
    slice.last = last;
    slice.upto = upto;
    return grid_slice_height(size, &slice);
}

/* A row that no page could hold is cut at the end of this one. */
static void cut_row(const struct grid_size *size, struct grid_cursor *cursor, int row, mpt room,
                    struct grid_slice *slice)
{
    mpt from = row == cursor->row ? cursor->from : 0, rest = size->row[row] - from;
    int64_t above = height_of(size, *slice, row + 1, 0) - rest; /* the head, and rows before it */
    if (above > room / 2 && row == cursor->row) {
        slice->head = false;
        above = 0;
    }
    mpt take = room - (mpt)above;
    take = take < 1000 ? 1000 : take; /* always some progress */
    slice->last = row + 1;
    if (take >= rest) {
        *cursor = (struct grid_cursor){row + 1, 0};
        return;
    }
    slice->upto = from + take;
    *cursor = (struct grid_cursor){row, slice->upto};
}

/* Does a page's end before row `last` cut a joined cell so that its label has no room in one of the parts? */
static bool cuts_label(const struct page_model *model, const struct grid_size *size, int first, int last)
{
    const struct grid *grid = size->grid;
    size_t ncol = (size_t)grid->ncol;
    for (size_t c = 0; c < ncol; c++) {
        size_t cell = size->anchor[(size_t)last * ncol + c];
        if (size->anchor[(size_t)(last - 1) * ncol + c] != cell)
            continue;
        int row = (int)(cell / ncol), end = row + grid_span(grid->cells[cell].rowspan, row, grid->nrow);
        row = row > first ? row : first;
        if (grid_part_is_blank(model, size, cell, size->top[last] - size->top[row]) ||
            grid_part_is_blank(model, size, cell, size->top[end] - size->top[last]))
            return true;
    }
    return false;
}

/* The best end of a page that could hold rows up to `last`: a quarter of it may stay blank for the labels' sake. */
static int end_between_labels(const struct page_model *model, const struct grid_size *size,
                              const struct grid_cursor *cursor, int last, mpt full)
{
    const struct grid *grid = size->grid;
    int least = grid->head_first >= cursor->row ? grid->head_last + 1 : cursor->row;
    for (int end = last; end > least && size->top[last] - size->top[end] <= full / 4; end--)
        if (end == grid->nrow || !cuts_label(model, size, cursor->row, end))
            return end;
    return last;
}

bool page_take_slice(const struct page_model *model, const struct grid_size *size, struct grid_cursor *cursor, mpt room,
                     mpt full, mpt tail, struct grid_slice *slice)
{
    const struct grid *grid = size->grid;
    bool head = grid->head_first >= 0 && cursor->row > grid->head_last;
    *slice = (struct grid_slice){.head = head, .first = cursor->row, .from = cursor->from};
    int last = cursor->row;
    while (last < grid->nrow && height_of(size, *slice, last + 1, 0) <= room)
        last++;
    bool only_head = grid->head_first >= cursor->row && last == grid->head_last + 1 && last < grid->nrow;
    if (last == cursor->row || only_head) {
        if (room < full && (height_of(size, *slice, last + 1, 0) <= full || room < full / 4))
            return false;
        cut_row(size, cursor, last, room, slice);
        return true;
    }
    bool rows_above = last - 1 > cursor->row && last - 1 > grid->head_last + 1;
    if (last == grid->nrow && rows_above && height_of(size, *slice, last, 0) + tail > room && tail < full / 2)
        last--; /* notes never stand alone on a page */
    last = end_between_labels(model, size, cursor, last, full);
    slice->last = last;
    *cursor = (struct grid_cursor){last, 0};
    return true;
}

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

/* The lines of a phrase, and its block. */
static const struct block *set_phrase(struct setter *s, const struct phrase *phrase, struct pos at,
                                      const struct style *style, const struct line_spec *spec, struct lines *lines)
{
    const struct block *block = page_phrase_block(s, BLOCK_NOTE, EL_NOTE, phrase, at);
    line_break(s->arena, s->metrics, page_runs(s, &block->runs, style), block->runs.count, spec, lines);
    return block;
}

static void place_lines(struct setter *s, const struct lines *lines, const struct area *area, mpt size,
                        const struct block *block)
{
    for (size_t i = 0; i < lines->count; i++) {
        int height = page_height_of(s->model, size);
        if (s->line + height > area->lines && i)
            break; /* a title longer than a page */
        layout_line_frames(s->arena, &lines->items[i], area->x, page_baseline(s, area, s->line, height, size), block,
                           NULL, page_last(s));
        s->line += height;
    }
}

/* Label and title; s->line is behind them. */
static void place_heading(struct setter *s, const struct grid *grid, const struct area *area)
{
    const struct style *label = &s->model->styles[EL_ANNEX_LABEL], *title = &s->model->styles[EL_ANNEX_TITLE];
    struct line_run run = {grid->label, label->face, label->size, NULL};
    struct line_spec spec = {.measure = area->w, .cell = s->model->cell};
    struct lines lines = {0};
    line_break(s->arena, s->metrics, &run, 1, &spec, &lines);
    s->line = 0;
    place_lines(s, &lines, area, label->size, page_own_block(s, BLOCK_HEADING, EL_ANNEX_LABEL, grid->label, grid->at));
    s->line = s->line < 2 ? 2 : s->line + 1; /* the title stands on line 3 */
    const struct block *block = page_phrase_block(s, BLOCK_TITLE, EL_ANNEX_TITLE, &grid->title, grid->at);
    lines = page_title_lines(s, page_runs(s, &block->runs, title), block->runs.count, area->w);
    place_lines(s, &lines, area, title->size, block);
}

/* A line round the table in its own small type, by the name of a table style; that of 正文 if there is none. */
static const struct cell_style *small_style(const struct setter *s, const char *name)
{
    int index = style_cell(s->model, name);
    return &s->model->cell_styles.items[index < 0 ? 0 : index];
}

/* 单位：万元 from y downward, at the right; returns the top of the table, right below it. */
static mpt place_unit(struct setter *s, const struct grid *grid, const struct area *area, mpt y)
{
    const struct cell_style *style = small_style(s, "单位行");
    struct line_spec spec = {.measure = area->w, .align = ALIGN_RIGHT};
    struct lines lines = {0};
    const struct block *block = set_phrase(s, &grid->unit_line, grid->at, &style->text, &spec, &lines);
    mpt pitch = grid_pitch(s->model, style), size = style->text.size;
    mpt ascent = (mpt)((int64_t)size * LAYOUT_ASCENT / 1000);
    for (size_t i = 0; i < lines.count; i++)
        layout_line_frames(s->arena, &lines.items[i], area->x, y + (mpt)i * pitch + ascent, block, NULL, page_last(s));
    return y + (mpt)(lines.count ? lines.count - 1 : 0) * pitch + size + s->model->cell_pad_y;
}

struct notes {
    struct lines lines;
    const struct block **blocks; /* one for each line */
    const struct cell_style *style;
    mpt height; /* with the gap under the table */
};

static struct notes set_notes(struct setter *s, const struct grid *grid, mpt measure)
{
    struct notes notes = {.style = small_style(s, "注")};
    LIST_OF(const struct block *) blocks = {0};
    for (size_t i = 0; i < grid->notes.count; i++) {
        struct line_spec spec = {.measure = measure, .align = notes.style->align, .justify = true};
        const struct block *block =
            set_phrase(s, &grid->notes.items[i], grid->at, &notes.style->text, &spec, &notes.lines);
        while (blocks.count < notes.lines.count)
            *list_push(s->arena, &blocks) = block;
    }
    notes.blocks = blocks.items;
    if (notes.lines.count)
        notes.height = (mpt)notes.lines.count * grid_pitch(s->model, notes.style) + 2 * s->model->cell_pad_y;
    return notes;
}

/* Below the table at y; what does not fit goes on on the next pages. Returns the bottom of the last one. */
static mpt place_notes(struct setter *s, const struct grid *grid, const struct notes *notes, struct area *area, mpt y)
{
    mpt pitch = grid_pitch(s->model, notes->style), size = notes->style->text.size;
    mpt ascent = (pitch - size) / 2 + (mpt)((int64_t)size * LAYOUT_ASCENT / 1000);
    y += notes->lines.count ? s->model->cell_pad_y : 0;
    for (size_t i = 0; i < notes->lines.count; i++) {
        if (y + pitch > area->y + area->h + pitch / 4) {
            *area = page_area(s, page_new(s, grid, grid->landscape));
            y = area->y;
        }
        layout_line_frames(s->arena, &notes->lines.items[i], area->x, y + ascent, notes->blocks[i], NULL, page_last(s));
        y += pitch;
    }
    return y;
}

/* The sign-off line: half a line above it and below, then the room for seals. */
struct closing {
    struct lines *lines; /* of each cell: equal shares of the width */
    const struct block **blocks;
    size_t count;
    mpt share;
    const struct cell_style *style;
    mpt height; /* all together */
    mpt line;   /* of the line alone */
};

static struct closing set_closing(struct setter *s, const struct grid *grid, mpt width)
{
    struct closing closing = {.style = small_style(s, "签字行")};
    if (!grid->signs.count)
        return (struct closing){.height = grid->seal_space};
    if (style_cell(s->model, "签字行") < 0)
        closing.style = small_style(s, "注");
    const struct style *text = &closing.style->text;
    size_t most = 1;
    closing.count = grid->signs.count;
    closing.share = width / (mpt)closing.count;
    closing.lines = arena_alloc(s->arena, closing.count * sizeof *closing.lines);
    closing.blocks = arena_alloc(s->arena, closing.count * sizeof *closing.blocks);
    for (size_t i = 0; i < closing.count; i++) {
        struct line_spec spec = {.measure = closing.share, .align = closing.style->align};
        closing.blocks[i] = set_phrase(s, &grid->signs.items[i], grid->at, text, &spec, &closing.lines[i]);
        most = closing.lines[i].count > most ? closing.lines[i].count : most;
    }
    closing.line = (mpt)(most + 1) * grid_pitch(s->model, closing.style);
    closing.height = closing.line + grid->seal_space;
    return closing;
}

static void place_closing(struct setter *s, const struct grid *grid, const struct closing *closing, struct area area,
                          mpt y)
{
    if (!closing->count)
        return;
    mpt pitch = grid_pitch(s->model, closing->style), size = closing->style->text.size;
    if (y + closing->height > area.y + area.h + pitch / 4 && y > area.y) {
        area = page_area(s, page_new(s, grid, grid->landscape));
        y = area.y;
    }
    y += pitch / 2 + (pitch - size) / 2 + (mpt)((int64_t)size * LAYOUT_ASCENT / 1000);
    for (size_t i = 0; i < closing->count; i++)
        for (size_t k = 0; k < closing->lines[i].count; k++)
            layout_line_frames(s->arena, &closing->lines[i].items[k], area.x + (mpt)i * closing->share,
                               y + (mpt)k * pitch, closing->blocks[i], NULL, page_last(s));
}

/* Rows from y downward, over as many pages as they need; returns the bottom of the last one. */
static mpt place_rows(struct setter *s, const struct grid_size *size, struct area *area, mpt y, mpt tail)
{
    struct grid_cursor cursor = {0};
    while (cursor.row < size->grid->nrow) {
        struct grid_slice slice;
        if (page_take_slice(s->model, size, &cursor, area->y + area->h - y, area->h, tail, &slice)) {
            grid_slice_frames(s->arena, s->model, size, &slice, area->x, y, page_last(s));
            y += (mpt)grid_slice_height(size, &slice);
        }
        if (cursor.row < size->grid->nrow) {
            *area = page_area(s, page_new(s, size->grid, size->grid->landscape));
            y = area->y;
        }
    }
    return y;
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
    place_heading(s, grid, &area);
    /* nearly half a line of air between the title's characters and what stands below */
    mpt y = area.y + (mpt)s->line * s->model->pitch + s->model->styles[EL_BODY].size / 4;
    if (grid->unit_line.text && *grid->unit_line.text)
        y = place_unit(s, grid, &area, y);
    struct notes notes = set_notes(s, grid, area.w);
    struct closing closing = set_closing(s, grid, area.w);
    y = place_rows(s, size, &area, y, notes.height + closing.height);
    y = place_notes(s, grid, &notes, &area, y);
    place_closing(s, grid, &closing, area, y);
}
