/* In: a report's path and the options. Out: everything read, computed and checked, or nothing. The order of the
 * pipeline's front half stands here; what the stages do does not. */
#include "model/report.h"

#include "base/os.h"
#include "model/check.h"
#include "model/report_texts.h"
#include "model/returned.h"

#include <stdlib.h>
#include <string.h>

static void add_folder(struct arena *arena, struct text_names *folders, const char *folder)
{
    if (os_is_folder(folder))
        names_add(arena, folders, folder);
}

/* Folders parted by colons. */
static void add_path(struct arena *arena, struct text_names *folders, const char *path)
{
    while (path != NULL && *path != '\0') {
        size_t n = strcspn(path, ":");
        if (n > 0)
            add_folder(arena, folders, arena_strndup(arena, path, n));
        path += n + (path[n] == ':');
    }
}

struct text_names report_shared_folders(struct arena *arena, const char *name)
{
    const char *program = os_program_folder(arena), *prefix = os_parent(arena, program);
    struct text_names folders = {0};
    add_folder(arena, &folders, os_join(arena, program, name));
    add_folder(arena, &folders, os_join(arena, prefix, name));
    add_folder(arena, &folders, os_join(arena, os_parent(arena, prefix), name));
    add_folder(arena, &folders, os_join(arena, os_join(arena, prefix, "share/ziping"), name));
    return folders;
}

struct text_names report_template_folders(struct arena *arena, const char *folder, const struct report_options *options)
{
    struct text_names folders = {0};
    for (size_t i = 0; i < options->templates.count; i++)
        add_folder(arena, &folders, options->templates.items[i]);
    static const char *const own[] = {"模板", "../模板"}; /* in the report's folder, beside it */
    for (size_t i = 0; i < 2 && folder != NULL && options->template_name == NULL; i++)
        add_folder(arena, &folders, os_join(arena, folder, own[i]));
    add_path(arena, &folders, getenv("ZIPING_TEMPLATES"));
    struct text_names shared = report_shared_folders(arena, "templates");
    for (size_t i = 0; i < shared.count; i++)
        add_folder(arena, &folders, shared.items[i]);
    for (size_t i = 0; i < 2 && folder != NULL; i++) /* with -t none of its own takes the place of the judge's */
        add_folder(arena, &folders, os_join(arena, folder, own[i]));
    return folders;
}

/* 甲/report.ini → 甲; 甲.ini → 甲. */
static const char *report_name(struct arena *arena, const char *path, bool folder)
{
    size_t n = strlen(path);
    while (n > 1 && path[n - 1] == '/')
        n--;
    const char *base = os_base_name(arena_strndup(arena, path, n));
    size_t length = strlen(base);
    if (!folder && strcmp(base, "report.ini") == 0)
        return report_name(arena, os_parent(arena, path), true);
    if (!folder && length > 4 && strcmp(base + length - 4, ".ini") == 0)
        length -= 4;
    return arena_strndup(arena, base, length);
}

struct report report_locate(struct arena *arena, const char *path, const char **file)
{
    bool folder = os_is_folder(path);
    *file = folder ? os_join(arena, path, "report.ini") : path;
    return (struct report){.folder = folder ? path : os_parent(arena, path), .name = report_name(arena, path, folder)};
}

static const struct ini *read_report(struct arena *arena, struct diag *diag, const char *path, struct report *report)
{
    const char *file;
    *report = report_locate(arena, path, &file);
    if (!os_exists(file)) {
        const struct text_names files = os_is_folder(path) ? os_list(arena, path) : (struct text_names){0};
        const char *near = text_nearest("report.ini", &files);
        if (near != NULL)
            diag_add(diag, DIAG_REPORT_MISNAMED, (struct pos){0}, "%s", path)->near = near;
        else
            diag_add(diag, DIAG_REPORT_MISSING, (struct pos){0}, "%s", path);
        return NULL;
    }
    return ini_read(arena, diag, file, os_base_name(file));
}

