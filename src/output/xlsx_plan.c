/* Measured grid → plan of the sheet (data-format §8): label, title, unit line, table, notes, one below the other, with
 * the row heights of the PDF page. Decides what is a number. Knows nothing of formulas or of the file. */
#include "layout/grid.h"
#include "output/xlsx_private.h"

#include <string.h>

enum {
    PIXEL = 750,       /* mpt: 1/96 inch */
    ROW_MOST = 409000, /* the highest row a spreadsheet has */
    TEXT_MOST = 32767, /* UTF-16 units a cell can hold */
    SHEET_MOST = 31,   /* UTF-16 units of a sheet name */
    DIGITS_MOST = 15,  /* a double keeps any decimal of so many digits */
    FOOTER_MOST = 255,
    PRINT_SLACK = 6000, /* printing rounds rows up: the last one must still stand on its page */
    LINES_MOST = 10000, /* higher than any row */
    INDENT = 10500,     /* the most that one step of a cell's indent is in any program, three spaces */
    INDENT_MOST = 40,   /* steps */
    LINE_EDGE = 1500,   /* above and below the lines of a cell, both together */
};

static size_t utf16_units(const char *s)
{
    size_t n = 0;
    for (uint32_t c; (c = utf8_next(&s)) != 0;)
        n += c > 0xFFFF ? 2 : 1;
    return n;
}

const char *xlsx_sheet_name(struct arena *arena, const char *wanted)
{
    struct buf name = buf_in(arena);
    const char *s = wanted ? wanted : "";
    size_t units = 0;
    bool first = true;
    for (uint32_t c; (c = utf8_next(&s)) != 0; first = false) {
        /* an apostrophe is refused at the ends only */
        bool bad = c < 0x20 || (c < 0x7F && strchr("[]:*?/\\", (int)c)) || (c == '\'' && (first || !*s));
        if (bad)
            c = c < 0x20 ? '_' : c + 0xFEE0;
        units += c > 0xFFFF ? 2 : 1;
        if (units > SHEET_MOST)
            break;
        if (c == '\'' && units == SHEET_MOST)
            c += 0xFEE0;
        buf_putc(&name, c);
    }
    const char *text = buf_text(&name);
    /* "History" is kept by Excel for itself */
    return !*text ? "Sheet1" : strcasecmp(text, "History") == 0 ? "History_" : text;
}

const char *xlsx_ref(struct arena *arena, int row, int col)
{
    char letters[8];
    size_t at = sizeof letters;
    letters[--at] = '\0';
    for (int n = col + 1; n > 0; n = (n - 1) / 26)
        letters[--at] = (char)('A' + (n - 1) % 26);
    return arena_printf(arena, "%s%d", letters + at, row + 1);
}

/* -- numbers -- */

static const char *number_format(struct arena *arena, bool groups, int decimals, bool percent, const char *unit)
{
    struct buf format = buf_in(arena);
    buf_add(&format, groups ? "#,##0" : "0");
    for (int i = 0; i < decimals; i++)
        buf_add(&format, i == 0 ? ".0" : "0");
    if (percent)
        buf_add(&format, "%");
    if (*unit)
        buf_printf(&format, "\"%s\"", unit);
    return buf_text(&format);
}

bool xlsx_number_read(struct arena *arena, const char *text, const char *unit, struct xlsx_number *out)
{
    const char *end = text;
    const struct num *value = NULL;
    bool wide = false;
    if (num_scan(arena, &end, &value, &wide) != NUM_OK || wide)
        return false;
    size_t length = (size_t)(end - text);
    int digits = 0, decimals = 0;
    bool point = false, groups = false;
    for (const char *s = text; s < end; s++) {
        if (text_is_digit((unsigned char)*s)) {
            digits++;
            decimals += point;
        }
        point = point || *s == '.';
        groups = groups || *s == ',';
    }
    bool percent = *end == '%';
    end += percent;
    const char *printed = num_text(arena, value, decimals, decimals, groups);
    if (digits > DIGITS_MOST || strlen(printed) != length || strncmp(printed, text, length) != 0)
        return false;
    bool with_unit = *unit && strcmp(end, unit) == 0 && !strpbrk(unit, "\"\\");
    if (*end && !with_unit)
        return false;
    out->value = percent ? num_shift(arena, value, -2) : value;
    out->places = percent ? decimals + 2 : decimals;
    out->format = number_format(arena, groups, decimals, percent, with_unit ? unit : "");
    return true;
}

