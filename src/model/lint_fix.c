/* Corrections → the user's files. In come places and replacements; out go the same files with those characters replaced
 * and nothing else: encoding, line ends and every other byte stay. Knows nothing of why something is corrected. */
#include "base/os.h"
#include "model/lint.h"

#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum encoding { UTF8, UTF16_LITTLE, UTF16_BIG, GB };
enum { BACKUPS = 1000 };

struct fix {
    struct arena *arena;
    struct diag *diag;
    const char *file; /* display name */
    enum encoding encoding;
    const char *bytes;
    size_t size;
    iconv_t from_gb, to_gb;
    struct buf out;            /* the new bytes */
    struct buf was_line, line; /* the present line before and after, UTF-8 */
    struct buf difference;
    size_t made;
};

/* -- characters of a file -- */

static uint32_t unit_at(const struct fix *f, size_t i)
{
    uint32_t a = (unsigned char)f->bytes[i], b = (unsigned char)f->bytes[i + 1];
    return f->encoding == UTF16_BIG ? a << 8 | b : b << 8 | a;
}

static uint32_t next_utf16(const struct fix *f, size_t i, size_t *n)
{
    if (i + 1 >= f->size) {
        *n = 1;
        return 0xFFFD;
    }
    uint32_t c = unit_at(f, i);
    *n = 2;
    if (c >= 0xD800 && c < 0xDC00 && i + 3 < f->size) {
        c = 0x10000 + ((c - 0xD800) << 10) + (unit_at(f, i + 2) - 0xDC00);
        *n = 4;
    }
    return c;
}

static uint32_t next_gb(const struct fix *f, size_t i, size_t *n)
{
    unsigned char first = (unsigned char)f->bytes[i];
    unsigned char second = i + 1 < f->size ? (unsigned char)f->bytes[i + 1] : 0;
    *n = first < 0x80 ? 1 : second >= '0' && second <= '9' ? 4 : 2;
    *n = *n < f->size - i ? *n : f->size - i;
    char text[8] = "", *from = (char *)f->bytes + i, *to = text;
    size_t left = *n, room = sizeof text - 1;
    if (iconv(f->from_gb, &from, &left, &to, &room) == (size_t)-1 || to == text)
        return 0xFFFD;
    const char *s = text;
    return utf8_next(&s);
}

static uint32_t next_char(const struct fix *f, size_t i, size_t *n)
{
    if (f->encoding == GB)
        return next_gb(f, i, n);
    if (f->encoding != UTF8)
        return next_utf16(f, i, n);
    const char *s = f->bytes + i;
    uint32_t c = utf8_next(&s);
    *n = (size_t)(s - f->bytes) - i;
    return c;
}

static void add_unit(const struct fix *f, uint32_t unit, struct buf *out)
{
    char high = (char)(unit >> 8), low = (char)(unit & 0xFF);
    buf_addn(out, (char[]){f->encoding == UTF16_BIG ? high : low, f->encoding == UTF16_BIG ? low : high}, 2);
}

/* The replacement in the file's encoding; false if it has no such character. */
static bool encode(struct fix *f, const char *text, struct buf *out)
{
    if (f->encoding == UTF8) {
        buf_add(out, text);
        return true;
    }
    if (f->encoding == GB) {
        char *from = arena_strdup(f->arena, text), *to = arena_alloc(f->arena, strlen(text) * 2 + 1), *start = to;
        size_t left = strlen(text), room = left * 2 + 1;
        bool good = iconv(f->to_gb, &from, &left, &to, &room) == 0;
        buf_addn(out, start, (size_t)(to - start));
        return good;
    }
    for (const char *s = text; *s != '\0';) {
        uint32_t c = utf8_next(&s);
        if (c > 0xFFFF)
            add_unit(f, 0xD7C0 + (c >> 10), out);
        add_unit(f, c > 0xFFFF ? 0xDC00 | (c & 0x3FF) : c, out);
    }
    return true;
}

/* -- one file -- */

/* Bytes of `was` at i, 0 if something else stands there. */
static size_t matches(const struct fix *f, size_t i, const char *was)
{
    size_t start = i;
    while (*was != '\0') {
        size_t n;
        if (i >= f->size || next_char(f, i, &n) != utf8_next(&was))
            return 0;
        i += n;
    }
    return i - start;
}

static void end_line(struct fix *f, int line)
{
    const char *was = buf_text(&f->was_line), *now = buf_text(&f->line);
    if (strcmp(was, now) != 0)
        buf_printf(&f->difference, "@@ -%d +%d @@\n-%s\n+%s\n", line, line, was, now);
    f->was_line = buf_in(f->arena);
    f->line = buf_in(f->arena);
}

/* Makes the correction at i; the bytes it replaces, 0 if it cannot be made. */
static size_t correct(struct fix *f, size_t i, const struct lint_edit *edit)
{
    size_t n = matches(f, i, edit->was);
    struct buf right = buf_in(f->arena);
    if (n == 0)
        return 0;
    if (!encode(f, edit->becomes, &right)) {
        struct pos at = edit->at;
        at.file = f->file;
        diag_add(f->diag, DIAG_LINT_LEFT, at, "%s → %s", edit->was, edit->becomes);
        return 0;
    }
    buf_addn(&f->out, buf_text(&right), right.n);
    buf_add(&f->was_line, edit->was);
    buf_add(&f->line, edit->becomes);
    f->made++;
    return n;
}

/* The reader leaves them out: byte order marks and control characters. */
static bool left_out(uint32_t c)
{
    return c == 0xFEFF || (c < 0x20 && c != '\t') || c == 0x7F;
}

