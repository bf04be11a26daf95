#include "fixture.h"

#include "model/facts.h"
#include "model/scope.h"

#include <time.h>

static struct facts *load(struct world *w, const char *fields, const char *report)
{
    put(w, "t/template.ini", "[模板]\n格式 = 1\n");
    put(w, "t/fields.ini", fields);
    struct template *t = template_load(w->arena, w->diag, "t", (struct pos){0}, &w->search);
    struct source source = {.file = "report.ini", .text = report, .size = strlen(report)};
    return facts_load(w->arena, w->diag, t, ini_parse(w->arena, w->diag, &source));
}

static const char *printed(struct world *w, const struct facts *facts, const char *name, enum fact_form form)
{
    const struct fact *fact = facts_find(facts, name);
    assert_non_null(fact);
    return fact_print(w->arena, fact, form);
}

#define CELL(name, text) assert_string_equal(printed(w, f, name, FORM_CELL), text)
#define PROSE(name, text) assert_string_equal(printed(w, f, name, FORM_PROSE), text)

static const char fields[] =
    "[字段 人员.*]\n类型 = 数量\n单位 = 人\n"
    "[字段 人员.编制数]\n公式 = 人员.行政编制 + 人员.事业编制\n"
    "[字段 人员.控制率]\n类型 = 百分比\n小数 = 2\n公式 = 人员.在职人数 / 人员.编制数\n空值 = —\n"
    "[字段 支出.*]\n类型 = 金额\n单位 = 万元\n"
    "[字段 支出.精确]\n小数 = 2\n千分位 = 是\n"
    "[字段 支出.合计]\n公式 = 支出.甲 + 支出.乙\n"
    "[字段 其他.日期]\n类型 = 日期\n"
    "[字段 其他.指标]\n类型 = 指标值\n";

static void types_what_was_written(void **state)
{
    struct world *w = *state;
    struct facts *f = load(w, fields,
                           "[人员]\n行政编制 = 6\n事业编制 = 10人\n在职人数 = 15\n"
                           "[支出]\n甲 = 1,804,700元\n乙 = 405.16\n精确 = 1234.5万元\n丙 = 0.5亿元\n"
                           "[其他]\n日期 = 2024-02-29\n指标 = ≥98.5%\n[自定]\n随便 = 1;2#3\n");
    assert_clean(w);
    PROSE("人员.编制数", "16人");
    CELL("人员.控制率", "93.75%");
    PROSE("支出.合计", "585.63万元");
    CELL("支出.合计", "585.63");
    PROSE("支出.精确", "1,234.50万元");
    CELL("支出.丙", "5000");
    CELL("其他.日期", "2024年2月29日");
    CELL("其他.指标", "≥98.5%");
    CELL("自定.随便", "1;2#3");
    assert_string_equal(printed(w, f, "其他.指标", FORM_NET), "98.5");
    assert_string_equal(printed(w, f, "人员.控制率", FORM_NET), "93.75");
    assert_int_equal(facts_find(f, "人员.编制数")->state, FACT_COMPUTED);
    assert_int_equal(facts_find(f, "人员.没有写")->state, FACT_ABSENT); /* known by its pattern */
    assert_null(facts_find(f, "人物.甲"));
}

static void refuses_wrong_values(void **state)
{
    struct world *w = *state;
    struct facts *f = load(w, fields,
                           "[人员]\n行政编制 = abc\n事业编制 = 10万元\n在职人数 = １５\n控制率 = 98.35\n"
                           "[支出]\n甲 = 12,34.5\n乙 = 3人\n丙 = 1.2.3\n[其他]\n日期 = 2023-02-29\n");
    assert_int_equal(nth(w, DIAG_NOT_A_NUMBER, 0)->at.line, 2);
    assert_int_equal(nth(w, DIAG_NOT_A_NUMBER, 1)->at.line, 7);
    assert_int_equal(nth(w, DIAG_NOT_A_NUMBER, 2)->at.line, 9);
    assert_string_equal(nth(w, DIAG_BAD_UNIT, 0)->detail, "人员.事业编制 = 10万元 ≠ 人");
    assert_string_equal(nth(w, DIAG_BAD_UNIT, 1)->detail, "支出.乙 = 3人 ≠ 万元");
    assert_int_equal(found(w, DIAG_FULL_WIDTH)->at.line, 4);
    assert_int_equal(found(w, DIAG_NO_PERCENT)->at.line, 5);
    assert_int_equal(found(w, DIAG_BAD_DATE)->at.line, 11);
    assert_int_equal(findings(w), 8); /* what needs a wrong value fails in silence */
    CELL("人员.在职人数", "15");
}

