/* A table found on a worksheet → annexN.ini: widths, rows with joins and styles, texts above and below. Blank cells are
 * asked for by their labels; what nobody knows is marked for a person. */
#include "model/form_private.h"

#include <string.h>

enum { OUTSIDE = 60 }; /* rows above and below the table that are looked at */

struct writer {
    struct form form;
    struct arena *arena;
    struct diag *diag;
    const struct page_model *model;
    const struct form_names *names;
    const char *file;
    int year;
    int line; /* lines written so far */
    struct buf out, extra;
    struct text_names made;    /* styles */
    const char *repeated;      /* table of the repeated row above, NULL if there is none */
    bool *dropped;             /* rows that the repeated one stands for */
    bool merged[256];          /* columns joined downward in dropped rows */
    struct text_names unknown; /* blanks of the row */
};

static void put_line(struct writer *w, const char *text)
{
    buf_printf(&w->out, "%s\n", text);
    w->line++;
}

/* -- labels -- */

/* Words; a figure is no label. */
static const char *label_at(struct writer *w, int r, int c)
{
    const struct form_cell *cell = FORM_CELL_AT(&w->form, r, c);
    cell = FORM_CELL_AT(&w->form, cell->anchor_row, cell->anchor_col);
    return cell->number ? "" : cell->text;
}

static const char *label_left(struct writer *w, int r, int c)
{
    for (c--; c >= 0; c--)
        if (*label_at(w, r, c))
            return label_at(w, r, c);
    return "";
}

static const char *label_above(struct writer *w, int r, int c)
{
    for (r--; r >= 0; r--)
        if (!w->dropped[r] && *label_at(w, r, c))
            return label_at(w, r, c);
    return "";
}

/* -- rows that repeat -- */

/* The table whose columns most of the row's labels above name; NULL if the row is none of its blank rows. */
static const char *repeats(struct writer *w, int r)
{
    const char *table = NULL, *found, *column;
    int blanks = 0, fits = 0;
    for (int c = 0; c < w->form.ncol; c++) {
        const struct form_cell *cell = FORM_CELL_AT(&w->form, r, c);
        if (cell->covered && cell->left)
            continue;
        bool blank = !*label_at(w, r, c);
        if (blank && form_names_cell(w->names, label_left(w, r, c), label_above(w, r, c), w->year))
            return NULL; /* a row that the template knows by name */
        bool known = form_names_column(w->names, label_above(w, cell->anchor_row, c), w->year, &found, &column);
        blanks += blank;
        if (!known && !blank && !cell->covered)
            return NULL; /* a label of its own */
        if (!known || (table && strcmp(table, found) != 0))
            continue;
        table = found;
        fits += blank;
    }
    return fits >= 2 && fits * 2 >= blanks && blanks > 1 ? table : NULL;
}

static void mark_rows(struct writer *w, int first)
{
    int r = first + 1;
    for (; r < w->form.nrow; r++) {
        const char *table = repeats(w, r);
        if (!table || strcmp(table, w->repeated) != 0)
            break;
        w->dropped[r] = true;
    }
    for (int c = 0; c < w->form.ncol; c++)
        for (int i = first; i < r; i++) {
            const struct form_cell *cell = FORM_CELL_AT(&w->form, i, c);
            bool joined = cell->covered && !cell->left && cell->anchor_row >= first;
            w->merged[c] = w->merged[c] || joined;
        }
}

/* -- cells -- */

/* A text as a cell of a row: bars, marks, line ends and outer blanks are kept. */
static const char *escaped(struct writer *w, const char *text, bool styled)
{
    struct buf out = buf_in(w->arena);
    size_t n = strlen(text);
    bool mark = *text && strchr("<^!*-", *text) && (!styled || !text[1] || *text == '*');
    if (*text && (text_blank_at(text) > 0 || *text == '\n' || (mark && styled)))
        buf_add(&out, "{{! }}");
    else if (mark)
        buf_add(&out, "\\");
    for (const char *s = text; *s; s++) {
        if (*s == '\n')
            buf_add(&out, "\\n");
        else if (*s == '|' || *s == '\\')
            buf_printf(&out, "\\%c", *s);
        else if (s[0] == '{' && s[1] == '{')
            buf_add(&out, "{ ");
        else
            buf_addn(&out, s, 1);
    }
    const char *end = text + n;
    while (end > text && ((unsigned char)end[-1] & 0xC0) == 0x80)
        end--;
    if (end > text && (text_blank_at(end - 1) > 0 || end[-1] == '\n'))
        buf_add(&out, "{{! }}");
    return buf_text(&out);
}

