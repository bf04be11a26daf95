/* ziping template preview NAME: samples without a report, once with the field names in the cells, once with invented
 * figures; as PDF and XLSX. Says what `template check` says, too. */
#include "base/num.h"
#include "base/os.h"
#include "cmd.h"
#include "layout/page.h"
#include "model/draft.h"
#include "model/template_check.h"
#include "output/pdf.h"
#include "output/xlsx.h"

#include <string.h>

struct preview {
    struct arena *arena;
    struct diag *diag;
    const struct options *options;
    const char *name; /* of the template */
    struct text_names written;
};

static bool write_files(struct preview *p, struct os_stage *stage, const struct draft_report *report,
                        const struct layout *layout, struct fonts *fonts, const char *title)
{
    const char *file = arena_printf(p->arena, "%s.pdf", title);
    bool ok = pdf_write(p->arena, p->diag, report->doc, layout, fonts, NULL, os_stage_path(stage, file));
    *list_push(p->arena, &p->written) = file;
    for (size_t i = 0; ok && i < layout->grids.count; i++) {
        const struct grid_size *size = layout->grids.items[i];
        file = arena_printf(p->arena, "%s %s.xlsx", title, size->grid->label);
        if (i > 0 && strcmp(size->grid->label, layout->grids.items[i - 1]->grid->label) == 0)
            file = arena_printf(p->arena, "%s %s (%zu).xlsx", title, size->grid->label, i + 1);
        ok = xlsx_write(p->arena, p->diag, report->doc, report->facts, size, os_stage_path(stage, file));
        *list_push(p->arena, &p->written) = file;
    }
    return ok;
}

static bool draw(struct preview *p, struct os_stage *stage, struct template *t, const struct draft_report *report,
                 enum draft_kind kind, const char *title)
{
    struct fonts *fonts;
    const struct layout *layout = lay_out_report(p->arena, p->diag, p->options, t, report->doc, &fonts);
    if (layout == NULL)
        return false;
    if (kind == DRAFT_FIGURES) /* names are longer than what they stand for */
        page_tight_cells(p->arena, p->diag, layout, true);
    bool ok = write_files(p, stage, report, layout, fonts, title);
    fonts_close(fonts);
    return ok;
}

/* Findings of an invented report are not the template's: those have been told. */
static bool preview_kind(struct preview *p, struct os_stage *stage, enum draft_kind kind, const char *title)
{
    struct diag *scratch = diag_new(p->arena);
    struct template *t = open_template(p->arena, scratch, p->options, p->name);
    if (t == NULL)
        return false;
    struct draft_report report;
    bool ok = draft_try(p->arena, p->diag, scratch, t, survey_template(p->arena, scratch, t), kind, &report);
    if (p->options->verbose)
        diag_print_text(scratch, stderr, p->options->lang, p->options->color ? DIAG_COLOR : 0, NULL);
    return ok && draw(p, stage, t, &report, kind, title);
}

int template_preview(struct arena *arena, const struct options *options, const char *name)
{
    num_init(arena);
    struct preview p = {.arena = arena, .diag = diag_new(arena), .options = options, .name = name};
    if (!judge_template(arena, p.diag, options, name))
        return finish(p.diag, options);
    const char *target = options->out != NULL ? options->out : "样张", *error = NULL;
    struct os_stage *stage = NULL;
    enum os_status status = os_stage_open(arena, target, &stage, &error);
    if (status == OS_OK) {
        bool ok =
            preview_kind(&p, stage, DRAFT_NAMES, "样张-栏目") && preview_kind(&p, stage, DRAFT_FIGURES, "样张-数字");
        if (!ok) {
            os_stage_abort(stage);
            return finish(p.diag, options);
        }
        status = os_stage_commit(stage, &error);
    }
    if (status != OS_OK)
        diag_add(p.diag, status == OS_LOCKED ? DIAG_LOCKED : DIAG_UNWRITABLE, (struct pos){.file = target}, "%s",
                 error != NULL ? error : "");
    for (size_t i = 0; status == OS_OK && !options->quiet && i < p.written.count; i++)
        puts(os_join(arena, target, p.written.items[i]));
    return finish(p.diag, options);
}
