/* Word lists of the text checks: words stay where they were read, a table says where. In: texts of the template. Out:
 * does a word of a list stand here? Knows no list by name. Most characters begin no word of most lists, so the lengths
 * of the words by their first character are asked before anything is hashed. */
#include "model/lint_private.h"

#include <string.h>

enum { LENGTHS = 16 }; /* bit n - 1: words of n characters; the last one: of so many or more */

static unsigned bucket_of(uint32_t first)
{
    return (first ^ first >> 8) & (LINT_BUCKETS - 1);
}

static uint16_t length_bit(size_t n)
{
    return (uint16_t)(1U << ((n < LENGTHS ? n : LENGTHS) - 1));
}

static struct word_slot key_of(const char *s, size_t n)
{
    uint32_t hash = 2166136261U;
    for (size_t i = 0; i < n; i++)
        hash = (hash ^ (unsigned char)s[i]) * 16777619U;
    return (struct word_slot){s, (uint32_t)n, hash ^ hash >> 15};
}

/* The slot that holds the word, or the empty one where it belongs. */
static struct word_slot *slot_for(const struct words *words, struct word_slot key)
{
    for (size_t i = key.hash & (words->size - 1);; i = (i + 1) & (words->size - 1)) {
        struct word_slot *slot = &words->slots[i];
        if (slot->n == 0 || (slot->hash == key.hash && slot->n == key.n && memcmp(slot->s, key.s, key.n) == 0))
            return slot;
    }
}

static void grow(struct arena *arena, struct words *words)
{
    struct words old = *words;
    words->size = old.size == 0 ? 16 : old.size * 2;
    words->slots = arena_alloc(arena, words->size * sizeof *words->slots);
    for (size_t i = 0; i < old.size; i++)
        if (old.slots[i].n > 0)
            *slot_for(words, old.slots[i]) = old.slots[i];
}

void lint_add_word(struct arena *arena, struct words *words, const char *s, size_t n)
{
    const char *first = s;
    size_t length = 0;
    if (words->count * 4 >= words->size * 3)
        grow(arena, words);
    struct word_slot key = key_of(s, n), *slot = slot_for(words, key);
    words->count += slot->n == 0;
    *slot = key;
    for (size_t i = 0; i < n; i++)
        length += ((unsigned char)s[i] & 0xC0) != 0x80;
    words->lengths[bucket_of(utf8_next(&first))] |= length_bit(length);
    words->longest = length > words->longest ? length : words->longest;
}

/* The first bytes of white space: space, tab, U+00A0, U+3000. */
static bool maybe_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\xC2' || c == '\xE3';
}

void lint_add_words(struct arena *arena, struct words *words, const char *text, size_t n)
{
    const char *end = text + n;
    for (const char *s = text; s < end;) {
        const char *start = s;
        while (s < end && !(maybe_blank(*s) && text_blank_at(s) > 0))
            s++;
        if (s > start)
            lint_add_word(arena, words, start, (size_t)(s - start));
        else
            s += text_blank_at(s);
    }
}

bool lint_may(const struct words *words, uint32_t first, size_t n)
{
    return (words->lengths[bucket_of(first)] & length_bit(n)) != 0;
}

bool lint_has(const struct words *words, const char *s, size_t n)
{
    return words->size > 0 && slot_for(words, key_of(s, n))->n > 0;
}

static bool is_word(const struct words *words, const struct lint_text *t, size_t i, size_t n)
{
    return lint_may(words, t->c[i], n) && lint_has(words, t->s + t->byte[i], t->byte[i + n] - t->byte[i]);
}

size_t lint_word(const struct lint *l, enum lint_list list, const struct lint_text *t, size_t i)
{
    const struct words *words = &l->lists[list];
    if (i >= t->n || words->lengths[bucket_of(t->c[i])] == 0)
        return 0;
    size_t n = t->n - i < words->longest ? t->n - i : words->longest;
    while (n > 0 && !is_word(words, t, i, n))
        n--;
    return n;
}

bool lint_ends(const struct lint *l, enum lint_list list, const struct lint_text *t, size_t end)
{
    const struct words *words = &l->lists[list];
    for (size_t n = 1; n <= words->longest && n <= end; n++)
        if (is_word(words, t, end - n, n))
            return true;
    return false;
}

bool lint_holds(const struct lint *l, enum lint_list list, const struct lint_text *t, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        size_t n = lint_word(l, list, t, i);
        if (n > 0 && i + n <= to)
            return true;
    }
    return false;
}
