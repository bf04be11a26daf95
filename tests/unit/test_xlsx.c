/* The annex workbook: a grid built by hand → plan → file → read back. Formulas need facts: test_xlsx_formula.c. */
#include "output/xlsx_private.h"

#include "base/os.h"
#include "input/sheet.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
/* cmocka.h needs the four above */
#include <cmocka.h>

enum { ROWS = 4, COLS = 3 };

struct fixture {
    struct arena *arena;
    struct diag *diag;
    struct page_model model;
    struct doc doc;
    struct grid grid;
    struct grid_size size;
    char folder[32];
    const char *path;
};

static struct cell *cell(struct fixture *f, int r, int c)
{
    return GRID_CELL(&f->grid, r, c);
}

/* A fact with this printed text; num says whether the data has a number for it. */
static const struct fact *fact(struct fixture *f, enum fact_kind kind, const char *text, bool num)
{
    struct field *field = arena_alloc(f->arena, sizeof *field);
    *field = (struct field){.kind = kind, .unit = kind == FACT_AMOUNT ? "万元" : "", .most = 2, .empty = ""};
    struct fact *fact = arena_alloc(f->arena, sizeof *fact);
    *fact = (struct fact){.name = text,
                          .field = field,
                          .state = FACT_TYPED,
                          .typed = text,
                          .text = text,
                          .unit = kind == FACT_INDICATOR ? "种" : field->unit};
    fact->num = num ? num_int(f->arena, 1) : NULL;
    return fact;
}

static void set_fact(struct fixture *f, int r, int c, enum fact_kind kind, const char *text, bool num)
{
    cell(f, r, c)->text = text;
    cell(f, r, c)->fact = fact(f, kind, text, num);
}

static void join(struct fixture *f, int r, int c, int last_r, int last_c)
{
    for (int i = r; i <= last_r; i++)
        for (int k = c; k <= last_c; k++)
            *cell(f, i, k) = (struct cell){.covered = true};
    *cell(f, r, c) = (struct cell){.text = "", .rowspan = last_r - r + 1, .colspan = last_c - c + 1};
}

static void make_model(struct fixture *f)
{
    struct page_model *m = &f->model;
    *m = (struct page_model){.width = 595276,
                             .height = 841890,
                             .top = 104882,
                             .left = 79370,
                             .text_width = 442205,
                             .text_height = 637795,
                             .pitch = 29609,
                             .number_drop = 19843,
                             .cell_pad_y = 2551,
                             .table_pitch = 1250,
                             .page_number = "— {n} —"};
    *list_push(f->arena, &m->office_faces) = "仿宋_GB2312";
    *list_push(f->arena, &m->office_faces) = "黑体";
    for (int i = 0; i < EL_COUNT; i++)
        m->styles[i] = (struct style){.size = 16000};
    m->styles[EL_ANNEX_TITLE] = (struct style){.size = 22000, .align = ALIGN_CENTER};
    m->styles[EL_PAGE_NUMBER].size = 14000;
    struct cell_style *style = list_push(f->arena, &m->cell_styles);
    *style = (struct cell_style){
        .name = "正文", .text = {.size = 10500}, .align = ALIGN_CENTER, .border_inner = 500, .border_outer = 1000};
}

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    f->arena = arena_new();
    num_init(f->arena);
    f->diag = diag_new(f->arena);
    make_model(f);
    f->doc = (struct doc){.title = "报告", .author = "某县某局", .date = {2024, 2, 28}, .model = &f->model};
    f->grid = (struct grid){.id = "annex1",
                            .label = "附件",
                            .title.text = "自评表",
                            .unit_line.text = "单位：万元",
                            .nrow = ROWS,
                            .ncol = COLS,
                            .head_first = 0,
                            .head_last = 0,
                            .sheet = "自评表"};
    *list_push(f->arena, &f->grid.notes) = (struct phrase){.text = "说明：1.决算数。"};
    f->grid.cells = arena_alloc(f->arena, ROWS * COLS * sizeof *f->grid.cells);
    for (int i = 0; i < ROWS * COLS; i++)
        f->grid.cells[i] = (struct cell){.text = "", .rowspan = 1, .colspan = 1};
    f->size = (struct grid_size){.grid = &f->grid};
    f->size.col = arena_alloc(f->arena, COLS * sizeof *f->size.col);
    f->size.row = arena_alloc(f->arena, ROWS * sizeof *f->size.row);
    for (int c = 0; c < COLS; c++)
        f->size.col[c] = 442205 / COLS;
    for (int r = 0; r < ROWS; r++)
        f->size.row[r] = 20000;
    strcpy(f->folder, "/tmp/xlsxtest.XXXXXX");
    if (!mkdtemp(f->folder))
        return -1;
    f->path = os_join(f->arena, f->folder, "a.xlsx");
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    unlink(f->path);
    rmdir(f->folder);
    arena_free(f->arena);
    free(f);
    return 0;
}

