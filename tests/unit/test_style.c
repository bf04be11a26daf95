#include "plain.h"

#include "model/style.h"

#include <stdint.h>

static const struct ini *given;

/* The template chain is not what is tested here. */
const struct ini *template_ini(struct arena *into, struct diag *to, struct template *t, const char *file)
{
    (void)into;
    (void)to;
    (void)t;
    assert_string_equal(file, "layout.ini");
    return given;
}

static const char base[] = "[页面]\n宽=210 mm\n高=297 mm\n上边=37 mm\n左边=28 mm\n版心宽=156 mm\n版心高=225 mm\n"
                           "行数=22\n字数=28\n行距=自动\n双面=否\n页码下距=7 mm\n页码=— {n} —\n"
                           "[字体]\n小标宋=方正小标宋简体\n仿宋=仿宋_GB2312\n"
                           "[字号]\n二号=22 pt\n三号=16 pt\n五号=10.5 pt\n"
                           "[表格]\n左右留白=0.8 mm\n上下留白=0.9 mm\n行距=1.25\n"
                           "[表格样式 正文]\n字体=仿宋\n字号=五号\n对齐=居中\n内线=0.5 pt\n外线=1 pt\n"
                           "[表格样式 左2]\n对齐=左\n缩进=2\n"
                           "[用语]\n附件说明=附件：\n附件标识=附件{n}\n审核稿=审核稿\n审核清单=审核意见\n更正说明="
                           "gengzheng\n[落款]\n盖章=否\n";

static const char *const elements[] = {"标题", "副标题", "抬头",     "正文", "一级",     "二级",     "三级",
                                       "四级", "附注",   "附件说明", "落款", "附件标识", "附件标题", "页码"};

/* The base with every element, one piece replaced. */
static const struct page_model *load(const char *from, const char *to)
{
    struct buf buf = buf_in(arena);
    const char *at = from == NULL ? NULL : strstr(base, from);
    assert_true(from == NULL || at != NULL);
    buf_addn(&buf, base, at == NULL ? strlen(base) : (size_t)(at - base));
    if (at != NULL) {
        buf_add(&buf, to);
        buf_add(&buf, at + strlen(from));
    }
    for (size_t i = 0; i < sizeof elements / sizeof *elements; i++)
        buf_printf(&buf, "[要素 %s]\n字体=%s\n字号=%s\n对齐=%s\n", elements[i], i == 0 ? "小标宋" : "仿宋",
                   i == 0 ? "二号" : "三号", i == 0 ? "居中" : "左");
    struct source source = {"layout.ini", buf_text(&buf), buf.n};
    given = ini_parse(arena, diag, &source);
    return style_load(arena, diag, NULL);
}

static void has_one(enum diag_code code, const char *detail)
{
    size_t n;
    struct finding **all = diag_sorted(diag, &n);
    assert_int_equal(n, 1);
    assert_int_equal(all[0]->code, code);
    assert_string_equal(all[0]->detail, detail);
}

static void converts_lengths_exactly(void **state)
{
    (void)state;
    assert_int_equal(mpt_from_um(25400), 72000);
    assert_int_equal(mpt_from_um(156000), 442205);
    assert_int_equal(mpt_from_um(225000), 637795);
    assert_int_equal(mpt_from_um(-25400), -72000);
    assert_int_equal(mpt_from_um(0), 0);
}

static void makes_the_grid_of_the_standard(void **state)
{
    (void)state;
    const struct page_model *m = load(NULL, NULL);
    assert_int_equal(diag_exit_code(diag), 0);
    assert_int_equal(m->width, 595276);
    assert_int_equal(m->height, 841890);
    assert_int_equal(m->top, 104882);
    assert_int_equal(m->left, 79370);
    assert_int_equal(m->pitch, 29609);
    assert_int_equal(m->cell, 15793);
    assert_int_equal(m->lines, 22);
    assert_int_equal(m->table_pitch, 1250);
    assert_string_equal(m->page_number, "— {n} —");
    assert_int_equal(m->styles[EL_TITLE].size, 22000);
    assert_int_equal(m->styles[EL_TITLE].align, ALIGN_CENTER);
    assert_string_equal(m->faces.items[m->styles[EL_BODY].face], "仿宋");
    assert_string_equal(m->office_faces.items[0], "方正小标宋简体");
}

static void cell_styles_follow_the_first(void **state)
{
    (void)state;
    const struct page_model *m = load(NULL, NULL);
    assert_int_equal(style_cell(m, "正文"), 0);
    int left = style_cell(m, "左2");
    assert_int_equal(left, 1);
    assert_int_equal(m->cell_styles.items[left].text.size, 10500);
    assert_int_equal(m->cell_styles.items[left].border_inner, 500);
    assert_int_equal(m->cell_styles.items[left].indent, 2);
    assert_int_equal(m->cell_styles.items[left].align, ALIGN_LEFT);
    assert_int_equal(style_cell(m, "右2"), -1);
}

static const struct page_model *of_table(const struct page_model *m, const char *text)
{
    struct source source = {"annex2.ini", text, strlen(text)};
    return style_of_table(arena, diag, m, ini_parse(arena, diag, &source));
}

