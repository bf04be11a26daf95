#include "report_case.h"

#include <stdio.h>
#include <time.h>

#define FIELDS                                                                                                                                            \
    "[字段 预算.*]\n类型 = 金额\n单位 = 万元\n小数 = 2\n[字段 预算.执行数]\n必填 = 是\n[字段 预算.全年预算数]\n"         \
    "[字段 预算.执行率]\n类型 = 百分比\n公式 = 预算.执行数 / 预算.全年预算数\n"                                                 \
    "[字段 总分.得分]\n类型 = 数量\n公式 = sum(绩效指标.得分) + 权重.预算执行率\n[表字段 绩效指标]\n键 = 三级指标\n" \
    "列 = 三级指标 | 得分\n[字段 绩效指标.*.得分]\n类型 = 数量\n"

static void put_template(void)
{
    put("模板/t/template.ini",
        "[模板]\n名称=t\n版本=1\n格式=1\n继承=gbt9704\n[输出]\nPDF={{报告.年度}}.pdf\n"
        "[附件 1]\n表=total\n标题=汇总表\n适用 = 项目.个数 > 0\n"
        "[附件 2]\n表=one\n标题={{名称}}自评表\n文件={{附件.one}} {{名称}}.xlsx\n工作表={{名称}}\n重复=项目\n"
        "[附件 3]\n表=last\n标题=末表\n");
    put("模板/t/fields.ini",
        "[记录 项目]\n名称 = 项目\n[字段 权重.预算执行率]\n类型 = 数量\n"
        "[字段 预算.执行数]\n类型 = 金额\n单位 = 万元\n"
        "[字段 项目合计.执行数]\n类型 = 金额\n单位 = 万元\n小数 = 2\n公式 = sum(项目.预算.执行数)\n"
        "[字段 项目合计.得分]\n类型 = 数量\n公式 = sum(项目.绩效指标.得分)\n");
    put("模板/t/项目.ini", FIELDS);
    put("模板/t/本年.ini", "[权重]\n预算执行率 = 10\n");
    put("模板/t/rules.ini", "[规则 R18]\n类别 = 必改\n条件 = sum(项目.预算.执行数) = 预算.执行数\n"
                            "[规则 R1]\n类别 = 必改\n逐行 = 项目\n条件 = 本行.总分.得分 <= 100\n"
                            "[规则 R2]\n类别 = 必改\n逐行 = 项目.绩效指标\n条件 = 本行.得分 <= 90\n");
    put("模板/t/total.ini", "[表]\n列宽 = 1 4 2 2\n[行]\n行.1 = 号 | 名 | 执行 | 率\n"
                            "行.2 = *项目 {{序号}} | {{名称}} | {{预算.执行数}} | {{预算.执行率}}\n"
                            "行.3 = 计 | {{项目.个数}} | {{项目合计.执行数}} | {{项目合计.得分}}\n");
    put("模板/t/one.ini", "[表]\n列宽 = 1 1\n注.1 = 第{{序号}}个\n[行]\n行.1 = {{名称}} | {{预算.执行率}}\n"
                          "行.2 = *绩效指标 {{三级指标}} | {{得分}}\n行.3 = {{报告.单位}} | {{总分.得分}}\n"
                          "行.4 = {{绩效指标.个数}} | {{自定.备注}}\n");
    put("模板/t/last.ini", "[表]\n列宽 = 1\n[行]\n行.1 = {{报告.单位}}\n");
    put("模板/t/report.txt",
        "@标题 题\n部门支出{{预算.执行数}}，项目{{项目.个数}}个。\n"
        "{{#项目}}{{序号}}.{{名称}}支出{{预算.执行数}}（见{{附件.one}}），得{{总分.得分}}分，指标有"
        "{{#绩效指标}}{{三级指标}}{{^末}}、{{/末}}{{/绩效指标}}{{#末}}。完{{/末}}\n{{/项目}}\n"
        "见{{附件.last}}。\n");
}

