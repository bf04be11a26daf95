#include "model/expr.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
/* cmocka.h needs the four above */
#include <cmocka.h>

/* -- a little scope: facts as text "16 人"; a table of three rows -- */

struct cell {
    const char *name, *number, *unit, *text; /* number or text; neither = blank */
};

static const struct cell facts[] = {
    {"人员.行政编制", "6", "人", NULL},
    {"人员.事业编制", "10", "人", NULL},
    {"人员.在职人数", "15", "人", NULL},
    {"支出.人员经费", "180.47", "万元", NULL},
    {"支出.公用经费", "405.16", "万元", NULL},
    {"杂项.元", "30000", "元", NULL},
    {"支出.空白", NULL, NULL, NULL},
    {"支出.零", "0", "万元", NULL},
    {"绩效指标.12345群众满意度.实际完成值", "0.9835", "", NULL},
    {"经费.1-5月", "3", "", NULL},
    {"报告.单位", NULL, NULL, "某局"},
    {"得分", "77", "", NULL},
    {"上限", "40", "", NULL},
};

enum { COLUMNS = 4, ROWS = 3 };

static const struct cell rows[ROWS][COLUMNS] = {
    {{"类", NULL, NULL, "产出"}, {"分值", "60", "", NULL}, {"得分", "60", "", NULL}, {"原因", NULL, NULL, NULL}},
    {{"类", NULL, NULL, "产出"}, {"分值", "30", "", NULL}, {"得分", NULL, NULL, NULL}, {"原因", NULL, NULL, "迟"}},
    {{"类", NULL, NULL, "满意度"}, {"分值", "10", "", NULL}, {"得分", "9", "", NULL}, {"原因", NULL, NULL, NULL}},
};

struct world {
    struct arena *arena;
    struct diag *diag;
    size_t asked;
    size_t rows; /* of the table 指标 */
    const void **row_list;
};

static bool find(struct world *w, const struct cell *cells, size_t n, const char *name, struct expr_value *out)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(cells[i].name, name) != 0)
            continue;
        const char *s = cells[i].number;
        *out = (struct expr_value){.type = s ? EXPR_NUMBER : cells[i].text ? EXPR_TEXT : EXPR_BLANK};
        if (s)
            num_scan(w->arena, &s, &out->num, NULL);
        out->unit = cells[i].unit;
        out->text = cells[i].text;
        return true;
    }
    return false;
}

static bool value(void *ctx, const void *row, const char *name, struct pos use, struct expr_value *out)
{
    struct world *w = ctx;
    w->asked++;
    assert_string_equal(use.file, "fields.ini");
    return row ? find(w, row, COLUMNS, name, out) : find(w, facts, sizeof facts / sizeof *facts, name, out);
}

static bool table(void *ctx, const char *name, const void ***list, size_t *count)
{
    struct world *w = ctx;
    *list = w->row_list;
    *count = strcmp(name, "空表") != 0 ? w->rows : 0;
    return true;
}

static bool column(void *ctx, const char *name, const char *column_name)
{
    struct expr_value ignored;
    return (!strcmp(name, "指标") || !strcmp(name, "空表")) && find(ctx, rows[0], COLUMNS, column_name, &ignored);
}

static const char *name_items[] = {"支出.人员经费", "人员.行政编制"};
static const struct text_names names = {name_items, 2, 2};

static struct world world_new(size_t nrows)
{
    struct world w = {.arena = arena_new(), .rows = nrows};
    num_init(w.arena);
    w.diag = diag_new(w.arena);
    w.row_list = arena_alloc(w.arena, (nrows + 1) * sizeof *w.row_list);
    for (size_t i = 0; i < nrows; i++)
        w.row_list[i] = rows[i % ROWS];
    return w;
}

static struct expr_value evaluate(struct world *w, const char *text, const void *row)
{
    struct expr_scope scope = {.ctx = w, .value = value, .table = table, .column = column, .names = &names};
    struct pos at = {.file = "fields.ini", .line = 12, .column = 6};
    struct expr *expr = expr_compile(w->arena, w->diag, text, at);
    return expr ? expr_eval(w->arena, w->diag, expr, &scope, row) : (struct expr_value){.type = EXPR_FAILED};
}

static const char *shown(struct world *w, struct expr_value v)
{
    switch (v.type) {
    case EXPR_NUMBER:
        return arena_printf(w->arena, "%s%s", num_text(w->arena, v.num, 0, 8, false), v.unit);
    case EXPR_TEXT:
        return v.text;
    case EXPR_BOOL:
        return v.truth ? "true" : "false";
    default:
        return v.type == EXPR_BLANK ? "blank" : "failed";
    }
}

