/* Whole folders: what an old output folder holds beside our files is carried into the new one, flushed, removed.
 * Links are never followed. Knows nothing of locks and swaps (os_stage.c). */
#include "base/os_private.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DEEPEST = 100 }; /* folders in folders; deeper ones are refused before anything is lost */

/* Read whole first: nothing is left open while others are visited. */
int os_tree_names(struct arena *arena, const char *folder, struct text_names *names)
{
    *names = (struct text_names){0};
    DIR *dir = opendir(folder);
    if (!dir)
        return errno;
    for (struct dirent *entry; (entry = readdir(dir));)
        if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, ".."))
            *list_push(arena, names) = arena_strdup(arena, entry->d_name);
    closedir(dir);
    return 0;
}

static int copy_bytes(int in, int out)
{
    char block[16 * 1024];
    for (;;) {
        ssize_t n = read(in, block, sizeof block);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return n ? errno : 0;
        int failed = os_write_all(out, block, (size_t)n);
        if (failed)
            return failed;
    }
}

static int copy_file(const char *from, const char *to, const struct stat *st)
{
    int in = open(from, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (in < 0)
        return errno;
    int out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    int failed = out < 0 ? errno : copy_bytes(in, out);
    close(in);
    if (out < 0)
        return failed;
    const struct timespec times[2] = {st->st_atim, st->st_mtim};
    if (!failed && (fchmod(out, st->st_mode & 07777) || futimens(out, times)))
        failed = errno == EPERM ? 0 : errno; /* a file system without modes */
    if (close(out) && !failed)
        failed = errno;
    if (failed)
        unlink(to);
    return failed;
}

static int copy_link(const char *from, const char *to)
{
    char path[4096];
    ssize_t n = readlink(from, path, sizeof path - 1);
    if (n < 0)
        return errno;
    path[n] = '\0';
    return symlink(path, to) ? errno : 0;
}

static int carry_file(const char *from, const char *to, const struct stat *st)
{
    if (!linkat(AT_FDCWD, from, AT_FDCWD, to, 0))
        return 0;
    int failed = errno;
    if (S_ISREG(st->st_mode) && failed != ENOSPC && failed != EDQUOT)
        return copy_file(from, to, st);
    return S_ISLNK(st->st_mode) ? copy_link(from, to) : failed;
}

int os_tree_carry_file(const char *from, const char *to)
{
    struct stat st;
    return lstat(from, &st) ? errno : carry_file(from, to, &st);
}

/* What is being carried: the names that are left out, and where in the tree this is. */
struct carrying {
    struct arena *arena;
    const struct text_names *drop;
    const char *below; /* "" at the top */
    int depth;
};

static int carry(struct carrying here, const char *from, const char *to);

static int carry_folder(struct carrying here, const char *from, const char *to, const struct stat *st)
{
    if (mkdir(to, 0700))
        return errno;
    int failed = carry(here, from, to);
    const struct timespec times[2] = {st->st_atim, st->st_mtim};
    if (!failed && (chmod(to, st->st_mode & 07777) || utimensat(AT_FDCWD, to, times, 0)))
        failed = errno == EPERM ? 0 : errno;
    return failed;
}

static int carry_entry(struct carrying here, const char *from, const char *to)
{
    struct stat old, fresh;
    if (lstat(from, &old))
        return errno == ENOENT ? 0 : errno; /* gone meanwhile */
    if (lstat(to, &fresh)) {
        if (errno != ENOENT)
            return errno;
        return S_ISDIR(old.st_mode) ? carry_folder(here, from, to, &old) : carry_file(from, to, &old);
    }
    if (S_ISDIR(old.st_mode) != S_ISDIR(fresh.st_mode))
        return S_ISDIR(old.st_mode) ? EISDIR : ENOTDIR;
    return S_ISDIR(old.st_mode) ? carry(here, from, to) : 0;
}

static int carry(struct carrying here, const char *from, const char *to)
{
    if (here.depth > DEEPEST)
        return ENAMETOOLONG;
    struct text_names names;
    int failed = os_tree_names(here.arena, from, &names);
    for (size_t i = 0; i < names.count && !failed; i++) {
        const char *name = names.items[i];
        struct carrying entry = {here.arena, here.drop, os_join(here.arena, here.below, name), here.depth + 1};
        if (!here.drop || !names_has(here.drop, entry.below))
            failed = carry_entry(entry, os_join(here.arena, from, name), os_join(here.arena, to, name));
    }
    return failed;
}

int os_tree_carry(struct arena *arena, const char *from, const char *to, const struct text_names *drop)
{
    return carry((struct carrying){arena, drop, "", 0}, from, to);
}

int os_sync_path(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        return errno == EACCES ? 0 : errno; /* a kept file that we may not read is not ours to flush */
    int failed = fsync(fd) && errno != EINVAL && errno != ENOSYS && errno != ENOTSUP ? errno : 0;
    if (close(fd) && !failed)
        failed = errno;
    return failed;
}

static int sync_tree(struct arena *arena, const char *folder, int depth)
{
    struct text_names names;
    int failed = depth > DEEPEST ? ENAMETOOLONG : os_tree_names(arena, folder, &names);
    if (failed)
        return failed;
    for (size_t i = 0; i < names.count && !failed; i++) {
        const char *path = os_join(arena, folder, names.items[i]);
        struct stat st;
        if (lstat(path, &st))
            failed = errno;
        else if (S_ISDIR(st.st_mode))
            failed = sync_tree(arena, path, depth + 1);
        else if (S_ISREG(st.st_mode))
            failed = os_sync_path(path);
    }
    return failed ? failed : os_sync_path(folder);
}

int os_tree_sync(struct arena *arena, const char *folder)
{
    return sync_tree(arena, folder, 0);
}

static int remove_tree(struct arena *arena, const char *folder, int depth)
{
    struct text_names names;
    chmod(folder, 0700); /* a kept read-only folder can be emptied by its owner */
    int failed = depth > DEEPEST ? ENAMETOOLONG : os_tree_names(arena, folder, &names);
    if (failed)
        return failed;
    for (size_t i = 0; i < names.count; i++) {
        const char *path = os_join(arena, folder, names.items[i]);
        struct stat st;
        int one = lstat(path, &st)      ? errno
                  : S_ISDIR(st.st_mode) ? remove_tree(arena, path, depth + 1)
                  : unlink(path)        ? errno
                                        : 0;
        failed = failed ? failed : one;
    }
    return rmdir(folder) && !failed ? errno : failed;
}

int os_tree_remove(struct arena *arena, const char *folder)
{
    return remove_tree(arena, folder, 0);
}

int os_make_folders(struct arena *arena, const char *path)
{
    char *copy = arena_strdup(arena, path);
    for (char *p = copy + 1; *copy; p++) {
        char at = *p;
        if (at && at != '/')
            continue;
        *p = '\0';
        int failed = mkdir(copy, 0777) ? errno : 0; /* looking what is there has an errno of its own */
        if (failed && failed != EEXIST && !os_is_folder(copy))
            return failed;
        if (!at)
            break;
        *p = at;
    }
    return os_is_folder(path) ? 0 : ENOTDIR;
}
