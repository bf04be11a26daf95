/* Pages → PDF file through libharu's object functions; deterministic bytes. */
#ifndef OUTPUT_PDF_H
#define OUTPUT_PDF_H

#include "layout/frame.h"
#include "output/font.h"

/* Writes `path`; false if anything failed (reported). No clock, no locale. */
bool pdf_write(struct arena *arena, struct diag *diag, const struct doc *doc, const struct layout *layout,
               struct fonts *fonts, const char *path);

#endif
