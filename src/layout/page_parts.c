/* The document's blocks as lines with what they may not be parted from. In: blocks of runs. Out: items in order.
 * Knows the elements of GB/T 9704-2012 clause 7, not where pages end. */
#include "layout/page_private.h"

#include <string.h>

enum {
    CLOSING_LINES = 12 /* a longer 附件说明 may run over a page's end */
};

int page_height_of(const struct page_model *model, mpt size)
{
    return size <= model->pitch ? 1 : (int)((size + model->pitch - 1) / model->pitch);
}

static struct item *add_item(struct setter *s, struct items *items, const struct block *block, mpt size)
{
    struct item *item = list_push(s->arena, items);
    item->block = block;
    item->size = size;
    item->height = page_height_of(s->model, size);
    return item;
}

static void add_blank(struct setter *s, struct items *items, bool keep)
{
    add_item(s, items, NULL, s->model->styles[EL_BODY].size)->keep = keep;
}

struct line_run *page_runs(struct setter *s, const struct runs *runs, const struct style *style)
{
    struct line_run *out = arena_alloc(s->arena, (runs->count + 1) * sizeof *out);
    for (size_t i = 0; i < runs->count; i++) {
        const struct run *run = &runs->items[i];
        const struct style *own = style ? style : &s->model->styles[run->element];
        out[i] = (struct line_run){run->text, own->face, own->size, run->fact};
    }
    return out;
}

/* The largest size of a line's pieces. */
static mpt line_size(const struct line *line, mpt least)
{
    for (size_t i = 0; i < line->pieces.count; i++)
        if (line->pieces.items[i].size > least)
            least = line->pieces.items[i].size;
    return least;
}

/* A paragraph's lines. Its last line never stands alone on top of a page (孤行不成页). */
static void add_lines(struct setter *s, struct items *items, const struct block *block, const struct lines *lines)
{
    for (size_t i = 0; i < lines->count; i++) {
        struct item *item = add_item(s, items, block, line_size(&lines->items[i], 1000));
        item->line = &lines->items[i];
        item->keep = i && i + 1 == lines->count;
    }
}

static void add_title(struct setter *s, struct items *items, const struct block *block)
{
    size_t first = items->count;
    struct lines lines = {0};
    struct line_run *runs = page_runs(s, &block->runs, NULL);
    if (block->kind == BLOCK_TITLE) {
        lines = page_title_lines(s, runs, block->runs.count, EL_TITLE, s->model->text_width);
    } else {
        struct line_spec spec = {
            .measure = s->model->text_width, .cell = s->model->cell, .align = s->model->styles[EL_SUBTITLE].align};
        line_break(s->arena, s->metrics, runs, block->runs.count, &spec, &lines);
    }
    add_lines(s, items, block, &lines);
    for (size_t i = first; i < items->count; i++) {
        items->items[i].title = true;
        items->items[i].keep = i > first;
    }
}

struct lines page_text_lines(struct setter *s, const struct block *block, const struct line *rest, int each)
{
    const struct page_model *model = s->model;
    struct lines lines = {0};
    struct line_spec spec = {.measure = model->text_width, .cell = model->cell, .justify = true, .each = each};
    if (block->kind != BLOCK_SALUTATION) /* every paragraph 左空二字, 抬头 flush left (7.3.2, 7.3.3) */
        spec.first = 2 * model->cell;
    struct line_run *runs = page_runs(s, &block->runs, NULL);
    size_t run = 0, at = 0;
    if (rest && rest->pieces.count) {
        spec.first = 0;
        run = rest->pieces.items[0].run;
        at = rest->pieces.items[0].at;
        runs[run].text += at;
    }
    line_break(s->arena, s->metrics, runs + run, block->runs.count - run, &spec, &lines);
    for (size_t i = 0; i < lines.count && (run || at); i++) /* places count from the block's beginning */
        for (size_t k = 0; k < lines.items[i].pieces.count; k++) {
            struct piece *piece = &lines.items[i].pieces.items[k];
            piece->at += piece->run ? 0 : at;
            piece->run += run;
        }
    return lines;
}

