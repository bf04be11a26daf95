#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
/* cmocka.h needs some of those above */
#include <cmocka.h>

static void gives_zeroed_aligned_memory(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    static const size_t sizes[] = {0, 1, 15, 17, 1000, 16 * 1024, 16 * 1024 + 1, 200 * 1024, 3};
    unsigned char *blocks[sizeof sizes / sizeof *sizes];
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        blocks[i] = arena_alloc(arena, sizes[i]);
        assert_int_equal((uintptr_t)blocks[i] % _Alignof(max_align_t), 0);
        for (size_t j = 0; j < sizes[i]; j++)
            assert_int_equal(blocks[i][j], 0);
        memset(blocks[i], (int)i + 1, sizes[i]);
    }
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) /* no block lies in another */
        for (size_t j = 0; j < sizes[i]; j++)
            assert_int_equal(blocks[i][j], i + 1);
    arena_free(arena);
}

static void copies_strings(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    assert_string_equal(arena_strdup(arena, "甲"), "甲");
    assert_string_equal(arena_strndup(arena, "abc", 2), "ab");
    assert_string_equal(arena_printf(arena, "%d-%s", 7, "x"), "7-x");
    assert_string_equal(arena_printf(arena, "%s", ""), "");
    arena_free(arena);
    arena_free(NULL);
}

static void lists_grow(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    LIST_OF(int) list = {0};
    for (int i = 0; i < 1000; i++)
        *list_push(arena, &list) = i;
    assert_int_equal(list.count, 1000);
    for (int i = 0; i < 1000; i++)
        assert_int_equal(list.items[i], i);
    arena_free(arena);
}

static void the_last_block_grows_where_it_stands(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    char *first = arena_alloc(arena, 20), *grown;
    memset(first, 'x', 20);
#ifdef __SANITIZE_ADDRESS__ /* nothing stays where it was */
    first = arena_grow(arena, first, 20, 5000);
#else
    assert_ptr_equal(arena_grow(arena, first, 20, 5000), first);
#endif
    assert_int_equal(first[19], 'x');
    for (size_t i = 20; i < 5000; i++)
        assert_int_equal(first[i], 0);
    arena_alloc(arena, 1);
    assert_ptr_not_equal(grown = arena_grow(arena, first, 5000, 5001), first);
    assert_int_equal(grown[19], 'x');
    assert_int_equal(grown[20], 0);
    assert_ptr_not_equal(arena_grow(arena, NULL, 0, 10), NULL);
    arena_free(arena);
}

static void big_blocks_are_given_back(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    char *small = arena_alloc(arena, 10), *first = arena_alloc(arena, 100000), *second = arena_alloc(arena, 300000);
    strcpy(small, "kept");
    strcpy(second, "kept");
    arena_drop(arena, first);
    arena_drop(arena, NULL);
    assert_string_equal(small, "kept");
    assert_string_equal(second, "kept");
    arena_drop(arena, second);
    assert_string_equal(arena_strdup(arena, "more"), "more");
    arena_free(arena);
}

static void text_that_does_not_fit_leaves_zeroes(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    static char text[70000];
    memset(text, 'x', sizeof text - 1);
    for (int i = 0; i < 20; i++) {
        assert_int_equal(strlen(arena_printf(arena, "%s", text + i * 3000)), sizeof text - 1 - (size_t)i * 3000);
        const char *block = arena_alloc(arena, 1000);
        for (size_t k = 0; k < 1000; k++)
            assert_int_equal(block[k], 0);
    }
    arena_free(arena);
}

static void without_memory_the_program_ends_with_3(void **state)
{
    (void)state;
    int said[2];
    assert_int_equal(pipe(said), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (!child) {
        dup2(said[1], STDERR_FILENO);
        arena_alloc(arena_new(), SIZE_MAX / 2 + 1);
        _exit(0);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 3);
    char text[100] = "";
    assert_true(read(said[0], text, sizeof text - 1) > 0);
    assert_string_equal(text, "故障：内存不足 / out of memory〔S901〕\n");
    close(said[0]);
    close(said[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_zeroed_aligned_memory),
        cmocka_unit_test(copies_strings),
        cmocka_unit_test(the_last_block_grows_where_it_stands),
        cmocka_unit_test(big_blocks_are_given_back),
        cmocka_unit_test(text_that_does_not_fit_leaves_zeroes),
        cmocka_unit_test(lists_grow),
        cmocka_unit_test(without_memory_the_program_ends_with_3),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
