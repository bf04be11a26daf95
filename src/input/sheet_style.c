/* styles.xml (ECMA-376 part 1, §18.8): number formats, fonts, borders, and the cell formats that name them by index. */
#include "input/sheet_style.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

enum { LIST_MOST = 100000, SIZE_MOST = 400 };

enum list { LIST_NONE, LIST_FORMATS, LIST_FONTS, LIST_FILLS, LIST_BORDERS, LIST_CELLS };

struct number_format {
    long id;
    const char *code;
};

struct font {
    const char *name;
    int size; /* thousandths of a point */
    bool bold;
};

struct fill {
    bool solid, coloured;
};

struct border {
    unsigned sides; /* SHEET_LEFT … */
};

struct styles {
    struct arena *arena;
    enum list list;
    LIST_OF(struct number_format) formats;
    LIST_OF(struct font) fonts;
    LIST_OF(struct fill) fills;
    LIST_OF(struct border) borders;
    struct sheet_looks *looks;
};

static long number(const char **attributes, const char *name, long fallback)
{
    const char *text = part_attribute(attributes, name);
    char *end = NULL;
    long value = text ? strtol(text, &end, 10) : fallback;
    return text && (end == text || value < 0 || value > LIST_MOST) ? fallback : value;
}

/* "1", "true", or present without a value. */
static bool truth(const char **attributes)
{
    const char *text = part_attribute(attributes, "val");
    return !text || (strcmp(text, "0") != 0 && strcmp(text, "false") != 0);
}

static void font_part(struct styles *s, const char *name, const char **attributes)
{
    const char *value = part_attribute(attributes, "val");
    if (!strcmp(name, "font")) {
        *list_push(s->arena, &s->fonts) = (struct font){.name = "", .size = 11000};
        return;
    }
    struct font *font = s->fonts.count ? &s->fonts.items[s->fonts.count - 1] : NULL;
    if (!font)
        return;
    if ((!strcmp(name, "name") || !strcmp(name, "rFont")) && value)
        font->name = arena_strdup(s->arena, value);
    else if (!strcmp(name, "b"))
        font->bold = truth(attributes);
    else if (!strcmp(name, "sz") && value) {
        double size = strtod(value, NULL);
        font->size = size >= 1 && size <= SIZE_MOST ? (int)(size * 1000 + 0.5) : font->size;
    }
}

/* White is written in full, or as the first of the theme without a tint, or as an index of the old palette. */
static bool is_white(const char **attributes)
{
    const char *rgb = part_attribute(attributes, "rgb"), *theme = part_attribute(attributes, "theme"),
               *index = part_attribute(attributes, "indexed"), *tint = part_attribute(attributes, "tint");
    size_t n = rgb ? strlen(rgb) : 0;
    if (n >= 6)
        return !strcmp(rgb + n - 6, "FFFFFF") || !strcmp(rgb + n - 6, "ffffff");
    if (theme)
        return !strcmp(theme, "0") && (!tint || !strcmp(tint, "0"));
    return !index || !strcmp(index, "1") || !strcmp(index, "9") || !strcmp(index, "64") || !strcmp(index, "65");
}

static void fill_part(struct styles *s, const char *name, const char **attributes)
{
    const char *pattern = part_attribute(attributes, "patternType");
    if (!strcmp(name, "fill"))
        *list_push(s->arena, &s->fills) = (struct fill){0};
    struct fill *fill = s->fills.count ? &s->fills.items[s->fills.count - 1] : NULL;
    if (fill && !strcmp(name, "patternFill"))
        fill->solid = pattern && !strcmp(pattern, "solid");
    if (fill && !strcmp(name, "fgColor"))
        fill->coloured = !is_white(attributes);
}

static void border_part(struct styles *s, const char *name, const char **attributes)
{
    static const char *const sides[] = {"left", "right", "top", "bottom"}, *const strict[] = {"start", "end", "", ""};
    const char *style = part_attribute(attributes, "style");
    if (!strcmp(name, "border"))
        *list_push(s->arena, &s->borders) = (struct border){0};
    for (unsigned i = 0; s->borders.count && i < 4; i++)
        if ((!strcmp(name, sides[i]) || !strcmp(name, strict[i])) && style && strcmp(style, "none") != 0)
            s->borders.items[s->borders.count - 1].sides |= 1U << i;
}

