#include "model/draft.h"

#include "model/template_check.h"
#include "model/template_new.h"
#include "report_case.h"

static struct template *template_of(const char *name)
{
    struct text_names search = {0};
    *list_push(arena, &search) = os_join(arena, folder, "模板");
    *list_push(arena, &search) = "templates";
    return template_load(arena, diag, name, (struct pos){0}, &search);
}

static const char *file_of(const struct draft *draft, const char *name)
{
    for (size_t i = 0; i < draft->count; i++)
        if (!strcmp(draft->items[i].name, name))
            return draft->items[i].text;
    return NULL;
}

static void put_fields(void)
{
    put("模板/t/fields.ini", "[字段 人员.在职]\n名称 = 在职人数\n类型 = 数量\n单位 = 人\n必填 = 是\n沿用 = 是\n"
                             "[字段 人员.率]\n类型 = 百分比\n公式 = 人员.在职 / 人员.在职\n"
                             "[表字段 经费]\n键 = 项目\n列 = 项目 | 上年决算 | 本年决算\n行名 = 甲 | 乙\n"
                             "[字段 经费.*.*]\n类型 = 金额\n单位 = 万元\n"
                             "[字段 经费.*.上年决算]\n结转 = 经费.*.本年决算\n"
                             "[表字段 股室]\n[字段 股室.*.名称]\n沿用 = 是\n"
                             "[字段 支出.*]\n类型 = 金额\n单位 = 万元\n"
                             "[正文 职能]\n沿用 = 是\n");
    put("模板/t/report.txt",
        "@标题 题\n{{人员.在职}}{{支出.合计}}{{#股室}}{{名称}}{{/股室}}\n{{>职能}}\n{{>问题}}\n{{>引言}}\n");
    put("模板/t/引言.txt", "引言。\n");
}

static struct draft make(enum draft_kind kind, const struct draft_last *last)
{
    struct template *t = template_of("t");
    assert_non_null(t);
    return draft_make(arena, diag, survey_template(arena, diag, t), kind, last);
}

static void every_field_stands_in_a_new_report(void **state)
{
    (void)state;
    put_fields();
    struct draft draft = make(DRAFT_BLANK, NULL);
    const char *report = file_of(&draft, "report.ini");
    assert_non_null(strstr(report, "模板 = t\n"));
    assert_non_null(strstr(report, "# 在职人数（人，必填）\n在职 =\n"));
    assert_non_null(strstr(report, "# 率（自动计算，不用填）\n"));
    assert_null(strstr(report, "\n率 ="));
    assert_null(strstr(report, "上年 ="));
    assert_non_null(strstr(report, "列 = 项目 | 上年决算 | 本年决算\n行 = 甲 |  |\n行 = 乙 |  |\n"));
    assert_non_null(strstr(report, "合计 =\n")); /* only the text names it */
    assert_non_null(strstr(report, "[股室]\n"));
    assert_string_equal(file_of(&draft, "正文/引言.txt"), "引言。\n");
    assert_non_null(strstr(file_of(&draft, "正文/问题.txt"), "{{!"));
    found_nothing();
}

static void only_required_entries_are_missed(void **state)
{
    (void)state;
    put_fields();
    put("模板/t/report.txt", "@标题 题\n{{人员.在职}}{{人员.率}}{{>问题}}\n");
    struct draft draft = make(DRAFT_BLANK, NULL);
    const char *new = os_join(arena, folder, "new");
    assert_true(draft_write(arena, diag, &draft, new));
    put("new/模板/t/template.ini", "[模板]\n名称=t\n版本=1\n格式=1\n继承=gbt9704\n[输出]\nPDF=a.pdf\n");
    put("new/模板/t/fields.ini",
        "[字段 人员.在职]\n类型=数量\n必填=是\n[字段 人员.率]\n公式 = 人员.在职 / 人员.在职\n"
        "[表字段 经费]\n键 = 项目\n列 = 项目 | 上年决算 | 本年决算\n[字段 支出.*]\n[表字段 股室]\n");
    put("new/模板/t/report.txt", "@标题 题\n{{人员.在职}}{{人员.率}}{{>问题}}\n");
    load(new, NULL);
    size_t n;
    struct finding **all = diag_sorted(diag, &n);
    for (size_t i = 0; i < n; i++)
        if (all[i]->code != DIAG_REQUIRED && all[i]->code != DIAG_TEXT_EMPTY)
            fail_msg("%s", diag_line(diag, all[i], DIAG_ZH));
    assert_int_equal(n, 5); /* 年度 单位 日期 在职; 正文/问题.txt is empty */
}

