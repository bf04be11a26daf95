/* [审核说明]: which findings the clerk has answered. Comes in: the keys of the section and the findings; a finding is
 * explained by the line that names its rule, its object and its figures, and by no other. */
#include "model/check_private.h"

#include <string.h>

/* Findings under one key, or under one key without its figures. */
struct group {
    LIST_OF(struct finding *) findings;
    const char *key; /* of the first */
};

struct index {
    struct map *by_key, *by_object; /* → struct group * */
};

/* "R13 object [figures]" → "R13 object". */
static const char *without_figures(struct arena *arena, const char *key)
{
    const char *figures = NULL;
    for (const char *s = key; (s = strstr(s, " [")); s++)
        figures = s;
    return figures ? arena_strndup(arena, key, (size_t)(figures - key)) : key;
}

static void add_to(struct check *c, struct map *map, const char *name, const struct answerable *answerable)
{
    struct group *group = map_get(map, name);
    if (!group) {
        group = arena_alloc(c->arena, sizeof *group);
        group->key = answerable->key;
        map_put(map, name, group);
    }
    *list_push(c->arena, &group->findings) = answerable->finding;
}

/* Findings of other stages bring their answer with them. */
static void collect_others(struct check *c)
{
    size_t n = 0;
    struct finding **all = diag_sorted(c->diag, &n);
    static const char tail[] = " = ";
    for (size_t i = 0; i < n; i++) {
        size_t length = all[i]->answer ? strlen(all[i]->answer) : 0;
        if (all[i]->rule || length < strlen(tail))
            continue;
        const char *key = arena_strndup(c->arena, all[i]->answer, length - strlen(tail));
        *list_push(c->arena, &c->answerables) = (struct answerable){key, all[i]};
    }
}

/* White space typed twice or in full width counts as one space. */
static const char *normalised(struct arena *arena, const char *key)
{
    struct buf text = buf_in(arena);
    for (const char *s = key; *s;) {
        size_t blank = text_blank_at(s);
        if (!blank) {
            buf_putc(&text, utf8_next(&s));
            continue;
        }
        while (text_blank_at(s))
            s += text_blank_at(s);
        buf_putc(&text, ' ');
    }
    return buf_text(&text);
}

/* An error cannot be explained; a hint needs no explanation and bears one. */
static void answer(struct check *c, const struct group *group, const struct ini_key *key)
{
    if (!*key->value) {
        diag_add(c->diag, DIAG_REQUIRED, key->at, "%s", key->name);
        return;
    }
    for (size_t i = 0; i < group->findings.count; i++) {
        struct finding *finding = group->findings.items[i];
        if (finding->level == DIAG_EXPLAIN) {
            finding->explained = true;
            finding->reason = key->value;
        } else if (finding->level != DIAG_HINT) {
            diag_also(c->diag, diag_add(c->diag, DIAG_EXPLAIN_ERROR, key->at, "%s", key->name), finding->at);
        }
    }
}

/* True if some data could not be read or are missing: then rules were not tested, and an explanation that answers
 * nothing may still be needed. */
static bool data_broken(struct check *c)
{
    size_t n = 0;
    struct finding **all = diag_sorted(c->diag, &n);
    bool broken = false;
    for (size_t i = 0; i < n; i++)
        broken = broken || (all[i]->level == DIAG_ERROR && all[i]->code < DIAG_RULE);
    return broken;
}

static void explain(struct check *c, const struct index *index, const struct ini_key *key, bool broken)
{
    const char *name = normalised(c->arena, key->name);
    const struct group *group = map_get(index->by_key, name);
    if (group) {
        answer(c, group, key);
        return;
    }
    group = map_get(index->by_object, without_figures(c->arena, name));
    if (!group) {
        if (!broken)
            diag_add(c->diag, DIAG_EXPLAIN_UNMATCHED, key->at, "%s", key->name);
        return;
    }
    const struct finding *finding = group->findings.items[0];
    bool error = finding->level != DIAG_EXPLAIN && finding->level != DIAG_HINT;
    enum diag_code code = error ? DIAG_EXPLAIN_ERROR : DIAG_EXPLAIN_LAPSED;
    diag_also(c->diag, diag_add(c->diag, code, key->at, "%s → %s", key->name, group->key), finding->at);
}

void check_explanations(struct check *c)
{
    const struct ini_section *section = ini_section(c->report, "审核说明");
    if (!section)
        return;
    collect_others(c);
    struct index index = {map_new(c->arena), map_new(c->arena)};
    for (size_t i = 0; i < c->answerables.count; i++) {
        const struct answerable *answerable = &c->answerables.items[i];
        const char *key = normalised(c->arena, answerable->key);
        add_to(c, index.by_key, key, answerable);
        add_to(c, index.by_object, without_figures(c->arena, key), answerable);
    }
    bool broken = data_broken(c);
    for (size_t i = 0; i < section->keys.count; i++)
        explain(c, &index, &section->keys.items[i], broken);
}
