/* How the figures of a broken rule read: in the finding's detail and in the line that explains it.
 * Decides nothing: whether a rule holds is check.c's. */
#include "model/check_private.h"

#include <string.h>

enum { MOST_FACTS = 8, MOST_DECIMALS = 6 };

struct sides {
    const struct expr *left, *right;
    const char *op;
};

static bool compares(struct check *c, const struct expr *expr, struct sides *sides)
{
    return expr && expr_comparison(c->arena, expr, &sides->left, &sides->op, &sides->right);
}

/* Whatever goes wrong here was reported when the rule was evaluated. */
static struct expr_value value_of(struct check *c, const struct expr *expr, const struct fact_row *row)
{
    return expr_eval(c->arena, c->silent, expr, &c->scope, row);
}

/* A field by which a side is printed: of the first fact or column that it names. */
static const struct field *field_of(struct check *c, const struct expr *expr, const struct fact_row *row)
{
    struct text_names names = expr_names(c->arena, expr);
    for (size_t i = 0; i < names.count; i++) {
        const struct fact_table *table = scope_column_of(c->facts, names.items[i]);
        const struct fact *fact = NULL;
        if (!table)
            fact = scope_fact(c->facts, row, names.items[i]);
        else if (table->rows.count)
            fact = facts_cell(table->rows.items[0], names.items[i] + strlen(table->name) + 1);
        if (fact && fact->num && fact->field->kind != FACT_INDICATOR)
            return fact->field;
    }
    return NULL;
}

static bool is_percent(const struct field *field)
{
    return field && field->kind == FACT_PERCENT;
}

/* One side as it is printed: the fact itself, or a number in the manner of the fields on either side. */
static const char *side_text(struct check *c, const struct expr *expr, const struct expr *other,
                             const struct fact_row *row)
{
    struct expr_value value = value_of(c, expr, row);
    if (value.type == EXPR_TEXT)
        return value.text;
    if (value.type == EXPR_BOOL)
        return value.truth ? "是" : "否";
    if (value.type != EXPR_NUMBER || !value.num)
        return "–";
    struct text_names names = expr_names(c->arena, expr);
    const struct fact *fact = names.count == 1 ? scope_fact(c->facts, row, names.items[0]) : NULL;
    if (fact && fact->num == value.num)
        return fact_print(c->arena, fact, FORM_CELL);
    const struct field *field = field_of(c, expr, row);
    if (!field)
        field = field_of(c, other, row);
    const struct num *num = is_percent(field) ? num_shift(c->arena, value.num, 2) : value.num;
    const char *text = num_text(c->arena, num, 0, MOST_DECIMALS, false);
    return is_percent(field) ? arena_printf(c->arena, "%s%%", text) : text;
}

/* The relation that holds when `op` does not; "" for a ≠ that fails: both sides are the same figure. */
static const char *opposite(const char *op)
{
    static const char *const pairs[][2] = {{"=", "≠"}, {"≠", ""}, {"<", "≥"}, {"≤", ">"}, {">", "≤"}, {"≥", "<"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (!strcmp(op, pairs[i][0]))
            return pairs[i][1];
    return "";
}

static const char *relation_text(struct check *c, const struct sides *sides, const char *relation,
                                 const struct fact_row *row)
{
    const char *left = side_text(c, sides->left, sides->right, row);
    if (!*relation)
        return left;
    return arena_printf(c->arena, "%s %s %s", left, relation, side_text(c, sides->right, sides->left, row));
}

static const char *printed(struct check *c, const struct fact *fact)
{
    const char *text = fact_print(c->arena, fact, FORM_CELL);
    return *text ? text : "–";
}

const char *rule_object(struct check *c, const struct rule *rule, const struct fact_row *row)
{
    if (row)
        return arena_printf(c->arena, "%s.%s", rule->table->name, row->name);
    return rule->names.count ? rule->names.items[0] : "";
}

const char *rule_figures(struct check *c, const struct rule *rule, const struct fact_row *row)
{
    struct sides sides;
    if (compares(c, rule->condition, &sides))
        return relation_text(c, &sides, opposite(sides.op), row);
    if (compares(c, rule->applies, &sides))
        return relation_text(c, &sides, strcmp(sides.op, "=") ? sides.op : "", row);
    struct buf text = buf_in(c->arena);
    for (size_t i = 0, n = 0; i < rule->names.count && n < MOST_FACTS; i++) {
        const struct fact *fact = scope_fact(c->facts, row, rule->names.items[i]);
        if (fact)
            buf_printf(&text, "%s%s", n++ ? "，" : "", printed(c, fact));
    }
    return buf_text(&text);
}

const char *rule_detail(struct check *c, const struct rule *rule, const struct fact_row *row)
{
    struct buf text = buf_in(c->arena);
    size_t n = 0;
    for (size_t i = 0; i < rule->names.count && n < MOST_FACTS; i++) {
        const struct fact *fact = scope_fact(c->facts, row, rule->names.items[i]);
        if (fact)
            buf_printf(&text, "%s%s %s", n++ ? "，" : "", fact->name, printed(c, fact));
    }
    struct sides sides;
    if (!compares(c, rule->condition, &sides))
        return buf_text(&text);
    buf_printf(&text, "%s[%s]", n ? " " : "", relation_text(c, &sides, opposite(sides.op), row));
    struct expr_value left = value_of(c, sides.left, row), right = value_of(c, sides.right, row);
    if (!strcmp(sides.op, "=") && left.type == EXPR_NUMBER && right.type == EXPR_NUMBER) {
        bool percent = is_percent(field_of(c, sides.left, row)) || is_percent(field_of(c, sides.right, row));
        const struct num *difference = num_sub(c->arena, left.num, right.num);
        if (num_sign(difference) < 0)
            difference = num_neg(c->arena, difference);
        difference = percent ? num_shift(c->arena, difference, 2) : difference;
        buf_printf(&text, " Δ %s%s", num_text(c->arena, difference, 0, MOST_DECIMALS, false), percent ? "%" : "");
    }
    return buf_text(&text);
}

bool rule_tolerates(struct check *c, const struct rule *rule, const struct fact_row *row)
{
    struct sides sides;
    if (!rule->tolerance || !compares(c, rule->condition, &sides) || strcmp(sides.op, "="))
        return false;
    struct expr_value left = value_of(c, sides.left, row), right = value_of(c, sides.right, row);
    if (left.type != EXPR_NUMBER || right.type != EXPR_NUMBER)
        return false;
    const struct num *difference = num_sub(c->arena, left.num, right.num);
    if (num_sign(difference) < 0)
        difference = num_neg(c->arena, difference);
    return num_cmp(difference, rule->tolerance) <= 0;
}
