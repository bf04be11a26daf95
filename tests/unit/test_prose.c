#include "input/prose.h"

#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
/* cmocka.h needs the four above */
#include <cmocka.h>

static struct arena *arena;
static struct prose_numbers numbers;

static int setup(void **state)
{
    (void)state;
    arena = arena_new();
    memset(&numbers, 0, sizeof numbers);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static const char *describe_cut(const char *line, size_t literal)
{
    static const char *const kinds[] = {"empty", "@", "heading", "run-in", "numbered", "row", "plain", "paragraph"};
    static const char *const directives[] = {"标题", "副标题", "抬头", "注", "附件说明", "落款", "另页", "表", "?"};
    struct prose_line got = prose_classify(line, literal, &numbers);
    struct buf buf = buf_in(arena);
    char number[32];
    buf_add(&buf, kinds[got.kind]);
    if (got.kind == PROSE_DIRECTIVE)
        buf_add(&buf, directives[got.directive]);
    if (got.level)
        buf_printf(&buf, " %d", got.level);
    if (got.number)
        buf_printf(&buf, " %s", prose_number_text(got.level, got.number, number));
    if (got.typed && got.typed != got.number)
        buf_printf(&buf, " not %d", got.typed);
    buf_add(&buf, " ");
    if (got.kind == PROSE_RUN_IN) {
        buf_addn(&buf, line + got.text, got.head - got.text);
        buf_add(&buf, "/");
        got.text = got.head;
    }
    buf_addn(&buf, line + got.text, got.end - got.text);
    return buf_text(&buf);
}

/* "run-in 2 （一） head/rest": kind, level, computed number, the typed one if it differs, text. */
static const char *describe(const char *line)
{
    return describe_cut(line, strlen(line));
}

static void knows_directives(void **state)
{
    (void)state;
    assert_string_equal(describe("@标题 2023年度报告"), "@标题 2023年度报告");
    assert_string_equal(describe("　@副标题\t（某局） "), "@副标题 （某局）");
    assert_string_equal(describe("@抬头 县财政局："), "@抬头 县财政局：");
    assert_string_equal(describe("@注 甲"), "@注 甲");
    assert_string_equal(describe("@附件说明"), "@附件说明 ");
    assert_string_equal(describe("@落款"), "@落款 ");
    assert_string_equal(describe("@另页"), "@另页 ");
    assert_string_equal(describe("@表 a"), "@表 a");
    assert_string_equal(describe("@标 x"), "@? x");
    assert_string_equal(describe("@标题们 x"), "@? x");
    assert_string_equal(describe("@"), "@? ");
}

static void knows_empty_lines(void **state)
{
    (void)state;
    assert_string_equal(describe(""), "empty ");
    assert_string_equal(describe("\u3000\u00A0 \t"), "empty ");
}

static void knows_hash_headings(void **state)
{
    (void)state;
    assert_string_equal(describe("# 总体情况"), "heading 1 一、 总体情况");
    assert_string_equal(describe("##\u3000机构设置 "), "heading 2 （一） 机构设置");
    assert_string_equal(describe("### 人员。"), "heading 3 1. 人员。");
    assert_string_equal(describe("#### 编制。共16人。"), "run-in 4 （1） 编制。/共16人。");
    assert_string_equal(describe("## 第二。后文"), "run-in 2 （二） 第二。/后文");
    assert_string_equal(describe("##### 太深"), "paragraph 5 ##### 太深");
    assert_string_equal(describe("########## 太深"), "paragraph 5 ########## 太深");
    assert_string_equal(describe("#不是标题"), "paragraph #不是标题");
    assert_string_equal(describe("#"), "paragraph #");
}

static void knows_rows_and_plain_lines(void **state)
{
    (void)state;
    assert_string_equal(describe("| 甲 | 乙 |"), "row 甲 | 乙 |");
    assert_string_equal(describe("\\1.编号照原样。"), "plain 1.编号照原样。");
    assert_string_equal(describe(" \\# 甲"), "plain # 甲");
    assert_string_equal(describe("\\\\甲"), "plain \\甲");
    assert_string_equal(describe("说明：一、甲 # 乙 | 丙"), "paragraph 说明：一、甲 # 乙 | 丙");
}

static void computes_numbers(void **state)
{
    (void)state;
    assert_string_equal(describe("一、部门概况"), "heading 1 一、 部门概况");
    assert_string_equal(describe("（一）职能"), "heading 2 （一） 职能");
    assert_string_equal(describe("(二) 机构"), "heading 2 （二） 机构");
    assert_string_equal(describe("（2）小点"), "heading 4 （1） not 2 小点");
    assert_string_equal(describe("1.人员"), "heading 3 1. 人员");
    assert_string_equal(describe("（1）小点"), "heading 4 （1） 小点");
    assert_string_equal(describe("５．公用"), "heading 3 2. not 5 公用");
    assert_string_equal(describe("（１）小点"), "heading 4 （1） 小点");
    assert_string_equal(describe("三、支出"), "heading 1 二、 not 3 支出");
    assert_string_equal(describe("（四）基本支出"), "heading 2 （一） not 4 基本支出");
    assert_string_equal(describe("# 绩效"), "heading 1 三、 绩效");
    assert_string_equal(describe("（1）没有上一级"), "heading 4 （1） 没有上一级");
}

static void reads_chinese_numerals(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        int typed, level;
    } cases[] = {{"九、a", 9, 1},    {"十、a", 10, 1},     {"十一、a", 11, 1},    {"十九、a", 19, 1},
                 {"二十、a", 20, 1}, {"二十一、a", 21, 1}, {"九十九、a", 99, 1},  {"二二、a", -1, 1},
                 {"十十、a", -1, 1}, {"十一二、a", -1, 1}, {"一二三四、a", 0, 0}, {"百、a", 0, 0},
                 {"一a", 0, 0},      {"（十二）a", 12, 2}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct prose_line got = prose_classify(cases[i].line, strlen(cases[i].line), &numbers);
        assert_int_equal(got.typed, cases[i].typed);
        assert_int_equal(got.level, cases[i].level);
    }
}

