/* report.ini (and the template's 本年.ini) → facts. Comes in: INI sections and the fields; goes out: named, typed,
 * computed values. Knows nothing of Mustache, rules and pages. */
#include "model/facts_private.h"

#include <string.h>

/* Sections of report.ini that hold no facts. */
static bool reserved(const struct facts *f, const char *section)
{
    return !f->parent && (!strcmp(section, "审核说明") || !strcmp(section, "别名"));
}

const char *fact_title(struct arena *arena, const struct fact *fact)
{
    const char *last = strrchr(fact->name, '.');
    const char *label = fact->field->label;
    return !*label || !strcmp(label, last ? last + 1 : fact->name) ? fact->name
                                                                   : arena_printf(arena, "%s（%s）", fact->name, label);
}

/* name: as it is known in f. */
static struct fact_node *new_node(struct facts *f, const char *name, const struct field *field, struct pos at)
{
    struct fact_node *node = arena_alloc(f->arena, sizeof *node);
    node->fact = (struct fact){.name = arena_printf(f->arena, "%s%s", f->prefix, name),
                               .field = field,
                               .state = FACT_ABSENT,
                               .text = field->empty,
                               .unit = field->unit,
                               .at = at,
                               .home = f};
    return node;
}

struct fact_node *facts_add(struct facts *f, const char *name, const struct field *field, struct pos at)
{
    struct fact_node *node = new_node(f, name, field, at);
    const char *local = node->fact.name + strlen(f->prefix);
    map_put(f->singles, local, node);
    *list_push(f->arena, &f->all) = &node->fact;
    *list_push(f->arena, &f->names) = local;
    return node;
}

/* -- what is known -- */

/* Names and tables that begin with "section.", or NULL. */
static void collect_keys(const struct facts *f, const char *section, struct text_names *keys)
{
    size_t n = strlen(section);
    const struct field_names *exact = fields_exact(f->fields);
    for (size_t i = 0; i < exact->count; i++) {
        const char *name = exact->items[i].name;
        if (!strncmp(name, section, n) && name[n] == '.')
            *list_push(f->arena, keys) = name + n + 1;
    }
}

static const char *nearest_key(const struct facts *f, const char *section, const char *name, const char *key)
{
    struct text_names keys = {0}, all = {0};
    collect_keys(f, section, &keys);
    const char *near = text_nearest(key, &keys);
    if (near)
        return near;
    const struct field_names *exact = fields_exact(f->fields);
    for (size_t i = 0; i < exact->count; i++)
        *list_push(f->arena, &all) = exact->items[i].name;
    return text_nearest(name, &all);
}

static const char *nearest_section(const struct facts *f, const char *section)
{
    static const char *const own[] = {"自定", "审核说明", "别名", "报告"};
    const struct text_names sections = fields_sections(f->fields);
    struct text_names names = {0};
    for (size_t i = 0; i < sections.count; i++)
        *list_push(f->arena, &names) = sections.items[i];
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        *list_push(f->arena, &names) = own[i];
    const char *near = text_nearest(section, &names);
    for (size_t i = 0; !near && i < names.count; i++) /* 决算数据表 for 决算 */
        if (text_starts(section, names.items[i]) || text_starts(names.items[i], section))
            near = names.items[i];
    return near;
}

static const struct field *field_for(struct facts *f, const char *section, const char *name, const char *key)
{
    const struct field *field = fields_find(f->fields, name);
    bool free = !strcmp(section, "自定") || !strcmp(name, "报告.模板") || !strcmp(name, "报告.上年");
    return field || !free ? field : field_plain(f->arena, key, (struct pos){0});
}

/* -- reading -- */

