/* Is a blank the fault of a required entry that is not there? Then it was said once, where it is to be filled in. */
#include "model/facts_private.h"
#include "model/scope.h"

#include <string.h>

enum { DEEPEST = 40 };

struct search {
    const struct facts *facts;
    struct map *seen;
    int depth;
};

static bool missed(struct search *s, const struct fact *fact, const struct fact_row *row);

static bool any_missed(struct search *s, const struct expr *expr, const struct fact_row *row)
{
    struct text_names names = {0};
    if (expr)
        names = expr_names(s->facts->arena, expr);
    for (size_t i = 0; i < names.count; i++) {
        const char *column;
        const struct fact_table *table = scope_column_of(s->facts, names.items[i], &column);
        const struct fact *fact = table ? NULL : scope_fact(s->facts, row, names.items[i]);
        if (fact && missed(s, fact, fact->row))
            return true;
        for (size_t r = 0; table && r < table->rows.count; r++) {
            fact = facts_cell(table->rows.items[r], column);
            if (fact && missed(s, fact, table->rows.items[r]))
                return true;
        }
    }
    return false;
}

/* The score's bands: 等级 is blank when what they look at is. */
static bool bands_missed(struct search *s)
{
    struct template *t = s->facts->template;
    struct diag *scratch = diag_new(s->facts->arena);
    static const char *const files[] = {"本年.ini", "rules.ini"};
    for (size_t i = 0; i < 2; i++) {
        const struct ini_section *bands = ini_section(template_ini(s->facts->arena, scratch, t, files[i]), "等级");
        for (size_t k = 0; bands && k < bands->keys.count; k++)
            if (any_missed(s, expr_compile(s->facts->arena, scratch, bands->keys.items[k].value, (struct pos){0}),
                           NULL))
                return true;
    }
    return false;
}

static const char *local_name(const struct fact *fact)
{
    return fact->name + strlen(fact->home->prefix);
}

/* A required entry of a pattern that nobody wrote is missed by nobody but the text. */
static bool missed(struct search *s, const struct fact *fact, const struct fact_row *row)
{
    const struct fact_node *node = (const void *)fact;
    if (node->failed || node->missed)
        return true;
    if (!fact_blank(fact) || s->depth >= DEEPEST || map_get(s->seen, fact->name))
        return false; /* seen: then it was no such blank, or the search would be over */
    map_put(s->seen, fact->name, s);
    bool listed = fact->state == FACT_BLANK || fact->row || facts_own_field(fact->home, local_name(fact));
    if (fact->field->required && !fact->field->formula && listed)
        return true;
    s->depth++;
    bool found = strcmp(fact->name, "等级") != 0 ? any_missed(s, fact->field->formula, row) : bands_missed(s);
    s->depth--;
    return found;
}

bool scope_missed(const struct facts *facts, const struct fact *fact)
{
    struct search search = {.facts = facts, .seen = map_new(facts->arena)};
    return missed(&search, fact, fact->row);
}
