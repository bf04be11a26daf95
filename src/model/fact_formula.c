/* Formulas over facts: what is absent is computed, when it is needed; what is typed or blank is compared.
 * Cycles are found on the stack of facts under way. The grammar is expr's. */
#include "model/facts_private.h"

#include <string.h>

enum {
    DEEPEST = 40, /* formulas that wait for each other; each may nest EXPR_DEEPEST deep: 8,000 calls in all */
    MOST_PLACES = 8
};

/* What is known of one formula. */
struct formula {
    bool broken;               /* reported at its own place: not evaluated again for the next row */
    bool shared;               /* looks at whole columns: its value is kept for rows that agree in `columns` */
    struct text_names columns; /* of the row, that it mentions */
    struct map *values;        /* their texts → struct expr_value * */
};

static struct fact_node *node_of(const struct fact *fact)
{
    return (struct fact_node *)(uintptr_t)fact; /* the first member of every node */
}

/* -- the scope -- */

/* "a → b → a" */
static const char *circle(struct facts *f, const struct fact_node *again)
{
    struct buf text = buf_in(f->arena);
    bool inside = false;
    for (size_t i = 0; i < f->busy->count; i++) {
        inside = inside || f->busy->items[i] == again;
        if (inside)
            buf_printf(&text, "%s → ", f->busy->items[i]->fact.name);
    }
    buf_add(&text, again->fact.name);
    return buf_text(&text);
}

/* A text that 视同空白 lists: it fills the place and says nothing. */
static bool says_nothing(const struct fact *fact)
{
    const char *list = fact->field->kind == FACT_TEXT ? fact->field->nothing : NULL;
    while (list && *list) {
        size_t n = strcspn(list, "|");
        const char *start = list, *end = list + n;
        text_trim(&start, &end);
        if ((size_t)(end - start) == strlen(fact->text) && !memcmp(start, fact->text, strlen(fact->text)))
            return true;
        list += n + (list[n] == '|');
    }
    return false;
}

struct expr_value fact_value(struct facts *f, const struct fact *fact)
{
    struct expr_value value = {.type = EXPR_BLANK, .unit = "", .text = ""};
    struct fact_node *node = node_of(fact);
    fact_compute(f, node);
    if (node->failed || node->progress == FACT_BUSY) {
        f->poisoned = true;
        value.type = EXPR_FAILED;
    } else if (fact->num && !fact_blank(fact)) {
        value.type = EXPR_NUMBER;
        value.num = fact->num;
        value.unit = strcmp(fact->unit, "%") ? fact->unit : "";
    } else if (!fact_blank(fact) && !says_nothing(fact)) {
        value.type = EXPR_TEXT;
        value.text = fact->text;
    }
    return value;
}

static const char *in_row(const char *name)
{
    return text_starts(name, "本行.") ? name + strlen("本行.") : name;
}

static const struct fact *whole_fact(const struct facts *f, const struct fact_row *row, const char *name)
{
    const struct fact *cell = row ? facts_cell(row, in_row(name)) : NULL;
    return cell ? cell : facts_find(f, name);
}

const struct fact *scope_fact(const struct facts *f, const struct fact_row *row, const char *name)
{
    const struct fact *fact = whole_fact(f, row, name);
    const char *of = fact ? NULL : scope_part_of(f->arena, name, NULL);
    return of ? whole_fact(f, row, of) : fact;
}

const struct fact_table *scope_column_of(const struct facts *f, const char *name, const char **column)
{
    const char *last = facts_last_year(name);
    if (last)
        return f->previous ? scope_column_of(f->previous, last, column) : NULL;
    for (const char *dot = strchr(name, '.'); dot; dot = strchr(dot + 1, '.')) {
        const struct table_node *node = map_getn(f->by_table, name, (size_t)(dot - name));
        if (!node || table_column(node, dot + 1) < 0)
            continue;
        if (column)
            *column = dot + 1;
        return &node->table;
    }
    return f->parent ? scope_column_of(f->parent, name, column) : NULL;
}

/* 序号 首 末 */
static bool row_member(struct facts *f, const struct fact_row *row, const char *name, struct expr_value *out)
{
    bool first = !strcmp(name, "首"), last = !strcmp(name, "末");
    *out = (struct expr_value){.type = EXPR_BOOL, .unit = "", .text = ""};
    if (!strcmp(name, "序号")) {
        out->type = EXPR_NUMBER;
        out->num = num_int(f->arena, (long)row->ordinal);
    }
    out->truth = (first && row->ordinal == 1) || (last && row->ordinal == row->table->rows.count);
    return first || last || out->type == EXPR_NUMBER;
}

