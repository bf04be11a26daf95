/* Private to `build`: cmd_build.c finds out what there is to do, cmd_outputs.c writes it,
 * cmd_kept.c keeps what it replaces. */
#ifndef CMD_BUILD_H
#define CMD_BUILD_H

#include "base/map.h"
#include "base/os.h"
#include "cmd_issue.h"

struct builds {
    struct map *targets; /* output folder → the report that took it */
    /* of the report at hand */
    const char *target;
    bool pdf, xlsx; /* what to write */
    struct inputs inputs;
    struct stamp *last; /* of the last build; NULL if there was none */
    struct stamp_changes changes;
    const char *issue_text; /* of build.ini */
    bool same_values;       /* as the build.ini that is replaced */
    /* where the replaced outputs are now, below target; NULL if nothing was to be kept */
    const char *kept, *kept_edited;
    struct text_names edited;  /* outputs that were not as they had been written */
    struct text_names proof;   /* files of the proof copy */
    struct text_names outdated; /* outputs that this run does not write and that no longer fit */
};

/* The output set, all or nothing: clean copy, build.ini and stamp if nothing keeps the report from being sent, else only
 * the proof copy, beside what an earlier run has left. False if nothing was written (reported). */
bool outputs_write(struct report_job *job, const struct options *options, struct layout *layout, struct fonts *fonts,
                   bool clean);

/* What becomes of the outputs of the last build: those of other figures, and any that somebody has edited, are kept under
 * 旧版 in the new set; those whose names (`fresh`: of the new ones) are no longer used go. False: it could not be done
 * (*error). outputs_tell_kept says what is kept, once the new set stands. */
bool outputs_keep(struct report_job *job, const struct options *options, const struct text_names *fresh,
                  struct os_stage *stage, const char **error);
void outputs_tell_kept(const struct report_job *job, const struct options *options);

#endif
