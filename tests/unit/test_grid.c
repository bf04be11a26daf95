#include "fake.h"

#define HAN30 "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十"

/* A grid of cells with the texts given row by row; "<" and "^" join as in the template. */
static struct grid *grid_of(struct arena *arena, int nrow, int ncol, const char *const *texts)
{
    struct grid *grid = arena_alloc(arena, sizeof *grid);
    *grid = (struct grid){.id = "t",
                          .label = "附件",
                          .title.text = "表",
                          .unit_line.text = "",
                          .nrow = nrow,
                          .ncol = ncol,
                          .head_first = -1,
                          .head_last = -1};
    grid->cells = arena_alloc(arena, (size_t)(nrow * ncol) * sizeof *grid->cells);
    for (int i = 0; i < nrow * ncol; i++) {
        struct cell *cell = &grid->cells[i];
        *cell = (struct cell){.text = texts[i], .rowspan = 1, .colspan = 1};
        if (!strcmp(texts[i], "<") || !strcmp(texts[i], "^")) {
            cell->covered = true;
            cell->text = "";
        }
        for (int k = i - 1; texts[i][0] == '<' && k >= 0; k--)
            if (!grid->cells[k].covered) {
                grid->cells[k].colspan++;
                break;
            }
        for (int k = i - ncol; texts[i][0] == '^' && k >= 0; k -= ncol)
            if (!grid->cells[k].covered) {
                grid->cells[k].rowspan++;
                break;
            }
    }
    return grid;
}

static struct grid_size *measured(struct arena *arena, const struct page_model *model, const struct grid *grid)
{
    struct metrics metrics = fake_metrics();
    return grid_measure(arena, &metrics, model, grid, model->text_width);
}

static size_t count_frames(const struct page *page, enum frame_kind kind)
{
    size_t n = 0;
    for (size_t i = 0; i < page->frames.count; i++)
        n += page->frames.items[i].kind == kind;
    return n;
}

static const struct frame *find_text(const struct page *page, const char *text)
{
    for (size_t i = 0; i < page->frames.count; i++)
        if (page->frames.items[i].kind == FRAME_TEXT && !strcmp(page->frames.items[i].text, text))
            return &page->frames.items[i];
    return NULL;
}

enum { LINE = 13650, PAD = 3000, ROW1 = LINE + 2 * PAD };

static void widths_add_up(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    static const char *const texts[] = {"甲", "乙", "丙"};
    struct grid *grid = grid_of(arena, 1, 3, texts);
    grid->col_share = (int[]){1, 1, 1};
    struct grid_size *size = measured(arena, gbt9704_model(arena), grid);
    assert_int_equal(size->col[0], 147401);
    assert_int_equal(size->col[0] + size->col[1] + size->col[2], 442205);
    assert_int_equal(size->row[0], ROW1);
    arena_free(arena);
}

static void wraps_and_spreads(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct page_model *model = gbt9704_model(arena);
    /* a joined cell of 5 typed lines over 3 rows, one of which is two lines high */
    static const char *const texts[] = {"一\n二\n三\n四\n五", "甲", "^", "乙\n丙", "^", "丁"};
    struct grid_size *size = measured(arena, model, grid_of(arena, 3, 2, texts));
    mpt sum = size->row[0] + size->row[1] + size->row[2];
    assert_int_equal(size->cells[0].count, 5);
    assert_true(sum >= 5 * LINE + 2 * PAD);
    /* 7 lines: a third of what is missing for each row, to the last millipoint */
    static const char *const more[] = {"一\n二\n三\n四\n五\n六\n七", "甲", "^", "乙\n丙", "^", "丁"};
    size = measured(arena, model, grid_of(arena, 3, 2, more));
    assert_int_equal(size->row[0] + size->row[1] + size->row[2], 7 * LINE + 2 * PAD);
    assert_int_equal(size->row[1] - size->row[0], LINE);
    assert_int_equal(size->row[2], size->row[0] - (size->row[0] > size->row[2]));
    arena_free(arena);
}

static void rows_of_joins_only_have_a_height(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    static const char *const texts[] = {"甲", "", "^", "^"};
    struct grid_size *size = measured(arena, gbt9704_model(arena), grid_of(arena, 2, 2, texts));
    assert_int_equal(size->row[0], ROW1);
    assert_int_equal(size->row[1], ROW1);
    arena_free(arena);
}

/* Whole rows without a repeated head. */
static void draw_rows(struct arena *arena, const struct page_model *model, const struct grid_size *size, int first,
                      int last, mpt x, mpt y, struct page *page)
{
    const struct grid_slice slice = {.first = first, .last = last};
    grid_slice_frames(arena, model, size, &slice, x, y, page);
}

