/* Plan of a sheet → workbook file: the only file that includes xlsxwriter.h. Decides nothing about content.
 * libxlsxwriter writes into memory (a memfd), our own code writes the file: so a full disk is seen, and said in our
 * words. Everything it would refuse on stderr is kept from it by the plan. */
#include "base/os.h"
#include "output/xlsx_private.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

struct writer {
    struct arena *arena;
    const struct xlsx_plan *plan;
    lxw_workbook *book;
    lxw_worksheet *sheet;
    struct map *formats; /* description → lxw_format */
    lxw_format *open;    /* of cells outside the plan when formulas are locked; else NULL */
    lxw_error error;     /* the first one */
};

static void check(struct writer *w, lxw_error error)
{
    if (w->error == LXW_NO_ERROR)
        w->error = error;
}

static uint8_t border_of(mpt width)
{
    if (width <= 0)
        return LXW_BORDER_NONE;
    return width <= 750 ? LXW_BORDER_THIN : width <= 1750 ? LXW_BORDER_MEDIUM : LXW_BORDER_THICK;
}

static lxw_format *make_format(struct writer *w, const struct xlsx_look *look, const char *number_format, bool open)
{
    static const uint8_t across[] = {LXW_ALIGN_LEFT, LXW_ALIGN_CENTER, LXW_ALIGN_RIGHT};
    static const uint8_t down[] = {LXW_ALIGN_VERTICAL_TOP, LXW_ALIGN_VERTICAL_CENTER, LXW_ALIGN_VERTICAL_BOTTOM};
    lxw_format *format = workbook_add_format(w->book);
    if (!format) {
        check(w, LXW_ERROR_MEMORY_MALLOC_FAILED);
        return NULL;
    }
    format_set_font_name(format, look->font);
    format_set_font_size(format, look->size / 1000.0);
    if (look->bold)
        format_set_bold(format);
    if (look->wrap)
        format_set_text_wrap(format);
    format_set_align(format, across[look->align]);
    format_set_align(format, down[look->vertical]);
    format_set_left(format, border_of(look->border[XLSX_LEFT]));
    format_set_right(format, border_of(look->border[XLSX_RIGHT]));
    format_set_top(format, border_of(look->border[XLSX_TOP]));
    format_set_bottom(format, border_of(look->border[XLSX_BOTTOM]));
    if (look->indent > 0)
        format_set_indent(format, (uint8_t)look->indent);
    if (open)
        format_set_unlocked(format);
    if (number_format)
        format_set_num_format(format, number_format);
    return format;
}

static lxw_format *format_of(struct writer *w, const struct xlsx_cell *cell)
{
    const struct xlsx_look *look = &cell->look;
    const char *number_format = cell->number.value ? cell->number.format : NULL;
    bool open = w->open && !cell->formula;
    const char *name = arena_printf(w->arena, "%s|%d|%d|%d%d%d|%d%d|%d %d %d %d|%s", look->font, look->size,
                                    look->indent, look->bold, look->wrap, open, (int)look->align, (int)look->vertical,
                                    look->border[XLSX_LEFT], look->border[XLSX_RIGHT], look->border[XLSX_TOP],
                                    look->border[XLSX_BOTTOM], number_format ? number_format : "@");
    lxw_format *format = map_get(w->formats, name);
    if (!format && (format = make_format(w, look, number_format, open)) != NULL)
        map_put(w->formats, name, format);
    return format;
}

static bool is_escape(const char *s)
{
    static const char hex[] = "0123456789ABCDEFabcdef";
    return text_starts(s, "_x") && strspn(s + 2, hex) >= 4 && s[6] == '_';
}

/* In a workbook _x0041_ means A (ECMA-376 22.9.2.19) and _x005F_ a bare _; the library writes such text as it is. */
static const char *escaped(struct arena *arena, const char *text)
{
    if (!strstr(text, "_x"))
        return text;
    struct buf buf = buf_in(arena);
    for (; *text; text++) {
        if (is_escape(text))
            buf_add(&buf, "_x005F");
        buf_addn(&buf, text, 1);
    }
    return buf_text(&buf);
}

