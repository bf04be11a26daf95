/* Private to doc.c: the narrative's spans → blocks. Knows nothing of templates, annexes or pages. */
#ifndef MODEL_DOC_LINES_H
#define MODEL_DOC_LINES_H

#include "model/doc.h"

/* Cuts the spans at newlines of literal text, tells what each line is, and appends its block to doc. Reports I201,
 * I202, I204 and the tables' T2 findings. A table that the template describes (@表) has its name only: no grid yet. facts: unit and date of a bare @落款. */
void doc_lines(struct arena *arena, struct diag *diag, const struct spans *spans, const struct facts *facts,
               struct doc *doc);

#endif
