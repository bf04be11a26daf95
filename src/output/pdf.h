/* Pages → PDF file through libharu's object functions; deterministic bytes. */
#ifndef OUTPUT_PDF_H
#define OUTPUT_PDF_H

#include "layout/proof.h"
#include "output/font.h"

/* Writes `path`, of a stage or in memory; false if anything failed (reported). No clock, no locale. proof: NULL for the clean copy, which is
 * PDF/A-1b; what proof_make made of the layout for the proof copy, which is not and does not say so. */
bool pdf_write(struct arena *arena, struct diag *diag, const struct doc *doc, const struct layout *layout,
               struct fonts *fonts, const struct proof *proof, const char *path);

#endif
