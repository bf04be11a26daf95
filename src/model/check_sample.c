/* Values by name → report.ini. Comes in: names and values; goes out: sections, tables with 列 and 行. */
#include "model/check_sample.h"

#include <string.h>

#define ROW "例"

struct sample_row {
    const char *key;
    struct map *cells; /* column → value */
};

struct sample_table {
    const char *name;
    const struct field_table *def; /* NULL if only patterns know the table */
    struct text_names columns;
    struct map *known; /* column or row key → itself or its struct sample_row */
    LIST_OF(struct sample_row *) rows;
};

struct sample_value {
    const char *section, *key, *value;
    struct pos at;
};

struct sample {
    struct arena *arena;
    struct fields *fields;
    struct map *by_name; /* single names → struct sample_value * */
    LIST_OF(struct sample_value *) values;
    struct map *by_table;
    LIST_OF(struct sample_table *) tables;
    struct text_names names;
};

struct sample *sample_new(struct arena *arena, struct fields *fields)
{
    struct sample *s = arena_alloc(arena, sizeof *s);
    s->arena = arena;
    s->fields = fields;
    s->by_name = map_new(arena);
    s->by_table = map_new(arena);
    return s;
}

static void add_column(struct sample *s, struct sample_table *table, const char *column)
{
    const char *id = arena_printf(s->arena, "|%s", column);
    if (map_get(table->known, id))
        return;
    map_put(table->known, id, table);
    *list_push(s->arena, &table->columns) = column;
}

static struct sample_table *table_of(struct sample *s, const char *name)
{
    struct sample_table *table = map_get(s->by_table, name);
    if (table)
        return table;
    table = arena_alloc(s->arena, sizeof *table);
    table->name = name;
    table->def = fields_table(s->fields, name);
    table->known = map_new(s->arena);
    for (size_t i = 0; table->def && i < table->def->columns.count; i++)
        add_column(s, table, table->def->columns.items[i]);
    if (table->def && table->def->key)
        add_column(s, table, table->def->key);
    map_put(s->by_table, name, table);
    *list_push(s->arena, &s->tables) = table;
    return table;
}

static void set_cell(struct sample *s, struct sample_table *table, const char *key, const char *column,
                     const char *value)
{
    struct sample_row *row = map_get(table->known, key);
    if (!row) {
        row = arena_alloc(s->arena, sizeof *row);
        row->key = key;
        row->cells = map_new(s->arena);
        map_put(table->known, key, row);
        *list_push(s->arena, &table->rows) = row;
        if (table->def && table->def->key)
            map_put(row->cells, table->def->key, arena_strdup(s->arena, key));
    }
    add_column(s, table, column);
    map_put(row->cells, column, arena_strdup(s->arena, value));
}

/* table.key.column of a known table. */
static bool cut_cell(const struct sample *s, const char *name, const char **table, const char **key,
                     const char **column)
{
    const char *first = strchr(name, '.'), *last = strrchr(name, '.');
    if (!first || first == last)
        return false;
    *table = arena_strndup(s->arena, name, (size_t)(first - name));
    *key = arena_strndup(s->arena, first + 1, (size_t)(last - first - 1));
    *column = last + 1;
    return fields_table(s->fields, *table);
}

static void set_value(struct sample *s, const char *name, const char *value, struct pos at)
{
    const char *table, *key, *column, *last = strrchr(name, '.');
    if (cut_cell(s, name, &table, &key, &column)) {
        set_cell(s, table_of(s, table), key, column, value);
        return;
    }
    if (!last)
        return;
    struct sample_value *known = map_get(s->by_name, name);
    if (!known) {
        known = arena_alloc(s->arena, sizeof *known);
        map_put(s->by_name, name, known);
        *list_push(s->arena, &s->values) = known;
    }
    *known = (struct sample_value){arena_strndup(s->arena, name, (size_t)(last - name)), last + 1, value, at};
}

void sample_assign(struct sample *s, const char *line, const char *row, struct pos at)
{
    while (*line) {
        const char *wide = strstr(line, "；"), *end = line + strcspn(line, ";");
        size_t stop = *end ? 1 : 0;
        if (wide && wide < end) {
            end = wide;
            stop = strlen("；");
        }
        const char *equals = memchr(line, '=', (size_t)(end - line));
        if (equals) {
            const char *name = text_trimmed(s->arena, line, equals), *value = text_trimmed(s->arena, equals + 1, end);
            *list_push(s->arena, &s->names) = name;
            if (row && text_starts(name, "本行."))
                name = arena_printf(s->arena, "%s." ROW ".%s", row, name + strlen("本行."));
            set_value(s, name, value, at);
        }
        line = end + stop;
    }
}

