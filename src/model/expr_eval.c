/* Tree + scope → value. Exact; blanks spread; every mistake is reported once with its place in the formula and then
 * travels up as EXPR_FAILED. Must not know facts: names become values through the scope alone.
 *
 * Three kinds of names: 本行.x is the row the caller gave; a bare name inside a condition is a column of the row that
 * is walked, else a fact; anywhere else it is a fact, else a column of the row the caller gave. A call over T.col does
 * not depend on the row that is walked, so it is computed once in an evaluation; without 本行. in it, it does not
 * depend on the caller's row either, and the scope may keep it: what is linear for one row stays linear for all. */
#include "model/expr_node.h"

#include <string.h>

enum { TABLE_DOTS = 8, MOST_PLACES = 100 };

struct eval {
    struct arena *arena;
    struct diag *diag;
    const struct expr *expr;
    const struct expr_scope *scope;
    const void *row;           /* 本行 */
    const void *walked;        /* the row a condition is tested on; NULL outside conditions */
    struct expr_value **known; /* by call id: calls over a column */
};

static struct expr_value eval(struct eval *e, const struct node *node);

/* -- values and complaints -- */

static const struct expr_value blank = {.type = EXPR_BLANK, .unit = ""};
static const struct expr_value failed = {.type = EXPR_FAILED, .unit = ""};

static struct expr_value truth(bool is)
{
    return (struct expr_value){.type = EXPR_BOOL, .unit = "", .truth = is};
}

static struct expr_value number(struct eval *e, const struct node *node, const struct num *num, const char *unit)
{
    if (num)
        return (struct expr_value){.type = EXPR_NUMBER, .unit = unit, .num = num};
    diag_add(e->diag, DIAG_NUMBER_TOO_LONG, node->at, "%s", e->expr->text);
    return failed;
}

static const char *source_of(const struct eval *e, const struct node *node)
{
    return arena_strndup(e->arena, e->expr->text + node->start, node->end - node->start);
}

static struct expr_value wrong_type(struct eval *e, const struct node *node)
{
    diag_add(e->diag, DIAG_EXPR_TYPE, node->at, "%s", source_of(e, node));
    return failed;
}

static struct expr_value wrong_units(struct eval *e, const struct node *node, const char *a, const char *sign,
                                     const char *b)
{
    diag_add(e->diag, DIAG_EXPR_UNIT, node->at, "%s: %s %s %s", source_of(e, node), a, sign, b);
    return failed;
}

static const char *sign_of(enum operation op)
{
    static const char *const signs[] = {"", "+", "-", "×", "÷", "=", "≠", "<", "≤", ">", "≥"};
    return signs[op];
}

/* A bare number goes with any unit. */
static bool same_unit(const char *a, const char *b)
{
    return !*a || !*b || !strcmp(a, b);
}

/* The value of node as a number: NUMBER, BLANK or FAILED. */
static struct expr_value eval_number(struct eval *e, const struct node *node)
{
    struct expr_value value = eval(e, node);
    return value.type == EXPR_TEXT || value.type == EXPR_BOOL ? wrong_type(e, node) : value;
}

/* The value of node as a condition: BOOL, BLANK or FAILED. */
static struct expr_value eval_condition(struct eval *e, const struct node *node)
{
    struct expr_value value = eval(e, node);
    return value.type == EXPR_TEXT || value.type == EXPR_NUMBER ? wrong_type(e, node) : value;
}

/* -- names -- */

/* Asks the scope. A text that is missing is a blank; units are never NULL behind this point. */
static bool ask(struct eval *e, const void *row, const char *name, const struct node *node, struct expr_value *out)
{
    *out = blank;
    if (!e->scope->value(e->scope->ctx, row, name, node->at, out))
        return false;
    if (!out->unit)
        out->unit = "";
    if ((out->type == EXPR_NUMBER && !out->num) || (out->type == EXPR_TEXT && !out->text))
        *out = blank;
    return true;
}

/* T.col: the table's rows and the column's name; the table's own name may hold dots. */
static bool find_column(struct eval *e, const char *name, const char **column, const void ***rows, size_t *count)
{
    const char *dot = strchr(name, '.');
    for (int i = 0; dot && i < TABLE_DOTS; i++, dot = strchr(dot + 1, '.')) {
        const char *table = arena_strndup(e->arena, name, (size_t)(dot - name));
        if (!dot[1] || !e->scope->column(e->scope->ctx, table, dot + 1))
            continue;
        *column = dot + 1;
        return e->scope->table(e->scope->ctx, table, rows, count);
    }
    return false;
}

