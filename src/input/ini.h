/* One INI file with order, positions and repeated 行 lines. iniparser does the parsing; the cleaning pass in front
 * of it gives it ordinals only (data-format §1). The only module that includes iniparser.h. */
#ifndef INPUT_INI_H
#define INPUT_INI_H

#include "base/diag.h"
#include "base/map.h"
#include "base/text.h"
#include "input/encoding.h"

struct ini_key {
    const char *name;
    const char *value; /* trimmed, exactly as written otherwise; "" if empty */
    struct pos at;     /* of the name */
    struct pos value_at;
};

struct ini_section {
    const char *name;
    struct pos at;
    LIST_OF(struct ini_key) keys; /* file order; the name 行 may occur more than once */
    struct map *by_name;          /* name → index + 1 as a pointer-sized integer; use ini_key() */
};

struct ini {
    const char *file;
    const char *path; /* where it was read; NULL if it was not */
    bool example;     /* a rule's example, which says more than 本年.ini */
    LIST_OF(struct ini_section *) sections; /* file order */
    struct map *by_name;
};

/* Reads and reports; NULL only if the file gave no text at all. Erroneous lines are left out, as are the keys behind a
 * malformed section line; a duplicate section adds to the first one of that name. */
struct ini *ini_read(struct arena *arena, struct diag *diag, const char *path, const char *file);
struct ini *ini_parse(struct arena *arena, struct diag *diag, const struct source *source);

/* An empty one, and building by hand (the template chain merges files this way). Names and values are not copied.
 * A section that exists is returned as it is; keys are always added. */
struct ini *ini_new(struct arena *arena, const char *file);
struct ini_section *ini_add_section(struct arena *arena, struct ini *ini, const char *name, struct pos at);
struct ini_key *ini_add_key(struct arena *arena, struct ini_section *section, const char *name, const char *value,
                            struct pos at, struct pos value_at);

struct ini_section *ini_section(const struct ini *ini, const char *name); /* NULL if absent */
struct ini_key *ini_key(const struct ini_section *section, const char *name); /* the first of that name, or NULL */
/* The value of section.key, or fallback; *at (may be NULL) receives its position when found. */
const char *ini_value(const struct ini *ini, const char *section, const char *key, const char *fallback, struct pos *at);

/* Cell lists: cut at unescaped |, cells trimmed, the escapes \| \n \\ resolved. `raw` tells whether a cell was
 * written empty or with a leading escape: a mark (< ^ ! * -) counts only if it is not escaped. */
struct ini_cell {
    const char *text;  /* escapes resolved; "\n" is a real line break */
    bool escaped_mark; /* the cell's first character was escaped with a backslash */
    bool truly_empty;  /* written as a lone backslash */
    struct pos at;
};
struct ini_cells {
    struct ini_cell *items;
    size_t count, cap;
};
/* A closing | adds the last empty cell. An empty value gives one empty cell. `\|` is always a bar: a truly empty cell
 * needs a space before the next bar. */
struct ini_cells ini_cells(struct arena *arena, const char *value, struct pos at);

/* The way back: one cell and the bar behind it; bars, backslashes and line breaks in it are escaped, marks at its
 * beginning are not. NULL is an empty cell. */
void ini_cell_add(struct buf *out, const char *text);

/* A row of a report's table: the same cells, but marks at the beginning are escaped and an empty cell is a lone
 * backslash, so that it does not repeat the one above; no bar behind the last. */
const char *ini_row(struct arena *arena, const char *const *cells, size_t count);

#endif
