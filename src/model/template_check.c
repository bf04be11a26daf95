/* In: a merged template. Out: what is wrong with it whatever a report says. The stages' own checks are used as they
 * are, on an invented report; only what they say of the template's own files is kept. */
#include "model/template_check.h"

#include "base/os.h"
#include "model/check.h"

#include <string.h>

static bool load(struct arena *arena, struct diag *diag, struct template *t, const char *folder,
                 struct draft_report *out)
{
    const struct ini *ini = ini_read(arena, diag, os_join(arena, folder, "report.ini"), "report.ini");
    if (!ini)
        return false;
    const char *text = os_join(arena, folder, "正文");
    struct bind_place place = {
        .text_folder = os_is_folder(text) ? text : NULL, .template = t, .diag = diag, .arena = arena};
    out->facts = facts_load(arena, diag, t, ini);
    out->doc = doc_build(arena, diag, out->facts, t, &place);
    check_run(arena, diag, out->facts, t, ini, out->doc);
    return true;
}

bool draft_try(struct arena *arena, struct diag *diag, struct diag *trial, struct template *t,
               const struct survey *survey, enum draft_kind kind, struct draft_report *out)
{
    const char *folder = os_temp_folder(arena);
    if (!folder) {
        diag_add(diag, DIAG_UNWRITABLE, (struct pos){0}, "%s", "TMPDIR");
        return false;
    }
    struct draft draft = draft_make(arena, diag, survey, kind, NULL);
    if (kind == DRAFT_NAMES)
        draft_names_template(arena, t, survey);
    bool ok = draft_write(arena, diag, &draft, folder) && load(arena, trial, t, folder, out);
    os_temp_remove(arena, folder);
    return ok;
}

/* A place in a file of one of the chain's templates. */
static bool in_template(const struct template *t, const struct pos *at)
{
    for (size_t i = 0; at->file && i < t->names.count; i++) {
        size_t n = strlen(t->names.items[i]);
        if (!strncmp(at->file, t->names.items[i], n) && (at->file[n] == '/' || !at->file[n]))
            return true;
    }
    return false;
}

/* Findings of the trial that lie in the template: not what only this invented report is to blame for. */
static void keep(struct diag *diag, struct diag *trial, const struct template *t)
{
    size_t n;
    struct finding **all = diag_sorted(trial, &n);
    for (size_t i = 0; i < n; i++) {
        const struct finding *from = all[i];
        char letter = diag_code_id(from->code)[0];
        bool invented = from->code == DIAG_EXPR_DIV_ZERO || from->code == DIAG_BAND_GAP;
        if (!in_template(t, &from->at) || (letter != 'T' && letter != 'I') || invented)
            continue;
        diag_copy(diag, from);
    }
}

/* The same name found missing at the same line, by whoever filled it in. */
static bool known(struct diag *diag, const struct survey_miss *miss)
{
    size_t n;
    struct finding **all = diag_sorted(diag, &n);
    for (size_t i = 0; i < n; i++)
        if (all[i]->code == miss->code && all[i]->at.line == miss->at.line && all[i]->at.file &&
            !strcmp(all[i]->at.file, miss->at.file) && strstr(all[i]->detail, miss->name))
            return true;
    return false;
}

static void report_misses(struct diag *diag, const struct survey *s)
{
    for (size_t i = 0; i < s->misses.count; i++) {
        const struct survey_miss *miss = &s->misses.items[i];
        if (!known(diag, miss))
            diag_add(diag, miss->code, miss->at, "%s", miss->name)->near = miss->near;
    }
}

/* What its own [字段 …] section names and nothing asks for. */
static void report_unused(struct diag *diag, const struct survey *s)
{
    for (size_t i = 0; i < s->names.count; i++) {
        const struct survey_name *name = &s->names.items[i];
        if (!name->used && !text_starts(name->name, "报告."))
            diag_add(diag, DIAG_TEMPLATE_UNUSED, name->at, "%s", name->name);
    }
    for (size_t i = 0; i < s->tables.count; i++) {
        const struct survey_table *table = s->tables.items[i];
        if (!table->used && table->def)
            diag_add(diag, DIAG_TEMPLATE_UNUSED, table->def->at, "%s", table->name);
        for (size_t k = 0; table->used && k < table->columns.count; k++) {
            const struct survey_name *column = &table->columns.items[k];
            bool key = table->def && table->def->key && !strcmp(table->def->key, column->name);
            if (!column->used && !key)
                diag_add(diag, DIAG_TEMPLATE_UNUSED, column->at, "%s.%s", table->name, column->name);
        }
    }
    for (size_t i = 0; i < s->records.count; i++)
        report_unused(diag, s->records.items[i]);
}

static void try_out(struct arena *arena, struct diag *diag, struct template *t, const struct survey *survey)
{
    struct diag *trial = diag_new(arena);
    struct draft_report report;
    if (draft_try(arena, diag, trial, t, survey, DRAFT_FIGURES, &report))
        keep(diag, trial, t);
}

void template_check(struct arena *arena, struct diag *diag, struct template *t, const struct page_model **model)
{
    const struct survey *survey = survey_template(arena, diag, t);
    if (template_text(arena, diag, t, "report.txt"))
        try_out(arena, diag, t, survey);
    *model = style_load(arena, diag, t);
    report_misses(diag, survey);
    check_rules(arena, diag, t);
    if (template_text(arena, diag, t, "report.txt")) /* a base for others uses nothing itself */
        report_unused(diag, survey);
}
