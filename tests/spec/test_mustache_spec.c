/* The Mustache language under both policies. Own cases for every clause first; then, where it is at hand, the official
 * specification ($MUSTACHE_SPEC, or ../shared/data/mustache-spec beside the source): 136 cases under SPEC and the twin
 * of each under STRICT, which prints the same without HTML escapes or reports what is missing. */
#include "base/os.h"
#include "model/mustache.h"

#include <cjson/cJSON.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* cmocka.h needs stdarg, stddef and setjmp */
#include <cmocka.h>

/* -- JSON as data -- */

struct json_data {
    struct arena *arena;
    const cJSON *root, *partials;
};

static const void *json_member(void *ctx, const void *value, const char *name)
{
    const struct json_data *data = ctx;
    if (!value && !strcmp(name, "."))
        return data->root;
    if (strchr(name, '.'))
        return NULL; /* dotted names are never single keys */
    const cJSON *json = value ? value : data->root;
    return cJSON_IsObject(json) ? cJSON_GetObjectItemCaseSensitive(json, name) : NULL;
}

static bool json_falsy(void *ctx, const void *value)
{
    (void)ctx;
    return cJSON_IsNull(value) || cJSON_IsFalse(value) || (cJSON_IsArray(value) && !cJSON_GetArraySize(value));
}

static size_t json_count(void *ctx, const void *value)
{
    (void)ctx;
    return cJSON_IsArray(value) ? (size_t)cJSON_GetArraySize(value) : SIZE_MAX;
}

static const void *json_item(void *ctx, const void *value, size_t i)
{
    (void)ctx;
    return cJSON_GetArrayItem(value, (int)i);
}

static const char *json_text(void *ctx, const void *value, const struct fact **fact, bool *blank)
{
    const struct json_data *data = ctx;
    const cJSON *json = value;
    (void)fact;
    *blank = cJSON_IsNull(json);
    if (cJSON_IsString(json))
        return json->valuestring;
    return cJSON_IsNumber(json) ? arena_printf(data->arena, "%.15g", json->valuedouble) : "";
}

static const struct source *json_partial(void *ctx, const char *name)
{
    const struct json_data *data = ctx;
    const cJSON *text = cJSON_GetObjectItemCaseSensitive(data->partials, name);
    if (!cJSON_IsString(text))
        return NULL;
    struct source *source = arena_alloc(data->arena, sizeof *source);
    *source = (struct source){name, text->valuestring, strlen(text->valuestring)};
    return source;
}

/* -- one case -- */

struct outcome {
    const char *text;
    bool ok;
    size_t count;
    enum diag_code code; /* of the first finding */
};

static struct outcome run(struct arena *arena, enum mustache_policy policy, const cJSON *root, const cJSON *partials,
                          const char *template_text)
{
    struct json_data ctx = {arena, root, partials};
    struct mustache_data data = {.ctx = &ctx,
                                 .member = json_member,
                                 .falsy = json_falsy,
                                 .count = json_count,
                                 .item = json_item,
                                 .text = json_text,
                                 .partial = json_partial};
    struct diag *diag = diag_new(arena);
    struct source source = {"case", template_text, strlen(template_text)};
    struct spans spans = {0};
    struct outcome outcome = {0};
    outcome.ok = mustache_render(arena, diag, policy, &data, &source, &spans);
    outcome.text = spans_text(arena, &spans);
    struct finding **found = diag_sorted(diag, &outcome.count);
    outcome.code = outcome.count ? found[0]->code : DIAG_CODES;
    return outcome;
}

#define FINE DIAG_CODES

struct own {
    const char *data, *partials, *template_text, *expected;
    enum diag_code strict; /* what STRICT reports; FINE if it prints the same */
};

static void check_own(const struct own *cases, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct own *c = &cases[i];
        struct arena *arena = arena_new();
        cJSON *root = cJSON_Parse(c->data), *partials = cJSON_Parse(c->partials ? c->partials : "{}");
        assert_non_null(root);
        assert_non_null(partials);
        struct outcome spec = run(arena, MUSTACHE_SPEC, root, partials, c->template_text);
        assert_string_equal(spec.text, c->expected);
        assert_true(spec.ok);
        struct outcome strict = run(arena, MUSTACHE_STRICT, root, partials, c->template_text);
        assert_int_equal(strict.code, c->strict);
        assert_int_equal(strict.ok, c->strict == FINE);
        if (c->strict == FINE)
            assert_string_equal(strict.text, c->expected);
        cJSON_Delete(root);
        cJSON_Delete(partials);
        arena_free(arena);
    }
}

#define CHECK_OWN(cases) check_own(cases, sizeof(cases) / sizeof *(cases))

