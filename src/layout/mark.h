/* Where what a finding speaks of is printed: its places in the report's files → parts of text frames. */
#ifndef LAYOUT_MARK_H
#define LAYOUT_MARK_H

#include "layout/frame.h"

/* One stretch of text on one page that a finding means. */
struct mark {
    const struct finding *finding;
    size_t number; /* of the finding, from 1 */
    size_t page;   /* index */
    LIST_OF(struct frame) parts;
};

struct marks {
    struct mark *items;
    size_t count, cap;
};

/* Marks of findings[0 … n), in their order. A finding whose places are not printed has none. Text: the words that the
 * finding quotes, where they stand; a figure: everywhere it is printed. */
struct marks mark_findings(struct arena *arena, const struct layout *layout, struct finding *const *findings, size_t n);

/* The part of a text frame between two bytes of its text. */
struct frame mark_part(struct arena *arena, const struct frame *frame, size_t from, size_t to);

#endif
