/* In: what was issued twice. Out: the differences, in the order of the newer issue. Values are compared by name (that of
 * a renamed record by its former one), paragraphs in order (common beginning and end, then paragraphs that occur once as
 * anchors, what lies between by likeness), findings by what they say, whatever line they stand on. Must not know where anything is printed. */
#include "model/changes_private.h"

#include <stdint.h>
#include <string.h>

/* -- values -- */

static struct map *facts_by_name(struct arena *arena, const struct issue *issue)
{
    struct map *map = map_new(arena);
    for (size_t i = 0; i < issue->facts.count; i++)
        map_put(map, issue->facts.items[i].name, &issue->facts.items[i]);
    return map;
}

static void compare_facts(struct arena *arena, struct changes *c, const struct renames *renames,
                          const struct issue *was, const struct issue *is)
{
    struct map *old = facts_by_name(arena, was), *fresh = facts_by_name(arena, is);
    for (size_t i = 0; i < is->facts.count; i++) {
        const struct issue_fact *now = &is->facts.items[i], *before = map_get(old, now->name);
        const char *former = before ? NULL : changes_other_name(renames, now->name, false);
        before = former ? map_get(old, former) : before;
        if (strcmp(before ? before->value : "", now->value) != 0)
            *list_push(arena, &c->facts) = (struct change_fact){before, now};
    }
    for (size_t i = 0; i < was->facts.count; i++) {
        const struct issue_fact *before = &was->facts.items[i];
        const char *later = changes_other_name(renames, before->name, true);
        if (*before->value && !map_get(fresh, later ? later : before->name))
            *list_push(arena, &c->facts) = (struct change_fact){before, NULL};
    }
}

/* -- paragraphs -- */

struct once {
    size_t was; /* index */
    size_t was_count, is_count;
};

struct texts {
    struct arena *arena;
    struct changes *changes;
    const struct renames *renames;
    const struct issue_text *was, *is;
    struct map *once; /* hash → struct once */
};

static bool same(const struct texts *t, size_t was, size_t is)
{
    return !strcmp(t->was[was].hash, t->is[is].hash);
}

static struct once *seen(struct texts *t, const char *hash)
{
    struct once *once = map_get(t->once, hash);
    if (!once) {
        once = arena_alloc(t->arena, sizeof *once);
        map_put(t->once, hash, once);
    }
    return once;
}

static void add_text(struct texts *t, const struct issue_text *was, const struct issue_text *is)
{
    size_t from = 0, was_to, is_to, was_number = 0, is_number = 0;
    bool renumbered = false;
    if (was && is) {
        if (!strcmp(was->text, is->text) || changes_explained(t->renames, was->text, is->text))
            return; /* a figure that was typed and is a fact's now, or the other way round: nobody sees it */
        changes_stretch(was->text, is->text, &from, &was_to, &is_to);
        was_number = changes_number(was->text);
        is_number = changes_number(is->text);
        renumbered = was_number && is_number && !strcmp(was->text + was_number, is->text + is_number);
    }
    *list_push(t->arena, &t->changes->texts) = (struct change_text){
        was, is, issue_text_place(is ? is : was, from), renumbered ? was_number : 0, renumbered ? is_number : 0};
}

/* Old ones and new ones that are not alike: as many of them stand for each other, else they went and came. */
static void add_unlike(struct texts *t, size_t was, size_t was_end, size_t is, size_t is_end, bool pairs)
{
    pairs = pairs || was_end - was == is_end - is;
    for (; pairs && was < was_end && is < is_end; was++, is++)
        add_text(t, &t->was[was], &t->is[is]);
    for (; was < was_end; was++)
        add_text(t, &t->was[was], NULL);
    for (; is < is_end; is++)
        add_text(t, NULL, &t->is[is]);
}

/* What lies between two anchors. */
static void add_gap(struct texts *t, size_t was, size_t was_end, size_t is, size_t is_end)
{
    while (was < was_end && is < is_end && same(t, was, is)) {
        was++;
        is++;
    }
    while (was < was_end && is < is_end && same(t, was_end - 1, is_end - 1)) {
        was_end--;
        is_end--;
    }
    bool both = was < was_end && is < is_end;
    size_t first = is, from = was;
    const size_t *partners =
        both ? changes_partners(t->arena, t->was + was, was_end - was, t->is + is, is_end - is) : NULL;
    for (size_t i = is; partners && i < is_end; i++) {
        if (partners[i - first] == SIZE_MAX)
            continue;
        size_t partner = from + partners[i - first];
        add_unlike(t, was, partner, is, i, false);
        add_text(t, &t->was[partner], &t->is[i]);
        was = partner + 1;
        is = i + 1;
    }
    add_unlike(t, was, was_end, is, is_end, !partners);
}

/* A paragraph that stands once in both. */
struct anchor {
    size_t was, is;
    size_t before; /* index + 1 of the one before it in the longest rising row that ends here */
};

struct anchors {
    struct anchor *items;
    size_t count, cap;
};

