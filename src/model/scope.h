/* Facts as the names of expressions: shared by the fields' formulas and the rules. */
#ifndef MODEL_SCOPE_H
#define MODEL_SCOPE_H

#include "model/expr.h"
#include "model/facts.h"

/* A percentage is a bare number, an amount has its unit; a blank is blank; a fact that was reported is EXPR_FAILED.
 * Rows are struct fact_row *. In a row `本行.col` and `col` are its cells, 序号 首 末 what they say.
 * Of any x: `x.数` is its number without unit (blank if it is words), `x.单位` its unit (% included), `x.符号` the mark
 * in front of an indicator's number, one of ≥ > ≤ < = (blank if there is none). `上年.x` is last year's x. */
struct expr_scope facts_scope(const struct facts *facts);

/* The fact a name of an expression means, in a row (NULL: none) or outside; NULL if it is no single fact. */
const struct fact *scope_fact(const struct facts *facts, const struct fact_row *row, const char *name);

enum scope_part { PART_NUMBER, PART_UNIT, PART_SIGN };

/* x of a name x.数 x.单位 x.符号, and which it is (part may be NULL); NULL if the name ends otherwise. */
const char *scope_part_of(struct arena *arena, const char *name, enum scope_part *part);

/* The table whose column a name T.col means, else NULL; *column (may be NULL) is the column's part of the name: both
 * may hold dots. */
const struct fact_table *scope_column_of(const struct facts *facts, const char *name, const char **column);

/* Where a clerk finds a fact: its own place if it was typed, else the place of the first typed one it comes from. */
struct pos scope_place(const struct facts *facts, const struct fact *fact);

/* True if the fact is blank because a required entry is: its own, or one that its formula needs. */
bool scope_missed(const struct facts *facts, const struct fact *fact);

#endif