static void names_the_odd_character(void **state)
{
    struct world *w = *state;
    struct facts *f = load(w, "[字段 支出.*]\n类型 = 金额\n单位 = 万元\n[字段 年.*]\n类型 = 数量\n",
                           "[支出]\n甲 = 4O5.16\n乙 = 19.8l\n丙 = 405，16\n丁 = 2万\n戊 = 0.5亿\n己 = 30千\n"
                           "庚 = 12,34.5\n辛 = 1O万元\n[年]\n本年 = 2023年\n");
    assert_string_equal(nth(w, DIAG_NOT_A_NUMBER, 0)->detail, "支出.甲 = 4O5.16：O → 0");
    assert_string_equal(nth(w, DIAG_NOT_A_NUMBER, 1)->detail, "支出.乙 = 19.8l：l → 1");
    assert_string_equal(nth(w, DIAG_NOT_A_NUMBER, 2)->detail, "支出.丙 = 405，16：， → .");
    CELL("支出.丁", "2");
    CELL("支出.戊", "5000");
    CELL("支出.己", "3");
    assert_string_equal(nth(w, DIAG_NOT_A_NUMBER, 3)->detail, "支出.庚 = 12,34.5");
    assert_string_equal(nth(w, DIAG_NOT_A_NUMBER, 4)->detail, "支出.辛 = 1O万元：O → 0");
    assert_string_equal(found(w, DIAG_BAD_UNIT)->detail, "年.本年 = 2023年 → 2023");
    assert_int_equal(findings(w), 6);
}

static void knows_dates(void **state)
{
    struct world *w = *state;
    struct facts *f = load(w, "[字段 日.*]\n类型 = 日期\n",
                           "[日]\n甲 = 2024年2月28日\n乙 = 2024/2/28\n丙 = ２０２４-1-1\n丁 = 24-1-1\n戊 = 2024-4-31\n"
                           "己 = 2024.2.28\n庚 = 2024.02.28\n");
    CELL("日.甲", "2024年2月28日");
    CELL("日.乙", "2024年2月28日");
    CELL("日.丙", "2024年1月1日");
    CELL("日.己", "2024年2月28日");
    CELL("日.庚", "2024年2月28日");
    assert_int_equal(nth(w, DIAG_BAD_DATE, 0)->at.line, 5);
    assert_int_equal(nth(w, DIAG_BAD_DATE, 1)->at.line, 6);
    assert_int_equal(findings(w), 3);
}

static void names_the_unknown(void **state)
{
    struct world *w = *state;
    load(w, "[字段 支出.人员经费]\n必填 = 是\n[字段 支出.公用经费]\n",
         "[支出]\n公用经货 = 1\n[支初]\na = 1\n[报告]\n模板 = t\n");
    assert_string_equal(found(w, DIAG_INI_UNKNOWN_KEY)->detail, "支出.公用经货");
    assert_string_equal(found(w, DIAG_INI_UNKNOWN_KEY)->near, "公用经费");
    assert_string_equal(found(w, DIAG_INI_UNKNOWN_SECTION)->near, "支出");
    const struct finding *missing = found(w, DIAG_REQUIRED);
    assert_string_equal(missing->detail, "支出.人员经费");
    assert_int_equal(missing->at.line, 1); /* of its section */
    assert_int_equal(findings(w), 3);
}

