#include "fixture.h"

#include "base/os.h"
#include "output/pdf.h"

enum { FANG, SONG, WENKAI, FACES };

struct box {
    struct world world;
    struct arena *arena; /* the world's, as are diag and folder */
    struct diag *diag;
    struct fonts *fonts;
    struct metrics metrics;
    struct page_model model;
    struct doc doc;
    struct layout layout;
    const char *folder;
};

static int open_box(void **state)
{
    struct box *box = calloc(1, sizeof *box);
    *state = box;
    int status = world_begin(&box->world);
    box->arena = box->world.arena;
    box->diag = box->world.diag;
    box->folder = box->world.folder;
    return status;
}

static int close_box(void **state)
{
    struct box *box = *state;
    fonts_close(box->fonts);
    int status = world_end(&box->world);
    free(box);
    return status;
}

static void open_fonts(struct box *box)
{
    static const char lines[] = "[仿宋]\n候选.1 = file:FandolFang-Regular.ttf\n"
                                "[宋体]\n候选.1 = file:FandolSong-Regular.ttf\n"
                                "[生僻字]\n候选.1 = file:LXGWWenKai-Regular.ttf\n";
    if (!os_is_file("fonts/FandolFang-Regular.ttf") || !os_is_file("fonts/LXGWWenKai-Regular.ttf")) {
        puts("skipped: fonts/ is empty (run fonts/get-fonts.sh)");
        skip();
    }
    const char *error, *faces[] = {"仿宋", "宋体"}, *folders[] = {box->folder, "fonts"};
    struct text_names names = {faces, 2, 2}, folder_names = {folders, 2, 2};
    assert_int_equal(os_write(os_join(box->arena, box->folder, "fonts.ini"), lines, strlen(lines), &error), OS_OK);
    box->fonts = fonts_open(box->arena, box->diag, &names, NULL, &folder_names);
    assert_non_null(box->fonts);
    box->metrics = fonts_metrics(box->fonts);
    box->model = (struct page_model){.width = 595276, .height = 841890};
    box->layout.model = &box->model;
    box->doc = (struct doc){.title = "绩效自评报告<𠮷>&", .author = "审批局", .date = {2024, 2, 28}};
}

static struct page *add_page(struct box *box, bool rotated)
{
    struct page *page = list_push(box->arena, &box->layout.pages);
    page->number = (int)box->layout.pages.count;
    page->rotated = rotated;
    return page;
}

/* Text of one face at a place; a Han character advances `cell`. */
static struct frame *add_text(struct box *box, struct page *page, int face, mpt size, mpt cell, mpt x, mpt y,
                              const char *text)
{
    struct frame *f = list_push(box->arena, &page->frames);
    size_t n = utf8_count(text);
    mpt *advances = arena_alloc(box->arena, n * sizeof *advances);
    *f = (struct frame){.kind = FRAME_TEXT, .x = x, .y = y, .face = face, .size = size, .text = text, .count = n};
    const char *s = text;
    for (size_t i = 0; i < n; i++) {
        uint32_t c = utf8_next(&s);
        assert_int_equal(box->metrics.face(box->metrics.ctx, face, c), face);
        advances[i] = c < 0x2000 ? box->metrics.advance(box->metrics.ctx, face, c) * cell / 1000 : cell;
        f->w += advances[i];
    }
    f->advances = advances;
    return f;
}

static void add_line(struct box *box, struct page *page, mpt x, mpt y, mpt w, mpt h, mpt weight)
{
    *list_push(box->arena, &page->frames) =
        (struct frame){.kind = FRAME_LINE, .x = x, .y = y, .w = w, .h = h, .weight = weight};
}

static void add_mark(struct box *box, const char *text, int level, size_t page, mpt y)
{
    *list_push(box->arena, &box->layout.bookmarks) = (struct bookmark){text, level, page, y};
}