static void writes_numbers(void **state)
{
    (void)state;
    char out[32];
    assert_string_equal(prose_number_text(1, 1, out), "一、");
    assert_string_equal(prose_number_text(1, 10, out), "十、");
    assert_string_equal(prose_number_text(2, 19, out), "（十九）");
    assert_string_equal(prose_number_text(2, 20, out), "（二十）");
    assert_string_equal(prose_number_text(2, 99, out), "（九十九）");
    assert_string_equal(prose_number_text(1, 100, out), "100、");
    assert_string_equal(prose_number_text(3, 12, out), "12.");
    assert_string_equal(prose_number_text(4, 3, out), "（3）");
}

static void leaves_figures_alone(void **state)
{
    (void)state;
    assert_string_equal(describe("1.5万元以上的采购均公开。"), "paragraph 1.5万元以上的采购均公开。");
    assert_string_equal(describe("1．５万元"), "paragraph 1．５万元");
    assert_string_equal(describe("2023.甲"), "paragraph 2023.甲");
    assert_string_equal(describe("（2023）甲"), "paragraph （2023）甲");
    assert_string_equal(describe("（某局）甲"), "paragraph （某局）甲");
    assert_string_equal(describe("（一甲"), "paragraph （一甲");
    assert_string_equal(describe("一是推进改革。"), "paragraph 一是推进改革。");
    assert_string_equal(describe("12月5日"), "paragraph 12月5日");
    assert_string_equal(describe("5"), "paragraph 5");
}

static void tells_run_in_from_numbered(void **state)
{
    (void)state;
    assert_string_equal(describe("（一）电子证照。汇聚78种。"), "run-in 2 （一） 电子证照。/汇聚78种。");
    assert_string_equal(describe("（二）负责县长信箱。"), "numbered 2 （二） 负责县长信箱。");
    assert_string_equal(describe("（三）坚持公开；"), "heading 2 （三） 坚持公开；");
    assert_string_equal(describe("（四）成绩。 "), "numbered 2 （四） 成绩。");
    /* 27 characters and the 。 are a heading, one more is a sentence */
    assert_string_equal(describe("（五）一二三四五六七八九十一二三四五六七八九十一二三四五六七。后"),
                        "run-in 2 （五） 一二三四五六七八九十一二三四五六七八九十一二三四五六七。/后");
    assert_string_equal(describe("（六）一二三四五六七八九十一二三四五六七八九十一二三四五六七八。后"),
                        "numbered 2 （六） 一二三四五六七八九十一二三四五六七八九十一二三四五六七八。后");
    assert_string_equal(describe("一、甲。乙"), "run-in 1 一、 甲。/乙");
}

