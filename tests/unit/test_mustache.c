/* What the specification does not say: positions, spans, every T10x finding, names with dots, bounds. */
#include "model/mustache.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
/* cmocka.h needs the four above */
#include <cmocka.h>

/* -- a little data source: names are answered whole (as facts do), rows are lists of values -- */

struct node {
    const char *name, *text; /* text NULL = blank */
    const struct node *items;
    size_t count; /* SIZE_MAX: no list */
};

static const struct node row_cells[] = {{"名称", "办公室", NULL, SIZE_MAX}, {"原因", NULL, NULL, SIZE_MAX}};
static const struct node rows[] = {{"1", "", row_cells, 2}, {"2", "", row_cells, 2}};
static const struct node facts[] = {
    {"人员.编制数", "16", NULL, SIZE_MAX},
    {"经费.1.5万元.执行数", "0.33", NULL, SIZE_MAX},
    {"支出.国有", NULL, NULL, SIZE_MAX},
    {"股室", "", rows, 2},
    {"空表", "", rows, 0},
};
static const struct node form = {"净", "净额", NULL, SIZE_MAX};

static const void *node_member(void *ctx, const void *value, const char *name)
{
    (void)ctx;
    const struct node *list = value ? ((const struct node *)value)->items : facts;
    size_t n = value ? (list == row_cells ? 2 : 0) : sizeof facts / sizeof *facts;
    for (size_t i = 0; i < n; i++)
        if (!strcmp(list[i].name, name))
            return &list[i];
    return value && !strcmp(name, "净") ? &form : NULL;
}

static bool node_falsy(void *ctx, const void *value)
{
    (void)ctx;
    const struct node *node = value;
    return !node->text || node->count == 0;
}

static size_t node_count(void *ctx, const void *value)
{
    (void)ctx;
    return ((const struct node *)value)->items == rows ? ((const struct node *)value)->count : SIZE_MAX;
}

static const void *node_item(void *ctx, const void *value, size_t i)
{
    (void)ctx;
    return &((const struct node *)value)->items[i];
}

static const char *node_text(void *ctx, const void *value, const struct fact **fact, bool *blank)
{
    (void)ctx;
    const struct node *node = value;
    *fact = value; /* opaque: any pointer will do */
    *blank = !node->text;
    return node->text ? node->text : "";
}

static const struct source *node_partial(void *ctx, const char *name)
{
    (void)ctx;
    static const struct source sources[] = {
        {"正文/成绩.txt", "甲\n{{坏}}\n", 0},
        {"正文/自己.txt", "{{>自己}}", 0},
        {"正文/一.txt", "{{>二}}", 0},
        {"正文/二.txt", "一{{>一}}", 0},
    };
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
        const char *base = strchr(sources[i].file, '/') + 1;
        if (!strncmp(base, name, strlen(name)) && !strcmp(base + strlen(name), ".txt"))
            return &sources[i];
    }
    return NULL;
}

static const char *names_items[] = {"人员.编制数", "股室"};
static const struct text_names names = {names_items, 2, 2};
static const struct mustache_data data = {.member = node_member,
                                          .falsy = node_falsy,
                                          .count = node_count,
                                          .item = node_item,
                                          .text = node_text,
                                          .partial = node_partial,
                                          .names = &names};

struct result {
    struct arena *arena;
    struct diag *diag;
    struct spans spans;
    struct finding **found;
    size_t count;
    bool ok;
};

static struct result strict(const char *text)
{
    struct result r = {.arena = arena_new()};
    r.diag = diag_new(r.arena);
    struct source source = {"report.txt", text, strlen(text)};
    r.ok = mustache_render(r.arena, r.diag, MUSTACHE_STRICT, &data, &source, &r.spans);
    r.found = diag_sorted(r.diag, &r.count);
    assert_int_equal(r.ok, r.count == 0);
    return r;
}

/* Renders text under STRICT: what is printed, and the one finding with its place. */
static void check_one(const char *text, const char *printed, enum diag_code code, int line, int column,
                      const char *detail)
{
    struct result r = strict(text);
    assert_string_equal(spans_text(r.arena, &r.spans), printed);
    assert_int_equal(r.count, 1);
    assert_int_equal(r.found[0]->code, code);
    assert_int_equal(r.found[0]->at.line, line);
    assert_int_equal(r.found[0]->at.column, column);
    assert_string_equal(r.found[0]->detail, detail);
    arena_free(r.arena);
}