/* Two pages, one rotated with a table of four cells. */
static void build(struct box *box)
{
    struct page *page = add_page(box, false);
    add_text(box, page, FANG, 16000, 15793, 79370, 118642, "二〇二三年度部门整体支出绩效自评工作由本单位负责实施，");
    add_text(box, page, FANG, 16000, 15793, 79370, 148251, "共安排预算1234.56万元，支出率98.35%。");
    add_text(box, page, WENKAI, 16000, 15793, 79370, 177860, "𠮷𬬭㎡");
    add_text(box, page, FANG, 16000, 16400, 79370, 207469, "撑满的一行字距不同");
    add_text(box, page, FANG, 16000, 15793, 79370, 237078, "⼀一⼆二·•"); /* pairs of one glyph */
    add_text(box, page, SONG, 14000, 14000, 480000, 767890, "— 1 —");
    page = add_page(box, true);
    add_text(box, page, SONG, 10500, 10500, 130000, 120000, "指标名称");
    add_text(box, page, SONG, 10500, 10500, 330000, 120000, "100");
    for (int i = 0; i < 3; i++) {
        mpt weight = i == 1 ? 500 : 1000;
        add_line(box, page, 120000, 100000 + i * 30000, 400000, 0, weight);
        add_line(box, page, 120000 + i * 200000, 100000, 0, 60000, weight);
    }
    struct frame *number = add_text(box, page, SONG, 14000, 14000, 95000, 767890, "— 2 —");
    number->upright = true;
    add_mark(box, "一、基本情况", 1, 0, 118642);
    add_mark(box, "（一）职能𠮷", 2, 0, 148251);
    add_mark(box, "附件1", 1, 1, 0);
}

static const char *write_pdf(struct box *box, const char *name)
{
    const char *path = os_join(box->arena, box->folder, name);
    assert_true(pdf_write(box->arena, box->diag, &box->doc, &box->layout, box->fonts, NULL, path));
    assert_int_equal(diag_exit_code(box->diag), 0);
    return path;
}

/* What a program prints, both streams; NULL if it is not there. */
static const char *output_of(struct box *box, const char *command, const char *path)
{
    char line[512];
    const char *program = arena_strndup(box->arena, command, strcspn(command, " "));
    if (system(arena_printf(box->arena, "command -v %s >/dev/null", program)) != 0) {
        printf("not tried: %s is not installed\n", program);
        return NULL;
    }
    struct buf out = buf_in(box->arena);
    FILE *pipe =
        popen(arena_printf(box->arena, "%s '%s' 2>&1%s", command, path, strncmp(command, "pdfto", 5) ? "" : " -"), "r");
    assert_non_null(pipe);
    while (fgets(line, sizeof line, pipe))
        buf_add(&out, line);
    int status = pclose(pipe);
    if (status)
        print_error("%s: %d\n%s", command, status, buf_text(&out));
    assert_int_equal(status, 0);
    return buf_text(&out);
}

#define assert_contains(text, part)      \
    do {                                 \
        if (!strstr(text, part)) {       \
            print_error("%s\n", text);   \
            fail_msg("no \"%s\"", part); \
        }                                \
    } while (0)

static void text_comes_back(void **state)
{
    struct box *box = *state;
    open_fonts(box);
    build(box);
    const char *path = write_pdf(box, "a.pdf"), *text = output_of(box, "pdftotext -raw", path);
    if (!text)
        return;
    assert_contains(text, "二〇二三年度部门整体支出绩效自评工作由本单位负责实施，");
    assert_contains(text, "共安排预算1234.56万元，支出率98.35%。");
    assert_contains(text, "𠮷𬬭㎡");
    assert_contains(text, "撑满的一行字距不同");
    assert_contains(text, "⼀一⼆二·•");
    assert_contains(text, "— 1 —");
    assert_contains(text, "指标名称");
    assert_contains(text, "— 2 —");
    assert_null(strstr(text, "Syntax"));
}

static void other_programs_find_no_fault(void **state)
{
    struct box *box = *state;
    open_fonts(box);
    build(box);
    const char *path = write_pdf(box, "a.pdf"), *out = output_of(box, "qpdf --check", path);
    if (out) {
        assert_contains(out, "No syntax or stream encoding errors");
        assert_contains(out, "PDF Version: 1.4");
    }
    out = output_of(box, "pdffonts", path);
    if (out) {
        assert_contains(out, "+FandolFang-Regular");
        assert_contains(out, "+LXGWWenKai-Regular");
        assert_contains(out, "yes yes yes");
        assert_null(strstr(out, "no "));
    }
    out = output_of(box, "pdfinfo -isodates", path);
    if (out) {
        assert_contains(out, "绩效自评报告<𠮷>&");
        assert_contains(out, "审批局");
        assert_contains(out, "595.276 x 841.89 pts (A4)");
        assert_contains(out, "2024-02-28T00:00:00+08");
        assert_contains(out, "ziping");
    }
    out = output_of(box, "mutool info", path);
    if (out)
        assert_null(strstr(out, "warning"));
}

