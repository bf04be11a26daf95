/* A section with 列 and 行 → rows of facts. Comes in: the section and its [表字段]; goes out: struct fact_table.
 * Every cell is reached through maps: ten thousand rows cost ten thousand steps. */
#include "model/facts_private.h"

#include <string.h>

struct table_node *table_node(const struct facts *f, const char *name)
{
    return map_get(f->by_table, name);
}

int table_column(const struct table_node *node, const char *column)
{
    const size_t *index = map_get(node->column_index, column);
    return index ? (int)(*index - 1) : -1;
}

const struct fact *facts_cell(const struct fact_row *row, const char *column)
{
    /* every row belongs to a table_node, whose first member is the table */
    const struct table_node *node = (const struct table_node *)(const void *)row->table;
    int c = table_column(node, column);
    return c < 0 ? NULL : row->cells[c];
}

/* A cell of a fixed row that the report leaves out. */
static const struct fact *absent_cell(const struct facts *f, const struct table_node *node, const char *name,
                                      const char *key, const char *column)
{
    const struct fact_node *known = map_get(f->lazy, name);
    if (known)
        return &known->fact;
    bool fixed = fields_has(f->fields, name) || map_get(node->fixed, key);
    if (!fixed)
        return NULL;
    const struct field *field = fields_cell(f->fields, node->local, key, column);
    struct fact_node *absent = arena_alloc(f->arena, sizeof *absent);
    absent->fact = (struct fact){.name = arena_printf(f->arena, "%s%s", f->prefix, name),
                                 .field = field,
                                 .text = field->empty,
                                 .unit = field->unit,
                                 .at = node->table.at,
                                 .home = node->home};
    map_put(f->lazy, name, absent);
    return &absent->fact;
}

static const struct fact *find_in(const struct facts *f, const struct table_node *node, const char *name,
                                  const char *rest)
{
    for (const char *dot = strchr(rest, '.'); dot; dot = strchr(dot + 1, '.')) {
        int c = table_column(node, dot + 1);
        const struct fact_row *row = map_getn(node->table.by_key, rest, (size_t)(dot - rest));
        const struct fact *inside = c < 0 && row && row->record ? facts_own(row->record, dot + 1) : NULL;
        if (inside)
            return inside;
        if (c < 0)
            continue;
        const char *key = arena_strndup(f->arena, rest, (size_t)(dot - rest));
        /* by the row's own table: in a table joined from records its columns may be others, in another order */
        const struct fact *cell = row ? facts_cell(row, dot + 1) : NULL;
        return cell ? cell : absent_cell(f, node, name, key, dot + 1);
    }
    return NULL;
}

const struct fact *table_find(const struct facts *f, const char *name)
{
    const struct fact *found = NULL;
    for (const char *dot = strchr(name, '.'); dot && !found; dot = strchr(dot + 1, '.')) {
        const struct table_node *node = map_getn(f->by_table, name, (size_t)(dot - name));
        if (node)
            found = find_in(f, node, name, dot + 1);
    }
    return found;
}

/* -- columns -- */

void table_add_column(struct facts *f, struct table_node *node, const char *name, bool typed)
{
    *list_push(f->arena, &node->columns) =
        (struct fact_column){name, fields_column(f->fields, node->local, name), typed};
    *list_push(f->arena, &node->table.columns) = name;
    size_t *index = arena_alloc(f->arena, sizeof *index);
    *index = node->columns.count;
    map_put(node->column_index, name, index);
}

/* A column written twice or without a name still takes its place, so that the cells fit. */
static void read_column(struct facts *f, struct table_node *node, const struct ini_cell *cell)
{
    const char *table = node->table.name, *name = cell->text;
    if (!*name)
        diag_add(f->diag, DIAG_COLUMN_UNKNOWN, cell->at, "%s –", table);
    else if (table_column(node, name) >= 0)
        diag_add(f->diag, DIAG_INI_DUPLICATE_KEY, cell->at, "%s.%s", table, name);
    else if (node->def && node->def->columns.count && !names_has(&node->def->columns, name))
        diag_add(f->diag, DIAG_COLUMN_UNKNOWN, cell->at, "%s.%s", table, name)->near =
            text_nearest(name, &node->def->columns);
    else {
        table_add_column(f, node, name, true);
        return;
    }
    table_add_column(f, node, arena_printf(f->arena, "#%zu", node->columns.count + 1), true);
}

