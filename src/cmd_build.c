/* ziping build REPORT...: read, check, lay out, draw; all outputs of a report appear together or not at all. With
 * errors or findings nobody explained only the proof copy is written, beside whatever an earlier run has left; with
 * nothing changed since the last time nothing is done. */
#include "base/map.h"
#include "base/os.h"
#include "cmd_issue.h"
#include "layout/page.h"
#include "model/returned.h"
#include "output/dump.h"
#include "output/pdf.h"
#include "output/xlsx.h"

#include <string.h>

/* The folder for earlier outputs, below the output folder. */
#define KEPT "旧版"
/* Names of the proof copy's files: they come from the report, so another run may not know them. */
#define PROOF_LIST ".proof-files"

struct builds {
    struct map *targets; /* output folder → the report that took it */
    /* of the report at hand */
    const char *target;
    struct inputs inputs;
    struct stamp *last; /* of the last build; NULL if there was none */
    struct stamp_change change;
    struct text_names proof; /* files of the proof copy */
};

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
        diag_add(job->diag, DIAG_UNWRITABLE, (struct pos){.file = builds->target}, "%s", other);
    return other != NULL;
}

/* -- is there anything to do? -- */

static void tell_change(const struct options *options, const struct stamp_change *change)
{
    bool fresh = change->kind == STAMP_ABSENT, list = change->kind == STAMP_TREE || change->kind == STAMP_FOLDER;
    if (!options->quiet && change->name != NULL)
        fprintf(stderr, options->lang == DIAG_ZH ? "重新生成：%s %s\n" : "built again: %s %s\n", change->name,
                change->gone ? say(options, "不在了", "is gone")
                : fresh      ? say(options, "是新的", "is new")
                : list       ? say(options, "里的文件有增减", "has other files")
                             : say(options, "已改", "has changed"));
}

