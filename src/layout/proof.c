/* A clean layout and the findings → the proof copy. In: pages, sorted findings. Out: more frames and pages, marks.
 * What is wrong and how to mend it says diag; this file only puts it in order: what must be changed comes first. */
#include "layout/proof.h"

#include "base/map.h"
#include "input/prose.h"
#include "layout/page.h"

#include <stdlib.h>
#include <string.h>

enum {
    NOTE_SIZE = 9000,
    STAMP_SIZE = 14000,
    STAMP_BASELINE = 56693,
    NOTE_GAP = 5000,
    NOTE_ROOM = 60000,
    FILE_NAME_BYTES = 250
};

struct proofer {
    struct arena *arena;
    const struct metrics *metrics;
    struct diag *diag;
    enum diag_lang lang;
    struct layout *layout;
    const struct page_model *model;
    struct finding **findings; /* the most serious first */
    size_t count;
    struct marks marks;
    struct doc *list;
};

static int rank_of(const struct finding *finding)
{
    if (finding->level == DIAG_EXPLAIN)
        return finding->explained ? 3 : 1;
    return finding->level == DIAG_HINT ? 2 : 0;
}

static void sort_findings(struct proofer *p)
{
    size_t n;
    struct finding **all = diag_sorted(p->diag, &n);
    p->findings = arena_alloc(p->arena, (n + 1) * sizeof(struct finding *));
    for (int rank = 0; rank < 4; rank++)
        for (size_t i = 0; i < n; i++)
            if (rank_of(all[i]) == rank)
                p->findings[p->count++] = all[i];
}

/* -- on the pages -- */

static void add_text(struct proofer *p, struct page *page, const char *text, int face, mpt size, mpt x, mpt y,
                     bool upright)
{
    struct line_run run = {.text = text, .face = face, .size = size};
    struct line_spec spec = {.measure = LAYOUT_ENDLESS};
    struct lines lines = {0};
    line_break(p->arena, p->metrics, &run, 1, &spec, &lines);
    size_t first = page->frames.count;
    if (lines.count)
        layout_line_frames(p->arena, &lines.items[0], x, y, NULL, NULL, page);
    for (size_t i = first; i < page->frames.count; i++)
        page->frames.items[i].upright = upright;
}

static void stamp(struct proofer *p)
{
    for (size_t i = 0; i < p->layout->pages.count; i++) {
        struct page *page = &p->layout->pages.items[i];
        add_text(p, page, p->model->proof_mark, p->model->styles[EL_LEVEL1].face, STAMP_SIZE,
                 page_left_edge(p->model, page->number), STAMP_BASELINE, page->rotated);
    }
}

/* A finding's number beside a line. */
struct note {
    size_t page;
    mpt y;
    size_t number;
};

static int by_place(const void *a, const void *b)
{
    const struct note *x = a, *y = b;
    if (x->page != y->page)
        return x->page < y->page ? -1 : 1;
    if (x->y != y->y)
        return x->y < y->y ? -1 : 1;
    return x->number < y->number ? -1 : x->number > y->number;
}

static void add_note(struct proofer *p, size_t index, const char *text, mpt y)
{
    struct page *page = &p->layout->pages.items[index];
    mpt right = page->rotated ? p->model->height - p->model->top
                              : page_left_edge(p->model, page->number) + p->model->text_width;
    add_text(p, page, text, p->model->styles[EL_PAGE_NUMBER].face, NOTE_SIZE, right + NOTE_GAP, y, false);
}

/* The numbers of all findings on a line, as many as the margin takes. */
static void note_lines(struct proofer *p)
{
    size_t n = p->marks.count;
    struct note *notes = arena_alloc(p->arena, (n + 1) * sizeof *notes);
    for (size_t i = 0; i < n; i++)
        notes[i] = (struct note){p->marks.items[i].page, p->marks.items[i].parts.items[0].y, p->marks.items[i].number};
    if (n)
        qsort(notes, n, sizeof *notes, by_place);
    for (size_t i = 0; i < n;) {
        struct buf text = buf_in(p->arena);
        size_t first = i, last = 0;
        for (; i < n && notes[i].page == notes[first].page && notes[i].y - notes[first].y < NOTE_SIZE; i++) {
            if (notes[i].number != last && text.n * NOTE_SIZE / 2 < NOTE_ROOM)
                buf_printf(&text, last ? ", %zu" : "%zu", notes[i].number);
            last = notes[i].number;
        }
        add_note(p, notes[first].page, buf_text(&text), notes[first].y);
    }
}

/* -- the list -- */

static struct block *add_block(struct proofer *p, enum block_kind kind, enum element element, const char *text)
{
    struct block *block = list_push(p->arena, &p->list->blocks);
    block->kind = kind;
    *list_push(p->arena, &block->runs) = (struct run){.element = element, .text = text};
    return block;
}

