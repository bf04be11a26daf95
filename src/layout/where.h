/* Fact → every place where it is printed: a line of a page, a row of a table. For diff, build.ini and proof. */
#ifndef LAYOUT_WHERE_H
#define LAYOUT_WHERE_H

#include "layout/frame.h"

enum place_part { PLACE_CELL, PLACE_TITLE, PLACE_UNIT, PLACE_NOTE, PLACE_SIGN };

struct place {
    int page;                      /* printed number */
    int line;                      /* on the page, from 1, as a reader counts: printed lines only; 0 in an annex */
    const struct grid_size *annex; /* NULL in the narrative … */
    enum place_part part;          /* … else what of it */
    int row, col;                  /* the cell, from 0; row of 注 and 签字行: which one */
};
struct places {
    struct place *items;
    size_t count, cap;
};

/* The printed lines of a text: where each begins, in order of `at`. */
struct text_line {
    int page, line;
    size_t at; /* byte of the runs (of a cell: spans) one behind the other */
};
struct text_lines {
    struct text_line *items;
    size_t count, cap;
};

struct where;

/* Walks pages and annexes once. */
struct where *where_build(struct arena *arena, const struct doc *doc, const struct layout *layout);

/* Every place of the fact in order of pages, each once; none if it is not printed. A blank one has the places of the
 * annex cells that would show it. The name is the fact's full one. */
const struct places *where_fact(const struct where *where, const char *name);

/* Where a block of the narrative begins, a row of an annex, another part of it (row: which 注, which cell of 签字行), a
 * line of 版头 or 版记; page 0 if nothing of it is printed. */
struct place where_block(const struct where *where, const struct block *block);
struct place where_row(const struct where *where, const struct grid *grid, int row);
struct place where_part(const struct where *where, const struct grid *grid, enum place_part part, int row);
struct place where_phrase(const struct where *where, const struct phrase *phrase);

/* The lines of a block of the narrative or (not NULL) of a cell of the table that it is. */
const struct text_lines *where_lines(const struct where *where, const struct block *block, const struct cell *cell);

#endif