static bool write_it(struct fixture *f)
{
    return xlsx_write(f->arena, f->diag, &f->doc, NULL, &f->size, f->path);
}

static enum diag_code only_finding(struct fixture *f)
{
    size_t n = 0;
    struct finding **findings = diag_sorted(f->diag, &n);
    assert_int_equal(n, 1);
    return findings[0]->code;
}

static const struct sheet_cell *at(const struct sheet *sheet, int row, int col)
{
    for (size_t i = 0; i < sheet->cells.count; i++)
        if (sheet->cells.items[i].row == row && sheet->cells.items[i].col == col)
            return &sheet->cells.items[i];
    static const struct sheet_cell none = {.text = ""};
    return &none;
}

static void expect_number(struct arena *arena, const char *text, const char *unit, double value, const char *format)
{
    struct xlsx_number n;
    assert_true(xlsx_number_read(arena, text, unit, &n));
    double got = num_to_double(arena, n.value, n.places);
    assert_memory_equal(&got, &value, sizeof got);
    assert_string_equal(n.format, format);
}

static void numbers_print_as_printed(void **state)
{
    struct arena *a = ((struct fixture *)*state)->arena;
    expect_number(a, "16", "", 16, "0");
    expect_number(a, "1.5", "万元", 1.5, "0.0");
    expect_number(a, "585.63", "", 585.63, "0.00");
    expect_number(a, "-23.70", "", -23.7, "0.00");
    expect_number(a, "1,804,700.00", "", 1804700, "#,##0.00");
    expect_number(a, "0", "", 0, "0");
    expect_number(a, "100%", "", 1, "0%");
    expect_number(a, "98.35%", "", 0.9835, "0.00%");
    expect_number(a, "585.63万元", "万元", 585.63, "0.00\"万元\"");
}

static void words_are_no_numbers(void **state)
{
    struct arena *a = ((struct fixture *)*state)->arena;
    static const char *const words[] = {"",     "—",    "78种", "≥59种",    "4次/年", "007",  "+5", "１２",
                                        "1.5 ", "12,3", "5%%",  "3.5%以上", ".5",     "−1.5", "-0", "1234567890123456"};
    struct xlsx_number n;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        assert_false(xlsx_number_read(a, words[i], "", &n));
    assert_false(xlsx_number_read(a, "5万", "万元", &n));
}

static void sheet_names_are_taken_everywhere(void **state)
{
    struct arena *a = ((struct fixture *)*state)->arena;
    assert_string_equal(xlsx_sheet_name(a, "自评表"), "自评表");
    assert_string_equal(xlsx_sheet_name(a, "a/b[1]:*?\\"), "a／b［1］：＊？＼");
    assert_string_equal(xlsx_sheet_name(a, "'甲'"), "＇甲＇");
    assert_string_equal(xlsx_sheet_name(a, "甲'乙"), "甲'乙");
    assert_string_equal(xlsx_sheet_name(a, ""), "Sheet1");
    assert_string_equal(xlsx_sheet_name(a, NULL), "Sheet1");
    assert_string_equal(xlsx_sheet_name(a, "history"), "History_");
    assert_int_equal(utf8_count(xlsx_sheet_name(a, "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二")),
                     31);
    assert_int_equal(utf8_count(xlsx_sheet_name(a, "𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷")), 15);
}

