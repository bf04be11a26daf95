/* A table found on a worksheet → annexN.ini: widths, rows with joins and styles. Blank cells are asked for by their
 * labels; what nobody knows, and what one label alone stands for, is marked for a person. */
#include "base/map.h"
#include "model/form_private.h"

#include <stdlib.h>
#include <string.h>

enum { EXAMPLES_MOST = 8 };

void form_put_line(struct form_writer *w, const char *text)
{
    buf_printf(&w->out, "%s\n", text);
    w->line++;
}

/* -- labels -- */

/* Words; a figure is no label. */
static const char *label_at(struct form_writer *w, int r, int c)
{
    const struct form_cell *cell = FORM_CELL_AT(&w->form, r, c);
    cell = FORM_CELL_AT(&w->form, cell->anchor_row, cell->anchor_col);
    return cell->number ? "" : cell->text;
}

static bool is_blank(const struct form_cell *cell)
{
    return !cell->covered && (!*cell->text || cell->number);
}

/* Each of the row's several blanks has its own label on its left: 编制数 | … | 在职人数 | … */
static bool paired(struct form_writer *w, int r)
{
    int blanks = 0;
    for (int c = 0; c < w->form.ncol; c++) {
        if (!is_blank(FORM_CELL_AT(&w->form, r, c)))
            continue;
        if (c == 0 || !*label_at(w, r, c - 1))
            return false;
        blanks++;
    }
    return blanks > 1;
}

static const char *label_left(struct form_writer *w, int r, int c)
{
    for (c--; c >= 0; c--)
        if (*label_at(w, r, c))
            return label_at(w, r, c);
    return "";
}

static const char *label_above(struct form_writer *w, int r, int c)
{
    for (r--; r >= 0; r--)
        if (!w->example[r] && !w->pairs[r] && *label_at(w, r, c))
            return label_at(w, r, c);
    return "";
}

static const char *cell_name(struct form_writer *w, int r, int c)
{
    return form_cell_name(w->arena, w->form.rows[r], w->form.cols[c]);
}

/* -- rows that repeat -- */

/* A whole number that a row may have as its 序号; 0 if it is none. */
static int ordinal_at(struct form_writer *w, int r, int c)
{
    const char *text = r < w->form.nrow ? FORM_CELL_AT(&w->form, r, c)->text : "";
    size_t digits = strspn(text, "0123456789");
    return digits && digits < 5 && !text[digits] ? (int)strtol(text, NULL, 10) : 0;
}

/* Stands in a column headed 序号, or in one that counts the rows: 1, 2, 3. */
static bool is_ordinal(struct form_writer *w, int r, int c)
{
    int n = ordinal_at(w, r, c), above = 0;
    const struct form_cell *cell = FORM_CELL_AT(&w->form, r, c);
    if ((n || cell->number || !*cell->text) && form_names_ordinal(w->names, label_above(w, r, c)))
        return true;
    while (above < n - 1 && above < r && ordinal_at(w, r - above - 1, c) == n - above - 1)
        above++;
    return n && above == n - 1 && (n > 1 || ordinal_at(w, r + 1, c) == 2);
}

