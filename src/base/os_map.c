/* Memory from the system, and files mapped into it: fonts are large and a document needs a small part of them. */
#include "base/os.h"

#include <fcntl.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static void *map_memory(size_t size)
{
    void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return memory == MAP_FAILED ? NULL : memory;
}

void *os_memory(size_t size)
{
    if (size != OS_HUGE_PAGE)
        return map_memory(size);
    char *memory = map_memory(2 * size); /* one of the places in it is right; what is around it goes back */
    if (!memory)
        return NULL;
    size_t before = (size - (uintptr_t)memory % size) % size;
    if (before)
        munmap(memory, before);
    munmap(memory + before + size, size - before);
    madvise(memory + before, size, MADV_HUGEPAGE);
    return memory + before;
}

void os_memory_free(void *memory, size_t size)
{
    munmap(memory, size);
}

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
