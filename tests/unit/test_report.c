#include "report_case.h"

static void reads_a_folder_or_a_file(void **state)
{
    (void)state;
    struct report *report = load(folder, NULL);
    found_nothing();
    assert_non_null(report);
    assert_string_equal(report->folder, folder);
    assert_string_equal(report->name, folder + strlen("/tmp/"));
    put("甲局.ini", "[报告]\n模板=t\n年度=2023\n单位=甲局\n日期=2024-02-28\n");
    report = load(os_join(arena, folder, "甲局.ini"), NULL);
    found_nothing();
    assert_string_equal(report->name, "甲局");
    assert_string_equal(report->doc->author, "甲局");
    report = load(os_join(arena, folder, "report.ini"), NULL);
    assert_string_equal(report->name, folder + strlen("/tmp/"));
}

static void a_missing_report_is_trouble(void **state)
{
    (void)state;
    assert_null(load(os_join(arena, folder, "nowhere"), NULL));
    assert_int_equal(findings(DIAG_REPORT_MISSING), 1);
    assert_int_equal(diag_exit_code(diag), 3);
}

static void a_folder_without_a_report_is_trouble(void **state)
{
    (void)state;
    assert_null(load(os_join(arena, folder, "模板"), NULL));
    assert_int_equal(findings(DIAG_REPORT_MISSING), 1);
}

static void the_template_must_be_named(void **state)
{
    (void)state;
    put("report.ini", "[报告]\n年度=2023\n");
    assert_null(load(folder, NULL));
    size_t n;
    struct finding **all = diag_sorted(diag, &n);
    assert_int_equal(n, 1);
    assert_int_equal(all[0]->code, DIAG_REQUIRED);
    assert_string_equal(all[0]->detail, "报告.模板");
    assert_int_equal(all[0]->at.line, 1);
    assert_string_equal(all[0]->at.file, "report.ini");
}

static void the_given_template_judges(void **state)
{
    (void)state;
    put("模板/u/template.ini", "[模板]\n名称=u\n版本=1\n格式=1\n继承=t\n");
    struct report *report = load(folder, "u");
    found_nothing();
    assert_string_equal(report->template->name, "u");
}

/* A report's own folder comes first, but with -t it comes last. */
static void a_report_cannot_replace_the_judge(void **state)
{
    (void)state;
    struct report_options options = {0};
    struct text_names folders = report_template_folders(arena, folder, &options);
    assert_string_equal(folders.items[0], os_join(arena, folder, "模板"));
    setenv("ZIPING_TEMPLATES", "/nowhere:templates::/tmp", 1);
    options.template_name = "t";
    folders = report_template_folders(arena, folder, &options);
    unsetenv("ZIPING_TEMPLATES");
    assert_string_equal(folders.items[0], "templates");
    assert_string_equal(folders.items[1], "/tmp");
    assert_string_equal(folders.items[folders.count - 1], os_join(arena, folder, "模板"));
}

static void the_sample_has_its_hints(void **state)
{
    (void)state;
    struct report *report = load("samples/minimal", NULL);
    assert_non_null(report);
    assert_int_equal(diag_count(diag).errors, 0);
    assert_int_equal(findings(DIAG_COULD_FILL), 1);
    assert_int_equal(findings(DIAG_PROSE_NUMBER), 1);
    assert_int_equal(report->doc->annexes.count, 1);
    const struct grid *grid = report->doc->annexes.items[0];
    assert_int_equal(grid->nrow, 7);
    assert_string_equal(GRID_CELL(grid, 3, 2)->text, "78种");
    assert_int_equal(GRID_CELL(grid, 3, 0)->rowspan, 2);
    assert_int_equal(GRID_CELL(grid, 6, 0)->colspan, 3);
    assert_string_equal(GRID_CELL(grid, 1, 3)->text, "—");
    assert_string_equal(GRID_CELL(grid, 1, 1)->fact->name, "人员.编制数");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(reads_a_folder_or_a_file),   TEST(a_missing_report_is_trouble), TEST(a_folder_without_a_report_is_trouble),
        TEST(the_template_must_be_named), TEST(the_given_template_judges),   TEST(a_report_cannot_replace_the_judge),
        TEST(the_sample_has_its_hints),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
