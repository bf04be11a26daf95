/* Names listed and their number (A、B、C等10个; 3个：A、B、C). Only clear lists are judged: names without figures,
 * parted by 、 at one level of brackets. */
#include "model/lint_private.h"

#include <string.h>

enum { REACH = 200, COUNT_MOST = 30, COMMA = 0x3001 };

struct listing {
    size_t from, end;
    int names;
    bool joined; /* 和 in the last item: it may be two */
    bool open;   /* 等 at the end */
    bool clear;
};

/* A figure makes an item something else than a name; a name out of a table may hold 、 itself. */
static bool is_name(const struct lint_text *t, size_t i)
{
    return !text_is_digit(t->c[i]) && lint_fact(t, i) == NULL;
}

static void finish(const struct lint *l, const struct lint_text *t, struct listing *list, size_t last)
{
    list->joined = lint_holds(l, WORDS_AND, t, last, list->end);
    list->open = lint_ends(l, WORDS_AND_SO_ON, t, list->end) > 0;
    list->clear = list->clear && list->end > last;
}

/* The names that end at `end`, back to the mark before the first. */
static struct listing names_before(const struct lint *l, const struct lint_text *t, size_t end)
{
    struct listing list = {.from = end, .end = end, .names = 1, .clear = true};
    size_t last = end;
    while (list.from > 0 && end - list.from < REACH) {
        size_t i = list.from - 1;
        int other = t->partner[i];
        if (other >= 0 && (size_t)other < i) {
            list.from = (size_t)other;
            continue;
        }
        if (other != -2 || (lint_is_break(t->c[i]) && t->c[i] != COMMA))
            break;
        if (t->c[i] == COMMA) {
            list.names++;
            last = last == end ? i + 1 : last;
        }
        list.clear = list.clear && is_name(t, i);
        list.from = i;
    }
    list.clear = list.clear && end - list.from < REACH;
    finish(l, t, &list, list.names > 1 ? last : list.from);
    return list;
}

/* The names from `from` to the end of the sentence or of the bracket. */
static struct listing names_behind(const struct lint *l, const struct lint_text *t, size_t from, size_t stop)
{
    struct listing list = {.from = from, .end = from, .names = 1, .clear = true};
    size_t last = from;
    for (; list.end < stop && list.end - from < REACH; list.end++) {
        size_t i = list.end;
        if (t->partner[i] > (int)i && (size_t)t->partner[i] < stop) {
            list.end = (size_t)t->partner[i];
            continue;
        }
        if (lint_is_stop(t->c[i]) || t->c[i] == 0xFF1B)
            break;
        if (t->c[i] == COMMA) {
            list.names++;
            last = i + 1;
        }
        list.clear = list.clear && is_name(t, i) && t->c[i] != 0xFF0C && t->c[i] != 0xFF1A;
    }
    list.clear = list.clear && list.end - from < REACH;
    finish(l, t, &list, last);
    return list;
}

static void report_count(struct lint *l, const struct lint_text *t, const struct quantity *q, int names)
{
    lint_report(l, t, DIAG_LINT_COUNT, q->from, q->end,
                arena_printf(l->arena, "%d%s", names, lint_slice(l->arena, t, q->unit, q->end)));
}

/* The end of the name that begins at `from`. */
static size_t name_end(const struct lint_text *t, size_t from, size_t end)
{
    while (from < end && t->c[from] != COMMA)
        from = t->partner[from] > (int)from ? (size_t)t->partner[from] + 1 : from + 1;
    return from < end ? from : end;
}

static bool ends_like(const struct lint_text *t, const struct quantity *q, size_t end)
{
    size_t n = q->end - q->unit;
    return end >= n && !memcmp(t->c + end - n, t->c + q->unit, n * sizeof *t->c);
}