static void write_cell(struct writer *w, const struct xlsx_cell *cell)
{
    lxw_format *format = format_of(w, cell);
    lxw_row_t row = (lxw_row_t)cell->row;
    lxw_col_t col = (lxw_col_t)cell->col;
    if (!format)
        return;
    /* a join holds its value in its first cell, written after it */
    if (cell->row != cell->last_row || cell->col != cell->last_col)
        check(w, worksheet_merge_range(w->sheet, row, col, (lxw_row_t)cell->last_row, (lxw_col_t)cell->last_col, "",
                                       format));
    if (!cell->number.value) {
        check(w, *cell->text ? worksheet_write_string(w->sheet, row, col, escaped(w->arena, cell->text), format)
                             : worksheet_write_blank(w->sheet, row, col, format));
        return;
    }
    double value = num_to_double(w->arena, cell->number.value, cell->number.places);
    if (cell->formula)
        check(w, worksheet_write_formula_num(w->sheet, row, col, arena_printf(w->arena, "=%s", cell->formula), format,
                                             value));
    else
        check(w, worksheet_write_number(w->sheet, row, col, value, format));
}

static double inches(mpt length)
{
    return length / 72000.0;
}

static void set_page(struct writer *w)
{
    const struct xlsx_plan *plan = w->plan;
    enum { A4 = 9 };
    worksheet_set_paper(w->sheet, A4);
    if (plan->grid->landscape)
        worksheet_set_landscape(w->sheet);
    else
        worksheet_set_portrait(w->sheet);
    worksheet_set_margins(w->sheet, inches(plan->left), inches(plan->right), inches(plan->top), inches(plan->bottom));
    worksheet_center_horizontally(w->sheet);
    worksheet_fit_to_pages(w->sheet, 1, 0);
    if (plan->first_page > 1) /* annexes go on with the report's numbers; the library has no call for it */
        w->sheet->page_start = (uint16_t)(plan->first_page < UINT16_MAX ? plan->first_page : UINT16_MAX);
    worksheet_gridlines(w->sheet, LXW_HIDE_ALL_GRIDLINES);
    check(w, worksheet_print_area(w->sheet, 0, 0, (lxw_row_t)(plan->nrow - 1), (lxw_col_t)(plan->ncol - 1)));
    if (plan->grid->head_first >= 0 && plan->grid->head_last >= plan->grid->head_first)
        check(w, worksheet_repeat_rows(w->sheet, (lxw_row_t)(plan->table_row + plan->grid->head_first),
                                       (lxw_row_t)(plan->table_row + plan->grid->head_last)));
    lxw_header_footer_options options = {.margin = inches(plan->footer_margin)};
    if (*plan->footer)
        check(w, worksheet_set_footer_opt(w->sheet, plan->footer, &options));
}

static void set_sizes(struct writer *w)
{
    int ncol = w->plan->ncol;
    for (int c = 0; c < ncol; c++)
        check(w,
              worksheet_set_column_pixels(w->sheet, (lxw_col_t)c, (lxw_col_t)c, (uint32_t)w->plan->pixels[c], w->open));
    if (w->open && ncol < LXW_COL_MAX)
        check(w, worksheet_set_column(w->sheet, (lxw_col_t)ncol, LXW_COL_MAX - 1, LXW_DEF_COL_WIDTH, w->open));
    for (int r = 0; r < w->plan->nrow; r++)
        check(w, worksheet_set_row(w->sheet, (lxw_row_t)r, w->plan->row[r] / 1000.0, NULL));
}

/* Formulas only, without a password: against slips, not against people. */
static void lock_formulas(struct writer *w)
{
    lxw_protection allowed = {.format_cells = 1,
                              .format_columns = 1,
                              .format_rows = 1,
                              .insert_columns = 1,
                              .insert_rows = 1,
                              .insert_hyperlinks = 1,
                              .delete_columns = 1,
                              .delete_rows = 1,
                              .sort = 1,
                              .autofilter = 1,
                              .pivot_tables = 1};
    w->open = workbook_add_format(w->book);
    if (w->open)
        format_set_unlocked(w->open);
    worksheet_protect(w->sheet, NULL, &allowed);
}

