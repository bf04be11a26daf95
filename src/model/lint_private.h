/* What the files of the text checks share: lint.c (which checks run on what), lint_text.c (one paragraph as characters
 * with places), lint_dictionary.c (lists of words), and the checks: lint_doubled.c, lint_marks.c, lint_pairs.c,
 * lint_words.c, lint_order.c, lint_sums.c, lint_lists.c. */
#ifndef MODEL_LINT_PRIVATE_H
#define MODEL_LINT_PRIVATE_H

#include "base/map.h"
#include "base/num.h"
#include "base/text.h"
#include "model/lint.h"
#include "model/text_level.h"

enum lint_list { /* [词表 …] */
                 WORDS_REDUPLICATED,
                 WORDS_LEFT, /* 跨词: words that end in a character, words that begin with it */
                 WORDS_RIGHT,
                 WORDS_REPEATED,
                 WORDS_PROMPTS,
                 WORDS_PROMPT_HEADS,
                 WORDS_ARTEFACTS,
                 WORDS_UNITS,
                 WORDS_COUNTERS,
                 WORDS_PLACES, /* 区划: names of places end so */
                 WORDS_NO_PART,
                 WORDS_PART,
                 WORDS_TITLES,
                 WORDS_EARLIER,
                 WORDS_OPENING, /* 列举开头: 分别是 */
                 WORDS_TOTAL,
                 WORDS_AND,
                 WORDS_AND_SO_ON,
                 WORDS_ABOUT,
                 WORDS_COPULA,      /* 系词, one character each */
                 WORDS_BEFORE_NAME, /* check_called.c's: 其中, of an entry */
                 WORDS_BEHIND_NAME,
                 WORDS_MISUSED, /* 易错词, which says more than words */
                 WORDS_LISTS
};

enum { LINT_BUCKETS = 1024 };

struct word {
    const char *s;
    size_t n;                /* bytes */
    const struct word *next; /* in its bucket */
};

struct words {
    size_t longest;            /* bytes */
    const struct word **first; /* LINT_BUCKETS, by first character */
};

/* 截止 = 截至 | 数 目前 今年: a word, the right one, what follows (nothing: whatever). */
struct misused {
    const char *right;
    struct text_names next;
};

/* 一是, 第一，: what stands before and behind the numeral. */
struct ordinal {
    const char *before, *behind;
};

/* A list as far as it has been read: its last number, and the one that should have stood there. 0: none yet. */
struct lint_count {
    int last, due;
};

struct lint {
    struct arena *arena;
    struct diag *diag;
    const struct facts *facts;
    struct words lists[WORDS_LISTS];
    struct map *misused; /* word → struct misused * */
    LIST_OF(struct ordinal) ordinals;
    const struct text_levels *levels;
    const char *year, *last_year, *next_year; /* of the report; NULL if unknown */
    struct lint_edits edits;
    struct {
        int level; /* of the headings above: 0 none */
        struct lint_count *counts; /* of each family of ordinals, in the present list */
    } state;
};

enum lint_kind { LINT_HEADING, LINT_PARAGRAPH, LINT_VALUE };

/* What one run gives. */
struct lint_piece {
    size_t first; /* its first character */
    struct pos at;
    const struct fact *fact;
};

/* A number in the text and the unit behind it. */
struct quantity {
    size_t from, to, end; /* characters: number, end of number, end of unit */
    size_t unit;          /* where the unit begins; end if there is none */
    const struct num *value;
    bool about; /* 800余件 */
};
struct quantities {
    struct quantity *items;
    size_t count, cap;
};

struct lint_text {
    enum lint_kind kind;
    int level;          /* of the heading or run-in heading in it, else 0 */
    size_t head;        /* characters of the heading, its computed number included */
    const char *s;      /* UTF-8 */
    const uint32_t *c;  /* n characters, then three times 0 */
    const size_t *byte; /* of each character, and of the end */
    size_t n;
    const int *partner; /* of each bracket or quote: the other one, -1 if there is none; -2: no bracket */
    const int *depth;   /* of each bracket and quote: how many stand round it */
    LIST_OF(struct lint_piece) pieces;
    struct quantities quantities;
};

/* -- lint_text.c -- */

