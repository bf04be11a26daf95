/* ziping build REPORT...: read, check, lay out, hand over to cmd_outputs.c; with nothing changed since the last time
 * nothing is done. */
#include "cmd_build.h"
#include "base/os.h"
#include "layout/page.h"
#include "output/dump.h"

#include <string.h>

static const char *target_folder(const struct report_job *job, const struct options *options)
{
    const char *file;
    struct report report = report_locate(job->arena, job->path, &file);
    if (options->out == NULL)
        return os_join(job->arena, report.folder, "out");
    return job->alone ? options->out : os_join(job->arena, options->out, report.name);
}

/* Two reports of one name would overwrite each other under -o: the second is refused. */
static bool target_taken(const struct report_job *job)
{
    struct builds *builds = job->ctx;
    const char *other = map_get(builds->targets, builds->target);
    if (other == NULL)
        map_put(builds->targets, builds->target, (void *)(uintptr_t)job->path);
    else
        diag_add(job->diag, DIAG_SAME_TARGET, (struct pos){.file = builds->target}, "%s、%s", other, job->path);
    return other != NULL;
}

/* -- is there anything to do? -- */

/* What it is that has changed; files of the report and of templates speak for themselves. */
static const char *kind_of(const struct options *options, const struct stamp_change *change)
{
    switch (change->kind) {
    case STAMP_SETTING:
        return strcmp(change->name, STAMP_PROGRAM) == 0 ? say(options, "程序 ", "program ")
                                                        : say(options, "选项 ", "option ");
    case STAMP_FONT:
    case STAMP_PLACE:
        return say(options, "字体 ", "font ");
    case STAMP_OUTPUT:
        return say(options, "成果 ", "output ");
    default:
        return "";
    }
}

static const char *change_text(struct arena *arena, const struct options *options, const struct stamp_change *change)
{
    bool fresh = change->kind == STAMP_ABSENT, list = change->kind == STAMP_TREE || change->kind == STAMP_FOLDER;
    return arena_printf(arena, "%s%s %s", kind_of(options, change), change->name,
                        change->gone ? say(options, "不在了", "is gone")
                        : fresh      ? say(options, "是新的", "is new")
                        : list       ? say(options, "里的文件有增减", "has other files")
                                     : say(options, "已改", "has changed"));
}

/* Why there is a new set: all causes, as far as they can be read in a line. */
static void tell_changes(struct arena *arena, const struct options *options, const struct stamp_changes *changes)
{
    enum { SHOWN = 8 };
    struct buf line = buf_in(arena);
    for (size_t i = 0; i < changes->count && i < SHOWN; i++)
        buf_printf(&line, "%s%s", i > 0 ? say(options, "；", "; ") : "",
                   change_text(arena, options, &changes->items[i]));
    if (changes->count > SHOWN)
        buf_printf(&line, options->lang == DIAG_ZH ? "……共%zu处" : " … %zu in all", changes->count);
    if (!options->quiet && changes->count > 0)
        fprintf(stderr, "%s%s\n", say(options, "重新生成：", "built again: "), buf_text(&line));
}

/* --only names the least that is wanted: while nothing else changes, outputs of the other kind stay and remain right,
 * and those that are missing are added to them. */
static struct stamp_changes find_changes(struct builds *builds, const struct options *options)
{
    struct stamp *now = builds->inputs.stamp;
    const char *had = stamp_value(builds->last, STAMP_ONLY), *asked = stamp_value(now, STAMP_ONLY);
    stamp_setting(now, STAMP_ONLY, had);
    struct stamp_changes changes = stamp_compare(builds->last, now, options->verify);
    if (changes.count == 0 && *had != '\0' && strcmp(had, asked) != 0) {
        *list_push(builds->inputs.arena, &changes) = (struct stamp_change){.kind = STAMP_SETTING, .name = STAMP_ONLY};
        builds->pdf = builds->xlsx = true;
        asked = "";
    }
    if (changes.count > 0)
        stamp_setting(now, STAMP_ONLY, asked);
    return changes;
}

