/* A report that nobody has filled in yet, as files: for `new` with blanks, for previews with field names or with
 * invented figures. What it holds comes from the template's fields; nothing is written here. */
#ifndef MODEL_DRAFT_H
#define MODEL_DRAFT_H

#include "model/survey.h"

enum draft_kind {
    DRAFT_BLANK,   /* every entry with its label, unit and help; text files to begin with */
    DRAFT_FIGURES, /* invented, computed with the template's formulas */
    DRAFT_NAMES    /* every entry holds its own name; needs the template of draft_names_template */
};

/* Last year's report, for DRAFT_BLANK. */
struct draft_last {
    const struct facts *facts; /* NULL: none */
    const char *text_folder;   /* its 正文, or NULL */
    const char *place;         /* where it is seen from the new report; NULL: not told */
};

struct draft_file {
    const char *name; /* report.ini, 正文/NAME.txt, LIST/NAME.ini */
    const char *text;
};

struct draft {
    struct draft_file *items;
    size_t count, cap;
};

struct draft draft_make(struct arena *arena, struct diag *diag, const struct survey *survey, enum draft_kind kind,
                        const struct draft_last *last);

/* Changes a template so that every entry is a text: no types, units, formulas, rules; nothing of 本年.ini. The survey
 * is the unchanged template's. */
void draft_names_template(struct arena *arena, struct template *t, const struct survey *survey);

/* Writes the files below folder; false and S903 if one cannot be written. */
bool draft_write(struct arena *arena, struct diag *diag, const struct draft *draft, const char *folder);

#endif
