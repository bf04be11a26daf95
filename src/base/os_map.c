/* Files mapped into memory: fonts are large and a document needs a small part of them. */
#include "base/os.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

const void *os_map(const char *path, size_t *size)
{
    *size = 0;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return NULL;
    struct stat st;
    void *data = MAP_FAILED;
    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0) {
        *size = (size_t)st.st_size;
        data = mmap(NULL, *size, PROT_READ, MAP_PRIVATE, fd, 0);
    }
    close(fd);
    return data == MAP_FAILED ? NULL : data;
}

void os_map_forget(const void *data, size_t size)
{
    madvise((void *)data, size, MADV_DONTNEED);
}

void os_unmap(const void *data, size_t size)
{
    munmap((void *)data, size);
}
