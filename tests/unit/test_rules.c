/* What rules.ini can say beyond one condition: items, steps, parts of targets, last year, the narrative; where a gap
 * comes from; templates tried without a report. */
#include "fixture.h"

#include "model/check.h"
#include "model/report.h"

static const char fields[] =
    "[字段 收.*]\n类型 = 金额\n单位 = 万元\n小数 = 0-2\n[字段 收.合计]\n名称 = 收入合计\n公式 = sum(收.甲, 收.乙, "
    "收.丙)\n"
    "[字段 支.*]\n类型 = 金额\n单位 = 万元\n小数 = 0-2\n[字段 率.*]\n类型 = 百分比\n[字段 率.执行]\n[字段 "
    "支.合计]\n[字段 收.甲]\n[字段 收.乙]\n"
    "[字段 分.总]\n类型 = 数量\n单位 = 分\n[表字段 指标]\n键 = 名\n列 = 名 | 目标 | 完成 | 分值 | 得分 | 原因\n"
    "[字段 指标.*.目标]\n类型 = 指标值\n[字段 指标.*.完成]\n类型 = 指标值\n[字段 指标.*.分值]\n类型 = 数量\n"
    "[字段 指标.*.得分]\n类型 = 数量\n[表字段 经费]\n键 = 项目\n列 = 项目 | 上年 | 本年\n[字段 经费.*.*]\n类型 = "
    "金额\n单位 = 万元\n";

static struct template *load_template(struct world *w, const char *rules)
{
    put(w, "t/template.ini", "[模板]\n格式 = 1\n");
    put(w, "t/fields.ini", fields);
    put(w, "t/rules.ini", rules);
    return template_load(w->arena, w->diag, "t", (struct pos){0}, &w->search);
}

static const struct ini *parse(struct world *w, const char *text)
{
    struct source source = {.file = "report.ini", .text = text, .size = strlen(text)};
    return ini_parse(w->arena, w->diag, &source);
}

static void run(struct world *w, const char *rules, const char *report, const struct doc *doc)
{
    struct template *t = load_template(w, rules);
    const struct ini *ini = parse(w, report);
    struct facts *facts = facts_load(w->arena, w->diag, t, ini);
    assert_clean(w);
    check_run(w->arena, w->diag, facts, t, ini, doc);
}

static const char *detail(struct world *w, size_t skip)
{
    const struct finding *f = nth(w, DIAG_RULE, skip);
    assert_non_null(f);
    return f->detail;
}

/* -- scoring -- */

static const char score_rule[] =
    "[评分 R12]\n类别 = 须说明\n逐行 = 指标\n适用 = 本行.目标.数 > 0 并且 本行.完成.数 > 0\n对象 = 本行.得分\n容差 = "
    "0.1\n"
    "列 = 条件 | 应得\n行 = 本行.目标.符号 = \"≤\" | 本行.分值 * min(1, 本行.目标.数 / 本行.完成.数)\n"
    "行 = | 本行.分值 * min(1, 本行.完成.数 / 本行.目标.数)\n";

static void scores_follow_their_rule(void **state)
{
    struct world *w = *state;
    run(w, score_rule,
        "[指标]\n列 = 名 | 目标 | 完成 | 分值 | 得分 | 原因\n"
        "行 = 甲 | ≥98.5% | 98.35% | 5 | 4 |\n"  /* 4.99 is due */
        "行 = 乙 | 98.5% | 98.35% | 5 | 4.9 |\n" /* within 0.1 */
        "行 = 丙 | 4次/年 | 4次 | 5 | 5 |\n"     /* units are not compared */
        "行 = 丁 | ≤10天 | 20天 | 10 | 5 |\n"    /* inverse: half */
        "行 = 戊 | ≤10天 | 20天 | 10 | 10 |\n"
        "行 = 己 | 大幅提升 | 提升 | 5 | 2 |\n" /* words are not scored */
        "行 = 庚 | 30次 | 60次 | 5 | 5 |\n",    /* never above the points */
        NULL);
    assert_string_equal(nth(w, DIAG_RULE, 0)->answer, "R12 指标.甲 [4 ≠ 4.99] = ");
    assert_int_equal(nth(w, DIAG_RULE, 0)->at.line, 3);
    assert_string_equal(nth(w, DIAG_RULE, 1)->answer, "R12 指标.戊 [10 ≠ 5] = ");
    assert_int_equal(findings(w), 2);
}

