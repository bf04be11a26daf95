/* Private to survey*.c: where a name stands decides what it means. */
#ifndef MODEL_SURVEY_PRIVATE_H
#define MODEL_SURVEY_PRIVATE_H

#include "base/map.h"
#include "model/survey.h"

/* Inside a section or a repeated row; inner first. */
struct survey_context {
    struct survey_table *table; /* or */
    struct survey *record;
    const struct survey_context *up;
};

/* Marks what the name means as used; false if nobody defines it. */
bool survey_use(struct survey *survey, const struct survey_context *context, const char *name, struct pos at);

/* The context that {{#name}} opens, NULL if it opens none. */
const struct survey_context *survey_enter(struct survey *survey, const struct survey_context *context,
                                          const char *name);

void survey_miss(struct survey *survey, enum diag_code code, const char *name, struct pos at);

/* Misses what 结转 names and the template does not have. */
void survey_carry(struct survey *survey, const char *name, struct pos at);

/* -- survey_walk.c: everything that the template writes -- */
void survey_walk(struct survey *survey, struct diag *diag);

#endif
