#include "base/diag.h"
#include "base/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
/* cmocka.h needs the four above */
#include <cmocka.h>

static int setup(void **state)
{
    *state = arena_new();
    return 0;
}

static int teardown(void **state)
{
    arena_free(*state);
    return 0;
}

static struct pos at(const char *file, int line, int column)
{
    return (struct pos){.file = file, .line = line, .column = column};
}

static const char *first(struct diag *diag, enum diag_lang lang)
{
    size_t n;
    struct finding **all = diag_sorted(diag, &n);
    assert_true(n > 0);
    return diag_line(diag, all[0], lang);
}

static const char *printed(struct diag *diag, enum diag_lang lang, bool color, bool csv)
{
    char *text = NULL;
    size_t n = 0;
    FILE *out = open_memstream(&text, &n);
    assert_non_null(out);
    if (csv) {
        diag_csv_head(out, lang);
        diag_csv_rows(diag, out, lang, "甲局", "某县甲局");
    } else
        diag_print_text(diag, out, lang, DIAG_VERDICT | (color ? DIAG_COLOR : 0U), NULL);
    fclose(out);
    const char *copy = arena_strdup(diag_arena(diag), text);
    free(text);
    return copy;
}

static void every_part_has_its_place(void **state)
{
    struct diag *diag = diag_new(*state);
    struct finding *f = diag_add(diag, DIAG_INI_UNKNOWN_KEY, at("report.ini", 41, 9), "%s", "在岗人数");
    f->near = "在职人数";
    diag_also(diag, f, at("report.ini", 38, 0));
    diag_also(diag, f, at("report.ini", 38, 0)); /* once is enough */
    diag_also(diag, f, at("fields.ini", 7, 2));
    assert_string_equal(first(diag, DIAG_ZH),
                        "report.ini:41:9: 必改：没有这个名称：在岗人数；是不是“在职人数”？"
                        "请改正名称，或放到[自定]节（另见 report.ini:38、fields.ini:7:2）〔I104〕");
    assert_string_equal(first(diag, DIAG_EN),
                        "report.ini:41:9: error: unknown name: 在岗人数; did you mean \"在职人数\"? "
                        "correct it, or put it under [自定] (see also report.ini:38, fields.ini:7:2) [I104]");
}

static void absent_parts_leave_no_trace(void **state)
{
    struct diag *diag = diag_new(*state);
    diag_add(diag, DIAG_TEMPLATE_DEPTH, (struct pos){0}, "%s", "");
    assert_string_equal(first(diag, DIAG_ZH), "必改：模板继承超过8层〔T004〕");
    assert_string_equal(first(diag, DIAG_EN), "error: more than 8 templates in the chain [T004]");

    diag = diag_new(*state);
    diag_add(diag, DIAG_REQUIRED, at("report.ini", 0, 3), "单位");
    assert_string_equal(first(diag, DIAG_ZH), "report.ini: 必改：必填项没有填：单位；请填写〔C101〕");

    diag = diag_new(*state);
    struct finding *f = diag_add(diag, DIAG_ENC_GUESSED, at("report.ini", 0, 0), "%s", "");
    f->near = "甲";
    assert_string_equal(first(diag, DIAG_ZH), "report.ini: 提示：文件不是UTF-8，已按GB18030读入；是不是“甲”？〔I001〕");
}

static void names_sheet_and_cell(void **state)
{
    struct diag *diag = diag_new(*state);
    diag_add(diag, DIAG_VERIFY, (struct pos){.file = "附件1.xlsx", .sheet = "基础数据表", .cell = "B3"}, "%s", "");
    const char *place = "附件1.xlsx 基础数据表!B3: 故障：";
    assert_memory_equal(first(diag, DIAG_ZH), place, strlen(place));
}

static void a_rule_speaks_for_itself(void **state)
{
    struct diag *diag = diag_new(*state);
    struct finding *f = diag_add(diag, DIAG_RULE, at("report.ini", 41, 9), "%s", "");
    f->rule = "R4";
    f->message = "基本支出与分项相差 0.10 万元；请核对其一。";
    assert_string_equal(first(diag, DIAG_ZH),
                        "report.ini:41:9: 必改：基本支出与分项相差 0.10 万元；请核对其一〔R4 C301〕");
    diag_add(diag, DIAG_RULE, at("report.ini", 41, 9), "%s", "")->rule = "R5"; /* another rule, another finding */
    assert_int_equal(diag_count(diag).errors, 2);
}