static void refs_count_columns_in_letters(void **state)
{
    struct arena *a = ((struct fixture *)*state)->arena;
    assert_string_equal(xlsx_ref(a, 0, 0), "A1");
    assert_string_equal(xlsx_ref(a, 9, 25), "Z10");
    assert_string_equal(xlsx_ref(a, 0, 26), "AA1");
    assert_string_equal(xlsx_ref(a, 0, 701), "ZZ1");
    assert_string_equal(xlsx_ref(a, 0, 702), "AAA1");
}

/* §8: label, title, unit line, table, notes; heights of the page. */
static void plan_has_the_rows_of_the_page(void **state)
{
    struct fixture *f = *state;
    const struct xlsx_plan *plan = xlsx_plan(f->arena, f->diag, &f->doc, &f->size);
    assert_non_null(plan);
    assert_int_equal(plan->nrow, 3 + ROWS + 1);
    assert_int_equal(plan->table_row, 3);
    /* the title's row has the middle of line 3 in its middle; whole pixels, not 1 away from the page's */
    assert_in_range(plan->row[0] + plan->row[1] / 2, 2 * 29609 + 8000 - 1125, 2 * 29609 + 8000);
    mpt top = plan->row[0] + plan->row[1] + plan->row[2];
    assert_in_range(top, 3 * 29609 + 4000 + 10500 + 2551 - 750, 3 * 29609 + 4000 + 10500 + 2551);
    for (int r = 0; r < plan->nrow; r++)
        assert_int_equal(plan->row[r] % 750, 0);
    assert_in_range(top + plan->row[3] + plan->row[4] + plan->row[5] + plan->row[6], top + 80000 - 750,
                    top + 80000 + 750);
    assert_int_equal(plan->pixels[0] + plan->pixels[1] + plan->pixels[2], 442205 / 3 * 3 / 750);
    assert_int_equal(plan->left, 79370);
    assert_int_equal(plan->left + 442205 + plan->right, 595276);
    assert_string_equal(plan->footer, "&C&\"仿宋_GB2312,Regular\"&14— &P —");
    f->grid.unit_line.text = "";
    assert_int_equal(xlsx_plan(f->arena, f->diag, &f->doc, &f->size)->table_row, 2);
    f->grid.title.text = "二〇二三年度部门整体支出绩效评价基础数据表（含项目）"; /* two lines of 20 */
    plan = xlsx_plan(f->arena, f->diag, &f->doc, &f->size);
    assert_in_range(plan->row[0] + plan->row[1], 4 * 29609 + 4000 - 750, 4 * 29609 + 4000);
    f->grid.landscape = true;
    plan = xlsx_plan(f->arena, f->diag, &f->doc, &f->size);
    assert_int_equal(plan->top, 79370);
    assert_int_equal(plan->right, 104882);
}

/* What would be clipped makes its row higher; what the PDF wraps as well does not. */
static void rows_grow_for_lines_only_spreadsheets_need(void **state)
{
    struct fixture *f = *state;
    cell(f, 1, 0)->text = "一二三四五六七八九十一二三四"; /* 147 pt in a column of 147.4 less padding */
    f->size.cells = arena_alloc(f->arena, ROWS * COLS * sizeof *f->size.cells);
    struct piece piece = {.size = 10500};
    struct line lines[2] = {{.pieces = {&piece, 1, 1}}};
    f->size.cells[COLS].items = lines;
    f->size.cells[COLS].count = 1;
    mpt high = xlsx_plan(f->arena, f->diag, &f->doc, &f->size)->row[3 + 1];
    assert_in_range(high, 2 * 10500 * 1250 / 1000 + 1500 - 750, 2 * 10500 * 1250 / 1000 + 1500 + 750);
    f->size.cells[COLS].count = 2;
    assert_in_range(xlsx_plan(f->arena, f->diag, &f->doc, &f->size)->row[3 + 1], 20000 - 750, 20000 + 750);
}