static void add_heading(struct proofer *p, size_t first, int number)
{
    char buffer[32];
    size_t n = first;
    while (n < p->count && rank_of(p->findings[n]) == rank_of(p->findings[first]))
        n++;
    const char *level = diag_finding_level(p->findings[first], p->lang);
    const char *text = arena_printf(p->arena, p->lang == DIAG_ZH ? "%s%s（%zu处）" : "%s%s (%zu)",
                                    prose_number_text(1, number, buffer), level, n - first);
    struct block *block = add_block(p, BLOCK_HEADING, EL_LEVEL1, text);
    block->level = 2; /* of the bookmark: below that of the list */
    block->bookmark = text;
}

static int by_number(const void *a, const void *b)
{
    int x = *(const int *)a, y = *(const int *)b;
    return (x > y) - (x < y);
}

/* Where the finding's marks are, each page once: 第3、12页. */
static const char *pages_of(struct proofer *p, size_t number, size_t *mark)
{
    LIST_OF(int) pages = {0};
    for (; *mark < p->marks.count && p->marks.items[*mark].number == number; ++*mark)
        *list_push(p->arena, &pages) = p->layout->pages.items[p->marks.items[*mark].page].number;
    if (!pages.count)
        return "";
    qsort(pages.items, pages.count, sizeof *pages.items, by_number);
    struct buf text = buf_in(p->arena);
    for (size_t i = 0; i < pages.count; i++)
        if (!i || pages.items[i] != pages.items[i - 1])
            buf_printf(&text, !i ? "%d" : p->lang == DIAG_ZH ? "、%d" : ", %d", pages.items[i]);
    return arena_printf(p->arena, p->lang == DIAG_ZH ? "（第%s页）" : " (page %s) ", text.s);
}

static void add_finding(struct proofer *p, size_t i, size_t *mark)
{
    const struct finding *finding = p->findings[i];
    const char *line = diag_line(p->diag, finding, p->lang), *answer = diag_answer(p->diag, finding, p->lang);
    const char *pages = pages_of(p, i + 1, mark);
    add_block(p, BLOCK_PARAGRAPH, EL_BODY, arena_printf(p->arena, "%zu.%s%s", i + 1, *pages ? pages : " ", line));
    while (answer && *answer == ' ')
        answer++;
    if (answer)
        add_block(p, BLOCK_PARAGRAPH, EL_BODY, answer);
}

/* How to read the marks, and a place of the data, by the first one that is in the list. */
static void add_legend(struct proofer *p)
{
    bool chinese = p->lang == DIAG_ZH;
    struct buf text = buf_in(p->arena);
    buf_add(&text, chinese ? "颜色：红为必改，橙为须说明，黄为提示，绿为已说明；行边的数字是问题的序号。"
                           : "Colours: red is an error, orange to be explained, yellow a hint, green explained; the "
                             "numbers in the margin are those of this list.");
    for (size_t i = 0; i < p->count; i++) {
        const struct pos *at = &p->findings[i]->at;
        if (!at->file || at->line < 1 || at->column < 1)
            continue;
        buf_printf(&text, chinese ? "“%s:%d:%d”指%s第%d行第%d字。" : " \"%s:%d:%d\" is %s, line %d, character %d.",
                   at->file, at->line, at->column, at->file, at->line, at->column);
        break;
    }
    add_block(p, BLOCK_PARAGRAPH, EL_BODY, buf_text(&text));
}

/* A figure that somebody typed and that several findings are about. */
struct suspect {
    const struct finding_part *part;
    struct buf numbers; /* 1、2、3 */
    size_t count, order;
};

static int by_count(const void *a, const void *b)
{
    const struct suspect *const *x = a, *const *y = b;
    if ((*x)->count != (*y)->count)
        return (*x)->count > (*y)->count ? -1 : 1;
    return (*x)->order < (*y)->order ? -1 : (*x)->order > (*y)->order;
}

struct suspects {
    struct suspect **items;
    size_t count, cap;
};

static struct suspects find_suspects(struct proofer *p)
{
    struct suspects all = {0};
    struct map *known = map_new(p->arena);
    for (size_t i = 0; i < p->count && rank_of(p->findings[i]) < 2; i++)
        for (size_t k = 0; k < p->findings[i]->parts.count; k++) {
            const struct finding_part *part = &p->findings[i]->parts.items[k];
            struct suspect *suspect = part->entered ? map_get(known, part->name) : NULL;
            if (part->entered && !suspect) {
                suspect = arena_alloc(p->arena, sizeof *suspect);
                *suspect = (struct suspect){.part = part, .numbers = buf_in(p->arena), .order = all.count};
                map_put(known, part->name, suspect);
                *list_push(p->arena, &all) = suspect;
            }
            if (suspect)
                buf_printf(&suspect->numbers,
                           !suspect->count++    ? "%zu"
                           : p->lang == DIAG_ZH ? "、%zu"
                                                : ", %zu",
                           i + 1);
        }
    if (all.count)
        qsort(all.items, all.count, sizeof *all.items, by_count);
    return all;
}

