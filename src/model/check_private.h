/* What the files of the check module share: check.c (applying rules), check_rule.c (reading them), check_figures.c (how
 * a broken rule's figures read), check_gap.c (where a difference may come from), check_alias.c (figures in prose under a name of [别名]),
 * check_called.c (figures right behind an entry's name), check_text.c (names and figures of the narrative), check_annex.c (annexes named in it), check_rows.c (rows filled in
 * in part), check_year.c, check_explain.c. */
#ifndef MODEL_CHECK_PRIVATE_H
#define MODEL_CHECK_PRIVATE_H

#include "model/check.h"
#include "model/check_rule.h"
#include "model/scope.h"
#include "model/text_level.h"

/* A finding that an explanation may name. */
struct answerable {
    const char *key; /* "R13 object [figures]" */
    struct finding *finding;
};

struct gaps;
struct text_figures;

struct check {
    struct arena *arena;
    struct diag *diag;
    const struct facts *facts;
    struct template *template;
    const struct ini *report;
    const struct doc *doc;
    struct expr_scope facts_scope, scope; /* scope counts what is looked at, then asks facts_scope */
    size_t steps, failures;
    struct diag *silent;              /* of evaluations whose mistakes were reported before */
    struct mustache_data data;        /* for 说明: numbers with their units */
    struct gaps *gaps;                /* made when first needed */
    struct text_figures *text;        /* made when first needed */
    const struct text_levels *levels; /* made when first needed */
    struct map *tied;                 /* places of figures in the text that a name ties to the data */
    struct map *differing;            /* places of those that were found to differ */
    LIST_OF(struct answerable) answerables;
};

/* -- check.c -- */

enum outcome { RULE_SKIPPED, RULE_HOLDS, RULE_UNTESTED, RULE_BROKEN, RULE_FAILED };

struct check check_new(struct arena *arena, struct diag *diag, const struct facts *facts, struct template *t,
                       const struct ini *report, const struct doc *doc);

/* Applies one rule to one row (NULL: none). *which: the condition that was looked at, NULL if none. */
enum outcome rule_judge(struct check *c, const struct rule *rule, const struct fact_row *row,
                        const struct condition **which);

/* Is a check of texts (L101 …) switched on? */
bool check_on(struct check *c, enum diag_code code);
/* What it found, at its level, to be explained as "code object [figures]"; NULL if it is off. */
struct finding *check_say(struct check *c, enum diag_code code, struct pos at, const char *object, const char *figures);

/* -- check_figures.c -- */

/* What a broken rule says, worked out once. */
struct figures {
    const char *object; /* what the finding is about */
    const char *line;   /* its figures as the canonical line has them */
    const char *detail; /* for people: names, figures, the difference and what may lie behind it */
};
struct figures rule_figures(struct check *c, const struct rule *rule, const struct condition *condition,
                            const struct fact_row *row);
/* True if an = (≤, ≥) is missed by no more than the tolerance. */
bool rule_tolerates(struct check *c, const struct rule *rule, const struct condition *condition,
                    const struct fact_row *row);
/* A fact's name for people. */
const char *fact_words(struct check *c, const struct fact *fact, const struct fact_row *row);

/* -- check_parts.c -- */

/* The first place of the facts that the rule mentions; at stays as it is if there is none. */
void rule_first_place(struct check *c, const struct rule *rule, const struct fact_row *row, struct pos *at);
/* The others, and every fact that the rule is about. */
void rule_involves(struct check *c, const struct rule *rule, const struct fact_row *row, struct finding *finding);

/* True for a place in the template: what its 本年.ini says is nobody's to fill in. */
bool check_set_by_template(const struct check *c, const struct pos *at);

/* -- check_bands.c -- */

/* The template's [等级], with the facts of a made-up report. */
void check_bands(struct check *c);

/* -- check_gap.c -- */

/* "政府性基金 19.49 + 其他资金 4.21": the one amount, sum or difference of two amounts of the report that equals gap,
 * the difference of the two `sides`; facts of `used` do not count, nor does another fact with a side's value. "" if
 * there is none or more than one. Bounded work. */
const char *gap_reason(struct check *c, const struct num *gap, const struct num *const sides[2], const char *unit,
                       const struct text_names *used, int decimals);

/* -- check_alias.c, check_text.c, check_explain.c -- */

void check_aliases(struct check *c);

/* One paragraph: the runs' texts in one string. */
struct paragraph {
    const struct block *block;
    const char *text;
    size_t *starts; /* byte offset of each run, and the end */
};
const struct paragraph *check_paragraph(struct check *c, const struct block *block);
/* True if the byte was typed, no placeholder printed it. */
bool check_typed_at(const struct paragraph *p, size_t byte);
/* Bytes of the unit behind a number that fits the fact; *num is converted. False if it is another kind of number. */
bool check_fits(struct check *c, const struct fact *fact, const char *behind, const struct num **num, size_t *unit);
/* The fact itself, or as it is printed. */
bool check_agrees(struct check *c, const struct fact *fact, const struct num *num);
/* Says (L101) that the bytes [from, to), whose number stands at `number`, are none of what the facts are; once a number. */
void check_differs(struct check *c, const struct paragraph *p, const struct fact *const *facts, size_t count,
                   size_t from, size_t number, size_t to);

/* 年度 against the date of the report (C118, C119). */
void check_year(struct check *c);

/* Figures right behind the name of an entry (L101); after check_aliases. */
void check_called(struct check *c);
/* Figures that the text calls by part of their name only (L102). */
void check_labels(struct check *c);
/* Significant digits of a number's decimal text. */
size_t text_digits(const char *number);
/* A place as a key. */
const char *check_place_key(struct check *c, struct pos at);
/* Amounts and percentages typed in the text that stand in the data (L103). */
void check_typed(struct check *c);

/* Lists and labels of annexes typed in the narrative against the annexes there are (7.3.7:
 * 附件序号和附件标题应当与附件说明 的表述一致). */
void check_annexes(struct check *c);
/* True if the fact's figure stands in the narrative, or if there is none to look for. */
bool text_has_figure(struct check *c, const struct fact *fact);
/* Rows filled in only in part (L108); after the rules, whose findings it does not repeat. */
void check_rows(struct check *c);
void check_explanations(struct check *c);

#endif
