/* One font file → one opened face. In: a path, untrusted bytes. Out: a face that HarfBuzz can read whole, its licence
 * bits, names and measures. Must not know which face of a template it is for. */
#include "output/font_private.h"

#include "base/os.h"

#include <hb-ot.h>
#include <limits.h>
#include <string.h>

enum {
    FS_RESTRICTED = 0x0002, /* alone among the low bits: no embedding */
    FS_USAGE = 0x000F,
    FS_NO_SUBSET = 0x0100,
    FS_BITMAP_ONLY = 0x0200,
};

/* Do all tables of the directory lie within the file? hb takes what is left of a file that was cut short, and glyphs
 * would silently be empty. */
static bool tables_complete(const uint8_t *data, size_t size, unsigned index)
{
    size_t at = 0;
    if (size < 12)
        return false;
    if (!memcmp(data, "ttcf", 4)) {
        if (index >= be32(data + 8) || (size - 12) / 4 <= index)
            return false;
        at = be32(data + 12 + 4 * (size_t)index);
    } else if (index) {
        return false;
    }
    if (at > size || size - at < 12)
        return false;
    size_t tables = be16(data + at + 4);
    if (!tables || (size - at - 12) / 16 < tables)
        return false;
    for (size_t i = 0; i < tables; i++) {
        const uint8_t *entry = data + at + 12 + 16 * i;
        size_t offset = be32(entry + 8), length = be32(entry + 12);
        if (offset > size || length > size - offset)
            return false;
    }
    return true;
}

/* A table's bytes, valid while the face lives; NULL if it has fewer than `least`. */
static const uint8_t *table(hb_face_t *face, const char tag[static 5], unsigned least)
{
    hb_blob_t *blob = hb_face_reference_table(face, HB_TAG(tag[0], tag[1], tag[2], tag[3]));
    unsigned length;
    const char *data = hb_blob_get_data(blob, &length);
    hb_blob_destroy(blob); /* the face's own blob keeps the bytes */
    return data && length >= least && length ? (const uint8_t *)data : NULL;
}

static const char *name_text(struct arena *arena, hb_face_t *face, hb_ot_name_id_t id)
{
    char text[256];
    unsigned size = sizeof text;
    if (!hb_ot_name_get_utf8(face, id, hb_language_from_string("en", -1), &size, text)) {
        size = sizeof text;
        if (!hb_ot_name_get_utf8(face, id, HB_LANGUAGE_INVALID, &size, text))
            return "";
    }
    size_t n = utf8_invalid(text, strlen(text));
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)text[i] < 0x20 || text[i] == 0x7F)
            text[i] = ' ';
    return arena_strndup(arena, text, n);
}

/* A PostScript name that may stand in a PDF as it is. */
static const char *ps_name(struct arena *arena, hb_face_t *face)
{
    const char *name = name_text(arena, face, HB_OT_NAME_ID_POSTSCRIPT_NAME);
    char out[64];
    size_t n = 0;
    for (; *name && n + 1 < sizeof out; name++)
        if (*name > ' ' && *name < 0x7F && !strchr("[](){}<>/%#+", *name))
            out[n++] = *name;
    return n ? arena_strndup(arena, out, n) : "Face";
}

static int scaled(int value, unsigned upem)
{
    return (int)((int64_t)value * 1000 / (int)upem);
}

static void measure(struct font_face *face, const uint8_t *head, const uint8_t *hhea)
{
    for (int i = 0; i < 4; i++)
        face->bbox[i] = scaled(be16s(head + 36 + 2 * i), face->upem);
    face->ascent = scaled(be16s(hhea + 4), face->upem);
    int descent = scaled(be16s(hhea + 6), face->upem);
    face->descent = descent > 0 ? -descent : descent; /* some fonts have the sign wrong */
    hb_glyph_extents_t extents;
    int advance;
    hb_codepoint_t h = font_glyph(face, 'H', &advance);
    face->cap_height = h && hb_font_get_glyph_extents(face->font, h, &extents) && extents.y_bearing > 0
                           ? scaled(extents.y_bearing, face->upem)
                           : face->ascent * 8 / 10;
}

