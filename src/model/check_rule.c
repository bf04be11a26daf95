/* rules.ini → struct rule. Comes in: the merged INI file; goes out: compiled conditions. A section with 逐项 gives one
 * rule for each item: 本项 in its texts stands for the item. Applies nothing. */
#include "model/check_rule.h"

#include "model/scope.h"

#include <string.h>

enum { MOST_RULES = 20000 };

/* What read_key reads; the others are read where they belong. */
enum rule_key { KEY_TABLE, KEY_LEVEL, KEY_TOLERANCE, KEY_BLANK, KEY_STATE, KEYS_READ };

struct reading {
    struct arena *arena;
    struct diag *diag;
    const struct facts *facts;
    struct rules *rules;
};

static const struct text_names *rule_keys(void)
{
    static const char *items[] = {[KEY_TABLE] = "逐行",
                                  [KEY_LEVEL] = "类别",
                                  [KEY_TOLERANCE] = "容差",
                                  [KEY_BLANK] = "空值",
                                  [KEY_STATE] = "状态",
                                  [KEYS_READ] = "条件",
                                  "适用",
                                  "逐项",
                                  "说明",
                                  "处理",
                                  "名称",
                                  "来源",
                                  "例",
                                  "反例",
                                  "对象",
                                  "应得",
                                  "列",
                                  "行",
                                  "见于正文"};
    static const struct text_names known = {items, sizeof items / sizeof *items, 0};
    return &known;
}

/* The index of the key's value among the choices; their number if it is none of them (reported). */
static size_t choose(struct reading *r, const struct ini_key *key, const char **choices, size_t count)
{
    const struct text_names known = {choices, count, 0};
    size_t i = names_index(&known, key->value);
    if (i == count)
        template_bad_value(r->diag, key, &known, NULL);
    return i;
}

static enum diag_level read_level(struct reading *r, const struct ini_key *key)
{
    static const char *items[] = {"提示", "须说明", "必改"};
    static const enum diag_level levels[] = {DIAG_HINT, DIAG_EXPLAIN, DIAG_ERROR, DIAG_ERROR};
    return levels[choose(r, key, items, 3)];
}

static const struct fact_table *read_table(struct reading *r, const struct ini_key *key)
{
    const struct fact_table *table = facts_table(r->facts, key->value);
    if (!table)
        diag_add(r->diag, DIAG_TABLE_UNKNOWN, key->value_at, "%s", key->value)->near =
            text_nearest(key->value, facts_names(r->facts));
    return table;
}

/* An absolute difference; with % it is one of percentages. */
static const struct num *read_tolerance(struct reading *r, const struct ini_key *key)
{
    const char *s = key->value;
    const struct num *num = NULL;
    if (num_scan(r->arena, &s, &num, NULL) != NUM_OK || num_sign(num) < 0) {
        template_bad_value(r->diag, key, NULL, "0.1 | 1%");
        return NULL;
    }
    return *s == '%' ? num_shift(r->arena, num, -2) : num;
}

/* -- conditions -- */

const char *rule_text(struct arena *arena, const char *text, const char *item)
{
    static const char word[] = "本项";
    if (!item || !strstr(text, word))
        return text;
    struct buf out = buf_in(arena);
    for (const char *s = text, *next; *s; s = next) {
        next = strstr(s, word);
        buf_addn(&out, s, next ? (size_t)(next - s) : strlen(s));
        if (!next)
            break;
        buf_add(&out, item);
        next += strlen(word);
    }
    return buf_text(&out);
}

static void add_name(struct reading *r, struct rule *rule, const char *name)
{
    if (!rule->known)
        rule->known = map_new(r->arena);
    if (map_get(rule->known, name))
        return;
    map_put(rule->known, name, rule->known);
    *list_push(r->arena, &rule->names) = name;
    rule->last_year = rule->last_year || text_starts(name, "上年.");
}

static void add_names(struct reading *r, struct rule *rule, const struct text_names *names)
{
    for (size_t i = 0; i < names->count; i++)
        add_name(r, rule, names->items[i]);
}

static bool compile(struct reading *r, const char *text, struct pos at, struct condition *condition)
{
    condition->expr = expr_compile(r->arena, r->diag, text, at);
    if (!condition->expr)
        return false;
    condition->names = expr_names(r->arena, condition->expr);
    if (expr_comparison(r->arena, condition->expr, &condition->left, &condition->op, &condition->right)) {
        condition->left_names = expr_names(r->arena, condition->left);
        condition->right_names = expr_names(r->arena, condition->right);
    }
    return true;
}

