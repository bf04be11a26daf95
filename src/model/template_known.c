/* What a file of a template may hold: its sections, the names of a section. In: what stands there and what there could
 * be; out: T008 with the nearest. Must not know any file. */
#include "model/template.h"

#include <string.h>

/* Length of a known name without the * that says "and whatever follows"; all of it if there is none. */
static size_t stem_of(const char *known, bool *open)
{
    size_t n = strlen(known);
    *open = n > 0 && known[n - 1] == '*';
    return *open ? n - 1 : n;
}

static bool is_known(const char *name, const struct text_names *known)
{
    for (size_t i = 0; i < known->count; i++) {
        bool open;
        size_t n = stem_of(known->items[i], &open);
        if (!strncmp(name, known->items[i], n) && (open ? name[n] != '\0' : name[n] == '\0'))
            return true;
    }
    return false;
}

/* A known name of the open kind with what was written behind its first word: 规则 R4 for 规测 R4. */
static const char *completed(struct arena *arena, const char *known, size_t n, const char *name)
{
    size_t word = n;
    while (word > 0 && (known[word - 1] == ' ' || known[word - 1] == '.'))
        word--;
    const char *rest = !strncmp(name, known, word) ? name + word : name + strcspn(name, " .");
    rest += strspn(rest, " .");
    return *rest ? arena_printf(arena, "%.*s%s%s", (int)n, known, word == n ? " " : "", rest) : NULL;
}

static const char *nearest(struct arena *arena, const char *name, const struct text_names *known)
{
    const char *narrow = text_narrowed(arena, name);
    if (narrow && is_known(narrow, known))
        return narrow;
    struct text_names names = {0};
    for (size_t i = 0; i < known->count; i++) {
        bool open;
        size_t n = stem_of(known->items[i], &open);
        const char *candidate = open ? completed(arena, known->items[i], n, name) : known->items[i];
        if (candidate)
            *list_push(arena, &names) = candidate;
    }
    return text_nearest(name, &names);
}

struct finding *template_bad_value(struct diag *diag, const struct ini_key *key, const struct text_names *choices,
                                   const char *like)
{
    enum { MANY = 8 }; /* too many to read where one is near */
    struct buf allowed = buf_in(diag_arena(diag));
    const char *near = choices != NULL ? text_nearest(key->value, choices) : NULL;
    bool many = near != NULL && choices->count > MANY;
    for (size_t i = 0; choices != NULL && !many && i < choices->count; i++)
        buf_printf(&allowed, "%s%s", i > 0 ? " | " : "", choices->items[i]);
    if (like != NULL && !many)
        buf_printf(&allowed, "%s%s", allowed.n > 0 ? " | " : "", like);
    struct finding *finding =
        diag_add(diag, DIAG_TEMPLATE_VALUE, key->value_at, allowed.n > 0 ? "%s = %s（%s）" : "%s = %s", key->name,
                 key->value, buf_text(&allowed));
    finding->near = finding->near != NULL ? finding->near : near;
    return finding;
}

void template_refuse_section(struct arena *arena, struct diag *diag, const struct ini_section *section,
                             const struct text_names *known)
{
    if (!is_known(section->name, known))
        diag_add(diag, DIAG_TEMPLATE_UNKNOWN, section->at, "[%s]", section->name)->near =
            nearest(arena, section->name, known);
}

void template_refuse_key(struct arena *arena, struct diag *diag, const struct ini_section *section,
                         const struct ini_key *key, const struct text_names *known)
{
    if (!is_known(key->name, known))
        diag_add(diag, DIAG_TEMPLATE_UNKNOWN, key->at, "[%s] %s", section->name, key->name)->near =
            nearest(arena, key->name, known);
}

void template_refuse_keys(struct arena *arena, struct diag *diag, const struct ini_section *section,
                          const struct text_names *known)
{
    for (size_t i = 0; section && i < section->keys.count; i++)
        template_refuse_key(arena, diag, section, &section->keys.items[i], known);
}
