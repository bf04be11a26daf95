/* Words: mistaken for another, left over from the form or from pasting; last year's year; numbers of persons. All words
 * are the template's. */
#include "model/lint_private.h"

#include <string.h>

enum { PHONE_DIGITS = 11, IDENTITY_DIGITS = 18, ACCOUNT_LEAST = 16, ACCOUNT_MOST = 19, LOOK_BACK = 10 };

/* -- words mistaken -- */

static bool follows(const struct lint_text *t, size_t i, const struct text_names *next)
{
    for (size_t k = 0; k < next->count; k++)
        if (strcmp(next->items[k], "数") == 0 ? text_is_digit(t->c[i]) : lint_is(t, i, next->items[k]))
            return true;
    return next->count == 0;
}

static const struct misused *misused_at(const struct lint *l, const struct lint_text *t, size_t i, size_t *n)
{
    for (*n = lint_word(l, WORDS_MISUSED, t, i); *n > 0; *n = lint_word_within(l, WORDS_MISUSED, t, i, i + *n - 1)) {
        const struct misused *word = map_getn(l->misused, t->s + t->byte[i], t->byte[i + *n] - t->byte[i]);
        if (follows(t, i + *n, &word->next))
            return word;
    }
    return NULL;
}

void lint_misused(struct lint *l, const struct lint_text *t)
{
    for (size_t i = 0; i < t->n; i++) {
        size_t n;
        const struct misused *word = misused_at(l, t, i, &n);
        if (word == NULL)
            continue;
        lint_report(l, t, DIAG_LINT_MISUSED, i, i + n, word->right);
        lint_edit(l, t, i, i + n, word->right);
        i += n - 1;
    }
}

/* -- left over -- */

void lint_artefacts(struct lint *l, const struct lint_text *t)
{
    for (size_t i = 0; i < t->n; i++) {
        uint32_t c = t->c[i];
        size_t n = lint_word(l, WORDS_ARTEFACTS, t, i);
        if (n == 0 && (c == 0xFFFD || c == 0xAD || c == 0x200C || c == 0x200D || (c >= 0xE000 && c <= 0xF8FF)))
            n = 1;
        if (n > 0) {
            lint_report(l, t, DIAG_LINT_ARTEFACT, i, i + n, NULL);
            i += n - 1;
        }
    }
}

static bool is_letter(uint32_t c)
{
    return (c | 0x20) - 'a' < 26 || text_is_digit(c);
}

/* （100字以内）: a bracket with a number and 字. */
static size_t length_prompt(const struct lint_text *t, size_t i)
{
    int close = t->partner[i];
    if ((t->c[i] != 0xFF08 && t->c[i] != '(') || close < 0 || (size_t)close > i + 16)
        return 0;
    size_t k = i + 1;
    while (k < (size_t)close && !text_is_digit(t->c[k]))
        k++;
    size_t digits = k;
    while (text_is_digit(t->c[k]))
        k++;
    return k > digits && k - digits <= 5 && lint_is(t, k, "字") ? (size_t)close + 1 - i : 0;
}

/* XX, ××: no part of a longer Latin word. */
static size_t prompt_word(const struct lint *l, const struct lint_text *t, size_t i)
{
    size_t n = lint_word(l, WORDS_PROMPTS, t, i);
    if (n > 0 && is_letter(t->c[i]) && ((i > 0 && is_letter(t->c[i - 1])) || is_letter(t->c[i + n])))
        return 0;
    return n;
}

/* 成绩一, 问题二 as a whole heading. */
static void prompt_heading(struct lint *l, const struct lint_text *t)
{
    size_t i = 0, end;
    while (i < t->head && lint_word(l, WORDS_PROMPT_HEADS, t, i) == 0 && i < 6)
        i++;
    size_t n = i < t->head ? lint_word(l, WORDS_PROMPT_HEADS, t, i) : 0;
    if (n == 0 || (i > 0 && text_is_han(t->c[i - 1])) || lint_numeral(t, i + n, &end) == 0)
        return;
    if (end == t->head || (end + 1 == t->head && lint_is_break(t->c[end])))
        lint_report(l, t, DIAG_LINT_PROMPT, i, end, NULL);
}

