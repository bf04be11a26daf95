/* Lines and rows → pages. In: a document, font metrics. Out: pages of placed frames, bookmarks, measured grids.
 * Lines are placed by index, never by "does it still fit": so a page has 22 lines whatever rounding does
 * (official-layout §1). Must not know fonts or PDF. */
#include "layout/page_private.h"

#include <string.h>

struct page *page_last(struct setter *s)
{
    return &s->layout->pages.items[s->layout->pages.count - 1];
}

mpt page_left_edge(const struct page_model *model, int number)
{
    return model->mirror && number % 2 == 0 ? model->width - model->left - model->text_width : model->left;
}

struct area page_area(const struct setter *s, const struct page *page)
{
    const struct page_model *model = s->model;
    mpt left = page_left_edge(model, page->number);
    struct area area = {left, model->top, model->text_width, model->text_height, model->lines};
    if (page->rotated) { /* seen with the page's left side up */
        area = (struct area){.x = model->height - model->top - model->text_height,
                             .y = left,
                             .w = model->text_height,
                             .h = model->text_width};
        area.lines = 1 + (area.h - model->styles[EL_BODY].size) / model->pitch;
    }
    return area;
}

mpt page_baseline(const struct setter *s, const struct area *area, int line, int height, mpt size)
{
    mpt box = s->model->styles[EL_BODY].size;
    mpt middle = (mpt)line * s->model->pitch + ((mpt)(height - 1) * s->model->pitch + box) / 2;
    mpt top = middle - size / 2;
    if (top < 0) /* larger characters on a page's first line: their top is the text area's */
        top = 0;
    return area->y + top + layout_ascent(size);
}

void page_bookmark(struct setter *s, const char *text, int level, mpt y)
{
    *list_push(s->arena, &s->layout->bookmarks) =
        (struct bookmark){text, level < 1 ? 1 : level, s->layout->pages.count - 1, y};
}

/* — 1 — (7.5): on the outer side, one character in; the top of its dash number_drop below the text area. */
static void add_page_number(struct setter *s, struct page *page)
{
    enum { DASH_TOP = 380 }; /* the dash's height above the baseline in 1/1000 of the size, as CJK faces draw it */
    const struct page_model *model = s->model;
    const struct style *style = &model->styles[EL_PAGE_NUMBER];
    const char *mark = strstr(model->page_number, "{n}");
    if (!mark || page->unnumbered)
        return;
    const char *text = arena_printf(s->arena, "%.*s%d%s", (int)(mark - model->page_number), model->page_number,
                                    page->number, mark + 3);
    struct line_run run = {text, style->face, style->size, NULL};
    struct line_spec spec = {.measure = LAYOUT_ENDLESS};
    struct lines lines = {0};
    line_break(s->arena, s->metrics, &run, 1, &spec, &lines);
    if (!lines.count)
        return;
    mpt left = page_left_edge(model, page->number), x = left + model->cell;
    if (page->number % 2)
        x = left + model->text_width - model->cell - lines.items[0].width;
    mpt y = model->top + model->text_height + model->number_drop + (mpt)((int64_t)style->size * DASH_TOP / 1000);
    size_t first = page->frames.count;
    layout_line_frames(s->arena, &lines.items[0], x, y, NULL, NULL, page);
    for (size_t i = first; i < page->frames.count; i++)
        page->frames.items[i].upright = page->rotated;
}

struct page *page_new(struct setter *s, const struct grid *grid, bool rotated)
{
    struct page *page = list_push(s->arena, &s->layout->pages);
    page->number = (int)s->layout->pages.count;
    page->grid = grid;
    page->rotated = rotated;
    s->line = 0;
    return page;
}

bool page_is_blank(const struct item *item)
{
    return !item->line && !item->label && !item->grid && !item->page_break;
}

