/* A laid out report → the values, paragraphs and findings of build.ini. No logic of reports. */
#include "cmd_issue.h"

#include "base/hash.h"
#include "layout/where.h"
#include "output/xlsx.h"

#include <string.h>

struct filling {
    struct arena *arena;
    struct issue *issue;
    const struct report *report;
    const struct where *where;
};

static struct issue_place issued_place(const struct filling *f, const struct place *place, bool cell)
{
    struct issue_place issued = {.page = place->page, .line = place->line, .sheet = "", .cell = "", .annex = ""};
    if (place->annex != NULL) {
        issued.row = place->part == PLACE_CELL ? place->row + 1 : 0;
        issued.annex = place->annex->grid->label;
        if (cell)
            xlsx_place(f->arena, place, &issued.sheet, &issued.cell);
    }
    return issued;
}

/* 三公经费 本年决算: the row's name in front of the column's label. */
static const char *label_of(const struct filling *f, const struct fact *fact)
{
    struct buf label = buf_in(f->arena);
    const struct fact_row *record = fact->home != NULL ? facts_row(fact->home) : NULL;
    if (record != NULL)
        buf_printf(&label, "%s ", record->name);
    if (fact->row != NULL && fact->row->table->key < 0)
        buf_printf(&label, "%s ", fact->row->table->name);
    if (fact->row != NULL)
        buf_printf(&label, "%s ", fact->row->name);
    buf_add(&label, fact->field->label);
    return buf_text(&label);
}

static void add_facts(const struct filling *f)
{
    const struct fact_list *all = facts_all(f->report->facts);
    for (size_t i = 0; i < all->count; i++) {
        const struct fact *fact = all->items[i];
        const struct places *places = where_fact(f->where, fact->name);
        const char *value = fact_blank(fact) ? "" : fact_print(f->arena, fact, FORM_UNIT);
        if (*value == '\0' && places->count == 0)
            continue;
        struct issue_fact *issued = list_push(f->arena, &f->issue->facts);
        *issued =
            (struct issue_fact){.name = fact->name, .label = label_of(f, fact), .value = issue_flat(f->arena, value)};
        for (size_t k = 0; k < places->count; k++)
            *list_push(f->arena, &issued->places) = issued_place(f, &places->items[k], true);
    }
}

/* A text while it is put together. */
struct writing {
    struct buf text;  /* as printed */
    struct buf shape; /* with the names of facts in place of their values */
    bool placed;      /* issued.place is where its first characters are */
    struct issue_text issued;
};

static struct writing writing(const struct filling *f, struct issue_place place, struct pos at)
{
    return (struct writing){.text = buf_in(f->arena), .shape = buf_in(f->arena), .issued = {.place = place, .at = at}};
}

static void add_text(const struct filling *f, struct writing *w)
{
    const char *flat = issue_flat(f->arena, buf_text(&w->text)), *start = w->text.s, *end = start + w->text.n;
    if (*flat == '\0')
        return;
    w->issued.text = flat;
    w->issued.hash = hash_text(f->arena, buf_text(&w->shape));
    text_trim(&start, &end);
    size_t cut = (size_t)(start - w->text.s);
    for (size_t i = 0; i < w->issued.lines.count; i++)
        w->issued.lines.items[i].at -= w->issued.lines.items[i].at < cut ? w->issued.lines.items[i].at : cut;
    *list_push(f->arena, &f->issue->texts) = w->issued;
}

/* What is added next stands there, unless the text before it does so already. */
static void add_line_at(const struct filling *f, struct writing *w, size_t at, struct issue_place place)
{
    struct issue_text *text = &w->issued;
    size_t count = text->lines.count;
    const struct issue_place *last = count > 0 ? &text->lines.items[count - 1].place : &text->place;
    if (!w->placed)
        text->place = place;
    else if (at > 0 && (place.page != last->page || place.line != last->line || strcmp(place.cell, last->cell) != 0))
        *list_push(f->arena, &text->lines) = (struct issue_line){at, place};
    w->placed = true;
}

static void add_lines(const struct filling *f, struct writing *w, const struct text_lines *lines)
{
    for (size_t i = 0; i < lines->count; i++) {
        struct issue_place place = w->issued.place;
        place.page = lines->items[i].page;
        place.line = lines->items[i].line;
        add_line_at(f, w, w->text.n + lines->items[i].at, place);
    }
}

static void add_piece(struct writing *w, const char *piece, const struct fact *fact)
{
    buf_add(&w->text, piece);
    issue_shape_add(&w->shape, piece, fact != NULL ? fact->name : NULL);
}

static void add_spans(struct writing *w, const struct spans *spans)
{
    for (size_t i = 0; i < spans->count; i++)
        add_piece(w, spans->items[i].text, spans->items[i].fact);
}

static void add_phrase(const struct filling *f, const struct phrase *phrase, struct place place, struct pos at)
{
    struct writing w =
        writing(f, issued_place(f, &place, true), phrase->spans.count > 0 ? phrase->spans.items[0].at : at);
    if (phrase->spans.count > 0)
        add_spans(&w, &phrase->spans);
    else if (phrase->text != NULL)
        add_piece(&w, phrase->text, NULL);
    add_text(f, &w);
}