/* Findings of one cause: the figures that are in more than one of them, the most suspect first. */
static void add_suspects(struct proofer *p)
{
    enum { SHOWN = 5 };
    bool chinese = p->lang == DIAG_ZH;
    struct suspects all = find_suspects(p);
    struct buf text = buf_in(p->arena);
    for (size_t i = 0; i < all.count && i < SHOWN && all.items[i]->count > 1; i++) {
        const struct finding_part *part = all.items[i]->part;
        buf_add(&text, i         ? chinese ? "；" : "; "
                       : chinese ? "一个数涉及几个问题的，先核对它："
                                 : "Check first what several are about: ");
        buf_printf(&text, chinese ? "%s（%s:%d，问题%s）" : "%s (%s:%d: %s)", part->words, part->at.file, part->at.line,
                   buf_text(&all.items[i]->numbers));
    }
    if (text.n)
        add_block(p, BLOCK_PARAGRAPH, EL_BODY, arena_printf(p->arena, "%s%s", text.s, chinese ? "。" : "."));
}

static void append_list(struct proofer *p)
{
    size_t mark = 0;
    int group = 0;
    p->list = arena_alloc(p->arena, sizeof *p->list);
    p->list->model = p->model;
    p->list->title = p->model->proof_list;
    add_block(p, BLOCK_TITLE, EL_TITLE, p->model->proof_list);
    add_block(p, BLOCK_SUBTITLE, EL_SUBTITLE, diag_verdict(p->diag, p->lang));
    if (p->count)
        add_legend(p);
    add_suspects(p);
    for (size_t i = 0; i < p->count; i++) {
        if (i == 0 || rank_of(p->findings[i]) != rank_of(p->findings[i - 1]))
            add_heading(p, i, ++group);
        add_finding(p, i, &mark);
    }
    page_append(p->arena, p->metrics, p->list, p->layout);
}

/* -- in workbooks -- */

/* One note for each cell, its findings in the order of their numbers. */
static void note_cells(struct proofer *p, struct proof *proof)
{
    struct map *seen = map_new(p->arena);
    struct buf *texts = arena_alloc(p->arena, (p->marks.count + 1) * sizeof *texts);
    for (size_t i = 0; i < p->marks.count; i++) {
        const struct mark *mark = &p->marks.items[i];
        const struct cell *cell = mark->parts.items[0].cell;
        const char *key = arena_printf(p->arena, "%p", (const void *)cell);
        const char *line = arena_printf(p->arena, "%zu. %s", mark->number, diag_line(p->diag, mark->finding, p->lang));
        if (!cell)
            continue;
        size_t *index = map_get(seen, key);
        if (!index) {
            index = arena_alloc(p->arena, sizeof *index);
            *index = proof->notes.count;
            map_put(seen, key, index);
            *list_push(p->arena, &proof->notes) = (struct cell_note){.cell = cell};
            texts[*index] = buf_in(p->arena);
        }
        struct buf *text = &texts[*index];
        if (text->n >= strlen(line) && strcmp(text->s + text->n - strlen(line), line) == 0)
            continue; /* the cell repeats itself on another page */
        buf_add(text, text->n ? "\n" : "");
        buf_add(text, line);
    }
    for (size_t i = 0; i < proof->notes.count; i++)
        proof->notes.items[i].text = buf_text(&texts[i]);
}

bool proof_note_place(const struct cell_note *note, const struct grid *grid, int *row, int *col)
{
    uintptr_t first = (uintptr_t)grid->cells, cell = (uintptr_t)note->cell;
    size_t n = (size_t)grid->nrow * (size_t)grid->ncol;
    if (cell < first || cell >= first + n * sizeof *grid->cells)
        return false;
    size_t i = (cell - first) / sizeof *grid->cells;
    *row = (int)(i / (size_t)grid->ncol);
    *col = (int)(i % (size_t)grid->ncol);
    return true;
}

bool proof_has_notes(const struct proof *proof, const struct grid *grid)
{
    int row, col;
    for (size_t i = 0; i < proof->notes.count; i++)
        if (proof_note_place(&proof->notes.items[i], grid, &row, &col))
            return true;
    return false;
}

/* The template's word as the start of a file's name. */
static const char *name_of(struct arena *arena, const struct page_model *model)
{
    const char *name = text_file_name(arena, model->proof_mark, FILE_NAME_BYTES / 4);
    return *name ? name : "proof";
}

const char *proof_annex_file(struct arena *arena, const struct page_model *model, const struct grid *grid)
{
    const char *name = arena_printf(arena, "%s-%s", name_of(arena, model), grid->file);
    return text_file_name(arena, name, FILE_NAME_BYTES);
}

const char *proof_file(struct arena *arena, const struct page_model *model)
{
    return arena_printf(arena, "%s.pdf", name_of(arena, model));
}

const struct proof *proof_make(struct arena *arena, const struct metrics *metrics, struct diag *diag,
                               enum diag_lang lang, struct layout *layout)
{
    struct proofer p = {
        .arena = arena, .metrics = metrics, .diag = diag, .lang = lang, .layout = layout, .model = layout->model};
    sort_findings(&p);
    p.marks = mark_findings(arena, layout, p.findings, p.count);
    append_list(&p);
    note_lines(&p);
    stamp(&p);
    struct proof *proof = arena_alloc(arena, sizeof *proof);
    *proof = (struct proof){.marks = p.marks, .file = proof_file(arena, layout->model), .lang = lang, .diag = diag};
    note_cells(&p, proof);
    return proof;
}
