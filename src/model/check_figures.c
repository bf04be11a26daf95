/* How the figures of a broken rule read: in the finding's detail and in the line that explains it.
 * Decides nothing: whether a rule holds is check.c's. */
#include "model/check_private.h"

#include <string.h>

enum { MOST_FACTS = 8, MOST_DECIMALS = 6 };

/* Whatever goes wrong here was reported when the rule was evaluated. */
static struct expr_value value_of(struct check *c, const struct expr *expr, const struct fact_row *row)
{
    c->scope.ctx = c;
    return expr_eval(c->arena, c->silent, expr, &c->scope, row);
}

/* -- one side of a comparison -- */

struct side {
    const struct expr *expr;
    const struct text_names *names;
    struct expr_value value;
    const struct field *field; /* in whose manner it is printed, or NULL */
    const struct fact *fact;   /* when it is one fact and nothing else */
    const char *text;
};

static bool is_percent(const struct field *field)
{
    return field && field->kind == FACT_PERCENT;
}

/* A field by which a side is printed: of the first fact or column that it names. */
static const struct field *field_of(struct check *c, const struct text_names *names, const struct fact_row *row)
{
    for (size_t i = 0; i < names->count; i++) {
        const struct fact *fact = scope_fact(c->facts, row, names->items[i]);
        const char *column;
        const struct fact_table *table = fact ? NULL : scope_column_of(c->facts, names->items[i], &column);
        if (table && table->rows.count)
            fact = facts_cell(table->rows.items[0], column);
        if (fact && fact->num && fact->field->kind != FACT_INDICATOR)
            return fact->field;
    }
    return NULL;
}

static struct side side_of(struct check *c, const struct expr *expr, const struct text_names *names,
                           const struct fact_row *row)
{
    struct side side = {
        .expr = expr, .names = names, .value = value_of(c, expr, row), .field = field_of(c, names, row)};
    const struct fact *fact = names->count == 1 ? scope_fact(c->facts, row, names->items[0]) : NULL;
    if (fact && fact->num ? fact->num == side.value.num : fact && side.value.type == EXPR_BLANK)
        side.fact = fact;
    if (fact && side.value.type == EXPR_TEXT && !strcmp(fact->text, side.value.text))
        side.fact = fact;
    return side;
}

static const char *number_text(struct check *c, const struct num *num, const struct field *field, int least, int most)
{
    bool percent = is_percent(field);
    const char *text = num_text(c->arena, percent ? num_shift(c->arena, num, 2) : num, least, most, false);
    return percent ? arena_printf(c->arena, "%s%%", text) : text;
}

/* One side as it is printed: the fact itself, or a number in the manner of the fields on either side. */
static const char *side_text(struct check *c, const struct side *side, int most)
{
    switch (side->value.type) {
    case EXPR_TEXT:
        return side->value.text;
    case EXPR_BOOL:
        return side->value.truth ? "是" : "否";
    case EXPR_NUMBER:
        if (side->fact)
            return fact_print(c->arena, side->fact, FORM_CELL);
        return number_text(c, side->value.num, side->field, 0, most);
    default:
        return "–";
    }
}

/* -- the comparison -- */

struct comparison {
    struct side left, right;
    const char *relation; /* as it stands: ≠ where = fails */
};