/* ='自评表'!$F$30: an apostrophe in the sheet's name is doubled. */
static void define_names(struct writer *w)
{
    const struct xlsx_plan *plan = w->plan;
    struct buf sheet = buf_in(w->arena);
    for (const char *s = plan->sheet; *s; s++)
        buf_addn(&sheet, *s == '\'' ? "''" : s, *s == '\'' ? 2 : 1);
    for (size_t i = 0; i < plan->names.count; i++) {
        const struct xlsx_name *name = &plan->names.items[i];
        const char *column = xlsx_ref(w->arena, name->row, name->col);
        int letters = (int)strcspn(column, "0123456789");
        check(w, workbook_define_name(
                     w->book, name->name,
                     arena_printf(w->arena, "='%s'!$%.*s$%d", buf_text(&sheet), letters, column, name->row + 1)));
    }
}

/* The library's structs want char *, though it copies and never writes. */
static char *text_of(const struct writer *w, const char *text)
{
    return arena_strdup(w->arena, text ? text : "");
}

/* The word of the proof copy above every printed page, and a comment on each cell that has a finding. */
static void add_comments(struct writer *w)
{
    enum { WIDTH = 320, LINE = 18, CHARACTERS = 22, LONGEST = 8000 };
    const struct xlsx_plan *plan = w->plan;
    struct buf header = buf_in(w->arena);
    buf_add(&header, "&L");
    for (const char *s = plan->doc->model->proof_mark; *s; s++)
        buf_addn(&header, *s == '&' ? "&&" : s, *s == '&' ? 2 : 1);
    check(w, worksheet_set_header(w->sheet, buf_text(&header)));
    for (size_t i = 0; i < plan->proof->notes.count; i++) {
        const struct cell_note *note = &plan->proof->notes.items[i];
        int row, col;
        if (!proof_note_place(note, plan->grid, &row, &col))
            continue;
        size_t lines = 2 + utf8_count(note->text) / CHARACTERS;
        lxw_comment_options options = {.author = text_of(w, plan->doc->model->proof_mark),
                                       .font_name = text_of(w, plan->cells.items[0].look.font),
                                       .font_size = 10,
                                       .width = WIDTH,
                                       .height = (uint16_t)(LINE * (lines < 40 ? lines : 40))};
        const char *text = text_within(w->arena, note->text, LONGEST);
        check(w, worksheet_write_comment_opt(w->sheet, (lxw_row_t)(plan->table_row + row), (lxw_col_t)col,
                                             escaped(w->arena, text), &options));
    }
}

/* Days from 1970-01-01 to a day of the Gregorian calendar; years count from March. */
static long days_of(long year, long month, long day)
{
    long y = month > 2 ? year : year - 1;
    long m = month > 2 ? month - 3 : month + 9;
    return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 - 719468;
}

/* The report's date; a report without one still gets the same bytes every day. */
static void set_properties(struct writer *w)
{
    const struct doc *doc = w->plan->doc;
    const int *date = doc->date[0] > 0 ? doc->date : (const int[]){2000, 1, 1};
    lxw_doc_properties properties = {
        .title = text_of(w, w->plan->grid->title.text),
        .subject = text_of(w, doc->title),
        .author = text_of(w, doc->author),
        .keywords = text_of(w, doc->keywords),
        .created = (time_t)days_of(date[0], date[1], date[2]) * 86400,
    };
    check(w, workbook_set_properties(w->book, &properties));
}

/* Column widths count digits of the workbook's default font, indents its spaces. The library's Calibri 11 has digits of
 * 7.43 pixels, which Excel takes as 7 and LibreOffice as 7.43: columns 6 % too wide, shrunk to fit the page with
 * everything in them. Times New Roman at 10.5 pt, or what stands for it, has digits of exactly 7 pixels everywhere. */
static void set_default_font(lxw_workbook *book)
{
    lxw_format *normal = STAILQ_FIRST(book->formats);
    format_set_font_name(normal, "Times New Roman");
    format_set_font_size(normal, 10.5);
}

