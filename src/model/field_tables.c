/* [表字段 …], [记录 …] and [正文 …] of fields.ini. Comes in: one section each; goes out: an entry of struct fields. */
#include "model/field_private.h"

#include <string.h>

static struct text_names read_names(struct fields *f, const struct ini_key *key)
{
    static const char bar[] = "｜";
    if (strstr(key->value, bar))
        diag_add(f->diag, DIAG_MARKUP_SLIP, key->value_at, "%s", bar)->near = "|";
    struct ini_cells cells = ini_cells(f->arena, text_replaced(f->arena, key->value, bar, "|"), key->value_at);
    struct text_names names = {0};
    for (size_t i = 0; i < cells.count; i++)
        if (*cells.items[i].text)
            *list_push(f->arena, &names) = cells.items[i].text;
    return names;
}

void field_add_table(struct fields *f, const struct ini_section *section, const char *name)
{
    static const char *items[] = {"键", "行名", "列", "必填", "名称", "说明"};
    static const struct text_names known = {items, sizeof items / sizeof *items, 0};
    struct field_table *table = list_push(f->arena, &f->tables);
    *table = (struct field_table){.name = name, .at = section->at};
    template_refuse_keys(f->arena, f->diag, section, &known);
    for (size_t i = 0; i < section->keys.count; i++) {
        const struct ini_key *key = &section->keys.items[i];
        size_t which = names_index(&known, key->name);
        if (which == 0 && *key->value)
            table->key = key->value;
        else if (which == 1)
            table->rows = read_names(f, key);
        else if (which == 2)
            table->columns = read_names(f, key);
        else if (which == 3)
            table->required = field_yes(f, key);
        else if (which == 4)
            table->label = key->value;
        else if (which == 5)
            table->help = key->value;
    }
    if (table->key && table->columns.count && !names_has(&table->columns, table->key))
        field_bad_value(f, ini_key(section, "键"), &table->columns);
    if (table->rows.count && !table->key)
        diag_add(f->diag, DIAG_TEMPLATE_KEY, section->at, "[%s] 键", section->name);
    size_t *index = arena_alloc(f->arena, sizeof *index);
    *index = f->tables.count;
    map_put(f->tables_by_name, name, index);
    field_add_section(f, name);
}

void field_add_records(struct fields *f, const struct ini_section *section, const char *name)
{
    static const char *items[] = {"字段", "必填", "名称", "说明"};
    static const struct text_names known = {items, sizeof items / sizeof *items, 0};
    struct field_records *list = list_push(f->arena, &f->records);
    *list = (struct field_records){.name = name, .file = name, .at = section->at};
    template_refuse_keys(f->arena, f->diag, section, &known);
    for (size_t i = 0; i < section->keys.count; i++) {
        const struct ini_key *key = &section->keys.items[i];
        size_t which = names_index(&known, key->name);
        if (which == 0 && *key->value && *key->value != '.' && !strchr(key->value, '/'))
            list->file = key->value;
        else if (which == 0)
            field_bad_value(f, key, NULL);
        else if (which == 1)
            list->required = field_yes(f, key);
        else if (which == 3)
            list->help = key->value;
    }
    if (strchr(name, '/') || *name == '.')
        diag_add(f->diag, DIAG_TEMPLATE_VALUE, section->at, "[%s]", section->name);
    list->file = arena_printf(f->arena, "%s.ini", list->file);
}

/* [正文 NAME]: what a clerk is told of 正文/NAME.txt. */
void field_add_text(struct fields *f, const struct ini_section *section, const char *name)
{
    static const char *items[] = {"说明", "沿用"};
    static const struct text_names known = {items, 2, 0};
    struct field_text *text = list_push(f->arena, &f->texts);
    *text = (struct field_text){.name = name, .at = section->at};
    template_refuse_keys(f->arena, f->diag, section, &known);
    for (size_t i = 0; i < section->keys.count; i++) {
        const struct ini_key *key = &section->keys.items[i];
        size_t which = names_index(&known, key->name);
        if (which == 0)
            text->help = key->value;
        else if (which == 1)
            text->keep = field_yes(f, key);
    }
}