static void put_records(size_t count)
{
    put_template();
    put("report.ini", arena_printf(arena,
                                   "[报告]\n模板=t\n年度=2023\n单位=某局\n日期=2024-02-28\n"
                                   "[预算]\n执行数 = %zu.5\n",
                                   count * 10));
    for (size_t i = 1; i <= count; i++)
        put(arena_printf(arena, "项目/%zu 项目%c%zu.ini", i, 'A' + (int)(i % 26), i),
            "[预算]\n执行数 = 10\n全年预算数 = 20\n[自定]\n备注 = 无\n[绩效指标]\n列 = 三级指标 | 得分\n行 = 甲 | "
            "50\n行 = 乙 | 40\n");
}

static const char *text_of(const struct doc *doc, size_t block)
{
    return block_text(arena, &doc->blocks.items[block]);
}

static void one_record_has_everything(void **state)
{
    (void)state;
    put_records(1);
    put("report.ini", "[报告]\n模板=t\n年度=2023\n单位=某局\n日期=2024-02-28\n[预算]\n执行数 = 10\n");
    struct report *report = load(folder, NULL);
    found_nothing();
    const struct facts *facts = report->facts;
    assert_string_equal(facts_find(facts, "项目.项目B1.预算.执行数")->text, "10.00");
    assert_string_equal(facts_find(facts, "项目.项目B1.预算.执行率")->text, "50.00%");
    assert_string_equal(facts_find(facts, "项目.项目B1.绩效指标.乙.得分")->text, "40");
    assert_string_equal(facts_find(facts, "项目.项目B1.绩效指标.个数")->text, "2");
    assert_string_equal(facts_find(facts, "项目.绩效指标.个数")->text, "2");
    assert_string_equal(facts_find(facts, "项目.个数")->text, "1");
    assert_string_equal(facts_find(facts, "项目合计.得分")->text, "90");
    const struct fact *fact = facts_find(facts, "项目.项目B1.预算.执行数");
    assert_string_equal(fact->at.file, "项目/1 项目B1.ini");
    assert_int_equal(fact->at.line, 2);
    const struct doc *doc = report->doc;
    assert_string_equal(text_of(doc, 1), "部门支出10万元，项目1个。");
    assert_string_equal(text_of(doc, 2), "1.项目B1支出10.00万元（见附件2），得100分，指标有甲、乙。完");
    assert_string_equal(text_of(doc, 3), "见附件3。");
    assert_int_equal(doc->annexes.count, 3);
    const struct grid *grid = doc->annexes.items[1];
    assert_string_equal(grid->label, "附件2");
    assert_string_equal(grid->title.text, "项目B1自评表");
    assert_string_equal(grid->file, "附件2 项目B1.xlsx");
    assert_string_equal(grid->sheet, "项目B1");
    assert_string_equal(grid->notes.items[0].text, "第1个");
    assert_int_equal(grid->nrow, 5);
    assert_string_equal(GRID_CELL(grid, 2, 0)->text, "乙");
    assert_string_equal(GRID_CELL(grid, 3, 0)->text, "某局");
    assert_string_equal(GRID_CELL(grid, 3, 1)->text, "100");
    assert_string_equal(GRID_CELL(grid, 4, 1)->text, "无");
    grid = doc->annexes.items[0];
    assert_string_equal(GRID_CELL(grid, 2, 2)->text, "10.00");
    assert_true(GRID_CELL(grid, 1, 0)->counted); /* 序号 */
    assert_false(GRID_CELL(grid, 1, 1)->counted);
}

static void without_records_their_annexes_are_left_out(void **state)
{
    (void)state;
    put_records(0);
    put("report.ini", "[报告]\n模板=t\n年度=2023\n单位=某局\n日期=2024-02-28\n[预算]\n执行数 = 0\n");
    struct report *report = load(folder, NULL);
    found_nothing();
    assert_int_equal(report->doc->annexes.count, 1);
    assert_string_equal(report->doc->annexes.items[0]->label, "附件");
    assert_string_equal(text_of(report->doc, 1), "部门支出0万元，项目0个。");
    assert_string_equal(text_of(report->doc, 2), "见附件。");
    assert_string_equal(facts_find(report->facts, "项目合计.执行数")->text, "0.00");
}

