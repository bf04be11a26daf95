/* Several reports in one run: each is read, handed to the command and told; at the end an overview of all, which a bureau
 * that takes in thirty of them reads first. No logic of reports. */
#include "base/num.h"
#include "cmd.h"

#include <string.h>

enum outcome { READY, NOT_READY, UNREAD, OUTCOMES };

/* What is left of a report when its arena is gone. */
struct told {
    const char *path, *unit, *verdict;
    enum outcome outcome;
    bool read;
};

struct overview {
    struct arena *arena;
    LIST_OF(struct told) list;
    size_t counts[OUTCOMES];
    FILE *out; /* NULL: not in text */
};

const char *report_unit(const struct report_job *job)
{
    const struct fact *unit = job->report == NULL ? NULL : facts_find(job->report->facts, "报告.单位");
    return unit == NULL || fact_blank(unit) ? NULL : unit->text;
}

static void add_report(struct overview *overview, const struct options *options, const struct report_job *job, int code,
                       bool read)
{
    enum outcome outcome = code == EXIT_DONE ? READY : code == EXIT_FINDINGS && read ? NOT_READY : UNREAD;
    const char *unit = report_unit(job);
    *list_push(overview->arena, &overview->list) =
        (struct told){.path = job->path,
                      .unit = unit == NULL ? NULL : arena_strdup(overview->arena, unit),
                      .verdict = arena_strdup(overview->arena, diag_verdict_words(job->diag, options->lang)),
                      .outcome = outcome,
                      .read = read};
    overview->counts[outcome]++;
    overview->out = job->silent ? NULL : job->out;
}

/* 30份：可以报送 26，还不能报送 3，读不了 1; then those that cannot be handed in. */
static void print_overview(const struct overview *overview, const struct options *options)
{
    static const char *const names[OUTCOMES][2] = {
        {"可以报送", "ready"}, {"还不能报送", "not ready"}, {"读不了", "could not be read"}};
    bool chinese = options->lang == DIAG_ZH;
    fprintf(overview->out, chinese ? "%zu份：" : "%zu reports: ", overview->list.count);
    bool first = true;
    for (int i = 0; i < OUTCOMES; i++) {
        if (i != READY && overview->counts[i] == 0)
            continue;
        fprintf(overview->out, chinese ? "%s%s %zu" : "%s%s: %zu", first ? "" : say(options, "，", ", "),
                say(options, names[i][0], names[i][1]), overview->counts[i]);
        first = false;
    }
    fputc('\n', overview->out);
    for (size_t i = 0; i < overview->list.count; i++) {
        const struct told *told = &overview->list.items[i];
        if (told->outcome == READY)
            continue;
        fprintf(overview->out, "  %s", told->path);
        if (told->unit != NULL)
            fprintf(overview->out, chinese ? "（%s）" : " (%s)", told->unit);
        const char *said = told->read ? told->verdict : say(options, names[UNREAD][0], names[UNREAD][1]);
        fprintf(overview->out, chinese ? "：%s\n" : ": %s\n", said);
    }
}

int each_report(const struct options *options, int argc, char **argv,
                void (*action)(struct report_job *, const struct options *), void *ctx)
{
    return each_report_unless(options, argc, argv, NULL, action, ctx);
}

int each_report_unless(const struct options *options, int argc, char **argv,
                       bool (*done)(struct report_job *, const struct options *),
                       void (*action)(struct report_job *, const struct options *), void *ctx)
{
    int worst = EXIT_DONE;
    struct overview overview = {.arena = arena_new()};
    for (int i = 0; i < argc; i++) {
        struct arena *arena = arena_new();
        num_init(arena);
        struct report_job job = {
            .arena = arena, .diag = diag_new(arena), .path = argv[i], .alone = argc == 1, .out = stderr, .ctx = ctx};
        bool read = done != NULL && done(&job, options);
        if (!read) {
            job.report = report_load(arena, job.diag, argv[i], &options->report);
            read = job.report != NULL;
            action(&job, options);
        }
        int code = print_report_findings(&job, options);
        add_report(&overview, options, &job, code, read);
        worst = code > worst ? code : worst;
        arena_free(arena);
    }
    if (argc > 1 && overview.out != NULL)
        print_overview(&overview, options);
    arena_free(overview.arena);
    return worst;
}
