/* Findings: collected while a report is read, checked and laid out; sorted and printed once.
 * Only diag.c prints. Fixed text per code (diag_codes.h) + language-neutral detail (names, figures). */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdio.h>

/* Where something was written. file is a display name ("report.ini", "hunan-2023/fields.ini");
 * line and column count from 1 (column in characters), 0 = not known. sheet and cell for workbooks. */
struct pos {
    const char *file;
    int line, column;
    const char *sheet, *cell;
};

enum diag_level { DIAG_HINT, DIAG_EXPLAIN, DIAG_ERROR, DIAG_SYSTEM }; /* 提示 须说明 必改 故障 */

enum diag_code {
#define X(name, code, level, zh, en, todo_zh, todo_en) DIAG_##name,
#include "base/diag_codes.h"
#undef X
    DIAG_CODES
};

/* A figure that a finding is about: a sum with its parts, and theirs. */
struct finding_part {
    const char *name, *words; /* of the fact; for people */
    struct pos at;
    bool entered; /* somebody typed it: it may be what is wrong */
};

struct finding {
    enum diag_code code;
    enum diag_level level; /* the code's own, or what a rule says */
    struct pos at;
    struct {
        struct pos *items;
        size_t count, cap;
    } also;              /* other places that belong to it */
    struct {
        struct finding_part *items;
        size_t count, cap;
    } parts;             /* for who shows findings in place; not printed */
    const char *detail;  /* names and figures; "" if none */
    const char *near;    /* nearest known name, or NULL */
    const char *rule;    /* R4, or NULL */
    const char *message; /* a rule's own sentence (template data), printed instead of the fixed text; or NULL */
    const char *todo;    /* what a rule says to do, printed instead of the code's; or NULL */
    const char *answer;  /* the ready line for [审核说明], or NULL */
    const char *reason;  /* the clerk's explanation, when explained */
    bool explained;
    size_t order; /* of arrival, to keep sorting stable */
};

struct diag;

enum diag_lang { DIAG_ZH, DIAG_EN };

/* A detail may hold one cause in both languages, the only words in it that are not names or figures:
 * DIAG_PAIR("磁盘已满", "disk full"). Whoever prints findings takes the one in use. */
#define DIAG_PAIR(zh, en) "\x1e" zh "\x1f" en "\x1d"
enum { DIAG_PAIR_OPEN = '\x1e', DIAG_PAIR_NEXT = '\x1f', DIAG_PAIR_CLOSE = '\x1d' };

struct diag *diag_new(struct arena *arena);
struct arena *diag_arena(const struct diag *diag);

/* Adds a finding at its code's level; the caller may fill in near, also, rule … of the result.
 * The same code, place and detail again gives back the finding already there (unless that has got a rule). */
struct finding *diag_add(struct diag *diag, enum diag_code code, struct pos at, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Adds what another diag has found. */
struct finding *diag_copy(struct diag *diag, const struct finding *from);

/* Adds another place to a finding. */
void diag_also(struct diag *diag, struct finding *finding, struct pos at);

struct diag_counts {
    size_t system, errors, unexplained, explained, hints;
};
struct diag_counts diag_count(const struct diag *diag);

/* All findings, sorted by file, line, column, code; *n their number. Sorting happens in place. */
struct finding **diag_sorted(struct diag *diag, size_t *n);

/* One line for each finding, the urgent ones first: failures, errors, what is to be explained, hints, what has been
 * explained; within these by place. Of hints and explained findings that say the same of one file three are printed and
 * the others counted, unless DIAG_EVERY is set. Then the verdict line, if DIAG_VERDICT is set;
 * with DIAG_OF_TEMPLATE it speaks of a template, not of a report. With DIAG_SERIOUS only what keeps the report from
 * being sent. report: the lines begin with it, where there are several; NULL otherwise. */
enum { DIAG_COLOR = 1, DIAG_VERDICT = 2, DIAG_EVERY = 4, DIAG_OF_TEMPLATE = 8, DIAG_SERIOUS = 16 };
void diag_print_text(struct diag *diag, FILE *out, enum diag_lang lang, unsigned how, const char *report);

/* RFC 4180: the head row; a row for each finding, sorted by place, all of them, and one for the verdict; the report in
 * the first column, its unit (NULL: not known) in the last. */
void diag_csv_head(FILE *out, enum diag_lang lang);
void diag_csv_rows(struct diag *diag, FILE *out, enum diag_lang lang, const char *report, const char *unit);

/* Writes the members "findings" and "summary" (product.md, schema 1) into the open object of json. */
struct json;
void diag_json(struct diag *diag, struct json *json, enum diag_lang lang);

/* One line of text for one finding, in the arena of the diag: what diag_print_text prints. */
const char *diag_line(struct diag *diag, const struct finding *finding, enum diag_lang lang);

/* 必改 须说明 已说明 提示; the ready line for [审核说明] with what to do with it, NULL if there is none; the verdict. */
const char *diag_finding_level(const struct finding *finding, enum diag_lang lang);
const char *diag_answer(struct diag *diag, const struct finding *finding, enum diag_lang lang);
const char *diag_verdict(struct diag *diag, enum diag_lang lang);
/* The verdict without the word: 还不能报送：必改 2 处. */
const char *diag_verdict_words(struct diag *diag, enum diag_lang lang);

/* Says S901 without asking for memory, in both languages, and ends the program with exit code 3. */
_Noreturn void diag_out_of_memory(void);

/* Exit code of the contract: 3 system, 1 errors or unexplained, else 0. */
int diag_exit_code(const struct diag *diag);

/* Facts about a code, for explain and for JSON. */
const char *diag_code_id(enum diag_code code); /* "C301" */
const char *diag_code_text(enum diag_code code, enum diag_lang lang);
const char *diag_code_todo(enum diag_code code, enum diag_lang lang);
/* Why it matters and an example, "" if there is nothing to add. */
const char *diag_code_more(enum diag_code code, enum diag_lang lang);
enum diag_level diag_code_level(enum diag_code code);
const char *diag_level_name(enum diag_level level, enum diag_lang lang);

#endif