static void explained_findings_do_not_stand_in_the_way(void **state)
{
    struct diag *diag = diag_new(*state);
    struct finding *f = diag_add(diag, DIAG_FORMULA_DIFFERS, at("report.ini", 5, 1), "1 ≠ 2");
    f->answer = "C103 合计 = ";
    assert_int_equal(diag_exit_code(diag), 1);
    assert_string_equal(printed(diag, DIAG_ZH, false, false),
                        "report.ini:5:1: 须说明：填写的数与公式算出的不同：1 ≠ 2；请核对；删去该行则自动计算〔C103〕\n"
                        "    可在 report.ini 的[审核说明]中写：C103 合计 = \n"
                        "结论：还不能报送：须说明 1 处\n");
    f->explained = true;
    f->reason = "年中调整";
    assert_int_equal(diag_exit_code(diag), 0);
    assert_string_equal(printed(diag, DIAG_ZH, false, false),
                        "report.ini:5:1: 已说明：填写的数与公式算出的不同：1 ≠ 2（说明：年中调整）〔C103〕\n"
                        "结论：可以报送：已说明 1 处\n");
    f->level = DIAG_ERROR; /* an error cannot be explained away */
    assert_int_equal(diag_exit_code(diag), 1);
    assert_non_null(strstr(printed(diag, DIAG_EN, false, false), "error: typed"));
}

static void the_verdict_counts(void **state)
{
    struct diag *diag = diag_new(*state);
    assert_string_equal(printed(diag, DIAG_ZH, false, false), "结论：可以报送\n");
    assert_string_equal(printed(diag, DIAG_EN, false, false), "verdict: ready to submit\n");
    diag_add(diag, DIAG_ENC_GUESSED, at("a", 1, 1), "%s", "");
    assert_non_null(strstr(printed(diag, DIAG_ZH, false, false), "结论：可以报送，但有 1 处提示建议先看一遍\n"));
    diag_add(diag, DIAG_REQUIRED, at("a", 1, 1), "甲");
    diag_add(diag, DIAG_REQUIRED, at("a", 1, 1), "乙");
    diag_add(diag, DIAG_REQUIRED, at("a", 1, 1), "乙"); /* the same again */
    assert_non_null(strstr(printed(diag, DIAG_ZH, false, false), "结论：还不能报送：必改 2 处，提示 1 处\n"));
    assert_non_null(strstr(printed(diag, DIAG_EN, false, false), "verdict: not ready to submit: 2 errors, 1 hint\n"));
    diag_add(diag, DIAG_UNWRITABLE, at("out", 0, 0), "%s", "");
    assert_non_null(strstr(printed(diag, DIAG_ZH, false, false), "结论：没有完成：故障 1 处，必改 2 处，提示 1 处\n"));
    assert_int_equal(diag_exit_code(diag), 3);
}

static void the_verdict_on_hints(void **state)
{
    struct diag *diag = diag_new(*state);
    diag_add(diag, DIAG_ENC_GUESSED, at("a", 1, 1), "%s", "");
    diag_add(diag, DIAG_ENC_GUESSED, at("b", 1, 1), "%s", "");
    assert_string_equal(diag_verdict(diag, DIAG_EN), "verdict: ready to submit, but look at 2 hints first");
    diag_add(diag, DIAG_FORMULA_DIFFERS, at("a", 1, 1), "%s", "")->explained = true;
    assert_string_equal(diag_verdict(diag, DIAG_ZH), "结论：可以报送（已说明 1 处），但有 2 处提示建议先看一遍");
}

static void prints_what_is_urgent_first(void **state)
{
    struct diag *diag = diag_new(*state);
    diag_add(diag, DIAG_FORMULA_DIFFERS, at("report.ini", 1, 1), "5")->explained = true;
    diag_add(diag, DIAG_COULD_FILL, at("report.ini", 2, 1), "4");
    diag_add(diag, DIAG_FORMULA_DIFFERS, at("report.ini", 3, 1), "3");
    diag_add(diag, DIAG_REQUIRED, at("report.ini", 4, 1), "2");
    diag_add(diag, DIAG_REQUIRED, at("b", 9, 1), "2");
    diag_add(diag, DIAG_UNREADABLE, at("b", 7, 1), "1");
    const char *text = printed(diag, DIAG_EN, false, false);
    static const char *const order[] = {
        "b:7:1: ", "\nreport.ini:4:1: ", "\nb:9:1: ", "\nreport.ini:3:1: ", "\nreport.ini:2:1: ", "\nreport.ini:1:1: "};
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        text = strstr(text, order[i]);
        assert_non_null(text);
    }
    text = printed(diag, DIAG_EN, false, true); /* tables keep to the places */
    assert_true(strstr(text, "report.ini,1,") < strstr(text, "report.ini,4,"));
}