static bool compile_key(struct reading *r, const struct ini_key *key, const char *item, struct condition *condition)
{
    return compile(r, rule_text(r->arena, key->value, item), key->value_at, condition);
}

/* object op value, the value in parentheses so that it stays one side */
static bool compile_score(struct reading *r, const char *object, const char *op, const char *value, struct pos at,
                          struct condition *condition)
{
    return compile(r, arena_printf(r->arena, "%s %s (%s)", object, op, value), at, condition);
}

static void missing(struct reading *r, const struct ini_section *section, const char *key)
{
    diag_add(r->diag, DIAG_TEMPLATE_KEY, section->at, "[%s] %s", section->name, key);
}

/* -- step tables -- */

static const struct text_names *step_columns(void)
{
    static const char *items[] = {"条件", "应得", "上限", "下限"};
    static const struct text_names known = {items, sizeof items / sizeof *items, 0};
    return &known;
}

static void check_head(struct reading *r, const struct rule *rule, const struct ini_cells *head)
{
    struct map *seen = map_new(r->arena);
    for (size_t i = 0; i < head->count; i++) {
        const struct ini_cell *cell = &head->items[i];
        if (!names_has(step_columns(), cell->text))
            diag_add(r->diag, DIAG_COLUMN_UNKNOWN, cell->at, "%s", cell->text)->near =
                text_nearest(cell->text, step_columns());
        else if (map_get(seen, cell->text))
            diag_add(r->diag, DIAG_INI_DUPLICATE_KEY, cell->at, "%s.%s", rule->id, cell->text);
        map_put(seen, cell->text, seen);
    }
}

static bool read_step(struct reading *r, struct rule *rule, const struct ini_cells *head, const struct ini_key *key,
                      const char *object, const char *item)
{
    struct ini_cells cells = ini_cells(r->arena, key->value, key->value_at);
    if (cells.count != head->count) {
        diag_add(r->diag, DIAG_ROW_CELLS, key->at, "%s: %zu ≠ %zu", rule->id, cells.count, head->count);
        return false;
    }
    static const char *const ops[] = {"", "=", "<=", ">="}; /* of step_columns */
    struct step *step = list_push(r->arena, &rule->steps);
    bool good = true;
    for (size_t i = 0; i < cells.count; i++) {
        const char *text = rule_text(r->arena, cells.items[i].text, item);
        size_t which = names_index(step_columns(), head->items[i].text);
        if (which == step_columns()->count || !*text)
            continue;
        if (!which)
            good = (step->when = expr_compile(r->arena, r->diag, text, cells.items[i].at)) && good;
        else
            good =
                compile_score(r, object, ops[which], text, cells.items[i].at, list_push(r->arena, &step->conditions)) &&
                good;
    }
    return good;
}

static bool read_steps(struct reading *r, struct rule *rule, const char *object, const char *item)
{
    const struct ini_key *key = ini_key(rule->section, "列");
    struct ini_cells head = ini_cells(r->arena, key->value, key->value_at);
    bool good = true;
    check_head(r, rule, &head);
    for (size_t i = 0; i < rule->section->keys.count; i++)
        if (!strcmp(rule->section->keys.items[i].name, "行"))
            good = read_step(r, rule, &head, &rule->section->keys.items[i], object, item) && good;
    if (!rule->steps.count) {
        missing(r, rule->section, "行");
        return false;
    }
    for (size_t i = 0; good && i < rule->steps.count; i++) {
        struct step *step = &rule->steps.items[i];
        struct text_names names = {0};
        if (step->when)
            names = expr_names(r->arena, step->when);
        add_names(r, rule, &names);
        for (size_t k = 0; k < step->conditions.count; k++)
            add_names(r, rule, &step->conditions.items[k].names);
    }
    return good;
}

/* What the rule asks for: 条件, 见于正文, 对象 with 应得 or with a table. */
static bool read_demand(struct reading *r, struct rule *rule, const char *item)
{
    const struct ini_section *section = rule->section;
    const struct ini_key *condition = ini_key(section, "条件"), *text = ini_key(section, "见于正文");
    const struct ini_key *object = ini_key(section, "对象"), *due = ini_key(section, "应得");
    if (condition)
        return compile_key(r, condition, item, &rule->condition);
    if (text) {
        rule->in_text = rule_text(r->arena, text->value, item);
        add_name(r, rule, rule->in_text);
        return true;
    }
    if (!object) {
        missing(r, section, text_starts(section->name, "评分") ? "对象" : "条件");
        return false;
    }
    const char *name = rule_text(r->arena, object->value, item);
    add_name(r, rule, name);
    if (due)
        return compile_score(r, name, "=", rule_text(r->arena, due->value, item), due->value_at, &rule->condition);
    if (!ini_key(section, "列")) {
        missing(r, section, "应得");
        return false;
    }
    return read_steps(r, rule, name, item);
}

