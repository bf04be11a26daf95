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
    /* A fact, or `column` of the current row when row is given. */
    bool (*value)(void *ctx, const void *row, const char *name, struct pos use, struct expr_value *out);
    /* A table's rows: the k-th, NULL past the end; false if there is no such table. */
    bool (*table)(void *ctx, const char *name, const void ***rows, size_t *count);
    /* Does this table have this column (to tell T.col from a fact of that name)? */
    bool (*column)(void *ctx, const char *table, const char *column);
    /* Names for "nearest". */
    const struct text_names *names;
};

/* NULL if malformed (reported with file, line, column). at is the position of the first character of text. */
struct expr *expr_compile(struct arena *arena, struct diag *diag, const char *text, struct pos at);

/* A blank operand makes + - * / and comparisons blank; sum skips blanks; division by zero reports T305 and is blank. */
struct expr_value expr_eval(struct arena *arena, struct diag *diag, const struct expr *expr,
                            const struct expr_scope *scope, const void *row);

/* Every name the formula mentions, each once, in order (facts, T.col, bare columns). */
struct text_names expr_names(struct arena *arena, const struct expr *expr);

/* The formula as a spreadsheet formula without the "=": names through `name` (returns a cell or range such as "D7"
 * or "D7:D9"; NULL = not on the sheet), `true` if every part could be said. Conditions inside sum() cannot. */
bool expr_spreadsheet(struct arena *arena, const struct expr *expr,
                      const char *(*name)(void *ctx, const char *name), void *ctx, struct buf *out);

#endif
