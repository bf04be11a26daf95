/* For the tests of the model: a temporary folder with files, and the findings by code. */
#ifndef TESTS_FIXTURE_H
#define TESTS_FIXTURE_H

#include "base/diag.h"
#include "base/num.h"
#include "model/template.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
/* cmocka.h needs the four above */
#include <cmocka.h>

struct world {
    struct arena *arena;
    struct diag *diag;
    char folder[64];
    struct text_names search; /* the folder */
};

/* For a world within something larger; both return 0 if all is well. */
static inline int world_begin(struct world *w)
{
    w->arena = arena_new();
    w->diag = diag_new(w->arena);
    num_init(w->arena);
    snprintf(w->folder, sizeof w->folder, "/tmp/ziping-test-XXXXXX");
    if (!mkdtemp(w->folder))
        return -1;
    *list_push(w->arena, &w->search) = w->folder;
    return 0;
}

static inline int world_end(struct world *w)
{
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", w->folder);
    int status = system(command);
    arena_free(w->arena);
    return status;
}

static inline int world_open(void **state)
{
    struct world *w = calloc(1, sizeof *w);
    *state = w;
    return world_begin(w);
}

static inline int world_close(void **state)
{
    int status = world_end(*state);
    free(*state);
    return status;
}

/* Writes folder/file and makes the one folder that file may name. */
static inline void put(const struct world *w, const char *file, const char *text)
{
    const char *path = arena_printf(w->arena, "%s/%s", w->folder, file);
    char *slash = strrchr(file, '/');
    if (slash)
        mkdir(arena_printf(w->arena, "%s/%.*s", w->folder, (int)(slash - file), file), 0777);
    FILE *out = fopen(path, "w");
    assert_non_null(out);
    fputs(text, out);
    assert_int_equal(fclose(out), 0);
}

static inline const struct finding *nth(const struct world *w, enum diag_code code, size_t skip)
{
    size_t n;
    struct finding **all = diag_sorted(w->diag, &n);
    for (size_t i = 0; i < n; i++)
        if (all[i]->code == code && !skip--)
            return all[i];
    return NULL;
}

static inline const struct finding *found(const struct world *w, enum diag_code code)
{
    return nth(w, code, 0);
}

static inline size_t findings(const struct world *w)
{
    size_t n;
    diag_sorted(w->diag, &n);
    return n;
}

/* Says what was found instead when a test expected nothing. */
static inline void assert_clean(const struct world *w)
{
    size_t n;
    struct finding **all = diag_sorted(w->diag, &n);
    for (size_t i = 0; i < n; i++)
        print_message("%s\n", diag_line(w->diag, all[i], DIAG_ZH));
    assert_int_equal(n, 0);
}

#define WORLD_TEST(name) cmocka_unit_test_setup_teardown(name, world_open, world_close)

#endif
