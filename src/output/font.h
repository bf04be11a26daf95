/* Finds, validates and cuts faces (HarfBuzz, fontconfig); makes the metrics of layout and the font data of the PDF.
 * A font file is untrusted: nothing but hb ever reads it, and libharu sees only what we cut. */
#ifndef OUTPUT_FONT_H
#define OUTPUT_FONT_H

#include "layout/metrics.h"
#include "model/style.h"

struct fonts;

struct font_info {
    const char *face;                    /* 仿宋; 生僻字 for fallbacks */
    const char *file, *family, *version; /* version: name 5 of the file, "" if it has none */
    bool official;                       /* an office's own font was found */
    bool cff;
    int fs_type; /* OS/2 licence bits */
};

/* Candidates of each face: section [仿宋] of the template's fonts.ini (may be NULL), then of FOLDER/fonts.ini, in
 * order. Files are searched in the folders, families through fontconfig. Unusable files are reported (F003, F004) and the
 * next candidate is taken; F002 when a face has no file at all: NULL then. `西文 = 仿宋` in a face's section: while the
 * face is a free one (file:), its ASCII characters are drawn by that other face of the template. */
struct fonts *fonts_open(struct arena *arena, struct diag *diag, const struct text_names *faces,
                         const struct ini *template_fonts, const struct text_names *folders);
void fonts_close(struct fonts *fonts);

/* Folders and settings files in which the system's families were looked for; none if that is not known. */
struct text_names fonts_places(struct arena *arena);

struct metrics fonts_metrics(struct fonts *fonts);

size_t fonts_count(const struct fonts *fonts); /* template faces, then fallbacks; indexes of struct metrics.face */
const struct font_info *fonts_info(const struct fonts *fonts, size_t face);
bool fonts_has(const struct fonts *fonts, size_t face, uint32_t c); /* in this very file */

/* One face cut to the characters a document uses. Text in the PDF is written in codes of two bytes. Every character
 * has a code of its own, so that it comes back exactly even where a face draws two characters with one glyph (bare CFF
 * excepted: there a code is the glyph's CID). */
struct font_cut {
    const void *data; /* the embedded font program: TrueType, or bare CFF; until font_cut_done() */
    void *program;    /* private: what holds it */
    size_t size;
    bool cff;
    const char *ps_name; /* with subset tag: ABCDEF+FandolFang-Regular */
    size_t count;        /* codes are 0 to count - 1 */
    uint16_t *widths;    /* per code, 1/1000 em */
    uint32_t *unicode;   /* per code; 0 = none */
    uint16_t *glyphs;    /* per code: the glyph of a TrueType program; NULL: code and glyph are the same */
    uint8_t *present;    /* per code: 1 where the program has the glyph (CIDs have gaps) */
    int bbox[4], ascent, descent, cap_height; /* 1/1000 em; descent is negative */
    const uint32_t *chars;                    /* private, use font_code(): the characters, sorted … */
    const uint16_t *codes;                    /* … and their codes */
    size_t char_count;
};

/* used: sorted distinct code points. NULL on failure (reported S905). font_cut_done gives the program's memory back; the
 * rest stays. */
struct font_cut *font_cut(struct arena *arena, struct diag *diag, struct fonts *fonts, size_t face,
                          const uint32_t *used, size_t count);
void font_cut_done(struct font_cut *cut);
uint16_t font_code(const struct font_cut *cut, uint32_t c); /* 0 if absent */

#endif
