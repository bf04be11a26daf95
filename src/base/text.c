/* See text.h. Tables of Chinese line breaking are not here but in layout/line.c. */
#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

uint32_t utf8_next(const char **s)
{
    const unsigned char *p = (const unsigned char *)*s;
    if (*p < 0x80) {
        *s += *p != 0;
        return *p;
    }
    int n = *p < 0xE0 ? 2 : *p < 0xF0 ? 3 : 4;
    uint32_t c = *p & (0x7FU >> n);
    int i = 1;
    for (; i < n && p[i]; i++)
        c = c << 6 | (p[i] & 0x3F);
    *s += i;
    return c;
}

size_t utf8_put(char out[static 4], uint32_t c)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3F));
        out[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3F));
    out[2] = (char)(0x80 | (c >> 6 & 0x3F));
    out[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

size_t utf8_count(const char *s)
{
    size_t n = 0;
    for (; *s; s++)
        n += ((unsigned char)*s & 0xC0) != 0x80;
    return n;
}

/* Length of the well-formed sequence at p (room for n bytes), 0 if there is none. Unicode 15, table 3-7. */
static size_t sequence(const unsigned char *p, size_t n)
{
    if (p[0] < 0x80)
        return 1;
    size_t len = p[0] >= 0xC2 && p[0] < 0xE0 ? 2 : (p[0] & 0xF0) == 0xE0 ? 3 : p[0] >= 0xF0 && p[0] < 0xF5 ? 4 : 0;
    if (!len || len > n)
        return 0;
    for (size_t i = 1; i < len; i++)
        if ((p[i] & 0xC0) != 0x80)
            return 0;
    if ((p[0] == 0xE0 && p[1] < 0xA0) || (p[0] == 0xED && p[1] > 0x9F) || (p[0] == 0xF0 && p[1] < 0x90) ||
        (p[0] == 0xF4 && p[1] > 0x8F))
        return 0;
    return len;
}

enum { BLOCK = 64 };

static bool continues(unsigned char c)
{
    return (c & 0xC0) == 0x80;
}

/* True if behind whole sequences the bytes that continue are those that must, and no byte is of the rare ones of which
 * sequence() knows more (in the last sequence, which may be cut short, they are not seen). Without a jump: the compiler
 * takes many bytes at a time. */
static bool is_plain(const unsigned char *s)
{
    unsigned char odd = 0;
    for (int i = 0; i < BLOCK; i++) {
        odd |= continues(s[i]) ^ ((s[i - 1] >= 0xC0) | (s[i - 2] >= 0xE0));
        odd |= (s[i] >= 0xF0) | (s[i - 1] == 0xED) | (s[i - 2] == 0xE0);
        odd |= (s[i - 1] & 0xFE) == 0xC0;
    }
    return !odd;
}

size_t utf8_invalid(const char *text, size_t n)
{
    const unsigned char *s = (const unsigned char *)text;
    for (size_t i = 0; i < n;) {
        size_t len = i > 1 && n - i >= BLOCK && is_plain(s + i) ? BLOCK - 1 : 0;
        while (len > 0 && continues(s[i + len])) /* back to where the last sequence begins */
            len--;
        len = len ? len : sequence(s + i, n - i);
        if (!len)
            return i;
        i += len;
    }
    return n;
}

size_t text_blank_at(const char *s)
{
    if (*s == ' ' || *s == '\t')
        return 1;
    if (*s == '\xE3') /* U+3000 */
        return s[1] == '\x80' && s[2] == '\x80' ? 3 : 0;
    return *s == '\xC2' && s[1] == '\xA0' ? 2 : 0;
}

void text_trim(const char **start, const char **end)
{
    size_t n;
    while (*start < *end && (n = text_blank_at(*start)))
        *start += n;
    while (*end > *start) {
        if (text_blank_at(*end - 1) == 1)
            *end -= 1;
        else if (*end - *start >= 3 && !memcmp(*end - 3, "\u3000", 3))
            *end -= 3;
        else if (*end - *start >= 2 && !memcmp(*end - 2, "\u00A0", 2))
            *end -= 2;
        else
            return;
    }
}

char *text_trimmed(struct arena *arena, const char *start, const char *end)
{
    text_trim(&start, &end);
    return arena_strndup(arena, start, (size_t)(end - start));
}

size_t names_index(const struct text_names *names, const char *name)
{
    size_t i = 0;
    while (i < names->count && strcmp(names->items[i], name))
        i++;
    return i;
}

bool names_has(const struct text_names *names, const char *name)
{
    return names_index(names, name) < names->count;
}

void names_add(struct arena *arena, struct text_names *names, const char *name)
{
    if (!names_has(names, name))
        *list_push(arena, names) = name;
}

const char *text_within(struct arena *arena, const char *text, size_t most)
{
    const char *end = text;
    if (strlen(text) <= most || utf8_count(text) <= most)
        return text;
    for (size_t i = 0; i + 1 < most; i++)
        utf8_next(&end);
    return arena_printf(arena, "%.*s…", (int)(end - text), text);
}

bool text_starts(const char *s, const char *prefix)
{
    while (*prefix && *s == *prefix) { /* mostly not even the first byte is the same */
        s++;
        prefix++;
    }
    return !*prefix;
}

bool text_is_han(uint32_t c)
{
    return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x20000 && c <= 0x3FFFD) ||
           (c >= 0xF900 && c <= 0xFAFF) || c == 0x3007 || c == 0x3005;
}

