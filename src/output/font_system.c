/* Fonts that the system has, through fontconfig. In: a family name. Out: a file. fontconfig is started only when its
 * last answers do not serve (4 ms and 3.6 MiB), and is asked to list, not to match: a match always answers. */
#include "base/os.h"
#include "output/font_private.h"

#include <fontconfig/fontconfig.h>
#include <stdlib.h>
#include <string.h>

/* How far from a plain upright text face: the nearest of a family is taken, then the first by path and index. */
static int distance(FcPattern *font)
{
    int weight = FC_WEIGHT_REGULAR, slant = FC_SLANT_ROMAN;
    FcPatternGetInteger(font, FC_WEIGHT, 0, &weight);
    FcPatternGetInteger(font, FC_SLANT, 0, &slant);
    return abs(weight - FC_WEIGHT_REGULAR) + slant;
}

static const char *file_of(FcPattern *font, unsigned *index)
{
    FcChar8 *file;
    int number = 0;
    if (FcPatternGetString(font, FC_FILE, 0, &file) != FcResultMatch)
        return NULL;
    FcPatternGetInteger(font, FC_INDEX, 0, &number);
    *index = (unsigned)number & 0xFFFF; /* the upper half names an instance of a variable font */
    return (const char *)file;
}

static FcPattern *nearest(FcFontSet *set)
{
    FcPattern *best = NULL;
    const char *best_file = NULL;
    unsigned best_index = 0;
    for (int i = 0; i < set->nfont; i++) {
        unsigned index = 0;
        const char *file = file_of(set->fonts[i], &index);
        if (!file)
            continue;
        int order = best ? distance(set->fonts[i]) - distance(best) : -1;
        if (!order)
            order = strcmp(file, best_file);
        if (!order)
            order = (int)index - (int)best_index;
        if (order < 0) {
            best = set->fonts[i];
            best_file = file;
            best_index = index;
        }
    }
    return best;
}

/* Asks fontconfig; *path is NULL if it has no such family. */
static void ask(struct arena *arena, struct font_system *system, const char *family, const char **path, unsigned *index)
{
    if (!system->started) {
        system->started = true;
        system->missing = os_library(LIBRARY_FONTCONFIG);
        int hushed = os_hush(); /* "write cache: …", where it finds no room for one: its cache is no matter of ours */
        system->config = system->missing ? NULL : FcInitLoadConfigAndFonts();
        os_unhush(hushed);
    }
    *path = NULL;
    if (!system->config)
        return;
    FcPattern *pattern = FcPatternBuild(NULL, FC_FAMILY, FcTypeString, family, FC_OUTLINE, FcTypeBool, FcTrue, NULL);
    FcObjectSet *objects = FcObjectSetBuild(FC_FILE, FC_INDEX, FC_WEIGHT, FC_SLANT, NULL);
    FcFontSet *set = pattern && objects ? FcFontList(system->config, pattern, objects) : NULL;
    FcPattern *font = set ? nearest(set) : NULL;
    if (font)
        *path = arena_strdup(arena, file_of(font, index));
    if (set)
        FcFontSetDestroy(set);
    if (objects)
        FcObjectSetDestroy(objects);
    if (pattern)
        FcPatternDestroy(pattern);
}

bool font_system_find(struct arena *arena, struct font_system *system, const char *family, const char **path,
                      unsigned *index)
{
    if (!system->memory)
        system->memory = font_memory_open(arena);
    *index = 0;
    if (!font_memory_recall(system->memory, family, path, index)) {
        ask(arena, system, family, path, index);
        font_memory_keep(system->memory, family, *path, *index);
    }
    return *path;
}

static void add_places(struct arena *arena, struct text_names *places, FcStrList *list)
{
    for (FcChar8 *s; list && (s = FcStrListNext(list)) != NULL;)
        *list_push(arena, places) = arena_strdup(arena, (const char *)s);
    if (list)
        FcStrListDone(list);
}

void font_system_close(struct arena *arena, struct font_system *system)
{
    if (system->config) {
        struct text_names places = {0};
        add_places(arena, &places, FcConfigGetFontDirs(system->config));
        add_places(arena, &places, FcConfigGetConfigFiles(system->config));
        font_memory_save(system->memory, &places);
        FcConfigDestroy(system->config);
    }
    *system = (struct font_system){0};
}