static void two_writes_are_the_same_bytes(void **state)
{
    struct box *box = *state;
    open_fonts(box);
    build(box);
    char *a, *b;
    size_t m, n;
    const char *error;
    assert_int_equal(os_read(box->arena, write_pdf(box, "a.pdf"), &a, &m, &error), OS_OK);
    assert_int_equal(os_read(box->arena, write_pdf(box, "b.pdf"), &b, &n, &error), OS_OK);
    assert_int_equal(m, n);
    assert_memory_equal(a, b, m);
    box->layout.pages.items[0].frames.items[3].text = "撑满的一行字距不变";
    assert_int_equal(os_read(box->arena, write_pdf(box, "b.pdf"), &b, &n, &error), OS_OK);
    assert_true(m != n || memcmp(a, b, n));
}

/* mutool tells the origin of every character. */
static void glyphs_stand_where_layout_put_them(void **state)
{
    struct box *box = *state;
    open_fonts(box);
    struct page *page = add_page(box, false);
    static const char line[] = "年度8，（绩79%效年度8，（绩79%效";
    const mpt widths[] = {15793, 15793, 7897, 12345, 15000, 17001, 8100, 7896, 9999, 15793};
    struct frame *f = add_text(box, page, FANG, 16000, 15793, 79370, 118642, line);
    mpt *advances = arena_alloc(box->arena, f->count * sizeof *advances);
    for (size_t i = 0; i < f->count; i++)
        advances[i] = widths[i % 10];
    f->advances = advances;
    const char *path = write_pdf(box, "a.pdf"), *out = output_of(box, "mutool draw -q -F stext -o -", path);
    if (!out)
        return;
    mpt x = f->x;
    const char *wanted = f->text;
    for (size_t i = 0; i < f->count; i++) {
        uint32_t c = utf8_next(&wanted);
        const char *mark = strstr(out, " x=\""), *name;
        assert_non_null(mark);
        double left = strtod(mark + strlen(" x=\""), NULL);
        assert_true(left * 1000 > x - 10.5 && left * 1000 < x + 10.5);
        name = arena_printf(box->arena, c < 0x80 ? " c=\"%c\"" : " c=\"&#x%x;\"", c);
        assert_memory_equal(strstr(mark, " c="), name, strlen(name));
        x += advances[i];
        out = mark + 1;
    }
}

static int count(const char *text, const char *part)
{
    int n = 0;
    for (; (text = strstr(text, part)); text += strlen(part))
        n++;
    return n;
}

/* The end of turned content brings back black. */
static void colours_hold_behind_turned_content(void **state)
{
    struct box *box = *state;
    open_fonts(box);
    struct page *page = add_page(box, true);
    for (int upright = 0; upright < 2; upright++) {
        add_text(box, page, SONG, 14000, 14000, 95000, 167890, "红");
        add_line(box, page, 120000, 100000, 400000, 0, 500);
        for (size_t i = page->frames.count - 2; i < page->frames.count; i++) {
            page->frames.items[i].color = 0xFF0000;
            page->frames.items[i].upright = upright;
        }
    }
    const char *out = output_of(box, "mutool draw -q -F trace -o -", write_pdf(box, "a.pdf"));
    if (out)
        assert_int_equal(count(out, "color=\"1 0 0\""), 4);
}

static struct block *add_block(struct box *box, enum block_kind kind, enum element first, const char *text)
{
    struct block *block = arena_alloc(box->arena, sizeof *block);
    block->kind = kind;
    *list_push(box->arena, &block->runs) = (struct run){.element = first, .text = text};
    return block;
}

/* A line stretched by a sixth of an em in every gap has no spaces between its words for that. */
static void stretched_lines_are_no_spaced_ones(void **state)
{
    struct box *box = *state;
    open_fonts(box);
    struct page *page = add_page(box, false);
    static const char text[] = "前一行短因为后面的数字不能拆开";
    add_text(box, page, FANG, 16000, 18500, 79370, 118642, text)->block =
        add_block(box, BLOCK_PARAGRAPH, EL_BODY, text);
    static const char *const commands[] = {"pdftotext -raw", "pdftotext"};
    const char *path = write_pdf(box, "a.pdf");
    for (size_t i = 0; i < 2; i++) {
        const char *out = output_of(box, commands[i], path);
        if (out)
            assert_contains(out, text);
    }
}

/* A run-in heading and its paragraph with a mention of the annex on two lines; the annex: two rows, the label of the
 * first column said again on a second page. */
