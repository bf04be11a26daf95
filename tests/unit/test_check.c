#include "fixture.h"

#include "model/check.h"
#include "model/report.h"

#include <time.h>

static void run(struct world *w, const char *rules, const char *report, const struct doc *doc)
{
    put(w, "t/template.ini", "[模板]\n格式 = 1\n");
    put(w, "t/fields.ini",
        "[字段 支出.*]\n类型 = 金额\n单位 = 万元\n[字段 支出.合计]\n公式 = 支出.甲 + 支出.乙\n"
        "[字段 率.*]\n类型 = 百分比\n[表字段 指标]\n键 = 名\n[字段 指标.*.分值]\n类型 = 数量\n[字段 指标.*.得分]\n类型 "
        "= 数量\n"
        "[字段 指标.*.原因]\n视同空白 = 无 | /\n[字段 指标.*.完成]\n类型 = 指标值\n[字段 指标.*.占.比]\n类型 = "
        "百分比\n小数 = 2\n[字段 人员.在职人数]\n别名 = 在职人员\n类型 = 数量\n单位 = 人\n"
        "[字段 报告.年度]\n类型 = 数量\n小数 = 0\n[字段 总分.得分]\n类型 = 数量\n单位 = 分\n"
        "[表字段 经费]\n键 = 项目\n[字段 经费.*.*]\n类型 = 金额\n单位 = 万元\n");
    put(w, "t/lint.ini",
        "[词表 名称之前]\n行 = 其中 N年\n[词表 名称之后]\n行 = 为 ：\n[词表 往年]\n行 = 上年\n[词表 约数]\n行 = 余\n");
    put(w, "t/rules.ini", rules);
    struct template *t = template_load(w->arena, w->diag, "t", (struct pos){0}, &w->search);
    struct source source = {.file = "report.ini", .text = report, .size = strlen(report)};
    const struct ini *ini = ini_parse(w->arena, w->diag, &source);
    struct facts *facts = facts_load(w->arena, w->diag, t, ini);
    assert_clean(w);
    check_run(w->arena, w->diag, facts, t, ini, doc);
}

static void broken_rules_name_places_and_figures(void **state)
{
    struct world *w = *state;
    run(w,
        "[规则 R4]\n条件 = 支出.收入 = 支出.合计\n说明 = 收入{{支出.收入}}与支出不等\n[规则 R5]\n类别 = 须说明\n条件 = "
        "支出.甲 < 支出.乙\n",
        "[支出]\n甲 = 2\n乙 = 1.5\n收入 = 3\n", NULL);
    const struct finding *sum = nth(w, DIAG_RULE, 1), *less = nth(w, DIAG_RULE, 0);
    assert_string_equal(sum->rule, "R4");
    assert_int_equal(sum->level, DIAG_ERROR);
    assert_int_equal(sum->at.line, 4);
    assert_int_equal(sum->also.items[0].line, 2); /* a computed figure: where it comes from */
    assert_string_equal(sum->detail, "支出.收入 3 ≠ 支出.合计 3.5，差额 0.5");
    assert_string_equal(sum->message, "收入3万元与支出不等");
    assert_null(sum->answer);
    static const char *const parts[] = {"支出.收入", "支出.合计", "支出.甲", "支出.乙"}; /* a sum and what it adds up */
    assert_int_equal(sum->parts.count, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_string_equal(sum->parts.items[i].name, parts[i]);
        assert_int_equal(sum->parts.items[i].entered, i != 1);
    }
    assert_int_equal(less->level, DIAG_EXPLAIN);
    assert_string_equal(less->answer, "R5 支出.甲 [2 ≥ 1.5] = ");
    assert_int_equal(findings(w), 2);
}

/* A column's own name may hold a dot: 预算.执行率 of a list of records. */
static void a_total_reads_as_its_column_does(void **state)
{
    struct world *w = *state;
    run(w, "[规则 R7]\n条件 = sum(指标.占.比) <= 1\n",
        "[指标]\n列 = 名 | 占.比 | 比\n行 = 甲 | 60% | 3\n行 = 乙 | 50.5% | 4\n", NULL);
    assert_string_equal(found(w, DIAG_RULE)->detail, "110.5% > 100%");
}