/* block: the table in the text that it is a row of; NULL: of an annex. */
static void add_row(const struct filling *f, const struct grid *grid, int row, const struct block *block)
{
    struct place place = block != NULL ? where_block(f->where, block) : where_row(f->where, grid, row);
    struct writing w = writing(f, issued_place(f, &place, true), grid->at);
    const char *between = "";
    bool blank = true;
    for (int c = 0; c < grid->ncol; c++) {
        const struct cell *cell = GRID_CELL(grid, row, c);
        if (cell->covered)
            continue;
        if (*between == '\0')
            w.issued.at = cell->at;
        blank = blank && *cell->text == '\0';
        add_piece(&w, between, NULL);
        place.col = c;
        if (block != NULL)
            add_lines(f, &w, where_lines(f->where, block, cell));
        else
            add_line_at(f, &w, w.text.n, issued_place(f, &place, true));
        if (cell->fact == NULL)
            add_spans(&w, &cell->spans);
        else
            add_piece(&w, cell->text, cell->fact);
        between = " | ";
    }
    if (!blank) /* else nothing but bars */
        add_text(f, &w);
}

static void add_runs(struct writing *w, const struct runs *runs)
{
    for (size_t i = 0; i < runs->count; i++)
        add_piece(w, runs->items[i].text, runs->items[i].fact);
}

static void add_blocks(const struct filling *f)
{
    const struct doc *doc = f->report->doc;
    for (size_t i = 0; i < doc->blocks.count; i++) {
        const struct block *block = &doc->blocks.items[i];
        struct place begin = where_block(f->where, block);
        for (int r = 0; block->grid != NULL && r < block->grid->nrow; r++)
            add_row(f, block->grid, r, block);
        struct writing w = writing(f, issued_place(f, &begin, false), block->at);
        add_lines(f, &w, where_lines(f->where, block, NULL));
        add_runs(&w, &block->runs);
        add_piece(&w, block->sign_date.count > 0 ? " " : "", NULL);
        add_runs(&w, &block->sign_date);
        add_text(f, &w);
    }
}

static void add_annexes(const struct filling *f)
{
    const struct doc *doc = f->report->doc;
    for (size_t i = 0; i < doc->annexes.count; i++) {
        const struct grid *grid = doc->annexes.items[i];
        add_phrase(f, &grid->title, where_part(f->where, grid, PLACE_TITLE, 0), grid->at);
        add_phrase(f, &grid->unit_line, where_part(f->where, grid, PLACE_UNIT, 0), grid->at);
        for (int r = 0; r < grid->nrow; r++)
            add_row(f, grid, r, NULL);
        for (size_t k = 0; k < grid->notes.count; k++)
            add_phrase(f, &grid->notes.items[k], where_part(f->where, grid, PLACE_NOTE, (int)k), grid->at);
        for (size_t k = 0; k < grid->signs.count; k++)
            add_phrase(f, &grid->signs.items[k], where_part(f->where, grid, PLACE_SIGN, (int)k), grid->at);
    }
}

/* A line of 版头 or 版记. */
static void add_line(const struct filling *f, const struct phrase *phrase)
{
    add_phrase(f, phrase, where_phrase(f->where, phrase), (struct pos){0});
}

void issue_fill(struct issue *issue, struct diag *diag, const struct report *report, const struct layout *layout)
{
    struct filling f = {.arena = issue->arena, .issue = issue, .report = report};
    f.where = where_build(f.arena, report->doc, layout);
    issue->title = report->doc->title;
    add_facts(&f);
    const struct doc *doc = report->doc;
    add_line(&f, &doc->banner_mark);
    add_line(&f, &doc->banner_number);
    add_blocks(&f);
    add_annexes(&f);
    add_line(&f, &doc->imprint_copies);
    add_line(&f, &doc->imprint_office);
    add_line(&f, &doc->imprint_date);
    issue->findings.items = diag_sorted(diag, &issue->findings.count);
}

const char *place_text(struct arena *arena, const struct options *options, const struct issue_place *place)
{
    struct buf out = buf_in(arena);
    if (place->page > 0)
        buf_printf(&out, options->lang == DIAG_ZH ? "第%d页" : "page %d", place->page);
    if (place->row > 0)
        buf_printf(&out, options->lang == DIAG_ZH ? "表格第%d行" : " table row %d", place->row);
    else if (place->line > 0)
        buf_printf(&out, options->lang == DIAG_ZH ? "第%d行" : " line %d", place->line);
    const char *space = *place->annex != '\0' ? " " : "";
    if (*place->cell != '\0')
        buf_printf(&out, options->lang == DIAG_ZH ? "（%s%s%s!%s）" : " (%s%s%s!%s)", place->annex, space, place->sheet,
                   place->cell);
    return buf_text(&out);
}
