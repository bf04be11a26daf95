/* Private to field.c (single facts and cells) and field_tables.c (tables, records, texts). */
#ifndef MODEL_FIELD_PRIVATE_H
#define MODEL_FIELD_PRIVATE_H

#include "base/map.h"
#include "model/expr.h"
#include "model/field.h"

/* One [字段 …] section: the keys it has. */
struct spec {
    const char *pattern;
    unsigned has;
    struct field field;
};

struct fields {
    struct arena *arena;
    struct diag *diag;
    struct map *specs;    /* pattern → struct spec * */
    struct map *singles;  /* name → struct field *, as resolved */
    struct map *cells;    /* table.*.column or table.key.column → struct field *, as resolved */
    struct map *row_keys; /* keys that a pattern names */
    struct map *sections; /* every part of a name up to a dot; the tables */
    struct text_names section_names;
    struct field_names exact;
    struct field_tables tables;
    struct field_record_lists records;
    struct field_texts texts;
    struct map *tables_by_name;          /* name → index + 1 in a size_t */
    LIST_OF(const char *) cell_patterns; /* T.*.col */
};

void field_bad_value(struct fields *f, const struct ini_key *key, const struct text_names *known);
bool field_yes(struct fields *f, const struct ini_key *key);
/* Makes a first part of names known. */
void field_add_section(struct fields *f, const char *name);

void field_add_table(struct fields *f, const struct ini_section *section, const char *name);
void field_add_records(struct fields *f, const struct ini_section *section, const char *name);
void field_add_text(struct fields *f, const struct ini_section *section, const char *name);

#endif
