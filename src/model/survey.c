/* Names → what they are. Comes in: the fields of a template and names with the place where they stand; goes out: lists
 * of single facts, tables with their columns and records, each marked when something uses it. Reads no text itself. */
#include "model/survey.h"

#include "base/map.h"
#include "model/check_rule.h"
#include "model/expr.h"
#include "model/survey_private.h"

#include <string.h>

static size_t *index_new(struct arena *arena, size_t i)
{
    size_t *index = arena_alloc(arena, sizeof *index);
    *index = i;
    return index;
}

static struct survey_name *find_name(const struct survey *s, const char *name)
{
    const size_t *index = map_get(s->index, name);
    return index ? &s->names.items[*index - 1] : NULL;
}

static struct survey_name *add_name(struct survey *s, const char *name, struct pos at)
{
    struct survey_name *known = find_name(s, name);
    if (known)
        return known;
    known = list_push(s->arena, &s->names);
    *known = (struct survey_name){.name = name, .at = at};
    map_put(s->index, name, index_new(s->arena, s->names.count));
    return known;
}

struct survey_table *survey_table(const struct survey *s, const char *name)
{
    const size_t *index = map_get(s->index, arena_printf(s->arena, "*%s", name));
    return index ? s->tables.items[*index - 1] : s->bands && !strcmp(name, BAND_TABLE) ? s->bands : NULL;
}

struct survey_name *survey_column(const struct survey_table *table, const char *name)
{
    for (size_t i = 0; i < table->columns.count; i++)
        if (!strcmp(table->columns.items[i].name, name))
            return &table->columns.items[i];
    return NULL;
}

static struct survey_name *add_column(struct survey *s, struct survey_table *table, const char *name, struct pos at)
{
    struct survey_name *column = survey_column(table, name);
    if (column)
        return column;
    column = list_push(s->arena, &table->columns);
    *column = (struct survey_name){.name = name, .at = at};
    return column;
}

static struct survey_table *add_table(struct survey *s, const char *name, const struct field_table *def)
{
    struct survey_table *table = survey_table(s, name);
    if (table)
        return table;
    table = arena_alloc(s->arena, sizeof *table);
    *table = (struct survey_table){.name = name, .def = def};
    *list_push(s->arena, &s->tables) = table;
    map_put(s->index, arena_printf(s->arena, "*%s", name), index_new(s->arena, s->tables.count));
    for (size_t i = 0; def && i < def->columns.count; i++)
        add_column(s, table, def->columns.items[i], def->at);
    if (def && def->key)
        add_column(s, table, def->key, def->at);
    struct text_names more = fields_columns(s->fields, name);
    for (size_t i = 0; i < more.count; i++) {
        const struct field *field = fields_column(s->fields, name, more.items[i]);
        add_column(s, table, more.items[i], field->at);
    }
    return table;
}

/* -- what a name means -- */

static void mark(struct survey *s, struct survey_name *name)
{
    name->order = name->used ? name->order : ++s->uses;
    name->used = true;
}

/* T.col, T.key.col, T.key, T.个数. */
static bool use_of_table(struct survey *s, const char *name, struct pos at)
{
    for (const char *dot = strchr(name, '.'); dot; dot = strchr(dot + 1, '.')) {
        struct survey_table *table = survey_table(s, arena_strndup(s->arena, name, (size_t)(dot - name)));
        if (!table)
            continue;
        const char *rest = dot + 1, *last = strrchr(rest, '.');
        struct survey_name *column = survey_column(table, rest);
        bool row = table->def && (table->def->key || table->def->rows.count);
        if (!column && last && row) {
            column = survey_column(table, last + 1);
            bool open = !table->def->columns.count && table->def->key;
            if (!column && open && strcmp(last + 1, "净") && strcmp(last + 1, "带单位"))
                column = add_column(s, table, last + 1, at);
            if (column)
                names_add(s->arena, table->def->rows.count ? &table->rows : &table->keys,
                          arena_strndup(s->arena, rest, (size_t)(last - rest)));
        }
        table->used = true;
        if (!column && (!table->def || !table->def->columns.count) && !last && strcmp(rest, "个数"))
            column = add_column(s, table, rest, at);
        if (column)
            mark(s, column);
        if (column || !strcmp(rest, "个数"))
            return true;
        if (row && names_has(&table->def->rows, rest)) {
            names_add(s->arena, &table->rows, rest);
            return true;
        }
    }
    return false;
}

static struct survey *record_named(const struct survey *s, const char *name)
{
    for (size_t i = 0; i < s->records.count; i++)
        if (!strcmp(s->records.items[i]->record, name))
            return s->records.items[i];
    return NULL;
}

static bool use_here(struct survey *s, const char *name, struct pos at);

