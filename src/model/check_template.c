/* A template tried without a report: formulas and rules with made-up values, rules with their examples; bands are
 * check_bands.c's. Comes in: a template chain; goes out: findings in its files. */
#include "model/check_private.h"
#include "model/check_sample.h"

#include <string.h>

/* What belongs to the template among the findings of a made-up report. */
static void pass_on(struct diag *diag, struct diag *from, bool names)
{
    size_t n = 0;
    struct finding **all = diag_sorted(from, &n);
    for (size_t i = 0; i < n; i++) {
        const struct finding *f = all[i];
        bool wanted = diag_code_id(f->code)[0] == 'T' && f->code != DIAG_EXPR_DIV_ZERO;
        if (wanted && (names || f->code != DIAG_EXPR_UNKNOWN))
            diag_copy(diag, f);
    }
}

/* -- rules with made-up values -- */

static const struct fact_row *first_row(const struct facts *facts, const struct rule *rule)
{
    const struct fact_table *table = rule->table ? facts_table(facts, rule->table->name) : NULL;
    return table && table->rows.count ? table->rows.items[0] : NULL;
}

static void try_parts(struct check *c, const struct rule *rule, const struct expr *expr, const struct fact_row *row)
{
    if (!expr || (rule->table && !row))
        return; /* no row can be made up for a list of files */
    struct expr_parts parts = expr_parts(c->arena, expr);
    struct expr_scope scope = facts_scope(c->facts);
    for (size_t i = 0; i < parts.count; i++)
        expr_eval(c->arena, c->silent, parts.items[i], &scope, row);
}

static bool has_column(const struct fact_table *table, const char *name)
{
    return !table->columns.count || names_has(&table->columns, name);
}

/* A bare name may be a column that a condition inside sum() tests. */
static bool any_column(const struct facts *facts, const char *name)
{
    const struct fact_tables *tables = facts_tables(facts);
    for (size_t i = 0; i < tables->count; i++)
        if (tables->items[i]->columns.count && has_column(tables->items[i], name))
            return true;
    return false;
}

/* 本行.x where there is no row to ask. */
static bool column_of_rule(struct check *c, const struct rule *rule, const char *name)
{
    const char *column = text_starts(name, "本行.") ? name + strlen("本行.") : name;
    return rule->table &&
           (has_column(rule->table, column) ||
            (strrchr(column, '.') &&
             has_column(rule->table, arena_strndup(c->arena, column, (size_t)(strrchr(column, '.') - column)))));
}

static void check_name(struct check *c, const struct rule *rule, const struct fact_row *row, const char *name)
{
    const char *own = text_starts(name, "上年.") ? name + strlen("上年.") : name;
    bool known = scope_fact(c->facts, row, own) || scope_column_of(c->facts, own, NULL) || any_column(c->facts, own) ||
                 column_of_rule(c, rule, own) || !strcmp(own, "序号") || !strcmp(own, "首") || !strcmp(own, "末");
    if (!known)
        diag_add(c->silent, DIAG_EXPR_UNKNOWN, rule->at, "%s", name)->near =
            expr_name_meant(c->arena, name, facts_names(c->facts));
}

/* A rule that mentions nothing says the same of every report. */
static void check_use(struct check *c, const struct rule *rule)
{
    struct expr_scope scope = facts_scope(c->facts);
    bool never = !rule->names.count;
    if (rule->applies.expr && !rule->applies.names.count)
        never = !expr_eval(c->arena, c->silent, rule->applies.expr, &scope, NULL).truth;
    if (never)
        diag_add(c->diag, DIAG_RULE_NEVER, rule->at, "%s", rule->id);
}

static void try_rule(struct check *c, const struct rule *rule)
{
    const struct fact_row *row = first_row(c->facts, rule);
    try_parts(c, rule, rule->applies.expr, row);
    try_parts(c, rule, rule->condition.expr, row);
    for (size_t i = 0; i < rule->steps.count; i++) {
        const struct step *step = &rule->steps.items[i];
        try_parts(c, rule, step->when, row);
        for (size_t k = 0; k < step->conditions.count; k++)
            try_parts(c, rule, step->conditions.items[k].expr, row);
    }
    for (size_t i = 0; i < rule->names.count; i++)
        check_name(c, rule, row, rule->names.items[i]);
    check_use(c, rule);
}

static const struct facts *made_up(struct arena *arena, struct diag *diag, struct template *t)
{
    struct fields *fields = fields_load(arena, diag_new(arena), t, "fields.ini");
    struct sample *sample = sample_new(arena, fields);
    const struct facts *empty = facts_load(arena, diag_new(arena), t, sample_ini(sample_new(arena, fields)));
    struct rules rules = rules_read(arena, diag_new(arena), t, empty);
    for (size_t i = 0; i < rules.list.count; i++)
        for (size_t k = 0; k < rules.list.items[i].names.count; k++) {
            const char *name = rules.list.items[i].names.items[k];
            const struct fact_table *table = rules.list.items[i].table;
            if (text_starts(name, "本行.") && table)
                sample_column(sample, arena_printf(arena, "%s.%s", table->name, name + strlen("本行.")));
            else if (!text_starts(name, "上年.") && !scope_column_of(empty, name, NULL))
                sample_fill(sample, name);
            sample_column(sample, name);
        }
    sample_fill_all(sample);
    const struct ini *ini = sample_ini(sample);
    return facts_load_after(arena, diag, t, ini, facts_load(arena, diag_new(arena), t, ini));
}