/* 海南省、广西壮族自治区等8省: places of another kind among them, 8省（区）. */
static void judge_kinds(struct lint *l, const struct lint_text *t, const struct quantity *q, const struct listing *list)
{
    size_t end = list->end - lint_ends(l, WORDS_AND_SO_ON, t, list->end), alike = 0;
    struct buf others = buf_in(l->arena);
    bool kinds = lint_ends(l, WORDS_PLACES, t, q->end) == q->end - q->unit;
    for (size_t i = list->from, stop; kinds && i < end; i = stop + 1) {
        stop = name_end(t, i, end);
        const char *last = lint_slice(l->arena, t, stop - 1, stop);
        if (ends_like(t, q, stop))
            alike++;
        else if (!lint_ends(l, WORDS_PLACES, t, stop))
            return;
        else if (!strstr(buf_text(&others), last))
            buf_printf(&others, "%s%s", others.n ? "、" : "", last);
    }
    if (alike < 2 || !others.n || t->c[q->end] == 0xFF08 || t->c[q->end] == '(' ||
        lint_word(l, WORDS_PLACES, t, q->end))
        return;
    const char *said = lint_slice(l->arena, t, q->from, q->end);
    lint_report(l, t, DIAG_LINT_COUNT, q->from, q->end, arena_printf(l->arena, "%s（%s）", said, buf_text(&others)));
}

/* A、B、…招投标10个. */
static bool judge_before(struct lint *l, const struct lint_text *t, const struct quantity *q, int number)
{
    if (q->from == 0 || !(lint_is_chinese(t->c[q->from - 1]) && !lint_is_break(t->c[q->from - 1])))
        return false;
    struct listing list = names_before(l, t, q->from);
    int most = list.names + list.joined;
    if (!list.clear || list.names < 3)
        return false;
    if (list.open ? list.names > number
                  : list.names >= 4 && (number > most ? number - most : list.names - number) <= 2 &&
                        (number < list.names || number > most))
        report_count(l, t, q, list.names);
    else
        judge_kinds(l, t, q, &list);
    return true;
}

/* 3个：A、B、C。 10个乡镇（A、B、…）; 3个，分别是A、B、C。 */
static void judge_behind(struct lint *l, const struct lint_text *t, const struct quantity *q, int number)
{
    size_t i = q->end;
    while (i < t->n && i < q->end + 12 && text_is_han(t->c[i]) && lint_word(l, WORDS_OPENING, t, i) == 0)
        i++;
    bool bracket = (t->c[i] == 0xFF08 || t->c[i] == '(') && t->partner[i] > (int)i, colon = t->c[i] == 0xFF1A;
    size_t stop = bracket ? (size_t)t->partner[i] : t->n;
    i += bracket || colon || t->c[i] == 0xFF0C;
    size_t opening = i < t->n ? lint_word(l, WORDS_OPENING, t, i) : 0;
    if (!bracket && !colon && opening == 0)
        return;
    i += opening;
    i += t->c[i] == 0xFF1A;
    if (i >= stop || lint_word(l, WORDS_PART, t, i) > 0)
        return;
    struct listing list = names_behind(l, t, i, stop);
    int most = list.names + list.joined;
    if (!list.clear || list.names < 2 || (bracket && (list.names < 3 || number < 3)))
        return;
    bool near = number > most ? number - most <= 2 : list.names - number <= 2;
    if (near && (list.open ? list.names > number : number < list.names || number > most))
        report_count(l, t, q, list.names);
}

void lint_counts(struct lint *l, const struct lint_text *t)
{
    struct quantities all = t->quantities;
    for (size_t i = 0; i < all.count; i++) {
        const struct quantity *q = &all.items[i];
        long number = num_to_long(q->value, 0);
        if (q->about || number < 1 || number > COUNT_MOST || lint_word(l, WORDS_COUNTERS, t, q->unit) == 0)
            continue;
        if (!judge_before(l, t, q, (int)number))
            judge_behind(l, t, q, (int)number);
    }
}