static struct template *find_template(struct arena *arena, struct diag *diag, const struct report *report,
                                      const struct report_options *options)
{
    struct pos at = {0};
    const char *name = options->template_name;
    if (name == NULL)
        name = ini_value(report->ini, "报告", "模板", NULL, &at);
    if (name == NULL || name[0] == '\0') {
        const struct ini_section *section = ini_section(report->ini, "报告");
        diag_add(diag, DIAG_REQUIRED, section != NULL ? section->at : (struct pos){.file = report->ini->file},
                 "报告.模板");
        return NULL;
    }
    struct text_names folders = report_template_folders(arena, report->folder, options);
    return template_load(arena, diag, name, at, &folders);
}

/* The report that 上年 names, read by its own template; what is wrong in it was last year's business. */
static const struct report *last_year(struct arena *arena, struct diag *diag, const struct report *report,
                                      const struct report_options *options)
{
    struct pos at = {0};
    const char *path = ini_value(report->ini, "报告", "上年", "", &at);
    if (path[0] == '\0')
        return NULL;
    const char *full = path[0] == '/' ? path : os_join(arena, report->folder, path);
    const char *file = os_is_folder(full) ? os_join(arena, full, "report.ini") : full;
    struct diag *silent = diag_new(arena);
    struct report_options own = {.templates = options->templates};
    struct report *last = arena_alloc(arena, sizeof *last);
    last->folder = os_parent(arena, file);
    last->name = path;
    const char *shown = arena_printf(arena, os_is_folder(full) ? "%s/report.ini" : "%s", path);
    last->ini = os_is_file(file) ? ini_read(arena, silent, file, shown) : NULL;
    last->template = last->ini == NULL ? NULL : find_template(arena, silent, last, &own);
    if (last->template == NULL) {
        diag_add(diag, DIAG_FILE_MISSING, at, "%s", shown);
        return NULL;
    }
    last->facts = facts_load(arena, silent, last->template, last->ini);
    return last;
}

/* The rest of the front half; NULL without a template. */
static struct report *fill(struct arena *arena, struct diag *diag, struct report *report,
                           const struct report_options *options)
{
    report->template = find_template(arena, diag, report, options);
    if (report->template == NULL)
        return NULL;
    struct bind_texts texts = {.asked = map_new(arena)};
    struct bind_place place = {.text_folder = report_text_folder(arena, diag, report->folder, &texts),
                               .template = report->template,
                               .diag = diag,
                               .arena = arena,
                               .texts = &texts};
    report->last = last_year(arena, diag, report, options);
    report->facts =
        facts_load_after(arena, diag, report->template, report->ini, report->last == NULL ? NULL : report->last->facts);
    report->doc = doc_build(arena, diag, report->facts, report->template, &place);
    report_texts(arena, diag, &place, report->facts);
    report->edits = lint_run(arena, diag, report->facts, report->template, report->doc);
    if (report->folder != NULL && strcmp(report->ini->file, "report.ini") == 0)
        returned_check(arena, diag, report->folder, report->facts, report->doc);
    if (report->last != NULL)
        check_last(arena, diag, report->facts, report->template, report->ini, report->folder, report->last->folder);
    check_run(arena, diag, report->facts, report->template, report->ini,
              report->doc); /* explains what all of them said */
    return report;
}

struct report *report_load(struct arena *arena, struct diag *diag, const char *path,
                           const struct report_options *options)
{
    struct report *report = arena_alloc(arena, sizeof *report);
    report->ini = read_report(arena, diag, path, report);
    return report->ini != NULL ? fill(arena, diag, report, options) : NULL;
}

struct report *report_make(struct arena *arena, struct diag *diag, const struct ini *ini,
                           const struct report_options *options)
{
    struct report *report = arena_alloc(arena, sizeof *report);
    *report = (struct report){.name = ini->file, .ini = ini};
    return fill(arena, diag, report, options);
}
