/* A new output folder in place of an old one: whole or not at all, one run at a time. Beside the target stand for the
 * time of a run .NAME.lock and .NAME.ziping-XXXXXX (the new set, and after an exchange the old one); where the file
 * system cannot exchange two folders also .NAME.ziping-old. Knows nothing of what is written. */
#include "base/os_private.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

struct os_stage {
    struct arena *arena;
    const char *target, *parent;      /* absolute, without links */
    const char *lock_path, *old_path; /* see the head of this file */
    char *folder;                     /* the temporary folder; NULL when there is none any more */
    int lock;                         /* descriptor, -1 when given back */
    bool locked;                      /* false where the file system has no locks */
    struct text_names drop;
};

static const char *resolved(struct arena *arena, const char *path)
{
    char *real = realpath(path, NULL);
    const char *copy = real ? arena_strdup(arena, real) : NULL;
    free(real);
    return copy;
}

/* Fills in target and parent. The folder the program stands in cannot be replaced: the user would be left in a
 * deleted one. */
static int resolve_target(struct os_stage *stage, const char *path)
{
    struct arena *arena = stage->arena;
    struct stat st, here;
    if (!*path)
        return ENOENT;
    if (!stat(path, &st)) {
        if (!S_ISDIR(st.st_mode))
            return ENOTDIR;
        if (!stat(".", &here) && here.st_dev == st.st_dev && here.st_ino == st.st_ino)
            return EBUSY;
        stage->target = resolved(arena, path);
        if (!stage->target)
            return errno;
        stage->parent = os_parent(arena, stage->target);
        return strcmp(stage->target, "/") ? 0 : EBUSY;
    }
    size_t n = strlen(path);
    while (n && path[n - 1] == '/')
        n--;
    const char *name = os_base_name(arena_strndup(arena, path, n));
    if (!strcmp(name, ".") || !strcmp(name, ".."))
        return ENOENT;
    const char *parent = os_parent(arena, path);
    int failed = os_make_folders(arena, parent);
    if (failed)
        return failed;
    stage->parent = resolved(arena, parent);
    if (!stage->parent)
        return errno;
    stage->target = os_join(arena, stage->parent, name);
    return 0;
}

