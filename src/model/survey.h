/* What a template's texts, tables, formulas and rules name, found without a report: for new reports, previews and the
 * check of templates. */
#ifndef MODEL_SURVEY_H
#define MODEL_SURVEY_H

#include "model/field.h"
#include "model/template.h"

struct survey_name {
    const char *name;
    struct pos at; /* of its field, else of its first use */
    bool used;     /* printed, computed with or judged */
    size_t order;  /* of the first use, from 1 */
    bool guessed;  /* only a pattern (人员.*) has it: no field, no line of 本年.ini */
};

struct survey_table {
    const char *name;
    const struct field_table *def; /* NULL if only patterns and uses know it */
    bool used;
    LIST_OF(struct survey_name) columns;
    struct text_names keys; /* of rows that are named where 行名 leaves them open */
    struct text_names rows; /* rows of 行名 that are named */
    bool repeated;          /* every row is printed */
};

/* A name nobody defines. */
struct survey_miss {
    enum diag_code code;
    const char *name;
    struct pos at;
    const char *near;
};

struct survey_partial {
    const char *name;
    struct pos at;
    bool given; /* the template has a text of its own for it */
};

struct survey {
    struct arena *arena;
    struct template *template;
    struct fields *fields;
    const struct survey *parent; /* of a record's names: those of the report; else NULL */
    const char *record;          /* the list's name; NULL for the report's own names */
    const char *record_label;
    LIST_OF(struct survey_name) names; /* single facts: the fields' in their order, then those that are used */
    LIST_OF(struct survey_table *) tables;
    LIST_OF(struct survey *) records;
    LIST_OF(struct survey_partial) partials; /* in order of use */
    struct text_names files;                 /* of tables */
    LIST_OF(struct survey_miss) misses;
    struct survey_table *bands; /* 等级界限, which nobody fills in; NULL if there are none. Not among the tables */
    struct map *index;          /* name → index + 1 in a size_t; tables under their names with a leading * */
    struct map *seen;           /* partials and files of tables walked */
    size_t uses;
};

/* Never NULL. Problems of the fields themselves go to diag. */
struct survey *survey_template(struct arena *arena, struct diag *diag, struct template *t);

struct survey_table *survey_table(const struct survey *survey, const char *name);

/* The column, NULL if the table has none of that name. */
struct survey_name *survey_column(const struct survey_table *table, const char *name);

#endif
