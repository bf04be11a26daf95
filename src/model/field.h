/* fields.ini: what each name and each table is. Patterns ("人员.*", "经费.*.*") are applied key by key, the least
 * specific first; among equals the one that names the table beats the row's, and the row's the column's. */
#ifndef MODEL_FIELD_H
#define MODEL_FIELD_H

#include "model/facts.h"

/* [表字段 T] */
struct field_table {
    const char *name;
    const char *key;           /* 键: name of the key column, NULL if rows have none */
    struct text_names rows;    /* 行名: the fixed rows; empty = any */
    struct text_names columns; /* 列: the fixed columns; empty = any */
    bool required;             /* 必填 */
    const char *label, *help;  /* 名称, 说明; NULL if absent */
    struct pos at;
};

/* A name that fields.ini gives in full. */
struct field_name {
    const char *name;
    struct pos at;
};

/* [记录 NAME] */
struct field_records {
    const char *name; /* of the list and of its folder */
    const char *file; /* 字段: where the records' own fields stand; NAME.ini if absent */
    bool required;    /* 必填: at least one */
    const char *help; /* 说明; NULL if absent */
    struct pos at;
};

/* [正文 NAME] */
struct field_text {
    const char *name; /* of the file in 正文/ */
    const char *help; /* 说明; NULL if absent */
    bool keep;        /* 沿用: a new report begins with last year's */
    struct pos at;
};

struct fields;

/* Reads a merged file of fields (fields.ini, a list of records' own); reports T007, T008 and the formulas' syntax.
 * Never NULL. */
struct fields *fields_load(struct arena *arena, struct diag *diag, struct template *t, const char *file);

/* The field of a single fact, NULL if neither a name nor a pattern fits. */
const struct field *fields_find(struct fields *fields, const char *name);

/* The field of a table's column whatever the row; never NULL (文字 if fields.ini says nothing). */
const struct field *fields_column(struct fields *fields, const char *table, const char *column);

/* True if a pattern or name has this row key, so that fields_cell may differ from fields_column. */
bool fields_names_row(const struct fields *fields, const char *key);

/* The field of one cell; never NULL. */
const struct field *fields_cell(struct fields *fields, const char *table, const char *key, const char *column);

/* True if fields.ini has a section for exactly this pattern or name. */
bool fields_has(const struct fields *fields, const char *pattern);

/* True if a name, a pattern or a table of fields.ini begins with this section. */
bool fields_knows_section(const struct fields *fields, const char *section);

/* The first parts of all names and patterns and the tables, for "nearest". */
struct text_names fields_sections(const struct fields *fields);

const struct field_table *fields_table(const struct fields *fields, const char *name);

/* Columns that [字段 T.*.col] sections name, in order. */
struct text_names fields_columns(struct fields *fields, const char *table);

/* Names without *, in order (cells of tables too). */
struct field_names {
    struct field_name *items;
    size_t count, cap;
};
const struct field_names *fields_exact(const struct fields *fields);

/* All tables, in order. */
struct field_tables {
    struct field_table *items;
    size_t count, cap;
};
const struct field_tables *fields_tables(const struct fields *fields);

/* All lists of records, in order. */
struct field_record_lists {
    struct field_records *items;
    size_t count, cap;
};
const struct field_record_lists *fields_records(const struct fields *fields);

/* What is said of a text of the report, NULL if nothing. */
const struct field_text *fields_text(const struct fields *fields, const char *name);

/* All texts, in order. */
struct field_texts {
    struct field_text *items;
    size_t count, cap;
};
const struct field_texts *fields_texts(const struct fields *fields);

/* A new text field with that label. */
struct field *field_plain(struct arena *arena, const char *label, struct pos at);

#endif
