/* Findings of one report: collected, counted, sorted. In: findings of every stage. Out: the sorted list, counts, exit
 * code, the fixed facts of a code. How a finding reads is in diag_print.c; what a finding means is the caller's. */
#include "base/diag.h"

#include "base/map.h"
#include "base/text.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* A finding with the rank of its file; callers see the first member only. */
struct entry {
    struct finding finding;
    size_t rank;
};

struct rank {
    size_t value;
};

struct diag {
    struct arena *arena;
    LIST_OF(struct finding *) all; /* each the first member of an entry */
    struct map *files;             /* display name → struct rank */
    struct map *known;             /* code, place and detail → struct finding */
    size_t files_seen, arrived;
};

static const struct {
    const char *id;
    enum diag_level level;
    const char *text[2], *todo[2];
} codes[DIAG_CODES] = {
#define X(name, code, lvl, zh, en, todo_zh, todo_en) {code, DIAG_##lvl, {zh, en}, {todo_zh, todo_en}},
#include "base/diag_codes.h"
#undef X
};

struct diag *diag_new(struct arena *arena)
{
    struct diag *diag = arena_alloc(arena, sizeof *diag);
    diag->arena = arena;
    diag->files = map_new(arena);
    diag->known = map_new(arena);
    return diag;
}

struct arena *diag_arena(const struct diag *diag)
{
    return diag->arena;
}

static size_t rank_of(struct diag *diag, const char *file)
{
    if (!file)
        file = "";
    if (!strcmp(file, "report.ini"))
        return 0;
    struct rank *rank = map_get(diag->files, file);
    if (!rank) {
        rank = arena_alloc(diag->arena, sizeof *rank);
        rank->value = ++diag->files_seen;
        map_put(diag->files, file, rank);
    }
    return rank->value;
}

static const char *key_of(struct diag *diag, enum diag_code code, const struct pos *at, const char *detail)
{
    return arena_printf(diag->arena, "%d\1%s\1%d\1%d\1%s\1%s\1%s", (int)code, at->file ? at->file : "", at->line,
                        at->column, at->sheet ? at->sheet : "", at->cell ? at->cell : "", detail);
}

/* The caller has checked the format. */
__attribute__((format(printf, 2, 0))) static const char *print_detail(struct diag *diag, const char *format,
                                                                      va_list args)
{
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    char *detail = arena_alloc(diag->arena, (size_t)(n < 0 ? 0 : n) + 1);
    if (n > 0)
        vsnprintf(detail, (size_t)n + 1, format, again);
    va_end(again);
    return detail;
}

struct finding *diag_add(struct diag *diag, enum diag_code code, struct pos at, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *detail = print_detail(diag, format, args);
    va_end(args);

    const char *key = key_of(diag, code, &at, detail);
    struct finding *known = map_get(diag->known, key);
    if (known && !known->rule) /* two rules may say different things about one place */
        return known;

    struct entry *entry = arena_alloc(diag->arena, sizeof *entry);
    entry->rank = rank_of(diag, at.file);
    struct finding *finding = &entry->finding;
    finding->code = code;
    finding->level = codes[code].level;
    finding->at = at;
    finding->detail = detail;
    finding->order = diag->arrived++;
    *list_push(diag->arena, &diag->all) = finding;
    map_put(diag->known, key, finding);
    return finding;
}

static bool same_text(const char *a, const char *b)
{
    return a == b || (a && b && !strcmp(a, b));
}

void diag_also(struct diag *diag, struct finding *finding, struct pos at)
{
    for (size_t i = 0; i < finding->also.count; i++) {
        const struct pos *p = &finding->also.items[i];
        if (p->line == at.line && p->column == at.column && same_text(p->file, at.file) &&
            same_text(p->sheet, at.sheet) && same_text(p->cell, at.cell))
            return;
    }
    *list_push(diag->arena, &finding->also) = at;
}

struct finding *diag_copy(struct diag *diag, const struct finding *from)
{
    struct finding *to = diag_add(diag, from->code, from->at, "%s", from->detail), fresh = *to;
    *to = *from;
    to->detail = fresh.detail;
    to->order = fresh.order;
    to->also = fresh.also;
    for (size_t i = 0; i < from->also.count; i++)
        diag_also(diag, to, from->also.items[i]);
    return to;
}

struct diag_counts diag_count(const struct diag *diag)
{
    struct diag_counts n = {0};
    for (size_t i = 0; i < diag->all.count; i++) {
        const struct finding *finding = diag->all.items[i];
        switch (finding->level) {
        case DIAG_SYSTEM:
            n.system++;
            break;
        case DIAG_ERROR:
            n.errors++;
            break;
        case DIAG_EXPLAIN:
            finding->explained ? n.explained++ : n.unexplained++;
            break;
        case DIAG_HINT:
            n.hints++;
            break;
        }
    }
    return n;
}

static int compare(const void *pa, const void *pb)
{
    const struct finding *a = *(struct finding *const *)pa, *b = *(struct finding *const *)pb;
    size_t ra = ((const struct entry *)a)->rank, rb = ((const struct entry *)b)->rank;
    if (ra != rb)
        return ra < rb ? -1 : 1;
    if (a->at.line != b->at.line)
        return a->at.line < b->at.line ? -1 : 1;
    if (a->at.column != b->at.column)
        return a->at.column < b->at.column ? -1 : 1;
    int by_code = strcmp(codes[a->code].id, codes[b->code].id);
    return by_code ? by_code : a->order < b->order ? -1 : a->order > b->order;
}

struct finding **diag_sorted(struct diag *diag, size_t *n)
{
    *n = diag->all.count;
    if (*n)
        qsort(diag->all.items, *n, sizeof *diag->all.items, compare);
    return diag->all.items;
}

int diag_exit_code(const struct diag *diag)
{
    struct diag_counts n = diag_count(diag);
    return n.system ? 3 : n.errors || n.unexplained ? 1 : 0;
}

const char *diag_code_id(enum diag_code code)
{
    return codes[code].id;
}

const char *diag_code_text(enum diag_code code, enum diag_lang lang)
{
    return codes[code].text[lang];
}

const char *diag_code_todo(enum diag_code code, enum diag_lang lang)
{
    return codes[code].todo[lang];
}

const char *diag_code_more(enum diag_code code, enum diag_lang lang)
{
    static const struct {
        enum diag_code code;
        const char *text[2];
    } more[] = {
#define X(name, zh, en) {DIAG_##name, {zh, en}},
#include "base/diag_explain.h"
#undef X
    };
    for (size_t i = 0; i < sizeof more / sizeof *more; i++)
        if (more[i].code == code)
            return more[i].text[lang];
    return "";
}

enum diag_level diag_code_level(enum diag_code code)
{
    return codes[code].level;
}

const char *diag_level_name(enum diag_level level, enum diag_lang lang)
{
    static const char *const names[][2] = {
        [DIAG_HINT] = {"提示", "hint"},
        [DIAG_EXPLAIN] = {"须说明", "to explain"},
        [DIAG_ERROR] = {"必改", "error"},
        [DIAG_SYSTEM] = {"故障", "failure"},
    };
    return names[level][lang];
}
