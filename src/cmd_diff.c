/* ziping diff [OLD] NEW: what differs between two reports, or between a report and what was last built from it, and
 * where every changed figure is printed. No logic of reports. */
#include "cmd_diff.h"

#include "base/json.h"
#include "base/num.h"
#include "base/os.h"
#include "layout/page.h"

#include <stdlib.h>
#include <string.h>

/* -- the two sides -- */

/* Lays the report out as build would. Its findings are compared, not judged. */
static bool issue_report(struct arena *arena, struct diag *diag, const struct options *options, struct side *side)
{
    struct diag *findings = diag_new(arena);
    side->report = report_load(arena, findings, side->path, &options->report);
    struct fonts *fonts;
    const struct layout *layout = NULL;
    if (side->report != NULL)
        layout = lay_out_report(arena, findings, options, side->report->template, side->report->doc, &fonts);
    if (layout == NULL) {
        size_t n; /* it could not be read or set: that is what there is to say */
        struct finding **all = diag_sorted(findings, &n);
        for (size_t i = 0; i < n; i++)
            diag_copy(diag, all[i]);
        return false;
    }
    page_tight_cells(arena, findings, layout, false);
    side->issue = issue_new(arena);
    issue_fill(side->issue, findings, side->report, layout);
    fonts_close(fonts);
    return true;
}

/* A report (folder or INI file), or what was issued: build.ini or its folder. */
static bool open_side(struct arena *arena, struct diag *diag, const struct options *options, struct side *side)
{
    const char *issue = strcmp(os_base_name(side->path), ISSUE_FILE) == 0 ? side->path : NULL;
    if (issue == NULL && os_is_folder(side->path) && !os_exists(os_join(arena, side->path, "report.ini")) &&
        os_is_file(os_join(arena, side->path, ISSUE_FILE)))
        issue = os_join(arena, side->path, ISSUE_FILE);
    if (issue == NULL)
        return issue_report(arena, diag, options, side);
    side->issue = issue_read(arena, diag, issue, issue);
    return side->issue != NULL;
}

/* -- text -- */

/* In front of a place of what is no longer there: it is one of the old report. */
static const char *old_mark(const struct options *options, bool gone)
{
    return !gone ? "" : say(options, "原报告", "old report, ");
}

static void print_places(struct arena *arena, const struct options *options, const struct issue_fact *fact, bool gone)
{
    if (fact->places.count == 0)
        printf("    %s\n", say(options, "没有印出", "not printed"));
    for (size_t i = 0; i < fact->places.count; i++)
        printf("    %s%s\n", old_mark(options, gone), place_text(arena, options, &fact->places.items[i]));
}

static const char *shown(const struct options *options, const char *value)
{
    return value != NULL && *value != '\0' ? value : say(options, "（空）", "(blank)");
}

static void print_fact(struct arena *arena, const struct options *options, const struct change_fact *change)
{
    const struct issue_fact *fact = change->is != NULL ? change->is : change->was;
    bool named = strcmp(fact->label, fact->name) != 0 && *fact->label != '\0';
    printf(options->lang == DIAG_ZH ? "%s%s%s%s：%s → %s\n" : "%s%s%s%s: %s → %s\n", fact->name,
           !named ? "" : say(options, "（", " ("), named ? fact->label : "", !named ? "" : say(options, "）", ")"),
           shown(options, change->was != NULL ? change->was->value : NULL),
           shown(options, change->is != NULL ? change->is->value : NULL));
    print_places(arena, options, fact, change->is == NULL);
}

/* Text with [- -] or {+ +} round its middle, as wdiff does; long equal ends are cut. */
static void print_marked(char sign, const char *text, size_t from, size_t to, const char *open, const char *close)
{
    enum { AROUND = 90 };
    size_t start = from, end = to;
    text_widen(text, &start, &end, AROUND);
    printf("    %c %s%.*s", sign, start > 0 ? "…" : "", (int)(from - start), text + start);
    if (to > from)
        printf("%s%.*s%s", open, (int)(to - from), text + from, close);
    printf("%.*s%s\n", (int)(end - to), text + to, text[end] != '\0' ? "…" : "");
}