/* The formats that every program knows by number (§18.8.30, those of Chinese systems), as far as forms use them. */
static const char *format_code(const struct styles *s, long id)
{
    static const struct number_format known[] = {{1, "0"},
                                                 {2, "0.00"},
                                                 {3, "#,##0"},
                                                 {4, "#,##0.00"},
                                                 {9, "0%"},
                                                 {10, "0.00%"},
                                                 {14, "yyyy/m/d"},
                                                 {22, "yyyy/m/d h:mm"},
                                                 {27, "yyyy\"年\"m\"月\""},
                                                 {28, "m\"月\"d\"日\""},
                                                 {29, "m\"月\"d\"日\""},
                                                 {31, "yyyy\"年\"m\"月\"d\"日\""},
                                                 {37, "#,##0"},
                                                 {38, "#,##0"},
                                                 {39, "#,##0.00"},
                                                 {40, "#,##0.00"},
                                                 {49, "@"},
                                                 {57, "yyyy\"年\"m\"月\""},
                                                 {58, "m\"月\"d\"日\""}};
    for (size_t i = 0; i < s->formats.count; i++)
        if (s->formats.items[i].id == id)
            return s->formats.items[i].code;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (known[i].id == id)
            return known[i].code;
    return "General";
}

bool sheet_is_date(const char *format)
{
    for (const char *s = format; *s && *s != ';'; s++)
        if (*s == '"' || *s == '[') {
            s += strcspn(s + 1, *s == '"' ? "\"" : "]") + 1;
            if (!*s)
                return false;
        } else if (*s == '\\' && s[1]) {
            s++;
        } else if (strchr("yYdD", *s)) {
            return true;
        }
    return false;
}

static void cell_part(struct styles *s, const char *name, const char **attributes)
{
    if (!strcmp(name, "xf")) {
        size_t font = (size_t)number(attributes, "fontId", 0), border = (size_t)number(attributes, "borderId", 0);
        size_t fill = (size_t)number(attributes, "fillId", 0);
        struct sheet_look *look = list_push(s->arena, s->looks);
        *look = (struct sheet_look){.font = "", .size = 11000, .format = "General"};
        if (font < s->fonts.count) {
            look->font = s->fonts.items[font].name;
            look->size = s->fonts.items[font].size;
            look->bold = s->fonts.items[font].bold;
        }
        if (fill < s->fills.count)
            look->shaded = s->fills.items[fill].solid && s->fills.items[fill].coloured;
        if (border < s->borders.count)
            look->borders = s->borders.items[border].sides;
        look->format = format_code(s, number(attributes, "numFmtId", 0));
    }
    if (strcmp(name, "alignment") != 0 || !s->looks->count)
        return;
    struct sheet_look *look = &s->looks->items[s->looks->count - 1];
    const char *across = part_attribute(attributes, "horizontal");
    across = across ? across : "general";
    look->across = !strcmp(across, "center") || !strcmp(across, "centerContinuous") ? SHEET_CENTERED
                   : !strcmp(across, "right")                                       ? SHEET_RIGHTWARD
                   : !strcmp(across, "general")                                     ? SHEET_GENERAL
                                                                                    : SHEET_LEFTWARD;
    look->indent = (int)number(attributes, "indent", 0);
}

static void on_start(void *context, const char *name, const char **attributes)
{
    struct styles *s = context;
    static const char *const lists[] = {"", "numFmts", "fonts", "fills", "borders", "cellXfs"};
    for (int i = 1; i < 6; i++)
        if (!strcmp(name, lists[i]))
            s->list = (enum list)i;
    const char *code = part_attribute(attributes, "formatCode");
    if (s->list == LIST_FORMATS && !strcmp(name, "numFmt") && code)
        *list_push(s->arena, &s->formats) =
            (struct number_format){number(attributes, "numFmtId", -1), arena_strdup(s->arena, code)};
    else if (s->list == LIST_FONTS)
        font_part(s, name, attributes);
    else if (s->list == LIST_FILLS)
        fill_part(s, name, attributes);
    else if (s->list == LIST_BORDERS)
        border_part(s, name, attributes);
    else if (s->list == LIST_CELLS)
        cell_part(s, name, attributes);
}

static void on_end(void *context, const char *name)
{
    struct styles *s = context;
    static const char *const lists[] = {"numFmts", "fonts", "fills", "borders", "cellXfs"};
    for (int i = 0; i < 5; i++)
        if (!strcmp(name, lists[i]))
            s->list = LIST_NONE;
}

bool sheet_styles(struct arena *arena, struct package *package, const char *part, struct sheet_looks *looks)
{
    static const struct part_handlers handlers = {.start = on_start, .end = on_end};
    struct styles s = {.arena = arena, .looks = looks};
    return package_parse(package, part, &handlers, &s);
}
