#include "fixture.h"

#include "base/os.h"
#include "output/font.h"
#include "output/font_private.h"

static const char FANG[] = "fonts/FandolFang-Regular.ttf";
static const char WENKAI[] = "fonts/LXGWWenKai-Regular.ttf";

static void put_bytes(struct world *box, const char *name, const void *data, size_t size)
{
    const char *error;
    assert_int_equal(os_write(os_join(box->arena, box->folder, name), data, size, &error), OS_OK);
}

static void need_fonts(void)
{
    if (!os_is_file(FANG) || !os_is_file(WENKAI)) {
        puts("skipped: fonts/ is empty (run fonts/get-fonts.sh)");
        skip();
    }
}

static char *get(struct world *box, const char *path, size_t *size)
{
    char *data;
    const char *error;
    assert_int_equal(os_read(box->arena, path, &data, size, &error), OS_OK);
    return data;
}

/* Opens one face 仿宋 whose candidates are these lines, with the box's folder and fonts/ to look in. */
static struct fonts *open_lines(struct world *box, const char *lines)
{
    put_bytes(box, "fonts.ini", lines, strlen(lines));
    const char *faces[] = {"仿宋"};
    struct text_names names = {faces, 1, 1};
    const char *folders[] = {box->folder, "fonts"};
    struct text_names folder_names = {folders, 2, 2};
    return fonts_open(box->arena, box->diag, &names, NULL, &folder_names);
}

static bool reported(struct world *box, enum diag_code code)
{
    size_t n;
    struct finding **all = diag_sorted(box->diag, &n);
    for (size_t i = 0; i < n; i++)
        if (all[i]->code == code)
            return true;
    return false;
}

static void takes_candidates_by_number(void **state)
{
    need_fonts();
    struct world *box = *state;
    struct fonts *fonts = open_lines(box, "[仿宋]\n候选.10 = file:LXGWWenKai-Regular.ttf\n"
                                          "候选.2 = file:FandolFang-Regular.ttf\n候选.1 = file:none.ttf\n"
                                          "[生僻字]\n候选.1 = file:LXGWWenKai-Regular.ttf\n");
    assert_non_null(fonts);
    assert_string_equal(fonts_info(fonts, 0)->file, FANG);
    assert_string_equal(fonts_info(fonts, 0)->face, "仿宋");
    assert_string_equal(fonts_info(fonts, 0)->family, "FandolFang");
    assert_true(fonts_info(fonts, 0)->version[0]);
    assert_false(fonts_info(fonts, 0)->cff);
    assert_false(fonts_info(fonts, 0)->official);
    assert_true(fonts_count(fonts) >= 2);
    assert_int_equal(diag_exit_code(box->diag), 0);
    fonts_close(fonts);
}

static void falls_back_for_rare_characters(void **state)
{
    need_fonts();
    struct world *box = *state;
    struct fonts *fonts = open_lines(box, "[仿宋]\n候选.1 = file:FandolFang-Regular.ttf\n"
                                          "[生僻字]\n候选.1 = file:LXGWWenKai-Regular.ttf\n");
    assert_non_null(fonts);
    struct metrics m = fonts_metrics(fonts);
    assert_int_equal(m.face(m.ctx, 0, 0x4E00), 0);
    assert_int_equal(m.face(m.ctx, 0, 0x20BB7), 1); /* 𠮷 */
    assert_int_equal(m.face(m.ctx, 0, 0x2CB2D), 1); /* 𬬭 */
    assert_int_equal(m.face(m.ctx, 0, 0x33A1), 1);  /* ㎡ */
    assert_int_equal(m.face(m.ctx, 0, 0xE000), -1);
    assert_int_equal(m.face(m.ctx, 0, 0x110000), -1);
    assert_int_equal(m.advance(m.ctx, 0, 0x4E00), 1000);
    assert_in_range(m.advance(m.ctx, 0, '8'), 300, 700);
    assert_false(fonts_has(fonts, 0, 0x20BB7));
    assert_true(fonts_has(fonts, 1, 0x20BB7));
    fonts_close(fonts);
}

static void reports_bad_files_and_takes_the_next(void **state)
{
    need_fonts();
    struct world *box = *state;
    size_t size;
    char *font = get(box, FANG, &size);
    put_bytes(box, "empty.ttf", "", 0);
    put_bytes(box, "seven.ttf", "garbage", 7);
    put_bytes(box, "short.ttf", font, size / 2);
    put_bytes(box, "head.ttf", font, 200);
    struct fonts *fonts = open_lines(box, "[仿宋]\n候选.1 = file:empty.ttf\n候选.2 = file:seven.ttf\n"
                                          "候选.3 = file:short.ttf\n候选.4 = file:head.ttf\n"
                                          "候选.5 = file:FandolFang-Regular.ttf#1\n"
                                          "候选.6 = file:FandolFang-Regular.ttf#0\n");
    assert_non_null(fonts);
    assert_string_equal(fonts_info(fonts, 0)->file, FANG);
    size_t n;
    diag_sorted(box->diag, &n);
    assert_true(reported(box, DIAG_BAD_FACE));
    assert_int_equal(n, 5);
    fonts_close(fonts);
}