/* Does General print the same? Then 99 that becomes 98.5 shows it, where the field leaves the decimals open. */
static bool is_plain(const char *text, const char *format)
{
    enum { GENERAL_MOST = 11 }; /* characters that General shows */
    size_t length = strspn(text, "-0123456789.");
    return length > 0 && length <= GENERAL_MOST && !strpbrk(format, ",%") &&
           !(memchr(text, '.', length) && text[length - 1] == '0');
}

/* Names, dates and words with a number in them stay text. */
static void find_number(struct arena *arena, struct xlsx_cell *cell, bool counted)
{
    const struct fact *fact = cell->fact;
    if (counted)
        xlsx_number_read(arena, cell->text, "", &cell->number);
    if (!fact || fact_blank(fact) || (!fact->num && fact->field->kind != FACT_INDICATOR))
        return;
    struct xlsx_number number;
    bool words = fact->field->kind == FACT_INDICATOR || !fact->unit; /* 78种 stays as it was typed */
    if (!xlsx_number_read(arena, cell->text, words ? "" : fact->unit, &number))
        return;
    bool loose = fact->field->kind == FACT_INDICATOR || fact->field->least < fact->field->most;
    if (loose && is_plain(cell->text, number.format)) {
        const char *unit = strchr(number.format, '"');
        number.format = arena_printf(arena, "General%s", unit ? unit : "");
    }
    cell->number = number;
}

/* -- the sheet -- */

static const char *office_face(const struct page_model *model, int face)
{
    bool known = face >= 0 && (size_t)face < model->office_faces.count;
    return known ? model->office_faces.items[face] : "宋体";
}

static struct xlsx_look look_of(const struct page_model *model, const struct style *style)
{
    return (struct xlsx_look){.font = office_face(model, style->face),
                              .size = style->size,
                              .bold = style->bold,
                              .align = style->align,
                              .vertical = XLSX_AT_CENTER};
}

static struct xlsx_cell *add_cell(struct arena *arena, struct xlsx_plan *plan, int row, int col, int last_row,
                                  int last_col, const char *text, struct xlsx_look look)
{
    struct xlsx_cell *cell = list_push(arena, &plan->cells);
    *cell = (struct xlsx_cell){
        .row = row, .col = col, .last_row = last_row, .last_col = last_col, .text = text ? text : "", .look = look};
    return cell;
}

/* Lines of a text that fills the table's width: a han character is one em wide, Latin half. No metrics are needed,
 * because the office's own fonts are not here anyway. */
static int count_lines(const char *text, mpt size, mpt measure)
{
    int lines = 1;
    mpt x = 0;
    for (uint32_t c; (c = utf8_next(&text)) != 0 && lines < LINES_MOST;) {
        mpt advance = c < 0x2000 ? size / 2 : size;
        if (c == '\n' || (x > 0 && x + advance > measure)) {
            lines++;
            x = 0;
        }
        x += c == '\n' ? 0 : advance;
    }
    return lines;
}

static void add_heading(struct arena *arena, struct xlsx_plan *plan, const struct page_model *model, mpt width)
{
    const struct grid *grid = plan->grid;
    int last = plan->ncol - 1;
    mpt body = model->styles[EL_BODY].size;
    bool unit = grid->unit_line.text && *grid->unit_line.text;
    struct xlsx_look look = look_of(model, &model->styles[EL_ANNEX_LABEL]);
    look.vertical = XLSX_AT_TOP;
    add_cell(arena, plan, 0, 0, 0, 0, grid->label, look);

    look = look_of(model, &model->styles[EL_ANNEX_TITLE]);
    look.wrap = true;
    add_cell(arena, plan, 1, 0, 1, last, grid->title.text, look);
    int lines = count_lines(grid->title.text ? grid->title.text : "", look.size, width - XLSX_CELL_PADDING);
    /* The first line of the title has its middle in that of the page's line 3 whatever height an office's font gives
     * to a line: so the title stands in the middle of its row, and both rows share the page's lines. */
    mpt end = (2 + lines) * model->pitch + (unit ? 0 : body / 4);
    plan->row[1] = 2 * (end - 2 * model->pitch - body / 2) - (lines - 1) * model->pitch;
    plan->row[0] = end - plan->row[1];
    plan->nrow = 2;

    if (unit) {
        const struct cell_style *style = style_around(model, "单位行");
        look = look_of(model, &style->text);
        look.align = style->align;
        look.wrap = true;
        add_cell(arena, plan, 2, 0, 2, last, grid->unit_line.text, look);
        lines = count_lines(grid->unit_line.text, look.size, width - XLSX_CELL_PADDING);
        plan->row[2] = body / 4 + (lines - 1) * grid_pitch(model, style) + look.size + model->cell_pad_y;
        plan->nrow = 3;
    }
}