/* -- what the year sets -- */

/* All the names are of 本年.ini, or computed from such; *at: a line of the template's own rather than an inherited one.
 */
static bool constants(struct check *c, const struct text_names *names, int depth, struct pos *at)
{
    enum { DEEPEST = 8 };
    for (size_t i = 0; i < names->count; i++) {
        const struct fact *fact = facts_find(c->facts, names->items[i]);
        struct text_names of = {0};
        if (fact && fact->state == FACT_COMPUTED && fact->field->formula && depth < DEEPEST)
            of = expr_names(c->arena, fact->field->formula);
        if (!fact || (fact->state != FACT_TYPED && !of.count) || !constants(c, &of, depth + 1, at))
            return false;
        if (fact->state == FACT_TYPED && (!at->file || template_own(c->template, &fact->at)))
            *at = fact->at;
    }
    return true;
}

/* Rules over figures of 本年.ini alone need no report: weights that add up to 100. */
static void check_constants(struct arena *arena, struct diag *diag, struct template *t)
{
    struct diag *silent = diag_new(arena);
    const struct ini *nothing = ini_new(arena, "");
    const struct facts *facts = facts_load(arena, silent, t, nothing);
    struct rules rules = rules_read(arena, silent, t, facts);
    struct check c = check_new(arena, silent, facts, t, nothing, NULL);
    for (size_t i = 0; i < rules.list.count; i++) {
        const struct rule *rule = &rules.list.items[i];
        const struct condition *condition;
        struct pos at = {0};
        bool fixed = !rule->table && !rule->in_text && rule->names.count && constants(&c, &rule->names, 0, &at);
        if (!fixed || rule_judge(&c, rule, NULL, &condition) != RULE_BROKEN)
            continue;
        struct finding *finding =
            diag_add(diag, DIAG_TEMPLATE_YEAR, at, "%s", rule_figures(&c, rule, condition, NULL).detail);
        finding->rule = rule->id;
        finding->message = rule->message;
        finding->todo = rule->todo;
    }
}

/* -- examples -- */

static void check_example(struct arena *arena, struct diag *diag, struct template *t, struct fields *fields,
                          const struct rule *rule, int which)
{
    struct pos at = rule->examples_at[which];
    struct sample *sample = sample_new(arena, fields);
    sample_assign(sample, rule->examples[which], rule->table ? rule->table->name : NULL, at);
    struct diag *silent = diag_new(arena);
    const struct ini *ini = sample_ini(sample);
    const struct facts *facts = facts_load(arena, silent, t, ini);
    const struct fact_row *row = first_row(facts, rule);
    struct text_names names = sample_names(sample);
    for (size_t i = 0; i < names.count; i++)
        if (!scope_fact(facts, row, names.items[i]))
            diag_add(diag, DIAG_EXPR_UNKNOWN, at, "%s", names.items[i])->near =
                text_nearest(names.items[i], facts_names(facts));
    struct check c = check_new(arena, silent, facts, t, ini, NULL);
    const struct condition *condition;
    enum outcome outcome = rule_judge(&c, rule, row, &condition);
    if (which ? outcome == RULE_BROKEN : outcome == RULE_HOLDS || outcome == RULE_SKIPPED)
        return;
    const char *figures = condition ? rule_figures(&c, rule, condition, row).detail : "–";
    diag_add(diag, DIAG_RULE_EXAMPLE, at, "%s %s: %s", rule->id, which ? "反例" : "例", figures);
}

static void try_examples(struct arena *arena, struct diag *diag, struct template *t)
{
    struct diag *silent = diag_new(arena);
    struct fields *fields = fields_load(arena, silent, t, "fields.ini");
    const struct facts *empty = facts_load(arena, silent, t, sample_ini(sample_new(arena, fields)));
    struct rules rules = rules_read(arena, silent, t, empty);
    for (size_t i = 0; i < rules.list.count; i++)
        for (int which = 0; which < 2; which++)
            if (rules.list.items[i].examples[which])
                check_example(arena, diag, t, fields, &rules.list.items[i], which);
}

/* -- all of it -- */

/* Names that a formula reported at its place need not be reported at the rule's too. */
static void pass_on_names(struct arena *arena, struct diag *diag, struct diag *from)
{
    size_t n = 0;
    struct finding **all = diag_sorted(from, &n);
    struct map *said = map_new(arena);
    for (int with_column = 1; with_column >= 0; with_column--)
        for (size_t i = 0; i < n; i++) {
            const struct finding *f = all[i];
            bool in_formula = f->at.column > 1;
            if (f->code != DIAG_EXPR_UNKNOWN || in_formula != with_column || (!in_formula && map_get(said, f->detail)))
                continue;
            map_put(said, f->detail, said);
            diag_copy(diag, f);
        }
}

void check_rules(struct arena *arena, struct diag *diag, struct template *t)
{
    struct diag *silent = diag_new(arena);
    const struct facts *facts = made_up(arena, silent, t);
    pass_on(diag, silent, true);
    struct check c = check_new(arena, diag, facts, t, ini_new(arena, ""), NULL);
    struct rules rules = rules_read(arena, diag, t, facts);
    for (size_t i = 0; i < rules.list.count; i++)
        try_rule(&c, &rules.list.items[i]);
    pass_on(diag, c.silent, false);
    pass_on_names(arena, diag, c.silent);
    check_bands(&c);
    check_constants(arena, diag, t);
    try_examples(arena, diag, t);
}