static void blank_absent_and_different(void **state)
{
    struct world *w = *state;
    struct facts *f = load(w, fields,
                           "[人员]\n行政编制 = 6\n事业编制 = 10\n在职人数 = 15\n控制率 =\n"
                           "[支出]\n甲 = 1\n乙 = 2\n合计 = 3.5\n");
    const struct finding *could = found(w, DIAG_COULD_FILL), *differs = found(w, DIAG_FORMULA_DIFFERS);
    assert_string_equal(could->detail, "人员.控制率 = 93.75%");
    assert_int_equal(could->at.line, 5);
    assert_string_equal(differs->detail, "支出.合计 3.5 ≠ 3");
    assert_string_equal(differs->answer, "C103 支出.合计 [3.5 ≠ 3] = ");
    assert_int_equal(differs->also.items[0].line, 7);
    CELL("人员.控制率", "—");
    CELL("支出.合计", "3.5");
    assert_true(fact_blank(facts_find(f, "人员.控制率")));
    assert_int_equal(findings(w), 2);
}

static void typed_equal_after_rounding(void **state)
{
    struct world *w = *state;
    load(w, "[字段 a.*]\n类型 = 数量\n[字段 a.c]\n类型 = 百分比\n小数 = 2\n公式 = a.x / a.y\n",
         "[a]\nx = 1\ny = 3\nc = 33.33%\n");
    assert_clean(w);
}

static void finds_cycles(void **state)
{
    struct world *w = *state;
    struct facts *f = load(w,
                           "[字段 a.x]\n类型 = 数量\n公式 = a.y + 1\n[字段 a.y]\n类型 = 数量\n公式 = a.x + 1\n[字段 "
                           "a.z]\n类型 = 数量\n公式 = a.x\n",
                           "");
    const struct finding *cycle = found(w, DIAG_EXPR_CYCLE);
    assert_string_equal(cycle->detail, "a.x → a.y → a.x");
    assert_string_equal(cycle->at.file, "t/fields.ini");
    assert_int_equal(findings(w), 1);
    CELL("a.z", "");
}

static void formulas_name_facts(void **state)
{
    struct world *w = *state;
    load(w,
         "[字段 a.x]\n类型 = 数量\n公式 = a.Y + 1\n[字段 a.yy]\n类型 = 数量\n[字段 a.q]\n类型 = 数量\n公式 = 1 / 0\n"
         "[字段 a.u]\n类型 = 数量\n单位 = 人\n公式 = a.w\n[字段 a.w]\n类型 = 金额\n单位 = 元\n",
         "[a]\nw = 2\n");
    assert_string_equal(found(w, DIAG_EXPR_UNKNOWN)->detail, "a.Y");
    assert_non_null(found(w, DIAG_EXPR_DIV_ZERO));
    assert_string_equal(found(w, DIAG_EXPR_UNIT)->detail, "a.u: 元 ≠ 人");
}

static void deep_chains_do_not_crash(void **state)
{
    struct world *w = *state;
    struct buf text = buf_in(w->arena);
    for (int i = 0; i < 5000; i++)
        buf_printf(&text, "[字段 a.x%d]\n类型 = 数量\n公式 = a.x%d + 1\n", i, i + 1);
    buf_add(&text, "[字段 a.x5000]\n类型 = 数量\n");
    struct facts *f = load(w, buf_text(&text), "[a]\nx5000 = 1\n");
    assert_string_equal(found(w, DIAG_EXPR_DEPTH)->detail, "a.x40");
    assert_int_equal(facts_find(f, "a.x40")->state, FACT_COMPUTED); /* no entry that somebody forgot */
}

static const char table_fields[] = "[表字段 经费]\n键 = 项目\n列 = 项目 | 上年 | 本年\n行名 = 三公 | 1.公车 | 水\n"
                                   "[字段 经费.*.*]\n类型 = 金额\n单位 = 万元\n[字段 经费.1.公车.本年]\n小数 = 2\n"
                                   "[字段 经费.*.差]\n公式 = 本行.本年 - 本行.上年\n"
                                   "[字段 合.计]\n类型 = 金额\n单位 = 万元\n公式 = sum(经费.本年)\n";