bool text_is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

uint32_t text_narrow(uint32_t c)
{
    if (c == 0x3000)
        return ' ';
    return c >= 0xFF01 && c <= 0xFF5E ? c - 0xFEE0 : c;
}

enum { LONGEST = 64 }; /* characters of a name that are compared */

/* 末 and 未: what is typed for the first of each pair. */
static const uint32_t pairs[][2] = {{0x672B, 0x672A}, {0x5DF1, 0x5DF2}, {0x5DF1, 0x5DF3}, {0x4EBA, 0x5165},
                                    {0x571F, 0x58EB}, {0x5343, 0x5E72}, {0x8D37, 0x8D27}, {0x65E5, 0x66F0}};

/* 3号 and 三号, Ａ and a are the same name to whoever types it, or nearly. */
static uint32_t folded(uint32_t c)
{
    static const uint32_t numerals[] = {0x3007, 0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D};
    c = text_narrow(c);
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (c == pairs[i][1])
            return pairs[i][0];
    if (c >= 'A' && c <= 'Z')
        return c + 'a' - 'A';
    return text_is_digit(c) ? numerals[c - '0'] : c;
}

static size_t decode(const char *s, uint32_t out[static LONGEST])
{
    size_t n = 0;
    while (*s && n < LONGEST)
        out[n++] = folded(utf8_next(&s));
    return n;
}

/* Edit distance in which a swap of neighbours costs as much as a replacement twice: plain Levenshtein. */
static size_t distance(const uint32_t *a, size_t na, const uint32_t *b, size_t nb)
{
    size_t row[LONGEST + 1];
    for (size_t j = 0; j <= nb; j++)
        row[j] = j;
    for (size_t i = 1; i <= na; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= nb; j++) {
            size_t up = row[j], cost = diagonal + (a[i - 1] != b[j - 1]);
            size_t step = (up < row[j - 1] ? up : row[j - 1]) + 1;
            row[j] = cost < step ? cost : step;
            diagonal = up;
        }
    }
    return row[nb];
}

const char *text_nearest(const char *name, const struct text_names *candidates)
{
    uint32_t a[LONGEST], b[LONGEST];
    size_t na = decode(name, a), best = na / 2 + 1, alike = 0, length = 0;
    const char *nearest = NULL;
    for (size_t i = 0; i < candidates->count; i++) {
        size_t nb = decode(candidates->items[i], b);
        size_t d = distance(a, na, b, nb), same = 0;
        while (same < na && same < nb && a[same] == b[same])
            same++;
        if (!strcmp(name, candidates->items[i]))
            continue; /* whoever asks has that one and cannot use it */
        bool nearer =
            same > alike || (same == alike && nb == na && length != na); /* slips: rarely the first character */
        if (d < best || (nearest && d == best && nearer)) {
            best = d;
            length = nb;
            alike = same;
            nearest = candidates->items[i];
        }
    }
    return nearest;
}