static const char cap_rule[] =
    "[评分 封顶]\n对象 = 分.总\n列 = 条件 | 上限\n行 = 率.执行 >= 80% | 100\n"
    "行 = 率.执行 >= 70% | 89\n行 = 率.执行 >= 60% | 79\n行 = 率.执行 >= 50% | 69\n行 = | 59\n";

static void caps_change_at_their_borders(void **state)
{
    static const struct {
        const char *rate, *score;
        bool held;
    } cases[] = {{"80%", "100", true},   {"79.99%", "100", false}, {"79.99%", "89", true}, {"70%", "89", true},
                 {"70%", "89.1", false}, {"69.99%", "79", true},   {"60%", "79.1", false}, {"59.99%", "69", true},
                 {"50%", "69.1", false}, {"50%", "69", true},      {"49.99%", "59", true}, {"0%", "59.1", false}};
    struct world *w = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        w->diag = diag_new(w->arena);
        run(w, cap_rule, arena_printf(w->arena, "[率]\n执行 = %s\n[分]\n总 = %s\n", cases[i].rate, cases[i].score),
            NULL);
        assert_int_equal(findings(w), !cases[i].held);
    }
}

static void grades_have_two_bounds(void **state)
{
    static const char rule[] = "[评分 定性]\n逐行 = 指标\n对象 = 本行.得分\n列 = 条件 | 下限 | 上限\n"
                               "行 = 本行.完成 = \"达成\" | 本行.分值 * 80% | 本行.分值\n"
                               "行 = 本行.完成 = \"部分\" | 本行.分值 * 60% | 本行.分值 * 80%\n";
    struct world *w = *state;
    run(w, rule,
        "[指标]\n列 = 名 | 目标 | 完成 | 分值 | 得分 | 原因\n行 = 甲 | 好 | 达成 | 10 | 8 |\n行 = 乙 | 好 | 达成 | 10 "
        "| 7 |\n"
        "行 = 丙 | 好 | 部分 | 10 | 9 |\n行 = 丁 | 好 | 没有 | 10 | 9 |\n",
        NULL);
    assert_int_equal(nth(w, DIAG_RULE, 0)->at.line, 4);
    assert_int_equal(nth(w, DIAG_RULE, 1)->at.line, 5);
    assert_int_equal(findings(w), 2);
}

/* As many columns as there are: the third bound counts, a column written twice is said. */
static void every_cell_of_a_step_counts(void **state)
{
    struct world *w = *state;
    static const char report[] = "[分]\n总 = 5\n";
    run(w, "[评分 甲]\n对象 = 分.总\n列 = 应得 | 上限 | 下限\n行 = 5 | 10 | 6\n", report, NULL);
    assert_string_equal(detail(w, 0), "分.总 5 < 6，差额 1");
    w->diag = diag_new(w->arena);
    run(w, "[评分 甲]\n对象 = 分.总\n列 = 条件 | 上限 | 条件\n行 = 分.总 > 9 | 4 | 分.总 > 8\n", report, NULL);
    assert_string_equal(found(w, DIAG_INI_DUPLICATE_KEY)->detail, "甲.条件");
    assert_int_equal(found(w, DIAG_INI_DUPLICATE_KEY)->at.line, 3);
    assert_int_equal(findings(w), 1);
}

static void deductions_are_formulas(void **state)
{
    static const char rule[] =
        "[评分 控制率]\n对象 = 分.总\n应得 = if(率.执行 <= 100%, 5, max(0, 5 - 0.5 * (率.执行 - 100%) * 100))\n";
    struct world *w = *state;
    run(w, rule, "[率]\n执行 = 103%\n[分]\n总 = 3.5\n", NULL);
    assert_clean(w);
    run(w, rule, "[率]\n执行 = 103%\n[分]\n总 = 5\n", NULL);
    assert_int_equal(findings(w), 1);
}

/* -- items -- */

static void one_rule_for_many_columns(void **state)
{
    struct world *w = *state;
    run(w,
        "[规则 R5]\n逐项 = 上年 | 本年\n条件 = 经费.三公.本项 = sum(经费.车.本项, 经费.接待.本项)\n空值 = 忽略\n"
        "说明 = 三公不等（本项）\n处理 = 核对本项\n",
        "[经费]\n列 = 项目 | 上年 | 本年\n行 = 三公 | 3 | 5\n行 = 车 | 1 | 1\n行 = 接待 | 2 | 3\n", NULL);
    assert_int_equal(findings(w), 1);
    const struct finding *f = found(w, DIAG_RULE);
    assert_string_equal(f->message, "三公不等（本年）");
    assert_string_equal(f->todo, "核对本年");
    assert_string_equal(f->detail, "三公 本年 5 ≠ 4（车 本年 1，接待 本年 3），差额 1");
}

