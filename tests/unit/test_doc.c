#include "report_case.h"

/* "kind level [element:text…]" of every block, one a line. */
static const char *outline(const struct doc *doc)
{
    static const char *const kinds[] = {
        [BLOCK_TITLE] = "title",     [BLOCK_SUBTITLE] = "subtitle",       [BLOCK_SALUTATION] = "salutation",
        [BLOCK_HEADING] = "heading", [BLOCK_PARAGRAPH] = "para",          [BLOCK_NOTE] = "note",
        [BLOCK_TABLE] = "table",     [BLOCK_ATTACHMENTS] = "attachments", [BLOCK_SIGN] = "sign",
        [BLOCK_PAGE_BREAK] = "break"};
    struct buf out = buf_in(arena);
    for (size_t i = 0; i < doc->blocks.count; i++) {
        const struct block *block = &doc->blocks.items[i];
        buf_printf(&out, "%s%s", i > 0 ? "\n" : "", kinds[block->kind]);
        if (block->level > 0)
            buf_printf(&out, "%d", block->level);
        int element = -1;
        for (size_t k = 0; k < block->runs.count; k++) {
            const struct run *run = &block->runs.items[k];
            if ((int)run->element != element)
                buf_printf(&out, " %d:", (int)run->element);
            element = (int)run->element;
            buf_add(&out, run->text);
        }
        for (size_t k = 0; k < block->sign_date.count; k++)
            buf_printf(&out, "%s%s", k ? "" : " | ", block->sign_date.items[k].text);
        if (block->bookmark != NULL)
            buf_printf(&out, " {%s}", block->bookmark);
    }
    return buf_text(&out);
}

static const struct doc *build(const char *text)
{
    put("模板/t/report.txt", text);
    struct report *report = load(folder, NULL);
    assert_non_null(report);
    return report->doc;
}

static void lines_become_blocks(void **state)
{
    (void)state;
    const struct doc *doc =
        build("@标题 {{报告.年度}}年度报告\n@副标题 （{{报告.单位}}）\n\n@抬头 县财政局：\n一、基本情况\n"
              "（一）机构设置\n正文{{报告.年度}}年。\n（二）放管服。大力推进。\n1.一项工作。\n# 措施\n"
              "\\1.照原样\n@另页\n@注 （附注）\n@附件说明\n@落款\n");
    found_nothing();
    assert_string_equal(outline(doc),
                        "title 0:2023年度报告\nsubtitle 1:（某局）\nsalutation 2:县财政局：\n"
                        "heading1 4:一、基本情况 {一、基本情况}\nheading2 5:（一）机构设置 {（一）机构设置}\n"
                        "para 3:正文2023年。\npara2 5:（二）放管服。 3:大力推进。 {（二）放管服}\n"
                        "para 3:1.一项工作。\nheading1 4:二、措施 {二、措施}\npara 3:1.照原样\nbreak\n"
                        "note 8:（附注）\nsign 10:某局 | 2024年2月28日");
    assert_string_equal(doc->title, "2023年度报告");
    assert_string_equal(doc->author, "某局");
    assert_string_equal(doc->pdf_file, "2023.pdf");
    assert_int_equal(doc->date[1], 2);
}

static void values_never_become_structure(void **state)
{
    (void)state;
    put("report.ini",
        "[报告]\n模板=t\n年度=2023\n单位=某局\n日期=2024-02-28\n[自定]\na=一、甲\nb=| x | y |\nc=# 乙\nd=@标题 c\n");
    assert_string_equal(outline(build("{{自定.a}}\n{{自定.b}}\n{{自定.c}}\n{{自定.d}}\n")),
                        "para 3:一、甲\npara 3:| x | y |\npara 3:# 乙\npara 3:@标题 c");
    found_nothing();
}

static void a_pattern_does_not_swallow_ways_to_print(void **state)
{
    (void)state;
    put("模板/t/fields.ini", "[字段 人员.*]\n类型=数量\n单位=人\n");
    put("report.ini", "[报告]\n模板=t\n年度=2023\n单位=某局\n日期=2024-02-28\n[人员]\n在职=15\n");
    assert_string_equal(outline(build("在职{{人员.在职}}，{{人员.在职.净}}\n")), "para 3:在职15人，15");
    found_nothing();
}