static struct expr_value unknown(struct eval *e, const struct node *node)
{
    const char *column;
    const void **rows;
    size_t count;
    if (find_column(e, node->name, &column, &rows, &count))
        return wrong_type(e, node); /* a whole column where one value is needed */
    struct finding *finding = diag_add(e->diag, DIAG_EXPR_UNKNOWN, node->at, "%s", node->name);
    if (e->scope->names)
        finding->near = expr_name_meant(e->arena, node->name, e->scope->names);
    return failed;
}

static struct expr_value eval_name(struct eval *e, const struct node *node)
{
    struct expr_value value;
    if (node->column && e->row)
        return ask(e, e->row, node->column, node, &value) ? value : unknown(e, node);
    if (e->walked && ask(e, e->walked, node->name, node, &value))
        return value;
    if (ask(e, NULL, node->name, node, &value) || (!e->walked && e->row && ask(e, e->row, node->name, node, &value)))
        return value;
    return unknown(e, node);
}

/* -- operators -- */

static struct expr_value add(struct eval *e, const struct node *node, struct expr_value a, struct expr_value b)
{
    if (!same_unit(a.unit, b.unit))
        return wrong_units(e, node, a.unit, sign_of(node->op), b.unit);
    const struct num *num = node->op == OP_SUB ? num_sub(e->arena, a.num, b.num) : num_add(e->arena, a.num, b.num);
    return number(e, node, num, *a.unit ? a.unit : b.unit);
}

/* The entries that a divisor consists of: the first is the place of the finding. */
static void add_places(struct eval *e, const struct node *node, struct pos formula, struct finding *finding)
{
    if (node->kind == NODE_NAME) {
        struct pos at = e->scope->place(e->scope->ctx, e->walked ? e->walked : e->row, node->name);
        if (at.file && finding->also.count == 0) {
            finding->at = at;
            diag_also(e->diag, finding, formula);
        } else if (at.file) {
            diag_also(e->diag, finding, at);
        }
    }
    for (const struct node *part = node->first; part && finding->also.count < 8; part = part->next)
        add_places(e, part, formula, finding);
}

static struct expr_value report_zero(struct eval *e, const struct node *product, const struct node *divisor)
{
    struct finding *finding =
        diag_add(e->diag, DIAG_EXPR_DIV_ZERO, divisor->at, "%s = 0: %s", source_of(e, divisor), source_of(e, product));
    if (e->scope->place)
        add_places(e, divisor, divisor->at, finding);
    return blank;
}

static struct expr_value multiply(struct eval *e, const struct node *product, const struct node *node,
                                  struct expr_value a, struct expr_value b)
{
    if (node->op == OP_MUL) {
        if (*a.unit && *b.unit)
            return wrong_units(e, node, a.unit, sign_of(OP_MUL), b.unit);
        return number(e, node, num_mul(e->arena, a.num, b.num), *a.unit ? a.unit : b.unit);
    }
    const char *unit = expr_quotient(e->arena, a.unit, b.unit);
    if (!unit)
        return wrong_units(e, node, a.unit, sign_of(OP_DIV), b.unit);
    if (!num_sign(b.num))
        return report_zero(e, product, node);
    return number(e, node, num_div(e->arena, a.num, b.num), unit);
}

/* Every operand is looked at, so that each mistake is reported; then failure counts more than a blank. */
static struct expr_value eval_chain(struct eval *e, const struct node *node)
{
    struct expr_value total = eval_number(e, node->first);
    for (const struct node *operand = node->first->next; operand; operand = operand->next) {
        struct expr_value value = eval_number(e, operand);
        if (total.type == EXPR_FAILED || value.type == EXPR_FAILED)
            total = failed;
        else if (total.type == EXPR_BLANK || value.type == EXPR_BLANK)
            total = blank;
        else
            total = node->kind == NODE_SUM ? add(e, operand, total, value) : multiply(e, node, operand, total, value);
    }
    return total;
}

static struct expr_value eval_negate(struct eval *e, const struct node *node)
{
    struct expr_value value = eval_number(e, node->first);
    if (value.type == EXPR_NUMBER)
        value.num = num_neg(e->arena, value.num);
    return value;
}

static bool holds(enum operation op, int order)
{
    switch (op) {
    case OP_EQ:
        return order == 0;
    case OP_NE:
        return order != 0;
    case OP_LT:
        return order < 0;
    case OP_LE:
        return order <= 0;
    case OP_GT:
        return order > 0;
    default:
        return order >= 0;
    }
}

