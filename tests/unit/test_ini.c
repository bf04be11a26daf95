#include "plain.h"

#include "input/ini.h"

static struct ini *parse(const char *text)
{
    struct source source = {"r.ini", text, strlen(text)};
    return ini_parse(arena, diag, &source);
}

static void parses(const char *text, const char *value)
{
    struct pos at = {0};
    assert_string_equal(ini_value(parse(text), "甲", "乙", "absent", &at), value);
    assert_string_equal(findings(), "");
}

static void finds(const char *text, const char *want)
{
    parse(text);
    assert_string_equal(findings(), want);
}

static void keeps_order_and_positions(void **state)
{
    (void)state;
    struct ini *ini = parse("# 说明\n\n[人员]\n  行政编制 =  6\n; x\n　编制\t=十\n[空]\n[支出]\nb =\n");
    assert_string_equal(findings(), "");
    assert_int_equal(ini->sections.count, 3);
    struct ini_section *section = ini->sections.items[0];
    assert_string_equal(section->name, "人员");
    assert_int_equal(section->at.line, 3);
    assert_int_equal(section->keys.count, 2);
    struct ini_key *key = &section->keys.items[0];
    assert_string_equal(key->name, "行政编制");
    assert_string_equal(key->value, "6");
    assert_string_equal(key->at.file, "r.ini");
    assert_int_equal(key->at.line, 4);
    assert_int_equal(key->at.column, 3);
    assert_int_equal(key->value_at.column, 11);
    key = ini_key(section, "编制");
    assert_string_equal(key->value, "十");
    assert_int_equal(key->at.column, 2);
    assert_int_equal(key->value_at.column, 6);
    assert_int_equal(ini->sections.items[1]->keys.count, 0);
    key = ini_key(ini_section(ini, "支出"), "b");
    assert_string_equal(key->value, "");
    assert_int_equal(key->value_at.column, 4);
    assert_null(ini_section(ini, "无"));
    assert_null(ini_key(section, "无"));
    assert_string_equal(ini_value(ini, "无", "b", "-", NULL), "-");
    assert_string_equal(ini_value(ini, "支出", "无", "-", NULL), "-");
}

static void gives_values_back_byte_for_byte(void **state)
{
    (void)state;
    parses("[甲]\n乙 = 5#楼;西 \"他说\"\" 'x' a=b ＝ c\\\n丙=1", "5#楼;西 \"他说\"\" 'x' a=b ＝ c\\");
    parses("[甲]\n乙 = \"quoted\"", "\"quoted\"");
    parses("[甲]\n乙 = 'quoted' ; no comment", "'quoted' ; no comment");
    parses("[甲]\n乙 = ;", ";");
    parses("[甲]\n乙 = \\", "\\");
    parses("[甲]\n乙 = = =", "= =");
    parses("[甲]\n乙 = a|b # 一、{{x}}  \t y", "a|b # 一、{{x}}  \t y");
    parses("[甲]\n乙 = \U00020BB7\U0002CB2D .", "\U00020BB7\U0002CB2D .");
    parses("[甲]\n乙 = %s %n [x]", "%s %n [x]");
    parses("[甲]\n\u3000乙\u00A0= \u3000甲 乙\u00A0\u3000\t", "甲 乙");
}

static void tells_upper_from_lower_case(void **state)
{
    (void)state;
    struct ini *ini = parse("[Ab]\nKey = 1\nkey = 2\n[aB]\nkey = 3\n[a:b]\nk;:#\"' = 4\n");
    assert_string_equal(findings(), "");
    assert_string_equal(ini_value(ini, "Ab", "Key", "", NULL), "1");
    assert_string_equal(ini_value(ini, "Ab", "key", "", NULL), "2");
    assert_string_equal(ini_value(ini, "aB", "key", "", NULL), "3");
    assert_string_equal(ini_value(ini, "a:b", "k;:#\"'", "", NULL), "4");
}

/* Long values of characters of every width and with blanks wherever a piece may end. */
static void joins_long_values(void **state)
{
    (void)state;
    static const char *const units[] = {"a", "甲", "\U00020BB7", "é", " a", "甲　", ";#"};
    for (size_t u = 0; u < sizeof units / sizeof *units; u++)
        for (size_t lead = 0; lead < 5; lead++) {
            struct buf value = buf_in(arena);
            buf_addn(&value, "xxxxx", lead + 1);
            while (value.n < 5000)
                buf_add(&value, units[u]);
            buf_add(&value, "。");
            struct ini *ini = parse(arena_printf(arena, "[甲]\n前=1\n乙 = %s\n后 = 2", buf_text(&value)));
            assert_string_equal(ini_value(ini, "甲", "乙", "", NULL), buf_text(&value));
            assert_string_equal(ini_value(ini, "甲", "后", "", NULL), "2");
        }
    assert_string_equal(findings(), "");
}

