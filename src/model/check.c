/* rules.ini → findings. Comes in: computed facts and the template's rules; goes out: findings with their places,
 * figures and ready answers. Knows no rule itself: what is checked is template data. */
#include "model/check_private.h"

#include <string.h>

/* -- reading -- */

static size_t index_of(const struct text_names *names, const char *name)
{
    size_t i = 0;
    while (i < names->count && strcmp(names->items[i], name))
        i++;
    return i;
}

static void bad_value(struct check *c, const struct ini_key *key, const struct text_names *known)
{
    struct finding *finding = diag_add(c->diag, DIAG_TEMPLATE_VALUE, key->value_at, "%s = %s", key->name, key->value);
    if (known)
        finding->near = text_nearest(key->value, known);
}

static enum diag_level read_level(struct check *c, const struct ini_key *key)
{
    static const char *items[] = {"提示", "须说明", "必改"};
    static const enum diag_level levels[] = {DIAG_HINT, DIAG_EXPLAIN, DIAG_ERROR, DIAG_ERROR};
    const struct text_names known = {items, 3, 0};
    size_t i = index_of(&known, key->value);
    if (i == known.count)
        bad_value(c, key, &known);
    return levels[i];
}

static const struct fact_table *read_table(struct check *c, const struct ini_key *key)
{
    const struct fact_table *table = facts_table(c->facts, key->value);
    if (!table)
        diag_add(c->diag, DIAG_TABLE_UNKNOWN, key->value_at, "%s", key->value)->near =
            text_nearest(key->value, facts_names(c->facts));
    return table;
}

/* An absolute difference; with % it is one of percentages. */
static const struct num *read_tolerance(struct check *c, const struct ini_key *key)
{
    const char *s = key->value;
    const struct num *num = NULL;
    if (num_scan(c->arena, &s, &num, NULL) != NUM_OK || num_sign(num) < 0) {
        bad_value(c, key, NULL);
        return NULL;
    }
    return *s == '%' ? num_shift(c->arena, num, -2) : num;
}

static void add_names(struct check *c, struct rule *rule, const struct expr *expr)
{
    struct text_names names = {0};
    if (expr)
        names = expr_names(c->arena, expr);
    for (size_t i = 0; i < names.count; i++)
        if (index_of(&rule->names, names.items[i]) == rule->names.count)
            *list_push(c->arena, &rule->names) = names.items[i];
}

/* False if the rule cannot be applied. */
static bool read_key(struct check *c, struct rule *rule, const struct ini_key *key)
{
    static const char *items[] = {"条件", "适用", "逐行", "类别", "说明", "容差", "空值", "名称"};
    static const struct text_names known = {items, sizeof items / sizeof *items, 0};
    switch (index_of(&known, key->name)) {
    case 0:
        rule->condition = expr_compile(c->arena, c->diag, key->value, key->value_at);
        return rule->condition;
    case 1:
        rule->applies = expr_compile(c->arena, c->diag, key->value, key->value_at);
        return rule->applies;
    case 2:
        rule->table = read_table(c, key);
        return rule->table;
    case 3:
        rule->level = read_level(c, key);
        break;
    case 4:
        rule->message = key->value;
        rule->message_at = key->value_at;
        break;
    case 5:
        rule->tolerance = read_tolerance(c, key);
        break;
    case 6:
        rule->blank_fails = !strcmp(key->value, "报错");
        if (!rule->blank_fails && strcmp(key->value, "不核对"))
            bad_value(c, key, NULL);
        break;
    case 7:
        break;
    default:
        diag_add(c->diag, DIAG_TEMPLATE_UNKNOWN, key->at, "%s", key->name)->near = text_nearest(key->name, &known);
        break;
    }
    return true;
}

static bool read_rule(struct check *c, const struct ini_section *section, const char *id, struct rule *rule)
{
    *rule = (struct rule){.id = id, .level = DIAG_ERROR, .at = section->at};
    bool good = true;
    for (size_t i = 0; i < section->keys.count; i++)
        good = read_key(c, rule, &section->keys.items[i]) && good;
    if (!ini_key(section, "条件")) {
        diag_add(c->diag, DIAG_TEMPLATE_KEY, section->at, "[%s] 条件", section->name);
        return false;
    }
    if (good) {
        add_names(c, rule, rule->condition);
        add_names(c, rule, rule->applies);
    }
    return good;
}

/* -- findings -- */

/* A key of [审核说明] is one line and ends at its first =. */
static const char *answer_key(struct check *c, const char *id, const char *object, const char *figures)
{
    struct buf key = buf_in(c->arena);
    const char *text = arena_printf(c->arena, "%s %s [%s]", id, object, figures);
    for (const char *s = text; *s;) {
        uint32_t ch = utf8_next(&s);
        buf_putc(&key, ch == '=' || ch == 0xFF1D ? ':' : ch == '\n' ? ' ' : ch);
    }
    return buf_text(&key);
}

void check_answerable(struct check *c, struct finding *finding, const char *id, const char *object, const char *figures)
{
    const char *key = answer_key(c, id, object, figures);
    *list_push(c->arena, &c->answerables) = (struct answerable){key, finding};
    if (finding->level == DIAG_EXPLAIN)
        finding->answer = arena_printf(c->arena, "%s = ", key);
}

