/* Numbers in sentences: their units, and totals whose parts are named (158项（直接赋权3项、委托行使10项…）). Sums are
 * exact. A sum that fails is a finding only where the parts are clearly all of them, or nearly. */
#include "model/lint_private.h"

#include <string.h>

enum { NOUN = 16, LABEL = 16, REACH = 600 };

/* -- numbers and units -- */

static bool starts_number(const struct lint_text *t, size_t i)
{
    uint32_t before = i > 0 ? t->c[i - 1] : 0;
    bool word = (before | 0x20) - 'a' < 26 || text_is_digit(before) || before == '.' || before == '-' || before == '/';
    return text_is_digit(t->c[i]) && !word;
}

struct quantities lint_quantities(struct lint *l, const struct lint_text *t)
{
    struct quantities found = {0};
    for (size_t i = 0; i < t->n; i++) {
        const char *s = t->s + t->byte[i];
        const struct num *value = NULL;
        if (!starts_number(t, i))
            continue;
        if (num_scan(l->arena, &s, &value, NULL) != NUM_OK) {
            while (text_is_digit(t->c[i + 1]))
                i++;
            continue;
        }
        struct quantity q = {.from = i, .to = i, .value = value};
        while (t->byte[q.to] < (size_t)(s - t->s))
            q.to++;
        q.unit = q.to + lint_word(l, WORDS_ABOUT, t, q.to);
        q.about = q.unit > q.to;
        q.end = q.unit + lint_word(l, WORDS_UNITS, t, q.unit);
        *list_push(l->arena, &found) = q;
        i = q.to - 1;
    }
    return found;
}

static bool same_unit(const struct lint_text *t, const struct quantity *a, const struct quantity *b)
{
    size_t n = t->byte[a->end] - t->byte[a->unit];
    return n == t->byte[b->end] - t->byte[b->unit] && memcmp(t->s + t->byte[a->unit], t->s + t->byte[b->unit], n) == 0;
}

static bool has_unit(const struct quantity *q)
{
    return q->end > q->unit;
}

/* -- a number without unit -- */

/* Where the name before the number ends: 编制为10 → behind 编制. */
static size_t label_end(const struct lint *l, const struct lint_text *t, size_t from)
{
    return from > 0 && lint_ends(l, WORDS_COPULA, t, from) > 0 ? from - 1 : from;
}

/* Characters of the name directly before the number. */
static size_t label_length(const struct lint_text *t, size_t from)
{
    size_t n = 0;
    while (n < from && n < LABEL && text_is_han(t->c[from - n - 1]))
        n++;
    return n;
}

void lint_no_unit(struct lint *l, const struct lint_text *t)
{
    struct quantities all = t->quantities;
    for (size_t i = 1; i < all.count; i++) {
        const struct quantity *a = &all.items[i - 1], *b = &all.items[i];
        uint32_t mark = t->c[a->end], behind = t->c[b->to];
        bool list = mark == 0xFF0C || mark == 0x3001 || mark == 0xFF1B;
        bool closed = behind == 0 || lint_is_break(behind) || behind == 0xFF09;
        size_t first = label_length(t, a->from), label = label_length(t, b->from);
        if (!has_unit(a) || has_unit(b) || !list || !closed || first < 2 || label < 2)
            continue;
        size_t ends = label_end(l, t, a->from), other = label_end(l, t, b->from);
        if (b->from - label != a->end + 1 || t->c[ends - 1] != t->c[other - 1])
            continue;
        size_t from = b->from - label;
        const char *right = arena_printf(l->arena, "%s%s", lint_slice(l->arena, t, from, b->to),
                                         lint_slice(l->arena, t, a->unit, a->end));
        lint_report_at(l, t, DIAG_LINT_NO_UNIT, b->from, from, b->to, right);
    }
}

/* -- 万元 and 元 -- */

