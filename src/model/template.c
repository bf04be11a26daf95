/* Template folders → one chain → merged INI files. Comes in: a name and search folders; goes out: struct template.
 * Knows nothing of what fields, rules or layouts mean. */
#include "model/template.h"

#include "base/os.h"

#include <stdlib.h>
#include <string.h>

#define TEMPLATE_FILE "template.ini"
#define HEAD_SECTION "模板"

static bool bare_name(const char *name)
{
    return *name && *name != '.' && !strpbrk(name, "/\\");
}

/* The folder of that template, NULL if no search folder has it. */
static const char *folder_of(struct arena *arena, const struct text_names *search, const char *name)
{
    for (size_t i = 0; bare_name(name) && i < search->count; i++) {
        const char *folder = os_join(arena, search->items[i], name);
        if (os_is_file(os_join(arena, folder, TEMPLATE_FILE)))
            return folder;
    }
    return NULL;
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void sort_unique(struct text_names *names)
{
    if (!names->count)
        return;
    qsort(names->items, names->count, sizeof *names->items, by_bytes);
    size_t kept = 1;
    for (size_t i = 1; i < names->count; i++)
        if (strcmp(names->items[i], names->items[kept - 1]))
            names->items[kept++] = names->items[i];
    names->count = kept;
}

struct text_names template_list(struct arena *arena, const struct text_names *search)
{
    struct text_names found = {0};
    for (size_t i = 0; i < search->count; i++) {
        struct text_names entries = os_list(arena, search->items[i]);
        for (size_t k = 0; k < entries.count; k++) {
            const char *folder = os_join(arena, search->items[i], entries.items[k]);
            if (os_is_file(os_join(arena, folder, TEMPLATE_FILE)))
                *list_push(arena, &found) = entries.items[k];
        }
    }
    sort_unique(&found);
    return found;
}

static bool has_suffix(const char *name, const char *suffix)
{
    size_t n = strlen(name), m = strlen(suffix);
    return n > m && !strcmp(name + n - m, suffix);
}

struct text_names template_files(struct arena *arena, const struct template *t)
{
    struct text_names found = {0};
    for (size_t i = 0; i < t->folders.count; i++) {
        struct text_names entries = os_list(arena, t->folders.items[i]);
        for (size_t k = 0; k < entries.count; k++)
            if (has_suffix(entries.items[k], ".ini") || has_suffix(entries.items[k], ".txt"))
                *list_push(arena, &found) = entries.items[k];
    }
    sort_unique(&found);
    return found;
}

/* -- merging -- */

struct merged_key {
    const struct ini_key *key;
    bool removed;
};

struct merged_section {
    const struct ini_section *first; /* where the section was named first: the base */
    bool removed;
    LIST_OF(struct merged_key) keys;
    struct map *by_name; /* the live key of that name */
};

struct merge {
    struct arena *arena;
    struct diag *diag;
    LIST_OF(struct merged_section *) sections;
    struct map *by_name; /* the live section of that name */
};

/* Names of what could have been meant by a removal that removes nothing. */
static const char *nearest_section(const struct merge *merge, const char *name)
{
    struct text_names names = {0};
    for (size_t i = 0; i < merge->sections.count; i++)
        if (!merge->sections.items[i]->removed)
            *list_push(merge->arena, &names) = merge->sections.items[i]->first->name;
    return text_nearest(name, &names);
}

static const char *nearest_key(const struct merge *merge, const struct merged_section *section, const char *name)
{
    struct text_names names = {0};
    for (size_t i = 0; i < section->keys.count; i++)
        if (!section->keys.items[i].removed)
            *list_push(merge->arena, &names) = section->keys.items[i].key->name;
    return text_nearest(name, &names);
}

static void remove_section(struct merge *merge, const struct ini_section *mark)
{
    struct merged_section *section = map_get(merge->by_name, mark->name + 1);
    if (section && !section->removed)
        section->removed = true;
    else
        diag_add(merge->diag, DIAG_TEMPLATE_UNKNOWN, mark->at, "[%s]", mark->name)->near =
            nearest_section(merge, mark->name + 1);
}

static struct merged_section *section_named(struct merge *merge, const struct ini_section *from)
{
    struct merged_section *section = map_get(merge->by_name, from->name);
    if (section && !section->removed)
        return section;
    section = arena_alloc(merge->arena, sizeof *section);
    section->first = from;
    section->by_name = map_new(merge->arena);
    map_put(merge->by_name, from->name, section);
    *list_push(merge->arena, &merge->sections) = section;
    return section;
}

static void merge_key(struct merge *merge, struct merged_section *section, const struct ini_key *key)
{
    /* The index, because the list may move while it grows. */
    size_t *index = map_get(section->by_name, key->name);
    bool live = index && !section->keys.items[*index].removed;
    if (!strcmp(key->value, "-")) {
        if (live)
            section->keys.items[*index].removed = true;
        else
            diag_add(merge->diag, DIAG_TEMPLATE_UNKNOWN, key->at, "%s = -", key->name)->near =
                nearest_key(merge, section, key->name);
        return;
    }
    if (live && strcmp(key->name, "行")) { /* 行 may repeat: each line is a row of its own */
        section->keys.items[*index].key = key;
        return;
    }
    index = arena_alloc(merge->arena, sizeof *index);
    *index = section->keys.count;
    map_put(section->by_name, key->name, index);
    list_push(merge->arena, &section->keys)->key = key;
}

static void merge_ini(struct merge *merge, const struct ini *ini)
{
    for (size_t i = 0; i < ini->sections.count; i++) {
        const struct ini_section *from = ini->sections.items[i];
        if (from->name[0] == '-') {
            remove_section(merge, from);
            continue;
        }
        struct merged_section *section = section_named(merge, from);
        for (size_t k = 0; k < from->keys.count; k++)
            merge_key(merge, section, &from->keys.items[k]);
    }
}

static struct ini *merge_result(struct merge *merge, const char *file)
{
    struct ini *ini = ini_new(merge->arena, file);
    for (size_t i = 0; i < merge->sections.count; i++) {
        const struct merged_section *from = merge->sections.items[i];
        if (from->removed)
            continue;
        struct ini_section *section = ini_add_section(merge->arena, ini, from->first->name, from->first->at);
        for (size_t k = 0; k < from->keys.count; k++) {
            const struct ini_key *key = from->keys.items[k].key;
            if (from->keys.items[k].removed)
                continue;
            const char *value = strcmp(key->value, "\\-") ? key->value : "-";
            ini_add_key(merge->arena, section, key->name, value, key->at, key->value_at);
        }
    }
    return ini;
}

static const char *display_name(struct arena *arena, const char *template, const char *file)
{
    return arena_printf(arena, "%s/%s", template, file);
}

const struct ini *template_ini(struct arena *arena, struct diag *diag, struct template *t, const char *file)
{
    struct ini *ini = map_get(t->inis, file);
    if (ini)
        return ini;
    struct merge merge = {.arena = arena, .diag = diag, .by_name = map_new(arena)};
    for (size_t i = t->names.count; i-- > 0;) {
        const char *path = os_join(arena, t->folders.items[i], file);
        if (!os_is_file(path))
            continue;
        const struct ini *own = ini_read(arena, diag, path, display_name(arena, t->names.items[i], file));
        if (own)
            merge_ini(&merge, own);
    }
    ini = merge_result(&merge, display_name(arena, t->name, file));
    map_put(t->inis, file, ini);
    return ini;
}

const struct source *template_text(struct arena *arena, struct diag *diag, struct template *t, const char *file)
{
    struct source *source = map_get(t->texts, file);
    if (source)
        return source->text ? source : NULL;
    source = arena_alloc(arena, sizeof *source);
    map_put(t->texts, file, source);
    for (size_t i = 0; i < t->names.count; i++) {
        const char *path = os_join(arena, t->folders.items[i], file);
        if (!os_is_file(path))
            continue;
        if (!encoding_read(arena, diag, path, display_name(arena, t->names.items[i], file), source))
            *source = (struct source){0};
        break;
    }
    return source->text ? source : NULL;
}

bool template_has(struct arena *arena, const struct template *t, const char *file)
{
    for (size_t i = 0; i < t->folders.count; i++)
        if (os_is_file(os_join(arena, t->folders.items[i], file)))
            return true;
    return false;
}

const char *template_table(struct arena *arena, const char *name)
{
    return has_suffix(name, ".ini") ? arena_strndup(arena, name, strlen(name) - strlen(".ini")) : name;
}

bool template_own(const struct template *t, const struct pos *at)
{
    return at->file && text_starts(at->file, t->name) && at->file[strlen(t->name)] == '/';
}

void template_read(struct arena *arena, struct diag *diag, struct template *t)
{
    struct text_names files = template_files(arena, t);
    for (size_t i = 0; i < files.count; i++)
        if (has_suffix(files.items[i], ".ini"))
            template_ini(arena, diag, t, files.items[i]);
        else
            template_text(arena, diag, t, files.items[i]);
}

/* -- the chain -- */

struct load {
    struct arena *arena;
    struct diag *diag;
    const struct text_names *search;
    struct template *t;
    LIST_OF(const struct ini *) heads; /* template.ini of each, nearest first */
};

/* 格式 is a plain number not above ours. */
static bool format_known(const struct load *load, const struct ini *head)
{
    struct pos at = {.file = head->file};
    const char *text = ini_value(head, HEAD_SECTION, "格式", NULL, &at);
    char *end = NULL;
    long format = text ? strtol(text, &end, 10) : TEMPLATE_FORMAT;
    if (text && (end == text || *end || format < 1)) {
        diag_add(load->diag, DIAG_TEMPLATE_VALUE, at, "格式 = %s", text);
        return false;
    }
    if (format <= TEMPLATE_FORMAT)
        return true;
    diag_add(load->diag, DIAG_TEMPLATE_TOO_NEW, at, "格式 %s > %d", text, (int)TEMPLATE_FORMAT);
    return false;
}

static void check_head(const struct load *load, const struct ini *head)
{
    static const char *items[] = {"名称", "版本", "格式", "继承", "说明"};
    const struct text_names known = {items, sizeof items / sizeof *items, 0};
    template_refuse_keys(load->arena, load->diag, ini_section(head, HEAD_SECTION), &known);
}

/* "a → b → a": the chain from the template that comes round again. */
static const char *circle(const struct load *load, const char *name)
{
    struct buf text = buf_in(load->arena);
    for (size_t i = names_index(&load->t->names, name); i < load->t->names.count; i++)
        buf_printf(&text, "%s → ", load->t->names.items[i]);
    buf_add(&text, name);
    return buf_text(&text);
}

static void report_missing(const struct load *load, const char *name, struct pos at)
{
    struct text_names existing = template_list(load->arena, load->search);
    struct buf looked = buf_in(load->arena);
    for (size_t i = 0; i < load->search->count; i++)
        buf_printf(&looked, "%s%s", i ? "、" : "", load->search->items[i]);
    const char *detail = looked.n ? arena_printf(load->arena, DIAG_PAIR("%s（找过 %s）", "%s (looked in %s)"), name,
                                                 buf_text(&looked), name, buf_text(&looked))
                                  : name;
    diag_add(load->diag, DIAG_TEMPLATE_MISSING, at, "%s", detail)->near = text_nearest(name, &existing);
}

/* Adds one template to the chain; *next and *at: what it inherits, NULL at the end. */
static bool load_one(struct load *load, const char *name, struct pos *at, const char **next)
{
    struct template *t = load->t;
    if (!bare_name(name)) {
        diag_add(load->diag, DIAG_TEMPLATE_NAME, *at, "%s", name);
        return false;
    }
    if (names_has(&t->names, name)) {
        diag_add(load->diag, DIAG_TEMPLATE_CYCLE, *at, "%s", circle(load, name));
        return false;
    }
    if (t->names.count == TEMPLATE_DEPTH) {
        diag_add(load->diag, DIAG_TEMPLATE_DEPTH, *at, "%s", name);
        return false;
    }
    const char *folder = folder_of(load->arena, load->search, name);
    if (!folder) {
        report_missing(load, name, *at);
        return false;
    }
    const struct ini *head = ini_read(load->arena, load->diag, os_join(load->arena, folder, TEMPLATE_FILE),
                                      display_name(load->arena, name, TEMPLATE_FILE));
    if (!head || !format_known(load, head))
        return false;
    check_head(load, head);
    *list_push(load->arena, &t->names) = arena_strdup(load->arena, name);
    *list_push(load->arena, &t->folders) = folder;
    *list_push(load->arena, &load->heads) = head;
    *next = ini_value(head, HEAD_SECTION, "继承", NULL, at);
    if (*next && !**next)
        *next = NULL;
    return true;
}

struct template *template_load(struct arena *arena, struct diag *diag, const char *name, struct pos at,
                               const struct text_names *search)
{
    struct template *t = arena_alloc(arena, sizeof *t);
    t->name = arena_strdup(arena, name);
    t->inis = map_new(arena);
    t->texts = map_new(arena);
    struct load load = {.arena = arena, .diag = diag, .search = search, .t = t};
    for (const char *next = name; next;)
        if (!load_one(&load, next, &at, &next))
            return NULL;
    struct merge merge = {.arena = arena, .diag = diag, .by_name = map_new(arena)};
    for (size_t i = load.heads.count; i-- > 0;)
        merge_ini(&merge, load.heads.items[i]);
    map_put(t->inis, TEMPLATE_FILE, merge_result(&merge, display_name(arena, t->name, TEMPLATE_FILE)));
    return t;
}
