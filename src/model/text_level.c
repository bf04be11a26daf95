/* [文字检查] → a level for each code. Knows no check. */
#include "model/text_level.h"

#include <string.h>

enum { OFF = -1 };

struct text_levels {
    int of[DIAG_CODES]; /* enum diag_level, OFF */
};

/* L222 says what --fix left and is no check. */
static bool may_be_set(enum diag_code code)
{
    return diag_code_id(code)[0] == 'L' && code != DIAG_LINT_LEFT;
}

static void set(struct text_levels *levels, struct diag *diag, const struct ini_key *key)
{
    static const char *items[] = {"关闭", "提示", "须说明"};
    static const int values[] = {OFF, DIAG_HINT, DIAG_EXPLAIN};
    static const struct text_names words = {items, 3, 0};
    size_t value = names_index(&words, key->value);
    int code = 0;
    while (code < DIAG_CODES &&
           (!may_be_set((enum diag_code)code) || strcmp(diag_code_id((enum diag_code)code), key->name)))
        code++;
    if (code == DIAG_CODES)
        return;
    if (value == words.count)
        template_bad_value(diag, key, &words, NULL);
    else
        levels->of[code] = values[value];
}

const struct text_levels *text_levels_read(struct arena *arena, struct diag *diag, struct template *t)
{
    struct text_levels *levels = arena_alloc(arena, sizeof *levels);
    const struct ini_section *section = ini_section(template_ini(arena, diag, t, "rules.ini"), "文字检查");
    struct text_names codes = {0};
    for (int code = 0; code < DIAG_CODES; code++) {
        levels->of[code] = (int)diag_code_level((enum diag_code)code);
        if (may_be_set((enum diag_code)code))
            *list_push(arena, &codes) = diag_code_id((enum diag_code)code);
    }
    template_refuse_keys(arena, diag, section, &codes);
    for (size_t i = 0; section && i < section->keys.count; i++)
        set(levels, diag, &section->keys.items[i]);
    return levels;
}

bool text_level(const struct text_levels *levels, enum diag_code code, enum diag_level *level)
{
    if (levels->of[code] == OFF)
        return false;
    if (level)
        *level = (enum diag_level)levels->of[code];
    return true;
}
