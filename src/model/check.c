/* Rules against the facts of a report → findings with their places, figures and ready answers. Knows no rule itself:
 * what is checked is template data. Rules are untrusted: the work they may cause is counted and bounded. */
#include "model/check_private.h"

#include <string.h>

enum {
    MOST_STEPS = 1000000, /* rows looked at, by rules and by sums within them */
    FINDING_STEPS = 25,   /* what a finding costs, in time and in memory, beside a row that is right */
    MOST_GUESSES = 50     /* unknown names for which the nearest one is looked up */
};

/* -- the scope that counts -- */

static bool counted_value(void *ctx, const void *row, const char *name, struct pos use, struct expr_value *out)
{
    struct check *c = ctx;
    return c->facts_scope.value(c->facts_scope.ctx, row, name, use, out);
}

static bool counted_table(void *ctx, const char *name, const void ***rows, size_t *count)
{
    struct check *c = ctx;
    if (!c->facts_scope.table(c->facts_scope.ctx, name, rows, count))
        return false;
    c->steps += *count;
    return true;
}

static bool counted_column(void *ctx, const char *table, const char *column)
{
    struct check *c = ctx;
    return c->facts_scope.column(c->facts_scope.ctx, table, column);
}

static bool counted_missed(void *ctx, const char *table)
{
    struct check *c = ctx;
    return c->facts_scope.missed(c->facts_scope.ctx, table);
}

static struct pos counted_place(void *ctx, const void *row, const char *name)
{
    struct check *c = ctx;
    return c->facts_scope.place(c->facts_scope.ctx, row, name);
}

static struct expr_value **counted_kept(void *ctx, const void *call)
{
    struct check *c = ctx;
    return c->facts_scope.kept(c->facts_scope.ctx, call);
}

static struct expr_value evaluate(struct check *c, const struct expr *expr, const struct fact_row *row)
{
    c->scope.ctx = c;
    c->steps++;
    struct expr_value value = expr_eval(c->arena, c->diag, expr, &c->scope, row);
    if (value.type == EXPR_FAILED && ++c->failures == MOST_GUESSES)
        c->scope.names = NULL;
    return value;
}

/* -- judging -- */

static bool holds(struct check *c, const struct rule *rule, const struct expr *expr, const struct fact_row *row,
                  enum expr_type *type)
{
    struct expr_value value = evaluate(c, expr, row);
    if (value.type == EXPR_NUMBER || value.type == EXPR_TEXT)
        diag_add(c->diag, DIAG_EXPR_TYPE, rule->at, "%s", rule->id);
    *type = value.type;
    return value.type == EXPR_BOOL && value.truth;
}

/* A total of something whose parts are all blank is wrong even where blanks do not count (空值 = 忽略); last year's parts
 * were last year's business. */
static bool hollow(struct check *c, const struct rule *rule, const struct expr *expr, const struct fact_row *row)
{
    const struct expr *left, *right;
    const char *op;
    if (!rule->blank_silent || rule->last_year || !expr_comparison(c->arena, expr, &left, &op, &right) ||
        strcmp(op, "=") != 0 || !expr_is_sum(right))
        return false;
    struct expr_value total = evaluate(c, left, row);
    return total.type == EXPR_NUMBER && num_sign(total.num) != 0 && evaluate(c, right, row).type == EXPR_BLANK;
}

static enum outcome judge_condition(struct check *c, const struct rule *rule, const struct condition *condition,
                                    const struct fact_row *row)
{
    enum expr_type type;
    if (holds(c, rule, condition->expr, row, &type))
        return RULE_HOLDS;
    if (type == EXPR_BLANK)
        return rule->blank_fails || hollow(c, rule, condition->expr, row) ? RULE_BROKEN : RULE_UNTESTED;
    if (type != EXPR_BOOL)
        return RULE_FAILED;
    return rule_tolerates(c, rule, condition, row) ? RULE_HOLDS : RULE_BROKEN;
}