static void reads_keyed_tables(void **state)
{
    struct world *w = *state;
    struct facts *f = load(
        w, table_fields, "[经费]\n列 = 项目 | 上年 | 本年\n行 = 三公 | 0.33 | 1.5\n行 = 1.公车 | 1 | 2\n行 = 水 | |\n");
    assert_clean(w);
    PROSE("经费.三公.本年", "1.5万元");
    CELL("经费.1.公车.本年", "2.00"); /* a key with a dot, a field of its own */
    CELL("经费.1.公车.差", "1");
    CELL("合.计", "3.5");
    CELL("经费.个数", "3");
    assert_true(fact_blank(facts_find(f, "经费.水.差")));
    assert_null(facts_find(f, "经费.没有.本年"));
    const struct fact_table *table = facts_table(f, "经费");
    assert_int_equal(table->columns.count, 4);
    assert_int_equal(table->key, 0);
    assert_string_equal(table->rows.items[1]->name, "1.公车");
}

static void judges_fixed_rows_and_columns(void **state)
{
    struct world *w = *state;
    struct facts *f = load(
        w, table_fields,
        "[经费]\n列 = 项目 | 上年 | 本年数\n行 = 三公 | 1 | 1\n行 = 三公 | 1 | 1\n行 = 1.共车 | 1 | 1\n行 = 水 | 1\n");
    assert_string_equal(found(w, DIAG_COLUMN_UNKNOWN)->near, "本年");
    assert_string_equal(found(w, DIAG_COLUMN_MISSING)->detail, "经费.本年");
    assert_int_equal(found(w, DIAG_ROW_DUPLICATE)->also.items[0].line, 3);
    assert_string_equal(found(w, DIAG_ROW_UNKNOWN)->near, "1.公车");
    assert_string_equal(found(w, DIAG_ROW_MISSING)->detail, "经费.1.公车");
    assert_string_equal(found(w, DIAG_ROW_CELLS)->detail, "经费: 2 ≠ 3");
    assert_int_equal(findings(w), 6);
    assert_true(fact_blank(facts_find(f, "经费.1.公车.本年")));
}

static void rows_without_columns(void **state)
{
    struct world *w = *state;
    load(w, table_fields, "[经费]\n行 = 三公 | 1 | 1\n");
    assert_int_equal(found(w, DIAG_NO_COLUMNS)->at.line, 1);
    assert_int_equal(findings(w), 1);
}

static void leading_blanks_repeat(void **state)
{
    struct world *w = *state;
    struct facts *f =
        load(w, "[表字段 指标]\n键 = 三级\n[字段 指标.*.分值]\n类型 = 数量\n",
             "[指标]\n列 = 一级 | 二级 | 三级 | 分值\n行 = 产出 | 数量 | 甲 | 1\n行 = | | 乙 | 2\n行 = | 质量 | 丙 |\n"
             "行 = | | \\ |\n行 = \\ | | 丁 | 4\n行 = 产出 | | 甲 | 1\n");
    CELL("指标.乙.一级", "产出");
    CELL("指标.乙.二级", "数量");
    CELL("指标.丙.二级", "质量");
    CELL("指标.丙.分值", "");
    CELL("指标.4.二级", "质量"); /* a blank key: the ordinal */
    CELL("指标.丁.一级", "");
    CELL("指标.丁.二级", "");
    assert_int_equal(facts_find(f, "指标.乙.一级")->at.line, 4);
    assert_int_equal(found(w, DIAG_ROW_DUPLICATE)->at.line, 8);
    assert_int_equal(findings(w), 1);
}

static void required_cells(void **state)
{
    struct world *w = *state;
    load(w, "[表字段 T]\n键 = a\n[字段 T.x.b]\n类型 = 数量\n必填 = 是\n[字段 T.y.b]\n必填 = 是\n",
         "[T]\n列 = a | b\n行 = x |\n");
    assert_string_equal(nth(w, DIAG_REQUIRED, 0)->detail, "T.y.b");
    assert_string_equal(nth(w, DIAG_REQUIRED, 1)->detail, "T.x.b");
    assert_int_equal(findings(w), 2);
}

