/* Records: each file 项目/NAME.ini of the report's folder → facts of its own, and a row of the table 项目.
 * Comes in: the lists that fields.ini names; goes out: tables whose rows are records. Computes nothing. */
#include "model/facts_private.h"

#include "base/os.h"

#include <stdlib.h>
#include <string.h>

#define NAME "名称"

/* One file of the folder. */
struct entry {
    const char *file;
    const char *name; /* without the order in front and .ini behind */
    unsigned long order;
};

struct list {
    struct facts *f; /* the report's */
    const struct field_records *def;
    struct fields *fields;
    struct table_node *node;
};

/* "07 甲项目" → 7 and 甲项目; a number that belongs to the name (2023年…, 1.5万元…) stays there. */
static const char *take_order(const char *name, unsigned long *order)
{
    char *end;
    *order = *name >= '0' && *name <= '9' ? strtoul(name, &end, 10) : 0;
    if (!*order || end - name > 4)
        return name;
    const char *s = end;
    bool mark = *s == '.' || *s == '-' || *s == '_' || text_starts(s, "、");
    if (mark)
        utf8_next(&s);
    size_t blanks = 0;
    for (size_t n; (n = text_blank_at(s)) > 0; s += n)
        blanks += n;
    bool digit = *s >= '0' && *s <= '9';
    if (!*s || (!mark && !blanks) || (mark && !blanks && digit)) {
        *order = 0;
        return name;
    }
    return s;
}

static int by_order(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    if (x->order != y->order)
        return !x->order ? 1 : !y->order ? -1 : x->order < y->order ? -1 : 1;
    return strcmp(x->file, y->file);
}

static struct entry *entries_of(struct arena *arena, const char *folder, size_t *count)
{
    static const char suffix[] = ".ini";
    struct text_names files = os_list(arena, folder);
    struct entry *entries = arena_alloc(arena, (files.count + 1) * sizeof *entries);
    *count = 0;
    for (size_t i = 0; i < files.count; i++) {
        const char *file = files.items[i];
        size_t n = strlen(file), m = sizeof suffix - 1;
        if (n <= m || strcmp(file + n - m, suffix) || *file == '~')
            continue;
        struct entry *entry = &entries[(*count)++];
        entry->file = file;
        entry->name = take_order(arena_strndup(arena, file, n - m), &entry->order);
    }
    qsort(entries, *count, sizeof *entries, by_order);
    return entries;
}

/* -- reading -- */

static void read_record(struct list *list, const char *folder, const struct entry *entry)
{
    struct facts *f = list->f;
    const char *shown = arena_printf(f->arena, "%s/%s", list->def->name, entry->file);
    const struct ini *ini = ini_read(f->arena, f->diag, os_join(f->arena, folder, entry->file), shown);
    if (!ini)
        return;
    struct pos at = {.file = shown};
    const struct fact_row *other = map_get(list->node->table.by_key, entry->name);
    if (other) {
        diag_also(f->diag, diag_add(f->diag, DIAG_ROW_DUPLICATE, at, "%s.%s", list->def->name, entry->name), other->at);
        return;
    }
    struct fact_row *row = arena_alloc(f->arena, sizeof *row);
    struct facts *record = facts_new(f, f->arena, f->diag, f->template);
    *row = (struct fact_row){.name = entry->name,
                             .table = &list->node->table,
                             .ordinal = list->node->table.rows.count + 1,
                             .record = record,
                             .at = at};
    record->report = ini;
    record->fields = list->fields;
    record->prefix = arena_printf(f->arena, "%s.%s.", list->def->name, entry->name);
    record->row = row;
    struct fact_node *name = facts_add(record, NAME, field_plain(f->arena, NAME, at), at);
    fact_set_text(&name->fact, entry->name);
    facts_read(record);
    table_add_row(f, list->node, row);
}

/* -- columns -- */

static void need_column(struct list *list, const char *name)
{
    if (table_column(list->node, name) < 0)
        table_add_column(list->f, list->node, name, false);
}

/* True for T.key.column of a table that the fields declare. */
static bool is_cell(const struct list *list, const char *name)
{
    const char *dot = strchr(name, '.');
    return dot && strchr(dot + 1, '.') &&
           fields_table(list->fields, arena_strndup(list->f->arena, name, (size_t)(dot - name)));
}

