/* 版头 on the first page and 版记 at the end of the last one (GB/T 9704-2012 7.2, 7.4): optional elements. In: their
 * words, the pages. Out: frames, red where the standard says so. */
#include "layout/page_private.h"

enum {
    RED = 0xFF0000,
    LEAST_MARK = 16000,   /* a long name of an office is set smaller, not on two lines */
    IMPRINT_PITCH = 1500, /* line pitch in 1/1000 of the size */
    BLANK_LINES = 2       /* below 发文机关标志 and below the rule (7.2.5, 7.3.1) */
};

static void add_rule(struct setter *s, struct page *page, mpt x, mpt y, mpt w, mpt weight, uint32_t color)
{
    *list_push(s->arena, &page->frames) =
        (struct frame){.kind = FRAME_LINE, .x = x, .y = y, .w = w, .weight = weight, .color = color};
}

static const struct block *own_block(struct setter *s, const struct phrase *phrase)
{
    return page_phrase_block(s, BLOCK_NOTE, EL_NOTE, phrase, (struct pos){.file = "layout.ini"});
}

static void draw(struct setter *s, struct page *page, const struct line *line, mpt x, mpt y, uint32_t color,
                 const struct block *block)
{
    size_t first = page->frames.count;
    layout_line_frames(s->arena, line, x, y, block, NULL, page);
    for (size_t i = first; i < page->frames.count; i++)
        page->frames.items[i].color = color;
}

/* The mark in the largest size up to its style's in which it is one line. */
static struct lines mark_lines(struct setter *s, const struct block *block, mpt room, mpt *size)
{
    struct style style = s->model->banner;
    mpt width = line_width(s->metrics, block->phrase->text, style.face, style.size, 0);
    if (width > room)
        style.size = (mpt)((int64_t)style.size * room / width);
    style.size = style.size < LEAST_MARK ? LEAST_MARK : style.size;
    struct line_spec spec = {.measure = room, .align = ALIGN_CENTER};
    struct lines lines = {0};
    line_break(s->arena, s->metrics, page_runs(s, &block->runs, &style), block->runs.count, &spec, &lines);
    *size = style.size;
    return lines;
}

void page_banner(struct setter *s)
{
    const struct page_model *model = s->model;
    if (!s->doc->banner_mark.text)
        return;
    struct page *page = page_last(s);
    struct area area = page_area(s, page);
    mpt size, body = model->styles[EL_BODY].size;
    const struct block *block = own_block(s, &s->doc->banner_mark);
    struct lines lines = mark_lines(s, block, area.w, &size);
    mpt bottom = model->banner_drop;
    for (size_t i = 0; i < lines.count; i++) {
        draw(s, page, &lines.items[i], area.x, area.y + bottom + layout_ascent(size), RED, block);
        bottom += size;
    }
    if (s->doc->banner_number.text) { /* on the first line of the page that leaves two blank */
        s->line = (bottom + BLANK_LINES * model->pitch + model->pitch - 1) / model->pitch;
        block = own_block(s, &s->doc->banner_number);
        const struct line_run *runs = page_runs(s, &block->runs, &model->styles[EL_BODY]);
        struct line_spec spec = {.measure = area.w, .cell = model->cell, .align = ALIGN_CENTER};
        lines = (struct lines){0};
        line_break(s->arena, s->metrics, runs, block->runs.count, &spec, &lines);
        for (size_t i = 0; i < lines.count; i++, s->line++)
            draw(s, page, &lines.items[i], area.x, page_baseline(s, &area, s->line, 1, body), 0, block);
        bottom = (s->line - 1) * model->pitch + body;
    }
    bottom += model->banner_rule_drop;
    add_rule(s, page, area.x, area.y + bottom, area.w, model->banner_rule, RED);
    int next = (bottom + BLANK_LINES * model->pitch + model->pitch - 1) / model->pitch;
    s->line = next < model->lines - 4 ? next : model->lines - 4; /* the first page shows body text */
}

struct part {
    const struct block *block;
    struct lines lines;
};

