/* Parts of text frames that lead to an annex. */
#ifndef LAYOUT_LINK_H
#define LAYOUT_LINK_H

#include "layout/frame.h"

/* Bytes [from, to) of a block's text that name an annex; they may stand on two lines, or pages. */
struct mention {
    size_t from, to;
    size_t page;   /* index of the annex's first page */
    size_t number; /* of the mention, from 1 */
};

struct links;

/* For the frames of this layout, which must be asked about in the order of reading. Lives in the arena. */
struct links *links_open(struct arena *arena, const struct doc *doc, const struct layout *layout);

/* Cuts a text frame where mentions begin and end: the part from byte *at on, which moves behind it; *link is NULL for
 * plain text, and good until the next call. False at the frame's end. */
bool links_part(struct links *links, const struct frame *frame, size_t *at, struct frame *part,
                const struct mention **link);

#endif