static void tells_heading_from_numbered_below(void **state)
{
    (void)state;
    assert_string_equal(describe("1.人员经费。主要用于工资。"), "numbered 3 1. 人员经费。主要用于工资。");
    assert_string_equal(describe("2. 运行维护经费0万元；"), "numbered 3 2. 运行维护经费0万元；");
    assert_string_equal(describe("3.如下： "), "numbered 3 3. 如下：");
    assert_string_equal(describe("（1）好！"), "numbered 4 （1） 好！");
    assert_string_equal(describe("（2）好？"), "numbered 4 （2） 好？");
    assert_string_equal(describe("（3）甲。乙"), "heading 4 （3） 甲。乙");
    assert_string_equal(describe("4.人员经费"), "heading 3 4. 人员经费");
}

/* "4、" continues whatever level expects a 4; the order of asking is 3, 1, 2, 4. */
static void guesses_the_level_of_open_numbers(void **state)
{
    (void)state;
    describe("一、甲");
    describe("二、乙");
    describe("（一）丙");
    assert_string_equal(describe("3、 丁"), "heading 1 三、 丁");
    assert_string_equal(describe("1、戊。"), "numbered 3 1. 戊。");
    assert_string_equal(describe("2、己"), "heading 3 2. 己");
    assert_string_equal(describe("4、庚"), "heading 1 四、 庚");
    describe("（一）辛");
    describe("1.壬");
    assert_string_equal(describe("2、癸"), "heading 3 2. 癸");
    describe("（二）子");
    assert_string_equal(describe("3、丑"), "heading 2 （三） 丑");
    describe("（1）寅");
    assert_string_equal(describe("2、卯"), "heading 4 （2） 卯");
    assert_string_equal(describe("9、辰"), "heading 3 1. not 9 辰");
}

static void sees_marks_only_in_what_was_typed(void **state)
{
    (void)state;
    assert_string_equal(describe_cut("一、甲", 0), "paragraph 一、甲");
    assert_string_equal(describe_cut("# 甲", 0), "paragraph # 甲");
    assert_string_equal(describe_cut("# 甲", 1), "paragraph # 甲");
    assert_string_equal(describe_cut("  | 甲", 2), "paragraph | 甲");
    assert_string_equal(describe_cut("\\甲", 0), "paragraph \\甲");
    assert_string_equal(describe_cut("@标题", 0), "paragraph @标题");
    assert_string_equal(describe_cut("1.5年规划", 2), "heading 3 1. 5年规划");
    assert_string_equal(describe_cut("1.5年规划", 1), "paragraph 1.5年规划");
    assert_string_equal(describe_cut("@标题 甲", strlen("@标题 ")), "@标题 甲");
}

static void drops_paste_artefacts(void **state)
{
    (void)state;
    const char *text = "甲\n乙[bookmark: _GoBack]丙[x][bookmark:a]\n[bookmark: 未完\n[bookmark]";
    struct source source = {"p.txt", text, strlen(text)};
    struct pos first = {0};
    assert_int_equal(prose_drop_artefacts(arena, &source, &first), 2);
    assert_string_equal(source.text, "甲\n乙丙[x]\n[bookmark: 未完\n[bookmark]");
    assert_int_equal(source.size, strlen(source.text));
    assert_string_equal(first.file, "p.txt");
    assert_int_equal(first.line, 2);
    assert_int_equal(first.column, 2);
    first.line = 0;
    assert_int_equal(prose_drop_artefacts(arena, &source, &first), 0);
    assert_int_equal(first.line, 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(knows_directives),
        TEST(knows_empty_lines),
        TEST(knows_hash_headings),
        TEST(knows_rows_and_plain_lines),
        TEST(computes_numbers),
        TEST(reads_chinese_numerals),
        TEST(writes_numbers),
        TEST(leaves_figures_alone),
        TEST(tells_run_in_from_numbered),
        TEST(tells_heading_from_numbered_below),
        TEST(guesses_the_level_of_open_numbers),
        TEST(sees_marks_only_in_what_was_typed),
        TEST(drops_paste_artefacts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