/* A required entry that only a pattern knows is missed by the first formula or rule that asks for it. */
static void require_absent(const struct fact *fact)
{
    struct fact_node *node = (struct fact_node *)(uintptr_t)fact;
    const char *name = fact->name + strlen(fact->home->prefix);
    bool absent = fact->state == FACT_ABSENT && !fact->row && !node->failed && !node->missed;
    if (!absent || !fact->field->required || fact->field->formula_text || facts_own_field(fact->home, name))
        return;
    node->missed = true;
    facts_require((struct facts *)(uintptr_t)fact->home, name, fact);
}

static bool scope_value(void *ctx, const void *row, const char *name, struct pos use, struct expr_value *out)
{
    (void)use;
    struct facts *f = ctx;
    const struct fact *cell = row ? facts_cell(row, in_row(name)) : NULL;
    if (!cell && row && row_member(f, row, in_row(name), out))
        return true;
    const struct fact *fact = cell ? cell : facts_find(f, name);
    if (fact) {
        require_absent(fact);
        *out = fact_value(f, fact);
    }
    return fact || scope_part(f, row, name, out);
}

/* The table of that name, of the record or of the report, or last year's. */
static const struct table_node *scope_table_node(const struct facts *f, const char *name)
{
    const char *last = facts_last_year(name);
    if (last)
        return f->previous ? table_node(f->previous, last) : NULL;
    const struct table_node *node = NULL;
    for (; f && !node; f = f->parent)
        node = table_node(f, name);
    return node;
}

static bool scope_table(void *ctx, const char *name, const void ***rows, size_t *count)
{
    const struct table_node *node = scope_table_node(ctx, name);
    if (!node)
        return false;
    *rows = node->row_list.items;
    *count = node->row_list.count;
    return true;
}

/* A list of records, or the tables of all records joined, of which there must be one. */
static bool record_required(const struct facts *f, const char *name)
{
    const struct field_record_lists *lists = fields_records(f->fields);
    for (size_t i = 0; i < lists->count; i++) {
        size_t n = strlen(lists->items[i].name);
        if (!strncmp(name, lists->items[i].name, n) && (!name[n] || name[n] == '.'))
            return lists->items[i].required;
    }
    return false;
}

static bool scope_missed_rows(void *ctx, const char *name)
{
    struct facts *f = ctx;
    const struct table_node *node = facts_last_year(name) ? NULL : scope_table_node(f, name);
    bool missed = node && !node->row_list.count && ((node->def && node->def->required) || record_required(f, name));
    f->poisoned = f->poisoned || missed;
    return missed;
}

static bool scope_column(void *ctx, const char *table, const char *column)
{
    const struct table_node *node = scope_table_node(ctx, table);
    return node && table_column(node, column) >= 0;
}

/* A total that failed was reported when it was worked out. */
static struct expr_value **scope_kept(void *ctx, const void *call)
{
    struct facts *f = ctx;
    struct expr_value **place = map_getn(f->totals, (const char *)&call, sizeof call);
    if (!place) {
        place = arena_alloc(f->arena, sizeof *place);
        map_putn(f->totals, (const char *)&call, sizeof call, place);
    }
    f->poisoned = f->poisoned || (*place && (*place)->type == EXPR_FAILED);
    return place;
}

static struct pos scope_place_of(void *ctx, const void *row, const char *name)
{
    const struct fact_table *table = scope_column_of(ctx, name, NULL);
    const struct fact *fact = table ? NULL : scope_fact(ctx, row, name);
    return table ? table->at : fact ? scope_place(ctx, fact) : (struct pos){0};
}

struct expr_scope facts_scope(const struct facts *f)
{
    return (struct expr_scope){.ctx = (void *)(uintptr_t)f,
                               .value = scope_value,
                               .table = scope_table,
                               .column = scope_column,
                               .missed = scope_missed_rows,
                               .place = scope_place_of,
                               .names = &f->names,
                               .kept = scope_kept};
}

static struct pos place_within(const struct fact *fact, int depth)
{
    const struct facts *f = fact->home;
    struct text_names names = {0};
    bool written_blank = fact->at.file != fact->field->at.file || fact->at.line != fact->field->at.line;
    bool computed = fact->state == FACT_COMPUTED || (fact->state == FACT_BLANK && !written_blank);
    if (depth && computed && fact->field->formula)
        names = expr_names(f->arena, fact->field->formula);
    for (size_t i = 0; i < names.count; i++) {
        const struct fact_table *table = scope_column_of(f, names.items[i], NULL);
        if (table)
            return table->at;
        const struct fact *from = scope_fact(f, fact->row, names.items[i]);
        if (from && from->state != FACT_ABSENT)
            return place_within(from, depth - 1);
    }
    bool written = fact->state != FACT_ABSENT || fact->row;
    return written ? fact->at : facts_section_place(f, fact->name + strlen(f->prefix));
}

