/* In: a merged template. Out: what is wrong with it whatever a report says. The stages' own checks are used as they
 * are, on an invented report; only what they say of the template's own files is kept. */
#include "model/template_check.h"

#include "base/map.h"
#include "base/os.h"
#include "input/encoding.h"
#include "model/check.h"
#include "model/form.h"
#include "model/lint.h"

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
    bool written = draft_write(arena, diag, &draft, folder), ok = written && load(arena, trial, t, folder, out);
    if (written && !ok)
        diag_add(diag, DIAG_UNREADABLE, (struct pos){.file = "report.ini"}, "%s", folder);
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

/* A value of 本年.ini that cannot be read: no report can mend it. */
static bool is_bad_figure(const struct finding *f)
{
    static const enum diag_code codes[] = {DIAG_NOT_A_NUMBER, DIAG_BAD_UNIT,        DIAG_NO_PERCENT,
                                           DIAG_BAD_DATE,     DIAG_NUMBER_TOO_LONG, DIAG_ROW_CELLS};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (f->code == codes[i])
            return true;
    return false;
}

static void say_bad_figure(struct diag *diag, const struct finding *f)
{
    diag_add(diag, DIAG_TEMPLATE_FIGURE, f->at, "%s：%c%s%c%s%c", f->detail, DIAG_PAIR_OPEN,
             diag_code_todo(f->code, DIAG_ZH), DIAG_PAIR_NEXT, diag_code_todo(f->code, DIAG_EN), DIAG_PAIR_CLOSE);
}

