/* What the font_*.c files share: one opened face. hb stays inside these files. */
#ifndef OUTPUT_FONT_PRIVATE_H
#define OUTPUT_FONT_PRIVATE_H

#include "base/text.h"
#include "output/font.h"

#include <hb.h>

struct font_face {
    struct font_info info;
    const void *map; /* the file */
    size_t map_size;
    hb_face_t *face;
    hb_font_t *font;
    unsigned index; /* in a collection */
    int latin;      /* the face that draws its ASCII characters, -1: itself */
    unsigned upem, glyph_count;
    const char *ps_name;
    int bbox[4], ascent, descent, cap_height; /* 1/1000 em */
    struct arena *arena;
    uint32_t **pages; /* code point >> 10 → 1024 entries: known bit, advance, glyph; filled as asked */
};

struct fonts {
    LIST_OF(struct font_face) faces;
    size_t templates; /* the first so many are the template's faces, the others fallbacks */
};

enum font_verdict { FONT_OK, FONT_MISSING, FONT_BAD, FONT_FORBIDDEN };

/* Maps and validates face `index` of the file; on FONT_OK *out is open (font_unload), its info lacks only `face` and
 * `official`. BAD: not a whole, usable TrueType or CFF font. FORBIDDEN: fsType forbids embedding or cutting. */
enum font_verdict font_load(struct arena *arena, const char *path, unsigned index, struct font_face *out);
void font_unload(struct font_face *face);

/* Gives the memory of the mapped file back until it is read again. */
void font_rest(const struct font_face *face);

/* The glyph of c, 0 if the face has none; *advance in 1/1000 em. */
uint16_t font_glyph(const struct font_face *face, uint32_t c, int *advance);

/* Families of the system. fontconfig is started when first asked for a family whose answer is not remembered. */
struct font_system {
    void *config;
    bool started;
    const char *missing; /* why fontconfig could not be loaded */
    struct font_memory *memory;
};
/* The regular face of the family of exactly this name (case ignored); false if the system has none. */
bool font_system_find(struct arena *arena, struct font_system *system, const char *family, const char **path,
                      unsigned *index);
void font_system_close(struct arena *arena, struct font_system *system);

/* What fontconfig answered last time, kept in the user's cache folder and good for as long as none of its folders and
 * settings has changed. Nothing is said when it cannot be read or written: it only saves time. */
struct font_memory;
struct font_memory *font_memory_open(struct arena *arena);
/* True if the answer is known; *path is NULL if the system has no such family. */
bool font_memory_recall(const struct font_memory *memory, const char *family, const char **path, unsigned *index);
void font_memory_keep(struct font_memory *memory, const char *family, const char *path, unsigned index);
/* Writes it down if anything was kept; places: every folder and settings file fontconfig looked at. */
void font_memory_save(struct font_memory *memory, const struct text_names *places);

/* CIDs of the glyphs of a bare CFF program: cid[glyph], glyph < count. Programs without CIDs: cid = glyph.
 * False if the program is malformed. */
bool font_cff_cids(const uint8_t *data, size_t size, uint16_t *cid, size_t count);

static inline unsigned be16(const uint8_t *p)
{
    return (unsigned)(p[0] << 8 | p[1]);
}

static inline uint32_t be32(const uint8_t *p)
{
    return (uint32_t)be16(p) << 16 | be16(p + 2);
}

static inline int be16s(const uint8_t *p)
{
    return (int16_t)be16(p);
}

#endif
