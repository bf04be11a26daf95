#include "base/os.h"
#include "output/font_private.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
/* cmocka.h needs the first three */
#include <cmocka.h>

struct place {
    struct arena *arena;
    char folder[64];
    const char *fonts, *file;
};

static int set_up(void **state)
{
    static struct place place;
    place.arena = arena_new();
    strcpy(place.folder, "/tmp/ziping-families-XXXXXX");
    if (!mkdtemp(place.folder))
        return -1;
    setenv("XDG_CACHE_HOME", place.folder, 1);
    place.fonts = os_join(place.arena, place.folder, "fonts.conf");
    place.file = os_join(place.arena, place.folder, "ziping/families");
    *state = &place;
    const char *error;
    return os_replace(place.arena, place.fonts, "one", 3, &error) != OS_OK;
}

static int tear_down(void **state)
{
    struct place *place = *state;
    unlink(place->file);
    unlink(place->fonts);
    rmdir(os_parent(place->arena, place->file));
    rmdir(place->folder);
    arena_free(place->arena);
    return 0;
}

static void keep(struct place *place)
{
    struct text_names places = {.items = &place->fonts, .count = 1};
    struct font_memory *memory = font_memory_open(place->arena);
    font_memory_keep(memory, "仿宋", "/fonts/a b.ttf", 3);
    font_memory_keep(memory, "楷体", NULL, 0);
    font_memory_save(memory, &places);
}

static bool recalls(struct place *place, const char *family, const char **path, unsigned *index)
{
    return font_memory_recall(font_memory_open(place->arena), family, path, index);
}

static void remembers_what_was_found_and_what_was_not(void **state)
{
    struct place *place = *state;
    const char *path = "?";
    unsigned index = 9;
    assert_false(recalls(place, "仿宋", &path, &index));
    keep(place);
    assert_true(recalls(place, "仿宋", &path, &index));
    assert_string_equal(path, "/fonts/a b.ttf");
    assert_int_equal(index, 3);
    assert_true(recalls(place, "楷体", &path, &index));
    assert_null(path);
    assert_false(recalls(place, "黑体", &path, &index));
}

static void forgets_when_a_place_changed(void **state)
{
    struct place *place = *state;
    const char *path, *error;
    unsigned index;
    keep(place);
    assert_int_equal(os_replace(place->arena, place->fonts, "other", 5, &error), OS_OK);
    assert_false(recalls(place, "仿宋", &path, &index));
}

static void forgets_what_it_cannot_read(void **state)
{
    struct place *place = *state;
    const char *path, *error;
    unsigned index;
    char *data;
    size_t size;
    keep(place);
    assert_int_equal(os_read(place->arena, place->file, &data, &size, &error), OS_OK);
    assert_int_equal(os_replace(place->arena, place->file, data, size - 4, &error), OS_OK); /* cut short */
    assert_false(recalls(place, "仿宋", &path, &index));
    assert_int_equal(os_replace(place->arena, place->file, "ziping-families 0\n", 18, &error), OS_OK);
    assert_false(recalls(place, "仿宋", &path, &index));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(remembers_what_was_found_and_what_was_not, set_up, tear_down),
        cmocka_unit_test_setup_teardown(forgets_when_a_place_changed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(forgets_what_it_cannot_read, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
