/* 版头 on the first page and 版记 at the end of the last one (GB/T 9704-2012 7.2, 7.4): optional elements. In: their
 * words, the pages. Out: frames, red where the standard says so. */
#include "layout/page_private.h"

enum {
    RED = 0xFF0000,
    RULE_DROP = 11339,    /* 4 mm below 发文字号 (7.2.7) */
    RULE_RED = 1984,      /* 0.7 mm, as offices print it */
    RULE_THICK = 992,     /* 0.35 mm: the first and the last rule of 版记 (7.4.1) */
    RULE_THIN = 709,      /* 0.25 mm: those between */
    LEAST_MARK = 16000,   /* a long name of an office is set smaller, not on two lines */
    IMPRINT_PITCH = 1500, /* line pitch in 1/1000 of the size */
    BLANK_LINES = 2       /* below 发文机关标志 and below the rule (7.2.5, 7.3.1) */
};

static void add_rule(struct setter *s, struct page *page, mpt x, mpt y, mpt w, mpt weight, uint32_t color)
{
    *list_push(s->arena, &page->frames) =
        (struct frame){.kind = FRAME_LINE, .x = x, .y = y, .w = w, .weight = weight, .color = color};
}

static void draw(struct setter *s, struct page *page, const struct line *line, mpt x, mpt y, uint32_t color,
                 const char *text)
{
    size_t first = page->frames.count;
    const struct block *block = page_own_block(s, BLOCK_NOTE, EL_NOTE, text, (struct pos){.file = "layout.ini"});
    layout_line_frames(s->arena, line, x, y, block, NULL, page);
    for (size_t i = first; i < page->frames.count; i++)
        page->frames.items[i].color = color;
}

static mpt ascent_of(mpt size)
{
    return (mpt)((int64_t)size * LAYOUT_ASCENT / 1000);
}

/* The mark in the largest size up to its style's in which it is one line. */
static struct lines mark_lines(struct setter *s, const char *text, mpt room, mpt *size)
{
    const struct style *style = &s->model->banner;
    struct line_run run = {.text = text, .face = style->face, .size = style->size};
    mpt width = line_width(s->metrics, text, style->face, style->size, 0);
    if (width > room)
        run.size = (mpt)((int64_t)style->size * room / width);
    run.size = run.size < LEAST_MARK ? LEAST_MARK : run.size;
    struct line_spec spec = {.measure = room, .align = ALIGN_CENTER};
    struct lines lines = {0};
    line_break(s->arena, s->metrics, &run, 1, &spec, &lines);
    *size = run.size;
    return lines;
}

void page_banner(struct setter *s)
{
    const struct page_model *model = s->model;
    if (!s->doc->banner_mark)
        return;
    struct page *page = page_last(s);
    struct area area = page_area(s, page);
    mpt size, body = model->styles[EL_BODY].size;
    struct lines lines = mark_lines(s, s->doc->banner_mark, area.w, &size);
    mpt bottom = model->banner_drop;
    for (size_t i = 0; i < lines.count; i++) {
        draw(s, page, &lines.items[i], area.x, area.y + bottom + ascent_of(size), RED, s->doc->banner_mark);
        bottom += size;
    }
    if (s->doc->banner_number) { /* on the first line of the page that leaves two blank */
        s->line = (bottom + BLANK_LINES * model->pitch + model->pitch - 1) / model->pitch;
        struct line_run run = {.text = s->doc->banner_number, .face = model->styles[EL_BODY].face, .size = body};
        struct line_spec spec = {.measure = area.w, .cell = model->cell, .align = ALIGN_CENTER};
        lines = (struct lines){0};
        line_break(s->arena, s->metrics, &run, 1, &spec, &lines);
        for (size_t i = 0; i < lines.count; i++, s->line++)
            draw(s, page, &lines.items[i], area.x, page_baseline(s, &area, s->line, 1, body), 0, s->doc->banner_number);
        bottom = (s->line - 1) * model->pitch + body;
    }
    bottom += RULE_DROP;
    add_rule(s, page, area.x, area.y + bottom, area.w, RULE_RED, RED);
    int next = (bottom + BLANK_LINES * model->pitch + model->pitch - 1) / model->pitch;
    s->line = next < model->lines - 4 ? next : model->lines - 4; /* the first page shows body text */
}

struct imprint {
    struct lines copies, office, date;
    mpt pitch, height;
};

static struct lines imprint_lines(struct setter *s, const char *text, mpt measure, enum align align)
{
    const struct style *style = &s->model->imprint;
    struct lines lines = {0};
    if (!text)
        return lines;
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
    struct line_run run = {.text = text, .face = style->face, .size = style->size};
    struct line_spec spec = {.measure = measure, .rest = hang < measure / 2 ? hang : 0, .align = align};
    line_break(s->arena, s->metrics, &run, 1, &spec, &lines);
    return lines;
}

static mpt draw_imprint_line(struct setter *s, struct page *page, const struct lines *lines, const char *text, mpt x,
                             mpt y, mpt pitch)
{
    mpt size = s->model->imprint.size, inside = (pitch - size) / 2 + ascent_of(size);
    for (size_t i = 0; i < lines->count; i++, y += pitch)
        draw(s, page, &lines->items[i], x, y + inside, 0, text);
    return y;
}

/* The bottom of the last thing on a page that stands in portrait coordinates. */
static mpt lowest(const struct page *page, const struct area *area)
{
    mpt low = area->y;
    for (size_t i = 0; i < page->frames.count; i++) {
        const struct frame *f = &page->frames.items[i];
        mpt bottom = f->kind == FRAME_TEXT ? f->y + f->size / 5 : f->y + f->h;
        low = bottom > low ? bottom : low;
    }
    return low;
}

void page_imprint(struct setter *s)
{
    const struct doc *doc = s->doc;
    if (!doc->imprint_copies && !doc->imprint_office && !doc->imprint_date)
        return;
    mpt size = s->model->imprint.size, pitch = (mpt)((int64_t)size * IMPRINT_PITCH / 1000);
    struct area area = page_area(s, page_last(s));
    mpt width = s->model->text_width - 2 * size; /* 左右各空一字 */
    struct lines copies = imprint_lines(s, doc->imprint_copies, width, ALIGN_LEFT);
    struct lines office = imprint_lines(s, doc->imprint_office, width, ALIGN_LEFT);
    struct lines date = imprint_lines(s, doc->imprint_date, width, ALIGN_RIGHT);
    size_t last = office.count > date.count ? office.count : date.count;
    mpt height = (mpt)(copies.count + last) * pitch;
    if (page_last(s)->rotated ||
        lowest(page_last(s), &area) + pitch / 2 > s->model->top + s->model->text_height - height)
        page_new(s, NULL, false);
    struct page *page = page_last(s);
    area = page_area(s, page);
    mpt y = area.y + area.h - height;
    add_rule(s, page, area.x, y, area.w, RULE_THICK, 0);
    y = draw_imprint_line(s, page, &copies, doc->imprint_copies, area.x + size, y, pitch);
    if (copies.count && last)
        add_rule(s, page, area.x, y, area.w, RULE_THIN, 0);
    draw_imprint_line(s, page, &office, doc->imprint_office, area.x + size, y, pitch);
    draw_imprint_line(s, page, &date, doc->imprint_date, area.x + size, y, pitch);
    add_rule(s, page, area.x, area.y + area.h, area.w, RULE_THICK, 0); /* 与版心下边缘重合 */
}
