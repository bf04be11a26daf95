/* ziping template list | show NAME: the templates there are; one merged with its bases, and where each line comes from.
 */
#include "cmd.h"

#include <string.h>

static int list_templates(struct arena *arena, const struct options *options)
{
    struct text_names folders = report_template_folders(arena, NULL, &options->report);
    struct text_names names = template_list(arena, &folders);
    for (size_t i = 0; i < names.count; i++)
        puts(names.items[i]);
    return EXIT_DONE;
}

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
    printf("# %s\n%s", source->file, source->text);
    if (source->size > 0 && source->text[source->size - 1] != '\n')
        putchar('\n');
}

static int show_template(struct arena *arena, const struct options *options, const char *name)
{
    struct diag *diag = diag_new(arena);
    struct text_names folders = report_template_folders(arena, NULL, &options->report);
    struct template *template = template_load(arena, diag, name, (struct pos){0}, &folders);
    struct text_names files = {0};
    if (template != NULL)
        files = template_files(arena, template);
    for (size_t i = 0; i < files.count; i++) {
        const char *file = files.items[i], *dot = strrchr(file, '.');
        printf("%s===== %s =====\n", i > 0 ? "\n" : "", file);
        if (dot != NULL && strcmp(dot, ".ini") == 0) {
            show_ini(template_ini(arena, diag, template, file));
        } else {
            const struct source *source = template_text(arena, diag, template, file);
            if (source != NULL)
                show_text(source);
        }
    }
    size_t n;
    diag_sorted(diag, &n);
    return n > 0 ? print_findings(diag, options) : EXIT_DONE;
}

int cmd_template(struct arena *arena, const struct options *options, int argc, char **argv)
{
    struct text_names known = {0};
    *list_push(arena, &known) = "list";
    *list_push(arena, &known) = "show";
    if (strcmp(argv[0], "list") == 0 && argc == 1)
        return list_templates(arena, options);
    if (strcmp(argv[0], "show") == 0 && argc == 2)
        return show_template(arena, options, argv[1]);
    if (strcmp(argv[0], "list") == 0 || strcmp(argv[0], "show") == 0)
        return wrong_use(options, "用法", "usage", "ziping template list | show NAME", NULL);
    return wrong_use(options, "没有这个子命令", "no such subcommand", argv[0], text_nearest(argv[0], &known));
}
