/* Rules written in templates (rules.ini), bands, figures in prose against [别名], and the clerk's [审核说明]. */
#ifndef MODEL_CHECK_H
#define MODEL_CHECK_H

#include "model/doc.h"

/* Adds findings for every rule of rules.ini that does not hold and for every figure of the text that differs from the
 * fact that [别名] ties it to; then marks what [审核说明] answers.
 *
 * A finding that can be answered has one canonical line: `RULE OBJECT [FIGURES] = `.
 * OBJECT: TABLE.ROW for a rule with 逐行, else the first name of 条件. FIGURES: 条件 if it is one comparison, as found
 * (940.47 ≠ 942.94; 9 ≥ 9 for a < that fails), else 适用 if that is one comparison, as it holds (9 < 10), else the
 * values of all facts that the rule mentions, joined by ，. The line never holds an = before the last one.
 *
 * doc may be NULL. */
void check_run(struct arena *arena, struct diag *diag, const struct facts *facts, struct template *t,
               const struct ini *report, const struct doc *doc);

/* Hints at what was taken over from last year's report, whose folder is last_folder: paragraphs word for word (L104;
 * folder: of this report, NULL if it is not in files), amounts to the last digit (L105). */
void check_last(struct arena *arena, struct diag *diag, const struct facts *facts, struct template *t,
                const struct ini *report, const char *folder, const char *last_folder);

/* Tries a template without a report: its fields' formulas and its rules with made-up values (unknown names T302, units
 * T304, circles T303, texts as numbers T306, rules that can never apply T402), its bands at every bound (T403); applies
 * each rule to its 例, which must hold, and to its 反例, which must not (T401). Everything is reported with file and
 * line. */
void check_rules(struct arena *arena, struct diag *diag, struct template *t);

#endif
