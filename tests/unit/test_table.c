#include "model/table.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
/* cmocka.h needs the four above */
#include <cmocka.h>

static struct arena *arena;
static struct diag *diag;
static struct page_model model;
static struct fact_table *data_table; /* "T", columns a and b */

/* Facts and their binding are not what is tested here: one table T, and {{x}} = the fact 5. */
static struct field field;
static struct fact five = {.name = "x", .field = &field, .text = "5"};

struct fact_table *facts_table(const struct facts *facts, const char *name)
{
    (void)facts;
    return strcmp(name, "T") == 0 ? data_table : NULL;
}

const struct text_names *facts_names(const struct facts *facts)
{
    (void)facts;
    static const char *names[] = {"T"};
    static struct text_names known = {names, 1, 1};
    return &known;
}

const struct ini *template_ini(struct arena *a, struct diag *d, struct template *t, const char *file)
{
    (void)a;
    (void)d;
    (void)t;
    (void)file;
    return NULL;
}

const void *bind_row(struct mustache_data *data, const struct fact_row *row)
{
    (void)data;
    return row;
}

static const void *member(void *ctx, const void *value, const char *name)
{
    (void)ctx;
    const struct fact_row *row = value;
    if (value == NULL)
        return strcmp(name, "x") == 0 ? &five : NULL;
    return strcmp(name, "a") == 0 ? row->cells[0] : strcmp(name, "b") == 0 ? row->cells[1] : NULL;
}

static bool falsy(void *ctx, const void *value)
{
    (void)ctx;
    (void)value;
    return false;
}

static size_t count(void *ctx, const void *value)
{
    (void)ctx;
    (void)value;
    return SIZE_MAX;
}

static const char *text(void *ctx, const void *value, const struct fact **fact, bool *blank)
{
    (void)ctx;
    *fact = value;
    *blank = false;
    return (*fact)->text;
}

static struct mustache_data data = {.member = member, .falsy = falsy, .count = count, .text = text};