/* Numbers with numbers; texts, and truths, for equality only. */
static struct expr_value eval_compare(struct eval *e, const struct node *node)
{
    const struct node *right = node->first->next;
    struct expr_value a = eval(e, node->first), b = eval(e, right);
    if (a.type == EXPR_FAILED || b.type == EXPR_FAILED)
        return failed;
    if (a.type == EXPR_BLANK || b.type == EXPR_BLANK)
        return blank;
    if (a.type != b.type)
        return wrong_type(e, a.type == EXPR_NUMBER ? right : node->first);
    if (a.type == EXPR_NUMBER) {
        if (!same_unit(a.unit, b.unit))
            return wrong_units(e, right, a.unit, sign_of(right->op), b.unit);
        return truth(holds(right->op, num_cmp(a.num, b.num)));
    }
    if (right->op != OP_EQ && right->op != OP_NE)
        return wrong_type(e, node->first);
    bool equal = a.type == EXPR_TEXT ? !strcmp(a.text, b.text) : a.truth == b.truth;
    return truth(equal == (right->op == OP_EQ));
}

/* Three-valued: one operand that decides is enough, and what stands behind it is not looked at. */
static struct expr_value eval_logic(struct eval *e, const struct node *node)
{
    bool decides = node->kind == NODE_OR;
    struct expr_value result = truth(!decides);
    for (const struct node *operand = node->first; operand; operand = operand->next) {
        struct expr_value value = eval_condition(e, operand);
        if (value.type == EXPR_FAILED)
            return failed;
        if (value.type == EXPR_BLANK)
            result = blank;
        else if (value.truth == decides)
            return value;
    }
    return result;
}

static struct expr_value eval_not(struct eval *e, const struct node *node)
{
    struct expr_value value = eval_condition(e, node->first);
    return value.type == EXPR_BOOL ? truth(!value.truth) : value;
}

/* -- functions -- */

/* sum, count, min, max while they are collected. */
struct total {
    const struct node *call;
    struct expr_value value; /* BLANK until the first number */
    size_t seen, counted;    /* all values, those that are not blank */
};

/* False when the total has failed. */
static bool collect(struct eval *e, struct total *total, const struct node *node, struct expr_value value)
{
    total->seen++;
    if (value.type == EXPR_BLANK)
        return true;
    total->counted++;
    if (value.type == EXPR_FAILED) {
        total->value = failed;
        return false;
    }
    enum function function = total->call->function;
    if (function == FN_COUNT)
        return true;
    if (value.type != EXPR_NUMBER) {
        total->value = wrong_type(e, node);
        return false;
    }
    struct expr_value old = total->value;
    if (old.type == EXPR_BLANK) {
        total->value = value;
        return true;
    }
    if (!same_unit(old.unit, value.unit)) {
        total->value = wrong_units(e, node, old.unit, expr_functions[function], value.unit);
        return false;
    }
    const char *unit = *old.unit ? old.unit : value.unit;
    if (function == FN_SUM)
        total->value = number(e, node, num_add(e->arena, old.num, value.num), unit);
    else if ((num_cmp(value.num, old.num) < 0) == (function == FN_MIN))
        total->value = value;
    total->value.unit = unit;
    return total->value.type != EXPR_FAILED;
}

/* Nothing to add gives 0, nothing but blanks a blank. */
static struct expr_value total_of(struct eval *e, const struct total *total)
{
    if (total->value.type == EXPR_FAILED)
        return failed;
    if (total->call->function == FN_COUNT)
        return number(e, total->call, num_int(e->arena, (long)total->counted), "");
    if (total->call->function == FN_SUM && !total->seen)
        return number(e, total->call, num_int(e->arena, 0), "");
    return total->value;
}

/* Over the rows of a table; the condition is tested once for each. */
static struct expr_value aggregate(struct eval *e, const struct node *call, const char *column, const void **rows,
                                   size_t count)
{
    const struct node *condition = call->first->next;
    if (condition && condition->next)
        return wrong_type(e, condition->next);
    struct total total = {.call = call, .value = blank};
    const void *outer = e->walked;
    bool going = true;
    for (size_t i = 0; i < count && going; i++) {
        e->walked = rows[i];
        struct expr_value keep = condition ? eval_condition(e, condition) : truth(true);
        struct expr_value value;
        if (keep.type == EXPR_FAILED) {
            total.value = failed;
            break;
        }
        if (keep.type == EXPR_BLANK || !keep.truth)
            continue;
        if (!ask(e, rows[i], column, call->first, &value))
            value = unknown(e, call->first);
        going = collect(e, &total, call->first, value);
    }
    e->walked = outer;
    return total_of(e, &total);
}

/* Where a total over a column is kept: with the scope if no row changes it, else until the end of this evaluation. */
static struct expr_value **place_of(struct eval *e, const struct node *call)
{
    if (!call->of_row && e->scope->kept)
        return e->scope->kept(e->scope->ctx, call);
    if (!e->known)
        e->known = arena_alloc(e->arena, e->expr->calls * sizeof *e->known);
    return &e->known[call->id];
}

