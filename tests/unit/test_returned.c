#include "report_case.h"

#include "base/hash.h"
#include "model/issue.h"
#include "model/returned.h"

/* What was sent back: 甲 = 1万元, and a paragraph. answered: it was made in answer to today's list. */
static void issue(const char *path, const char *value, bool answered)
{
    struct issue *was = issue_new(arena);
    *list_push(arena, &was->facts) = (struct issue_fact){.name = "数.甲", .label = "甲", .value = value};
    *list_push(arena, &was->texts) = (struct issue_text){.text = "旧话。",
                                                         .hash = hash_text(arena, "旧话。"),
                                                         .at = {"正文/p.txt", 1, 1, NULL, NULL},
                                                         .place = {.sheet = "", .cell = ""}};
    *list_push(arena, &was->texts) = (struct issue_text){.text = "不变。",
                                                         .hash = hash_text(arena, "不变。"),
                                                         .at = {"正文/p.txt", 2, 1, NULL, NULL},
                                                         .place = {.sheet = "", .cell = ""}};
    if (answered)
        *list_push(arena, &was->inputs) =
            (struct issue_file){.name = RETURNED_FILE, .hash = hash_file(arena, os_join(arena, folder, RETURNED_FILE))};
    put(path, issue_text(arena, was));
}

static void report_with(const char *value, const char *text, const char *list, const char *reasons)
{
    put("模板/t/fields.ini", "[字段 数.甲]\n类型=金额\n单位=万元\n小数=0-2\n必填=否\n");
    put("模板/t/report.txt", "{{>p}}\n");
    put("正文/p.txt", text);
    put("退回意见.ini", list);
    put("report.ini", arena_printf(arena,
                                   "[报告]\n模板=t\n年度=2023\n单位=某局\n日期=2024-02-28\n[数]\n甲=%s\n"
                                   "[审核说明]\n%s",
                                   value, reasons));
}

static const struct finding *only(enum diag_code code)
{
    size_t n;
    struct finding **all = diag_sorted(diag, &n);
    for (size_t i = 0; n != 1 && i < n; i++)
        print_message("%s\n", diag_line(diag, all[i], DIAG_EN));
    assert_int_equal(n, 1);
    assert_int_equal(all[0]->code, code);
    return all[0];
}

static void changed(void **state)
{
    (void)state;
    report_with("2", "旧话。\n不变。\n", "[意见 1]\n位置=数.甲\n要求=核对\n", "");
    issue("out/build.ini", "1万元", false);
    load(folder, NULL);
    assert_string_equal(only(DIAG_RETURNED_DONE)->detail, "意见1 数.甲：核对（1万元 → 2万元）");
    assert_int_equal(diag_exit_code(diag), 0);
}

static void not_changed(void **state)
{
    (void)state;
    report_with("1", "旧话。\n不变。\n", "[意见 1]\n位置=数.甲\n要求=核对\n", "");
    issue("out/build.ini", "1万元", false);
    load(folder, NULL);
    assert_string_equal(only(DIAG_RETURNED_OPEN)->answer, "意见1 数.甲 [1万元] = ");
    assert_int_equal(diag_exit_code(diag), 1);
}

static void explained(void **state)
{
    (void)state;
    report_with("1", "旧话。\n不变。\n", "[意见 1]\n位置=数.甲\n要求=核对\n", "意见1 数.甲 [1万元] = 无误\n");
    issue("out/build.ini", "1万元", false);
    load(folder, NULL);
    assert_true(only(DIAG_RETURNED_OPEN)->explained);
    assert_int_equal(diag_exit_code(diag), 0);
}

/* The first build after the correction is not what was sent back. */
static void the_answer_is_not_what_was_sent_back(void **state)
{
    (void)state;
    report_with("2", "旧话。\n不变。\n", "[意见 1]\n位置=数.甲\n要求=核对\n", "");
    issue("out/build.ini", "2万元", true);
    issue("out/旧版/9/build.ini", "1万元", false);
    issue("out/旧版/10/build.ini", "1.5万元", false);
    load(folder, NULL);
    assert_string_equal(only(DIAG_RETURNED_DONE)->detail, "意见1 数.甲：核对（1.5万元 → 2万元）");
}

static void named_issue_and_named_value(void **state)
{
    (void)state;
    report_with("2", "旧话。\n不变。\n",
                "[退回意见]\n原稿=out/旧版/9\n[意见 1]\n位置=数.甲\n[意见 2]\n位置=数.甲\n原值=2\n", "");
    issue("out/build.ini", "2万元", false);
    issue("out/旧版/9/build.ini", "1万元", false);
    load(folder, NULL);
    assert_int_equal(findings(DIAG_RETURNED_DONE), 1);
    assert_int_equal(findings(DIAG_RETURNED_OPEN), 1);
    assert_int_equal(findings(DIAG_RETURNED_VALUE), 1); /* of the second: it was 1万元 */
}