static void numbers_are_computed(void **state)
{
    (void)state;
    assert_string_equal(outline(build("二、甲\n三、乙\n（二）丙\n")),
                        "heading1 4:一、甲 {一、甲}\nheading1 4:二、乙 {二、乙}\nheading2 5:（一）丙 {（一）丙}");
    assert_int_equal(findings(DIAG_PROSE_NUMBER), 3);
    assert_int_equal(diag_exit_code(diag), 0);
}

static void runs_keep_their_places(void **state)
{
    (void)state;
    const struct doc *doc = build("@标题 题\n\n一、共{{报告.年度}}年\n");
    const struct block *block = &doc->blocks.items[1];
    assert_int_equal(block->runs.count, 4);
    assert_string_equal(block->runs.items[2].text, "2023");
    assert_non_null(block->runs.items[2].fact);
    assert_int_equal(block->runs.items[2].at.line, 3);
    assert_int_equal(block->runs.items[2].at.column, 4);
    assert_string_equal(block->runs.items[3].text, "年");
    assert_null(block->runs.items[3].fact);
}

static void directives_are_known(void **state)
{
    (void)state;
    build("@标提 题\n");
    size_t n;
    struct finding **all = diag_sorted(diag, &n);
    assert_int_equal(n, 1);
    assert_int_equal(all[0]->code, DIAG_PROSE_DIRECTIVE);
    assert_string_equal(all[0]->detail, "@标提");
    assert_string_equal(all[0]->near, "@标题");
}

static void headings_have_four_levels(void **state)
{
    (void)state;
    build("##### 太深\n");
    assert_int_equal(findings(DIAG_PROSE_LEVEL), 1);
}

static void signatures_can_be_written(void **state)
{
    (void)state;
    assert_string_equal(outline(build("@落款 {{报告.单位}}办公室 | 2024年3月\n@落款 甲局\n@落款  \n")),
                        "sign 10:某局办公室 | 2024年3月\nsign 10:甲局 | 2024年2月28日\nsign 10:某局 | 2024年2月28日");
}

static void rows_make_one_table(void **state)
{
    (void)state;
    const struct doc *doc = build("前\n| a | b |\n| c | < |\n后\n| d |\n");
    assert_string_equal(outline(doc), "para 3:前\ntable\npara 3:后\ntable");
    assert_int_equal(doc->blocks.items[1].grid->nrow, 2);
    assert_int_equal(GRID_CELL(doc->blocks.items[1].grid, 1, 0)->colspan, 2);
    assert_int_equal(doc->blocks.items[3].grid->ncol, 1);
}

static void the_report_may_bring_its_own_text(void **state)
{
    (void)state;
    put("正文/报告.txt", "@标题 自己的\n");
    assert_string_equal(outline(build("@标题 模板的\n")), "title 0:自己的");
}

static const char one_table[] = "[表]\n列宽=1\n[行]\n行.1=A\n";

static void a_described_table_stands_in_the_text(void **state)
{
    (void)state;
    put("模板/t/a.ini", "[表]\n列宽=1 3\n[行]\n行.1=单位 | {{报告.单位}}\n");
    const struct doc *doc = build("前\n@表 a\n@表 b\n@表 ../a\n@表\n后\n");
    assert_string_equal(outline(doc), "para 3:前\ntable\npara 3:后");
    assert_int_equal(doc->blocks.items[1].grid->col_share[1], 3);
    assert_string_equal(GRID_CELL(doc->blocks.items[1].grid, 0, 1)->text, "某局");
    assert_int_equal(findings(DIAG_TEMPLATE_KEY), 1);   /* b.ini */
    assert_int_equal(findings(DIAG_TEMPLATE_VALUE), 2); /* ../a, no name */
}

static void a_single_annex_has_no_number(void **state)
{
    (void)state;
    put("模板/t/template.ini", "[模板]\n名称=t\n版本=1\n格式=1\n继承=gbt9704\n[输出]\nPDF=r.pdf\n标题=别的\n[附件 "
                               "1]\n表=a\n标题={{报告.年度}}表\n");
    put("模板/t/a.ini", one_table);
    const struct doc *doc = build("@标题 题\n@附件说明\n");
    found_nothing();
    assert_string_equal(outline(doc), "title 0:题\nattachments");
    assert_int_equal(doc->annexes.count, 1);
    assert_string_equal(doc->annexes.items[0]->label, "附件");
    assert_string_equal(doc->annexes.items[0]->title.text, "2023表");
    assert_string_equal(doc->annexes.items[0]->file, "附件 2023表.xlsx");
    assert_string_equal(doc->annexes.items[0]->sheet, "附件");
    assert_string_equal(doc->title, "别的");
}