static void many_records_are_numbered_in_order(void **state)
{
    (void)state;
    put_records(15);
    struct report *report = load(folder, NULL);
    assert_int_equal(findings(DIAG_RULE), 1); /* R18: 150.5 ≠ 150 */
    const struct doc *doc = report->doc;
    assert_int_equal(doc->annexes.count, 17);
    assert_string_equal(doc->annexes.items[2]->label, "附件2-2");
    assert_string_equal(doc->annexes.items[15]->label, "附件2-15");
    assert_string_equal(doc->annexes.items[15]->title.text, "项目P15自评表");
    assert_string_equal(doc->annexes.items[16]->label, "附件3");
    assert_true(text_starts(text_of(doc, 16), "15.项目P15支出10.00万元（见附件2-15），得100分"));
    assert_int_equal(doc->annexes.items[0]->nrow, 17);
    assert_string_equal(GRID_CELL(doc->annexes.items[0], 16, 2)->text, "150.00");
}

static double seconds(size_t count)
{
    put_records(count);
    struct timespec a, b;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &a);
    struct report *report = load(folder, NULL);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &b);
    assert_int_equal(report->doc->annexes.count, count + 2);
    assert_int_equal(findings(DIAG_RULE), 1);
    return (double)(b.tv_sec - a.tv_sec) + (double)(b.tv_nsec - a.tv_nsec) / 1e9;
}

static void two_hundred_records_take_no_time(void **state)
{
    (void)state;
    double time = seconds(200);
    if (time > 2) /* sanitizers included */
        fail_msg("%.2f s", time);
}

static void mistakes_name_the_record(void **state)
{
    (void)state;
    put_records(2);
    put("report.ini", "[报告]\n模板=t\n年度=2023\n单位=某局\n日期=2024-02-28\n[预算]\n执行数 = 10\n");
    put("项目/2 项目C2.ini",
        "[预算]\n全年预算数 = 20\n[经费]\n甲 = 1\n[自定]\n备注 = 无\n[绩效指标]\n列 = 三级指标 | 得分\n行 = 甲 | 95\n");
    load(folder, NULL);
    assert_int_equal(findings(DIAG_REQUIRED), 1);
    assert_int_equal(findings(DIAG_INI_UNKNOWN_SECTION), 1);
    assert_int_equal(findings(DIAG_BLANK_IN_TEXT), 0); /* that is the required entry */
    assert_int_equal(findings(DIAG_RULE), 2);          /* 总分 105, 得分 95 */
    size_t n;
    struct finding **all = diag_sorted(diag, &n);
    for (size_t i = 0; i < n; i++)
        if (all[i]->code == DIAG_REQUIRED) {
            assert_string_equal(all[i]->at.file, "项目/2 项目C2.ini");
            assert_string_equal(all[i]->detail, "项目.项目C2.预算.执行数");
        }
}

static void the_same_name_twice_is_reported(void **state)
{
    (void)state;
    put_records(1);
    put("项目/02 项目B1.ini", "[预算]\n执行数 = 10\n");
    load(folder, NULL);
    assert_int_equal(findings(DIAG_ROW_DUPLICATE), 1);
}

static void a_name_may_begin_with_digits(void **state)
{
    (void)state;
    put_template();
    put("report.ini", "[报告]\n模板=t\n年度=2023\n单位=某局\n日期=2024-02-28\n[预算]\n执行数 = 40\n");
    static const char record[] = "[预算]\n执行数 = 10\n全年预算数 = 20\n[自定]\n备注 = 无\n";
    put("项目/2.2023年培训.ini", record);
    put("项目/1.5万元设备.ini", record);
    put("项目/10、丙.ini", record);
    put("项目/2 丁.ini", record);
    struct report *report = load(folder, NULL);
    const struct fact_table *table = facts_table(report->facts, "项目");
    assert_int_equal(table->rows.count, 4);
    assert_string_equal(table->rows.items[0]->name, "丁");
    assert_string_equal(table->rows.items[1]->name, "丙");
    assert_string_equal(table->rows.items[2]->name, "1.5万元设备");
    assert_string_equal(table->rows.items[3]->name, "2.2023年培训");
    assert_string_equal(facts_find(report->facts, "项目.1.5万元设备.预算.执行数")->text, "10.00");
}

