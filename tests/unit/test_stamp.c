#include "model/stamp.h"

#include "base/os.h"
#include "fixture.h"

#include <fcntl.h>
#include <unistd.h>
#include <utime.h>

static const char *in(const struct world *w, const char *name)
{
    return arena_printf(w->arena, "%s/%s", w->folder, name);
}

/* A report with two files and an output; the settings of today. */
static struct stamp *noted(struct world *w, const char *setting)
{
    struct stamp *stamp = stamp_new(w->arena, w->folder, in(w, "out"));
    stamp_setting(stamp, "ziping", "1");
    stamp_setting(stamp, "-t", setting);
    return stamp;
}

static void build(struct world *w)
{
    put(w, "report.ini", "[报告]\n");
    put(w, "正文/甲.txt", "甲\n");
    put(w, "out/a|b.pdf", "PDF");
    put(w, "font.ttf", "font");
    struct stamp *stamp = noted(w, "x");
    stamp_path(stamp, STAMP_TREE, w->folder);
    stamp_path(stamp, STAMP_INPUT, in(w, "report.ini"));
    stamp_path(stamp, STAMP_INPUT, in(w, "正文/甲.txt"));
    stamp_path(stamp, STAMP_FONT, in(w, "font.ttf"));
    stamp_path(stamp, STAMP_ABSENT, in(w, "模板/x/template.ini"));
    stamp_output(stamp, in(w, "out"), "a|b.pdf");
    put(w, "out/" STAMP_FILE, stamp_text(stamp));
}

static struct stamp_changes changes(struct world *w, const char *setting, bool verify)
{
    struct stamp *last = stamp_read(w->arena, w->folder, in(w, "out"));
    assert_non_null(last);
    return stamp_compare(last, noted(w, setting), verify);
}

static struct stamp_change first_of(struct stamp_changes all)
{
    return all.count > 0 ? all.items[0] : (struct stamp_change){.name = NULL};
}

static struct stamp_change change(struct world *w, const char *setting, bool verify)
{
    return first_of(changes(w, setting, verify));
}

static void nothing_changed(void **state)
{
    struct world *w = *state;
    build(w);
    assert_null(change(w, "x", false).name);
    assert_null(change(w, "x", true).name);
    struct stamp *last = stamp_read(w->arena, w->folder, in(w, "out"));
    assert_int_equal(stamp_outputs(last).count, 1);
    assert_string_equal(stamp_outputs(last).items[0], "a|b.pdf");
    assert_int_equal(strlen(stamp_hash(last, "report.ini")), 64);
    assert_string_equal(stamp_hash(last, "none"), "");
}

static void a_setting_changed(void **state)
{
    struct world *w = *state;
    build(w);
    struct stamp_change c = change(w, "y", false);
    assert_string_equal(c.name, "-t");
    assert_int_equal(c.kind, STAMP_SETTING);
    struct stamp *now = noted(w, "x");
    stamp_setting(now, "new option", "");
    c = first_of(stamp_compare(stamp_read(w->arena, w->folder, in(w, "out")), now, false));
    assert_string_equal(c.name, "new option");
}

static void the_last_value_of_a_setting_counts(void **state)
{
    struct world *w = *state;
    build(w);
    struct stamp *now = noted(w, "y"), *last = stamp_read(w->arena, w->folder, in(w, "out"));
    assert_string_equal(first_of(stamp_compare(last, now, false)).name, "-t");
    stamp_setting(now, "-t", stamp_value(last, "-t"));
    assert_string_equal(stamp_value(now, "-t"), "x");
    assert_string_equal(stamp_value(now, "none"), "");
    assert_null(first_of(stamp_compare(last, now, false)).name);
}

static void a_file_changed(void **state)
{
    struct world *w = *state;
    build(w);
    put(w, "正文/甲.txt", "乙\n");
    assert_string_equal(change(w, "x", false).name, "正文/甲.txt");
    build(w);
    unlink(in(w, "report.ini"));
    struct stamp_change c = change(w, "x", false);
    assert_string_equal(c.name, "report.ini");
    assert_true(c.gone);
}

/* Every cause is named: an output somebody has edited is not hidden behind a text of the report. */
static void all_that_changed_is_listed(void **state)
{
    struct world *w = *state;
    build(w);
    put(w, "正文/甲.txt", "乙\n");
    put(w, "out/a|b.pdf", "edited");
    struct stamp_changes all = changes(w, "y", false);
    assert_int_equal(all.count, 3);
    assert_string_equal(all.items[0].name, "-t");
    assert_string_equal(all.items[1].name, "正文/甲.txt");
    assert_string_equal(all.items[2].name, "a|b.pdf");
    unlink(in(w, "正文/甲.txt")); /* that the list of files differs goes without saying */
    assert_int_equal(changes(w, "x", false).count, 2);
}