static void unkeyed_rows_have_ordinals(void **state)
{
    struct world *w = *state;
    struct facts *f = load(w, "[表字段 股室]\n", "[股室]\n列 = 名称\n行 = 办公室\n行 = 办公室\n");
    assert_clean(w);
    CELL("股室.2.名称", "办公室");
    CELL("股室.个数", "2");
    assert_string_equal(facts_find(f, "股室.个数")->field->label, "股室个数");
}

static void year_facts_and_bands(void **state)
{
    struct world *w = *state;
    put(w, "t/本年.ini", "");
    put(w, "t/rules.ini", "[等级]\n优 = 总分.得分 >= 90\n良 = 总分.得分 >= 80 并且 总分.得分 <= 90\n");
    put(w, "t/本年.ini", "[权重]\n执行 = 10分\n");
    const char *own = "[字段 权重.*]\n类型 = 数量\n单位 = 分\n[字段 总分.得分]\n类型 = 数量\n单位 = 分\n";
    struct facts *f = load(w, own, "[总分]\n得分 = 85\n");
    assert_clean(w);
    CELL("权重.执行", "10");
    CELL("等级", "良");
    load(w, own, "[总分]\n得分 = 90\n");
    assert_string_equal(found(w, DIAG_BAND_GAP)->detail, "总分.得分 90: 优 / 良");
    load(w, own, "[总分]\n得分 = 70\n[权重]\n执行 = 20\n");
    assert_string_equal(nth(w, DIAG_INI_DUPLICATE_KEY, 0)->detail, "权重.执行");
    assert_int_equal(findings(w), 3);
}

static void bad_fields_are_reported(void **state)
{
    struct world *w = *state;
    load(w,
         "[字段 a.x]\n类型 = 金额额\n小数 = 2-0\n必填 = 对\n单拉 = 人\n公式 = 1 +\n[字殷 a.y]\n[表字段 T]\n行名 = a | "
         "b\n",
         "");
    assert_string_equal(nth(w, DIAG_TEMPLATE_VALUE, 0)->near, "金额");
    assert_int_equal(nth(w, DIAG_TEMPLATE_VALUE, 1)->at.line, 3);
    assert_int_equal(nth(w, DIAG_TEMPLATE_VALUE, 2)->at.line, 4);
    assert_string_equal(nth(w, DIAG_TEMPLATE_UNKNOWN, 0)->near, "单位");
    assert_non_null(found(w, DIAG_EXPR_SYNTAX));
    assert_int_equal(nth(w, DIAG_TEMPLATE_UNKNOWN, 1)->at.line, 7);
    assert_non_null(found(w, DIAG_TEMPLATE_KEY));
}

static void ten_thousand_rows_are_linear(void **state)
{
    struct world *w = *state;
    struct buf text = buf_in(w->arena);
    buf_add(&text, "[指标]\n列 = 一级 | 三级 | 分值 | 得分\n");
    for (int i = 0; i < 10000; i++)
        buf_printf(&text, "行 = %s%d | 指标%d | 1 | 0.5\n", "第", i / 1000, i);
    clock_t start = clock();
    struct facts *f =
        load(w,
             "[表字段 指标]\n键 = 三级\n[字段 指标.*.分值]\n类型 = 数量\n[字段 指标.*.得分]\n类型 = 数量\n"
             "[字段 指标.*.组]\n类型 = 数量\n公式 = sum(指标.分值, 一级 = 本行.一级)\n"
             "[字段 总分.得分]\n类型 = 数量\n公式 = sum(指标.得分)\n",
             buf_text(&text));
    print_message("%.3f s\n", (double)(clock() - start) / CLOCKS_PER_SEC);
    assert_true(clock() - start < 10 * CLOCKS_PER_SEC);
    assert_clean(w);
    CELL("总分.得分", "5000");
    CELL("指标.指标9999.组", "1000");
}

