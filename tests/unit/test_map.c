#include "base/map.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
/* cmocka.h needs those above */
#include <cmocka.h>

static void finds_what_was_put(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct map *map = map_new(arena);
    int one = 1, two = 2;
    assert_null(map_get(map, "甲"));
    map_put(map, "甲", &one);
    map_put(map, "", &two);
    assert_ptr_equal(map_get(map, "甲"), &one);
    assert_ptr_equal(map_get(map, ""), &two);
    assert_ptr_equal(map_getn(map, "甲乙", strlen("甲")), &one);
    assert_null(map_get(map, "甲乙"));
    map_put(map, "甲", &two);
    assert_ptr_equal(map_get(map, "甲"), &two);
    arena_free(arena);
}

static void keeps_its_own_copy_of_names(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct map *map = map_new(arena);
    char name[] = "a";
    map_put(map, name, name);
    name[0] = 'b';
    assert_non_null(map_get(map, "a"));
    assert_null(map_get(map, "b"));
    arena_free(arena);
}

static void grows_without_losing_names(void **state)
{
    (void)state;
    enum { MANY = 5000 };
    static int values[MANY];
    struct arena *arena = arena_new();
    struct map *map = map_new(arena);
    for (int i = 0; i < MANY; i++)
        map_put(map, arena_printf(arena, "名称%d", i), &values[i]);
    for (int i = 0; i < MANY; i++)
        assert_ptr_equal(map_get(map, arena_printf(arena, "名称%d", i)), &values[i]);
    assert_null(map_get(map, "名称5000"));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_what_was_put),
        cmocka_unit_test(keeps_its_own_copy_of_names),
        cmocka_unit_test(grows_without_losing_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