/* The places of the facts that the rule mentions; the first is the finding's own. */
static void rule_places(struct check *c, const struct rule *rule, const struct fact_row *row, struct pos *first,
                        struct finding *finding)
{
    bool any = false;
    for (size_t i = 0; i < rule->names.count; i++) {
        const struct fact_table *table = scope_column_of(c->facts, rule->names.items[i]);
        const struct fact *fact = table ? NULL : scope_fact(c->facts, row, rule->names.items[i]);
        if (!table && !fact)
            continue;
        struct pos at = table ? table->at : scope_place(c->facts, fact);
        if (!any && first)
            *first = at;
        if (any && finding)
            diag_also(c->diag, finding, at);
        any = true;
    }
}

static const char *rule_message(struct check *c, const struct rule *rule, const struct fact_row *row)
{
    if (!rule->message || !strstr(rule->message, "{{"))
        return rule->message;
    struct spans spans = {0};
    const void *top = row ? bind_row(&c->data, row) : NULL;
    mustache_line(c->arena, c->diag, MUSTACHE_STRICT, &c->data, top, rule->message, rule->message_at, &spans);
    return spans_text(c->arena, &spans);
}

static void report_broken(struct check *c, const struct rule *rule, const struct fact_row *row)
{
    struct pos at = row ? row->at : rule->at;
    rule_places(c, rule, row, &at, NULL);
    struct finding *finding = diag_add(c->diag, DIAG_RULE, at, "%s", rule_detail(c, rule, row));
    finding->level = rule->level;
    finding->rule = rule->id;
    finding->message = rule_message(c, rule, row);
    rule_places(c, rule, row, NULL, finding);
    check_answerable(c, finding, rule->id, rule_object(c, rule, row), rule_figures(c, rule, row));
}

/* -- applying -- */

/* Blank conditions of one rule are one hint. */
struct untested {
    size_t rows;
    const struct fact_row *first;
};

static bool applies(struct check *c, const struct rule *rule, const struct fact_row *row)
{
    if (!rule->applies)
        return true;
    struct expr_value value = expr_eval(c->arena, c->diag, rule->applies, &c->scope, row);
    if (value.type == EXPR_NUMBER || value.type == EXPR_TEXT)
        diag_add(c->diag, DIAG_EXPR_TYPE, rule->at, "%s", rule->id);
    return value.type == EXPR_BOOL && value.truth;
}

static void apply(struct check *c, const struct rule *rule, const struct fact_row *row, struct untested *untested)
{
    if (!applies(c, rule, row))
        return;
    struct expr_value value = expr_eval(c->arena, c->diag, rule->condition, &c->scope, row);
    if (value.type == EXPR_NUMBER || value.type == EXPR_TEXT)
        diag_add(c->diag, DIAG_EXPR_TYPE, rule->at, "%s", rule->id);
    if (value.type == EXPR_BLANK && !rule->blank_fails && !untested->rows++)
        untested->first = row;
    bool broken = value.type == EXPR_BOOL && !value.truth && !rule_tolerates(c, rule, row);
    if (broken || (value.type == EXPR_BLANK && rule->blank_fails))
        report_broken(c, rule, row);
}

static void apply_all(struct check *c, const struct rule *rule)
{
    struct untested untested = {0};
    if (!rule->table)
        apply(c, rule, NULL, &untested);
    for (size_t i = 0; rule->table && i < rule->table->rows.count; i++)
        apply(c, rule, rule->table->rows.items[i], &untested);
    if (!untested.rows)
        return;
    struct pos at = rule->at;
    rule_places(c, rule, untested.first, &at, NULL);
    struct finding *finding = diag_add(c->diag, DIAG_RULE_UNTESTABLE, at, "%s%s", rule_detail(c, rule, untested.first),
                                       untested.rows > 1 ? arena_printf(c->arena, " ×%zu", untested.rows) : "");
    finding->rule = rule->id;
}

static const char *rule_id(const char *section)
{
    static const char word[] = "规则";
    if (!text_starts(section, word))
        return NULL;
    const char *id = section + strlen(word);
    while (text_blank_at(id))
        id += text_blank_at(id);
    return *id ? id : NULL;
}

void check_run(struct arena *arena, struct diag *diag, const struct facts *facts, struct template *t,
               const struct ini *report, const struct doc *doc)
{
    struct check c = {.arena = arena,
                      .diag = diag,
                      .facts = facts,
                      .template = t,
                      .report = report,
                      .doc = doc,
                      .silent = diag_new(arena),
                      .scope = facts_scope(facts)};
    struct bind_place place = {.template = t, .diag = diag, .arena = arena};
    c.data = bind_facts(arena, facts, &place, FORM_UNIT);
    const struct ini *rules = template_ini(arena, diag, t, "rules.ini");
    for (size_t i = 0; i < rules->sections.count; i++) {
        struct rule rule;
        const char *id = rule_id(rules->sections.items[i]->name);
        if (id && read_rule(&c, rules->sections.items[i], id, &rule))
            apply_all(&c, &rule);
    }
    check_aliases(&c);
    check_explanations(&c);
}
