/* Links to the annexes. Private to the pdf*.c files. */
#ifndef OUTPUT_PDF_LINKS_H
#define OUTPUT_PDF_LINKS_H

#include "layout/link.h"
#include "output/pdf_tags.h"

/* The structure element of a link inside `parent`; of one that goes on on another line, the same. */
struct tag *pdf_link_tag(struct pdf *pdf, const struct mention *link, struct tag *parent);

/* The annotation over a part, on the page of that index. pdf_link_tag was called before. */
void pdf_link_add(struct pdf *pdf, const struct page_model *model, const struct mention *link, const struct page *page,
                  size_t index, const struct frame *frame);

#endif
