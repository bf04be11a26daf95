/* Cell lists of the INI dialect: one value → its cells (data-format §1). Knows nothing of tables and joins. */
#include "input/ini.h"

#include <string.h>

static int characters(const char *start, const char *end)
{
    int n = 0;
    for (; start < end; start++)
        n += ((unsigned char)*start & 0xC0) != 0x80;
    return n;
}

/* The bar that ends the cell at s, or the end of the value. */
static const char *cell_end(const char *s)
{
    for (; *s && *s != '|'; s++)
        s += *s == '\\' && (s[1] == '|' || s[1] == '\\');
    return s;
}

/* One trimmed cell with its escapes resolved. */
static struct ini_cell cell_of(struct arena *arena, const char *s, const char *end)
{
    struct ini_cell cell = {.truly_empty = end - s == 1 && *s == '\\'};
    char *text = arena_alloc(arena, (size_t)(end - s) + 1), *out = text;
    cell.text = text;
    if (cell.truly_empty)
        return cell;
    cell.escaped_mark = end - s >= 2 && *s == '\\' && memchr("<^!*-", s[1], 5);
    s += cell.escaped_mark;
    while (s < end) {
        bool pair = *s == '\\' && s + 1 < end;
        if (pair && (s[1] == '|' || s[1] == '\\' || s[1] == 'n')) {
            *out++ = s[1] == 'n' ? '\n' : s[1];
            s += 2;
        } else {
            *out++ = *s++;
        }
    }
    return cell;
}

struct ini_cells ini_cells(struct arena *arena, const char *value, struct pos at)
{
    struct ini_cells cells = {0};
    for (const char *s = value;; s++) {
        const char *bar = cell_end(s), *start = s, *end = bar;
        text_trim(&start, &end);
        struct ini_cell cell = cell_of(arena, start, end);
        at.column += at.column ? characters(s, start) : 0;
        cell.at = at;
        *list_push(arena, &cells) = cell;
        at.column += at.column ? characters(start, bar) + 1 : 0;
        s = bar;
        if (!*bar)
            return cells;
    }
}

void ini_cell_add(struct buf *out, const char *text)
{
    for (const char *s = text ? text : ""; *s;) {
        size_t plain = strcspn(s, "|\\\n");
        buf_addn(out, s, plain);
        s += plain;
        if (*s)
            buf_add(out, *s == '|' ? "\\|" : *s == '\n' ? "\\n" : "\\\\");
        s += *s != '\0';
    }
    buf_add(out, " | ");
}

const char *ini_row(struct arena *arena, const char *const *cells, size_t count)
{
    static const char bar[] = " | ";
    struct buf out = buf_in(arena);
    for (size_t i = 0; i < count; i++) {
        if (!cells[i] || !*cells[i] || strchr("<^!*-", *cells[i]))
            buf_add(&out, "\\");
        ini_cell_add(&out, cells[i]);
    }
    return arena_strndup(arena, buf_text(&out), out.n - (out.n ? sizeof bar - 1 : 0));
}