/* -- switching -- */

static void templates_switch_rules_and_reports_do_not(void **state)
{
    struct world *w = *state;
    run(w, "[规则 R1]\n条件 = 收.甲 = 1\n状态 = 关闭\n[规则 R2]\n条件 = 收.甲 = 1\n状态 = 启用\n",
        "[收]\n甲 = 2\n[审核说明]\nR2 收.甲 [2 ≠ 1] = 不改\n", NULL);
    assert_string_equal(found(w, DIAG_RULE)->rule, "R2");
    assert_non_null(found(w, DIAG_EXPLAIN_ERROR));
    assert_int_equal(findings(w), 2);
}

static void a_county_changes_classes(void **state)
{
    struct world *w = *state;
    load_template(w, "[规则 R1]\n条件 = 收.甲 = 1\n说明 = 甲\n[规则 R2]\n条件 = 收.甲 = 1\n");
    put(w, "c/template.ini", "[模板]\n格式 = 1\n继承 = t\n");
    put(w, "c/rules.ini", "[规则 R1]\n类别 = 提示\n[-规则 R2]\n[规则 R3]\n条件 = 收.甲 = 3\n");
    struct template *t = template_load(w->arena, w->diag, "c", (struct pos){0}, &w->search);
    const struct ini *ini = parse(w, "[收]\n甲 = 2\n");
    struct facts *facts = facts_load(w->arena, w->diag, t, ini);
    check_run(w->arena, w->diag, facts, t, ini, NULL);
    assert_int_equal(findings(w), 2);
    assert_int_equal(nth(w, DIAG_RULE, 0)->level, DIAG_HINT);
    assert_string_equal(nth(w, DIAG_RULE, 0)->message, "甲");
    assert_string_equal(nth(w, DIAG_RULE, 1)->rule, "R3");
}

/* -- gaps -- */

static void a_gap_that_is_a_sum_of_two(void **state)
{
    struct world *w = *state;
    run(w, "[规则 R11]\n条件 = 支.甲 = 支.乙\n",
        "[支]\n甲 = 585.63\n乙 = 609.33\n[收]\n甲 = 916.77\n乙 = 19.49\n丙 = 4.21\n", NULL);
    assert_string_equal(detail(w, 0), "支.甲 585.63 ≠ 支.乙 609.33，差额 23.70 = 乙 19.49 + 丙 4.21");
}

static void a_gap_that_is_one_amount(void **state)
{
    struct world *w = *state;
    run(w, "[规则 R11]\n条件 = 支.甲 = 支.乙\n", "[支]\n甲 = 10\n乙 = 29.49\n[收]\n甲 = 19.49\n", NULL);
    assert_string_equal(detail(w, 0), "支.甲 10 ≠ 支.乙 29.49，差额 19.49 = 甲 19.49");
}

static void a_gap_with_two_reasons_has_none(void **state)
{
    struct world *w = *state;
    run(w, "[规则 R11]\n条件 = 支.甲 = 支.乙\n",
        "[支]\n甲 = 10\n乙 = 33.7\n丙 = 9.49\n丁 = 4.21\n[收]\n甲 = 19.49\n乙 = 14.21\n", NULL);
    assert_string_equal(detail(w, 0), "支.甲 10 ≠ 支.乙 33.7，差额 23.7");
}

/* Cells of a table that the rule does not look at are no pair: one of the many always meets the gap. One cell may be. */
static void a_gap_that_cells_of_another_table_meet(void **state)
{
    struct world *w = *state;
    static const char rule[] = "[规则 R11]\n条件 = 支.甲 = 支.乙\n";
    run(w, rule, "[支]\n甲 = 10\n乙 = 12.92\n[经费]\n列 = 项目 | 上年 | 本年\n行 = 办公 | 3.07 | 0.15\n", NULL);
    assert_string_equal(detail(w, 0), "支.甲 10 ≠ 支.乙 12.92，差额 2.92");
}