/* A total over a whole column is the same for every row: worked out once. */
static void a_share_of_the_total_in_every_row(void **state)
{
    enum { ROWS = 6000 };
    struct world *w = *state;
    struct buf text = buf_in(w->arena);
    buf_add(&text, "[明细]\n列 = 甲\n");
    for (int i = 0; i < ROWS; i++)
        buf_printf(&text, "行 = %d\n", i + 1);
    clock_t start = clock();
    struct facts *f = load(w,
                           "[表字段 明细]\n[字段 明细.*.甲]\n类型 = 数量\n[字段 明细.*.占比]\n类型 = 百分比\n小数 = 4\n"
                           "公式 = 本行.甲 / sum(明细.甲, 甲 < max(明细.甲))\n",
                           buf_text(&text));
    assert_true(clock() - start < 5 * CLOCKS_PER_SEC);
    assert_clean(w);
    assert_string_equal(
        fact_print(w->arena, facts_cell(facts_table(f, "明细")->rows.items[ROWS - 1], "占比"), FORM_CELL),
        "0.0333%"); /* 6000 / (5999 × 6000 / 2) */
}

/* A total that fails is reported once; rows that do not ask for it have their values. */
static void a_total_that_fails(void **state)
{
    struct world *w = *state;
    struct facts *f = load(w,
                           "[表字段 明细]\n键 = 名\n[字段 明细.*.甲]\n类型 = 数量\n[字段 明细.*.乙]\n类型 = 数量\n"
                           "公式 = if(本行.名 = \"丙\", 7, sum(明细.甲))\n",
                           "[明细]\n列 = 名 | 甲\n行 = 甲 | 1\n行 = 乙 | 一\n行 = 丙 | 3\n行 = 丁 | 4\n");
    assert_int_equal(found(w, DIAG_NOT_A_NUMBER)->at.line, 4);
    assert_int_equal(findings(w), 1);
    CELL("明细.丙.乙", "7");
    CELL("明细.丁.乙", "");
}

/* Two tables whose names begin alike have one formula from a pattern: each row its own value. */
static void long_names_of_tables(void **state)
{
    struct world *w = *state;
#define LONG "部门整体支出绩效评价指标完成情况明细表部门整体支出绩效"
    struct facts *f = load(w,
                           "[表字段 共]\n[字段 共.*.数]\n类型 = 数量\n[表字段 " LONG "甲]\n键 = 名\n[表字段 " LONG
                           "乙]\n键 = 行号\n[字段 *.*.乙]\n类型 = 数量\n[字段 *.*.积]\n类型 = 数量\n"
                           "公式 = if(本行.名 = \"甲\", 1, 本行.乙) * sum(共.数)\n"
                           "[字段 " LONG "甲.*.积]\n[字段 " LONG "乙.*.积]\n",
                           "[共]\n列 = 数\n行 = 2\n[" LONG "甲]\n列 = 名\n行 = 甲\n"
                           "[" LONG "乙]\n列 = 行号 | 名 | 乙\n行 = 一 | 乙 | 5\n行 = 二 | 乙 | 7\n");
    assert_clean(w);
    CELL(LONG "甲.甲.积", "2");
    CELL(LONG "乙.一.积", "10");
    CELL(LONG "乙.二.积", "14");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(types_what_was_written),
        WORLD_TEST(refuses_wrong_values),
        WORLD_TEST(names_the_odd_character),
        WORLD_TEST(knows_dates),
        WORLD_TEST(names_the_unknown),
        WORLD_TEST(blank_absent_and_different),
        WORLD_TEST(typed_equal_after_rounding),
        WORLD_TEST(finds_cycles),
        WORLD_TEST(formulas_name_facts),
        WORLD_TEST(deep_chains_do_not_crash),
        WORLD_TEST(reads_keyed_tables),
        WORLD_TEST(judges_fixed_rows_and_columns),
        WORLD_TEST(rows_without_columns),
        WORLD_TEST(leading_blanks_repeat),
        WORLD_TEST(required_cells),
        WORLD_TEST(unkeyed_rows_have_ordinals),
        WORLD_TEST(year_facts_and_bands),
        WORLD_TEST(bad_fields_are_reported),
        WORLD_TEST(ten_thousand_rows_are_linear),
        WORLD_TEST(a_share_of_the_total_in_every_row),
        WORLD_TEST(a_total_that_fails),
        WORLD_TEST(long_names_of_tables),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
