#include "fixture.h"

static struct template *load(struct world *w, const char *name)
{
    return template_load(w->arena, w->diag, name, (struct pos){.file = "report.ini", .line = 2, .column = 6},
                         &w->search);
}

static void put_pair(struct world *w)
{
    put(w, "base/template.ini", "[模板]\n名称 = base\n版本 = 1\n格式 = 1\n");
    put(w, "near/template.ini", "[模板]\n名称 = near\n格式 = 1\n继承 = base\n[输出]\nPDF = a.pdf\n");
}

static void merges_key_by_key(void **state)
{
    struct world *w = *state;
    put_pair(w);
    put(w, "base/fields.ini", "[甲]\na = 1\nb = 2\nc = 3\n[乙]\nx = 1\n[丙]\ny = 1\n");
    put(w, "near/fields.ini", "[甲]\nb = 22\na = -\nd = \\-\n[-乙]\n[丁]\nz = 1\n");
    struct template *t = load(w, "near");
    assert_non_null(t);
    const struct ini *ini = template_ini(w->arena, w->diag, t, "fields.ini");
    assert_clean(w);
    assert_int_equal(ini->sections.count, 3);
    const struct ini_section *first = ini->sections.items[0];
    assert_int_equal(first->keys.count, 3);
    assert_string_equal(first->keys.items[0].name, "b"); /* overridden in place */
    assert_string_equal(first->keys.items[0].value, "22");
    assert_string_equal(first->keys.items[0].at.file, "near/fields.ini");
    assert_int_equal(first->keys.items[0].at.line, 2);
    assert_string_equal(first->keys.items[1].at.file, "base/fields.ini");
    assert_string_equal(ini_value(ini, "甲", "d", "", NULL), "-");
    assert_null(ini_section(ini, "乙"));
    assert_string_equal(ini->sections.items[2]->name, "丁");
    assert_ptr_equal(ini, template_ini(w->arena, w->diag, t, "fields.ini")); /* kept */
    assert_string_equal(ini_value(template_ini(w->arena, w->diag, t, "template.ini"), "模板", "版本", "", NULL), "1");
}

static void removing_nothing_is_reported(void **state)
{
    struct world *w = *state;
    put_pair(w);
    put(w, "base/rules.ini", "[规则 R1]\n条件 = 1\n");
    put(w, "near/rules.ini", "[-规则 R2]\n[规则 R1]\n条见 = -\n");
    template_ini(w->arena, w->diag, load(w, "near"), "rules.ini");
    const struct finding *section = nth(w, DIAG_TEMPLATE_UNKNOWN, 0), *key = nth(w, DIAG_TEMPLATE_UNKNOWN, 1);
    assert_string_equal(section->near, "规则 R1");
    assert_int_equal(section->at.line, 1);
    assert_string_equal(key->near, "条件");
}

static void nearest_text_wins(void **state)
{
    struct world *w = *state;
    put_pair(w);
    put(w, "base/report.txt", "base\n");
    put(w, "base/引言.txt", "旧\n");
    put(w, "near/引言.txt", "新\n");
    struct template *t = load(w, "near");
    assert_string_equal(template_text(w->arena, w->diag, t, "引言.txt")->text, "新\n");
    assert_string_equal(template_text(w->arena, w->diag, t, "report.txt")->file, "base/report.txt");
    assert_null(template_text(w->arena, w->diag, t, "没有.txt"));
    assert_int_equal(template_files(w->arena, t).count, 3);
    assert_int_equal(template_list(w->arena, &w->search).count, 2);
    assert_clean(w);
}

static void refuses_bad_chains(void **state)
{
    struct world *w = *state;
    put_pair(w);
    assert_null(load(w, "nera"));
    assert_string_equal(found(w, DIAG_TEMPLATE_MISSING)->near, "near");
    assert_int_equal(found(w, DIAG_TEMPLATE_MISSING)->at.line, 2);
    assert_null(load(w, "../near"));
    assert_non_null(found(w, DIAG_TEMPLATE_NAME));
    put(w, "new/template.ini", "[模板]\n格式 = 2\n");
    assert_null(load(w, "new"));
    assert_int_equal(found(w, DIAG_TEMPLATE_TOO_NEW)->at.line, 2);
    put(w, "self/template.ini", "[模板]\n继承 = self\n");
    assert_null(load(w, "self"));
    assert_string_equal(found(w, DIAG_TEMPLATE_CYCLE)->detail, "self → self");
    assert_string_equal(found(w, DIAG_TEMPLATE_CYCLE)->at.file, "self/template.ini");
}

static void chains_have_eight_members(void **state)
{
    struct world *w = *state;
    for (int i = 1; i <= TEMPLATE_DEPTH + 1; i++)
        put(w, arena_printf(w->arena, "t%d/template.ini", i),
            i > TEMPLATE_DEPTH ? "[模板]\n" : arena_printf(w->arena, "[模板]\n继承 = t%d\n", i + 1));
    assert_non_null(load(w, "t2"));
    assert_clean(w);
    assert_null(load(w, "t1"));
    assert_non_null(found(w, DIAG_TEMPLATE_DEPTH));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(merges_key_by_key),  WORLD_TEST(removing_nothing_is_reported), WORLD_TEST(nearest_text_wins),
        WORLD_TEST(refuses_bad_chains), WORLD_TEST(chains_have_eight_members),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