static void a_gap_that_is_one_cell(void **state)
{
    struct world *w = *state;
    static const char rule[] = "[规则 R11]\n条件 = 支.甲 = 支.乙\n";
    run(w, rule, "[支]\n甲 = 10\n乙 = 12.92\n[经费]\n列 = 项目 | 上年 | 本年\n行 = 办公 | 2.92 | 0.15\n", NULL);
    assert_string_equal(detail(w, 0), "支.甲 10 ≠ 支.乙 12.92，差额 2.92 = 办公 上年 2.92");
}

/* Too many amounts to look at all pairs: none is called the only one. */
static void a_gap_among_very_many_amounts(void **state)
{
    struct world *w = *state;
    struct buf report = buf_in(w->arena);
    buf_add(&report, "[支]\n甲 = 10\n乙 = 33.7\n[收]\n丁 = 19.49\n戊 = 4.21\n");
    for (int i = 0; i < 600; i++)
        buf_printf(&report, "项%d = %d\n", i, 100000 + i * i * 1000);
    buf_add(&report, "尾甲 = 9.49\n尾乙 = 14.21\n");
    run(w, "[规则 R11]\n条件 = 支.甲 = 支.乙\n", buf_text(&report), NULL);
    assert_string_equal(detail(w, 0), "支.甲 10 ≠ 支.乙 33.7，差额 23.7");
}

/* An explanation names every figure it answers for; people are told that there are more. */
static void an_answer_names_all_figures(void **state)
{
    struct world *w = *state;
    struct buf report = buf_in(w->arena), rule = buf_in(w->arena);
    buf_add(&report, "[收]\n");
    buf_add(&rule, "[规则 R1]\n类别 = 须说明\n条件 = 收.项1 > 9");
    for (int i = 1; i <= 9; i++) {
        buf_printf(&report, "项%d = %d\n", i, i);
        buf_printf(&rule, " 或者 收.项%d > 9", i);
    }
    buf_add(&rule, "\n");
    run(w, buf_text(&rule), buf_text(&report), NULL);
    assert_string_equal(found(w, DIAG_RULE)->answer, "R1 收.项1 [1，2，3，4，5，6，7，8，9] = ");
    assert_string_equal(detail(w, 0),
                        "收.项1 1，收.项2 2，收.项3 3，收.项4 4，收.项5 5，收.项6 6，收.项7 7，收.项8 8 …");
}

static void ten_thousand_times(void **state)
{
    struct world *w = *state;
    run(w, "[规则 R11]\n条件 = 支.甲 = 支.乙\n", "[支]\n甲 = 1.8047\n乙 = 18047\n", NULL);
    assert_non_null(strstr(detail(w, 0), "一万倍"));
}

static void rates_are_printed_as_rates(void **state)
{
    struct world *w = *state;
    run(w, "[规则 R19]\n类别 = 须说明\n逐行 = 经费\n条件 = abs(本行.本年 - 本行.上年) / 本行.上年 <= 率.执行\n",
        "[率]\n执行 = 30%\n[经费]\n列 = 项目 | 上年 | 本年\n行 = 公用 | 19.81 | 405.16\n行 = 会议 | 10 | 13\n", NULL);
    assert_string_equal(found(w, DIAG_RULE)->answer, "R19 经费.公用 [1945.23% > 30%] = ");
    assert_string_equal(detail(w, 0), "公用：1945.23%（本年 405.16，上年 19.81） > 率.执行 30%");
    assert_int_equal(findings(w), 1);
}

/* -- the narrative -- */

static struct doc *text(struct world *w, const char *words, const struct fact *printed, const char *behind)
{
    struct doc *doc = arena_alloc(w->arena, sizeof *doc);
    struct block *block = list_push(w->arena, &doc->blocks);
    block->kind = BLOCK_PARAGRAPH;
    struct run first = {.element = EL_BODY, .text = words, .at = {.file = "正文/a.txt", .line = 1, .column = 1}};
    *list_push(w->arena, &block->runs) = first;
    if (printed)
        *list_push(w->arena, &block->runs) = (struct run){.element = EL_BODY, .text = behind, .fact = printed};
    return doc;
}

