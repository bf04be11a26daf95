/* ziping fonts: which file draws each face of the template, its version, and how much it covers. */
#include "base/num.h"
#include "cmd.h"
#include "output/font.h"

/* The 8,105 standard characters of the 2013 table all lie in these ranges; more than we draw costs nothing here. */
static size_t han_count(const struct fonts *fonts, size_t face)
{
    size_t n = 0;
    for (uint32_t c = 0x3400; c <= 0x323AF; c++)
        n += text_is_han(c) && fonts_has(fonts, face, c) ? 1 : 0;
    return n;
}

static void print_face(const struct options *options, const struct fonts *fonts, size_t face)
{
    const struct font_info *info = fonts_info(fonts, face);
    printf(options->lang == DIAG_ZH ? "%s\t%s\t%s %s\t汉字 %zu 个%s\n" : "%s\t%s\t%s %s\t%zu ideographs%s\n",
           info->face, info->file, info->family != NULL ? info->family : "", info->version != NULL ? info->version : "",
           han_count(fonts, face), info->official ? say(options, "\t官方字体", "\tofficial") : "");
}

int cmd_fonts(struct arena *arena, const struct options *options, int argc, char **argv)
{
    (void)argc;
    (void)argv;
    num_init(arena);
    struct diag *diag = diag_new(arena);
    const char *name = options->report.template_name != NULL ? options->report.template_name : "gbt9704";
    struct text_names folders = report_template_folders(arena, NULL, &options->report);
    struct template *template = template_load(arena, diag, name, (struct pos){0}, &folders);
    if (template != NULL) {
        const struct page_model *model = style_load(arena, diag, template);
        struct text_names places = font_folders(arena, options);
        struct fonts *fonts =
            fonts_open(arena, diag, &model->faces, template_ini(arena, diag, template, "fonts.ini"), &places);
        for (size_t i = 0; fonts != NULL && i < fonts_count(fonts); i++)
            print_face(options, fonts, i);
        if (fonts != NULL)
            fonts_close(fonts);
    }
    size_t n;
    diag_sorted(diag, &n);
    return n > 0 ? print_findings(diag, options) : EXIT_DONE;
}
