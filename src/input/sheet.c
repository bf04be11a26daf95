/* An XLSX file → its worksheets' cells and joins. Reads what Excel, LibreOffice, openpyxl and libxlsxwriter write:
 * shared and inline strings, rich text, missing references, absolute and relative part names (ECMA-376 part 1, §18).
 * How cells look is read in sheet_style.c. Knows nothing of reports and of what a sheet is for. */
#include "input/sheet.h"

#include "base/map.h"
#include "base/text.h"
#include "input/sheet_part.h"
#include "input/sheet_style.h"

#include <stdlib.h>
#include <string.h>

enum { ROWS_MOST = 1048576, COLS_MOST = 16384, SHEETS_MOST = 1000 };

enum kind { KIND_NUMBER, KIND_SHARED, KIND_STRING, KIND_TRUTH, KIND_OTHER /* errors, dates */ };

struct tab {
    const char *name, *id; /* id: of its relationship */
    bool hidden;
};

/* Rows repeated on each page of a tab. */
struct title {
    long tab;
    int first, last;
};

struct reader {
    struct arena *arena;
    struct package *package;
    struct sheet_book *book;
    const char *base;     /* the part whose relationships are read */
    const char *workbook; /* part names, NULL while not known */
    const char *strings, *styles;
    struct map *worksheets; /* relationship → part name */
    LIST_OF(struct tab) tabs;
    LIST_OF(const char *) shared;
    struct sheet_looks looks;
    LIST_OF(struct title) titles;
    bool since_1904;     /* dates count from 1904-01-01 */
    struct sheet *sheet; /* while a worksheet is read: */
    struct sheet_cell cell;
    enum kind kind;
    int row, col; /* of the cell before, or -1 */
    bool has_formula, in_cell, in_item, in_phonetic, take_text, take_formula;
    struct buf text, formula;
};

static struct reader *self(void *context)
{
    return context;
}

/* The part named by `address` in the relationships of `base` ("" = the package). Some writers take \ for /. */
static const char *resolve(struct arena *arena, const char *base, const char *address)
{
    char *target = arena_strdup(arena, address);
    for (char *s = target; *s; s++)
        *s = *s == '\\' ? '/' : *s;
    if (*target == '/')
        return target + 1;
    const char *slash = strrchr(base, '/');
    size_t folder = slash ? (size_t)(slash - base) + 1 : 0;
    while (text_starts(target, "./") || text_starts(target, "../")) {
        if (target[1] == '.' && folder)
            for (folder--; folder && base[folder - 1] != '/'; folder--)
                ;
        target = strchr(target, '/') + 1;
    }
    return arena_printf(arena, "%.*s%s", (int)folder, base, target);
}

/* xl/workbook.xml → xl/_rels/workbook.xml.rels */
static const char *relationships_of(struct arena *arena, const char *part)
{
    const char *slash = strrchr(part, '/');
    int folder = slash ? (int)(slash - part) + 1 : 0;
    return arena_printf(arena, "%.*s_rels/%s.rels", folder, part, part + folder);
}

static bool ends_with(const char *s, const char *end)
{
    size_t n = strlen(s), m = strlen(end);
    return n >= m && !strcmp(s + n - m, end);
}

static void relationship(void *context, const char *name, const char **attributes)
{
    struct reader *reader = self(context);
    const char *type = part_attribute(attributes, "Type"), *target = part_attribute(attributes, "Target");
    const char *id = part_attribute(attributes, "Id");
    if (strcmp(name, "Relationship") != 0 || !type || !target || !id)
        return;
    const char *part = resolve(reader->arena, reader->base, target);
    if (ends_with(type, "/officeDocument"))
        reader->workbook = part;
    else if (ends_with(type, "/sharedStrings"))
        reader->strings = part;
    else if (ends_with(type, "/styles"))
        reader->styles = part;
    else if (ends_with(type, "/worksheet"))
        map_put(reader->worksheets, id, (void *)part);
}

static bool truth(const char *text)
{
    return text && strcmp(text, "0") != 0 && strcmp(text, "false") != 0;
}

static void workbook_element(void *context, const char *name, const char **attributes)
{
    struct reader *reader = self(context);
    if (!strcmp(name, "workbookPr"))
        reader->since_1904 = truth(part_attribute(attributes, "date1904"));
    const char *title = part_attribute(attributes, "name"), *id = part_attribute(attributes, "id");
    const char *tab = part_attribute(attributes, "localSheetId"), *state = part_attribute(attributes, "state");
    if (!strcmp(name, "definedName") && title && !strcmp(title, "_xlnm.Print_Titles") && tab) {
        reader->take_text = true;
        reader->text.n = 0;
        *list_push(reader->arena, &reader->titles) = (struct title){strtol(tab, NULL, 10), -1, -1};
    }
    if (strcmp(name, "sheet") != 0)
        return;
    if (!title || !id || reader->tabs.count == SHEETS_MOST)
        package_stop(reader->package, "sheet");
    else
        *list_push(reader->arena, &reader->tabs) =
            (struct tab){arena_strdup(reader->arena, title), arena_strdup(reader->arena, id),
                         state && strcmp(state, "visible") != 0};
}