static void titles_below_each_other_are_one(void **state)
{
    (void)state;
    assert_string_equal(build("@标题 某局关于\\n2023年度\n@标题 自评情况的报告\n文\n@标题 另一个\n")->title,
                        "某局关于2023年度自评情况的报告");
}

static void a_long_title_leaves_the_ending(void **state)
{
    (void)state;
    struct buf ini = buf_in(arena);
    buf_add(&ini, "[模板]\n名称=t\n版本=1\n格式=1\n继承=gbt9704\n[输出]\nPDF=r.pdf\n[附件 1]\n表=a\n标题=");
    for (int i = 0; i < 80; i++)
        buf_add(&ini, "长");
    put("模板/t/template.ini", buf_text(&ini));
    put("模板/t/a.ini", one_table);
    const char *file = build("正文\n")->annexes.items[0]->file;
    assert_int_equal(strlen(file), 198); /* 附件, a blank, 62 characters */
    assert_string_equal(file + strlen(file) - 8, "长.xlsx");
}

static void annexes_are_numbered_in_order(void **state)
{
    (void)state;
    put("模板/t/template.ini", "[模板]\n名称=t\n版本=1\n格式=1\n继承=gbt9704\n[输出]\nPDF=r.pdf\n[附件 "
                               "10]\n表=a\n标题=十\n文件=../x/甲.xlsx\n方向=横向\n"
                               "[附件 2]\n表=a\n标题=二\n工作表=表二\n");
    put("模板/t/a.ini", one_table);
    const struct doc *doc = build("@标题 题\n");
    found_nothing();
    assert_string_equal(doc->annexes.items[0]->title.text, "二");
    assert_string_equal(doc->annexes.items[0]->label, "附件1");
    assert_string_equal(doc->annexes.items[0]->sheet, "表二");
    assert_string_equal(doc->annexes.items[1]->label, "附件2");
    assert_string_equal(doc->annexes.items[1]->file, "_._x_甲.xlsx");
    assert_true(doc->annexes.items[1]->landscape);
}

static void bad_annexes_are_refused(void **state)
{
    (void)state;
    put("模板/t/template.ini",
        "[模板]\n名称=t\n版本=1\n格式=1\n继承=gbt9704\n[输出]\nPDF=r.xlsx\n[附件 1]\n表=a\n标题=一\n"
        "文件=r.xlsx\n工作表=a/b\n方向=斜\n再版=项目\n[附件 2]\n标题=二\n[附件 3]\n表=c\n[附件 "
        "4]\n表=a\n重复=项目\n[别的]\nx=1\n");
    put("模板/t/a.ini", one_table);
    build("@标题 题\n");
    assert_int_equal(findings(DIAG_TEMPLATE_VALUE), 3);   /* 方向, 工作表, the same file name */
    assert_int_equal(findings(DIAG_TEMPLATE_UNKNOWN), 2); /* 再版, [别的] */
    assert_int_equal(findings(DIAG_TEMPLATE_KEY), 2);     /* [附件 2] 表, c.ini */
    assert_int_equal(findings(DIAG_TABLE_UNKNOWN), 1);
}

static void the_output_needs_a_name(void **state)
{
    (void)state;
    put("模板/t/template.ini", "[模板]\n名称=t\n版本=1\n格式=1\n继承=gbt9704\n");
    build("@标题 题\n");
    assert_int_equal(findings(DIAG_TEMPLATE_KEY), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(lines_become_blocks),
        TEST(values_never_become_structure),
        TEST(a_pattern_does_not_swallow_ways_to_print),
        TEST(numbers_are_computed),
        TEST(runs_keep_their_places),
        TEST(directives_are_known),
        TEST(headings_have_four_levels),
        TEST(signatures_can_be_written),
        TEST(rows_make_one_table),
        TEST(the_report_may_bring_its_own_text),
        TEST(a_described_table_stands_in_the_text),
        TEST(a_single_annex_has_no_number),
        TEST(annexes_are_numbered_in_order),
        TEST(titles_below_each_other_are_one),
        TEST(a_long_title_leaves_the_ending),
        TEST(bad_annexes_are_refused),
        TEST(the_output_needs_a_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
