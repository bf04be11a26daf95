/* What cannot be set as it should: characters that no face has, each reported once, where it was written; cells that
 * are too narrow for their words and figures. In: what is drawn. Out: findings only. */
#include "layout/page.h"

/* Page numbers, 附件： and the like. */
#define WORDING "layout.ini"

struct cover {
    struct arena *arena;
    struct diag *diag;
    const struct metrics *metrics;
    unsigned char *seen; /* one bit for each code point: asked already */
};

static struct pos moved(struct pos at, size_t characters)
{
    if (at.column > 0)
        at.column += (int)characters;
    return at;
}

/* A figure's text was written where the fact stands, if it is there letter for letter. */
static struct pos place_of(struct pos at, const struct fact *fact, uint32_t c, size_t index)
{
    if (!fact)
        return moved(at, index);
    if (fact->state != FACT_TYPED || !fact->typed)
        return at;
    index = 0;
    for (const char *s = fact->typed; *s; index++)
        if (utf8_next(&s) == c)
            return moved(fact->at, index);
    return at;
}

/* Where the character at frame->text[byte] was written. */
static struct pos written_at(const struct frame *frame, size_t byte, uint32_t c)
{
    const char *text = "";
    struct pos at = {.file = WORDING};
    if (frame->cell && frame->run < frame->cell->spans.count) {
        text = frame->cell->spans.items[frame->run].text;
        at = frame->cell->spans.items[frame->run].at;
    } else if (frame->cell) {
        text = frame->cell->text;
        at = frame->cell->at;
    } else if (frame->block && frame->run < frame->block->runs.count) {
        text = frame->block->runs.items[frame->run].text;
        at = frame->block->runs.items[frame->run].at;
    }
    size_t index = 0;
    for (const char *s = text, *end = text + frame->at + byte; *s && s < end; index++)
        utf8_next(&s);
    return place_of(at, frame->fact, c, index);
}

/* Asked for the first time, and no face has it. */
static bool is_missing(struct cover *cover, uint32_t c, int face)
{
    if (c == '\n' || c == '\t' || c > 0x10FFFF || cover->seen[c / 8] & 1U << c % 8)
        return false;
    cover->seen[c / 8] |= (unsigned char)(1U << c % 8);
    return cover->metrics->face(cover->metrics->ctx, face, c) < 0;
}

static void report_glyph(struct cover *cover, uint32_t c, struct pos at)
{
    char bytes[5] = {0};
    utf8_put(bytes, c);
    diag_add(cover->diag, DIAG_NO_GLYPH, at, "%s U+%04X", bytes, (unsigned)c);
}

static void cover_frame(struct cover *cover, const struct frame *frame)
{
    for (const char *s = frame->text; *s;) {
        size_t byte = (size_t)(s - frame->text);
        uint32_t c = utf8_next(&s);
        if (is_missing(cover, c, frame->face))
            report_glyph(cover, c, written_at(frame, byte, c));
    }
}

/* Words that only the proof copy shows. */
static void cover_words(struct cover *cover, const char *words, int face)
{
    for (uint32_t c; words && (c = utf8_next(&words)) != 0;)
        if (is_missing(cover, c, face))
            report_glyph(cover, c, (struct pos){.file = WORDING});
}

void page_coverage(struct arena *arena, struct diag *diag, const struct metrics *metrics, const struct layout *layout)
{
    struct cover cover = {arena, diag, metrics, arena_alloc(arena, 0x110000 / 8)};
    const struct page_model *model = layout->model;
    for (size_t p = 0; p < layout->pages.count; p++) {
        const struct page *page = &layout->pages.items[p];
        for (size_t i = 0; i < page->frames.count; i++)
            if (page->frames.items[i].kind == FRAME_TEXT)
                cover_frame(&cover, &page->frames.items[i]);
    }
    cover_words(&cover, model->proof_mark, model->styles[EL_LEVEL1].face);
    cover_words(&cover, model->proof_list, model->styles[EL_TITLE].face);
}

/* Where the clerk who can shorten the text wrote it; the template's cell if it stands there. */
static struct pos typed_at(const struct cell *cell)
{
    for (size_t i = 0; i < cell->spans.count; i++) {
        const struct fact *fact = cell->spans.items[i].fact;
        if (fact && fact->state == FACT_TYPED)
            return fact->at;
    }
    return cell->at;
}

static void tight_cells(struct arena *arena, struct diag *diag, const struct grid_size *size, bool preview)
{
    enum { SHOWN = 12 }; /* characters */
    for (size_t i = 0; i < size->tight.count; i++) {
        const struct cell *cell = size->tight.items[i];
        const char *end = cell->text;
        for (int n = 0; n < SHOWN && *end && *end != '\n'; n++)
            utf8_next(&end);
        struct pos widths = size->grid->widths_at, at = preview && widths.file ? widths : typed_at(cell);
        struct finding *finding = diag_add(
            diag, DIAG_CELL_OVERFLOW, at, "%s%s%s", arena_strndup(arena, cell->text, (size_t)(end - cell->text)),
            *end ? "…" : "",
            DIAG_PAIR("（字号已缩到小五，词或数字仍要断成两行）", " (broken within a word even in the smallest type)"));
        if (cell->at.file && (cell->at.file != at.file || cell->at.line != at.line))
            diag_also(diag, finding, cell->at);
        if (widths.file && !preview)
            diag_also(diag, finding, widths);
    }
}

void page_tight_cells(struct arena *arena, struct diag *diag, const struct layout *layout, bool preview)
{
    for (size_t i = 0; i < layout->grids.count; i++)
        tight_cells(arena, diag, layout->grids.items[i], preview);
    for (size_t i = 0; i < layout->tables.count; i++)
        tight_cells(arena, diag, layout->tables.items[i], preview);
}
