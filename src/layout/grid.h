/* A table's sizes: wraps each cell, column widths and row heights in mpt; PDF and XLSX both use the result. */
#ifndef LAYOUT_GRID_H
#define LAYOUT_GRID_H

#include "layout/frame.h"

/* Baseline below the top of a character's box, in 1/1000 of its size: ideographs of CJK faces are drawn in a box from
 * 0.14 below to 0.86 above the baseline (official-layout §1.3). */
enum { LAYOUT_ASCENT = 860 };

/* The same for characters of that size. */
static inline mpt layout_ascent(mpt size)
{
    return (mpt)((int64_t)size * LAYOUT_ASCENT / 1000);
}

/* A measure nothing is broken in. */
enum { LAYOUT_ENDLESS = 100000000 };

/* 小五: table text is not set smaller to make a word or figure fit its cell (official-layout §3). */
enum { GRID_LEAST_SIZE = 9000 };

/* width: the room for the table (text width, or 225 mm rotated). Columns with a share of 0 are as wide as their text
 * wants; the others' shares are millimetres then. Heights of joined cells are spread over their rows. */
struct grid_size *grid_measure(struct arena *arena, const struct metrics *metrics, const struct page_model *model,
                               const struct grid *grid, mpt width);

/* Height of one line of text in a cell of that style. */
mpt grid_pitch(const struct page_model *model, const struct cell_style *style);

/* The part of a grid that stands on one page. Rows are not split, but for one higher than a page. */
struct grid_slice {
    bool head;       /* the repeated head rows above it */
    int first, last; /* rows [first, last) */
    mpt from;        /* height of row `first` that earlier pages have shown */
    mpt upto;        /* end of the shown part of row last - 1; 0 = its end */
};

/* A repeated head is higher than its rows if the label of a cell that joins it with rows below has no room otherwise. */
int64_t grid_slice_height(const struct page_model *model, const struct grid_size *size, const struct grid_slice *slice);

/* Would a part of that height of a joined cell (its anchor's index) stay blank, because the label is too high for it?
 */
bool grid_part_is_blank(const struct page_model *model, const struct grid_size *size, size_t cell, int64_t height);

/* Frames of a slice with its top left corner at (x, y): text and rules. Appends to page. Joins that are cut by the
 * slice repeat their label in it; text too long for that runs on in the next slice. */
void grid_slice_frames(struct arena *arena, const struct page_model *model, const struct grid_size *size,
                       const struct grid_slice *slice, mpt x, mpt y, struct page *page);

/* One frame for each piece of a line that begins at x and stands on the baseline y. block or cell: its owner. */
void layout_line_frames(struct arena *arena, const struct line *line, mpt x, mpt y, const struct block *block,
                        const struct cell *cell, struct page *page);

#endif