static int setup(void **state)
{
    (void)state;
    arena = arena_new();
    diag = diag_new(arena);
    data_table = arena_alloc(arena, sizeof *data_table);
    memset(&model, 0, sizeof model);
    model.text_height = 637795;
    *list_push(arena, &model.cell_styles) = (struct cell_style){.name = "正文"};
    *list_push(arena, &model.cell_styles) = (struct cell_style){.name = "表头"};
    *list_push(arena, &model.cell_styles) = (struct cell_style){.name = "左"};
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static void add_row(const char *a, const char *b)
{
    struct fact *facts = arena_alloc(arena, 2 * sizeof *facts);
    facts[0] = (struct fact){.name = "a", .field = &field, .text = a};
    facts[1] = (struct fact){.name = "b", .field = &field, .text = b};
    struct fact_row *row = arena_alloc(arena, sizeof *row);
    row->cells = arena_alloc(arena, 2 * sizeof *row->cells);
    row->cells[0] = &facts[0];
    row->cells[1] = &facts[1];
    *list_push(arena, &data_table->rows) = row;
}

static struct grid *build(const char *ini)
{
    struct source source = {"annex1.ini", ini, strlen(ini)};
    return table_build(arena, diag, ini_parse(arena, diag, &source), "annex1", NULL, &data, &model);
}

/* r1c1[1x2] style=n "text" … in one string. */
static const char *shape(const struct grid *grid)
{
    struct buf buf = buf_in(arena);
    for (int r = 0; r < grid->nrow; r++)
        for (int c = 0; c < grid->ncol; c++) {
            const struct cell *cell = GRID_CELL(grid, r, c);
            buf_add(&buf, c == 0 && r > 0 ? "/" : "");
            if (cell->covered)
                buf_add(&buf, ".");
            else if (cell->rowspan == 1 && cell->colspan == 1)
                buf_printf(&buf, "(%s)", cell->text);
            else
                buf_printf(&buf, "(%s %dx%d)", cell->text, cell->rowspan, cell->colspan);
        }
    return buf_text(&buf);
}

static void found(enum diag_code code, int line, int column)
{
    size_t n;
    struct finding **all = diag_sorted(diag, &n);
    assert_int_equal(n, 1);
    assert_int_equal(all[0]->code, code);
    assert_int_equal(all[0]->at.line, line);
    assert_int_equal(all[0]->at.column, column);
}

static void found_nothing(void)
{
    size_t n;
    diag_sorted(diag, &n);
    assert_int_equal(n, 0);
}

static void joins_to_the_left_and_above(void **state)
{
    (void)state;
    const struct grid *grid = build("[表]\n列宽=1 1 1\n[行]\n行.1=A | < | B\n行.2=^ | < | C\n行.3=a | b | ^\n");
    found_nothing();
    assert_string_equal(shape(grid), "(A 2x2).(B)/..(C 2x1)/(a)(b).");
}

static void sorts_rows_by_name(void **state)
{
    (void)state;
    assert_string_equal(shape(build("[表]\n列宽=1\n[行]\n行.020=b\n行.010=a\n行.015=m\n")), "(a)/(m)/(b)");
}

static void takes_styles(void **state)
{
    (void)state;
    const struct grid *grid = build("[表]\n列宽=1 1\n[行]\n行.1=!!表头 A | !左 B\n行.2=!左 C | D\n");
    found_nothing();
    assert_string_equal(shape(grid), "(A)(B)/(C)(D)");
    assert_int_equal(GRID_CELL(grid, 0, 0)->style, 1);
    assert_int_equal(GRID_CELL(grid, 0, 1)->style, 2);
    assert_int_equal(GRID_CELL(grid, 1, 0)->style, 2);
    assert_int_equal(GRID_CELL(grid, 1, 1)->style, 0);
}

static void escaped_marks_are_text(void **state)
{
    (void)state;
    assert_string_equal(shape(build("[表]\n列宽=1 1 1\n[行]\n行.1=!!表头 \\*A | \\< | \\!x\n")), "(*A)(<)(!x)");
    found_nothing();
}

static void repeats_rows(void **state)
{
    (void)state;
    add_row("甲", "1");
    add_row("甲", "1");
    add_row("乙", "1");
    const struct grid *grid = build("[表]\n列宽=1 1 1\n合并列=1 2\n重复表头=行.1\n[行]\n行.1=H | h | k\n行.2=*T {{a}} "
                                    "| {{b}} | {{x}}\n行.3=E | < | <\n");
    found_nothing();
    assert_string_equal(shape(grid), "(H)(h)(k)/(甲 2x1)(1 2x1)(5)/..(5)/(乙)(1)(5)/(E 1x3)..");
    assert_int_equal(grid->head_first, 0);
    assert_int_equal(grid->head_last, 0);
    assert_ptr_equal(GRID_CELL(grid, 1, 2)->fact, &five);
    assert_null(GRID_CELL(grid, 0, 0)->fact);
}

static void later_columns_join_within_earlier_ones(void **state)
{
    (void)state;
    add_row("甲", "1");
    add_row("乙", "1");
    add_row("乙", "");
    add_row("乙", "");
    assert_string_equal(shape(build("[表]\n列宽=1 1\n合并列=1 2\n[行]\n行.2=*T {{a}} | {{b}}\n")),
                        "(甲)(1)/(乙 3x1)(1)/.()/.()");
}

static void explicit_joins_go_with_merged_columns(void **state)
{
    (void)state;
    add_row("甲", "1");
    add_row("甲", "2");
    assert_string_equal(shape(build("[表]\n列宽=1 1 1\n合并列=2\n[行]\n行.1=H | k | h\n行.2=*T ^ | {{a}} | {{b}}\n")),
                        "(H 3x1)(k)(h)/.(甲 2x1)(1)/..(2)");
    found_nothing();
}

static void no_rows_print_nothing(void **state)
{
    (void)state;
    assert_string_equal(shape(build("[表]\n列宽=1\n[行]\n行.1=A\n行.2=*T {{a}}\n行.3=B\n")), "(A)/(B)");
    found_nothing();
}

static void a_fact_with_words_is_no_fact(void **state)
{
    (void)state;
    const struct grid *grid = build("[表]\n列宽=1 1\n[行]\n行.1={{x}}人 | {{x}}\\n\n");
    assert_null(GRID_CELL(grid, 0, 0)->fact);
    assert_ptr_equal(GRID_CELL(grid, 0, 1)->fact, &five);
}

static void refuses_ragged_rows(void **state)
{
    (void)state;
    const struct grid *grid = build("[表]\n列宽=1 1\n[行]\n行.1=A | B | C\n");
    found(DIAG_TABLE_WIDTH, 4, 13);
    assert_string_equal(shape(grid), "(A)(B)");
}

static void refuses_joins_at_the_edge(void **state)
{
    (void)state;
    assert_string_equal(shape(build("[表]\n列宽=1 1\n[行]\n行.1=A | ^\n")), "(A)()");
    found(DIAG_TABLE_JOIN, 4, 9);
}

static void refuses_what_is_no_rectangle(void **state)
{
    (void)state;
    assert_string_equal(shape(build("[表]\n列宽=1 1\n[行]\n行.1=A | <\n行.2=^ | B\n")), "(A)()/()(B)");
    found(DIAG_TABLE_JOIN, 5, 5);
}

static void refuses_unknown_styles(void **state)
{
    (void)state;
    build("[表]\n列宽=1 1\n[行]\n行.1=A | !佐 B\n");
    found(DIAG_TABLE_STYLE, 4, 9);
}

static void refuses_unknown_tables(void **state)
{
    (void)state;
    build("[表]\n列宽=1 1\n[行]\n行.0=A | B\n行.1=*Tx A | B\n");
    found(DIAG_TABLE_UNKNOWN, 5, 5);
    size_t n;
    assert_string_equal(diag_sorted(diag, &n)[0]->near, "T");
}

static void refuses_bad_settings(void **state)
{
    (void)state;
    assert_null(build("[表]\n列宽=1 x\n[行]\n行.1=A | B\n"));
    found(DIAG_TEMPLATE_VALUE, 2, 4);
}

static void refuses_unknown_settings(void **state)
{
    (void)state;
    assert_non_null(build("[表]\n列宽=1\n单位=万元\n[行]\n行.1=A\n"));
    found(DIAG_TEMPLATE_UNKNOWN, 3, 1);
}

static void finds_the_head(void **state)
{
    (void)state;
    const struct grid *grid = build("[表]\n列宽=1\n重复表头=行.2-行.3\n[行]\n行.1=A\n行.2=B\n行.3=C\n");
    assert_int_equal(grid->head_first, 1);
    assert_int_equal(grid->head_last, 2);
    found_nothing();
    build("[表]\n列宽=1\n重复表头=行.9\n[行]\n行.1=A\n");
    found(DIAG_TEMPLATE_VALUE, 3, 6);
}

static void texts_are_filled_in(void **state)
{
    (void)state;
    const struct grid *grid = build("[表]\n列宽=1\n单位行=单位：{{x}}\n注.2=二\n注.1=一{{x}}\n[行]\n行.1=A\n");
    assert_string_equal(grid->unit_line.text, "单位：5");
    assert_int_equal(grid->notes.count, 2);
    assert_string_equal(grid->notes.items[0].text, "一5");
}

static void the_closing_is_read(void **state)
{
    (void)state;
    const struct grid *grid =
        build("[表]\n列宽=1\n签字行=负责人： | 填表人：{{x}}\n签章留白=20 mm\n保护公式=是\n[行]\n行.1=A\n");
    assert_int_equal(grid->signs.count, 2);
    assert_string_equal(grid->signs.items[0].text, "负责人：");
    assert_string_equal(grid->signs.items[1].text, "填表人：5");
    assert_int_equal(grid->seal_space, mpt_from_um(20000));
    assert_true(grid->lock_formulas);
    found_nothing();
    grid = build("[表]\n列宽=1\n签字行=\n签章留白=很大\n[行]\n行.1=A\n");
    assert_int_equal(grid->signs.count, 0);
    found(DIAG_TEMPLATE_VALUE, 4, 6);
}

static void a_flag_is_yes_or_no(void **state)
{
    (void)state;
    build("[表]\n列宽=1\n保护公式=可能\n[行]\n行.1=A\n");
    found(DIAG_TEMPLATE_VALUE, 3, 6);
}

static void many_rows_are_linear(void **state)
{
    (void)state;
    for (int i = 0; i < 10000; i++)
        add_row("甲", "乙");
    const struct grid *grid = build("[表]\n列宽=1 1\n合并列=1 2\n[行]\n行.1=*T {{a}} | {{b}}\n");
    assert_int_equal(grid->nrow, 10000);
    assert_int_equal(GRID_CELL(grid, 0, 0)->rowspan, 10000);
}

/* -- in-text tables -- */

static struct spans line(const char *literal, const char *value, const char *rest)
{
    struct spans spans = {0};
    struct pos at = {.file = "正文/a.txt", .line = 7, .column = 1};
    *list_push(arena, &spans) = (struct span){.text = literal, .at = at, .literal = true};
    if (value != NULL)
        *list_push(arena, &spans) = (struct span){.text = value, .at = at, .fact = &five};
    if (rest != NULL)
        *list_push(arena, &spans) = (struct span){.text = rest, .at = at, .literal = true};
    return spans;
}

static void prose_rows_make_a_table(void **state)
{
    (void)state;
    struct spans rows[] = {line("| !!表头 项目 | 金额 | <|", NULL, NULL), line("  | 甲 | ", "1|2", " | !左 \\| |"),
                           line("|^|b|", NULL, NULL)};
    rows[2] = line("|^|b|c", NULL, NULL);
    const struct grid *grid = table_from_prose(arena, diag, rows, 3, &model);
    found_nothing();
    assert_string_equal(shape(grid), "(项目)(金额 1x2)./(甲 2x1)(1|2)(|)/.(b)(c)");
    assert_ptr_equal(GRID_CELL(grid, 1, 1)->fact, &five);
    assert_int_equal(GRID_CELL(grid, 1, 2)->style, 2);
    assert_int_equal(grid->head_last, 0);
}

static void prose_rows_may_be_ragged_or_empty(void **state)
{
    (void)state;
    struct spans rows[] = {line("| a | b |", NULL, NULL), line("|", NULL, NULL)};
    assert_string_equal(shape(table_from_prose(arena, diag, rows, 2, &model)), "(a)(b)/()()");
    found(DIAG_TABLE_WIDTH, 7, 1);
    struct spans empty[] = {{0}};
    assert_null(table_from_prose(arena, diag, empty, 1, &model));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(joins_to_the_left_and_above),
        TEST(sorts_rows_by_name),
        TEST(takes_styles),
        TEST(escaped_marks_are_text),
        TEST(repeats_rows),
        TEST(later_columns_join_within_earlier_ones),
        TEST(explicit_joins_go_with_merged_columns),
        TEST(no_rows_print_nothing),
        TEST(a_fact_with_words_is_no_fact),
        TEST(refuses_ragged_rows),
        TEST(refuses_joins_at_the_edge),
        TEST(refuses_what_is_no_rectangle),
        TEST(refuses_unknown_styles),
        TEST(refuses_unknown_tables),
        TEST(refuses_bad_settings),
        TEST(refuses_unknown_settings),
        TEST(finds_the_head),
        TEST(texts_are_filled_in),
        TEST(the_closing_is_read),
        TEST(a_flag_is_yes_or_no),
        TEST(many_rows_are_linear),
        TEST(prose_rows_make_a_table),
        TEST(prose_rows_may_be_ragged_or_empty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