/* A figure set smaller to fit its cell is as small in the workbook. */
static void sizes_are_those_of_the_page(void **state)
{
    struct fixture *f = *state;
    struct piece piece = {.size = 9500};
    struct line line = {.pieces = {&piece, 1, 1}};
    f->size.cells = arena_alloc(f->arena, ROWS * COLS * sizeof *f->size.cells);
    f->size.cells[COLS].items = &line;
    f->size.cells[COLS].count = 1;
    const struct xlsx_plan *plan = xlsx_plan(f->arena, f->diag, &f->doc, &f->size);
    for (size_t i = 0; i < plan->cells.count; i++) {
        const struct xlsx_cell *c = &plan->cells.items[i];
        if (c->row >= plan->table_row && c->row < plan->table_row + ROWS)
            assert_int_equal(c->look.size, c->row == plan->table_row + 1 && c->col == 0 ? 9500 : 10500);
    }
}

/* 签字行: its cells on whole columns below the notes, then the room for seals. */
static void the_closing_stands_below_the_notes(void **state)
{
    struct fixture *f = *state;
    *list_push(f->arena, &f->grid.signs) = (struct phrase){.text = "单位负责人："};
    *list_push(f->arena, &f->grid.signs) = (struct phrase){.text = "填表人："};
    f->grid.seal_space = 57000;
    const struct xlsx_plan *plan = xlsx_plan(f->arena, f->diag, &f->doc, &f->size);
    assert_int_equal(plan->nrow, 3 + ROWS + 1 + 2);
    assert_in_range(plan->row[plan->nrow - 1], 57000 - 750, 57750);
    const struct xlsx_cell *head = &plan->cells.items[plan->cells.count - 2];
    assert_string_equal(head[0].text, "单位负责人：");
    assert_int_equal(head[0].row, plan->nrow - 2);
    assert_int_equal(head[0].last_col + 1, head[1].col);
    assert_int_equal(head[1].last_col, COLS - 1);
    assert_true(write_it(f));
    *list_push(f->arena, &f->grid.signs) = (struct phrase){.text = "联系电话："};
    *list_push(f->arena, &f->grid.signs) = (struct phrase){.text = "日期："}; /* more than columns */
    plan = xlsx_plan(f->arena, f->diag, &f->doc, &f->size);
    assert_string_equal(plan->cells.items[plan->cells.count - 1].text,
                        "单位负责人：　　　　填表人：　　　　联系电话：　　　　日期：");
    assert_true(write_it(f));
}

/* Each in one line, even where that moves an edge away from its place on the page; else all of them in one cell. */
static void a_sign_off_line_has_room(void **state)
{
    struct fixture *f = *state;
    size_t count;
    mpt widths[] = {200000, 60000, 60000, 60000, 62205};
    struct grid grid = {.ncol = 5, .nrow = 1};
    struct grid_size size = {.grid = &grid, .col = widths, .sign_type = 10500};
    *list_push(f->arena, &grid.signs) = (struct phrase){.text = "填表人："};
    *list_push(f->arena, &grid.signs) = (struct phrase){.text = "填报日期：2024年2月28日"};
    *list_push(f->arena, &grid.signs) = (struct phrase){.text = "电话："};
    const struct xlsx_sign *signs = xlsx_signs(f->arena, &size, &count);
    assert_int_equal(count, 3);
    assert_int_equal(signs[0].last, 0);
    assert_int_equal(signs[1].first, 1);
    assert_int_equal(signs[1].last, 3); /* two columns would be nearer to two thirds */
    assert_int_equal(signs[2].first, 4);
    assert_int_equal(signs[2].width, 62205);
    grid.signs.items[2].text = "单位负责人签字：";
    signs = xlsx_signs(f->arena, &size, &count);
    assert_int_equal(count, 1);
    assert_int_equal(signs[0].last, 4);
    assert_int_equal(signs[0].width, 442205);
}

