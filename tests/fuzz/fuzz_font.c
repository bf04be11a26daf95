/* Any bytes as a font file: open, ask, cut. */
#include "base/os.h"
#include "output/font_private.h"

#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const uint32_t used[] = {' ', '0', 'A', 0x4E00, 0x20BB7};
    struct arena *arena = arena_new();
    char path[64];
    int fd = os_memory_file(data, size, path);
    if (fd >= 0) {
        struct fonts fonts = {0};
        struct font_face face;
        if (font_load(arena, path, 0, &face) == FONT_OK) {
            *list_push(arena, &fonts.faces) = face;
            struct font_cut *cut =
                font_cut(arena, diag_new(arena), &fonts, 0, used, sizeof used / sizeof *used);
            if (cut)
                font_cut_done(cut);
            fonts_close(&fonts);
        }
        close(fd);
    }
    uint16_t cid[64];
    font_cff_cids(data, size, cid, 64);
    arena_free(arena);
    return 0;
}
