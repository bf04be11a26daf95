/* UTF-8, character classes, a string builder, nearest names. Strings are NUL-terminated UTF-8. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

/* The code point at *s, moving *s behind it; 0 at the end. *s must be valid UTF-8. */
uint32_t utf8_next(const char **s);

/* Writes c into out; the number of bytes, 1 to 4. */
size_t utf8_put(char out[static 4], uint32_t c);

/* Number of code points. */
size_t utf8_count(const char *s);

/* Index of the first byte that is not well-formed UTF-8 (no surrogates, no overlong forms), or n. */
size_t utf8_invalid(const char *s, size_t n);

/* Bytes of white space at s: space, tab, U+3000, NBSP (for trimming); 0 if none. */
size_t text_blank_at(const char *s);

/* [*start, *end) without white space at its ends. */
void text_trim(const char **start, const char **end);
char *text_trimmed(struct arena *arena, const char *start, const char *end);

/* The text if it has at most that many characters, else its beginning and … instead of the rest. */
const char *text_within(struct arena *arena, const char *text, size_t most);

bool text_starts(const char *s, const char *prefix);

bool text_is_han(uint32_t c);     /* ideographs of every plane, 〇 and 々 included */
bool text_is_digit(uint32_t c);   /* 0-9 */
uint32_t text_narrow(uint32_t c); /* full-width ASCII form → ASCII, anything else unchanged */

/* s with all its full-width forms as ASCII (and × ÷ as * /), for telling what was meant; NULL if it holds none. */
const char *text_narrowed(struct arena *arena, const char *s);

/* s with every `old` replaced. */
const char *text_replaced(struct arena *arena, const char *s, const char *old, const char *with);

/* A name that every system takes as one file, not hidden, of at most `most` bytes: what separates folders or is refused
 * by Windows becomes _, what is too long loses the end of its stem and keeps its ending. "" if nothing is left. */
const char *text_file_name(struct arena *arena, const char *text, size_t most);

/* The candidate nearest to name (edit distance over characters, at most half its length), or NULL. */
struct text_names {
    const char **items;
    size_t count, cap;
};
const char *text_nearest(const char *name, const struct text_names *candidates);

/* For short lists (long ones want a map): the place of a name, names->count if it is not there; is it there; adds it
 * (not a copy) unless it is. */
size_t names_index(const struct text_names *names, const char *name);
bool names_has(const struct text_names *names, const char *name);
void names_add(struct arena *arena, struct text_names *names, const char *name);

/* Widens the stretch *from..*to (bytes) by at most `around` on each side, to whole characters of the text. */
void text_widen(const char *text, size_t *from, size_t *to, size_t around);

/* The words of the text's first n bytes, cut at white space. */
struct text_names text_words(struct arena *arena, const char *text, size_t n);

/* String builder; buf.s is always NUL-terminated once anything was added, and lives in the arena. */
struct buf {
    struct arena *arena;
    char *s;
    size_t n, cap;
};
struct buf buf_in(struct arena *arena);
void buf_add(struct buf *buf, const char *s);
void buf_addn(struct buf *buf, const char *s, size_t n);
void buf_putc(struct buf *buf, uint32_t c); /* a code point */
void buf_printf(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
const char *buf_text(struct buf *buf); /* never NULL */

#endif