static void check_fine(const char *text, const char *printed)
{
    struct result r = strict(text);
    assert_string_equal(spans_text(r.arena, &r.spans), printed);
    assert_int_equal(r.count, 0);
    arena_free(r.arena);
}

/* -- tests -- */

static void spans_remember_where(void **state)
{
    (void)state;
    struct result r = strict("内设\n编制{{人员.编制数}}人");
    assert_int_equal(r.spans.count, 4);
    const struct span *value = &r.spans.items[2];
    assert_string_equal(value->text, "16");
    assert_false(value->literal);
    assert_ptr_equal(value->fact, &facts[0]);
    assert_int_equal(value->at.line, 2);
    assert_int_equal(value->at.column, 3);
    assert_true(r.spans.items[3].literal);
    assert_int_equal(r.spans.items[3].at.column, 13);
    arena_free(r.arena);
}

static void dotted_names_may_be_whole(void **state)
{
    (void)state;
    check_fine("{{经费.1.5万元.执行数}}", "0.33");
    check_fine("{{人员.编制数.净}}", "净额");
    check_fine("{{#股室}}{{名称}}{{名称.净}}{{人员.编制数}};{{/股室}}", "办公室净额16;办公室净额16;");
    check_fine("{{^空表}}无{{/空表}}{{^支出.国有}}无{{/支出.国有}}", "无无");
}

static void unknown_names(void **state)
{
    (void)state;
    check_one("一\n　编制{{人员.编制}}人", "一\n　编制人", DIAG_MUSTACHE_UNKNOWN, 2, 4, "人员.编制");
    check_one("{{#没有}}x{{/没有}}", "", DIAG_MUSTACHE_UNKNOWN, 1, 1, "没有");
    check_one("{{^没有}}x{{/没有}}", "", DIAG_MUSTACHE_UNKNOWN, 1, 1, "没有");
    check_one("{{#股室}}{{错}}{{/股室}}", "", DIAG_MUSTACHE_UNKNOWN, 1, 8, "错"); /* once, not per row */
    check_one("{{.}}", "", DIAG_MUSTACHE_UNKNOWN, 1, 1, ".");
    struct result r = strict("{{人员.编制}}");
    assert_string_equal(r.found[0]->near, "人员.编制数");
    arena_free(r.arena);
}

static void blanks_in_prose(void **state)
{
    (void)state;
    check_one("支出{{支出.国有}}。", "支出。", DIAG_BLANK_IN_TEXT, 1, 3, "支出.国有");
    check_fine("{{#支出.国有}}支出{{.}}{{/支出.国有}}", "");
    struct result r = strict("{{#股室}}{{原因}}{{/股室}}");
    assert_int_equal(r.count, 2);
    assert_string_equal(r.found[0]->detail, "原因 [1]");
    assert_string_equal(r.found[1]->detail, "原因 [2]");
    arena_free(r.arena);
}

static void malformed_tags(void **state)
{
    (void)state;
    check_one("甲{{人员.编制数\n乙{{人员.编制数}}", "甲\n乙16", DIAG_MUSTACHE_UNCLOSED, 1, 2, "{{人员.编制数");
    check_one("{{人员 {{人员.编制数}}", "16", DIAG_MUSTACHE_UNCLOSED, 1, 1, "{{人员 {{人员.编制数}}");
    check_one("甲\n{{! 一\n二", "甲\n", DIAG_MUSTACHE_UNCLOSED, 2, 1, "{{! 一");
    check_one("{{ }}", "", DIAG_MUSTACHE_TAG, 1, 1, "");
    check_one("{{#}}甲", "甲", DIAG_MUSTACHE_TAG, 1, 1, "");
    check_one("{{人员 编制}}甲", "甲", DIAG_MUSTACHE_TAG, 1, 1, "人员 编制");
    check_one("{{{人员.编制数}}甲", "甲", DIAG_MUSTACHE_TAG, 1, 1, "{{{人员.编制数}}甲");
    check_one("{{=a=}}甲", "甲", DIAG_MUSTACHE_DELIMITER, 1, 1, "a");
    check_one("{{=a b c=}}甲", "甲", DIAG_MUSTACHE_DELIMITER, 1, 1, "a b c");
    check_one("{{== ==}}甲", "甲", DIAG_MUSTACHE_DELIMITER, 1, 1, "= =");
    check_one("{{=a b}}\n甲", "\n甲", DIAG_MUSTACHE_DELIMITER, 1, 1, "{{=a b}}");
}