/* What the fields name in full, so that a list without records has its columns; then what the records have. */
static void add_columns(struct list *list)
{
    need_column(list, NAME);
    list->node->table.key = 0;
    const struct field_names *exact = fields_exact(list->fields);
    for (size_t i = 0; i < exact->count; i++)
        if (!is_cell(list, exact->items[i].name))
            need_column(list, exact->items[i].name);
    const struct fact_table *table = &list->node->table;
    for (size_t r = 0; r < table->rows.count; r++) {
        const struct facts *record = table->rows.items[r]->record;
        for (size_t i = 0; i < record->all.count; i++)
            if (!record->all.items[i]->row)
                need_column(list, record->all.items[i]->name + strlen(record->prefix));
    }
}

static void fill_row(struct list *list, struct fact_row *row)
{
    struct facts *record = row->record;
    const struct text_names *columns = &list->node->table.columns;
    row->cells = arena_alloc(record->arena, columns->count * sizeof *row->cells);
    for (size_t c = 0; c < columns->count; c++) {
        const char *name = columns->items[c];
        struct fact_node *node = map_get(record->singles, name);
        if (!node) {
            const struct field *field = fields_find(list->fields, name);
            node = facts_add(record, name, field ? field : field_plain(record->arena, name, row->at), row->at);
        }
        row->cells[c] = &node->fact;
    }
}

/* -- the records' tables, all rows together -- */

static void join_table(struct list *list, const struct field_table *def)
{
    struct facts *f = list->f;
    const char *name = arena_printf(f->arena, "%s.%s", list->def->name, def->name);
    struct table_node *all = table_new(f, name, def->at, false);
    for (size_t i = 0; i < def->columns.count; i++)
        table_add_column(f, all, def->columns.items[i], false);
    const struct fact_table *records = &list->node->table;
    for (size_t r = 0; r < records->rows.count; r++) {
        const struct fact_table *table = facts_own_table(records->rows.items[r]->record, def->name);
        for (size_t c = 0; c < table->columns.count; c++)
            if (table_column(all, table->columns.items[c]) < 0)
                table_add_column(f, all, table->columns.items[c], false);
        for (size_t i = 0; i < table->rows.count; i++)
            table_add_row(f, all, table->rows.items[i]);
    }
    struct text_names more = fields_columns(list->fields, def->name);
    for (size_t i = 0; i < more.count; i++)
        if (table_column(all, more.items[i]) < 0)
            table_add_column(f, all, more.items[i], false);
    struct field *field = field_plain(f->arena, arena_printf(f->arena, "%s个数", def->name), def->at);
    field->kind = FACT_COUNT;
    struct fact_node *count = facts_add(f, arena_printf(f->arena, "%s.个数", name), field, def->at);
    fact_set_number(f->arena, &count->fact, num_int(f->arena, (long)all->table.rows.count));
    *list_push(f->arena, &f->names) = name;
}

static void read_list(struct facts *f, const struct field_records *def)
{
    struct list list = {.f = f, .def = def};
    list.fields = fields_load(f->arena, f->diag, f->template, def->file);
    const struct table_node *other = table_node(f, def->name);
    if (other) {
        diag_also(f->diag, diag_add(f->diag, DIAG_INI_DUPLICATE_SECTION, other->table.at, "[%s]", def->name), def->at);
        return;
    }
    list.node = table_new(f, def->name, def->at, true);
    size_t count = 0;
    const char *folder = f->report->path ? os_join(f->arena, os_parent(f->arena, f->report->path), def->name) : NULL;
    const struct entry *entries = folder ? entries_of(f->arena, folder, &count) : NULL;
    for (size_t i = 0; i < count; i++)
        read_record(&list, folder, &entries[i]);
    if (def->required && !list.node->table.rows.count)
        diag_add(f->diag, DIAG_REQUIRED, (struct pos){.file = f->report->file}, "%s/*.ini", def->name);
    add_columns(&list);
    for (size_t r = 0; r < list.node->table.rows.count; r++)
        fill_row(&list, list.node->table.rows.items[r]);
    const struct field_tables *tables = fields_tables(list.fields);
    for (size_t i = 0; i < tables->count; i++)
        join_table(&list, &tables->items[i]);
}

void records_read(struct facts *f)
{
    const struct field_record_lists *lists = fields_records(f->fields);
    for (size_t i = 0; i < lists->count; i++)
        read_list(f, &lists->items[i]);
}
