/* Facts → values of the Mustache engine. Comes in: names of placeholders; goes out: facts, rows, tables, and texts.
 * Whole names are facts' names, so that dots inside row keys do no harm; knows nothing of pages. */
#include "model/bind.h"

#include "base/os.h"
#include "input/prose.h"
#include "model/scope.h"

#include <stdint.h>
#include <string.h>

enum value_kind { VALUE_FACT, VALUE_TABLE, VALUE_ROW, VALUE_ORDINAL, VALUE_TRUTH };

struct value {
    enum value_kind kind;
    const struct fact *fact;
    enum fact_form form; /* of a fact */
    const struct fact_table *table;
    const struct fact_row *row;
    size_t ordinal;
    bool truth;
};

struct binding {
    struct arena *arena;
    const struct facts *facts;
    const struct bind_place *place;
    enum fact_form form;
    struct map *partials; /* name → struct source * */
};

static const struct value *new_value(const struct binding *b, struct value value)
{
    struct value *made = arena_alloc(b->arena, sizeof *made);
    *made = value;
    return made;
}

static const struct value *fact_as(const struct binding *b, const struct fact *fact, enum fact_form form)
{
    return fact ? new_value(b, (struct value){.kind = VALUE_FACT, .fact = fact, .form = form}) : NULL;
}

/* -- names -- */

/* "经费.三公经费": a row under its key. */
static const struct fact_row *row_named(const struct binding *b, const struct facts *facts, const char *name)
{
    for (const char *dot = strchr(name, '.'); dot; dot = strchr(dot + 1, '.')) {
        const char *first = arena_strndup(b->arena, name, (size_t)(dot - name));
        const struct fact_table *table = facts_own_table(facts, first);
        const struct fact_row *row = table ? map_get(table->by_key, dot + 1) : NULL;
        if (row)
            return row;
    }
    return NULL;
}

/* x.净 and x.带单位 say how x is printed, also where a pattern (x.*) would make them names of their own. */
static const struct value *printed_as(const struct binding *b, const struct facts *facts, const char *name)
{
    static const struct {
        const char *suffix;
        enum fact_form form;
    } forms[] = {{".净", FORM_NET}, {".带单位", FORM_UNIT}};
    size_t n = strlen(name);
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        size_t m = strlen(forms[i].suffix);
        if (n > m && !strcmp(name + n - m, forms[i].suffix)) {
            const struct fact *fact = facts_own(facts, arena_strndup(b->arena, name, n - m));
            return fact ? fact_as(b, fact, forms[i].form) : NULL;
        }
    }
    return NULL;
}

/* What a report, or a record, knows under that name. */
static const struct value *own_member(const struct binding *b, const struct facts *facts, const char *name)
{
    const struct fact_table *table = facts_own_table(facts, name);
    if (table)
        return new_value(b, (struct value){.kind = VALUE_TABLE, .table = table});
    const struct fact *fact = facts_own(facts, name);
    const struct value *printed = fact && fact->state != FACT_ABSENT ? NULL : printed_as(b, facts, name);
    if (printed)
        return printed;
    if (fact && (fact->state != FACT_ABSENT || !facts_guessed(facts, name)))
        return fact_as(b, fact, b->form);
    const struct fact_row *row = row_named(b, facts, name);
    return row ? new_value(b, (struct value){.kind = VALUE_ROW, .row = row}) : NULL;
}

static const struct value *row_member(const struct binding *b, const struct fact_row *row, const char *name)
{
    const struct fact *cell = facts_cell(row, name);
    if (cell)
        return fact_as(b, cell, b->form);
    if (!strcmp(name, "序号"))
        return new_value(b, (struct value){.kind = VALUE_ORDINAL, .ordinal = row->ordinal});
    if (!strcmp(name, "首"))
        return new_value(b, (struct value){.kind = VALUE_TRUTH, .truth = row->ordinal == 1});
    if (!strcmp(name, "末"))
        return new_value(b, (struct value){.kind = VALUE_TRUTH, .truth = row->ordinal == row->table->rows.count});
    if (!strcmp(name, "本行"))
        return new_value(b, (struct value){.kind = VALUE_ROW, .row = row});
    return row->record ? own_member(b, row->record, name) : NULL;
}