/* -- own cases, clause by clause -- */

static void comments(void **state)
{
    (void)state;
    static const struct own cases[] = {
        {"{}", NULL, "编制{{! 核定数 }}人", "编制人", FINE},
        {"{}", NULL, "甲\n{{! 一\n 二 }}\n乙\n", "甲\n乙\n", FINE},
        {"{}", NULL, "甲\n　{{!说明}}\t\n乙", "甲\n乙", FINE},
        {"{}", NULL, "甲 {{!说明}}\n乙", "甲 \n乙", FINE},
        {"{}", NULL, "甲\r\n{{!说明}}\r\n乙", "甲\r\n乙", FINE},
        {"{\"!x\": 1}", NULL, "[{{!x}}]", "[]", FINE},
    };
    CHECK_OWN(cases);
}

static void delimiters(void **state)
{
    (void)state;
    static const struct own cases[] = {
        {"{\"a\": \"甲\"}", NULL, "{{=《 》=}}《a》{{a}}", "甲{{a}}", FINE},
        {"{\"a\": \"甲\"}", NULL, "{{=| |=}}|a||={{ }}=|{{a}}", "甲甲", FINE},
        {"{\"a\": \"甲\"}", NULL, "上\n {{= <%   %> =}} \n<%a%>", "上\n甲", FINE},
        {"{\"a\": \"甲\"}", NULL, "{{#a}}{{=| |=}}|.||/a||a|", "甲甲", FINE},
        {"{\"a\": \"甲\"}", "{\"p\": \"{{=| |=}}|a|\"}", "{{>p}}{{a}}|a|", "甲甲|a|", FINE},
        {"{\"a\": \"甲\"}", "{\"p\": \"{{a}}\"}", "{{=| |=}}|>p|", "甲", FINE},
        {"{\"a\": \"<\"}", NULL, "{{=<% %>=}}<%{a}%><%&a%>", "<<", FINE},
    };
    CHECK_OWN(cases);
}

/* Printed as they stand, and reported. */
static void slips_of_the_pen(void **state)
{
    (void)state;
    static const char *const texts[] = {"{甲.乙}", "｛｛1｝｝", "一\n ｛{乙}}", "{#甲}"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct arena *arena = arena_new();
        struct outcome outcome = run(arena, MUSTACHE_STRICT, NULL, NULL, texts[i]);
        assert_string_equal(outcome.text, texts[i]);
        assert_int_equal(outcome.code, DIAG_MARKUP_SLIP);
        arena_free(arena);
    }
}

static void interpolation(void **state)
{
    (void)state;
    static const struct own cases[] = {
        {"{}", NULL, "只有{1}对 } { }}", "只有{1}对 } { }}", FINE},
        {"{\"编制数\": 16}", NULL, "编制{{编制数}}人，{{　编制数　}}", "编制16人，16", FINE},
        {"{\"a\": \"{{b}}\", \"b\": 1}", NULL, "{{a}}", "{{b}}", FINE},
        {"{\"a\": \"'<>&\"}", NULL, "{{{a}}}{{&a}}{{{ a }}}{{& a }}", "'<>&'<>&'<>&'<>&", FINE},
        {"{\"a\": {\"b\": {\"c\": 1.5}}}", NULL, "{{a.b.c}}", "1.5", FINE},
        {"{\"a\": {\"b\": 1}}", NULL, "[{{a.c}}]", "[]", DIAG_MUSTACHE_UNKNOWN},
        {"{\"a\": {\"b\": 1}}", NULL, "[{{a.b.c}}]", "[]", DIAG_MUSTACHE_UNKNOWN},
        {"{\"a.b\": 1}", NULL, "[{{a.b}}]", "[]", DIAG_MUSTACHE_UNKNOWN},
        {"{}", NULL, "[{{a}}{{{a}}}{{&a}}]", "[]", DIAG_MUSTACHE_UNKNOWN},
        {"{\"a\": null}", NULL, "[{{a}}]", "[]", DIAG_BLANK_IN_TEXT},
        {"{\"a\": \"\"}", NULL, "[{{a}}]", "[]", FINE},
        {"{\"a\": {\"b\": {}}, \"b\": {\"c\": 1}}", NULL, "{{#a}}[{{b.c}}]{{/a}}", "[]", DIAG_MUSTACHE_UNKNOWN},
        {"\"世界\"", NULL, "你好，{{.}}", "你好，世界", FINE},
        {"{\"a\": \"-\"}", NULL, " {{a}}\n", " -\n", FINE},
    };
    CHECK_OWN(cases);
}