struct pos scope_place(const struct facts *f, const struct fact *fact)
{
    (void)f;
    return place_within(fact, MOST_PLACES);
}

/* -- evaluating -- */

static struct formula *formula_of(struct facts *f, const struct fact *fact)
{
    const struct expr *expr = fact->field->formula;
    const void *id[] = {expr, fact->row ? fact->row->table : NULL};
    struct formula *formula = map_getn(f->formulas, (const char *)id, sizeof id);
    if (formula)
        return formula;
    formula = arena_alloc(f->arena, sizeof *formula);
    formula->values = map_new(f->arena);
    map_putn(f->formulas, (const char *)id, sizeof id, formula);
    struct text_names names = expr_names(f->arena, expr);
    for (size_t i = 0; fact->row && i < names.count; i++) {
        const char *name = in_row(names.items[i]), *of = scope_part_of(f->arena, name, NULL);
        name = of ? of : name;
        formula->shared = formula->shared || scope_column_of(f, names.items[i], NULL);
        if (facts_cell(fact->row, name))
            names_add(f->arena, &formula->columns, name);
        else if (!strcmp(name, "序号") || !strcmp(name, "首") || !strcmp(name, "末"))
            names_add(f->arena, &formula->columns, "");
    }
    return formula;
}

/* What the row has in the columns that a formula mentions; equal texts give equal results. */
static const char *row_key(struct facts *f, const struct formula *formula, const struct fact_row *row)
{
    struct buf key = buf_in(f->arena);
    for (size_t i = 0; i < formula->columns.count; i++) {
        const char *column = formula->columns.items[i];
        const struct fact *cell = *column ? facts_cell(row, column) : NULL;
        if (cell)
            fact_compute(f, node_of(cell));
        if (!cell)
            buf_printf(&key, "%zu", row->ordinal);
        else if (cell->num)
            buf_printf(&key, "%p ", (const void *)cell->num);
        else
            buf_printf(&key, "%d %zu:%s", (int)cell->state, strlen(cell->text), cell->text);
    }
    return buf_text(&key);
}

static struct expr_value evaluate(struct facts *f, struct diag *diag, const struct fact *fact)
{
    struct expr_value failed = {.type = EXPR_FAILED, .unit = "", .text = ""};
    if (!fact->field->formula)
        return failed;
    struct formula *formula = formula_of(f, fact);
    if (formula->broken)
        return failed;
    const char *key = formula->shared ? row_key(f, formula, fact->row) : NULL;
    struct expr_value *kept = key ? map_get(formula->values, key) : NULL;
    if (kept)
        return *kept;
    bool before = f->poisoned;
    f->poisoned = false;
    struct expr_scope scope = facts_scope(f);
    struct expr_value value = expr_eval(f->arena, diag, fact->field->formula, &scope, fact->row);
    formula->broken = value.type == EXPR_FAILED && !f->poisoned;
    f->poisoned = before;
    if (key) {
        kept = arena_alloc(f->arena, sizeof *kept);
        *kept = value;
        map_put(formula->values, key, kept);
    }
    return value;
}

/* The number in the unit of the field; NULL if that cannot be (reported). */
static const struct num *in_unit(struct facts *f, struct diag *diag, const struct fact *fact,
                                 const struct expr_value *value)
{
    const char *unit = fact->field->unit;
    if (!*value->unit || !strcmp(value->unit, unit) || (!*unit && fact->field->kind != FACT_PERCENT))
        return value->num;
    const char *per = strchr(value->unit, '/'), *own_per = strchr(unit, '/'); /* 万元/人 → 元/人 */
    bool quotients = per && own_per && !strcmp(per, own_per);
    int from =
        amount_power(quotients ? arena_strndup(f->arena, value->unit, (size_t)(per - value->unit)) : value->unit);
    int to = amount_power(quotients ? arena_strndup(f->arena, unit, (size_t)(own_per - unit)) : unit);
    if (from >= 0 && to >= 0)
        return num_shift(f->arena, value->num, from - to);
    diag_add(diag, DIAG_EXPR_UNIT, fact->field->formula_at, "%s: %s ≠ %s", fact->name, value->unit, *unit ? unit : "%");
    return NULL;
}

/* Gives the value of its formula to a fact; false if it cannot have it. */
static bool assign(struct facts *f, struct diag *diag, struct fact *fact, const struct expr_value *value)
{
    enum fact_kind kind = fact->field->kind;
    fact_set_blank(fact);
    if (value->type == EXPR_BLANK)
        return true;
    if (value->type == EXPR_NUMBER && value->num && kind != FACT_DATE) {
        const struct num *num = in_unit(f, diag, fact, value);
        if (num)
            fact_set_number(f->arena, fact, num);
        return num != NULL;
    }
    if (value->type == EXPR_TEXT && !field_numeric(fact->field)) {
        fact_set_text(fact, value->text);
        return true;
    }
    if (value->type != EXPR_FAILED)
        diag_add(diag, DIAG_EXPR_TYPE, fact->field->formula_at, "%s", fact->name);
    return false;
}

