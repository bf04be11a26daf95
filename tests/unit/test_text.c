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

static void finds_invalid_bytes(void **state)
{
    (void)state;
    assert_int_equal(utf8_invalid("一a", 4), 4);
    assert_int_equal(utf8_invalid("a\xC0\x80", 3), 1);         /* overlong */
    assert_int_equal(utf8_invalid("a\xED\xA0\x80", 4), 1);     /* surrogate */
    assert_int_equal(utf8_invalid("\xF4\x90\x80\x80", 4), 0);  /* beyond U+10FFFF */
    assert_int_equal(utf8_invalid("一\xE4\xB8", 5), 3);        /* cut short */
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decodes_every_plane),
        cmocka_unit_test(finds_invalid_bytes),
        cmocka_unit_test(trims_wide_spaces),
        cmocka_unit_test(names_the_nearest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