static void wrong_sections_name_both_places(void **state)
{
    (void)state;
    check_one("{{#股室}}{{名称}}", "办公室办公室", DIAG_MUSTACHE_SECTION, 1, 1, "股室");
    check_one("甲{{/股室}}", "甲", DIAG_MUSTACHE_SECTION, 1, 2, "/股室");
    struct result r = strict("{{#股室}}\n甲\n{{/股}}\n乙");
    assert_string_equal(spans_text(r.arena, &r.spans), "甲\n甲\n乙");
    assert_int_equal(r.count, 1);
    assert_int_equal(r.found[0]->at.line, 3);
    assert_int_equal(r.found[0]->also.count, 1);
    assert_int_equal(r.found[0]->also.items[0].line, 1);
    arena_free(r.arena);
    r = strict("{{#股室}}\n{{^空表}}\n甲\n{{/股室}}\n");
    assert_int_equal(r.count, 1);
    assert_int_equal(r.found[0]->at.line, 2);
    assert_int_equal(r.found[0]->also.items[0].line, 4);
    arena_free(r.arena);
}

static void partials_have_their_own_place(void **state)
{
    (void)state;
    struct result r = strict("一\n  {{>成绩}}\n二");
    assert_string_equal(spans_text(r.arena, &r.spans), "一\n  甲\n  \n二");
    assert_int_equal(r.count, 1);
    assert_string_equal(r.found[0]->at.file, "正文/成绩.txt");
    assert_int_equal(r.found[0]->at.line, 2);
    assert_string_equal(r.spans.items[1].at.file, "report.txt"); /* the indentation was typed there */
    assert_int_equal(r.spans.items[1].at.line, 2);
    assert_string_equal(r.spans.items[2].at.file, "正文/成绩.txt");
    arena_free(r.arena);
    check_one("甲{{>没有}}", "甲", DIAG_MUSTACHE_PARTIAL, 1, 2, "没有");
    check_one("{{>自己}}", "", DIAG_MUSTACHE_RECURSION, 1, 1, "自己");
    check_one("{{>一}}", "一", DIAG_MUSTACHE_RECURSION, 1, 2, "一");
}

static const struct source *doubling(void *ctx, const char *name)
{
    struct arena *arena = ctx;
    struct source *source = arena_alloc(arena, sizeof *source);
    source->file = name;
    source->text = arena_printf(arena, "{{>%sx}}{{>%sx}}", name, name);
    return source;
}

static void growth_is_bounded(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct diag *diag = diag_new(arena);
    struct mustache_data wild = data;
    wild.ctx = arena;
    wild.partial = doubling;
    struct source source = {"report.txt", "{{>x}}", 6};
    struct spans spans = {0};
    assert_false(mustache_render(arena, diag, MUSTACHE_SPEC, &wild, &source, &spans));
    size_t n;
    struct finding **found = diag_sorted(diag, &n);
    bool told = false;
    for (size_t i = 0; i < n; i++)
        told |= found[i]->code == DIAG_MUSTACHE_SIZE;
    assert_true(told);
    arena_free(arena);
}

static void deep_sections_are_refused(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct buf buf = buf_in(arena);
    for (int i = 0; i < 5000; i++)
        buf_add(&buf, "{{#a}}");
    struct result r = strict(buf_text(&buf));
    assert_int_equal(r.found[0]->code, DIAG_MUSTACHE_SECTION);
    arena_free(r.arena);
    arena_free(arena);
}

static void lines_stand_where_they_stand(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct diag *diag = diag_new(arena);
    struct spans spans = {0};
    struct pos at = {.file = "annex1.ini", .line = 7, .column = 10};
    assert_false(mustache_line(arena, diag, MUSTACHE_STRICT, &data, &rows[0], "在职\n人数{{名称}}{{错}}", at, &spans));
    assert_string_equal(spans_text(arena, &spans), "在职\n人数办公室");
    size_t n;
    struct finding **found = diag_sorted(diag, &n);
    assert_int_equal(n, 1);
    assert_int_equal(found[0]->at.line, 7);
    assert_int_equal(found[0]->at.column, 22); /* 在职\n人数 takes six columns in the file */
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spans_remember_where),
        cmocka_unit_test(dotted_names_may_be_whole),
        cmocka_unit_test(unknown_names),
        cmocka_unit_test(blanks_in_prose),
        cmocka_unit_test(malformed_tags),
        cmocka_unit_test(wrong_sections_name_both_places),
        cmocka_unit_test(partials_have_their_own_place),
        cmocka_unit_test(growth_is_bounded),
        cmocka_unit_test(deep_sections_are_refused),
        cmocka_unit_test(lines_stand_where_they_stand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
