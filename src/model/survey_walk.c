/* A template's files → the names they use. Comes in: texts with {{…}}, rows of tables, formulas, rules; goes out: marks
 * in the survey and names nobody defines. Branches are all walked, whatever a report would choose. */
#include "base/map.h"
#include "model/check_rule.h"
#include "model/expr.h"
#include "model/mustache_parse.h"
#include "model/scope.h"
#include "model/survey_private.h"

#include <string.h>

enum { DEEPEST = 40 }; /* partials inside each other */

struct walk {
    struct survey *s;
    struct diag *diag;    /* texts: those who fill them in may not come to every branch */
    struct diag *scratch; /* malformed formulas are reported by those who compute them */
    int depth;
};

static void walk_text(struct walk *w, const struct survey_context *context, const char *text, struct pos at, bool line);

static void walk_partial(struct walk *w, const struct survey_context *context, const struct token *token)
{
    struct survey *s = w->s;
    if (map_get(s->seen, token->text))
        return;
    map_put(s->seen, token->text, s);
    const struct source *source =
        strpbrk(token->text, "/\\")
            ? NULL
            : template_text(s->arena, w->diag, s->template, arena_printf(s->arena, "%s.txt", token->text));
    *list_push(s->arena, &s->partials) = (struct survey_partial){token->text, token->at, source != NULL};
    if (!source || w->depth >= DEEPEST)
        return;
    w->depth++;
    walk_text(w, context, source->text, (struct pos){.file = source->file, .line = 1, .column = 1}, false);
    w->depth--;
}

static void walk_table(struct walk *w, const struct survey_context *context, const char *file);

/* @表 NAME: a line of the text that takes in NAME.ini. */
static void walk_literal(struct walk *w, const struct token *token)
{
    static const char word[] = "@表";
    bool start = token->line_start;
    for (const char *s = token->text; *s; start = true) {
        size_t n = strcspn(s, "\n");
        const char *from = s, *end = s + n;
        text_trim(&from, &end);
        s += n + (s[n] == '\n');
        if (!start || !text_starts(from, word) || !text_blank_at(from + strlen(word)))
            continue;
        const char *name = text_trimmed(w->s->arena, from + strlen(word), end);
        const char *file = arena_printf(w->s->arena, "%s.ini", template_table(w->s->arena, name));
        if (*name && !strchr(name, '/') && !map_get(w->s->seen, file))
            walk_table(w, NULL, file);
    }
}

static void walk_tokens(struct walk *w, const struct survey_context *context, const struct tokens *tokens, size_t from,
                        size_t to)
{
    for (size_t i = from; i < to; i++) {
        const struct token *token = &tokens->items[i];
        if (token->kind == TOKEN_PARTIAL)
            walk_partial(w, context, token);
        if (token->kind == TOKEN_LITERAL)
            walk_literal(w, token);
        if (token->kind != TOKEN_VALUE && token->kind != TOKEN_SECTION && token->kind != TOKEN_INVERTED)
            continue;
        if (!survey_use(w->s, context, token->text, token->at))
            survey_miss(w->s, DIAG_MUSTACHE_UNKNOWN, token->text, token->at);
        if (token->kind != TOKEN_SECTION)
            continue;
        const struct survey_context *inner = survey_enter(w->s, context, token->text);
        if (inner && inner->table)
            inner->table->repeated = true;
        walk_tokens(w, inner ? inner : context, tokens, i + 1, token->end);
        i = token->end;
    }
}

static void walk_text(struct walk *w, const struct survey_context *context, const char *text, struct pos at, bool line)
{
    bool ok = true; /* what is said of the tags that are good holds anyway */
    struct tokens tokens = mustache_parse(w->s->arena, w->diag, text, at, line, &ok);
    walk_tokens(w, context, &tokens, 0, tokens.count);
}

/* Tags, or what was meant for one. */
static bool has_braces(const char *text)
{
    return strchr(text, '{') || strstr(text, "｛");
}

static void walk_values(struct walk *w, const struct survey_context *context, const struct ini_section *section)
{
    for (size_t i = 0; section && i < section->keys.count; i++)
        if (has_braces(section->keys.items[i].value))
            walk_text(w, context, section->keys.items[i].value, section->keys.items[i].value_at, true);
}

/* -- formulas -- */

