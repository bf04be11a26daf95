/* The texts round a table of a worksheet → title, unit, notes and signatures of the annex. What has no place in its
 * description is told, never dropped silently. */
#include "model/form_private.h"

#include <string.h>

enum {
    OUTSIDE = 60 /* rows above and below the table that are looked at */,
    TOLD_MOST = 20,
    SIGN_MOST = 16 /* characters of a label to sign behind */
};

/* Texts of a row of the sheet that have no place yet, in their order. */
struct outside {
    struct text_names texts;
    LIST_OF(size_t) cells; /* of the sheet, by index */
};

static bool says_something(const char *text)
{
    const char *end = text + strlen(text);
    text_trim(&text, &end);
    return text < end;
}

static struct outside texts_of(struct form_writer *w, int row)
{
    struct outside texts = {0};
    const struct sheet *sheet = w->form.sheet;
    for (size_t i = 0; i < sheet->cells.count; i++) {
        const char *text =
            sheet->cells.items[i].row == row && !w->taken[i] ? form_text(w->arena, &sheet->cells.items[i]) : "";
        if (!says_something(text))
            continue;
        *list_push(w->arena, &texts.texts) = text;
        *list_push(w->arena, &texts.cells) = i;
    }
    return texts;
}

/* A text on one line; what looks like a placeholder is none. */
static const char *plain(struct form_writer *w, const char *text)
{
    struct buf out = buf_in(w->arena);
    for (const char *s = form_one_line(w->arena, text); *s; s++) {
        buf_addn(&out, s, 1);
        if (s[0] == '{' && s[1] == '{')
            buf_add(&out, " ");
    }
    return buf_text(&out);
}

static const struct sheet_cell *cell_at(const struct form_writer *w, size_t index)
{
    return &w->form.sheet->cells.items[index];
}

static void take(struct form_writer *w, const struct outside *texts)
{
    for (size_t i = 0; i < texts->cells.count; i++)
        w->taken[texts->cells.items[i]] = true;
}

/* -- above -- */

static int first_above(const struct form_writer *w)
{
    return form_top(&w->form) > OUTSIDE ? form_top(&w->form) - OUTSIDE : 0;
}

/* The unit stands at the right end of the last row above the table that says anything. */
static void find_unit(struct form_writer *w)
{
    struct outside texts = {0};
    w->unit = "";
    for (int row = form_top(&w->form) - 1; row >= first_above(w) && texts.cells.count == 0; row--)
        texts = texts_of(w, row);
    if (texts.cells.count == 0)
        return;
    size_t last = texts.cells.items[texts.cells.count - 1];
    const struct sheet_cell *cell = cell_at(w, last);
    enum sheet_across across = cell->look ? cell->look->across : SHEET_GENERAL;
    bool half = cell->col * 2 > w->form.cols[0] + w->form.cols[w->form.ncol - 1] && across != SHEET_CENTERED;
    if (across != SHEET_RIGHTWARD && !half)
        return;
    w->unit = plain(w, texts.texts.items[texts.cells.count - 1]);
    w->taken[last] = true;
}

/* The title is the text above that is printed largest, of several the first; it stands in the middle or is alone. */
static const char *find_title(struct form_writer *w)
{
    const char *title = "";
    size_t found = 0;
    int largest = 0;
    for (int row = first_above(w); row < form_top(&w->form); row++) {
        struct outside texts = texts_of(w, row);
        const struct sheet_look *look = texts.cells.count ? cell_at(w, texts.cells.items[0])->look : NULL;
        bool centered = look && look->across == SHEET_CENTERED;
        int size = (look ? look->size : 0) + (centered ? 500 : 0) + 1; /* of equal ones that in the middle */
        if (texts.cells.count != 1 || size <= largest)
            continue;
        largest = size;
        found = texts.cells.items[0];
        title = texts.texts.items[0];
    }
    if (*title)
        w->taken[found] = true;
    return title;
}

/* annex3.ini → annex3 */
static const char *table_name(struct form_writer *w)
{
    const char *slash = strrchr(w->file, '/'), *name = slash ? slash + 1 : w->file, *dot = strrchr(name, '.');
    return strcmp(name, "-") ? arena_strndup(w->arena, name, dot ? (size_t)(dot - name) : strlen(name)) : "annexN";
}