/* Offset of a table in a TrueType file. */
static size_t table_at(const char *font, const char *tag)
{
    const uint8_t *p = (const uint8_t *)font;
    for (size_t i = 0; i < be16(p + 4); i++)
        if (!memcmp(p + 12 + 16 * i, tag, 4))
            return be32(p + 12 + 16 * i + 8);
    return 0;
}

static void obeys_the_licence_bits(void **state)
{
    need_fonts();
    struct world *box = *state;
    size_t size;
    char *font = get(box, FANG, &size);
    font[table_at(font, "OS/2") + 8] = 0;
    font[table_at(font, "OS/2") + 9] = 0x02;
    put_bytes(box, "locked.ttf", font, size);
    struct fonts *fonts =
        open_lines(box, "[仿宋]\n候选.1 = office:locked.ttf\n候选.2 = office:LXGWWenKai-Regular.ttf\n");
    assert_non_null(fonts);
    assert_string_equal(fonts_info(fonts, 0)->file, WENKAI);
    assert_true(fonts_info(fonts, 0)->official);
    assert_true(reported(box, DIAG_FACE_LICENCE));
    assert_false(reported(box, DIAG_BAD_FACE));
    fonts_close(fonts);
}

static void no_file_at_all_is_a_system_failure(void **state)
{
    struct world *box = *state;
    const char *faces[] = {"仿宋"};
    struct text_names names = {faces, 1, 1};
    const char *folders[] = {box->folder};
    struct text_names folder_names = {folders, 1, 1};
    static const char lines[] = "[仿宋]\n候选.1 = family:没有这种字体\n候选.2 = file:none.ttf\n";
    put_bytes(box, "fonts.ini", lines, strlen(lines));
    assert_null(fonts_open(box->arena, box->diag, &names, NULL, &folder_names));
    assert_true(reported(box, DIAG_NO_FACE));
    assert_int_equal(diag_exit_code(box->diag), 3);
}

static void refuses_unknown_candidates(void **state)
{
    need_fonts();
    struct world *box = *state;
    struct fonts *fonts = open_lines(box, "[仿宋]\n候选.1 = FandolFang-Regular.ttf\n候选 = file:x.ttf\n"
                                          "候选.2 = file:FandolFang-Regular.ttf\n");
    assert_non_null(fonts);
    assert_true(reported(box, DIAG_TEMPLATE_VALUE));
    assert_true(reported(box, DIAG_TEMPLATE_UNKNOWN));
    fonts_close(fonts);
}

static void cuts_a_face(void **state)
{
    need_fonts();
    struct world *box = *state;
    struct fonts *fonts = open_lines(box, "[仿宋]\n候选.1 = file:LXGWWenKai-Regular.ttf\n");
    assert_non_null(fonts);
    static const uint32_t used[] = {' ', '1', 0xB7, 0x2219, 0x4E00, 0x20BB7}; /* · and ∙ share a glyph */
    struct font_cut *cut = font_cut(box->arena, box->diag, fonts, 0, used, 6);
    assert_non_null(cut);
    assert_int_equal(cut->ps_name[6], '+');
    assert_string_equal(cut->ps_name + 7, "LXGWWenKai-Regular");
    assert_in_range(cut->size, 500, 20000);
    bool seen[64] = {0};
    for (size_t i = 0; i < 6; i++) {
        uint16_t code = font_code(cut, used[i]);
        assert_in_range(code, 1, 63);
        assert_false(seen[code]);
        seen[code] = true;
        assert_int_equal(cut->unicode[code], used[i]);
    }
    assert_int_equal(cut->widths[font_code(cut, 0x4E00)], 1000);
    assert_int_equal(font_code(cut, 0x4E8C), 0);
    assert_non_null(cut->glyphs);
    assert_int_equal(cut->glyphs[font_code(cut, 0xB7)], cut->glyphs[font_code(cut, 0x2219)]);
    struct font_cut *again = font_cut(box->arena, box->diag, fonts, 0, used, 6);
    assert_int_equal(again->size, cut->size);
    assert_memory_equal(again->data, cut->data, cut->size);
    assert_string_equal(again->ps_name, cut->ps_name);
    font_cut_done(cut);
    font_cut_done(again);
    fonts_close(fonts);
}

static void cuts_to_nothing_but_notdef(void **state)
{
    need_fonts();
    struct world *box = *state;
    struct fonts *fonts = open_lines(box, "[仿宋]\n候选.1 = file:FandolFang-Regular.ttf\n");
    assert_non_null(fonts);
    static const uint32_t used[] = {0xE000};
    struct font_cut *cut = font_cut(box->arena, box->diag, fonts, 0, used, 1);
    assert_non_null(cut);
    assert_int_equal(font_code(cut, 0xE000), 0);
    font_cut_done(cut);
    fonts_close(fonts);
}