static const char *cell_name(struct writer *w, int r, int c)
{
    int col = c + w->form.first_col;
    char letters[4] = {0};
    int n = 0;
    for (int k = col + 1; k > 0 && n < 3; k = (k - 1) / 26)
        letters[n++] = (char)('A' + (k - 1) % 26);
    for (int i = 0; i < n / 2; i++) {
        char swap = letters[i];
        letters[i] = letters[n - 1 - i];
        letters[n - 1 - i] = swap;
    }
    return arena_printf(w->arena, "%s%d", letters, r + w->form.first_row + 1);
}

static bool is_blank(const struct form_cell *cell)
{
    return !cell->covered && (!*cell->text || cell->number);
}

/* The one cell of its row that is to be filled in. */
static bool alone(const struct writer *w, int r)
{
    int blanks = 0;
    for (int c = 0; c < w->form.ncol; c++)
        blanks += is_blank(FORM_CELL_AT(&w->form, r, c));
    return blanks == 1;
}

/* The field of a cell's labels; NULL if nobody knows it. */
static const char *field_at(struct writer *w, int r, int c)
{
    const char *left = label_left(w, r, c), *above = label_above(w, r, c);
    const char *both = form_names_cell(w->names, left, above, w->year);
    const char *one = !both && r > 0 && *label_at(w, r - 1, c) ? form_names_one(w->names, above, w->year) : NULL;
    if (both || one)
        return both ? both : one;
    return alone(w, r) && !form_names_mixed(w->names, left, w->year) ? form_names_one(w->names, left, w->year) : NULL;
}

/* A blank cell: the field of its labels, a column of the repeated table, or nothing, which is noted. */
static const char *blank_text(struct writer *w, int r, int c)
{
    const struct form_cell *cell = FORM_CELL_AT(&w->form, r, c);
    const char *table, *column;
    if (!w->names)
        return "";
    if (w->repeated)
        return form_names_column(w->names, label_above(w, r, c), w->year, &table, &column) &&
                       !strcmp(table, w->repeated)
                   ? arena_printf(w->arena, "{{%s}}", column)
                   : "";
    const char *found = field_at(w, r, c);
    if (!found && !form_style_stands_out(w->model, cell->look)) /* else the corner of a head */
        *list_push(w->arena, &w->unknown) = cell_name(w, r, c);
    return found ? found : "";
}

static const char *cell_text(struct writer *w, int r, int c, bool styled)
{
    const struct form_cell *cell = FORM_CELL_AT(&w->form, r, c);
    const char *table, *column;
    if (!*cell->text)
        return blank_text(w, r, c);
    bool own = w->repeated && form_names_column(w->names, label_above(w, r, c), w->year, &table, &column) &&
               !strcmp(table, w->repeated);
    if (own)
        return arena_printf(w->arena, "{{%s}}", column); /* an example filled in on the form */
    const char *found = cell->number && w->names && !w->repeated ? field_at(w, r, c) : NULL;
    if (found)
        return found;
    const char *mixed = w->names ? form_names_mixed(w->names, cell->text, w->year) : NULL;
    if (!mixed)
        return escaped(w, cell->text, styled);
    struct buf out = buf_in(w->arena);
    for (const char *s = mixed; *s; s++) {
        if (*s == '\n')
            buf_add(&out, "\\n");
        else
            buf_addn(&out, s, 1);
    }
    return buf_text(&out);
}

/* The style of every anchor cell in the row, or NULL if they differ. */
static const char *row_style(struct writer *w, int r)
{
    const char *style = NULL;
    for (int c = 0; c < w->form.ncol; c++) {
        const struct form_cell *cell = FORM_CELL_AT(&w->form, r, c);
        if (cell->covered)
            continue;
        const char *own = form_style(w->arena, w->model, cell->look, *cell->text && !cell->number, &w->extra, &w->made);
        if (style && strcmp(style, own) != 0)
            return NULL;
        style = own;
    }
    return style;
}

