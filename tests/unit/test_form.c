#include "model/form.h"

#include "report_case.h"

#include <xlsxwriter.h>

static const char *path;

static void numbers_as_the_sheet_shows_them(void **state)
{
    (void)state;
    static const char *const cases[][3] = {
        {"0.98350000000000004", "0.00%", "98.35%"},
        {"1", "0%", "100%"},
        {"1234567.5", "#,##0.00", "1,234,567.50"},
        {"-1234", "#,##0", "-1,234"},
        {"0.1", "General", "0.1"},
        {"15", "General\"人\"", "15人"},
        {"3.14159", "0.0", "3.1"},
        {"x", "0.00", "x"},
        {"45000", "yyyy/m/d", "45000"},
        {"5", "\"约\"0\"项\"", "约5项"},
        {"7", "0_);[Red]\\(0\\)", "7"},
        {"1e300", "0", "1e300"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(form_number(arena, cases[i][0], cases[i][1]), cases[i][2]);
}

/* A form as an office makes it: title, unit, a head, rows to fill in, a note, a line for signatures. */
static void write_form(void)
{
    path = os_join(arena, folder, "form.xlsx");
    lxw_workbook *book = workbook_new(path);
    lxw_worksheet *sheet = workbook_add_worksheet(book, "表");
    lxw_format *head = workbook_add_format(book), *cell = workbook_add_format(book), *right = workbook_add_format(book);
    format_set_border(head, LXW_BORDER_THIN);
    format_set_bold(head);
    format_set_align(head, LXW_ALIGN_CENTER);
    format_set_border(cell, LXW_BORDER_THIN);
    format_set_align(right, LXW_ALIGN_RIGHT);
    worksheet_merge_range(sheet, 0, 0, 0, 2, "2024年支出表", NULL);
    worksheet_write_string(sheet, 1, 2, "单位：万元", right);
    worksheet_write_string(sheet, 2, 0, "项目", head);
    worksheet_write_string(sheet, 2, 1, "2023年决算数", head);
    worksheet_write_string(sheet, 2, 2, "a|b\\c\n<", head);
    static const char *const rows[] = {"1、甲", "其中：乙", "*丙"};
    for (int r = 0; r < 3; r++) {
        worksheet_write_string(sheet, (lxw_row_t)(r + 3), 0, rows[r], cell);
        worksheet_write_blank(sheet, (lxw_row_t)(r + 3), 1, cell);
        worksheet_write_blank(sheet, (lxw_row_t)(r + 3), 2, cell);
    }
    worksheet_merge_range(sheet, 6, 0, 7, 1, "　合并", cell);
    worksheet_write_number(sheet, 6, 2, 1.5, cell);
    worksheet_write_blank(sheet, 7, 2, cell);
    worksheet_write_string(sheet, 8, 0, "注：说明", NULL);
    worksheet_write_string(sheet, 9, 0, "填表人：", NULL);
    worksheet_write_string(sheet, 9, 2, "电话：", NULL);
    worksheet_set_column(sheet, 0, 0, 20, NULL);
    worksheet_set_landscape(sheet);
    worksheet_repeat_rows(sheet, 0, 2);
    assert_int_equal(workbook_close(book), LXW_NO_ERROR);
}

static struct form_result import(const struct form_names *names)
{
    const struct sheet_book *book = sheet_read(arena, diag, path, "form.xlsx");
    assert_non_null(book);
    struct text_names search = {0};
    *list_push(arena, &search) = "templates";
    struct template *t = template_load(arena, diag, "gbt9704", (struct pos){0}, &search);
    struct form_result result;
    assert_true(
        form_import(arena, diag, &book->sheets.items[0], style_load(arena, diag, t), names, "annex3.ini", &result));
    return result;
}

static void has(const char *text, const char *line)
{
    if (!strstr(text, line))
        fail_msg("%s\nnot in\n%s", line, text);
}

static void a_form_becomes_a_table(void **state)
{
    (void)state;
    write_form();
    struct form_result result = import(NULL);
    has(result.table, "，横向\n# 表上方：2024年支出表\n[行]\n");
    has(result.table, "行.010 = !!表头 项目 | 2023年决算数 | a\\|b\\\\c\\n<\n");
    has(result.table, "行.020 = !左 1、甲 |  | \n");
    has(result.table, "行.040 = !左 {{! }}*丙 |  | \n");
    has(result.table, "行.050 = !左 {{! }}　合并 | < | 1.5\n行.060 = ^ | < | \n");
    has(result.table, "单位行 = 单位：万元\n重复表头 = 行.010\n注.01 = 注：说明\n签字行 = 填表人： | 电话：\n");
    has(result.table, "列宽 = 207 90 90\n");
    assert_string_equal(result.layout, "");
    found_nothing();
}

/* The template has 经费.甲.上年决算; rows 乙 and 丙 are nobody's. */
static void blanks_find_their_fields(void **state)
{
    (void)state;
    write_form();
    put("模板/t/fields.ini", "[表字段 经费]\n键 = 项目\n列 = 项目 | 上年决算\n行名 = 甲\n"
                             "[字段 经费.*.上年决算]\n类型 = 金额\n单位 = 万元\n");
    put("模板/t/a.ini",
        "[表]\n列宽 = 1 1\n[行]\n行.1 = 项目 | {{报告.年度}}年决算数\n行.2 = 甲 | {{经费.甲.上年决算}}\n");
    put("模板/t/template.ini",
        "[模板]\n名称=t\n版本=1\n格式=1\n继承=gbt9704\n[输出]\nPDF=a.pdf\n[附件 1]\n表=a\n标题=一\n");
    put("report.ini",
        "[报告]\n模板=t\n年度=2022\n单位=某局\n日期=2024-02-28\n[经费]\n列 = 项目 | 上年决算\n行 = 甲 | 1\n");
    struct report *report = load(folder, NULL);
    found_nothing();
    const struct survey *survey = survey_template(arena, diag, report->template);
    struct form_result result = import(form_names_new(arena, survey, report->doc));
    has(result.table, "行.010 = !!表头 项目 | {{报告.年度}}年决算数 | ");
    has(result.table, "| {{经费.甲.上年决算}} | ");
    has(result.table, "# 待填：B5、C5（其中：乙）\n行.030");
    assert_true(findings(DIAG_IMPORT_BLANK) >= 3);
    size_t n;
    struct finding **all = diag_sorted(diag, &n);
    assert_string_equal(all[0]->at.file, "annex3.ini");
}

static void a_sheet_without_a_table_is_refused(void **state)
{
    (void)state;
    path = os_join(arena, folder, "form.xlsx");
    lxw_workbook *book = workbook_new(path);
    worksheet_write_string(workbook_add_worksheet(book, "空"), 0, 0, "标题", NULL);
    assert_int_equal(workbook_close(book), LXW_NO_ERROR);
    const struct sheet_book *read = sheet_read(arena, diag, path, "form.xlsx");
    struct text_names search = {0};
    *list_push(arena, &search) = "templates";
    struct template *t = template_load(arena, diag, "gbt9704", (struct pos){0}, &search);
    struct form_result result;
    assert_false(form_import(arena, diag, &read->sheets.items[0], style_load(arena, diag, t), NULL, "a.ini", &result));
    assert_int_equal(findings(DIAG_IMPORT_NONE), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(numbers_as_the_sheet_shows_them), TEST(a_form_becomes_a_table),
                                       TEST(blanks_find_their_fields), TEST(a_sheet_without_a_table_is_refused)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
