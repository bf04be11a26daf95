/* Formulas of fields → formulas of the sheet: when they may be written, and when a plain number is the only truth. */
#include "model/facts.h"
#include "output/xlsx_private.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
/* cmocka.h needs the four above */
#include <cmocka.h>

static const char fields[] = "[字段 收.*]\n类型 = 金额\n单位 = 万元\n小数 = 0-2\n"
                             "[字段 收.合计]\n公式 = 收.甲 + 收.乙\n"
                             "[字段 收.差]\n公式 = 收.甲 - 收.外\n"
                             "[字段 收.率]\n类型 = 百分比\n单位 =\n小数 = 2\n公式 = 收.甲 / 收.乙\n"
                             "[表字段 指标]\n键 = 名\n"
                             "[字段 指标.*.分值]\n类型 = 数量\n"
                             "[字段 指标.*.得分]\n类型 = 数量\n小数 = 0-1\n空值 = —\n"
                             "[字段 指标.*.得分率]\n类型 = 百分比\n小数 = 1\n公式 = 得分 / 分值\n"
                             "[字段 指标.*.占比]\n类型 = 百分比\n小数 = 4\n公式 = 分值 / sum(指标.分值)\n"
                             "[字段 指标.*.完成]\n类型 = 指标值\n"
                             "[字段 总.分值]\n类型 = 数量\n公式 = sum(指标.分值)\n"
                             "[字段 总.得分]\n类型 = 数量\n小数 = 0-1\n公式 = sum(指标.得分)\n";

enum { COLS = 3 };

struct world {
    struct arena *arena;
    struct facts *facts;
};

static struct ini *parse(struct arena *arena, struct diag *diag, const char *file, const char *text)
{
    struct source source = {.file = file, .text = text, .size = strlen(text)};
    return ini_parse(arena, diag, &source);
}

/* The facts of a report with these lines. */
static void load(struct world *w, const char *report)
{
    struct diag *diag = diag_new(w->arena);
    struct template *t = arena_alloc(w->arena, sizeof *t);
    t->name = "t";
    t->inis = map_new(w->arena);
    t->texts = map_new(w->arena);
    map_put(t->inis, "fields.ini", parse(w->arena, diag, "fields.ini", fields));
    w->facts = facts_load(w->arena, diag, t, parse(w->arena, diag, "report.ini", report));
    assert_int_equal(diag_count(diag).errors, 0);
}

static int setup(void **state)
{
    struct world *w = calloc(1, sizeof *w);
    w->arena = arena_new();
    num_init(w->arena);
    *state = w;
    return 0;
}

static int teardown(void **state)
{
    struct world *w = *state;
    arena_free(w->arena);
    free(w);
    return 0;
}

/* A sheet of three columns: each cell names a fact, or is a word; "^" joins the one above. The grid's first row is
 * row 3 of the sheet, because there is no unit line. Returns the formula of the last cell, "" if it has none. */
static const char *last_formula(struct world *w, size_t n, const char *const *names)
{
    struct page_model *model = arena_alloc(w->arena, sizeof *model);
    *list_push(w->arena, &model->cell_styles) = (struct cell_style){.name = "正文", .text = {.size = 10500}};
    struct doc doc = {.title = "", .model = model};
    struct grid grid = {.label = "附件",
                        .title.text = "表",
                        .nrow = (int)n / COLS,
                        .ncol = COLS,
                        .sheet = "表",
                        .head_first = -1,
                        .head_last = -1};
    grid.cells = arena_alloc(w->arena, n * sizeof *grid.cells);
    for (size_t i = 0; i < n; i++) {
        const struct fact *fact = facts_find(w->facts, names[i]);
        grid.cells[i] = (struct cell){.text = fact ? fact->text : names[i], .fact = fact, .rowspan = 1, .colspan = 1};
        if (!strcmp(names[i], "^")) {
            grid.cells[i] = (struct cell){.covered = true};
            grid.cells[i - COLS].rowspan = 2;
        }
    }
    mpt widths[COLS] = {100000, 100000, 100000};
    struct grid_size size = {.grid = &grid, .col = widths, .row = arena_alloc(w->arena, n * sizeof(mpt))};
    struct diag *diag = diag_new(w->arena);
    struct xlsx_plan *plan = xlsx_plan(w->arena, diag, &doc, &size);
    xlsx_formulas(w->arena, plan, w->facts);
    const struct xlsx_cell *last = &plan->cells.items[plan->cells.count - 1];
    return last->formula ? last->formula : "";
}

#define SHEET(...) \
    last_formula(w, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *), (const char *const[]){__VA_ARGS__})

static const char scores[] =
    "[指标]\n列 = 名 | 分值 | 得分 | 完成\n行 = 甲 | 60 | 60 | 100%\n行 = 乙 | 30 | 29.5 | 78种\n"
    "行 = 丙 | 10 | | 5\n";

