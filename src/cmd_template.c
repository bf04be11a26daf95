/* ziping template list | show | new | check | diff | preview | import-table. */
#include "base/num.h"
#include "base/os.h"
#include "cmd.h"
#include "model/template_check.h"
#include "model/template_diff.h"
#include "model/template_new.h"
#include "output/font.h"

#include <string.h>

const char *template_place(void)
{
    return !os_exists("report.ini") && os_exists("../report.ini") ? ".." : ".";
}

struct template *open_template(struct arena *arena, struct diag *diag, const struct options *options, const char *name)
{
    struct text_names folders = report_template_folders(arena, template_place(), &options->report);
    return template_load(arena, diag, name, (struct pos){0}, &folders);
}

int finish(struct diag *diag, const struct options *options)
{
    size_t n;
    diag_sorted(diag, &n);
    return n > 0 ? print_trouble(diag, options) : EXIT_DONE;
}

static int list_templates(struct arena *arena, const struct options *options)
{
    struct text_names folders = report_template_folders(arena, template_place(), &options->report);
    struct text_names names = template_list(arena, &folders);
    for (size_t i = 0; i < names.count; i++)
        puts(names.items[i]);
    return EXIT_DONE;
}

/* -- show -- */

/* A comment line where the origin changes, so that the output is still an INI file. */
static void print_origin(const struct pos *at, struct pos *last)
{
    bool follows =
        last->file != NULL && at->file != NULL && strcmp(last->file, at->file) == 0 && at->line == last->line + 1;
    if (!follows && at->file != NULL)
        printf("# %s:%d\n", at->file, at->line);
    *last = *at;
}

static void show_ini(const struct ini *ini)
{
    struct pos last = {0};
    for (size_t i = 0; i < ini->sections.count; i++) {
        const struct ini_section *section = ini->sections.items[i];
        print_origin(&section->at, &last);
        printf("[%s]\n", section->name);
        for (size_t k = 0; k < section->keys.count; k++) {
            const struct ini_key *key = &section->keys.items[k];
            print_origin(&key->at, &last);
            printf(key->value[0] != '\0' ? "%s = %s\n" : "%s =%s\n", key->name, key->value);
        }
    }
}

static void show_text(const struct source *source)
{
    fputs(source->text, stdout);
    if (source->size > 0 && source->text[source->size - 1] != '\n')
        putchar('\n');
}

/* only: the one file that is wanted, its text as it is; NULL: all of them. */
static int show_template(struct arena *arena, const struct options *options, const char *name, const char *only)
{
    struct diag *diag = diag_new(arena);
    struct template *template = open_template(arena, diag, options, name);
    struct text_names files = {0};
    if (template != NULL)
        files = template_files(arena, template);
    if (template != NULL && only != NULL && !names_has(&files, only))
        diag_add(diag, DIAG_FILE_MISSING, (struct pos){0}, "%s/%s", name, only)->near = text_nearest(only, &files);
    for (size_t i = 0; i < files.count; i++) {
        const char *file = files.items[i], *dot = strrchr(file, '.');
        if (only != NULL && strcmp(file, only) != 0)
            continue;
        if (only == NULL)
            printf("%s===== %s =====\n", i > 0 ? "\n" : "", file);
        if (dot != NULL && strcmp(dot, ".ini") == 0) {
            show_ini(template_ini(arena, diag, template, file));
        } else {
            const struct source *source = template_text(arena, diag, template, file);
            if (source != NULL && only == NULL)
                printf("# %s\n", source->file);
            if (source != NULL)
                show_text(source);
        }
    }
    return finish(diag, options);
}

/* -- new -- */

/* Where --templates says, else beside the base; the program's own folder is not the user's: then in 模板. */
static const char *place_of_new(struct arena *arena, const struct options *options, const struct template *base)
{
    if (options->report.templates.count > 0)
        return options->report.templates.items[0];
    const char *beside = os_parent(arena, base->folders.items[0]);
    struct text_names shared = report_shared_folders(arena, "templates");
    for (size_t i = 0; i < shared.count; i++)
        if (os_is_same(beside, shared.items[i]))
            return os_join(arena, template_place(), "模板");
    return beside;
}

static int new_template(struct arena *arena, const struct options *options, const char *name)
{
    struct diag *diag = diag_new(arena);
    if (options->from == NULL)
        return wrong_use(options, "缺少选项", "an option is missing", localised_usage(arena, options, "--from BASE"),
                         NULL);
    struct template *base = open_template(arena, diag, options, options->from);
    if (base == NULL)
        return finish(diag, options);
    const char *folder = os_join(arena, place_of_new(arena, options, base), name);
    if (*name == '\0' || *name == '.' || strpbrk(name, "/\\") != NULL)
        diag_add(diag, DIAG_TEMPLATE_NAME, (struct pos){0}, "%s", name);
    else if (base->names.count >= TEMPLATE_DEPTH)
        diag_add(diag, DIAG_TEMPLATE_DEPTH, (struct pos){0}, "%s", name);
    else if (os_exists(folder))
        diag_add(diag, DIAG_FOLDER_EXISTS, (struct pos){.file = folder}, "%s", name);
    else {
        struct draft draft = template_new(arena, base, name);
        if (draft_write(arena, diag, &draft, folder))
            for (size_t i = 0; i < draft.count && !options->quiet; i++)
                puts(os_join(arena, folder, draft.items[i].name));
    }
    return finish(diag, options);
}

