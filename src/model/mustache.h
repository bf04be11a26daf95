/* {{…}} → spans. The Mustache specification's core (comments, delimiters, interpolation, inverted, partials, sections);
 * two policies (data-format §4). Values come through a vtable, so the engine knows neither facts nor JSON. */
#ifndef MODEL_MUSTACHE_H
#define MODEL_MUSTACHE_H

#include "base/diag.h"
#include "base/text.h"
#include "input/encoding.h"

struct fact;

struct span {
    const char *text;        /* NUL-terminated */
    struct pos at;           /* of the literal's first character, or of the placeholder */
    const struct fact *fact; /* the figure, when the span is one */
    bool literal;            /* template text: only here newlines cut paragraphs and marks count */
    bool counted;            /* a number that is no figure of the report: 序号 */
};

struct spans {
    struct span *items;
    size_t count, cap;
};

/* A line filled in, which still knows its figures. */
struct phrase {
    const char *text;   /* the spans in one string; NULL: there is no such line */
    struct spans spans; /* none: the text is one literal */
};

struct phrases {
    struct phrase *items;
    size_t count, cap;
};

enum mustache_policy {
    MUSTACHE_SPEC,  /* a miss is empty; {{x}} escapes HTML */
    MUSTACHE_STRICT /* a name nobody defines is T103; nothing is escaped; a blank printed is C109 */
};

/* Values are opaque. NULL = not defined.
 * How a name is looked up: each context from the top of the stack down to the root (NULL) is asked for its first part,
 * and the rest is walked from there; a broken chain is a miss. Under STRICT each context is first asked for the whole
 * dotted name, then for everything before the last dot (so that x.净 works on any x); a data source whose names hold
 * odd dots (经费.1.5万元.x) answers there. Under SPEC `name` never holds a dot. */
struct mustache_data {
    void *ctx;
    /* Member `name` of value (value NULL = the root; name "." with value NULL = the root itself, for {{.}}). */
    const void *(*member)(void *ctx, const void *value, const char *name);
    bool (*falsy)(void *ctx, const void *value);   /* for sections; an empty list is false */
    size_t (*count)(void *ctx, const void *value); /* items of a list; SIZE_MAX if it is no list */
    const void *(*item)(void *ctx, const void *value, size_t i);
    /* What {{x}} prints; *fact may be set; *blank is set for a value that has nothing to print. */
    const char *(*text)(void *ctx, const void *value, const struct fact **fact, bool *blank);
    bool (*counted)(void *ctx, const void *value); /* a number that is no fact; may be NULL */
    /* Where a blank value is to be filled in; line 0 if nobody knows. May be NULL. */
    struct pos (*place)(void *ctx, const void *value);
    const struct source *(*partial)(void *ctx, const char *name); /* NULL if there is none */
    const struct text_names *names;                               /* for "nearest"; may be NULL */
    const char *(*partial_file)(void *ctx, const char *name);     /* of a missing one; may be NULL, and return
                                                                  NULL: it is reported otherwise */
};

/* Renders source; appends to out; every problem is reported with file:line:column. False if anything was reported. */
bool mustache_render(struct arena *arena, struct diag *diag, enum mustache_policy policy,
                     const struct mustache_data *data, const struct source *source, struct spans *out);

/* The same for one line (a cell, a file name) that stands at `at`, with `top` pushed on the context stack if not NULL.
 */
bool mustache_line(struct arena *arena, struct diag *diag, enum mustache_policy policy,
                   const struct mustache_data *data, const void *top, const char *text, struct pos at,
                   struct spans *out);

/* The spans' texts in one string. */
const char *spans_text(struct arena *arena, const struct spans *spans);

#endif