/* Findings of the trial that lie in the template: not what only this invented report is to blame for. */
static void keep(struct diag *diag, struct diag *trial, const struct template *t, bool base)
{
    size_t n;
    struct finding **all = diag_sorted(trial, &n);
    for (size_t i = 0; i < n; i++) {
        const struct finding *from = all[i];
        char letter = diag_code_id(from->code)[0];
        bool invented = from->code == DIAG_EXPR_DIV_ZERO || from->code == DIAG_BAND_GAP ||
                        (base && from->code == DIAG_TEMPLATE_KEY);
        bool merged = from->code == DIAG_INI_DUPLICATE_KEY && from->also.count && from->at.file &&
                      strcmp(from->also.items[0].file, from->at.file); /* a section under a wrong name, told as that */
        if (merged)
            continue;
        if (in_template(t, &from->at) && is_bad_figure(from))
            say_bad_figure(diag, from);
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

/* -- texts and files -- */

/* A part of the narrative that is neither a file of the template nor described for whoever fills in the report. */
static void report_texts(struct arena *arena, struct diag *diag, const struct survey *s)
{
    const struct field_texts *texts = fields_texts(s->fields);
    struct text_names known = {0};
    struct map *used = map_new(arena);
    for (size_t i = 0; i < texts->count; i++)
        *list_push(arena, &known) = texts->items[i].name;
    for (size_t i = 0; i < s->partials.count; i++) {
        map_put(used, s->partials.items[i].name, used);
        if (s->partials.items[i].given)
            *list_push(arena, &known) = s->partials.items[i].name;
    }
    for (size_t i = 0; i < s->partials.count; i++) {
        const struct survey_partial *partial = &s->partials.items[i];
        if (!partial->given && !fields_text(s->fields, partial->name))
            diag_add(diag, DIAG_TEMPLATE_TEXT, partial->at, "%s", partial->name)->near =
                text_nearest(partial->name, &known);
    }
    for (size_t i = 0; i < texts->count; i++)
        if (!map_get(used, texts->items[i].name))
            diag_add(diag, DIAG_TEMPLATE_UNUSED, texts->items[i].at, "[正文 %s]", texts->items[i].name);
}

/* Names of all files that somebody reads. */
static struct text_names files_read(struct arena *arena, const struct survey *s)
{
    static const char *const fixed[] = {"template.ini", "本年.ini", "layout.ini", "fields.ini", "rules.ini", "lint.ini",
                                        "fonts.ini",    "更正.ini", "report.txt", "叠字.txt",   "跨词.txt"};
    struct text_names names = {0};
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
        *list_push(arena, &names) = fixed[i];
    for (size_t i = 0; i < fields_records(s->fields)->count; i++)
        *list_push(arena, &names) = fields_records(s->fields)->items[i].file;
    for (size_t i = 0; i < s->partials.count; i++)
        *list_push(arena, &names) = arena_printf(arena, "%s.txt", s->partials.items[i].name);
    for (size_t i = 0; i < s->files.count; i++)
        *list_push(arena, &names) = s->files.items[i];
    return names;
}

/* The name without its ending; digits: and without the digits at its end. */
static const char *stem(struct arena *arena, const char *file, bool digits)
{
    const char *dot = strrchr(file, '.'), *end = dot ? dot : file + strlen(file);
    while (digits && end > file && text_is_digit((unsigned char)end[-1]))
        end--;
    return arena_strndup(arena, file, (size_t)(end - file));
}

/* The file of the same kind that is nearest: annex4.ini is no slip for annex3.ini, nor 甲.txt for 甲.ini. */
static const char *file_meant(struct arena *arena, const char *file, const struct text_names *missing)
{
    struct text_names stems = {0};
    const char *inner = stem(arena, file, false);
    if (names_has(missing, inner)) /* annex2.ini.txt, as some editors save it */
        return inner;
    for (size_t i = 0; i < missing->count; i++) {
        const char *dot = strrchr(file, '.'), *other = strrchr(missing->items[i], '.');
        if (dot && other && !strcmp(dot, other) &&
            strcmp(stem(arena, file, true), stem(arena, missing->items[i], true)) != 0)
            *list_push(arena, &stems) = stem(arena, missing->items[i], false);
    }
    const char *near = text_nearest(stem(arena, file, false), &stems);
    return near ? arena_printf(arena, "%s%s", near, strrchr(file, '.')) : NULL;
}

/* Only in the template's own folder: what it has of others is theirs. */
static void report_files(struct arena *arena, struct diag *diag, const struct template *t, const struct survey *s)
{
    struct text_names own = os_list(arena, t->folders.items[0]), read = files_read(arena, s), missing = {0};
    for (size_t i = 0; i < read.count; i++)
        if (!names_has(&own, read.items[i]))
            *list_push(arena, &missing) = read.items[i];
    for (size_t i = 0; i < own.count; i++)
        if (own.items[i][0] != '.' && !names_has(&read, own.items[i]))
            diag_add(diag, DIAG_TEMPLATE_FILE,
                     (struct pos){.file = arena_printf(arena, "%s/%s", t->name, own.items[i])}, "%s", "")
                ->near = file_meant(arena, own.items[i], &missing);
}

/* What 本年.ini sets and nothing asks for: a slip if there is a name like it. */
static void report_year(struct arena *arena, struct diag *diag, struct template *t, const struct survey *s)
{
    const struct ini *year = template_ini(arena, diag, t, "本年.ini");
    struct text_names used = {0};
    for (size_t i = 0; i < s->names.count; i++)
        if (s->names.items[i].used)
            *list_push(arena, &used) = s->names.items[i].name;
    for (size_t i = 0; i < year->sections.count; i++) {
        const struct ini_section *section = year->sections.items[i];
        bool values = strcmp(section->name, "等级") != 0 && !ini_key(section, "列");
        for (size_t k = 0; values && k < section->keys.count; k++) {
            const struct ini_key *key = &section->keys.items[k];
            const char *name = arena_printf(arena, "%s.%s", section->name, key->name);
            bool own = template_own(t, &key->at);
            const char *near = own && !names_has(&used, name) ? text_nearest(name, &used) : NULL;
            size_t n = strlen(section->name);
            bool here = near && !strncmp(near, section->name, n) && near[n] == '.';
            if (near && fields_find(s->fields, name))
                diag_add(diag, DIAG_TEMPLATE_YEAR_NEW, key->at, "%s", name)->near = here ? near + n + 1 : near;
            else if (own && !names_has(&used, name) && fields_find(s->fields, name))
                diag_add(diag, DIAG_TEMPLATE_UNUSED, key->at, "%s", name);
        }
    }
}

/* !NAME where the name ends. */
static bool has_mark(const char *text, const char *mark)
{
    size_t n = strlen(mark);
    for (const char *at = text; (at = strstr(at, mark)); at += n)
        if (!at[n] || text_blank_at(at + n) || at[n] == '|' || at[n] == '\n')
            return true;
    return false;
}

static bool rows_have(const struct ini *table, const char *mark)
{
    const struct ini_section *rows = ini_section(table, "行");
    for (size_t k = 0; rows && k < rows->keys.count; k++)
        if (has_mark(rows->keys.items[k].value, mark))
            return true;
    return false;
}

/* True if a cell or a row of a table, or of the texts, is set in that style. */
static bool style_used(struct arena *arena, struct template *t, const struct survey *s, const char *name)
{
    const char *mark = arena_printf(arena, "!%s", name);
    struct diag *silent = diag_new(arena);
    for (size_t i = 0; i <= s->partials.count; i++) {
        const char *part = i < s->partials.count ? s->partials.items[i].name : "report";
        const struct source *text = template_text(arena, silent, t, arena_printf(arena, "%s.txt", part));
        if (text && has_mark(text->text, mark))
            return true;
    }
    for (size_t i = 0; i < s->files.count; i++)
        if (rows_have(template_ini(arena, silent, t, s->files.items[i]), mark))
            return true;
    return false;
}

/* Styles that the template adds, in layout.ini or for one table. Those of the page model's own words need no cell. */
static void report_styles(struct arena *arena, struct diag *diag, struct template *t, const struct survey *s,
                          const char *table)
{
    static const char word[] = "表格样式 ";
    const struct ini *ini = template_ini(arena, diag_new(arena), t, table ? table : "layout.ini");
    for (size_t i = 0; i < ini->sections.count; i++) {
        const struct ini_section *section = ini->sections.items[i];
        const char *name = section->name + strlen(word);
        if (!template_own(t, &section->at) || !text_starts(section->name, word) || !strcmp(name, "正文") ||
            !strcmp(name, "单位行") || !strcmp(name, "注") || !strcmp(name, "签字行"))
            continue;
        if (table ? !rows_have(ini, arena_printf(arena, "!%s", name)) : !style_used(arena, t, s, name))
            diag_add(diag, DIAG_TEMPLATE_UNUSED, section->at, "[%s]", section->name);
    }
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
        for (size_t k = 0; table->used && !table->repeated && table->def && k < table->def->rows.count; k++)
            if (!names_has(&table->rows, table->def->rows.items[k]))
                diag_add(diag, DIAG_TEMPLATE_UNUSED, table->def->at, "[表字段 %s] 行名 %s", table->name,
                         table->def->rows.items[k]);
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

/* Others inherit its layout and fields; by itself it makes no report. */
static bool only_a_base(struct arena *arena, struct template *t)
{
    const struct ini *head = template_ini(arena, diag_new(arena), t, "template.ini");
    for (size_t i = 0; i < head->sections.count; i++)
        if (text_starts(head->sections.items[i]->name, "附件"))
            return false;
    return !template_text(arena, diag_new(arena), t, "report.txt");
}

static void try_out(struct arena *arena, struct diag *diag, struct template *t, const struct survey *survey, bool base)
{
    struct diag *trial = diag_new(arena);
    struct draft_report report;
    if (!draft_try(arena, diag, trial, t, survey, DRAFT_FIGURES, &report))
        return;
    lint_run(arena, trial, report.facts, t, report.doc);
    keep(diag, trial, t, base);
}

/* What an imported form still asks of a person, in the files as they are. */
static void remind(struct arena *arena, struct diag *diag, const char *folder, const char *name, const char *file)
{
    static const struct {
        const char *mark;
        enum diag_code code;
    } marks[] = {{FORM_BLANK, DIAG_IMPORT_BLANK}, {FORM_GUESS, DIAG_IMPORT_GUESS}};
    struct source source;
    const char *shown = arena_printf(arena, "%s/%s", name, file);
    if (!encoding_read(arena, diag_new(arena), os_join(arena, folder, file), shown, &source))
        return;
    int line = 1;
    for (const char *s = source.text; *s; line++) {
        size_t n = strcspn(s, "\n"), end = strcspn(s, "\r\n");
        for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
            size_t mark = strlen(marks[i].mark);
            if (text_starts(s, marks[i].mark))
                diag_add(diag, marks[i].code, (struct pos){.file = shown, .line = line}, "%.*s", (int)(end - mark),
                         s + mark);
        }
        s += n + (s[n] == '\n');
    }
}

static void remind_all(struct arena *arena, struct diag *diag, const struct template *t)
{
    for (size_t i = 0; i < t->folders.count; i++) {
        struct text_names files = os_list(arena, t->folders.items[i]);
        for (size_t k = 0; k < files.count; k++) {
            size_t n = strlen(files.items[k]);
            if (n > 4 && !strcmp(files.items[k] + n - 4, ".ini"))
                remind(arena, diag, t->folders.items[i], t->names.items[i], files.items[k]);
        }
    }
}

/* -- one cause, one finding -- */

static bool ends_with(const char *s, const char *end)
{
    size_t n = strlen(s), m = strlen(end);
    return n >= m && !strcmp(s + n - m, end);
}

/* What a mistake makes others say: they vanish with it. file: how the name of the mistaken file ends. */
static bool follows(const struct finding *cause, enum diag_code code)
{
    static const struct {
        enum diag_code cause, follows;
        const char *file;
    } known[] = {{DIAG_TEMPLATE_FIGURE, DIAG_TEMPLATE_YEAR, ""},
                 {DIAG_MUSTACHE_UNCLOSED, DIAG_TEMPLATE_UNUSED, ""},
                 {DIAG_MUSTACHE_UNCLOSED, DIAG_MUSTACHE_PARTIAL, ".txt"},
                 {DIAG_MUSTACHE_SECTION, DIAG_MUSTACHE_PARTIAL, ".txt"},
                 {DIAG_ENC_INVALID, DIAG_TEMPLATE_UNUSED, ""},
                 {DIAG_ENC_INVALID, DIAG_TEMPLATE_KEY, ""},
                 {DIAG_ENC_INVALID, DIAG_MUSTACHE_PARTIAL, ".txt"},
                 {DIAG_ENC_INVALID, DIAG_TABLE_EMPTY, ".ini"},
                 {DIAG_ENC_INVALID, DIAG_TABLE_STYLE, "layout.ini"},
                 {DIAG_ENC_INVALID, DIAG_TEMPLATE_VALUE, "layout.ini"},
                 {DIAG_ENC_INVALID, DIAG_MUSTACHE_UNKNOWN, "fields.ini"},
                 {DIAG_ENC_INVALID, DIAG_EXPR_UNKNOWN, "fields.ini"},
                 {DIAG_ENC_INVALID, DIAG_TABLE_UNKNOWN, "fields.ini"},
                 {DIAG_ENC_INVALID, DIAG_TEMPLATE_TEXT, "fields.ini"},
                 {DIAG_ENC_INVALID, DIAG_TEMPLATE_GUESSED, ".ini"},
                 {DIAG_ENC_INVALID, DIAG_TEMPLATE_YEAR, ".ini"}};
    bool of_data = cause->at.file && (ends_with(cause->at.file, "fields.ini") || ends_with(cause->at.file, "本年.ini"));
    if (code == DIAG_RULE_EXAMPLE && of_data && cause->level == DIAG_ERROR)
        return true;
    enum diag_code said = cause->code == DIAG_ENC_NUL ? DIAG_ENC_INVALID : cause->code;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (known[i].cause == said && known[i].follows == code && cause->at.file &&
            ends_with(cause->at.file, known[i].file))
            return true;
    return false;
}

/* The same name at the same place, found by who computes it and by who reads it. */
static bool is_twin(const struct finding *cause, const struct finding *other)
{
    return cause->code == DIAG_EXPR_UNKNOWN && other->code == DIAG_TEMPLATE_GUESSED &&
           cause->at.line == other->at.line && !strcmp(cause->detail, other->detail);
}

/* What nobody uses because its only use is written wrong. */
static bool is_meant(const struct finding *slip, const struct finding *unused)
{
    if (slip->code == DIAG_TEMPLATE_YEAR_NEW && !strcmp(slip->detail, unused->detail))
        return true;
    if (slip->code == DIAG_TEMPLATE_FILE || !slip->near || unused->code != DIAG_TEMPLATE_UNUSED)
        return false;
    const char *text = text_starts(unused->detail, "[正文 ") ? unused->detail + strlen("[正文 ") : NULL;
    size_t n = strlen(slip->near);
    return !strcmp(unused->detail, slip->near) || (text && text_starts(text, slip->near) && !strcmp(text + n, "]"));
}

/* By code: true if some finding makes others of that code be said. */
static const bool *codes_that_follow(struct arena *arena, struct finding **all, size_t n)
{
    bool *follow = arena_alloc(arena, DIAG_CODES * sizeof *follow);
    for (size_t i = 0; i < n; i++) {
        bool again = i > 0 && all[i]->code == all[i - 1]->code && all[i]->at.file == all[i - 1]->at.file;
        for (int code = 0; !again && code < DIAG_CODES; code++)
            follow[code] = follow[code] || follows(all[i], (enum diag_code)code);
    }
    return follow;
}

static void pass_on(struct arena *arena, struct diag *diag, struct diag *found)
{
    size_t n;
    struct finding **all = diag_sorted(found, &n);
    const bool *follow = codes_that_follow(arena, all, n);
    for (size_t i = 0; i < n; i++) {
        bool said = follow[all[i]->code];
        bool may = all[i]->code == DIAG_TEMPLATE_UNUSED || all[i]->code == DIAG_TEMPLATE_GUESSED;
        for (size_t k = 0; !said && may && k < n; k++)
            said = is_meant(all[k], all[i]) || is_twin(all[k], all[i]);
        if (!said)
            diag_copy(diag, all[i]);
    }
}

/* 名称 says nothing to the program, and something else than the folder to a reader. */
static void report_name(struct arena *arena, struct diag *diag, struct template *t)
{
    struct pos at = {0};
    const char *name = ini_value(template_ini(arena, diag, t, "template.ini"), "模板", "名称", t->name, &at);
    if (template_own(t, &at) && strcmp(name, t->name) != 0)
        diag_add(diag, DIAG_TEMPLATE_RENAMED, at, "%s ≠ %s", name, t->name);
}

static void check_all(struct arena *arena, struct diag *diag, struct template *t, const struct page_model **model)
{
    template_read(arena, diag, t);
    const struct survey *survey = survey_template(arena, diag, t);
    bool base = only_a_base(arena, t);
    report_name(arena, diag, t);
    try_out(arena, diag, t, survey, base);
    *model = style_load(arena, diag, t);
    report_misses(diag, survey);
    remind_all(arena, diag, t);
    check_rules(arena, diag, t);
    if (base) /* it uses nothing itself */
        return;
    report_unused(diag, survey);
    report_texts(arena, diag, survey);
    report_year(arena, diag, t, survey);
    report_files(arena, diag, t, survey);
    report_styles(arena, diag, t, survey, NULL);
    for (size_t i = 0; i < survey->files.count; i++)
        report_styles(arena, diag, t, survey, survey->files.items[i]);
}

void template_check(struct arena *arena, struct diag *diag, struct template *t, const struct page_model **model)
{
    struct diag *found = diag_new(arena);
    check_all(arena, found, t, model);
    pass_on(arena, diag, found);
}
