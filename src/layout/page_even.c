/* A page is never more than two lines short for its headings' sake (official-layout §6). Two headings and a paragraph
 * of two lines, kept together, can leave three lines blank: then a paragraph above them gives up a line, or takes one
 * more. In: items, the next one that is not placed. Out: the same with other lines. Must not know where lines stand. */
#include "layout/page_private.h"

#include <string.h>

enum {
    BLANK_MOST = 2,
    LINE_WORTH = 4000,  /* what a line more or less may cost: 1 em of stretch in 16 lines; no date is split for it */
    LINE_NEEDED = 20000 /* … if there is no other way */
};

static int used_lines(const struct setter *s, const struct items *items, size_t from, size_t to)
{
    int used = s->line;
    for (size_t i = from; i < to; i++)
        used += used == 0 && page_is_blank(&items->items[i]) ? 0 : items->items[i].height;
    return used;
}

/* Lines of the item at `to` and of all that is kept with it. */
static int kept_lines(const struct items *items, size_t to, int most)
{
    int kept = items->items[to].height;
    for (size_t i = to + 1; i < items->count && items->items[i].keep && kept <= most; i++)
        kept += items->items[i].height;
    return kept;
}

/* First item of the block of which `to` - 1 is the last. */
static size_t block_start(const struct items *items, size_t from, size_t to)
{
    size_t i = to - 1;
    while (i > from && items->items[i - 1].block == items->items[to - 1].block)
        i--;
    return i;
}

/* Sets the paragraph [a, b) with one line more or less, if that can be done without harm. What stands before it moves
 * into the place of an item that is on a page already; *from with it. */
static bool reset(struct setter *s, struct items *items, size_t *from, size_t a, size_t b, int more, int worth)
{
    struct item *item = &items->items[a];
    const struct block *block = item->block;
    if (!block || block->kind != BLOCK_PARAGRAPH || (more > 0 && *from == 0))
        return false;
    const struct piece *begin = item->line && item->line->pieces.count ? item->line->pieces.items : NULL;
    bool whole = a > *from || !begin || begin->x >= 2 * s->model->cell; /* else it begins on the page before */
    struct lines lines = page_text_lines(s, block, whole ? NULL : item->line, more > 0 ? -worth : worth);
    if ((int64_t)lines.count != (int64_t)(b - a) + more || lines.count < 2)
        return false;
    struct item first = *item;
    size_t start = more > 0 ? *from - 1 : *from + 1;
    memmove(&items->items[start], &items->items[*from], (a - *from) * sizeof *items->items);
    *from = start;
    for (size_t i = 0; i < lines.count; i++) {
        struct item *to = &items->items[b - lines.count + i];
        *to = first;
        to->line = &lines.items[i];
        to->keep = i ? i + 1 == lines.count : first.keep;
        to->bookmark = i == 0 && first.bookmark;
    }
    return true;
}

/* Tries the paragraphs of this page, the last first. */
static bool reset_one(struct setter *s, struct items *items, size_t *from, size_t to, int more, int worth)
{
    for (size_t b = to; b > *from;) {
        size_t a = block_start(items, *from, b);
        if (reset(s, items, from, a, b, more, worth))
            return true;
        b = a;
    }
    return false;
}

size_t page_even_out(struct setter *s, struct items *items, size_t *from, bool *full)
{
    size_t to = page_items_that_fit(s, items, *from, full);
    while (*full && to > *from && to < items->count) {
        const struct item *next = &items->items[to];
        int blank = s->model->lines - used_lines(s, items, *from, to);
        if (blank <= BLANK_MOST || !next->block || next->block->kind != BLOCK_HEADING)
            return to;
        bool one = kept_lines(items, to, blank + 1) == blank + 1, done = false;
        for (int worth = LINE_WORTH; worth <= LINE_NEEDED && !done; worth += LINE_NEEDED - LINE_WORTH)
            done = (one && reset_one(s, items, from, to, -1, worth)) || reset_one(s, items, from, to, 1, worth);
        if (!done)
            return to;
        to = page_items_that_fit(s, items, *from, full);
    }
    return to;
}