/* Reported. Neither blank nor absent: that would be reported a second time where it is printed, as an entry to fill in.
 */
static void give_up(struct fact_node *node)
{
    node->failed = true;
    node->progress = FACT_DONE;
    node->fact.state = FACT_COMPUTED;
    node->fact.num = NULL;
    node->fact.text = "";
}

void fact_compute(struct facts *f, struct fact_node *node)
{
    if (node->progress == FACT_DONE)
        return;
    f = node->fact.home;
    const struct field *field = node->fact.field;
    if (node->progress == FACT_BUSY) {
        if (!node->failed)
            diag_add(f->diag, DIAG_EXPR_CYCLE, field->formula_at, "%s", circle(f, node));
        node->failed = true;
        return;
    }
    if (f->busy->count >= DEEPEST) {
        diag_add(f->diag, DIAG_EXPR_DEPTH, field->formula_at, "%s", node->fact.name);
        give_up(node);
        return;
    }
    node->progress = FACT_BUSY;
    *list_push(f->arena, f->busy) = node;
    struct expr_value value = evaluate(f, f->diag, &node->fact);
    f->busy->count--;
    node->progress = FACT_DONE;
    if (!assign(f, f->diag, &node->fact, &value) || node->failed)
        give_up(node);
}

/* -- typed and blank facts with a formula -- */

/* What a silent evaluation found, save a division by zero: that is no mistake while nobody uses the result. */
static void report_again(struct facts *f, struct diag *silent)
{
    size_t n = 0;
    struct finding **findings = diag_sorted(silent, &n);
    for (size_t i = 0; i < n; i++)
        if (findings[i]->code != DIAG_EXPR_DIV_ZERO)
            diag_copy(f->diag, findings[i]);
}

static bool differs(struct facts *f, const struct fact *typed, const struct fact *computed)
{
    if (!typed->num || !computed->num)
        return strcmp(typed->text, computed->text) != 0;
    int places = field_places(typed->field);
    return num_cmp(num_round(f->arena, typed->num, places), num_round(f->arena, computed->num, places)) != 0;
}

static void report_difference(struct facts *f, const struct fact *typed, const struct fact *computed)
{
    const char *figures = arena_printf(f->arena, "%s ≠ %s", typed->text, computed->text);
    struct finding *finding = diag_add(f->diag, DIAG_FORMULA_DIFFERS, typed->at, "%s %s", typed->name, figures);
    finding->answer = arena_printf(f->arena, "%s %s [%s] = ", diag_code_id(DIAG_FORMULA_DIFFERS), typed->name, figures);
    struct text_names names = expr_names(f->arena, typed->field->formula);
    for (size_t i = 0; i < names.count && finding->also.count < MOST_PLACES; i++) {
        const struct fact *from = scope_fact(f, typed->row, names.items[i]);
        if (from && from->state != FACT_ABSENT)
            diag_also(f->diag, finding, scope_place(f, from));
    }
}

static void compare(const struct fact *fact)
{
    struct facts *f = fact->home;
    if (!fact->field->formula || fact->state == FACT_ABSENT || fact->state == FACT_COMPUTED)
        return;
    struct diag *silent = diag_new(f->arena);
    struct fact computed = *fact;
    struct expr_value value = evaluate(f, silent, fact);
    bool good = assign(f, silent, &computed, &value) && computed.state == FACT_COMPUTED;
    report_again(f, silent);
    if (!good || node_of(fact)->failed)
        return;
    if (fact->state == FACT_BLANK)
        diag_add(f->diag, DIAG_COULD_FILL, fact->at, "%s = %s", fact->name, computed.text);
    else if (differs(f, fact, &computed))
        report_difference(f, fact, &computed);
}

void facts_compute(struct facts *f)
{
    LIST_OF(const struct fact *) written = {0};
    for (size_t i = 0; i < f->all.count; i++) {
        const struct fact *fact = f->all.items[i];
        if (!fact->field->formula_text)
            continue;
        if (fact->state == FACT_ABSENT)
            node_of(fact)->progress = FACT_PENDING;
        else
            *list_push(f->arena, &written) = fact;
    }
    for (size_t i = 0; i < f->all.count; i++)
        fact_compute(f, node_of(f->all.items[i]));
    for (size_t i = 0; i < written.count; i++)
        compare(written.items[i]);
}