static void counts_repeats(void **state)
{
    struct diag *diag = diag_new(*state);
    for (int i = 1; i <= 7; i++)
        diag_add(diag, DIAG_PROSE_NUMBER, at("a.txt", i, 1), "%d", i);
    for (int i = 1; i <= 5; i++)
        diag_add(diag, DIAG_REQUIRED, at("a.txt", i, 1), "%d", i);
    const char *text = printed(diag, DIAG_ZH, false, false);
    assert_non_null(strstr(text, "a.txt:3:1: 提示"));
    assert_null(strstr(text, "a.txt:4:1: 提示"));
    assert_non_null(strstr(text, "\na.txt: 提示：同类还有 4 处：第4、5、6、7行〔I201〕\n"));
    assert_non_null(strstr(text, "a.txt:5:1: 必改")); /* each has to be corrected */
    assert_non_null(
        strstr(printed(diag, DIAG_EN, false, false), "\na.txt: hint: 4 more of the kind: lines 4, 5, 6, 7 [I201]\n"));
}

static void one_language_of_a_cause(void **state)
{
    struct diag *diag = diag_new(*state);
    diag_add(diag, DIAG_UNWRITABLE, at("out", 0, 0), "甲: %s", DIAG_PAIR("磁盘已满", "disk full"));
    assert_non_null(strstr(printed(diag, DIAG_ZH, false, false), "写不了文件：甲: 磁盘已满；"));
    assert_non_null(strstr(printed(diag, DIAG_EN, false, false), "cannot write: 甲: disk full;"));
}

static void sorts_by_file_line_column_code(void **state)
{
    struct diag *diag = diag_new(*state);
    const char *files[] = {"b.ini", "a.ini"};
    diag_add(diag, DIAG_REQUIRED, at(files[0], 9, 1), "6");
    diag_add(diag, DIAG_REQUIRED, at(files[1], 1, 1), "7");
    diag_add(diag, DIAG_RULE, at("report.ini", 2, 2), "3");
    diag_add(diag, DIAG_BAD_UNIT, at("report.ini", 2, 2), "1");
    diag_add(diag, DIAG_BAD_UNIT, at("report.ini", 2, 2), "2");
    diag_add(diag, DIAG_INI_SYNTAX, at("report.ini", 2, 3), "4");
    diag_add(diag, DIAG_REQUIRED, at(files[0], 8, 1), "5");
    size_t n;
    struct finding **all = diag_sorted(diag, &n);
    assert_int_equal(n, 7);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(all[i]->detail[0], '1' + (int)i);
}

static void colors_the_level_only(void **state)
{
    struct diag *diag = diag_new(*state);
    diag_add(diag, DIAG_TEMPLATE_DEPTH, at("t.ini", 1, 1), "%s", "");
    assert_non_null(strstr(printed(diag, DIAG_ZH, true, false), "t.ini:1:1: \033[1;31m必改\033[0m：模板"));
    assert_null(strchr(printed(diag, DIAG_ZH, false, false), '\033'));
}

static void users_cannot_steer_the_terminal(void **state)
{
    struct diag *diag = diag_new(*state);
    diag_add(diag, DIAG_REQUIRED, at("a\n.ini", 1, 1), "%s", "x\033[2J\xFF\u202Ey");
    const char *line = first(diag, DIAG_ZH);
    assert_null(strchr(line, '\033'));
    assert_null(strchr(line, '\n'));
    assert_non_null(strstr(line, "a<U+000A>.ini:1:1"));
    assert_non_null(strstr(line, "x<U+001B>[2J<FF><U+202E>y"));
}

static void csv_quotes_what_needs_it(void **state)
{
    struct diag *diag = diag_new(*state);
    struct finding *f = diag_add(diag, DIAG_REQUIRED, at("a,b.ini", 3, 0), "甲\"乙");
    diag_also(diag, f, at("c.ini", 2, 0));
    assert_string_equal(
        printed(diag, DIAG_EN, false, true),
        "report,file,line,column,sheet,cell,level,code,rule,message,see also,explanation,answer,unit\r\n"
        "甲局,\"a,b.ini\",3,,,,error,C101,,"
        "\"a required entry is missing: 甲\"\"乙; fill it in\",c.ini:2,,,某县甲局\r\n"
        "甲局,,,,,,verdict,,,not ready to submit: 1 error,,,,某县甲局\r\n");
}

