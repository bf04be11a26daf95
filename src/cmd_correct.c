/* 更正说明: the differences as facts of a small report in memory, set by a template like any other. All wording is the
 * template's. No logic of reports. */
#include "base/map.h"
#include "base/os.h"
#include "cmd_diff.h"
#include "layout/page.h"
#include "output/pdf.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* One line of the table, and where it stands in the report: they come in its order. */
struct row {
    const char *cells[4]; /* 事项 原为 更正为 位置 */
    int page, line;
    size_t order;
};

struct correction {
    struct arena *arena;
    struct diag *diag;
    const struct ini *words;     /* 更正.ini */
    const struct ini *fields;    /* fields.ini of the template */
    const struct report *report; /* the right one; or NULL: then … */
    const struct issue *issue;   /* … its values as issued */
    struct ini *ini;
    LIST_OF(struct row) rows;
};

/* -- wording -- */

static const char *word(const struct correction *c, const char *section, const char *key)
{
    return ini_value(c->words, section, key, "", NULL);
}

void correction_words_check(struct arena *arena, struct diag *diag, const struct ini *words)
{
    static const char *sections[] = {"位置", "事项"},
                      *things[] = {"文字", "某处文字", "序号", "某处序号", "某处行", "同名", "空", "分格", "最长"};
    static const char *places[] = {"行", "表", "表外", "页", "之间", "最多", "其余", "原", "整行"};
    const struct text_names known = {sections, 2, 0}, known_things = {things, 9, 0}, known_places = {places, 9, 0};
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
    const char *key = place->row > 0 && cell ? "表"
                      : place->row > 0       ? "整行"
                      : cell                 ? "表外"
                      : place->line > 0      ? "行"
                                             : "页";
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

/* gone: the place is one of the report as it was. */
static void add_row(struct correction *c, const char *what, const char *was, const char *is,
                    const struct issue_place *places, size_t count, bool gone)
{
    const char *empty = word(c, "事项", "空"), *where = places_words(c, places, count);
    int line = places[0].row > 0 ? places[0].row : places[0].line;
    *list_push(c->arena, &c->rows) = (struct row){
        .cells = {what, *was != '\0' ? was : empty, *is != '\0' ? is : empty,
                  gone ? arena_printf(c->arena, "%s%s", word(c, "位置", "原"), where) : where},
        .page = places[0].page,
        .line = line,
        .order = c->rows.count,
    };
}

static int by_place(const void *a, const void *b)
{
    const struct row *x = a, *y = b;
    if (x->page != y->page)
        return x->page < y->page ? -1 : 1;
    if (x->line != y->line)
        return x->line < y->line ? -1 : 1;
    return x->order < y->order ? -1 : 1;
}

/* A table's row as the template would say it: its cells without the bars, those with nothing in them left out. */
static const char *spoken(const struct correction *c, const char *text)
{
    struct buf out = buf_in(c->arena);
    if (strstr(text, " |") == NULL)
        return text;
    for (const char *end; *text != '\0'; text = *end == '|' ? end + 1 : end) {
        end = text + strcspn(text, "|");
        const char *cell = text_trimmed(c->arena, text, end);
        if (*cell != '\0')
            buf_printf(&out, "%s%s", out.n > 0 ? word(c, "事项", "分格") : "", cell);
    }
    return buf_text(&out);
}

static const char *skipped(const char *s, size_t characters)
{
    while (characters-- > 0 && *s != '\0')
        utf8_next(&s);
    return s;
}

/* A text that was written anew is shown by its beginning and end. */
static const char *shortened(const struct correction *c, const char *text)
{
    long most = strtol(word(c, "事项", "最长"), NULL, 10);
    size_t n = utf8_count(text), tail = most > 0 ? (size_t)most / 3 : 0;
    if (most <= 0 || n <= (size_t)most)
        return text;
    const char *head = skipped(text, (size_t)most - tail);
    return arena_printf(c->arena, "%.*s……%s", (int)(head - text), text, skipped(text, n - tail));
}

/* The differing stretch with some characters round it, so that it can be found on the page. */
static const char *excerpt(struct arena *arena, const char *text, size_t from, size_t to)
{
    enum { AROUND = 24 };
    text_widen(text, &from, &to, AROUND);
    return arena_printf(arena, "%s%.*s%s", from > 0 ? "…" : "", (int)(to - from), text + from,
                        text[to] != '\0' ? "…" : "");
}

/* 附件2, 主要绩效 of 正文/主要绩效.txt; "" if there is no word for where the text stands. */
static const char *stands_in(const struct correction *c, const struct issue_text *text)
{
    const char *name = text->at.file != NULL ? os_base_name(text->at.file) : "", *end = strstr(name, ".txt");
    bool own =
        text->at.file != NULL && text_starts(text->at.file, "正文/"); /* a template's file tells a reader nothing */
    return *text->place.annex != '\0' ? text->place.annex
           : own && end != NULL       ? arena_strndup(c->arena, name, (size_t)(end - name))
                                      : "";
}

/* A word of [事项] with the name of where the text stands. */
static const char *named(const struct correction *c, const char *key, const char *in)
{
    struct buf what = buf_in(c->arena);
    const char *const values[][2] = {{"{某处}", in}};
    add_filled(&what, word(c, "事项", key), values, 1);
    return buf_text(&what);
}

/* Texts of one place of which nothing but the numbers changed, because one before them came or went, are one item: their
 * numbers. Returns how many they are, 0 if the first is none. */
static size_t add_renumbered(struct correction *c, const struct change_text *texts, size_t count)
{
    struct buf was = buf_in(c->arena), is = buf_in(c->arena);
    struct issue_places places = {0};
    size_t n = 0;
    if (texts->was_number == 0)
        return 0;
    const char *in = stands_in(c, texts->is), *key = *in != '\0' ? "某处序号" : "序号";
    if (*word(c, "事项", key) == '\0')
        return 0; /* words of an older template */
    for (; n < count && texts[n].was_number > 0 && strcmp(stands_in(c, texts[n].is), in) == 0; n++) {
        const char *between = n > 0 ? word(c, "位置", "之间") : "";
        buf_printf(&was, "%s%.*s", between, (int)texts[n].was_number, texts[n].was->text);
        buf_printf(&is, "%s%.*s", between, (int)texts[n].is_number, texts[n].is->text);
        *list_push(c->arena, &places) = *texts[n].place;
    }
    add_row(c, named(c, key, in), buf_text(&was), buf_text(&is), places.items, n, false);
    return n;
}

static void add_text(struct correction *c, const struct change_text *change)
{
    const struct issue_text *text = change->is != NULL ? change->is : change->was;
    const char *was = spoken(c, change->was != NULL ? change->was->text : "");
    const char *is = spoken(c, change->is != NULL ? change->is->text : ""), *in = stands_in(c, text);
    size_t from = 0, was_to = strlen(was), is_to = strlen(is);
    if (change->was != NULL && change->is != NULL)
        changes_stretch(was, is, &from, &was_to, &is_to);
    struct issue_place place = *change->place;
    bool row = place.row > 0 && (change->was == NULL || change->is == NULL); /* all of it, not its first cell */
    place.cell = row ? "" : place.cell;
    add_row(c,
            named(c,
                  row           ? "某处行"
                  : *in != '\0' ? "某处文字"
                                : "文字",
                  in),
            shortened(c, excerpt(c->arena, was, from, was_to)), shortened(c, excerpt(c->arena, is, from, is_to)),
            &place, 1, change->is == NULL);
}

/* A row of a table that is an item itself shows the figures that came or went with it. */
static const char *row_key(struct arena *arena, const struct issue_place *place, bool gone)
{
    return arena_printf(arena, "%d %d %d %s", gone, place->page, place->row, place->annex);
}

static struct map *rows_that_changed(const struct correction *c, const struct changes *changes)
{
    struct map *rows = map_new(c->arena);
    for (size_t i = 0; i < changes->texts.count; i++) {
        const struct change_text *change = &changes->texts.items[i];
        if (change->was != NULL && change->was->place.row > 0)
            map_put(rows, row_key(c->arena, &change->was->place, true), c->ini);
        if (change->is != NULL && change->is->place.row > 0)
            map_put(rows, row_key(c->arena, &change->is->place, false), c->ini);
    }
    return rows;
}

static bool is_in_row(const struct correction *c, const struct map *rows, const struct issue_fact *fact, bool gone)
{
    bool all = fact->places.count > 0;
    for (size_t i = 0; all && i < fact->places.count; i++)
        all = map_get(rows, row_key(c->arena, &fact->places.items[i], gone)) != NULL;
    return all;
}

/* What the fact's name says beyond its label: 总分 of 总分.得分, whose label is 得分. */
static const char *beyond_label(struct arena *arena, const struct issue_fact *fact)
{
    const char *end = strrchr(fact->name, '.');
    while (end != NULL) {
        const char *start = end;
        while (start > fact->name && start[-1] != '.')
            start--;
        const char *part = arena_strndup(arena, start, (size_t)(end - start));
        if (strstr(fact->label, part) == NULL)
            return part;
        end = start > fact->name ? start - 1 : NULL;
    }
    return "";
}

/* How many of the changes have each label. */
static struct map *labels_of(const struct correction *c, const struct changes *changes)
{
    struct map *labels = map_new(c->arena);
    for (size_t i = 0; i < changes->facts.count; i++) {
        const struct change_fact *change = &changes->facts.items[i];
        const struct issue_fact *fact = change->is != NULL ? change->is : change->was;
        size_t *count = map_get(labels, fact->label);
        if (count == NULL) {
            count = arena_alloc(c->arena, sizeof *count);
            map_put(labels, fact->label, count);
        }
        *count += fact->places.count > 0;
    }
    return labels;
}

static const char *item_of(const struct correction *c, const struct map *labels, const struct issue_fact *fact)
{
    const size_t *count = map_get(labels, fact->label);
    const char *beyond = *count > 1 ? beyond_label(c->arena, fact) : "";
    struct buf out = buf_in(c->arena);
    const char *const values[][2] = {{"{事项}", fact->label}, {"{某处}", beyond}};
    if (*beyond != '\0')
        add_filled(&out, word(c, "事项", "同名"), values, 2);
    return out.n > 0 ? buf_text(&out) : fact->label;
}

/* Values that are printed nowhere need no correction. */
static void add_changes(struct correction *c, const struct changes *changes)
{
    const struct map *rows = rows_that_changed(c, changes), *labels = labels_of(c, changes);
    for (size_t i = 0; i < changes->facts.count; i++) {
        const struct change_fact *change = &changes->facts.items[i];
        const struct issue_fact *fact = change->is != NULL ? change->is : change->was;
        bool one_sided = change->is == NULL || change->was == NULL;
        if (one_sided && is_in_row(c, rows, fact, change->is == NULL))
            continue;
        if (fact->places.count > 0)
            add_row(c, item_of(c, labels, fact), change->was != NULL ? change->was->value : "",
                    change->is != NULL ? change->is->value : "", fact->places.items, fact->places.count,
                    change->is == NULL);
    }
    for (size_t i = 0, n; i<changes->texts.count; i += n> 0 ? n : 1) {
        n = add_renumbered(c, &changes->texts.items[i], changes->texts.count - i);
        if (n == 0)
            add_text(c, &changes->texts.items[i]);
    }
    if (c->rows.count > 0)
        qsort(c->rows.items, c->rows.count, sizeof *c->rows.items, by_place);
    set(c, "更正.列", "事项 | 原为 | 更正为 | 位置");
    for (size_t i = 0; i < c->rows.count; i++)
        set(c, "更正.行", ini_row(c->arena, c->rows.items[i].cells, 4));
}

/* -- the pages -- */

static bool write_pdf(struct correction *c, const struct options *options, struct report *report, const char *path)
{
    struct arena *arena = c->arena;
    struct fonts *fonts;
    const struct layout *layout = lay_out_report(arena, c->diag, options, report->template, report->doc, &fonts);
    if (layout == NULL)
        return false;
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

/* A note that is finished before the report is says something else than the report that will be sent. */
static void tell_written(const struct correction *c, const struct options *options, const char *path)
{
    size_t open[DIAG_SYSTEM + 1] = {0};
    for (size_t i = 0; i < c->issue->findings.count; i++)
        open[c->issue->findings.items[i]->level] += !c->issue->findings.items[i]->explained;
    bool zh = options->lang == DIAG_ZH;
    if (!options->quiet)
        fprintf(stderr, zh ? "更正说明：%s，列出%zu项\n" : "note of correction: %s, items: %zu\n", path, c->rows.count);
    if (open[DIAG_ERROR] + open[DIAG_SYSTEM] + open[DIAG_EXPLAIN] > 0)
        fprintf(stderr,
                zh ? "注意：改正后的报告还不能报送（%zu处必改，%"
                     "zu处须说明），更正说明写的是它现在的内容；处理好以后请重新写一份\n"
                   : "note: the corrected report is not ready to submit (%zu to correct, %zu to explain); the note of "
                     "correction holds what it says now; write it again when they are settled\n",
                open[DIAG_ERROR] + open[DIAG_SYSTEM], open[DIAG_EXPLAIN]);
}

bool correction_write(struct arena *arena, struct diag *diag, const struct options *options,
                      const struct changes *changes, const struct side *was, const struct side *is, const char *path)
{
    struct report_options with = options->report;
    with.template_name = is->report != NULL ? is->report->doc->model->correction : "gengzheng";
    struct text_names search =
        report_template_folders(arena, is->report != NULL ? is->report->folder : NULL, &options->report);
    struct template *template = template_load(arena, diag, with.template_name, (struct pos){0}, &search);
    if (template == NULL)
        return false;
    with.templates = search; /* the note has no folder of its own to look in */
    struct correction c = {.arena = arena, .diag = diag, .report = is->report, .issue = is->issue};
    c.words = template_ini(arena, diag, template, "更正.ini");
    c.fields = template_ini(arena, diag, template, "fields.ini");
    c.ini = ini_new(arena, "更正说明");
    hand_over(&c);
    set(&c, "原报告.标题", was->issue->title);
    add_changes(&c, changes);
    if (c.rows.count == 0) {
        fprintf(
            stderr, "%s\n",
            say(options, "印出的内容没有不同，未写更正说明", "nothing printed differs; no note of correction written"));
        return true;
    }
    struct report *report = report_make(arena, diag, c.ini, &with);
    if (report == NULL || diag_exit_code(diag) != EXIT_DONE || !write_pdf(&c, options, report, path))
        return false;
    tell_written(&c, options, path);
    return true;
}
