/* 附件1 D20, 第3页第5行, 第13页, 附件2 → the places of an issue that are meant. Knows nothing of what stands there. */
#include "model/returned_place.h"

#include <stdlib.h>
#include <string.h>

/* Without blanks and what only parts the words. */
static const char *bare(struct arena *arena, const char *text)
{
    static const char *const idle[] = {"!", "！", "(", ")", "（", "）", "的", "格"};
    struct buf out = buf_in(arena);
    while (*text) {
        size_t skip = text_blank_at(text);
        for (size_t i = 0; !skip && i < sizeof idle / sizeof *idle; i++)
            skip = text_starts(text, idle[i]) ? strlen(idle[i]) : 0;
        const char *start = text;
        if (!skip)
            utf8_next(&text);
        buf_addn(&out, start, (size_t)(text - start));
        text += skip;
    }
    return buf_text(&out);
}

/* "第12页" at *s: 12, and *s behind it; 0 if something else stands there. */
static long counted(const char **s, const char *before, const char *behind)
{
    char *end;
    if (!text_starts(*s, before) || !text_is_digit((unsigned char)(*s)[strlen(before)]))
        return 0;
    long number = strtol(*s + strlen(before), &end, 10);
    if (!text_starts(end, behind))
        return 0;
    *s = end + strlen(behind);
    return number;
}

struct printed_place returned_place_read(struct arena *arena, const char *text)
{
    struct printed_place place = {.rest = bare(arena, text)};
    place.page = counted(&place.rest, "第", "页");
    place.row = place.page ? counted(&place.rest, "表第", "行") : 0; /* 表格第7行 without its 格 */
    place.line = place.page && !place.row ? counted(&place.rest, "第", "行") : 0;
    return place;
}

static bool names_cell(struct arena *arena, const char *rest, const struct issue_place *at)
{
    const char *sheet = bare(arena, at->sheet), *annex = bare(arena, at->annex);
    if (!strcmp(rest, sheet) || !strcmp(rest, annex))
        return true;
    rest += text_starts(rest, annex) ? strlen(annex) : 0;
    rest += text_starts(rest, sheet) ? strlen(sheet) : 0;
    return !strcmp(rest, at->cell);
}

bool returned_place_fits(struct arena *arena, const struct printed_place *place, const struct issue_place *at)
{
    if ((place->page && place->page != at->page) || (place->row && place->row != at->row) ||
        (place->line && place->line != at->line))
        return false;
    return !*place->rest || (*at->cell && names_cell(arena, place->rest, at));
}