/* "$4" or "4" → 4, what follows it in *end; 0 if it is none. */
static long row_number(const char *s, const char **end)
{
    char *stop = NULL;
    s += *s == '$';
    long row = *s >= '0' && *s <= '9' ? strtol(s, &stop, 10) : 0;
    *end = row ? stop : s;
    return row;
}

/* 表!$A:$B,表!$4:$5 or 表!4:5 → rows 3 to 4; columns are nobody's business here. */
static void workbook_end(void *context, const char *name)
{
    struct reader *reader = self(context);
    if (strcmp(name, "definedName") != 0 || !reader->take_text)
        return;
    reader->take_text = false;
    struct title *title = &reader->titles.items[reader->titles.count - 1];
    const char *text = arena_strndup(reader->arena, reader->text.s ? reader->text.s : "", reader->text.n);
    for (const char *mark = strchr(text, '!'); mark; mark = strchr(mark + 1, '!')) {
        const char *end;
        long first = row_number(mark + 1, &end), last = *end == ':' ? row_number(end + 1, &end) : 0;
        if (first > 0 && last >= first && last <= ROWS_MOST) {
            title->first = (int)first - 1;
            title->last = (int)last - 1;
        }
    }
}

/* The value of four hexadecimal digits and a closing "_", or -1. */
static long escape_value(const char *s)
{
    char digits[5] = {0}, *end;
    for (int i = 0; i < 4; i++)
        if (!s[i] || !strchr("0123456789ABCDEFabcdef", s[i]))
            return -1;
        else
            digits[i] = s[i];
    return s[4] == '_' ? strtol(digits, &end, 16) : -1;
}

/* A string of the file as Excel shows it: "_x000D_" stands for U+000D (§22.9.2.19). */
static const char *string_of(struct arena *arena, const char *s)
{
    struct buf buf = buf_in(arena);
    for (const char *mark; (mark = strstr(s, "_x"));) {
        long c = escape_value(mark + 2);
        bool good = c > 0 && (c < 0xD800 || c > 0xDFFF);
        buf_addn(&buf, s, (size_t)(mark - s) + (good ? 0 : 2));
        if (good)
            buf_putc(&buf, (uint32_t)c);
        s = mark + (good ? 7 : 2);
    }
    buf_add(&buf, s);
    return buf_text(&buf);
}

/* Text of a string item: all its runs, but not the phonetic hints (§18.4.6). */
static void item_start(struct reader *reader, const char *name)
{
    reader->in_phonetic |= !strcmp(name, "rPh");
    reader->take_text = !strcmp(name, "t") && !reader->in_phonetic;
}

static void item_end(struct reader *reader, const char *name)
{
    if (!strcmp(name, "rPh"))
        reader->in_phonetic = false;
    reader->take_text = false;
}

static void strings_start(void *context, const char *name, const char **attributes)
{
    struct reader *reader = self(context);
    (void)attributes;
    if (!strcmp(name, "si")) {
        reader->text.n = 0;
        reader->in_phonetic = false;
    }
    item_start(reader, name);
}

static const char *taken(struct reader *reader, struct buf *buf)
{
    return arena_strndup(reader->arena, buf->s ? buf->s : "", buf->n);
}

static void strings_end(void *context, const char *name)
{
    struct reader *reader = self(context);
    item_end(reader, name);
    if (!strcmp(name, "si"))
        *list_push(reader->arena, &reader->shared) = string_of(reader->arena, taken(reader, &reader->text));
}

static void add_text(void *context, const char *s, size_t n)
{
    struct reader *reader = self(context);
    if (reader->take_text)
        buf_addn(&reader->text, s, n);
    else if (reader->take_formula)
        buf_addn(&reader->formula, s, n);
}

/* "B12" → row 11, column 1; what follows it, or NULL if it is none. */
static const char *reference(const char *s, int *row, int *col)
{
    int c = 0, r = 0;
    for (; *s >= 'A' && *s <= 'Z' && c <= COLS_MOST; s++)
        c = c * 26 + (*s - 'A' + 1);
    for (; *s >= '0' && *s <= '9' && r <= ROWS_MOST; s++)
        r = r * 10 + (*s - '0');
    *row = r - 1;
    *col = c - 1;
    return c && c <= COLS_MOST && r && r <= ROWS_MOST ? s : NULL;
}

