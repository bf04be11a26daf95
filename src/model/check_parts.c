/* What a broken rule is about. In: the names that it mentions. Out: the places where a clerk can change them, and every
 * fact down to those that were typed, so that a proof copy shows a sum with its parts. Judges nothing. */
#include "model/check_private.h"

#include <string.h>

enum {
    MOST_PLACES = 12,
    MOST_PARTS = 60,
    MOST_ROWS = 500, /* of columns that are looked at for one finding */
    DEEPEST = 12     /* formulas within formulas */
};

/* -- places -- */

bool check_set_by_template(const struct check *c, const struct pos *at)
{
    for (size_t i = 0; i < c->template->names.count && at->file; i++) {
        size_t n = strlen(c->template->names.items[i]);
        if (!strncmp(at->file, c->template->names.items[i], n) && at->file[n] == '/')
            return true;
    }
    return false;
}

/* Where a clerk can change the fact or the column; false for what the template sets. */
static bool place_of(struct check *c, const struct fact_row *row, const char *name, struct pos *at)
{
    const struct fact *fact = scope_fact(c->facts, row, name);
    const struct fact_table *table = fact ? NULL : scope_column_of(c->facts, name, NULL);
    if (!table && !fact)
        return false;
    *at = table ? table->at : scope_place(c->facts, fact);
    return at->file && !check_set_by_template(c, at);
}

static bool same_place(const struct pos *a, const struct pos *b)
{
    return a->line == b->line && a->column == b->column && a->file && b->file && !strcmp(a->file, b->file);
}

void rule_first_place(struct check *c, const struct rule *rule, const struct fact_row *row, struct pos *at)
{
    struct pos place;
    for (size_t i = 0; i < rule->names.count; i++)
        if (place_of(c, row, rule->names.items[i], &place)) {
            *at = place;
            return;
        }
}

static void other_places(struct check *c, const struct rule *rule, const struct fact_row *row, struct finding *finding)
{
    struct pos at;
    for (size_t i = 0; i < rule->names.count && finding->also.count < MOST_PLACES; i++)
        if (place_of(c, row, rule->names.items[i], &at) && !same_place(&at, &finding->at))
            diag_also(c->diag, finding, at);
}

/* -- parts -- */

struct gathering {
    struct check *c;
    struct finding *finding;
    struct map *seen;
    int depth;
    size_t rows; /* looked at */
};

static void add_name(struct gathering *g, const struct facts *facts, const struct fact_row *row, const char *name);

static void add_fact(struct gathering *g, const struct fact *fact, const struct fact_row *row)
{
    struct check *c = g->c;
    if (g->finding->parts.count >= MOST_PARTS || map_get(g->seen, fact->name) ||
        (facts_previous(c->facts) && fact->home == facts_previous(c->facts))) /* last year's is printed nowhere */
        return;
    map_put(g->seen, fact->name, g);
    const struct expr *formula = fact->state == FACT_TYPED ? NULL : fact->field->formula;
    *list_push(c->arena, &g->finding->parts) =
        (struct finding_part){.name = fact->name,
                              .words = fact_words(c, fact, NULL),
                              .at = fact->at,
                              .entered = !formula && fact->at.file && !check_set_by_template(c, &fact->at)};
    c->steps++;
    if (!formula || g->depth >= DEEPEST)
        return;
    struct text_names names = expr_names(c->arena, formula);
    g->depth++;
    for (size_t i = 0; i < names.count; i++)
        add_name(g, fact->home ? fact->home : c->facts, fact->row ? fact->row : row, names.items[i]);
    g->depth--;
}

static void add_name(struct gathering *g, const struct facts *facts, const struct fact_row *row, const char *name)
{
    const char *column;
    const struct fact *fact = scope_fact(facts, row, name);
    const struct fact_table *table = fact ? NULL : scope_column_of(facts, name, &column);
    if (fact)
        add_fact(g, fact, row);
    for (size_t i = 0; table && i < table->rows.count && g->finding->parts.count < MOST_PARTS; i++) {
        if (g->rows++ >= MOST_ROWS)
            return;
        if ((fact = facts_cell(table->rows.items[i], column)) && fact->num) /* words are counted, not added up */
            add_fact(g, fact, table->rows.items[i]);
    }
}

void rule_involves(struct check *c, const struct rule *rule, const struct fact_row *row, struct finding *finding)
{
    struct gathering g = {.c = c, .finding = finding, .seen = map_new(c->arena)};
    other_places(c, rule, row, finding);
    for (size_t i = 0; i < rule->names.count; i++)
        add_name(&g, c->facts, row, rule->names.items[i]);
}