static void check_column(struct facts *f, const struct table_node *node, const char *name, struct pos at)
{
    if (table_column(node, name) < 0 && !fields_column(f->fields, node->local, name)->formula_text)
        diag_add(f->diag, DIAG_COLUMN_MISSING, at, "%s.%s", node->table.name, name);
}

/* 列 of the report against 列, 键 and 必填 of fields.ini. */
static void check_columns(struct facts *f, const struct table_node *node, struct pos at)
{
    const struct field_table *def = node->def;
    for (size_t i = 0; def && i < def->columns.count; i++)
        check_column(f, node, def->columns.items[i], at);
    if (def && def->key && !names_has(&def->columns, def->key))
        check_column(f, node, def->key, at);
    struct text_names more = fields_columns(f->fields, node->local);
    for (size_t i = 0; i < more.count; i++)
        if (fields_column(f->fields, node->local, more.items[i])->required &&
            !(def && names_has(&def->columns, more.items[i])))
            check_column(f, node, more.items[i], at);
}

static void known_columns(struct facts *f, struct table_node *node)
{
    const struct field_table *def = node->def;
    for (size_t i = 0; def && i < def->columns.count; i++)
        if (table_column(node, def->columns.items[i]) < 0)
            table_add_column(f, node, def->columns.items[i], false);
    struct text_names more = fields_columns(f->fields, node->local);
    for (size_t i = 0; i < more.count; i++)
        if (table_column(node, more.items[i]) < 0)
            table_add_column(f, node, more.items[i], false);
    if (def && def->key && table_column(node, def->key) < 0)
        table_add_column(f, node, def->key, false);
    node->table.key = def && def->key ? table_column(node, def->key) : -1;
}

struct table_node *table_new(struct facts *f, const char *name, struct pos at, bool listed)
{
    struct table_node *node = arena_alloc(f->arena, sizeof *node);
    node->table = (struct fact_table){
        .name = arena_printf(f->arena, "%s%s", f->prefix, name), .key = -1, .by_key = map_new(f->arena), .at = at};
    node->local = name;
    node->home = f;
    node->def = fields_table(f->fields, name);
    node->table.fixed = node->def && node->def->rows.count;
    node->column_index = map_new(f->arena);
    node->fixed = map_new(f->arena);
    node->seen = map_new(f->arena);
    for (size_t i = 0; node->def && i < node->def->rows.count; i++)
        map_put(node->fixed, node->def->rows.items[i], node);
    map_put(f->by_table, name, node);
    if (listed)
        *list_push(f->arena, &f->tables) = &node->table;
    return node;
}

/* -- rows -- */

static struct fact_row *new_row(struct facts *f, struct table_node *node, struct pos at)
{
    struct fact_row *row = arena_alloc(f->arena, sizeof *row);
    row->table = &node->table;
    row->ordinal = node->table.rows.count + 1;
    row->at = at;
    row->cells = arena_alloc(f->arena, node->columns.count * sizeof *row->cells);
    return row;
}

/* The key's text if the row has one, else the ordinal. */
static const char *row_name(struct facts *f, const struct table_node *node, const struct fact_row *row,
                            const char *const *texts)
{
    const char *key = node->table.key >= 0 ? texts[node->table.key] : NULL;
    return key && *key ? key : arena_printf(f->arena, "%zu", row->ordinal);
}

static void check_row_name(struct facts *f, const struct table_node *node, const struct fact_row *row, bool keyed)
{
    const char *table = node->table.name;
    const struct fact_row *other = map_get(node->table.by_key, row->name);
    if (other && keyed)
        diag_also(f->diag, diag_add(f->diag, DIAG_ROW_DUPLICATE, row->at, "%s.%s", table, row->name), other->at);
    if (keyed && !other && node->def->rows.count && !map_get(node->fixed, row->name))
        diag_add(f->diag, DIAG_ROW_UNKNOWN, row->at, "%s.%s", table, row->name)->near =
            text_nearest(row->name, &node->def->rows);
}

