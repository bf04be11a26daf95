/* The output set of a report: files, proof copy, records, what is left of the last set. All appear together or not at
 * all (os_stage). No logic of reports. */
#include "base/os.h"
#include "cmd_build.h"
#include "layout/page.h"
#include "output/pdf.h"
#include "output/xlsx.h"

#include <string.h>

/* Names of the proof copy's files: they come from the report, so another run may not know them. */
#define PROOF_LIST ".proof-files"

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

/* An output of another kind that an earlier run has left shows earlier figures: nobody shall send it with these. */
static void drop_outdated(struct report_job *job, struct os_stage *stage, const char *file)
{
    struct builds *builds = job->ctx;
    if (!os_is_file(os_join(job->arena, builds->target, file)))
        return;
    os_stage_drop(stage, file);
    *list_push(job->arena, &builds->outdated) = file;
}

static bool write_files(struct report_job *job, const struct layout *layout, struct fonts *fonts,
                        struct os_stage *stage)
{
    const struct builds *builds = job->ctx;
    const struct doc *doc = job->report->doc;
    bool ok = true;
    if (!builds->pdf)
        drop_outdated(job, stage, doc->pdf_file);
    if (builds->pdf) {
        ok = pdf_write(job->arena, job->diag, doc, layout, fonts, NULL, os_stage_path(stage, doc->pdf_file));
        note_output(job->ctx, stage, doc->pdf_file, (int)layout->pages.count);
    }
    for (size_t i = 0; ok && i < layout->grids.count; i++) {
        const struct grid_size *size = layout->grids.items[i];
        if (!builds->xlsx) {
            drop_outdated(job, stage, size->grid->file);
            continue;
        }
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
    return os_stage_write(os_stage_path(stage, PROOF_LIST), buf_text(&names), names.n, error);
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
    builds->issue_text = issue_text(job->arena, builds->inputs.issue);
    const char *out = os_absolute(job->arena, builds->target);
    if (!options->proof) /* one of a failed run has to go */
        stamp_path(builds->inputs.stamp, STAMP_ABSENT, os_join(job->arena, out, proof_file(job->arena, layout->model)));
}

/* build.ini and .build-stamp: as much outputs as the others. */
static enum os_status write_records(struct report_job *job, struct os_stage *stage, const char **error)
{
    struct builds *builds = job->ctx;
    const char *text = builds->issue_text, *path = os_stage_path(stage, ISSUE_FILE);
    const char *folder = os_parent(job->arena, path);
    enum os_status status = os_stage_write(path, text, strlen(text), error);
    if (status != OS_OK)
        return status;
    if (builds->same_values) /* since when these figures have stood: cmd_kept.c asks */
        os_take_time(path, os_join(job->arena, builds->target, ISSUE_FILE));
    stamp_output(builds->inputs.stamp, folder, ISSUE_FILE);
    for (size_t i = 0; i < builds->proof.count; i++)
        stamp_output(builds->inputs.stamp, folder, os_base_name(os_stage_path(stage, builds->proof.items[i])));
    text = stamp_text(builds->inputs.stamp);
    return os_stage_write(os_stage_path(stage, STAMP_FILE), text, strlen(text), error);
}

/* Names the outputs may have, whether this run writes them or not. */
static struct text_names output_names(const struct report_job *job, const struct layout *layout)
{
    struct text_names names = {0};
    *list_push(job->arena, &names) = job->report->doc->pdf_file;
    for (size_t i = 0; i < layout->grids.count; i++)
        *list_push(job->arena, &names) = layout->grids.items[i]->grid->file;
    return names;
}

/* clean: nothing keeps the report from being sent. False if it was reported already (*status OS_OK) or must be. */
static bool fill_stage(struct report_job *job, const struct options *options, struct layout *layout,
                       struct fonts *fonts, bool clean, struct os_stage *stage, enum os_status *status,
                       const char **error)
{
    *status = OS_OK;
    if (clean && !write_files(job, layout, fonts, stage))
        return false;
    if (clean)
        fill_issue(job, options, layout, fonts);
    struct text_names names = output_names(job, layout);
    if (clean && !outputs_keep(job, options, &names, stage, error)) {
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

bool outputs_write(struct report_job *job, const struct options *options, struct layout *layout, struct fonts *fonts,
                   bool clean)
{
    const struct builds *builds = job->ctx;
    const char *error = NULL;
    struct os_stage *stage = NULL;
    bool done = false;
    enum os_status status = os_stage_open(job->arena, builds->target, &stage, &error);
    if (status == OS_OK && fill_stage(job, options, layout, fonts, clean, stage, &status, &error)) {
        status = os_stage_commit(stage, &error);
        done = status == OS_OK;
    } else if (stage != NULL) {
        os_stage_abort(stage);
    }
    if (status != OS_OK)
        diag_add(job->diag, status == OS_LOCKED ? DIAG_LOCKED : DIAG_UNWRITABLE, (struct pos){.file = builds->target},
                 "%s", error != NULL ? error : "");
    return done;
}
