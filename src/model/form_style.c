/* How a cell of a spreadsheet looks → a style of the template; its value → what the sheet shows. */
#include "model/form_private.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* -- numbers -- */

struct number_format {
    int places;
    bool percent, groups, general;
    const char *before, *after; /* words in quotes round the digits */
};

static struct number_format read_format(struct arena *arena, const char *code)
{
    struct number_format format = {.general = strstr(code, "General") != NULL};
    struct buf before = buf_in(arena), after = buf_in(arena);
    bool point = false, digits = false;
    for (const char *s = code; *s && *s != ';'; s++) {
        struct buf *words = digits ? &after : &before;
        if (*s == '"') {
            size_t n = strcspn(s + 1, "\"");
            buf_addn(words, s + 1, n);
            s += n + (s[n + 1] == '"');
        } else if (*s == '\\' && s[1]) {
            buf_addn(words, ++s, 1);
        } else if (*s == '[') {
            s += strcspn(s, "]");
            if (!*s)
                break;
        } else if (*s == '0' || *s == '#' || *s == 'G') {
            format.places += point && *s != 'G';
            digits = true;
        } else if (*s == '.' && digits) {
            point = true;
        }
        format.percent = format.percent || *s == '%';
        format.groups = format.groups || (*s == ',' && digits && !point);
    }
    format.before = buf_text(&before);
    format.after = buf_text(&after);
    return format;
}

static const char *grouped(struct arena *arena, const char *digits)
{
    struct buf out = buf_in(arena);
    const char *s = digits + (*digits == '-');
    size_t n = strspn(s, "0123456789");
    buf_addn(&out, digits, (size_t)(s - digits));
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && (n - i) % 3 == 0)
            buf_add(&out, ",");
        buf_addn(&out, s + i, 1);
    }
    buf_add(&out, s + n);
    return buf_text(&out);
}

/* Days since 1899-12-30 → year, month, day (H. Fliegel and T. Van Flandern, CACM 11:10). */
static void day_of(long days, int *year, int *month, int *day)
{
    long l = days + 2415019 + 68569, n = 4 * l / 146097;
    l -= (146097 * n + 3) / 4;
    long i = 4000 * (l + 1) / 1461001;
    l -= 1461 * i / 4 - 31;
    long j = 80 * l / 2447;
    *day = (int)(l - 2447 * j / 80);
    l = j / 11;
    *month = (int)(j + 2 - 12 * l);
    *year = (int)(100 * (n - 49) + i + l);
}

/* A date as its format writes it; times of day are left out. */
static const char *date_text(struct arena *arena, double days, const char *code)
{
    struct buf out = buf_in(arena);
    int year, month, day;
    day_of((long)days, &year, &month, &day);
    for (const char *s = code; *s && *s != ';';) {
        size_t n = strspn(s, (char[]){*s, '\0'});
        if (*s == '"' || *s == '[') {
            size_t inner = strcspn(s + 1, *s == '"' ? "\"" : "]");
            buf_addn(&out, s + 1, *s == '"' ? inner : 0);
            n = inner + (s[inner + 1] != '\0' ? 2 : 1);
        } else if (*s == '\\' && s[1]) {
            buf_addn(&out, s + 1, 1);
            n = 2;
        } else if (strchr("yY", *s)) {
            buf_printf(&out, "%0*d", n > 2 ? 4 : 2, n > 2 ? year : year % 100);
        } else if (strchr("mM", *s)) {
            buf_printf(&out, "%0*d", n == 2 ? 2 : 1, month);
        } else if (strchr("dD", *s)) {
            buf_printf(&out, "%0*d", n == 2 ? 2 : 1, day);
        } else if (strchr("hHsS", *s)) {
            break;
        } else if (!strchr("_*@", *s)) {
            buf_addn(&out, s, n);
        } else {
            n = *s != '@' && s[1] != '\0' ? 2 : 1;
        }
        s += n;
    }
    while (out.n > 0 && out.s[out.n - 1] == ' ')
        out.s[--out.n] = '\0';
    return buf_text(&out);
}

const char *form_number(struct arena *arena, const char *value, const char *code)
{
    char *end;
    double number = strtod(value, &end);
    if (end == value || *end || !isfinite(number) || fabs(number) > 1e15)
        return value;
    if (sheet_is_date(code) && number >= 61 && number < 2958466) /* days that there were, to the year 9999 */
        return date_text(arena, number, code);
    struct number_format format = read_format(arena, code);
    if (!strcmp(code, "@") || format.general)
        return arena_printf(arena, "%s%.15g%s", format.before, number, format.after);
    const char *digits =
        arena_printf(arena, "%.*f", format.places < 15 ? format.places : 15, format.percent ? number * 100 : number);
    return arena_printf(arena, "%s%s%s%s", format.before, format.groups ? grouped(arena, digits) : digits,
                        format.percent ? "%" : "", format.after);
}