struct lint_text lint_text_of(struct arena *arena, const struct run *runs, size_t count);
const char *lint_slice(struct arena *arena, const struct lint_text *t, size_t from, size_t to);
struct pos lint_place(const struct lint_text *t, size_t i);
/* The figure or text that a placeholder put there, NULL if typed. */
const struct fact *lint_fact(const struct lint_text *t, size_t i);
bool lint_is(const struct lint_text *t, size_t i, const char *word);

bool lint_is_mark(uint32_t c);    /* full-width marks, brackets, quotes */
bool lint_is_chinese(uint32_t c); /* ideographs and those marks */
bool lint_is_stop(uint32_t c);    /* 。！？ ends a sentence */
bool lint_is_break(uint32_t c);   /* ，。；：！？、 */
bool lint_is_blank(uint32_t c);
/* 1 to 99 in 一二三 or digits at i; 0 if none; *end behind it. */
int lint_numeral(const struct lint_text *t, size_t i, size_t *end);
const char *lint_numeral_text(struct arena *arena, int number);

/* -- lint_dictionary.c -- */

/* n bytes; words are not copied, and none is empty. */
void lint_add_word(struct lint *l, enum lint_list list, const char *s, size_t n);
/* The words of a text, cut at white space. */
void lint_add_words(struct lint *l, enum lint_list list, const char *text, size_t n);
bool lint_has(const struct lint *l, enum lint_list list, const char *s, size_t n);
/* Characters of the longest word of the list that begins at i; 0 if none. */
size_t lint_word(const struct lint *l, enum lint_list list, const struct lint_text *t, size_t i);
/* The same among the words that end at `end` or before. */
size_t lint_word_within(const struct lint *l, enum lint_list list, const struct lint_text *t, size_t i, size_t end);
/* Characters of the longest word of the list that ends before `end`; 0 if none. */
size_t lint_ends(const struct lint *l, enum lint_list list, const struct lint_text *t, size_t end);
/* True if a word of the list stands anywhere in [from, to). */
bool lint_holds(const struct lint *l, enum lint_list list, const struct lint_text *t, size_t from, size_t to);

/* -- lint_sums.c -- */

struct quantities lint_quantities(struct lint *l, const struct lint_text *t);

/* -- lint.c -- */

/* A finding at a place: what is written, and what it should be unless that is NULL. */
struct finding *lint_say(struct lint *l, const struct lint_text *t, enum diag_code code, size_t place,
                         const char *written, const char *right);
/* A finding about the characters [from, to); none if the check is off, or if they all come from a text that is checked
 * where it stands. */
void lint_report(struct lint *l, const struct lint_text *t, enum diag_code code, size_t from, size_t to,
                 const char *right);
/* The same with another place than the first character of what is written. */
void lint_report_at(struct lint *l, const struct lint_text *t, enum diag_code code, size_t place, size_t from,
                    size_t to, const char *right);
/* [from, to) shall become `right` when the report is corrected; only what was typed can be. */
void lint_edit(struct lint *l, const struct lint_text *t, size_t from, size_t to, const char *right);
bool lint_on(const struct lint *l, enum diag_code code);

/* -- checks -- */

void lint_doubled(struct lint *l, const struct lint_text *t);
void lint_repeated(struct lint *l, const struct lint_text *t);
void lint_doubled_marks(struct lint *l, const struct lint_text *t);
void lint_half_width(struct lint *l, const struct lint_text *t);
void lint_full_width(struct lint *l, const struct lint_text *t);
void lint_spaces(struct lint *l, const struct lint_text *t);
void lint_document_numbers(struct lint *l, const struct lint_text *t);
void lint_nested_titles(struct lint *l, const struct lint_text *t);
void lint_listing_marks(struct lint *l, const struct lint_text *t);
void lint_unbalanced(struct lint *l, const struct lint_text *t);
void lint_misused(struct lint *l, const struct lint_text *t);
void lint_artefacts(struct lint *l, const struct lint_text *t);
void lint_prompts(struct lint *l, const struct lint_text *t);
void lint_last_year(struct lint *l, const struct lint_text *t);
void lint_personal(struct lint *l, const struct lint_text *t);
void lint_order(struct lint *l, const struct lint_text *t);
void lint_inner_numbers(struct lint *l, const struct lint_text *t);
void lint_no_unit(struct lint *l, const struct lint_text *t);
void lint_mixed_money(struct lint *l, const struct lint_text *t);
void lint_sums(struct lint *l, const struct lint_text *t);
void lint_counts(struct lint *l, const struct lint_text *t);

#endif
