/* One entry of a draft: blank, taken over from last year, invented, or its own name. Knows kinds of fields, not fields.
 */
#include "model/draft_private.h"

#include <stdlib.h>
#include <string.h>

int draft_year(const struct template *t)
{
    for (size_t i = 0; i < t->names.count; i++)
        for (const char *s = t->names.items[i]; *s; s++)
            if (strspn(s, "0123456789") == 4 && (text_starts(s, "19") || text_starts(s, "20")))
                return (int)strtol(s, NULL, 10);
    return 2024;
}

/* -- last year -- */

/* What was typed, else what was computed, as it can be typed again. */
static const char *fact_typed(struct draft_maker *m, const struct fact *fact)
{
    if (!fact || fact_blank(fact))
        return "";
    const char *text = fact->typed ? fact->typed : fact_print(m->arena, fact, FORM_CELL);
    struct buf out = buf_in(m->arena);
    for (const char *s = text; *s; s++) { /* a text of several lines stays one line */
        if (*s == '\n')
            buf_add(&out, "\\n");
        else
            buf_addn(&out, s, 1);
    }
    return buf_text(&out);
}

/* 经费.*.本年决算 in a row → 经费.三公经费.本年决算 */
static const char *in_row(struct draft_maker *m, const char *source, const char *key)
{
    const char *star = strstr(source, ".*.");
    return star ? arena_printf(m->arena, "%.*s.%s.%s", (int)(star - source), source, key, star + 3) : source;
}

static const char *carried(struct draft_maker *m, const char *name, const char *key, const struct field *field)
{
    const char *source = field->carry ? in_row(m, field->carry, key ? key : "") : name;
    bool takes = m->last.facts && (field->carry || field->keep);
    return takes ? fact_typed(m, facts_find(m->last.facts, source)) : "";
}

const struct fact_table *draft_last_rows(struct draft_maker *m, const struct survey_table *table)
{
    const struct fact_table *rows = m->last.facts ? facts_table(m->last.facts, table->name) : NULL;
    const char *own = arena_printf(m->arena, "%s.*.", table->name);
    for (size_t i = 0; rows && i < table->columns.count; i++) {
        const struct field *field = fields_column(m->survey->fields, table->name, table->columns.items[i].name);
        if (field->keep || (field->carry && text_starts(field->carry, own)))
            return rows;
    }
    return NULL;
}

/* -- invented -- */

static const char *invented(struct draft_maker *m, const char *name, const struct field *field, size_t ordinal)
{
    static const char *const ordinals[] = {"", "一", "二", "三", "四", "五"};
    size_t step = m->amounts++ % 18;
    switch (field->kind) {
    case FACT_AMOUNT:
        return arena_printf(m->arena, "%zu", (size_t)(1200 - 60 * step));
    case FACT_COUNT:
        if (!strcmp(name, "报告.年度"))
            return arena_printf(m->arena, "%d", m->year);
        return ordinal ? "30" : arena_printf(m->arena, "%zu", 20 - step);
    case FACT_PERCENT:
        return "95%";
    case FACT_DATE:
        return arena_printf(m->arena, "%d-02-28", m->year + 1);
    case FACT_INDICATOR:
        return "95%";
    case FACT_TEXT:
        break;
    }
    return arena_printf(m->arena, "%s%s", field->label, ordinals[ordinal < 6 ? ordinal : 0]);
}

const char *draft_value(struct draft_maker *m, const char *name, const struct field *field)
{
    if (m->kind == DRAFT_NAMES)
        return arena_printf(m->arena, "〔%s〕", name);
    return m->kind == DRAFT_BLANK ? carried(m, name, NULL, field) : invented(m, name, field, 0);
}

/* A cell list's bars and marks are escaped. */
static const char *cell_text(struct draft_maker *m, const char *text)
{
    struct buf out = buf_in(m->arena);
    if (*text && strchr("<^!*-", *text))
        buf_add(&out, "\\");
    for (; *text; text++) {
        if (*text == '|' || (*text == '\\' && text[1] != 'n'))
            buf_add(&out, "\\");
        buf_addn(&out, text, 1);
    }
    return buf_text(&out);
}

const char *draft_cell(struct draft_maker *m, const struct survey_table *table, const char *key, size_t ordinal,
                       const char *column, const struct field *field)
{
    const char *name = arena_printf(m->arena, "%s.%s.%s", table->name, key, column);
    bool rows = table->def && table->def->rows.count;
    if (table->def && table->def->key && !strcmp(table->def->key, column)) {
        bool named = ordinal >= 1 && ordinal <= table->keys.count;
        if (rows || named || m->kind == DRAFT_BLANK)
            return cell_text(m, key);
        return m->kind == DRAFT_NAMES ? column : invented(m, name, field, ordinal);
    }
    if (m->kind == DRAFT_NAMES)
        return rows ? cell_text(m, name) : column;
    if (m->kind == DRAFT_FIGURES) {
        const char *shared = rows || table->keys.count ? NULL : draft_shared(m, table->name, ordinal, column, field);
        const char *own = invented(m, name, field, ordinal);
        return shared ? cell_text(m, shared) : own;
    }
    if (m->last.facts && field->keep && !field->carry) {
        const struct fact_table *last = facts_table(m->last.facts, table->name);
        bool there = !rows && last && ordinal >= 1 && ordinal <= last->rows.count;
        return cell_text(m, fact_typed(m, there ? facts_cell(last->rows.items[ordinal - 1], column)
                                                : facts_find(m->last.facts, name)));
    }
    return cell_text(m, carried(m, name, key, field));
}
