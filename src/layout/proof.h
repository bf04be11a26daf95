/* The proof copy: the report's pages with every finding marked, and the list of findings behind them. */
#ifndef LAYOUT_PROOF_H
#define LAYOUT_PROOF_H

#include "layout/mark.h"

struct proof {
    struct marks marks;
    const char *file; /* its name */
    enum diag_lang lang;
    struct diag *diag;
};

/* Turns the layout of the clean copy into that of the proof copy: a word on every page, the findings' numbers beside
 * their lines, the list on pages of its own. The clean copy must have been written before. */
const struct proof *proof_make(struct arena *arena, const struct metrics *metrics, struct diag *diag,
                               enum diag_lang lang, struct layout *layout);

/* 审核稿.pdf, by the template's word. */
const char *proof_file(struct arena *arena, const struct page_model *model);

#endif