/* Everything between the library's open and close; the first error. */
static lxw_error write_book(struct arena *arena, const struct xlsx_plan *plan, const char *name, const char *folder)
{
    lxw_workbook_options options = {.tmpdir = arena_strdup(arena, folder)};
    struct writer w = {.arena = arena, .plan = plan, .formats = map_new(arena)};
    w.book = workbook_new_opt(name, &options);
    if (!w.book)
        return LXW_ERROR_MEMORY_MALLOC_FAILED;
    set_default_font(w.book);
    w.sheet = workbook_add_worksheet(w.book, plan->sheet);
    if (w.sheet) {
        if (plan->grid->lock_formulas)
            lock_formulas(&w);
        set_sizes(&w);
        for (size_t i = 0; i < plan->cells.count; i++)
            write_cell(&w, &plan->cells.items[i]);
        set_page(&w);
        if (plan->frozen > 0)
            worksheet_freeze_panes(w.sheet, (lxw_row_t)plan->frozen, 0);
        define_names(&w);
        if (plan->proof)
            add_comments(&w);
        set_properties(&w);
    } else {
        w.error = LXW_ERROR_SHEETNAME_ALREADY_USED;
    }
    lxw_error closed = workbook_close(w.book);
    return w.error != LXW_NO_ERROR ? w.error : closed;
}

static bool fail(struct diag *diag, enum diag_code code, const char *path, const char *cause)
{
    diag_add(diag, code, (struct pos){.file = os_base_name(path)}, "%s", cause ? cause : "");
    return false;
}

/* Bytes that the library's temporary files will not exceed: styles, cells, each text once and its marks escaped. */
static size_t room_for(const struct xlsx_plan *plan)
{
    enum { REST = 1 << 20, CELL = 512, ESCAPED = 6 };
    size_t room = REST;
    for (size_t i = 0; i < plan->cells.count; i++)
        room += CELL + ESCAPED * strlen(plan->cells.items[i].text);
    return room;
}

static bool write_file(struct arena *arena, struct diag *diag, const struct xlsx_plan *plan, const char *path)
{
    const char *cause = os_library(LIBRARY_XLSXWRITER);
    if (cause)
        return fail(diag, DIAG_NO_LIBRARY, path, cause);
    /* asked first, so that the library's temporary files will find room to begin with, if they stand beside it */
    if (os_stage_write(path, "", 0, &cause) != OS_OK)
        return fail(diag, DIAG_UNWRITABLE, path, cause);
    char name[64];
    int fd = os_memory_file("", 0, name);
    if (fd < 0)
        return fail(diag, DIAG_UNWRITABLE, path, os_cause(errno));
    char *data = NULL;
    size_t size = 0;
    lxw_error error = write_book(arena, plan, name, os_memory_folder(room_for(plan), os_parent(arena, path)));
    enum os_status status = error == LXW_NO_ERROR ? os_read(arena, name, &data, &size, &cause) : OS_FAILED;
    close(fd);
    if (error != LXW_NO_ERROR)
        return fail(diag, DIAG_LIBRARY, path, lxw_strerror(error));
    if (status != OS_OK || os_stage_write(path, data, size, &cause) != OS_OK)
        return fail(diag, DIAG_UNWRITABLE, path, cause);
    return true;
}

bool xlsx_write_proof(struct arena *arena, struct diag *diag, const struct doc *doc, const struct facts *facts,
                      const struct grid_size *size, const struct proof *proof, const char *path)
{
    struct xlsx_plan *plan = xlsx_plan(arena, diag, doc, size);
    if (!plan)
        return false;
    plan->proof = proof;
    xlsx_formulas(arena, plan, facts);
    xlsx_names(arena, plan);
    return write_file(arena, diag, plan, path) && xlsx_verify(arena, diag, plan, path);
}

bool xlsx_write(struct arena *arena, struct diag *diag, const struct doc *doc, const struct facts *facts,
                const struct grid_size *size, const char *path)
{
    return xlsx_write_proof(arena, diag, doc, facts, size, NULL, path);
}