/* The record that the binding stands in, then the report. */
static const struct value *root_member(const struct binding *b, const char *name)
{
    const struct value *value = NULL;
    for (const struct facts *facts = b->facts; facts && !value; facts = facts_parent(facts)) {
        const struct fact_row *row = facts_row(facts);
        value = row ? row_member(b, row, name) : own_member(b, facts, name);
    }
    return value;
}

static const struct value *table_member(const struct binding *b, const struct fact_table *table, const char *name)
{
    const struct fact_row *row = map_get(table->by_key, name);
    if (row)
        return new_value(b, (struct value){.kind = VALUE_ROW, .row = row});
    return fact_as(b, facts_find(b->facts, arena_printf(b->arena, "%s.%s", table->name, name)), b->form);
}

static const void *member(void *ctx, const void *of, const char *name)
{
    const struct binding *b = ctx;
    const struct value *value = of;
    if (!value)
        return root_member(b, name);
    switch (value->kind) {
    case VALUE_FACT:
        if (!strcmp(name, "净"))
            return fact_as(b, value->fact, FORM_NET);
        return strcmp(name, "带单位") ? NULL : fact_as(b, value->fact, FORM_UNIT);
    case VALUE_ROW:
        return row_member(b, value->row, name);
    case VALUE_TABLE:
        return table_member(b, value->table, name);
    case VALUE_ORDINAL:
    case VALUE_TRUTH:
        break;
    }
    return NULL;
}

/* -- values -- */

static bool falsy(void *ctx, const void *of)
{
    (void)ctx;
    const struct value *value = of;
    switch (value->kind) {
    case VALUE_FACT:
        return fact_false(value->fact);
    case VALUE_TABLE:
        return !value->table->rows.count;
    case VALUE_TRUTH:
        return !value->truth;
    case VALUE_ROW:
    case VALUE_ORDINAL:
        break;
    }
    return false;
}

static size_t count(void *ctx, const void *of)
{
    (void)ctx;
    const struct value *value = of;
    return value->kind == VALUE_TABLE ? value->table->rows.count : SIZE_MAX;
}

static const void *item(void *ctx, const void *of, size_t i)
{
    const struct value *value = of;
    return new_value(ctx, (struct value){.kind = VALUE_ROW, .row = value->table->rows.items[i]});
}

static struct pos place_of(void *ctx, const void *of)
{
    const struct binding *b = ctx;
    const struct value *value = of;
    return value->kind == VALUE_FACT ? scope_place(b->facts, value->fact) : (struct pos){0};
}

static bool counted(void *ctx, const void *of)
{
    (void)ctx;
    return ((const struct value *)of)->kind == VALUE_ORDINAL;
}

/* A whole table or row has no text of its own; that is as wrong as a blank. */
static const char *text(void *ctx, const void *of, const struct fact **fact, bool *blank)
{
    const struct binding *b = ctx;
    const struct value *value = of;
    switch (value->kind) {
    case VALUE_FACT:
        *fact =
            strncmp(value->fact->name, BAND_TABLE, strlen(BAND_TABLE)) ? value->fact : NULL; /* no figure of theirs */
        *blank = b->form == FORM_PROSE && fact_blank(value->fact) && !scope_missed(b->facts, value->fact);
        return fact_print(b->arena, value->fact, value->form);
    case VALUE_ORDINAL:
        return arena_printf(b->arena, "%zu", value->ordinal);
    case VALUE_TRUTH:
        return value->truth ? "是" : "否";
    case VALUE_TABLE:
    case VALUE_ROW:
        break;
    }
    *blank = true;
    return "";
}

/* -- partials -- */

/* True if the text has nothing but white space and comments. */
static bool says_nothing(const char *s)
{
    while (*s) {
        size_t blank = text_blank_at(s);
        const char *end = text_starts(s, "{{!") ? strstr(s, "}}") : NULL;
        if (!blank && !end && *s != '\n')
            return false;
        s = end ? end + strlen("}}") : s + (blank ? blank : 1);
    }
    return true;
}