static const char *value_for(const struct field *field)
{
    static const char *const values[] = {[FACT_TEXT] = "文字",   [FACT_AMOUNT] = "1",        [FACT_COUNT] = "1",
                                         [FACT_PERCENT] = "50%", [FACT_DATE] = "2024-01-01", [FACT_INDICATOR] = "10次"};
    return values[field->kind];
}

void sample_fill(struct sample *s, const char *name)
{
    const char *table, *key, *column;
    const struct field *field;
    bool cell = cut_cell(s, name, &table, &key, &column);
    if (cell)
        field = fields_cell(s->fields, table, key, column);
    else
        field = map_get(s->by_name, name) ? NULL : fields_find(s->fields, name);
    if (field && !field->formula_text)
        set_value(s, name, value_for(field), (struct pos){0});
}

void sample_column(struct sample *s, const char *name)
{
    const char *dot = strchr(name, '.');
    const struct field_table *def =
        dot ? fields_table(s->fields, arena_strndup(s->arena, name, (size_t)(dot - name))) : NULL;
    if (def && !def->columns.count)
        add_column(s, table_of(s, def->name), dot + 1);
}

static void fill_table(struct sample *s, const struct field_table *def)
{
    struct text_names one = {0}, more = fields_columns(s->fields, def->name);
    *list_push(s->arena, &one) = ROW;
    struct sample_table *table = table_of(s, def->name);
    for (size_t i = 0; i < more.count; i++)
        if (!fields_column(s->fields, def->name, more.items[i])->formula_text)
            add_column(s, table, more.items[i]);
    const struct text_names *keys = def->rows.count ? &def->rows : &one;
    for (size_t k = 0; k < keys->count; k++)
        for (size_t i = 0; i < table->columns.count; i++) {
            const char *column = table->columns.items[i];
            const struct field *field = fields_cell(s->fields, def->name, keys->items[k], column);
            bool is_key = def->key && !strcmp(column, def->key);
            set_cell(s, table, keys->items[k], column,
                     is_key                ? keys->items[k]
                     : field->formula_text ? ""
                                           : value_for(field));
        }
}

void sample_fill_all(struct sample *s)
{
    const struct field_names *exact = fields_exact(s->fields);
    for (size_t i = 0; i < exact->count; i++)
        sample_fill(s, exact->items[i].name);
    const struct field_tables *tables = fields_tables(s->fields);
    for (size_t i = 0; i < tables->count; i++)
        fill_table(s, &tables->items[i]);
}

struct text_names sample_names(const struct sample *s)
{
    return s->names;
}

/* -- writing -- */

/* row NULL: the columns. */
static const char *row_text(struct sample *s, const struct sample_table *table, const struct sample_row *row)
{
    const char **cells = arena_alloc(s->arena, (table->columns.count + 1) * sizeof *cells);
    for (size_t i = 0; i < table->columns.count; i++)
        cells[i] = row ? map_get(row->cells, table->columns.items[i]) : table->columns.items[i];
    return ini_row(s->arena, cells, table->columns.count);
}

const struct ini *sample_ini(struct sample *s)
{
    struct pos at = {.file = ROW};
    struct ini *ini = ini_new(s->arena, ROW);
    ini->example = true;
    for (size_t i = 0; i < s->values.count; i++) {
        const struct sample_value *value = s->values.items[i];
        struct ini_section *section = ini_add_section(s->arena, ini, value->section, at);
        ini_add_key(s->arena, section, value->key, value->value, at, at);
    }
    for (size_t i = 0; i < s->tables.count; i++) {
        const struct sample_table *table = s->tables.items[i];
        struct ini_section *section = ini_add_section(s->arena, ini, table->name, at);
        ini_add_key(s->arena, section, "列", row_text(s, table, NULL), at, at);
        for (size_t k = 0; k < table->rows.count; k++)
            ini_add_key(s->arena, section, "行", row_text(s, table, table->rows.items[k]), at, at);
    }
    return ini;
}