static void row_start(struct reader *reader, const char **attributes)
{
    const char *r = part_attribute(attributes, "r");
    char *end = NULL;
    long row = r ? strtol(r, &end, 10) : reader->row + 2L;
    if (row < 1 || row > ROWS_MOST || (r && *end))
        package_stop(reader->package, "row");
    else
        reader->row = (int)row - 1;
    reader->col = -1;
    const char *height = part_attribute(attributes, "ht"), *hidden = part_attribute(attributes, "hidden");
    double points = height ? strtod(height, NULL) : 0;
    bool gone = truth(hidden);
    if (gone || (points > 0 && points < 1000))
        *list_push(reader->arena, &reader->sheet->heights) =
            (struct sheet_height){reader->row, gone ? -1 : (int)(points * 1000 + 0.5)};
}

static enum kind kind_of(const char *type)
{
    if (!type || !strcmp(type, "n"))
        return KIND_NUMBER;
    if (!strcmp(type, "s"))
        return KIND_SHARED;
    if (!strcmp(type, "b"))
        return KIND_TRUTH;
    return strcmp(type, "str") && strcmp(type, "inlineStr") ? KIND_OTHER : KIND_STRING;
}

static void cell_start(struct reader *reader, const char **attributes)
{
    const char *r = part_attribute(attributes, "r");
    reader->col++;
    if (reader->row < 0 || reader->col >= COLS_MOST || (r && !reference(r, &reader->row, &reader->col)))
        package_stop(reader->package, "cell");
    const char *style = part_attribute(attributes, "s");
    size_t index = style ? strtoul(style, NULL, 10) : 0;
    const struct sheet_look *look = index < reader->looks.count ? &reader->looks.items[index] : NULL;
    reader->cell = (struct sheet_cell){.row = reader->row, .col = reader->col, .look = look};
    *list_push(reader->arena, &reader->sheet->places) = (struct sheet_place){reader->row, reader->col, look};
    reader->kind = kind_of(part_attribute(attributes, "t"));
    reader->text.n = reader->formula.n = 0;
    reader->has_formula = reader->in_item = reader->in_phonetic = false;
    reader->in_cell = true;
}

/* The same day as Excel counts days elsewhere (§18.17.4.1). */
static const char *from_1904(struct arena *arena, const char *days)
{
    char *end;
    double number = strtod(days, &end);
    return end == days || *end ? days : arena_printf(arena, "%.15g", number + 1462);
}

/* The text of the cell that ends; NULL if it points nowhere. */
static const char *cell_text(struct reader *reader)
{
    const char *text = taken(reader, &reader->text);
    if (reader->kind == KIND_TRUTH && *text)
        return truth(text) ? "TRUE" : "FALSE";
    if (reader->kind == KIND_STRING)
        return string_of(reader->arena, text);
    if (reader->kind != KIND_SHARED || !*text)
        return text;
    char *end;
    unsigned long index = strtoul(text, &end, 10);
    return !*end && index < reader->shared.count ? reader->shared.items[index] : NULL;
}

static void cell_end(struct reader *reader)
{
    reader->in_cell = false;
    if (!reader->text.n && !reader->has_formula)
        return;
    reader->cell.text = cell_text(reader);
    reader->cell.number = reader->kind == KIND_NUMBER && reader->text.n;
    if (reader->since_1904 && reader->cell.number && reader->cell.look && sheet_is_date(reader->cell.look->format))
        reader->cell.text = from_1904(reader->arena, reader->cell.text);
    reader->cell.formula = reader->has_formula ? taken(reader, &reader->formula) : NULL;
    if (!reader->cell.text)
        package_stop(reader->package, "shared string");
    else
        *list_push(reader->arena, &reader->sheet->cells) = reader->cell;
}

static void merge(struct reader *reader, const char *ref)
{
    struct sheet_merge got = {.last_row = -1};
    const char *s = ref ? reference(ref, &got.row, &got.col) : NULL;
    if (s && *s == ':')
        s = reference(s + 1, &got.last_row, &got.last_col);
    if (!s || *s || got.last_row < got.row || got.last_col < got.col)
        package_stop(reader->package, "mergeCell");
    else
        *list_push(reader->arena, &reader->sheet->merges) = got;
}

static void columns_start(struct reader *reader, const char **attributes)
{
    const char *min = part_attribute(attributes, "min"), *max = part_attribute(attributes, "max");
    const char *width = part_attribute(attributes, "width"), *hidden = part_attribute(attributes, "hidden");
    long first = min ? strtol(min, NULL, 10) : 0, last = max ? strtol(max, NULL, 10) : 0;
    double digits = width ? strtod(width, NULL) : 0;
    bool gone = truth(hidden);
    if (first < 1 || last < first || last > COLS_MOST || !(digits >= 0 && digits < 1000))
        return;
    *list_push(reader->arena, &reader->sheet->columns) =
        (struct sheet_columns){(int)first - 1, (int)last - 1, gone ? -1 : (int)(digits * 100 + 0.5)};
}