/* 项目.个数, 项目.预算.执行数, 项目.绩效指标.得分. */
static bool use_of_record(struct survey *s, const char *name, struct pos at)
{
    for (const char *dot = strchr(name, '.'); dot; dot = strchr(dot + 1, '.')) {
        struct survey *record = record_named(s, arena_strndup(s->arena, name, (size_t)(dot - name)));
        if (record)
            return !strcmp(dot + 1, "个数") || use_here(record, dot + 1, at);
    }
    return false;
}

/* x.净 and x.带单位 say how x is printed. */
static const char *plain_name(struct arena *arena, const char *name)
{
    static const char *const suffixes[] = {".净", ".带单位"};
    size_t n = strlen(name);
    for (size_t i = 0; i < 2; i++) {
        size_t m = strlen(suffixes[i]);
        if (n > m && !strcmp(name + n - m, suffixes[i]))
            return arena_strndup(arena, name, n - m);
    }
    return name;
}

/* A line of 本年.ini, which is as good as a field. */
static bool set_this_year(const struct survey *s, const char *name)
{
    const char *dot = strrchr(name, '.');
    const struct ini *year = template_ini(s->arena, diag_new(s->arena), s->template, "本年.ini");
    return ini_value(year, arena_strndup(s->arena, name, (size_t)(dot - name)), dot + 1, NULL, NULL) != NULL;
}

/* Names that the program itself gives. */
static bool given(const struct survey *s, struct diag *diag, const char *name)
{
    if (s->record && !strcmp(name, "名称"))
        return true;
    if (!strcmp(name, "等级"))
        return ini_section(template_ini(s->arena, diag, s->template, "rules.ini"), "等级") ||
               ini_section(template_ini(s->arena, diag, s->template, "本年.ini"), "等级");
    return text_starts(name, "附件.") || text_starts(name, "自定.") || text_starts(name, "上年.") ||
           !strcmp(name, "报告.模板");
}

static void use_single(struct survey *s, struct survey_name *name, struct pos at)
{
    mark(s, name);
    if (name->guessed)
        survey_miss(s, DIAG_TEMPLATE_GUESSED, name->name, at);
}

static bool use_here(struct survey *s, const char *name, struct pos at)
{
    struct survey_name *known = find_name(s, name);
    if (known) {
        use_single(s, known, at);
        return true;
    }
    struct survey_table *table = survey_table(s, name);
    if (table)
        table->used = true;
    if (table || record_named(s, name) || use_of_table(s, name, at) || use_of_record(s, name, at))
        return true;
    if (given(s, diag_new(s->arena), name))
        return true;
    if (!strchr(name, '.') || !fields_find(s->fields, name))
        return false;
    known = add_name(s, name, at);
    known->guessed = !set_this_year(s, name);
    use_single(s, known, at);
    return true;
}

static bool use_in(struct survey *s, const struct survey_context *context, const char *name, struct pos at)
{
    const char *row = text_starts(name, "本行.") ? name + strlen("本行.") : name;
    for (const struct survey_context *c = context; c; c = c->up) {
        struct survey_name *column = c->table ? survey_column(c->table, row) : NULL;
        if (column) {
            mark(s, column);
            return true;
        }
        if (c->record && use_here(c->record, row, at))
            return true;
    }
    bool builtin = !strcmp(row, "序号") || !strcmp(row, "首") || !strcmp(row, "末") || !strcmp(row, "本行");
    if ((context && builtin) || use_here(s, name, at))
        return true;
    return s->parent && use_here((struct survey *)(uintptr_t)s->parent, name, at);
}

bool survey_use(struct survey *s, const struct survey_context *context, const char *name, struct pos at)
{
    const char *plain = plain_name(s->arena, name);
    if (!strcmp(name, ".") || use_in(s, context, plain, at))
        return true;
    const char *row = text_starts(plain, "本行.") ? plain + strlen("本行.") : plain;
    bool open = context && context->table && !(context->table->def && context->table->def->columns.count);
    if (!open || strchr(row, '.'))
        return false;
    mark(s, add_column(s, context->table, row, at));
    return true;
}

const struct survey_context *survey_enter(struct survey *s, const struct survey_context *context, const char *name)
{
    struct survey_context inner = {.up = context};
    for (const struct survey_context *c = context; c && !inner.table; c = c->up)
        inner.table = c->record ? survey_table(c->record, name) : NULL;
    if (!inner.table)
        inner.table = survey_table(s, name);
    if (!inner.table && s->parent) /* a record's formula over a table of the report */
        inner.table = survey_table((struct survey *)(uintptr_t)s->parent, name);
    if (!inner.table)
        inner.record = record_named(s, name);
    for (size_t i = 0; !inner.table && !inner.record && i < s->records.count; i++) { /* 项目.绩效指标 */
        const struct survey *record = s->records.items[i];
        size_t n = strlen(record->record);
        if (!strncmp(name, record->record, n) && name[n] == '.')
            inner.table = survey_table(record, name + n + 1);
    }
    if (!inner.table && !inner.record)
        return NULL;
    if (inner.table)
        inner.table->used = true;
    struct survey_context *made = arena_alloc(s->arena, sizeof *made);
    *made = inner;
    return made;
}

