/* fontconfig's last answers, in a small text file: one line a place with its stamp, one line a family with its file.
 *   ziping-families 1 <the environment that steers fontconfig>
 *   place <TAB> stamp <TAB> path
 *   family <TAB> name <TAB> index <TAB> path        (path empty: the system has none)
 * A file that does not read exactly like that is as good as none. */
#include "base/map.h"
#include "base/os.h"
#include "output/font_private.h"

#include <stdlib.h>
#include <string.h>

struct answer {
    const char *family, *path;
    unsigned index;
};

struct font_memory {
    struct arena *arena;
    const char *file, *head; /* file: NULL without a cache folder */
    LIST_OF(struct answer *) answers;
    struct map *by_family;
    bool changed;
};

static const char *variable(const char *name)
{
    const char *value = getenv(name);
    return value ? value : "";
}

static const char *cache_file(struct arena *arena)
{
    const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
    if (cache && *cache == '/')
        return arena_printf(arena, "%s/ziping/families", cache);
    return home && *home == '/' ? arena_printf(arena, "%s/.cache/ziping/families", home) : NULL;
}

static void add(struct font_memory *memory, const char *family, const char *path, unsigned index)
{
    struct answer *answer = arena_alloc(memory->arena, sizeof *answer);
    *answer = (struct answer){family, path, index};
    *list_push(memory->arena, &memory->answers) = answer;
    map_put(memory->by_family, family, answer);
}

/* The field up to the next tab, cut out; *s behind it. NULL if there is none. */
static char *field(char **s)
{
    char *start = *s, *tab = strchr(start, '\t');
    if (!tab)
        return NULL;
    *tab = '\0';
    *s = tab + 1;
    return start;
}

/* One line; false if it is malformed or a place has changed. */
static bool read_line(struct font_memory *memory, char *line)
{
    char *kind = field(&line), *first = kind ? field(&line) : NULL;
    if (!first)
        return false;
    if (!strcmp(kind, "place"))
        return !strcmp(os_stamp(memory->arena, line), first);
    char *index = !strcmp(kind, "family") ? field(&line) : NULL;
    if (!index)
        return false;
    add(memory, first, *line ? line : NULL, (unsigned)strtoul(index, NULL, 10));
    return true;
}

static bool read_lines(struct font_memory *memory, char *text)
{
    char *end = strchr(text, '\n');
    if (!end || (size_t)(end - text) != strlen(memory->head) || strncmp(text, memory->head, (size_t)(end - text)) != 0)
        return false;
    for (char *line = end + 1; *line; line = end + 1) {
        end = strchr(line, '\n');
        if (!end)
            return false;
        *end = '\0';
        if (!read_line(memory, line))
            return false;
    }
    return true;
}

struct font_memory *font_memory_open(struct arena *arena)
{
    struct font_memory *memory = arena_alloc(arena, sizeof *memory);
    memory->arena = arena;
    memory->by_family = map_new(arena);
    memory->file = cache_file(arena);
    memory->head = arena_printf(arena, "ziping-families 1 %s %s %s %s", variable("HOME"), variable("XDG_DATA_HOME"),
                                variable("FONTCONFIG_FILE"), variable("FONTCONFIG_PATH"));
    char *text;
    size_t size;
    const char *error;
    bool good = memory->file && os_read(arena, memory->file, &text, &size, &error) == OS_OK && strlen(text) == size &&
                read_lines(memory, text);
    if (!good) {
        memory->answers.count = 0;
        memory->by_family = map_new(arena);
    }
    return memory;
}

bool font_memory_recall(const struct font_memory *memory, const char *family, const char **path, unsigned *index)
{
    const struct answer *answer = map_get(memory->by_family, family);
    if (!answer)
        return false;
    *path = answer->path;
    *index = answer->index;
    return true;
}

void font_memory_keep(struct font_memory *memory, const char *family, const char *path, unsigned index)
{
    add(memory, arena_strdup(memory->arena, family), path, index);
    memory->changed = true;
}

static bool one_line(const char *s)
{
    return !strpbrk(s, "\t\n");
}

void font_memory_save(struct font_memory *memory, const struct text_names *places)
{
    if (!memory->file || !memory->changed || !one_line(memory->head))
        return;
    struct buf text = buf_in(memory->arena);
    buf_printf(&text, "%s\n", memory->head);
    for (size_t i = 0; i < places->count; i++) {
        if (!one_line(places->items[i]))
            return;
        buf_printf(&text, "place\t%s\t%s\n", os_stamp(memory->arena, places->items[i]), places->items[i]);
    }
    for (size_t i = 0; i < memory->answers.count; i++) {
        const struct answer *a = memory->answers.items[i];
        if (!one_line(a->family) || (a->path && !one_line(a->path)))
            return;
        buf_printf(&text, "family\t%s\t%u\t%s\n", a->family, a->index, a->path ? a->path : "");
    }
    const char *error; /* the next run searches again */
    (void)os_replace(memory->arena, memory->file, text.s, text.n, &error);
}

struct text_names fonts_places(struct arena *arena)
{
    static const char mark[] = "place\t";
    struct text_names places = {0};
    const char *file = cache_file(arena), *error;
    char *text;
    size_t size;
    if (!file || os_read(arena, file, &text, &size, &error) != OS_OK)
        return places;
    for (char *line = text, *end; (end = strchr(line, '\n')) != NULL; line = end + 1) {
        *end = '\0';
        const char *path = text_starts(line, mark) ? strchr(line + sizeof mark - 1, '\t') : NULL;
        if (path)
            *list_push(arena, &places) = path + 1;
    }
    return places;
}
