/* What cannot be set as it should: characters that no face has, each reported once, where it was written; cells that
 * are too narrow for their words and figures. In: the document, its layout. Out: findings only. */
#include "layout/page.h"

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

static void cover_text(struct cover *cover, const char *text, int face, struct pos at, const struct fact *fact)
{
    size_t index = 0;
    for (const char *s = text; s && *s; index++) {
        uint32_t c = utf8_next(&s);
        if (c == '\n' || c == '\t' || c > 0x10FFFF || cover->seen[c / 8] & 1U << c % 8)
            continue;
        cover->seen[c / 8] |= (unsigned char)(1U << c % 8);
        if (cover->metrics->face(cover->metrics->ctx, face, c) >= 0)
            continue;
        char bytes[5] = {0};
        utf8_put(bytes, c);
        diag_add(cover->diag, DIAG_NO_GLYPH, place_of(at, fact, c, index), "%s U+%04X", bytes, (unsigned)c);
    }
}

static void cover_grid(struct cover *cover, const struct page_model *model, const struct grid *grid)
{
    int body = model->cell_styles.count ? model->cell_styles.items[0].text.face : 0;
    cover_text(cover, grid->label, model->styles[EL_ANNEX_LABEL].face, grid->at, NULL);
    cover_text(cover, grid->title, model->styles[EL_ANNEX_TITLE].face, grid->at, NULL);
    cover_text(cover, grid->unit_line, body, grid->at, NULL);
    for (size_t i = 0; i < grid->notes.count; i++)
        cover_text(cover, grid->notes.items[i], body, grid->at, NULL);
    for (size_t i = 0; i < (size_t)grid->nrow * (size_t)grid->ncol; i++) {
        const struct cell *cell = &grid->cells[i];
        int face = model->cell_styles.items[cell->style].text.face;
        for (size_t k = 0; k < cell->spans.count; k++) {
            const struct span *span = &cell->spans.items[k];
            cover_text(cover, span->text, face, span->at, span->fact);
        }
        if (!cell->spans.count)
            cover_text(cover, cell->text, face, cell->at, cell->fact);
    }
}

void page_coverage(struct arena *arena, struct diag *diag, const struct metrics *metrics, const struct doc *doc)
{
    struct cover cover = {arena, diag, metrics, arena_alloc(arena, 0x110000 / 8)};
    const struct page_model *model = doc->model;
    for (size_t i = 0; i < doc->blocks.count; i++) {
        const struct block *block = &doc->blocks.items[i];
        for (size_t k = 0; k < block->runs.count; k++) {
            const struct run *run = &block->runs.items[k];
            cover_text(&cover, run->text, model->styles[run->element].face, run->at, run->fact);
        }
        cover_text(&cover, block->sign_date, model->styles[EL_SIGN].face, block->at, NULL);
        if (block->grid)
            cover_grid(&cover, model, block->grid);
    }
    for (size_t i = 0; i < doc->annexes.count; i++)
        cover_grid(&cover, model, doc->annexes.items[i]);
    struct pos wording = {.file = "layout.ini"};
    cover_text(&cover, model->attachments_label, model->styles[EL_ATTACHMENTS].face, wording, NULL);
    cover_text(&cover, model->page_number, model->styles[EL_PAGE_NUMBER].face, wording, NULL);
    cover_text(&cover, "0123456789", model->styles[EL_PAGE_NUMBER].face, wording, NULL);
}

static void tight_cells(struct arena *arena, struct diag *diag, const struct grid_size *size)
{
    enum { SHOWN = 12 }; /* characters */
    for (size_t i = 0; i < size->tight.count; i++) {
        const struct cell *cell = size->tight.items[i];
        const char *end = cell->text;
        for (int n = 0; n < SHOWN && *end && *end != '\n'; n++)
            utf8_next(&end);
        diag_add(diag, DIAG_CELL_OVERFLOW, cell->at, "%s%s",
                 arena_strndup(arena, cell->text, (size_t)(end - cell->text)), *end ? "…" : "");
    }
}

void page_tight_cells(struct arena *arena, struct diag *diag, const struct layout *layout)
{
    for (size_t i = 0; i < layout->grids.count; i++)
        tight_cells(arena, diag, layout->grids.items[i]);
    for (size_t i = 0; i < layout->tables.count; i++)
        tight_cells(arena, diag, layout->tables.items[i]);
}
