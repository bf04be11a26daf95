/* The cleaning pass: lines of an INI file → sections, names, positions, duplicates (data-format §1); values come back
 * from iniparser (ini_load.c). Knows nothing of what a section or a name means, but that 行 may repeat. */
#include "input/ini.h"

#include "input/ini_load.h"

#include <stdint.h>
#include <string.h>

enum { VALUE_MOST = 64 * 1024, DETAIL_MOST = 60 /* bytes of a bad line that are shown */ };

struct line {
    const char *start, *end; /* trimmed */
    const char *whole;       /* first byte of the untrimmed line, for columns */
    int number;
};

struct reader {
    struct arena *arena;
    struct diag *diag;
    struct ini *ini;
    struct ini_section *section; /* NULL before the first one and behind a malformed one */
    bool silent;                 /* the missing section was reported already */
    LIST_OF(struct ini_raw) raw;
};

static struct pos pos_at(const struct reader *reader, const struct line *line, const char *p)
{
    struct pos pos = {.file = reader->ini->file, .line = line->number, .column = 1};
    for (const char *s = line->whole; s < p; s++)
        pos.column += ((unsigned char)*s & 0xC0) != 0x80;
    return pos;
}

static struct finding *report(struct reader *reader, enum diag_code code, const struct line *line, const char *p,
                              const char *detail)
{
    return diag_add(reader->diag, code, pos_at(reader, line, p), "%s", detail);
}

/* [start, end) as a detail: not more than its beginning. */
static const char *excerpt(struct reader *reader, const char *start, const char *end)
{
    if (end - start <= DETAIL_MOST)
        return arena_strndup(reader->arena, start, (size_t)(end - start));
    for (end = start + DETAIL_MOST; ((unsigned char)*end & 0xC0) == 0x80; end--)
        ;
    return arena_printf(reader->arena, "%.*s…", (int)(end - start), start);
}

static void *as_value(size_t index)
{
    return (void *)(uintptr_t)(index + 1);
}

/* Bytes of an opening or closing bracket at s, of any width; 0 if there is none. */
static size_t bracket_at(const char *s, size_t n, bool *wide)
{
    static const char *const wides[] = {"［", "］", "【", "】"};
    if (n && (*s == '[' || *s == ']'))
        return 1;
    for (size_t i = 0; i < 4; i++)
        if (n >= 3 && !memcmp(s, wides[i], 3)) {
            *wide = true;
            return 3;
        }
    return 0;
}

/* The byte length of the bracket that ends the line; 0 if there is none. */
static size_t closing_bracket(const struct line *line, size_t opening, bool *wide)
{
    const char *from = line->start + opening;
    size_t n = (size_t)(line->end - from);
    if (n >= 1 && line->end[-1] == ']')
        return 1;
    if (n >= 3 && (!memcmp(line->end - 3, "］", 3) || !memcmp(line->end - 3, "】", 3)))
        return bracket_at(line->end - 3, 3, wide);
    return 0;
}

static void read_section(struct reader *reader, const struct line *line, size_t opening, bool wide)
{
    size_t closing = closing_bracket(line, opening, &wide);
    const char *start = line->start + opening, *end = line->end - closing;
    text_trim(&start, &end);
    bool good = closing && start < end, inner = false;
    for (const char *s = start; good && s < end; s++)
        good = !bracket_at(s, (size_t)(end - s), &inner);
    reader->section = NULL;
    reader->silent = true; /* its keys are left out without a word */
    if (!good) {
        report(reader, DIAG_INI_BAD_SECTION, line, line->start, excerpt(reader, line->start, line->end));
        return;
    }
    const char *name = arena_strndup(reader->arena, start, (size_t)(end - start));
    if (wide)
        report(reader, DIAG_INI_WIDE_BRACKET, line, line->start, name);
    struct ini_section *older = ini_section(reader->ini, name);
    if (older)
        diag_also(reader->diag, report(reader, DIAG_INI_DUPLICATE_SECTION, line, line->start, name), older->at);
    reader->section = ini_add_section(reader->arena, reader->ini, name, pos_at(reader, line, line->start));
}

/* The first = or ＝ of the line, NULL if there is none. */
static const char *equals_in(const struct line *line, size_t *size)
{
    for (const char *s = line->start; s < line->end; s++) {
        *size = *s == '=' ? 1 : line->end - s >= 3 && !memcmp(s, "＝", 3) ? 3 : 0;
        if (*size)
            return s;
    }
    return NULL;
}

static void add_raw(struct reader *reader, const struct line *line, const char *name, const char *value)
{
    struct ini_section *section = reader->section;
    ini_add_key(reader->arena, section, name, "", pos_at(reader, line, line->start), pos_at(reader, line, value));
    *list_push(reader->arena, &reader->raw) = (struct ini_raw){
        .section = section,
        .section_no = (uintptr_t)map_get(reader->ini->by_name, section->name),
        .key = section->keys.count - 1,
        .value = value,
        .n = (size_t)(line->end - value),
    };
}