/* One character of small type is a step, not none. */
static void an_indent_is_never_lost(void **state)
{
    struct fixture *f = *state;
    struct cell_style style = f->model.cell_styles.items[0];
    style.align = ALIGN_LEFT;
    style.text.size = 9000;
    for (style.indent = 0; style.indent < 4; style.indent++) {
        f->model.cell_styles.items[0] = style;
        const struct xlsx_plan *plan = xlsx_plan(f->arena, f->diag, &f->doc, &f->size);
        for (size_t i = 0; i < plan->cells.count; i++) {
            const struct xlsx_cell *c = &plan->cells.items[i];
            if (c->row >= plan->table_row && c->row < plan->table_row + ROWS && c->look.align == ALIGN_LEFT)
                assert_int_equal(c->look.indent, style.indent);
        }
    }
}

static void the_head_stays_if_the_rest_has_room(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(xlsx_plan(f->arena, f->diag, &f->doc, &f->size)->frozen, 4);
    f->size.row[0] = 300000;
    assert_int_equal(xlsx_plan(f->arena, f->diag, &f->doc, &f->size)->frozen, 0);
    f->grid.head_first = f->grid.head_last = -1;
    assert_int_equal(xlsx_plan(f->arena, f->diag, &f->doc, &f->size)->frozen, 0);
}

static void names_are_taken_everywhere(void **state)
{
    struct arena *a = ((struct fixture *)*state)->arena;
    assert_string_equal(xlsx_name(a, "总分.得分"), "总分_得分");
    assert_string_equal(xlsx_name(a, "经费.水费、电费.本年"), "经费_水费_电费_本年");
    assert_string_equal(xlsx_name(a, "2023年"), "_2023年");
    assert_string_equal(xlsx_name(a, "A1"), "_A1");
    assert_string_equal(xlsx_name(a, "xfd12"), "_xfd12");
    assert_string_equal(xlsx_name(a, "R1C1"), "_R1C1");
    assert_string_equal(xlsx_name(a, "r"), "_r");
    assert_string_equal(xlsx_name(a, "Total1"), "Total1");
    assert_string_equal(xlsx_name(a, "R1总"), "R1总");
    assert_string_equal(xlsx_name(a, ""), "_");
}

/* What the field leaves open is shown as it becomes; what it fixes stays fixed. */
static void open_decimals_are_general(void **state)
{
    struct fixture *f = *state;
    set_fact(f, 1, 0, FACT_AMOUNT, "585.5", true); /* 0-2 decimals */
    set_fact(f, 1, 1, FACT_AMOUNT, "585.50", true);
    set_fact(f, 1, 2, FACT_INDICATOR, "30", true);
    set_fact(f, 2, 0, FACT_INDICATOR, "98.35%", true);
    set_fact(f, 2, 1, FACT_AMOUNT, "1,585", true);
    set_fact(f, 2, 2, FACT_AMOUNT, "5.5万元", true);
    set_fact(f, 3, 0, FACT_AMOUNT, "16", true);
    ((struct field *)(uintptr_t)cell(f, 3, 0)->fact->field)->most = 0;
    static const char *const formats[] = {"General", "0.00", "General", "0.00%", "#,##0", "General\"万元\"", "0"};
    const struct xlsx_plan *plan = xlsx_plan(f->arena, f->diag, &f->doc, &f->size);
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        assert_string_equal(plan->cells.items[3 + COLS + i].number.format, formats[i]);
    assert_true(write_it(f));
}

static void ordinals_are_numbers(void **state)
{
    struct fixture *f = *state;
    cell(f, 1, 0)->text = "12";
    cell(f, 1, 0)->counted = true;
    cell(f, 1, 1)->text = "12"; /* words of the template */
    const struct xlsx_plan *plan = xlsx_plan(f->arena, f->diag, &f->doc, &f->size);
    assert_string_equal(plan->cells.items[3 + COLS].number.format, "0");
    assert_null(plan->cells.items[3 + COLS + 1].number.value);
    assert_true(write_it(f));
}

static void borders_are_thick_outside_only(void **state)
{
    struct fixture *f = *state;
    join(f, 2, 1, 3, 2);
    const struct xlsx_plan *plan = xlsx_plan(f->arena, f->diag, &f->doc, &f->size);
    const mpt first[XLSX_SIDES] = {1000, 500, 1000, 500}, corner[XLSX_SIDES] = {500, 1000, 500, 1000};
    assert_memory_equal(plan->cells.items[3].look.border, first, sizeof first); /* after label, title, unit line */
    for (size_t i = 0; i < plan->cells.count; i++)
        if (plan->cells.items[i].row == 3 + 2 && plan->cells.items[i].col == 1)
            assert_memory_equal(plan->cells.items[i].look.border, corner, sizeof corner);
}

