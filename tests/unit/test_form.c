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
        {"45000", "yyyy/m/d", "2023/3/15"},
        {"45350.75", "yyyy-mm-dd h:mm", "2024-02-28"},
        {"45351", "[$-804]yyyy\"年\"m\"月\"d\"日\";@", "2024年2月29日"},
        {"36526", "yy\\.mm\\.dd", "00.01.01"},
        {"2958465", "yyyy-m-d", "9999-12-31"},
        {"1e9", "yyyy-m-d", "1000000000"},
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
    worksheet_write_string(sheet, 8, 0, "注：说明{{甲}}", NULL);
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
    has(result.table, "# [附件 N]\n# 表 = annex3\n# 标题 = 2024年支出表\n# 工作表 = 表\n");
    has(result.table, "# 方向 = 横向\n[行]\n");
    has(result.table, "行.010 = !!表头 项目 | 2023年决算数 | a\\|b\\\\c\\n<\n");
    has(result.table, "行.020 = !左 1、甲 |  | \n");
    has(result.table, "行.040 = !左 {{! }}*丙 |  | \n");
    has(result.table, "行.050 = !左 {{! }}　合并 | < | 1.5\n行.060 = ^ | < | \n");
    has(result.table, "单位行 = 单位：万元\n重复表头 = 行.010\n注.01 = 注：说明{ {甲}}\n签字行 = 填表人： | 电话：\n");
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
        "[报告]\n模板=t\n年度=2023\n单位=某局\n日期=2024-02-28\n[经费]\n列 = 项目 | 上年决算\n行 = 甲 | 1\n");
    struct report *report = load(folder, NULL);
    found_nothing();
    const struct survey *survey = survey_template(arena, diag, report->template);
    struct form_result result = import(form_names_new(arena, survey, report->doc));
    has(result.table, "行.010 = !!表头 项目 | {{报告.年度}}年决算数 | ");
    has(result.table, "| {{经费.甲.上年决算}} | ");
    has(result.table, "# 待填：B5、C5（其中：乙）\n行.030");
    has(result.table, "# 待填：B6、C6（*丙）\n行.040");
    assert_true(findings(DIAG_IMPORT_BLANK) >= 3);
    size_t n;
    struct finding **all = diag_sorted(diag, &n);
    assert_string_equal(all[0]->at.file, "annex3.ini");
}

/* The template knows 经费.甲.* of a table, and 预算.全年 of a head alone. */
static struct form_names *names_of_a_template(void)
{
    put("模板/t/fields.ini", "[表字段 经费]\n键 = 项目\n列 = 项目 | 决算数\n行名 = 公务接待 | 差旅\n"
                             "[字段 经费.*.决算数]\n类型 = 金额\n单位 = 万元\n"
                             "[字段 预算.全年预算数]\n类型 = 金额\n单位 = 万元\n[字段 报告.联系人]\n"
                             "[表字段 指标]\n列 = 名称 | 数值 | 得分\n[表字段 股室]\n列 = 名称 | 负责人\n");
    put("模板/t/report.txt", "@标题 题\n");
    put("模板/t/a.ini", "[表]\n列宽 = 1 1 1\n[行]\n行.1 = 项目 | 全年预算数 | 实际支出\n"
                        "行.2 = 收入 | {{预算.全年预算数}} | \n行.3 = 差旅 | | {{经费.差旅.决算数}}\n");
    put("模板/t/template.ini",
        "[模板]\n名称=t\n版本=1\n格式=1\n继承=gbt9704\n[输出]\nPDF=a.pdf\n[附件 1]\n表=a\n标题=一\n");
    put("report.ini",
        "[报告]\n模板=t\n年度=2023\n单位=某局\n日期=2024-02-28\n[经费]\n列 = 项目 | 决算数\n行 = 差旅 | 1\n"
        "[预算]\n全年预算数 = 1\n");
    struct report *report = load(folder, NULL);
    return form_names_new(arena, survey_template(arena, diag, report->template), report->doc);
}

