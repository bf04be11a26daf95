#include "base/diag.h"
#include "base/os.h"
#include "base/os_private.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
/* cmocka.h needs some of those above */
#include <cmocka.h>

struct world {
    struct arena *arena;
    const char *folder; /* a temporary folder of this test */
};

static int setup(void **state)
{
    struct arena *arena = arena_new();
    struct world *w = arena_alloc(arena, sizeof *w);
    const char *tmp = getenv("TMPDIR");
    char *name = arena_printf(arena, "%s/ziping-test-XXXXXX", tmp && *tmp ? tmp : "/tmp");
    if (!mkdtemp(name))
        return 1;
    *w = (struct world){arena, name};
    *state = w;
    return 0;
}

static int teardown(void **state)
{
    struct world *w = *state;
    int failed = os_tree_remove(w->arena, w->folder);
    arena_free(w->arena);
    return failed;
}

static const char *in(struct world *w, const char *name)
{
    return os_join(w->arena, w->folder, name);
}

static void put(const char *path, const char *text)
{
    const char *error;
    assert_int_equal(os_write(path, text, strlen(text), &error), OS_OK);
}

static const char *get(struct world *w, const char *path)
{
    char *data;
    size_t size;
    const char *error;
    return os_read(w->arena, path, &data, &size, &error) == OS_OK ? data : NULL;
}

static struct os_stage *open_stage(struct world *w, const char *target)
{
    struct os_stage *stage;
    const char *error;
    assert_int_equal(os_stage_open(w->arena, target, &stage, &error), OS_OK);
    assert_non_null(stage);
    return stage;
}

static void commit(struct os_stage *stage)
{
    const char *error;
    assert_int_equal(os_stage_commit(stage, &error), OS_OK);
    assert_null(error);
}

/* Names in the test's folder, those with a dot too. */
static size_t entries(struct world *w)
{
    struct text_names names;
    assert_int_equal(os_tree_names(w->arena, w->folder, &names), 0);
    return names.count;
}

static void reads_what_was_written(void **state)
{
    struct world *w = *state;
    const char *error;
    char *data;
    size_t size;
    assert_int_equal(os_write(in(w, "a"), "x\0y", 3, &error), OS_OK);
    assert_int_equal(os_read(w->arena, in(w, "a"), &data, &size, &error), OS_OK);
    assert_int_equal(size, 3);
    assert_memory_equal(data, "x\0y", 4);
    put(in(w, "a"), "");
    assert_string_equal(get(w, in(w, "a")), "");
}

static void says_why_it_cannot_read(void **state)
{
    struct world *w = *state;
    const char *error = NULL;
    char *data;
    size_t size;
    assert_int_equal(os_read(w->arena, in(w, "none"), &data, &size, &error), OS_MISSING);
    assert_non_null(error);
    assert_null(data);
    assert_int_equal(os_read(w->arena, w->folder, &data, &size, &error), OS_IS_FOLDER);
    assert_int_equal(os_read(w->arena, "/dev/zero", &data, &size, &error), OS_FAILED);
    if (geteuid() == 0) {
        print_message("skipped: root may read everything\n");
        return;
    }
    put(in(w, "secret"), "x");
    assert_int_equal(chmod(in(w, "secret"), 0), 0);
    assert_int_equal(os_read(w->arena, in(w, "secret"), &data, &size, &error), OS_DENIED);
}

static void a_full_disk_is_noticed(void **state)
{
    (void)state;
    const char *error = NULL;
    if (access("/dev/full", W_OK)) {
        print_message("skipped: no /dev/full here\n");
        return;
    }
    assert_int_equal(os_write("/dev/full", "x", 1, &error), OS_FAILED);
    assert_string_equal(error, DIAG_PAIR("磁盘已满", "disk full"));
}

