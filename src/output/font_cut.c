/* One face → the embedded font program of one document, cut by HarfBuzz to the glyphs in use, with the codes of the
 * PDF text. In: sorted characters. Out: struct font_cut. Must not know of PDF objects. */
#include "output/font_private.h"

#include <hb-subset.h>
#include <stdlib.h>
#include <string.h>

/* What a viewer never reads in an embedded CID font. */
static const char DROPPED[][5] = {"cmap", "name", "post", "OS/2", "GSUB", "GPOS", "GDEF", "BASE", "JSTF", "MATH",
                                  "vhea", "vmtx", "VORG", "DSIG", "gasp", "meta", "STAT", "LTSH", "VDMX", "hdmx",
                                  "kern", "FFTM", "fvar", "gvar", "avar", "cvar", "HVAR", "VVAR", "MVAR", "PCLT",
                                  "COLR", "CPAL", "SVG ", "sbix", "CBDT", "CBLC", "EBDT", "EBLC", "EBSC"};

/* The face without its cmap: with one, hb walks through all of its characters first (half of the time). */
static hb_blob_t *table_but_cmap(hb_face_t *self, hb_tag_t tag, void *face)
{
    (void)self;
    return tag == HB_TAG('c', 'm', 'a', 'p') ? hb_blob_get_empty() : hb_face_reference_table(face, tag);
}

/* hb's part: the glyphs → the program and the map old glyph → new glyph, as new_of[i] for glyph[i]. */
static hb_blob_t *subset(const struct font_face *face, const uint16_t *glyph, size_t count, uint16_t *new_of,
                         unsigned *glyphs)
{
    hb_subset_input_t *input = hb_subset_input_create_or_fail();
    hb_subset_plan_t *plan = NULL;
    hb_face_t *cut = NULL;
    hb_blob_t *blob = NULL;
    if (input) {
        hb_set_t *set = hb_subset_input_glyph_set(input);
        hb_set_t *drop = hb_subset_input_set(input, HB_SUBSET_SETS_DROP_TABLE_TAG);
        for (size_t i = 0; i < count; i++)
            hb_set_add(set, glyph[i]);
        for (size_t i = 0; i < sizeof DROPPED / sizeof *DROPPED; i++)
            hb_set_add(drop, HB_TAG(DROPPED[i][0], DROPPED[i][1], DROPPED[i][2], DROPPED[i][3]));
        hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_NO_HINTING);
        hb_face_t *bare = hb_face_create_for_tables(table_but_cmap, face->face, NULL);
        plan = hb_subset_plan_create_or_fail(bare, input);
        hb_face_destroy(bare); /* the plan keeps it */
    }
    if (plan) {
        const hb_map_t *map = hb_subset_plan_old_to_new_glyph_mapping(plan);
        for (size_t i = 0; i < count; i++)
            new_of[i] = (uint16_t)hb_map_get(map, glyph[i]);
        cut = hb_subset_plan_execute_or_fail(plan);
    }
    if (cut) {
        *glyphs = hb_face_get_glyph_count(cut);
        blob = face->info.cff ? hb_face_reference_table(cut, HB_TAG('C', 'F', 'F', ' ')) : hb_face_reference_blob(cut);
    }
    hb_face_destroy(cut);
    hb_subset_plan_destroy(plan);
    hb_subset_input_destroy(input);
    return blob;
}

/* Six capitals that stand for the set of characters (PDF 32000-1, 9.6.4). */
static const char *tagged_name(struct arena *arena, const struct font_face *face, const uint32_t *used, size_t count)
{
    uint64_t hash = 1469598103934665603u;
    char tag[7] = "";
    for (size_t i = 0; i < count; i++)
        hash = (hash ^ used[i]) * 1099511628211u;
    hash ^= hash >> 32;
    for (int i = 0; i < 6; i++, hash /= 26)
        tag[i] = (char)('A' + hash % 26);
    return arena_printf(arena, "%s+%s", tag, face->ps_name);
}

static void alloc_codes(struct arena *arena, struct font_cut *cut, size_t count)
{
    cut->count = count;
    cut->widths = arena_alloc(arena, count * sizeof *cut->widths);
    cut->unicode = arena_alloc(arena, count * sizeof *cut->unicode);
    cut->present = arena_alloc(arena, count);
}

/* TrueType: codes are the new glyph ids; a character whose glyph is taken gets a code beyond them. */
static void assign_glyph_codes(struct arena *arena, struct font_cut *cut, const uint16_t *new_of, unsigned glyphs,
                               uint16_t *codes)
{
    alloc_codes(arena, cut, glyphs + cut->char_count);
    uint16_t *of_code = arena_alloc(arena, cut->count * sizeof *of_code);
    size_t next = glyphs;
    for (size_t i = 0; i < glyphs; i++) {
        of_code[i] = (uint16_t)i;
        cut->present[i] = 1;
    }
    for (size_t i = 0; i < cut->char_count; i++) {
        size_t code = new_of[i];
        if (cut->unicode[code] && next <= 0xFFFF) {
            code = next++;
            cut->present[code] = 1;
            of_code[code] = new_of[i];
        }
        codes[i] = (uint16_t)code;
        cut->unicode[code] = cut->chars[i];
    }
    cut->count = next;
    cut->glyphs = next > glyphs ? of_code : NULL;
}