/* -- one section -- */

/* Keys that are read the same for every item. False if the rule cannot be applied. */
static bool read_key(struct reading *r, struct rule *rule, const struct ini_key *key)
{
    static const char *blanks[] = {"不核对", "报错", "忽略"}, *states[] = {"启用", "关闭"};
    size_t which = names_index(rule_keys(), key->name), chosen;
    switch (which) {
    case KEY_TABLE:
        rule->table = read_table(r, key);
        return rule->table;
    case KEY_LEVEL:
        rule->level = read_level(r, key);
        break;
    case KEY_TOLERANCE:
        rule->tolerance = read_tolerance(r, key);
        break;
    case KEY_BLANK:
        chosen = choose(r, key, blanks, 3);
        rule->blank_fails = chosen == 1;
        rule->blank_silent = chosen == 2;
        break;
    case KEY_STATE:
        choose(r, key, states, 2);
        break;
    default:
        break;
    }
    return true;
}

static bool read_item(struct reading *r, const struct rule *plain, const char *item)
{
    struct rule rule = *plain;
    const struct ini_section *section = plain->section;
    const struct ini_key *applies = ini_key(section, "适用"), *message = ini_key(section, "说明"),
                         *todo = ini_key(section, "处理");
    bool good = !applies || compile_key(r, applies, item, &rule.applies);
    good = read_demand(r, &rule, item) && good;
    if (!good)
        return false;
    add_names(r, &rule, &rule.condition.names);
    add_names(r, &rule, &rule.applies.names);
    rule.message = message ? rule_text(r->arena, message->value, item) : NULL;
    rule.message_at = message ? message->value_at : section->at;
    rule.todo = todo ? rule_text(r->arena, todo->value, item) : NULL;
    rule.todo_at = todo ? todo->value_at : section->at;
    static const char *const examples[] = {"例", "反例"};
    for (int i = 0; i < 2; i++) {
        const struct ini_key *key = ini_key(section, examples[i]);
        rule.examples[i] = key ? rule_text(r->arena, key->value, item) : NULL;
        rule.examples_at[i] = key ? key->value_at : section->at;
    }
    *list_push(r->arena, &r->rules->list) = rule;
    return true;
}

static void read_section(struct reading *r, const struct ini_section *section, const char *id)
{
    struct rule rule = {.id = id, .level = DIAG_ERROR, .section = section, .at = section->at};
    const struct ini_key *state = ini_key(section, "状态"), *items = ini_key(section, "逐项");
    bool good = true;
    template_refuse_keys(r->arena, r->diag, section, rule_keys());
    for (size_t i = 0; i < section->keys.count; i++)
        good = read_key(r, &rule, &section->keys.items[i]) && good;
    if (!good || (state && !strcmp(state->value, "关闭")))
        return;
    if (!items) {
        read_item(r, &rule, NULL);
        return;
    }
    struct ini_cells cells = ini_cells(r->arena, items->value, items->value_at);
    for (size_t i = 0; i < cells.count; i++)
        if (*cells.items[i].text && !read_item(r, &rule, cells.items[i].text))
            return; /* what is wrong for one item is wrong for all */
}

const char *rule_id(const char *section)
{
    static const char *const words[] = {"规则", "评分"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (!text_starts(section, words[i]))
            continue;
        const char *id = section + strlen(words[i]);
        while (text_blank_at(id))
            id += text_blank_at(id);
        return *id ? id : NULL;
    }
    return NULL;
}

struct rules rules_read(struct arena *arena, struct diag *diag, struct template *t, const struct facts *facts)
{
    struct rules rules = {0};
    struct reading r = {arena, diag, facts, &rules};
    const struct ini *ini = template_ini(arena, diag, t, "rules.ini");
    static const char *items[] = {"规则*", "评分*", "等级", "文字检查"};
    static const struct text_names known = {items, sizeof items / sizeof *items, 0};
    for (size_t i = 0; i < ini->sections.count; i++) {
        const struct ini_section *section = ini->sections.items[i];
        const char *id = rule_id(section->name);
        template_refuse_section(arena, diag, section, &known);
        if (id && rules.list.count >= MOST_RULES) {
            diag_add(diag, DIAG_RULES_TOO_MANY, section->at, "> %d", (int)MOST_RULES);
            break;
        }
        if (id)
            read_section(&r, section, id);
    }
    return rules;
}