static void read_key(struct reader *reader, const struct line *line)
{
    size_t size = 0;
    const char *equals = equals_in(line, &size);
    if (!equals) {
        report(reader, DIAG_INI_SYNTAX, line, line->start, excerpt(reader, line->start, line->end));
        return;
    }
    const char *end = equals, *start = line->start, *value = equals + size, *value_end = line->end;
    text_trim(&start, &end);
    text_trim(&value, &value_end);
    const char *name = arena_strndup(reader->arena, start, (size_t)(end - start));
    if (size > 1)
        report(reader, DIAG_INI_WIDE_EQUALS, line, equals, name);
    if (start == end) {
        report(reader, DIAG_INI_NO_NAME, line, line->start, excerpt(reader, line->start, line->end));
        return;
    }
    if (!reader->section) {
        if (!reader->silent)
            report(reader, DIAG_INI_NO_SECTION, line, start, excerpt(reader, start, end));
        reader->silent = true;
        return;
    }
    const struct ini_key *older = strcmp(name, "行") ? ini_key(reader->section, name) : NULL;
    if (older) {
        const char *lost = strcmp(name, "列")
                               ? ""
                               : DIAG_PAIR("（是不是前面少了节名这一行）", " (is a [section] line missing above?)");
        const char *detail = arena_printf(reader->arena, "%s.%s%s", reader->section->name, name, lost);
        diag_also(reader->diag, report(reader, DIAG_INI_DUPLICATE_KEY, line, start, detail), older->at);
        return;
    }
    if (line->end - value > VALUE_MOST) {
        const char *detail = arena_printf(reader->arena, "%s.%s", reader->section->name, name);
        report(reader, DIAG_INI_TOO_LONG, line, value, detail);
        return;
    }
    add_raw(reader, line, name, value);
}

static void read_line(struct reader *reader, struct line line)
{
    text_trim(&line.start, &line.end);
    if (line.start == line.end || *line.start == '#' || *line.start == ';')
        return;
    bool wide = false;
    size_t bracket = bracket_at(line.start, (size_t)(line.end - line.start), &wide);
    if (bracket && *line.start != ']' && memcmp(line.start, "］", 3) && memcmp(line.start, "】", 3))
        read_section(reader, &line, bracket, wide);
    else
        read_key(reader, &line);
}

struct ini *ini_parse(struct arena *arena, struct diag *diag, const struct source *source)
{
    struct reader reader = {.arena = arena, .diag = diag, .ini = ini_new(arena, source->file)};
    const char *end = source->text + source->size;
    int number = 1;
    for (const char *start = source->text, *next; start < end; start = next, number++) {
        const char *newline = memchr(start, '\n', (size_t)(end - start));
        next = newline ? newline + 1 : end;
        read_line(&reader, (struct line){start, newline ? newline : end, start, number});
    }
    ini_load(arena, diag, source->file, reader.raw.items, reader.raw.count);
    return reader.ini;
}

struct ini *ini_read(struct arena *arena, struct diag *diag, const char *path, const char *file)
{
    struct source source;
    struct ini *ini = encoding_read(arena, diag, path, file, &source) ? ini_parse(arena, diag, &source) : NULL;
    if (ini)
        ini->path = path;
    return ini;
}

struct ini *ini_new(struct arena *arena, const char *file)
{
    struct ini *ini = arena_alloc(arena, sizeof *ini);
    ini->file = file;
    ini->by_name = map_new(arena);
    return ini;
}

struct ini_section *ini_add_section(struct arena *arena, struct ini *ini, const char *name, struct pos at)
{
    struct ini_section *section = ini_section(ini, name);
    if (section)
        return section;
    section = arena_alloc(arena, sizeof *section);
    section->name = name;
    section->at = at;
    section->by_name = map_new(arena);
    map_put(ini->by_name, name, as_value(ini->sections.count));
    *list_push(arena, &ini->sections) = section;
    return section;
}

struct ini_key *ini_add_key(struct arena *arena, struct ini_section *section, const char *name, const char *value,
                            struct pos at, struct pos value_at)
{
    if (!map_get(section->by_name, name))
        map_put(section->by_name, name, as_value(section->keys.count));
    struct ini_key *key = list_push(arena, &section->keys);
    *key = (struct ini_key){name, value, at, value_at};
    return key;
}

struct ini_section *ini_section(const struct ini *ini, const char *name)
{
    uintptr_t index = (uintptr_t)map_get(ini->by_name, name);
    return index ? ini->sections.items[index - 1] : NULL;
}

struct ini_key *ini_key(const struct ini_section *section, const char *name)
{
    uintptr_t index = (uintptr_t)map_get(section->by_name, name);
    return index ? &section->keys.items[index - 1] : NULL;
}

const char *ini_value(const struct ini *ini, const char *section, const char *key, const char *fallback, struct pos *at)
{
    const struct ini_section *found = ini_section(ini, section);
    const struct ini_key *entry = found ? ini_key(found, key) : NULL;
    if (!entry)
        return fallback;
    if (at)
        *at = entry->value_at;
    return entry->value;
}
