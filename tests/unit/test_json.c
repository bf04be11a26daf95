#include "base/json.h"

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
/* cmocka.h needs those above */
#include <cmocka.h>

static int setup(void **state)
{
    *state = arena_new();
    return 0;
}

static int teardown(void **state)
{
    arena_free(*state);
    return 0;
}

static void sets_commas_between_values_only(void **state)
{
    struct json json = json_in(*state);
    json_object(&json, NULL);
    json_int(&json, "a", -1);
    json_array(&json, "b");
    json_end(&json, ']');
    json_array(&json, "c");
    json_object(&json, NULL);
    json_end(&json, '}');
    json_object(&json, NULL);
    json_bool(&json, "x", true);
    json_bool(&json, "y", false);
    json_end(&json, '}');
    json_string(&json, NULL, "s");
    json_end(&json, ']');
    json_string(&json, "d", NULL);
    json_end(&json, '}');
    assert_string_equal(buf_text(&json.buf),
                        "{\"a\":-1,\"b\":[],\"c\":[{},{\"x\":true,\"y\":false},\"s\"],\"d\":null}");
}

static void check_string(struct arena *arena, const char *value, const char *want)
{
    struct json json = json_in(arena);
    json_string(&json, NULL, value);
    assert_string_equal(buf_text(&json.buf), want);
}

static void escapes_strings(void **state)
{
    check_string(*state, "", "\"\"");
    check_string(*state, "甲\U00020BB7", "\"甲\U00020BB7\"");
    check_string(*state, "a\"b\\c/", "\"a\\\"b\\\\c/\"");
    check_string(*state, "\n\t\x1F\x7F", "\"\\n\\u0009\\u001f\\u007f\"");
    check_string(*state, "\u2028\u2029", "\"\\u2028\\u2029\"");
    check_string(*state, "a\xFFz\xE4\xB8", "\"a\uFFFDz\uFFFD\uFFFD\"");
}

static void escapes_names_too(void **state)
{
    struct json json = json_in(*state);
    json_object(&json, NULL);
    json_int(&json, "a\"", LONG_MAX);
    json_end(&json, '}');
    const char *want = arena_printf(*state, "{\"a\\\"\":%ld}", LONG_MAX);
    assert_string_equal(buf_text(&json.buf), want);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(sets_commas_between_values_only, setup, teardown),
        cmocka_unit_test_setup_teardown(escapes_strings, setup, teardown),
        cmocka_unit_test_setup_teardown(escapes_names_too, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