void form_put_above(struct form_writer *w)
{
    const struct sheet *sheet = w->form.sheet;
    find_unit(w);
    const char *title = find_title(w), *name = plain(w, sheet->name);
    form_put_line(w, arena_printf(w->arena, "# 工作表 %s，%s。抄到 template.ini，N 换成附件的序号，去掉 #：", name,
                                  sheet->landscape ? "横向" : "纵向"));
    form_put_line(w, "# [附件 N]");
    form_put_line(w, arena_printf(w->arena, "# 表 = %s", table_name(w)));
    form_put_line(w, arena_printf(w->arena, "# 标题 = %s", plain(w, *title ? title : sheet->name)));
    form_put_line(w, arena_printf(w->arena, "# 工作表 = %s", name));
    if (w->names && form_names_list(w->names))
        form_put_line(w, arena_printf(w->arena, "# 重复 = %s", form_names_list(w->names)));
    if (form_year(title, 0))
        form_put_line(w, "# （标题里的年份每年不同时，写 {{报告.年度}}）");
    if (sheet->landscape)
        form_put_line(w, "# 方向 = 横向");
}

/* -- below -- */

/* Behind the first colon that blanks or the end follow; NULL if there is none. */
static const char *behind_colon(const char *text)
{
    while (*text) {
        bool colon = text_narrow(utf8_next(&text)) == ':';
        if (colon && (!*text || text_blank_at(text) > 0))
            return text;
    }
    return NULL;
}

/* Room for a date: 年  月  日, or nothing. */
static bool is_room(const char *text)
{
    for (; *text; utf8_next(&text))
        if (!text_blank_at(text) && !text_starts(text, "年") && !text_starts(text, "月") && !text_starts(text, "日"))
            return false;
    return true;
}

/* 单位负责人：    填表人：    联系电话： typed with blanks in one cell: its parts; none if it is an ordinary text. */
static struct text_names signs_in(struct arena *arena, const char *text)
{
    struct text_names signs = {0}, none = {0};
    for (const char *end; (end = behind_colon(text)); text = end) {
        const char *sign = text_trimmed(arena, text, end);
        if (utf8_count(sign) > SIGN_MOST)
            return none;
        *list_push(arena, &signs) = sign;
    }
    if (signs.count < 2 || !is_room(text))
        return none;
    const char *last = arena_printf(arena, "%s%s", signs.items[signs.count - 1], text);
    signs.items[signs.count - 1] = text_trimmed(arena, last, last + strlen(last));
    return signs;
}

static void put_signs(struct form_writer *w, const struct text_names *signs)
{
    struct buf out = buf_in(w->arena);
    for (size_t i = 0; i < signs->count; i++)
        buf_printf(&out, "%s%s", i > 0 ? " | " : "", form_escaped(w->arena, signs->items[i], false));
    form_put_line(w, arena_printf(w->arena, "签字行 = %s", buf_text(&out)));
}

/* One text in a row is a note, the first several are signed. */
void form_put_below(struct form_writer *w)
{
    bool signs = false;
    int notes = 0, end = form_bottom(&w->form);
    for (int row = end; row < end + OUTSIDE; row++) {
        struct outside texts = texts_of(w, row);
        struct text_names parts = {0};
        if (texts.cells.count == 1 && !signs)
            parts = signs_in(w->arena, texts.texts.items[0]);
        if (texts.cells.count > 1)
            parts = texts.texts;
        if (parts.count > 0 && !signs) {
            put_signs(w, &parts);
            signs = true;
        } else if (texts.cells.count == 1) {
            form_put_line(w, arena_printf(w->arena, "注.%02d = %s", ++notes, plain(w, texts.texts.items[0])));
        } else {
            continue;
        }
        take(w, &texts);
    }
}

/* -- the rest -- */

static bool in_table(const struct form_writer *w, const struct sheet_cell *cell)
{
    const struct form *form = &w->form;
    return cell->row >= form_top(form) && cell->row < form_bottom(form) && cell->col >= form->cols[0] &&
           cell->col <= form->cols[form->ncol - 1];
}

void form_put_left(struct form_writer *w)
{
    const struct sheet *sheet = w->form.sheet;
    size_t told = 0;
    for (size_t i = 0; i < sheet->cells.count && told < TOLD_MOST; i++) {
        const struct sheet_cell *cell = &sheet->cells.items[i];
        const char *text = w->taken[i] || in_table(w, cell) ? "" : form_text(w->arena, cell);
        if (!says_something(text))
            continue;
        const char *name = form_cell_name(w->arena, cell->row, cell->col);
        form_put_line(w, arena_printf(w->arena, "# 表外：%s %s", name, form_one_line(w->arena, text)));
        diag_add(w->diag, DIAG_IMPORT_OUTSIDE, (struct pos){.file = w->file, .line = w->line}, "%s %s", name,
                 form_one_line(w->arena, text));
        told++;
    }
}
