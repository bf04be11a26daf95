/* Exact numbers over GMP rationals. In: typed text, other numbers. Out: immutable values in an arena, decimal text.
 * Knows nothing of units and kinds. GMP has one set of memory functions for the whole process, so this file holds the
 * program's only variable that is not a constant: the arena that num_init names. */
#include "base/num.h"

#include "base/text.h"

#include <gmp.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { DIGITS = 64, LARGEST = 1 << 18 }; /* digits typed; bits of a result */

struct num {
    mpq_t q; /* canonical */
};

static struct arena *gmp_arena;

static void *gmp_alloc(size_t size)
{
    return arena_alloc(gmp_arena, size);
}

static void *gmp_realloc(void *old, size_t old_size, size_t size)
{
    if (size <= old_size)
        return old;
    return memcpy(arena_alloc(gmp_arena, size), old, old_size);
}

static void gmp_free(void *p, size_t size)
{
    (void)p;
    (void)size;
}

void num_init(struct arena *arena)
{
    gmp_arena = arena;
    mp_set_memory_functions(gmp_alloc, gmp_realloc, gmp_free);
}

static struct num *num_new(struct arena *arena)
{
    struct num *num = arena_alloc(arena, sizeof *num);
    mpq_init(num->q);
    return num;
}

/* NULL for what only a chain of formulas that square each other could make. */
static const struct num *within_limit(const struct num *a)
{
    size_t bits = mpz_sizeinbase(mpq_numref(a->q), 2) + mpz_sizeinbase(mpq_denref(a->q), 2);
    return bits > LARGEST ? NULL : a;
}

const struct num *num_int(struct arena *arena, long value)
{
    struct num *num = num_new(arena);
    mpq_set_si(num->q, value, 1);
    return num;
}

/* -- reading -- */

struct digits {
    char text[DIGITS + 1];
    size_t count; /* all that were read, more than DIGITS perhaps */
    bool wide;
};

/* The character at s in its narrow form; *next stands behind it and *wide says if it was full-width. */
static uint32_t narrow_at(const char *s, const char **next, bool *wide)
{
    *next = s;
    uint32_t c = utf8_next(next);
    *wide = text_narrow(c) != c;
    return text_narrow(c);
}

static bool digit_at(const char *s)
{
    const char *next;
    bool wide;
    return text_is_digit(narrow_at(s, &next, &wide));
}

/* Digits at *s to the end of d; how many. */
static size_t read_digits(const char **s, struct digits *d)
{
    size_t n = 0;
    for (;; n++) {
        const char *next;
        bool wide;
        uint32_t c = narrow_at(*s, &next, &wide);
        if (!text_is_digit(c))
            return n;
        if (d->count < DIGITS)
            d->text[d->count] = (char)c;
        d->count++;
        d->wide |= wide;
        *s = next;
    }
}

/* Exactly three digits at s. */
static bool group_at(const char *s)
{
    struct digits d = {.count = 0};
    return read_digits(&s, &d) == 3;
}

/* Digits with groups of three. A comma before a digit must be right; a full-width one that is not is punctuation. */
static enum num_scan read_integer(const char **s, struct digits *d)
{
    size_t first = read_digits(s, d);
    if (!first)
        return NUM_NONE;
    uint32_t separator = 0;
    for (;;) {
        const char *next = *s;
        uint32_t c = utf8_next(&next);
        if ((c != ',' && c != 0xFF0C) || !digit_at(next))
            return NUM_OK;
        bool right = first <= 3 && d->text[0] != '0' && (!separator || c == separator) && group_at(next);
        if (!right)
            return c == ',' ? NUM_GROUPS : NUM_OK;
        d->wide |= c != ',';
        separator = c;
        *s = next;
        read_digits(s, d);
    }
}

/* Decimals after a point that a digit follows; how many. */
static size_t read_decimals(const char **s, struct digits *d)
{
    const char *next;
    bool wide;
    if (narrow_at(*s, &next, &wide) != '.' || !digit_at(next))
        return 0;
    d->wide |= wide;
    *s = next;
    return read_digits(s, d);
}

/* True for a minus; moves behind any sign. */
static bool read_sign(const char **s, struct digits *d)
{
    const char *next;
    bool wide;
    uint32_t c = narrow_at(*s, &next, &wide);
    if (c != '+' && c != '-' && c != 0x2212)
        return false;
    d->wide |= wide;
    *s = next;
    return c != '+';
}

static void power_of_ten(mpz_t out, unsigned long power)
{
    mpz_init(out);
    mpz_ui_pow_ui(out, 10, power);
}

enum num_scan num_scan(struct arena *arena, const char **s, const struct num **value, bool *wide)
{
    struct digits d = {.count = 0};
    const char *p = *s;
    bool minus = read_sign(&p, &d);
    enum num_scan found = read_integer(&p, &d);
    if (found != NUM_OK)
        return found;
    size_t decimals = read_decimals(&p, &d);
    if (d.count > DIGITS)
        return NUM_LONG;
    d.text[d.count] = '\0';

    struct num *num = num_new(arena);
    mpz_set_str(mpq_numref(num->q), d.text, 10);
    mpz_t scale;
    power_of_ten(scale, decimals);
    mpq_set_den(num->q, scale);
    mpq_canonicalize(num->q);
    if (minus)
        mpq_neg(num->q, num->q);
    *value = num;
    if (wide)
        *wide = d.wide;
    *s = p;
    return NUM_OK;
}

