/* ziping check REPORT...: what would keep the report from being sent. Text goes to stderr like everywhere; JSON and CSV
 * are results and go to stdout. */
#include "base/json.h"
#include "cmd.h"

static void check_report(struct report_job *job, const struct options *options)
{
    struct json *json = job->ctx;
    job->silent = options->format != OUTPUT_TEXT;
    if (options->format == OUTPUT_CSV) {
        if (!job->alone)
            printf("%s\r\n", job->path);
        diag_print_csv(job->diag, stdout, options->lang);
    } else if (options->format == OUTPUT_JSON) {
        json_object(json, NULL);
        json_string(json, "path", job->path);
        diag_json(job->diag, json, options->lang);
        json_end(json, '}');
    }
}

int cmd_check(struct arena *arena, const struct options *options, int argc, char **argv)
{
    struct json json = json_in(arena);
    json_object(&json, NULL);
    json_int(&json, "schema", 1);
    json_array(&json, "reports");
    int code = each_report(options, argc, argv, check_report, &json);
    json_end(&json, ']');
    json_end(&json, '}');
    if (options->format == OUTPUT_JSON)
        printf("%s\n", buf_text(&json.buf));
    return code;
}
