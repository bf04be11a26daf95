/* ziping check REPORT...: what would keep the report from being sent. The findings are its result: text, JSON and CSV
 * go to stdout. */
#include "base/json.h"
#include "base/num.h"
#include "cmd.h"

static void check_report(struct report_job *job, const struct options *options)
{
    struct json *json = job->ctx;
    job->silent = options->format != OUTPUT_TEXT;
    job->out = stdout;
    if (options->format == OUTPUT_CSV) {
        diag_csv_rows(job->diag, stdout, options->lang, job->path, report_unit(job));
    } else if (options->format == OUTPUT_JSON) {
        json_object(json, NULL);
        json_string(json, "path", job->path);
        json_string(json, "unit", report_unit(job));
        json_string(json, "verdict", diag_verdict_words(job->diag, options->lang));
        diag_json(job->diag, json, options->lang);
        json_end(json, '}');
    }
}

/* Corrects what has one right answer. A correction can make room for another (,, → ，， → ，), so a few rounds. */
static int fix_report(const struct options *options, const char *path)
{
    enum { ROUNDS = 5 };
    struct arena *names = arena_new();
    struct text_names kept = {0};
    struct diag *trouble = diag_new(names);
    size_t made = 1;
    for (int round = 0; round < ROUNDS && made > 0; round++) {
        struct arena *arena = arena_new();
        num_init(arena);
        struct diag *diag = diag_new(arena);
        struct report *report = report_load(arena, diag, path, &options->report);
        const char *difference = "";
        made = report == NULL
                   ? 0
                   : lint_fix(names, trouble, report->folder, report->ini->file, &report->edits, &kept, &difference);
        fputs(difference, options->format == OUTPUT_TEXT ? stdout : stderr);
        arena_free(arena);
    }
    diag_print_text(trouble, stderr, options->lang, options->color ? DIAG_COLOR : 0, NULL);
    int code = diag_exit_code(trouble);
    arena_free(names);
    return code;
}

int cmd_check(struct arena *arena, const struct options *options, int argc, char **argv)
{
    struct json json = json_in(arena);
    json_object(&json, NULL);
    json_int(&json, "schema", 1);
    json_array(&json, "reports");
    int code = EXIT_DONE;
    for (int i = 0; options->fix && i < argc; i++) {
        int fixed = fix_report(options, argv[i]);
        code = fixed > code ? fixed : code;
    }
    if (options->format == OUTPUT_CSV)
        diag_csv_head(stdout, options->lang);
    int found = each_report(options, argc, argv, check_report, &json);
    code = found > code ? found : code;
    json_end(&json, ']');
    json_end(&json, '}');
    if (options->format == OUTPUT_JSON)
        printf("%s\n", buf_text(&json.buf));
    return code;
}