/* -- arithmetic -- */

const struct num *num_add(struct arena *arena, const struct num *a, const struct num *b)
{
    if (!a || !b)
        return NULL;
    struct num *num = num_new(arena);
    mpq_add(num->q, a->q, b->q);
    return within_limit(num);
}

const struct num *num_sub(struct arena *arena, const struct num *a, const struct num *b)
{
    if (!a || !b)
        return NULL;
    struct num *num = num_new(arena);
    mpq_sub(num->q, a->q, b->q);
    return within_limit(num);
}

const struct num *num_mul(struct arena *arena, const struct num *a, const struct num *b)
{
    if (!a || !b)
        return NULL;
    struct num *num = num_new(arena);
    mpq_mul(num->q, a->q, b->q);
    return within_limit(num);
}

const struct num *num_div(struct arena *arena, const struct num *a, const struct num *b)
{
    if (!a || !b || !mpq_sgn(b->q))
        return NULL;
    struct num *num = num_new(arena);
    mpq_div(num->q, a->q, b->q);
    return within_limit(num);
}

const struct num *num_neg(struct arena *arena, const struct num *a)
{
    if (!a)
        return NULL;
    struct num *num = num_new(arena);
    mpq_neg(num->q, a->q);
    return num;
}

int num_sign(const struct num *a)
{
    return a ? mpq_sgn(a->q) : 0;
}

int num_cmp(const struct num *a, const struct num *b)
{
    if (!a || !b)
        return (a != NULL) - (b != NULL);
    int order = mpq_cmp(a->q, b->q);
    return (order > 0) - (order < 0);
}

const struct num *num_shift(struct arena *arena, const struct num *a, int power)
{
    if (!a || power > LARGEST / 4 || power < -LARGEST / 4)
        return NULL;
    struct num *num = num_new(arena);
    mpz_t scale;
    power_of_ten(scale, (unsigned long)labs(power));
    mpq_t factor;
    mpq_init(factor);
    mpq_set_z(factor, scale);
    if (power < 0)
        mpq_div(num->q, a->q, factor);
    else
        mpq_mul(num->q, a->q, factor);
    return within_limit(num);
}

/* -- rounding and printing -- */

enum { MOST_PLACES = 100 };

static int places_within(int places)
{
    return places < -MOST_PLACES ? -MOST_PLACES : places > MOST_PLACES ? MOST_PLACES : places;
}

/* out = a × 10^places as an integer, halves away from zero. */
static void scaled(mpz_t out, const struct num *a, int places)
{
    mpz_t n, d, scale;
    mpz_init_set(n, mpq_numref(a->q));
    mpz_init_set(d, mpq_denref(a->q));
    power_of_ten(scale, (unsigned long)labs(places));
    mpz_mul(places < 0 ? d : n, places < 0 ? d : n, scale);
    mpz_mul_2exp(n, n, 1); /* |2n| + d over 2d, cut off */
    int sign = mpz_sgn(n);
    mpz_abs(n, n);
    mpz_add(n, n, d);
    mpz_mul_2exp(d, d, 1);
    mpz_init(out);
    mpz_tdiv_q(out, n, d);
    if (sign < 0)
        mpz_neg(out, out);
}

const struct num *num_round(struct arena *arena, const struct num *a, int places)
{
    if (!a)
        return NULL;
    places = places_within(places);
    mpz_t units;
    scaled(units, a, places);
    struct num *num = num_new(arena);
    mpq_set_z(num->q, units);
    return num_shift(arena, num, -places);
}

/* digits, the last `places` of them decimals, with trailing zeros cut down to `least`. */
static const char *lay_out(struct arena *arena, const char *digits, size_t places, size_t least, bool groups)
{
    bool minus = *digits == '-';
    digits += minus;
    size_t n = strlen(digits), zeros = n > places ? 0 : places + 1 - n; /* at least one digit before the point */
    size_t whole = n + zeros - places, decimals = places;
    while (decimals > least && (n == 0 || digits[n - 1] == '0')) {
        decimals--;
        n -= n > 0;
    }
    char *text = arena_alloc(arena, 2 * whole + decimals + 3), *out = text;
    if (minus)
        *out++ = '-';
    for (size_t i = 0; i < whole + decimals; i++) {
        if (i == whole)
            *out++ = '.';
        else if (groups && i > 0 && i < whole && (whole - i) % 3 == 0)
            *out++ = ',';
        *out++ = i < zeros ? '0' : digits[i - zeros];
    }
    return text;
}

const char *num_text(struct arena *arena, const struct num *a, int least, int most, bool groups)
{
    if (!a)
        return "";
    most = most < 0 ? 0 : places_within(most);
    least = least < 0 ? 0 : least > most ? most : least;
    mpz_t units;
    scaled(units, a, most);
    char *digits = arena_alloc(arena, mpz_sizeinbase(units, 10) + 2);
    mpz_get_str(digits, 10, units);
    return lay_out(arena, digits, (size_t)most, (size_t)least, groups);
}

double num_to_double(struct arena *arena, const struct num *a, int places)
{
    return strtod(num_text(arena, a, 0, places, false), NULL); /* LC_NUMERIC stays "C" in this program */
}

long num_to_long(const struct num *a, long fallback)
{
    if (!a || mpz_cmp_ui(mpq_denref(a->q), 1) || !mpz_fits_slong_p(mpq_numref(a->q)))
        return fallback;
    return mpz_get_si(mpq_numref(a->q));
}