static void check_row(const char *text, const void *row, const char *expected)
{
    struct world w = world_new(ROWS);
    const char *got = shown(&w, evaluate(&w, text, row));
    if (strcmp(got, expected) != 0)
        print_error("%s\n", text);
    assert_string_equal(got, expected);
    assert_int_equal(diag_count(w.diag).errors, 0);
    arena_free(w.arena);
}

static void check(const char *text, const char *expected)
{
    check_row(text, NULL, expected);
}

/* One finding, at that column of the line (the formula begins at column 6). */
static void check_finding(const char *text, enum diag_code code, int col, const char *detail)
{
    struct world w = world_new(ROWS);
    evaluate(&w, text, NULL);
    size_t n;
    struct finding **found = diag_sorted(w.diag, &n);
    if (n != 1)
        print_error("%s: %zu findings\n", text, n);
    assert_int_equal(n, 1);
    assert_int_equal(found[0]->code, code);
    assert_int_equal(found[0]->at.line, 12);
    assert_int_equal(found[0]->at.column, 5 + col);
    assert_string_equal(found[0]->detail, detail);
    arena_free(w.arena);
}

/* -- tests -- */

static void arithmetic_is_exact(void **state)
{
    (void)state;
    check("1 + 2 * 3 - 4 / 8", "6.5");
    check("(1 + 2) * 3", "9");
    check("0.1 + 0.2 = 0.3", "true");
    check("1 / 3 * 3 = 1", "true");
    check("10 - 3 - 2", "5");
    check("100 / 5 / 2", "10");
    check("-2 - -3", "1");
    check("- (1 + 2) * + 2", "-6");
    check("98.5%", "0.985");
    check("98.5％ * 2", "1.97");
    check("１２ + 1", "13");
    check("round(2.345, 2) + round(-0.5, 0)", "1.35");
    check("abs(1 - 3)", "2");
}

static void names_are_runs_of_characters(void **state)
{
    (void)state;
    check("人员.行政编制 + 人员.事业编制", "16人");
    check("人员.行政编制+人员.事业编制", "16人");
    check("绩效指标.12345群众满意度.实际完成值", "0.9835");
    check("`经费.1-5月` * 2", "6");
    check("经费.`1-5月`", "3");
    check("`得分`", "77");
    check("报告.单位 = \"某局\" 并且 报告.单位 != \"某 局\"", "true");
    check("　人员.在职人数　/　人员.行政编制 ", "2.5");
}

static void units_must_agree(void **state)
{
    (void)state;
    check("支出.人员经费 + 支出.公用经费", "585.63万元");
    check("支出.人员经费 * 2 + 1", "361.94万元");
    check("2 * 支出.人员经费 / 2", "180.47万元");
    check("支出.人员经费 > 100", "true");
    check("支出.人员经费 / 支出.公用经费 < 1", "true");
    check("max(支出.人员经费, 支出.公用经费)", "405.16万元");
    check_finding("支出.人员经费 + 人员.行政编制", DIAG_EXPR_UNIT, 11, "人员.行政编制: 万元 + 人");
    check_finding("支出.人员经费 * 人员.行政编制", DIAG_EXPR_UNIT, 11, "人员.行政编制: 万元 × 人");
    check("人员.行政编制 / 支出.人员经费 < 1000", "true");
    check_finding("支出.人员经费 / 人员.行政编制 + 支出.人员经费", DIAG_EXPR_UNIT, 21, "支出.人员经费: 万元/人 + 万元");
    check_finding("支出.人员经费 / 杂项.元", DIAG_EXPR_UNIT, 11, "杂项.元: 万元 ÷ 元");
    check_finding("支出.人员经费 >= 人员.行政编制", DIAG_EXPR_UNIT, 12, "人员.行政编制: 万元 ≥ 人");
    check_finding("sum(支出.人员经费, 人员.行政编制)", DIAG_EXPR_UNIT, 14, "人员.行政编制: 万元 sum 人");
}