static void lists_families_and_never_substitutes(void **state)
{
    struct world *box = *state;
    struct font_system system = {0};
    const char *path;
    unsigned index;
    assert_false(font_system_find(box->arena, &system, "没有这种字体", &path, &index));
    if (font_system_find(box->arena, &system, "DejaVu Sans", &path, &index)) {
        assert_string_equal(os_base_name(path), "DejaVuSans.ttf");
        assert_false(font_system_find(box->arena, &system, "DejaVu", &path, &index));
    }
    font_system_close(box->arena, &system);
}

/* A CFF program by hand: header, Name INDEX, Top DICT INDEX with ROS and charset, empty String and Subr INDEX. */
static void reads_the_cids_of_a_cff_program(void **state)
{
    (void)state;
    static const uint8_t cff[] = {1, 0, 4,  1, 0, 1,   1,   1,   2,  'A',               /* header, Name INDEX */
                                  0, 1, 1,  1, 8, 139, 139, 139, 12, 30,  139 + 26, 15, /* ROS, charset at 26 */
                                  0, 0, 0,  0,                                          /* String, Subr */
                                  2, 0, 10, 0, 1, 1,   0,   0,   0};                    /* 10 and 11, then 256 */
    uint16_t cid[4];
    assert_true(font_cff_cids(cff, sizeof cff, cid, 4));
    assert_int_equal(cid[1], 10);
    assert_int_equal(cid[2], 11);
    assert_int_equal(cid[3], 256);
    for (size_t n = 0; n < sizeof cff - 3; n++)
        assert_false(font_cff_cids(cff, n, cid, 4));
}

/* A font of four glyphs with PostScript outlines: codes are glyph ids there, for it has no CIDs. */
static void cuts_a_cff_face(void **state)
{
    struct world *box = *state;
    size_t size;
    char *font = get(box, "tests/fuzz/corpus/fuzz_font/tiny.otf", &size);
    put_bytes(box, "tiny.otf", font, size);
    struct fonts *fonts = open_lines(box, "[仿宋]\n候选.1 = file:tiny.otf\n");
    assert_non_null(fonts);
    assert_true(fonts_info(fonts, 0)->cff);
    static const uint32_t used[] = {'A', 0x4E00};
    struct font_cut *cut = font_cut(box->arena, box->diag, fonts, 0, used, 2);
    assert_non_null(cut);
    assert_true(cut->cff);
    assert_int_equal(((const char *)cut->data)[0], 1); /* bare CFF, no sfnt around it */
    assert_int_equal(cut->count, 3);
    assert_int_equal(cut->unicode[font_code(cut, 'A')], 'A');
    assert_int_equal(cut->widths[font_code(cut, 'A')], 500);
    assert_int_equal(cut->widths[font_code(cut, 0x4E00)], 1000);
    font_cut_done(cut);
    fonts_close(fonts);
}

/* FandolKai's digits are swash ones; an office's own 楷体 has its own. */
static void a_free_face_borrows_its_digits(void **state)
{
    struct world *box = *state;
    need_fonts();
    static const char lines[] = "[楷体]\n候选.1 = office:own.ttf\n候选.9 = file:FandolKai-Regular.ttf\n西文 = 仿宋\n"
                                "[仿宋]\n候选.9 = file:FandolFang-Regular.ttf\n西文 = 无此字体\n";
    put_bytes(box, "fonts.ini", lines, strlen(lines));
    const char *faces[] = {"楷体", "仿宋"}, *folders[] = {box->folder, "fonts"};
    struct text_names names = {faces, 2, 2}, folder_names = {folders, 2, 2};
    for (int own = 0; own < 2; own++) {
        struct fonts *fonts = fonts_open(box->arena, box->diag, &names, NULL, &folder_names);
        assert_non_null(fonts);
        struct metrics metrics = fonts_metrics(fonts);
        assert_int_equal(metrics.face(metrics.ctx, 0, '2'), own ? 0 : 1);
        assert_int_equal(metrics.face(metrics.ctx, 0, 0x5E74), 0);
        assert_int_equal(metrics.face(metrics.ctx, 1, '2'), 1);
        fonts_close(fonts);
        size_t size;
        const char *kai = get(box, "fonts/FandolKai-Regular.ttf", &size);
        put_bytes(box, "own.ttf", kai, size);
    }
    size_t n;
    diag_sorted(box->diag, &n);
    assert_int_equal(n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define BOXED(f) cmocka_unit_test_setup_teardown(f, world_open, world_close)
        BOXED(a_free_face_borrows_its_digits),
        BOXED(takes_candidates_by_number),
        BOXED(falls_back_for_rare_characters),
        BOXED(reports_bad_files_and_takes_the_next),
        BOXED(obeys_the_licence_bits),
        BOXED(no_file_at_all_is_a_system_failure),
        BOXED(refuses_unknown_candidates),
        BOXED(cuts_a_face),
        BOXED(cuts_to_nothing_but_notdef),
        BOXED(lists_families_and_never_substitutes),
        BOXED(cuts_a_cff_face),
        cmocka_unit_test(reads_the_cids_of_a_cff_program),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
