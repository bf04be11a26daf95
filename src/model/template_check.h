/* A template judged without a report: names nobody defines, fields nothing uses, tables that do not add up. */
#ifndef MODEL_TEMPLATE_CHECK_H
#define MODEL_TEMPLATE_CHECK_H

#include "model/doc.h"
#include "model/draft.h"

/* Reports to diag. What only shows when a report is filled in is tried on invented figures, in a temporary folder.
 * *model receives the page model, for the faces; NULL if there is none. */
void template_check(struct arena *arena, struct diag *diag, struct template *t, const struct page_model **model);

/* A draft read as a report. */
struct draft_report {
    struct facts *facts;
    struct doc *doc;
};

/* Draws up a draft and reads it from a folder that is gone afterwards. False if there can be none: no folder, an
 * unreadable report.ini (both go to diag; all problems of the invented report to trial). DRAFT_NAMES changes t. */
bool draft_try(struct arena *arena, struct diag *diag, struct diag *trial, struct template *t,
               const struct survey *survey, enum draft_kind kind, struct draft_report *out);

#endif
