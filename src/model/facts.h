/* The named values of one report: report.ini judged by the template's fields.ini (data-format §2). */
#ifndef MODEL_FACTS_H
#define MODEL_FACTS_H

#include "base/num.h"
#include "model/template.h"

enum fact_kind {
    FACT_TEXT,
    FACT_AMOUNT,
    FACT_COUNT,
    FACT_PERCENT,
    FACT_DATE,
    FACT_INDICATOR
}; /* 文字 金额 数量 百分比 日期 指标值 */
enum fact_state { FACT_ABSENT, FACT_BLANK, FACT_TYPED, FACT_COMPUTED };

struct expr;

/* What fields.ini says of one name, patterns already applied key by key. */
struct field {
    const char *label;   /* 名称; the last part of the name if absent */
    enum fact_kind kind; /* 类型 */
    const char *unit;    /* 单位; "" if none */
    int least, most;     /* 小数: fewest and most decimals printed */
    bool groups;         /* 千分位 */
    bool required;       /* 必填 */
    const char *empty;   /* 空值: printed for a blank; "" if none */
    struct expr *formula;
    const char *formula_text;
    struct pos formula_at;
    const char *aliases; /* 别名, cut at |; NULL if none */
    const char *help;    /* 说明 */
    const char
        *carry; /* 结转: what of last year's report it begins with (经费.*.本年决算: the same row); NULL if none */
    bool optional;       /* 必填 = 否: blanks are all right */
    bool keep;           /* 沿用: a new report begins with last year's */
    const char *nothing; /* 视同空白: texts that say nothing (无 | /), cut at |; NULL if none */
    struct pos at;
};

struct fact_row;

struct fact {
    const char *name; /* 支出.基本支出, 经费.三公经费.本年决算, 股室.2.名称 */
    const struct field *field;
    enum fact_state state;
    const char *typed;          /* as written; NULL if computed or absent */
    const struct num *num;      /* exact, in the field's unit (percent: 0.9835); NULL for text, date and blank */
    const char *text;           /* as printed in a table cell: number without unit, percent with sign, date in words,
                                text as written, the field's 空值 if blank */
    const char *unit;           /* of num: the field's, "" if none; FACT_INDICATOR: the one that was typed, "%" included
                                (num of 98.35% is 0.9835) */
    int date[3];                /* FACT_DATE: year month day; zero otherwise */
    struct pos at;              /* of the value; of the field when absent */
    const struct fact_row *row; /* NULL for a single fact */
    struct facts *home;         /* the report's facts, or those of the record it stands in */
};

struct fact_table;

struct fact_row {
    const char *name; /* the key's text, or the ordinal */
    struct fact_table *table;
    size_t ordinal;       /* from 1 */
    struct fact **cells;  /* one for each column */
    struct facts *record; /* rows that are records: the record's own facts; NULL otherwise */
    struct pos at;
};

struct fact_table {
    const char *name;
    struct text_names columns; /* 列, then computed columns of fields.ini */
    int key;                   /* index of the key column, -1 if rows have none */
    LIST_OF(struct fact_row *) rows;
    struct map *by_key;
    bool fixed; /* its rows are those of fields.ini (行名) */
    struct pos at;
};

/* The bands as a table: their names with the bounds of the score, the highest first; 条件 of one that is more than bounds. */
#define BAND_TABLE "等级界限"
enum { BAND_NAME, BAND_LEAST, BAND_ABOVE, BAND_MOST, BAND_BELOW, BAND_CONDITION, BAND_COLUMNS };
extern const char *const band_columns[BAND_COLUMNS];

struct facts;

/* Reads, types, computes; reports every C- and T3-finding. Facts come from the template's 本年.ini and from the report;
 * with [等级] in rules.ini or 本年.ini there are also the fact 等级 and the table 等级界限. Never NULL. */
struct facts *facts_load(struct arena *arena, struct diag *diag, struct template *t, const struct ini *report);

/* The same with last year's facts, known as 上年.…; previous may be NULL. */
struct facts *facts_load_after(struct arena *arena, struct diag *diag, struct template *t, const struct ini *report,
                               const struct facts *previous);

/* Last year's facts, or NULL. */
const struct facts *facts_previous(const struct facts *facts);

/* The fact of that full name, NULL if nobody defines it. Names are first those of the record, then of the report. */
const struct fact *facts_find(const struct facts *facts, const char *name);
struct fact_table *facts_table(const struct facts *facts, const char *name);

/* -- records (data-format §2) --
 * A list of records is a table whose rows are the files and whose columns are their single facts (预算.执行数); 名称 is its
 * key. The rows of a table T that the records have stand together as the table LIST.T. */

/* The facts in which a record stands, NULL for a report's. */
const struct facts *facts_parent(const struct facts *facts);
/* The row of its list, NULL for a report. */
const struct fact_row *facts_row(const struct facts *facts);
/* facts_find and facts_table without what stands outside the record. */
const struct fact *facts_own(const struct facts *facts, const char *name);
struct fact_table *facts_own_table(const struct facts *facts, const char *name);
/* Makes a name known that the program gives (the annexes' labels); not listed among all facts. */
void facts_define(struct facts *facts, const char *name, const char *text);
/* All tables, in order of definition. */
struct fact_tables {
    struct fact_table **items;
    size_t count, cap;
};
const struct fact_tables *facts_tables(const struct facts *facts);
/* A row's cell, NULL if there is no such column. */
const struct fact *facts_cell(const struct fact_row *row, const char *column);

/* All single facts, then all tables' cells, in order of definition. */
struct fact_list {
    const struct fact **items;
    size_t count, cap;
};
const struct fact_list *facts_all(const struct facts *facts);
/* Names for "nearest": single facts, tables, 个数. */
const struct text_names *facts_names(const struct facts *facts);

/* True if only a pattern knows the name: nobody typed it, fields.ini does not give it in full, and no file of the
 * template mentions it. */
bool facts_guessed(const struct facts *facts, const char *name);

/* True if a file of the template, or a text of the report, includes the text of that name: {{>name}}. */
bool facts_include(const struct facts *facts, const char *name);

/* True if fields.ini names this fact in full, not by a pattern. */
bool facts_own_field(const struct facts *facts, const char *name);

bool fact_blank(const struct fact *fact);
/* Blank, or a number that is zero: what {{#x}} tests. */
bool fact_false(const struct fact *fact);

enum fact_form { FORM_CELL, FORM_PROSE, FORM_NET, FORM_UNIT }; /* in a cell; in prose; {{x.净}}; {{x.带单位}} */
const char *fact_print(struct arena *arena, const struct fact *fact, enum fact_form form);

/* Units of money: the bytes of 元 千元 万元 亿元 at the start of text, 0 if none stands there, *power is its power of
 * ten; the power of a whole unit, -1 for any other. */
size_t amount_unit(const char *text, int *power);
int amount_power(const char *unit);

#endif