/* A bare name in a condition is a column of the table that is added over. */
static const struct survey_context *tables_of(struct walk *w, const struct survey_context *context,
                                              const struct text_names *names)
{
    for (size_t i = 0; i < names->count; i++) {
        const char *name = names->items[i];
        for (const char *dot = strrchr(name, '.'); dot; dot = NULL) {
            const char *table = arena_strndup(w->s->arena, name, (size_t)(dot - name));
            const struct survey_context *inner = survey_enter(w->s, context, table);
            for (size_t k = 0; !inner && k < w->s->records.count; k++) /* 项目.预算.执行数 */
                if (text_starts(name, arena_printf(w->s->arena, "%s.", w->s->records.items[k]->record)))
                    inner = survey_enter(w->s, context, w->s->records.items[k]->record);
            context = inner ? inner : context;
        }
    }
    return context;
}

/* judge: names that nobody has, too; those of rules are check_rules' business. */
static void walk_formula(struct walk *w, const struct survey_context *context, const struct ini_key *key,
                         const char *item, bool judge)
{
    const char *text = rule_text(w->s->arena, key->value, item);
    const struct expr *expr = expr_compile(w->s->arena, w->scratch, text, key->value_at);
    struct text_names names = {0};
    if (expr)
        names = expr_names(w->s->arena, expr);
    context = tables_of(w, context, &names);
    for (size_t i = 0; i < names.count; i++) {
        const char *of = scope_part_of(w->s->arena, names.items[i], NULL), *name = of ? of : names.items[i];
        if (!survey_use(w->s, context, name, key->value_at) && judge)
            survey_miss(w->s, DIAG_EXPR_UNKNOWN, names.items[i], key->value_at);
    }
}

static const char *behind(const char *name, const char *word)
{
    return text_starts(name, word) && name[strlen(word)] == ' ' ? name + strlen(word) + 1 : NULL;
}

static void walk_fields(struct walk *w, const char *file)
{
    const struct ini *ini = template_ini(w->s->arena, w->scratch, w->s->template, file);
    for (size_t i = 0; i < ini->sections.count; i++) {
        const struct ini_section *section = ini->sections.items[i];
        const char *pattern = behind(section->name, "字段");
        const struct ini_key *formula = pattern ? ini_key(section, "公式") : NULL;
        const struct ini_key *carry = pattern ? ini_key(section, "结转") : NULL;
        if (carry && *carry->value)
            survey_carry(w->s, carry->value, carry->value_at);
        if (!formula || !*formula->value)
            continue;
        const char *first = arena_strndup(w->s->arena, pattern, strcspn(pattern, "."));
        const struct survey_table *table = survey_table(w->s, first);
        struct survey_context *own = arena_alloc(w->s->arena, sizeof *own);
        own->table = survey_table(w->s, first);
        walk_formula(w, table ? own : NULL, formula, NULL, true);
    }
}

/* What a rule asks for is used. */
static void walk_rule(struct walk *w, const struct ini_section *section, const char *item)
{
    static const char *const formulas[] = {"条件", "适用", "对象", "应得", "行", "见于正文"};
    const struct ini_key *each = ini_key(section, "逐行");
    const struct survey_context *context = each ? survey_enter(w->s, NULL, each->value) : NULL;
    for (size_t k = 0; k < section->keys.count; k++) {
        const struct ini_key *key = &section->keys.items[k];
        for (size_t i = 0; i < sizeof formulas / sizeof *formulas; i++) {
            if (strcmp(key->name, formulas[i]))
                continue;
            struct ini_cells cells = ini_cells(w->s->arena, key->value, key->value_at);
            for (size_t c = 0; c < cells.count; c++) {
                struct ini_key part = {.name = key->name, .value = cells.items[c].text, .value_at = key->value_at};
                walk_formula(w, context, &part, item, false);
            }
        }
    }
    walk_values(w, context, section);
}

static void walk_rules(struct walk *w)
{
    const struct ini *ini = template_ini(w->s->arena, w->scratch, w->s->template, "rules.ini");
    for (size_t i = 0; i < ini->sections.count; i++) {
        const struct ini_section *section = ini->sections.items[i];
        for (size_t k = 0; !strcmp(section->name, "等级") && k < section->keys.count; k++)
            walk_formula(w, NULL, &section->keys.items[k], NULL, true);
        if (!rule_id(section->name))
            continue;
        const struct ini_key *items = ini_key(section, "逐项");
        struct ini_cells cells = ini_cells(w->s->arena, items ? items->value : "", section->at);
        for (size_t c = 0; c < cells.count; c++)
            walk_rule(w, section, items ? cells.items[c].text : NULL);
    }
}

