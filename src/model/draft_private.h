/* Private to draft.c (what is written where) and draft_value.c (with what). */
#ifndef MODEL_DRAFT_PRIVATE_H
#define MODEL_DRAFT_PRIVATE_H

#include "base/map.h"
#include "model/draft.h"

/* The row of `table` that holds `text` in column `group` has `value` in `column`. */
struct draft_share {
    const char *table, *column, *group, *text, *value;
};

struct draft_maker {
    struct arena *arena;
    struct diag *scratch; /* what is wrong with the template is said elsewhere */
    const struct survey *survey;
    enum draft_kind kind;
    struct draft_last last;
    int year;
    LIST_OF(struct draft_share) shares; /* for DRAFT_FIGURES */
    struct buf out;
    size_t entries; /* of the section so far */
    size_t amounts; /* of the section so far: invented amounts fall from one to the next */
};

/* What stands behind the = of a single entry; "" if blank. */
const char *draft_value(struct draft_maker *m, const char *name, const struct field *field);

/* One cell; key is the row's name or ordinal. */
const char *draft_cell(struct draft_maker *m, const struct survey_table *table, const char *key, size_t ordinal,
                       const char *column, const struct field *field);

/* Fills m->shares. */
void draft_read_shares(struct draft_maker *m);

/* How many rows of the table they ask for. */
size_t draft_shares(const struct draft_maker *m, const char *table);

/* What they ask of a cell of row `ordinal`, from 1; NULL: nothing. */
const char *draft_shared(const struct draft_maker *m, const char *table, size_t ordinal, const char *column,
                         const struct field *field);

/* The rows of last year's table when they are taken over; NULL otherwise. */
const struct fact_table *draft_last_rows(struct draft_maker *m, const struct survey_table *table);

/* The year that the template's name holds. */
int draft_year(const struct template *t);

#endif