void lint_mixed_money(struct lint *l, const struct lint_text *t)
{
    struct quantities all = t->quantities;
    const struct num *large = num_int(l->arena, 10000);
    size_t from = 0;
    for (size_t i = 0; i < all.count; i++) {
        const struct quantity *q = &all.items[i];
        if (!has_unit(q) || !lint_is(t, q->unit, "元") || q->end != q->unit + 1 || num_cmp(q->value, large) < 0)
            continue;
        size_t end = q->end;
        for (from = q->from; from > 0 && q->from - from < 200 && !lint_is_stop(t->c[from - 1]);)
            from--;
        while (end < t->n && end - q->end < 200 && !lint_is_stop(t->c[end]))
            end++;
        bool mixed = false;
        for (size_t k = i; k-- > 0 && all.items[k].from >= from && !mixed;)
            mixed = lint_is(t, all.items[k].unit, "万元") || lint_is(t, all.items[k].unit, "亿元");
        for (size_t k = i + 1; k < all.count && all.items[k].end <= end && !mixed; k++)
            mixed = lint_is(t, all.items[k].unit, "万元") || lint_is(t, all.items[k].unit, "亿元");
        if (mixed)
            lint_report(
                l, t, DIAG_LINT_MIXED_MONEY, q->from, q->end,
                arena_printf(l->arena, "%s万元", num_text(l->arena, num_shift(l->arena, q->value, -4), 0, 6, false)));
    }
}

/* -- totals -- */

struct sum {
    struct lint *l;
    const struct lint_text *t;
    const struct quantities *all;
    const struct quantity *total;
    size_t index;     /* of the total */
    size_t from, end; /* where the parts stand */
    bool whole;       /* all parts are named */
    bool some;        /* 其中 */
    LIST_OF(const struct num *) parts;
    bool adds_up;     /* the parts so far do */
    bool last_joined; /* 和 before the last */
    const struct num *value;
};

static size_t sentence_end(const struct lint_text *t, size_t i)
{
    int depth = t->depth[i];
    size_t reach = i + REACH;
    for (; i < t->n && i < reach && !lint_is_stop(t->c[i]) && t->c[i] != 0xFF1B; i++)
        if (t->partner[i] >= 0 && (size_t)t->partner[i] < i && t->depth[i] < depth)
            break;
    return i;
}

/* Where the parts of the total stand, false if none are named. */
static bool find_region(struct sum *s)
{
    const struct lint_text *t = s->t;
    size_t i = s->total->end;
    while (i < t->n && i < s->total->end + NOUN && text_is_han(t->c[i]) && lint_word(s->l, WORDS_PART, t, i) == 0)
        i++;
    bool bracket = (t->c[i] == 0xFF08 || t->c[i] == '(') && t->partner[i] > (int)i;
    size_t open = i;
    if (bracket || t->c[i] == 0xFF0C || t->c[i] == 0xFF1A || t->c[i] == 0xFF1B)
        i++;
    size_t word = i < t->n ? lint_word(s->l, WORDS_PART, t, i) : 0;
    s->some = word > 0;
    s->whole = bracket && word == 0;
    if (!bracket && word == 0)
        return false;
    s->from = i + word;
    s->end = bracket ? (size_t)t->partner[open] : s->from < t->n ? sentence_end(t, s->from) : t->n;
    return s->from < s->end && s->end - s->from <= REACH;
}

/* True if the quantity is counted in the total's unit; a bare number before a mark is. */
static bool counts(const struct sum *s, const struct quantity *q)
{
    uint32_t behind = s->t->c[q->to];
    bool bare = !has_unit(q) && (behind == 0 || lint_is_break(behind) || behind == 0xFF09);
    return bare || (has_unit(q) && same_unit(s->t, s->total, q));
}

/* Adds parts until they are all, or begin to be parts of a part. */
static void add_parts(struct sum *s)
{
    size_t behind = s->from;
    s->value = num_int(s->l->arena, 0);
    for (size_t i = s->index + 1; i < s->all->count; i++) {
        const struct quantity *q = &s->all->items[i];
        if (q->from < s->from)
            continue;
        if (q->end > s->end || (s->parts.count > 0 && lint_holds(s->l, WORDS_PART, s->t, behind, q->from)))
            break;
        if (!counts(s, q))
            continue;
        s->last_joined = lint_holds(s->l, WORDS_AND, s->t, behind, q->from);
        *list_push(s->l->arena, &s->parts) = q->value;
        s->value = num_add(s->l->arena, s->value, q->value);
        behind = q->end;
        if (q->about)
            s->adds_up = true; /* cannot be judged */
        if (s->parts.count >= 2 && num_cmp(s->value, s->total->value) == 0)
            s->adds_up = true;
    }
}

/* True if a and b differ by no more than percent of b. */
static bool near(struct sum *s, const struct num *a, const struct num *b, int percent)
{
    const struct num *gap = num_sub(s->l->arena, a, b);
    gap = num_sign(gap) < 0 ? num_neg(s->l->arena, gap) : gap;
    return num_cmp(num_mul(s->l->arena, gap, num_int(s->l->arena, 100)),
                   num_mul(s->l->arena, b, num_int(s->l->arena, percent))) <= 0;
}