/* The relation that holds when `op` does not; "" for a ≠ that fails: both sides are the same figure. */
static const char *opposite(const char *op)
{
    static const char *const pairs[][2] = {{"=", "≠"}, {"≠", ""}, {"<", "≥"}, {"≤", ">"}, {">", "≤"}, {"≥", "<"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (!strcmp(op, pairs[i][0]))
            return pairs[i][1];
    return "";
}

/* Figures are printed as their fields print them, unless that would hide what sets them apart. */
static void print_sides(struct check *c, struct comparison *pair)
{
    struct side *sides[] = {&pair->left, &pair->right};
    for (int i = 0; i < 2; i++) /* a rate of two amounts is no amount */
        if (sides[i]->field && *sides[i]->field->unit && !*sides[i]->value.unit && sides[1 - i]->field)
            sides[i]->field = is_percent(sides[1 - i]->field) ? sides[1 - i]->field : sides[i]->field;
    const struct field *field = pair->left.field ? pair->left.field : pair->right.field;
    int most = field ? field->most : MOST_DECIMALS;
    for (int i = 0; i < 2; i++) {
        sides[i]->field = sides[i]->field ? sides[i]->field : field;
        sides[i]->text = side_text(c, sides[i], most);
    }
    bool numbers = pair->left.value.type == EXPR_NUMBER && pair->right.value.type == EXPR_NUMBER;
    if (numbers && num_cmp(pair->left.value.num, pair->right.value.num) && !strcmp(pair->left.text, pair->right.text))
        for (int i = 0; i < 2; i++)
            sides[i]->text = side_text(c, sides[i], MOST_DECIMALS);
}

static struct comparison compare(struct check *c, const struct condition *condition, const struct fact_row *row,
                                 bool holds)
{
    struct comparison pair = {.left = side_of(c, condition->left, &condition->left_names, row),
                              .right = side_of(c, condition->right, &condition->right_names, row),
                              .relation = holds ? condition->op : opposite(condition->op)};
    if (holds && !strcmp(pair.relation, "="))
        pair.relation = "";
    print_sides(c, &pair);
    return pair;
}

static const char *pair_text(struct check *c, const struct comparison *pair)
{
    if (!*pair->relation)
        return pair->left.text;
    return arena_printf(c->arena, "%s %s %s", pair->left.text, pair->relation, pair->right.text);
}

/* -- words -- */

static const char *printed(struct check *c, const struct fact *fact)
{
    const char *text = fact_print(c->arena, fact, FORM_CELL);
    return *text ? text : "–";
}

static const char *own_words(struct check *c, const struct fact *fact, const struct fact_row *row)
{
    const char *last = strrchr(fact->name, '.'), *label = fact->field->label;
    bool own = *label && strcmp(label, last ? last + 1 : fact->name);
    if (fact->row && fact->row == row)
        return *label ? label : last + 1;
    if (fact->row && *label)
        return arena_printf(c->arena, "%s %s", fact->row->name, label);
    return own ? label : fact->name;
}

const char *fact_words(struct check *c, const struct fact *fact, const struct fact_row *row)
{
    const char *words = own_words(c, fact, row);
    bool last = fact->home && fact->home == facts_previous(c->facts);
    return last ? arena_printf(c->arena, "上年 %s", words) : words;
}

/* "甲 1，乙 2": the facts among names, each with its value; the first few of them. */
static void add_facts(struct check *c, struct buf *text, const struct text_names *names, const struct fact_row *row,
                      bool numbers)
{
    const struct fact *said[MOST_FACTS];
    size_t n = 0;
    for (size_t i = 0; i < names->count; i++) {
        const struct fact *fact = scope_fact(c->facts, row, names->items[i]);
        bool again = false;
        for (size_t k = 0; k < n && !again; k++)
            again = said[k] == fact;
        if (!fact || again || (numbers && (!fact->num || fact_blank(fact))))
            continue;
        if (n == MOST_FACTS) {
            buf_add(text, " …");
            return;
        }
        buf_printf(text, "%s%s %s", n ? "，" : "", fact_words(c, fact, row), printed(c, fact));
        said[n++] = fact;
    }
}

/* The one fact among names that has a value, if its figure is the side's own. */
static const struct fact *only_fact(struct check *c, const struct side *side, const struct fact_row *row)
{
    const struct fact *only = NULL;
    for (size_t i = 0; i < side->names->count; i++) {
        const struct fact *fact = scope_fact(c->facts, row, side->names->items[i]);
        if (!fact || fact_blank(fact) || fact == only)
            continue;
        if (only || !fact->num || side->value.type != EXPR_NUMBER || num_cmp(fact->num, side->value.num))
            return NULL;
        only = fact;
    }
    return only;
}

/* A side with what it is called; one that was computed, with what it is made of. */
static void add_side(struct check *c, struct buf *text, const struct side *side, const struct fact_row *row)
{
    const struct fact *fact = side->fact ? side->fact : only_fact(c, side, row);
    if (fact) {
        buf_printf(text, "%s %s", fact_words(c, fact, row), side->text);
        return;
    }
    buf_add(text, side->text);
    struct buf parts = buf_in(c->arena);
    add_facts(c, &parts, side->names, row, true);
    if (parts.n)
        buf_printf(text, "（%s）", buf_text(&parts));
}

static int decimals_of(const char *text)
{
    const char *point = strchr(text, '.');
    int n = 0;
    while (point && text_is_digit((unsigned char)point[n + 1]))
        n++;
    return n;
}

/* One is ten thousand times the other: 元 taken for 万元. */
static bool ten_thousand_times(struct check *c, const struct side *a, const struct side *b)
{
    const struct num *shifted = num_shift(c->arena, a->value.num, 4);
    const struct field *field = b->field;
    return num_sign(a->value.num) && field && field->kind == FACT_AMOUNT &&
           !num_cmp(num_round(c->arena, shifted, field->most), num_round(c->arena, b->value.num, field->most));
}

/* "，差额 23.70 = 政府性基金 19.49 + 其他资金 4.21" */
static void add_difference(struct check *c, struct buf *text, const struct comparison *pair,
                           const struct text_names *used)
{
    bool rates = is_percent(pair->left.field) && strcmp(pair->relation, "≠");
    if (rates || pair->left.value.type != EXPR_NUMBER || pair->right.value.type != EXPR_NUMBER)
        return;
    const struct num *gap = num_sub(c->arena, pair->left.value.num, pair->right.value.num);
    if (!gap || !num_sign(gap))
        return;
    if (num_sign(gap) < 0)
        gap = num_neg(c->arena, gap);
    int left = decimals_of(pair->left.text), right = decimals_of(pair->right.text);
    int decimals = left > right ? left : right;
    const struct num *sides[] = {pair->left.value.num, pair->right.value.num};
    const char *unit = *pair->left.value.unit ? pair->left.value.unit : pair->right.value.unit;
    buf_printf(text, "，差额 %s", number_text(c, gap, pair->left.field, decimals, decimals));
    if (ten_thousand_times(c, &pair->left, &pair->right) || ten_thousand_times(c, &pair->right, &pair->left)) {
        buf_add(text, "，相差一万倍（元、万元）");
        return;
    }
    const char *reason = gap_reason(c, gap, sides, unit, used, decimals);
    if (*reason)
        buf_printf(text, " = %s", reason);
}

static const char *detail_of(struct check *c, const struct rule *rule, const struct comparison *pair,
                             const struct fact_row *row)
{
    struct buf text = buf_in(c->arena);
    bool keyed = row && row->table->key >= 0 && !fact_blank(row->cells[row->table->key]);
    if (row)
        buf_printf(&text, keyed ? "%s：" : "第%s行：", row->name);
    if (!pair) {
        add_facts(c, &text, &rule->names, row, false);
        return buf_text(&text);
    }
    add_side(c, &text, &pair->left, row);
    if (!*pair->relation)
        return buf_text(&text);
    buf_printf(&text, " %s ", pair->relation);
    add_side(c, &text, &pair->right, row);
    add_difference(c, &text, pair, &rule->names);
    return buf_text(&text);
}

/* Values only, for the canonical line: all of them, so that an explanation lapses with any. */
static const char *values_of(struct check *c, const struct rule *rule, const struct fact_row *row)
{
    struct buf text = buf_in(c->arena);
    for (size_t i = 0, n = 0; i < rule->names.count; i++) {
        const struct fact *fact = scope_fact(c->facts, row, rule->names.items[i]);
        if (fact)
            buf_printf(&text, "%s%s", n++ ? "，" : "", printed(c, fact));
    }
    return buf_text(&text);
}

struct figures rule_figures(struct check *c, const struct rule *rule, const struct condition *condition,
                            const struct fact_row *row)
{
    struct figures figures = {.object = rule->names.count ? rule->names.items[0] : ""};
    if (row)
        figures.object = arena_printf(c->arena, "%s.%s", row->table->name, row->name);
    bool compared = condition && condition->left;
    struct comparison pair;
    if (compared) {
        pair = compare(c, condition, row, false);
        figures.line = pair_text(c, &pair);
    } else if (rule->applies.left) {
        struct comparison applied = compare(c, &rule->applies, row, true);
        figures.line = pair_text(c, &applied);
    } else {
        figures.line = values_of(c, rule, row);
    }
    figures.detail = detail_of(c, rule, compared ? &pair : NULL, row);
    return figures;
}

bool rule_tolerates(struct check *c, const struct rule *rule, const struct condition *condition,
                    const struct fact_row *row)
{
    if (!rule->tolerance || !condition->left || !strstr("= ≤ ≥", condition->op))
        return false;
    struct expr_value left = value_of(c, condition->left, row), right = value_of(c, condition->right, row);
    if (left.type != EXPR_NUMBER || right.type != EXPR_NUMBER)
        return false;
    const struct num *difference = num_sub(c->arena, left.num, right.num);
    if (difference && num_sign(difference) < 0)
        difference = num_neg(c->arena, difference);
    return difference && num_cmp(difference, rule->tolerance) <= 0;
}
