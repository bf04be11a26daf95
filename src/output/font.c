/* The faces of a template → opened files, and what layout asks of them. In: fonts.ini candidates. Out: struct fonts,
 * struct metrics. Must not know what a document is. */
#include "output/font.h"

#include "base/os.h"
#include "output/font_private.h"

#include <stdlib.h>
#include <string.h>

/* Section of the faces that are asked when a template's face lacks a character. */
#define FALLBACK "生僻字"

/* Key of a face's section: whose letters and digits it borrows when it is a free one. */
#define LATIN "西文"

struct opening {
    struct arena *arena;
    struct diag *diag;
    struct fonts *fonts;
    const struct text_names *folders;
    struct font_system system;
    LIST_OF(const struct ini *) sources;
};

struct candidate {
    long order;
    const struct ini_key *key;
};

struct candidates {
    struct candidate *items;
    size_t count, cap;
};

/* 候选.1, 候选.2 … of a section by their numbers. */
static struct candidates candidates_of(struct opening *o, const struct ini *ini, const char *face)
{
    static const char *items[] = {"候选.1", LATIN};
    static const struct text_names known = {items, 2, 0};
    struct candidates list = {0};
    const struct ini_section *section = ini_section(ini, face);
    for (size_t i = 0; section && i < section->keys.count; i++) {
        static const char prefix[] = "候选.";
        const struct ini_key *key = &section->keys.items[i];
        const char *digits = key->name + sizeof prefix - 1;
        if (!strcmp(key->name, LATIN))
            continue;
        if (!text_starts(key->name, prefix) || !*digits || strlen(digits) > 4 ||
            strspn(digits, "0123456789") != strlen(digits)) {
            template_refuse_key(o->arena, o->diag, section, key, &known);
            continue;
        }
        struct candidate one = {strtol(digits, NULL, 10), key};
        list_push(o->arena, &list);
        size_t at = list.count - 1;
        for (; at && list.items[at - 1].order > one.order; at--)
            list.items[at] = list.items[at - 1];
        list.items[at] = one;
    }
    return list;
}

/* "simsun.ttc#1" → the file in the first folder that has it, and 1. */
static bool find_file(struct opening *o, const char *value, const char **path, unsigned *index)
{
    const char *hash = strrchr(value, '#');
    const char *name = value;
    *index = 0;
    if (hash && hash[1] && strlen(hash) < 5 && strspn(hash + 1, "0123456789") == strlen(hash + 1)) {
        *index = (unsigned)strtoul(hash + 1, NULL, 10);
        name = arena_strndup(o->arena, value, (size_t)(hash - value));
    }
    for (size_t i = 0; i < o->folders->count; i++) {
        *path = os_join(o->arena, o->folders->items[i], name);
        if (os_is_file(*path))
            return true;
    }
    return false;
}

/* Is this very face open for the same purpose already? */
static bool is_open(const struct fonts *fonts, const char *face, const char *path, unsigned index)
{
    for (size_t i = 0; i < fonts->faces.count; i++) {
        const struct font_face *one = &fonts->faces.items[i];
        if (!strcmp(one->info.face, face) && !strcmp(one->info.file, path) && one->index == index)
            return true;
    }
    return false;
}

/* Opens what a candidate names and appends it to the faces; false if there is no such file or it cannot be used. */
static bool take(struct opening *o, const char *face, const struct ini_key *key)
{
    const char *path = NULL, *value = key->value;
    unsigned index = 0;
    bool official = !text_starts(value, "file:"), found = false;
    if (text_starts(value, "family:"))
        found = font_system_find(o->arena, &o->system, value + strlen("family:"), &path, &index);
    else if (text_starts(value, "office:"))
        found = find_file(o, value + strlen("office:"), &path, &index);
    else if (text_starts(value, "file:"))
        found = find_file(o, value + strlen("file:"), &path, &index);
    else
        diag_add(o->diag, DIAG_TEMPLATE_VALUE, key->value_at, "%s", value);
    if (!found || is_open(o->fonts, face, path, index))
        return false;
    struct font_face opened;
    enum font_verdict verdict = font_load(o->arena, path, index, &opened);
    if (verdict != FONT_OK) {
        diag_add(o->diag, verdict == FONT_FORBIDDEN ? DIAG_FACE_LICENCE : DIAG_BAD_FACE, key->value_at, "%s: %s", face,
                 path);
        return false;
    }
    opened.info.face = face;
    opened.info.official = official;
    opened.latin = -1;
    *list_push(o->arena, &o->fonts->faces) = opened;
    return true;
}

/* The first usable candidate, or every one of them. */
static bool open_face(struct opening *o, const char *face, bool every)
{
    bool any = false;
    for (size_t i = 0; i < o->sources.count; i++) {
        struct candidates list = candidates_of(o, o->sources.items[i], face);
        for (size_t k = 0; k < list.count; k++) {
            if (take(o, face, list.items[k].key))
                any = true;
            if (any && !every)
                return true;
        }
    }
    return any;
}