static void read_single(struct facts *f, const struct ini_section *section, const struct ini_key *key)
{
    const char *name = arena_printf(f->arena, "%s.%s", section->name, key->name);
    const struct field *field = field_for(f, section->name, name, key->name);
    if (!field) {
        facts_add_unknown(f, section->name, key, nearest_key(f, section->name, name, key->name));
        return;
    }
    struct fact_node *other = map_get(f->singles, name);
    if (other && f->report->example) {
        other->failed = !fact_read(f->arena, f->diag, &other->fact, key->value, key->value_at);
        return;
    }
    if (other) {
        diag_also(f->diag, diag_add(f->diag, DIAG_INI_DUPLICATE_KEY, key->at, "%s", name), other->fact.at);
        return;
    }
    struct fact_node *node = facts_add(f, name, field, key->value_at);
    node->failed = !fact_read(f->arena, f->diag, &node->fact, key->value, key->value_at);
    if (field->required && fact_blank(&node->fact))
        diag_add(f->diag, DIAG_REQUIRED, key->at, "%s", fact_title(f->arena, &node->fact));
}

static void read_section(struct facts *f, const struct ini_section *section);

/* True if all that stands in the section has its place in the one of that name. */
static bool fits(const struct facts *f, const struct ini_section *section, const char *name)
{
    if (fields_table(f->fields, name))
        return ini_key(section, "列") != NULL;
    for (size_t i = 0; i < section->keys.count; i++)
        if (!fields_find(f->fields, arena_printf(f->arena, "%s.%s", name, section->keys.items[i].name)))
            return false;
    return fields_knows_section(f->fields, name);
}

/* A section that nobody knows is one mistake. If it fits the place of the one that it is nearest to it is read as that;
 * else that one's entries count as reported. */
static void read_unknown(struct facts *f, const struct ini_section *section)
{
    const char *near = nearest_section(f, section->name);
    diag_add(f->diag, DIAG_INI_UNKNOWN_SECTION, section->at, "[%s]", section->name)->near = near;
    if (!near || ini_section(f->report, near) || map_get(f->meant, near))
        return;
    map_put(f->meant, near, (void *)(uintptr_t)section);
    if (!fits(f, section, near)) {
        map_put(f->mistaken, near, f);
        return;
    }
    struct ini_section *meant = arena_alloc(f->arena, sizeof *meant);
    *meant = *section;
    meant->name = near;
    read_section(f, meant);
}

static void read_section(struct facts *f, const struct ini_section *section)
{
    const char *name = section->name;
    bool own = !strcmp(name, "自定");
    if (!own && strcmp(name, "报告") && !fields_knows_section(f->fields, name)) {
        read_unknown(f, section);
        return;
    }
    const struct ini_section *parts[2];
    if (facts_lost_section(f, section, parts)) {
        read_section(f, parts[0]);
        read_section(f, parts[1]);
        return;
    }
    bool table = !own && (fields_table(f->fields, name) || ini_key(section, "列") || ini_key(section, "行"));
    if (table)
        table_read(f, section);
    for (size_t i = 0; i < section->keys.count; i++) {
        const struct ini_key *key = &section->keys.items[i];
        if (!table || (strcmp(key->name, "列") && strcmp(key->name, "行")))
            read_single(f, section, key);
    }
}

/* True for table.key.column of a known table. */
static bool is_cell(const struct facts *f, const char *name)
{
    const char *dot = strchr(name, '.');
    return dot && strchr(dot + 1, '.') && table_node(f, arena_strndup(f->arena, name, (size_t)(dot - name)));
}

/* The place where an entry should stand: its section, else the file. */
struct pos facts_section_place(const struct facts *f, const char *name)
{
    for (const char *dot = strrchr(name, '.'); dot; dot = NULL) {
        const char *own = arena_strndup(f->arena, name, (size_t)(dot - name));
        const struct ini_section *section = ini_section(f->report, own);
        section = section ? section : map_get(f->meant, own);
        if (section)
            return section->at;
    }
    return (struct pos){.file = f->report->file};
}

/* True if the entry's section stands under a wrong name (reported). */
static bool mistaken(const struct facts *f, const char *name)
{
    const char *last = strrchr(name, '.');
    return last && map_getn(f->mistaken, name, (size_t)(last - name));
}

