/* Shared by grid.c (cells and rows) and grid_columns.c (column widths). */
#ifndef LAYOUT_GRID_PRIVATE_H
#define LAYOUT_GRID_PRIVATE_H

#include "layout/grid.h"

enum { GRID_FEW_RUNS = 16 };

/* ncol widths that add up to `width`. */
mpt *grid_columns(struct arena *arena, const struct metrics *metrics, const struct page_model *model,
                  const struct grid *grid, mpt width);

/* A cell's text as runs of type `size` (0: its style's). *runs has room for GRID_FEW_RUNS, or is replaced. */
size_t grid_runs(struct arena *arena, const struct page_model *model, const struct cell *cell, mpt size,
                 struct line_run **runs);

/* A span that begins at `at` and does not pass the last column or row. */
int grid_span(int span, int at, int most);

#endif
