/* Words that name an annex (附件2) as links to it: in the text, and the items of 附件说明. In: blocks, the labels of
 * the annexes, the template's pattern for them. Out: link annotations (PDF 1.4, 8.4.5). */
#include "output/pdf_links.h"

#include "base/map.h"
#include "layout/mark.h"

#include <string.h>

struct target {
    const struct grid *grid;
    size_t page;
};

/* Bytes [from, to) of a block's text. */
struct mention {
    size_t from, to;
    const struct target *target;
    struct tag *tag;
};

struct links {
    struct pdf *pdf;
    const struct page_model *model;
    struct map *labels; /* → struct target */
    LIST_OF(struct target) targets;
    const struct block *block; /* the one at hand, and its mentions */
    LIST_OF(struct mention) mentions;
    size_t *starts; /* of its runs */
};

struct links *pdf_links_open(struct pdf *pdf, const struct doc *doc, const struct layout *layout)
{
    struct links *l = arena_alloc(pdf->arena, sizeof *l);
    l->pdf = pdf;
    l->model = layout->model;
    l->labels = map_new(pdf->arena);
    for (size_t i = 0, page = 0; i < doc->annexes.count; i++) {
        const struct grid *grid = doc->annexes.items[i];
        while (page < layout->pages.count && layout->pages.items[page].grid != grid)
            page++;
        if (page < layout->pages.count)
            *list_push(pdf->arena, &l->targets) = (struct target){grid, page};
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

static void find_mentions(struct links *l, const char *text)
{
    const char *pattern = l->model->annex_label, *mark = pattern ? strstr(pattern, "{n}") : NULL;
    if (!mark || mark == pattern)
        return;
    const char *prefix = arena_strndup(l->pdf->arena, pattern, (size_t)(mark - pattern));
    for (const char *s = text; (s = strstr(s, prefix));) {
        size_t n = strlen(prefix);
        const struct target *target = label_at(l, s, n, mark + strlen("{n}"), &n);
        if (target)
            *list_push(l->pdf->arena, &l->mentions) =
                (struct mention){(size_t)(s - text), (size_t)(s - text) + n, target, NULL};
        s += target ? n : strlen(prefix);
    }
}

static void open_block(struct links *l, const struct block *block)
{
    size_t total = 0;
    l->block = block;
    l->mentions.count = 0;
    l->starts = arena_alloc(l->pdf->arena, (block->runs.count + 1) * sizeof *l->starts);
    for (size_t i = 0; i < block->runs.count; i++) {
        l->starts[i] = total;
        total += strlen(block->runs.items[i].text);
    }
    enum element element = block->runs.count ? block->runs.items[0].element : EL_BODY;
    if (block->kind != BLOCK_ATTACHMENTS) {
        if (element != EL_ANNEX_LABEL && element != EL_ANNEX_TITLE)
            find_mentions(l, block_text(l->pdf->arena, block));
        return;
    }
    for (size_t i = 0; i < l->targets.count && block->runs.count > 1; i++)
        if (l->targets.items[i].grid == block->grid)
            *list_push(l->pdf->arena, &l->mentions) = (struct mention){l->starts[1], total, &l->targets.items[i], NULL};
}

bool pdf_links_part(struct links *l, const struct frame *frame, size_t *at, struct frame *part, struct mention **link)
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
        struct mention *m = &l->mentions.items[i];
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
        *part = mark_part(l->pdf->arena, frame, *at, end - start);
    *at = end - start;
    return true;
}

struct tag *pdf_links_tag(struct tags *tags, struct mention *link, struct tag *parent)
{
    if (!link->tag)
        link->tag = pdf_tags_link(tags, parent);
    return link->tag;
}

void pdf_links_add(struct links *l, struct tags *tags, struct mention *link, const struct page *page, size_t index,
                   const struct frame *frame)
{
    struct pdf *pdf = l->pdf;
    HPDF_Dict annotation = pdf_object(pdf, "");
    if (pdf->failed)
        return;
    mpt box[4];
    pdf_box(l->model, page, frame, box);
    struct buf body = buf_in(pdf->arena);
    buf_add(&body, "/Type/Annot/Subtype/Link/Border[0 0 0]/F 4/Rect[");
    for (int i = 0; i < 4; i++) {
        pdf_points(&body, box[i]);
        buf_add(&body, i < 3 ? " " : "");
    }
    buf_printf(&body, "]/Dest[%u 0 R/XYZ 0 ", pdf_ref(pdf, pdf->pages[link->target->page]));
    pdf_points(&body, l->model->height);
    buf_printf(&body, " 0]/StructParent %zu", pdf_tags_annotation(tags, link->tag, annotation));
    pdf_body(pdf, annotation, buf_text(&body));
    pdf_annotate(pdf, index, annotation);
}