/* Rows of a form with lines round every cell; "" is blank. */
static lxw_worksheet *write_rows(lxw_workbook *book, lxw_row_t first, const char *const rows[][3], size_t count)
{
    lxw_worksheet *sheet = workbook_add_worksheet(book, "表");
    lxw_format *cell = workbook_add_format(book);
    format_set_border(cell, LXW_BORDER_THIN);
    for (size_t r = 0; r < count; r++)
        for (lxw_col_t c = 0; c < 3; c++)
            worksheet_write_string(sheet, first + (lxw_row_t)r, c, rows[r][c], cell);
    return sheet;
}

/* 差旅 × 全年预算数 is nobody's: the head alone must not decide. */
static void one_label_alone_never_passes_as_certain(void **state)
{
    (void)state;
    static const char *const rows[][3] = {{"项目", "决算数", "全年预算数"},
                                          {"差旅", "", ""},
                                          {"公务接待费", "", ""},
                                          {"收入", "", ""},
                                          {"联系人", "", "x"}};
    path = os_join(arena, folder, "form.xlsx");
    lxw_workbook *book = workbook_new(path);
    write_rows(book, 0, rows, 5);
    assert_int_equal(workbook_close(book), LXW_NO_ERROR);
    struct form_result result = import(names_of_a_template());
    has(result.table, "# 待填：C2（差旅）\n行.020 = !左 差旅 | {{经费.差旅.决算数}} | ");
    has(result.table, "# 待填：B3、C3（公务接待费）\n# 也许是：B3 {{经费.公务接待.决算数}}\n行.030");
    has(result.table, "# 待填：B4（收入）\n行.040 = !左 收入 |  | {{预算.全年预算数}}\n");
    has(result.table, "# 请核对：B5 {{报告.联系人}}\n行.050");
    assert_int_equal(findings(DIAG_IMPORT_GUESS), 1);
    assert_int_equal(findings(DIAG_IMPORT_BLANK), 3);
}

/* The template's annex calls 决算数 实际支出, and prints the row 差旅 only. */
static void rows_that_no_annex_prints_have_its_heads(void **state)
{
    (void)state;
    static const char *const rows[][3] = {{"项目", "实际支出", "备注"}, {"公务接待", "", "x"}, {"差旅", "", "x"}};
    path = os_join(arena, folder, "form.xlsx");
    lxw_workbook *book = workbook_new(path);
    write_rows(book, 0, rows, 3);
    assert_int_equal(workbook_close(book), LXW_NO_ERROR);
    struct form_result result = import(names_of_a_template());
    has(result.table, "公务接待 | {{经费.公务接待.决算数}} | ");
    has(result.table, "差旅 | {{经费.差旅.决算数}} | ");
    assert_int_equal(findings(DIAG_IMPORT_BLANK) + findings(DIAG_IMPORT_GUESS), 0);
}

enum { WIDTH = 4 };

/* A form of these cells, with lines round each; "" is blank. */
static struct form_result import_rows(const char *const rows[][WIDTH], size_t count)
{
    path = os_join(arena, folder, "form.xlsx");
    lxw_workbook *book = workbook_new(path);
    lxw_worksheet *sheet = workbook_add_worksheet(book, "表");
    lxw_format *cell = workbook_add_format(book);
    format_set_border(cell, LXW_BORDER_THIN);
    for (size_t r = 0; r < count; r++)
        for (size_t c = 0; c < WIDTH; c++)
            worksheet_write_string(sheet, (lxw_row_t)r, (lxw_col_t)c, rows[r][c], cell);
    worksheet_write_number(sheet, 1, 0, 1, cell); /* as it is typed; the others are texts */
    assert_int_equal(workbook_close(book), LXW_NO_ERROR);
    return import(names_of_a_template());
}

static void rows_count_themselves(void **state)
{
    (void)state;
    static const char *const headed[][WIDTH] = {
        {"序 号", "名称", "数值", "得分"}, {"", "", "", ""}, {"2", "", "", ""}, {"", "", "", ""}};
    struct form_result result = import_rows(headed, 4);
    has(result.table, " = *指标 {{序号}} | {{名称}} | {{数值}} | {{得分}}\n[表]\n");
    static const char *const counted[][WIDTH] = {
        {"项次", "名称", "数值", "得分"}, {"", "", "", ""}, {"2", "", "", ""}, {"3", "", "", ""}};
    result = import_rows(counted, 4);
    has(result.table, " = *指标 {{序号}} | {{名称}} | {{数值}} | {{得分}}\n[表]\n");
    static const char *const alone[][WIDTH] = {
        {"项次", "名称", "数值", "得分"}, {"", "", "", ""}, {"x", "y", "z", "u"}, {"", "", "", ""}};
    result = import_rows(alone, 4);
    has(result.table, " = *指标 1 | {{名称}} | "); /* one alone is no count */
    assert_int_equal(findings(DIAG_IMPORT_ROWS), 0);
}

