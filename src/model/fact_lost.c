/* A section whose [line] was deleted: its entries stand at the end of the one before. In: the keys of a section. Out:
 * the two sections they were. Only a name that an absent section has by itself tells of it; a pattern fits too much. */
#include "model/facts_private.h"

#include <string.h>

static bool is_lost(const struct facts *f, const char *section)
{
    return !ini_section(f->report, section) && !map_get(f->meant, section);
}

/* The absent section that has an entry of that name. */
static const char *owner_of(const struct facts *f, const char *key)
{
    const struct text_names sections = fields_sections(f->fields);
    for (size_t i = 0; i < sections.count; i++)
        if (fields_has(f->fields, arena_printf(f->arena, "%s.%s", sections.items[i], key)) &&
            is_lost(f, sections.items[i]))
            return sections.items[i];
    return NULL;
}

/* The absent table that has all these columns; where fields.ini leaves them open, the one whose key is among them. */
static const char *table_of(const struct facts *f, const struct ini_key *key)
{
    const struct ini_cells cells = ini_cells(f->arena, key->value, key->value_at);
    const struct field_tables *tables = fields_tables(f->fields);
    for (size_t i = 0; i < tables->count; i++) {
        const struct field_table *table = &tables->items[i];
        size_t known = 0;
        for (size_t k = 0; k < cells.count; k++)
            known += table->columns.count ? names_has(&table->columns, cells.items[k].text)
                                          : table->key && !strcmp(table->key, cells.items[k].text);
        if (known == (table->columns.count ? cells.count : 1) && is_lost(f, table->name))
            return table->name;
    }
    return NULL;
}

static const char *lost_at(const struct facts *f, const struct ini_section *section, const struct ini_key *key)
{
    bool table = fields_table(f->fields, section->name) != NULL;
    if (!strcmp(key->name, "行"))
        return NULL;
    if (!strcmp(key->name, "列"))
        return table ? NULL : table_of(f, key);
    const char *name = arena_printf(f->arena, "%s.%s", section->name, key->name);
    const char *owner = fields_has(f->fields, name) ? NULL : owner_of(f, key->name);
    return owner && (!fields_find(f->fields, name) || facts_guessed(f, name)) ? owner : NULL;
}

static const struct ini_section *part(const struct facts *f, const struct ini_section *section, const char *name,
                                      size_t from, size_t to)
{
    struct pos at = from ? section->keys.items[from].at : section->at;
    struct ini_section *made = ini_add_section(f->arena, ini_new(f->arena, f->report->file), name, at);
    for (size_t i = from; i < to; i++) {
        const struct ini_key *key = &section->keys.items[i];
        ini_add_key(f->arena, made, key->name, key->value, key->at, key->value_at);
    }
    return made;
}

bool facts_lost_section(struct facts *f, const struct ini_section *section, const struct ini_section *parts[2])
{
    if (!strcmp(section->name, "自定") || !strcmp(section->name, "报告"))
        return false;
    for (size_t i = 1; i < section->keys.count; i++) {
        const struct ini_key *key = &section->keys.items[i];
        const char *lost = lost_at(f, section, key);
        if (!lost)
            continue;
        diag_add(f->diag, DIAG_INI_SECTION_LOST, key->at, "[%s]", lost);
        parts[0] = part(f, section, section->name, 0, i);
        parts[1] = part(f, section, lost, i, section->keys.count);
        map_put(f->meant, lost, (void *)(uintptr_t)parts[1]);
        return true;
    }
    return false;
}