/* Paragraphs, headings, salutation, notes: set on the grid to both edges. */
static void add_text(struct setter *s, struct items *items, const struct block *block)
{
    size_t first = items->count;
    struct lines lines = page_text_lines(s, block, NULL, 0);
    add_lines(s, items, block, &lines);
    if (first == items->count)
        return;
    items->items[first].bookmark = block->bookmark != NULL;
    if (block->kind == BLOCK_HEADING)
        for (size_t i = first + 1; i < items->count; i++)
            items->items[i].keep = true;
}

/* What stands for {n} of the pattern 附件{n} in a label: "1", "3-1", "" for a single annex. */
static const char *annex_number(struct setter *s, const char *label)
{
    const char *pattern = s->model->annex_label, *mark = strstr(pattern, "{n}");
    size_t before = mark ? (size_t)(mark - pattern) : 0, after = mark ? strlen(mark + 3) : 0, n = strlen(label);
    if (!mark || n < before + after || strncmp(label, pattern, before) != 0)
        return "";
    return arena_strndup(s->arena, label + before, n - before - after);
}

static const struct line *single_line(struct setter *s, const struct line_run *runs, size_t nrun, mpt indent)
{
    struct line_spec spec = {.measure = LAYOUT_ENDLESS, .first = indent, .rest = indent, .cell = s->model->cell};
    struct lines lines = {0};
    line_break(s->arena, s->metrics, runs, nrun, &spec, &lines);
    return lines.count ? &lines.items[0] : NULL;
}

const char *page_flat_text(struct setter *s, const char *text)
{
    struct buf flat = buf_in(s->arena);
    for (const char *end; (end = strchr(text, '\n')); text = end + 1)
        buf_addn(&flat, text, (size_t)(end - text));
    buf_add(&flat, text);
    return buf_text(&flat);
}

/* One item: its label is run 0, its title the others, its annex the grid. */
static const struct block *attachment_block(struct setter *s, const struct block *list, struct grid *grid,
                                            const char *label)
{
    struct block *block = page_own_block(s, BLOCK_ATTACHMENTS, EL_ATTACHMENTS, label, list->at);
    const struct runs *title = &page_phrase_block(s, BLOCK_ATTACHMENTS, EL_ATTACHMENTS, &grid->title, grid->at)->runs;
    block->grid = grid;
    for (size_t i = 0; i < title->count; i++) {
        struct run *run = list_push(s->arena, &block->runs);
        *run = title->items[i];
        run->text = page_flat_text(s, run->text);
    }
    return block;
}

/* 附件说明 (7.3.4): 附件：1.XXX; the numbers under each other, a wrapped name under its own first character. */
static void add_attachments(struct setter *s, struct items *items, const struct block *block)
{
    const struct page_model *model = s->model;
    const struct style *style = &model->styles[EL_ATTACHMENTS];
    mpt number_x =
        2 * model->cell + line_width(s->metrics, model->attachments_label, style->face, style->size, model->cell);
    mpt widest = 0;
    for (size_t i = 0; i < s->doc->annexes.count; i++) {
        const char *number = annex_number(s, s->doc->annexes.items[i]->label);
        mpt width = *number ? line_width(s->metrics, arena_printf(s->arena, "%s.", number), style->face, style->size,
                                         model->cell)
                            : 0;
        widest = width > widest ? width : widest;
    }
    size_t start = items->count;
    if (s->doc->annexes.count)
        add_blank(s, items, false);
    for (size_t i = 0; i < s->doc->annexes.count; i++) {
        struct grid *grid = s->doc->annexes.items[i];
        const char *number = annex_number(s, grid->label);
        const char *label =
            arena_printf(s->arena, "%s%s%s", i ? "" : model->attachments_label, number, *number ? "." : "");
        const struct block *own = attachment_block(s, block, grid, label);
        struct line_run *runs = page_runs(s, &own->runs, NULL), label_run = runs[0];
        runs[0].text = ""; /* the label stands before the title's first line */
        struct line_spec spec = {.measure = model->text_width,
                                 .first = number_x + widest,
                                 .rest = number_x + widest,
                                 .cell = model->cell,
                                 .justify = true};
        struct lines lines = {0};
        line_break(s->arena, s->metrics, runs, own->runs.count, &spec, &lines);
        size_t first = items->count;
        add_lines(s, items, own, &lines);
        if (items->count == first) /* an annex without a title */
            add_item(s, items, own, style->size);
        items->items[first].label = single_line(s, &label_run, 1, i ? number_x : 2 * model->cell);
    }
    /* with the text's last lines above them, and the signature below (add_sign): neither stands alone on a page */
    for (size_t i = start; i < items->count && items->count - start <= CLOSING_LINES; i++)
        items->items[i].keep = start > 0;
}

