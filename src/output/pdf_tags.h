/* The structure tree of a tagged PDF. Private to the pdf*.c files. */
#ifndef OUTPUT_PDF_TAGS_H
#define OUTPUT_PDF_TAGS_H

#include "output/pdf_private.h"

struct tag; /* one structure element */

struct tags *pdf_tags_open(struct pdf *pdf, size_t pages);

/* The element a text frame belongs to, NULL for an artifact. Asked once for each frame, in the order of reading. */
struct tag *pdf_tags_of(struct tags *tags, const struct page_model *model, const struct page *page,
                        const struct frame *frame);

/* /S of the element: H1, P, TD … */
const char *pdf_tag_type(const struct tag *tag);

/* More marked content of an element on a page (index): its MCID. */
int pdf_tags_mark(struct tags *tags, struct tag *tag, size_t page);

/* A link inside an element; its annotations, each giving its StructParent. */
struct tag *pdf_tags_link(struct tags *tags, struct tag *parent);
size_t pdf_tags_annotation(struct tags *tags, struct tag *link, HPDF_Dict annotation);

/* Writes the tree; nothing can be added any more. */
void pdf_tags_close(struct tags *tags);

#endif