/* A file made for a text and left empty. Where the template's own text is empty it may stay so. */
static void report_empty(const struct binding *b, const char *file, const struct source *source)
{
    const struct bind_place *place = b->place;
    const struct source *shared = place->template ? template_text(b->arena, place->diag, place->template, file) : NULL;
    if (!says_nothing(source->text) || (shared && says_nothing(shared->text)))
        return;
    struct finding *finding =
        diag_add(place->diag, DIAG_TEXT_EMPTY, (struct pos){.file = source->file, .line = 1}, "%s", "");
    finding->answer = arena_printf(b->arena, "%s %s = ", diag_code_id(DIAG_TEXT_EMPTY), source->file);
}

/* REPORT/正文/NAME.txt, else the template's NAME.txt. */
static bool find_partial(const struct binding *b, const char *name, struct source *source)
{
    const struct bind_place *place = b->place;
    const char *file = arena_printf(b->arena, "%s.txt", name);
    const char *own = place->text_folder ? os_join(b->arena, place->text_folder, file) : NULL;
    if (own && (os_is_file(own) || os_is_folder(own))) {
        const char *shown = arena_printf(b->arena, "正文/%s", file);
        if (!encoding_read(b->arena, place->diag, own, shown, source))
            *source = (struct source){.file = shown, .text = ""}; /* reported: there, but of no use */
        else
            report_empty(b, file, source);
        return true;
    }
    if (place->texts && !map_get(place->texts->asked, name))
        *list_push(b->arena, &place->texts->wanted) = name;
    const struct source *shared = place->template ? template_text(b->arena, place->diag, place->template, file) : NULL;
    if (shared)
        *source = *shared;
    return shared != NULL;
}

static const struct source *partial(void *ctx, const char *name)
{
    const struct binding *b = ctx;
    if (!*name || *name == '.' || strpbrk(name, "/\\"))
        return NULL; /* a bare name: partials come from two folders and nowhere else */
    struct source *source = map_get(b->partials, name);
    if (source)
        return source->text ? source : NULL;
    source = arena_alloc(b->arena, sizeof *source);
    map_put(b->partials, name, source);
    bool there = find_partial(b, name, source);
    if (b->place->texts)
        map_put(b->place->texts->asked, name, source);
    if (!there) {
        *source = (struct source){0};
        return NULL;
    }
    struct pos first = {.file = source->file};
    size_t dropped = prose_drop_artefacts(b->arena, source, &first);
    if (dropped)
        diag_add(b->place->diag, DIAG_PROSE_ARTEFACT, first, "%zu", dropped);
    if (source->size && source->text[source->size - 1] != '\n') {
        source->text = arena_printf(b->arena, "%s\n", source->text);
        source->size++;
    }
    return source;
}

/* What to call a text that is missing: the file to be made. NULL without a folder 正文, where all are told together. */
static const char *partial_file(void *ctx, const char *name)
{
    const struct binding *b = ctx;
    if (strpbrk(name, "/\\"))
        return name;
    if (b->place->texts && b->place->texts->no_folder) {
        names_add(b->arena, &b->place->texts->missing, name);
        return NULL;
    }
    return arena_printf(b->arena, "正文/%s.txt", name);
}

struct mustache_data bind_facts(struct arena *arena, const struct facts *facts, const struct bind_place *place,
                                enum fact_form form)
{
    struct binding *b = arena_alloc(arena, sizeof *b);
    *b = (struct binding){.arena = arena, .facts = facts, .place = place, .form = form, .partials = map_new(arena)};
    return (struct mustache_data){.ctx = b,
                                  .member = member,
                                  .falsy = falsy,
                                  .count = count,
                                  .item = item,
                                  .text = text,
                                  .counted = counted,
                                  .place = place_of,
                                  .partial = partial,
                                  .partial_file = partial_file,
                                  .names = facts_names(facts)};
}

const void *bind_row(struct mustache_data *data, const struct fact_row *row)
{
    return new_value(data->ctx, (struct value){.kind = VALUE_ROW, .row = row});
}