static void draws_each_rule_once(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct page_model *model = gbt9704_model(arena);
    static const char *const texts[] = {"甲", "<", "乙", "丙"};
    struct grid_size *size = measured(arena, model, grid_of(arena, 2, 2, texts));
    struct page page = {0};
    draw_rows(arena, model, size, 0, 2, model->left, model->top, &page);
    /* 3 across, left and right edge, and one between 乙 and 丙 that does not enter the joined cell */
    assert_int_equal(count_frames(&page, FRAME_LINE), 6);
    for (size_t i = 0; i < page.frames.count; i++) {
        const struct frame *f = &page.frames.items[i];
        if (f->kind == FRAME_LINE && f->w == 0 && f->x == model->left + size->col[0])
            assert_int_equal(f->h, size->row[1]);
        if (f->kind == FRAME_LINE && f->h == 0)
            assert_int_equal(f->weight, f->y == model->top + size->row[0] ? 500 : 1000);
    }
    const struct frame *text = find_text(&page, "甲");
    assert_int_equal(text->x, model->left + (442205 - 10500) / 2);
    assert_int_equal(text->y, model->top + PAD + (LINE - 10500) / 2 + 9030);
    assert_ptr_equal(text->cell, &size->grid->cells[0]);
    arena_free(arena);
}

static void styles_without_borders_draw_none(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct page_model *model = gbt9704_model(arena);
    static const char *const texts[] = {"注一", "<", "注二", "注三"};
    struct grid *grid = grid_of(arena, 2, 2, texts);
    for (int i = 0; i < 4; i++)
        grid->cells[i].style = 3;
    struct page page = {0};
    draw_rows(arena, model, measured(arena, model, grid), 0, 2, 0, 0, &page);
    assert_int_equal(count_frames(&page, FRAME_LINE), 0);
    assert_int_equal(count_frames(&page, FRAME_TEXT), 3);
    arena_free(arena);
}

static void repeats_labels_of_cut_joins(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct page_model *model = gbt9704_model(arena);
    static const char *const texts[] = {"头", "头", "产出", "甲", "^", "乙", "^", "丙", "^", "丁"};
    struct grid *grid = grid_of(arena, 5, 2, texts);
    grid->head_first = grid->head_last = 0;
    struct grid_size *size = measured(arena, model, grid);
    struct page first = {0}, second = {0};
    grid_slice_frames(arena, model, size, &(struct grid_slice){.head = true, .first = 0, .last = 3}, 0, 0, &first);
    grid_slice_frames(arena, model, size, &(struct grid_slice){.head = true, .first = 3, .last = 5}, 0, 0, &second);
    assert_int_equal(find_text(&first, "产出")->y, ROW1 + ROW1 - LINE / 2 + (LINE - 10500) / 2 + 9030);
    assert_non_null(find_text(&second, "头"));
    assert_non_null(find_text(&second, "产出"));
    assert_null(find_text(&second, "甲"));
    assert_int_equal(grid_slice_height(model, size, &(struct grid_slice){.head = true, .first = 3, .last = 5}),
                     3 * ROW1);
    arena_free(arena);
}

static void a_join_with_the_head_stays_one_cell(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct page_model *model = gbt9704_model(arena);
    static const char *const texts[] = {"绩效", "头", "^", "甲", "^", "乙", "^", "丙"};
    struct grid *grid = grid_of(arena, 4, 2, texts);
    grid->head_first = grid->head_last = 0;
    struct page page = {0};
    grid_slice_frames(arena, model, measured(arena, model, grid),
                      &(struct grid_slice){.head = true, .first = 2, .last = 4}, 0, 0, &page);
    assert_int_equal(count_frames(&page, FRAME_TEXT), 4);
    assert_int_equal(count_frames(&page, FRAME_LINE), 4 + 3); /* 4 across, of which two only in column 2; 3 down */
    arena_free(arena);
}

/* The label is higher than the head, and the page begins behind the joined rows or with few of them. */
static void a_repeated_head_has_room_for_its_label(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct page_model *model = gbt9704_model(arena);
    static const char *const texts[] = {"绩\n效\n指", "头", "^",  "甲", "^",  "乙", "^",  "丙", "^",
                                        "丁",         "^",  "戊", "^",  "己", "总", "分", "人", "员"};
    struct grid *grid = grid_of(arena, 9, 2, texts);
    grid->head_first = grid->head_last = 0;
    struct grid_size *size = measured(arena, model, grid);
    int label = 3 * LINE + ROW1 - LINE;
    for (int first = 5; first <= 7; first++) {
        const struct grid_slice slice = {.head = true, .first = first, .last = 9};
        struct page page = {0};
        grid_slice_frames(arena, model, size, &slice, 0, 0, &page);
        assert_non_null(find_text(&page, "绩"));
        assert_non_null(find_text(&page, "指"));
        int rows = 1 + (7 - first), part = rows * ROW1 > label ? rows * ROW1 : label;
        assert_int_equal(grid_slice_height(model, size, &slice), part + 2 * ROW1);
        assert_int_equal(find_text(&page, "总")->y - find_text(&page, "员")->y, -ROW1);
    }
    arena_free(arena);
}