/* Outputs are no inputs, kept ones neither, even if the hidden stamp got lost on the way. */
static void outputs_are_no_inputs(void **state)
{
    struct world *w = *state;
    build(w);
    put(w, "out/build.ini", "[签发]\n");
    put(w, "旧版/build.ini", "[签发]\n");
    unlink(in(w, "out/" STAMP_FILE));
    struct text_names files = stamp_tree(w->arena, w->folder);
    assert_int_equal(files.count, 2);
    assert_string_equal(files.items[0], "report.ini");
    assert_string_equal(files.items[1], "正文/甲.txt");
}

static void another_time_is_no_change(void **state)
{
    struct world *w = *state;
    build(w);
    const struct utimbuf times = {1000000000, 1000000000};
    assert_int_equal(utime(in(w, "report.ini"), &times), 0);
    assert_int_equal(utime(in(w, "out/a|b.pdf"), &times), 0);
    assert_null(change(w, "x", false).name);
    assert_int_equal(utime(in(w, "font.ttf"), &times), 0); /* megabytes: not read to find out */
    assert_string_equal(change(w, "x", false).name, "font.ttf");
}

static void an_output_tampered_with_is_seen(void **state)
{
    struct world *w = *state;
    build(w);
    put(w, "out/a|b.pdf", "PDX");
    assert_string_equal(change(w, "x", true).name, "a|b.pdf");
    unlink(in(w, "out/a|b.pdf"));
    struct stamp_change c = change(w, "x", false);
    assert_int_equal(c.kind, STAMP_OUTPUT);
    assert_true(c.gone);
}

/* A font whose header is the same, a size and time set back: the time of the entry tells. */
static void a_disguised_change_is_seen(void **state)
{
    static const char *const names[] = {"report.ini", "font.ttf"}, *const texts[] = {"[报表]\n", "fonT"};
    struct world *w = *state;
    for (size_t i = 0; i < 2; i++) {
        build(w);
        struct stat was;
        assert_int_equal(stat(in(w, names[i]), &was), 0);
        usleep(20000); /* the clock of a file system ticks every few milliseconds */
        put(w, names[i], texts[i]);
        const struct timespec times[2] = {was.st_atim, was.st_mtim};
        assert_int_equal(utimensat(AT_FDCWD, in(w, names[i]), times, 0), 0);
        assert_string_equal(change(w, "x", false).name, names[i]);
    }
}

/* Contents that changed behind the file system's back: a stamp that remembers another hash. */
static void verify_reads_everything(void **state)
{
    struct world *w = *state;
    build(w);
    struct stamp *last = stamp_read(w->arena, w->folder, in(w, "out"));
    char *text = arena_strdup(w->arena, stamp_text(last));
    char *hash = strstr(text, stamp_hash(last, "report.ini"));
    assert_non_null(hash);
    *hash = *hash == '0' ? '1' : '0';
    put(w, "out/" STAMP_FILE, text);
    assert_null(change(w, "x", false).name);
    assert_string_equal(change(w, "x", true).name, "report.ini");
}

static void files_come_and_go(void **state)
{
    struct world *w = *state;
    build(w);
    put(w, "正文/乙.txt", "");
    assert_int_equal(change(w, "x", false).kind, STAMP_TREE);
    build(w);
    put(w, "out/new.txt", ""); /* not of the report */
    put(w, "正文/照片.jpg", "");
    assert_null(change(w, "x", false).name);
    mkdir(in(w, "模板"), 0777);
    put(w, "模板/x/template.ini", "");
    assert_non_null(change(w, "x", false).name);
}

static void a_damaged_stamp_is_none(void **state)
{
    struct world *w = *state;
    build(w);
    put(w, "out/" STAMP_FILE, "");
    struct stamp *last = stamp_read(w->arena, w->folder, in(w, "out"));
    assert_true(!last || first_of(stamp_compare(last, noted(w, "x"), false)).name);
    put(w, "out/" STAMP_FILE, "[输入]\nreport\n");
    last = stamp_read(w->arena, w->folder, in(w, "out"));
    assert_true(!last || first_of(stamp_compare(last, noted(w, "x"), false)).name);
}

/* The whole folder moved: still the same. */
static void a_moved_report_is_the_same(void **state)
{
    struct world *w = *state;
    build(w);
    char moved[128];
    snprintf(moved, sizeof moved, "%s-moved", w->folder);
    assert_int_equal(rename(w->folder, moved), 0);
    struct stamp *last = stamp_read(w->arena, moved, arena_printf(w->arena, "%s/out", moved));
    assert_null(first_of(stamp_compare(last, noted(w, "x"), true)).name);
    assert_int_equal(rename(moved, w->folder), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(nothing_changed),
        WORLD_TEST(a_setting_changed),
        WORLD_TEST(the_last_value_of_a_setting_counts),
        WORLD_TEST(a_file_changed),
        WORLD_TEST(all_that_changed_is_listed),
        WORLD_TEST(outputs_are_no_inputs),
        WORLD_TEST(another_time_is_no_change),
        WORLD_TEST(a_disguised_change_is_seen),
        WORLD_TEST(verify_reads_everything),
        WORLD_TEST(an_output_tampered_with_is_seen),
        WORLD_TEST(files_come_and_go),
        WORLD_TEST(a_damaged_stamp_is_none),
        WORLD_TEST(a_moved_report_is_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