/* True if the outputs stand as they were built and would be built the same: says so, and their findings again. */
static bool nothing_to_do(struct report_job *job, const struct options *options)
{
    struct builds *builds = job->ctx;
    builds->target = target_folder(job, options);
    builds->change = (struct stamp_change){.name = NULL};
    builds->proof = (struct text_names){0};
    builds->inputs = inputs_settings(job->arena, options, job->path, builds->target);
    const char *out = os_absolute(job->arena, builds->target);
    builds->last = stamp_read(job->arena, builds->inputs.folder, out);
    if (builds->last != NULL && options->dump == DUMP_NONE && map_get(builds->targets, builds->target) == NULL) {
        builds->change = stamp_compare(builds->last, builds->inputs.stamp, options->verify);
        if (builds->change.name == NULL && issue_recall(job->arena, job->diag, os_join(job->arena, out, ISSUE_FILE))) {
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

/* -- writing -- */

/* An output as it stands in the stage, for build.ini and the stamp. */
static void note_output(struct builds *builds, struct os_stage *stage, const char *file, int pages)
{
    struct arena *arena = builds->inputs.arena;
    const char *path = os_stage_path(stage, file), *name = os_base_name(path);
    const char *hash = stamp_output(builds->inputs.stamp, os_parent(arena, path), name);
    *list_push(arena, &builds->inputs.issue->outputs) =
        (struct issue_file){.name = name, .hash = hash, .size = os_file_size(path), .pages = pages};
}

static int grid_pages(const struct layout *layout, const struct grid *grid)
{
    int count = 0;
    for (size_t i = 0; i < layout->pages.count; i++)
        count += layout->pages.items[i].grid == grid;
    return count;
}

static bool write_files(struct report_job *job, const struct options *options, const struct layout *layout,
                        struct fonts *fonts, struct os_stage *stage)
{
    const struct doc *doc = job->report->doc;
    bool ok = true;
    if (options->pdf) {
        ok = pdf_write(job->arena, job->diag, doc, layout, fonts, NULL, os_stage_path(stage, doc->pdf_file));
        note_output(job->ctx, stage, doc->pdf_file, (int)layout->pages.count);
    }
    for (size_t i = 0; ok && options->xlsx && i < layout->grids.count; i++) {
        const struct grid_size *size = layout->grids.items[i];
        ok = xlsx_write(job->arena, job->diag, doc, job->report->facts, size, os_stage_path(stage, size->grid->file));
        note_output(job->ctx, stage, size->grid->file, grid_pages(layout, size->grid));
    }
    return ok;
}

/* Makes the layout that of the proof copy, so it comes last. */
static bool write_proof(struct report_job *job, const struct options *options, struct layout *layout,
                        struct fonts *fonts, struct os_stage *stage)
{
    struct builds *builds = job->ctx;
    struct metrics metrics = fonts_metrics(fonts);
    const struct report *report = job->report;
    const struct proof *proof = proof_make(job->arena, &metrics, job->diag, options->lang, layout);
    *list_push(job->arena, &builds->proof) = proof->file;
    bool ok = pdf_write(job->arena, job->diag, report->doc, layout, fonts, proof, os_stage_path(stage, proof->file));
    for (size_t i = 0; ok && options->xlsx && i < layout->grids.count; i++) {
        const struct grid_size *size = layout->grids.items[i];
        const char *file = proof_annex_file(job->arena, layout->model, size->grid);
        if (!proof_has_notes(proof, size->grid))
            continue;
        ok = xlsx_write_proof(job->arena, job->diag, report->doc, report->facts, size, proof,
                              os_stage_path(stage, file));
        *list_push(job->arena, &builds->proof) = file;
    }
    return ok;
}

static enum os_status list_proof(struct report_job *job, struct os_stage *stage, const char **error)
{
    const struct builds *builds = job->ctx;
    struct buf names = buf_in(job->arena);
    for (size_t i = 0; i < builds->proof.count; i++)
        buf_printf(&names, "%s\n", os_base_name(os_stage_path(stage, builds->proof.items[i])));
    return os_write(os_stage_path(stage, PROOF_LIST), buf_text(&names), names.n, error);
}

/* Files of an old proof copy that this run does not write anew would only mislead. */
static void drop_proof(struct report_job *job, const struct layout *layout, struct os_stage *stage)
{
    const struct builds *builds = job->ctx;
    char *names;
    size_t size;
    const char *error;
    os_stage_drop(stage, PROOF_LIST);
    os_stage_drop(stage, proof_file(job->arena, layout->model));
    if (os_read(job->arena, os_join(job->arena, builds->target, PROOF_LIST), &names, &size, &error) != OS_OK)
        return;
    for (char *end; (end = strchr(names, '\n')) != NULL; names = end + 1)
        os_stage_drop(stage, arena_strndup(job->arena, names, (size_t)(end - names)));
}

/* What build.ini says of the clean pages, before they become those of the proof copy. */
static void fill_issue(struct report_job *job, const struct options *options, const struct layout *layout,
                       const struct fonts *fonts)
{
    struct builds *builds = job->ctx;
    inputs_shared(&builds->inputs, job->report, fonts);
    issue_fill(builds->inputs.issue, job->diag, job->report, layout);
    const char *out = os_absolute(job->arena, builds->target);
    if (!options->proof) /* one of a failed run has to go */
        stamp_path(builds->inputs.stamp, STAMP_ABSENT, os_join(job->arena, out, proof_file(job->arena, layout->model)));
}

/* build.ini and .build-stamp: as much outputs as the others. */
static enum os_status write_records(struct report_job *job, struct os_stage *stage, const char **error)
{
    struct builds *builds = job->ctx;
    const char *text = issue_text(job->arena, builds->inputs.issue), *path = os_stage_path(stage, ISSUE_FILE);
    const char *folder = os_parent(job->arena, path);
    enum os_status status = os_write(path, text, strlen(text), error);
    if (status != OS_OK)
        return status;
    stamp_output(builds->inputs.stamp, folder, ISSUE_FILE);
    for (size_t i = 0; i < builds->proof.count; i++)
        stamp_output(builds->inputs.stamp, folder, os_base_name(os_stage_path(stage, builds->proof.items[i])));
    text = stamp_text(builds->inputs.stamp);
    return os_write(os_stage_path(stage, STAMP_FILE), text, strlen(text), error);
}

static bool is_output(const struct doc *doc, const struct layout *layout, const char *name)
{
    bool found = strcmp(name, ISSUE_FILE) == 0 || strcmp(name, doc->pdf_file) == 0;
    for (size_t i = 0; !found && i < layout->grids.count; i++)
        found = strcmp(name, layout->grids.items[i]->grid->file) == 0;
    return found;
}

/* The outputs of the last build: on request kept elsewhere; those of a name no longer used go. */
static bool leave_behind(struct report_job *job, const struct options *options, const struct layout *layout,
                         struct os_stage *stage, const char **error)
{
    struct builds *builds = job->ctx;
    if (builds->last == NULL)
        return true;
    struct text_names old = stamp_outputs(builds->last);
    for (size_t i = 0; i < old.count; i++)
        if (!is_output(job->report->doc, layout, old.items[i]))
            os_stage_drop(stage, old.items[i]);
    const char *asked = stamp_hash(builds->inputs.stamp, RETURNED_FILE);
    bool returned = *asked != '\0' && strcmp(asked, stamp_hash(builds->last, RETURNED_FILE)) != 0;
    if (!options->keep && !returned) /* what the bureau sent back is what its list is compared with */
        return true;
    const char *kept = os_stage_archive(stage, KEPT, &old, error);
    if (kept != NULL && !options->quiet)
        fprintf(stderr, "%s%s\n", say(options, "原有成果留在：", "the earlier outputs are kept in: "),
                os_join(job->arena, builds->target, kept));
    return kept != NULL || *error == NULL;
}

static void tell_outputs(const struct report_job *job, const struct options *options)
{
    const struct builds *builds = job->ctx;
    const struct issue *issue = builds->inputs.issue;
    tell_change(options, &builds->change);
    for (size_t i = 0; !options->quiet && i < issue->outputs.count; i++)
        puts(os_join(job->arena, builds->target, issue->outputs.items[i].name));
    for (size_t i = 0; !options->quiet && i < builds->proof.count; i++)
        puts(os_join(job->arena, builds->target, builds->proof.items[i]));
}

/* clean: nothing keeps the report from being sent. False if it was reported already (*status OS_OK) or must be. */
static bool fill_stage(struct report_job *job, const struct options *options, struct layout *layout,
                       struct fonts *fonts, bool clean, struct os_stage *stage, enum os_status *status,
                       const char **error)
{
    *status = OS_OK;
    if (clean && !write_files(job, options, layout, fonts, stage))
        return false;
    if (clean)
        fill_issue(job, options, layout, fonts);
    if (clean && !leave_behind(job, options, layout, stage, error)) {
        *status = OS_FAILED;
        return false;
    }
    drop_proof(job, layout, stage);
    if ((!clean || options->proof) && !write_proof(job, options, layout, fonts, stage))
        return false;
    if (!clean || options->proof)
        *status = list_proof(job, stage, error);
    if (clean && *status == OS_OK)
        *status = write_records(job, stage, error);
    return *status == OS_OK;
}

static void write_outputs(struct report_job *job, const struct options *options, struct layout *layout,
                          struct fonts *fonts, bool clean)
{
    const struct builds *builds = job->ctx;
    const char *error = NULL;
    struct os_stage *stage = NULL;
    if (target_taken(job))
        return;
    enum os_status status = os_stage_open(job->arena, builds->target, &stage, &error);
    if (status == OS_OK) {
        if (fill_stage(job, options, layout, fonts, clean, stage, &status, &error)) {
            status = os_stage_commit(stage, &error);
            if (status == OS_OK)
                tell_outputs(job, options);
        } else {
            os_stage_abort(stage);
        }
    }
    if (status != OS_OK)
        diag_add(job->diag, status == OS_LOCKED ? DIAG_LOCKED : DIAG_UNWRITABLE, (struct pos){.file = builds->target},
                 "%s", error != NULL ? error : "");
}

static void tell_fonts(const struct fonts *fonts)
{
    for (size_t i = 0; i < fonts_count(fonts); i++)
        fprintf(stderr, "%s: %s\n", fonts_info(fonts, i)->face, fonts_info(fonts, i)->file);
}

static void lay_out(struct report_job *job, const struct options *options, struct fonts *fonts)
{
    const struct doc *doc = job->report->doc;
    struct metrics metrics = fonts_metrics(fonts);
    struct layout *layout = page_layout(job->arena, &metrics, doc);
    page_coverage(job->arena, job->diag, &metrics, layout);
    bool clean = diag_exit_code(job->diag) == EXIT_DONE;
    if (!clean && options->dump != DUMP_NONE)
        return;
    page_tight_cells(job->arena, job->diag, layout);
    if (options->dump == DUMP_PAGES)
        dump_pages(layout, stdout);
    else if (options->dump == DUMP_GRID)
        dump_grids(layout, stdout);
    else
        write_outputs(job, options, layout, fonts, clean);
}

static void build_report(struct report_job *job, const struct options *options)
{
    int code = diag_exit_code(job->diag);
    if (job->report == NULL && code == EXIT_FINDINGS && options->report.template_name == NULL)
        diag_add(job->diag, DIAG_NO_PROOF, (struct pos){0}, "%s", "");
    if (job->report == NULL || code == EXIT_TROUBLE)
        return;
    struct text_names folders = font_folders(job->arena, options);
    const struct ini *candidates = template_ini(job->arena, job->diag, job->report->template, "fonts.ini");
    struct fonts *fonts = fonts_open(job->arena, job->diag, &job->report->doc->model->faces, candidates, &folders);
    if (fonts == NULL)
        return;
    if (options->verbose)
        tell_fonts(fonts);
    lay_out(job, options, fonts);
    fonts_close(fonts);
}

int cmd_build(struct arena *arena, const struct options *options, int argc, char **argv)
{
    struct builds builds = {.targets = map_new(arena)};
    return each_report_unless(options, argc, argv, nothing_to_do, build_report, &builds);
}
