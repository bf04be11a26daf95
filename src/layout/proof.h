/* The proof copy: the report's pages with every finding marked, and the list of findings behind them. */
#ifndef LAYOUT_PROOF_H
#define LAYOUT_PROOF_H

#include "layout/mark.h"

/* What is to be said of one cell: the lines of its findings. */
struct cell_note {
    const struct cell *cell;
    const char *text;
};

struct proof {
    struct marks marks;
    struct {
        struct cell_note *items;
        size_t count, cap;
    } notes;
    const char *file; /* its name */
    enum diag_lang lang;
    struct diag *diag;
};

/* Turns the layout of the clean copy into that of the proof copy: a word on every page, the findings' numbers beside
 * their lines, the list on pages of its own. The clean copy must have been written before. */
const struct proof *proof_make(struct arena *arena, const struct metrics *metrics, struct diag *diag,
                               enum diag_lang lang, struct layout *layout);

/* 审核稿-附件1 ….xlsx: the annex with its notes. */
const char *proof_annex_file(struct arena *arena, const struct page_model *model, const struct grid *grid);

/* The place of a note's cell in the grid; false if it is not one of the grid's. */
bool proof_note_place(const struct cell_note *note, const struct grid *grid, int *row, int *col);
bool proof_has_notes(const struct proof *proof, const struct grid *grid);

/* 审核稿.pdf, by the template's word. */
const char *proof_file(struct arena *arena, const struct page_model *model);

#endif
