/* Characters and words typed twice (项目目, 政府政府). A pair is right where the language has it: as a reduplication
 * (大大提高), or where one word ends and the next begins with it (内部控制|制度). Both are told by the template's
 * lists. */
#include "model/lint_private.h"

#include <string.h>

enum { REPEAT_LONGEST = 12 };

/* Characters of the longest word of the list that begins at `from` and reaches over `through`; 0 if none. */
static size_t word_over(const struct lint *l, enum lint_list list, const struct lint_text *t, size_t from,
                        size_t through)
{
    size_t n = lint_word(l, list, t, from);
    return from + n > through ? n : 0;
}

/* The length of the reduplication that covers i and i + 1, 0 if none. */
static size_t reduplication(const struct lint *l, const struct lint_text *t, size_t i)
{
    size_t longest = l->lists[WORDS_REDUPLICATED].longest, best = 0;
    for (size_t back = 0; back <= i && t->byte[i + 1] - t->byte[i - back] < longest; back++) {
        size_t n = word_over(l, WORDS_REDUPLICATED, t, i - back, i + 1);
        best = n > best ? n : best;
    }
    return best;
}

/* 绥宁县: a name that no list can hold, known by its last character (某县) and by no word standing before that. */
static bool ends_name(const struct lint *l, const struct lint_text *t, size_t i)
{
    char key[8] = "某";
    size_t n = strlen(key);
    n += utf8_put(key + n, t->c[i]);
    bool suffix = lint_has(l, WORDS_LEFT, key, n);
    return suffix && i > 0 && text_is_han(t->c[i - 1]) && lint_ends(l, WORDS_LEFT, t, i) == 0;
}

/* True if a word ends in the first of the pair, and another begins with the second: 内部控制|制度, 2023年|年末. */
static bool across_words(const struct lint *l, const struct lint_text *t, size_t i)
{
    if (lint_word(l, WORDS_RIGHT, t, i + 1) < 2)
        return false;
    return lint_ends(l, WORDS_LEFT, t, i + 1) > 0 || (i > 0 && text_is_digit(t->c[i - 1])) || ends_name(l, t, i);
}

/* One of 一 to 十 by itself. */
static bool is_numeral(uint32_t c)
{
    static const uint32_t numerals[] = {0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D, 0x5341};
    for (size_t i = 0; i < sizeof numerals / sizeof *numerals; i++)
        if (c == numerals[i])
            return true;
    return false;
}

/* 热热闹闹: two pairs; 十五五, 三三制: numerals. */
static bool is_pattern(const struct lint *l, const struct lint_text *t, size_t i)
{
    uint32_t c = t->c[i];
    bool before = i >= 2 && t->c[i - 1] == t->c[i - 2] && t->c[i - 1] != c && text_is_han(t->c[i - 1]);
    bool behind = text_is_han(t->c[i + 2]) && t->c[i + 2] == t->c[i + 3] && t->c[i + 2] != c;
    before = before && !across_words(l, t, i - 2); /* 控制制度度 is none */
    behind = behind && !across_words(l, t, i + 2);
    return before || behind || (is_numeral(c) && i > 0 && is_numeral(t->c[i - 1]));
}

/* 班班, 件件: a measure counted one by one; 哗哗地: a sound, written with the radical 口. Not where a word ends or
 * begins. */
static bool is_productive(const struct lint *l, const struct lint_text *t, size_t i)
{
    static const uint32_t mouth_first = 0x53E3, mouth_last = 0x56D6, adverb[] = {0x5730, 0x7684, 0x54CD}; /* 地的响 */
    uint32_t c = t->c[i], behind = t->c[i + 2];
    bool word = lint_ends(l, WORDS_LEFT, t, i + 1) > 0 || lint_word(l, WORDS_RIGHT, t, i + 1) > 1;
    bool sound =
        c >= mouth_first && c <= mouth_last && (behind == adverb[0] || behind == adverb[1] || behind == adverb[2]);
    bool measure = lint_word(l, WORDS_UNITS, t, i) == 1 && (i == 0 || lint_is_break(t->c[i - 1]));
    return !word && (sound || measure);
}