static void put_cell(struct writer *w, struct buf *row, int r, int c, const char *shared)
{
    const struct form_cell *cell = FORM_CELL_AT(&w->form, r, c);
    const char *usual = w->model->cell_styles.items[0].name;
    if (cell->covered) {
        bool gone = !cell->left && w->repeated && cell->anchor_row < r && w->dropped[cell->anchor_row];
        buf_add(row, cell->left ? "<" : gone ? "" : "^");
        return;
    }
    const char *style = form_style(w->arena, w->model, cell->look, *cell->text && !cell->number, &w->extra, &w->made);
    bool styled = !shared && strcmp(style, usual) != 0;
    if (styled)
        buf_printf(row, "!%s ", style);
    buf_add(row, cell_text(w, r, c, styled || (shared && c == 0)));
}

static const char *row_key(struct writer *w, int r)
{
    return arena_printf(w->arena, w->form.nrow < 100 ? "行.%03d" : "行.%05d", (r + 1) * 10);
}

static const char *one_line(struct writer *w, const char *text)
{
    struct buf out = buf_in(w->arena);
    for (; *text; text++)
        buf_addn(&out, *text == '\n' ? " " : text, 1);
    return buf_text(&out);
}

static void put_row(struct writer *w, int r)
{
    struct buf row = buf_in(w->arena);
    w->repeated = w->names ? repeats(w, r) : NULL;
    w->unknown.count = 0;
    if (w->repeated) {
        mark_rows(w, r);
        buf_printf(&row, "*%s ", w->repeated);
    }
    const char *shared = row_style(w, r);
    if (shared && !strcmp(shared, w->model->cell_styles.items[0].name))
        shared = NULL;
    if (shared)
        buf_printf(&row, "!!%s ", shared);
    for (int c = 0; c < w->form.ncol; c++) {
        if (c > 0)
            buf_add(&row, " | ");
        put_cell(w, &row, r, c, shared);
    }
    if (w->unknown.count) {
        struct buf note = buf_in(w->arena);
        for (size_t i = 0; i < w->unknown.count; i++)
            buf_printf(&note, "%s%s", i > 0 ? "、" : "", w->unknown.items[i]);
        const char *label = one_line(w, label_left(w, r, w->form.ncol));
        put_line(w, arena_printf(w->arena, "# 待填：%s（%s）", buf_text(&note), label));
        diag_add(w->diag, DIAG_IMPORT_BLANK, (struct pos){.file = w->file, .line = w->line + 1}, "%s（%s）",
                 buf_text(&note), label);
    }
    put_line(w, arena_printf(w->arena, "%s = %s", row_key(w, r), buf_text(&row)));
}

/* -- what stands above and below -- */

/* Texts of a row of the sheet outside the table. */
static struct text_names texts_of(struct writer *w, int row, const struct sheet_cell **last)
{
    struct text_names texts = {0};
    for (size_t i = 0; i < w->form.sheet->cells.count; i++) {
        const struct sheet_cell *cell = &w->form.sheet->cells.items[i];
        const char *text = cell->row == row ? form_text(w->arena, cell) : "";
        if (!*text)
            continue;
        *list_push(w->arena, &texts) = text;
        *last = cell;
    }
    return texts;
}

/* Label and title are the template's business: told in comments. The unit stands right above the table, to the right.
 */
static void put_above(struct writer *w, struct buf *unit)
{
    const struct sheet_cell *last = NULL;
    for (int r = w->form.first_row > OUTSIDE ? w->form.first_row - OUTSIDE : 0; r < w->form.first_row; r++) {
        struct text_names texts = texts_of(w, r, &last);
        bool right = texts.count && r == w->form.first_row - 1 && r > 0 &&
                     ((last->look && last->look->across == SHEET_RIGHTWARD) ||
                      last->col * 2 > w->form.first_col * 2 + w->form.ncol);
        for (size_t i = 0; i < texts.count; i++) {
            if (right && i + 1 == texts.count)
                buf_add(unit, escaped(w, texts.items[i], true));
            else
                put_line(w, arena_printf(w->arena, "# 表上方：%s", one_line(w, texts.items[i])));
        }
    }
}

