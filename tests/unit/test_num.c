#include "base/num.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
/* cmocka.h needs those above */
#include <cmocka.h>

static int setup(void **state)
{
    struct arena *arena = arena_new();
    num_init(arena);
    *state = arena;
    return 0;
}

static int teardown(void **state)
{
    arena_free(*state);
    return 0;
}

static const struct num *read(struct arena *arena, const char *s)
{
    const struct num *value = NULL;
    bool wide;
    assert_int_equal(num_scan(arena, &s, &value, &wide), NUM_OK);
    return value;
}

/* What is read, and what is left. */
static void check_scan(struct arena *arena, const char *s, const char *want, const char *rest, bool want_wide)
{
    const struct num *value = NULL;
    bool wide = !want_wide;
    assert_int_equal(num_scan(arena, &s, &value, &wide), NUM_OK);
    assert_string_equal(num_text(arena, value, 0, 64, false), want);
    assert_string_equal(s, rest);
    assert_int_equal(wide, want_wide);
}

static void reads_numbers_as_people_type_them(void **state)
{
    check_scan(*state, "585.63万元", "585.63", "万元", false);
    check_scan(*state, "-0.10", "-0.1", "", false);
    check_scan(*state, "+7%", "7", "%", false);
    check_scan(*state, "\u22123", "-3", "", false);
    check_scan(*state, "－３．５０", "-3.5", "", true);
    check_scan(*state, "＋１", "1", "", true);
    check_scan(*state, "1,234,567.50", "1234567.5", "", false);
    check_scan(*state, "１，２３４", "1234", "", true);
    check_scan(*state, "1，234人", "1234", "人", true);
    check_scan(*state, "-0", "0", "", false);
    check_scan(*state, "007", "7", "", false);
}

static void punctuation_ends_a_number(void **state)
{
    check_scan(*state, "16，其中", "16", "，其中", false);
    check_scan(*state, "16，25", "16", "，25", false);
    check_scan(*state, "16，2567", "16", "，2567", false);
    check_scan(*state, "2016，234", "2016", "，234", false);
    check_scan(*state, "16, 25", "16", ", 25", false);
    check_scan(*state, "16.", "16", ".", false);
    check_scan(*state, "1.2.3", "1.2", ".3", false);
    check_scan(*state, "1,234，567", "1234", "，567", false);
}

static void refuse(struct arena *arena, const char *s, enum num_scan want)
{
    const char *start = s;
    const struct num *value = NULL;
    assert_int_equal(num_scan(arena, &s, &value, NULL), want);
    assert_null(value);
    assert_ptr_equal(s, start);
}

static void refuses_what_is_no_number(void **state)
{
    refuse(*state, "", NUM_NONE);
    refuse(*state, "abc", NUM_NONE);
    refuse(*state, "-", NUM_NONE);
    refuse(*state, "--1", NUM_NONE);
    refuse(*state, ".5", NUM_NONE);
    refuse(*state, "一", NUM_NONE);
    refuse(*state, "12,34.5", NUM_GROUPS);
    refuse(*state, "1234,567", NUM_GROUPS);
    refuse(*state, "1,2345", NUM_GROUPS);
    refuse(*state, "0,123", NUM_GROUPS);
    refuse(*state, "1，234,567", NUM_GROUPS);
}

static void knows_how_long_is_too_long(void **state)
{
    char s[80];
    memset(s, '9', sizeof s);
    s[64] = '\0';
    assert_string_equal(num_text(*state, read(*state, s), 0, 0, false), s);
    s[64] = '9';
    s[65] = '\0';
    refuse(*state, s, NUM_LONG);
    s[1] = '.';
    s[66] = '\0';
    s[65] = '9';
    refuse(*state, s, NUM_LONG);
}

static void check_text(struct arena *arena, const char *s, int least, int most, const char *want)
{
    assert_string_equal(num_text(arena, read(arena, s), least, most, true), want);
}

static void rounds_halves_away_from_zero(void **state)
{
    check_text(*state, "1.005", 2, 2, "1.01"); /* a double would say 1.00 */
    check_text(*state, "-1.005", 2, 2, "-1.01");
    check_text(*state, "2.5", 0, 0, "3");
    check_text(*state, "-2.5", 0, 0, "-3");
    check_text(*state, "2.4999999", 0, 0, "2");
    check_text(*state, "-0.004", 2, 2, "0.00");
    check_text(*state, "-0.004", 0, 2, "0");
    check_text(*state, "0.995", 2, 2, "1.00");
    check_text(*state, "999999.995", 2, 2, "1,000,000.00");
}