/* A required cell whose row nobody wrote; rows of a fixed set are missed as rows. */
static void require_cell(struct facts *f, const char *name)
{
    const struct fact *cell = table_find(f, name);
    bool missing = cell && cell->state == FACT_ABSENT && !cell->row;
    if (!missing || !cell->field->required || cell->field->formula_text)
        return;
    const char *table = arena_strndup(f->arena, name, strcspn(name, "."));
    const struct field_table *def = fields_table(f->fields, table);
    if (!def || !def->rows.count)
        diag_add(f->diag, DIAG_REQUIRED, cell->at, "%s", fact_title(f->arena, cell));
}

/* Names that fields.ini gives in full and nobody wrote. */
static void add_absent(struct facts *f)
{
    const struct field_names *exact = fields_exact(f->fields);
    for (size_t i = 0; i < exact->count; i++) {
        const char *name = exact->items[i].name;
        if (is_cell(f, name))
            require_cell(f, name);
        if (map_get(f->singles, name) || is_cell(f, name))
            continue;
        const struct field *field = fields_find(f->fields, name);
        struct fact_node *node = facts_add(f, name, field, field->at);
        bool reported = mistaken(f, name);
        node->failed = reported || map_get(f->misspelt, name);
        if (field->required && !field->formula_text && !reported)
            facts_require(f, name, &node->fact);
    }
}

/* T.个数, and the names of columns and cells for "nearest". */
static void finish_table(struct facts *f, const struct fact_table *table)
{
    enum { MOST_NAMES = 500 };
    const char *name = table->name + strlen(f->prefix);
    *list_push(f->arena, &f->names) = name;
    const char *count = arena_printf(f->arena, "%s.个数", name);
    const struct field *field = fields_find(f->fields, count);
    if (!field || !field_numeric(field)) {
        struct field *plain = field_plain(f->arena, arena_printf(f->arena, "%s个数", name), table->at);
        plain->kind = FACT_COUNT;
        field = plain;
    }
    struct fact_node *node = map_get(f->singles, count);
    if (!node)
        node = facts_add(f, count, field, table->at);
    fact_set_number(f->arena, &node->fact, num_int(f->arena, (long)table->rows.count));
    for (size_t c = 0; c < table->columns.count; c++)
        *list_push(f->arena, &f->names) = arena_printf(f->arena, "%s.%s", name, table->columns.items[c]);
    bool few = table->key >= 0 && table->rows.count * table->columns.count <= MOST_NAMES;
    for (size_t r = 0; r < table->rows.count; r++) {
        const struct fact_row *row = table->rows.items[r];
        for (size_t i = 0; row->record && i < row->record->all.count; i++)
            *list_push(f->arena, &f->all) = row->record->all.items[i];
        for (size_t c = 0; c < table->columns.count; c++) {
            if (!row->record)
                *list_push(f->arena, &f->all) = row->cells[c];
            if (few && !f->parent)
                *list_push(f->arena, &f->names) = row->cells[c]->name;
        }
    }
}

static void read_all(struct facts *f, const struct ini *ini)
{
    for (size_t i = 0; i < ini->sections.count; i++)
        if (!reserved(f, ini->sections.items[i]->name))
            read_section(f, ini->sections.items[i]);
}

/* 本年.ini: values like the report's, and the bands. */
static void read_year(struct facts *f)
{
    const struct ini *year = template_ini(f->arena, f->diag, f->template, "本年.ini");
    for (size_t i = 0; i < year->sections.count; i++)
        if (strcmp(year->sections.items[i]->name, "等级"))
            read_section(f, year->sections.items[i]);
}

struct facts *facts_new(struct facts *parent, struct arena *arena, struct diag *diag, struct template *t)
{
    struct facts *f = arena_alloc(arena, sizeof *f);
    *f = (struct facts){.arena = arena,
                        .diag = diag,
                        .template = t,
                        .singles = map_new(arena),
                        .lazy = map_new(arena),
                        .by_table = map_new(arena),
                        .formulas = map_new(arena),
                        .totals = map_new(arena),
                        .mistaken = map_new(arena),
                        .meant = map_new(arena),
                        .misspelt = map_new(arena),
                        .parent = parent,
                        .prefix = "",
                        .busy = parent ? parent->busy : arena_alloc(arena, sizeof *f->busy)};
    return f;
}

