/* Exact numbers (GMP rationals). Values are immutable and live in the arena. No double anywhere:
 * num_to_double exists for the XLSX writer alone and gives the double nearest to a printed decimal. */
#ifndef BASE_NUM_H
#define BASE_NUM_H

#include "base/arena.h"

#include <stdbool.h>

struct num;

/* Must be called before any other num_ function: GMP takes its memory from this arena from now on, in the whole
 * process. Called again with a new arena (tests, batch) it forgets the old one; numbers die with their arena. */
void num_init(struct arena *arena);

const struct num *num_int(struct arena *arena, long value);

enum num_scan {
    NUM_OK,
    NUM_NONE,
    NUM_GROUPS,
    NUM_LONG
}; /* NONE: no number here; GROUPS: wrong , groups; LONG: > 64 digits */

/* Reads a number at the start of *s: optional sign (+ - − ＋ －), digits or right groups of three with , or ，;
 * optional decimals after . or ．. On NUM_OK *s stands behind it and *wide (may be NULL) says if anything was
 * full-width; otherwise nothing is touched. A ， without exactly three digits behind it ends the number, as does a
 * point without a digit. The number may stand in text, so what follows it is the caller's to judge. */
enum num_scan num_scan(struct arena *arena, const char **s, const struct num **value, bool *wide);

/* An operand NULL gives NULL, and so does a result of more than 2^18 bits (formulas that square each other). */
const struct num *num_add(struct arena *arena, const struct num *a, const struct num *b);
const struct num *num_sub(struct arena *arena, const struct num *a, const struct num *b);
const struct num *num_mul(struct arena *arena, const struct num *a, const struct num *b);
const struct num *num_div(struct arena *arena, const struct num *a, const struct num *b); /* NULL if b is 0 */
const struct num *num_neg(struct arena *arena, const struct num *a);
int num_sign(const struct num *a);                     /* -1, 0, 1 */
int num_cmp(const struct num *a, const struct num *b); /* -1, 0, 1 */

/* a × 10^power. */
const struct num *num_shift(struct arena *arena, const struct num *a, int power);

/* Rounded half up (away from zero) to `places` decimals. */
const struct num *num_round(struct arena *arena, const struct num *a, int places);

/* Decimal text: rounded to `most` decimals, trailing zeros cut down to `least`; `groups` = 1,234,567.
 * Never "-0". */
const char *num_text(struct arena *arena, const struct num *a, int least, int most, bool groups);

/* The nearest double to num_text(a, 0, places): for spreadsheet cells only. */
double num_to_double(struct arena *arena, const struct num *a, int places);

/* The integer value if a is an integer that fits, else fallback. */
long num_to_long(const struct num *a, long fallback);

#endif
