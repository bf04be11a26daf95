/* Private to `diff`: cmd_diff.c compares and prints, cmd_correct.c writes the note of correction. */
#ifndef CMD_DIFF_H
#define CMD_DIFF_H

#include "cmd_issue.h"
#include "model/changes.h"

/* One side of a comparison. */
struct side {
    const char *path; /* as given */
    struct issue *issue;
    struct report *report; /* NULL if only a build.ini is there */
};

/* 更正说明 of the document `was`: writes the PDF and says how much it holds; reports to diag; false if it could not be
 * written. */
bool correction_write(struct arena *arena, struct diag *diag, const struct options *options,
                      const struct changes *changes, const struct side *was, const struct side *is, const char *path);

#endif
