#include "fake.h"
#include "report_case.h"

#include "layout/where.h"
#include "output/xlsx_private.h"

#define HAN26 "一二三四五六七八九十一二三四五六七八九十一二三四五六"

static struct report *report;
static struct layout *layout;
static struct where *where;

static void lay_out(const char *narrative)
{
    put("模板/t/template.ini",
        "[模板]\n名称=t\n版本=1\n格式=1\n继承=gbt9704\n[输出]\nPDF=r.pdf\n"
        "[附件 1]\n表=a\n标题={{数.d}}表\n文件=a.xlsx\n工作表=甲表\n[附件 2]\n表=b\n标题=表\n文件=b.xlsx\n"
        "工作表=乙表\n方向=横向\n");
    put("模板/t/fields.ini", "[字段 数.a]\n类型=数量\n单位=人\n[字段 数.b]\n类型=数量\n单位=人\n[字段 "
                             "数.c]\n类型=数量\n单位=人\n[字段 数.d]\n类型=数量\n单位=人\n[字段 "
                             "空.x]\n类型=数量\n必填=否\n[表字段 名]\n键=名称\n");
    put("模板/t/a.ini", "[表]\n列宽=1 1\n单位行=单位：人（{{数.d}}）\n注.1=说明\n注.2=共{{数.d}}\n"
                        "签字行=负责人：|填表{{数.d}}：\n[行]\n行.1=!!表头 甲|乙\n行.2={{数.a}}|共{{数.b}}和{{数.a}}\n"
                        "行.3={{空.x}}|<\n");
    put("模板/t/b.ini", "[表]\n列宽=1 1\n重复表头=行.1\n[行]\n行.1=!!表头 {{数.a}}|乙\n行.2=*名 {{名称}}|{{值}}\n");
    put("模板/t/report.txt", narrative);
    struct buf ini = buf_in(arena);
    buf_add(&ini,
            "[报告]\n模板=t\n年度=2023\n单位=某局\n日期=2024-02-28\n[数]\na=12\nb=34\nc=56\nd=78\n[名]\n列=名称|值\n");
    for (int i = 1; i <= 60; i++)
        buf_printf(&ini, "行=n%d|v%d\n", i, i);
    put("report.ini", buf_text(&ini));
    report = load(folder, NULL);
    if (diag_exit_code(diag) != 0)
        found_nothing(); /* prints it */
    struct metrics metrics = fake_metrics();
    layout = page_layout(arena, &metrics, report->doc);
    where = where_build(arena, report->doc, layout);
}

static void is_on(const char *name, size_t i, int page, int line)
{
    const struct places *places = where_fact(where, name);
    assert_true(i < places->count);
    assert_int_equal(places->items[i].page, page);
    assert_int_equal(places->items[i].line, line);
    assert_null(places->items[i].annex);
}

static void is_in(const char *name, size_t i, size_t annex, int page, int row, int col)
{
    const struct places *places = where_fact(where, name);
    assert_true(i < places->count);
    assert_ptr_equal(places->items[i].annex->grid, report->doc->annexes.items[annex]);
    assert_int_equal(places->items[i].page, page);
    assert_int_equal(places->items[i].line, 0);
    assert_int_equal(places->items[i].row, row);
    assert_int_equal(places->items[i].col, col);
}

static void lines_of_the_page(void **state)
{
    (void)state;
    /* title line 1; below it a blank line, which nobody counts; b stands on the second line of its paragraph */
    lay_out("@标题 题\n正文{{数.a}}。\n" HAN26 "{{数.b}}。\n@落款\n");
    is_on("数.a", 0, 1, 2);
    is_on("数.b", 0, 1, 4);
    struct place block = where_block(where, &report->doc->blocks.items[2]);
    assert_int_equal(block.page, 1);
    assert_int_equal(block.line, 3);
    const struct text_lines *lines = where_lines(where, &report->doc->blocks.items[2], NULL);
    assert_int_equal(lines->count, 2);
    assert_int_equal(lines->items[0].at, 0);
    assert_int_equal(lines->items[1].line, 4);
    assert_int_equal(lines->items[1].at, strlen(HAN26));
    assert_int_equal(where_fact(where, "数.c")->count, 0);
    assert_int_equal(where_fact(where, "报告.日期")->count, 1); /* of the 落款 */
    assert_int_equal(where_fact(where, "报告.日期")->items[0].line, 6);
}

static void the_last_line_and_the_next_page(void **state)
{
    (void)state;
    struct buf text = buf_in(arena);
    for (int i = 0; i < 21; i++)
        buf_add(&text, "甲\n");
    buf_add(&text, "{{数.a}}\n{{数.b}}\n");
    lay_out(buf_text(&text));
    is_on("数.a", 0, 1, 22);
    is_on("数.b", 0, 2, 1);
}