static void sections(void **state)
{
    (void)state;
    static const struct own cases[] = {
        {"{\"a\": true, \"b\": false, \"c\": null, \"d\": []}", NULL,
         "{{#a}}a{{/a}}{{#b}}b{{/b}}{{#c}}c{{/c}}{{#d}}d{{/d}}", "a", FINE},
        {"{\"s\": [{\"n\": \"甲\", \"末\": false}, {\"n\": \"乙\", \"末\": true}]}", NULL,
         "{{#s}}{{n}}{{^末}}、{{/末}}{{/s}}。", "甲、乙。", FINE},
        {"{\"s\": [[1, 2], [3]]}", NULL, "{{#s}}({{#.}}{{.}}{{/.}}){{/s}}", "(12)(3)", FINE},
        {"[1, 2]", NULL, "{{#.}}{{.}};{{/.}}", "1;2;", FINE},
        {"{\"o\": {\"n\": \"内\"}, \"n\": \"外\", \"m\": \"外\"}", NULL, "{{#o}}{{n}}{{m}}{{/o}}{{n}}", "内外外", FINE},
        {"{\"o\": \"值\"}", NULL, "{{#o}}{{.}}{{o}}{{/o}}", "值值", FINE},
        {"{}", NULL, "[{{#x}}有{{/x}}]", "[]", DIAG_MUSTACHE_UNKNOWN},
        {"{\"a\": {}}", NULL, "[{{#a.b.c}}有{{/a.b.c}}]", "[]", DIAG_MUSTACHE_UNKNOWN},
        {"{\"a\": {\"b\": true}}", NULL, "{{#a.b}}有{{/a.b}}", "有", FINE},
        {"{\"a\": true}", NULL, "上\n{{#a}}\n中\n　{{/a}}\n下", "上\n中\n下", FINE},
        {"{\"a\": true}", NULL, "上\r\n{{#a}}\r\n中\r\n{{/a}}\r\n下", "上\r\n中\r\n下", FINE},
        {"{\"a\": true}", NULL, " {{#a}}中{{/a}}\n", " 中\n", FINE},
        {"{\"a\": true}", NULL, "{{#a}}\n{{/a}}", "", FINE},
        {"{\"a\": true}", NULL, "{{# a }}{{#a}}二{{/a}}{{/ a }}", "二", FINE},
    };
    CHECK_OWN(cases);
}

static void inverted(void **state)
{
    (void)state;
    static const struct own cases[] = {
        {"{\"a\": true, \"b\": false, \"c\": null, \"d\": [], \"e\": [1], \"f\": {}}", NULL,
         "{{^a}}a{{/a}}{{^b}}b{{/b}}{{^c}}c{{/c}}{{^d}}d{{/d}}{{^e}}e{{/e}}{{^f}}f{{/f}}", "bcd", FINE},
        {"{}", NULL, "[{{^x}}无{{/x}}]", "[无]", DIAG_MUSTACHE_UNKNOWN},
        {"{\"a\": {}}", NULL, "[{{^a.b.c}}无{{/a.b.c}}]", "[无]", DIAG_MUSTACHE_UNKNOWN},
        {"{\"a\": {\"b\": false}}", NULL, "{{^a.b}}无{{/a.b}}", "无", FINE},
        {"{\"a\": 0.5}", NULL, "{{#a}}{{.}}万元{{/a}}{{^a}}无{{/a}}", "0.5万元", FINE},
        {"{\"a\": false}", NULL, "上\n {{^a}}\n中\n {{/a}} \n下\n", "上\n中\n下\n", FINE},
    };
    CHECK_OWN(cases);
}

static void partials(void **state)
{
    (void)state;
    static const struct own cases[] = {
        {"{\"a\": 1}", "{\"p\": \"({{a}})\"}", "{{>p}}{{> p }}", "(1)(1)", FINE},
        {"{}", "{}", "[{{>p}}]", "[]", DIAG_MUSTACHE_PARTIAL},
        {"{\"s\": [1, 2]}", "{\"p\": \"{{.}};\"}", "{{#s}}{{>p}}{{/s}}", "1;2;", FINE},
        {"{\"a\": 1}", "{\"p\": \"甲\\n{{a}}\\n\"}", "  {{>p}}\n完", "  甲\n  1\n完", FINE},
        {"{\"a\": \"x\\ny\"}", "{\"p\": \"{{a}}\\n\"}", "  {{>p}}\n完", "  x\ny\n完", FINE},
        {"{}", "{\"p\": \"甲\\n {{>q}}\\n\", \"q\": \"乙\\n丙\\n\"}", " {{>p}}", " 甲\n  乙\n  丙\n", FINE},
        {"{}", "{\"p\": \"甲\\n乙\"}", "一 {{>p}}\n二", "一 甲\n乙\n二", FINE},
        {"{\"a\": true}", "{\"p\": \"{{#a}}\\n甲\\n{{/a}}\\n\"}", "  {{>p}}\n", "  甲\n", FINE},
        {"{\"n\": 1, \"s\": [{\"n\": 2, \"s\": []}]}", "{\"p\": \"{{n}}{{#s}}{{>p}}{{/s}}\"}", "{{>p}}", "12",
         DIAG_MUSTACHE_RECURSION},
    };
    CHECK_OWN(cases);
}

