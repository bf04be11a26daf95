/* ziping fonts: which file draws each face of the template, its version, and how much it covers. */
#include "base/num.h"
#include "base/os.h"
#include "cmd.h"
#include "output/font.h"

/* The characters of the 通用规范汉字表 (2013), from a file in the fonts' folder; NULL if none has it. */
static const char *standard_characters(struct arena *arena, struct diag *diag, const struct text_names *folders)
{
    static const char file[] = "tgh8105.txt";
    for (size_t i = 0; i < folders->count; i++) {
        const char *path = os_join(arena, folders->items[i], file);
        struct source source;
        if (os_is_file(path) && encoding_read(arena, diag, path, file, &source))
            return source.text;
    }
    return NULL;
}

/* The 6,763 characters of GB 2312: rows 16 to 87 of its code table. */
static const char *gb2312_characters(struct arena *arena)
{
    struct buf bytes = buf_in(arena);
    for (int row = 0xB0; row <= 0xF7; row++)
        for (int cell = 0xA1; cell <= (row == 0xD7 ? 0xF9 : 0xFE); cell++)
            buf_addn(&bytes, (char[]){(char)row, (char)cell}, 2);
    struct source source = {.text = ""};
    encoding_decode(arena, diag_new(arena), "GB 2312", buf_text(&bytes), bytes.n, &source); /* its hint is no news */
    return source.text;
}

/* "6638/8105" */
static const char *coverage(struct arena *arena, const struct fonts *fonts, size_t face, const char *characters)
{
    size_t all = 0, covered = 0;
    for (const char *s = characters; s != NULL && *s != '\0';) {
        uint32_t c = utf8_next(&s);
        all += text_is_han(c) ? 1 : 0;
        covered += text_is_han(c) && fonts_has(fonts, face, c) ? 1 : 0;
    }
    return arena_printf(arena, "%zu/%zu", covered, all);
}

static const char *known(const char *text)
{
    return text != NULL ? text : "";
}

static void print_face(const struct options *options, const struct font_info *info, const char *gb2312,
                       const char *standard)
{
    printf("%s\t%s\n\t%s %s\n", info->face, known(info->file), known(info->family), known(info->version));
    if (options->lang == DIAG_ZH)
        printf("\tGB 2312 %s　通用规范汉字 %s　许可标志 %04X　%s\n", gb2312, standard, (unsigned)info->fs_type,
               info->official ? "单位字体" : "自由字体");
    else
        printf("\tGB 2312 %s, standard characters %s, licence bits %04X, %s\n", gb2312, standard,
               (unsigned)info->fs_type, info->official ? "the office's own font" : "free font");
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
        const char *gb2312 = gb2312_characters(arena), *standard = standard_characters(arena, diag, &places);
        for (size_t i = 0; fonts != NULL && i < fonts_count(fonts); i++)
            print_face(options, fonts_info(fonts, i), coverage(arena, fonts, i, gb2312),
                       coverage(arena, fonts, i, standard));
        if (fonts != NULL)
            fonts_close(fonts);
    }
    return finish(diag, options);
}