/* CFF: codes are CIDs, and two characters of one glyph share theirs. */
static bool assign_cids(struct arena *arena, struct font_cut *cut, const uint16_t *new_of, unsigned glyphs,
                        uint16_t *codes)
{
    uint16_t *cid = arena_alloc(arena, glyphs * sizeof *cid);
    size_t highest = 0;
    if (!font_cff_cids(cut->data, cut->size, cid, glyphs))
        return false;
    for (size_t i = 0; i < glyphs; i++)
        highest = cid[i] > highest ? cid[i] : highest;
    alloc_codes(arena, cut, highest + 1);
    for (size_t i = 0; i < glyphs; i++)
        cut->present[cid[i]] = 1;
    for (size_t i = 0; i < cut->char_count; i++) {
        codes[i] = cid[new_of[i]];
        if (!cut->unicode[codes[i]])
            cut->unicode[codes[i]] = cut->chars[i];
    }
    return true;
}

static void fill_widths(const struct font_face *face, struct font_cut *cut)
{
    int64_t notdef = hb_font_get_glyph_h_advance(face->font, 0);
    notdef = notdef > 0 ? (notdef * 1000 + face->upem / 2) / face->upem : 0;
    for (size_t i = 0; i < cut->count; i++)
        cut->widths[i] = 1000;
    cut->widths[0] = (uint16_t)(notdef > 0x7FFF ? 0x7FFF : notdef);
    for (size_t i = 0; i < cut->char_count; i++) {
        int advance;
        font_glyph(face, cut->chars[i], &advance);
        cut->widths[cut->codes[i]] = (uint16_t)advance;
    }
}

/* The characters of `used` that the face has, and their glyphs. */
static const uint16_t *collect(struct arena *arena, const struct font_face *face, struct font_cut *cut,
                               const uint32_t *used, size_t count)
{
    uint32_t *chars = arena_alloc(arena, (count + 1) * sizeof *chars);
    uint16_t *glyph = arena_alloc(arena, (count + 1) * sizeof *glyph);
    for (size_t i = 0; i < count; i++) {
        int advance;
        uint16_t found = font_glyph(face, used[i], &advance);
        if (!found)
            continue;
        chars[cut->char_count] = used[i];
        glyph[cut->char_count++] = found;
    }
    cut->chars = chars;
    return glyph;
}

struct font_cut *font_cut(struct arena *arena, struct diag *diag, struct fonts *fonts, size_t face_index,
                          const uint32_t *used, size_t count)
{
    const struct font_face *face = &fonts->faces.items[face_index];
    struct font_cut *cut = arena_alloc(arena, sizeof *cut);
    const uint16_t *glyph = collect(arena, face, cut, used, count);
    uint16_t *new_of = arena_alloc(arena, (cut->char_count + 1) * sizeof *new_of);
    uint16_t *codes = arena_alloc(arena, (cut->char_count + 1) * sizeof *codes);
    unsigned glyphs = 0, size = 0;
    for (size_t i = 0; i < fonts->faces.count; i++) /* what layout has read is in memory until now */
        font_rest(&fonts->faces.items[i]);
    hb_blob_t *blob = subset(face, glyph, cut->char_count, new_of, &glyphs);
    const char *data = blob ? hb_blob_get_data(blob, &size) : NULL;
    bool good = data && size && glyphs && glyphs <= 0xFFFF;
    for (size_t i = 0; good && i < cut->char_count; i++)
        good = new_of[i] < glyphs;
    if (good) {
        cut->program = blob;
        cut->data = data;
        cut->size = size;
        cut->cff = face->info.cff;
        cut->codes = codes;
        cut->ps_name = tagged_name(arena, face, cut->chars, cut->char_count);
        memcpy(cut->bbox, face->bbox, sizeof cut->bbox);
        cut->ascent = face->ascent;
        cut->descent = face->descent;
        cut->cap_height = face->cap_height;
        if (cut->cff)
            good = assign_cids(arena, cut, new_of, glyphs, codes);
        else
            assign_glyph_codes(arena, cut, new_of, glyphs, codes);
    }
    if (!good) {
        hb_blob_destroy(blob);
        diag_add(diag, DIAG_LIBRARY, (struct pos){0}, "hb-subset: %s", face->info.file);
        return NULL;
    }
    fill_widths(face, cut);
    font_rest(face);
    return cut;
}

void font_cut_done(struct font_cut *cut)
{
    hb_blob_destroy(cut->program);
    cut->program = NULL;
    cut->data = NULL;
}

uint16_t font_code(const struct font_cut *cut, uint32_t c)
{
    size_t low = 0, high = cut->char_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (cut->chars[middle] < c)
            low = middle + 1;
        else
            high = middle;
    }
    return low < cut->char_count && cut->chars[low] == c ? cut->codes[low] : 0;
}