/* A line moved to the right as a whole. */
static const struct line *shifted(struct setter *s, const struct line *line, mpt by)
{
    struct line *copy = arena_alloc(s->arena, sizeof *copy);
    *copy = *line;
    copy->pieces.items = arena_alloc(s->arena, line->pieces.count * sizeof *copy->pieces.items);
    for (size_t i = 0; i < line->pieces.count; i++) {
        copy->pieces.items[i] = line->pieces.items[i];
        copy->pieces.items[i].x += by;
    }
    copy->width += by;
    return copy;
}

/* Left ends of name and date (7.3.5). Without a seal the name stands 右空二字 and the date begins two characters
 * right of it; a date longer than the name stands 右空二字 itself. With one the date stands 右空四字 and the name is
 * centred over it. Neither leaves the text area. */
static void sign_places(const struct page_model *model, mpt name_width, mpt date_width, mpt *name, mpt *date)
{
    mpt right = model->text_width, two = 2 * model->cell;
    if (model->seal) {
        *date = right - 2 * two - date_width;
        *name = *date + (date_width - name_width) / 2;
        if (*name + name_width > right)
            *name = right - name_width;
    } else if (date_width > name_width) {
        *date = right - two - date_width;
        *name = *date - two;
    } else {
        *name = right - two - name_width;
        *date = *name + two;
    }
    *name = *name > 0 ? *name : 0;
    *date = *date > 0 ? *date : 0;
}

/* The date's lines are a paragraph of their own. */
static const struct block *date_block(struct setter *s, const struct block *sign)
{
    struct block *block = page_own_block(s, BLOCK_SIGN, EL_SIGN, "", sign->at);
    block->runs = sign->sign_date;
    return block;
}

/* 落款: never on a page without a line of the text before it; no 此页无正文 (7.3.5.5). */
static void add_sign(struct setter *s, struct items *items, const struct block *block)
{
    const struct page_model *model = s->model;
    const struct style *style = &model->styles[EL_SIGN];
    struct lines lines = {0};
    struct line_spec spec = {.measure = model->text_width, .cell = model->cell};
    line_break(s->arena, s->metrics, page_runs(s, &block->runs, NULL), block->runs.count, &spec, &lines);
    const struct line *date = single_line(s, page_runs(s, &block->sign_date, NULL), block->sign_date.count, 0);
    mpt name_x = 0, date_x = 0, name_width = 0;
    for (size_t i = 0; i < lines.count; i++)
        name_width = lines.items[i].width > name_width ? lines.items[i].width : name_width;
    sign_places(model, name_width, date ? date->width : 0, &name_x, &date_x);
    bool top = items->count == 0;
    for (int i = 0; i < (model->seal ? 2 : 1) && !top; i++) /* with a seal: its top within a line of the text */
        add_blank(s, items, true);
    for (size_t i = 0; i < lines.count; i++) {
        struct item *item = add_item(s, items, block, line_size(&lines.items[i], 1000));
        item->line = shifted(s, &lines.items[i], name_x);
        item->keep = !top || i;
    }
    if (date) {
        struct item *item = add_item(s, items, date_block(s, block), style->size);
        item->line = shifted(s, date, date_x);
        item->keep = true;
    }
}