static void cuts_trailing_zeros_down_to_the_least(void **state)
{
    check_text(*state, "1.5", 0, 2, "1.5");
    check_text(*state, "1.50", 2, 2, "1.50");
    check_text(*state, "1", 1, 3, "1.0");
    check_text(*state, "100", 0, 2, "100");
    check_text(*state, "0.05", 0, 4, "0.05");
    check_text(*state, "123", 0, 0, "123");
    check_text(*state, "1234", 0, 0, "1,234");
    check_text(*state, "-123456", 0, 0, "-123,456");
    check_text(*state, "1", 9, 2, "1.00");
    check_text(*state, "1.5", 0, -3, "2");
}

static void calculates_exactly(void **state)
{
    struct arena *arena = *state;
    const struct num *tenth = read(arena, "0.1"), *fifth = read(arena, "0.2");
    assert_int_equal(num_cmp(num_add(arena, tenth, fifth), read(arena, "0.3")), 0);
    const struct num *third = num_div(arena, num_int(arena, 1), num_int(arena, 3));
    assert_int_equal(num_cmp(num_mul(arena, third, num_int(arena, 3)), num_int(arena, 1)), 0);
    assert_string_equal(num_text(arena, third, 0, 4, false), "0.3333");
    assert_null(num_div(arena, third, num_int(arena, 0)));
    assert_int_equal(num_sign(num_sub(arena, tenth, fifth)), -1);
    assert_int_equal(num_sign(num_neg(arena, num_int(arena, 0))), 0);
    assert_int_equal(num_cmp(num_shift(arena, tenth, 4), num_int(arena, 1000)), 0);
    assert_int_equal(num_cmp(num_shift(arena, num_int(arena, 1000), -4), tenth), 0);
    assert_int_equal(num_cmp(num_round(arena, read(arena, "-1.005"), 2), read(arena, "-1.01")), 0);
    assert_int_equal(num_cmp(num_round(arena, num_int(arena, 1250), -2), num_int(arena, 1300)), 0);
}

static void leaves_the_exact_world_only_on_request(void **state)
{
    struct arena *arena = *state;
    assert_true(num_to_double(arena, read(arena, "98.35"), 2) == 98.35);
    assert_true(num_to_double(arena, read(arena, "-0.125"), 2) == -0.13);
    assert_int_equal(num_to_long(num_int(arena, -42), 7), -42);
    assert_int_equal(num_to_long(read(arena, "0.5"), 7), 7);
    assert_int_equal(num_to_long(read(arena, "99999999999999999999"), 7), 7);
}

static void survives_formulas_that_square_each_other(void **state)
{
    const struct num *a = num_int(*state, 1234567890);
    for (int i = 0; i < 64; i++)
        a = num_mul(*state, a, a);
    assert_null(a);
    assert_null(num_add(*state, a, a));
    assert_null(num_shift(*state, num_int(*state, 1), 1 << 30));
    assert_string_equal(num_text(*state, a, 0, 2, false), "");
}

static void a_new_arena_takes_over(void **state)
{
    (void)state;
    for (int i = 0; i < 3; i++) {
        struct arena *arena = arena_new();
        num_init(arena);
        const struct num *a = num_int(arena, 3);
        for (int j = 0; j < 8; j++)
            a = num_mul(arena, a, a);
        assert_int_equal(strlen(num_text(arena, a, 0, 0, false)), 123);
        arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(reads_numbers_as_people_type_them, setup, teardown),
        cmocka_unit_test_setup_teardown(punctuation_ends_a_number, setup, teardown),
        cmocka_unit_test_setup_teardown(refuses_what_is_no_number, setup, teardown),
        cmocka_unit_test_setup_teardown(knows_how_long_is_too_long, setup, teardown),
        cmocka_unit_test_setup_teardown(rounds_halves_away_from_zero, setup, teardown),
        cmocka_unit_test_setup_teardown(cuts_trailing_zeros_down_to_the_least, setup, teardown),
        cmocka_unit_test_setup_teardown(calculates_exactly, setup, teardown),
        cmocka_unit_test_setup_teardown(leaves_the_exact_world_only_on_request, setup, teardown),
        cmocka_unit_test_setup_teardown(survives_formulas_that_square_each_other, setup, teardown),
        cmocka_unit_test(a_new_arena_takes_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
