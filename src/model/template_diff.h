/* Two merged templates → what one has and the other has not, with the place of every line. */
#ifndef MODEL_TEMPLATE_DIFF_H
#define MODEL_TEMPLATE_DIFF_H

#include "model/template.h"

struct template_change {
    const char *file, *section, *key; /* key is NULL for a text file */
    const char *before, *after;       /* values; NULL = not there */
    struct pos before_at, after_at;
};

struct template_changes {
    struct template_change *items;
    size_t count, cap;
};

/* In the order of files, sections and keys; for text files one entry a line that differs. */
struct template_changes template_diff(struct arena *arena, struct diag *diag, struct template *a, struct template *b);

#endif
