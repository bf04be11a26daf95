/* Walks the files of both chains. Knows nothing of what any key means. */
#include "model/template_diff.h"

#include <string.h>

struct differ {
    struct arena *arena;
    struct template_changes changes;
    const char *file;
};

static void add(struct differ *d, const char *section, const char *name, const struct ini_key *before,
                const struct ini_key *after)
{
    struct template_change *change = list_push(d->arena, &d->changes);
    *change = (struct template_change){.file = d->file, .section = section, .key = name};
    if (before) {
        change->before = before->value;
        change->before_at = before->at;
    }
    if (after) {
        change->after = after->value;
        change->after_at = after->at;
    }
}

/* The n-th key of that name: 行 may repeat. */
static const struct ini_key *nth_key(const struct ini_section *section, const char *name, size_t n)
{
    for (size_t i = 0; section && i < section->keys.count; i++)
        if (!strcmp(section->keys.items[i].name, name) && n-- == 0)
            return &section->keys.items[i];
    return NULL;
}

/* How many of that name stand before the key at i. */
static size_t earlier(const struct ini_section *section, size_t i)
{
    size_t n = 0;
    bool may = !strcmp(section->keys.items[i].name, "行");
    for (size_t k = 0; may && k < i; k++)
        n += !strcmp(section->keys.items[k].name, section->keys.items[i].name);
    return n;
}

static void diff_sections(struct differ *d, const char *name, const struct ini_section *a, const struct ini_section *b)
{
    for (size_t i = 0; a && i < a->keys.count; i++) {
        const struct ini_key *key = &a->keys.items[i], *other = nth_key(b, key->name, earlier(a, i));
        if (!other || strcmp(other->value, key->value) != 0)
            add(d, name, key->name, key, other);
    }
    for (size_t i = 0; b && i < b->keys.count; i++)
        if (!nth_key(a, b->keys.items[i].name, earlier(b, i)))
            add(d, name, b->keys.items[i].name, NULL, &b->keys.items[i]);
}

static void diff_inis(struct differ *d, const struct ini *a, const struct ini *b)
{
    for (size_t i = 0; i < a->sections.count; i++)
        diff_sections(d, a->sections.items[i]->name, a->sections.items[i], ini_section(b, a->sections.items[i]->name));
    for (size_t i = 0; i < b->sections.count; i++)
        if (!ini_section(a, b->sections.items[i]->name))
            diff_sections(d, b->sections.items[i]->name, NULL, b->sections.items[i]);
}

struct lines {
    const char **items;
    size_t count, cap;
};

static struct lines lines_of(struct arena *arena, const struct source *source)
{
    struct lines lines = {0};
    for (const char *s = source ? source->text : ""; *s;) {
        size_t n = strcspn(s, "\n");
        *list_push(arena, &lines) = arena_strndup(arena, s, n);
        s += n + (s[n] == '\n');
    }
    return lines;
}

static void add_line(struct differ *d, const struct source *source, const char *text, size_t line, bool after)
{
    struct template_change *change = list_push(d->arena, &d->changes);
    struct pos at = {.file = source->file, .line = (int)line + 1};
    *change = after ? (struct template_change){.file = d->file, .after = text, .after_at = at}
                    : (struct template_change){.file = d->file, .before = text, .before_at = at};
}

/* Where line `text` stands next in b, or its end. */
static size_t next_of(const struct lines *b, size_t from, const char *text)
{
    while (from < b->count && strcmp(b->items[from], text) != 0)
        from++;
    return from;
}

/* Lines in step; out of step the nearer of the two ways back, looking a bounded distance ahead. */
static void diff_texts(struct differ *d, const struct source *a, const struct source *b)
{
    enum { AHEAD = 200 };
    struct lines x = lines_of(d->arena, a), y = lines_of(d->arena, b);
    size_t i = 0, k = 0;
    while (i < x.count || k < y.count) {
        if (i < x.count && k < y.count && !strcmp(x.items[i], y.items[k])) {
            i++, k++;
            continue;
        }
        struct lines near_x = {x.items, i + AHEAD < x.count ? i + AHEAD : x.count, 0};
        struct lines near_y = {y.items, k + AHEAD < y.count ? k + AHEAD : y.count, 0};
        size_t in_y = i < x.count ? next_of(&near_y, k, x.items[i]) : y.count;
        size_t in_x = k < y.count ? next_of(&near_x, i, y.items[k]) : x.count;
        bool insert = in_y < near_y.count && (in_x >= near_x.count || in_y - k <= in_x - i);
        if (!insert && i < x.count) {
            add_line(d, a, x.items[i], i, false);
            i++;
            if (in_x < near_x.count)
                continue;
        }
        if (k < y.count && (insert || in_x >= near_x.count)) {
            add_line(d, b, y.items[k], k, true);
            k++;
        }
    }
}

struct template_changes template_diff(struct arena *arena, struct diag *diag, struct template *a, struct template *b)
{
    struct differ d = {.arena = arena};
    struct text_names files = template_files(arena, a), more = template_files(arena, b);
    for (size_t i = 0; i < more.count; i++)
        names_add(arena, &files, more.items[i]);
    for (size_t i = 0; i < files.count; i++) {
        d.file = files.items[i];
        const char *dot = strrchr(d.file, '.');
        if (dot && !strcmp(dot, ".ini"))
            diff_inis(&d, template_ini(arena, diag, a, d.file), template_ini(arena, diag, b, d.file));
        else
            diff_texts(&d, template_text(arena, diag, a, d.file), template_text(arena, diag, b, d.file));
    }
    return d.changes;
}
