/* What build and diff share: from a report, its pages and its fonts to what build.ini and .build-stamp say. */
#ifndef CMD_ISSUE_H
#define CMD_ISSUE_H

#include "cmd.h"
#include "layout/frame.h"
#include "model/issue.h"
#include "model/stamp.h"
#include "output/font.h"

/* What a build reads, noted as it goes. */
struct inputs {
    struct arena *arena;
    const struct options *options;
    const char *folder; /* of the report, absolute */
    struct stamp *stamp;
    struct issue *issue;
};

/* Settings and the report's own files: noted before they are read, so that a change meanwhile is seen next time. */
struct inputs inputs_settings(struct arena *arena, const struct options *options, const char *path, const char *target);
void inputs_report(struct inputs *inputs, const char *path);
/* Templates and fonts, known only now. */
void inputs_shared(struct inputs *inputs, const struct report *report, const struct fonts *fonts);

/* Values, paragraphs and findings, and where they stand. */
void issue_fill(struct issue *issue, struct diag *diag, const struct report *report, const struct layout *layout);

/* 第3页第4行, 附件 第10页表格第7行（基础数据表!D20） … in the language of the messages. */
const char *place_text(struct arena *arena, const struct options *options, const struct issue_place *place);

#endif
