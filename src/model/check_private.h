/* What the files of the check module share: check.c (rules), check_figures.c (how a rule's figures read),
 * check_alias.c (figures in prose), check_explain.c ([审核说明]). */
#ifndef MODEL_CHECK_PRIVATE_H
#define MODEL_CHECK_PRIVATE_H

#include "model/check.h"
#include "model/expr.h"
#include "model/scope.h"

struct rule {
    const char *id; /* R13 */
    enum diag_level level;
    const struct expr *condition, *applies; /* 条件; 适用 or NULL */
    const struct fact_table *table;         /* 逐行 or NULL */
    const char *message;                    /* 说明 or NULL */
    struct pos message_at;
    const struct num *tolerance; /* 容差 or NULL */
    bool blank_fails;            /* 空值 = 报错 */
    struct text_names names;     /* of 条件, then of 适用, each once */
    struct pos at;
};

/* A finding that an explanation may name. */
struct answerable {
    const char *key; /* "R13 object [figures]" */
    struct finding *finding;
};

struct check {
    struct arena *arena;
    struct diag *diag;
    const struct facts *facts;
    struct template *template;
    const struct ini *report;
    const struct doc *doc;
    struct expr_scope scope;
    struct diag *silent;       /* of evaluations whose mistakes were reported before */
    struct mustache_data data; /* for 说明: numbers with their units */
    LIST_OF(struct answerable) answerables;
};

/* -- check.c -- */

/* Registers a finding under "id object [figures]"; sets its answer if it may be explained. */
void check_answerable(struct check *c, struct finding *finding, const char *id, const char *object,
                      const char *figures);

/* -- check_figures.c -- */

/* What the rule's finding is about. */
const char *rule_object(struct check *c, const struct rule *rule, const struct fact_row *row);
/* Its figures as the canonical line has them. */
const char *rule_figures(struct check *c, const struct rule *rule, const struct fact_row *row);
/* Names and values of its facts, then the figures of a comparison. */
const char *rule_detail(struct check *c, const struct rule *rule, const struct fact_row *row);
/* True if 条件 is an = whose sides differ by no more than the tolerance. */
bool rule_tolerates(struct check *c, const struct rule *rule, const struct fact_row *row);

/* -- check_alias.c, check_explain.c -- */

void check_aliases(struct check *c);
void check_explanations(struct check *c);

#endif
