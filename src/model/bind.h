/* Facts as Mustache data: {{人员.编制数}}, {{#股室}}{{名称}}{{/股室}}, {{x.净}}, {{经费.个数}}, 序号 首 末, partials
 * from 正文/ and the template. */
#ifndef MODEL_BIND_H
#define MODEL_BIND_H

#include "model/facts.h"
#include "model/mustache.h"

/* The texts that were asked for by {{>name}}. */
struct bind_texts {
    struct map *asked;
    struct text_names wanted; /* those that 正文/ does not hold */
    bool no_folder;           /* there is no 正文/: then all that are missing are one finding */
    struct text_names missing; /* those that nobody has, if there is no folder */
};

struct bind_place {
    const char *text_folder; /* REPORT/正文, or NULL */
    struct template *template;
    struct diag *diag;
    struct arena *arena;
    struct bind_texts *texts; /* filled in; may be NULL */
};

/* facts: a report's, or a record's: then its names come first, 名称 序号 首 末 among them.
 * form: FORM_PROSE in narrative, FORM_CELL in tables and file names. */
struct mustache_data bind_facts(struct arena *arena, const struct facts *facts, const struct bind_place *place,
                                enum fact_form form);

/* A row as a context value for mustache_line. */
const void *bind_row(struct mustache_data *data, const struct fact_row *row);

#endif
