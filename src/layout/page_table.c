/* A table with what stands round it: the unit line above, notes, the sign-off line and room for seals below; over as
 * many pages as it needs. In: measured grids. Out: frames on pages. The same for annexes and tables in the text. */
#include "layout/grid_private.h"
#include "layout/page_private.h"

/* The rows of a grid that earlier slices have not shown begin here. */
struct grid_cursor {
    int row;
    mpt from;
};

static int64_t height_of(const struct page_model *model, const struct grid_size *size, struct grid_slice slice,
                         int last)
{
    slice.last = last;
    slice.upto = 0;
    return grid_slice_height(model, size, &slice);
}

/* A row that no page could hold is cut at the end of this one. */
static void cut_row(const struct page_model *model, const struct grid_size *size, struct grid_cursor *cursor, int row,
                    mpt room, struct grid_slice *slice)
{
    mpt from = row == cursor->row ? cursor->from : 0, rest = size->row[row] - from;
    int64_t above = height_of(model, size, *slice, row + 1) - rest; /* the head, and rows before it */
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

/* The next slice, for a place `room` high on a page that has `full` when empty; moves the cursor. tail: what must stand
 * under the last row on the same page. A row or more are left to the next page rather than a joined cell be cut where
 * its label fits one of the parts only. False: begin a new page first (never when room is full). */
static bool take_slice(const struct page_model *model, const struct grid_size *size, struct grid_cursor *cursor,
                       mpt room, mpt full, mpt tail, struct grid_slice *slice)
{
    const struct grid *grid = size->grid;
    bool head = grid->head_first >= 0 && cursor->row > grid->head_last;
    *slice = (struct grid_slice){.head = head, .first = cursor->row, .from = cursor->from};
    int last = cursor->row;
    while (last < grid->nrow && height_of(model, size, *slice, last + 1) <= room)
        last++;
    bool only_head = grid->head_first >= cursor->row && last == grid->head_last + 1 && last < grid->nrow;
    if (last == cursor->row || only_head) {
        if (room < full && (height_of(model, size, *slice, last + 1) <= full || room < full / 4))
            return false;
        cut_row(model, size, cursor, last, room, slice);
        return true;
    }
    struct grid_slice alone = {.head = grid->head_first >= 0 && last > grid->head_last, .first = last};
    if (last < grid->nrow && height_of(model, size, alone, last + 1) > full &&
        room - height_of(model, size, *slice, last) >= full / 4) { /* no page holds it: it begins where there is room */
        cut_row(model, size, cursor, last, room, slice);
        return true;
    }
    bool rows_above = last - 1 > cursor->row && last - 1 > grid->head_last + 1;
    if (last == grid->nrow && rows_above && height_of(model, size, *slice, last) + tail > room && tail < full / 2)
        last--; /* notes never stand alone on a page */
    last = end_between_labels(model, size, cursor, last, full);
    slice->last = last;
    *cursor = (struct grid_cursor){last, 0};
    return true;
}

/* Lines of a phrase in one style, and the block that they belong to. */
struct set {
    const struct cell_style *style;
    const struct block *block;
    struct lines lines;
};

/* What is set round a table, measured before the table is placed. */
struct around {
    struct set unit;           /* 单位：万元 above it */
    struct set *notes, *signs; /* below it; signs: the cells of the sign-off line, in equal shares of the width */
    mpt unit_height;           /* to the table's top */
    mpt note_height;           /* with the gap under the table */
    mpt sign_height;           /* with half a line above and below; and the room for seals */
    mpt share;
};

static struct set set_phrase(struct setter *s, const struct grid *grid, const struct phrase *phrase, const char *style,
                             struct line_spec spec)
{
    struct set set = {.style = style_around(table_model(s->model, grid), style),
                      .block = page_phrase_block(s, BLOCK_NOTE, EL_NOTE, phrase, grid->at)};
    spec.align = set.style->align;
    line_break(s->arena, s->metrics, page_runs(s, &set.block->runs, &set.style->text), set.block->runs.count, &spec,
               &set.lines);
    return set;
}

static mpt pitch_of(const struct setter *s, const struct set *set)
{
    return grid_pitch(s->model, set->style);
}

static void set_unit(struct setter *s, const struct grid *grid, mpt width, struct around *around)
{
    if (!grid->unit_line.text || !*grid->unit_line.text)
        return;
    struct set *unit = &around->unit;
    *unit = set_phrase(s, grid, &grid->unit_line, "单位行", (struct line_spec){.measure = width});
    around->unit_height = (mpt)(unit->lines.count ? unit->lines.count - 1 : 0) * pitch_of(s, unit) +
                          unit->style->text.size + s->model->cell_pad_y;
}

static void set_notes(struct setter *s, const struct grid *grid, mpt width, struct around *around)
{
    around->notes = arena_alloc(s->arena, (grid->notes.count + 1) * sizeof *around->notes);
    for (size_t i = 0; i < grid->notes.count; i++) {
        struct set *note = &around->notes[i];
        *note = set_phrase(s, grid, &grid->notes.items[i], "注", (struct line_spec){.measure = width, .justify = true});
        around->note_height += (mpt)note->lines.count * pitch_of(s, note);
    }
    around->note_height += around->note_height ? 2 * s->model->cell_pad_y : 0;
}

static void set_signs(struct setter *s, const struct grid *grid, mpt width, struct around *around)
{
    size_t most = 1, n = grid->signs.count;
    around->sign_height = grid->seal_space;
    if (!n)
        return;
    around->share = width / (mpt)n;
    around->signs = arena_alloc(s->arena, n * sizeof *around->signs);
    for (size_t i = 0; i < n; i++) {
        around->signs[i] =
            set_phrase(s, grid, &grid->signs.items[i], "签字行", (struct line_spec){.measure = around->share});
        most = around->signs[i].lines.count > most ? around->signs[i].lines.count : most;
    }
    around->sign_height += (mpt)(most + 1) * pitch_of(s, &around->signs[0]);
}

/* Where the table is: y is the next free place on the last page. */
struct place_at {
    struct setter *s;
    const struct grid *grid;
    const struct block *block; /* of a table in the text; NULL: an annex */
    struct area area;
    mpt y;
};

static void next_page(struct place_at *at)
{
    struct page *page = at->block ? page_new(at->s, NULL, false) : page_new(at->s, at->grid, at->grid->landscape);
    at->area = page_area(at->s, page);
    at->y = at->area.y;
}

static bool fits(const struct place_at *at, int64_t height)
{
    return at->y + height <= at->area.y + at->area.h;
}

/* The page, on which something of the table is about to stand. */
static struct page *stand_on(const struct place_at *at)
{
    struct page *page = page_last(at->s);
    page->unnumbered = page->unnumbered || at->grid->unnumbered;
    return page;
}

/* One line of a phrase, its baseline `drop` below the next free place. */
static void place_line(const struct place_at *at, const struct set *set, size_t line, mpt x, mpt drop)
{
    mpt baseline = at->y + drop + layout_ascent(set->style->text.size);
    layout_line_frames(at->s->arena, &set->lines.items[line], at->area.x + x, baseline, set->block, NULL,
                       stand_on(at));
}

/* 单位：万元, the table right below it: on the page of its first rows. */
static void place_unit(struct place_at *at, const struct around *around, int64_t first_rows)
{
    if (!around->unit_height)
        return;
    if (!fits(at, around->unit_height + first_rows) && around->unit_height + first_rows <= at->area.h)
        next_page(at);
    for (size_t i = 0; i < around->unit.lines.count; i++)
        place_line(at, &around->unit, i, 0, (mpt)i * pitch_of(at->s, &around->unit));
    at->y += around->unit_height;
}

static void place_rows(struct place_at *at, const struct grid_size *size, mpt tail)
{
    const struct page_model *model = table_model(at->s->model, at->grid);
    struct grid_cursor cursor = {0};
    while (cursor.row < size->grid->nrow) {
        struct grid_slice slice;
        struct page *page = page_last(at->s);
        size_t first = page->frames.count;
        mpt room = at->area.y + at->area.h - at->y;
        if (take_slice(model, size, &cursor, room, at->area.h, tail, &slice)) {
            grid_slice_frames(at->s->arena, at->s->model, size, &slice, at->area.x, at->y, stand_on(at));
            at->y += (mpt)grid_slice_height(model, size, &slice);
        }
        for (size_t i = first; i < page->frames.count; i++)
            if (page->frames.items[i].kind == FRAME_TEXT)
                page->frames.items[i].block = at->block;
        if (cursor.row < size->grid->nrow)
            next_page(at);
    }
}

/* What does not fit goes on on the next pages. */
static void place_notes(struct place_at *at, const struct around *around)
{
    at->y += around->note_height ? at->s->model->cell_pad_y : 0;
    for (size_t i = 0; i < at->grid->notes.count; i++) {
        const struct set *note = &around->notes[i];
        mpt pitch = pitch_of(at->s, note);
        for (size_t k = 0; k < note->lines.count; k++) {
            if (!fits(at, pitch - pitch / 4))
                next_page(at);
            place_line(at, note, k, 0, (pitch - note->style->text.size) / 2);
            at->y += pitch;
        }
    }
}

static void place_signs(struct place_at *at, const struct around *around)
{
    for (size_t i = 0; around->signs && i < at->grid->signs.count; i++) {
        const struct set *sign = &around->signs[i];
        mpt pitch = pitch_of(at->s, sign);
        if (i == 0 && !fits(at, around->sign_height - pitch / 4) && at->y > at->area.y)
            next_page(at);
        for (size_t k = 0; k < sign->lines.count; k++)
            place_line(at, sign, k, (mpt)i * around->share,
                       pitch / 2 + (pitch - sign->style->text.size) / 2 + (mpt)k * pitch);
    }
    at->y += around->sign_height;
}

/* The rows that never stand without what follows them: the head with one row. */
static int64_t first_rows(const struct setter *s, const struct grid_size *size)
{
    const struct grid *grid = size->grid;
    struct grid_slice slice = {.last = grid->head_first == 0 ? grid->head_last + 2 : 1};
    slice.last = slice.last > grid->nrow ? grid->nrow : slice.last;
    return grid_slice_height(table_model(s->model, grid), size, &slice);
}

int64_t page_table_least(struct setter *s, const struct grid_size *size, mpt width)
{
    struct around around = {0};
    set_unit(s, size->grid, width, &around);
    return around.unit_height + first_rows(s, size);
}

mpt page_table(struct setter *s, const struct grid_size *size, const struct block *block, mpt y, mpt tail)
{
    struct place_at at = {.s = s, .grid = size->grid, .block = block, .area = page_area(s, page_last(s))};
    struct around around = {0};
    at.y = at.area.y + y;
    set_unit(s, size->grid, at.area.w, &around);
    set_notes(s, size->grid, at.area.w, &around);
    set_signs(s, size->grid, at.area.w, &around);
    place_unit(&at, &around, first_rows(s, size));
    place_rows(&at, size, around.note_height + around.sign_height + tail);
    place_notes(&at, &around);
    place_signs(&at, &around);
    return at.y - at.area.y;
}
