/* Which names anybody has in mind. A pattern (收入.*) takes every name, slips of the pen among them: a name that no
 * field gives in full counts as known if the template's files, or the report's own texts, mention it. In: the files of
 * the template chain and of 正文/ as text, each read when first asked for. Must not know what the files mean. */
#include "model/facts_private.h"

#include "base/os.h"

#include <string.h>

/* Files, each read when one before it did not have the name asked for: the word lists of the checks come last. */
struct body {
    struct text_names files, texts; /* the texts of the first files */
};

struct mentions {
    struct body template, own;
};

/* -- reading -- */

static void add_files(struct facts *f, const char *folder, struct body *body)
{
    struct text_names files = os_list(f->arena, folder);
    for (size_t i = 0; i < files.count; i++) {
        const char *dot = strrchr(files.items[i], '.');
        if (dot && (!strcmp(dot, ".ini") || !strcmp(dot, ".txt")))
            *list_push(f->arena, &body->files) = os_join(f->arena, folder, files.items[i]);
    }
}

static struct mentions *mentions_of(const struct facts *asking)
{
    struct facts *f = (struct facts *)(uintptr_t)asking;
    while (f->parent)
        f = f->parent;
    if (f->mentions)
        return f->mentions;
    f->mentions = arena_alloc(f->arena, sizeof *f->mentions);
    for (size_t i = 0; i < f->template->folders.count; i++)
        add_files(f, f->template->folders.items[i], &f->mentions->template);
    if (f->report && f->report->path)
        add_files(f, os_join(f->arena, os_parent(f->arena, f->report->path), "正文"), &f->mentions->own);
    return f->mentions;
}

/* NULL behind the last one. Whoever needs the file reports what is wrong with it. */
static const char *text_at(const struct facts *f, struct body *body, size_t i)
{
    if (i == body->files.count)
        return NULL;
    if (i == body->texts.count) {
        struct source source = {.text = ""};
        encoding_read(f->arena, diag_new(f->arena), body->files.items[i], "", &source);
        *list_push(f->arena, &body->texts) = source.text;
    }
    return body->texts.items[i];
}

/* -- searching -- */

/* True where a name ends: at white space, an operator, a bracket, a mark of punctuation. x.净 is about x. */
static bool name_ends(const char *s)
{
    uint32_t c = utf8_next(&s);
    if (c < 0x80)
        return !(text_is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_');
    return (c >= 0x3000 && c < 0x3040 && c != 0x3007) || (c >= 0xFF00 && c < 0xFFF0) || (c >= 0x2000 && c < 0x2070);
}

static bool occurs(const struct facts *f, struct body *body, const char *name)
{
    size_t n = strlen(name);
    const char *s;
    for (size_t i = 0; (s = text_at(f, body, i)); i++)
        for (; (s = strstr(s, name)); s += n)
            if (name_ends(s + n))
                return true;
    return false;
}

bool facts_guessed(const struct facts *f, const char *name)
{
    return !map_get(f->singles, name) && !fields_has(f->fields, name) && !table_find(f, name) &&
           !occurs(f, &mentions_of(f)->template, name);
}

/* {{>name}} */
static bool includes(const struct facts *f, struct body *body, const char *name)
{
    const char *s;
    for (size_t i = 0; (s = text_at(f, body, i)); i++)
        while ((s = strstr(s, "{{>"))) {
            const char *start = s += strlen("{{>"), *end = strstr(s, "}}");
            if (!end)
                break;
            text_trim(&start, &end);
            if ((size_t)(end - start) == strlen(name) && !strncmp(start, name, strlen(name)))
                return true;
        }
    return false;
}

bool facts_include(const struct facts *f, const char *name)
{
    struct mentions *mentions = mentions_of(f);
    return includes(f, &mentions->template, name) || includes(f, &mentions->own, name);
}

/* The keys that the template's files mention as 节.名称. */
static struct text_names keys_of(const struct facts *f, const char *section)
{
    struct body *body = &mentions_of(f)->template;
    const char *s, *prefix = arena_printf(f->arena, "%s.", section);
    struct text_names keys = {0};
    struct map *seen = map_new(f->arena);
    for (size_t i = 0; (s = text_at(f, body, i)); i++)
        while ((s = strstr(s, prefix))) {
            const char *end = s += strlen(prefix);
            while (*end && !name_ends(end))
                utf8_next(&end);
            const char *key = arena_strndup(f->arena, s, (size_t)(end - s));
            if (*key && !map_get(seen, key))
                *list_push(f->arena, &keys) = key;
            map_put(seen, key, body);
        }
    return keys;
}

/* -- what was typed and nobody reads -- */

void facts_add_unknown(struct facts *f, const char *section, const struct ini_key *key, const char *near)
{
    diag_add(f->diag, DIAG_INI_UNKNOWN_KEY, key->at, "%s.%s", section, key->name)->near = near;
    *list_push(f->arena, &f->unknown) = (struct unknown_key){section, key->name, key->at};
    if (near)
        map_put(f->misspelt, arena_printf(f->arena, "%s.%s", section, near), f);
}

/* A single fact that only a pattern knows and nobody mentions. */
static bool unread(struct facts *f, const struct ini_key *key, const char *name)
{
    const struct fact_node *node = map_get(f->singles, name);
    const struct facts *top = f;
    while (top->parent)
        top = top->parent;
    bool typed = node && node->fact.state != FACT_ABSENT && node->fact.at.line == key->value_at.line &&
                 node->fact.at.file == key->value_at.file;
    if (!typed || fields_has(f->fields, name) || !fields_find(f->fields, name))
        return false;
    const struct ini_section *aliases = ini_section(top->report, "别名");
    if (aliases && ini_key(aliases, node->fact.name))
        return false;
    return !occurs(f, &mentions_of(f)->template, name) && !occurs(f, &mentions_of(f)->own, name);
}

/* Of a report that is not a file nobody knows the texts. */
void facts_report_unread(struct facts *f)
{
    for (size_t i = 0; f->report->path && i < f->report->sections.count; i++) {
        const struct ini_section *section = f->report->sections.items[i];
        for (size_t k = 0; k < section->keys.count; k++) {
            const struct ini_key *key = &section->keys.items[k];
            const char *name = arena_printf(f->arena, "%s.%s", section->name, key->name);
            if (!strcmp(section->name, "自定") || !unread(f, key, name))
                continue;
            struct text_names keys = keys_of(f, section->name);
            facts_add_unknown(f, section->name, key, text_nearest(key->name, &keys));
        }
    }
}

void facts_require(struct facts *f, const char *name, const struct fact *fact)
{
    struct finding *finding =
        diag_add(f->diag, DIAG_REQUIRED, facts_section_place(f, name), "%s", fact_title(f->arena, fact));
    const char *last = strrchr(name, '.');
    struct text_names keys = {0};
    size_t section = last ? (size_t)(last - name) : 0;
    for (size_t i = 0; last && i < f->unknown.count; i++) {
        const struct unknown_key *key = &f->unknown.items[i];
        if (strlen(key->section) == section && !strncmp(key->section, name, section))
            *list_push(f->arena, &keys) = key->key;
    }
    finding->near = last ? text_nearest(last + 1, &keys) : NULL;
    for (size_t i = 0; finding->near && i < f->unknown.count; i++)
        if (f->unknown.items[i].key == finding->near)
            diag_also(f->diag, finding, f->unknown.items[i].at);
}
