/* This report beside last year's: paragraphs taken over word for word, amounts that are the same to the last digit. In
 * come both folders and this year's facts, which know last year's. What fields.ini says is taken over (沿用) is not
 * asked about, nor is a paragraph that quotes an entry. */
#include "model/check_private.h"

#include "base/os.h"
#include "input/prose.h"
#include "model/field.h"

#include <string.h>

enum {
    SHORTEST = 40, /* characters: shorter paragraphs may well be the same again */
    SHOWN = 16,
    FEWEST_DIGITS = 3 /* shorter figures may well be the same again */
};

struct last {
    struct check c;
    struct map *paragraphs; /* last year's */
    const char *file;
};

/* -- paragraphs -- */

static const char *beginning(struct arena *arena, const char *text)
{
    const char *s = text;
    for (int i = 0; i < SHOWN && *s; i++)
        utf8_next(&s);
    return arena_printf(arena, "%.*s…", (int)(s - text), text);
}

static void judge_line(struct last *l, const char *line, int number, struct prose_numbers *numbers, bool now)
{
    struct prose_line prose = prose_classify(line, strlen(line), numbers);
    bool plain = prose.kind == PROSE_HEADING || prose.kind == PROSE_RUN_IN || prose.kind == PROSE_NUMBERED ||
                 prose.kind == PROSE_PLAIN || prose.kind == PROSE_PARAGRAPH;
    if (!plain || prose.end <= prose.text || strstr(line, "{{"))
        return;
    const char *text = arena_strndup(l->c.arena, line + prose.text, prose.end - prose.text);
    if (utf8_count(text) < SHORTEST)
        return;
    if (!now) {
        map_put(l->paragraphs, text, l);
    } else if (map_get(l->paragraphs, text)) {
        int column = (int)utf8_count(arena_strndup(l->c.arena, line, prose.text)) + 1;
        struct pos at = {.file = l->file, .line = number, .column = column};
        check_say(&l->c, DIAG_COPIED, at, l->file, beginning(l->c.arena, text));
    }
}

static void judge_file(struct last *l, const char *folder, const char *name, bool now)
{
    struct source source;
    struct prose_numbers numbers = {0};
    l->file = arena_printf(l->c.arena, "正文/%s", name);
    if (!encoding_read(l->c.arena, l->c.silent, os_join(l->c.arena, folder, name), l->file, &source))
        return;
    int number = 1;
    for (const char *s = source.text; *s; number++) {
        size_t n = strcspn(s, "\n");
        judge_line(l, arena_strndup(l->c.arena, s, n), number, &numbers, now);
        s += n + (s[n] == '\n');
    }
}

/* True if a new report begins with last year's text of that name. */
static bool taken_over(struct arena *arena, struct fields *fields, const char *name)
{
    size_t n = strlen(name) - strlen(".txt");
    const struct field_text *about = fields_text(fields, arena_strndup(arena, name, n));
    return about && about->keep;
}

static bool is_text(const char *name)
{
    size_t n = strlen(name), m = strlen(".txt");
    return n > m && !strcmp(name + n - m, ".txt");
}

static void judge_folder(struct last *l, struct fields *fields, const char *report, bool now)
{
    const char *folder = os_join(l->c.arena, report, "正文");
    struct text_names names = os_list(l->c.arena, folder);
    for (size_t i = 0; i < names.count; i++)
        if (is_text(names.items[i]) && !taken_over(l->c.arena, fields, names.items[i]))
            judge_file(l, folder, names.items[i], now);
}

/* -- figures -- */

static void judge_figures(struct check *c)
{
    const struct fact_list *all = facts_all(c->facts);
    for (size_t i = 0; i < all->count; i++) {
        const struct fact *fact = all->items[i];
        bool asked = fact->field->kind == FACT_AMOUNT && fact->state == FACT_TYPED && fact->num && !fact->field->keep;
        const struct fact *before = asked ? facts_find(facts_previous(c->facts), fact->name) : NULL;
        if (!before || !before->num || num_cmp(before->num, fact->num) || strcmp(before->unit, fact->unit) ||
            text_digits(num_text(c->arena, fact->num, 0, 9, false)) < FEWEST_DIGITS)
            continue;
        check_say(c, DIAG_SAME_FIGURE, fact->at, fact->name,
                  arena_printf(c->arena, "%s %s", fact_words(c, fact, NULL), fact_print(c->arena, fact, FORM_UNIT)));
    }
}

void check_last(struct arena *arena, struct diag *diag, const struct facts *facts, struct template *t,
                const struct ini *report, const char *folder, const char *last_folder)
{
    struct last l = {.c = check_new(arena, diag, facts, t, report, NULL), .paragraphs = map_new(arena)};
    struct fields *fields = fields_load(arena, l.c.silent, t, "fields.ini");
    if (folder && check_on(&l.c, DIAG_COPIED)) {
        judge_folder(&l, fields, last_folder, false);
        judge_folder(&l, fields, folder, true);
    }
    if (facts_previous(facts) && check_on(&l.c, DIAG_SAME_FIGURE))
        judge_figures(&l.c);
}
