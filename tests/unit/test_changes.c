#include "model/changes.h"

#include "fixture.h"

static void add_fact(struct issue *issue, const char *name, const char *value)
{
    *list_push(issue->arena, &issue->facts) = (struct issue_fact){.name = name, .label = name, .value = value};
}

/* One paragraph for each character; its hash is the character. */
static void add_texts(struct issue *issue, const char *letters)
{
    for (; *letters; letters++) {
        const char *text = arena_strndup(issue->arena, letters, 1);
        *list_push(issue->arena, &issue->texts) = (struct issue_text){.text = text, .hash = text};
    }
}

/* "a>b" changed, ">b" came, "a>" went. */
static const char *text_changes(struct world *w, const char *was, const char *is)
{
    struct issue *old = issue_new(w->arena), *fresh = issue_new(w->arena);
    add_texts(old, was);
    add_texts(fresh, is);
    struct changes *c = changes_between(w->arena, old, fresh);
    struct buf out = buf_in(w->arena);
    for (size_t i = 0; i < c->texts.count; i++)
        buf_printf(&out, "%s%s>%s", i ? " " : "", c->texts.items[i].was ? c->texts.items[i].was->text : "",
                   c->texts.items[i].is ? c->texts.items[i].is->text : "");
    return buf_text(&out);
}

static void values_are_compared_by_name(void **state)
{
    struct world *w = *state;
    struct issue *was = issue_new(w->arena), *is = issue_new(w->arena);
    add_fact(was, "甲", "1万元");
    add_fact(was, "乙", "2");
    add_fact(was, "去", "3");
    add_fact(was, "空去", "");
    add_fact(is, "来", "4");
    add_fact(is, "乙", "2");
    add_fact(is, "甲", "1.5万元");
    add_fact(is, "空来", "");
    struct changes *c = changes_between(w->arena, was, is);
    assert_int_equal(c->facts.count, 3);
    assert_null(c->facts.items[0].was);
    assert_string_equal(c->facts.items[0].is->name, "来");
    assert_string_equal(c->facts.items[1].was->value, "1万元");
    assert_string_equal(c->facts.items[1].is->value, "1.5万元");
    assert_null(c->facts.items[2].is);
    assert_string_equal(c->facts.items[2].was->name, "去");
    assert_false(changes_none(c));
    assert_true(changes_none(changes_between(w->arena, was, was)));
}

static void paragraphs_are_compared_in_order(void **state)
{
    struct world *w = *state;
    assert_string_equal(text_changes(w, "abcd", "abcd"), "");
    assert_string_equal(text_changes(w, "abcd", "abxd"), "c>x");
    assert_string_equal(text_changes(w, "abcd", "abcxd"), ">x");
    assert_string_equal(text_changes(w, "abcd", "acd"), "b>");
    assert_string_equal(text_changes(w, "", "ab"), ">a >b");
    assert_string_equal(text_changes(w, "ab", ""), "a> b>");
    assert_string_equal(text_changes(w, "abc", "xyz"), "a>x b>y c>z");
}

static void a_moved_paragraph_is_one_change(void **state)
{
    struct world *w = *state;
    assert_string_equal(text_changes(w, "abcdefz", "zabcdef"), ">z z>");
    assert_string_equal(text_changes(w, "zabcdef", "abcdefz"), "z> >z");
}

static void repeated_paragraphs_do_no_harm(void **state)
{
    struct world *w = *state;
    assert_string_equal(text_changes(w, "a--b--c", "a--b--c"), "");
    assert_string_equal(text_changes(w, "a--b--c", "a--b---c"), ">-");
    assert_string_equal(text_changes(w, "----", "---"), "->");
}

static void only_shapes_count(void **state)
{
    struct world *w = *state;
    struct issue *was = issue_new(w->arena), *is = issue_new(w->arena);
    *list_push(w->arena, &was->texts) = (struct issue_text){.text = "支出1元", .hash = "支出{{x}}"};
    *list_push(w->arena, &is->texts) = (struct issue_text){.text = "支出2元", .hash = "支出{{x}}"};
    assert_true(changes_none(changes_between(w->arena, was, is)));
}