/* What a worksheet says of itself besides its cells. */
static void layout_start(struct reader *reader, const char *name, const char **attributes)
{
    if (!strcmp(name, "col")) {
        columns_start(reader, attributes);
    } else if (!strcmp(name, "sheetFormatPr")) {
        const char *width = part_attribute(attributes, "defaultColWidth");
        double digits = width ? strtod(width, NULL) : 0;
        if (digits > 0 && digits < 1000)
            reader->sheet->default_width = (int)(digits * 100 + 0.5);
    } else if (!strcmp(name, "pageSetup")) {
        const char *orientation = part_attribute(attributes, "orientation");
        reader->sheet->landscape = orientation && !strcmp(orientation, "landscape");
    }
}

static void sheet_start(void *context, const char *name, const char **attributes)
{
    struct reader *reader = self(context);
    if (!strcmp(name, "row"))
        row_start(reader, attributes);
    else if (!strcmp(name, "c"))
        cell_start(reader, attributes);
    else if (!strcmp(name, "mergeCell"))
        merge(reader, part_attribute(attributes, "ref"));
    else if (reader->in_cell && !strcmp(name, "is"))
        reader->in_item = true;
    else if (reader->in_item)
        item_start(reader, name);
    else if (reader->in_cell && !strcmp(name, "f"))
        reader->take_formula = reader->has_formula = true;
    else if (reader->in_cell)
        reader->take_text = !strcmp(name, "v");
    else
        layout_start(reader, name, attributes);
}

static void sheet_end(void *context, const char *name)
{
    struct reader *reader = self(context);
    if (reader->in_item)
        item_end(reader, name);
    reader->take_text = reader->take_formula = false;
    if (!strcmp(name, "is"))
        reader->in_item = false;
    else if (!strcmp(name, "c") && reader->in_cell)
        cell_end(reader);
}

static bool read_relationships(struct reader *reader, const char *part)
{
    static const struct part_handlers handlers = {.start = relationship};
    reader->base = part;
    return package_parse(reader->package, relationships_of(reader->arena, part), &handlers, reader);
}

static bool read_workbook(struct reader *reader)
{
    static const struct part_handlers workbook = {workbook_element, workbook_end, add_text};
    static const struct part_handlers strings = {strings_start, strings_end, add_text};
    if (!read_relationships(reader, "") || !reader->workbook)
        return false;
    if (!read_relationships(reader, reader->workbook) ||
        !package_parse(reader->package, reader->workbook, &workbook, reader))
        return false;
    if (reader->styles && package_has(reader->package, reader->styles) &&
        !sheet_styles(reader->arena, reader->package, reader->styles, &reader->looks))
        return false;
    return !reader->strings || !package_has(reader->package, reader->strings) ||
           package_parse(reader->package, reader->strings, &strings, reader);
}

static bool read_sheets(struct reader *reader, const char *file)
{
    static const struct part_handlers handlers = {sheet_start, sheet_end, add_text};
    for (size_t i = 0; i < reader->tabs.count; i++) {
        const char *part = map_get(reader->worksheets, reader->tabs.items[i].id);
        if (!part)
            continue;
        reader->sheet = list_push(reader->arena, &reader->book->sheets);
        *reader->sheet = (struct sheet){.name = reader->tabs.items[i].name,
                                        .file = file,
                                        .hidden = reader->tabs.items[i].hidden,
                                        .default_width = 900,
                                        .head_first = -1,
                                        .head_last = -1};
        for (size_t k = 0; k < reader->titles.count; k++)
            if (reader->titles.items[k].tab == (long)i) {
                reader->sheet->head_first = reader->titles.items[k].first;
                reader->sheet->head_last = reader->titles.items[k].last;
            }
        reader->row = reader->col = -1;
        reader->in_cell = reader->in_item = false;
        if (!package_parse(reader->package, part, &handlers, reader))
            return false;
    }
    return true;
}

struct sheet_book *sheet_read(struct arena *arena, struct diag *diag, const char *path, const char *file)
{
    const char *error = NULL;
    enum diag_code code;
    struct pos at = {.file = file};
    struct package *package = package_open(arena, path, &code, &error);
    if (!package) {
        diag_add(diag, code, at, "%s", error);
        return NULL;
    }
    struct reader reader = {.arena = arena, .package = package, .book = arena_alloc(arena, sizeof *reader.book)};
    reader.worksheets = map_new(arena);
    reader.text = reader.formula = buf_in(arena);
    bool good = read_workbook(&reader) && read_sheets(&reader, file);
    if (!good)
        diag_add(diag, DIAG_VERIFY, at, "%s", *package_error(package) ? package_error(package) : "officeDocument");
    package_close(package);
    return good ? reader.book : NULL;
}