static void rules_that_hold_are_silent(void **state)
{
    struct world *w = *state;
    run(w,
        "[规则 R1]\n条件 = 支出.收入 = 支出.合计\n容差 = 0.5\n[规则 R2]\n适用 = 支出.甲 > 100\n条件 = 支出.乙 = 0\n"
        "[规则 R3]\n条件 = 支出.合计 = 3.5\n[规则 R4]\n适用 = 支出.没有 > 0\n条件 = 支出.乙 = 0\n",
        "[支出]\n甲 = 2\n乙 = 1.5\n收入 = 3\n", NULL);
    assert_clean(w);
}

static void a_text_that_says_nothing_is_blank(void **state)
{
    struct world *w = *state;
    run(w, "[规则 R13]\n逐行 = 指标\n条件 = 非 blank(本行.原因)\n",
        "[指标]\n列 = 名 | 原因\n行 = 甲 | 无\n行 = 乙 | 无人\n行 = 丙 | /\n", NULL);
    assert_int_equal(findings(w), 2);
    assert_int_equal(nth(w, DIAG_RULE, 0)->at.line, 3);
    assert_int_equal(nth(w, DIAG_RULE, 1)->at.line, 5);
}

static void the_tolerance_has_an_edge(void **state)
{
    struct world *w = *state;
    run(w, "[规则 R1]\n条件 = 支出.收入 = 支出.合计\n容差 = 0.49\n", "[支出]\n甲 = 2\n乙 = 1.5\n收入 = 3\n", NULL);
    assert_non_null(found(w, DIAG_RULE));
}

static void blanks_are_not_judged(void **state)
{
    struct world *w = *state;
    run(w, "[规则 R1]\n条件 = 支出.甲 = 支出.没有\n[规则 R2]\n条件 = 支出.甲 = 支出.没有\n空值 = 报错\n",
        "[支出]\n甲 = 2\n", NULL);
    assert_string_equal(found(w, DIAG_RULE_UNTESTABLE)->rule, "R1");
    assert_string_equal(found(w, DIAG_RULE)->rule, "R2");
    assert_int_equal(found(w, DIAG_RULE)->also.items[0].line, 1); /* of the section it is missing in */
}

static const char rows[] = "[指标]\n列 = 名 | 分值 | 得分 | 原因\n行 = 甲 | 10 | 9 |\n行 = 乙=丙 | 5 | 4 |\n行 = 丁 | "
                           "5 | 4 | 有\n行 = 戊 | 5 | 5 |\n";
static const char row_rule[] = "[规则 R13]\n类别 = 须说明\n逐行 = 指标\n适用 = 本行.得分 < 本行.分值\n条件 = 非 "
                               "blank(本行.原因)\n说明 = {{名}}未得满分\n";

/* A total that is there and of which no part is. */
static void a_total_of_blanks_is_wrong(void **state)
{
    struct world *w = *state;
    run(w,
        "[规则 R6]\n空值 = 忽略\n条件 = 支出.收入 = sum(指标.分值)\n"
        "[规则 R7]\n空值 = 忽略\n条件 = 支出.乙 = sum(指标.分值)\n" /* 0: nothing to be parted */
        "[规则 R8]\n空值 = 忽略\n条件 = 支出.收入 <= sum(指标.分值)\n",
        "[支出]\n甲 = 1\n乙 = 0\n收入 = 20\n[指标]\n列 = 名 | 分值\n行 = 甲 |\n行 = 乙 |\n", NULL);
    assert_string_equal(found(w, DIAG_RULE)->rule, "R6");
    assert_int_equal(findings(w), 1);
}

/* 分值 and 得分 are both numbers without a unit. */
static void half_a_row_is_found(void **state)
{
    struct world *w = *state;
    run(w, "",
        "[指标]\n列 = 名 | 分值 | 得分 | 原因\n行 = 甲 | 1 | |\n行 = 乙 | 3 | 4 |\n行 = \\ | | |\n行 = 丙 | | |\n",
        NULL);
    const struct finding *half = nth(w, DIAG_ROW_HALF, 0), *none = nth(w, DIAG_ROW_HALF, 1);
    assert_string_equal(half->detail, "甲：得分");
    assert_int_equal(half->at.line, 3);
    assert_string_equal(half->answer, "L108 指标 [甲：得分] = ");
    assert_string_equal(none->detail, "丙：分值、得分"); /* the others have them */
    assert_int_equal(none->parts.count, 2);
    assert_int_equal(findings(w), 2);
}

