/* What the rules ask of a table's rows, so that invented figures keep to the weights of 本年.ini: of every rule
 * sum(T.C, K = "text") = name, whose name has its value there, one sample row of T. */
#include "model/draft_private.h"

#include "model/check_rule.h"
#include "model/expr.h"

#include <string.h>

static void add_share(struct draft_maker *m, const struct ini *year, const struct ini_key *condition, const char *item)
{
    const struct expr *expr =
        expr_compile(m->arena, m->scratch, rule_text(m->arena, condition->value, item), condition->value_at);
    struct expr_share share;
    if (!expr || !expr_share(expr, &share))
        return;
    const char *dot = strchr(share.total, '.'), *own = strchr(share.name, '.');
    const char *section = own ? arena_strndup(m->arena, share.name, (size_t)(own - share.name)) : NULL;
    const char *value = section ? ini_value(year, section, own + 1, NULL, NULL) : NULL;
    if (!dot || !value)
        return;
    *list_push(m->arena, &m->shares) =
        (struct draft_share){.table = arena_strndup(m->arena, share.total, (size_t)(dot - share.total)),
                             .column = dot + 1,
                             .group = share.column,
                             .text = share.text,
                             .value = value};
}

void draft_read_shares(struct draft_maker *m)
{
    struct template *t = m->survey->template;
    const struct ini *rules = template_ini(m->arena, m->scratch, t, "rules.ini");
    const struct ini *year = template_ini(m->arena, m->scratch, t, "本年.ini");
    for (size_t i = 0; i < rules->sections.count; i++) {
        const struct ini_section *section = rules->sections.items[i];
        const struct ini_key *condition = ini_key(section, "条件"), *items = ini_key(section, "逐项");
        const struct ini_key *state = ini_key(section, "状态");
        if (!rule_id(section->name) || !condition || (state && !strcmp(state->value, "关闭")))
            continue;
        struct ini_cells cells = ini_cells(m->arena, items ? items->value : "", section->at);
        for (size_t c = 0; c < cells.count; c++)
            add_share(m, year, condition, items ? cells.items[c].text : NULL);
    }
}

size_t draft_shares(const struct draft_maker *m, const char *table)
{
    size_t n = 0;
    for (size_t i = 0; i < m->shares.count; i++)
        n += !strcmp(m->shares.items[i].table, table);
    return n;
}

const char *draft_shared(const struct draft_maker *m, const char *table, size_t ordinal, const char *column,
                         const struct field *field)
{
    for (size_t i = 0; i < m->shares.count; i++) {
        const struct draft_share *share = &m->shares.items[i];
        if (strcmp(share->table, table) != 0 || --ordinal > 0)
            continue;
        if (!strcmp(share->group, column))
            return share->text;
        const struct field *own = fields_column(m->survey->fields, table, share->column);
        bool alike = field->kind == own->kind && field->unit && own->unit && !strcmp(field->unit, own->unit);
        return alike ? share->value : NULL; /* 得分 as 分值 */
    }
    return NULL;
}
