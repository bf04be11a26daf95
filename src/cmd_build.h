/* Private to `build`: cmd_build.c finds out what there is to do, cmd_outputs.c writes it. */
#ifndef CMD_BUILD_H
#define CMD_BUILD_H

#include "base/map.h"
#include "cmd_issue.h"

struct builds {
    struct map *targets; /* output folder → the report that took it */
    /* of the report at hand */
    const char *target;
    bool pdf, xlsx; /* what to write */
    struct inputs inputs;
    struct stamp *last; /* of the last build; NULL if there was none */
    struct stamp_change change;
    struct text_names proof;   /* files of the proof copy */
    struct text_names outdated; /* outputs that this run does not write and that no longer fit */
};

/* The output set, all or nothing: clean copy, build.ini and stamp if nothing keeps the report from being sent, else only
 * the proof copy, beside what an earlier run has left. False if nothing was written (reported). */
bool outputs_write(struct report_job *job, const struct options *options, struct layout *layout, struct fonts *fonts,
                   bool clean);

#endif
