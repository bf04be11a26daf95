/* ziping facts REPORT: every named value with its unit, where it comes from and what it is. */
#include "base/csv.h"
#include "base/json.h"
#include "cmd.h"

static const char *state_name(const struct fact *fact, const struct options *options)
{
    switch (fact->state) {
    case FACT_TYPED:
        return say(options, "填写", "typed");
    case FACT_COMPUTED:
        return say(options, "计算", "computed");
    default:
        return say(options, "空", "blank");
    }
}

static const char *place(struct arena *arena, struct pos at)
{
    if (at.file == NULL)
        return "";
    return at.line == 0 ? at.file : arena_printf(arena, "%s:%d:%d", at.file, at.line, at.column);
}

static void print_json(struct report_job *job, const struct fact_list *facts)
{
    static const char *const states[] = {"absent", "blank", "typed", "computed"};
    struct json json = json_in(job->arena);
    json_object(&json, NULL);
    json_int(&json, "schema", 1);
    json_string(&json, "path", job->path);
    json_array(&json, "facts");
    for (size_t i = 0; i < facts->count; i++) {
        const struct fact *fact = facts->items[i];
        json_object(&json, NULL);
        json_string(&json, "name", fact->name);
        json_string(&json, "value", fact_blank(fact) ? NULL : fact_print(job->arena, fact, FORM_CELL));
        json_string(&json, "unit", fact->field->unit);
        json_string(&json, "state", states[fact->state]);
        json_object(&json, "at");
        json_string(&json, "file", fact->at.file);
        json_int(&json, "line", fact->at.line);
        json_int(&json, "column", fact->at.column);
        json_end(&json, '}');
        json_end(&json, '}');
    }
    json_end(&json, ']');
    json_end(&json, '}');
    printf("%s\n", buf_text(&json.buf));
}

static const char *value_text(struct report_job *job, const struct fact *fact)
{
    return fact_blank(fact) ? "" : fact_print(job->arena, fact, FORM_UNIT);
}

static void print_facts(struct report_job *job, const struct options *options)
{
    if (job->report == NULL)
        return;
    const struct fact_list *facts = facts_all(job->report->facts);
    if (options->format == OUTPUT_JSON) {
        print_json(job, facts);
        return;
    }
    bool csv = options->format == OUTPUT_CSV;
    if (csv)
        fputs(say(options, "名称,值,状态,位置\r\n", "name,value,state,place\r\n"), stdout);
    for (size_t i = 0; i < facts->count; i++) {
        const struct fact *fact = facts->items[i];
        const char *cells[] = {fact->name, value_text(job, fact), state_name(fact, options),
                               place(job->arena, fact->at)};
        for (size_t k = 0; k < 4; k++)
            if (csv)
                csv_field(stdout, cells[k], k == 3);
            else
                printf(k == 0 ? "%s" : k == 1 ? " = %s" : k == 2 ? "  〔%s〕" : "  %s\n", cells[k]);
    }
}

int cmd_facts(struct arena *arena, const struct options *options, int argc, char **argv)
{
    (void)arena;
    return each_report(options, argc, argv, print_facts, NULL);
}