static void a_circle_through_the_list_is_found(void **state)
{
    (void)state;
    put_records(1);
    put("模板/t/项目.ini", "[字段 预算.执行数]\n类型 = 金额\n单位 = 万元\n公式 = 项目合计.执行数\n"
                           "[字段 预算.全年预算数]\n类型 = 金额\n单位 = 万元\n");
    put("项目/1 项目B1.ini", "[预算]\n全年预算数 = 1\n");
    load(folder, NULL);
    assert_int_equal(findings(DIAG_EXPR_CYCLE), 1);
}

/* Two projects may have the same indicator: what is said of one does not answer for the other. */
static void explanations_name_the_record(void **state)
{
    (void)state;
    put_records(2);
    put("模板/t/rules.ini", "[规则 R13]\n类别 = 须说明\n逐行 = 项目.绩效指标\n条件 = 本行.得分 > 45\n");
    put("report.ini", "[报告]\n模板=t\n年度=2023\n单位=某局\n日期=2024-02-28\n[预算]\n执行数 = 20\n"
                      "[审核说明]\nR13 项目.项目B1.绩效指标.乙 [40 ≤ 45] = 有原因\n");
    load(folder, NULL);
    assert_int_equal(findings(DIAG_RULE), 2);
    assert_int_equal(diag_count(diag).explained, 1);
}

/* templates/zhixinglv-fengding: the steps of the cap, at their borders. */
static void the_cap_steps_at_its_borders(void **state)
{
    (void)state;
    static const char *const steps[][2] = {{"100", "100"},  {"80", "100"}, {"79.99", "89"}, {"70", "89"},
                                           {"69.99", "79"}, {"60", "79"},  {"59.99", "69"}, {"50", "69"},
                                           {"49.99", "59"}, {"0", "59"}};
    enum { STEPS = sizeof steps / sizeof *steps };
    put("report.ini", "[报告]\n模板 = zhixinglv-fengding\n年度 = 2023\n单位 = 某局\n日期 = 2024-02-28\n");
    for (size_t i = 0; i < STEPS; i++)
        put(arena_printf(arena, "项目/%zu 项目%zu.ini", i + 1, i),
            arena_printf(
                arena,
                "[资金]\n列 = 来源 | 年初预算数 | 全年预算数 | 全年执行数\n行 = 当年财政拨款 | 100 | 100 | %s\n"
                "行 = 上年结转资金 | 0 | 0 | 0\n行 = 其他资金 | 0 | 0 | 0\n[绩效指标]\n列 = 一级指标 | 二级指标 | "
                "三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因\n"
                "行 = 产出指标 | 数量指标 | 甲 | 1 | 1 | 100 | 100 |\n",
                steps[i][0]));
    struct report *report = load(folder, NULL);
    for (size_t i = 0; i < STEPS; i++) {
        const char *name = arena_printf(arena, "项目.项目%zu.总分.", i);
        assert_string_equal(facts_find(report->facts, arena_printf(arena, "%s上限", name))->text, steps[i][1]);
        assert_string_equal(facts_find(report->facts, arena_printf(arena, "%s得分", name))->text, steps[i][1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(one_record_has_everything),          TEST(without_records_their_annexes_are_left_out),
        TEST(many_records_are_numbered_in_order), TEST(two_hundred_records_take_no_time),
        TEST(mistakes_name_the_record),           TEST(the_same_name_twice_is_reported),
        TEST(a_name_may_begin_with_digits),       TEST(a_circle_through_the_list_is_found),
        TEST(the_cap_steps_at_its_borders),       TEST(explanations_name_the_record),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