/* The single facts there are. */
static void add_known(struct survey *s, struct text_names *known)
{
    for (size_t i = 0; i < s->names.count; i++)
        if (!s->names.items[i].guessed)
            *list_push(s->arena, known) = s->names.items[i].name;
    const struct ini *year = template_ini(s->arena, diag_new(s->arena), s->template, "本年.ini");
    for (size_t i = 0; i < year->sections.count; i++)
        for (size_t k = 0; k < year->sections.items[i]->keys.count; k++)
            names_add(s->arena, known,
                      arena_printf(s->arena, "%s.%s", year->sections.items[i]->name,
                                   year->sections.items[i]->keys.items[k].name));
}

void survey_miss(struct survey *s, enum diag_code code, const char *name, struct pos at)
{
    struct text_names known = {0};
    add_known(s, &known);
    for (size_t i = 0; i < s->tables.count; i++)
        for (size_t k = 0; k < s->tables.items[i]->columns.count; k++) {
            const char *column = s->tables.items[i]->columns.items[k].name;
            *list_push(s->arena, &known) = column;
            *list_push(s->arena, &known) = arena_printf(s->arena, "%s.%s", s->tables.items[i]->name, column);
        }
    *list_push(s->arena, &s->misses) = (struct survey_miss){code, name, at, expr_name_meant(s->arena, name, &known)};
}

/* 经费.*.本年决算: a column; anything else: a single name. */
void survey_carry(struct survey *s, const char *name, struct pos at)
{
    const char *star = strstr(name, ".*.");
    const struct survey_table *table =
        star ? survey_table(s, arena_strndup(s->arena, name, (size_t)(star - name))) : NULL;
    bool open = table && !(table->def && table->def->columns.count);
    if (open || (table ? survey_column(table, star + 3) != NULL : find_name(s, name) || use_of_table(s, name, at)))
        return;
    survey_miss(s, DIAG_TEMPLATE_CARRY, name, at);
    if (!table)
        return;
    struct text_names columns = {0};
    for (size_t i = 0; i < table->columns.count; i++)
        *list_push(s->arena, &columns) = table->columns.items[i].name;
    const char *near = text_nearest(star + 3, &columns);
    s->misses.items[s->misses.count - 1].near = near ? arena_printf(s->arena, "%s.*.%s", table->name, near) : NULL;
}

/* -- the whole -- */

static bool is_cell(const struct survey *s, const char *name)
{
    const char *dot = strchr(name, '.');
    return dot && strchr(dot + 1, '.') && survey_table(s, arena_strndup(s->arena, name, (size_t)(dot - name)));
}

static struct survey *survey_new(struct arena *arena, struct diag *diag, struct template *t, const char *file)
{
    struct survey *s = arena_alloc(arena, sizeof *s);
    s->arena = arena;
    s->template = t;
    s->index = map_new(arena);
    s->seen = map_new(arena);
    s->fields = fields_load(arena, diag, t, file);
    const struct field_tables *tables = fields_tables(s->fields);
    for (size_t i = 0; i < tables->count; i++)
        add_table(s, tables->items[i].name, &tables->items[i]);
    const struct field_names *exact = fields_exact(s->fields);
    for (size_t i = 0; i < exact->count; i++)
        if (!is_cell(s, exact->items[i].name))
            add_name(s, exact->items[i].name, exact->items[i].at);
    return s;
}

static struct survey_table *bands_of(struct survey *s)
{
    if (!bands_section(s->arena, diag_new(s->arena), s->template))
        return NULL;
    struct survey_table *table = arena_alloc(s->arena, sizeof *table);
    *table = (struct survey_table){.name = BAND_TABLE};
    for (int i = 0; i < BAND_COLUMNS; i++)
        add_column(s, table, band_columns[i], (struct pos){0});
    return table;
}

struct survey *survey_template(struct arena *arena, struct diag *diag, struct template *t)
{
    struct survey *s = survey_new(arena, diag, t, "fields.ini");
    s->bands = bands_of(s);
    const struct field_record_lists *lists = fields_records(s->fields);
    for (size_t i = 0; i < lists->count; i++) {
        struct survey *record = survey_new(arena, diag, t, lists->items[i].file);
        record->parent = s;
        record->record = lists->items[i].name;
        *list_push(arena, &s->records) = record;
    }
    survey_walk(s, diag);
    return s;
}