/* 落款 right below the title: name and date centred, part of the title block. */
static void add_sign_on_top(struct setter *s, struct items *items, const struct block *block)
{
    const struct page_model *model = s->model;
    const struct style *style = &model->styles[EL_SUBTITLE];
    struct line_spec spec = {.measure = model->text_width, .cell = model->cell, .align = style->align};
    size_t first = items->count;
    struct lines *lines = arena_alloc(s->arena, 2 * sizeof *lines);
    const struct runs *date = &block->sign_date;
    line_break(s->arena, s->metrics, page_runs(s, &block->runs, style), block->runs.count, &spec, &lines[0]);
    line_break(s->arena, s->metrics, page_runs(s, date, style), date->count, &spec, &lines[1]);
    add_lines(s, items, block, &lines[0]);
    add_lines(s, items, date_block(s, block), &lines[1]);
    for (size_t i = first; i < items->count; i++)
        items->items[i].keep = items->items[i].title = true;
}

static void add_table(struct setter *s, struct items *items, const struct block *block)
{
    if (!block->grid || block->grid->nrow < 1 || block->grid->ncol < 1)
        return;
    struct item *item = add_item(s, items, block, s->model->styles[EL_BODY].size);
    item->grid = grid_measure(s->arena, s->metrics, s->model, block->grid, s->model->text_width);
    int64_t least = (page_table_least(s, item->grid, s->model->text_width) + s->model->pitch - 1) / s->model->pitch;
    item->height = least < s->model->lines ? (int)least : s->model->lines;
    *list_push(s->arena, &s->layout->tables) = item->grid;
}

static void add_block(struct setter *s, struct items *items, const struct block *block)
{
    switch (block->kind) {
    case BLOCK_TITLE:
    case BLOCK_SUBTITLE:
        add_title(s, items, block);
        break;
    case BLOCK_ATTACHMENTS:
        add_attachments(s, items, block);
        break;
    case BLOCK_SIGN:
        add_sign(s, items, block);
        break;
    case BLOCK_TABLE:
        add_table(s, items, block);
        break;
    case BLOCK_PAGE_BREAK:
        add_item(s, items, block, 1000)->page_break = true;
        break;
    case BLOCK_SALUTATION:
    case BLOCK_HEADING:
    case BLOCK_PARAGRAPH:
    case BLOCK_NOTE:
        add_text(s, items, block);
        break;
    }
}

static bool is_title(const struct block *block)
{
    return block->kind == BLOCK_TITLE || block->kind == BLOCK_SUBTITLE;
}

struct items page_items(struct setter *s)
{
    struct items items = {0};
    const struct block *before = NULL;
    bool titles = false; /* the block before is of the title block */
    for (size_t i = 0; i < s->doc->blocks.count; i++) {
        const struct block *block = &s->doc->blocks.items[i];
        size_t first = items.count;
        bool on_top = titles && block->kind == BLOCK_SIGN; /* part of the title block */
        bool blank = titles && !is_title(block) && !on_top;
        if (blank) /* one line between title block and text */
            add_blank(s, &items, true);
        if (on_top)
            add_sign_on_top(s, &items, block);
        else
            add_block(s, &items, block);
        if (items.count == first + blank) { /* the block is empty */
            items.count = first;
            continue;
        }
        if (titles || (before && before->kind == BLOCK_HEADING)) /* neither is ever last on a page */
            items.items[first + blank].keep = true;
        titles = is_title(block) || on_top;
        before = block;
    }
    return items;
}