static void long_text_runs_on(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct page_model *model = gbt9704_model(arena);
    struct buf text = buf_in(arena);
    for (int i = 0; i < 100; i++)
        buf_printf(&text, "%s%d", i ? "\n" : "", i);
    const char *texts[] = {buf_text(&text), "短"};
    struct grid_size *size = measured(arena, model, grid_of(arena, 1, 2, texts));
    mpt cut[] = {0, 600000, 1200000, 0};
    size_t lines = 0, labels = 0;
    for (int k = 0; k < 3; k++) {
        struct page page = {0};
        struct grid_slice slice = {.first = 0, .last = 1, .from = cut[k], .upto = cut[k + 1]};
        grid_slice_frames(arena, model, size, &slice, 0, 0, &page);
        labels += find_text(&page, "短") != NULL;
        lines += count_frames(&page, FRAME_TEXT) - (find_text(&page, "短") != NULL);
    }
    assert_int_equal(lines, 100);
    assert_int_equal(labels, 3);
    arena_free(arena);
}

static void columns_as_wide_as_their_text(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct page_model *model = gbt9704_model(arena);
    static const char *const texts[] = {
        "甲", "一二三四五六七八九十一二三四五六七八九十", "1234.56万元", "乙", "一二三四五六七八九十", "9"};
    struct grid *grid = grid_of(arena, 2, 3, texts);
    grid->col_share = (int[]){0, 0, 0};
    struct grid_size *size = measured(arena, model, grid);
    assert_int_equal(size->col[0] + size->col[1] + size->col[2], model->text_width);
    assert_true(size->col[0] < size->col[2] && size->col[2] < size->col[1]);
    for (int i = 0; i < 6; i++) /* there is room for all */
        assert_int_equal(size->cells[i].count, 1);
    /* a column in millimetres beside them */
    grid->col_share = (int[]){20, 0, 0};
    size = measured(arena, model, grid);
    assert_int_equal(size->col[0], 20 * 2835);
    assert_int_equal(size->col[0] + size->col[1] + size->col[2], model->text_width);
    /* more text than room: no figure is broken, the long text wraps */
    static const char *const more[] = {HAN30 HAN30, "1234.56万元", HAN30 HAN30};
    grid = grid_of(arena, 1, 3, more);
    grid->col_share = (int[]){0, 0, 0};
    size = measured(arena, model, grid);
    assert_int_equal(size->cells[1].count, 1);
    assert_true(size->cells[0].count > 1);
    assert_int_equal(size->tight.count, 0);
    arena_free(arena);
}

static void smaller_type_before_a_broken_figure(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct page_model *model = gbt9704_model(arena);
    static const char *const texts[] = {"12345.67万元", "甲", "乙"};
    struct grid *grid = grid_of(arena, 1, 3, texts);
    /* 8 digits and 2 characters are 63 pt in 五号, 54 in 小五 */
    grid->col_share = (int[]){64, 189, 189};
    struct grid_size *size = measured(arena, model, grid);
    assert_int_equal(size->cells[0].count, 1);
    assert_int_equal(size->cells[0].items[0].pieces.items[0].size, 9500);
    assert_int_equal(size->tight.count, 0);
    /* what does not fit in 小五 is broken, and told */
    grid->col_share = (int[]){40, 201, 201};
    size = measured(arena, model, grid);
    assert_true(size->cells[0].count > 1);
    assert_int_equal(size->cells[0].items[0].pieces.items[0].size, 9000);
    assert_int_equal(size->tight.count, 1);
    assert_ptr_equal(size->tight.items[0], &grid->cells[0]);
    arena_free(arena);
}

static void survives_nonsense(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct page_model *model = gbt9704_model(arena);
    static const char *const texts[] = {"甲乙", "丙"};
    struct grid *grid = grid_of(arena, 1, 2, texts);
    grid->cells[0].rowspan = 9;
    grid->cells[1].colspan = 9;
    grid->col_share = (int[]){10000, 1};
    struct page page = {0};
    struct grid_size *size = measured(arena, model, grid);
    draw_rows(arena, model, size, 0, 1, 0, 0, &page);
    assert_int_equal(size->col[1], 45);
    grid->nrow = 0;
    size = measured(arena, model, grid);
    draw_rows(arena, model, size, 0, 0, 0, 0, &page);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(widths_add_up),
        cmocka_unit_test(columns_as_wide_as_their_text),
        cmocka_unit_test(smaller_type_before_a_broken_figure),
        cmocka_unit_test(wraps_and_spreads),
        cmocka_unit_test(rows_of_joins_only_have_a_height),
        cmocka_unit_test(draws_each_rule_once),
        cmocka_unit_test(styles_without_borders_draw_none),
        cmocka_unit_test(repeats_labels_of_cut_joins),
        cmocka_unit_test(a_join_with_the_head_stays_one_cell),
        cmocka_unit_test(a_repeated_head_has_room_for_its_label),
        cmocka_unit_test(long_text_runs_on),
        cmocka_unit_test(survives_nonsense),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