/* 名称 is a column of several tables; the others tell which. A row of dots stands for more of them. */
static void a_repeated_row_knows_its_own_columns(void **state)
{
    (void)state;
    static const char *const rows[][WIDTH] = {{"序号", "名称", "数值", "得分"},
                                              {"", "", "", ""},
                                              {"2", "", "", ""},
                                              {"……", "", "", ""},
                                              {"计", "x", "y", "z"}};
    struct form_result result = import_rows(rows, 5);
    has(result.table, " = *指标 {{序号}} | {{名称}} | {{数值}} | {{得分}}\n行.050 = ");
    assert_int_equal(findings(DIAG_IMPORT_BLANK), 0);
}

/* Below a table: the head above is not theirs. */
static void pairs_of_label_and_blank_are_found_below_a_head(void **state)
{
    (void)state;
    static const char *const rows[][WIDTH] = {{"项目", "决算数", "备注", "附记"},
                                              {"", "x", "y", "z"},
                                              {"联系人", "", "全年预算数", ""},
                                              {"单位联系人", "", "年预算数", ""},
                                              {"联系人", "", "", ""}};
    struct form_result result = import_rows(rows, 5);
    has(result.table, "# 请核对：B3 {{报告.联系人}}、D3 {{预算.全年预算数}}\n"
                      "行.030 = !左 联系人 | {{报告.联系人}} | !左 全年预算数 | {{预算.全年预算数}}\n");
    has(result.table, "# 待填：B4、D4（单位联系人）\n# 也许是：D4 {{预算.全年预算数}}\n"); /* 3 of 2: too far */
    has(result.table, "# 待填：B5、C5、D5（联系人）\n行.050");                             /* no pairs */
}

/* A row in that face, in the middle of its cells, shaded in that colour, above a blank one. */
static struct form_result import_head(const char *font, lxw_color_t colour)
{
    path = os_join(arena, folder, "form.xlsx");
    lxw_workbook *book = workbook_new(path);
    lxw_worksheet *sheet = workbook_add_worksheet(book, "表");
    lxw_format *head = workbook_add_format(book);
    format_set_border(head, LXW_BORDER_THIN);
    format_set_align(head, LXW_ALIGN_CENTER);
    format_set_font_name(head, font);
    if (colour != LXW_COLOR_UNSET)
        format_set_bg_color(head, colour);
    for (lxw_col_t c = 0; c < 3; c++) {
        worksheet_write_string(sheet, 0, c, "甲", head);
        worksheet_write_string(sheet, 1, c, c == 0 ? "乙" : "", head);
        worksheet_write_string(sheet, 2, c, "丙", head); /* labels below a blank, above none */
    }
    assert_int_equal(workbook_close(book), LXW_NO_ERROR);
    return import(NULL);
}

/* LibreOffice writes DejaVu Sans for 黑体 where that is not installed. */
static void heads_in_unknown_faces_are_found_by_their_place(void **state)
{
    (void)state;
    struct form_result result = import_head("DejaVu Sans", LXW_COLOR_UNSET);
    has(result.table, "行.010 = !!表头 甲 | 甲 | 甲\n行.020 = 乙 |  | \n行.030 = 丙 | 丙 | 丙\n");
    size_t n;
    struct finding **all = diag_sorted(diag, &n);
    assert_int_equal(n, 1);
    assert_int_equal(all[0]->code, DIAG_IMPORT_HEAD);
    assert_string_equal(all[0]->detail, "A1:C1");
}

static void heads_in_known_faces_are_what_they_look_like(void **state)
{
    (void)state;
    has(import_head("宋体", LXW_COLOR_UNSET).table, "行.010 = 甲 | 甲 | 甲\n");
    has(import_head("宋体", 0xFFFFFF).table, "行.010 = 甲 | 甲 | 甲\n"); /* no shade */
    has(import_head("黑体", LXW_COLOR_UNSET).table, "行.010 = !!表头 甲 | 甲 | 甲\n");
    has(import_head("宋体", 0xD9E1F2).table, "行.010 = !!表头 甲 | 甲 | 甲\n行.020 = !表头 乙 |  | \n");
    found_nothing();
}

