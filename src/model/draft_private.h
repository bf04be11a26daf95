/* Private to draft.c (what is written where) and draft_value.c (with what). */
#ifndef MODEL_DRAFT_PRIVATE_H
#define MODEL_DRAFT_PRIVATE_H

#include "base/map.h"
#include "model/draft.h"

struct draft_maker {
    struct arena *arena;
    struct diag *scratch; /* what is wrong with the template is said elsewhere */
    const struct survey *survey;
    enum draft_kind kind;
    struct draft_last last;
    int year;
    struct buf out;
    size_t entries; /* of the section so far */
    size_t amounts; /* of the section so far: invented amounts fall from one to the next */
};

/* What stands behind the = of a single entry; "" if blank. */
const char *draft_value(struct draft_maker *m, const char *name, const struct field *field);

/* One cell; key is the row's name or ordinal. */
const char *draft_cell(struct draft_maker *m, const struct survey_table *table, const char *key, size_t ordinal,
                       const char *column, const struct field *field);

/* The rows of last year's table when they are taken over; NULL otherwise. */
const struct fact_table *draft_last_rows(struct draft_maker *m, const struct survey_table *table);

/* The year that the template's name holds. */
int draft_year(const struct template *t);

#endif