/* The last row or column of a join, inside the table whatever the cell says. */
static int last_of(int first, int span, int count)
{
    int last = first + (span > 1 ? span - 1 : 0);
    return last < count ? last : count - 1;
}

/* In steps: the nearest number of them, but at least one. */
static int indent_of(const struct cell_style *style)
{
    int64_t steps = ((int64_t)style->indent * style->text.size + INDENT / 2) / INDENT;
    return steps > INDENT_MOST ? INDENT_MOST : steps < 1 && style->indent > 0 ? 1 : (int)steps;
}

static mpt columns_width(const struct grid_size *size, int first, int last)
{
    mpt width = 0;
    for (int c = first; c <= last; c++)
        width += size->col[c];
    return width;
}

/* Spreadsheet programs neither squeeze punctuation nor keep our paddings: where that costs a cell more lines than the
 * PDF has, its last row grows, because they clip what does not fit. */
static void fit_text(struct xlsx_plan *plan, const struct page_model *model, const struct grid_size *size, size_t first)
{
    for (size_t i = first; i < plan->cells.count; i++) {
        const struct xlsx_cell *cell = &plan->cells.items[i];
        size_t at = (size_t)(cell->row - plan->table_row) * (size_t)plan->ncol + (size_t)cell->col;
        size_t laid = size->cells ? size->cells[at].count : 1;
        mpt measure = columns_width(size, cell->col, cell->last_col) - cell->look.indent * INDENT - XLSX_CELL_PADDING;
        int lines = count_lines(cell->text, cell->look.size, measure);
        if (cell->number.value || (size_t)lines <= laid)
            continue;
        int64_t missing = (int64_t)lines * cell->look.size * model->table_pitch / 1000 + LINE_EDGE;
        for (int r = cell->row; r <= cell->last_row; r++)
            missing -= plan->row[r];
        if (missing > 0)
            plan->row[cell->last_row] += missing < ROW_MOST ? (mpt)missing : ROW_MOST;
    }
}

/* The size of a table cell's text: smaller than its style's where a figure would not fit else. */
static mpt size_of(const struct grid_size *size, int row, int col, mpt usual)
{
    size_t at = (size_t)row * (size_t)size->grid->ncol + (size_t)col;
    const struct lines *lines = size->cells ? &size->cells[at] : NULL;
    return lines && lines->count && lines->items[0].pieces.count ? lines->items[0].pieces.items[0].size : usual;
}

static void add_table(struct arena *arena, struct xlsx_plan *plan, const struct page_model *model,
                      const struct grid_size *size)
{
    const struct grid *grid = size->grid;
    size_t first = plan->cells.count;
    plan->table_row = plan->nrow;
    for (int r = 0; r < grid->nrow; r++) {
        plan->row[plan->nrow++] = size->row[r];
        for (int c = 0; c < grid->ncol; c++) {
            const struct cell *from = GRID_CELL(grid, r, c);
            if (from->covered)
                continue;
            const struct cell_style *style = &model->cell_styles.items[from->style];
            int last_row = last_of(r, from->rowspan, grid->nrow), last_col = last_of(c, from->colspan, grid->ncol);
            struct xlsx_look look = look_of(model, &style->text);
            look.size = size_of(size, r, c, look.size);
            look.align = style->align;
            look.indent = look.align == ALIGN_LEFT ? indent_of(style) : 0;
            look.wrap = true;
            look.border[XLSX_LEFT] = c == 0 ? style->border_outer : style->border_inner;
            look.border[XLSX_RIGHT] = last_col == grid->ncol - 1 ? style->border_outer : style->border_inner;
            look.border[XLSX_TOP] = r == 0 ? style->border_outer : style->border_inner;
            look.border[XLSX_BOTTOM] = last_row == grid->nrow - 1 ? style->border_outer : style->border_inner;
            struct xlsx_cell *cell =
                add_cell(arena, plan, plan->table_row + r, c, plan->table_row + last_row, last_col, from->text, look);
            cell->fact = from->fact;
            find_number(arena, cell, from->counted);
        }
    }
    fit_text(plan, model, size, first);
}

