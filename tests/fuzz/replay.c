/* Replays a corpus folder through a fuzz target, so that every past finding is a test everywhere. */
#include "base/os.h"

#include <stdint.h>
#include <stdio.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int main(int argc, char **argv)
{
    struct arena *arena = arena_new();
    size_t total = 0;
    for (int i = 1; i < argc; i++) {
        struct text_names names = os_list(arena, argv[i]);
        for (size_t k = 0; k < names.count; k++) {
            char *data;
            size_t size;
            const char *error;
            if (os_read(arena, os_join(arena, argv[i], names.items[k]), &data, &size, &error) != OS_OK)
                continue;
            LLVMFuzzerTestOneInput((const uint8_t *)data, size);
            total++;
        }
    }
    printf("%zu inputs replayed\n", total);
    arena_free(arena);
    return total == 0;
}
