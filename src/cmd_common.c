/* What the commands share: printing findings, finding font folders, setting a
 * document. No logic of reports. */
#include "base/num.h"
#include "base/os.h"
#include "cmd.h"
#include "layout/page.h"
#include "output/font.h"

#include <stdlib.h>
#include <string.h>

const char *say(const struct options *options, const char *zh, const char *en)
{
    return options->lang == DIAG_ZH ? zh : en;
}

const char *localised_usage(struct arena *arena, const struct options *options, const char *usage)
{
    static const char *const words[][2] = {
        {"-o DIR", "-o 输出文件夹"},
        {"DIR", "文件夹"},
        {"REPORT", "报告文件夹"},
        {"TEMPLATE", "模板名"},
        {"NAME", "模板名"},
        {"BASE", "上级模板"},
        {"A B", "甲 乙"},
        {"--sheet N", "--sheet 工作表"},
        {"FOLDER", "新文件夹"},
        {"LASTYEAR", "上年报告"},
        {"CODE", "代码"},
        {"RULE", "规则"},
        {"FORM", "表样"},
        {"FILE", "文件"},
    };
    if (options->lang != DIAG_ZH)
        return usage;
    struct buf out = buf_in(arena);
    while (*usage != '\0') {
        size_t i = 0;
        while (i < sizeof words / sizeof *words && !text_starts(usage, words[i][0]))
            i++;
        if (i < sizeof words / sizeof *words) {
            buf_add(&out, words[i][1]);
            usage += strlen(words[i][0]);
        } else {
            buf_addn(&out, usage++, 1);
        }
    }
    return buf_text(&out);
}

const char *shell_word(struct arena *arena, const char *path)
{
    return strpbrk(path, " \t()&;") != NULL ? arena_printf(arena, "\"%s\"", path) : path;
}

int wrong_use(const struct options *options, const char *zh, const char *en, const char *word, const char *near)
{
    bool chinese = options->lang == DIAG_ZH;
    fprintf(stderr, chinese ? "ziping: %s：%s" : "ziping: %s: %s", say(options, zh, en), word);
    if (near != NULL)
        fprintf(stderr, chinese ? "（是不是“%s”？）" : " (did you mean '%s'?)", near);
    fputc('\n', stderr);
    return EXIT_WRONG_USE;
}

/* -t named a template that nobody has: the finding has no place in a file. */
static bool wrong_template(struct diag *diag)
{
    size_t n;
    struct finding **all = diag_sorted(diag, &n);
    for (size_t i = 0; i < n; i++)
        if ((all[i]->code == DIAG_TEMPLATE_MISSING || all[i]->code == DIAG_TEMPLATE_NAME) && all[i]->at.file == NULL)
            return true;
    return false;
}

static int findings_code(struct diag *diag)
{
    int code = diag_exit_code(diag);
    return code == EXIT_FINDINGS && wrong_template(diag) ? EXIT_WRONG_USE : code;
}

static int print_to(struct diag *diag, const struct options *options, FILE *out, unsigned verdict, const char *report)
{
    unsigned how = (options->color ? DIAG_COLOR : 0U) | (options->verbose ? DIAG_EVERY : 0U) | verdict;
    diag_print_text(diag, out, options->lang, options->quiet ? DIAG_SERIOUS : how, report);
    return findings_code(diag);
}

int print_findings(struct diag *diag, const struct options *options)
{
    return print_to(diag, options, stderr, DIAG_VERDICT, NULL);
}

int print_template_findings(struct diag *diag, const struct options *options)
{
    return print_to(diag, options, stdout, DIAG_VERDICT | DIAG_OF_TEMPLATE, NULL);
}

int print_report_findings(const struct report_job *job, const struct options *options)
{
    return job->silent ? findings_code(job->diag)
                       : print_to(job->diag, options, job->out, DIAG_VERDICT, job->alone ? NULL : job->path);
}

int print_trouble(struct diag *diag, const struct options *options)
{
    return print_to(diag, options, stderr, 0, NULL);
}

static void add_folder(struct arena *arena, struct text_names *folders, const char *folder)
{
    if (os_is_folder(folder))
        *list_push(arena, folders) = folder;
}

struct text_names font_folders(struct arena *arena, const struct options *options)
{
    struct text_names folders = {0};
    for (size_t i = 0; i < options->fonts.count; i++)
        add_folder(arena, &folders, options->fonts.items[i]);
    if (options->fonts.count > 0)
        return folders;
    for (const char *path = getenv("ZIPING_FONTS"); path != NULL && *path != '\0';) {
        size_t n = strcspn(path, ":");
        if (n > 0)
            add_folder(arena, &folders, arena_strndup(arena, path, n));
        path += n + (path[n] == ':');
    }
    struct text_names shared = report_shared_folders(arena, "fonts");
    for (size_t i = 0; i < shared.count; i++)
        add_folder(arena, &folders, shared.items[i]);
    return folders;
}

struct layout *lay_out_report(struct arena *arena, struct diag *diag, const struct options *options,
                              struct template *template, const struct doc *doc, struct fonts **fonts)
{
    struct text_names folders = font_folders(arena, options);
    *fonts = fonts_open(arena, diag, &doc->model->faces, template_ini(arena, diag, template, "fonts.ini"), &folders);
    if (*fonts == NULL)
        return NULL;
    struct metrics metrics = fonts_metrics(*fonts);
    struct layout *layout = page_layout(arena, &metrics, doc);
    page_coverage(arena, diag, &metrics, layout);
    return layout;
}