/* -- the official cases -- */

static const char *spec_folder(struct arena *arena)
{
    const char *folder = getenv("MUSTACHE_SPEC");
    if (folder)
        return folder;
    const char *beside = "../shared/data/mustache-spec";
    return os_is_folder(beside) ? beside : arena_printf(arena, "../%s", beside); /* a worktree is one level deeper */
}

/* Which of the official cases are misses, by what their names promise. */
static enum diag_code strict_code(const char *name)
{
    static const struct {
        const char *part;
        enum diag_code code;
    } misses[] = {
        {"Context Miss", DIAG_MUSTACHE_UNKNOWN},      {"Broken Chain", DIAG_MUSTACHE_UNKNOWN},
        {"never single keys", DIAG_MUSTACHE_UNKNOWN}, {"Context Precedence", DIAG_MUSTACHE_UNKNOWN},
        {"Null Interpolation", DIAG_BLANK_IN_TEXT},   {"Failed Lookup", DIAG_MUSTACHE_PARTIAL},
        {"Recursion", DIAG_MUSTACHE_RECURSION},
    };
    for (size_t i = 0; i < sizeof misses / sizeof *misses; i++)
        if (strstr(name, misses[i].part))
            return misses[i].code;
    return FINE;
}

static const char *without_escapes(struct arena *arena, const char *s)
{
    static const char *const names[][2] = {{"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}};
    struct buf buf = buf_in(arena);
    while (*s) {
        size_t k = 0;
        while (k < 4 && !text_starts(s, names[k][0]))
            k++;
        buf_addn(&buf, k < 4 ? names[k][1] : s, 1);
        s += k < 4 ? strlen(names[k][0]) : 1;
    }
    return buf_text(&buf);
}

static void official_case(const cJSON *test, size_t *strict_reports)
{
    struct arena *arena = arena_new();
    const char *name = cJSON_GetStringValue(cJSON_GetObjectItem(test, "name"));
    const char *expected = cJSON_GetStringValue(cJSON_GetObjectItem(test, "expected"));
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItem(test, "template"));
    const cJSON *data = cJSON_GetObjectItem(test, "data"), *partial = cJSON_GetObjectItem(test, "partials");
    struct outcome spec = run(arena, MUSTACHE_SPEC, data, partial, text);
    if (strcmp(spec.text, expected) != 0 || !spec.ok)
        print_error("official case: %s\n", name);
    assert_string_equal(spec.text, expected);
    assert_true(spec.ok);
    struct outcome strict = run(arena, MUSTACHE_STRICT, data, partial, text);
    if (strict.code != strict_code(name))
        print_error("strict twin: %s\n", name);
    assert_int_equal(strict.code, strict_code(name));
    assert_int_equal(strict.ok, strict.count == 0);
    if (strict.ok)
        assert_string_equal(strict.text, without_escapes(arena, expected));
    else
        ++*strict_reports;
    arena_free(arena);
}

static void official_specification(void **state)
{
    (void)state;
    static const char *const files[] = {"comments", "delimiters", "interpolation", "inverted", "partials", "sections"};
    struct arena *arena = arena_new();
    const char *folder = spec_folder(arena);
    if (!os_is_folder(folder)) {
        arena_free(arena);
        print_message("skipped: Mustache specification not found\n");
        skip();
    }
    size_t cases = 0, reports = 0;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char *text;
        size_t size;
        const char *error;
        const char *path = arena_printf(arena, "%s/%s.json", folder, files[i]);
        assert_int_equal(os_read(arena, path, &text, &size, &error), OS_OK);
        cJSON *json = cJSON_Parse(text);
        const cJSON *test;
        cJSON_ArrayForEach(test, cJSON_GetObjectItem(json, "tests"))
        {
            official_case(test, &reports);
            cases++;
        }
        cJSON_Delete(json);
    }
    print_message("%zu official cases, %zu of their strict twins report\n", cases, reports);
    assert_true(cases >= 136);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(comments),         cmocka_unit_test(delimiters),
        cmocka_unit_test(slips_of_the_pen), cmocka_unit_test(interpolation),
        cmocka_unit_test(sections),         cmocka_unit_test(inverted),
        cmocka_unit_test(partials),         cmocka_unit_test(official_specification),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