static enum outcome judge_steps(struct check *c, const struct rule *rule, const struct fact_row *row,
                                const struct condition **which)
{
    for (size_t i = 0; i < rule->steps.count; i++) {
        const struct step *step = &rule->steps.items[i];
        enum expr_type type = EXPR_BOOL;
        if (step->when && !holds(c, rule, step->when, row, &type)) {
            if (type == EXPR_FAILED)
                return RULE_FAILED;
            continue;
        }
        enum outcome outcome = RULE_HOLDS;
        for (size_t k = 0; k < step->conditions.count && outcome == RULE_HOLDS; k++) {
            *which = &step->conditions.items[k];
            outcome = judge_condition(c, rule, *which, row);
        }
        return outcome;
    }
    return RULE_SKIPPED;
}

static enum outcome judge_text(struct check *c, const struct rule *rule, const struct fact_row *row)
{
    const struct fact *fact = scope_fact(c->facts, row, rule->in_text);
    if (!fact)
        diag_add(c->diag, DIAG_EXPR_UNKNOWN, rule->at, "%s", rule->in_text)->near =
            text_nearest(rule->in_text, facts_names(c->facts));
    return !fact ? RULE_FAILED : text_has_figure(c, fact) ? RULE_HOLDS : RULE_BROKEN;
}