const char *form_text(struct arena *arena, const struct sheet_cell *cell)
{
    if (cell->number)
        return form_number(arena, cell->text, cell->look ? cell->look->format : "General");
    struct buf out = buf_in(arena);
    for (const char *s = cell->text; *s; s++)
        if (*s != '\r')
            buf_addn(&out, s, 1);
    return buf_text(&out);
}

/* -- styles -- */

static enum align align_of(const struct sheet_look *look, bool label)
{
    switch (look->across) {
    case SHEET_LEFTWARD:
        return ALIGN_LEFT;
    case SHEET_RIGHTWARD:
        return ALIGN_RIGHT;
    case SHEET_CENTERED:
        return ALIGN_CENTER;
    case SHEET_GENERAL:
        break;
    }
    return label ? ALIGN_LEFT : ALIGN_CENTER; /* words begin at the left, figures are the template's */
}

static int face_named(const struct page_model *model, const char *font)
{
    for (size_t i = 0; i < model->faces.count; i++)
        if (!strcmp(model->office_faces.items[i], font) || !strcmp(model->faces.items[i], font))
            return (int)i;
    return -1;
}

static int sizes_apart(const struct cell_style *style, const struct sheet_look *look)
{
    int difference = style->text.size - look->size;
    return difference < 0 ? -difference : difference;
}

/* Everything the sheet can show of a style is the same. */
static bool same(const struct cell_style *style, const struct sheet_look *look, int face, enum align align)
{
    return style->text.face == face && sizes_apart(style, look) < 500 && style->align == align &&
           style->text.bold == look->bold && style->border_inner > 0 &&
           (align != ALIGN_LEFT || style->indent == look->indent);
}

/* Stands out among the template's own by its face, as heads of tables do. */
static const struct cell_style *emphatic(const struct page_model *model)
{
    for (size_t i = 1; i < model->cell_styles.count; i++) {
        const struct cell_style *style = &model->cell_styles.items[i];
        bool plain = style->text.face == model->cell_styles.items[0].text.face && !style->text.bold;
        if (!plain && style->align == ALIGN_CENTER && style->border_inner > 0)
            return style;
    }
    return &model->cell_styles.items[0];
}

static const char *made_style(struct arena *arena, const struct page_model *model, const struct sheet_look *look,
                              enum align align, struct buf *extra, struct text_names *made)
{
    static const char *const aligns[] = {"左", "居中", "右"};
    bool strong = look->bold;
    const char *name = arena_printf(arena, "导入%s%s%d", strong ? "重" : "", aligns[align], look->indent);
    if (names_has(made, name))
        return name;
    *list_push(arena, made) = name;
    const struct cell_style *like = strong ? emphatic(model) : &model->cell_styles.items[0];
    buf_printf(extra, "[表格样式 %s]\n字体 = %s\n对齐 = %s\n", name, model->faces.items[like->text.face],
               aligns[align]);
    if (align == ALIGN_LEFT && look->indent > 0)
        buf_printf(extra, "缩进 = %d\n", look->indent < 20 ? look->indent : 20);
    return name;
}

const char *form_style(struct arena *arena, const struct page_model *model, const struct sheet_look *look, bool label,
                       struct buf *extra, struct text_names *made)
{
    if (!look)
        return model->cell_styles.items[0].name;
    enum align align = align_of(look, label);
    if (label && look->shaded && align == ALIGN_CENTER)
        return form_style_head(model);
    int face = face_named(model, look->font);
    for (size_t i = 0; face >= 0 && i < model->cell_styles.count; i++)
        if (same(&model->cell_styles.items[i], look, face, align))
            return model->cell_styles.items[i].name;
    /* another office's faces and sizes are not taken over: what counts is what stands out and where */
    const struct cell_style *head = emphatic(model);
    bool strong = look->bold || (face >= 0 && face == head->text.face);
    if (strong && align == ALIGN_CENTER)
        return head->name;
    int indent = align == ALIGN_LEFT ? look->indent : 0;
    for (size_t i = 0; !strong && i < model->cell_styles.count; i++) {
        const struct cell_style *style = &model->cell_styles.items[i];
        if (style->text.face == model->cell_styles.items[0].text.face && style->align == align && !style->text.bold &&
            style->indent == indent && style->border_inner > 0)
            return style->name;
    }
    return made_style(arena, model, look, align, extra, made);
}

const char *form_style_head(const struct page_model *model)
{
    return emphatic(model)->name;
}

bool form_style_knows(const struct page_model *model, const struct sheet_look *look)
{
    return look && face_named(model, look->font) >= 0;
}

bool form_style_stands_out(const struct page_model *model, const struct sheet_look *look)
{
    const struct cell_style *head = emphatic(model);
    int face = look ? face_named(model, look->font) : -1;
    return look && (look->bold || (face >= 0 && face == head->text.face && head != &model->cell_styles.items[0]));
}
