/* A folder for the time of a run, in $TMPDIR or /tmp; one in memory. */
#include "base/os_private.h"

#include <stdlib.h>
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

const char *os_memory_folder(const char *otherwise)
{
    static const char folder[] = "/dev/shm";
    return os_is_folder(folder) && !access(folder, W_OK | X_OK) ? folder : otherwise;
}
