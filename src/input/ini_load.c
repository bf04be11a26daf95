/* Raw values of one INI file → iniparser → the same values in their keys.
 * iniparser 4.1 takes lines up to 1,022 bytes, cuts bare values at ; and # and trims them, knows a trailing backslash,
 * and is quadratic in its keys. So it gets ordinals for names, short pieces in quotes (the form it tries first, and
 * takes as it is), stand-ins for quotes and, which later versions resolve in them, backslashes, and a limited number of
 * keys per load. Knows nothing of names, lines and duplicates: those are ini.c's. */
#include "input/ini_load.h"

#include "base/os.h"

#include <iniparser/iniparser.h>
#include <string.h>
#include <unistd.h>

enum {
    LOAD_KEYS = 128, /* entries per load; loads cost 20 us each, keys cost their square */
    PIECE = 900,     /* bytes of a value on one line */
    QUOTE = 1,       /* stand-ins: control characters do not occur in a source */
    BACKSLASH = 2
};

/* Bytes of the next piece of a value: never ends inside a character. */
static size_t piece_size(const char *s, size_t n)
{
    if (n <= PIECE)
        return n;
    size_t size = PIECE;
    while (size > PIECE - 4 && ((unsigned char)s[size] & 0xC0) == 0x80)
        size--;
    return size;
}

static size_t entries_of(const struct ini_raw *raw)
{
    return 2 + raw->n / (PIECE - 4); /* at most: its pieces and perhaps a section line */
}

enum { NUMBER = 24, NAME = 3 * NUMBER }; /* bytes */

/* s12; gives its end. Some thousands of them are written, too many for printf. */
static char *put(char *out, char mark, size_t number)
{
    char text[NUMBER], *end = text + sizeof text, *s = end;
    do
        *--s = (char)('0' + number % 10);
    while (number /= 10);
    *--s = mark;
    return (char *)memcpy(out, s, (size_t)(end - s)) + (end - s);
}

/* k12, and of further pieces k12.3 */
static char *put_key(char *out, size_t ordinal, size_t part)
{
    char *end = put(out, 'k', ordinal);
    return part ? put(end, '.', part) : end;
}

static void write_section(struct buf *buf, size_t number)
{
    char line[NUMBER + 3] = "[", *end = put(line + 1, 's', number);
    *end++ = ']';
    *end++ = '\n';
    buf_addn(buf, line, (size_t)(end - line));
}

static void write_value(struct buf *buf, const struct ini_raw *raw, size_t ordinal)
{
    size_t done = 0, part = 0;
    do {
        size_t n = piece_size(raw->value + done, raw->n - done);
        char name[NAME], *end = put_key(name, ordinal, part);
        *end++ = '=';
        *end++ = '"';
        buf_addn(buf, name, (size_t)(end - name));
        buf_addn(buf, raw->value + done, n);
        for (char *s = buf->s + buf->n - n, *stop = s + n; s < stop; s++)
            *s = *s == '"' ? QUOTE : *s == '\\' ? BACKSLASH : *s;
        buf_addn(buf, "\"\n", 2);
        done += n;
        part++;
    } while (done < raw->n);
}

/* The value put together again; NULL if iniparser lost a piece. */
static const char *read_value(struct arena *arena, const dictionary *dictionary, const struct ini_raw *raw,
                              size_t ordinal)
{
    char *value = arena_alloc(arena, raw->n + 1);
    size_t done = 0;
    char name[NAME], *key = put(name, 's', raw->section_no);
    *key++ = ':';
    for (size_t part = 0; part == 0 || done < raw->n; part++) {
        *put_key(key, ordinal, part) = '\0';
        const char *piece = iniparser_getstring(dictionary, name, NULL);
        size_t size = piece ? strlen(piece) : 0;
        if (!piece || size > raw->n - done || (size == 0 && raw->n > 0))
            return NULL;
        memcpy(value + done, piece, size);
        done += size;
    }
    for (char *s = value; s < value + done; s++)
        *s = *s == QUOTE ? '"' : *s == BACKSLASH ? '\\' : *s;
    return value;
}

static int say_nothing(const char *format, ...)
{
    (void)format;
    return 0;
}

static dictionary *load_text(const struct buf *buf)
{
    char path[64];
    int fd = os_memory_file(buf->s, buf->n, path);
    if (fd < 0)
        return NULL;
    iniparser_set_error_callback(say_nothing); /* only diag prints */
    dictionary *dictionary = iniparser_load(path);
    iniparser_set_error_callback(NULL);
    close(fd);
    return dictionary;
}

/* One load: raw[0] to raw[count - 1], ordinals from `first`. False if iniparser failed. */
static bool load_batch(struct arena *arena, const struct ini_raw *raw, size_t count, size_t first, struct buf *buf)
{
    buf->n = 0;
    for (size_t i = 0; i < count; i++) {
        if (!i || raw[i].section != raw[i - 1].section)
            write_section(buf, raw[i].section_no);
        write_value(buf, &raw[i], first + i);
    }
    dictionary *dictionary = load_text(buf);
    if (!dictionary)
        return false;
    bool good = true;
    for (size_t i = 0; i < count; i++) {
        const char *value = read_value(arena, dictionary, &raw[i], first + i);
        raw[i].section->keys.items[raw[i].key].value = value ? value : "";
        good &= value != NULL;
    }
    iniparser_freedict(dictionary);
    return good;
}

void ini_load(struct arena *arena, struct diag *diag, const char *file, const struct ini_raw *raw, size_t count)
{
    struct buf buf = buf_in(arena);
    bool good = true;
    for (size_t start = 0; start < count;) {
        size_t end = start, entries = 0;
        do
            entries += entries_of(&raw[end++]);
        while (end < count && entries + entries_of(&raw[end]) <= LOAD_KEYS);
        good &= load_batch(arena, raw + start, end - start, start, &buf);
        start = end;
    }
    if (!good)
        diag_add(diag, DIAG_LIBRARY, (struct pos){.file = file}, "iniparser");
}