static enum font_verdict read_face(struct arena *arena, struct font_face *face)
{
    hb_face_t *f = face->face;
    const uint8_t *head = table(f, "head", 54), *hhea = table(f, "hhea", 36), *os2 = table(f, "OS/2", 10);
    bool glyf = table(f, "glyf", 1) && table(f, "loca", 2);
    face->info.cff = !glyf && table(f, "CFF ", 4);
    if (!head || !hhea || (!glyf && !face->info.cff) || !table(f, "cmap", 4) || !table(f, "hmtx", 4) ||
        !table(f, "maxp", 6))
        return FONT_BAD;
    face->upem = hb_face_get_upem(f);
    face->glyph_count = hb_face_get_glyph_count(f);
    if (face->upem < 16 || face->upem > 16384 || face->glyph_count < 2 || face->glyph_count > 65535)
        return FONT_BAD;
    face->info.fs_type = os2 ? (int)be16(os2 + 8) : 0;
    if ((face->info.fs_type & FS_USAGE) == FS_RESTRICTED || (face->info.fs_type & (FS_NO_SUBSET | FS_BITMAP_ONLY)))
        return FONT_FORBIDDEN;
    face->info.family = name_text(arena, f, HB_OT_NAME_ID_TYPOGRAPHIC_FAMILY);
    if (!*face->info.family)
        face->info.family = name_text(arena, f, HB_OT_NAME_ID_FONT_FAMILY);
    face->info.version = name_text(arena, f, HB_OT_NAME_ID_VERSION_STRING);
    face->ps_name = ps_name(arena, f);
    measure(face, head, hhea);
    return FONT_OK;
}

enum { PAGE_BITS = 10, PAGES = 0x110000 >> PAGE_BITS, PAGE = 1 << PAGE_BITS };

enum font_verdict font_load(struct arena *arena, const char *path, unsigned index, struct font_face *out)
{
    *out = (struct font_face){.arena = arena, .index = index};
    if (!os_is_file(path))
        return FONT_MISSING;
    out->map = os_map(path, &out->map_size);
    if (!out->map || out->map_size > UINT_MAX || !tables_complete(out->map, out->map_size, index)) {
        font_unload(out);
        return FONT_BAD;
    }
    hb_blob_t *blob = hb_blob_create(out->map, (unsigned)out->map_size, HB_MEMORY_MODE_READONLY, NULL, NULL);
    out->info.file = arena_strdup(arena, path);
    out->face = hb_face_create(blob, index);
    hb_blob_destroy(blob);
    out->font = hb_font_create(out->face);
    out->pages = arena_alloc(arena, PAGES * sizeof *out->pages);
    enum font_verdict verdict = read_face(arena, out);
    if (verdict != FONT_OK)
        font_unload(out);
    return verdict;
}

void font_unload(struct font_face *face)
{
    hb_font_destroy(face->font);
    hb_face_destroy(face->face);
    face->font = NULL;
    face->face = NULL;
    if (face->map)
        os_unmap(face->map, face->map_size);
    face->map = NULL;
}

void font_rest(const struct font_face *face)
{
    os_map_forget(face->map, face->map_size);
}

uint16_t font_glyph(const struct font_face *face, uint32_t c, int *advance)
{
    static const uint32_t KNOWN = 1u << 31;
    enum { ADVANCE = 0x7FFF };
    *advance = 0;
    if (c >= 0x110000)
        return 0;
    uint32_t **page = &face->pages[c >> PAGE_BITS];
    if (!*page)
        *page = arena_alloc(face->arena, PAGE * sizeof **page);
    uint32_t *entry = &(*page)[c & (PAGE - 1)];
    if (!*entry) {
        hb_codepoint_t glyph = 0;
        int64_t width = 0;
        if (!hb_font_get_nominal_glyph(face->font, c, &glyph) || glyph >= face->glyph_count)
            glyph = 0;
        if (glyph) {
            width = hb_font_get_glyph_h_advance(face->font, glyph);
            width = (width * 1000 + face->upem / 2) / face->upem;
            width = width < 0 ? 0 : width > ADVANCE ? ADVANCE : width;
        }
        *entry = KNOWN | (uint32_t)width << 16 | glyph;
    }
    *advance = (int)(*entry >> 16 & ADVANCE);
    return (uint16_t)*entry;
}