static void what_may_be_blank_is_no_half_row(void **state)
{
    struct world *w = *state;
    run(w, "[规则 R2]\n逐行 = 指标\n条件 = 非 blank(本行.得分)\n说明 = 没有得分\n",
        "[指标]\n列 = 名 | 分值 | 得分 | 备用\n行 = 甲 | 1 | |\n行 = 乙 | 3 | 4 |\n", NULL);
    found(w, DIAG_RULE); /* a rule says it */
    assert_int_equal(findings(w), 1);
}

static void rows_without_figures_are_no_half_rows(void **state)
{
    struct world *w = *state;
    run(w, "[文字检查]\nL108 = 提示\n", "[指标]\n列 = 名 | 分值 | 得分\n行 = 甲 | |\n行 = 乙 | |\n", NULL);
    assert_int_equal(findings(w), 0);
}

static void rows_are_judged_one_by_one(void **state)
{
    struct world *w = *state;
    run(w, row_rule, rows, NULL);
    const struct finding *first = nth(w, DIAG_RULE, 0);
    assert_string_equal(first->answer, "R13 指标.甲 [9 < 10] = ");
    assert_string_equal(first->message, "甲未得满分");
    assert_int_equal(first->at.line, 3);
    assert_string_equal(nth(w, DIAG_RULE, 1)->answer, "R13 指标.乙:丙 [4 < 5] = "); /* no = inside a key */
    assert_int_equal(findings(w), 2);
}

/* Each of the rows names a column of words, which a finding is not about: the rows are not all looked at for each. */
static void many_findings_on_a_long_table_are_linear(void **state)
{
    struct world *w = *state;
    enum { ROWS = 20000 };
    struct buf report = buf_in(w->arena);
    buf_add(&report, "[指标]\n列 = 名 | 分值\n");
    for (int i = 0; i < ROWS; i++)
        buf_printf(&report, "行 = 名%d | 1\n", i);
    clock_t start = clock();
    run(w, "[规则 R1]\n逐行 = 指标\n条件 = 本行.分值 > count(指标.名)\n说明 = 少\n[文字检查]\nL108 = 关闭\n",
        buf_text(&report), NULL);
    assert_int_equal(findings(w), ROWS);
    assert_true(clock() - start < 5 * CLOCKS_PER_SEC);
}

static void explanations_answer_by_figures(void **state)
{
    struct world *w = *state;
    const char *report = arena_printf(
        w->arena, "%s[审核说明]\nR13  指标.甲 [9 < 10] = 原件如此\nR13 指标.乙:丙 [3 < 5] = 旧\nR99 指标.甲 [1] = 无\n",
        rows);
    run(w, row_rule, report, NULL);
    assert_true(nth(w, DIAG_RULE, 0)->explained);
    assert_string_equal(nth(w, DIAG_RULE, 0)->reason, "原件如此");
    assert_false(nth(w, DIAG_RULE, 1)->explained);
    assert_int_equal(found(w, DIAG_EXPLAIN_LAPSED)->at.line, 9);
    assert_string_equal(found(w, DIAG_EXPLAIN_LAPSED)->detail, "R13 指标.乙:丙 [3 < 5] → R13 指标.乙:丙 [4 < 5]");
    assert_int_equal(found(w, DIAG_EXPLAIN_UNMATCHED)->at.line, 10);
    assert_int_equal(findings(w), 4);
}

static void errors_cannot_be_explained(void **state)
{
    struct world *w = *state;
    run(w, "[规则 R4]\n条件 = 支出.甲 = 3\n[规则 R5]\n类别 = 须说明\n条件 = 支出.甲 = 4\n",
        "[支出]\n甲 = 2\n[审核说明]\nR4 支出.甲 [2 ≠ 3] = 不行\nR5 支出.甲 [2 ≠ 4] =\n", NULL);
    assert_int_equal(found(w, DIAG_EXPLAIN_ERROR)->at.line, 4);
    assert_int_equal(found(w, DIAG_REQUIRED)->at.line, 5); /* a reason must be given */
    assert_false(nth(w, DIAG_RULE, 0)->explained || nth(w, DIAG_RULE, 1)->explained);
}