static void fill(struct fixture *f)
{
    cell(f, 0, 0)->text = "=1+1";
    cell(f, 0, 1)->text = "-甲\n@乙 & <丙> \"𠮷\"  ";
    cell(f, 0, 2)->text = "_x0041_x0042_";
    set_fact(f, 1, 0, FACT_AMOUNT, "585.63", true);
    set_fact(f, 1, 1, FACT_INDICATOR, "98.35%", true);
    set_fact(f, 1, 2, FACT_INDICATOR, "78种", true);
    join(f, 2, 0, 3, 0);
    set_fact(f, 2, 1, FACT_TEXT, "123", false);
    join(f, 2, 2, 3, 2);
    set_fact(f, 2, 2, FACT_COUNT, "16", true);
    cell(f, 3, 1)->text = "<r><t>7</t></r>"; /* no rich text */
}

static void what_is_written_reads_back(void **state)
{
    struct fixture *f = *state;
    fill(f);
    assert_true(write_it(f));
    const struct sheet_book *book = sheet_read(f->arena, f->diag, f->path, "a.xlsx");
    assert_non_null(book);
    assert_int_equal(book->sheets.count, 1);
    const struct sheet *sheet = &book->sheets.items[0];
    assert_string_equal(sheet->name, "自评表");
    assert_string_equal(at(sheet, 0, 0)->text, "附件");
    assert_string_equal(at(sheet, 1, 0)->text, "自评表");
    assert_string_equal(at(sheet, 2, 0)->text, "单位：万元");
    assert_string_equal(at(sheet, 3, 0)->text, "=1+1");
    assert_false(at(sheet, 3, 0)->number);
    assert_null(at(sheet, 3, 0)->formula);
    assert_string_equal(at(sheet, 3, 1)->text, "-甲\n@乙 & <丙> \"𠮷\"  ");
    assert_string_equal(at(sheet, 3, 2)->text, "_x0041_x0042_");
    assert_true(at(sheet, 4, 0)->number);
    assert_string_equal(at(sheet, 4, 0)->text, "585.63");
    assert_string_equal(at(sheet, 4, 1)->text, "0.9835");
    assert_false(at(sheet, 4, 2)->number);
    assert_false(at(sheet, 5, 1)->number);
    assert_false(at(sheet, 6, 1)->number);
    assert_true(at(sheet, 5, 2)->number);
    assert_string_equal(at(sheet, 7, 0)->text, "说明：1.决算数。");
    assert_int_equal(sheet->merges.count, 5);
}

static void one_column_needs_no_joins(void **state)
{
    struct fixture *f = *state;
    f->grid.ncol = 1;
    assert_true(write_it(f));
    assert_int_equal(sheet_read(f->arena, f->diag, f->path, "a.xlsx")->sheets.items[0].merges.count, 0);
}

static void bytes_do_not_depend_on_the_day(void **state)
{
    struct fixture *f = *state;
    char *one, *two;
    size_t n1, n2;
    fill(f);
    f->doc.date[0] = 0;
    assert_true(write_it(f));
    assert_int_equal(os_read(f->arena, f->path, &one, &n1, &(const char *){NULL}), OS_OK);
    sleep(1);
    assert_true(write_it(f));
    assert_int_equal(os_read(f->arena, f->path, &two, &n2, &(const char *){NULL}), OS_OK);
    assert_int_equal(n1, n2);
    assert_memory_equal(one, two, n1);
}

static void a_truncated_file_is_caught(void **state)
{
    struct fixture *f = *state;
    char *data;
    size_t n;
    fill(f);
    assert_true(write_it(f));
    assert_int_equal(os_read(f->arena, f->path, &data, &n, &(const char *){NULL}), OS_OK);
    assert_int_equal(os_write(f->path, data, n / 2, &(const char *){NULL}), OS_OK);
    const struct xlsx_plan *plan = xlsx_plan(f->arena, f->diag, &f->doc, &f->size);
    assert_false(xlsx_verify(f->arena, f->diag, plan, f->path));
    assert_true(diag_count(f->diag).system > 0);
}