static void figures_the_text_never_mentions(void **state)
{
    struct world *w = *state;
    run(w, "[规则 R24]\n类别 = 提示\n逐行 = 指标\n见于正文 = 本行.完成\n说明 = 找不到\n",
        "[指标]\n列 = 名 | 目标 | 完成 | 分值 | 得分 | 原因\n行 = 甲 | 1 | 4次/年 | 1 | 1 |\n行 = 乙 | 1 | 98.5% | 1 | "
        "1 |\n"
        "行 = 丙 | 1 | 50 | 1 | 1 |\n行 = 丁 | 1 | 8次 | 1 | 1 |\n行 = 戊 | 1 | 98% | 1 | 1 |\n行 = 己 | 1 | 好 | 1 | "
        "1 |\n",
        text(w, "通报4次，满意率98.50%，50个，办件8件，980件。", NULL, NULL));
    assert_string_equal(detail(w, 0), "丁：完成 8次");
    assert_string_equal(detail(w, 1), "戊：完成 98%");
    assert_int_equal(findings(w), 2);
}

static void names_cut_short(void **state)
{
    static const struct {
        const char *words;
        bool held;
    } cases[] = {{"其中业务经费1万元，专项资金", false},
                 {"，上级专项资金", true},
                 {"，本级专项资金", true},
                 {"，共计", true},
                 {"资金", true},
                 {"专项资金", false}};
    struct world *w = *state;
    struct template *t = load_template(w, "");
    const struct ini *ini = parse(w, "[支]\n上级专项资金 = 0\n");
    struct facts *facts = facts_load(w->arena, w->diag, t, ini);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        w->diag = diag_new(w->arena);
        check_run(w->arena, w->diag, facts, t, ini, text(w, cases[i].words, facts_find(facts, "支.上级专项资金"), "0"));
        assert_int_equal(found(w, DIAG_LABEL_DIFFERS) == NULL, cases[i].held);
    }
}

static void levels_of_figures_in_prose(void **state)
{
    struct world *w = *state;
    const char *report = "[率]\n甲 = 98.35%\n[别名]\n率.甲 = 满意率\n";
    run(w, "[文字检查]\nL101 = 须说明\n", report, text(w, "满意率98%。", NULL, NULL));
    assert_int_equal(found(w, DIAG_ALIAS_DIFFERS)->level, DIAG_EXPLAIN);
    assert_string_equal(found(w, DIAG_ALIAS_DIFFERS)->answer, "L101 率.甲 [满意率98% ≠ 98.35%] = ");
    w->diag = diag_new(w->arena);
    run(w, "[文字检查]\nL101 = 关闭\n", report, text(w, "满意率98%。", NULL, NULL));
    assert_clean(w);
}

/* -- last year -- */

static const char last_rule[] =
    "[规则 R17]\n逐行 = 经费\n空值 = 忽略\n条件 = 本行.上年 = sum(上年.经费.本年, 项目 = 本行.项目)\n"
    "[规则 R17a]\n条件 = 收.甲 > 上年.收.甲\n";

static void last_year_is_compared_when_it_is_named(void **state)
{
    struct world *w = *state;
    put(w, "r/report.ini",
        "[报告]\n模板 = t\n[收]\n甲 = 2\n[经费]\n列 = 项目 | 上年 | 本年\n行 = 车 | 0 | 1\n行 = 接待 | 0 | 2\n");
    struct template *t = load_template(w, last_rule);
    const struct ini *ini = parse(
        w, "[收]\n甲 = 2\n[经费]\n列 = 项目 | 上年 | 本年\n行 = 车 | 1 | 1\n行 = 接待 | 3 | 1\n行 = 新 | 9 | 1\n");
    struct facts *alone = facts_load(w->arena, w->diag, t, ini);
    check_run(w->arena, w->diag, alone, t, ini, NULL);
    assert_clean(w);
    struct facts *last =
        facts_load(w->arena, w->diag, t,
                   ini_read(w->arena, w->diag, arena_printf(w->arena, "%s/r/report.ini", w->folder), "../r"));
    struct facts *facts = facts_load_after(w->arena, w->diag, t, ini, last);
    w->diag = diag_new(w->arena);
    check_run(w->arena, w->diag, facts, t, ini, NULL);
    assert_string_equal(detail(w, 0), "收.甲 2 ≤ 上年 收.甲 2");
    assert_string_equal(detail(w, 1), "接待：上年 3 ≠ 2，差额 1");
    assert_int_equal(findings(w), 3); /* 新 was 0 then: the sum of no rows */
}

