/* Words that name an annex (附件2): in the text, and the items of 附件说明. In: blocks, the labels of the annexes, the
 * template's pattern for them. Out: which parts of a frame lead where. Knows no format. */
#include "layout/link.h"

#include "base/map.h"
#include "layout/mark.h"

#include <string.h>

struct target {
    const struct grid *grid;
    size_t page;
};

struct links {
    struct arena *arena;
    const char *pattern; /* 附件{n} */
    struct map *labels;  /* → struct target */
    LIST_OF(struct target) targets;
    const struct block *block; /* the one at hand, and its mentions */
    LIST_OF(struct mention) mentions;
    size_t count;   /* of all that were found */
    size_t *starts; /* of its runs */
};

struct links *links_open(struct arena *arena, const struct doc *doc, const struct layout *layout)
{
    struct links *l = arena_alloc(arena, sizeof *l);
    l->arena = arena;
    l->pattern = layout->model->annex_label;
    l->labels = map_new(arena);
    for (size_t i = 0, page = 0; i < doc->annexes.count; i++) {
        const struct grid *grid = doc->annexes.items[i];
        while (page < layout->pages.count && layout->pages.items[page].grid != grid)
            page++;
        if (page < layout->pages.count)
            *list_push(arena, &l->targets) = (struct target){grid, page};
    }
    for (size_t i = 0; i < l->targets.count; i++)
        if (l->targets.items[i].grid->label && *l->targets.items[i].grid->label)
            map_put(l->labels, l->targets.items[i].grid->label, &l->targets.items[i]);
    return l;
}

/* The label that begins at s, by the pattern 附件{n}: *bytes its length. */
static const struct target *label_at(const struct links *l, const char *s, size_t prefix, const char *suffix,
                                     size_t *bytes)
{
    size_t n = prefix + strspn(s + prefix, "0123456789-");
    while (n > prefix && s[n - 1] == '-')
        n--;
    if (!text_starts(s + n, suffix))
        return NULL;
    *bytes = n + strlen(suffix);
    return map_getn(l->labels, s, *bytes);
}

static void add_mention(struct links *l, size_t from, size_t to, const struct target *target)
{
    *list_push(l->arena, &l->mentions) = (struct mention){from, to, target->page, ++l->count};
}

static void find_mentions(struct links *l, const char *text)
{
    const char *mark = l->pattern ? strstr(l->pattern, "{n}") : NULL;
    if (!mark || mark == l->pattern)
        return;
    const char *prefix = arena_strndup(l->arena, l->pattern, (size_t)(mark - l->pattern));
    for (const char *s = text; (s = strstr(s, prefix));) {
        size_t n = strlen(prefix);
        const struct target *target = label_at(l, s, n, mark + strlen("{n}"), &n);
        if (target)
            add_mention(l, (size_t)(s - text), (size_t)(s - text) + n, target);
        s += target ? n : strlen(prefix);
    }
}

static void open_block(struct links *l, const struct block *block)
{
    size_t total = 0;
    l->block = block;
    l->mentions.count = 0;
    l->starts = arena_alloc(l->arena, (block->runs.count + 1) * sizeof *l->starts);
    for (size_t i = 0; i < block->runs.count; i++) {
        l->starts[i] = total;
        total += strlen(block->runs.items[i].text);
    }
    enum element element = block->runs.count ? block->runs.items[0].element : EL_BODY;
    if (block->kind != BLOCK_ATTACHMENTS) {
        if (element != EL_ANNEX_LABEL && element != EL_ANNEX_TITLE)
            find_mentions(l, block_text(l->arena, block));
        return;
    }
    for (size_t i = 0; i < l->targets.count && block->runs.count > 1; i++)
        if (l->targets.items[i].grid == block->grid)
            add_mention(l, l->starts[1], total, &l->targets.items[i]);
}

bool links_part(struct links *l, const struct frame *frame, size_t *at, struct frame *part, const struct mention **link)
{
    size_t n = strlen(frame->text);
    *link = NULL;
    if (*at >= n)
        return false;
    *part = *frame;
    if (frame->block && !frame->cell && frame->block != l->block)
        open_block(l, frame->block);
    if (!frame->block || frame->cell || !l->mentions.count || frame->run >= frame->block->runs.count) {
        *at = n;
        return true;
    }
    size_t start = l->starts[frame->run] + frame->at, here = start + *at, end = start + n;
    for (size_t i = 0; i < l->mentions.count; i++) {
        const struct mention *m = &l->mentions.items[i];
        if (m->to <= here || m->from >= end)
            continue;
        if (m->from <= here) {
            *link = m;
            end = m->to < end ? m->to : end;
        } else {
            end = m->from;
        }
        break;
    }
    if (*at || end < start + n)
        *part = mark_part(l->arena, frame, *at, end - start);
    *at = end - start;
    return true;
}
