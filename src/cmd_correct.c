/* 更正说明: the differences as facts of a small report in memory, set by a template like any other. All wording is the
 * template's. No logic of reports. */
#include "base/os.h"
#include "cmd_diff.h"
#include "layout/page.h"
#include "output/pdf.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TEMPLATE "gengzheng"

struct correction {
    struct arena *arena;
    struct diag *diag;
    const struct ini *words;     /* 更正.ini */
    const struct ini *fields;    /* fields.ini of the template */
    const struct report *report; /* the right one; or NULL: then … */
    const struct issue *issue;   /* … its values as issued */
    struct ini *ini;
};

/* -- wording -- */

static const char *word(const struct correction *c, const char *section, const char *key)
{
    return ini_value(c->words, section, key, "", NULL);
}

void correction_words_check(struct arena *arena, struct diag *diag, const struct ini *words)
{
    static const char *sections[] = {"位置", "事项"}, *things[] = {"文字", "空"};
    static const char *places[] = {"行", "表", "表外", "页", "之间", "最多", "其余"};
    const struct text_names known = {sections, 2, 0}, known_things = {things, 2, 0}, known_places = {places, 7, 0};
    for (size_t i = 0; i < words->sections.count; i++)
        template_refuse_section(arena, diag, words->sections.items[i], &known);
    template_refuse_keys(arena, diag, ini_section(words, sections[0]), &known_places);
    template_refuse_keys(arena, diag, ini_section(words, sections[1]), &known_things);
}

static void add_filled(struct buf *out, const char *pattern, const char *const (*values)[2], size_t count)
{
    while (*pattern != '\0') {
        size_t i = 0;
        while (i < count && !text_starts(pattern, values[i][0]))
            i++;
        buf_addn(out, i < count ? values[i][1] : pattern, i < count ? strlen(values[i][1]) : 1);
        pattern += i < count ? strlen(values[i][0]) : 1;
    }
}

static void add_place(const struct correction *c, struct buf *out, const struct issue_place *place)
{
    const char *page = arena_printf(c->arena, "%d", place->page);
    const char *line = arena_printf(c->arena, "%d", place->row > 0 ? place->row : place->line);
    const char *const values[][2] = {
        {"{页}", page}, {"{行}", line}, {"{附件}", place->annex}, {"{表}", place->sheet}, {"{格}", place->cell}};
    bool cell = *place->cell != '\0';
    const char *key = place->row > 0 && cell ? "表" : cell ? "表外" : place->line > 0 ? "行" : "页";
    add_filled(out, word(c, "位置", key), values, sizeof values / sizeof *values);
}

static const char *places_words(const struct correction *c, const struct issue_place *places, size_t count)
{
    struct buf out = buf_in(c->arena);
    long most = strtol(word(c, "位置", "最多"), NULL, 10);
    for (size_t i = 0; i < count; i++) {
        if (most > 0 && i == (size_t)most && count > i + 1) {
            const char *const all[][2] = {{"{数}", arena_printf(c->arena, "%zu", count)}};
            add_filled(&out, word(c, "位置", "其余"), all, 1);
            break;
        }
        buf_add(&out, i > 0 ? word(c, "位置", "之间") : "");
        add_place(c, &out, &places[i]);
    }
    return buf_text(&out);
}

/* -- facts -- */

static void set(struct correction *c, const char *name, const char *value)
{
    const char *dot = strchr(name, '.');
    const char *section = arena_strndup(c->arena, name, (size_t)(dot - name));
    ini_add_key(c->arena, ini_add_section(c->arena, c->ini, section, (struct pos){0}), dot + 1, value, (struct pos){0},
                (struct pos){0});
}

static const char *issued_value(const struct issue *issue, const char *name)
{
    for (size_t i = 0; i < issue->facts.count; i++)
        if (strcmp(issue->facts.items[i].name, name) == 0)
            return issue->facts.items[i].value;
    return "";
}

/* What the template's fields name in full and the report knows is handed over as it was typed. */
static void hand_over(struct correction *c)
{
    static const char mark[] = "字段 ";
    for (size_t i = 0; i < c->fields->sections.count; i++) {
        const struct ini_section *section = c->fields->sections.items[i];
        const char *name = text_starts(section->name, mark) ? section->name + sizeof mark - 1 : "";
        if (strchr(name, '.') == NULL || strchr(name, '*') != NULL || ini_key(section, "公式") != NULL)
            continue;
        const struct fact *fact = c->report != NULL ? facts_find(c->report->facts, name) : NULL;
        const char *value = fact == NULL          ? issued_value(c->issue, name)
                            : fact_blank(fact)    ? ""
                            : fact->typed != NULL ? fact->typed
                                                  : fact->text;
        if (*value != '\0')
            set(c, name, value);
    }
}

