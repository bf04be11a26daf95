/* What the files of the facts module share: facts.c (reading), fact_table.c (tables), fact_value.c (one value),
 * fact_formula.c (computing), fact_lost.c (a section line that is gone), fact_record.c (records), band.c (等级). */
#ifndef MODEL_FACTS_PRIVATE_H
#define MODEL_FACTS_PRIVATE_H

#include "model/expr.h"
#include "model/field.h"
#include "model/scope.h"

enum fact_progress { FACT_DONE, FACT_PENDING, FACT_BUSY };

/* A fact while it is computed; the public part comes first. */
struct fact_node {
    struct fact fact;
    enum fact_progress progress;
    bool failed; /* reported: whatever needs it fails silently */
    bool missed; /* required, of a pattern, and nobody wrote it: reported */
};

struct fact_column {
    const char *name;
    const struct field *field; /* whatever the row */
    bool typed;                /* stands in 列 */
};

struct table_node {
    struct fact_table table;
    const char *local;             /* its name where it stands; table.name has the record in front */
    struct facts *home;
    const struct field_table *def; /* NULL if only patterns know the table */
    LIST_OF(struct fact_column) columns;
    struct map *column_index;       /* name → size_t *: index + 1 */
    LIST_OF(const void *) row_list; /* table.rows as expr.h wants them */
    struct map *fixed, *seen;       /* 行名; keys that the report has, in rows of a wrong length too */
};

/* Facts that wait for each other, over all records. */
struct fact_stack {
    struct fact_node **items;
    size_t count, cap;
};

/* A key of the report that nobody knows (reported). */
struct unknown_key {
    const char *section, *key;
    struct pos at;
};

struct facts {
    struct arena *arena;
    struct diag *diag;
    struct template *template;
    struct fields *fields;
    const struct ini *report;
    const struct facts *previous; /* last year's, or NULL */
    struct map *singles; /* name → struct fact_node * */
    struct map *lazy;    /* known but absent, made when asked for */
    struct fact_list all;
    struct text_names names;
    struct map *by_table; /* name → struct table_node * */
    struct fact_tables tables;
    LIST_OF(struct unknown_key) unknown;
    struct map *mistaken;      /* sections that stand under a wrong name and could not be read */
    struct map *meant;         /* sections that stand under a wrong name → its struct ini_section * */
    struct map *misspelt;      /* names of single facts that an unknown key is nearest to */
    struct mentions *mentions; /* of the report's facts, read when needed */
    /* a record's */
    struct facts *parent;
    const char *prefix; /* 项目.NAME. ; "" for a report */
    const struct fact_row *row;
    /* computing */
    struct fact_stack *busy;
    struct map *formulas; /* what is known of each formula */
    struct map *totals;   /* expr.h's kept: call → struct expr_value ** */
    bool poisoned;        /* a formula met a value that was reported before */
};

/* -- facts.c -- */

/* An empty set; parent: NULL for a report. */
struct facts *facts_new(struct facts *parent, struct arena *arena, struct diag *diag, struct template *t);
/* Reads f->report by f->fields; nothing is computed yet. */
void facts_read(struct facts *f);
/* A new single fact of that name; it is listed and found. */
struct fact_node *facts_add(struct facts *f, const char *name, const struct field *field, struct pos at);
/* The place where an entry should stand: its section, else the file. */
struct pos facts_section_place(const struct facts *f, const char *name);
/* "name（label）" for messages. */
const char *fact_title(struct arena *arena, const struct fact *fact);

/* -- fact_known.c -- */

/* Reports a key as unknown; near: what may be meant, in the same section, or NULL. */
void facts_add_unknown(struct facts *f, const char *section, const struct ini_key *key, const char *near);
/* Reports what was typed under a pattern and is mentioned nowhere. */
void facts_report_unread(struct facts *f);
/* True if a section's keys are those of two, the second of which has lost its line (reported): parts are the two. */
bool facts_lost_section(struct facts *f, const struct ini_section *section, const struct ini_section *parts[2]);

/* Reports a required single fact that nobody wrote, with the unknown key that may be meant for it. */
void facts_require(struct facts *f, const char *name, const struct fact *fact);

/* -- fact_table.c -- */

void table_read(struct facts *f, const struct ini_section *section);
/* A new table without columns and rows; known under `local`, if listed among the tables. */
struct table_node *table_new(struct facts *f, const char *local, struct pos at, bool listed);
void table_add_column(struct facts *f, struct table_node *node, const char *name, bool typed);
void table_add_row(struct facts *f, struct table_node *node, struct fact_row *row);
/* Tables of fields.ini that the report leaves out: no rows. */
void tables_missing(struct facts *f);
struct table_node *table_node(const struct facts *f, const char *name);
/* Index of a column, -1 if there is none. */
int table_column(const struct table_node *node, const char *column);
/* The cell table.key.column; NULL if the name is none. */
const struct fact *table_find(const struct facts *f, const char *name);

/* -- fact_value.c -- */

/* Judges what was typed by fact->field; reports; fact->name and ->field are set. False if it cannot be used. */
bool fact_read(struct arena *arena, struct diag *diag, struct fact *fact, const char *text, struct pos at);
/* Gives a computed number, text or nothing to a fact. */
void fact_set_number(struct arena *arena, struct fact *fact, const struct num *num);
void fact_set_text(struct fact *fact, const char *text);
void fact_set_blank(struct fact *fact);
bool field_numeric(const struct field *field);
/* Decimals to which a number of that field is printed, as of the stored value: two more for a percentage. */
int field_places(const struct field *field);

/* -- scope.c -- */

/* What stands behind 上年. ; NULL if the name begins otherwise. */
const char *facts_last_year(const char *name);
/* The value of such a name; false if there is no fact x. */
bool scope_part(struct facts *f, const struct fact_row *row, const char *name, struct expr_value *out);

/* -- fact_formula.c -- */

/* Computes a fact if that is still to be done. */
void fact_compute(struct facts *f, struct fact_node *node);
/* The fact's value for a formula. */
struct expr_value fact_value(struct facts *f, const struct fact *fact);
/* All of them; then compares typed and blank ones with their formulas. */
void facts_compute(struct facts *f);

/* -- fact_record.c -- */

/* Reads the folders of all lists of records. */
void records_read(struct facts *f);

/* -- band.c -- */

/* Defines the fact 等级, if the template has bands. */
void bands_define(struct facts *f);
void bands_judge(struct facts *f);

#endif