static void a_copy_is_whole(void **state)
{
    struct diag *from = diag_new(*state), *diag = diag_new(*state);
    struct finding *f = diag_add(from, DIAG_RULE, at("report.ini", 3, 1), "%s", "甲");
    diag_also(from, f, at("c.ini", 2, 0));
    f->rule = "R1";
    f->level = DIAG_EXPLAIN;
    f->near = "乙";
    f->todo = "核对";
    f->explained = true;
    f->reason = "如此";
    diag_add(diag, DIAG_REQUIRED, at("report.ini", 1, 0), "%s", "");
    struct finding *to = diag_copy(diag, f);
    assert_string_equal(diag_line(diag, to, DIAG_ZH), diag_line(from, f, DIAG_ZH));
    assert_int_equal(to->order, 1);
    diag_also(diag, to, at("d.ini", 2, 0));
    assert_int_equal(f->also.count, 1); /* nothing is shared */
}

static void json_has_findings_and_summary(void **state)
{
    struct diag *diag = diag_new(*state);
    struct finding *f = diag_add(diag, DIAG_RULE, at("report.ini", 3, 1), "%s", "");
    f->rule = "R1";
    f->message = "甲不等于乙";
    struct json json = json_in(*state);
    json_object(&json, NULL);
    diag_json(diag, &json, DIAG_ZH);
    json_end(&json, '}');
    assert_string_equal(buf_text(&json.buf),
                        "{\"findings\":[{\"code\":\"C301\",\"rule\":\"R1\",\"level\":\"error\","
                        "\"at\":{\"file\":\"report.ini\",\"line\":3,\"column\":1},\"also\":[],"
                        "\"message\":\"甲不等于乙\",\"explained\":false,\"reason\":null,\"answer\":null}],"
                        "\"summary\":{\"errors\":1,\"unexplained\":0,\"explained\":0,\"hints\":0,\"system\":0}}");
}

static void codes_are_unique_and_in_their_block(void **state)
{
    (void)state;
    for (int a = 0; a < DIAG_CODES; a++) {
        const char *id = diag_code_id((enum diag_code)a);
        assert_int_equal(strlen(id), 4);
        assert_non_null(strchr("ITCLFS", id[0]));
        for (int b = 0; b < a; b++)
            assert_string_not_equal(id, diag_code_id((enum diag_code)b));
        assert_true(*diag_code_text((enum diag_code)a, DIAG_ZH) && *diag_code_text((enum diag_code)a, DIAG_EN));
        assert_int_equal(!*diag_code_todo((enum diag_code)a, DIAG_ZH), !*diag_code_todo((enum diag_code)a, DIAG_EN));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_part_has_its_place, setup, teardown),
        cmocka_unit_test_setup_teardown(absent_parts_leave_no_trace, setup, teardown),
        cmocka_unit_test_setup_teardown(names_sheet_and_cell, setup, teardown),
        cmocka_unit_test_setup_teardown(a_rule_speaks_for_itself, setup, teardown),
        cmocka_unit_test_setup_teardown(explained_findings_do_not_stand_in_the_way, setup, teardown),
        cmocka_unit_test_setup_teardown(the_verdict_counts, setup, teardown),
        cmocka_unit_test_setup_teardown(the_verdict_on_hints, setup, teardown),
        cmocka_unit_test_setup_teardown(prints_what_is_urgent_first, setup, teardown),
        cmocka_unit_test_setup_teardown(counts_repeats, setup, teardown),
        cmocka_unit_test_setup_teardown(one_language_of_a_cause, setup, teardown),
        cmocka_unit_test_setup_teardown(sorts_by_file_line_column_code, setup, teardown),
        cmocka_unit_test_setup_teardown(colors_the_level_only, setup, teardown),
        cmocka_unit_test_setup_teardown(users_cannot_steer_the_terminal, setup, teardown),
        cmocka_unit_test_setup_teardown(csv_quotes_what_needs_it, setup, teardown),
        cmocka_unit_test_setup_teardown(a_copy_is_whole, setup, teardown),
        cmocka_unit_test_setup_teardown(json_has_findings_and_summary, setup, teardown),
        cmocka_unit_test(codes_are_unique_and_in_their_block),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
