/* One paragraph as characters: in come runs with places, out go code points, the place of each, and matching
 * brackets. Knows no check. */
#include "model/lint_private.h"

#include <string.h>

static void add_chars(struct arena *arena, struct lint_text *t)
{
    size_t n = utf8_count(t->s);
    uint32_t *c = arena_alloc(arena, (n + 3) * sizeof *c);
    size_t *byte = arena_alloc(arena, (n + 1) * sizeof *byte);
    const char *s = t->s;
    for (size_t i = 0; i < n; i++) {
        byte[i] = (size_t)(s - t->s);
        c[i] = utf8_next(&s);
    }
    byte[n] = (size_t)(s - t->s);
    t->c = c;
    t->byte = byte;
    t->n = n;
}

/* 1, 2, … for an opening mark, -1, -2, … for the closing one of that kind, half-width and full-width alike; 0 for
 * others.
 */
static int bracket_kind(uint32_t c)
{
    static const uint32_t open[] = {0xFF08, 0x300A, 0x3008, 0x201C, 0x2018, 0x3010, 0x3014, 0x300E, 0x300C, 0xFF3B};
    static const uint32_t close[] = {0xFF09, 0x300B, 0x3009, 0x201D, 0x2019, 0x3011, 0x3015, 0x300F, 0x300D, 0xFF3D};
    if (c == '(' || c == ')')
        return c == '(' ? 1 : -1;
    if (c == '[' || c == ']')
        return c == '[' ? 10 : -10;
    for (size_t i = 0; i < sizeof open / sizeof *open; i++)
        if (c == open[i] || c == close[i])
            return c == open[i] ? (int)i + 1 : -(int)i - 1;
    return 0;
}

enum { DEPTH = 64, NEAR = 4 };

/* Pairs brackets with a stack. A closing mark takes the nearest opening one of its kind among the few on top, so that
 * one missing mark does not unsettle the rest. */
static void pair_brackets(struct arena *arena, struct lint_text *t)
{
    int *partner = arena_alloc(arena, (t->n + 1) * sizeof *partner);
    int *depth = arena_alloc(arena, (t->n + 1) * sizeof *depth);
    size_t stack[DEPTH];
    int top = 0;
    for (size_t i = 0; i < t->n; i++) {
        int kind = bracket_kind(t->c[i]);
        partner[i] = kind == 0 ? -2 : -1;
        depth[i] = top;
        if (kind > 0 && top < DEPTH)
            stack[top++] = i;
        for (int k = top - 1; kind < 0 && k >= 0 && k >= top - NEAR; k--)
            if (bracket_kind(t->c[stack[k]]) == -kind) {
                partner[i] = (int)stack[k];
                partner[stack[k]] = (int)i;
                top = k;
                depth[i] = top;
                break;
            }
    }
    t->partner = partner;
    t->depth = depth;
}

struct lint_text lint_text_of(struct arena *arena, const struct run *runs, size_t count)
{
    struct lint_text t = {0};
    struct buf text = buf_in(arena);
    size_t first = 0;
    for (size_t i = 0; i < count; i++) {
        *list_push(arena, &t.pieces) = (struct lint_piece){first, runs[i].at, runs[i].fact};
        buf_add(&text, runs[i].text);
        first += utf8_count(runs[i].text);
    }
    t.s = buf_text(&text);
    add_chars(arena, &t);
    pair_brackets(arena, &t);
    return t;
}

const char *lint_slice(struct arena *arena, const struct lint_text *t, size_t from, size_t to)
{
    return from >= to ? "" : arena_strndup(arena, t->s + t->byte[from], t->byte[to] - t->byte[from]);
}

static const struct lint_piece *piece_at(const struct lint_text *t, size_t i)
{
    size_t low = 0, high = t->pieces.count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (t->pieces.items[middle].first <= i)
            low = middle;
        else
            high = middle;
    }
    return &t->pieces.items[low];
}

struct pos lint_place(const struct lint_text *t, size_t i)
{
    if (t->pieces.count == 0)
        return (struct pos){0};
    const struct lint_piece *piece = piece_at(t, i);
    struct pos at = piece->at;
    bool own = t->kind == LINT_VALUE || piece->fact == NULL;
    if (own && at.column > 0)
        at.column += (int)(i - piece->first);
    return at;
}

const struct fact *lint_fact(const struct lint_text *t, size_t i)
{
    return t->kind == LINT_VALUE || t->pieces.count == 0 ? NULL : piece_at(t, i)->fact;
}

bool lint_is(const struct lint_text *t, size_t i, const char *word)
{
    return i <= t->n && text_starts(t->s + t->byte[i], word);
}

bool lint_is_mark(uint32_t c)
{
    static const uint32_t marks[] = {0x3001, 0x3002, 0xFF0C, 0xFF1B, 0xFF1A, 0xFF01, 0xFF1F,
                                     0x2026, 0x2014, 0x00B7, 0x2018, 0x2019, 0x201C, 0x201D};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (c == marks[i])
            return true;
    return bracket_kind(c) != 0 && c > 0x7F;
}

bool lint_is_chinese(uint32_t c)
{
    return text_is_han(c) || lint_is_mark(c);
}

bool lint_is_stop(uint32_t c)
{
    return c == 0x3002 || c == 0xFF01 || c == 0xFF1F || c == '\n';
}

bool lint_is_break(uint32_t c)
{
    return lint_is_stop(c) || c == 0xFF0C || c == 0xFF1B || c == 0xFF1A || c == 0x3001 || c == ',' || c == ';';
}

bool lint_is_blank(uint32_t c)
{
    return c == ' ' || c == '\t' || c == 0x3000 || c == 0xA0 || (c >= 0x2000 && c <= 0x200B) || c == 0x2060;
}

static int han_digit(uint32_t c)
{
    static const uint32_t digits[] = {0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D};
    for (int i = 0; i < 9; i++)
        if (c == digits[i])
            return i + 1;
    return c == 0x4E24 ? 2 : 0; /* 两 */
}

int lint_numeral(const struct lint_text *t, size_t i, size_t *end)
{
    static const uint32_t ten = 0x5341;
    int number = 0;
    size_t start = i;
    for (; i < t->n && i < start + 3 && text_is_digit(t->c[i]); i++)
        number = number * 10 + (int)(t->c[i] - '0');
    if (i == start) {
        number = i < t->n ? han_digit(t->c[i]) : 0;
        i += number > 0;
        if (i < t->n && t->c[i] == ten) {
            number = (number > 0 ? number : 1) * 10;
            i++;
            int ones = i < t->n ? han_digit(t->c[i]) : 0;
            number += ones;
            i += ones > 0;
        }
    }
    bool more = i < t->n && (text_is_digit(t->c[i]) || han_digit(t->c[i]) > 0 || t->c[i] == ten);
    *end = i;
    return more || number > 99 ? 0 : number;
}

const char *lint_numeral_text(struct arena *arena, int number)
{
    static const char *const ones[] = {"", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
    const char *tens = number >= 20 ? ones[number / 10 % 10] : "";
    return arena_printf(arena, "%s%s%s", tens, number >= 10 ? "十" : "", ones[number % 10]);
}
