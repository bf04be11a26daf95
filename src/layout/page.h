/* Blocks and grids → pages: 22 lines by index, keeps, repeated table heads, page numbers, rotated annexes. */
#ifndef LAYOUT_PAGE_H
#define LAYOUT_PAGE_H

#include "layout/grid.h"

/* Cannot fail. */
struct layout *page_layout(struct arena *arena, const struct metrics *metrics, const struct doc *doc);

/* The blocks of another document behind all that is there, on new pages that continue the numbers; one bookmark with
 * its title. */
void page_append(struct arena *arena, const struct metrics *metrics, const struct doc *doc, struct layout *layout);

/* The left edge of the text area on the page of that number: the binding side is the left, on even pages the right if
 * mirrored. */
mpt page_left_edge(const struct page_model *model, int number);

/* Reports F001 for every character on the pages that no face has: its U+ code and its place, each character once. */
void page_coverage(struct arena *arena, struct diag *diag, const struct metrics *metrics, const struct layout *layout);

/* Reports F101 for every table cell with a word or figure that does not fit even in 小五: where it was typed, in a
 * preview of a template, whose figures nobody typed, where the widths stand. */
void page_tight_cells(struct arena *arena, struct diag *diag, const struct layout *layout, bool preview);

#endif
