/* Files and folders of the system: read and write whole, list, join names, memory files. Goes out: bytes and a status
 * with the system's own words for the cause. Knows nothing of reports; the swap of output folders is in os_stage.c. */
#include "base/os.h"

#include "base/diag.h"
#include "base/os_private.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

const char *os_cause(int number)
{
    static const struct {
        int number;
        const char *text;
    } causes[] = {
        {ENOSPC, DIAG_PAIR("磁盘已满", "disk full")},
        {EDQUOT, DIAG_PAIR("磁盘配额已用完", "quota exceeded")},
        {EFBIG, DIAG_PAIR("文件过大", "file too large")},
        {EACCES, DIAG_PAIR("没有权限", "permission denied")},
        {EPERM, DIAG_PAIR("没有权限", "permission denied")},
        {EROFS, DIAG_PAIR("磁盘只读", "read-only")},
        {ENOENT, DIAG_PAIR("没有这个文件或文件夹", "not found")},
        {ENOTDIR, DIAG_PAIR("路径中有一级不是文件夹", "not a folder")},
        {EISDIR, DIAG_PAIR("是文件夹", "is a folder")},
        {ELOOP, DIAG_PAIR("链接指向自己", "link to itself")},
        {EIO, DIAG_PAIR("磁盘读写出错", "input or output error")},
        {EBUSY, DIAG_PAIR("正在使用", "busy")},
        {ENAMETOOLONG, DIAG_PAIR("名称太长", "name too long")},
        {EEXIST, DIAG_PAIR("已有同名的", "exists")},
        {EMFILE, DIAG_PAIR("打开的文件太多", "too many open files")},
        {ENXIO, DIAG_PAIR("不是普通文件", "not a regular file")},
        {ESTALE, DIAG_PAIR("网络文件夹断开了", "network folder lost")},
        {ETIMEDOUT, DIAG_PAIR("网络文件夹没有回应", "network folder does not answer")},
    };
    for (size_t i = 0; i < sizeof causes / sizeof *causes; i++)
        if (causes[i].number == number)
            return causes[i].text;
    return strerror(number);
}

enum os_status os_failure(int number, const char **error)
{
    *error = os_cause(number);
    switch (number) {
    case ENOENT:
    case ENOTDIR:
        return OS_MISSING;
    case EISDIR:
        return OS_IS_FOLDER;
    case EACCES:
    case EPERM:
    case EROFS:
        return OS_DENIED;
    default:
        return OS_FAILED;
    }
}

enum { LARGEST = 1 << 30 /* bytes of one file */, LINKS_MOST = 40 };

