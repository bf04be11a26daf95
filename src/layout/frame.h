/* What layout hands to the writers: things at places. Drawing decides nothing. Origin: the page's top left corner,
 * y downward, mpt. On a rotated page coordinates are those of the landscape view (841890 × 595276). */
#ifndef LAYOUT_FRAME_H
#define LAYOUT_FRAME_H

#include "layout/line.h"

/* BLANK: the room of a cell that shows a figure nobody has filled in; not drawn, but can be marked. */
enum frame_kind { FRAME_TEXT, FRAME_LINE, FRAME_BLANK };

struct frame {
    enum frame_kind kind;
    mpt x, y;   /* TEXT, BLANK: left end of the baseline; LINE: first corner */
    mpt w, h;   /* LINE: extent; TEXT, BLANK: total advance and 0 */
    mpt weight; /* LINE: line width */
    int face;   /* TEXT: the face that really draws it (fallback resolved) */
    mpt size;
    const char *text;    /* one face, one baseline */
    const mpt *advances; /* one for each code point of text: exactly where the next one stands */
    size_t count;        /* code points */
    const struct fact *fact;
    const struct block *block; /* what it belongs to, for structure; NULL: artifact (page number, rule) */
    const struct cell *cell;
    size_t run, at; /* TEXT: which run of the block (span of the cell) it begins in, and at which byte of that */
    uint32_t color; /* 0xRRGGBB; 0 = black */
    bool upright;   /* on a rotated page: drawn in portrait coordinates (page number) */
};

struct page {
    int number;              /* printed number, from 1 */
    bool unnumbered;         /* a blank page, 版记 behind one (7.5), a table with 页码 = 无 */
    bool rotated;            /* landscape content turned 90° counter-clockwise on a portrait page */
    const struct grid *grid; /* annex page: its grid, else NULL */
    LIST_OF(struct frame) frames;
};

struct bookmark {
    const char *text;
    int level;   /* 1 = top */
    size_t page; /* index */
    mpt y;
};

/* A grid measured once for both writers. */
struct grid_size {
    const struct grid *grid;
    mpt *col;                           /* ncol widths */
    mpt *row;                           /* nrow heights */
    int64_t *top;                       /* nrow + 1: sum of the heights above each row */
    struct lines *cells;                /* nrow × ncol: the wrapped lines of each anchor cell (line.h) */
    size_t *anchor;                     /* nrow × ncol: index of the cell that each place belongs to */
    LIST_OF(const struct cell *) tight; /* a word or figure of theirs is wider than the cell even in 小五 */
    mpt sign_type;                      /* size of the sign-off line's characters */
    int page;                           /* number of an annex's first page; 0 = none */
};

struct layout {
    const struct page_model *model;
    LIST_OF(struct page) pages;
    LIST_OF(struct bookmark) bookmarks;
    LIST_OF(struct grid_size *) grids;        /* the annexes, in order */
    LIST_OF(const struct grid_size *) tables; /* those in the text */
};

#endif