static struct anchors anchors_of(struct texts *t, size_t was_count, size_t is_count)
{
    struct anchors anchors = {0};
    for (size_t i = 0; i < was_count; i++) {
        struct once *once = seen(t, t->was[i].hash);
        once->was = i;
        once->was_count++;
    }
    for (size_t i = 0; i < is_count; i++)
        seen(t, t->is[i].hash)->is_count++;
    for (size_t i = 0; i < is_count; i++) {
        const struct once *once = seen(t, t->is[i].hash);
        if (once->was_count == 1 && once->is_count == 1)
            *list_push(t->arena, &anchors) = (struct anchor){once->was, i, 0};
    }
    return anchors;
}

/* The most anchors that stand in the same order in both (longest rising subsequence): a paragraph that was moved must
 * not make all others look changed. Marks the others with was = SIZE_MAX. */
static void keep_rising(struct arena *arena, struct anchors *anchors)
{
    size_t *ends = arena_alloc(arena, (anchors->count + 1) * sizeof *ends), length = 0; /* index + 1 */
    for (size_t i = 0; i < anchors->count; i++) {
        size_t low = 0, high = length;
        while (low < high) {
            size_t middle = (low + high) / 2;
            if (anchors->items[ends[middle] - 1].was < anchors->items[i].was)
                low = middle + 1;
            else
                high = middle;
        }
        anchors->items[i].before = low ? ends[low - 1] : 0;
        ends[low] = i + 1;
        length += low == length;
    }
    size_t next = length ? ends[length - 1] : 0;
    for (size_t i = anchors->count; i-- > 0;) {
        if (i + 1 == next)
            next = anchors->items[i].before;
        else
            anchors->items[i].was = SIZE_MAX;
    }
}

static void compare_texts(struct arena *arena, struct changes *c, const struct renames *renames,
                          const struct issue *was, const struct issue *is)
{
    struct texts t = {arena, c, renames, was->texts.items, is->texts.items, map_new(arena)};
    struct anchors anchors = anchors_of(&t, was->texts.count, is->texts.count);
    size_t done_was = 0, done_is = 0;
    keep_rising(arena, &anchors);
    for (size_t i = 0; i < anchors.count; i++) {
        const struct anchor *anchor = &anchors.items[i];
        if (anchor->was == SIZE_MAX)
            continue;
        add_gap(&t, done_was, anchor->was, done_is, anchor->is);
        done_was = anchor->was + 1;
        done_is = anchor->is + 1;
    }
    add_gap(&t, done_was, was->texts.count, done_is, is->texts.count);
}

/* -- findings -- */

/* The line for [审核说明] names rule, object and figures; what may lie behind a difference is a guess and may change. */
static const char *finding_key(struct arena *arena, const struct finding *f)
{
    if (f->answer)
        return arena_printf(arena, "%d\1%s\1%d", (int)f->code, f->answer, f->explained);
    return arena_printf(arena, "%d\1%s\1%s\1%s\1%d", (int)f->code, f->rule ? f->rule : "", f->message ? f->message : "",
                        f->detail ? f->detail : "", f->explained);
}

static void add_missing(struct arena *arena, const struct issue_findings *from, const struct issue_findings *other,
                        struct issue_findings *out)
{
    struct map *known = map_new(arena);
    for (size_t i = 0; i < other->count; i++)
        map_put(known, finding_key(arena, other->items[i]), other->items[i]);
    for (size_t i = 0; i < from->count; i++)
        if (!map_get(known, finding_key(arena, from->items[i])))
            *list_push(arena, out) = from->items[i];
}

struct changes *changes_between(struct arena *arena, const struct issue *was, const struct issue *is)
{
    struct changes *c = arena_alloc(arena, sizeof *c);
    const struct renames *renames = changes_renames(arena, was, is);
    compare_facts(arena, c, renames, was, is);
    compare_texts(arena, c, renames, was, is);
    add_missing(arena, &was->findings, &is->findings, &c->gone);
    add_missing(arena, &is->findings, &was->findings, &c->fresh);
    return c;
}

bool changes_none(const struct changes *changes)
{
    return !changes->facts.count && !changes->texts.count && !changes->gone.count && !changes->fresh.count;
}

/* -- within a text -- */

/* Part of a number, so that 585.63 and 585.73 differ as a whole. */
static bool is_figure(char c)
{
    return (c >= '0' && c <= '9') || c == '.' || c == ',' || c == '%';
}

static bool is_inside(char c)
{
    return (c & 0xC0) == 0x80;
}

void changes_stretch(const char *was, const char *is, size_t *from, size_t *was_to, size_t *is_to)
{
    size_t n = strlen(was), m = strlen(is), a = 0, z = 0;
    while (a < n && a < m && was[a] == is[a])
        a++;
    while (a > 0 && (is_inside(was[a]) || is_inside(is[a]) ||
                     (is_figure(was[a - 1]) && (is_figure(was[a]) || is_figure(is[a])))))
        a--;
    while (z < n - a && z < m - a && was[n - z - 1] == is[m - z - 1])
        z++;
    while (z > 0 && (is_inside(was[n - z]) || (is_figure(was[n - z]) && ((n - z > a && is_figure(was[n - z - 1])) ||
                                                                         (m - z > a && is_figure(is[m - z - 1]))))))
        z--;
    *from = a;
    *was_to = n - z;
    *is_to = m - z;
}