static void read_sources(struct opening *o, const struct text_names *faces, const struct ini *template_fonts)
{
    struct text_names known = {0};
    for (size_t i = 0; i < faces->count; i++)
        *list_push(o->arena, &known) = faces->items[i];
    *list_push(o->arena, &known) = FALLBACK;
    for (size_t i = 0; template_fonts && i < template_fonts->sections.count; i++)
        template_refuse_section(o->arena, o->diag, template_fonts->sections.items[i], &known);
    if (template_fonts)
        *list_push(o->arena, &o->sources) = template_fonts;
    for (size_t i = 0; i < o->folders->count; i++) {
        const char *path = os_join(o->arena, o->folders->items[i], "fonts.ini");
        const struct ini *ini = os_is_file(path) ? ini_read(o->arena, o->diag, path, "fonts.ini") : NULL;
        if (ini)
            *list_push(o->arena, &o->sources) = ini;
    }
}

/* 西文 of each free face: the nearest list that has it decides; a face the template does not use lends nothing. */
static void borrow_latin(struct opening *o)
{
    for (size_t i = 0; i < o->fonts->templates; i++) {
        struct font_face *face = &o->fonts->faces.items[i];
        const char *lender = NULL;
        for (size_t k = 0; !lender && !face->info.official && k < o->sources.count; k++)
            lender = ini_value(o->sources.items[k], face->info.face, LATIN, NULL, NULL);
        for (size_t k = 0; lender && k < o->fonts->templates; k++)
            if (!strcmp(o->fonts->faces.items[k].info.face, lender))
                face->latin = (int)k;
    }
}

struct fonts *fonts_open(struct arena *arena, struct diag *diag, const struct text_names *faces,
                         const struct ini *template_fonts, const struct text_names *folders)
{
    struct fonts *fonts = arena_alloc(arena, sizeof *fonts);
    struct opening o = {.arena = arena, .diag = diag, .fonts = fonts, .folders = folders};
    const char *missing = os_library(LIBRARY_HARFBUZZ_SUBSET);
    bool complete = true;
    if (missing) {
        diag_add(diag, DIAG_NO_LIBRARY, (struct pos){0}, "%s", missing);
        return NULL;
    }
    read_sources(&o, faces, template_fonts);
    for (size_t i = 0; i < faces->count; i++) {
        if (!open_face(&o, faces->items[i], false)) {
            diag_add(diag, DIAG_NO_FACE, (struct pos){0}, "%s", faces->items[i]);
            complete = false;
        }
    }
    fonts->templates = fonts->faces.count;
    if (complete)
        borrow_latin(&o);
    if (complete)
        open_face(&o, FALLBACK, true);
    if (!complete && o.system.missing)
        diag_add(diag, DIAG_NO_LIBRARY, (struct pos){0}, "%s", arena_strdup(arena, o.system.missing));
    font_system_close(arena, &o.system);
    if (!complete) {
        fonts_close(fonts);
        return NULL;
    }
    return fonts;
}

void fonts_close(struct fonts *fonts)
{
    for (size_t i = 0; fonts && i < fonts->faces.count; i++)
        font_unload(&fonts->faces.items[i]);
    if (fonts)
        fonts->faces.count = 0;
}

bool fonts_has(const struct fonts *fonts, size_t face, uint32_t c)
{
    int advance;
    return face < fonts->faces.count && font_glyph(&fonts->faces.items[face], c, &advance);
}

static int resolve_face(const void *ctx, int face, uint32_t c)
{
    const struct fonts *fonts = ctx;
    int latin = face >= 0 && (size_t)face < fonts->faces.count ? fonts->faces.items[face].latin : -1;
    if (c >= 0x20 && c < 0x7F && latin >= 0 && fonts_has(fonts, (size_t)latin, c))
        return latin;
    if (face >= 0 && fonts_has(fonts, (size_t)face, c))
        return face;
    for (size_t i = 0; i < fonts->faces.count; i++) { /* the fallbacks first, then the other faces of the template */
        size_t one = (i + fonts->templates) % fonts->faces.count;
        if (fonts_has(fonts, one, c))
            return (int)one;
    }
    return -1;
}

static int advance_of(const void *ctx, int face, uint32_t c)
{
    const struct fonts *fonts = ctx;
    int advance = 0;
    if (face >= 0 && (size_t)face < fonts->faces.count)
        font_glyph(&fonts->faces.items[face], c, &advance);
    return advance;
}

struct metrics fonts_metrics(struct fonts *fonts)
{
    return (struct metrics){.ctx = fonts, .face = resolve_face, .advance = advance_of};
}

size_t fonts_count(const struct fonts *fonts)
{
    return fonts->faces.count;
}

const struct font_info *fonts_info(const struct fonts *fonts, size_t face)
{
    return face < fonts->faces.count ? &fonts->faces.items[face].info : NULL;
}