static void cells_of_the_annexes(void **state)
{
    (void)state;
    lay_out("正文\n");
    is_in("数.a", 0, 0, 2, 1, 0);
    is_in("数.a", 1, 0, 2, 1, 1);
    is_in("数.a", 2, 1, 3, 0, 0); /* a repeated head is one cell */
    assert_int_equal(where_fact(where, "数.a")->count, 3);
    is_in("数.b", 0, 0, 2, 1, 1);
    is_in("空.x", 0, 0, 2, 2, 0); /* blank: the cell that would show it */
    is_in("名.n60.值", 0, 1, (int)layout->pages.count, 60, 1);
    assert_true(layout->pages.count > 3);
    assert_int_equal(where_row(where, report->doc->annexes.items[1], 60).page, (int)layout->pages.count);
    assert_int_equal(where_row(where, report->doc->annexes.items[1], 61).page, 0);
}

static void is_part(size_t i, enum place_part part, int row)
{
    const struct place *place = &where_fact(where, "数.d")->items[i];
    assert_ptr_equal(place->annex->grid, report->doc->annexes.items[0]);
    assert_int_equal(place->page, 2);
    assert_int_equal(place->line, 0);
    assert_int_equal(place->part, part);
    assert_int_equal(place->row, row);
}

/* Title, unit line, notes, sign-off line, 版头, 版记 and the list of annexes are printed, too. */
static void lines_round_the_tables(void **state)
{
    (void)state;
    put("模板/t/layout.ini", "[版头]\n发文机关标志=第{{数.d}}号文件\n[版记]\n印发日期=印{{数.d}}份\n");
    lay_out("正文\n@附件说明\n");
    const struct places *places = where_fact(where, "数.d");
    assert_int_equal(places->count, 7);
    assert_null(places->items[0].annex); /* 版头 */
    assert_int_equal(places->items[0].page, 1);
    assert_null(places->items[1].annex);
    assert_int_equal(places->items[1].page, 1); /* 附件：1.78表 */
    is_part(2, PLACE_TITLE, 0);
    is_part(3, PLACE_UNIT, 0);
    is_part(4, PLACE_NOTE, 1);
    is_part(5, PLACE_SIGN, 1);
    assert_null(places->items[6].annex);
    assert_int_equal(places->items[6].page, (int)layout->pages.count); /* 版记 */
    assert_int_equal(where_phrase(where, &report->doc->imprint_date).page, (int)layout->pages.count);
    assert_int_equal(where_phrase(where, &report->doc->imprint_office).page, 0);
    assert_int_equal(where_part(where, report->doc->annexes.items[0], PLACE_NOTE, 0).page, 2);
}

static const char *planned(const struct xlsx_plan *plan, const char *text)
{
    for (size_t i = 0; i < plan->cells.count; i++)
        if (!strcmp(plan->cells.items[i].text, text))
            return xlsx_ref(arena, plan->cells.items[i].row, plan->cells.items[i].col);
    return "";
}

static void parts_agree_with_the_plan(void **state)
{
    (void)state;
    lay_out("正文\n");
    static const char *const texts[] = {"78表", "单位：人（78）", "共78", "填表78："};
    const struct places *places = where_fact(where, "数.d");
    const struct xlsx_plan *plan = xlsx_plan(arena, diag, report->doc, layout->grids.items[0]);
    assert_int_equal(places->count, 4);
    for (size_t i = 0; i < 4; i++) {
        const char *sheet, *cell;
        xlsx_place(arena, &places->items[i], &sheet, &cell);
        assert_string_equal(cell, planned(plan, texts[i]));
    }
}

/* The cell that messages name is the one that the plan writes. */
static void sheets_agree_with_the_plan(void **state)
{
    (void)state;
    lay_out("正文\n");
    for (size_t g = 0; g < layout->grids.count; g++) {
        const struct grid_size *size = layout->grids.items[g];
        const struct xlsx_plan *plan = xlsx_plan(arena, diag, report->doc, size);
        assert_non_null(plan);
        assert_int_equal(xlsx_table_row(size->grid), plan->table_row);
        const char *sheet, *cell;
        struct place place = {.page = 1, .annex = size, .row = 1, .col = 1};
        xlsx_place(arena, &place, &sheet, &cell);
        assert_string_equal(sheet, plan->sheet);
        assert_string_equal(cell, arena_printf(arena, "B%d", plan->table_row + 2));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(lines_of_the_page),          TEST(the_last_line_and_the_next_page), TEST(cells_of_the_annexes),
        TEST(sheets_agree_with_the_plan), TEST(lines_round_the_tables),          TEST(parts_agree_with_the_plan),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
