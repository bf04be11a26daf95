/* Rules written in templates (rules.ini), bands, figures in prose against [别名], and the clerk's [审核说明]. */
#ifndef MODEL_CHECK_H
#define MODEL_CHECK_H

#include "model/doc.h"

/* Adds findings for every rule that does not hold, then marks those that [审核说明] answers. */
void check_run(struct arena *arena, struct diag *diag, const struct facts *facts, struct template *t,
               const struct ini *report, const struct doc *doc);

/* The expression scope over facts, shared by field formulas and rules. */
struct expr_scope;
struct expr_scope facts_scope(const struct facts *facts);

#endif