/* Each kind of difference between plan and file is seen. */
static void a_difference_is_caught(void **state)
{
    struct fixture *f = *state;
    fill(f);
    assert_true(write_it(f));
    for (int k = 0; k < 7; k++) {
        struct xlsx_plan *plan = xlsx_plan(f->arena, f->diag, &f->doc, &f->size);
        struct xlsx_cell *c = plan->cells.items;
        struct diag *diag = diag_new(f->arena);
        switch (k) {
        case 0:
            assert_true(xlsx_verify(f->arena, diag, plan, f->path));
            continue;
        case 1:
            c[3].text = "=1+2";
            break;
        case 2:
            c[6].number.value = num_int(f->arena, 585);
            break;
        case 3:
            c[6].formula = "SUM(A1:A2)";
            break;
        case 4:
            c[1].last_col = 1;
            break;
        case 5:
            plan->sheet = "别的表";
            break;
        default:
            plan->cells.count--; /* the file holds more than was meant */
        }
        assert_false(xlsx_verify(f->arena, diag, plan, f->path));
        size_t n;
        assert_int_equal(diag_sorted(diag, &n)[0]->code, DIAG_VERIFY);
    }
}

static void an_unwritable_place_is_reported(void **state)
{
    struct fixture *f = *state;
    const char *path = os_join(f->arena, f->folder, "none/a.xlsx");
    assert_false(xlsx_write(f->arena, f->diag, &f->doc, NULL, &f->size, path));
    assert_int_equal(only_finding(f), DIAG_UNWRITABLE);
}

static void a_full_disk_is_reported(void **state)
{
    struct fixture *f = *state;
    assert_false(xlsx_write(f->arena, f->diag, &f->doc, NULL, &f->size, "/dev/full"));
    assert_int_equal(only_finding(f), DIAG_UNWRITABLE);
}

static void too_long_a_text_is_refused(void **state)
{
    struct fixture *f = *state;
    char *text = arena_alloc(f->arena, 32769);
    memset(text, 'x', 32768);
    cell(f, 0, 0)->text = text;
    assert_false(write_it(f));
    assert_int_equal(only_finding(f), DIAG_CELL_OVERFLOW);
    assert_int_equal(diag_count(f->diag).errors, 1);
}

static void too_high_a_row_is_cut_with_a_hint(void **state)
{
    struct fixture *f = *state;
    f->size.row[2] = 500000;
    assert_true(write_it(f));
    assert_int_equal(only_finding(f), DIAG_CELL_OVERFLOW);
    assert_int_equal(diag_exit_code(f->diag), 0);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        T(numbers_print_as_printed),
        T(words_are_no_numbers),
        T(sheet_names_are_taken_everywhere),
        T(refs_count_columns_in_letters),
        T(plan_has_the_rows_of_the_page),
        T(rows_grow_for_lines_only_spreadsheets_need),
        T(sizes_are_those_of_the_page),
        T(plan_has_the_rows_of_the_page),
        T(the_closing_stands_below_the_notes),
        T(a_sign_off_line_has_room),
        T(an_indent_is_never_lost),
        T(plan_has_the_rows_of_the_page),
        T(the_head_stays_if_the_rest_has_room),
        T(plan_has_the_rows_of_the_page),
        T(names_are_taken_everywhere),
        T(plan_has_the_rows_of_the_page),
        T(open_decimals_are_general),
        T(ordinals_are_numbers),
        T(borders_are_thick_outside_only),
        T(what_is_written_reads_back),
        T(one_column_needs_no_joins),
        T(bytes_do_not_depend_on_the_day),
        T(a_truncated_file_is_caught),
        T(a_difference_is_caught),
        T(an_unwritable_place_is_reported),
        T(a_full_disk_is_reported),
        T(too_long_a_text_is_refused),
        T(too_high_a_row_is_cut_with_a_hint),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
