/* A folder for the time of a run, in $TMPDIR or /tmp. */
#include "base/os_private.h"

#include <stdlib.h>

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