static void a_column_shown_in_order_is_a_range(void **state)
{
    struct world *w = *state;
    load(w, scores);
    assert_string_equal(
        SHEET("甲", "指标.甲.分值", "", "乙", "指标.乙.分值", "", "丙", "指标.丙.分值", "", "总分", "", "总.分值"),
        "SUM(B3:B5)");
    /* a row of two lines does not break it */
    assert_string_equal(SHEET("甲", "指标.甲.分值", "", "乙", "指标.乙.分值", "", "", "^", "", "丙", "指标.丙.分值", "",
                              "总分", "", "总.分值"),
                        "SUM(B3:B6)");
    /* a blank that prints — is passed over */
    assert_string_equal(
        SHEET("", "指标.甲.得分", "", "", "指标.乙.得分", "", "", "指标.丙.得分", "", "", "", "总.得分"), "SUM(B3:B5)");
}

static void a_column_not_shown_whole_is_no_range(void **state)
{
    struct world *w = *state;
    load(w, scores);
    assert_string_equal(SHEET("", "指标.甲.分值", "", "", "指标.乙.分值", "总.分值"), "");
    assert_string_equal(SHEET("", "指标.乙.分值", "", "", "指标.甲.分值", "", "", "指标.丙.分值", "总.分值"), "");
    assert_string_equal(SHEET("", "指标.甲.分值", "", "指标.乙.分值", "", "", "", "指标.丙.分值", "总.分值"), "");
    assert_string_equal(
        SHEET("", "指标.甲.分值", "", "", "", "", "", "指标.乙.分值", "", "", "指标.丙.分值", "总.分值"), "");
    /* shown twice, once whole */
    assert_string_equal(
        SHEET("指标.甲.分值", "指标.甲.分值", "", "", "指标.乙.分值", "", "", "指标.丙.分值", "总.分值"), "SUM(B3:B5)");
}

static void single_facts_are_cells(void **state)
{
    struct world *w = *state;
    load(w, "[收]\n甲 = 1.5\n乙 = 3\n外 = 1\n");
    assert_string_equal(SHEET("收.甲", "收.乙", "收.合计"), "A3+B3");
    assert_string_equal(SHEET("收.甲", "收.乙", "收.率"), "A3/B3");
    assert_string_equal(SHEET("收.甲", "收.乙", "收.差"), ""); /* 收.外 is not here */
    assert_string_equal(SHEET("收.甲", "收.乙", "收.甲"), "");
}

static void a_rounded_result_is_rounded_in_the_sheet(void **state)
{
    struct world *w = *state;
    load(w, "[收]\n甲 = 2\n乙 = 3\n外 = 1\n");
    assert_string_equal(SHEET("收.甲", "收.乙", "收.率"), "ROUND(A3/B3,4)");
}

/* 0.004 + 0.004 prints 0 + 0 = 0.01: the sheet would show 0. */
static void what_the_printed_figures_do_not_give_is_a_number(void **state)
{
    struct world *w = *state;
    load(w, "[收]\n甲 = 0.004\n乙 = 0.004\n外 = 1\n");
    assert_string_equal(SHEET("收.甲", "收.乙", "收.合计"), "");
}

static void a_typed_figure_that_differs_stays(void **state)
{
    struct world *w = *state;
    load(w, "[收]\n甲 = 1.5\n乙 = 3\n外 = 1\n合计 = 4.6\n");
    assert_string_equal(SHEET("收.甲", "收.乙", "收.合计"), "");
}

static void a_row_formula_takes_its_row(void **state)
{
    struct world *w = *state;
    load(w, scores);
    assert_string_equal(
        SHEET("指标.甲.分值", "指标.甲.得分", "指标.甲.得分率", "指标.乙.分值", "指标.乙.得分", "指标.乙.得分率"),
        "ROUND(B4/A4,3)");
    assert_string_equal(SHEET("指标.甲.分值", "指标.甲.得分", "指标.甲.得分率"), "B3/A3");
}

/* Each of very many rows asks for the total of its column: looked up once. */
static void a_share_in_every_row(void **state)
{
    enum { ROWS = 3000 };
    struct world *w = *state;
    struct buf report = buf_in(w->arena);
    const char **names = arena_alloc(w->arena, ROWS * COLS * sizeof *names);
    buf_add(&report, "[指标]\n列 = 名 | 分值\n");
    for (int i = 0; i < ROWS; i++) {
        buf_printf(&report, "行 = 第%d | %d\n", i, i + 1);
        names[i * COLS] = arena_printf(w->arena, "指标.第%d.分值", i);
        names[i * COLS + 1] = names[i * COLS + 2] = arena_printf(w->arena, "指标.第%d.占比", i);
    }
    load(w, buf_text(&report));
    clock_t start = clock();
    assert_string_equal(last_formula(w, ROWS * COLS, names), "ROUND(A3002/SUM(A3:A3002),6)");
    assert_true(clock() - start < 5 * CLOCKS_PER_SEC);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        T(a_column_shown_in_order_is_a_range),       T(a_share_in_every_row),
        T(a_column_not_shown_whole_is_no_range),     T(single_facts_are_cells),
        T(a_rounded_result_is_rounded_in_the_sheet), T(what_the_printed_figures_do_not_give_is_a_number),
        T(a_typed_figure_that_differs_stays),        T(a_row_formula_takes_its_row),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
