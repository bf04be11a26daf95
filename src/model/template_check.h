/* A template judged without a report: names nobody defines, fields nothing uses, tables that do not add up. */
#ifndef MODEL_TEMPLATE_CHECK_H
#define MODEL_TEMPLATE_CHECK_H

#include "model/doc.h"

/* Reports to diag. What only shows when a report is filled in is tried on invented figures, in a temporary folder.
 * *model receives the page model, for the faces; NULL if there is none. */
void template_check(struct arena *arena, struct diag *diag, struct template *t, const struct page_model **model);

/* A draft filled in: facts and document of the files in folder; problems go to diag. */
struct draft_report {
    struct facts *facts;
    struct doc *doc;
};
bool draft_load(struct arena *arena, struct diag *diag, struct template *t, const char *folder,
                struct draft_report *out);

#endif