enum outcome rule_judge(struct check *c, const struct rule *rule, const struct fact_row *row,
                        const struct condition **which)
{
    enum expr_type type;
    *which = NULL;
    if (rule->last_year && !facts_previous(c->facts))
        return RULE_SKIPPED;
    if (rule->applies.expr && !holds(c, rule, rule->applies.expr, row, &type))
        return type == EXPR_FAILED ? RULE_FAILED : RULE_SKIPPED;
    if (rule->in_text)
        return judge_text(c, rule, row);
    if (rule->steps.count)
        return judge_steps(c, rule, row, which);
    *which = &rule->condition;
    return judge_condition(c, rule, &rule->condition, row);
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

/* Registers a finding under "id object [figures]"; sets its answer if it may be explained. */
static void make_answerable(struct check *c, struct finding *finding, const char *id, const char *object,
                            const char *figures)
{
    const char *key = answer_key(c, id, object, figures);
    *list_push(c->arena, &c->answerables) = (struct answerable){key, finding};
    if (finding->level == DIAG_EXPLAIN)
        finding->answer = arena_printf(c->arena, "%s = ", key);
}

bool check_on(struct check *c, enum diag_code code)
{
    if (!c->levels)
        c->levels = text_levels_read(c->arena, c->diag, c->template);
    return text_level(c->levels, code, NULL);
}

struct finding *check_say(struct check *c, enum diag_code code, struct pos at, const char *object, const char *figures)
{
    if (!check_on(c, code))
        return NULL;
    struct finding *finding = diag_add(c->diag, code, at, "%s", figures);
    text_level(c->levels, code, &finding->level);
    make_answerable(c, finding, diag_code_id(code), object, figures);
    return finding;
}

static const char *filled_in(struct check *c, const char *text, struct pos at, const struct fact_row *row)
{
    if (!text || !strstr(text, "{{"))
        return text;
    struct spans spans = {0};
    const void *top = row ? bind_row(&c->data, row) : NULL;
    mustache_line(c->arena, c->diag, MUSTACHE_STRICT, &c->data, top, text, at, &spans);
    return spans_text(c->arena, &spans);
}

static void report_broken(struct check *c, const struct rule *rule, const struct condition *condition,
                          const struct fact_row *row)
{
    struct pos at = row ? row->at : rule->at;
    c->steps += FINDING_STEPS;
    rule_first_place(c, rule, row, &at);
    struct figures figures = rule_figures(c, rule, condition, row);
    struct finding *finding = diag_add(c->diag, DIAG_RULE, at, "%s", figures.detail);
    finding->level = rule->level;
    finding->rule = rule->id;
    finding->message = filled_in(c, rule->message, rule->message_at, row);
    finding->todo = filled_in(c, rule->todo, rule->todo_at, row);
    rule_involves(c, rule, row, finding);
    make_answerable(c, finding, rule->id, figures.object, figures.line);
}

/* -- applying -- */

/* Blank conditions of one rule are one hint. */
struct untested {
    size_t rows;
    const struct fact_row *first;
    const struct condition *condition;
};

/* A required entry is missing: that was said, and says it all. */
static bool missed(struct check *c, const struct rule *rule, const struct fact_row *row)
{
    for (size_t i = 0; i < rule->names.count; i++) {
        const struct fact *fact = scope_fact(c->facts, row, rule->names.items[i]);
        if (fact && scope_missed(c->facts, fact))
            return true;
    }
    return false;
}

static void report_untested(struct check *c, const struct rule *rule, const struct untested *untested)
{
    struct pos at = rule->at;
    if (missed(c, rule, untested->first))
        return;
    rule_first_place(c, rule, untested->first, &at);
    struct figures figures = rule_figures(c, rule, untested->condition, untested->first);
    const char *times = untested->rows > 1 ? arena_printf(c->arena, " ×%zu", untested->rows) : "";
    diag_add(c->diag, DIAG_RULE_UNTESTABLE, at, "%s%s", figures.detail, times)->rule = rule->id;
}

/* False if the rule is wrong for every row: a name that nobody defines. */
static bool names_known(struct check *c, const struct rule *rule, const struct fact_row *row)
{
    for (size_t i = 0; i < rule->names.count; i++) {
        const char *name = rule->names.items[i];
        bool cell_of_row = row && text_starts(name, "本行.");
        bool known = scope_fact(c->facts, row, name) || scope_column_of(c->facts, name, NULL);
        if (!known && (cell_of_row || strchr(name, '.')))
            return false;
    }
    return true;
}

static enum outcome apply(struct check *c, const struct rule *rule, const struct fact_row *row,
                          struct untested *untested)
{
    const struct condition *condition;
    enum outcome outcome = rule_judge(c, rule, row, &condition);
    if (outcome == RULE_BROKEN)
        report_broken(c, rule, condition, row);
    if (outcome == RULE_UNTESTED && !rule->blank_silent && !untested->rows++) {
        untested->first = row;
        untested->condition = condition;
    }
    return outcome;
}

/* False if the work ran out before the last row: said, or a rule half applied would look like one that holds. */
static bool apply_all(struct check *c, const struct rule *rule)
{
    struct untested untested = {0};
    if (!rule->table)
        apply(c, rule, NULL, &untested);
    bool tried = false;
    for (size_t i = 0; rule->table && i < rule->table->rows.count; i++) {
        if (c->steps >= MOST_STEPS) {
            diag_add(c->diag, DIAG_RULES_TOO_MANY, rule->at, "%s", rule->id);
            return false;
        }
        const struct fact_row *row = rule->table->rows.items[i];
        bool failed = apply(c, rule, row, &untested) == RULE_FAILED;
        if (failed && !tried && !names_known(c, rule, row))
            break;
        tried = tried || failed;
    }
    if (untested.rows)
        report_untested(c, rule, &untested);
    return true;
}

struct check check_new(struct arena *arena, struct diag *diag, const struct facts *facts, struct template *t,
                       const struct ini *report, const struct doc *doc)
{
    struct check c = {.arena = arena,
                      .diag = diag,
                      .facts = facts,
                      .template = t,
                      .report = report,
                      .doc = doc,
                      .silent = diag_new(arena),
                      .tied = map_new(arena),
                      .differing = map_new(arena),
                      .facts_scope = facts_scope(facts)};
    c.scope = (struct expr_scope){.value = counted_value,
                                  .table = counted_table,
                                  .column = counted_column,
                                  .missed = counted_missed,
                                  .place = counted_place,
                                  .kept = counted_kept};
    c.scope.names = c.facts_scope.names;
    struct bind_place *place = arena_alloc(arena, sizeof *place);
    *place = (struct bind_place){.template = t, .diag = diag, .arena = arena};
    c.data = bind_facts(arena, facts, place, FORM_UNIT);
    return c;
}

void check_run(struct arena *arena, struct diag *diag, const struct facts *facts, struct template *t,
               const struct ini *report, const struct doc *doc)
{
    struct check c = check_new(arena, diag, facts, t, report, doc);
    struct rules rules = rules_read(arena, diag, t, facts);
    for (size_t i = 0; i < rules.list.count; i++) {
        if (c.steps >= MOST_STEPS) {
            diag_add(diag, DIAG_RULES_TOO_MANY, rules.list.items[i].at, "%s", rules.list.items[i].id);
            break;
        }
        if (!apply_all(&c, &rules.list.items[i]))
            break;
    }
    check_year(&c);
    check_aliases(&c);
    check_called(&c);
    check_labels(&c);
    check_typed(&c);
    check_annexes(&c);
    check_rows(&c);
    check_explanations(&c);
}
