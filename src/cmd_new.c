/* ziping new FOLDER -t TEMPLATE [--from LASTYEAR]: a report to be filled in from top to bottom. */
#include "base/num.h"
#include "base/os.h"
#include "cmd.h"
#include "model/draft.h"

int cmd_new(struct arena *arena, const struct options *options, int argc, char **argv)
{
    (void)argc;
    const char *folder = argv[0];
    num_init(arena);
    struct diag *diag = diag_new(arena);
    if (options->report.template_name == NULL)
        return wrong_use(options, "缺少选项", "an option is missing", localised_usage(arena, options, "-t TEMPLATE"),
                         NULL);
    struct template *template = open_template(arena, diag, options, options->report.template_name);
    if (template == NULL)
        return finish(diag, options);
    if (os_exists(folder)) {
        diag_add(diag, DIAG_FOLDER_EXISTS, (struct pos){.file = folder}, "%s", os_base_name(folder));
        return finish(diag, options);
    }
    struct draft_last last = {0};
    if (options->from != NULL) {
        struct report_options own = {.templates = options->report.templates};
        struct diag *of_last = diag_new(arena); /* what was wrong last year is not this year's */
        const struct report *report = report_load(arena, of_last, options->from, &own);
        if (report == NULL)
            return finish(of_last, options);
        const char *text = os_join(arena, report->folder, "正文");
        last = (struct draft_last){report->facts, os_is_folder(text) ? text : NULL,
                                   os_relative(arena, options->from, folder)};
    }
    const struct survey *survey = survey_template(arena, diag, template);
    struct draft draft = draft_make(arena, diag, survey, DRAFT_BLANK, &last);
    if (draft_write(arena, diag, &draft, folder))
        for (size_t i = 0; i < draft.count && !options->quiet; i++)
            puts(os_join(arena, folder, draft.items[i].name));
    return finish(diag, options);
}
