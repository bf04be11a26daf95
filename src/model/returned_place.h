/* A printed place as the bureau writes it, and as diff and 更正说明 do. */
#ifndef MODEL_RETURNED_PLACE_H
#define MODEL_RETURNED_PLACE_H

#include "model/issue.h"

struct printed_place {
    long page, row, line; /* 0: not named */
    const char *rest;     /* 附件1D20, 基础数据表D20, 附件1; "" if nothing else is named */
};

struct printed_place returned_place_read(struct arena *arena, const char *text);

/* True if that is it, or within it (a page, an annex). */
bool returned_place_fits(struct arena *arena, const struct printed_place *place, const struct issue_place *at);

#endif