static void bad_rules_are_reported(void **state)
{
    struct world *w = *state;
    run(w,
        "[规则 R1]\n条见 = 1\n[规则 R2]\n条件 = 支出.甲 =\n[规则 R3]\n条件 = 支出.佳 = 1\n逐行 = 指彪\n[规则 R4]\n条件 "
        "= 支出.甲\n类别 = 必該\n",
        "[支出]\n甲 = 2\n", NULL);
    assert_string_equal(found(w, DIAG_TEMPLATE_UNKNOWN)->near, "条件");
    assert_string_equal(found(w, DIAG_TEMPLATE_KEY)->detail, "[规则 R1] 条件");
    assert_non_null(found(w, DIAG_EXPR_SYNTAX));
    assert_string_equal(found(w, DIAG_TABLE_UNKNOWN)->near, "指标");
    assert_string_equal(found(w, DIAG_TEMPLATE_VALUE)->near, "必改");
    assert_string_equal(found(w, DIAG_EXPR_TYPE)->detail, "R4");
}

/* One paragraph of typed text; `|x|` stands for a placeholder's text. */
static struct doc *one_paragraph(struct world *w, const char *const *texts, const struct fact *printed)
{
    struct doc *doc = arena_alloc(w->arena, sizeof *doc);
    struct block *block = list_push(w->arena, &doc->blocks);
    block->kind = BLOCK_PARAGRAPH;
    for (int i = 0; texts[i]; i++)
        *list_push(w->arena, &block->runs) = (struct run){.element = EL_BODY,
                                                          .text = texts[i],
                                                          .at = {.file = "正文/a.txt", .line = 1 + i, .column = 1},
                                                          .fact = i % 2 ? printed : NULL};
    return doc;
}

static const char alias_report[] = "[支出]\n甲 = 1.5\n[率]\n丙 = 33.333%\n[指标]\n列 = 名 | 完成\n行 = 热线 | 98.35%\n"
                                   "[别名]\n指标.热线.完成 = 满意率\n支出.甲 = 人员经费 | 人经\n率.丙 = 群众满意率\n";

static void figures_in_prose_are_compared(void **state)
{
    struct world *w = *state;
    const char *texts[] = {"汇聚78种，热线满意率98%。人员经费为16,000元，人经2人共1.6万元，群众满意率33.3%。", NULL};
    run(w, "", alias_report, one_paragraph(w, texts, NULL));
    const struct finding *rate = nth(w, DIAG_ALIAS_DIFFERS, 0);
    assert_string_equal(rate->detail, "满意率98% ≠ 98.35%");
    assert_int_equal(rate->level, DIAG_HINT);
    assert_int_equal(rate->at.column, 9);
    assert_int_equal(rate->also.items[0].line, 7);
    assert_string_equal(nth(w, DIAG_ALIAS_DIFFERS, 1)->detail, "人员经费为16,000元 ≠ 1.5万元");
    assert_string_equal(nth(w, DIAG_ALIAS_DIFFERS, 2)->detail, "人经2人共1.6万元 ≠ 1.5万元");
    assert_string_equal(nth(w, DIAG_ALIAS_DIFFERS, 3)->detail, "群众满意率33.3% ≠ 33.33%");
    assert_int_equal(findings(w), 4);
}

static void agreeing_figures_are_silent(void **state)
{
    struct world *w = *state;
    static const struct fact printed;
    const char *texts[] = {"满意率98.35%，满意率。98%，满意率提高2个百分点，人员经费15,000元、人经",
                           "9万元",
                           "。人经1.5万元，群众满意率33.33%。满意率（98%）",
                           "满意率97%",
                           "",
                           NULL};
    run(w, "", alias_report, one_paragraph(w, texts, &printed));
    assert_clean(w);
}

static const char named_report[] =
    "[支出]\n公用经费 = 405.16\n[人员]\n在职人数 = 15\n[总分]\n得分 = 99.9\n[报告]\n年度 = 2023\n"
    "[经费]\n列 = 项目 | 预算 | 决算\n行 = 三公经费 | 1.5 | 1.2\n行 = 公用经费 | 400 | 405.16\n"
    "[指标]\n列 = 名 | 分值 | 得分 | 完成\n行 = 甲 | 9 | 9 | 1\n行 = 乙 | 4 | 4 | 2\n行 = 热线满意度 | 5 | 5 | 98%\n";