/* The table whose columns most of the row's labels above name; NULL if the row is none of its blank rows. */
static const char *repeats(struct form_writer *w, int r)
{
    const char *table = NULL, *found, *column;
    int blanks = 0, fits = 0;
    for (int c = 0; c < w->form.ncol; c++) {
        const struct form_cell *cell = FORM_CELL_AT(&w->form, r, c);
        if (cell->covered && cell->left)
            continue;
        bool blank = !*label_at(w, r, c) || form_names_nothing(w->names, label_at(w, r, c));
        if (blank && form_names_cell(w->names, label_left(w, r, c), label_above(w, r, c), w->year))
            return NULL; /* a row that the template knows by name */
        bool known = form_names_column(w->names, label_above(w, cell->anchor_row, c), w->year, &found, &column);
        if (!known && is_ordinal(w, r, c))
            continue;
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

/* The texts of the rows that are not written, each once. */
static void note_examples(struct form_writer *w, int first, int end)
{
    struct text_names texts = {0};
    struct map *seen = map_new(w->arena);
    for (int r = first; r < end; r++)
        for (int c = 0; c < w->form.ncol && texts.count <= EXAMPLES_MOST; c++) {
            const char *text = form_one_line(w->arena, label_at(w, r, c));
            if (form_names_nothing(w->names, text) || map_get(seen, text) || is_ordinal(w, r, c))
                continue;
            map_put(seen, text, w);
            bool more = texts.count == EXAMPLES_MOST;
            *list_push(w->arena, &texts) = more ? "…" : text;
        }
    if (!texts.count)
        return;
    const char *told = arena_printf(w->arena, "%s:%s（%s）", cell_name(w, first, 0),
                                    cell_name(w, end - 1, w->form.ncol - 1), form_list(w->arena, &texts));
    form_put_line(w, arena_printf(w->arena, "# 样例：%s", told));
    diag_add(w->diag, DIAG_IMPORT_ROWS, (struct pos){.file = w->file, .line = w->line}, "%s", told);
}

static void mark_rows(struct form_writer *w, int first)
{
    int r = first + 1;
    w->example[first] = true;
    for (; r < w->form.nrow; r++) {
        const char *table = repeats(w, r);
        if (!table || strcmp(table, w->repeated) != 0)
            break;
        w->dropped[r] = w->example[r] = true;
    }
    note_examples(w, first, r);
    for (int c = 0; c < w->form.ncol; c++)
        for (int i = first; i < r; i++) {
            const struct form_cell *cell = FORM_CELL_AT(&w->form, i, c);
            bool joined = cell->covered && !cell->left && cell->anchor_row >= first;
            w->merged[c] = w->merged[c] || joined;
        }
}

/* -- cells -- */

const char *form_escaped(struct arena *arena, const char *text, bool styled)
{
    struct buf out = buf_in(arena);
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

/* The one cell of its row that is to be filled in. */
static bool alone(const struct form_writer *w, int r)
{
    int blanks = 0;
    for (int c = 0; c < w->form.ncol; c++)
        blanks += is_blank(FORM_CELL_AT(&w->form, r, c));
    return blanks == 1;
}

/* The left label is all that names the cell. */
static bool by_left(struct form_writer *w, int r, int c)
{
    bool beside = c > 0 && *label_at(w, r, c - 1);
    return *label_left(w, r, c) && ((beside && !*label_above(w, r, c)) || alone(w, r) || w->pairs[r]);
}

/* The field of a cell's two labels. One label alone counts where there is no other, or where the row has no other cell
 * to be filled in or a label for each, and then it is noted. NULL if nobody knows it. */
static const char *field_at(struct form_writer *w, int r, int c)
{
    const char *left = label_left(w, r, c), *above = label_above(w, r, c);
    const char *found = form_names_cell(w->names, left, above, w->year);
    if (found)
        return found;
    if (!*left)
        found = form_names_one(w->names, above, w->year);
    else if (by_left(w, r, c) && !form_names_mixed(w->names, left, w->year))
        found = form_names_one(w->names, left, w->year);
    if (found)
        *list_push(w->arena, &w->guessed) = arena_printf(w->arena, "%s %s", cell_name(w, r, c), found);
    return found;
}

/* No other row of the table is to be filled in under the same head: the head may be all the name it has. */
static bool only_below(struct form_writer *w, int r, int c)
{
    int blanks = 0;
    for (int i = 0; i < w->form.nrow; i++)
        blanks += is_blank(FORM_CELL_AT(&w->form, i, c)) && !strcmp(label_above(w, i, c), label_above(w, r, c));
    return blanks == 1;
}

/* The blank cell is noted, with the field that a person might mean. */
static void note_blank(struct form_writer *w, int r, int c)
{
    const char *left = label_left(w, r, c), *above = label_above(w, r, c);
    const char *name = cell_name(w, r, c), *near = form_names_near(w->names, left, above, w->year);
    const char *head = near ? NULL : form_names_one(w->names, above, w->year);
    if (head && only_below(w, r, c))
        near = head;
    if (!near && by_left(w, r, c))
        near = form_names_near_one(w->names, left, w->year);
    *list_push(w->arena, &w->unknown) = name;
    if (near)
        *list_push(w->arena, &w->alike) = arena_printf(w->arena, "%s %s", name, near);
}

/* A blank cell: the field of its labels, a column of the repeated table, or nothing, which is noted. */
static const char *blank_text(struct form_writer *w, int r, int c)
{
    const struct form_cell *cell = FORM_CELL_AT(&w->form, r, c);
    if (!w->names)
        return "";
    if (w->repeated) {
        *list_push(w->arena, &w->unknown) =
            arena_printf(w->arena, "%s %s", cell_name(w, r, c), form_one_line(w->arena, label_above(w, r, c)));
        return "";
    }
    const char *found = field_at(w, r, c);
    if (!found && !form_style_stands_out(w->model, cell->look)) /* else the corner of a head */
        note_blank(w, r, c);
    return found ? found : "";
}

static const char *cell_text(struct form_writer *w, int r, int c, bool styled)
{
    const struct form_cell *cell = FORM_CELL_AT(&w->form, r, c);
    const char *column =
        w->repeated ? form_names_column_of(w->names, w->repeated, label_above(w, r, c), w->year) : NULL;
    if (column)
        return arena_printf(w->arena, "{{%s}}", column); /* blank, or an example filled in on the form */
    if (w->repeated && is_ordinal(w, r, c))
        return "{{序号}}";
    if (!*cell->text)
        return blank_text(w, r, c);
    const char *found = cell->number && w->names && !w->repeated ? field_at(w, r, c) : NULL;
    if (found)
        return found;
    const char *mixed = w->names ? form_names_mixed(w->names, cell->text, w->year) : NULL;
    if (!mixed)
        return form_escaped(w->arena, cell->text, styled);
    if (!form_year(cell->text, 0)) /* not only a year that counts from this report's */
        *list_push(w->arena, &w->guessed) =
            arena_printf(w->arena, "%s %s", cell_name(w, r, c), form_one_line(w->arena, mixed));
    struct buf out = buf_in(w->arena);
    for (const char *s = mixed; *s; s++) {
        if (*s == '\n')
            buf_add(&out, "\\n");
        else
            buf_addn(&out, s, 1);
    }
    return buf_text(&out);
}

static const char *style_at(struct form_writer *w, int r, const struct form_cell *cell)
{
    return w->head[r] ? form_style_head(w->model)
                      : form_style(w->arena, w->model, cell->look, *cell->text && !cell->number, &w->extra, &w->made);
}

/* The style of every anchor cell in the row, or NULL if they differ. */
static const char *row_style(struct form_writer *w, int r)
{
    const char *style = NULL;
    for (int c = 0; c < w->form.ncol; c++) {
        const struct form_cell *cell = FORM_CELL_AT(&w->form, r, c);
        if (cell->covered)
            continue;
        const char *own = style_at(w, r, cell);
        if (style && strcmp(style, own) != 0)
            return NULL;
        style = own;
    }
    return style;
}

static void put_cell(struct form_writer *w, struct buf *row, int r, int c, const char *shared)
{
    const struct form_cell *cell = FORM_CELL_AT(&w->form, r, c);
    const char *usual = w->model->cell_styles.items[0].name;
    if (cell->covered) {
        bool gone = !cell->left && w->repeated && cell->anchor_row < r && w->dropped[cell->anchor_row];
        buf_add(row, cell->left ? "<" : gone ? "" : "^");
        return;
    }
    const char *style = style_at(w, r, cell);
    bool styled = !shared && strcmp(style, usual) != 0;
    if (styled)
        buf_printf(row, "!%s ", style);
    buf_add(row, cell_text(w, r, c, styled || (shared && c == 0)));
}

static const char *row_key(struct form_writer *w, int r)
{
    return arena_printf(w->arena, w->form.nrow < 100 ? "行.%03d" : "行.%05d", (r + 1) * 10);
}

const char *form_one_line(struct arena *arena, const char *text)
{
    struct buf out = buf_in(arena);
    for (; *text; text++)
        buf_addn(&out, *text == '\n' ? " " : text, 1);
    return buf_text(&out);
}

const char *form_list(struct arena *arena, const struct text_names *names)
{
    struct buf out = buf_in(arena);
    for (size_t i = 0; i < names->count; i++)
        buf_printf(&out, "%s%s", i > 0 ? "、" : "", names->items[i]);
    return buf_text(&out);
}

/* What a person has to do in the row that follows, as comments and as findings at its line. */
static void put_notes(struct form_writer *w, int r)
{
    int c = 0; /* the first cell that asks for something */
    while (c < w->form.ncol - 1 && !is_blank(FORM_CELL_AT(&w->form, r, c)))
        c++;
    const char *start = form_one_line(w->arena, label_left(w, r, c)), *end = start + strlen(start);
    text_trim(&start, &end);
    const char *label = arena_strndup(w->arena, start, (size_t)(end - start));
    const char *unknown = form_list(w->arena, &w->unknown), *guessed = form_list(w->arena, &w->guessed);
    const char *alike = form_list(w->arena, &w->alike);
    struct pos at = {.file = w->file};
    if (*unknown) {
        unknown = w->repeated ? unknown : arena_printf(w->arena, "%s（%s）", unknown, label);
        form_put_line(w, arena_printf(w->arena, FORM_BLANK "%s", unknown));
        at.line = w->line;
        diag_add(w->diag, DIAG_IMPORT_BLANK, at, "%s", unknown)->near = *alike ? alike : NULL;
    }
    if (*alike)
        form_put_line(w, arena_printf(w->arena, "# 也许是：%s", alike));
    if (*guessed) {
        form_put_line(w, arena_printf(w->arena, FORM_GUESS "%s", guessed));
        at.line = w->line;
        diag_add(w->diag, DIAG_IMPORT_GUESS, at, "%s", guessed);
    }
}

static void put_row(struct form_writer *w, int r)
{
    struct buf row = buf_in(w->arena);
    w->repeated = w->names ? repeats(w, r) : NULL;
    w->unknown.count = w->guessed.count = w->alike.count = 0;
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
    put_notes(w, r);
    form_put_line(w, arena_printf(w->arena, "%s = %s", row_key(w, r), buf_text(&row)));
}

/* -- the table -- */

static void put_widths(struct form_writer *w)
{
    struct buf row = buf_in(w->arena);
    for (int c = 0; c < w->form.ncol; c++) {
        int width = form_width(w->form.sheet, w->form.cols[c]);
        int share = width / 10 > 0 ? width / 10 : 1;
        buf_printf(&row, " %d", share < 10000 ? share : 10000);
    }
    form_put_line(w, arena_printf(w->arena, "列宽 =%s", buf_text(&row)));
}

static void put_head(struct form_writer *w)
{
    int first = -1, last = -1;
    for (int r = 0; r < w->form.nrow; r++) {
        bool head = w->form.rows[r] >= w->form.sheet->head_first && w->form.rows[r] <= w->form.sheet->head_last;
        first = head && first < 0 ? r : first;
        last = head ? r : last;
    }
    if (first >= 0)
        form_put_line(w, first == last
                             ? arena_printf(w->arena, "重复表头 = %s", row_key(w, first))
                             : arena_printf(w->arena, "重复表头 = %s-%s", row_key(w, first), row_key(w, last)));
}

/* Known only when the rows are written: columns joined downward. */
static const char *merged_columns(struct form_writer *w)
{
    struct buf row = buf_in(w->arena);
    for (int c = 0; c < w->form.ncol && c < 256; c++)
        if (w->merged[c])
            buf_printf(&row, " %d", c + 1);
    return buf_text(&row);
}

static int latest_year(struct form_writer *w)
{
    int year = 0;
    for (int i = 0; i < w->form.nrow * w->form.ncol; i++)
        year = form_year(w->form.cells[i].text, year);
    return year;
}

bool form_import(struct arena *arena, struct diag *diag, const struct sheet *sheet, const struct page_model *model,
                 const struct form_names *names, const char *file, struct form_result *out)
{
    struct form_writer *w = arena_alloc(arena, sizeof *w);
    w->arena = arena;
    w->diag = diag;
    w->model = model;
    w->names = names;
    w->file = file;
    w->out = w->extra = buf_in(arena);
    if (!form_region(arena, sheet, &w->form)) {
        bool large = w->form.nrow > FORM_ROWS_MOST || w->form.ncol > FORM_COLS_MOST;
        diag_add(diag, DIAG_IMPORT_NONE, (struct pos){.file = sheet->file}, large ? "%s：%d×%d > %d×%d" : "%s",
                 sheet->name, w->form.nrow, w->form.ncol, FORM_ROWS_MOST, FORM_COLS_MOST);
        return false;
    }
    w->dropped = arena_alloc(arena, (size_t)w->form.nrow * sizeof *w->dropped);
    w->example = arena_alloc(arena, (size_t)w->form.nrow * sizeof *w->example);
    w->taken = arena_alloc(arena, sheet->cells.count + 1);
    w->year = latest_year(w);
    w->pairs = arena_alloc(arena, (size_t)w->form.nrow * sizeof *w->pairs);
    for (int r = 0; r < w->form.nrow; r++)
        w->pairs[r] = paired(w, r);
    form_find_heads(w);
    form_put_above(w);
    form_put_line(w, "[行]");
    for (int r = 0; r < w->form.nrow; r++)
        if (!w->dropped[r])
            put_row(w, r);
    form_put_line(w, "[表]");
    put_widths(w);
    if (*w->unit)
        form_put_line(w, arena_printf(arena, "单位行 = %s", w->unit));
    put_head(w);
    const char *merged = merged_columns(w);
    if (*merged)
        form_put_line(w, arena_printf(arena, "合并列 =%s", merged));
    form_put_below(w);
    form_put_left(w);
    *out = (struct form_result){buf_text(&w->out), buf_text(&w->extra)};
    return true;
}
