/* What the pdf*.c files share. libharu keeps document, pages, objects, cross references; fonts, content streams and
 * metadata are our own objects in it. libharu stays inside these files.
 * After the first failure every helper does nothing and returns NULL or 0, so callers need no tests in between; failed
 * objects are never written: pdf_write looks at pdf->failed before it saves. */
#ifndef OUTPUT_PDF_PRIVATE_H
#define OUTPUT_PDF_PRIVATE_H

#include "base/text.h"
#include "output/pdf.h"

#include <hpdf.h>
#include <hpdf_objects.h>
#include <libdeflate.h>
#include <nettle/sha2.h>

struct pdf_font {
    const struct font_cut *cut; /* NULL: the document does not use this face */
    HPDF_Dict dict;             /* its Type0 font */
};

struct pdf {
    HPDF_Doc doc;
    struct arena *arena;
    struct libdeflate_compressor *compressor;
    void *scratch; /* what was packed last */
    size_t scratch_size;
    struct sha256_ctx hash; /* over everything that makes the content: the file's ID */
    size_t size;            /* … and how much that is, in bytes */
    bool failed;
    HPDF_STATUS error, detail; /* libharu's first complaint */
    struct pdf_font *fonts;    /* per face */
    HPDF_Page *pages;
    HPDF_Array *annots;        /* per page, NULL without any */
    const struct proof *proof; /* NULL: the clean copy */
    struct tags *tags;
    struct links *links;
    size_t link_number; /* of the mention that was drawn last, and its element */
    struct tag *link_tag;
};

/* -- pdf_objects.c -- */

/* A new indirect dictionary whose text between << and >> is body (in the arena). */
HPDF_Dict pdf_object(struct pdf *pdf, const char *body);
/* Another text for it: its own object number may be needed first. */
void pdf_body(struct pdf *pdf, HPDF_Dict dict, const char *body);
/* A new indirect stream: entries (may be "") beside /Length and /Filter. */
HPDF_Dict pdf_stream(struct pdf *pdf, const char *entries, const void *data, size_t size);
/* The same into an existing stream dictionary (a page's contents). */
void pdf_fill(struct pdf *pdf, HPDF_Dict stream, const char *entries, const void *data, size_t size);
/* A stream that stays readable in the file (XMP). */
HPDF_Dict pdf_plain_stream(struct pdf *pdf, const char *entries, const void *data, size_t size);
/* Object number of an indirect object; 0 after a failure. */
unsigned pdf_ref(const struct pdf *pdf, const void *object);
/* Sets an entry; takes the value over. */
void pdf_entry(struct pdf *pdf, HPDF_Dict dict, const char *key, void *value);
/* Adds an annotation to the page of that index. */
void pdf_annotate(struct pdf *pdf, size_t page, HPDF_Dict annotation);
/* A character as hexadecimal digits of its UTF-16 units. */
void pdf_hex(struct buf *buf, uint32_t c);
enum { PDF_TEXT_MOST = 8000 }; /* characters of a string; PDF/A-1 allows 65535 bytes */
/* A text string object (UTF-16BE); a longer text ends with …. */
HPDF_Binary pdf_text(struct pdf *pdf, const char *text);
/* Appends millipoints as points: "28.5". */
void pdf_points(struct buf *buf, int64_t millipoints);
/* false after a failure; notes the status of a libharu call. */
bool pdf_ok(struct pdf *pdf, HPDF_STATUS status);

/* -- pdf_font.c -- */

/* The Type0 font of a cut face, whose program is given back. */
HPDF_Dict pdf_font(struct pdf *pdf, struct font_cut *cut);

/* -- pdf_page.c -- */

/* The content of the page of that index into libharu's page. */
void pdf_page(struct pdf *pdf, const struct layout *layout, size_t index);
/* A text frame's box in the page's own space, whatever way the content is turned: x0 y0 x1 y1. */
void pdf_box(const struct page_model *model, const struct page *page, const struct frame *frame, mpt corners[static 4]);

/* -- pdf_proof.c -- */

void pdf_proof(struct pdf *pdf, const struct layout *layout, const struct proof *proof);

/* -- pdf_meta.c -- */

void pdf_bookmarks(struct pdf *pdf, const struct layout *layout);
/* Info, XMP, output intent, language, identity; the last thing before saving. */
void pdf_metadata(struct pdf *pdf, const struct doc *doc);

#endif
