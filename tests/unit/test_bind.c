#include "fixture.h"

#include "model/bind.h"

static const struct facts *load(struct world *w)
{
    put(w, "t/template.ini", "[模板]\n格式 = 1\n");
    put(w, "t/fields.ini",
        "[字段 支出.*]\n类型 = 金额\n单位 = 万元\n空值 = —\n[字段 率.*]\n类型 = 百分比\n"
        "[表字段 股室]\n[表字段 经费]\n键 = 项目\n[字段 经费.*.*]\n类型 = 金额\n单位 = 万元\n");
    put(w, "t/共用.txt", "共用的");
    put(w, "t/别处.txt", "{{支出.没有}}");
    put(w, "t/引言.txt", "模板的");
    put(w, "正文/引言.txt", "自己的[bookmark: _GoBack]");
    static const char report[] =
        "[支出]\n甲 = 1.5\n零 = 0\n空 =\n[率]\n乙 = 98.35%\n[股室]\n列 = 名称\n行 = 办公室\n行 = 业务股\n"
        "[经费]\n列 = 项目 | 本年\n行 = 1.公车 | 2\n";
    struct source source = {.file = "report.ini", .text = report, .size = strlen(report)};
    struct template *t = template_load(w->arena, w->diag, "t", (struct pos){0}, &w->search);
    return facts_load(w->arena, w->diag, t, ini_parse(w->arena, w->diag, &source));
}

static const char *render(struct world *w, enum fact_form form, const char *text)
{
    const struct facts *facts = load(w);
    struct bind_place place = {.text_folder = arena_printf(w->arena, "%s/正文", w->folder),
                               .template = template_load(w->arena, w->diag, "t", (struct pos){0}, &w->search),
                               .diag = w->diag,
                               .arena = w->arena};
    struct mustache_data data = bind_facts(w->arena, facts, &place, form);
    struct source source = {.file = "t/report.txt", .text = text, .size = strlen(text)};
    struct spans spans = {0};
    mustache_render(w->arena, w->diag, MUSTACHE_STRICT, &data, &source, &spans);
    return spans_text(w->arena, &spans);
}

#define PROSE(text, want) assert_string_equal(render(w, FORM_PROSE, text), want)
#define CELL(text, want) assert_string_equal(render(w, FORM_CELL, text), want)

static void prints_facts_by_form(void **state)
{
    struct world *w = *state;
    PROSE("{{支出.甲}} {{支出.甲.净}} {{率.乙}} {{率.乙.净}}", "1.5万元 1.5 98.35% 98.35");
    CELL("{{支出.甲}} {{支出.甲.带单位}} {{率.乙}} {{支出.空}}", "1.5 1.5万元 98.35% —");
    assert_clean(w);
}

static void sections_test_facts(void **state)
{
    struct world *w = *state;
    PROSE("{{#支出.甲}}有{{.}}{{/支出.甲}}{{^支出.零}}无{{/支出.零}}{{#支出.空}}错{{/支出.空}}{{#支出.甲}}{{净}}{{/"
          "支出.甲}}",
          "有1.5万元无1.5");
    assert_clean(w);
}

static void walks_tables(void **state)
{
    struct world *w = *state;
    PROSE("{{股室.个数}}个：{{#股室}}{{序号}}.{{名称}}{{^末}}、{{/末}}{{/股室}}", "2个：1.办公室、2.业务股");
    PROSE("{{#经费}}{{项目}}{{本年}}{{本年.净}}{{#首}}首{{/首}}{{支出.甲}}{{/经费}}{{经费.1.公车.本年}}",
          "1.公车2万元2首1.5万元2万元");
    PROSE("{{股室.2.名称}}", "业务股");
    assert_clean(w);
}

static void a_blank_in_prose_is_an_error(void **state)
{
    struct world *w = *state;
    render(w, FORM_PROSE, "{{支出.空}}\n{{支出.没有}}\n{{股室}}");
    assert_int_equal(nth(w, DIAG_BLANK_IN_TEXT, 0)->at.line, 1);
    assert_int_equal(nth(w, DIAG_BLANK_IN_TEXT, 1)->at.line, 2);
    assert_int_equal(nth(w, DIAG_BLANK_IN_TEXT, 2)->at.line, 3);
    assert_int_equal(findings(w), 3);
}

static void a_pattern_alone_defines_nothing(void **state)
{
    struct world *w = *state;
    render(w, FORM_PROSE, "{{支出.甲乙}}{{#支出.没由}}有{{/支出.没由}}{{#支出.没有}}有{{/支出.没有}}");
    assert_string_equal(nth(w, DIAG_MUSTACHE_UNKNOWN, 0)->near, "支出.甲");
    assert_string_equal(nth(w, DIAG_MUSTACHE_UNKNOWN, 1)->detail, "支出.没由");
    assert_int_equal(findings(w), 2); /* the template mentions 支出.没有 */
}

static void unknown_names_are_errors(void **state)
{
    struct world *w = *state;
    render(w, FORM_PROSE, "{{支出}}{{支初.甲}}{{#股室}}{{名}}{{/股室}}");
    assert_string_equal(nth(w, DIAG_MUSTACHE_UNKNOWN, 0)->detail, "支出");
    assert_string_equal(nth(w, DIAG_MUSTACHE_UNKNOWN, 1)->near, "支出.甲");
    assert_string_equal(nth(w, DIAG_MUSTACHE_UNKNOWN, 2)->detail, "名");
}

static void own_text_before_the_templates(void **state)
{
    struct world *w = *state;
    PROSE("{{>引言}}\n{{>共用}}\n尾", "自己的\n共用的\n尾");
    assert_string_equal(found(w, DIAG_PROSE_ARTEFACT)->at.file, "正文/引言.txt");
    assert_int_equal(findings(w), 1);
    render(w, FORM_PROSE, "{{>../t/fields}}");
    assert_non_null(found(w, DIAG_MUSTACHE_PARTIAL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(prints_facts_by_form),
        WORLD_TEST(sections_test_facts),
        WORLD_TEST(walks_tables),
        WORLD_TEST(a_blank_in_prose_is_an_error),
        WORLD_TEST(a_pattern_alone_defines_nothing),
        WORLD_TEST(unknown_names_are_errors),
        WORLD_TEST(own_text_before_the_templates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
