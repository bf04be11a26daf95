/* A table's sizes: wraps each cell, column widths and row heights in mpt; PDF and XLSX both use the result. */
#ifndef LAYOUT_GRID_H
#define LAYOUT_GRID_H

#include "layout/frame.h"

/* width: the room for the table (text width, or 225 mm rotated). Heights of joined cells are spread over their rows. */
struct grid_size *grid_measure(struct arena *arena, const struct metrics *metrics, const struct page_model *model,
                               const struct grid *grid, mpt width);

/* Frames of rows [first, last) with the top left corner at (x, y): text and rules. Appends to page. Joins that are
 * cut by the range repeat their label in it. */
void grid_frames(struct arena *arena, const struct page_model *model, const struct grid_size *size, int first,
                 int last, mpt x, mpt y, struct page *page);

#endif
