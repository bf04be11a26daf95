/* Word lists of the text checks: words stay where they were read; those that begin alike hang together, so that a word
 * is found where it stands in a text, and a list costs little to read. In: texts of the template. Out: does a word of a
 * list stand here? Knows no list by name. */
#include "model/lint_private.h"

#include <string.h>

/* By the last two bytes of the first character. */
static unsigned bucket_of(const char *s)
{
    const unsigned char *u = (const unsigned char *)s;
    unsigned hash = *u < 0xC0 ? *u : *u < 0xE0 ? u[0] ^ u[1] : (unsigned)u[1] << 4 ^ u[2];
    return hash & (LINT_BUCKETS - 1);
}

void lint_add_word(struct lint *l, enum lint_list list, const char *s, size_t n)
{
    struct words *words = &l->lists[list];
    const struct word **bucket = &words->first[bucket_of(s)];
    struct word *word = arena_alloc(l->arena, sizeof *word);
    *word = (struct word){s, n, *bucket};
    *bucket = word;
    words->longest = n > words->longest ? n : words->longest;
}

void lint_add_words(struct lint *l, enum lint_list list, const char *text, size_t n)
{
    const char *end = text + n;
    for (const char *s = text; s < end;) {
        const char *start = s;
        while (s < end && ((unsigned char)*s > 0xE3 || text_blank_at(s) == 0))
            s += (unsigned char)*s > 0xE3 ? 3 : 1; /* white space begins below, and stands in no character */
        if (s > start)
            lint_add_word(l, list, start, (size_t)(s - start));
        else
            s += text_blank_at(s);
    }
}

bool lint_has(const struct lint *l, enum lint_list list, const char *s, size_t n)
{
    const struct word *word = l->lists[list].first[bucket_of(s)];
    while (word != NULL && (word->n != n || memcmp(word->s, s, n) != 0))
        word = word->next;
    return word != NULL;
}

size_t lint_word_within(const struct lint *l, enum lint_list list, const struct lint_text *t, size_t i, size_t end)
{
    const char *s = t->s + t->byte[i];
    const struct word *word = l->lists[list].first[bucket_of(s)];
    if (word == NULL) /* as for most characters */
        return 0;
    size_t room = t->byte[end] - t->byte[i], longest = 0, n = 0;
    for (; word != NULL; word = word->next)
        if (word->n > longest && word->n <= room && word->s[word->n - 1] == s[word->n - 1] &&
            memcmp(word->s, s, word->n) == 0)
            longest = word->n;
    while (t->byte[i + n] - t->byte[i] < longest)
        n++;
    return n;
}

size_t lint_word(const struct lint *l, enum lint_list list, const struct lint_text *t, size_t i)
{
    return i < t->n ? lint_word_within(l, list, t, i, t->n) : 0;
}

size_t lint_ends(const struct lint *l, enum lint_list list, const struct lint_text *t, size_t end)
{
    size_t n = 0;
    while (n < end && t->byte[end] - t->byte[end - n - 1] <= l->lists[list].longest)
        n++;
    while (n > 0 && lint_word_within(l, list, t, end - n, end) < n)
        n--;
    return n;
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