static void says_why_it_cannot_write(void **state)
{
    struct world *w = *state;
    const char *error = NULL;
    assert_int_equal(os_write(in(w, "no/such"), "x", 1, &error), OS_MISSING);
    assert_int_equal(os_write(w->folder, "x", 1, &error), OS_IS_FOLDER);
    assert_int_equal(mkdir(in(w, "ro"), 0555), 0);
    assert_int_equal(chmod(w->folder, 0755), 0);
    pid_t child = fork();
    if (child == 0) { /* root may write anywhere: be somebody else */
        struct os_stage *stage;
        const char *denied = DIAG_PAIR("没有权限", "permission denied");
        if (geteuid() == 0 && setuid(65534))
            _exit(9);
        if (os_write(in(w, "ro/a"), "x", 1, &error) != OS_DENIED)
            _exit(1);
        if (os_stage_open(w->arena, in(w, "ro/out"), &stage, &error) != OS_DENIED || stage)
            _exit(2);
        if (os_replace(w->arena, in(w, "ro/new/a"), "x", 1, &error) != OS_DENIED || strcmp(error, denied) != 0)
            _exit(3);
        _exit(os_stage_open(w->arena, in(w, "ro/new/out"), &stage, &error) != OS_DENIED ? 4 : 0);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

static void lists_in_order_without_dots(void **state)
{
    struct world *w = *state;
    put(in(w, "b"), "");
    put(in(w, "乙"), "");
    put(in(w, "a"), "");
    put(in(w, ".c"), "");
    struct text_names names = os_list(w->arena, w->folder);
    assert_int_equal(names.count, 3);
    assert_string_equal(names.items[0], "a");
    assert_string_equal(names.items[1], "b");
    assert_string_equal(names.items[2], "乙");
    assert_int_equal(os_list(w->arena, in(w, "none")).count, 0);
}

static void takes_paths_apart_and_together(void **state)
{
    struct arena *arena = ((struct world *)*state)->arena;
    assert_string_equal(os_join(arena, "a", "b"), "a/b");
    assert_string_equal(os_join(arena, "a/", "b"), "a/b");
    assert_string_equal(os_join(arena, "", "b"), "b");
    assert_string_equal(os_join(arena, ".", "b"), "b");
    assert_string_equal(os_join(arena, "a", "/b"), "/b");
    assert_string_equal(os_base_name("a/b"), "b");
    assert_string_equal(os_base_name("b"), "b");
    assert_string_equal(os_parent(arena, "a/b/"), "a");
    assert_string_equal(os_parent(arena, "a//b"), "a");
    assert_string_equal(os_parent(arena, "b"), ".");
    assert_string_equal(os_parent(arena, "/b"), "/");
    assert_string_equal(os_parent(arena, "/"), "/");
    assert_string_equal(os_relative(arena, "/a/b", "/a/c"), "../b");
    assert_string_equal(os_relative(arena, "/a/b/", "/a/./c/../d/e"), "../../b");
    assert_string_equal(os_relative(arena, "/a/b/c", "/a"), "b/c");
    assert_string_equal(os_relative(arena, "/a", "/a/b"), "..");
    assert_string_equal(os_relative(arena, "/a", "/a"), ".");
    assert_string_equal(os_relative(arena, "/../a", "/b"), "../a");
    assert_string_equal(os_relative(arena, "last", "new"), "../last");
    assert_string_equal(os_relative(arena, ".", "deep/new"), "../..");
    assert_true(os_is_folder(os_program_folder(arena)));
}

static void a_memory_file_has_a_name(void **state)
{
    struct world *w = *state;
    char path[64];
    int fd = os_memory_file("一二三", 9, path);
    assert_true(fd >= 0);
    FILE *f = fopen(path, "rb");
    char text[16] = "";
    assert_non_null(f);
    assert_int_equal(fread(text, 1, sizeof text, f), 9);
    assert_string_equal(text, "一二三");
    fclose(f);
    assert_string_equal(get(w, path), "一二三");
    close(fd);
}

static void a_new_set_appears_whole(void **state)
{
    struct world *w = *state;
    const char *target = in(w, "sub/deep/out"); /* parents are made */
    struct os_stage *stage = open_stage(w, target);
    put(os_stage_path(stage, "a.pdf"), "1");
    assert_false(os_is_folder(target));
    commit(stage);
    assert_string_equal(get(w, in(w, "sub/deep/out/a.pdf")), "1");
    assert_int_equal(os_list(w->arena, in(w, "sub/deep")).count, 1);
    struct text_names names;
    os_tree_names(w->arena, in(w, "sub/deep"), &names); /* no lock, no temporary folder left */
    assert_int_equal(names.count, 1);
    struct stat st;
    mode_t mask = umask(0);
    umask(mask);
    assert_int_equal(stat(target, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0777 & ~mask);
}

static void what_the_user_keeps_there_stays(void **state)
{
    struct world *w = *state;
    assert_int_equal(mkdir(in(w, "out"), 0750), 0);
    assert_int_equal(mkdir(in(w, "out/盖章"), 0700), 0);
    put(in(w, "out/a.pdf"), "old");
    put(in(w, "out/审核稿.pdf"), "old");
    put(in(w, "out/.hidden"), "mine");
    put(in(w, "out/盖章/扫描.jpg"), "mine");
    assert_int_equal(symlink("nowhere", in(w, "out/link")), 0);
    assert_int_equal(chmod(in(w, "out/盖章"), 0500), 0);

    struct os_stage *stage = open_stage(w, in(w, "out"));
    put(os_stage_path(stage, "a.pdf"), "new");
    put(os_stage_path(stage, "b.xlsx"), "new");
    os_stage_drop(stage, "审核稿.pdf");
    commit(stage);

    assert_string_equal(get(w, in(w, "out/a.pdf")), "new");
    assert_string_equal(get(w, in(w, "out/b.xlsx")), "new");
    assert_string_equal(get(w, in(w, "out/.hidden")), "mine");
    assert_string_equal(get(w, in(w, "out/盖章/扫描.jpg")), "mine");
    assert_null(get(w, in(w, "out/审核稿.pdf")));
    char link[16] = "";
    assert_int_equal(readlink(in(w, "out/link"), link, sizeof link), 7);
    struct stat st;
    assert_int_equal(stat(in(w, "out"), &st), 0);
    assert_int_equal(st.st_mode & 0777, 0750);
    assert_int_equal(stat(in(w, "out/盖章"), &st), 0);
    assert_int_equal(st.st_mode & 0777, 0500);
    assert_int_equal(entries(w), 1);
}

static const char *keep(struct world *w, struct os_stage *stage, const char *from, const char *file, const char *slot)
{
    struct text_names files = {0};
    const char *error;
    *list_push(w->arena, &files) = file;
    const char *kept = os_stage_keep(stage, from, &files, "旧版", slot, &error);
    assert_null(error);
    return kept;
}

/* A slot holds one set, under whatever names; numbers go on, those of the same run too. */
static void what_is_replaced_is_kept(void **state)
{
    struct world *w = *state;
    const char *names[] = {"a", "b", "c"};
    for (int i = 0; i < 3; i++) {
        struct os_stage *stage = open_stage(w, in(w, "out"));
        put(os_stage_path(stage, names[i]), names[i]);
        if (i > 0) {
            assert_string_equal(keep(w, stage, "", names[i - 1], "上一次"), "旧版/上一次");
            os_stage_drop(stage, names[i - 1]);
        }
        commit(stage);
    }
    assert_string_equal(get(w, in(w, "out/c")), "c");
    assert_string_equal(get(w, in(w, "out/旧版/上一次/b")), "b");
    assert_null(get(w, in(w, "out/旧版/上一次/a")));

    struct os_stage *stage = open_stage(w, in(w, "out"));
    put(os_stage_path(stage, "d"), "d");
    assert_null(keep(w, stage, "", "nothing", "上一次"));
    assert_string_equal(keep(w, stage, "旧版/上一次", "b", NULL), "旧版/1");
    os_stage_drop(stage, "旧版/上一次");
    assert_string_equal(keep(w, stage, "", "c", NULL), "旧版/2");
    commit(stage);
    assert_string_equal(get(w, in(w, "out/旧版/1/b")), "b");
    assert_string_equal(get(w, in(w, "out/旧版/2/c")), "c");
    assert_false(os_exists(in(w, "out/旧版/上一次")));
    assert_int_equal(entries(w), 1);
}

static void the_time_of_a_file(void **state)
{
    struct world *w = *state;
    put(in(w, "a"), "a");
    const struct timespec times[2] = {{1709895600, 0}, {1709895600, 0}};
    assert_int_equal(utimensat(AT_FDCWD, in(w, "a"), times, 0), 0);
    assert_int_equal(os_time(in(w, "a")), 1709895600);
    assert_int_equal(os_time(in(w, "b")), 0);
    put(in(w, "b"), "b");
    os_take_time(in(w, "b"), in(w, "nothing"));
    assert_int_not_equal(os_time(in(w, "b")), 1709895600);
    os_take_time(in(w, "b"), in(w, "a"));
    assert_int_equal(os_time(in(w, "b")), 1709895600);
}

static void an_aborted_run_changes_nothing(void **state)
{
    struct world *w = *state;
    assert_int_equal(mkdir(in(w, "out"), 0777), 0);
    put(in(w, "out/a"), "old");
    struct os_stage *stage = open_stage(w, in(w, "out"));
    put(os_stage_path(stage, "a"), "new");
    os_stage_abort(stage);
    os_stage_abort(stage);
    assert_string_equal(get(w, in(w, "out/a")), "old");
    assert_int_equal(entries(w), 1);
    const char *error = NULL;
    assert_int_equal(os_stage_commit(stage, &error), OS_FAILED);
    assert_non_null(error);
}

static void refuses_to_lose_a_folder_to_a_file(void **state)
{
    struct world *w = *state;
    assert_int_equal(mkdir(in(w, "out"), 0777), 0);
    assert_int_equal(mkdir(in(w, "out/a.pdf"), 0777), 0);
    put(in(w, "out/a.pdf/mine"), "mine");
    struct os_stage *stage = open_stage(w, in(w, "out"));
    put(os_stage_path(stage, "a.pdf"), "new");
    const char *error = NULL;
    assert_int_equal(os_stage_commit(stage, &error), OS_IS_FOLDER);
    assert_non_null(error);
    assert_string_equal(get(w, in(w, "out/a.pdf/mine")), "mine");
    assert_int_equal(entries(w), 1);
}

static void refuse(struct world *w, const char *target)
{
    struct os_stage *stage;
    const char *error = NULL;
    assert_int_equal(os_stage_open(w->arena, target, &stage, &error), OS_FAILED);
    assert_non_null(error);
    assert_null(stage);
}

static void refuses_targets_that_are_no_folders(void **state)
{
    struct world *w = *state;
    put(in(w, "file"), "x");
    refuse(w, in(w, "file"));
    refuse(w, in(w, "file/out"));
    refuse(w, "");
    refuse(w, ".");
    refuse(w, "/");
    refuse(w, in(w, "none/.."));
    assert_string_equal(get(w, in(w, "file")), "x");
}

static unsigned mode_of(const char *path)
{
    struct stat st;
    return stat(path, &st) ? 0 : st.st_mode & 07777;
}

static void a_replaced_file_keeps_its_mode(void **state)
{
    struct world *w = *state;
    const char *error;
    put(in(w, "a"), "old");
    assert_int_equal(chmod(in(w, "a"), 0664), 0);
    mode_t mask = umask(077);
    assert_int_equal(os_replace(w->arena, in(w, "a"), "new", 3, &error), OS_OK);
    umask(022);
    assert_int_equal(os_replace(w->arena, in(w, "sub/b"), "new", 3, &error), OS_OK);
    umask(mask);
    assert_string_equal(get(w, in(w, "a")), "new");
    assert_int_equal(mode_of(in(w, "a")), 0664);
    assert_int_equal(mode_of(in(w, "sub/b")), 0644); /* a new one as any other */
    assert_int_equal(entries(w), 2);
}

static void a_name_may_be_as_long_as_any(void **state)
{
    struct world *w = *state;
    const char *error;
    char name[NAME_MAX + 1] = {0};
    memset(name, 'x', NAME_MAX);
    assert_int_equal(os_replace(w->arena, in(w, name), "new", 3, &error), OS_OK);
    assert_string_equal(get(w, in(w, name)), "new");
    assert_int_equal(entries(w), 1);
}

static void a_link_stays_a_link(void **state)
{
    struct world *w = *state;
    const char *error;
    assert_int_equal(mkdir(in(w, "there"), 0777), 0);
    put(in(w, "there/file"), "old");
    assert_int_equal(symlink("there/file", in(w, "link")), 0);
    assert_int_equal(symlink("link", in(w, "again")), 0);
    assert_int_equal(os_replace(w->arena, in(w, "again"), "new", 3, &error), OS_OK);
    assert_string_equal(get(w, in(w, "there/file")), "new");
    struct stat st;
    assert_int_equal(lstat(in(w, "link"), &st), 0);
    assert_true(S_ISLNK(st.st_mode));
    assert_int_equal(symlink("there/none", in(w, "dangling")), 0);
    assert_int_equal(os_replace(w->arena, in(w, "dangling"), "new", 3, &error), OS_OK);
    assert_string_equal(get(w, in(w, "there/none")), "new");
    assert_int_equal(symlink("self", in(w, "self")), 0);
    assert_int_equal(os_replace(w->arena, in(w, "self"), "new", 3, &error), OS_FAILED);
    assert_non_null(strstr(error, "链接指向自己"));
}

static void says_why_it_cannot_replace(void **state)
{
    struct world *w = *state;
    const char *error;
    put(in(w, "file"), "old");
    assert_int_equal(os_replace(w->arena, in(w, "file/a"), "new", 3, &error), OS_MISSING);
    assert_non_null(strstr(error, "不是文件夹"));
    assert_int_equal(os_replace(w->arena, w->folder, "new", 3, &error), OS_IS_FOLDER);
    assert_int_equal(entries(w), 1);
    if (geteuid() == 0) {
        print_message("skipped: root may write everything\n");
        return;
    }
    assert_int_equal(chmod(in(w, "file"), 0444), 0);
    assert_int_equal(os_replace(w->arena, in(w, "file"), "new", 3, &error), OS_DENIED);
    assert_string_equal(get(w, in(w, "file")), "old");
}

static void names_cannot_leave_the_folder(void **state)
{
    struct world *w = *state;
    struct os_stage *stage = open_stage(w, in(w, "out"));
    assert_string_equal(os_base_name(os_stage_path(stage, "../../x")), "_");
    assert_string_equal(os_base_name(os_stage_path(stage, "..")), "_");
    assert_string_equal(os_base_name(os_stage_path(stage, "")), "_");
    os_stage_abort(stage);
}

static void only_one_run_at_a_time(void **state)
{
    struct world *w = *state;
    struct os_stage *stage = open_stage(w, in(w, "out"));
    put(os_stage_path(stage, "a"), "first");
    pid_t child = fork();
    assert_true(child >= 0);
    if (!child) { /* no assertions here: they would jump into the parent's test */
        struct os_stage *second;
        const char *error = NULL;
        _exit(os_stage_open(w->arena, in(w, "out"), &second, &error) == OS_LOCKED && !*error && !second ? 0 : 1);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    commit(stage);
    assert_string_equal(get(w, in(w, "out/a")), "first");
    os_stage_abort(open_stage(w, in(w, "out"))); /* free again */
}

static void a_killed_run_is_cleared_up(void **state)
{
    struct world *w = *state;
    assert_int_equal(mkdir(in(w, "out"), 0777), 0);
    put(in(w, "out/a"), "old");
    pid_t child = fork();
    assert_true(child >= 0);
    if (!child) {
        struct os_stage *stage;
        const char *error;
        _exit(os_stage_open(w->arena, in(w, "out"), &stage, &error) == OS_OK &&
                      os_write(os_stage_path(stage, "a"), "new", 3, &error) == OS_OK
                  ? 0
                  : 1); /* the lock and the temporary folder stay */
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_int_equal(entries(w), 3);
    assert_int_equal(mkdir(in(w, ".out.ziping-mine"), 0777), 0); /* not our pattern */
    assert_int_equal(mkdir(in(w, ".other.ziping-abcdef"), 0777), 0);
    os_stage_abort(open_stage(w, in(w, "out")));
    assert_string_equal(get(w, in(w, "out/a")), "old");
    assert_int_equal(entries(w), 3);
}

static void a_half_done_swap_is_put_right(void **state)
{
    struct world *w = *state;
    const char *old = in(w, ".out.ziping-old");
    assert_int_equal(mkdir(old, 0777), 0); /* killed between the two renames */
    put(os_join(w->arena, old, "a"), "old");
    os_stage_abort(open_stage(w, in(w, "out")));
    assert_string_equal(get(w, in(w, "out/a")), "old");
    assert_int_equal(entries(w), 1);

    assert_int_equal(mkdir(old, 0777), 0); /* killed after them */
    put(os_join(w->arena, old, "a"), "older");
    put(os_join(w->arena, old, "b"), "mine");
    os_stage_abort(open_stage(w, in(w, "out")));
    assert_string_equal(get(w, in(w, "out/a")), "old");
    assert_string_equal(get(w, in(w, "out/b")), "mine");
    assert_int_equal(entries(w), 1);
}

static void swaps_with_and_without_exchange(void **state)
{
    struct world *w = *state;
    const char *fresh = in(w, "fresh"), *target = in(w, "target"), *old = in(w, "old"), *displaced;
    for (int exchange = 0; exchange < 2; exchange++) {
        assert_int_equal(mkdir(fresh, 0777), 0);
        assert_int_equal(mkdir(target, 0777), 0);
        put(in(w, "fresh/a"), "new");
        put(in(w, "target/a"), "old");
        assert_int_equal(os_swap(fresh, target, old, exchange, &displaced), 0);
        assert_string_equal(get(w, in(w, "target/a")), "new");
        assert_string_equal(get(w, os_join(w->arena, displaced, "a")), "old");
        assert_int_equal(os_tree_remove(w->arena, displaced), 0);
        assert_int_equal(os_tree_remove(w->arena, target), 0);
    }
    assert_int_equal(mkdir(target, 0777), 0); /* nothing to put there: the target comes back */
    assert_int_equal(os_swap(fresh, target, old, false, &displaced), ENOENT);
    assert_true(os_is_folder(target));
    assert_false(os_is_folder(old));
}

static void copies_where_links_are_impossible(void **state)
{
    struct world *w = *state;
    char other[] = "/dev/shm/ziping-test-XXXXXX";
    struct stat here, there;
    if (!mkdtemp(other)) {
        print_message("skipped: no /dev/shm here\n");
        return;
    }
    assert_int_equal(stat(w->folder, &here), 0);
    assert_int_equal(stat(other, &there), 0);
    if (here.st_dev == there.st_dev)
        print_message("one file system only: links instead of copies are tested\n");
    const char *file = os_join(w->arena, other, "a");
    put(file, "mine");
    assert_int_equal(chmod(file, 0640), 0);
    assert_int_equal(symlink("nowhere", os_join(w->arena, other, "link")), 0);
    assert_int_equal(os_tree_carry(w->arena, other, w->folder, NULL), 0);
    assert_int_equal(os_tree_remove(w->arena, other), 0);
    assert_string_equal(get(w, in(w, "a")), "mine");
    assert_int_equal(stat(in(w, "a"), &here), 0);
    assert_int_equal(here.st_mode & 0777, 0640);
    char link[16] = "";
    assert_int_equal(readlink(in(w, "link"), link, sizeof link), 7);
}

static void a_link_to_a_folder_stays_a_link(void **state)
{
    struct world *w = *state;
    assert_int_equal(mkdir(in(w, "disk"), 0777), 0);
    assert_int_equal(symlink("disk", in(w, "out")), 0);
    struct os_stage *stage = open_stage(w, in(w, "out"));
    put(os_stage_path(stage, "a"), "new");
    commit(stage);
    struct stat st;
    assert_int_equal(lstat(in(w, "out"), &st), 0);
    assert_true(S_ISLNK(st.st_mode));
    assert_string_equal(get(w, in(w, "disk/a")), "new");
}

static void a_missing_library_is_named(void **state)
{
    (void)state;
    assert_null(os_library("libc.so.6"));
    const char *words = os_library("libziping-nobody-has.so.4"); /* begins with the name of its Debian package */
    assert_true(text_starts(words, "libziping-nobody-has4 (libziping-nobody-has.so.4: "));
    assert_true(text_starts(os_library("libziping2.so.3"), "libziping2-3 ("));
    assert_true(text_starts(os_library("libziping-2.3.0.so"), "libziping-2.3.0 ("));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(reads_what_was_written),
        TEST(says_why_it_cannot_read),
        TEST(a_full_disk_is_noticed),
        TEST(says_why_it_cannot_write),
        TEST(lists_in_order_without_dots),
        TEST(takes_paths_apart_and_together),
        TEST(a_memory_file_has_a_name),
        TEST(a_new_set_appears_whole),
        TEST(what_the_user_keeps_there_stays),
        TEST(an_aborted_run_changes_nothing),
        TEST(what_is_replaced_is_kept),
        TEST(the_time_of_a_file),
        TEST(refuses_to_lose_a_folder_to_a_file),
        TEST(refuses_targets_that_are_no_folders),
        TEST(names_cannot_leave_the_folder),
        TEST(a_replaced_file_keeps_its_mode),
        TEST(a_name_may_be_as_long_as_any),
        TEST(a_link_stays_a_link),
        TEST(says_why_it_cannot_replace),
        TEST(only_one_run_at_a_time),
        TEST(a_killed_run_is_cleared_up),
        TEST(a_half_done_swap_is_put_right),
        TEST(swaps_with_and_without_exchange),
        TEST(copies_where_links_are_impossible),
        TEST(a_link_to_a_folder_stays_a_link),
        TEST(a_missing_library_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
