/* A measured grid → one workbook (the only user of xlsxwriter.h). */
#ifndef OUTPUT_XLSX_H
#define OUTPUT_XLSX_H

#include "layout/proof.h"

/* Writes the annex as a workbook at `path`, then reads it back (input/sheet) and compares every cell, merge and
 * formula; false if anything failed or differs (reported S903, S905, S906). facts: to translate formulas. */
bool xlsx_write(struct arena *arena, struct diag *diag, const struct doc *doc, const struct facts *facts,
                const struct grid_size *size, const char *path);

/* The same as part of the proof copy: what is to be said of a cell is its comment. */
bool xlsx_write_proof(struct arena *arena, struct diag *diag, const struct doc *doc, const struct facts *facts,
                      const struct grid_size *size, const struct proof *proof, const char *path);

struct place;

/* The sheet's name and the cell ("D7") that shows a place of an annex. */
void xlsx_place(struct arena *arena, const struct place *place, const char **sheet, const char **cell);

#endif