/* Last year's name may stand behind very many others. */
static void last_year_at_the_end_of_a_long_rule(void **state)
{
    struct world *w = *state;
    struct buf rule = buf_in(w->arena);
    buf_add(&rule, "[规则 R1]\n条件 = 收.甲 > 9");
    for (int i = 0; i < 300; i++)
        buf_printf(&rule, " 或者 收.项%d > 9", i);
    buf_add(&rule, " 或者 收.甲 > 上年.收.甲\n");
    run(w, buf_text(&rule), "[收]\n甲 = 1\n", NULL);
    assert_clean(w);
}

/* -- limits -- */

static void work_is_bounded(void **state)
{
    struct world *w = *state;
    struct buf report = buf_in(w->arena);
    buf_add(&report, "[经费]\n列 = 项目 | 上年 | 本年\n");
    for (int i = 0; i < 2000; i++)
        buf_printf(&report, "行 = 项%d | 1 | 1\n", i);
    run(w, "[规则 Q]\n逐行 = 经费\n条件 = sum(经费.本年, 项目 = 本行.项目) = 1\n[规则 R]\n条件 = 经费.项1.本年 = 1\n",
        buf_text(&report), NULL);
    assert_non_null(found(w, DIAG_RULES_TOO_MANY));
    assert_int_equal(findings(w), 1);
}

/* A row that breaks a rule costs more than one that does not. */
static void findings_are_bounded(void **state)
{
    struct world *w = *state;
    struct buf report = buf_in(w->arena), rules = buf_in(w->arena);
    buf_add(&report, "[经费]\n列 = 项目 | 上年 | 本年\n");
    for (int i = 0; i < 1000; i++)
        buf_printf(&report, "行 = 项%d | 1 | 1\n", i);
    for (int i = 0; i < 100; i++)
        buf_printf(&rules, "[规则 R%d]\n逐行 = 经费\n条件 = 本行.本年 > 1\n", i);
    run(w, buf_text(&rules), buf_text(&report), NULL);
    assert_non_null(found(w, DIAG_RULES_TOO_MANY));
    assert_true(findings(w) < 50000);
}

/* -- templates without reports -- */

static struct world *tried(void **state, const char *rules)
{
    struct world *w = *state;
    check_rules(w->arena, w->diag, load_template(w, rules));
    return w;
}

static void good_templates_are_silent(void **state)
{
    assert_clean(tried(state, score_rule));
    assert_clean(tried(state, cap_rule));
    assert_clean(tried(state, last_rule));
    assert_clean(tried(state, "[规则 R5]\n逐项 = 上年 | 本年\n条件 = 经费.三公.本项 = sum(经费.本项, 项目 = \"车\")\n"
                              "例 = 经费.三公.本项 = 0\n反例 = 经费.三公.本项 = 1\n"));
}

static void bad_names_units_and_types(void **state)
{
    struct world *w = tried(state, "[规则 A]\n逐行 = 指标\n条件 = if(1 = 1, 本行.得分 > 0, 本行.得份 > 0)\n"
                                   "[规则 B]\n条件 = 收.甲 = 分.总\n[规则 C]\n逐行 = 指标\n条件 = 本行.原因 > 1\n");
    assert_string_equal(found(w, DIAG_EXPR_UNKNOWN)->detail, "本行.得份"); /* in the branch not taken, too */
    assert_int_equal(found(w, DIAG_EXPR_UNKNOWN)->at.line, 3);
    assert_int_equal(found(w, DIAG_EXPR_UNIT)->at.line, 5);
    assert_int_equal(found(w, DIAG_EXPR_TYPE)->at.line, 8);
    assert_int_equal(findings(w), 3);
}

static void rules_that_never_apply(void **state)
{
    struct world *w = tried(state, "[规则 A]\n条件 = 1 = 1\n[规则 B]\n适用 = 1 > 2\n条件 = 收.甲 > 1\n");
    assert_string_equal(nth(w, DIAG_RULE_NEVER, 0)->detail, "A");
    assert_string_equal(nth(w, DIAG_RULE_NEVER, 1)->detail, "B");
    assert_int_equal(findings(w), 2);
}

static void examples_must_turn_out(void **state)
{
    struct world *w = tried(state, "[规则 A]\n条件 = 收.甲 > 5\n例 = 收.甲 = 6\n反例 = 收.甲 = 5\n"
                                   "[规则 B]\n条件 = 收.甲 > 5\n例 = 收.甲 = 5\n反例 = 收.甲 = 6\n");
    assert_int_equal(nth(w, DIAG_RULE_EXAMPLE, 0)->at.line, 7);
    assert_int_equal(nth(w, DIAG_RULE_EXAMPLE, 1)->at.line, 8);
    assert_int_equal(findings(w), 2);
}

