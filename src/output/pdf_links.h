/* Links to the annexes. Private to the pdf*.c files. */
#ifndef OUTPUT_PDF_LINKS_H
#define OUTPUT_PDF_LINKS_H

#include "output/pdf_tags.h"

struct mention; /* one place of the text that names an annex; it may stand on two lines */

struct links *pdf_links_open(struct pdf *pdf, const struct doc *doc, const struct layout *layout);

/* Cuts a text frame where links begin and end: the part from byte *at on, which moves behind it; *link is NULL for
 * plain text. False at the frame's end. */
bool pdf_links_part(struct links *links, const struct frame *frame, size_t *at, struct frame *part,
                    struct mention **link);

/* The link's structure element, inside `parent`. */
struct tag *pdf_links_tag(struct tags *tags, struct mention *link, struct tag *parent);

/* The annotation over a part, on the page of that index. pdf_links_tag was called before. */
void pdf_links_add(struct links *links, struct tags *tags, struct mention *link, const struct page *page, size_t index,
                   const struct frame *frame);

#endif