static void last_year_is_taken_over(void **state)
{
    (void)state;
    put_fields();
    put("report.ini", "[报告]\n模板=t\n年度=2023\n单位=某局\n日期=2024-02-28\n[人员]\n在职 = 15\n[支出]\n合计 = 3\n"
                      "[经费]\n列 = 项目 | 上年决算 | 本年决算\n行 = 甲 | 1 | 2.5\n行 = 乙 | 3 |\n"
                      "[股室]\n列 = 名称\n行 = 办公室\n行 = \\<二股>\n");
    put("正文/职能.txt", "本局的职能。\n");
    put("正文/问题.txt", "去年的问题。\n");
    struct report *report = load(folder, NULL);
    struct draft_last last = {report->facts, os_join(arena, folder, "正文"), "../last"};
    struct draft draft = make(DRAFT_BLANK, &last);
    const char *text = file_of(&draft, "report.ini");
    assert_non_null(strstr(text, "\n上年 = ../last\n"));
    assert_non_null(strstr(text, "在职 = 15\n"));
    assert_non_null(strstr(text, "单位 = 某局\n"));
    assert_non_null(strstr(text, "年度 =\n"));
    assert_non_null(strstr(text, "合计 =\n"));
    assert_non_null(strstr(text, "行 = 甲 | 2.5 |\n行 = 乙 |  |\n"));
    assert_non_null(strstr(text, "行 = 办公室\n行 = \\<二股>\n"));
    assert_string_equal(file_of(&draft, "正文/职能.txt"), "本局的职能。\n");
    assert_null(strstr(file_of(&draft, "正文/问题.txt"), "去年"));
}

static void samples_fill_in_without_a_finding(void **state)
{
    (void)state;
    put_fields();
    for (int kind = DRAFT_FIGURES; kind <= DRAFT_NAMES; kind++) {
        struct template *t = template_of("t");
        const struct survey *survey = survey_template(arena, diag, t);
        struct draft_report report;
        assert_true(draft_try(arena, diag, diag, t, survey, (enum draft_kind)kind, &report));
        found_nothing();
        const struct fact *fact = facts_find(report.facts, "人员.率");
        assert_string_equal(fact->text, kind == DRAFT_NAMES ? "〔人员.率〕" : "100%");
    }
}

/* What the sample's rows hold is what 本年.ini says, whatever that is. */
static void samples_keep_to_the_weights(void **state)
{
    (void)state;
    put("模板/s/template.ini", "[模板]\n名称=s\n版本=1\n格式=1\n继承=hunan-2023\n");
    put("模板/s/本年.ini", "[权重]\n预算执行率 = 20分\n产出指标 = 35分\n效益指标 = 30分\n满意度指标 = 15分\n");
    struct template *t = template_of("s");
    struct draft_report report;
    assert_true(draft_try(arena, diag, diag, t, survey_template(arena, diag, t), DRAFT_FIGURES, &report));
    assert_string_equal(facts_find(report.facts, "总分.分值")->text, "100");
    const struct fact_table *rows = facts_table(report.facts, "绩效指标");
    assert_int_equal(rows->rows.count, 3);
    assert_string_equal(facts_cell(rows->rows.items[0], "一级指标")->text, "产出指标");
    assert_string_equal(facts_cell(rows->rows.items[0], "分值")->text, "35");
    assert_string_equal(facts_cell(rows->rows.items[2], "得分")->text, "15");
}