static void build_tagged(struct box *box)
{
    static struct cell cells[4];
    static struct cell_style style = {.name = "正文"};
    struct grid *grid = arena_alloc(box->arena, sizeof *grid);
    for (int i = 0; i < 4; i++)
        cells[i] = (struct cell){.text = "", .rowspan = i ? 1 : 2, .colspan = 1, .covered = i == 2};
    *grid = (struct grid){.label = "附件1", .title.text = "", .nrow = 2, .ncol = 2, .head_last = -1, .cells = cells};
    grid->head_first = -1;
    *list_push(box->arena, &box->doc.annexes) = grid;
    *list_push(box->arena, &box->model.cell_styles) = style;
    box->model.annex_label = "附件{n}";
    struct block *block = add_block(box, BLOCK_PARAGRAPH, EL_LEVEL3, "1.总数。");
    *list_push(box->arena, &block->runs) = (struct run){.element = EL_BODY, .text = "详见附件1和附件12。"};
    struct page *page = add_page(box, false);
    add_text(box, page, FANG, 16000, 15793, 79370, 118642, "1.总数。")->block = block;
    struct frame *f = add_text(box, page, FANG, 16000, 15793, 200000, 118642, "详见附");
    f->block = block;
    f->run = 1;
    f = add_text(box, page, FANG, 16000, 15793, 79370, 148251, "件1和附件12。");
    f->block = block;
    f->run = 1;
    f->at = strlen("详见附");
    add_text(box, page, SONG, 14000, 14000, 480000, 767890, "— 1 —");
    for (int i = 0; i < 2; i++) {
        page = add_page(box, i == 1);
        page->grid = grid;
        add_text(box, page, SONG, 10500, 10500, 130000, 120000, "合并")->cell = &cells[0];
        add_text(box, page, SONG, 10500, 10500, 230000, 120000, i ? "下" : "上")->cell = &cells[i ? 3 : 1];
    }
}

static void text_is_tagged_in_the_order_of_reading(void **state)
{
    struct box *box = *state;
    open_fonts(box);
    build_tagged(box);
    const char *path = write_pdf(box, "a.pdf"), *out = output_of(box, "pdfinfo -struct-text", path);
    if (!out)
        return;
    assert_contains(out, "H3 (block)\n    \"1.总数。\"");
    assert_contains(out, "P (block)\n    \"详见\"\n    Link (inline)\n      \"附件1\"\n      Object");
    assert_int_equal(count(out, "Object"), 2); /* one annotation on each line */
    assert_contains(out, "    \"和附件12。\"");
    assert_contains(out, "/RowSpan 2\n        \"合并\"\n      TD\n        \"上\"\n    TR\n      TD\n        \"下\"");
    assert_null(strstr(out, "— 1 —"));
    assert_null(strstr(strstr(out, "合并") + 1, "合并"));
    out = output_of(box, "qpdf --check", path);
    if (out)
        assert_contains(out, "No syntax or stream encoding errors");
}

static void failures_are_reported_and_leave_nothing(void **state)
{
    struct box *box = *state;
    open_fonts(box);
    build(box);
    const char *path = os_join(box->arena, box->folder, "none/a.pdf");
    assert_false(pdf_write(box->arena, box->diag, &box->doc, &box->layout, box->fonts, NULL, path));
    assert_int_equal(diag_exit_code(box->diag), 3);
    if (access("/dev/full", W_OK) == 0) {
        size_t before = diag_count(box->diag).system;
        assert_int_equal(symlink("/dev/full", os_join(box->arena, box->folder, "full.pdf")), 0);
        assert_false(pdf_write(box->arena, box->diag, &box->doc, &box->layout, box->fonts, NULL,
                               os_join(box->arena, box->folder, "full.pdf")));
        assert_int_equal(diag_count(box->diag).system, before + 1);
    }
}

static void an_empty_document_is_a_file_too(void **state)
{
    struct box *box = *state;
    open_fonts(box);
    add_page(box, false);
    box->doc = (struct doc){0};
    const char *path = write_pdf(box, "a.pdf"), *out = output_of(box, "qpdf --check", path);
    if (out)
        assert_contains(out, "No syntax or stream encoding errors");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define BOXED(f) cmocka_unit_test_setup_teardown(f, open_box, close_box)
        BOXED(text_comes_back),
        BOXED(other_programs_find_no_fault),
        BOXED(two_writes_are_the_same_bytes),
        BOXED(glyphs_stand_where_layout_put_them),
        BOXED(colours_hold_behind_turned_content),
        BOXED(stretched_lines_are_no_spaced_ones),
        BOXED(text_is_tagged_in_the_order_of_reading),
        BOXED(failures_are_reported_and_leave_nothing),
        BOXED(an_empty_document_is_a_file_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