static void print_text(struct arena *arena, const struct options *options, const struct change_text *change)
{
    const struct issue_text *text = change->is != NULL ? change->is : change->was;
    const char *was = change->was != NULL ? change->was->text : "", *is = change->is != NULL ? change->is->text : "";
    size_t from = 0, was_to = strlen(was), is_to = strlen(is);
    if (change->was != NULL && change->is != NULL)
        changes_stretch(was, is, &from, &was_to, &is_to);
    printf(options->lang == DIAG_ZH ? "文字：%s%s" : "text: %s%s", old_mark(options, change->is == NULL),
           place_text(arena, options, change->place));
    if (text->at.file != NULL)
        printf(options->lang == DIAG_ZH ? "（%s:%d）" : " (%s:%d)", text->at.file, text->at.line);
    putchar('\n');
    if (change->was != NULL)
        print_marked('-', was, from, was_to, "[-", "-]");
    if (change->is != NULL)
        print_marked('+', is, from, is_to, "{+", "+}");
}

static void print_findings_of(struct diag *diag, const struct options *options, const char *head,
                              const struct issue_findings *findings)
{
    for (size_t i = 0; i < findings->count; i++)
        printf("%s%s\n", head, diag_line(diag, findings->items[i], options->lang));
}

static void print_changes(struct arena *arena, struct diag *diag, const struct options *options,
                          const struct changes *changes)
{
    for (size_t i = 0; i < changes->facts.count; i++)
        print_fact(arena, options, &changes->facts.items[i]);
    for (size_t i = 0; i < changes->texts.count; i++)
        print_text(arena, options, &changes->texts.items[i]);
    print_findings_of(diag, options, say(options, "已消除：", "gone: "), &changes->gone);
    print_findings_of(diag, options, say(options, "新出现：", "new: "), &changes->fresh);
}

/* -- JSON -- */

static void json_place(struct json *json, const char *key, const struct issue_place *place)
{
    json_object(json, key);
    json_int(json, "page", place->page);
    if (place->line > 0)
        json_int(json, "line", place->line);
    if (place->row > 0)
        json_int(json, "row", place->row);
    if (*place->cell != '\0') {
        json_string(json, "annex", place->annex);
        json_string(json, "sheet", place->sheet);
        json_string(json, "cell", place->cell);
    }
    json_end(json, '}');
}

static void json_fact(struct json *json, const struct change_fact *change)
{
    const struct issue_fact *fact = change->is != NULL ? change->is : change->was;
    json_object(json, NULL);
    json_string(json, "name", fact->name);
    json_string(json, "label", fact->label);
    json_string(json, "old", change->was != NULL ? change->was->value : NULL);
    json_string(json, "new", change->is != NULL ? change->is->value : NULL);
    json_array(json, "places");
    for (size_t i = 0; i < fact->places.count; i++)
        json_place(json, NULL, &fact->places.items[i]);
    json_end(json, ']');
    json_end(json, '}');
}

static void json_text(struct json *json, const struct change_text *change)
{
    const struct issue_text *text = change->is != NULL ? change->is : change->was;
    json_object(json, NULL);
    json_string(json, "old", change->was != NULL ? change->was->text : NULL);
    json_string(json, "new", change->is != NULL ? change->is->text : NULL);
    json_place(json, "place", change->place);
    json_string(json, "file", text->at.file);
    json_int(json, "line", text->at.line);
    json_end(json, '}');
}

/* The members "findings" and "summary" of each list, as check writes them. */
static void json_findings(struct json *json, const struct options *options, const char *key,
                          const struct issue_findings *findings)
{
    struct arena *arena = json->buf.arena;
    struct diag *diag = diag_new(arena);
    for (size_t i = 0; i < findings->count; i++)
        diag_copy(diag, findings->items[i]);
    json_object(json, key);
    diag_json(diag, json, options->lang);
    json_end(json, '}');
}

