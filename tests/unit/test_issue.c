#include "model/issue.h"

#include "fixture.h"

static struct issue *sample(struct arena *arena, struct diag *diag)
{
    struct issue *issue = issue_new(arena);
    issue->program = "1.2.3";
    issue->title = "甲局自评报告";
    *list_push(arena, &issue->templates) = (struct issue_template){"hunan-2023", "1"};
    *list_push(arena, &issue->fonts) = (struct issue_font){"仿宋", "f.ttf", "Version 1|2", "abc", 12};
    *list_push(arena, &issue->inputs) = (struct issue_file){.name = "正文/甲 乙.txt", .hash = "00", .size = 0};
    *list_push(arena, &issue->outputs) = (struct issue_file){"报告.pdf", "11", 5000000000, 13};
    struct issue_fact *fact = list_push(arena, &issue->facts);
    *fact = (struct issue_fact){.name = "经费.a|b=c.本年", .label = "三公 \\n 经费", .value = "-1.5万元"};
    *list_push(arena, &fact->places) = (struct issue_place){.page = 3, .line = 22, .sheet = "", .cell = ""};
    *list_push(arena, &fact->places) =
        (struct issue_place){.page = 10, .row = 7, .sheet = "表!一 二", .cell = "AB12", .annex = "附件3-1"};
    list_push(arena, &issue->facts)->name = "空";
    issue->facts.items[1].label = issue->facts.items[1].value = "";
    struct pos at = {.file = "正文/甲:乙.txt", .line = 4, .column = 2};
    *list_push(arena, &issue->texts) = (struct issue_text){.text = "<一> | 二 # 三；\\n",
                                                           .hash = "ff",
                                                           .place = {.page = 1, .line = 2, .sheet = "", .cell = ""},
                                                           .at = at};
    *list_push(arena, &issue->texts.items[0].lines) =
        (struct issue_line){8, {.page = 2, .line = 1, .sheet = "", .cell = ""}};
    struct issue_text *row = list_push(arena, &issue->texts);
    *row = (struct issue_text){.text = "甲 | 乙",
                               .hash = "fe",
                               .place = {.page = 3, .row = 2, .sheet = "表", .cell = "A3", .annex = "附件1"},
                               .at = at};
    *list_push(arena, &row->lines) = (struct issue_line){6, row->place};
    row->lines.items[0].place.cell = "C3";
    struct finding *f = diag_add(diag, DIAG_RULE, at, "%s", "1 ≠ 2");
    f->level = DIAG_EXPLAIN;
    f->rule = "R4";
    f->message = "合计不等";
    f->answer = "R4 x [1 ≠ 2] = ";
    f->reason = "如此 | 这般";
    f->todo = "核对";
    f->explained = true;
    diag_also(diag, f, (struct pos){.file = "report.ini", .line = 9, .column = 1});
    diag_add(diag, DIAG_COULD_FILL, (struct pos){.file = "report.ini", .line = 1}, "%s", "人员.控制率")->near = "近";
    issue->findings.items = diag_sorted(diag, &issue->findings.count);
    return issue;
}

static void what_is_written_comes_back(void **state)
{
    struct world *w = *state;
    struct issue *was = sample(w->arena, w->diag);
    put(w, "build.ini", issue_text(w->arena, was));
    struct diag *diag = diag_new(w->arena);
    struct issue *is = issue_read(w->arena, diag, arena_printf(w->arena, "%s/build.ini", w->folder), "build.ini");
    assert_non_null(is);
    assert_int_equal(diag_exit_code(diag), 0);
    assert_string_equal(is->program, "1.2.3");
    assert_string_equal(is->title, "甲局自评报告");
    assert_string_equal(is->fonts.items[0].version, "Version 1|2");
    assert_int_equal(is->outputs.items[0].size, 5000000000);
    assert_int_equal(is->outputs.items[0].pages, 13);
    assert_string_equal(is->inputs.items[0].name, "正文/甲 乙.txt");
    assert_int_equal(is->facts.count, 2);
    assert_string_equal(is->facts.items[0].name, "经费.a|b=c.本年");
    assert_string_equal(is->facts.items[0].label, "三公 \\n 经费");
    assert_string_equal(is->facts.items[0].value, "-1.5万元");
    assert_string_equal(is->facts.items[1].value, "");
    const struct issue_places *places = &is->facts.items[0].places;
    assert_int_equal(places->count, 2);
    assert_int_equal(places->items[0].line, 22);
    assert_int_equal(places->items[1].row, 7);
    assert_int_equal(places->items[1].line, 0);
    assert_string_equal(places->items[1].sheet, "表!一 二");
    assert_string_equal(places->items[1].cell, "AB12");
    assert_string_equal(places->items[1].annex, "附件3-1");
    assert_string_equal(is->texts.items[0].text, "<一> | 二 # 三；\\n");
    assert_string_equal(is->texts.items[0].at.file, "正文/甲:乙.txt");
    assert_int_equal(is->texts.items[0].at.line, 4);
    assert_int_equal(issue_text_place(&is->texts.items[0], 7)->page, 1);
    assert_int_equal(issue_text_place(&is->texts.items[0], 8)->page, 2);
    assert_string_equal(issue_text_place(&is->texts.items[1], 5)->cell, "A3");
    assert_string_equal(issue_text_place(&is->texts.items[1], 6)->cell, "C3");
    assert_string_equal(issue_text_place(&is->texts.items[1], 6)->annex, "附件1");
    /* and once more it is the same file: nothing was lost */
    assert_string_equal(issue_text(w->arena, is), issue_text(w->arena, was));
}