/* Without [别名]: right behind an entry's own name. */
static void figures_behind_a_name_are_compared(void **state)
{
    struct world *w = *state;
    const char *texts[] = {
        "1.公用经费405.61万元，其中三公经费为1.6万元。2023年在职人员17人，得分98分，热线满意度：97%。", NULL};
    run(w, "[文字检查]\nL103 = 关闭\n", named_report, one_paragraph(w, texts, NULL));
    assert_string_equal(nth(w, DIAG_ALIAS_DIFFERS, 0)->detail, "公用经费405.61万元 ≠ 405.16万元、400万元、405.16万元");
    assert_int_equal(nth(w, DIAG_ALIAS_DIFFERS, 0)->at.column, 3);
    assert_string_equal(nth(w, DIAG_ALIAS_DIFFERS, 1)->detail, "其中三公经费为1.6万元 ≠ 1.5万元、1.2万元");
    assert_string_equal(nth(w, DIAG_ALIAS_DIFFERS, 2)->detail, "2023年在职人员17人 ≠ 15人");
    assert_string_equal(nth(w, DIAG_ALIAS_DIFFERS, 3)->detail, "得分98分 ≠ 99.9分");
    assert_string_equal(nth(w, DIAG_ALIAS_DIFFERS, 4)->detail, "热线满意度：97% ≠ 98%");
    assert_int_equal(findings(w), 5);
}

/* Another entry of that name, a sum of rows, another year, parts, what is said of something else. */
static void figures_of_something_else_are_silent(void **state)
{
    struct world *w = *state;
    static const struct fact printed;
    static const char *const given[] = {
        "公用经费400万元，公用经费为4,051,600元，三公经费1.2万元，在职人员15人，得分99.9分，",
        "甲乙两项，得分13分。上年相比，公用经费300万元。2022年，公用经费300万元。压减公用经费5万元。",
        "机关：在职人数7人；二级单位：在职人数8人。",
        "在职人员20人次，公用经费400余万元，全县在职人员300人，公用经费1.5万元，支出90万元。",
    };
    for (size_t i = 0; i < sizeof given / sizeof *given; i++) {
        const char *texts[] = {given[i], NULL};
        run(w, "[文字检查]\nL103 = 关闭\n", named_report, one_paragraph(w, texts, NULL));
        assert_clean(w);
    }
    const char *texts[] = {"公用经费", "300万元", "", NULL};
    run(w, "", named_report, one_paragraph(w, texts, &printed));
    assert_clean(w);
}

static void unknown_alias(void **state)
{
    struct world *w = *state;
    run(w, "", "[别名]\n指标.热钱.完成 = 满意率\n[支出]\n甲 = 1\n", NULL);
    assert_int_equal(found(w, DIAG_INI_UNKNOWN_KEY)->at.line, 2);
}

static void the_minimal_sample(void **state)
{
    struct world *w = *state;
    struct report_options options = {0};
    *list_push(w->arena, &options.templates) = "templates";
    struct report *report = report_load(w->arena, w->diag, "samples/minimal", &options);
    assert_non_null(report);
    assert_string_equal(found(w, DIAG_COULD_FILL)->detail, "人员.控制率 = 93.75%");
    assert_string_equal(found(w, DIAG_ALIAS_DIFFERS)->detail, "满意率98% ≠ 98.35%");
    assert_non_null(found(w, DIAG_PROSE_NUMBER));
    assert_true(found(w, DIAG_RULE)->explained);
    assert_string_equal(facts_find(report->facts, "等级")->text, "优");
    assert_string_equal(facts_find(report->facts, "支出.基本支出")->text, "585.63");
    if (findings(w) != 4)
        assert_clean(w);
    assert_int_equal(diag_exit_code(w->diag), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(broken_rules_name_places_and_figures),
        WORLD_TEST(a_total_reads_as_its_column_does),
        WORLD_TEST(rules_that_hold_are_silent),
        WORLD_TEST(a_text_that_says_nothing_is_blank),
        WORLD_TEST(the_tolerance_has_an_edge),
        WORLD_TEST(blanks_are_not_judged),
        WORLD_TEST(a_total_of_blanks_is_wrong),
        WORLD_TEST(half_a_row_is_found),
        WORLD_TEST(what_may_be_blank_is_no_half_row),
        WORLD_TEST(rows_without_figures_are_no_half_rows),
        WORLD_TEST(rows_are_judged_one_by_one),
        WORLD_TEST(many_findings_on_a_long_table_are_linear),
        WORLD_TEST(explanations_answer_by_figures),
        WORLD_TEST(errors_cannot_be_explained),
        WORLD_TEST(bad_rules_are_reported),
        WORLD_TEST(figures_in_prose_are_compared),
        WORLD_TEST(agreeing_figures_are_silent),
        WORLD_TEST(figures_behind_a_name_are_compared),
        WORLD_TEST(figures_of_something_else_are_silent),
        WORLD_TEST(unknown_alias),
        WORLD_TEST(the_minimal_sample),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
