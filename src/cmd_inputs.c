/* Everything a build reads, for .build-stamp and build.ini: settings, the report's files, the template chain, fonts.
 * No logic of reports. */
#include "base/os.h"
#include "cmd_issue.h"

#include <string.h>

static bool is_below(const char *path, const char *folder)
{
    size_t n = strlen(folder);
    return strncmp(path, folder, n) == 0 && (path[n] == '/' || path[n] == '\0');
}

/* Folders of the report by their place in it: a report that was moved is the same. */
static const char *joined(struct arena *arena, const struct text_names *folders, const char *report)
{
    struct buf out = buf_in(arena);
    for (size_t i = 0; i < folders->count; i++) {
        const char *folder = os_absolute(arena, folders->items[i]);
        buf_printf(&out, "%s:", is_below(folder, report) ? folder + strlen(report) : folder);
    }
    return buf_text(&out);
}

struct inputs inputs_settings(struct arena *arena, const struct options *options, const char *path, const char *target)
{
    const char *file;
    struct report report = report_locate(arena, path, &file);
    struct text_names templates = report_template_folders(arena, report.folder, &options->report);
    struct text_names fonts = font_folders(arena, options);
    struct inputs inputs = {.arena = arena, .options = options, .folder = os_absolute(arena, report.folder)};
    struct stamp *stamp = inputs.stamp = stamp_new(arena, inputs.folder, os_absolute(arena, target));
    inputs.issue = issue_new(arena);
    inputs.issue->program = ZIPING_VERSION;
    stamp_setting(stamp, STAMP_PROGRAM, arena_printf(arena, "%s %s", ZIPING_VERSION, os_stamp(arena, "/proc/self/exe")));
    stamp_setting(stamp, "report", os_base_name(file));
    stamp_setting(stamp, "-t", options->report.template_name);
    stamp_setting(stamp, "--proof", !options->proof ? "" : options->lang == DIAG_ZH ? "zh" : "en");
    stamp_setting(stamp, STAMP_ONLY, options->pdf == options->xlsx ? "" : options->pdf ? "pdf" : "xlsx");
    stamp_setting(stamp, "--templates", joined(arena, &templates, inputs.folder));
    stamp_setting(stamp, "--fonts", joined(arena, &fonts, inputs.folder));
    return inputs;
}

static void note_file(struct inputs *inputs, const char *path, const char *shown)
{
    const char *hash = stamp_path(inputs->stamp, STAMP_INPUT, path);
    *list_push(inputs->arena, &inputs->issue->inputs) =
        (struct issue_file){.name = shown, .hash = hash, .size = os_file_size(path)};
}

void inputs_report(struct inputs *inputs, const char *path)
{
    const char *file;
    report_locate(inputs->arena, path, &file);
    bool alone = !os_is_folder(path); /* other reports may stand beside the file */
    const char *own = os_base_name(file);
    stamp_path(inputs->stamp, STAMP_TREE, inputs->folder);
    struct text_names files = stamp_tree(inputs->arena, inputs->folder);
    for (size_t i = 0; i < files.count; i++)
        if (!alone || strchr(files.items[i], '/') != NULL || strcmp(files.items[i], own) == 0)
            note_file(inputs, os_join(inputs->arena, inputs->folder, files.items[i]), files.items[i]);
}

/* Folders that would have been taken, had they held a template of that name. */
static void note_absent(struct inputs *inputs, const struct text_names *search, const char *name, const char *folder)
{
    for (size_t i = 0; i < search->count; i++) {
        const char *other = os_join(inputs->arena, search->items[i], name);
        if (strcmp(other, folder) == 0)
            return;
        stamp_path(inputs->stamp, STAMP_ABSENT, os_join(inputs->arena, other, "template.ini"));
    }
}

static const char *version_of(struct arena *arena, const char *folder)
{
    const struct ini *ini = ini_read(arena, diag_new(arena), os_join(arena, folder, "template.ini"), "template.ini");
    return ini != NULL ? ini_value(ini, "模板", "版本", "", NULL) : "";
}

/* A folder's files under a name of their own, unless they were noted with the report. */
static void note_folder(struct inputs *inputs, const char *folder, const char *name)
{
    struct arena *arena = inputs->arena;
    if (is_below(os_absolute(arena, folder), inputs->folder))
        return;
    stamp_path(inputs->stamp, STAMP_TREE, folder);
    struct text_names files = stamp_tree(arena, folder);
    for (size_t k = 0; k < files.count; k++)
        note_file(inputs, os_join(arena, folder, files.items[k]), arena_printf(arena, "%s/%s", name, files.items[k]));
}

static void note_templates(struct inputs *inputs, const struct report *report)
{
    struct arena *arena = inputs->arena;
    const struct template *t = report->template;
    struct text_names search = report_template_folders(arena, report->folder, &inputs->options->report);
    for (size_t i = 0; i < t->names.count; i++) {
        const char *folder = t->folders.items[i], *name = t->names.items[i];
        note_absent(inputs, &search, name, folder);
        *list_push(arena, &inputs->issue->templates) =
            (struct issue_template){.name = name, .version = version_of(arena, folder)};
        note_folder(inputs, folder, name);
    }
}

static void note_fonts(struct inputs *inputs, const struct fonts *fonts)
{
    struct arena *arena = inputs->arena;
    struct text_names folders = font_folders(arena, inputs->options), places = fonts_places(arena);
    for (size_t i = 0; i < folders.count; i++) {
        const char *list = os_join(arena, folders.items[i], "fonts.ini");
        stamp_path(inputs->stamp, STAMP_FOLDER, folders.items[i]);
        if (os_is_file(list))
            note_file(inputs, list, "fonts.ini");
    }
    for (size_t i = 0; i < fonts_count(fonts); i++) {
        const struct font_info *info = fonts_info(fonts, i);
        const char *hash = stamp_path(inputs->stamp, STAMP_FONT, info->file);
        *list_push(arena, &inputs->issue->fonts) = (struct issue_font){.face = info->face,
                                                                       .file = os_base_name(info->file),
                                                                       .version = info->version,
                                                                       .hash = hash,
                                                                       .size = os_file_size(info->file)};
    }
    for (size_t i = 0; i < places.count; i++)
        stamp_path(inputs->stamp, STAMP_PLACE, places.items[i]);
}

void inputs_shared(struct inputs *inputs, const struct report *report, const struct fonts *fonts)
{
    note_templates(inputs, report);
    if (report->last != NULL) {
        note_folder(inputs, report->last->folder, report->last->name);
        for (size_t i = 0; i < report->last->template->folders.count; i++)
            stamp_path(inputs->stamp, STAMP_TREE, report->last->template->folders.items[i]);
    }
    note_fonts(inputs, fonts);
}
