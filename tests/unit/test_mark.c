#include "fake.h"
#include "layout/proof.h"

#include <stdio.h>

struct desk {
    struct arena *arena;
    struct doc doc;
    struct diag *diag;
    struct layout *layout;
    struct marks marks;
};

static struct pos at(const char *file, int line, int column)
{
    return (struct pos){.file = file, .line = line, .column = column};
}

static struct desk *desk_new(void)
{
    struct arena *arena = arena_new();
    struct desk *d = arena_alloc(arena, sizeof *d);
    d->arena = arena;
    d->doc.model = gbt9704_model(arena);
    d->diag = diag_new(arena);
    return d;
}

static void add_run(struct desk *d, struct block *block, const char *text, struct pos place, const struct fact *fact)
{
    *list_push(d->arena, &block->runs) = (struct run){.element = EL_BODY, .text = text, .at = place, .fact = fact};
}

/* A paragraph "共有编制16人，其中行政编制6人。" whose 16人 is a figure written in r.ini:5:8. */
static struct fact *add_paragraph(struct desk *d)
{
    struct fact *fact = arena_alloc(d->arena, sizeof *fact);
    *fact = (struct fact){.name = "人员.编制数", .typed = "16", .text = "16", .at = at("r.ini", 5, 8)};
    struct block *block = list_push(d->arena, &d->doc.blocks);
    block->kind = BLOCK_PARAGRAPH;
    add_run(d, block, "共有编制", at("t.txt", 3, 1), NULL);
    add_run(d, block, "16人", at("t.txt", 3, 5), fact);
    add_run(d, block, "，其中行政编制制6人。", at("t.txt", 3, 16), NULL);
    return fact;
}

static void find(struct desk *d)
{
    struct metrics metrics = fake_metrics();
    size_t n;
    d->layout = page_layout(d->arena, &metrics, &d->doc);
    struct finding **all = diag_sorted(d->diag, &n);
    d->marks = mark_findings(d->arena, d->layout, all, n);
}

static const char *words(const struct desk *d, size_t i)
{
    struct buf text = buf_in(d->arena);
    assert_true(i < d->marks.count);
    for (size_t k = 0; k < d->marks.items[i].parts.count; k++)
        buf_add(&text, d->marks.items[i].parts.items[k].text);
    return buf_text(&text);
}

static void quoted_words_are_found_round_the_column(void **state)
{
    (void)state;
    struct desk *d = desk_new();
    add_paragraph(d);
    diag_add(d->diag, DIAG_LINT_DOUBLED, at("t.txt", 3, 22), "%s", "编制制 → 编制");
    find(d);
    assert_int_equal(d->marks.count, 1);
    assert_string_equal(words(d, 0), "编制制");
    assert_int_equal(d->marks.items[0].number, 1);
    assert_int_equal(d->marks.items[0].page, 0);
    const struct frame *part = &d->marks.items[0].parts.items[0];
    /* two characters in, 共有编制16人，其中行政 before it; 1 and 6 take half a cell */
    assert_true(part->x > 79370 + 13 * 15000 && part->x < 79370 + 14 * 15793);
    assert_int_equal(part->count, 3);
    arena_free(d->arena);
}

static void words_over_two_runs_are_one_mark(void **state)
{
    (void)state;
    struct desk *d = desk_new();
    add_paragraph(d);
    diag_add(d->diag, DIAG_LINT_NO_UNIT, at("t.txt", 3, 3), "%s", "编制16人 → 编制17人");
    find(d);
    assert_int_equal(d->marks.count, 1);
    assert_string_equal(words(d, 0), "编制16人");
    arena_free(d->arena);
}