static void bands_leave_no_gap(void **state)
{
    assert_clean(tried(state, "[等级]\n优 = 分.总 >= 90\n良 = 分.总 >= 80 并且 分.总 < 90\n差 = 分.总 < 80\n"));
    struct world *w = tried(state, "[等级]\n优 = 分.总 > 90\n良 = 分.总 >= 80 并且 分.总 < 90\n差 = 分.总 <= 80\n");
    assert_int_equal(findings(w), 2);
    const struct finding *gap = nth(w, DIAG_BANDS, 0), *both = nth(w, DIAG_BANDS, 1);
    assert_true(text_starts(gap->detail, "分.总 = 90：" DIAG_PAIR("落不进任何等级", "falls into no band")));
    assert_string_equal(both->detail, "分.总 = 80：良 / 差");
}

static void a_gap_is_one_finding(void **state)
{
    struct world *w = tried(state, "[等级]\n优 = 分.总 >= 90\n良 = 分.总 < 85\n");
    assert_int_equal(findings(w), 1);
    assert_true(text_starts(nth(w, DIAG_BANDS, 0)->detail, "分.总 = 85～89.999："));
}

static void bands_are_conditions(void **state)
{
    struct world *w = tried(state, "[等级]\n优 = 分.总 >= 90\n良 = 80-90\n差 = 分.总 - 80\n");
    assert_string_equal(nth(w, DIAG_BAND_CONDITION, 0)->detail, "良 = 80-90");
    assert_int_equal(findings(w), 1);
}

static void bands_have_no_value(void **state)
{
    struct world *w = tried(state, "[等级]\n优 = 分.总 >= 90\n差 = 分.总 - 80\n");
    assert_string_equal(nth(w, DIAG_BAND_CONDITION, 0)->detail, "差 = 分.总 - 80");
    assert_int_equal(findings(w), 1);
}

static void the_templates_of_this_program(void **state)
{
    struct world *w = *state;
    struct text_names search = {0};
    *list_push(w->arena, &search) = "templates";
    struct text_names names = template_list(w->arena, &search);
    for (size_t i = 0; i < names.count; i++)
        check_rules(w->arena, w->diag, template_load(w->arena, w->diag, names.items[i], (struct pos){0}, &search));
    assert_clean(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(scores_follow_their_rule),
        WORLD_TEST(caps_change_at_their_borders),
        WORLD_TEST(grades_have_two_bounds),
        WORLD_TEST(every_cell_of_a_step_counts),
        WORLD_TEST(deductions_are_formulas),
        WORLD_TEST(one_rule_for_many_columns),
        WORLD_TEST(templates_switch_rules_and_reports_do_not),
        WORLD_TEST(a_county_changes_classes),
        WORLD_TEST(a_gap_that_is_a_sum_of_two),
        WORLD_TEST(a_gap_that_is_one_amount),
        WORLD_TEST(a_gap_with_two_reasons_has_none),
        WORLD_TEST(a_gap_that_cells_of_another_table_meet),
        WORLD_TEST(a_gap_that_is_one_cell),
        WORLD_TEST(a_gap_among_very_many_amounts),
        WORLD_TEST(an_answer_names_all_figures),
        WORLD_TEST(ten_thousand_times),
        WORLD_TEST(rates_are_printed_as_rates),
        WORLD_TEST(figures_the_text_never_mentions),
        WORLD_TEST(names_cut_short),
        WORLD_TEST(levels_of_figures_in_prose),
        WORLD_TEST(last_year_is_compared_when_it_is_named),
        WORLD_TEST(last_year_at_the_end_of_a_long_rule),
        WORLD_TEST(work_is_bounded),
        WORLD_TEST(findings_are_bounded),
        WORLD_TEST(good_templates_are_silent),
        WORLD_TEST(bad_names_units_and_types),
        WORLD_TEST(rules_that_never_apply),
        WORLD_TEST(examples_must_turn_out),
        WORLD_TEST(bands_leave_no_gap),
        WORLD_TEST(a_gap_is_one_finding),
        WORLD_TEST(bands_are_conditions),
        WORLD_TEST(bands_have_no_value),
        WORLD_TEST(the_templates_of_this_program),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