static struct fact *new_cell(struct facts *f, const struct table_node *node, const struct fact_row *row, size_t c,
                             bool named)
{
    const struct fact_column *column = &node->columns.items[c];
    struct fact_node *cell = arena_alloc(f->arena, sizeof *cell);
    const struct field *field = named ? fields_cell(f->fields, node->local, row->name, column->name) : column->field;
    cell->fact = (struct fact){.name = arena_printf(f->arena, "%s.%s.%s", node->table.name, row->name, column->name),
                               .field = field,
                               .state = FACT_ABSENT,
                               .text = field->empty,
                               .unit = field->unit,
                               .at = row->at,
                               .row = row,
                               .home = f};
    return &cell->fact;
}

static void read_cell(struct facts *f, struct fact *fact, const char *text, struct pos at)
{
    struct fact_node *cell = (struct fact_node *)(void *)fact;
    cell->failed = !fact_read(f->arena, f->diag, fact, text, at);
    if (fact->field->required && fact_blank(fact))
        diag_add(f->diag, DIAG_REQUIRED, at, "%s", fact->name);
}

/* A cell repeated from above: judged once. */
static void repeat_cell(struct fact *fact, const struct fact *above, struct pos at)
{
    ((struct fact_node *)(void *)fact)->failed = ((const struct fact_node *)(const void *)above)->failed;
    fact->state = above->state;
    fact->typed = above->typed;
    fact->num = above->num;
    fact->text = above->text;
    fact->unit = above->unit;
    memcpy(fact->date, above->date, sizeof fact->date);
    fact->at = at;
}

/* How many leading cells repeat those above. */
static size_t repeated(const struct ini_cells *cells, const struct fact_row *above)
{
    size_t n = 0;
    while (above && n < cells->count && !*cells->items[n].text && !cells->items[n].truly_empty)
        n++;
    return n < cells->count ? n : 0; /* a row of nothing is an empty row */
}

void table_add_row(struct facts *f, struct table_node *node, struct fact_row *row)
{
    *list_push(f->arena, &node->table.rows) = row;
    *list_push(f->arena, &node->row_list) = row;
    if (!map_get(node->table.by_key, row->name))
        map_put(node->table.by_key, row->name, row);
}

/* A row with cells too few or too many has its name and its words; its figures may stand in wrong columns: what needs
 * them fails silently. */
static void read_broken_row(struct facts *f, struct table_node *node, const struct ini_key *key,
                            const struct ini_cells *cells, size_t typed)
{
    struct fact_table *table = &node->table;
    const char *bar = strstr(key->value, "｜") ? "，｜ → |" : "";
    diag_add(f->diag, DIAG_ROW_CELLS, key->at, "%s: %zu ≠ %zu%s", table->name, cells->count, typed, bar);
    const struct fact_row *above = table->rows.count ? table->rows.items[table->rows.count - 1] : NULL;
    size_t same = repeated(cells, above);
    struct fact_row *row = new_row(f, node, key->at);
    const char **texts = arena_alloc(f->arena, (node->columns.count + 1) * sizeof *texts);
    for (size_t c = 0; c < node->columns.count; c++)
        texts[c] = c >= cells->count                    ? ""
                   : c < same && above->cells[c]->typed ? above->cells[c]->typed
                                                        : cells->items[c].text;
    row->name = row_name(f, node, row, texts);
    for (size_t c = 0; c < node->columns.count; c++) {
        row->cells[c] = new_cell(f, node, row, c, false);
        struct fact_node *cell = (struct fact_node *)(void *)row->cells[c];
        cell->fact.typed = texts[c];
        cell->fact.state = FACT_COMPUTED; /* not blank: that would be reported once more */
        cell->fact.text = cell->fact.field->kind == FACT_TEXT ? texts[c] : "";
        cell->failed = cell->fact.field->kind != FACT_TEXT || c >= cells->count;
    }
    table_add_row(f, node, row);
}