/* Walks through the file once; the corrections are sorted by place. Columns count as the reader counts them. */
static void walk(struct fix *f, const struct lint_edit *edits, size_t count)
{
    int line = 1, column = 1;
    size_t k = 0;
    for (size_t i = 0, n; i < f->size; i += n) {
        uint32_t c = next_char(f, i, &n);
        while (k < count && (edits[k].at.line < line || (edits[k].at.line == line && edits[k].at.column < column)))
            k++;
        bool here = k < count && edits[k].at.line == line && edits[k].at.column == column;
        size_t replaced = here ? correct(f, i, &edits[k]) : 0;
        if (replaced > 0) {
            n = replaced;
            column += (int)utf8_count(edits[k].was);
            continue;
        }
        buf_addn(&f->out, f->bytes + i, n);
        size_t after = 0;
        bool pair = c == '\r' && i + n < f->size && next_char(f, i + n, &after) == '\n';
        if ((c == '\n' || c == '\r') && !pair) {
            end_line(f, line++);
            column = 1;
        } else if (!left_out(c)) {
            buf_putc(&f->was_line, c);
            buf_putc(&f->line, c);
            column++;
        }
    }
    end_line(f, line);
}

static enum encoding encoding_of(const char *bytes, size_t size)
{
    if (size >= 2 && memcmp(bytes, "\xFF\xFE", 2) == 0)
        return UTF16_LITTLE;
    if (size >= 2 && memcmp(bytes, "\xFE\xFF", 2) == 0)
        return UTF16_BIG;
    return utf8_invalid(bytes, size) == size ? UTF8 : GB;
}

/* The file as it was, under a name that is still free. */
static bool keep(struct fix *f, const char *path)
{
    const char *name = arena_printf(f->arena, "%s.bak", path), *error = NULL;
    for (int i = 2; (os_is_file(name) || os_is_folder(name)) && i < BACKUPS; i++)
        name = arena_printf(f->arena, "%s.bak%d", path, i);
    if (!os_is_file(name) && os_write(name, f->bytes, f->size, &error) == OS_OK)
        return true;
    diag_add(f->diag, DIAG_UNWRITABLE, (struct pos){.file = os_base_name(name)}, "%s", error != NULL ? error : "");
    return false;
}

/* All or nothing: the new file takes the place of the old one in one step. */
static bool replace_file(struct fix *f, const char *path)
{
    const char *error;
    if (os_replace(f->arena, path, buf_text(&f->out), f->out.n, &error) == OS_OK)
        return true;
    diag_add(f->diag, DIAG_UNWRITABLE, (struct pos){.file = f->file}, "%s", error);
    return false;
}

static void fix_file(struct fix *f, const char *path, const struct lint_edit *edits, size_t count,
                     struct text_names *kept)
{
    char *bytes;
    const char *error;
    if (os_read(f->arena, path, &bytes, &f->size, &error) != OS_OK)
        return; /* said when it was read */
    f->bytes = bytes;
    f->encoding = encoding_of(bytes, f->size);
    f->out = f->was_line = f->line = buf_in(f->arena);
    size_t before = f->made, start = f->difference.n;
    buf_printf(&f->difference, "--- %s\n+++ %s\n", f->file, f->file);
    walk(f, edits, count);
    bool old = names_has(kept, f->file);
    if (f->made > before && (old || keep(f, path)) && replace_file(f, path)) {
        if (!old)
            *list_push(f->arena, kept) = arena_strdup(f->arena, f->file);
        return;
    }
    f->made = before;
    f->difference.n = start;
    if (f->difference.s != NULL)
        f->difference.s[start] = '\0';
}

/* -- all files -- */

static int by_place(const void *a, const void *b)
{
    const struct lint_edit *x = a, *y = b;
    int files = strcmp(x->at.file, y->at.file);
    if (files != 0)
        return files;
    return x->at.line != y->at.line ? (x->at.line < y->at.line ? -1 : 1)
                                    : (x->at.column > y->at.column) - (x->at.column < y->at.column);
}

/* The report's own files only. */
static bool own_file(const char *file, const char *report)
{
    static const char texts[] = "正文/";
    if (strcmp(file, report) == 0)
        return true;
    return text_starts(file, texts) && strchr(file + strlen(texts), '/') == NULL && strstr(file, "..") == NULL;
}

size_t lint_fix(struct arena *arena, struct diag *diag, const char *folder, const char *report,
                const struct lint_edits *edits, struct text_names *kept, const char **difference)
{
    struct fix f = {.arena = arena, .diag = diag, .difference = buf_in(arena)};
    struct lint_edits own = {0};
    for (size_t i = 0; i < edits->count; i++)
        if (edits->items[i].at.file != NULL && edits->items[i].at.line > 0 && own_file(edits->items[i].at.file, report))
            *list_push(arena, &own) = edits->items[i];
    if (own.count > 0)
        qsort(own.items, own.count, sizeof *own.items, by_place);
    f.from_gb = iconv_open("UTF-8", "GB18030");
    f.to_gb = iconv_open("GBK", "UTF-8");
    bool ready = f.from_gb != (iconv_t)-1 && f.to_gb != (iconv_t)-1;
    for (size_t i = 0, n; ready && i < own.count; i += n) {
        for (n = 1; i + n < own.count && strcmp(own.items[i + n].at.file, own.items[i].at.file) == 0;)
            n++;
        f.file = arena_strdup(arena, own.items[i].at.file);
        fix_file(&f, os_join(arena, folder, f.file), &own.items[i], n, kept);
    }
    if (f.from_gb != (iconv_t)-1)
        iconv_close(f.from_gb);
    if (f.to_gb != (iconv_t)-1)
        iconv_close(f.to_gb);
    *difference = buf_text(&f.difference);
    return f.made;
}