/* 700, 0.3: one digit of one figure makes the difference. Short figures differ so by chance. */
static bool one_digit(struct sum *s, const struct num *gap)
{
    const char *text = num_text(s->l->arena, gap, 0, 6, false);
    size_t digits = 0;
    for (; *text != '\0'; text++)
        digits += *text >= '1' && *text <= '9';
    return digits == 1 && num_cmp(s->total->value, num_int(s->l->arena, 100)) >= 0;
}

/* True if the sum is right but for one figure: a digit of it is wrong, or its point is one place off. */
static bool slipped(struct sum *s)
{
    struct arena *arena = s->l->arena;
    const struct num *gap = num_sub(arena, s->value, s->total->value);
    if (s->parts.count < 2 || num_cmp(s->total->value, num_int(arena, 10)) < 0)
        return false;
    if (one_digit(s, gap) || !num_cmp(num_shift(arena, s->value, 1), s->total->value) ||
        !num_cmp(num_shift(arena, s->value, -1), s->total->value))
        return true;
    for (size_t i = 0; i < s->parts.count; i++) {
        const struct num *part = s->parts.items[i], *less = num_shift(arena, part, -1),
                         *more = num_shift(arena, part, 1);
        if (!num_cmp(num_sub(arena, part, less), gap) || !num_cmp(num_sub(arena, part, more), gap))
            return true;
    }
    return false;
}

static bool fails(struct sum *s)
{
    if (s->adds_up || s->parts.count == 0 || lint_holds(s->l, WORDS_NO_PART, s->t, s->from, s->end))
        return false;
    for (size_t i = 0; i < s->parts.count; i++)
        if (num_cmp(s->parts.items[i], s->total->value) > 0)
            return s->some || s->parts.count > 1;
    bool more = num_cmp(s->value, s->total->value) > 0;
    if (s->parts.count < 2)
        return false;
    if (lint_holds(s->l, WORDS_AND_SO_ON, s->t, s->from, s->end))
        return s->whole && more;
    if (slipped(s) || (s->whole && s->last_joined))
        return true;
    return near(s, s->value, s->total->value, s->whole || s->last_joined ? 50 : 20);
}

static void report_sum(struct sum *s)
{
    struct buf right = buf_in(s->l->arena);
    for (size_t i = 0; i < s->parts.count; i++)
        buf_printf(&right, "%s%s", i > 0 ? " + " : "", num_text(s->l->arena, s->parts.items[i], 0, 6, false));
    if (s->parts.count > 1)
        buf_printf(&right, " = %s", num_text(s->l->arena, s->value, 0, 6, false));
    lint_report(s->l, s->t, DIAG_LINT_SUM, s->total->from, s->total->end, buf_text(&right));
}

/* 共办结4190件，线上办结1975件，线下办结2215件: parts in the next clauses, names that end alike. */
static bool find_clauses(struct sum *s)
{
    const struct lint_text *t = s->t;
    size_t start = s->total->from > LABEL ? s->total->from - LABEL : 0;
    for (size_t i = start; i < s->total->from; i++)
        start = lint_is_break(t->c[i]) ? i + 1 : start;
    if (t->c[s->total->end] != 0xFF0C || !lint_holds(s->l, WORDS_TOTAL, t, start, s->total->from))
        return false;
    s->from = s->end = s->total->end + 1;
    uint32_t name = 0;
    size_t parts = 0;
    for (size_t i = s->index + 1; i < s->all->count; i++, parts++) {
        const struct quantity *q = &s->all->items[i];
        size_t label = label_length(t, q->from);
        if (!counts(s, q) || label < 2 || q->from - label != s->end || (name != 0 && t->c[q->from - 1] != name))
            break;
        name = t->c[q->from - 1];
        s->end = q->end + 1;
    }
    s->end--;
    return parts >= 2;
}

void lint_sums(struct lint *l, const struct lint_text *t)
{
    struct quantities all = t->quantities;
    for (size_t i = 0; i + 1 < all.count; i++) {
        struct sum s = {.l = l, .t = t, .all = &all, .total = &all.items[i], .index = i};
        if (!has_unit(s.total) || s.total->about || t->c[s.total->unit] == '%')
            continue;
        bool named = find_region(&s), clauses = !named && find_clauses(&s);
        if (!named && !clauses)
            continue;
        add_parts(&s);
        if (clauses ? !s.adds_up && (near(&s, s.value, s.total->value, 10) || slipped(&s)) : fails(&s))
            report_sum(&s);
    }
}