/* Not where the paragraph begins. */
/* Paragraphs parted by /; the hash is the text. */
static void add_paragraphs(struct issue *issue, const char *text)
{
    for (; *text; text += *text == '/') {
        const char *one = arena_strndup(issue->arena, text, strcspn(text, "/"));
        *list_push(issue->arena, &issue->texts) = (struct issue_text){.text = one, .hash = one};
        text += strlen(one);
    }
}

static struct changes *paragraph_changes(struct world *w, const char *was, const char *is)
{
    struct issue *old = issue_new(w->arena), *fresh = issue_new(w->arena);
    add_paragraphs(old, was);
    add_paragraphs(fresh, is);
    return changes_between(w->arena, old, fresh);
}

/* One measure less: it is the one that went, the others have another number and nothing else. */
static void paragraphs_find_their_like(void **state)
{
    struct world *w = *state;
    struct changes *c =
        paragraph_changes(w, "1.加快预算执行进度/2.加强三公经费管理/3.加强内部控制建设/4.健全绩效评价机制",
                          "1.加快预算执行进度/2.加强内部控制建设/3.健全绩效评价机制");
    assert_int_equal(c->texts.count, 3);
    assert_string_equal(c->texts.items[0].was->text, "2.加强三公经费管理");
    assert_null(c->texts.items[0].is);
    assert_string_equal(c->texts.items[1].was->text, "3.加强内部控制建设");
    assert_string_equal(c->texts.items[1].is->text, "2.加强内部控制建设");
    assert_int_equal(c->texts.items[1].was_number, 2);
    assert_int_equal(c->texts.items[2].is_number, 2);
    c = paragraph_changes(w, "（一）加强管理/（二）强化监督", "（一）新的一条/（二）加强管理/（三）强化各项监督");
    assert_int_equal(c->texts.count, 3);
    assert_null(c->texts.items[0].was);
    assert_int_equal(c->texts.items[1].is_number, strlen("（二）"));
    assert_string_equal(c->texts.items[2].was->text, "（二）强化监督");
    assert_int_equal(c->texts.items[2].was_number, 0); /* more than the number */
    c = paragraph_changes(w, "1.5万元", "2.5万元");    /* no number of a list */
    assert_int_equal(c->texts.items[0].was_number, 0);
}

static void add_record(struct issue *issue, const char *name, const char *spent, const char *text)
{
    static const char *const fields[][2] = {{"主管部门", "水利局"}, {"预算", "45万元"}, {"等级", "优"}};
    struct arena *arena = issue->arena;
    for (size_t i = 0; i < 3; i++)
        add_fact(issue, arena_printf(arena, "项目.%s.%s", name, fields[i][0]), fields[i][1]);
    add_fact(issue, arena_printf(arena, "项目.%s.名称", name), name);
    add_fact(issue, arena_printf(arena, "项目.%s.支出", name), spent);
    *list_push(arena, &issue->texts) = (struct issue_text){.text = text, .hash = text};
}

static void a_renamed_record_is_the_same_one(void **state)
{
    struct world *w = *state;
    struct issue *was = issue_new(w->arena), *is = issue_new(w->arena), *other = issue_new(w->arena);
    add_record(was, "河湖长制工作", "38.20万元", "3 | 河湖长制工作 | 45 | 38.20 | 优");
    add_record(is, "河湖长制管护工作", "38.50万元", "3 | 河湖长制管护工作 | 45 | 38.50 | 优");
    struct changes *c = changes_between(w->arena, was, is);
    assert_int_equal(c->facts.count, 2);
    assert_string_equal(c->facts.items[0].was->value, "河湖长制工作");
    assert_string_equal(c->facts.items[0].is->value, "河湖长制管护工作");
    assert_string_equal(c->facts.items[1].was->value, "38.20万元");
    assert_int_equal(c->texts.count, 0); /* nothing but those two */
    is->texts.items[0].text = "4 | 河湖长制管护工作 | 45 | 38.50 | 优";
    is->texts.items[0].hash = "x";
    assert_int_equal(changes_between(w->arena, was, is)->texts.count, 1);
    add_fact(other, "项目.水库.主管部门", "水库站");
    add_fact(other, "项目.水库.预算", "45万元");
    add_fact(other, "项目.水库.等级", "良");
    assert_int_equal(changes_between(w->arena, was, other)->facts.count, 8); /* another project */
}

