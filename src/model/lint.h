/* Text checks of official style: in come the document's paragraphs and the texts of report.ini, out go findings L2xx
 * and the corrections that have one right answer. Levels and word lists are template data: [文字检查] in rules.ini,
 * [词表 …] in lint.ini. */
#ifndef MODEL_LINT_H
#define MODEL_LINT_H

#include "model/doc.h"

/* One correction: the characters at a place and what shall stand there instead. */
struct lint_edit {
    struct pos at;
    const char *was, *becomes;
};
struct lint_edits {
    struct lint_edit *items;
    size_t count, cap;
};

/* Adds findings; the corrections they suggest, in no particular order. doc may be NULL. */
struct lint_edits lint_run(struct arena *arena, struct diag *diag, const struct facts *facts, struct template *t,
                           const struct doc *doc);

/* Makes the corrections in report.ini (display name `report`) and 正文/ of that folder, nowhere else; what stood there
 * is kept as NAME.bak. Nothing is changed but the characters of each correction; encoding and line ends stay. Returns
 * the number of corrections made; *difference is what changed, in the form of diff -u. Trouble is reported. */
size_t lint_fix(struct arena *arena, struct diag *diag, const char *folder, const char *report,
                const struct lint_edits *edits, struct text_names *kept, const char **difference);

#endif
