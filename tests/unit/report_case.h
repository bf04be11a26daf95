/* A report and a template in a temporary folder, on top of templates/gbt9704 of this repository. */
#ifndef TESTS_REPORT_CASE_H
#define TESTS_REPORT_CASE_H

#include "base/num.h"
#include "base/os.h"
#include "model/report.h"

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
/* cmocka.h needs some of the above */
#include <cmocka.h>

static struct arena *arena;
static struct diag *diag;
static char folder[64];

/* Writes folder/path, with its folders. */
static void put(const char *path, const char *text)
{
    const char *full = os_join(arena, folder, path), *error;
    for (char *slash = strchr(full + strlen(folder) + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/'))
        mkdir(arena_strndup(arena, full, (size_t)(slash - full)), 0700);
    assert_int_equal(os_write(full, text, strlen(text), &error), OS_OK);
}

static int setup(void **state)
{
    (void)state;
    arena = arena_new();
    num_init(arena);
    diag = diag_new(arena);
    strcpy(folder, "/tmp/ziping-test-XXXXXX");
    assert_non_null(mkdtemp(folder));
    put("模板/t/template.ini", "[模板]\n名称=t\n版本=1\n格式=1\n继承=gbt9704\n[输出]\nPDF={{报告.年度}}.pdf\n");
    put("模板/t/report.txt", "@标题 题\n");
    put("report.ini", "[报告]\n模板=t\n年度=2023\n单位=某局\n日期=2024-02-28\n");
    return 0;
}

static int remove_one(const char *path, const struct stat *info, int type, struct FTW *walk)
{
    (void)info;
    (void)type;
    (void)walk;
    return remove(path);
}

static int teardown(void **state)
{
    (void)state;
    nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    arena_free(arena);
    return 0;
}

static inline struct report *load(const char *path, const char *template_name)
{
    struct report_options options = {.template_name = template_name};
    *list_push(arena, &options.templates) = "templates";
    return report_load(arena, diag, path, &options);
}

static inline size_t findings(enum diag_code code)
{
    size_t n, hits = 0;
    struct finding **all = diag_sorted(diag, &n);
    for (size_t i = 0; i < n; i++)
        hits += all[i]->code == code ? 1 : 0;
    return hits;
}

static inline void found_nothing(void)
{
    size_t n;
    struct finding **all = diag_sorted(diag, &n);
    if (n > 0)
        fail_msg("%s", diag_line(diag, all[0], DIAG_EN));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

#endif