void facts_read(struct facts *f)
{
    read_all(f, f->report);
    facts_report_unread(f);
    tables_missing(f);
    add_absent(f);
    if (!f->parent)
        records_read(f);
    for (size_t i = 0; i < f->tables.count; i++)
        finish_table(f, f->tables.items[i]);
}

struct facts *facts_load(struct arena *arena, struct diag *diag, struct template *t, const struct ini *report)
{
    return facts_load_after(arena, diag, t, report, NULL);
}

struct facts *facts_load_after(struct arena *arena, struct diag *diag, struct template *t, const struct ini *report,
                               const struct facts *previous)
{
    struct facts *f = facts_new(NULL, arena, diag, t);
    f->report = report;
    f->previous = previous;
    f->fields = fields_load(arena, diag, t, "fields.ini");
    read_year(f);
    facts_read(f);
    bands_define(f);
    facts_compute(f);
    bands_judge(f);
    return f;
}

/* -- asking -- */

/* What a pattern knows without its being written has no dots in its last part: 支出.甲.净 is not a fact of 支出.*. */
static bool one_part(const struct facts *f, const char *name)
{
    const char *last = strrchr(name, '.');
    return last && (last == strchr(name, '.') || fields_has(f->fields, name) ||
                    fields_has(f->fields, arena_printf(f->arena, "%.*s.*", (int)(last - name), name)));
}

/* A name that only a pattern knows: absent, and made when asked for. */
static const struct fact *absent_fact(struct facts *f, const char *name)
{
    struct fact_node *node = map_get(f->lazy, name);
    if (node)
        return &node->fact;
    const struct field *field = is_cell(f, name) || !one_part(f, name) ? NULL : fields_find(f->fields, name);
    if (!field)
        return NULL;
    node = new_node(f, name, field, field->at);
    node->failed = mistaken(f, name) || map_get(f->misspelt, name);
    map_put(f->lazy, node->fact.name + strlen(f->prefix), node);
    if (field->formula_text) {
        node->progress = FACT_PENDING;
        fact_compute(f, node);
    }
    return &node->fact;
}

const struct fact *facts_own(const struct facts *f, const char *name)
{
    const struct fact_node *node = map_get(f->singles, name);
    if (node)
        return &node->fact;
    const struct fact *cell = table_find(f, name);
    const char *last = cell || !f->previous ? NULL : facts_last_year(name);
    if (last)
        return facts_find(f->previous, last);
    return cell ? cell : absent_fact((struct facts *)(uintptr_t)f, name);
}

const struct fact *facts_find(const struct facts *f, const char *name)
{
    const struct fact *fact = NULL;
    for (; f && !fact; f = f->parent)
        fact = facts_own(f, name);
    return fact;
}

const struct facts *facts_previous(const struct facts *f)
{
    return f->previous;
}

struct fact_table *facts_own_table(const struct facts *f, const char *name)
{
    struct table_node *node = table_node(f, name);
    return node ? &node->table : NULL;
}

struct fact_table *facts_table(const struct facts *f, const char *name)
{
    struct fact_table *table = NULL;
    for (; f && !table; f = f->parent)
        table = facts_own_table(f, name);
    return table;
}

const struct facts *facts_parent(const struct facts *f)
{
    return f->parent;
}

const struct fact_row *facts_row(const struct facts *f)
{
    return f->row;
}

void facts_define(struct facts *f, const char *name, const char *text)
{
    struct fact_node *node = new_node(f, name, field_plain(f->arena, name, (struct pos){0}), (struct pos){0});
    fact_set_text(&node->fact, text);
    map_put(f->singles, node->fact.name + strlen(f->prefix), node);
    *list_push(f->arena, &f->names) = node->fact.name + strlen(f->prefix);
}

const struct fact_tables *facts_tables(const struct facts *f)
{
    return &f->tables;
}

const struct fact_list *facts_all(const struct facts *f)
{
    return &f->all;
}

const struct text_names *facts_names(const struct facts *f)
{
    return &f->names;
}

bool facts_own_field(const struct facts *f, const char *name)
{
    return fields_has(f->fields, name);
}
