/* Findings for programs: CSV and JSON. In: a diag. Out: rows on a stream, members in a JSON writer. */
#include "base/csv.h"
#include "base/diag_private.h"
#include "base/json.h"

static const char *count_text(struct diag *diag, int value)
{
    return value > 0 ? arena_printf(diag_arena(diag), "%d", value) : "";
}

void diag_csv_head(FILE *out, enum diag_lang lang)
{
    static const char *const head[][2] = {
        {"报告", "report"},   {"文件", "file"},        {"行", "line"},       {"列", "column"}, {"工作表", "sheet"},
        {"单元格", "cell"},   {"级别", "level"},       {"代码", "code"},     {"规则", "rule"}, {"问题", "message"},
        {"另见", "see also"}, {"说明", "explanation"}, {"说明行", "answer"}, {"单位", "unit"},
    };
    enum { COLUMNS = sizeof head / sizeof *head };
    for (size_t i = 0; i < COLUMNS; i++)
        csv_field(out, head[i][lang], i + 1 == COLUMNS);
}

static void csv_row(FILE *out, const char *const *row, size_t cells)
{
    for (size_t i = 0; i < cells; i++)
        csv_field(out, row[i], i + 1 == cells);
}

void diag_csv_rows(struct diag *diag, FILE *out, enum diag_lang lang, const char *report, const char *unit)
{
    size_t n;
    struct finding **all = diag_sorted(diag, &n);
    for (size_t i = 0; i < n; i++) {
        const struct finding *f = all[i];
        struct buf also = buf_in(diag_arena(diag));
        for (size_t j = 0; j < f->also.count; j++) {
            buf_add(&also, j ? " " : "");
            diag_add_place(&also, &f->also.items[j]);
        }
        const char *row[] = {report,
                             f->at.file,
                             count_text(diag, f->at.line),
                             count_text(diag, f->at.column),
                             f->at.sheet,
                             f->at.cell,
                             diag_finding_level(f, lang),
                             diag_code_id(f->code),
                             f->rule,
                             diag_message(diag, f, lang),
                             buf_text(&also),
                             diag_is_explained(f) ? f->reason : NULL,
                             f->answer,
                             unit};
        csv_row(out, row, sizeof row / sizeof *row);
    }
    const char *row[] = {report,
                         NULL,
                         NULL,
                         NULL,
                         NULL,
                         NULL,
                         lang == DIAG_ZH ? "结论" : "verdict",
                         NULL,
                         NULL,
                         diag_verdict_words(diag, lang),
                         NULL,
                         NULL,
                         NULL,
                         unit};
    csv_row(out, row, sizeof row / sizeof *row);
}

static void json_place(struct json *json, const char *key, const struct pos *at)
{
    json_object(json, key);
    json_string(json, "file", at->file);
    json_int(json, "line", at->line);
    json_int(json, "column", at->column);
    if (at->sheet)
        json_string(json, "sheet", at->sheet);
    if (at->cell)
        json_string(json, "cell", at->cell);
    json_end(json, '}');
}

static void json_finding(struct diag *diag, struct json *json, const struct finding *f, enum diag_lang lang)
{
    static const char *const levels[] = {"hint", "explain", "error", "system"};
    json_object(json, NULL);
    json_string(json, "code", diag_code_id(f->code));
    json_string(json, "rule", f->rule);
    json_string(json, "level", levels[f->level]);
    json_place(json, "at", &f->at);
    json_array(json, "also");
    for (size_t i = 0; i < f->also.count; i++)
        json_place(json, NULL, &f->also.items[i]);
    json_end(json, ']');
    json_string(json, "message", diag_message(diag, f, lang));
    json_bool(json, "explained", diag_is_explained(f));
    json_string(json, "reason", f->reason);
    json_string(json, "answer", f->answer);
    json_end(json, '}');
}

void diag_json(struct diag *diag, struct json *json, enum diag_lang lang)
{
    size_t n;
    struct finding **all = diag_sorted(diag, &n);
    json_array(json, "findings");
    for (size_t i = 0; i < n; i++)
        json_finding(diag, json, all[i], lang);
    json_end(json, ']');
    struct diag_counts counts = diag_count(diag);
    json_object(json, "summary");
    json_int(json, "errors", (long)counts.errors);
    json_int(json, "unexplained", (long)counts.unexplained);
    json_int(json, "explained", (long)counts.explained);
    json_int(json, "hints", (long)counts.hints);
    json_int(json, "system", (long)counts.system);
    json_end(json, '}');
}