static struct expr_value eval_total(struct eval *e, const struct node *call)
{
    bool named = call->first->kind == NODE_NAME && !call->first->column;
    struct expr_value **kept = named ? place_of(e, call) : NULL;
    if (kept && *kept)
        return **kept;
    const char *column;
    const void **rows;
    size_t count;
    if (named && find_column(e, call->first->name, &column, &rows, &count)) {
        const char *table = arena_strndup(e->arena, call->first->name, (size_t)(column - call->first->name) - 1);
        bool missed = !count && e->scope->missed && e->scope->missed(e->scope->ctx, table);
        struct expr_value value = missed ? failed : aggregate(e, call, column, rows, count);
        *kept = arena_alloc(e->arena, sizeof value);
        **kept = value;
        return value;
    }
    struct total total = {.call = call, .value = blank};
    bool going = true;
    for (const struct node *argument = call->first; argument && going; argument = argument->next)
        going = collect(e, &total, argument, eval(e, argument));
    return total_of(e, &total);
}

static struct expr_value eval_round(struct eval *e, const struct node *call)
{
    const struct node *digits = call->first->next;
    struct expr_value value = eval_number(e, call->first), places = eval_number(e, digits);
    if (value.type == EXPR_FAILED || places.type == EXPR_FAILED)
        return failed;
    if (value.type == EXPR_BLANK || places.type == EXPR_BLANK)
        return blank;
    long n = num_to_long(places.num, MOST_PLACES + 1);
    if (n < -MOST_PLACES || n > MOST_PLACES)
        return wrong_type(e, digits);
    return number(e, call, num_round(e->arena, value.num, (int)n), value.unit);
}

static struct expr_value eval_abs(struct eval *e, const struct node *call)
{
    struct expr_value value = eval_number(e, call->first);
    if (value.type == EXPR_NUMBER && num_sign(value.num) < 0)
        value.num = num_neg(e->arena, value.num);
    return value;
}

/* Only the branch that is taken is looked at. */
static struct expr_value eval_if(struct eval *e, const struct node *call)
{
    struct expr_value condition = eval_condition(e, call->first);
    if (condition.type != EXPR_BOOL)
        return condition;
    const struct node *yes = call->first->next;
    return eval(e, condition.truth ? yes : yes->next);
}

/* Does the text hold one of the others? */
static struct expr_value eval_has(struct eval *e, const struct node *call)
{
    struct expr_value text = eval(e, call->first);
    bool found = false, good = text.type != EXPR_FAILED;
    if (text.type == EXPR_NUMBER || text.type == EXPR_BOOL)
        return wrong_type(e, call->first);
    for (const struct node *argument = call->first->next; argument; argument = argument->next) {
        struct expr_value word = eval(e, argument);
        if (word.type == EXPR_NUMBER || word.type == EXPR_BOOL)
            return wrong_type(e, argument);
        good = good && word.type != EXPR_FAILED;
        found =
            found || (text.type == EXPR_TEXT && word.type == EXPR_TEXT && *word.text && strstr(text.text, word.text));
    }
    return !good ? failed : text.type == EXPR_BLANK ? blank : truth(found);
}

static struct expr_value eval_call(struct eval *e, const struct node *call)
{
    switch (call->function) {
    case FN_ROUND:
        return eval_round(e, call);
    case FN_ABS:
        return eval_abs(e, call);
    case FN_IF:
        return eval_if(e, call);
    case FN_HAS:
        return eval_has(e, call);
    case FN_BLANK: {
        struct expr_value value = eval(e, call->first);
        return value.type == EXPR_FAILED ? failed : truth(value.type == EXPR_BLANK);
    }
    default:
        return eval_total(e, call);
    }
}

static struct expr_value eval(struct eval *e, const struct node *node)
{
    switch (node->kind) {
    case NODE_OR:
    case NODE_AND:
        return eval_logic(e, node);
    case NODE_NOT:
        return eval_not(e, node);
    case NODE_COMPARE:
        return eval_compare(e, node);
    case NODE_SUM:
    case NODE_PRODUCT:
        return eval_chain(e, node);
    case NODE_NEGATE:
        return eval_negate(e, node);
    case NODE_CALL:
        return eval_call(e, node);
    case NODE_NUMBER:
        return number(e, node, node->num, "");
    case NODE_TEXT:
        return (struct expr_value){.type = EXPR_TEXT, .unit = "", .text = node->name};
    default:
        return eval_name(e, node);
    }
}

struct expr_value expr_eval(struct arena *arena, struct diag *diag, const struct expr *expr,
                            const struct expr_scope *scope, const void *row)
{
    struct eval e = {.arena = arena, .diag = diag, .expr = expr, .scope = scope, .row = row};
    return eval(&e, expr->root);
}
