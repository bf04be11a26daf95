/* Paragraph → lines: Chinese line breaking, squeeze and stretch, both edges exact (official-layout §4;
 * GB/T 15834-2011 5.1, W3C clreq). The same code sets narrative and table cells. */
#ifndef LAYOUT_LINE_H
#define LAYOUT_LINE_H

#include "layout/metrics.h"
#include "model/doc.h"

/* Input: text of one face and size. */
struct line_run {
    const char *text;
    int face;
    mpt size;
    const struct fact *fact;
};

/* Output: a stretch of one line with one resolved face. */
struct piece {
    const char *text; /* NUL-terminated */
    mpt *advances;    /* one for each code point */
    size_t count;
    int face; /* resolved */
    mpt size;
    mpt x;     /* from the left edge of the measure */
    mpt width; /* sum of advances */
    const struct fact *fact;
    size_t run, at; /* its first character: index of the run, byte in the run's text */
};

struct line {
    LIST_OF(struct piece) pieces;
    mpt width; /* to the right end of the last piece */
    bool last; /* of its paragraph, or before a typed line break */
};

struct lines {
    struct line *items;
    size_t count, cap;
    bool cut; /* a word, figure or mark was parted from what it holds to: the measure is too narrow for it */
};

struct line_spec {
    mpt measure;        /* full width */
    mpt first, rest;    /* indents of the first line and of the others */
    mpt cell;           /* advance of a full-width character: 15793 on the grid; 0 = its size */
    enum align align;   /* lines that are not justified */
    bool justify;       /* every line but the last set to both edges */
    const size_t *ends; /* places of the lines behind the first, by character: chosen already */
    size_t nend;
    int each;    /* cost of every line of a justified paragraph, in line_fit's measure: > 0 fewer lines, < 0 more */
    mpt tighten; /* how much too wide a line may be that is not broken but set closer */
};

/* Breaks the runs ("\n" in them is a forced break). Linear in the number of characters. Appends to out. */
void line_break(struct arena *arena, const struct metrics *metrics, const struct line_run *runs, size_t nrun,
                const struct line_spec *spec, struct lines *out);

struct line_extent {
    mpt piece; /* the widest stretch that is not broken unless it must be; dates and addresses may be */
    mpt whole; /* the widest line if nothing is broken but at "\n" */
};

struct line_extent line_extent(struct arena *arena, const struct metrics *metrics, const struct line_run *runs,
                               size_t nrun, mpt cell);

/* Width of one line of text without breaks. */
mpt line_width(const struct metrics *metrics, const char *text, int face, mpt size, mpt cell);

#endif
