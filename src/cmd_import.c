/* ziping template import-table FORM.xlsx: a form of a spreadsheet → a table of a template. */
#include "base/num.h"
#include "base/os.h"
#include "cmd.h"
#include "model/draft.h"
#include "model/form.h"
#include "model/template_check.h"

#include <stdlib.h>
#include <string.h>

static bool has_text(const struct sheet *sheet)
{
    for (size_t i = 0; i < sheet->cells.count; i++)
        if (sheet->cells.items[i].text[0] != '\0')
            return true;
    return false;
}

/* Those with texts that are not imported, by the numbers that --sheet takes. */
static void tell_others(struct arena *arena, struct diag *diag, const struct sheet_book *book,
                        const struct sheet *taken, const char *file)
{
    struct buf others = buf_in(arena);
    unsigned long shown = 0;
    for (size_t i = 0; i < book->sheets.count; i++) {
        const struct sheet *sheet = &book->sheets.items[i];
        shown += !sheet->hidden;
        if (sheet != taken && !sheet->hidden && has_text(sheet))
            buf_printf(&others, "%s%lu %s", others.n > 0 ? "、" : "", shown, sheet->name);
    }
    if (others.n > 0)
        diag_add(diag, DIAG_IMPORT_OTHERS, (struct pos){.file = file}, "%s", buf_text(&others));
}

/* The first one that shows something; the very first if none does. */
static const struct sheet *first_sheet(struct arena *arena, struct diag *diag, const struct sheet_book *book,
                                       const char *file)
{
    for (size_t i = 0; i < book->sheets.count; i++) {
        const struct sheet *sheet = &book->sheets.items[i];
        if (sheet->hidden || !has_text(sheet))
            continue;
        if (i > 0)
            diag_add(diag, DIAG_IMPORT_SHEET, (struct pos){.file = file}, "%s", sheet->name);
        tell_others(arena, diag, book, sheet, file);
        return sheet;
    }
    if (book->sheets.count == 0)
        diag_add(diag, DIAG_IMPORT_NONE, (struct pos){.file = file}, "%s", "");
    return book->sheets.count > 0 ? &book->sheets.items[0] : NULL;
}

/* By name, or by number from 1 as the tabs are shown. NULL is reported with the sheets there are. */
static const struct sheet *choose_sheet(struct arena *arena, struct diag *diag, const struct sheet_book *book,
                                        const char *wanted, const char *file)
{
    struct text_names names = {0};
    struct buf all = buf_in(arena);
    char *end = NULL;
    unsigned long number = wanted != NULL ? strtoul(wanted, &end, 10) : 0, shown = 0;
    const struct sheet *numbered = NULL;
    if (wanted == NULL)
        return first_sheet(arena, diag, book, file);
    for (size_t i = 0; i < book->sheets.count; i++) {
        const struct sheet *sheet = &book->sheets.items[i];
        if (strcmp(sheet->name, wanted) == 0)
            return sheet;
        if (sheet->hidden)
            continue;
        *list_push(arena, &names) = sheet->name;
        shown++;
        buf_printf(&all, "%s%lu %s", shown > 1 ? "、" : "", shown, sheet->name);
        numbered = *end == '\0' && number == shown ? sheet : numbered;
    }
    if (numbered == NULL)
        diag_add(diag, DIAG_IMPORT_NO_SHEET, (struct pos){.file = file}, "%s（%s）", wanted, buf_text(&all))->near =
            text_nearest(wanted, &names);
    return numbered;
}

/* What sheet_read says of our own outputs reads otherwise here. */
static const struct sheet_book *open_book(struct arena *arena, struct diag *diag, const char *path)
{
    struct diag *own = diag_new(arena);
    const struct sheet_book *book = sheet_read(arena, own, path, os_base_name(path));
    size_t n;
    struct finding **all = diag_sorted(own, &n);
    for (size_t i = 0; book == NULL && i < n; i++) {
        bool missing = all[i]->code == DIAG_UNREADABLE && !os_exists(path);
        diag_add(diag,
                 missing                       ? DIAG_FILE_MISSING
                 : all[i]->code == DIAG_VERIFY ? DIAG_WORKBOOK_BAD
                                               : all[i]->code,
                 all[i]->at, "%s", all[i]->detail);
    }
    return book;
}

/* What the form may be read with. */
struct readings {
    LIST_OF(const struct form_names *) names; /* the report's, then each record's; NULL: blanks stay blank */
};

