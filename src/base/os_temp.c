/* A folder for the time of a run, in $TMPDIR or /tmp; one in memory. */
#include "base/os_private.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/statvfs.h>
#include <unistd.h>

const char *os_temp_folder(struct arena *arena)
{
    const char *place = getenv("TMPDIR");
    char *path = os_is_folder(place ? place : "") ? arena_printf(arena, "%s/ziping-XXXXXX", place)
                                                  : arena_strdup(arena, "/tmp/ziping-XXXXXX");
    return mkdtemp(path);
}

void os_temp_remove(struct arena *arena, const char *folder)
{
    os_tree_remove(arena, folder);
}

const char *os_memory_folder(size_t room, const char *otherwise)
{
    static const char folder[] = "/dev/shm";
    struct statvfs fs;
    bool good = os_is_folder(folder) && !access(folder, W_OK | X_OK) && !statvfs(folder, &fs);
    return good && (uint64_t)fs.f_bavail * fs.f_frsize >= room ? folder : otherwise;
}
