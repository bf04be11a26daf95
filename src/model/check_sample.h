/* Made-up reports for trying a template: values by name → an INI file as a clerk would write it. */
#ifndef MODEL_CHECK_SAMPLE_H
#define MODEL_CHECK_SAMPLE_H

#include "model/field.h"

struct sample;

struct sample *sample_new(struct arena *arena, struct fields *fields);

/* Sets a single fact (支出.甲) or a cell (经费.三公经费.本年决算), the last value counts, for each "name = value" of a line
 * cut at ;. `row`: the table that 本行. means, or NULL. */
void sample_assign(struct sample *sample, const char *line, const char *row, struct pos at);

/* A value of the right kind for a name that has none yet. */
void sample_fill(struct sample *sample, const char *name);

/* T.col: a column of a table that leaves its columns to the report. */
void sample_column(struct sample *sample, const char *name);

/* One for everything that the fields name. */
void sample_fill_all(struct sample *sample);

/* The names that were assigned by sample_assign, as written. */
struct text_names sample_names(const struct sample *sample);

const struct ini *sample_ini(struct sample *sample);

#endif
