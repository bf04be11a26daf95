/* Names of the sheet's totals, so that other sheets and people find them: every cell that is one computed fact whose
 * formula adds up. In: the plan with its formulas. Out: the plan's names. Knows nothing of the file. */
#include "output/xlsx_private.h"

#include <stdlib.h>
#include <string.h>

enum { NAME_MOST = 240 }; /* of 255; the rest is for a number that tells equal names apart */

static bool is_letter(uint32_t c)
{
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z' && c < 0x80;
}

/* Letters that every spreadsheet takes in a name: ASCII's, and ideographs. */
static bool is_taken(uint32_t c)
{
    return is_letter(c) || text_is_digit((unsigned char)(c < 0x80 ? c : 0)) || (c >= 0x3400 && c <= 0x9FFF) ||
           (c >= 0xF900 && c <= 0xFAFF) || c >= 0x20000;
}

/* A1, XFD12, R1C1, R, C: cells, not names. */
static bool is_reference(const char *s)
{
    size_t letters = strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
    if (letters <= 3 && s[letters + strspn(s + letters, "0123456789")] == '\0')
        return true;
    if (*s != 'R' && *s != 'r')
        return false;
    s += 1 + strspn(s + 1, "0123456789");
    return (*s == 'C' || *s == 'c') && s[1 + strspn(s + 1, "0123456789")] == '\0';
}

const char *xlsx_name(struct arena *arena, const char *fact)
{
    struct buf name = buf_in(arena);
    size_t units = 0;
    const char *s = fact;
    for (uint32_t c; (c = utf8_next(&s)) != 0;) {
        units += c > 0xFFFF ? 2 : 1;
        if (units > NAME_MOST)
            break;
        buf_putc(&name, is_taken(c) ? c : '_');
    }
    const char *text = buf_text(&name);
    bool bad = !*text || text_is_digit((unsigned char)*text) || is_reference(text);
    return bad ? arena_printf(arena, "_%s", text) : text;
}

/* Upper and lower case are one to a spreadsheet. */
static const char *folded(struct arena *arena, const char *name)
{
    char *copy = arena_strdup(arena, name);
    for (char *s = copy; *s; s++)
        if (*s >= 'A' && *s <= 'Z')
            *s = (char)(*s | 0x20);
    return copy;
}

void xlsx_names(struct arena *arena, struct xlsx_plan *plan)
{
    struct map *facts = map_new(arena), *names = map_new(arena);
    for (size_t i = 0; i < plan->cells.count; i++) {
        const struct xlsx_cell *cell = &plan->cells.items[i];
        if (!cell->formula || !cell->fact || !expr_is_total(cell->fact->field->formula) ||
            map_get(facts, cell->fact->name))
            continue;
        const char *name = xlsx_name(arena, cell->fact->name), *base = name;
        for (int n = 2; map_get(names, folded(arena, name)); n++)
            name = arena_printf(arena, "%s_%d", base, n);
        map_put(facts, cell->fact->name, (void *)(uintptr_t)name);
        map_put(names, folded(arena, name), (void *)(uintptr_t)name);
        *list_push(arena, &plan->names) = (struct xlsx_name){name, cell->row, cell->col};
    }
}
