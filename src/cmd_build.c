/* ziping build REPORT...: read, check, lay out, draw; all outputs of a report appear together or not at all. With
 * errors or findings nobody explained only the proof copy is written, beside whatever an earlier run has left. */
#include "base/map.h"
#include "base/os.h"
#include "cmd.h"
#include "layout/page.h"
#include "output/dump.h"
#include "output/pdf.h"
#include "output/xlsx.h"

#include <string.h>

static const char *target_folder(const struct report_job *job, const struct options *options)
{
    if (options->out == NULL)
        return os_join(job->arena, job->report->folder, "out");
    return job->alone ? options->out : os_join(job->arena, options->out, job->report->name);
}

/* Two reports of one name would overwrite each other under -o: the second is refused. */
static bool target_taken(const struct report_job *job, const char *target)
{
    struct map *targets = job->ctx;
    const char *other = map_get(targets, target);
    if (other == NULL)
        map_put(targets, target, (void *)(uintptr_t)job->path);
    else
        diag_add(job->diag, DIAG_UNWRITABLE, (struct pos){.file = target}, "%s", other);
    return other != NULL;
}

static bool write_files(struct report_job *job, const struct options *options, const struct layout *layout,
                        struct fonts *fonts, struct os_stage *stage, struct text_names *written)
{
    const struct doc *doc = job->report->doc;
    bool ok = true;
    if (options->pdf) {
        ok = pdf_write(job->arena, job->diag, doc, layout, fonts, NULL, os_stage_path(stage, doc->pdf_file));
        *list_push(job->arena, written) = doc->pdf_file;
    }
    for (size_t i = 0; ok && options->xlsx && i < layout->grids.count; i++) {
        const struct grid_size *size = layout->grids.items[i];
        ok = xlsx_write(job->arena, job->diag, doc, job->report->facts, size, os_stage_path(stage, size->grid->file));
        *list_push(job->arena, written) = size->grid->file;
    }
    return ok;
}

/* Makes the layout that of the proof copy, so it comes last. */
static bool write_proof(struct report_job *job, const struct options *options, struct layout *layout,
                        struct fonts *fonts, struct os_stage *stage, struct text_names *written)
{
    struct metrics metrics = fonts_metrics(fonts);
    const struct report *report = job->report;
    const struct proof *proof = proof_make(job->arena, &metrics, job->diag, options->lang, layout);
    *list_push(job->arena, written) = proof->file;
    bool ok = pdf_write(job->arena, job->diag, report->doc, layout, fonts, proof, os_stage_path(stage, proof->file));
    for (size_t i = 0; ok && options->xlsx && i < layout->grids.count; i++) {
        const struct grid_size *size = layout->grids.items[i];
        const char *file = proof_annex_file(job->arena, layout->model, size->grid);
        if (!proof_has_notes(proof, size->grid))
            continue;
        ok = xlsx_write_proof(job->arena, job->diag, report->doc, report->facts, size, proof,
                              os_stage_path(stage, file));
        *list_push(job->arena, written) = file;
    }
    return ok;
}

/* Files of an old proof copy that this run does not write anew would only mislead. */
static void drop_proof(struct report_job *job, const struct layout *layout, struct os_stage *stage)
{
    os_stage_drop(stage, proof_file(job->arena, layout->model));
    for (size_t i = 0; i < layout->grids.count; i++)
        os_stage_drop(stage, proof_annex_file(job->arena, layout->model, layout->grids.items[i]->grid));
}

/* clean: nothing keeps the report from being sent. */
static bool fill_stage(struct report_job *job, const struct options *options, struct layout *layout,
                       struct fonts *fonts, bool clean, struct os_stage *stage, struct text_names *written)
{
    if (clean && !write_files(job, options, layout, fonts, stage, written))
        return false;
    drop_proof(job, layout, stage);
    return (clean && !options->proof) || write_proof(job, options, layout, fonts, stage, written);
}

static void write_outputs(struct report_job *job, const struct options *options, struct layout *layout,
                          struct fonts *fonts, bool clean)
{
    const char *target = target_folder(job, options), *error = "";
    struct os_stage *stage = NULL;
    if (target_taken(job, target))
        return;
    enum os_status status = os_stage_open(job->arena, target, &stage, &error);
    if (status == OS_OK) {
        struct text_names written = {0};
        if (!fill_stage(job, options, layout, fonts, clean, stage, &written)) {
            os_stage_abort(stage);
            return;
        }
        status = os_stage_commit(stage, &error);
        for (size_t i = 0; status == OS_OK && !options->quiet && i < written.count; i++)
            puts(os_join(job->arena, target, written.items[i]));
    }
    if (status != OS_OK)
        diag_add(job->diag, status == OS_LOCKED ? DIAG_LOCKED : DIAG_UNWRITABLE, (struct pos){.file = target}, "%s",
                 error != NULL ? error : "");
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
    page_coverage(job->arena, job->diag, &metrics, doc);
    bool clean = diag_exit_code(job->diag) == EXIT_DONE;
    if (!clean && options->dump != DUMP_NONE)
        return;
    struct layout *layout = page_layout(job->arena, &metrics, doc);
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
    return each_report(options, argc, argv, build_report, map_new(arena));
}