/* Nobody has touched the words: a figure that they quote has changed elsewhere, a paragraph before them is gone. */
static void a_quoted_figure_is_no_answer(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum diag_code code;
    } given[] = {{"\n1.话。\n2.共{{数.甲}}。\n", DIAG_RETURNED_OPEN},
                 {"\n\n1.共{{数.甲}}。\n", DIAG_RETURNED_OPEN},
                 {"\n1.话。\n2.总共{{数.甲}}。\n", DIAG_RETURNED_DONE}};
    for (size_t i = 0; i < sizeof given / sizeof *given; i++) {
        report_with("2", given[i].text, "[意见 1]\n位置=正文/p.txt:3\n", "");
        struct issue *was = issue_new(arena);
        *list_push(arena, &was->facts) = (struct issue_fact){.name = "数.甲", .label = "甲", .value = "1万元"};
        *list_push(arena, &was->texts) = (struct issue_text){.text = "2.共1万元。",
                                                             .hash = hash_text(arena, "2.共{{数.甲}}。"),
                                                             .at = {"正文/p.txt", 3, 1, NULL, NULL},
                                                             .place = {3, 6, 0, "", "", ""}};
        put("out/build.ini", issue_text(arena, was));
        diag = diag_new(arena);
        load(folder, NULL);
        if (findings(given[i].code) != 1)
            fail_msg("%s", given[i].text);
    }
}

static const struct finding *found(enum diag_code code)
{
    size_t n;
    struct finding **all = diag_sorted(diag, &n);
    for (size_t i = 0; i < n; i++)
        if (all[i]->code == code)
            return all[i];
    fail_msg("no such finding");
    return NULL;
}

/* An open item says where that is written, so that the proof copy can mark it: the figure, the words of the line. */
static void open_items_say_where(void **state)
{
    (void)state;
    report_with("1", "旧话。\n不变甲乙。\n", "[意见 1]\n位置=第4页第1行\n", "");
    struct issue *was = issue_new(arena);
    struct issue_fact *fact = list_push(arena, &was->facts);
    *fact = (struct issue_fact){.name = "数.甲", .label = "甲", .value = "1万元"};
    *list_push(arena, &fact->places) = (struct issue_place){9, 0, 7, "基础数据表", "D20", "附件1"};
    struct issue_text *text = list_push(arena, &was->texts);
    *text = (struct issue_text){.text = "不变甲乙。",
                                .hash = hash_text(arena, "不变甲乙。"),
                                .at = {"正文/p.txt", 2, 1, NULL, NULL},
                                .place = {3, 6, 0, "", "", ""}};
    *list_push(arena, &text->lines) = (struct issue_line){strlen("不变"), {4, 1, 0, "", "", ""}};
    put("out/build.ini", issue_text(arena, was));
    load(folder, NULL);
    struct pos at = found(DIAG_RETURNED_OPEN)->also.items[0];
    assert_string_equal(at.file, "正文/p.txt");
    assert_int_equal(at.line, 2);
    assert_int_equal(at.column, 3);

    put("退回意见.ini", "[意见 1]\n位置=附件1 D20\n原值=88分\n");
    diag = diag_new(arena);
    load(folder, NULL);
    assert_string_equal(found(DIAG_RETURNED_OPEN)->also.items[0].file, "report.ini");
    assert_string_equal(found(DIAG_RETURNED_VALUE)->detail, "意见1 附件1 D20：88分 ≠ 1万元");
    put("退回意见.ini", "[意见 1]\n位置=第3页第6行\n原值=不变\n");
    diag = diag_new(arena);
    load(folder, NULL);
    assert_string_equal(only(DIAG_RETURNED_OPEN)->detail, "意见1 第3页第6行");
}

/* Line 1 is a remark: the paragraphs are named, and the next one. */
static void a_line_that_is_no_paragraph(void **state)
{
    (void)state;
    report_with("1", "{{! 写一段 }}\n旧话。\n\n不变。\n", "[意见 1]\n位置=正文/p.txt:3\n", "");
    issue("out/build.ini", "1万元", false);
    load(folder, NULL);
    const struct finding *f = found(DIAG_RETURNED_PLACE);
    assert_string_equal(f->near, "正文/p.txt:4");
    assert_non_null(strstr(diag_line(diag, f, DIAG_ZH), "段落在第2、4行；是不是“正文/p.txt:4”？"));
}

static void text_changed(void **state)
{
    (void)state;
    report_with("1", "新话。\n不变。\n",
                "[意见 1]\n位置=正文/p.txt:1\n[意见 2]\n位置=正文/p.txt:2\n[意见 3]\n位置=正文/p.txt\n", "");
    issue("out/build.ini", "1万元", false);
    load(folder, NULL);
    assert_int_equal(findings(DIAG_RETURNED_DONE), 2);
    assert_int_equal(findings(DIAG_RETURNED_OPEN), 1);
}