static void one_table_may_have_its_own_type(void **state)
{
    (void)state;
    const struct page_model *m =
        load("[表格样式 左2]\n", "[表格样式 大]\n字体=小标宋\n字号=三号\n[表格样式 小]\n字号=9 pt\n"
                                 "[表格样式 左2]\n");
    assert_ptr_equal(of_table(m, "[表]\n列宽=1\n"), m);
    const struct page_model *own =
        of_table(m, "[表]\n字号=9 pt\n字体=小标宋\n[表格样式 左2]\n缩进=1\n[表格样式 新]\n字号=三号\n对齐=右\n");
    assert_int_equal(diag_exit_code(diag), 0);
    const struct cell_style *styles = own->cell_styles.items;
    assert_int_equal(styles[0].text.size, 9000);
    assert_int_equal(styles[0].text.face, 0);
    assert_int_equal(styles[style_cell(own, "大")].text.size, 13500); /* 16 × 9 / 10.5, in half points */
    assert_int_equal(styles[style_cell(own, "小")].text.size, 9000);  /* not smaller than it was */
    assert_int_equal(styles[style_cell(own, "左2")].text.size, 9000);
    assert_int_equal(styles[style_cell(own, "左2")].indent, 1);
    assert_int_equal(styles[style_cell(own, "左2")].align, ALIGN_LEFT);
    assert_int_equal(styles[style_cell(own, "新")].text.size, 16000);
    assert_int_equal(styles[style_cell(own, "新")].align, ALIGN_RIGHT);
    assert_int_equal(m->cell_styles.items[0].text.size, 10500); /* other tables keep theirs */
    assert_int_equal(style_cell(m, "新"), -1);
}

static void wrong_type_of_a_table_is_reported(void **state)
{
    (void)state;
    const struct page_model *m = load(NULL, NULL);
    const struct page_model *own = of_table(m, "[表]\n字号=小小\n");
    assert_int_equal(own->cell_styles.items[0].text.size, 10500);
    has_one(DIAG_TEMPLATE_VALUE, "字号 = 小小（二号 | 三号 | 五号 | 9 pt）");
}

static void wrong_key_of_a_tables_style_is_reported(void **state)
{
    (void)state;
    of_table(load(NULL, NULL), "[表格样式 正文]\n字好=五号\n");
    has_one(DIAG_TEMPLATE_UNKNOWN, "[表格样式 正文] 字好");
}

static void a_typed_pitch_decides_the_lines(void **state)
{
    (void)state;
    const struct page_model *m = load("行距=自动", "行距=33 pt");
    assert_int_equal(m->pitch, 33000);
    assert_int_equal(m->lines, 19); /* 16 + 18 × 33 = 610 ≤ 637.8 */
}

static void reports_what_is_missing(void **state)
{
    (void)state;
    const struct page_model *m = load("左边=28 mm\n", "");
    has_one(DIAG_TEMPLATE_KEY, "[页面] 左边");
    assert_int_equal(m->left, 79370);
}

static void reports_bad_values(void **state)
{
    (void)state;
    const struct page_model *m = load("上边=37 mm", "上边=37 cm");
    has_one(DIAG_TEMPLATE_VALUE, "上边 = 37 cm（20 mm | 9 pt）");
    assert_int_equal(m->top, 104882);
}

static void refuses_a_text_area_beyond_the_page(void **state)
{
    (void)state;
    const struct page_model *m = load("版心宽=156 mm", "版心宽=190 mm");
    has_one(DIAG_TEMPLATE_VALUE, "[页面] 版心宽 版心高");
    assert_int_equal(m->text_width, 442205);
}

static void refuses_unknown_names(void **state)
{
    (void)state;
    load("[落款]\n盖章=否\n", "[落款]\n盖章=否\n签名=是\n");
    has_one(DIAG_TEMPLATE_UNKNOWN, "[落款] 签名");
}

static void names_the_nearest_face(void **state)
{
    (void)state;
    load("[表格样式 左2]\n", "[表格样式 左2]\n字体=小标松\n");
    size_t n;
    assert_string_equal(diag_sorted(diag, &n)[0]->near, "小标宋");
}

static void survives_an_empty_file(void **state)
{
    (void)state;
    given = ini_new(arena, "layout.ini");
    const struct page_model *m = style_load(arena, diag, NULL);
    has_one(DIAG_TEMPLATE_KEY, "layout.ini");
    assert_int_equal(m->pitch, 29609);
    assert_int_equal(m->faces.count, 1);
    assert_int_equal(style_cell(m, "正文"), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(converts_lengths_exactly),
        TEST(makes_the_grid_of_the_standard),
        TEST(cell_styles_follow_the_first),
        TEST(one_table_may_have_its_own_type),
        TEST(wrong_type_of_a_table_is_reported),
        TEST(wrong_key_of_a_tables_style_is_reported),
        TEST(a_typed_pitch_decides_the_lines),
        TEST(reports_what_is_missing),
        TEST(reports_bad_values),
        TEST(refuses_a_text_area_beyond_the_page),
        TEST(refuses_unknown_names),
        TEST(names_the_nearest_face),
        TEST(survives_an_empty_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