/* Labels of the template's own fields and tables, as an invented report prints them; false is reported. */
static bool learn(struct arena *arena, struct diag *diag, struct template *t, struct readings *readings)
{
    struct diag *trial = diag_new(arena); /* what is wrong with the template, `template check` says */
    const struct survey *survey = survey_template(arena, diag_new(arena), t);
    struct draft_report report;
    if (draft_try(arena, diag, trial, t, survey, DRAFT_FIGURES, &report)) {
        *list_push(arena, &readings->names) = form_names_new(arena, survey, report.doc);
        for (size_t i = 0; i < survey->records.count; i++)
            *list_push(arena, &readings->names) = form_names_new(arena, survey->records.items[i], report.doc);
        return true;
    }
    size_t n;
    struct finding **all = diag_sorted(trial, &n); /* why the invented report cannot be read */
    for (size_t i = 0; i < n; i++)
        diag_copy(diag, all[i]);
    return false;
}

/* Different ones: a label that wrongly stands for every row counts once. */
static size_t placeholders(struct arena *arena, const char *table)
{
    struct text_names found = {0};
    for (; (table = strstr(table, "{{")); table += 2) {
        const char *end = strstr(table, "}}");
        if (end)
            names_add(arena, &found, arena_strndup(arena, table, (size_t)(end - table)));
    }
    return found.count;
}

/* Whose form it is, nobody says: of the report and its records the one that knows most of it. */
static bool import(struct arena *arena, struct diag *diag, const struct sheet *sheet, const struct page_model *model,
                   const struct readings *readings, const char *file, struct form_result *out)
{
    struct diag *best = NULL;
    for (size_t i = 0; i < readings->names.count; i++) {
        struct diag *own = diag_new(arena);
        struct form_result result = {"", ""};
        bool found = form_import(arena, own, sheet, model, readings->names.items[i], file, &result);
        if (best && (!found || placeholders(arena, result.table) <= placeholders(arena, out->table)))
            continue;
        best = own;
        *out = result;
    }
    size_t n = 0;
    struct finding **all = diag_sorted(best, &n);
    for (size_t i = 0; i < n; i++)
        diag_copy(diag, all[i]);
    return *out->table != '\0';
}

static bool save(struct arena *arena, struct diag *diag, const struct options *options, const char *path,
                 const char *text)
{
    const char *error;
    bool saved = os_replace(arena, path, text, strlen(text), &error) == OS_OK;
    if (!saved)
        diag_add(diag, DIAG_UNWRITABLE, (struct pos){.file = path}, "%s", error);
    else if (!options->quiet)
        puts(path);
    return saved;
}

/* Nothing is written over. */
static bool refused(struct diag *diag, const char *path)
{
    bool there = path != NULL && os_exists(path);
    if (there)
        diag_add(diag, DIAG_FOLDER_EXISTS, (struct pos){.file = path}, "%s", os_base_name(path));
    return there;
}

/* The table and its styles; of a table that is not written nothing else is told. */
static int save_all(struct arena *arena, struct diag *diag, const struct options *options,
                    const struct form_result *result)
{
    const char *layout =
        os_join(arena, os_parent(arena, options->out), arena_printf(arena, "layout-%s", os_base_name(options->out)));
    bool styles = *result->layout != '\0';
    struct diag *trouble = diag_new(arena);
    bool saved = !(styles && refused(trouble, layout)) && save(arena, trouble, options, options->out, result->table) &&
                 (!styles || save(arena, trouble, options, layout, result->layout));
    return finish(saved ? diag : trouble, options);
}

int template_import(struct arena *arena, const struct options *given, const char *path)
{
    struct options every = *given, *options = &every;
    every.verbose = true; /* each cell that is left to a person is told: none is counted instead */
    num_init(arena);
    struct diag *diag = diag_new(arena);
    if (refused(diag, options->out))
        return finish(diag, options);
    const char *name = options->report.template_name;
    struct template *t = open_template(arena, diag, options, name != NULL ? name : "gbt9704");
    const struct sheet_book *book = open_book(arena, diag, path);
    if (t == NULL || book == NULL)
        return finish(diag, options);
    const struct sheet *sheet = choose_sheet(arena, diag, book, options->sheet, os_base_name(path));
    struct readings readings = {0};
    const char *file = options->out != NULL ? options->out : "-";
    struct form_result result = {"", ""};
    if (sheet == NULL || (name != NULL && !learn(arena, diag, t, &readings)))
        return finish(diag, options);
    if (name == NULL)
        *list_push(arena, &readings.names) = NULL;
    if (!import(arena, diag, sheet, style_load(arena, diag, t), &readings, file, &result))
        return finish(diag, options);
    if (options->out == NULL) {
        fputs(result.table, stdout);
        if (*result.layout != '\0')
            printf("# ===== layout.ini =====\n%s", result.layout);
        return finish(diag, options);
    }
    return save_all(arena, diag, options, &result);
}