/* Reads to the end whatever the size said before: pipes and files that grow are read too. */
static int read_all(struct arena *arena, int fd, size_t guess, char **data, size_t *size)
{
    size_t cap = guess + 1, n = 0;
    char *bytes = arena_alloc(arena, cap + 1);
    for (;;) {
        if (n >= LARGEST)
            return EFBIG;
        if (n == cap) {
            char *grown = arena_alloc(arena, cap * 2 + 1);
            memcpy(grown, bytes, n);
            bytes = grown;
            cap *= 2;
        }
        ssize_t got = read(fd, bytes + n, cap - n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return errno;
        if (!got)
            break;
        n += (size_t)got;
    }
    bytes[n] = '\0';
    *data = bytes;
    *size = n;
    return 0;
}

enum os_status os_read(struct arena *arena, const char *path, char **data, size_t *size, const char **error)
{
    *data = NULL;
    *size = 0;
    *error = NULL;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return os_failure(errno, error);
    struct stat st;
    int failed = fstat(fd, &st)                                 ? errno
                 : S_ISDIR(st.st_mode)                          ? EISDIR
                 : S_ISCHR(st.st_mode) || S_ISBLK(st.st_mode)   ? ENODEV
                 : S_ISREG(st.st_mode) && st.st_size >= LARGEST ? EFBIG
                                                                : 0;
    if (!failed)
        failed = read_all(arena, fd, S_ISREG(st.st_mode) ? (size_t)st.st_size : 4096, data, size);
    close(fd);
    return failed ? os_failure(failed, error) : OS_OK;
}

bool os_feed(const char *path, size_t most, void (*take)(void *ctx, const void *data, size_t size), void *ctx)
{
    char block[32 * 1024];
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return false;
    bool failed = fstat(fd, &st) || !S_ISREG(st.st_mode);
    while (!failed && most) {
        ssize_t n = read(fd, block, most < sizeof block ? most : sizeof block);
        if (n > 0) {
            take(ctx, block, (size_t)n);
            most -= (size_t)n;
        } else if (!n) {
            break;
        } else {
            failed = errno != EINTR;
        }
    }
    close(fd);
    return !failed;
}

bool os_exists(const char *path)
{
    struct stat st;
    return !lstat(path, &st);
}

long long os_time(const char *path)
{
    struct stat st;
    return stat(path, &st) ? 0 : (long long)st.st_mtim.tv_sec;
}

void os_take_time(const char *path, const char *from)
{
    struct stat st;
    if (!stat(from, &st))
        utimensat(AT_FDCWD, path, (const struct timespec[2]){st.st_atim, st.st_mtim}, 0);
}

const char *os_stamp(struct arena *arena, const char *path)
{
    struct stat st;
    if (stat(path, &st))
        return "-";
    return arena_printf(arena, "%lld.%09ld/%lld.%09ld/%lld", (long long)st.st_mtim.tv_sec, st.st_mtim.tv_nsec,
                        (long long)st.st_ctim.tv_sec, st.st_ctim.tv_nsec,
                        (long long)(S_ISDIR(st.st_mode) ? 0 : st.st_size));
}

bool os_is_file(const char *path)
{
    struct stat st;
    return !stat(path, &st) && S_ISREG(st.st_mode);
}

long long os_file_size(const char *path)
{
    struct stat st;
    return !stat(path, &st) && S_ISREG(st.st_mode) ? (long long)st.st_size : -1;
}

bool os_is_folder(const char *path)
{
    struct stat st;
    return !stat(path, &st) && S_ISDIR(st.st_mode);
}

bool os_is_same(const char *a, const char *b)
{
    struct stat one, other;
    return !stat(a, &one) && !stat(b, &other) && one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

struct text_names os_list(struct arena *arena, const char *folder)
{
    struct text_names names = {0};
    DIR *dir = opendir(*folder ? folder : ".");
    if (!dir)
        return names;
    for (struct dirent *entry; (entry = readdir(dir));)
        if (entry->d_name[0] != '.')
            *list_push(arena, &names) = arena_strdup(arena, entry->d_name);
    closedir(dir);
    if (names.count)
        qsort(names.items, names.count, sizeof *names.items, by_bytes);
    return names;
}

const char *os_join(struct arena *arena, const char *dir, const char *name)
{
    if (name[0] == '/' || !*dir || !strcmp(dir, "."))
        return arena_strdup(arena, name);
    return arena_printf(arena, "%s%s%s", dir, dir[strlen(dir) - 1] == '/' ? "" : "/", name);
}

const char *os_base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

const char *os_parent(struct arena *arena, const char *path)
{
    size_t n = strlen(path);
    while (n > 1 && path[n - 1] == '/')
        n--;
    while (n && path[n - 1] != '/')
        n--;
    while (n > 1 && path[n - 1] == '/')
        n--;
    return n ? arena_strndup(arena, path, n) : ".";
}

const char *os_absolute(struct arena *arena, const char *path)
{
    char folder[4096];
    if (path[0] == '/' || !getcwd(folder, sizeof folder))
        return path;
    return strcmp(path, ".") ? os_join(arena, folder, path) : arena_strdup(arena, folder);
}

/* Its names one below the other, without "." and ".." */
static struct text_names parts_of(struct arena *arena, const char *path)
{
    struct text_names parts = {0};
    for (const char *s = os_absolute(arena, path); *s;) {
        size_t n = strcspn(s, "/");
        const char *part = arena_strndup(arena, s, n);
        if (!strcmp(part, ".."))
            parts.count -= parts.count > 0;
        else if (n && strcmp(part, "."))
            *list_push(arena, &parts) = part;
        s += n + (s[n] == '/');
    }
    return parts;
}

const char *os_relative(struct arena *arena, const char *path, const char *folder)
{
    struct text_names to = parts_of(arena, path), from = parts_of(arena, folder);
    struct buf out = buf_in(arena);
    size_t same = 0;
    while (same < to.count && same < from.count && !strcmp(to.items[same], from.items[same]))
        same++;
    for (size_t i = same; i < from.count; i++)
        buf_printf(&out, "%s..", out.n ? "/" : "");
    for (size_t i = same; i < to.count; i++)
        buf_printf(&out, "%s%s", out.n ? "/" : "", to.items[i]);
    return out.n ? buf_text(&out) : ".";
}

const char *os_program_folder(struct arena *arena)
{
    char path[4096];
    ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);
    if (n <= 0)
        return ".";
    path[n] = '\0';
    return os_parent(arena, path);
}

int os_write_all(int fd, const char *data, size_t size)
{
    while (size) {
        ssize_t n = write(fd, data, size);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return n ? errno : ENOSPC;
        data += n;
        size -= (size_t)n;
    }
    return 0;
}

int os_memory_file(const void *data, size_t size, char path[static 64])
{
    int fd = memfd_create("ziping", MFD_CLOEXEC);
    if (fd < 0) {
        char name[] = "/tmp/ziping-XXXXXX";
        fd = mkostemp(name, O_CLOEXEC);
        if (fd < 0)
            return -1;
        unlink(name);
    }
    if (os_write_all(fd, data, size) || lseek(fd, 0, SEEK_SET) < 0) {
        close(fd);
        return -1;
    }
    snprintf(path, 64, "/proc/self/fd/%d", fd);
    return fd;
}

/* Debian names the package of a library after its file (policy 8.1): libzip.so.4 → libzip4, libhpdf-2.3.0.so → as is. */
static const char *not_loaded(const char *name, const char *words)
{
    static char text[512];
    const char *so = strstr(name, ".so"), *version = so ? so + strlen(".so") : "";
    int stem = so ? (int)(so - name) : (int)strlen(name);
    version += *version == '.';
    bool apart = stem && *version && name[stem - 1] >= '0' && name[stem - 1] <= '9';
    snprintf(text, sizeof text, "%.*s%s%s (%s)", stem, name, apart ? "-" : "", version, words ? words : "");
    return text;
}

const char *os_library(const char *name)
{
    void *handle = dlopen(name, RTLD_LAZY | RTLD_LOCAL); /* for good: never closed */
    const char *words = !handle ? dlerror() : late_bind ? late_bind(name, handle) : NULL;
    return handle && !words ? NULL : not_loaded(name, words);
}

int os_hush(void)
{
    int kept = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3), nothing = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (kept >= 0 && nothing >= 0)
        dup2(nothing, STDERR_FILENO);
    if (nothing >= 0)
        close(nothing);
    return kept;
}

