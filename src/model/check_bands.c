/* [等级] tried without a report: every band is a condition on the score, and every score has one band. Comes in: a
 * template chain; goes out: T403, T406, T407 in its files. */
#include "model/check_private.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_BANDS_SAID = 20 };

/* A score that is tried: a bound or a little beside it. */
struct score {
    const struct num *num;
    const struct ini_key *key; /* of the band whose bound it is; NULL: 0 or 100 */
    const char *bands;         /* those it falls into, as text */
    size_t holding;
};

struct bands {
    struct check *c;
    const struct ini_section *section;
    const char *subject; /* the score's name */
    const struct num *score;
    struct expr_scope scope, facts_scope;
    LIST_OF(const struct expr *) conditions;
    LIST_OF(struct score) scores;
    struct text_names inherited; /* reported */
    size_t said;
};

static bool band_value(void *ctx, const void *row, const char *name, struct pos use, struct expr_value *out)
{
    struct bands *b = ctx;
    if (strcmp(name, b->subject))
        return b->facts_scope.value(b->facts_scope.ctx, row, name, use, out);
    *out = (struct expr_value){.type = EXPR_NUMBER, .unit = "", .num = b->score};
    return true;
}

static bool band_table(void *ctx, const char *name, const void ***rows, size_t *count)
{
    struct bands *b = ctx;
    return b->facts_scope.table(b->facts_scope.ctx, name, rows, count);
}

static bool band_column(void *ctx, const char *table, const char *column)
{
    struct bands *b = ctx;
    return b->facts_scope.column(b->facts_scope.ctx, table, column);
}

/* -- conditions -- */

static struct expr_value value_at(struct bands *b, size_t band, const struct num *score)
{
    b->score = score;
    return expr_eval(b->c->arena, diag_new(b->c->arena), b->conditions.items[band], &b->scope, NULL);
}

/* False (reported) if a band is no condition: 85-95 is a difference. */
static bool read_conditions(struct bands *b)
{
    bool good = true;
    for (size_t i = 0; i < b->section->keys.count; i++) {
        const struct ini_key *key = &b->section->keys.items[i];
        const struct expr *expr = expr_compile(b->c->arena, b->c->diag, key->value, key->value_at);
        struct text_names names = {0};
        if (expr)
            names = expr_names(b->c->arena, expr);
        b->subject = b->subject ? b->subject : names.count ? names.items[0] : NULL;
        *list_push(b->c->arena, &b->conditions) = expr;
        good = good && expr;
        if (expr && !names.count)
            good = !diag_add(b->c->diag, DIAG_BAND_CONDITION, key->value_at, "%s = %s", key->name, key->value);
    }
    for (size_t i = 0; good && i < b->conditions.count; i++) {
        const struct ini_key *key = &b->section->keys.items[i];
        enum expr_type type = value_at(b, i, num_int(b->c->arena, 50)).type;
        if (type == EXPR_NUMBER || type == EXPR_TEXT)
            good = !diag_add(b->c->diag, DIAG_BAND_CONDITION, key->value_at, "%s = %s", key->name, key->value);
    }
    return good && b->subject;
}

/* -- scores -- */

static void add_score(struct bands *b, const struct num *num, const struct ini_key *key)
{
    if (num_sign(num) < 0 || num_cmp(num, num_int(b->c->arena, 100)) > 0)
        return;
    struct score *score = list_push(b->c->arena, &b->scores);
    *score = (struct score){.num = num, .key = key};
    struct buf found = buf_in(b->c->arena);
    for (size_t i = 0; i < b->conditions.count; i++) {
        struct expr_value value = value_at(b, i, num);
        if (value.type == EXPR_BOOL && value.truth)
            buf_printf(&found, "%s%s", score->holding++ ? " / " : "", b->section->keys.items[i].name);
    }
    score->bands = buf_text(&found);
}