/* True if the outputs stand as they were built and would be built the same: says so, and their findings again. */
static bool nothing_to_do(struct report_job *job, const struct options *options)
{
    struct builds *builds = job->ctx;
    builds->target = target_folder(job, options);
    builds->changes = (struct stamp_changes){0};
    builds->kept = builds->kept_edited = NULL;
    builds->edited = (struct text_names){0};
    builds->proof = (struct text_names){0};
    builds->outdated = (struct text_names){0};
    builds->pdf = options->pdf;
    builds->xlsx = options->xlsx;
    builds->inputs = inputs_settings(job->arena, options, job->path, builds->target);
    const char *out = os_absolute(job->arena, builds->target);
    builds->last = stamp_read(job->arena, builds->inputs.folder, out);
    if (builds->last != NULL && options->dump == DUMP_NONE && map_get(builds->targets, builds->target) == NULL) {
        builds->changes = find_changes(builds, options);
        if (builds->changes.count == 0 && issue_recall(job->arena, job->diag, os_join(job->arena, out, ISSUE_FILE))) {
            target_taken(job);
            struct text_names outputs = stamp_outputs(builds->last);
            for (size_t i = 0; !options->quiet && i < outputs.count; i++)
                if (strcmp(outputs.items[i], ISSUE_FILE) != 0)
                    puts(os_join(job->arena, builds->target, outputs.items[i]));
            if (!options->quiet)
                fprintf(stderr, "%s\n", say(options, "没有变化，成果未动", "nothing has changed; outputs untouched"));
            return true;
        }
    }
    inputs_report(&builds->inputs, job->path);
    return false;
}

static void tell_outputs(const struct report_job *job, const struct options *options, bool clean)
{
    const struct builds *builds = job->ctx;
    const struct issue *issue = builds->inputs.issue;
    if (clean)
        tell_changes(job->arena, options, &builds->changes);
    outputs_tell_kept(job, options);
    for (size_t i = 0; !options->quiet && i < issue->outputs.count; i++)
        puts(os_join(job->arena, builds->target, issue->outputs.items[i].name));
    for (size_t i = 0; !options->quiet && i < builds->proof.count; i++)
        puts(os_join(job->arena, builds->target, builds->proof.items[i]));
    for (size_t i = 0; i < builds->outdated.count; i++)
        fprintf(stderr,
                options->lang == DIAG_ZH
                    ? "已移去：%s（数据是更早的，与这次的成果不一致；不加 --only 再生成一次即有新的）\n"
                    : "removed: %s (of earlier figures, at odds with these outputs; build without --only)\n",
                builds->outdated.items[i]);
}

static void tell_fonts(const struct fonts *fonts)
{
    for (size_t i = 0; i < fonts_count(fonts); i++)
        fprintf(stderr, "%s: %s\n", fonts_info(fonts, i)->face, fonts_info(fonts, i)->file);
}

static void hand_out(struct report_job *job, const struct options *options, struct layout *layout, struct fonts *fonts)
{
    bool clean = diag_exit_code(job->diag) == EXIT_DONE;
    if (!clean && options->dump != DUMP_NONE)
        return;
    page_tight_cells(job->arena, job->diag, layout, false);
    if (options->dump == DUMP_PAGES)
        dump_pages(layout, stdout);
    else if (options->dump == DUMP_GRID)
        dump_grids(layout, stdout);
    else if (!target_taken(job) && outputs_write(job, options, layout, fonts, clean))
        tell_outputs(job, options, clean);
}

static void build_report(struct report_job *job, const struct options *options)
{
    int code = diag_exit_code(job->diag);
    if (job->report == NULL && code == EXIT_FINDINGS && options->report.template_name == NULL)
        diag_add(job->diag, DIAG_NO_PROOF, (struct pos){0}, "%s", "");
    if (job->report == NULL || code == EXIT_TROUBLE)
        return;
    struct fonts *fonts;
    struct layout *layout =
        lay_out_report(job->arena, job->diag, options, job->report->template, job->report->doc, &fonts);
    if (layout == NULL)
        return;
    if (options->verbose)
        tell_fonts(fonts);
    hand_out(job, options, layout, fonts);
    fonts_close(fonts);
}

int cmd_build(struct arena *arena, const struct options *options, int argc, char **argv)
{
    struct builds builds = {.targets = map_new(arena)};
    return each_report_unless(options, argc, argv, nothing_to_do, build_report, &builds);
}