/* Nothing of it stays behind, whether it can be read or not. */
static void a_draft_that_was_tried_is_gone(void **state)
{
    (void)state;
    put_fields();
    const char *before = getenv("TMPDIR"), *was = before ? arena_strdup(arena, before) : NULL;
    const char *place = os_join(arena, folder, "tmp");
    assert_int_equal(mkdir(place, 0777), 0);
    setenv("TMPDIR", place, 1);
    struct template *t = template_of("t");
    struct survey *survey = survey_template(arena, diag, t);
    struct draft_report report;
    assert_true(draft_try(arena, diag, diag, t, survey, DRAFT_FIGURES, &report));
    struct survey_partial odd = {.name = arena_printf(arena, "%0300d", 1)}; /* longer than a name may be */
    *list_push(arena, &survey->partials) = odd;
    assert_false(draft_try(arena, diag, diag, t, survey, DRAFT_FIGURES, &report));
    assert_int_equal(findings(DIAG_UNWRITABLE), 1);
    size_t left = os_list(arena, place).count;
    if (was)
        setenv("TMPDIR", was, 1);
    else
        unsetenv("TMPDIR");
    assert_int_equal(left, 0);
}

/* A new template changes nothing, whatever # is taken away. */
static void a_new_template_changes_nothing(void **state)
{
    (void)state;
    struct template *base = template_of("hunan-2023");
    struct draft draft = template_new(arena, base, "某县-2024");
    for (size_t i = 0; i < draft.count; i++) {
        struct buf text = buf_in(arena);
        const char *s = draft.items[i].text;
        while (*s) { /* keys and sections lose their # */
            size_t n = strcspn(s, "\n") + 1;
            bool data =
                text_starts(s, "# [") || (text_starts(s, "# ") && memmem(s, n, " =", 2) && !memmem(s, n, "；", 3));
            buf_addn(&text, data ? s + 2 : s, data ? n - 2 : n);
            s += n;
        }
        put(arena_printf(arena, "模板/某县-2024/%s", draft.items[i].name), buf_text(&text));
    }
    struct template *own = template_of("某县-2024");
    assert_non_null(own);
    static const char *const files[] = {"fields.ini", "layout.ini", "annex1.ini", "annex2.ini"};
    for (size_t f = 0; f < 4; f++) {
        const struct ini *a = template_ini(arena, diag, base, files[f]), *b = template_ini(arena, diag, own, files[f]);
        for (size_t i = 0; i < b->sections.count; i++)
            for (size_t k = 0; k < b->sections.items[i]->keys.count; k++) {
                const struct ini_key *key = &b->sections.items[i]->keys.items[k];
                assert_string_equal(key->value, ini_value(a, b->sections.items[i]->name, key->name, "?", NULL));
            }
    }
    found_nothing();
}

static void a_template_with_slips_is_told(void **state)
{
    (void)state;
    put_fields();
    put("模板/t/report.txt",
        "@标题 题\n{{人员.在职}}{{^人员.在职}}{{人员.退休}}{{/人员.在职}}{{#股室}}{{名城}}{{/股室}}\n");
    const struct page_model *model;
    template_check(arena, diag, template_of("t"), &model);
    assert_int_equal(findings(DIAG_MUSTACHE_UNKNOWN), 1); /* 人员.退休; 股室 takes any column */
    assert_true(findings(DIAG_TEMPLATE_UNUSED) >= 2);     /* 人员.率 经费 */
    assert_non_null(model);
}

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(every_field_stands_in_a_new_report),
                                       TEST(only_required_entries_are_missed),
                                       TEST(last_year_is_taken_over),
                                       TEST(samples_fill_in_without_a_finding),
                                       TEST(samples_keep_to_the_weights),
                                       TEST(a_draft_that_was_tried_is_gone),
                                       TEST(a_new_template_changes_nothing),
                                       TEST(a_template_with_slips_is_told)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
