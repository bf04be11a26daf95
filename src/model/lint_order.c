/* Numbers within paragraphs: 一是 二是 三是, 第一，第二，, （一）（二）. In come paragraphs in order; a list may run on
 * from one paragraph to the next as long as no heading stands between. */
#include "model/lint_private.h"

/* The number at i in the form before + N + behind, 0 if there is none; *end behind it. */
static int ordinal_at(const struct lint_text *t, size_t i, const struct ordinal *form, size_t *end)
{
    if (!lint_is(t, i, form->before))
        return 0;
    size_t numeral = i + utf8_count(form->before);
    if (text_is_digit(t->c[numeral]))
        return 0;
    int number = lint_numeral(t, numeral, end);
    if (number == 0 || !lint_is(t, *end, form->behind))
        return 0;
    *end += utf8_count(form->behind);
    return number;
}

static bool begins_clause(const struct lint_text *t, size_t i)
{
    return i == 0 || i == t->head || lint_is_break(t->c[i - 1]) || lint_is_blank(t->c[i - 1]) ||
           t->c[i - 1] == 0x201C || t->c[i - 1] == 0xFF08;
}

/* Behind a slip both the number behind the wrong one and the one behind the right one will do: one slip is one finding.
 * *right: what should stand there. */
static bool follows(struct lint_count *count, int number, int *right)
{
    *right = count->last + 1;
    bool good = number == *right || number == count->due + 1;
    *count = (struct lint_count){.last = number, .due = good ? number : *right};
    return good;
}

static void judge(struct lint *l, const struct lint_text *t, size_t i, size_t end, size_t form, int number)
{
    const struct ordinal *f = &l->ordinals.items[form];
    int right = 0;
    if (number == 1)
        l->state.counts[form] = (struct lint_count){1, 1};
    else if (!follows(&l->state.counts[form], number, &right))
        lint_report(l, t, DIAG_LINT_ORDER, i, end,
                    arena_printf(l->arena, "%s%s%s", f->before, lint_numeral_text(l->arena, right), f->behind));
}

void lint_order(struct lint *l, const struct lint_text *t)
{
    for (size_t i = 0; i < t->n; i++) {
        if (!begins_clause(t, i))
            continue;
        for (size_t k = 0; k < l->ordinals.count; k++) {
            size_t end;
            int number = ordinal_at(t, i, &l->ordinals.items[k], &end);
            if (number > 0)
                judge(l, t, i, end, k, number);
        }
    }
}

/* -- （一）（二） -- */

/* The number in brackets at i, 0 if none: Chinese numerals if han, else digits. */
static int bracketed(const struct lint_text *t, size_t i, bool han, size_t *end)
{
    size_t close;
    if ((t->c[i] != 0xFF08 && t->c[i] != '(') || text_is_digit(t->c[i + 1]) == han)
        return 0;
    int number = lint_numeral(t, i + 1, &close);
    if (number == 0 || (t->c[close] != 0xFF09 && t->c[close] != ')'))
        return 0;
    *end = close + 1;
    return number;
}

static bool begins_item(const struct lint_text *t, size_t i)
{
    return i > 0 && i != t->head && lint_is_break(t->c[i - 1]) && t->c[i - 1] != 0x3001;
}

/* （1）（2）（4） and （一）（二）（四） in one paragraph. */
static void bracketed_order(struct lint *l, const struct lint_text *t, bool han)
{
    struct lint_count count = {0};
    for (size_t i = t->head; i + 2 < t->n; i++) {
        size_t end;
        int number = bracketed(t, i, han, &end);
        if (number == 0 || !(i == t->head || begins_item(t, i)))
            continue;
        int right;
        if (number == 1)
            count = (struct lint_count){1, 1};
        else if (count.last > 0 && !follows(&count, number, &right))
            lint_report(l, t, DIAG_LINT_ORDER, i, end,
                        han ? arena_printf(l->arena, "（%s）", lint_numeral_text(l->arena, right))
                            : arena_printf(l->arena, "（%d）", right));
    }
}

/* 1. at i: a digit or two and a point, no decimals behind it. */
static int dotted(const struct lint_text *t, size_t i, size_t *end)
{
    size_t n = 0;
    int number = 0;
    while (n < 3 && text_is_digit(t->c[i + n]))
        number = number * 10 + (int)(t->c[i + n++] - '0');
    uint32_t mark = t->c[i + n], behind = t->c[i + n + (mark != 0)];
    *end = i + n + 1;
    return n > 0 && n < 3 && (mark == '.' || mark == 0xFF0E) && lint_is_chinese(behind) ? number : 0;
}

/* 1. 2. 4. within a paragraph; a list that begins with 1 only. */
static void dotted_order(struct lint *l, const struct lint_text *t)
{
    struct lint_count count = {0};
    for (size_t i = 1; i + 2 < t->n; i++) {
        size_t end;
        int number = lint_fact(t, i) == NULL && begins_item(t, i) ? dotted(t, i, &end) : 0;
        if (number == 0)
            continue;
        int right;
        if (number == 1 && (count.last == 0 || count.last > 2))
            count = (struct lint_count){1, 1};
        else if (count.last > 0 && !follows(&count, number, &right))
            lint_report(l, t, DIAG_LINT_ORDER, i, end, arena_printf(l->arena, "%d.", right));
    }
}

void lint_inner_numbers(struct lint *l, const struct lint_text *t)
{
    size_t first = 0, last = 0, end = 0;
    int count = 0;
    if (t->kind != LINT_PARAGRAPH)
        return;
    if (lint_on(l, DIAG_LINT_ORDER)) {
        bracketed_order(l, t, true);
        bracketed_order(l, t, false);
        dotted_order(l, t);
    }
    for (size_t i = 1; i + 2 < t->n && l->state.level >= 2; i++) {
        int number = bracketed(t, i, true, &end);
        if (number != count + 1 || !begins_item(t, i))
            continue;
        first = count == 0 ? i : first;
        last = i;
        count = number;
    }
    if (count < 2)
        return;
    struct finding *finding = lint_say(l, t, DIAG_LINT_INNER_NUMBER, first,
                                       arena_printf(l->arena, "（一）…（%s）", lint_numeral_text(l->arena, count)),
                                       arena_printf(l->arena, "1.…%d.", count));
    if (last > first)
        diag_also(l->diag, finding, lint_place(t, last));
}