static void print_json(struct arena *arena, const struct options *options, const struct changes *changes,
                       const struct side *was, const struct side *is)
{
    struct json json = json_in(arena);
    json_object(&json, NULL);
    json_int(&json, "schema", 1);
    json_string(&json, "old", was->path);
    json_string(&json, "new", is->path);
    json_bool(&json, "same", changes_none(changes));
    json_array(&json, "facts");
    for (size_t i = 0; i < changes->facts.count; i++)
        json_fact(&json, &changes->facts.items[i]);
    json_end(&json, ']');
    json_array(&json, "paragraphs");
    for (size_t i = 0; i < changes->texts.count; i++)
        json_text(&json, &changes->texts.items[i]);
    json_end(&json, ']');
    json_object(&json, "findings");
    json_findings(&json, options, "gone", &changes->gone);
    json_findings(&json, options, "new", &changes->fresh);
    json_end(&json, '}');
    json_end(&json, '}');
    printf("%s\n", buf_text(&json.buf));
}

/* -- the command -- */

static int tell_trouble(struct diag *diag, const struct options *options)
{
    return print_findings(diag, options) == EXIT_TROUBLE ? EXIT_TROUBLE : EXIT_WRONG_USE;
}

/* Nothing differs from what was last built: what is meant may be an earlier issue. */
static void tell_same(struct arena *arena, const struct options *options, const struct side *was, const struct side *is)
{
    struct text_names kept = issue_kept(arena, os_parent(arena, was->path));
    fprintf(stderr, "%s\n", say(options, "没有不同", "no differences"));
    if (strcmp(os_base_name(was->path), ISSUE_FILE) != 0 || kept.count == 0)
        return;
    struct buf others = buf_in(arena);
    for (size_t i = 1; i < kept.count; i++)
        buf_printf(&others, "%s%s", say(options, "、", ", "), os_base_name(kept.items[i]));
    fprintf(stderr,
            options->lang == DIAG_ZH ? "更早的成果在 %s%s；比较用：ziping diff %s %s\n"
                                     : "earlier issues are in %s%s; to compare: ziping diff %s %s\n",
            kept.items[0], buf_text(&others), shell_word(arena, kept.items[0]), shell_word(arena, is->path));
}

static int compare(struct arena *arena, const struct options *options, struct side *was, struct side *is)
{
    struct diag *diag = diag_new(arena);
    if (!open_side(arena, diag, options, is) || !open_side(arena, diag, options, was))
        return tell_trouble(diag, options);
    struct changes *changes = changes_between(arena, was->issue, is->issue);
    if (options->format == OUTPUT_JSON)
        print_json(arena, options, changes, was, is);
    else
        print_changes(arena, diag, options, changes);
    if (changes_none(changes)) {
        if (!options->quiet)
            tell_same(arena, options, was, is);
        return EXIT_DONE;
    }
    if (options->out != NULL && !correction_write(arena, diag, options, changes, was, is, options->out))
        return tell_trouble(diag, options);
    return EXIT_FINDINGS; /* as diff(1): 1 is different */
}

int cmd_diff(struct arena *arena, const struct options *options, int argc, char **argv)
{
    struct side was = {.path = argv[0]}, is = {.path = argv[argc - 1]};
    num_init(arena);
    if (options->format == OUTPUT_CSV)
        return wrong_use(options, "diff 没有 csv 格式", "diff has no csv format", "--format csv", NULL);
    if (argc == 1) {
        const char *file;
        const char *folder = report_locate(arena, argv[0], &file).folder;
        was.path = os_join(arena, os_join(arena, folder, "out"), ISSUE_FILE);
        if (!os_is_file(was.path))
            return wrong_use(options, "还没有生成过，没有可比较的成果", "nothing has been built yet", was.path, NULL);
    }
    return compare(arena, options, &was, &is);
}