void lint_prompts(struct lint *l, const struct lint_text *t)
{
    if (t->head > 0)
        prompt_heading(l, t);
    for (size_t i = 0; i < t->n; i++) {
        size_t n = prompt_word(l, t, i);
        n = n > 0 ? n : length_prompt(t, i);
        if (n == 0)
            continue;
        while (i + n < t->n && t->c[i + n] == t->c[i] && !text_is_han(t->c[i]))
            n++;
        lint_report(l, t, DIAG_LINT_PROMPT, i, i + n, NULL);
        i += n - 1;
    }
}

/* -- last year, and the next in a value: what the next year's report will be may well be told in prose -- */

void lint_last_year(struct lint *l, const struct lint_text *t)
{
    for (size_t i = 0; l->year != NULL && i + 4 < t->n; i++) {
        bool other = lint_is(t, i, l->last_year) || (t->kind == LINT_VALUE && lint_is(t, i, l->next_year));
        size_t n = other ? lint_word(l, WORDS_TITLES, t, i + 4) : 0;
        size_t back = i > LOOK_BACK ? i - LOOK_BACK : 0;
        if (n == 0 || (i > 0 && text_is_digit(t->c[i - 1])) || lint_fact(t, i) != NULL)
            continue;
        if (lint_holds(l, WORDS_EARLIER, t, back, i) || lint_holds(l, WORDS_EARLIER, t, i + 4, i + 4 + n))
            continue;
        const char *right = arena_printf(l->arena, "%s%s", l->year, lint_slice(l->arena, t, i + 4, i + 4 + n));
        lint_report(l, t, DIAG_LINT_LAST_YEAR, i, i + 4 + n, right);
    }
}

/* -- numbers of persons -- */

static bool is_identity(const struct lint_text *t, size_t i)
{
    static const int weights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    static const char control[] = "10X98765432";
    int sum = 0;
    for (size_t k = 0; k < IDENTITY_DIGITS - 1; k++)
        sum += weights[k] * (int)(t->c[i + k] - '0');
    uint32_t last = t->c[i + IDENTITY_DIGITS - 1];
    return (uint32_t)control[sum % 11] == (last == 'x' ? 'X' : last);
}

/* The check digit of bank cards. */
static bool is_account(const struct lint_text *t, size_t i, size_t n)
{
    uint32_t sum = 0;
    for (size_t k = 0; k < n; k++) {
        uint32_t digit = t->c[i + n - 1 - k] - '0', twice = digit * 2;
        sum += k % 2 == 0 ? digit : twice > 9 ? twice - 9 : twice;
    }
    return sum % 10 == 0;
}

/* 0731-8888888: digits, a hyphen, seven or eight digits. */
static size_t landline(const struct lint_text *t, size_t i, size_t n)
{
    if (t->c[i] != '0' || n < 3 || n > 4 || t->c[i + n] != '-')
        return 0;
    size_t k = i + n + 1;
    while (text_is_digit(t->c[k]))
        k++;
    size_t digits = k - i - n - 1;
    return digits == 7 || digits == 8 ? k - i : 0;
}

static size_t personal_number(const struct lint_text *t, size_t i, size_t n)
{
    uint32_t behind = t->c[i + n];
    if (n == PHONE_DIGITS && t->c[i] == '1' && t->c[i + 1] >= '3' && !is_letter(behind) && behind != '.')
        return n;
    if (n == IDENTITY_DIGITS - 1 && (behind | 0x20) == 'x' && is_identity(t, i))
        return n + 1;
    if (n == IDENTITY_DIGITS && is_identity(t, i))
        return n;
    if (n >= ACCOUNT_LEAST && n <= ACCOUNT_MOST && is_account(t, i, n))
        return n;
    return landline(t, i, n);
}

void lint_personal(struct lint *l, const struct lint_text *t)
{
    for (size_t i = 0; i < t->n; i++) {
        size_t n = 0;
        while (text_is_digit(t->c[i + n]))
            n++;
        bool whole = i == 0 || (!is_letter(t->c[i - 1]) && t->c[i - 1] != '.');
        size_t found = n > 0 && whole ? personal_number(t, i, n) : 0;
        if (found > 0)
            lint_report(l, t, DIAG_LINT_PERSONAL, i, i + found, NULL);
        i += found > n ? found - 1 : n > 0 ? n - 1 : 0;
    }
}