static void limits_values_to_64_kib(void **state)
{
    (void)state;
    char *value = arena_alloc(arena, 65538);
    memset(value, 'x', 65536);
    struct ini *ini = parse(arena_printf(arena, "[甲]\n乙 = %s\n", value));
    assert_string_equal(ini_value(ini, "甲", "乙", "", NULL), value);
    assert_string_equal(findings(), "");
    value[65536] = 'x';
    ini = parse(arena_printf(arena, "[甲]\n乙 = %s\n丙 = 1", value));
    assert_null(ini_key(ini_section(ini, "甲"), "乙"));
    assert_string_equal(ini_value(ini, "甲", "丙", "", NULL), "1");
    assert_string_equal(findings(), "I108 2:5 甲.乙");
}

static void reads_many_keys(void **state)
{
    (void)state;
    struct buf text = buf_in(arena);
    for (int s = 0; s < 30; s++) {
        buf_printf(&text, "[s%d]\n", s);
        for (int k = 0; k < 70; k++)
            buf_printf(&text, "k%d = %d.%d\n", k, s, k);
    }
    struct ini *ini = parse(buf_text(&text));
    assert_string_equal(findings(), "");
    for (int s = 0; s < 30; s++)
        for (int k = 0; k < 70; k++)
            assert_string_equal(ini_value(ini, arena_printf(arena, "s%d", s), arena_printf(arena, "k%d", k), "", NULL),
                                arena_printf(arena, "%d.%d", s, k));
}

static void takes_wide_signs_with_a_hint(void **state)
{
    (void)state;
    struct ini *ini = parse("［甲］\n乙 ＝ a = b\n【丙】\n丁 = c ＝ d");
    assert_string_equal(ini_value(ini, "甲", "乙", "", NULL), "a = b");
    assert_string_equal(ini_value(ini, "丙", "丁", "", NULL), "c ＝ d");
    assert_string_equal(findings(), "I111 1:1 甲; I109 2:3 乙; I111 3:1 丙");
}

static void repeats_rows_only(void **state)
{
    (void)state;
    struct ini *ini = parse("[甲]\n行 = 1\n行 = 2\n行.010 = 3\n行 = 4");
    assert_string_equal(findings(), "");
    struct ini_section *section = ini_section(ini, "甲");
    assert_int_equal(section->keys.count, 4);
    assert_string_equal(section->keys.items[3].value, "4");
    assert_string_equal(ini_key(section, "行")->value, "1");
    finds("[甲]\n行.010 = 3\n行.010 = 4", "I105 3:1 甲.行.010 <2:1");
}

static void names_both_duplicates(void **state)
{
    (void)state;
    struct ini *ini = parse("[甲]\n乙 = 1\n[丙]\n[ 甲 ]\n 乙 = 2\n丁 = 3");
    assert_string_equal(findings(), "I106 4:1 甲 <1:1; I105 5:2 甲.乙 <2:1");
    assert_int_equal(ini->sections.count, 2);
    assert_string_equal(ini_value(ini, "甲", "乙", "", NULL), "1");
    assert_string_equal(ini_value(ini, "甲", "丁", "", NULL), "3");
}

static void wants_an_equals_sign(void **state)
{
    (void)state;
    finds("[甲]\n 没有等号\n", "I101 2:2 没有等号");
}

static void shortens_what_it_quotes(void **state)
{
    (void)state;
    finds("[甲]\n一二三四五六七八九十一二三四五六七八九十一二\n", "I101 2:1 一二三四五六七八九十一二三四五六七八九十…");
}

static void wants_a_name(void **state)
{
    (void)state;
    finds("[甲]\n = 1\n", "I107 2:2 = 1");
}

static void wants_a_section_first(void **state)
{
    (void)state;
    finds("乙 = 1\n丙 = 2\n[甲]\n丁 = 3\n", "I102 1:1 乙");
}

static void refuses_malformed_sections(void **state)
{
    (void)state;
    struct ini *ini = parse("[甲] # x\n乙 = 1\n[丙\n乙 = 1\n[]\n[a]b]\n[丁]\n乙=2\n]x");
    assert_string_equal(findings(), "I103 1:1 [甲] # x; I103 3:1 [丙; I103 5:1 []; I103 6:1 [a]b]; I101 9:1 ]x");
    assert_int_equal(ini->sections.count, 1);
    assert_string_equal(ini_value(ini, "丁", "乙", "", NULL), "2");
}