static void add_notes(struct arena *arena, struct xlsx_plan *plan, const struct page_model *model, mpt width)
{
    const struct cell_style *style = style_around(model, "注");
    struct xlsx_look look = look_of(model, &style->text);
    look.align = style->align;
    look.wrap = true;
    for (size_t i = 0; i < plan->grid->notes.count; i++) {
        const char *text = plan->grid->notes.items[i].text;
        int lines = count_lines(text, look.size, width - XLSX_CELL_PADDING);
        int64_t height = lines * (int64_t)grid_pitch(model, style) + (i == 0 ? model->cell_pad_y : 0);
        plan->row[plan->nrow] = height < INT32_MAX ? (mpt)height : INT32_MAX;
        add_cell(arena, plan, plan->nrow, 0, plan->nrow, plan->ncol - 1, text, look);
        plan->nrow++;
    }
}

/* The sign-off line with half a line above and below it, and the room for seals. */
static void add_closing(struct arena *arena, struct xlsx_plan *plan, const struct page_model *model,
                        const struct grid_size *size)
{
    const struct cell_style *style = style_around(model, "签字行");
    struct xlsx_look look = look_of(model, &style->text);
    look.align = style->align;
    look.wrap = true;
    size_t count = 0;
    int most = 1;
    const struct xlsx_sign *signs = plan->grid->signs.count ? xlsx_signs(arena, size, &count) : NULL;
    for (size_t i = 0; i < count; i++) {
        int lines = count_lines(signs[i].text, look.size, signs[i].width - XLSX_CELL_PADDING);
        most = lines > most ? lines : most;
        add_cell(arena, plan, plan->nrow, signs[i].first, plan->nrow, signs[i].last, signs[i].text, look);
    }
    if (count)
        plan->row[plan->nrow++] = (most + 1) * grid_pitch(model, style);
    if (plan->grid->seal_space > 0)
        plan->row[plan->nrow++] = plan->grid->seal_space;
}

/* Spreadsheets cut rows to whole pixels: every row's end at the last pixel before its place on the page, or a page of
 * thirty rows would come out 3 mm short. */
static void set_rows(struct xlsx_plan *plan)
{
    int64_t y = 0, done = 0;
    for (int r = 0; r < plan->nrow; r++) {
        y += plan->row[r];
        int64_t height = (y - done) / PIXEL * PIXEL;
        plan->row[r] = (mpt)(height < PIXEL ? PIXEL : height);
        done += plan->row[r];
    }
}

/* Label to repeated head, unless that would leave too little of a screen to the rest. */
static void set_frozen(struct xlsx_plan *plan, const struct page_model *model)
{
    const struct grid *grid = plan->grid;
    if (grid->head_first < 0 || grid->head_last < grid->head_first)
        return;
    int rows = plan->table_row + grid->head_last + 1;
    int64_t height = 0;
    for (int r = 0; r < rows && r < plan->nrow; r++)
        height += plan->row[r];
    plan->frozen = height <= model->text_height / 2 ? rows : 0;
}

/* — {n} — in a footer's language: & begins a code there, so it is doubled. */
static const char *footer_text(struct arena *arena, const struct page_model *model)
{
    const struct style *style = &model->styles[EL_PAGE_NUMBER];
    const char *s = model->page_number ? model->page_number : "{n}";
    struct buf footer = buf_in(arena);
    buf_printf(&footer, "&C&\"%s,Regular\"&%d", office_face(model, style->face), (int)(style->size + 500) / 1000);
    if (text_is_digit((unsigned char)*s))
        buf_add(&footer, " "); /* else it would be read as part of the size */
    while (*s) {
        const char *start = s;
        if (text_starts(s, "{n}")) {
            buf_add(&footer, "&P");
            s += 3;
        } else if (utf8_next(&s) == '&') {
            buf_add(&footer, "&&");
        } else {
            buf_addn(&footer, start, (size_t)(s - start));
        }
    }
    const char *text = buf_text(&footer);
    return utf16_units(text) <= FOOTER_MOST ? text : "&C&P";
}