static void nobody_knows_the_place(void **state)
{
    (void)state;
    report_with("1", "旧话。\n", "[意见 1]\n位置=数.申\n[意见 2]\n位置=正文/q.txt\n", "");
    issue("out/build.ini", "1万元", false);
    load(folder, NULL);
    assert_int_equal(findings(DIAG_RETURNED_PLACE), 2);
    size_t n;
    assert_string_equal(diag_sorted(diag, &n)[0]->near, "数.甲");
}

/* The bureau names what it sees: a line, a cell, a page, an annex. */
static void places_on_the_page(void **state)
{
    (void)state;
    static const struct {
        const char *place;
        enum diag_code code;
    } given[] = {
        {"第3页第5行", DIAG_RETURNED_DONE},
        {"附件1 D20", DIAG_RETURNED_DONE},
        {"附件1的D20格", DIAG_RETURNED_DONE},
        {"基础数据表!D20", DIAG_RETURNED_DONE},
        {"第9页表格第7行（附件1 基础数据表!D20）", DIAG_RETURNED_DONE},
        {"第3页", DIAG_RETURNED_DONE},
        {"附件1", DIAG_RETURNED_DONE},
        {"附件2 D20", DIAG_RETURNED_PLACE},
        {"第3页第6行", DIAG_RETURNED_OPEN},
        {"第4页第1行", DIAG_RETURNED_OPEN}, /* within the paragraph 不变。 */
        {"第4页第2行", DIAG_RETURNED_PLACE},
        {"第2页第99行", DIAG_RETURNED_PLACE},
        {"附件1 E20", DIAG_RETURNED_OPEN},
        {"第8页", DIAG_RETURNED_PLACE},
    };
    for (size_t i = 0; i < sizeof given / sizeof *given; i++) {
        report_with("2", "旧话。\n不变。\n", arena_printf(arena, "[意见 1]\n位置=%s\n", given[i].place), "");
        struct issue *was = issue_new(arena);
        struct issue_fact *fact = list_push(arena, &was->facts);
        *fact = (struct issue_fact){.name = "数.甲", .label = "甲", .value = "1万元"};
        *list_push(arena, &fact->places) = (struct issue_place){3, 5, 0, "", "", ""};
        *list_push(arena, &fact->places) = (struct issue_place){9, 0, 7, "基础数据表", "D20", "附件1"};
        fact = list_push(arena, &was->facts);
        *fact = (struct issue_fact){.name = "报告.单位", .label = "单位", .value = "某局"};
        *list_push(arena, &fact->places) = (struct issue_place){9, 0, 7, "基础数据表", "E20", "附件1"};
        *list_push(arena, &was->texts) = (struct issue_text){.text = "不变。",
                                                             .hash = hash_text(arena, "不变。"),
                                                             .at = {"正文/p.txt", 2, 1, NULL, NULL},
                                                             .place = {3, 6, 0, "", "", ""}};
        struct issue_text *text = &was->texts.items[0];
        *list_push(arena, &text->lines) = (struct issue_line){3, {4, 1, 0, "", "", ""}};
        put("out/build.ini", issue_text(arena, was));
        diag = diag_new(arena);
        load(folder, NULL);
        if (only(given[i].code)->code != given[i].code)
            fail_msg("%s", given[i].place);
    }
}

/* Nothing to compare with: the item stays open. */
static void nothing_was_sent(void **state)
{
    (void)state;
    report_with("1", "旧话。\n", "[意见 1]\n位置=数.甲\n[意见 2]\n位置=正文/p.txt\n", "");
    load(folder, NULL);
    assert_int_equal(findings(DIAG_RETURNED_OPEN), 2);
}

static void a_bad_list(void **state)
{
    (void)state;
    report_with("1", "旧话。\n", "[意见 1]\n要求=x\n位直=y\n[意思]\n[退回意见]\n原稿=nowhere\n", "");
    load(folder, NULL);
    assert_int_equal(findings(DIAG_REQUIRED), 1);
    assert_int_equal(findings(DIAG_RETURNED_KEY), 2);
    assert_int_equal(findings(DIAG_FILE_MISSING), 1);
    assert_string_equal(found(DIAG_FILE_MISSING)->at.file, RETURNED_FILE);
    assert_int_equal(found(DIAG_FILE_MISSING)->at.line, 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(changed),
        TEST(not_changed),
        TEST(explained),
        TEST(the_answer_is_not_what_was_sent_back),
        TEST(named_issue_and_named_value),
        TEST(text_changed),
        TEST(a_quoted_figure_is_no_answer),
        TEST(open_items_say_where),
        TEST(a_line_that_is_no_paragraph),
        TEST(nobody_knows_the_place),
        TEST(places_on_the_page),
        TEST(nothing_was_sent),
        TEST(a_bad_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
