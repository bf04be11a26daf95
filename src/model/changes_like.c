/* Which paragraph became which. In: the texts between two that did not change. Out: pairs in order, by the words they
 * share (pairs of neighbouring characters). Bounded: beyond that the caller pairs by place. */
#include "model/changes_private.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { ALIKE = 300, SAME = 1000, STEPS_MOST = 10 * 1000 * 1000 };

/* -- list numbers -- */

static bool is_numeral(uint32_t c)
{
    static const char numerals[] = "一二三四五六七八九十百";
    for (const char *s = numerals; *s;)
        if (utf8_next(&s) == c)
            return true;
    return text_is_digit(c);
}

static size_t one_of(const char *s, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (text_starts(s, words[i]))
            return strlen(words[i]);
    return 0;
}

size_t changes_number(const char *text)
{
    static const char *const opens[] = {"（", "(", "第"}, *const closes[] = {"）", ")", "、", ".", "．", "，", "是"};
    const char *s = text, *next = text;
    uint32_t c = utf8_next(&next);
    if (c >= 0x2460 && c <= 0x2473) /* ① … ⑳ */
        return (size_t)(next - text);
    s += one_of(s, opens, sizeof opens / sizeof *opens);
    const char *digits = s;
    for (next = s; is_numeral(utf8_next(&next));)
        s = next;
    size_t close = s > digits ? one_of(s, closes, sizeof closes / sizeof *closes) : 0;
    bool fraction = close && text_is_digit((unsigned char)s[close]); /* 1.5 */
    return close && !fraction ? (size_t)(s - text) + close : 0;
}

/* -- likeness -- */

/* Pairs of neighbouring characters, sorted. */
struct words {
    uint64_t *items;
    size_t count;
};

static int by_value(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return *x < *y ? -1 : *x > *y;
}

static struct words words_of(struct arena *arena, const char *text)
{
    struct words words = {.items = arena_alloc(arena, (strlen(text) + 1) * sizeof *words.items)};
    text += changes_number(text);
    for (uint64_t before = 0; *text;) {
        uint64_t c = utf8_next(&text);
        words.items[words.count++] = before << 32 | c;
        before = c;
    }
    qsort(words.items, words.count, sizeof *words.items, by_value);
    return words;
}

/* 0 … SAME: twice what they share, of all they have. */
static int likeness(const struct words *a, const struct words *b)
{
    size_t i = 0, k = 0, common = 0;
    while (i < a->count && k < b->count) {
        uint64_t x = a->items[i], y = b->items[k];
        common += x == y;
        i += x <= y;
        k += y <= x;
    }
    return a->count + b->count ? (int)(2 * common * SAME / (a->count + b->count)) : SAME;
}

static struct words *all_words(struct arena *arena, const struct issue_text *texts, size_t count, size_t *total)
{
    struct words *words = arena_alloc(arena, (count + 1) * sizeof *words);
    for (size_t i = 0; i < count; i++) {
        words[i] = words_of(arena, texts[i].text);
        *total += words[i].count + 1;
    }
    return words;
}

/* -- pairs -- */

size_t *changes_partners(struct arena *arena, const struct issue_text *was, size_t was_count,
                         const struct issue_text *is, size_t is_count)
{
    size_t was_total = 0, is_total = 0, width = was_count + 1;
    struct words *old = all_words(arena, was, was_count, &was_total);
    struct words *fresh = all_words(arena, is, is_count, &is_total);
    if (was_total * is_count + is_total * was_count > STEPS_MOST)
        return NULL;
    int *best = arena_alloc(arena, (is_count + 1) * width * sizeof *best); /* of the first i new and k old ones */
    for (size_t i = 1; i <= is_count; i++)
        for (size_t k = 1; k <= was_count; k++) {
            size_t at = i * width + k;
            int up = best[at - width], left = best[at - 1], like = likeness(&old[k - 1], &fresh[i - 1]);
            best[at] = up > left ? up : left;
            if (like >= ALIKE && best[at - width - 1] + like > best[at])
                best[at] = best[at - width - 1] + like;
        }
    size_t *partners = arena_alloc(arena, (is_count + 1) * sizeof *partners);
    for (size_t i = is_count, k = was_count; i > 0;) {
        size_t at = i * width + k;
        if (k > 0 && best[at] == best[at - 1]) {
            k--;
            continue;
        }
        bool pair = k > 0 && best[at] != best[at - width];
        partners[--i] = pair ? --k : SIZE_MAX;
    }
    return partners;
}