static void is_built_by_hand(void **state)
{
    (void)state;
    struct ini *ini = ini_new(arena, "x");
    struct pos at = {.file = "y", .line = 7};
    struct ini_section *section = ini_add_section(arena, ini, "甲", at);
    assert_ptr_equal(ini_add_section(arena, ini, "甲", at), section);
    ini_add_key(arena, section, "乙", "1", at, at);
    struct pos found = {0};
    assert_string_equal(ini_value(ini, "甲", "乙", "", &found), "1");
    assert_string_equal(found.file, "y");
}

static void reports_a_file_without_text(void **state)
{
    (void)state;
    assert_null(ini_read(arena, diag, "/nowhere/x.ini", "x.ini"));
    assert_string_equal(findings(), "I010 0:0 ");
}

/* The cells between ⟨⟩, ! before one with an escaped mark, 0 before a truly empty one. */
static const char *cells(const char *value)
{
    struct buf buf = buf_in(arena);
    struct ini_cells list = ini_cells(arena, value, (struct pos){.column = 1});
    for (size_t i = 0; i < list.count; i++)
        buf_printf(&buf, "%s%s⟨%s⟩", list.items[i].escaped_mark ? "!" : "", list.items[i].truly_empty ? "0" : "",
                   list.items[i].text);
    return buf_text(&buf);
}

static void cuts_cells(void **state)
{
    (void)state;
    assert_string_equal(cells(""), "⟨⟩");
    assert_string_equal(cells("甲 | 乙\u3000|丙"), "⟨甲⟩⟨乙⟩⟨丙⟩");
    assert_string_equal(cells("| 30 |"), "⟨⟩⟨30⟩⟨⟩");
    assert_string_equal(cells("甲\\|乙 | 在职\\n人数 | \\\\"), "⟨甲|乙⟩⟨在职\n人数⟩⟨\\⟩");
    assert_string_equal(cells("\\ | \\< | \\^x | \\!y | \\* | \\- | \\-"), "0⟨⟩!⟨<⟩!⟨^x⟩!⟨!y⟩!⟨*⟩!⟨-⟩!⟨-⟩");
    assert_string_equal(cells("< | ^ | a\\<b | \\a | \\\\| \\\\\\|"), "⟨<⟩⟨^⟩⟨a\\<b⟩⟨\\a⟩⟨\\⟩⟨\\|⟩");
    assert_string_equal(cells("a\\"), "⟨a\\⟩");
    assert_string_equal(cells("\\\\n"), "⟨\\n⟩");
}

static void writes_rows(void **state)
{
    (void)state;
    const char *const row[] = {"甲", "", "-1", "<", "a|b\\c\nd", NULL};
    const char *text = ini_row(arena, row, 6);
    assert_string_equal(text, "甲 | \\ | \\-1 | \\< | a\\|b\\\\c\\nd | \\");
    assert_string_equal(cells(text), "⟨甲⟩0⟨⟩!⟨-1⟩!⟨<⟩⟨a|b\\c\nd⟩0⟨⟩");
    assert_string_equal(ini_row(arena, row, 0), "");
}

static void places_cells(void **state)
{
    (void)state;
    struct ini_cells list = ini_cells(arena, "甲乙 |  丙|| 丁", (struct pos){"f", 3, 5, NULL, NULL});
    int columns[] = {5, 11, 13, 15};
    assert_int_equal(list.count, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(list.items[i].at.column, columns[i]);
        assert_int_equal(list.items[i].at.line, 3);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(keeps_order_and_positions),
        TEST(gives_values_back_byte_for_byte),
        TEST(tells_upper_from_lower_case),
        TEST(joins_long_values),
        TEST(limits_values_to_64_kib),
        TEST(reads_many_keys),
        TEST(takes_wide_signs_with_a_hint),
        TEST(repeats_rows_only),
        TEST(names_both_duplicates),
        TEST(wants_an_equals_sign),
        TEST(shortens_what_it_quotes),
        TEST(wants_a_name),
        TEST(wants_a_section_first),
        TEST(refuses_malformed_sections),
        TEST(is_built_by_hand),
        TEST(reports_a_file_without_text),
        TEST(cuts_cells),
        TEST(writes_rows),
        TEST(places_cells),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