static void a_figure_is_marked_wherever_it_is_printed(void **state)
{
    (void)state;
    struct desk *d = desk_new();
    struct fact *fact = add_paragraph(d);
    struct block *again = list_push(d->arena, &d->doc.blocks);
    again->kind = BLOCK_PARAGRAPH;
    add_run(d, again, "编制数：", at("t.txt", 4, 1), NULL);
    add_run(d, again, "16", at("t.txt", 4, 5), fact);
    struct finding *finding = diag_add(d->diag, DIAG_RULE, at("q.ini", 1, 1), "%s", "");
    diag_also(d->diag, finding, at("r.ini", 5, 8));
    find(d);
    assert_int_equal(d->marks.count, 2);
    assert_string_equal(words(d, 0), "16人");
    assert_string_equal(words(d, 1), "16");
    arena_free(d->arena);
}

static void figures_named_in_the_detail_are_marked(void **state)
{
    (void)state;
    struct desk *d = desk_new();
    add_paragraph(d);
    diag_add(d->diag, DIAG_RULE, at("rules.ini", 1, 1), "%s", "人员.编制数 16 [16 ≠ 17] Δ 1");
    find(d);
    assert_int_equal(d->marks.count, 1);
    assert_string_equal(words(d, 0), "16人");
    arena_free(d->arena);
}

static void what_is_not_printed_has_no_mark(void **state)
{
    (void)state;
    struct desk *d = desk_new();
    add_paragraph(d);
    diag_add(d->diag, DIAG_INI_UNKNOWN_KEY, at("r.ini", 6, 1), "%s", "人员.编制");
    diag_add(d->diag, DIAG_INI_UNKNOWN_KEY, at("r.ini", 5, 40), "%s", "x");
    diag_add(d->diag, DIAG_LINT_DOUBLED, at("t.txt", 3, 400), "%s", "制制 → 制");
    diag_add(d->diag, DIAG_NO_PROOF, (struct pos){0}, "%s", "");
    find(d);
    assert_int_equal(d->marks.count, 0);
    arena_free(d->arena);
}

/* | 编制数 | 控制率 |, 在职 before a blank cell, below it another one. */
static void a_blank_cell_is_marked_itself(void **state)
{
    (void)state;
    static const char *const texts[] = {"编制数", "控制率", "在职", "", "15", ""};
    struct desk *d = desk_new();
    struct fact facts[6];
    struct grid *grid = arena_alloc(d->arena, sizeof *grid);
    int shares[] = {1, 1};
    *grid = (struct grid){
        .label = "附件1", .title.text = "表", .unit_line.text = "", .nrow = 3, .ncol = 2, .head_last = -1};
    grid->head_first = -1;
    grid->col_share = shares;
    grid->cells = arena_alloc(d->arena, 6 * sizeof *grid->cells);
    for (int i = 0; i < 6; i++) {
        facts[i] = (struct fact){.name = arena_printf(d->arena, "%d", i), .at = at("r.ini", i + 1, 1)};
        grid->cells[i] = (struct cell){.text = texts[i], .rowspan = 1, .colspan = 1};
        if (i > 2)
            grid->cells[i].fact = &facts[i];
    }
    *list_push(d->arena, &d->doc.annexes) = grid;
    diag_add(d->diag, DIAG_RULE, at("r.ini", 4, 1), "%s", "");
    diag_add(d->diag, DIAG_RULE, at("r.ini", 6, 1), "%s", "");
    find(d);
    assert_int_equal(d->marks.count, 2);
    for (size_t i = 0; i < 2; i++) {
        const struct frame *part = &d->marks.items[i].parts.items[0];
        assert_int_equal(d->marks.items[i].parts.count, 1);
        assert_ptr_equal(part->cell, &grid->cells[3 + 2 * i]);
        assert_true(part->x > d->doc.model->left + d->doc.model->text_width / 2 && part->w > 200000);
    }
    assert_true(d->marks.items[0].parts.items[0].y < d->marks.items[1].parts.items[0].y);
    arena_free(d->arena);
}

/* A sum whose finding stands at one part: the others are marked as well. */
static void all_parts_are_marked(void **state)
{
    (void)state;
    struct desk *d = desk_new();
    add_paragraph(d);
    struct finding *f = diag_add(d->diag, DIAG_RULE, at("r.ini", 99, 1), "%s", "");
    *list_push(d->arena, &f->parts) = (struct finding_part){.name = "人员.编制数", .words = "编制数"};
    find(d);
    assert_int_equal(d->marks.count, 1);
    assert_string_equal(words(d, 0), "16人");
    arena_free(d->arena);
}