/* True if the pair is the beginning or the end of a common word with one character too many (整整体, 扩大大), so that a
 * reduplication of two characters is the worse reading. */
static bool part_of_word(const struct lint *l, const struct lint_text *t, size_t i)
{
    size_t right = lint_word(l, WORDS_RIGHT, t, i + 1);
    if (right > 1 && lint_word(l, WORDS_RIGHT, t, i + 2) < 2)
        return true;
    bool left = i > 0 && lint_ends(l, WORDS_LEFT, t, i + 1) > 0;
    return left && lint_ends(l, WORDS_LEFT, t, i) == 0;
}

/* 187件件, 3个村村, 马鞍岭村村: behind a number or a name the first of the two belongs to that. */
static bool belongs_before(const struct lint *l, const struct lint_text *t, size_t i)
{
    if (i > 0 && text_is_digit(t->c[i - 1]))
        return true;
    bool measured = i > 1 && text_is_digit(t->c[i - 2]) && lint_word(l, WORDS_UNITS, t, i - 1) > 0;
    return measured || ends_name(l, t, i);
}

static bool pair_is_right(const struct lint *l, const struct lint_text *t, size_t i)
{
    size_t n = reduplication(l, t, i);
    if (n > 2)
        return true;
    if (across_words(l, t, i) || is_pattern(l, t, i) || is_productive(l, t, i))
        return true;
    /* 一步步, 一件件; not 进一步步 */
    bool one_by_one = i > 0 && t->c[i - 1] == 0x4E00 && lint_ends(l, WORDS_LEFT, t, i + 1) < 3;
    return n == 2 && (one_by_one || !(part_of_word(l, t, i) || belongs_before(l, t, i)));
}

void lint_doubled(struct lint *l, const struct lint_text *t)
{
    if (l->lists[WORDS_REDUPLICATED].longest == 0)
        return;
    for (size_t i = 0; i + 1 < t->n; i++) {
        size_t end = i + 2;
        if (t->c[i] != t->c[i + 1] || !text_is_han(t->c[i]))
            continue;
        while (end < t->n && t->c[end] == t->c[i])
            end++;
        if (end - i > 2 || !pair_is_right(l, t, i)) {
            size_t word = lint_word(l, WORDS_RIGHT, t, end - 1);
            size_t from = i > 0 && text_is_han(t->c[i - 1]) && word < 2 ? i - 1 : i;
            size_t to = word > 1 ? end - 1 + word : from == i && text_is_han(t->c[end]) ? end + 1 : end;
            const char *right =
                arena_printf(l->arena, "%s%s", lint_slice(l->arena, t, from, i + 1), lint_slice(l->arena, t, end, to));
            lint_report_at(l, t, DIAG_LINT_DOUBLED, i + 1, from, to, right);
            lint_edit(l, t, i + 1, end, "");
        }
        i = end - 2;
    }
}

/* -- words -- */

static bool repeats(const struct lint_text *t, size_t i, size_t n)
{
    bool uniform = true;
    for (size_t k = 0; k < n; k++) {
        if (t->c[i + k] != t->c[i + n + k] || !text_is_han(t->c[i + k]))
            return false;
        uniform = uniform && t->c[i + k] == t->c[i];
    }
    return !uniform;
}

/* 一步一步, 三天三天: counted one by one. */
static bool distributive(const struct lint *l, const struct lint_text *t, size_t i)
{
    size_t end;
    return lint_numeral(t, i, &end) > 0 || lint_word(l, WORDS_REPEATED, t, i) > 0;
}

void lint_repeated(struct lint *l, const struct lint_text *t)
{
    for (size_t i = 0; i + 3 < t->n; i++)
        for (size_t n = t->n - i < 2 * REPEAT_LONGEST ? (t->n - i) / 2 : REPEAT_LONGEST; n >= 2; n--)
            if (t->c[i] == t->c[i + n] && repeats(t, i, n)) {
                if (!distributive(l, t, i))
                    lint_report(l, t, DIAG_LINT_REPEATED, i, i + 2 * n, lint_slice(l->arena, t, i, i + n));
                i += 2 * n;
                while (i + n <= t->n && repeats(t, i - n, n))
                    i += n;
                i--;
                break;
            }
}