static struct part imprint_part(struct setter *s, const struct phrase *phrase, mpt measure, enum align align)
{
    const struct style *style = &s->model->imprint;
    const char *text = phrase->text;
    struct part part = {0};
    if (!text)
        return part;
    /* 回行与冒号后的首字对齐: what stands before the first full-width colon */
    mpt hang = 0;
    for (const char *c = text; *c;) {
        const char *from = c;
        if (utf8_next(&c) != 0xFF1A)
            continue;
        hang =
            line_width(s->metrics, arena_strndup(s->arena, text, (size_t)(from - text)), style->face, style->size, 0) +
            style->size;
        break;
    }
    part.block = own_block(s, phrase);
    struct line_spec spec = {.measure = measure, .rest = hang < measure / 2 ? hang : 0, .align = align};
    const struct line_run *runs = page_runs(s, &part.block->runs, style);
    line_break(s->arena, s->metrics, runs, part.block->runs.count, &spec, &part.lines);
    return part;
}

static mpt draw_part(struct setter *s, struct page *page, const struct part *part, mpt x, mpt y, mpt pitch)
{
    mpt size = s->model->imprint.size, inside = (pitch - size) / 2 + layout_ascent(size);
    for (size_t i = 0; i < part->lines.count; i++, y += pitch)
        draw(s, page, &part->lines.items[i], x, y + inside, 0, part->block);
    return y;
}

/* The bottom of the last thing on a page that stands in portrait coordinates, and of room for seals. */
static mpt lowest(const struct setter *s, const struct page *page)
{
    mpt low = s->annex_end;
    for (size_t i = 0; i < page->frames.count; i++) {
        const struct frame *f = &page->frames.items[i];
        mpt bottom = f->kind == FRAME_TEXT ? f->y + f->size / 5 : f->y + f->h;
        low = bottom > low ? bottom : low;
    }
    return low;
}

/* 版记 stands on the last page; of a document printed on both sides that is a back. A blank page before it and its own
 * then have no number (7.5). room: there is enough on the page at hand. */
static void begin_last_page(struct setter *s, bool room)
{
    bool front = s->model->mirror && page_last(s)->number % 2;
    if (room && !front)
        return;
    bool blank = s->model->mirror && !front;
    page_new(s, NULL, false)->unnumbered = blank;
    if (blank)
        page_new(s, NULL, false)->unnumbered = true;
}

void page_imprint(struct setter *s)
{
    const struct doc *doc = s->doc;
    if (!doc->imprint_copies.text && !doc->imprint_office.text && !doc->imprint_date.text)
        return;
    mpt size = s->model->imprint.size, pitch = (mpt)((int64_t)size * IMPRINT_PITCH / 1000);
    struct area area = page_area(s, page_last(s));
    mpt width = s->model->text_width - 2 * size; /* 左右各空一字 */
    struct part copies = imprint_part(s, &doc->imprint_copies, width, ALIGN_LEFT);
    struct part office = imprint_part(s, &doc->imprint_office, width, ALIGN_LEFT);
    struct part date = imprint_part(s, &doc->imprint_date, width, ALIGN_RIGHT);
    bool beside = office.lines.count == 1 && date.lines.count == 1 &&
                  office.lines.items[0].width + size <= date.lines.items[0].pieces.items[0].x;
    size_t last = beside ? 1 : office.lines.count + date.lines.count;
    mpt height = (mpt)(copies.lines.count + last) * pitch;
    bool room =
        !page_last(s)->rotated && lowest(s, page_last(s)) + pitch / 2 <= s->model->top + s->model->text_height - height;
    begin_last_page(s, room);
    struct page *page = page_last(s);
    area = page_area(s, page);
    mpt y = area.y + area.h - height;
    add_rule(s, page, area.x, y, area.w, s->model->imprint_thick, 0);
    y = draw_part(s, page, &copies, area.x + size, y, pitch);
    if (copies.lines.count && last)
        add_rule(s, page, area.x, y, area.w, s->model->imprint_thin, 0);
    mpt below = draw_part(s, page, &office, area.x + size, y, pitch);
    y = beside ? y : below;
    draw_part(s, page, &date, area.x + size, y, pitch);
    add_rule(s, page, area.x, area.y + area.h, area.w, s->model->imprint_thick, 0); /* 与版心下边缘重合 */
}