/* -- tables -- */

/* Behind a row's prefixes and a cell's style. *context: the table of *T; NULL if there is no such table. */
static const char *strip_prefixes(struct walk *w, const char *text, struct pos *at, bool first,
                                  const struct survey_context **context)
{
    for (;;) {
        const char *start = text, *from = text;
        uint32_t mark = text_narrow(utf8_next(&from)); /* of full width: reported where the table is filled in */
        bool repeat = mark == '*';
        if (mark != '!' && !(first && repeat))
            break;
        size_t n = strcspn(text, " \n");
        const char *name = arena_strndup(w->s->arena, from, n - (size_t)(from - text));
        text += n;
        for (size_t blank; (blank = text_blank_at(text)) > 0;)
            text += blank;
        at->column += (int)utf8_count(arena_strndup(w->s->arena, start, (size_t)(text - start)));
        if (repeat) {
            const struct survey_context *inner = survey_enter(w->s, *context, name);
            if (!inner)
                return *start == '*' ? NULL : start; /* reported where the table is filled in; ＊注 is a text */
            if (inner->table)
                inner->table->repeated = true;
            *context = inner;
        }
    }
    return text;
}

static void walk_table(struct walk *w, const struct survey_context *context, const char *file)
{
    const struct ini *ini = template_ini(w->s->arena, w->scratch, w->s->template, file);
    map_put(w->s->seen, file, w);
    *list_push(w->s->arena, &w->s->files) = file;
    walk_values(w, context, ini_section(ini, "表"));
    const struct ini_section *rows = ini_section(ini, "行");
    for (size_t i = 0; rows && i < rows->keys.count; i++) {
        struct ini_cells cells = ini_cells(w->s->arena, rows->keys.items[i].value, rows->keys.items[i].value_at);
        const struct survey_context *row = context;
        for (size_t c = 0; c < cells.count; c++) {
            struct pos at = cells.items[c].at;
            const char *text = cells.items[c].text;
            if (!cells.items[c].escaped_mark && !cells.items[c].truly_empty)
                text = strip_prefixes(w, text, &at, c == 0, &row);
            if (!text)
                break;
            if (has_braces(text))
                walk_text(w, row, text, at, true);
        }
    }
}

static void walk_annexes(struct walk *w)
{
    const struct ini *ini = template_ini(w->s->arena, w->scratch, w->s->template, "template.ini");
    for (size_t i = 0; i < ini->sections.count; i++) {
        const struct ini_section *section = ini->sections.items[i];
        const struct ini_key *table = ini_key(section, "表"), *list = ini_key(section, "重复");
        const struct survey_context *context = list ? survey_enter(w->s, NULL, list->value) : NULL;
        walk_values(w, context, section);
        const struct ini_key *applies = ini_key(section, "适用");
        if (applies && *applies->value)
            walk_formula(w, NULL, applies, NULL, true);
        if (table && *table->value && !strchr(table->value, '/') && behind(section->name, "附件"))
            walk_table(w, context, arena_printf(w->s->arena, "%s.ini", template_table(w->s->arena, table->value)));
    }
}

void survey_walk(struct survey *s, struct diag *diag)
{
    struct diag *scratch = diag_new(s->arena);
    struct walk w = {.s = s, .diag = diag, .scratch = scratch};
    const struct source *text = template_text(s->arena, diag, s->template, "report.txt");
    if (text)
        walk_text(&w, NULL, text->text, (struct pos){.file = text->file, .line = 1, .column = 1}, false);
    walk_annexes(&w);
    const struct ini *layout = template_ini(s->arena, scratch, s->template, "layout.ini");
    walk_values(&w, NULL, ini_section(layout, "版头"));
    walk_values(&w, NULL, ini_section(layout, "版记"));
    walk_fields(&w, "fields.ini");
    const struct field_record_lists *lists = fields_records(s->fields);
    for (size_t i = 0; i < s->records.count; i++) {
        struct walk inner = {.s = s->records.items[i], .diag = diag, .scratch = scratch};
        walk_fields(&inner, lists->items[i].file);
    }
    walk_rules(&w);
    for (size_t i = 0; i < s->records.count; i++)
        for (size_t k = 0; k < s->records.items[i]->misses.count; k++)
            *list_push(s->arena, &s->misses) = s->records.items[i]->misses.items[k];
}
