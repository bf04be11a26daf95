/* Rows that are filled in only in part: in comes the data, out come findings. Of columns of one kind and unit the row
 * has some and lacks others, or lacks what the other rows have; printed, that is a gap nobody may notice. What
 * fields.ini says may be blank (必填 = 否, 空值), what is required (C101) and rows that the form gives (行名) are not
 * asked about. */
#include "model/check_private.h"

#include <string.h>

struct gaps {
    struct check *c;
    const struct fact_table *table;
    size_t *group;    /* of a column: the first one of its kind and unit; NONE if blanks do not matter */
    bool *used;       /* columns with an entry in some row */
    bool *row;        /* groups with an entry in the row that is looked at */
    struct map *told; /* names of the facts that a rule has found blank; NULL: not asked yet */
};

#define NONE SIZE_MAX

static bool counts(const struct field *field)
{
    return field->kind != FACT_TEXT && field->kind != FACT_DATE && !field->formula && !*field->empty &&
           !field->optional;
}

static void group_columns(struct gaps *g, size_t columns)
{
    struct map *first = map_new(g->c->arena);
    for (size_t k = 0; k < columns; k++) {
        const struct field *field = g->table->rows.items[0]->cells[k]->field;
        const char *kind = arena_printf(g->c->arena, "%d %s", (int)field->kind, field->unit);
        const size_t *known = map_get(first, kind);
        g->group[k] = !counts(field) ? NONE : known ? *known : k;
        if (counts(field) && !known)
            map_put(first, kind, &g->group[k]);
    }
}

/* The row's name, or its first entry; "" if it has none. */
static const char *name_of(const struct fact_table *table, const struct fact_row *row)
{
    const struct fact *fact = row->cells[table->key >= 0 ? table->key : 0];
    return fact_blank(fact) ? "" : fact->text;
}

static bool rule_told(struct gaps *g, const struct fact *fact)
{
    size_t n;
    struct finding **all = g->told ? NULL : diag_sorted(g->c->diag, &n);
    if (!g->told)
        g->told = map_new(g->c->arena);
    for (size_t i = 0; all && i < n; i++)
        for (size_t k = 0; k < all[i]->parts.count; k++)
            map_put(g->told, all[i]->parts.items[k].name, all[i]);
    return map_get(g->told, fact->name);
}

static void say(struct gaps *g, const struct fact_row *row, const struct fact_list *blank)
{
    struct buf out = buf_in(g->c->arena);
    const char *name = name_of(g->table, row);
    buf_printf(&out, "%s：", *name ? name : row->name);
    for (size_t i = 0; i < blank->count; i++)
        buf_printf(&out, "%s%s", i > 0 ? "、" : "", strrchr(blank->items[i]->name, '.') + 1);
    struct finding *finding = check_say(g->c, DIAG_ROW_HALF, blank->items[0]->at, g->table->name, buf_text(&out));
    for (size_t i = 0; finding && i < blank->count; i++)
        *list_push(g->c->arena, &finding->parts) = (struct finding_part){
            .name = blank->items[i]->name, .words = blank->items[i]->name, .at = blank->items[i]->at, .entered = true};
}

static void judge_row(struct gaps *g, const struct fact_row *row)
{
    size_t columns = g->table->columns.count;
    struct fact_list blank = {0};
    memset(g->row, 0, columns * sizeof *g->row);
    for (size_t k = 0; k < columns; k++)
        if (g->group[k] != NONE && !fact_blank(row->cells[k]))
            g->row[g->group[k]] = true;
    for (size_t k = 0; k < columns; k++) {
        const struct fact *fact = row->cells[k];
        bool counted = g->group[k] != NONE && counts(fact->field) && !fact->field->required && fact_blank(fact);
        bool missed = counted && (g->row[g->group[k]] || (g->used[k] && *name_of(g->table, row)));
        if (missed && !rule_told(g, fact))
            *list_push(g->c->arena, &blank) = fact;
    }
    if (blank.count)
        say(g, row, &blank);
}

static void judge_table(struct gaps *g, const struct fact_table *table)
{
    size_t columns = table->columns.count;
    g->table = table;
    g->group = arena_alloc(g->c->arena, (columns + 1) * sizeof *g->group);
    g->used = arena_alloc(g->c->arena, (columns + 1) * sizeof *g->used);
    g->row = arena_alloc(g->c->arena, (columns + 1) * sizeof *g->row);
    group_columns(g, columns);
    for (size_t i = 0; i < table->rows.count; i++)
        for (size_t k = 0; k < columns; k++)
            g->used[k] = g->used[k] || !fact_blank(table->rows.items[i]->cells[k]);
    for (size_t i = 0; i < table->rows.count; i++)
        judge_row(g, table->rows.items[i]);
}

static void judge_tables(struct gaps *g, const struct facts *facts)
{
    const struct fact_tables *tables = facts_tables(facts);
    for (size_t i = 0; i < tables->count; i++) {
        const struct fact_table *table = tables->items[i];
        const struct fact_row *first = table->rows.count ? table->rows.items[0] : NULL;
        if (first && !first->record && !table->fixed && !check_set_by_template(g->c, &first->at))
            judge_table(g, table);
        for (size_t k = 0; first && first->record && k < table->rows.count; k++)
            judge_tables(g, table->rows.items[k]->record);
    }
}

void check_rows(struct check *c)
{
    struct gaps g = {.c = c};
    if (check_on(c, DIAG_ROW_HALF))
        judge_tables(&g, c->facts);
}