static void comparisons(void **state)
{
    (void)state;
    check("1 < 2 并且 2 <= 2 并且 3 > 2 并且 2 >= 2", "true");
    check("1 ≤ 2 and 2 ≥ 3", "false");
    check("1 ≠ 2", "true");
    check("1 ＝ 1", "true");
    check("1 != 1 或者 1 <> 1", "false");
    check("(1 = 1) = (2 = 2)", "true");
    check_finding("1 < 2 < 3", DIAG_EXPR_SYNTAX, 7, "< 3");
    check_finding("报告.单位 = 1", DIAG_EXPR_TYPE, 1, "报告.单位");
    check_finding("报告.单位 < \"某局\"", DIAG_EXPR_TYPE, 1, "报告.单位");
    check_finding("报告.单位 + 1", DIAG_EXPR_TYPE, 1, "报告.单位");
    check_finding("1 + (1 = 1)", DIAG_EXPR_TYPE, 6, "1 = 1");
    check_finding("1 并且 1 = 1", DIAG_EXPR_TYPE, 1, "1");
}

static void logic_has_three_values(void **state)
{
    (void)state;
    check("非 1 = 2", "true");
    check("非 非 (1 = 1)", "true");
    check("not 1 = 2 or 1 = 1", "true");
    check("支出.空白 > 1", "blank");
    check("支出.空白 > 1 并且 1 = 2", "false");
    check("支出.空白 > 1 并且 1 = 1", "blank");
    check("支出.空白 > 1 或者 1 = 1", "true");
    check("支出.空白 > 1 或者 1 = 2", "blank");
    check("非 支出.空白 > 1", "blank");
    check("1 = 1 或者 1 = 2 并且 1 = 2", "true"); /* 并且 binds more */
    check("支出.零 != 0 并且 1 / 支出.零 > 1", "false");
}

static void blanks_spread(void **state)
{
    (void)state;
    check("支出.空白 + 1", "blank");
    check("- 支出.空白", "blank");
    check("round(支出.空白, 2)", "blank");
    check("if(支出.空白 > 1, 1, 2)", "blank");
    check("if(blank(支出.空白), 0, 支出.空白)", "0");
    check("blank(支出.零)", "false");
    check("sum(支出.空白, 1, 2)", "3");
    check("min(支出.空白)", "blank");
    check("count(支出.空白, 1, 报告.单位)", "2");
}

static void texts_hold_words(void **state)
{
    (void)state;
    check("has(\"已全部完成\", \"全部完成\")", "true");
    check("has(\"已全部完成\", \"一半\", \"全部\")", "true");
    check("has(\"已完成\", \"全部\", 支出.空白, \"\")", "false");
    check("has(支出.空白, \"全部\")", "blank");
    check_finding("has(支出.零, \"全部\")", DIAG_EXPR_TYPE, 5, "支出.零");
    check_finding("has(\"全部\", 1)", DIAG_EXPR_TYPE, 11, "1");
    check_finding("has(\"全部\")", DIAG_EXPR_SYNTAX, 9, ")");
}

static void division_by_zero(void **state)
{
    (void)state;
    check_finding("1 / (1 - 1)", DIAG_EXPR_DIV_ZERO, 6, "1 - 1 = 0: 1 / (1 - 1)");
    check_finding("支出.人员经费 / 支出.零", DIAG_EXPR_DIV_ZERO, 11, "支出.零 = 0: 支出.人员经费 / 支出.零");
    struct world w = world_new(ROWS);
    assert_int_equal(evaluate(&w, "1 / 支出.零 + 1", NULL).type, EXPR_BLANK);
    arena_free(w.arena);
}

static void totals_over_columns(void **state)
{
    (void)state;
    check("sum(指标.分值)", "100");
    check("sum(指标.得分)", "69");
    check("sum(指标.分值, 类 = \"产出\")", "90");
    check("sum(指标.分值, 类 = \"无\")", "0");
    check("sum(指标.得分, 类 = \"产出\" 并且 分值 = 30)", "blank");
    check("count(指标.得分)", "2");
    check("count(指标.分值, 非 blank(原因))", "1");
    check("count(指标.分值, 得分 < 分值)", "1");
    check("min(指标.分值) + max(指标.得分)", "70");
    check("sum(空表.分值)", "0");
    check("max(空表.分值)", "blank");
    check("sum(指标.分值, 分值 > 上限)", "60");
    check("得分", "77");
}

