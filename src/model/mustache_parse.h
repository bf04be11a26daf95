/* Private to mustache.c and mustache_parse.c: a source cut into a flat array of tokens; a section's token knows
 * where its end stands, so that rendering is a walk over the array. */
#ifndef MODEL_MUSTACHE_PARSE_H
#define MODEL_MUSTACHE_PARSE_H

#include "model/mustache.h"

enum { MUSTACHE_SECTIONS = 200 }; /* sections inside each other in one source */

enum token_kind { TOKEN_LITERAL, TOKEN_VALUE, TOKEN_SECTION, TOKEN_INVERTED, TOKEN_END, TOKEN_PARTIAL };

struct token {
    enum token_kind kind;
    const char *text;   /* the literal, or the trimmed name */
    const char **parts; /* names with dots: the parts; NULL otherwise */
    size_t nparts;
    const char *head;   /* names with dots: everything before the last dot */
    const char *indent; /* standalone partials: the white space in front; "" otherwise */
    struct pos at;
    struct pos line_at; /* partials: start of the line, where the indentation stands */
    size_t end;         /* sections: index of their TOKEN_END */
    bool raw;           /* {{{x}}} and {{&x}} */
    bool line_start;    /* literals: first thing in a line (partials are indented here) */
    bool reported;      /* a name nobody defines is reported once, not once per row */
};

struct tokens {
    struct token *items;
    size_t count, cap;
};

/* Cuts text; reports T101, T102, T106, T107 and clears *ok. one_line: a newline in text was written as \n and
 * does not count as a line of the file. */
struct tokens mustache_parse(struct arena *arena, struct diag *diag, const char *text, struct pos at, bool one_line,
                             bool *ok);

/* ｛｛名称｝｝, {名称} at s: markup with a slip. Its length in bytes, 0 if there is none; *inside: the name. */
size_t mustache_slip(struct arena *arena, const char *s, const char **inside);

#endif