static void the_place_is_that_of_the_change(void **state)
{
    struct world *w = *state;
    struct issue *was = issue_new(w->arena), *is = issue_new(w->arena);
    *list_push(w->arena, &was->texts) = (struct issue_text){.text = "甲乙丙丁", .hash = "1", .place = {.line = 2}};
    struct issue_text *text = list_push(w->arena, &is->texts);
    *text = (struct issue_text){.text = "甲乙戊丁", .hash = "2", .place = {.line = 3}};
    *list_push(w->arena, &text->lines) = (struct issue_line){3, {.line = 4}};
    *list_push(w->arena, &text->lines) = (struct issue_line){6, {.line = 5}};
    *list_push(w->arena, &text->lines) = (struct issue_line){9, {.line = 6}};
    assert_int_equal(changes_between(w->arena, was, is)->texts.items[0].place->line, 5);
    is->texts.count = 0;
    assert_int_equal(changes_between(w->arena, was, is)->texts.items[0].place->line, 2);
}

static void findings_come_and_go(void **state)
{
    struct world *w = *state;
    struct diag *one = diag_new(w->arena), *two = diag_new(w->arena);
    struct issue *was = issue_new(w->arena), *is = issue_new(w->arena);
    diag_add(one, DIAG_REQUIRED, (struct pos){.file = "a", .line = 1}, "%s", "甲");
    diag_add(one, DIAG_REQUIRED, (struct pos){.file = "a", .line = 2}, "%s", "乙");
    diag_add(two, DIAG_REQUIRED, (struct pos){.file = "a", .line = 9}, "%s", "乙"); /* only moved */
    diag_add(two, DIAG_BAD_UNIT, (struct pos){.file = "a", .line = 2}, "%s", "乙");
    for (int i = 0; i < 2; i++) { /* the same figures, another guess at the reason */
        struct diag *of = i ? two : one;
        struct finding *f = diag_add(of, DIAG_RULE, (struct pos){.file = "a", .line = 3}, "%s",
                                     i ? "差额 2.47" : "差额 2.47 = 甲 - 乙");
        f->rule = "R3";
        f->answer = "R3 甲 [1 ≠ 3.47] = ";
    }
    was->findings.items = diag_sorted(one, &was->findings.count);
    is->findings.items = diag_sorted(two, &is->findings.count);
    struct changes *c = changes_between(w->arena, was, is);
    assert_int_equal(c->gone.count, 1);
    assert_string_equal(c->gone.items[0]->detail, "甲");
    assert_int_equal(c->fresh.count, 1);
    assert_int_equal(c->fresh.items[0]->code, DIAG_BAD_UNIT);
}

static void stretch(const char *was, const char *is, const char *old, const char *fresh)
{
    size_t from, was_to, is_to;
    changes_stretch(was, is, &from, &was_to, &is_to);
    assert_int_equal(was_to - from, strlen(old));
    assert_int_equal(is_to - from, strlen(fresh));
    assert_memory_equal(was + from, old, strlen(old));
    assert_memory_equal(is + from, fresh, strlen(fresh));
}

static void the_stretch_keeps_characters_and_figures_whole(void **state)
{
    (void)state;
    stretch("基本支出585.63万元。", "基本支出585.73万元。", "585.63", "585.73");
    stretch("共1元", "共21元", "1", "21");
    stretch("共12元", "共1元", "12", "1");
    stretch("甲乙丙", "甲丁丙", "乙", "丁");
    stretch("文字", "文学", "字", "学"); /* share their first byte */
    stretch("甲丙", "甲乙丙", "", "乙");
    stretch("", "甲", "", "甲");
    stretch("同", "同", "", "");
    stretch("aaa", "aa", "a", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(values_are_compared_by_name),
        WORLD_TEST(paragraphs_are_compared_in_order),
        WORLD_TEST(a_moved_paragraph_is_one_change),
        WORLD_TEST(repeated_paragraphs_do_no_harm),
        WORLD_TEST(only_shapes_count),
        WORLD_TEST(paragraphs_find_their_like),
        WORLD_TEST(a_renamed_record_is_the_same_one),
        WORLD_TEST(the_place_is_that_of_the_change),
        WORLD_TEST(findings_come_and_go),
        WORLD_TEST(the_stretch_keeps_characters_and_figures_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