static void findings_read_the_same(void **state)
{
    struct world *w = *state;
    struct issue *issue = sample(w->arena, w->diag);
    put(w, "build.ini", issue_text(w->arena, issue));
    struct diag *diag = diag_new(w->arena);
    assert_true(issue_recall(w->arena, diag, arena_printf(w->arena, "%s/build.ini", w->folder)));
    size_t n;
    struct finding **all = diag_sorted(diag, &n);
    assert_int_equal(n, issue->findings.count);
    for (size_t i = 0; i < n; i++)
        for (enum diag_lang lang = DIAG_ZH; lang <= DIAG_EN; lang++)
            assert_string_equal(diag_line(diag, all[i], lang), diag_line(w->diag, issue->findings.items[i], lang));
}

static void long_texts_stay_whole(void **state)
{
    struct world *w = *state;
    struct issue *issue = sample(w->arena, w->diag);
    struct buf text = buf_in(w->arena);
    for (int i = 0; i < 70000; i++)
        buf_add(&text, i % 7 ? "字" : i % 3 ? " |" : "　");
    const char *flat = issue_flat(w->arena, buf_text(&text));
    issue->texts.items[0].text = issue->facts.items[0].value = flat;
    const struct issue_place place = issue->facts.items[0].places.items[0];
    for (int i = 0; i < 5000; i++)
        *list_push(w->arena, &issue->facts.items[0].places) = place;
    size_t places = issue->facts.items[0].places.count;
    put(w, "build.ini", issue_text(w->arena, issue));
    struct diag *diag = diag_new(w->arena);
    struct issue *is = issue_read(w->arena, diag, arena_printf(w->arena, "%s/build.ini", w->folder), "build.ini");
    assert_non_null(is);
    assert_int_equal(diag_exit_code(diag), 0);
    assert_int_equal(is->texts.count, issue->texts.count);
    assert_string_equal(is->texts.items[0].text, flat);
    assert_int_equal(is->facts.count, issue->facts.count);
    assert_string_equal(is->facts.items[0].value, flat);
    assert_int_equal(is->facts.items[0].places.count, places);
}

static void another_format_is_refused(void **state)
{
    struct world *w = *state;
    put(w, "build.ini", "[签发]\n格式 = 2\n");
    assert_null(issue_read(w->arena, w->diag, arena_printf(w->arena, "%s/build.ini", w->folder), "build.ini"));
    assert_int_equal(diag_exit_code(w->diag), 1);
    assert_null(issue_read(w->arena, w->diag, arena_printf(w->arena, "%s/none.ini", w->folder), "none.ini"));
}

static void nonsense_does_no_harm(void **state)
{
    struct world *w = *state;
    put(w, "build.ini",
        "[签发]\n格式 = 1\n[数据]\n行 = a\n行 = | | | x\\n3/\\n/4\\n-1/2\\n3/#\\n3/4 !\n[文字]\n行 =\n行 = 1/2 | 9 | "
        "|\n"
        "[问题]\n列 = a\n行 = Q999 | 0\n行 = C301 | 77\n行 = C301 | -1\n行 = C102 | 0 | :::\\n! | 1\\n\\n2:3\n");
    struct issue *is = issue_read(w->arena, w->diag, arena_printf(w->arena, "%s/build.ini", w->folder), "build.ini");
    assert_non_null(is);
    assert_int_equal(is->findings.count, 1);
    struct diag *diag = diag_new(w->arena);
    assert_true(issue_recall(w->arena, diag, arena_printf(w->arena, "%s/build.ini", w->folder)));
    put(w, "other.ini", "[问题\n");
    assert_false(issue_recall(w->arena, diag, arena_printf(w->arena, "%s/other.ini", w->folder)));
}

static void flat_text_is_one_line(void **state)
{
    struct world *w = *state;
    assert_string_equal(issue_flat(w->arena, " 　甲\n乙\t"), "甲 乙");
    assert_string_equal(issue_flat(w->arena, ""), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(what_is_written_comes_back),     WORLD_TEST(findings_read_the_same),
        WORLD_TEST(long_texts_stay_whole), WORLD_TEST(another_format_is_refused),
        WORLD_TEST(nonsense_does_no_harm),          WORLD_TEST(flat_text_is_one_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
