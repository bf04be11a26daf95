/* Any bytes as a template, the part behind a NUL as the partial 甲, under both policies. Nothing may crash, leave the
 * arena, or grow without end; what was reported and what was returned must agree. */
#include "model/mustache.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Values are small numbers behind a pointer: 0 false, 1 blank, 2 text, 3 a list of three, 4 an object. */
static const int values[] = {0, 1, 2, 3, 4};

static const void *member(void *ctx, const void *value, const char *name)
{
    (void)ctx;
    if (value && *(const int *)value < 4)
        return NULL;
    size_t n = strlen(name);
    return n && name[n - 1] >= 'a' && name[n - 1] <= 'e' ? &values[name[n - 1] - 'a'] : NULL;
}

static bool falsy(void *ctx, const void *value)
{
    (void)ctx;
    return *(const int *)value < 2;
}

static size_t count(void *ctx, const void *value)
{
    (void)ctx;
    return *(const int *)value == 3 ? 3 : SIZE_MAX;
}

static const void *item(void *ctx, const void *value, size_t i)
{
    (void)ctx;
    (void)value;
    return &values[2 + i];
}

static const char *text(void *ctx, const void *value, const struct fact **fact, bool *blank)
{
    (void)ctx;
    (void)fact;
    *blank = *(const int *)value == 1;
    return *blank ? NULL : "1,234.5 & {{a}}";
}

static const struct source *partial(void *ctx, const char *name)
{
    return strcmp(name, "甲") ? NULL : ctx;
}

static void render(enum mustache_policy policy, const char *template_text, struct source *included, bool line)
{
    static const char *items[] = {"a", "b", "c.d"};
    struct text_names names = {items, 3, 3};
    struct mustache_data vtable = {.ctx = included,
                                   .member = member,
                                   .falsy = falsy,
                                   .count = count,
                                   .item = item,
                                   .text = text,
                                   .partial = partial,
                                   .names = &names};
    struct arena *arena = arena_new();
    struct diag *diag = diag_new(arena);
    struct spans spans = {0};
    struct pos at = {.file = "f", .line = 1, .column = 1};
    struct source source = {"f", template_text, strlen(template_text)};
    bool ok = line ? mustache_line(arena, diag, policy, &vtable, &values[4], template_text, at, &spans)
                   : mustache_render(arena, diag, policy, &vtable, &source, &spans);
    if (ok != (diag_count(diag).errors == 0))
        abort();
    for (size_t i = 0; i < spans.count; i++)
        if (!spans.items[i].text || spans.items[i].at.line < 1 || spans.items[i].at.column < 1)
            abort();
    if (spans.count < 1000)
        spans_text(arena, &spans);
    arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *copy = malloc(size + 2);
    memcpy(copy, data, size);
    copy[size] = copy[size + 1] = '\0';
    const char *second = copy + strlen(copy) + 1;
    struct source included = {"甲.txt", second < copy + size ? second : "", 0};
    render(MUSTACHE_STRICT, copy, &included, false);
    render(MUSTACHE_SPEC, copy, &included, false);
    render(MUSTACHE_STRICT, copy, &included, true);
    free(copy);
    return 0;
}
