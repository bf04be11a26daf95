/* One section of rules.ini as data: [规则 …] compares, [评分 …] says what a score should be. Shared by the check of
 * reports and by the check of templates. */
#ifndef MODEL_CHECK_RULE_H
#define MODEL_CHECK_RULE_H

#include "model/expr.h"
#include "model/facts.h"

/* A condition; when it is one comparison, its sides. */
struct condition {
    const struct expr *expr;
    const struct expr *left, *right; /* NULL if it is something else */
    const char *op;                  /* = ≠ < ≤ > ≥ */
    struct text_names names, left_names, right_names;
};

/* A line of a step table: the first one whose `when` holds counts. */
struct step {
    const struct expr *when; /* NULL: always */
    LIST_OF(struct condition) conditions;
};

struct rule {
    const char *id; /* R13 */
    enum diag_level level;
    struct condition applies;       /* 适用; expr NULL: always */
    struct condition condition;     /* 条件, or 对象 = 应得 */
    LIST_OF(struct step) steps;     /* 列 and 行 of a [评分 …] */
    const char *in_text;            /* 见于正文: the name whose figure the narrative must have; NULL otherwise */
    const struct fact_table *table; /* 逐行 or NULL */
    const char *message, *todo;     /* 说明, 处理 or NULL */
    struct pos message_at, todo_at;
    const struct num *tolerance;    /* 容差 or NULL */
    bool blank_fails, blank_silent; /* 空值 = 报错, 忽略 */
    bool last_year;                 /* mentions 上年.… */
    const char *examples[2];        /* 例, 反例 or NULL */
    struct pos examples_at[2];
    struct text_names names; /* of all conditions, then of 适用, each once */
    struct map *known;       /* the same, to ask */
    const struct ini_section *section;
    struct pos at;
};

struct rules {
    LIST_OF(struct rule) list;
};

/* All rules of rules.ini that are in force and can be applied; what is wrong with the others is reported. */
struct rules rules_read(struct arena *arena, struct diag *diag, struct template *t, const struct facts *facts);

/* [等级] of 本年.ini or rules.ini, NULL if the template has no bands. */
const struct ini_section *bands_section(struct arena *arena, struct diag *diag, struct template *t);

/* The text of a rule with 逐项 for one item: 本项 replaced; item may be NULL. */
const char *rule_text(struct arena *arena, const char *text, const char *item);

/* R4 of "规则 R4" or "评分 R4"; NULL if the section is no rule. */
const char *rule_id(const char *section);

#endif
