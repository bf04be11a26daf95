/* Formulas over facts: compiled once, evaluated exactly. Grammar: data-format §6. */
#ifndef MODEL_EXPR_H
#define MODEL_EXPR_H

#include "base/diag.h"
#include "base/num.h"
#include "base/text.h"

struct expr; /* a compiled formula */

enum expr_type { EXPR_BLANK, EXPR_NUMBER, EXPR_TEXT, EXPR_BOOL, EXPR_FAILED }; /* FAILED: already reported */

struct expr_value {
    enum expr_type type;
    const struct num *num;
    const char *unit; /* EXPR_NUMBER: "" for a bare number; percent is "" */
    const char *text;
    bool truth;
};

/* How names become values. row is NULL outside rows. A name nobody defines: return false. */
struct expr_scope {
    void *ctx;
    /* The fact of that name; when row is given: its column of that name, and false if it has none. */
    bool (*value)(void *ctx, const void *row, const char *name, struct pos use, struct expr_value *out);
    /* A table's rows: the k-th, NULL past the end; false if there is no such table. */
    bool (*table)(void *ctx, const char *name, const void ***rows, size_t *count);
    /* Does this table have this column (to tell T.col from a fact of that name)? */
    bool (*column)(void *ctx, const char *table, const char *column);
    /* The table should have rows, has none, and that was reported: a total over it fails silently. May be NULL. */
    bool (*missed)(void *ctx, const char *table);
    /* Where a clerk finds what a name stands for in that row; no file if nowhere. May be NULL. */
    struct pos (*place)(void *ctx, const void *row, const char *name);
    /* Names for "nearest". */
    const struct text_names *names;
    /* Where the value of a total over a whole column is kept, by the call that asks for it: the same for every row.
     * NULL: nothing is kept from one evaluation to the next. */
    struct expr_value **(*kept)(void *ctx, const void *call);
};

/* NULL if malformed (reported with file, line, column). at is the position of the first character of text. */
struct expr *expr_compile(struct arena *arena, struct diag *diag, const char *text, struct pos at);

/* The value; mistakes are reported at their place in the formula (T302 T304 T305 T306, C117) and give EXPR_FAILED.
 * Blanks: a blank operand makes + - * / and comparisons blank; 并且/或者 are three-valued (false and blank is false)
 * and look no further once decided; sum, count, min, max skip blanks: of no rows sum is 0, of nothing but blanks it
 * is blank; has(text, word …) is blank for no text; division by zero reports T305, at the entries that
 * are 0 if the scope tells where they are, and is blank. Units: a bare number
 * goes with any unit. Names: 本行.x is column x of `row`; a bare name in a condition is a column of the row tested,
 * else a fact; elsewhere a fact, else a column of `row`. Linear in the rows of the tables named; the scope may keep a
 * total that no 本行. changes. */
struct expr_value expr_eval(struct arena *arena, struct diag *diag, const struct expr *expr,
                            const struct expr_scope *scope, const void *row);

/* Every name the formula mentions, each once, in order (facts, T.col, bare columns; 本行.col with its 本行.). */
struct text_names expr_names(struct arena *arena, const struct expr *expr);

/* What may be meant by a name nobody defines: 甲－乙 is one name, 甲-乙 a formula; else the nearest one known, or NULL.
 */
const char *expr_name_meant(struct arena *arena, const char *name, const struct text_names *known);

/* If the formula is one comparison: its two sides as formulas of their own and the operator as one of = ≠ < ≤ > ≥. */
bool expr_comparison(struct arena *arena, const struct expr *expr, const struct expr **left, const char **op,
                     const struct expr **right);

/* Is it one sum()? Of nothing but blanks that is a blank. */
bool expr_is_sum(const struct expr *expr);

/* The bounds of one name, if the formula is nothing but comparisons of it with numbers that must all hold; else false.
 * A bound that is not set is NULL. */
struct expr_bounds {
    const char *name;
    const struct num *least, *above, *most, *below; /* >= > <= < */
};
bool expr_bounds(const struct expr *expr, struct expr_bounds *out);

/* The parts of sum(total, column = "text") = name, if the formula is that; else false. */
struct expr_share {
    const char *total, *column, *text, *name;
};
bool expr_share(const struct expr *expr, struct expr_share *out);

/* Does the formula add up: one sum(), or a + b with nothing but additions? */
bool expr_is_total(const struct expr *expr);

/* The formula and every part of it that has a value of its own outside sum(), count(), min() and max(). */
struct expr_parts {
    const struct expr **items;
    size_t count, cap;
};
struct expr_parts expr_parts(struct arena *arena, const struct expr *expr);

/* The numbers written in the formula. */
struct expr_numbers {
    const struct num **items;
    size_t count, cap;
};
struct expr_numbers expr_numbers(struct arena *arena, const struct expr *expr);

/* The formula as a spreadsheet formula without the "=": names through `name` (returns a cell or range such as "D7"
 * or "D7:D9"; NULL = not on the sheet). True if every part could be said: conditions inside sum(), count, blank() and
 * texts cannot. out grows only then. */
bool expr_spreadsheet(struct arena *arena, const struct expr *expr, const char *(*name)(void *ctx, const char *name),
                      void *ctx, struct buf *out);

#endif