struct buf buf_in(struct arena *arena)
{
    return (struct buf){.arena = arena};
}

void buf_addn(struct buf *buf, const char *s, size_t n)
{
    if (buf->cap - buf->n <= n) {
        size_t cap = (buf->cap ? buf->cap * 2 : 64) + n;
        buf->s = arena_grow(buf->arena, buf->s, buf->cap, cap);
        buf->cap = cap;
    }
    memcpy(buf->s + buf->n, s, n);
    buf->n += n;
    buf->s[buf->n] = '\0';
}

void buf_add(struct buf *buf, const char *s)
{
    buf_addn(buf, s, strlen(s));
}

void buf_putc(struct buf *buf, uint32_t c)
{
    char bytes[4];
    buf_addn(buf, bytes, utf8_put(bytes, c));
}

void buf_printf(struct buf *buf, const char *format, ...)
{
    char small[256];
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(small, sizeof small, format, args);
    va_end(args);
    if (n >= (int)sizeof small) {
        char *big = arena_alloc(buf->arena, (size_t)n + 1);
        vsnprintf(big, (size_t)n + 1, format, again);
        buf_addn(buf, big, (size_t)n);
    } else if (n > 0) {
        buf_addn(buf, small, (size_t)n);
    }
    va_end(again);
}

const char *buf_text(struct buf *buf)
{
    return buf->s ? buf->s : "";
}

static size_t whole_characters(const char *s, size_t most)
{
    size_t n = strlen(s);
    n = n < most ? n : most;
    while (n && continues((unsigned char)s[n]))
        n--;
    return n;
}

void text_widen(const char *text, size_t *from, size_t *to, size_t around)
{
    size_t n = strlen(text);
    *from = *from > around ? *from - around : 0;
    *to = n - *to > around ? *to + around : n;
    while (*from > 0 && continues((unsigned char)text[*from]))
        --*from;
    while (*to < n && continues((unsigned char)text[*to]))
        ++*to;
}

const char *text_file_name(struct arena *arena, const char *text, size_t most)
{
    enum { ENDING = 8 };
    struct buf name = buf_in(arena);
    const char *start = text, *end = text + strlen(text);
    text_trim(&start, &end);
    while (start < end) {
        uint32_t c = utf8_next(&start);
        bool bad = c < 0x20 || c == 0x7F || (c < 0x80 && strchr("/\\:*?\"<>|", (int)c)) || (c == '.' && !name.n);
        buf_putc(&name, bad ? '_' : c);
    }
    const char *whole = buf_text(&name), *dot = strrchr(whole, '.');
    const char *ending = name.n <= most || !dot || strlen(dot) > ENDING ? "" : dot;
    size_t stem = whole_characters(whole, most - strlen(ending));
    return name.n <= most ? whole : arena_printf(arena, "%.*s%s", (int)stem, whole, ending);
}

const char *text_narrowed(struct arena *arena, const char *s)
{
    struct buf out = buf_in(arena);
    bool changed = false;
    while (*s) {
        uint32_t c = utf8_next(&s), n = c == 0xD7 ? '*' : c == 0xF7 ? '/' : text_narrow(c);
        changed = changed || (n != c && c != 0x3000);
        buf_putc(&out, n);
    }
    return changed ? buf_text(&out) : NULL;
}

const char *text_replaced(struct arena *arena, const char *s, const char *old, const char *with)
{
    struct buf out = buf_in(arena);
    for (const char *at; (at = strstr(s, old)); s = at + strlen(old)) {
        buf_addn(&out, s, (size_t)(at - s));
        buf_add(&out, with);
    }
    buf_add(&out, s);
    return buf_text(&out);
}

struct text_names text_words(struct arena *arena, const char *text, size_t n)
{
    struct text_names words = {0};
    const char *end = text + n;
    for (const char *s = text; s < end;) {
        const char *start = s;
        while (s < end && text_blank_at(s) == 0)
            utf8_next(&s);
        if (s > start)
            *list_push(arena, &words) = arena_strndup(arena, start, (size_t)(s - start));
        else
            s += text_blank_at(s);
    }
    return words;
}