static void rows_and_facts(void **state)
{
    (void)state;
    check_row("sum(指标.分值, 类 = 本行.类)", rows[1], "90");
    check_row("本行.得分 < 本行.分值", rows[2], "true");
    check_row("本行.得分 < 本行.分值", rows[1], "blank");
    check_row("分值 / 2", rows[0], "30");
    check_row("得分", rows[0], "77"); /* a fact goes before a bare column */
    check_row("max(指标.分值, 分值 < 本行.分值)", rows[0], "30");
    check_row("sum(指标.分值, 分值 = max(指标.分值, 类 = 本行.类))", rows[1], "60");
    check_finding("本行.得分", DIAG_EXPR_UNKNOWN, 1, "本行.得分");
}

static void mistakes_have_a_column(void **state)
{
    (void)state;
    check_finding("", DIAG_EXPR_SYNTAX, 1, "");
    check_finding("1 +", DIAG_EXPR_SYNTAX, 4, "1 +");
    check_finding("人员.行政编制 * * 2", DIAG_EXPR_SYNTAX, 11, "* 2");
    check_finding("(1 + 2", DIAG_EXPR_SYNTAX, 7, "(1 + 2");
    check_finding("1 + 2)", DIAG_EXPR_SYNTAX, 6, ")");
    check_finding("1 2", DIAG_EXPR_SYNTAX, 3, "2");
    check_finding("`甲", DIAG_EXPR_SYNTAX, 1, "`甲");
    check_finding("``", DIAG_EXPR_SYNTAX, 1, "``");
    check_finding("报告.单位 = \"某", DIAG_EXPR_SYNTAX, 9, "\"某");
    check_finding("！1", DIAG_EXPR_UNKNOWN, 1, "！1");
    check_finding("1 ! 2", DIAG_EXPR_SYNTAX, 3, "! 2");
    check_finding("总和(1)", DIAG_EXPR_SYNTAX, 1, "总和(1)");
    check_finding("round(1)", DIAG_EXPR_SYNTAX, 8, ")");
    check_finding("if(1 = 1, 2)", DIAG_EXPR_SYNTAX, 12, ")");
    check_finding("人员.行政编 + 1", DIAG_EXPR_UNKNOWN, 1, "人员.行政编");
    check_finding("1.5万元", DIAG_EXPR_UNKNOWN, 1, "1.5万元");
    check_finding("指标.分值 + 1", DIAG_EXPR_TYPE, 1, "指标.分值");
    check_finding("sum(指标.类)", DIAG_EXPR_TYPE, 5, "指标.类");
    check_finding("sum(指标.分值, 别 = 1)", DIAG_EXPR_UNKNOWN, 12, "别"); /* once, not per row */
    check_finding("sum(指标.分值, 分值)", DIAG_EXPR_TYPE, 12, "分值");
    check_finding("round(1, 0.5)", DIAG_EXPR_TYPE, 10, "0.5");
}

static void nearest_names_are_offered(void **state)
{
    (void)state;
    struct world w = world_new(ROWS);
    evaluate(&w, "人员.行政编", NULL);
    evaluate(&w, "sun(1)", NULL);
    size_t n;
    struct finding **found = diag_sorted(w.diag, &n);
    assert_int_equal(n, 2);
    assert_string_equal(found[0]->near, "sum");
    assert_string_equal(found[1]->near, "人员.行政编制");
    arena_free(w.arena);
}

static const char *repeated(struct world *w, const char *head, const char *middle, size_t n)
{
    struct buf buf = buf_in(w->arena);
    for (size_t i = 0; i < n; i++)
        buf_add(&buf, head);
    buf_add(&buf, middle);
    return buf_text(&buf);
}

static void depth_is_bounded_and_length_is_not(void **state)
{
    (void)state;
    static const char *const heads[] = {"(", "-", "非 ", "abs(", "1 + ("};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        struct world w = world_new(ROWS);
        assert_int_equal(evaluate(&w, repeated(&w, heads[i], "1", 20000), NULL).type, EXPR_FAILED);
        size_t n;
        assert_int_equal(diag_sorted(w.diag, &n)[0]->code, DIAG_EXPR_DEPTH);
        assert_int_equal(n, 1);
        arena_free(w.arena);
    }
    struct world w = world_new(ROWS);
    assert_string_equal(shown(&w, evaluate(&w, repeated(&w, "1 + ", "1", 9999), NULL)), "10000");
    arena_free(w.arena);
}

/* A condition is tested once for each row, and a total inside it is computed once in all. */
static void evaluation_is_linear(void **state)
{
    (void)state;
    struct world w = world_new(3000);
    struct expr_value v = evaluate(&w, "count(指标.分值, 分值 = max(指标.分值, 分值 < max(指标.分值)))", NULL);
    assert_string_equal(shown(&w, v), "1000");
    assert_true(w.asked < 7 * 3000);
    arena_free(w.arena);
}

