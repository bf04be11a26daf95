#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
/* cmocka.h needs the four above */
#include <cmocka.h>

static void decodes_every_plane(void **state)
{
    (void)state;
    const char *s = "a\u4E00\U00020BB7";
    assert_int_equal(utf8_next(&s), 'a');
    assert_int_equal(utf8_next(&s), 0x4E00);
    assert_int_equal(utf8_next(&s), 0x20BB7);
    assert_int_equal(utf8_next(&s), 0);
}

static void makes_file_names(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    assert_string_equal(text_file_name(arena, "  附件1 表.xlsx ", 200), "附件1 表.xlsx");
    assert_string_equal(text_file_name(arena, "../a\\b:c\n?.pdf", 200), "_._a_b_c__.pdf");
    assert_string_equal(text_file_name(arena, "附件一二三.xlsx", 14), "附件一.xlsx"); /* 9 bytes and the ending */
    assert_string_equal(text_file_name(arena, "附件一二三.xlsx", 16), "附件一.xlsx"); /* no part of a character */
    assert_string_equal(text_file_name(arena, "一二三", 7), "一二");
    assert_string_equal(text_file_name(arena, "a.这不是扩展名", 8), "a.这不");
    assert_string_equal(text_file_name(arena, " ", 8), "");
    arena_free(arena);
}

static void finds_invalid_bytes(void **state)
{
    (void)state;
    assert_int_equal(utf8_invalid("一a", 4), 4);
    assert_int_equal(utf8_invalid("a\xC0\x80", 3), 1);        /* overlong */
    assert_int_equal(utf8_invalid("a\xED\xA0\x80", 4), 1);    /* surrogate */
    assert_int_equal(utf8_invalid("\xF4\x90\x80\x80", 4), 0); /* beyond U+10FFFF */
    assert_int_equal(utf8_invalid("一\xE4\xB8", 5), 3);       /* cut short */
}

/* The same one sequence at a time. */
static size_t slowly(const char *s, size_t n)
{
    size_t i = 0;
    for (size_t valid = 1; i < n && valid > 0; i += valid)
        valid = utf8_invalid(s + i, n - i < 4 ? n - i : 4);
    return i;
}

/* Wherever in a long text they stand, any two bytes on characters of one to three. */
static void finds_invalid_bytes_far_in(void **state)
{
    (void)state;
    static const char plain[] = "绩效 a·é：自评，";
    static const unsigned char bytes[] = {'a',  0x80, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF,
                                          0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF4, 0xF5};
    char text[5 * (sizeof plain - 1)];
    for (size_t at = 0; at + 1 < sizeof text; at++)
        for (size_t a = 0; a < sizeof bytes; a++)
            for (size_t b = 0; b < sizeof bytes; b++) {
                for (size_t i = 0; i < sizeof text; i++)
                    text[i] = plain[i % (sizeof plain - 1)];
                text[at] = (char)bytes[a];
                text[at + 1] = (char)bytes[b];
                assert_int_equal(utf8_invalid(text, sizeof text), slowly(text, sizeof text));
            }
}

static void trims_wide_spaces(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    const char *s = "\u3000\u00A0 甲 乙\t\u3000";
    assert_string_equal(text_trimmed(arena, s, s + strlen(s)), "甲 乙");
    arena_free(arena);
}

static void names_the_nearest(void **state)
{
    (void)state;
    const char *items[] = {"在职人数", "行政编制"};
    struct text_names names = {items, 2, 2};
    assert_string_equal(text_nearest("在岗人数", &names), "在职人数");
    assert_null(text_nearest("楼堂馆所", &names));
}

static void cuts_with_dots(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    assert_string_equal(text_within(arena, "甲乙丙", 3), "甲乙丙");
    assert_string_equal(text_within(arena, "甲乙丙丁", 3), "甲乙…");
    assert_string_equal(text_within(arena, "", 3), "");
    arena_free(arena);
}

static void widens_to_whole_characters(void **state)
{
    (void)state;
    static const char text[] = "甲乙丙丁戊"; /* three bytes each */
    size_t from = 6, to = 9;
    text_widen(text, &from, &to, 1);
    assert_int_equal(from, 3);
    assert_int_equal(to, 12);
    text_widen(text, &from, &to, 90);
    assert_int_equal(from, 0);
    assert_int_equal(to, sizeof text - 1);
    text_widen(text, &from, &to, 0);
    assert_int_equal(from, 0);
    assert_int_equal(to, sizeof text - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decodes_every_plane), cmocka_unit_test(makes_file_names),
        cmocka_unit_test(finds_invalid_bytes), cmocka_unit_test(finds_invalid_bytes_far_in),
        cmocka_unit_test(trims_wide_spaces),   cmocka_unit_test(names_the_nearest),
        cmocka_unit_test(cuts_with_dots),      cmocka_unit_test(widens_to_whole_characters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