/* The PDF's text area. A landscape annex is read with the binding at its top (official-layout §3). */
static void set_page(struct arena *arena, struct xlsx_plan *plan, const struct page_model *model)
{
    mpt right = model->width - model->left - model->text_width;
    mpt bottom = model->height - model->top - model->text_height;
    if (plan->grid->landscape) {
        plan->top = model->left;
        plan->bottom = right;
        plan->left = bottom;
        plan->right = model->top;
    } else {
        plan->top = model->top;
        plan->bottom = bottom;
        plan->left = model->left;
        plan->right = right;
    }
    enum { DASH_TOP = 300 }; /* of the size: from the top of a line to that of the dash, which the standard measures */
    mpt size = model->styles[EL_PAGE_NUMBER].size;
    mpt drop = plan->bottom - model->number_drop - size + (mpt)((int64_t)size * DASH_TOP / 1000);
    plan->footer_margin = drop > 0 ? drop : plan->bottom / 2;
    plan->footer = plan->grid->unnumbered ? "" : footer_text(arena, model);
    plan->bottom -= plan->bottom > PRINT_SLACK ? PRINT_SLACK : 0;
}

/* Whole pixels, rounded down along the whole width: a table a hair wider than the page would be shrunk by a percent. */
static void set_columns(struct arena *arena, struct xlsx_plan *plan, const struct grid_size *size)
{
    plan->pixels = arena_alloc(arena, (size_t)plan->ncol * sizeof *plan->pixels);
    mpt x = 0;
    for (int c = 0; c < plan->ncol; c++) {
        plan->pixels[c] = (x + size->col[c]) / PIXEL - x / PIXEL;
        if (plan->pixels[c] < 1)
            plan->pixels[c] = 1;
        x += size->col[c];
    }
}

/* What a sheet cannot hold: too long a text (error), too high a row (cut, hint). */
static bool check_limits(struct arena *arena, struct diag *diag, struct xlsx_plan *plan)
{
    bool good = true;
    struct pos at = plan->grid->at;
    at.sheet = plan->sheet;
    for (size_t i = 0; i < plan->cells.count; i++) {
        const struct xlsx_cell *cell = &plan->cells.items[i];
        if (utf16_units(cell->text) <= TEXT_MOST)
            continue;
        at.cell = xlsx_ref(arena, cell->row, cell->col);
        diag_add(diag, DIAG_CELL_OVERFLOW, at, "%s %s: %zu > %d", plan->sheet, at.cell, utf16_units(cell->text),
                 (int)TEXT_MOST)
            ->level = DIAG_ERROR;
        good = false;
    }
    for (int r = 0; r < plan->nrow && good; r++) {
        if (plan->row[r] <= ROW_MOST)
            continue;
        at.cell = xlsx_ref(arena, r, 0);
        diag_add(diag, DIAG_CELL_OVERFLOW, at, "%s %s: %d > %d pt", plan->sheet, at.cell, plan->row[r] / 1000,
                 ROW_MOST / 1000);
        plan->row[r] = ROW_MOST;
    }
    return good;
}

struct xlsx_plan *xlsx_plan(struct arena *arena, struct diag *diag, const struct doc *doc, const struct grid_size *size)
{
    const struct grid *grid = size->grid;
    struct xlsx_plan *plan = arena_alloc(arena, sizeof *plan);
    plan->doc = doc;
    plan->grid = grid;
    plan->sheet = xlsx_sheet_name(arena, grid->sheet);
    plan->ncol = grid->ncol;
    plan->first_page = size->page;
    plan->row = arena_alloc(arena, ((size_t)grid->nrow + grid->notes.count + 5) * sizeof *plan->row);
    mpt width = columns_width(size, 0, grid->ncol - 1);
    const struct page_model *model = table_model(doc->model, grid);
    add_heading(arena, plan, model, width);
    add_table(arena, plan, model, size);
    add_notes(arena, plan, model, width);
    add_closing(arena, plan, model, size);
    set_columns(arena, plan, size);
    set_page(arena, plan, model);
    if (!check_limits(arena, diag, plan))
        return NULL;
    set_rows(plan);
    set_frozen(plan, model);
    return plan;
}