static void names_of_a_formula(void **state)
{
    (void)state;
    struct world w = world_new(ROWS);
    struct pos at = {.file = "fields.ini"};
    struct expr *expr = expr_compile(w.arena, w.diag, "甲 + sum(表.列, 乙 = 本行.乙) * `丙 丁` - 甲", at);
    struct text_names found = expr_names(w.arena, expr);
    static const char *const expected[] = {"甲", "表.列", "乙", "本行.乙", "丙 丁"};
    assert_int_equal(found.count, 5);
    for (size_t i = 0; i < 5; i++)
        assert_string_equal(found.items[i], expected[i]);
    arena_free(w.arena);
}

static const char *cell_of(void *ctx, const char *name)
{
    (void)ctx;
    static const char *const cells[][2] = {{"甲", "B2"}, {"乙", "C2"}, {"表.列", "D7:D9"}};
    for (size_t i = 0; i < 3; i++)
        if (!strcmp(cells[i][0], name))
            return cells[i][1];
    return NULL;
}

static void totals_add_up(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool total;
    } cases[] = {{"sum(T.a)", true}, {"甲 + 乙", true},         {"甲 + sum(T.a) + 乙", true}, {"甲 - 乙", false},
                 {"甲", false},      {"甲 / (乙 + 丙)", false}, {"count(T)", false},          {"甲 + 乙 - 丙", false}};
    struct arena *arena = arena_new();
    num_init(arena);
    struct diag *diag = diag_new(arena);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct expr *expr = expr_compile(arena, diag, cases[i].text, (struct pos){0});
        assert_non_null(expr);
        assert_int_equal(expr_is_total(expr), cases[i].total);
    }
    arena_free(arena);
}

static void spreadsheet_formulas(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"甲 + 乙 * 2", "B2+C2*2"},
        {"(甲 + 乙) * 2", "(B2+C2)*2"},
        {"甲 - (乙 - 1)", "B2-(C2-1)"},
        {"甲 / (乙 * 2)", "B2/(C2*2)"},
        {"甲 - -乙", "B2-(-C2)"},
        {"-甲 + 1.50", "-B2+1.5"},
        {"甲 * 98.5%", "B2*98.5%"},
        {"sum(表.列)", "SUM(D7:D9)"},
        {"round(min(甲, 乙, 1), 2) + abs(甲) + max(表.列)", "ROUND(MIN(B2,C2,1),2)+ABS(B2)+MAX(D7:D9)"},
        {"if(甲 >= 乙 并且 非 甲 = 1 或者 甲 != 2, 甲, 乙)", "IF(OR(AND(B2>=C2,NOT(B2=1)),B2<>2),B2,C2)"},
        {"sum(表.列, 甲 = 1)", NULL},
        {"sum(表.列, blank(甲))", NULL},
        {"sum(表.列, if(甲 = 1, 甲 = 2, 甲 = 3))", NULL},
        {"count(表.列)", NULL},
        {"甲 = \"x\"", NULL},
        {"甲 + 丙", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct world w = world_new(ROWS);
        struct expr *expr = expr_compile(w.arena, w.diag, cases[i][0], (struct pos){.file = "fields.ini"});
        assert_non_null(expr);
        struct buf out = buf_in(w.arena);
        assert_int_equal(expr_spreadsheet(w.arena, expr, cell_of, NULL, &out), cases[i][1] != NULL);
        assert_string_equal(buf_text(&out), cases[i][1] ? cases[i][1] : "");
        arena_free(w.arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arithmetic_is_exact),
        cmocka_unit_test(names_are_runs_of_characters),
        cmocka_unit_test(units_must_agree),
        cmocka_unit_test(comparisons),
        cmocka_unit_test(logic_has_three_values),
        cmocka_unit_test(blanks_spread),
        cmocka_unit_test(texts_hold_words),
        cmocka_unit_test(division_by_zero),
        cmocka_unit_test(totals_over_columns),
        cmocka_unit_test(rows_and_facts),
        cmocka_unit_test(mistakes_have_a_column),
        cmocka_unit_test(nearest_names_are_offered),
        cmocka_unit_test(depth_is_bounded_and_length_is_not),
        cmocka_unit_test(evaluation_is_linear),
        cmocka_unit_test(names_of_a_formula),
        cmocka_unit_test(totals_add_up),
        cmocka_unit_test(spreadsheet_formulas),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
