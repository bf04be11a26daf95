/* Where a difference may come from: one amount of the report that equals it, or the sum or the difference of two, when
 * there is only one such way to say it. Hash look-ups over distinct amounts; the number of questions is bounded. */
#include "model/check_private.h"

#include <string.h>

enum {
    MOST_AMOUNTS = 600, /* of which pairs are looked at: of more, some pair meets any gap by chance */
    MOST_QUESTIONS = 100,
    FEWEST_DIGITS = 3, /* shorter gaps meet an amount by chance */
    MOST_DECIMALS = 6
};

/* Facts of one value. */
struct amount {
    const struct num *num;
    LIST_OF(const struct fact *) facts;
};

struct gaps {
    LIST_OF(struct amount *) amounts; /* in order of definition */
    struct map *by_value;             /* unit and number → struct amount * */
    size_t questions;
};

static const char *key_of(struct check *c, const struct num *num, const char *unit)
{
    return arena_printf(c->arena, "%s %s", num_text(c->arena, num, 0, MOST_DECIMALS, false), unit);
}

static struct gaps *collect(struct check *c)
{
    struct gaps *gaps = arena_alloc(c->arena, sizeof *gaps);
    gaps->by_value = map_new(c->arena);
    const struct fact_list *all = facts_all(c->facts);
    for (size_t i = 0; i < all->count; i++) {
        const struct fact *fact = all->items[i];
        if (fact->field->kind != FACT_AMOUNT || fact_false(fact) || !fact->num)
            continue;
        const char *key = key_of(c, fact->num, fact->unit);
        struct amount *amount = map_get(gaps->by_value, key);
        if (!amount) {
            amount = arena_alloc(c->arena, sizeof *amount);
            amount->num = fact->num;
            map_put(gaps->by_value, key, amount);
            *list_push(c->arena, &gaps->amounts) = amount;
        }
        *list_push(c->arena, &amount->facts) = fact;
    }
    return gaps;
}

/* Names of one section or table. */
static bool same_section(const char *name, const char *other)
{
    size_t n = strcspn(name, ".");
    return strcspn(other, ".") == n && !strncmp(name, other, n);
}

/* Two cells of a table that the rule does not look at meet a gap by chance: a table has many. */
static bool is_far(const struct fact *fact, const struct text_names *used)
{
    if (!fact->row)
        return false;
    for (size_t i = 0; i < used->count; i++)
        if (same_section(fact->name, used->items[i]))
            return false;
    return true;
}

/* A fact of that amount that may be half of a pair, the one from the section of `beside` (may be NULL) if there is one. */
static const struct fact *half(const struct amount *amount, const struct text_names *used, const struct fact *beside)
{
    const struct fact *any = NULL;
    for (size_t i = 0; i < amount->facts.count; i++) {
        const struct fact *fact = amount->facts.items[i];
        if (names_has(used, fact->name) || is_far(fact, used))
            continue;
        any = any ? any : fact;
        if (beside && same_section(beside->name, fact->name))
            return fact;
    }
    return any;
}

struct pair {
    const struct amount *a, *b;
    size_t count;
};

static bool is_side(const struct num *num, const struct num *const sides[2])
{
    return !num_cmp(num, sides[0]) || !num_cmp(num, sides[1]);
}

/* All pairs with a + b = gap (a no less than b), or a - b = gap. */
static struct pair find_pair(struct check *c, const struct num *gap, const struct num *const sides[2], const char *unit,
                             const struct text_names *used, bool sum)
{
    struct pair pair = {0};
    for (size_t i = 0; i < c->gaps->amounts.count; i++) {
        const struct amount *a = c->gaps->amounts.items[i];
        const struct num *rest = sum ? num_sub(c->arena, gap, a->num) : num_sub(c->arena, a->num, gap);
        if (is_side(a->num, sides) || !rest || num_sign(rest) <= 0 || (sum && num_cmp(a->num, rest) < 0))
            continue;
        const struct amount *b = map_get(c->gaps->by_value, key_of(c, rest, unit));
        if (!b || (a == b && a->facts.count < 2) || !half(a, used, NULL) || !half(b, used, NULL))
            continue;
        pair = (struct pair){a, b, pair.count + 1};
    }
    return pair;
}

static const char *short_words(struct check *c, const struct fact *fact)
{
    return fact->row ? fact_words(c, fact, NULL) : *fact->field->label ? fact->field->label : fact->name;
}

static const char *term(struct check *c, const struct fact *fact, int decimals)
{
    return arena_printf(c->arena, "%s %s", short_words(c, fact),
                        num_text(c->arena, fact->num, decimals, MOST_DECIMALS, false));
}

static const char *pair_text(struct check *c, const struct pair *pair, const struct text_names *used, const char *sign,
                             int decimals)
{
    const struct fact *a = half(pair->a, used, NULL), *b = half(pair->b, used, a);
    for (size_t i = 0; i < pair->a->facts.count; i++) { /* two of one section, if there are such */
        const struct fact *first = pair->a->facts.items[i], *second = half(pair->b, used, first);
        if (names_has(used, first->name) || is_far(first, used) || first == second ||
            !same_section(first->name, second->name))
            continue;
        a = first;
        b = second;
        break;
    }
    return arena_printf(c->arena, "%s %s %s", term(c, a, decimals), sign, term(c, b, decimals));
}

static size_t digits_of(struct check *c, const struct num *num)
{
    const char *s = num_text(c->arena, num, 0, MOST_DECIMALS, false);
    size_t n = 0;
    for (; *s; s++)
        n += text_is_digit((unsigned char)*s) && (n || *s != '0');
    return n;
}

const char *gap_reason(struct check *c, const struct num *gap, const struct num *const sides[2], const char *unit,
                       const struct text_names *used, int decimals)
{
    if (!c->gaps)
        c->gaps = collect(c);
    if (!*unit || is_side(gap, sides) || digits_of(c, gap) < FEWEST_DIGITS || c->gaps->questions++ >= MOST_QUESTIONS)
        return "";
    const struct amount *one = map_get(c->gaps->by_value, key_of(c, gap, unit));
    const struct fact *single = NULL;
    for (size_t i = 0; one && !single && i < one->facts.count; i++)
        single = names_has(used, one->facts.items[i]->name) ? NULL : one->facts.items[i];
    if (single)
        return term(c, single, decimals);
    if (c->gaps->amounts.count > MOST_AMOUNTS)
        return "";
    struct pair sum = find_pair(c, gap, sides, unit, used, true);
    if (sum.count)
        return sum.count == 1 ? pair_text(c, &sum, used, "+", decimals) : "";
    struct pair difference = find_pair(c, gap, sides, unit, used, false);
    return difference.count == 1 ? pair_text(c, &difference, used, "-", decimals) : "";
}
