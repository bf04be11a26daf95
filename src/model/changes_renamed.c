/* Which record (or row) became which when its name is another. In: the values of two issues. Out: pairs of names of whose
 * fields most are equal. Bounded by the number of records that came and went. */
#include "model/changes_private.h"

#include <string.h>

enum { GROUPS_MOST = 60 }; /* more of them: another report, not renamed records */

/* The fields of one record that only one issue has. */
struct group {
    const char *name; /* 项目.河湖长制工作 */
    LIST_OF(struct issue_fact *) facts;
    bool taken;
};

struct groups {
    struct group *items;
    size_t count, cap;
};

/* Bytes of 项目.河湖长制工作 in the name of one of its fields; 0 if it is none. */
static size_t owner_of(const char *name)
{
    const char *dot = strchr(name, '.'), *next = dot ? strchr(dot + 1, '.') : NULL;
    return next ? (size_t)(next - name) : 0;
}

static struct map *owners(struct arena *arena, const struct issue *issue)
{
    struct map *map = map_new(arena);
    for (size_t i = 0; i < issue->facts.count; i++) {
        const char *name = issue->facts.items[i].name;
        if (owner_of(name))
            map_putn(map, name, owner_of(name), &issue->facts.items[i]);
    }
    return map;
}

static struct groups groups_without(struct arena *arena, const struct issue *issue, const struct map *others)
{
    struct groups groups = {0};
    struct map *index = map_new(arena); /* index + 1 */
    for (size_t i = 0; i < issue->facts.count; i++) {
        struct issue_fact *fact = &issue->facts.items[i];
        size_t n = owner_of(fact->name);
        if (!n || map_getn(others, fact->name, n))
            continue;
        size_t *at = map_getn(index, fact->name, n);
        if (!at) {
            at = arena_alloc(arena, sizeof *at);
            *at = groups.count;
            map_putn(index, fact->name, n, at);
            list_push(arena, &groups)->name = arena_strndup(arena, fact->name, n);
        }
        *list_push(arena, &groups.items[*at].facts) = fact;
    }
    return groups;
}

/* How many of the fields with a value have the same in both; 0 if not most of them. */
static size_t equal_fields(const struct group *was, const struct group *is)
{
    size_t equal = 0, was_count = 0, is_count = 0, k = 0;
    for (size_t i = 0; i < was->facts.count; i++)
        was_count += *was->facts.items[i]->value != '\0';
    for (size_t i = 0; i < is->facts.count; i++) {
        const struct issue_fact *fact = is->facts.items[i];
        if (!*fact->value)
            continue;
        is_count++;
        for (size_t tried = 0; tried < was->facts.count; tried++, k++) { /* mostly in the same order */
            const struct issue_fact *old = was->facts.items[k % was->facts.count];
            if (!strcmp(old->name + strlen(was->name), fact->name + strlen(is->name))) {
                equal += !strcmp(old->value, fact->value);
                k++;
                break;
            }
        }
    }
    size_t most = was_count > is_count ? was_count : is_count;
    return equal * 2 > most ? equal : 0;
}

static bool same_table(const char *a, const char *b)
{
    size_t n = strcspn(a, ".");
    return n == strcspn(b, ".") && !strncmp(a, b, n);
}

static void pair(struct renames *r, const struct group *was, const struct group *is)
{
    struct renamed *renamed = arena_alloc(r->arena, sizeof *renamed);
    struct map *old = map_new(r->arena);
    *renamed = (struct renamed){was->name, is->name};
    map_put(r->by_is, is->name, renamed);
    map_put(r->by_was, was->name, renamed);
    for (size_t i = 0; i < was->facts.count; i++)
        map_put(old, was->facts.items[i]->name + strlen(was->name), was->facts.items[i]);
    for (size_t i = 0; i < is->facts.count; i++) {
        const struct issue_fact *now = is->facts.items[i], *before = map_get(old, now->name + strlen(is->name));
        if (before && strcmp(before->value, now->value) != 0)
            *list_push(r->arena, &r->changed) = (struct change_fact){before, now};
    }
}

struct renames *changes_renames(struct arena *arena, const struct issue *was, const struct issue *is)
{
    struct renames *r = arena_alloc(arena, sizeof *r);
    *r = (struct renames){.arena = arena, .by_is = map_new(arena), .by_was = map_new(arena)};
    struct groups gone = groups_without(arena, was, owners(arena, is));
    struct groups came = gone.count ? groups_without(arena, is, owners(arena, was)) : (struct groups){0};
    if (gone.count > GROUPS_MOST || came.count > GROUPS_MOST)
        return r;
    for (size_t i = 0; i < came.count; i++) {
        struct group *best = NULL;
        size_t most = 0;
        for (size_t k = 0; k < gone.count; k++) {
            bool possible = !gone.items[k].taken && same_table(gone.items[k].name, came.items[i].name);
            size_t equal = possible ? equal_fields(&gone.items[k], &came.items[i]) : 0;
            best = equal > most ? &gone.items[k] : best;
            most = equal > most ? equal : most;
        }
        if (!best)
            continue;
        best->taken = true;
        pair(r, best, &came.items[i]);
    }
    return r;
}

const char *changes_other_name(const struct renames *renames, const char *name, bool forward)
{
    size_t n = owner_of(name);
    const struct renamed *found = n ? map_getn(forward ? renames->by_was : renames->by_is, name, n) : NULL;
    return found ? arena_printf(renames->arena, "%s%s", forward ? found->is : found->was, name + n) : NULL;
}

/* Bytes of the figure that a value begins with: tables print it without its unit. */
static size_t figure(const char *value)
{
    size_t n = strspn(value, "-0123456789.,%");
    return n ? n : strlen(value);
}

/* Two texts that were read as far as they are the same. */
struct reading {
    const char *was, *is;
    size_t was_at, is_at;
};

/* If the values stand where the texts begin to differ, or round that place, goes on behind them. */
static bool pass_value(struct reading *r, const char *old, size_t n, const char *now, size_t m)
{
    for (size_t back = 0; back <= n && back <= m && back <= r->was_at && back <= r->is_at; back++)
        if (!strncmp(r->was + r->was_at - back, old, n) && !strncmp(r->is + r->is_at - back, now, m)) {
            r->was_at += n - back;
            r->is_at += m - back;
            return n > back || m > back;
        }
    return false;
}

static bool pass_change(struct reading *r, const struct renames *renames)
{
    for (size_t i = 0; i < renames->changed.count; i++) {
        const char *old = renames->changed.items[i].was->value, *now = renames->changed.items[i].is->value;
        if (pass_value(r, old, strlen(old), now, strlen(now)) || pass_value(r, old, figure(old), now, figure(now)))
            return true;
    }
    return false;
}

bool changes_explained(const struct renames *renames, const char *was, const char *is)
{
    struct reading r = {.was = was, .is = is};
    while (renames->changed.count) {
        if (was[r.was_at] == is[r.is_at]) {
            if (!was[r.was_at])
                return true;
            r.was_at++;
            r.is_at++;
        } else if (!pass_change(&r, renames)) {
            return false;
        }
    }
    return false;
}
