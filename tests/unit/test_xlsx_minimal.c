/* samples/minimal to a workbook: every cell as data-format §8 says. */
#include "fake.h"

#include "input/sheet.h"
#include "model/report.h"
#include "output/xlsx_private.h"

#include <stdlib.h>
#include <unistd.h>

/* Row and column from 1, as in the description. */
static const struct want {
    const char *ref, *text, *formula;
    bool number;
} cells[] = {
    {"A1", "附件", NULL, false},
    {"A2", "2023年度自评表", NULL, false},
    {"A3", "单位：万元", NULL, false},
    {"A4", "人员", NULL, false},
    {"B4", "编制数", NULL, false},
    {"C4", "在职\n人数", NULL, false},
    {"D4", "控制率", NULL, false},
    {"E4", "三公经费", NULL, false},
    {"B5", "16", NULL, true},
    {"C5", "15", NULL, true},
    {"D5", "—", NULL, false},
    {"E5", "1.5", NULL, true},
    {"A6", "一级指标", NULL, false},
    {"B6", "三级指标", NULL, false},
    {"C6", "完成值", NULL, false},
    {"D6", "分值", NULL, false},
    {"E6", "得分", NULL, false},
    {"A7", "产出指标", NULL, false},
    {"B7", "电子证照种类", NULL, false},
    {"C7", "78种", NULL, false},
    {"D7", "60", NULL, true},
    {"E7", "60", NULL, true},
    {"B8", "资金到位率", NULL, false},
    {"C8", "1", NULL, true},
    {"D8", "30", NULL, true},
    {"E8", "30", NULL, true},
    {"A9", "满意度指标", NULL, false},
    {"B9", "12345群众满意度", NULL, false},
    {"C9", "0.9835", NULL, true},
    {"D9", "10", NULL, true},
    {"E9", "9", NULL, true},
    {"A10", "总分", NULL, false},
    {"D10", "100", "SUM(D7:D9)", true},
    {"E10", "99", "SUM(E7:E9)", true},
    {"A11", "说明：1.三公经费为决算数。", NULL, false},
};
static const char *const joins[] = {"A2:E2", "A3:E3", "A4:A5", "A7:A8", "A10:C10", "A11:E11"};

static const char *ref(struct arena *arena, int row, int col)
{
    return arena_printf(arena, "%c%d", 'A' + col, row + 1);
}

static void check_cells(struct arena *arena, const struct sheet *sheet)
{
    size_t filled = 0;
    for (size_t i = 0; i < sheet->cells.count; i++) {
        const struct sheet_cell *got = &sheet->cells.items[i];
        if (!*got->text)
            continue;
        const char *name = ref(arena, got->row, got->col);
        const struct want *want = NULL;
        for (size_t k = 0; k < sizeof cells / sizeof *cells; k++)
            if (!strcmp(cells[k].ref, name))
                want = &cells[k];
        assert_non_null(want);
        assert_string_equal(got->text, want->text);
        assert_int_equal(got->number, want->number);
        assert_string_equal(got->formula ? got->formula : "", want->formula ? want->formula : "");
        filled++;
    }
    assert_int_equal(filled, sizeof cells / sizeof *cells);
}

static void check_joins(struct arena *arena, const struct sheet *sheet)
{
    assert_int_equal(sheet->merges.count, sizeof joins / sizeof *joins);
    for (size_t i = 0; i < sheet->merges.count; i++) {
        const struct sheet_merge *got = &sheet->merges.items[i];
        const char *name =
            arena_printf(arena, "%s:%s", ref(arena, got->row, got->col), ref(arena, got->last_row, got->last_col));
        bool meant = false;
        for (size_t k = 0; k < sizeof joins / sizeof *joins; k++)
            meant = meant || !strcmp(joins[k], name);
        assert_true(meant);
    }
}

static void the_sheet_is_as_described(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    num_init(arena);
    struct diag *diag = diag_new(arena);
    struct report_options options = {0};
    *list_push(arena, &options.templates) = "templates";
    const struct report *report = report_load(arena, diag, "samples/minimal", &options);
    assert_non_null(report);
    assert_int_equal(diag_count(diag).errors + diag_count(diag).system, 0);
    assert_int_equal(report->doc->annexes.count, 1);

    const struct page_model *model = report->doc->model;
    struct metrics metrics = fake_metrics();
    const struct grid_size *size =
        grid_measure(arena, &metrics, model, report->doc->annexes.items[0], model->text_width);
    struct xlsx_plan *plan = xlsx_plan(arena, diag, report->doc, size);
    xlsx_formulas(arena, plan, report->facts);
    xlsx_names(arena, plan);
    assert_int_equal(plan->names.count, 2); /* 控制率 is no total; 编制数 has no formula: its parts are not here */
    assert_string_equal(plan->names.items[0].name, "总分_分值");
    assert_string_equal(plan->names.items[1].name, "总分_得分");
    assert_string_equal(xlsx_ref(arena, plan->names.items[1].row, plan->names.items[1].col), "E10");
    assert_int_equal(plan->frozen, 6);
    char path[] = "/tmp/ziping-test-XXXXXX";
    close(mkstemp(path));
    assert_true(xlsx_write(arena, diag, report->doc, report->facts, size, path));
    const struct sheet_book *book = sheet_read(arena, diag, path, path);
    unlink(path);
    assert_non_null(book);
    assert_string_equal(book->sheets.items[0].name, "自评表");
    check_cells(arena, &book->sheets.items[0]);
    check_joins(arena, &book->sheets.items[0]);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_sheet_is_as_described)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