size_t page_items_that_fit(const struct setter *s, const struct items *items, size_t from, bool *full)
{
    size_t best = from;
    int used = s->line;
    *full = true;
    for (size_t i = from; i < items->count; i++) {
        const struct item *item = &items->items[i];
        if (i > from && !item->keep)
            best = i;
        int height = (used == 0 && page_is_blank(item)) || item->page_break ? 0 : item->height;
        if (used + height > s->model->lines) {
            if (best > from || s->line > 0)
                return best;
            return i > from ? i : i + 1; /* an empty page takes what it can, whatever holds it back */
        }
        if (item->page_break || item->grid) {
            *full = item->page_break && used > 0; /* no empty page */
            return i + 1;
        }
        used += height;
    }
    *full = false;
    return items->count;
}

/* A table in the text; behind it the next line of the page that is free. The `kept` lines behind it (a signature) stand
 * on a page with a row of it. */
static void place_table(struct setter *s, const struct item *item, int kept)
{
    mpt pitch = s->model->pitch, gap = s->model->styles[EL_BODY].size / 4;
    mpt tail = kept > 0 ? s->model->text_height - (mpt)(s->model->lines - kept) * pitch + gap : 0;
    mpt end = page_table(s, item->grid, item->block, (mpt)s->line * pitch, tail);
    s->line = (int)((end + gap + pitch - 1) / pitch);
}

static void place_item(struct setter *s, const struct items *items, size_t at)
{
    const struct item *item = &items->items[at];
    if (item->page_break)
        return;
    if (item->grid) {
        int kept = 0;
        for (size_t i = at + 1; i < items->count && items->items[i].keep; i++)
            kept += items->items[i].height;
        place_table(s, item, kept);
        return;
    }
    if (page_is_blank(item)) {
        s->line += s->line > 0; /* none on top of a page */
        return;
    }
    struct area area = page_area(s, page_last(s));
    mpt y = page_baseline(s, &area, s->line, item->height, item->size);
    mpt over = (item->size - s->model->styles[EL_BODY].size) / 2;
    if (s->line == 0) /* what moves the first line of a title down moves the others, too */
        s->title_shift = item->title && over > 0 ? over : 0;
    else if (item->title && over > 0)
        y += s->title_shift;
    if (item->bookmark)
        page_bookmark(s, item->block->bookmark, item->block->level, area.y + (mpt)s->line * s->model->pitch);
    if (item->label)
        layout_line_frames(s->arena, item->label, area.x, y, item->block, NULL, page_last(s));
    if (item->line)
        layout_line_frames(s->arena, item->line, area.x, y, item->block, NULL, page_last(s));
    s->line += item->height;
}

static void place_items(struct setter *s, struct items *items)
{
    for (size_t from = 0; from < items->count;) {
        bool full;
        size_t to = page_even_out(s, items, &from, &full);
        for (; from < to; from++)
            place_item(s, items, from);
        if (full && from < items->count)
            page_new(s, NULL, false);
    }
}

struct layout *page_layout(struct arena *arena, const struct metrics *metrics, const struct doc *doc)
{
    struct setter s = {.arena = arena, .metrics = metrics, .doc = doc, .model = doc->model};
    s.layout = arena_alloc(arena, sizeof *s.layout);
    s.layout->model = doc->model;
    struct items items = page_items(&s);
    if (items.count || !doc->annexes.count)
        page_new(&s, NULL, false);
    if (items.count)
        page_banner(&s);
    place_items(&s, &items);
    for (size_t i = 0; i < doc->annexes.count; i++)
        page_annex(&s, doc->annexes.items[i]);
    page_imprint(&s);
    for (size_t i = 0; i < s.layout->pages.count; i++)
        add_page_number(&s, &s.layout->pages.items[i]);
    return s.layout;
}

void page_append(struct arena *arena, const struct metrics *metrics, const struct doc *doc, struct layout *layout)
{
    struct setter s = {.arena = arena, .metrics = metrics, .doc = doc, .model = layout->model, .layout = layout};
    size_t first = layout->pages.count;
    struct items items = page_items(&s);
    page_new(&s, NULL, false);
    page_bookmark(&s, doc->title, 1, s.model->top);
    place_items(&s, &items);
    for (size_t i = first; i < layout->pages.count; i++)
        add_page_number(&s, &layout->pages.items[i]);
}
