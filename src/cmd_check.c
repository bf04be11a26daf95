/* ziping check REPORT...: what would keep the report from being sent. The findings are its result: text, JSON and CSV
 * go to stdout. */
#include "base/json.h"
#include "base/num.h"
#include "cmd.h"

#include <stdlib.h>

struct check {
    struct json json;
    bool head; /* the head row of the CSV has been printed */
};

/* Every record of diag's table with the report in front, the head row once. */
static void print_table(const struct report_job *job, const struct options *options, struct check *check)
{
    char *table = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&table, &size);
    if (out == NULL)
        return;
    diag_print_csv(job->diag, out, options->lang);
    bool written = fclose(out) == 0, start = true, quoted = false, head = true, skip = check->head;
    for (size_t i = 0; written && i < size; i++) {
        if (start && !skip)
            print_csv(head ? say(options, "报告", "report") : job->path, false);
        quoted = quoted != (table[i] == '"');
        start = table[i] == '\n' && !quoted;
        if (!skip)
            putchar(table[i]);
        head = head && !start;
        skip = skip && head;
    }
    check->head = true;
    free(table);
}

static void check_report(struct report_job *job, const struct options *options)
{
    struct check *check = job->ctx;
    job->silent = options->format != OUTPUT_TEXT;
    job->out = stdout;
    if (options->format == OUTPUT_CSV) {
        print_table(job, options, check);
    } else if (options->format == OUTPUT_JSON) {
        json_object(&check->json, NULL);
        json_string(&check->json, "path", job->path);
        diag_json(job->diag, &check->json, options->lang);
        json_end(&check->json, '}');
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
    diag_print_text(trouble, stderr, options->lang, options->color ? DIAG_COLOR : 0);
    int code = diag_exit_code(trouble);
    arena_free(names);
    return code;
}

int cmd_check(struct arena *arena, const struct options *options, int argc, char **argv)
{
    struct check check = {.json = json_in(arena)};
    json_object(&check.json, NULL);
    json_int(&check.json, "schema", 1);
    json_array(&check.json, "reports");
    int code = EXIT_DONE;
    for (int i = 0; options->fix && i < argc; i++) {
        int fixed = fix_report(options, argv[i]);
        code = fixed > code ? fixed : code;
    }
    int found = each_report(options, argc, argv, check_report, &check);
    code = found > code ? found : code;
    json_end(&check.json, ']');
    json_end(&check.json, '}');
    if (options->format == OUTPUT_JSON)
        printf("%s\n", buf_text(&check.json.buf));
    return code;
}