static int by_number(const void *a, const void *b)
{
    const struct score *x = a, *y = b;
    int order = num_cmp(x->num, y->num);
    return order ? order : (x->key > y->key) - (x->key < y->key);
}

/* At every bound and a little to either side, in order. */
static void try_bounds(struct bands *b)
{
    struct arena *arena = b->c->arena;
    const struct num *little = num_shift(arena, num_int(arena, 1), -3);
    add_score(b, num_int(arena, 0), NULL);
    add_score(b, num_int(arena, 100), NULL);
    for (size_t i = 0; i < b->conditions.count; i++) {
        const struct ini_key *key = &b->section->keys.items[i];
        struct expr_numbers bounds = expr_numbers(arena, b->conditions.items[i]);
        for (size_t k = 0; k < bounds.count; k++) {
            add_score(b, num_sub(arena, bounds.items[k], little), key);
            add_score(b, bounds.items[k], key);
            add_score(b, num_add(arena, bounds.items[k], little), key);
        }
    }
    qsort(b->scores.items, b->scores.count, sizeof *b->scores.items, by_number);
}

/* -- what is wrong -- */

static bool own(const struct bands *b, const struct ini_key *key)
{
    return template_own(b->c->template, &key->at);
}

/* The first band that the score falls into: of the template's own, or of those it inherits; NULL if there is none. */
static const struct ini_key *holding_band(struct bands *b, const struct score *score, bool of_its_own)
{
    for (size_t i = 0; i < b->conditions.count; i++) {
        struct expr_value value = value_at(b, i, score->num);
        const struct ini_key *key = &b->section->keys.items[i];
        if (value.type == EXPR_BOOL && value.truth && own(b, key) == of_its_own)
            return key;
    }
    return NULL;
}

static void say(struct bands *b, const struct score *from, const struct score *to)
{
    struct arena *arena = b->c->arena;
    const struct ini_key *mine = holding_band(b, from, true), *theirs = holding_band(b, from, false), *at = mine;
    bool inherited = mine && theirs && num_cmp(from->num, to->num); /* at one score only: 含不含 */
    for (const struct score *s = from; s <= to; s++)                /* a gap belongs to who bounds it */
        at = s->key && (!at || (!own(b, at) && own(b, s->key))) ? s->key : at;
    if ((inherited && names_has(&b->inherited, theirs->name)) || b->said++ >= MOST_BANDS_SAID)
        return;
    const char *first = num_text(arena, from->num, 0, 3, false), *last = num_text(arena, to->num, 0, 3, false);
    const char *range = strcmp(first, last) ? arena_printf(arena, "%s～%s", first, last) : first;
    struct finding *finding =
        diag_add(b->c->diag, inherited ? DIAG_BAND_INHERITED : DIAG_BANDS, at ? at->at : b->section->at, "%s = %s：%s",
                 b->subject, range, from->holding ? from->bands : DIAG_PAIR("落不进任何等级", "falls into no band"));
    if (!inherited)
        return;
    *list_push(arena, &b->inherited) = theirs->name;
    diag_also(b->c->diag, finding, theirs->at);
}

/* Neighbours with the same mistake are one finding: between them no bound is left. */
static void say_all(struct bands *b)
{
    for (size_t i = 0, k; i < b->scores.count; i = k) {
        const struct score *from = &b->scores.items[i];
        for (k = i + 1; k < b->scores.count && !strcmp(b->scores.items[k].bands, from->bands); k++)
            ;
        if (from->holding != 1)
            say(b, from, &b->scores.items[k - 1]);
    }
}

void check_bands(struct check *c)
{
    struct bands b = {.c = c, .section = bands_section(c->arena, c->diag, c->template), .subject = NULL};
    if (!b.section)
        return;
    b.facts_scope = facts_scope(c->facts);
    b.scope = (struct expr_scope){
        .ctx = &b, .value = band_value, .table = band_table, .column = band_column, .names = b.facts_scope.names};
    if (!read_conditions(&b))
        return;
    try_bounds(&b);
    say_all(&b);
}