static void add_row(struct correction *c, const char *what, const char *was, const char *is, const char *where)
{
    const char *empty = word(c, "事项", "空");
    const char *const cells[] = {what, *was != '\0' ? was : empty, *is != '\0' ? is : empty, where};
    set(c, "更正.行", ini_row(c->arena, cells, sizeof cells / sizeof *cells));
}

/* The differing stretch with some characters round it, so that it can be found on the page. */
static const char *excerpt(struct arena *arena, const char *text, size_t from, size_t to)
{
    enum { AROUND = 24 };
    size_t n = strlen(text), start = from > AROUND ? from - AROUND : 0, end = n - to > AROUND ? to + AROUND : n;
    while (start > 0 && (text[start] & 0xC0) == 0x80)
        start--;
    while (end < n && (text[end] & 0xC0) == 0x80)
        end++;
    return arena_printf(arena, "%s%.*s%s", start > 0 ? "…" : "", (int)(end - start), text + start, end < n ? "…" : "");
}

static void add_text(struct correction *c, const struct change_text *change)
{
    const struct issue_text *text = change->is != NULL ? change->is : change->was;
    const char *was = change->was != NULL ? change->was->text : "", *is = change->is != NULL ? change->is->text : "";
    size_t from = 0, was_to = strlen(was), is_to = strlen(is);
    if (change->was != NULL && change->is != NULL)
        changes_stretch(was, is, &from, &was_to, &is_to);
    add_row(c, word(c, "事项", "文字"), excerpt(c->arena, was, from, was_to), excerpt(c->arena, is, from, is_to),
            places_words(c, &text->place, 1));
}

/* Values that are printed nowhere need no correction. */
static void add_changes(struct correction *c, const struct changes *changes)
{
    set(c, "更正.列", "事项 | 原为 | 更正为 | 位置");
    for (size_t i = 0; i < changes->facts.count; i++) {
        const struct change_fact *change = &changes->facts.items[i];
        const struct issue_fact *fact = change->is != NULL ? change->is : change->was;
        if (fact->places.count > 0)
            add_row(c, fact->label, change->was != NULL ? change->was->value : "",
                    change->is != NULL ? change->is->value : "",
                    places_words(c, fact->places.items, fact->places.count));
    }
    for (size_t i = 0; i < changes->texts.count; i++)
        add_text(c, &changes->texts.items[i]);
}

/* -- the pages -- */

static bool write_pdf(struct correction *c, const struct options *options, struct report *report, const char *path)
{
    struct arena *arena = c->arena;
    struct text_names folders = font_folders(arena, options);
    const struct ini *candidates = template_ini(arena, c->diag, report->template, "fonts.ini");
    struct fonts *fonts = fonts_open(arena, c->diag, &report->doc->model->faces, candidates, &folders);
    if (fonts == NULL)
        return false;
    struct metrics metrics = fonts_metrics(fonts);
    const struct layout *layout = page_layout(arena, &metrics, report->doc);
    page_coverage(arena, c->diag, &metrics, layout);
    char name[64], *data = NULL;
    size_t size = 0;
    const char *error = "";
    int file = os_memory_file("", 0, name); /* whole or not at all */
    enum os_status status = OS_FAILED;
    if (file >= 0 && diag_exit_code(c->diag) == EXIT_DONE &&
        pdf_write(arena, c->diag, report->doc, layout, fonts, NULL, name)) {
        status = os_read(arena, name, &data, &size, &error);
        status = status == OS_OK ? os_write(path, data, size, &error) : status;
        if (status != OS_OK)
            diag_add(c->diag, DIAG_UNWRITABLE, (struct pos){.file = path}, "%s", error);
    }
    if (file >= 0)
        close(file);
    fonts_close(fonts);
    return status == OS_OK;
}

bool correction_write(struct arena *arena, struct diag *diag, const struct options *options,
                      const struct changes *changes, const struct side *is, const char *path)
{
    struct report_options with = options->report;
    with.template_name = TEMPLATE;
    struct text_names search =
        report_template_folders(arena, is->report != NULL ? is->report->folder : NULL, &options->report);
    struct template *template = template_load(arena, diag, TEMPLATE, (struct pos){0}, &search);
    if (template == NULL)
        return false;
    struct correction c = {.arena = arena, .diag = diag, .report = is->report, .issue = is->issue};
    c.words = template_ini(arena, diag, template, "更正.ini");
    c.fields = template_ini(arena, diag, template, "fields.ini");
    c.ini = ini_new(arena, "更正说明");
    hand_over(&c);
    set(&c, "原报告.标题", is->issue->title);
    add_changes(&c, changes);
    struct report *report = report_make(arena, diag, c.ini, &with);
    return report != NULL && diag_exit_code(diag) == EXIT_DONE && write_pdf(&c, options, report, path);
}