/* -- check -- */

bool judge_template(struct arena *arena, struct diag *diag, const struct options *options, const char *name)
{
    struct template *template = open_template(arena, diag, options, name);
    const struct page_model *model = NULL;
    if (template == NULL)
        return false;
    template_check(arena, diag, template, &model);
    correction_words_check(arena, diag, template_ini(arena, diag, template, "更正.ini"));
    if (model == NULL)
        return true;
    struct text_names folders = font_folders(arena, options);
    struct fonts *fonts =
        fonts_open(arena, diag, &model->faces, template_ini(arena, diag, template, "fonts.ini"), &folders);
    if (fonts != NULL)
        fonts_close(fonts);
    return true;
}

static int check_template(struct arena *arena, const struct options *options, const char *name)
{
    num_init(arena);
    struct diag *diag = diag_new(arena);
    judge_template(arena, diag, options, name);
    return print_template_findings(diag, options);
}

/* -- diff -- */

static void print_side(char mark, const struct template_change *change, const char *value, const struct pos *at)
{
    printf("%c ", mark);
    if (change->key != NULL)
        printf(*value != '\0' ? "%s = %s" : "%s =%s", change->key, value);
    else
        printf("%s", value);
    printf("    # %s:%d\n", at->file != NULL ? at->file : "", at->line);
}

static int diff_templates(struct arena *arena, const struct options *options, const char *first, const char *second)
{
    struct diag *diag = diag_new(arena);
    struct template *a = open_template(arena, diag, options, first), *b = open_template(arena, diag, options, second);
    if (a == NULL || b == NULL) {
        finish(diag, options);
        return EXIT_WRONG_USE;
    }
    struct template_changes changes = template_diff(arena, diag, a, b);
    const char *file = "", *section = "";
    for (size_t i = 0; i < changes.count; i++) {
        const struct template_change *change = &changes.items[i];
        const char *own = change->section != NULL ? change->section : "";
        if (strcmp(change->file, file) != 0)
            printf("===== %s =====\n", change->file);
        if (change->section != NULL && (strcmp(change->file, file) != 0 || strcmp(own, section) != 0))
            printf("[%s]\n", own);
        if (change->before != NULL)
            print_side('-', change, change->before, &change->before_at);
        if (change->after != NULL)
            print_side('+', change, change->after, &change->after_at);
        file = change->file;
        section = own;
    }
    int code = finish(diag, options);
    return code > EXIT_FINDINGS ? code : changes.count > 0 ? 1 : code;
}

int cmd_template(struct arena *arena, const struct options *options, int argc, char **argv)
{
    static const struct {
        const char *name;
        int least, most; /* arguments */
        const char *usage;
    } known[] = {{"list", 0, 0, "list"},
                 {"show", 1, 2, "show NAME [FILE]"},
                 {"new", 1, 1, "new NAME --from BASE"},
                 {"check", 1, 1, "check NAME"},
                 {"diff", 2, 2, "diff A B"},
                 {"preview", 1, 1, "preview NAME [-o DIR]"},
                 {"import-table", 1, 1, "import-table FORM.xlsx [--sheet N] [-t TEMPLATE] [-o FILE.ini]"}};
    struct text_names names = {0};
    size_t which = 0;
    while (which < sizeof known / sizeof *known && strcmp(argv[0], known[which].name) != 0)
        *list_push(arena, &names) = known[which++].name;
    if (which == sizeof known / sizeof *known)
        return wrong_use(options, "没有这个子命令", "no such subcommand", argv[0], text_nearest(argv[0], &names));
    if (argc - 1 < known[which].least || argc - 1 > known[which].most)
        return wrong_use(options, "用法", "usage",
                         localised_usage(arena, options, arena_printf(arena, "ziping template %s", known[which].usage)),
                         NULL);
    switch (which) {
    case 0:
        return list_templates(arena, options);
    case 1:
        return show_template(arena, options, argv[1], argc > 2 ? argv[2] : NULL);
    case 2:
        return new_template(arena, options, argv[1]);
    case 3:
        return check_template(arena, options, argv[1]);
    case 4:
        return diff_templates(arena, options, argv[1], argv[2]);
    case 5:
        return template_preview(arena, options, argv[1]);
    default:
        return template_import(arena, options, argv[1]);
    }
}