void os_unhush(int hushed)
{
    if (hushed < 0)
        return; /* there was none */
    dup2(hushed, STDERR_FILENO);
    close(hushed);
}

/* Some systems report a full disk only when the bytes are flushed or the file is closed. */
static enum os_status write_file(const char *path, const void *data, size_t size, bool flush, const char **error)
{
    *error = NULL;
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOCTTY, 0666);
    if (fd < 0)
        return os_failure(errno, error);
    int failed = os_write_all(fd, data, size);
    if (!failed && flush && fsync(fd) && errno != EINVAL && errno != ENOSYS) /* pipes and devices cannot be synced */
        failed = errno;
    if (close(fd) && !failed)
        failed = errno;
    return failed ? os_failure(failed, error) : OS_OK;
}

enum os_status os_write(const char *path, const void *data, size_t size, const char **error)
{
    return write_file(path, data, size, true, error);
}

enum os_status os_stage_write(const char *path, const void *data, size_t size, const char **error)
{
    return write_file(path, data, size, false, error);
}

/* The file that a chain of links leads to, whether it is there or not; NULL if the chain has no end (ELOOP). */
static const char *behind_links(struct arena *arena, const char *path)
{
    struct stat st;
    for (int depth = 0; depth < LINKS_MOST; depth++) {
        if (lstat(path, &st) || !S_ISLNK(st.st_mode))
            return path;
        char target[4096];
        ssize_t n = readlink(path, target, sizeof target - 1);
        if (n < 0)
            return path;
        target[n] = '\0';
        path = os_join(arena, os_parent(arena, path), target);
    }
    return NULL;
}

/* A new file beside `path`, as open() makes files here; its name is short, that of the file may be as long as any. */
static int open_beside(struct arena *arena, const char *path, const char **fresh)
{
    int fd = -1;
    for (int i = 0; i < 100 && fd < 0; i++) {
        const char *name = arena_printf(arena, ".ziping-%ld-%d.part", (long)getpid(), i);
        *fresh = os_join(arena, os_parent(arena, path), name);
        fd = open(*fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
        if (fd < 0 && errno != EEXIST)
            break;
    }
    return fd;
}

/* Owner and mode of the file that is replaced. Only root may give files away: others keep the group if they can. */
static int keep_mode(int fd, const struct stat *st)
{
    if (fchown(fd, st->st_uid, st->st_gid) && fchown(fd, (uid_t)-1, st->st_gid) && errno != EPERM)
        return errno;
    return fchmod(fd, st->st_mode & 07777) && errno != EPERM ? errno : 0;
}

enum os_status os_replace(struct arena *arena, const char *path, const void *data, size_t size, const char **error)
{
    *error = NULL;
    path = behind_links(arena, path);
    if (!path)
        return os_failure(ELOOP, error);
    int failed = os_make_folders(arena, os_parent(arena, path));
    if (failed)
        return os_failure(failed, error);
    struct stat st;
    bool old = !stat(path, &st);
    if (old && (S_ISDIR(st.st_mode) || access(path, W_OK))) /* a file that may not be written is not replaced either */
        return os_failure(S_ISDIR(st.st_mode) ? EISDIR : errno, error);
    const char *fresh;
    int fd = open_beside(arena, path, &fresh);
    if (fd < 0)
        return os_failure(errno, error);
    failed = os_write_all(fd, data, size);
    if (!failed && old)
        failed = keep_mode(fd, &st);
    if (!failed && fsync(fd) && errno != EINVAL && errno != ENOSYS)
        failed = errno;
    if (close(fd) && !failed)
        failed = errno;
    if (!failed && rename(fresh, path))
        failed = errno;
    if (failed)
        unlink(fresh);
    return failed ? os_failure(failed, error) : OS_OK;
}