static void read_row(struct facts *f, struct table_node *node, const struct ini_key *key, size_t typed)
{
    struct ini_cells cells = ini_cells(f->arena, key->value, key->value_at);
    struct fact_table *table = &node->table;
    if (table->key >= 0 && (size_t)table->key < cells.count)
        map_put(node->seen, cells.items[table->key].text, node);
    if (cells.count != typed) {
        read_broken_row(f, node, key, &cells, typed);
        return;
    }
    const struct fact_row *above = table->rows.count ? table->rows.items[table->rows.count - 1] : NULL;
    size_t same = repeated(&cells, above);
    struct fact_row *row = new_row(f, node, key->at);
    const char **texts = arena_alloc(f->arena, (node->columns.count + 1) * sizeof *texts);
    for (size_t c = 0; c < typed; c++)
        texts[c] = c < same ? (above->cells[c]->typed ? above->cells[c]->typed : "") : cells.items[c].text;
    row->name = row_name(f, node, row, texts);
    bool keyed = table->key >= 0 && texts[table->key] && *texts[table->key];
    check_row_name(f, node, row, keyed);
    bool named = fields_names_row(f->fields, row->name);
    for (size_t c = 0; c < node->columns.count; c++) {
        row->cells[c] = new_cell(f, node, row, c, named);
        if (c < same && above->cells[c]->field == row->cells[c]->field)
            repeat_cell(row->cells[c], above->cells[c], cells.items[c].at);
        else if (c < typed)
            read_cell(f, row->cells[c], texts[c], cells.items[c].at);
    }
    table_add_row(f, node, row);
}

static void check_fixed_rows(struct facts *f, const struct table_node *node)
{
    for (size_t i = 0; node->def && i < node->def->rows.count; i++)
        if (!map_get(node->seen, node->def->rows.items[i]))
            diag_add(f->diag, DIAG_ROW_MISSING, node->table.at, "%s.%s", node->table.name, node->def->rows.items[i]);
}

void table_read(struct facts *f, const struct ini_section *section)
{
    const struct table_node *other = table_node(f, section->name);
    if (other) {
        diag_also(f->diag, diag_add(f->diag, DIAG_INI_DUPLICATE_SECTION, section->at, "[%s]", section->name),
                  other->table.at);
        return;
    }
    struct table_node *node = table_new(f, section->name, section->at, true);
    const struct ini_key *head = ini_key(section, "列"), *first = ini_key(section, "行");
    if (!head && first)
        diag_add(f->diag, DIAG_NO_COLUMNS, section->at, "[%s]", section->name);
    struct ini_cells cells = {0};
    if (head)
        cells = ini_cells(f->arena, head->value, head->value_at);
    for (size_t i = 0; i < cells.count; i++)
        read_column(f, node, &cells.items[i]);
    if (head)
        check_columns(f, node, head->at);
    known_columns(f, node);
    for (size_t i = 0; head && i < section->keys.count; i++)
        if (!strcmp(section->keys.items[i].name, "行"))
            read_row(f, node, &section->keys.items[i], cells.count);
    if (head || !first)
        check_fixed_rows(f, node);
    bool fixed = node->def && node->def->rows.count;
    if (node->def && node->def->required && !fixed && !first)
        diag_add(f->diag, DIAG_REQUIRED, head ? head->at : section->at, "[%s]", section->name);
}

void tables_missing(struct facts *f)
{
    const struct field_tables *known = fields_tables(f->fields);
    for (size_t i = 0; i < known->count; i++) {
        const struct field_table *def = &known->items[i];
        if (table_node(f, def->name))
            continue;
        struct pos at = {.file = f->report->file};
        bool reported = map_get(f->mistaken, def->name) != NULL;
        if ((def->required || def->rows.count) && !reported)
            diag_add(f->diag, DIAG_REQUIRED, at, "[%s]", def->name);
        known_columns(f, table_new(f, def->name, def->at, true));
    }
}