static bool page_says(const struct page *page, const char *text)
{
    for (size_t i = 0; i < page->frames.count; i++)
        if (page->frames.items[i].kind == FRAME_TEXT && strstr(page->frames.items[i].text, text))
            return true;
    return false;
}

static void the_list_names_what_several_findings_are_about(void **state)
{
    (void)state;
    struct desk *d = desk_new();
    struct metrics metrics = fake_metrics();
    add_paragraph(d);
    for (int i = 0; i < 3; i++) {
        struct finding *f = diag_add(d->diag, DIAG_RULE, at("r.ini", 5 + i, 8), "%s", "x");
        if (i != 1)
            *list_push(d->arena, &f->parts) = (struct finding_part){
                .name = "人员.编制数", .words = "编制数", .at = at("r.ini", 5, 8), .entered = true};
        *list_push(d->arena, &f->parts) =
            (struct finding_part){.name = "合计", .words = "合计", .at = at("r.ini", 1, 1)};
    }
    d->layout = page_layout(d->arena, &metrics, &d->doc);
    proof_make(d->arena, &metrics, d->diag, DIAG_ZH, d->layout);
    struct buf text = buf_in(d->arena);
    for (size_t i = 0; i < d->layout->pages.items[1].frames.count; i++)
        if (d->layout->pages.items[1].frames.items[i].kind == FRAME_TEXT)
            buf_add(&text, d->layout->pages.items[1].frames.items[i].text);
    assert_non_null(strstr(buf_text(&text), "“r.ini:5:8”指"));
    assert_non_null(strstr(buf_text(&text), "先核对它：编制数（r.ini:5，问题1、3）。"));
    arena_free(d->arena);
}

static void the_proof_copy_has_stamps_numbers_and_a_list(void **state)
{
    (void)state;
    struct desk *d = desk_new();
    struct metrics metrics = fake_metrics();
    add_paragraph(d);
    diag_add(d->diag, DIAG_LINT_DOUBLED, at("t.txt", 3, 22), "%s", "编制制 → 编制");
    diag_add(d->diag, DIAG_RULE, at("r.ini", 9, 1), "%s", "x");
    d->layout = page_layout(d->arena, &metrics, &d->doc);
    assert_int_equal(d->layout->pages.count, 1);
    const struct proof *proof = proof_make(d->arena, &metrics, d->diag, DIAG_ZH, d->layout);
    assert_string_equal(proof->file, "审核稿.pdf");
    assert_int_equal(d->layout->pages.count, 2);
    assert_true(page_says(&d->layout->pages.items[0], "审核稿"));
    assert_true(page_says(&d->layout->pages.items[0], "2"));
    assert_true(page_says(&d->layout->pages.items[1], "审核稿"));
    assert_true(page_says(&d->layout->pages.items[1], "审核意见"));
    assert_true(page_says(&d->layout->pages.items[1], "— 2 —"));
    assert_int_equal(proof->marks.count, 1);
    assert_int_equal(proof->marks.items[0].number, 2); /* what must be changed comes first */
    assert_int_equal(d->layout->bookmarks.count, 3);
    assert_string_equal(d->layout->bookmarks.items[0].text, "审核意见");
    assert_int_equal(d->layout->bookmarks.items[0].page, 1);
    arena_free(d->arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quoted_words_are_found_round_the_column),
        cmocka_unit_test(words_over_two_runs_are_one_mark),
        cmocka_unit_test(a_figure_is_marked_wherever_it_is_printed),
        cmocka_unit_test(figures_named_in_the_detail_are_marked),
        cmocka_unit_test(what_is_not_printed_has_no_mark),
        cmocka_unit_test(a_blank_cell_is_marked_itself),
        cmocka_unit_test(all_parts_are_marked),
        cmocka_unit_test(the_list_names_what_several_findings_are_about),
        cmocka_unit_test(the_proof_copy_has_stamps_numbers_and_a_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