static void texts_without_a_place_are_told(void **state)
{
    (void)state;
    static const char *const rows[][3] = {{"项目", "甲", "乙"}, {"一", "", ""}};
    path = os_join(arena, folder, "form.xlsx");
    lxw_workbook *book = workbook_new(path);
    lxw_worksheet *sheet = write_rows(book, 3, rows, 2);
    lxw_format *title = workbook_add_format(book);
    format_set_font_size(title, 16);
    format_set_align(title, LXW_ALIGN_CENTER);
    worksheet_write_string(sheet, 0, 0, "附件2", NULL);
    worksheet_merge_range(sheet, 1, 0, 1, 2, "2024年表", title);
    worksheet_write_string(sheet, 2, 0, "填报单位：", NULL);
    worksheet_write_string(sheet, 2, 2, "单位：{{万元}}", NULL);
    worksheet_write_string(sheet, 4, 5, "旁注", NULL);
    worksheet_write_string(sheet, 5, 0, "审核人：", NULL);
    worksheet_write_string(sheet, 5, 2, "填表人：", NULL);
    worksheet_write_string(sheet, 6, 0, "电话：", NULL);
    worksheet_write_string(sheet, 6, 2, "日期：", NULL);
    assert_int_equal(workbook_close(book), LXW_NO_ERROR);
    struct form_result result = import(NULL);
    has(result.table, "# 标题 = 2024年表\n");
    has(result.table, "单位行 = 单位：{ {万元}}\n签字行 = 审核人： | 填表人：\n");
    has(result.table,
        "# 表外：A1 附件2\n# 表外：A3 填报单位：\n# 表外：F5 旁注\n# 表外：A7 电话：\n# 表外：C7 日期：\n");
    assert_int_equal(findings(DIAG_IMPORT_OUTSIDE), 5);
}

static void hidden_rows_and_columns_are_left_out(void **state)
{
    (void)state;
    static const char *const rows[][3] = {
        {"项目", "辅助", "乙"}, {"隐藏", "1", "2"}, {"合并", "3", ""}, {"", "", "丙"}};
    path = os_join(arena, folder, "form.xlsx");
    lxw_workbook *book = workbook_new(path);
    lxw_worksheet *sheet = write_rows(book, 0, rows, 4);
    lxw_row_col_options gone = {.hidden = 1};
    worksheet_set_row_opt(sheet, 1, 15, NULL, &gone);
    worksheet_set_column_opt(sheet, 1, 1, 9, NULL, &gone);
    lxw_format *cell = workbook_add_format(book);
    format_set_border(cell, LXW_BORDER_THIN);
    worksheet_merge_range(sheet, 1, 0, 3, 1, "合并", cell);
    assert_int_equal(workbook_close(book), LXW_NO_ERROR);
    struct form_result result = import(NULL);
    has(result.table, "行.010 = !!左 项目 | 乙\n行.020 = ");
    has(result.table, "合并 | ");
    has(result.table, "行.030 = !!左 ^ | 丙\n[表]\n列宽 = 90 90\n");
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
    size_t n;
    assert_string_equal(diag_sorted(diag, &n)[0]->at.file, "form.xlsx"); /* not what was to be written */
}

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(numbers_as_the_sheet_shows_them),
                                       TEST(a_form_becomes_a_table),
                                       TEST(blanks_find_their_fields),
                                       TEST(one_label_alone_never_passes_as_certain),
                                       TEST(rows_that_no_annex_prints_have_its_heads),
                                       TEST(rows_count_themselves),
                                       TEST(a_repeated_row_knows_its_own_columns),
                                       TEST(pairs_of_label_and_blank_are_found_below_a_head),
                                       TEST(heads_in_unknown_faces_are_found_by_their_place),
                                       TEST(heads_in_known_faces_are_what_they_look_like),
                                       TEST(texts_without_a_place_are_told),
                                       TEST(hidden_rows_and_columns_are_left_out),
                                       TEST(a_sheet_without_a_table_is_refused)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