/* The lock file goes when the lock does, so a lock on a file that is no longer there is no lock: try again. */
static int take_lock(struct os_stage *stage)
{
    for (;;) {
        int fd = open(stage->lock_path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
        if (fd < 0)
            return errno;
        struct stat ours, there;
        if (flock(fd, LOCK_EX | LOCK_NB)) {
            int failed = errno;
            if (failed == EINTR) {
                close(fd);
                continue;
            }
            if (failed == EWOULDBLOCK) {
                close(fd);
                return failed;
            }
            stage->lock = fd; /* a file system without locks: go on without */
            return 0;
        }
        if (!fstat(fd, &ours) && !lstat(stage->lock_path, &there) && ours.st_ino == there.st_ino &&
            ours.st_dev == there.st_dev) {
            stage->lock = fd;
            stage->locked = true;
            return 0;
        }
        close(fd);
    }
}

static void give_lock(struct os_stage *stage)
{
    if (stage->lock < 0)
        return;
    unlink(stage->lock_path);
    close(stage->lock);
    stage->lock = -1;
}

/* A run was killed while it swapped without exchange: the old set goes back, or, if the new one made it, is emptied
 * into it and goes away. */
static int recover(struct os_stage *stage)
{
    if (!os_is_folder(stage->old_path))
        return 0;
    struct stat st;
    if (lstat(stage->target, &st) && errno == ENOENT)
        return rename(stage->old_path, stage->target) ? errno : 0;
    int failed = os_tree_carry(stage->arena, stage->old_path, stage->target, NULL);
    return failed ? failed : os_tree_remove(stage->arena, stage->old_path);
}

/* Temporary folders of killed runs. Under the lock none of them is in use. */
static void remove_stale(struct os_stage *stage, const char *prefix)
{
    struct text_names names;
    if (os_tree_names(stage->arena, stage->parent, &names))
        return;
    size_t n = strlen(prefix);
    for (size_t i = 0; i < names.count; i++) {
        const char *name = names.items[i];
        if (strncmp(name, prefix, n) || strlen(name) != n + 6)
            continue;
        const char *path = os_join(stage->arena, stage->parent, name);
        struct stat st;
        if (!lstat(path, &st) && S_ISDIR(st.st_mode))
            os_tree_remove(stage->arena, path);
    }
}

static int prepare(struct os_stage *stage)
{
    const char *prefix = arena_printf(stage->arena, ".%s.ziping-", os_base_name(stage->target));
    int failed = stage->locked ? recover(stage) : 0;
    if (failed)
        return failed;
    if (stage->locked)
        remove_stale(stage, prefix);
    char *folder = arena_printf(stage->arena, "%s/%sXXXXXX", strcmp(stage->parent, "/") ? stage->parent : "", prefix);
    if (!mkdtemp(folder))
        return errno;
    stage->folder = folder;
    return 0;
}

enum os_status os_stage_open(struct arena *arena, const char *target, struct os_stage **out, const char **error)
{
    *out = NULL;
    *error = NULL;
    struct os_stage *stage = arena_alloc(arena, sizeof *stage);
    stage->arena = arena;
    stage->lock = -1;
    int failed = resolve_target(stage, target);
    if (failed == ENOTDIR || failed == ENOENT) { /* not "missing": nothing could be created there */
        os_failure(failed, error);
        return OS_FAILED;
    }
    if (failed)
        return os_failure(failed, error);
    const char *name = os_base_name(stage->target);
    stage->lock_path = os_join(arena, stage->parent, arena_printf(arena, ".%s.lock", name));
    stage->old_path = os_join(arena, stage->parent, arena_printf(arena, ".%s.ziping-old", name));
    failed = take_lock(stage);
    if (failed == EWOULDBLOCK) {
        *error = "";
        return OS_LOCKED;
    }
    if (!failed)
        failed = prepare(stage);
    if (failed) {
        give_lock(stage);
        return os_failure(failed, error);
    }
    *out = stage;
    return OS_OK;
}

const char *os_stage_path(struct os_stage *stage, const char *file)
{
    bool single = *file && !strchr(file, '/') && strcmp(file, ".") != 0 && strcmp(file, "..") != 0;
    return os_join(stage->arena, stage->folder, single ? file : "_");
}

void os_stage_drop(struct os_stage *stage, const char *file)
{
    *list_push(stage->arena, &stage->drop) = arena_strdup(stage->arena, file);
}

/* The highest number that an entry of the folder bears. */
static long highest_number(struct arena *arena, const char *folder)
{
    long highest = 0;
    struct text_names names = os_list(arena, folder);
    for (size_t i = 0; i < names.count; i++) {
        size_t n = strlen(names.items[i]);
        long number = n < 10 && strspn(names.items[i], "0123456789") == n ? strtol(names.items[i], NULL, 10) : 0;
        highest = number > highest ? number : highest;
    }
    return highest;
}

/* FOLDER/1, 2, 3 …: the next one that neither the old set nor the new one has. */
static const char *next_number(const struct os_stage *stage, const char *folder)
{
    long old = highest_number(stage->arena, os_join(stage->arena, stage->target, folder));
    long fresh = highest_number(stage->arena, os_join(stage->arena, stage->folder, folder));
    return arena_printf(stage->arena, "%ld", (old > fresh ? old : fresh) + 1);
}

const char *os_stage_keep(struct os_stage *stage, const char *from_folder, const struct text_names *files,
                          const char *folder, const char *slot, const char **error)
{
    struct arena *arena = stage->arena;
    const char *kept = NULL;
    *error = NULL;
    const char *path = os_join(arena, folder, slot ? slot : next_number(stage, folder));
    for (size_t i = 0; i < files->count; i++) {
        const char *name = os_base_name(files->items[i]);
        const char *from = os_join(arena, os_join(arena, stage->target, from_folder), name);
        if (!os_is_file(from))
            continue;
        const char *to = os_join(arena, stage->folder, path);
        int failed = kept ? 0 : os_make_folders(arena, to);
        if (!failed)
            failed = os_tree_carry_file(from, os_join(arena, to, name));
        if (failed) {
            os_failure(failed, error);
            return NULL;
        }
        kept = path;
    }
    if (kept && slot)
        os_stage_drop(stage, path); /* what stood in it goes */
    return kept;
}

int os_swap(const char *fresh, const char *target, const char *old, bool exchange, const char **displaced)
{
    struct stat st;
    *displaced = NULL;
    if (lstat(target, &st)) {
        if (errno != ENOENT)
            return errno;
        return rename(fresh, target) ? errno : 0;
    }
    if (!S_ISDIR(st.st_mode))
        return ENOTDIR;
    if (exchange) {
        if (!renameat2(AT_FDCWD, fresh, AT_FDCWD, target, RENAME_EXCHANGE)) {
            *displaced = fresh;
            return 0;
        }
        if (errno != EINVAL && errno != ENOSYS && errno != ENOTSUP)
            return errno;
    }
    if (rename(target, old))
        return errno;
    if (rename(fresh, target)) {
        int failed = errno;
        rename(old, target);
        return failed;
    }
    *displaced = old;
    return 0;
}

/* The mode of the old folder, or what mkdir would have given (mkdtemp gives 0700). */
static int set_mode(const struct os_stage *stage)
{
    struct stat st;
    mode_t mask = umask(0);
    umask(mask);
    mode_t mode = stat(stage->target, &st) ? 0777 & ~mask : st.st_mode & 07777;
    return chmod(stage->folder, mode) && errno != EPERM ? errno : 0;
}

static int swap_in(struct os_stage *stage)
{
    struct arena *arena = stage->arena;
    int failed = os_is_folder(stage->target) ? os_tree_carry(arena, stage->target, stage->folder, &stage->drop) : 0;
    if (!failed)
        failed = set_mode(stage);
    if (!failed)
        failed = os_tree_sync(arena, stage->folder);
    if (failed)
        return failed;
    const char *displaced;
    failed = os_swap(stage->folder, stage->target, stage->old_path, true, &displaced);
    if (failed)
        return failed;
    stage->folder = NULL;
    os_sync_path(stage->parent); /* the new set stands, so a failure here would be the wrong thing to report */
    if (!displaced)
        return 0;
    /* what someone put into the old folder between carrying and swapping is not lost either */
    if (!os_tree_carry(arena, displaced, stage->target, &stage->drop))
        os_tree_remove(arena, displaced);
    else if (displaced != stage->old_path)
        rename(displaced, stage->old_path); /* the next run tries again */
    return 0;
}

enum os_status os_stage_commit(struct os_stage *stage, const char **error)
{
    *error = NULL;
    int failed = stage->folder ? swap_in(stage) : EINVAL;
    os_stage_abort(stage);
    return failed ? os_failure(failed, error) : OS_OK;
}

void os_stage_abort(struct os_stage *stage)
{
    if (stage->folder)
        os_tree_remove(stage->arena, stage->folder);
    stage->folder = NULL;
    give_lock(stage);
}