/* One text in a row is a note, several are signed. */
static void put_below(struct writer *w)
{
    const struct sheet_cell *last = NULL;
    int end = w->form.first_row + w->form.nrow, notes = 0, bottom = end - 1;
    for (size_t i = 0; i < w->form.sheet->cells.count; i++)
        if (w->form.sheet->cells.items[i].row > bottom)
            bottom = w->form.sheet->cells.items[i].row;
    bool signs = false;
    for (int r = end; r <= bottom && r < end + OUTSIDE; r++) {
        struct text_names texts = texts_of(w, r, &last);
        struct buf row = buf_in(w->arena);
        for (size_t i = 0; i < texts.count; i++)
            buf_printf(&row, "%s%s", i > 0 ? " | " : "",
                       texts.count > 1 ? escaped(w, texts.items[i], false) : one_line(w, texts.items[i]));
        if (texts.count == 1)
            put_line(w, arena_printf(w->arena, "注.%02d = %s", ++notes, buf_text(&row)));
        else if (texts.count > 1)
            put_line(w, arena_printf(w->arena, "%s签字行 = %s", signs ? "# " : "", buf_text(&row)));
        signs = signs || texts.count > 1;
    }
}

static void put_widths(struct writer *w)
{
    struct buf row = buf_in(w->arena);
    for (int c = 0; c < w->form.ncol; c++) {
        int width = form_width(w->form.sheet, w->form.first_col + c);
        int share = width / 10 > 0 ? width / 10 : 1;
        buf_printf(&row, " %d", share < 10000 ? share : 10000);
    }
    put_line(w, arena_printf(w->arena, "列宽 =%s", buf_text(&row)));
}

static void put_head(struct writer *w)
{
    int first = w->form.sheet->head_first - w->form.first_row, last = w->form.sheet->head_last - w->form.first_row;
    if (w->form.sheet->head_first < 0 || last < 0 || first >= w->form.nrow)
        return;
    first = first < 0 ? 0 : first;
    last = last < w->form.nrow ? last : w->form.nrow - 1;
    put_line(w, first == last ? arena_printf(w->arena, "重复表头 = %s", row_key(w, first))
                              : arena_printf(w->arena, "重复表头 = %s-%s", row_key(w, first), row_key(w, last)));
}

/* Known only when the rows are written: columns joined downward. */
static const char *merged_columns(struct writer *w)
{
    struct buf row = buf_in(w->arena);
    for (int c = 0; c < w->form.ncol && c < 256; c++)
        if (w->merged[c])
            buf_printf(&row, " %d", c + 1);
    return buf_text(&row);
}

static int latest_year(struct writer *w)
{
    int year = 0;
    for (int i = 0; i < w->form.nrow * w->form.ncol; i++)
        year = form_year(w->form.cells[i].text, year);
    return year;
}

bool form_import(struct arena *arena, struct diag *diag, const struct sheet *sheet, const struct page_model *model,
                 const struct form_names *names, const char *file, struct form_result *out)
{
    struct writer *w = arena_alloc(arena, sizeof *w);
    w->arena = arena;
    w->diag = diag;
    w->model = model;
    w->names = names;
    w->file = file;
    w->out = w->extra = buf_in(arena);
    if (!form_region(arena, sheet, &w->form)) {
        diag_add(diag, DIAG_IMPORT_NONE, (struct pos){.file = file, .sheet = sheet->name}, "%s", sheet->name);
        return false;
    }
    w->dropped = arena_alloc(arena, (size_t)w->form.nrow * sizeof *w->dropped);
    w->year = latest_year(w);
    struct buf unit = buf_in(arena);
    put_line(w, arena_printf(arena, "# 工作表 %s，%s", one_line(w, sheet->name), sheet->landscape ? "横向" : "纵向"));
    put_above(w, &unit);
    put_line(w, "[行]");
    for (int r = 0; r < w->form.nrow; r++)
        if (!w->dropped[r])
            put_row(w, r);
    put_line(w, "[表]");
    put_widths(w);
    if (unit.n > 0)
        put_line(w, arena_printf(arena, "单位行 = %s", buf_text(&unit)));
    put_head(w);
    const char *merged = merged_columns(w);
    if (*merged)
        put_line(w, arena_printf(arena, "合并列 =%s", merged));
    put_below(w);
    *out = (struct form_result){buf_text(&w->out), buf_text(&w->extra)};
    return true;
}
