#include "fake.h"

enum { CELL = 15793, PITCH = 29609, TOP = 104882, LEFT = 79370, WIDTH = 442205, ASCENT = 13760 };

#define HAN10 "一二三四五六七八九十"
#define HAN28 HAN10 HAN10 "一二三四五六七八"

struct book {
    struct arena *arena;
    struct page_model *model;
    struct doc doc;
};

static struct book *book_new(void)
{
    struct arena *arena = arena_new();
    struct book *book = arena_alloc(arena, sizeof *book);
    book->arena = arena;
    book->doc.model = book->model = gbt9704_model(arena);
    return book;
}

static struct block *add(struct book *book, enum block_kind kind, enum element element, const char *text)
{
    struct block *block = list_push(book->arena, &book->doc.blocks);
    block->kind = kind;
    if (*text)
        *list_push(book->arena, &block->runs) =
            (struct run){.element = element, .text = text, .at = {.file = "t.txt", .line = 1, .column = 1}};
    return block;
}

/* A paragraph of that many lines: the first holds 26 characters, the others 28, the last a few. */
static void add_lines(struct book *book, int lines)
{
    struct buf text = buf_in(book->arena);
    for (int i = 0; i < 28 * (lines - 1) + 3; i++)
        buf_add(&text, "文");
    add(book, BLOCK_PARAGRAPH, EL_BODY, buf_text(&text));
}

static struct grid *add_annex(struct book *book, const char *label, const char *title, int nrow, int ncol)
{
    struct grid *grid = arena_alloc(book->arena, sizeof *grid);
    *grid = (struct grid){.label = label,
                          .title.text = title,
                          .unit_line.text = "",
                          .nrow = nrow,
                          .ncol = ncol,
                          .head_first = -1,
                          .head_last = -1};
    grid->cells = arena_alloc(book->arena, (size_t)(nrow * ncol) * sizeof *grid->cells);
    for (int i = 0; i < nrow * ncol; i++)
        grid->cells[i] = (struct cell){.text = arena_printf(book->arena, "%d", i / ncol), .rowspan = 1, .colspan = 1};
    *list_push(book->arena, &book->doc.annexes) = grid;
    return grid;
}

static struct layout *laid_out(struct book *book)
{
    struct metrics metrics = fake_metrics();
    return page_layout(book->arena, &metrics, &book->doc);
}

static mpt baseline(int line)
{
    return TOP + line * PITCH + ASCENT;
}

/* Lines of text on a page: different baselines of frames that belong to the document. */
static int count_lines(const struct page *page)
{
    int n = 0;
    mpt y = -1;
    for (size_t i = 0; i < page->frames.count; i++) {
        const struct frame *f = &page->frames.items[i];
        if (f->kind == FRAME_TEXT && f->block && f->y != y) {
            y = f->y;
            n++;
        }
    }
    return n;
}

static const struct frame *find(const struct page *page, const char *text)
{
    for (size_t i = 0; i < page->frames.count; i++)
        if (page->frames.items[i].kind == FRAME_TEXT && !strcmp(page->frames.items[i].text, text))
            return &page->frames.items[i];
    return NULL;
}

static void a_full_page_has_22_lines(void **state)
{
    (void)state;
    struct book *book = book_new();
    add_lines(book, 60);
    struct layout *layout = laid_out(book);
    assert_int_equal(layout->pages.count, 3);
    for (size_t p = 0; p < 2; p++) {
        const struct page *page = &layout->pages.items[p];
        assert_int_equal(page->number, (int)p + 1);
        assert_int_equal(count_lines(page), 22);
        for (int i = 0; i < 22; i++) {
            const struct frame *f = &page->frames.items[i];
            assert_int_equal(f->y, baseline(i));
            assert_int_equal(f->x, LEFT + (p == 0 && i == 0 ? 2 * CELL : 0));
            assert_int_equal(f->x + f->w, LEFT + WIDTH);
        }
    }
    /* the last line's characters end at the bottom of the text area, but for rounding */
    assert_in_range(TOP + 637795 - (baseline(21) - ASCENT + 16000), 0, 21);
    arena_free(book->arena);
}

static void no_last_line_on_top_of_a_page(void **state)
{
    (void)state;
    struct book *book = book_new();
    add_lines(book, 23);
    struct layout *layout = laid_out(book);
    assert_int_equal(count_lines(&layout->pages.items[0]), 21);
    assert_int_equal(count_lines(&layout->pages.items[1]), 2);
    arena_free(book->arena);
    book = book_new(); /* 24 lines need no help */
    add_lines(book, 24);
    layout = laid_out(book);
    assert_int_equal(count_lines(&layout->pages.items[0]), 22);
    arena_free(book->arena);
}

static void a_heading_is_never_last(void **state)
{
    (void)state;
    struct book *book = book_new();
    add_lines(book, 20);
    add(book, BLOCK_HEADING, EL_LEVEL1, "一、甲")->bookmark = "一、甲";
    struct block *second = add(book, BLOCK_HEADING, EL_LEVEL2, "（一）乙");
    second->bookmark = "（一）乙";
    second->level = 2;
    add_lines(book, 4);
    struct layout *layout = laid_out(book);
    assert_int_equal(count_lines(&layout->pages.items[0]), 20);
    assert_int_equal(find(&layout->pages.items[1], "一、甲")->y, baseline(0));
    assert_int_equal(find(&layout->pages.items[1], "一、甲")->face, FAKE_HEI);
    assert_int_equal(layout->bookmarks.count, 2);
    assert_int_equal(layout->bookmarks.items[1].page, 1);
    assert_int_equal(layout->bookmarks.items[1].level, 2);
    assert_int_equal(layout->bookmarks.items[1].y, TOP + PITCH);
    arena_free(book->arena);
}

/* 18 lines of 28 cells with commas, and a last one of `rest` cells; two headings and a paragraph of two lines. */
static void add_stacked(struct book *book, int rest)
{
    struct buf text = buf_in(book->arena);
    for (int i = 0; i < 18; i++)
        buf_add(&text, i ? HAN10 "甲，" HAN10 "乙，一二三四" : HAN10 "甲，" HAN10 "乙，一二");
    for (int i = 0; i < rest; i++)
        buf_add(&text, "文");
    add(book, BLOCK_PARAGRAPH, EL_BODY, buf_text(&text));
    add(book, BLOCK_HEADING, EL_LEVEL1, "一、甲");
    add(book, BLOCK_HEADING, EL_LEVEL2, "（一）乙");
    add_lines(book, 2);
    add_lines(book, 2);
}

/* Kept together these four lines do not fit under 19: the paragraph above gives up a line, or takes one more. */
static void stacked_headings_leave_two_lines_at_most(void **state)
{
    (void)state;
    struct book *book = book_new();
    add_stacked(book, 3);
    struct layout *layout = laid_out(book);
    assert_int_equal(count_lines(&layout->pages.items[0]), 22);
    assert_non_null(find(&layout->pages.items[0], "一、甲"));
    arena_free(book->arena);
    book = book_new();
    add_lines(book, 2);
    add(book, BLOCK_PAGE_BREAK, EL_BODY, "");
    add_stacked(book, 28);
    layout = laid_out(book);
    assert_int_equal(count_lines(&layout->pages.items[1]), 20);
    assert_int_equal(find(&layout->pages.items[2], "一、甲")->y, baseline(0));
    arena_free(book->arena);
}

static void titles_stand_on_the_lines(void **state)
{
    (void)state;
    struct book *book = book_new();
    add(book, BLOCK_TITLE, EL_TITLE, "某县某局\n自评报告");
    add(book, BLOCK_SUBTITLE, EL_SUBTITLE, "（某县某局）");
    add_lines(book, 2);
    struct layout *layout = laid_out(book);
    const struct page *page = &layout->pages.items[0];
    const struct frame *first = find(page, "某县某局"), *second = find(page, "自评报告");
    assert_int_equal(first->y, TOP + 18920); /* its top is the text area's */
    assert_int_equal(second->y - first->y, PITCH);
    assert_int_equal(first->x, LEFT + (WIDTH - 4 * 22000) / 2);
    assert_int_equal(first->size, 22000);
    assert_int_equal(find(page, "（某县某局）")->y, baseline(2));
    assert_int_equal(page->frames.items[3].y, baseline(4)); /* one blank line */
    arena_free(book->arena);
}

static void titles_are_balanced(void **state)
{
    (void)state;
    struct book *book = book_new();
    add(book, BLOCK_TITLE, EL_TITLE, HAN10 HAN10 "一二三");
    struct layout *layout = laid_out(book);
    const struct page *page = &layout->pages.items[0];
    assert_int_equal(page->frames.items[0].count, 12);
    assert_int_equal(page->frames.items[1].count, 11);
    assert_int_equal(page->frames.items[0].x, LEFT + (WIDTH - 12 * 22000) / 2);
    arena_free(book->arena);
}

static void words(struct book *book, struct text_names *list, const char *const *items)
{
    for (; *items; items++)
        *list_push(book->arena, list) = *items;
}

/* The lines of the title, joined with |; each centred, none wider than the text area. */
static const char *title_broken(const char *title)
{
    static struct arena *last; /* outside any arena, whose pages the leak checker does not look into */
    if (last)
        arena_free(last);
    struct book *book = book_new();
    last = book->arena;
    static const char *const known[] = {"部门", "整体", "支出", "绩效", "自评", "报告", "行政", "审批", "人员", NULL};
    static const char *const ends[] = {"年度", "关于", NULL}, *const tails[] = {"的", "和", NULL};
    words(book, &book->model->title_words, known);
    words(book, &book->model->title_ends, ends);
    words(book, &book->model->title_tails, tails);
    add(book, BLOCK_TITLE, EL_TITLE, title);
    const struct page *page = &laid_out(book)->pages.items[0];
    struct buf lines = buf_in(book->arena);
    for (size_t i = 0; i < page->frames.count; i++) {
        const struct frame *f = &page->frames.items[i];
        if (f->size != 22000)
            continue;
        assert_in_range(2 * (f->x - LEFT) + f->w, WIDTH - 2, WIDTH + 2);
        buf_add(&lines, *buf_text(&lines) ? "|" : "");
        buf_add(&lines, f->text);
    }
    return buf_text(&lines);
}

static void titles_are_broken_by_meaning(void **state)
{
    (void)state;
    assert_string_equal(title_broken("2023年度部门整体支出绩效自评报告"), "2023年度部门整体支出绩效自评报告");
    assert_string_equal(title_broken("绥宁县行政审批服务局2023年度部门整体支出绩效自评报告"),
                        "绥宁县行政审批服务局2023年度|部门整体支出绩效自评报告");
    assert_string_equal(title_broken("某某县人民政府办公室关于2023年度部门整体支出绩效自评的报告"),
                        "某某县人民政府办公室关于2023年度|部门整体支出绩效自评的报告");
    /* neither 的 nor half a word begins a line; the number stays with 年度 */
    assert_string_equal(title_broken("甲乙丙丁戊己庚辛壬癸子丑部门整体的报告和绩效自评人员"),
                        "甲乙丙丁戊己庚辛壬癸子丑部门|整体的报告和绩效自评人员");
    /* the author's breaks; up to two characters too many are set closer */
    assert_string_equal(title_broken("某某县\n2023年度部门整体支出绩效自评报告"),
                        "某某县|2023年度部门整体支出绩效自评报告");
    assert_string_equal(title_broken(HAN10 HAN10 "一二\n报告"), HAN10 HAN10 "一二|报告");
    /* nothing is lost of a title that no rule helps */
    assert_string_equal(title_broken(HAN10 HAN10 HAN10 HAN10 "甲"),
                        HAN10 "一二三四|五六七八九十一二三四五六七|八九十" HAN10 "甲");
}

static void banner_and_imprint(void **state)
{
    (void)state;
    struct book *book = book_new();
    add(book, BLOCK_TITLE, EL_TITLE, "报告");
    add_lines(book, 40);
    book->model->banner = (struct style){FAKE_TITLE, 42000, ALIGN_CENTER, false};
    book->model->imprint = (struct style){FAKE_BODY, 14000, ALIGN_LEFT, false};
    book->model->banner_drop = 99213;
    book->model->banner_rule = 1984;
    book->model->banner_rule_drop = 11339;
    book->model->imprint_thick = 992;
    book->model->imprint_thin = 709;
    book->doc.banner_mark.text = "某县某局文件";
    book->doc.banner_number.text = "某财〔2024〕1号";
    book->doc.imprint_copies.text = "抄送：县财政局。";
    book->doc.imprint_office.text = "某县某局办公室";
    book->doc.imprint_date.text = "2024年2月28日印发";
    struct layout *layout = laid_out(book);
    const struct page *first = &layout->pages.items[0], *last = &layout->pages.items[layout->pages.count - 1];
    const struct frame *mark = find(first, "某县某局文件"), *number = find(first, "某财〔2024〕1号");
    assert_int_equal(mark->color, 0xFF0000);
    assert_int_equal(mark->y, TOP + 99213 + 36120); /* its top 35 mm below the text area's (7.2.4) */
    assert_in_range(2 * (mark->x - LEFT) + mark->w, WIDTH - 2, WIDTH + 2);
    assert_int_equal(number->y, baseline(7)); /* two blank lines between (7.2.5) */
    assert_int_equal(number->color, 0);
    const struct frame *rule = NULL;
    for (size_t i = 0; i < first->frames.count; i++)
        if (first->frames.items[i].kind == FRAME_LINE)
            rule = &first->frames.items[i];
    assert_int_equal(rule->y, TOP + 7 * PITCH + 16000 + 11339); /* 4 mm below it (7.2.7) */
    assert_int_equal(rule->w, WIDTH);
    assert_int_equal(rule->color, 0xFF0000);
    assert_int_equal(find(first, "报告")->y, baseline(10) + (18920 - 11000 - 5760)); /* two lines below the rule */
    int rules = 0;
    mpt lowest = 0;
    for (size_t i = 0; i < last->frames.count; i++) {
        const struct frame *f = &last->frames.items[i];
        if (f->kind != FRAME_LINE)
            continue;
        assert_int_equal(f->weight, rules == 1 ? 709 : 992); /* 0.35, 0.25, 0.35 mm (7.4.1) */
        assert_int_equal(f->color, 0);
        lowest = f->y;
        rules++;
    }
    assert_int_equal(rules, 3);
    assert_int_equal(lowest, TOP + 637795); /* the text area's bottom */
    assert_int_equal(find(last, "抄送：县财政局。")->x, LEFT + 14000);
    const struct frame *date = find(last, "2024年2月28日印发");
    assert_int_equal(date->x + date->w, LEFT + WIDTH - 14000);
    arena_free(book->arena);
}

/* Printed on both sides, 版记 is on a back; behind a blank page neither has a number. A date stands below an office that
 * leaves it no room. */
static void an_imprint_is_on_a_back(void **state)
{
    (void)state;
    static const struct {
        int lines, pages;
        bool numbered;
    } cases[] = {{10, 2, true}, {21, 2, true}, {40, 2, true}, {43, 4, false}, {50, 4, true}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct book *book = book_new();
        book->model->imprint = (struct style){FAKE_BODY, 14000, ALIGN_LEFT, false};
        book->model->mirror = true;
        book->doc.imprint_office.text = "某县某局办公室某县某局办公室某县某局办公室";
        book->doc.imprint_date.text = "2024年2月28日印发";
        add_lines(book, cases[i].lines);
        struct layout *layout = laid_out(book);
        assert_int_equal(layout->pages.count, cases[i].pages);
        const struct page *last = &layout->pages.items[cases[i].pages - 1];
        const struct frame *date = find(last, "2024年2月28日印发"), *office = find(last, book->doc.imprint_office.text);
        assert_true(date->y > office->y);
        assert_true(!find(last, arena_printf(book->arena, "— %d —", cases[i].pages)) == !cases[i].numbered);
        assert_true(!find(last - 1, arena_printf(book->arena, "— %d —", cases[i].pages - 1)) == !cases[i].numbered);
        arena_free(book->arena);
    }
}

static void page_numbers_stand_outside(void **state)
{
    (void)state;
    struct book *book = book_new();
    add_lines(book, 30);
    struct layout *layout = laid_out(book);
    const struct frame *odd = find(&layout->pages.items[0], "— 1 —"), *even = find(&layout->pages.items[1], "— 2 —");
    assert_int_equal(odd->size, 14000);
    assert_int_equal(odd->w, 2 * 14000 + 3 * 7000);
    assert_int_equal(odd->x + odd->w, LEFT + WIDTH - CELL);
    assert_int_equal(even->x, LEFT + CELL);
    assert_int_equal(odd->y, TOP + 637795 + 19843 + 5320);
    assert_null(odd->block);
    book->model->mirror = true;
    layout = laid_out(book);
    assert_int_equal(find(&layout->pages.items[1], "— 2 —")->x, 595276 - LEFT - WIDTH + CELL);
    assert_int_equal(layout->pages.items[1].frames.items[0].x, 595276 - LEFT - WIDTH);
    arena_free(book->arena);
}

static void attachments_hang(void **state)
{
    (void)state;
    struct book *book = book_new();
    add_lines(book, 1);
    add(book, BLOCK_ATTACHMENTS, EL_ATTACHMENTS, "");
    add_annex(book, "附件", "自评表", 1, 1);
    const struct page *page = &laid_out(book)->pages.items[0];
    assert_int_equal(find(page, "附件：")->y, baseline(2));
    assert_int_equal(find(page, "附件：")->x, LEFT + 2 * CELL);
    assert_int_equal(find(page, "自评表")->x, LEFT + 5 * CELL);
    arena_free(book->arena);

    book = book_new();
    add_lines(book, 1);
    add(book, BLOCK_ATTACHMENTS, EL_ATTACHMENTS, "");
    add_annex(book, "附件1", HAN28 "甲乙丙", 1, 1);
    add_annex(book, "附件2", "自评表", 1, 1);
    page = &laid_out(book)->pages.items[0];
    mpt name = LEFT + 5 * CELL + 2 * (CELL / 2);
    assert_int_equal(find(page, "附件：1.")->x, LEFT + 2 * CELL);
    assert_int_equal(find(page, "2.")->x, LEFT + 5 * CELL);
    assert_int_equal(find(page, "2.")->y, baseline(4));
    assert_int_equal(find(page, "自评表")->x, name);
    int hanging = 0;
    for (size_t i = 0; i < page->frames.count; i++)
        hanging += page->frames.items[i].y == baseline(3) && page->frames.items[i].x == name;
    assert_int_equal(hanging, 1);
    arena_free(book->arena);
}

static struct block *add_sign(struct book *book, const char *unit, const char *date)
{
    struct block *block = add(book, BLOCK_SIGN, EL_SIGN, unit);
    *list_push(book->arena, &block->sign_date) = (struct run){.element = EL_SIGN, .text = date};
    return block;
}

static void signs_without_a_seal(void **state)
{
    (void)state;
    struct book *book = book_new();
    const mpt date_width = 3 * CELL + 7 * (CELL / 2); /* 2024年2月28日: 3 full, 7 half */
    add_lines(book, 1);
    add_sign(book, "绥宁县行政审批服务局", "2024年2月28日");
    const struct page *page = &laid_out(book)->pages.items[0];
    const struct frame *name = find(page, "绥宁县行政审批服务局"), *date = find(page, "2024年2月28日");
    assert_int_equal(name->y, baseline(2));
    assert_int_equal(date->y, baseline(3));
    assert_int_equal(name->x + name->w, LEFT + WIDTH - 2 * CELL);
    assert_int_equal(date->x - name->x, 2 * CELL);
    arena_free(book->arena);

    book = book_new(); /* a date longer than the name */
    add_lines(book, 1);
    add_sign(book, "某县某局", "2024年2月28日");
    page = &laid_out(book)->pages.items[0];
    name = find(page, "某县某局");
    date = find(page, "2024年2月28日");
    assert_int_equal(date->w, date_width);
    assert_int_equal(date->x + date->w, LEFT + WIDTH - 2 * CELL);
    assert_int_equal(date->x - name->x, 2 * CELL);
    arena_free(book->arena);
}

static void signs_with_a_seal(void **state)
{
    (void)state;
    struct book *book = book_new();
    book->model->seal = true;
    add_lines(book, 1);
    add_sign(book, "某县某局", "2024年2月28日");
    const struct page *page = &laid_out(book)->pages.items[0];
    const struct frame *name = find(page, "某县某局"), *date = find(page, "2024年2月28日");
    assert_int_equal(date->x + date->w, LEFT + WIDTH - 4 * CELL);
    assert_in_range(name->x + name->w / 2, date->x + date->w / 2 - 2, date->x + date->w / 2 + 2);
    arena_free(book->arena);
}

/* Names shorter and longer than the date, with and without a seal, at the end, on top, or both (7.3.5). */
static void signs_where_the_report_wants(void **state)
{
    (void)state;
    static const char *const names[] = {"某局", "某县某局", "某县某某某某局", "绥宁县行政审批服务局",
                                        "绥宁县公共资源交易管理服务中心"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        for (int seal = 0; seal < 2; seal++) {
            struct book *book = book_new();
            book->model->seal = seal;
            add(book, BLOCK_TITLE, EL_TITLE, "报告");
            add_sign(book, names[i], "2024年2月28日"); /* on top */
            add_lines(book, 2);
            add_sign(book, names[i], "2024年12月31日"); /* at the end */
            const struct page *page = &laid_out(book)->pages.items[0];
            const struct frame *top = find(page, names[i]), *date = find(page, "2024年2月28日");
            assert_int_equal(top->y, baseline(1));
            assert_int_equal(date->y, baseline(2));
            assert_int_equal(top->face, FAKE_KAI);
            assert_in_range(2 * (top->x - LEFT) + top->w, WIDTH - 2, WIDTH + 2);
            assert_in_range(2 * (date->x - LEFT) + date->w, WIDTH - 2, WIDTH + 2);
            const struct frame *name = NULL, *end = find(page, "2024年12月31日");
            for (size_t k = 0; k < page->frames.count; k++)
                if (page->frames.items[k].kind == FRAME_TEXT && !strcmp(page->frames.items[k].text, names[i]))
                    name = &page->frames.items[k];
            assert_int_equal(name->y, baseline(seal ? 8 : 7)); /* one blank line, two with a seal */
            assert_int_equal(end->y - name->y, PITCH);
            mpt right = LEFT + WIDTH;
            if (seal) {
                assert_int_equal(end->x + end->w, right - 4 * CELL);
                assert_in_range(2 * name->x + name->w, 2 * end->x + end->w - 4, 2 * end->x + end->w + 4);
            } else {
                assert_int_equal(end->x - name->x, 2 * CELL);
                assert_int_equal(end->w > name->w ? end->x + end->w : name->x + name->w, right - 2 * CELL);
            }
            assert_true(name->x + name->w <= right);
            arena_free(book->arena);
        }
}

/* Margins, lines, pitch and cells are the template's. */
static void the_page_is_the_templates(void **state)
{
    (void)state;
    struct book *book = book_new();
    book->model->top = 90000;
    book->model->left = 60000;
    book->model->lines = 20;
    book->model->pitch = 28000;
    book->model->cells = 25;
    book->model->cell = 16800;
    book->model->text_width = 420000;
    add_lines(book, 40);
    struct layout *layout = laid_out(book);
    const struct page *page = &layout->pages.items[0];
    assert_int_equal(count_lines(page), 20);
    assert_int_equal(page->frames.items[0].y, 90000 + ASCENT);
    assert_int_equal(page->frames.items[19].y, 90000 + 19 * 28000 + ASCENT);
    assert_int_equal(page->frames.items[1].x, 60000 + 400); /* in the middle of a wider cell */
    assert_int_equal(page->frames.items[1].count, 25);
    assert_int_equal(page->frames.items[1].w, 420000 - 400);
    arena_free(book->arena);
}

/* Twenty columns, two thousand rows: every cell once, the head on every page, twice the rows twice the work. */
static void large_tables_stay_linear(void **state)
{
    (void)state;
    size_t frames[2] = {0};
    for (int twice = 0; twice < 2; twice++) {
        struct book *book = book_new();
        int nrow = twice ? 2000 : 1000;
        struct grid *grid = add_annex(book, "附件1", "大表", nrow, 20);
        grid->head_first = grid->head_last = 0;
        grid->landscape = true;
        grid->col_share = arena_alloc(book->arena, 20 * sizeof(int)); /* all automatic */
        for (int i = 0; i < nrow * 20; i++)
            grid->cells[i].text = i < 20 ? "项目" : arena_printf(book->arena, "%d", i);
        struct layout *layout = laid_out(book);
        int next = 20;
        for (size_t p = 0; p < layout->pages.count; p++) {
            const struct page *page = &layout->pages.items[p];
            int heads = 0;
            frames[twice] += page->frames.count;
            for (size_t i = 0; i < page->frames.count; i++) {
                const struct frame *f = &page->frames.items[i];
                if (f->kind != FRAME_TEXT || !f->cell)
                    continue;
                heads += !strcmp(f->text, "项目");
                if (strcmp(f->text, "项目"))
                    assert_string_equal(f->text, grid->cells[next++].text);
            }
            assert_int_equal(heads, 20);
        }
        assert_int_equal(next, nrow * 20);
        assert_int_equal(layout->grids.items[0]->tight.count, 0);
        arena_free(book->arena);
    }
    assert_true(frames[1] < frames[0] * 21 / 10);
}

static void a_signature_is_never_alone(void **state)
{
    (void)state;
    for (int lines = 18; lines <= 24; lines++) {
        struct book *book = book_new();
        add_lines(book, lines);
        add_sign(book, "某县某局", "2024年2月28日");
        struct layout *layout = laid_out(book);
        const struct page *page = &layout->pages.items[layout->pages.count - 1];
        assert_non_null(find(page, "某县某局"));
        assert_non_null(find(page, "2024年2月28日"));
        assert_true(count_lines(page) >= 3);
        assert_int_equal(layout->pages.count, lines <= 19 ? 1 : 2);
        arena_free(book->arena);
    }
}

/* 附件说明 and signature go on together, with the text's last lines. */
static void closing_lines_stay_together(void **state)
{
    (void)state;
    for (int lines = 12; lines <= 24; lines++) {
        struct book *book = book_new();
        add_lines(book, lines);
        add(book, BLOCK_ATTACHMENTS, EL_ATTACHMENTS, "");
        add_annex(book, "附件1", "基础数据表", 1, 1);
        add_annex(book, "附件2", "自评表", 1, 1);
        add_sign(book, "某县某局", "2024年2月28日");
        struct layout *layout = laid_out(book);
        const struct page *page = &layout->pages.items[layout->pages.count - 3];
        assert_non_null(find(page, "附件：1."));
        assert_non_null(find(page, "2."));
        assert_non_null(find(page, "某县某局"));
        assert_non_null(find(page, "2024年2月28日"));
        assert_true(count_lines(page) >= 6); /* two lines of text among them */
        assert_int_equal(layout->pages.count, lines <= 16 ? 3 : 4);
        arena_free(book->arena);
    }
}

static void the_first_page_shows_body_text(void **state)
{
    (void)state;
    struct book *book = book_new();
    add(book, BLOCK_TITLE, EL_TITLE, "甲\n乙\n丙\n丁\n戊\n己");
    add(book, BLOCK_SUBTITLE, EL_SUBTITLE, "（某县某局）");
    add(book, BLOCK_SALUTATION, EL_SALUTATION, "县财政局：");
    add(book, BLOCK_HEADING, EL_LEVEL1, "一、甲");
    add(book, BLOCK_HEADING, EL_LEVEL2, "（一）乙");
    add_lines(book, 30);
    const struct page *page = &laid_out(book)->pages.items[0];
    assert_int_equal(count_lines(page), 21); /* but for the blank line under the title */
    arena_free(book->arena);
}

static void annexes_have_their_own_pages(void **state)
{
    (void)state;
    struct book *book = book_new();
    add_lines(book, 1);
    struct grid *grid = add_annex(book, "附件1", "自评表", 3, 2);
    grid->unit_line.text = "单位：万元";
    *list_push(book->arena, &grid->notes) = (struct phrase){.text = "说明：注。"};
    struct layout *layout = laid_out(book);
    assert_int_equal(layout->pages.count, 2);
    const struct page *page = &layout->pages.items[1];
    assert_ptr_equal(page->grid, grid);
    const struct frame *label = find(page, "附件1"), *title = find(page, "自评表"), *unit = find(page, "单位：万元");
    assert_int_equal(label->x, LEFT);
    assert_int_equal(label->y, baseline(0));
    assert_int_equal(label->face, FAKE_HEI);
    assert_int_equal(title->y, TOP + 2 * PITCH - 3000 + 18920);
    assert_int_equal(title->x, LEFT + (WIDTH - 3 * 22000) / 2);
    assert_int_equal(unit->x + unit->w, LEFT + WIDTH);
    /* a third to half a line below the title's characters */
    mpt gap = unit->y - 9030 - (title->y + 3080);
    assert_true(gap > PITCH / 3 && gap <= PITCH / 2);
    mpt top = TOP + 3 * PITCH + 4000 + 10500 + 3000;
    const struct frame *row = find(page, "0");
    assert_int_equal(row->y, top + 3000 + (13650 - 10500) / 2 + 9030);
    assert_non_null(row->cell);
    assert_non_null(label->block);
    assert_true(find(page, "说明：注。")->y > top + 3 * 19650);
    assert_non_null(find(page, "— 2 —"));
    assert_int_equal(layout->bookmarks.count, 1);
    assert_string_equal(layout->bookmarks.items[0].text, "附件1 自评表");
    assert_int_equal(layout->grids.count, 1);
    assert_int_equal(layout->grids.items[0]->page, 2);
    arena_free(book->arena);
}

static void a_table_may_leave_its_pages_unnumbered(void **state)
{
    (void)state;
    struct book *book = book_new();
    add_lines(book, 1);
    add_annex(book, "附件1", "封面", 40, 2)->unnumbered = true;
    add_annex(book, "附件2", "自评表", 3, 2);
    struct layout *layout = laid_out(book);
    assert_int_equal(layout->pages.count, 4);
    assert_non_null(find(&layout->pages.items[0], "— 1 —"));
    assert_null(find(&layout->pages.items[1], "— 2 —"));
    assert_null(find(&layout->pages.items[2], "— 3 —"));
    assert_non_null(find(&layout->pages.items[3], "— 4 —")); /* counted, though */
    arena_free(book->arena);
}

static void long_annexes_repeat_their_head(void **state)
{
    (void)state;
    struct book *book = book_new();
    struct grid *grid = add_annex(book, "附件", "自评表", 100, 2);
    grid->head_first = grid->head_last = 0;
    struct layout *layout = laid_out(book);
    assert_int_equal(layout->pages.count, 4);
    int seen[100] = {0};
    for (size_t p = 0; p < layout->pages.count; p++) {
        const struct page *page = &layout->pages.items[p];
        for (size_t i = 0; i < page->frames.count; i++) {
            const struct frame *f = &page->frames.items[i];
            assert_true(!f->cell || f->y < TOP + 637795);
            if (f->cell)
                seen[(f->cell - grid->cells) / 2]++;
        }
        if (p)
            assert_int_equal(find(page, "0")->y, TOP + 3000 + (13650 - 10500) / 2 + 9030);
    }
    assert_int_equal(seen[0], 8);
    for (int r = 1; r < 100; r++)
        assert_int_equal(seen[r], 2);
    arena_free(book->arena);
}

/* Rows are left to the next page where a label of two lines would have one row of a join above or below. */
static void cut_joins_keep_their_label(void **state)
{
    (void)state;
    for (int rows = 25; rows < 36; rows++) {
        struct book *book = book_new();
        struct grid *grid = add_annex(book, "附件", "表", 50, 2);
        struct cell *label = &grid->cells[2 * rows];
        *label = (struct cell){.text = "产出\n指标", .rowspan = 7, .colspan = 1};
        for (int r = rows + 1; r < rows + 7; r++)
            grid->cells[2 * r].covered = true;
        struct layout *layout = laid_out(book);
        int parts = 0, seen = 0;
        for (size_t p = 0; p < layout->pages.count; p++) {
            const struct page *page = &layout->pages.items[p];
            bool inside = false, labelled = false;
            for (size_t i = 0; i < page->frames.count; i++) {
                const struct cell *cell = page->frames.items[i].cell;
                inside |= cell > label && cell < label + 14 && (cell - label) % 2;
                labelled |= cell == label;
            }
            parts += inside;
            seen += labelled;
        }
        assert_in_range(parts, 1, 2);
        assert_int_equal(parts, seen);
        arena_free(book->arena);
    }
}

static void notes_are_never_alone(void **state)
{
    (void)state;
    for (int rows = 20; rows < 40; rows++) {
        struct book *book = book_new();
        struct grid *grid = add_annex(book, "附件", "表", rows, 1);
        *list_push(book->arena, &grid->notes) = (struct phrase){.text = "注"};
        struct layout *layout = laid_out(book);
        const struct page *page = &layout->pages.items[layout->pages.count - 1];
        assert_non_null(find(page, "注"));
        assert_non_null(find(page, arena_printf(book->arena, "%d", rows - 1)));
        assert_true(find(page, "注")->y < TOP + 637795);
        arena_free(book->arena);
    }
}

/* 签字行 below the notes, on the table's columns; its room for seals on the same page. */
static void annexes_are_signed(void **state)
{
    (void)state;
    for (int rows = 25; rows < 36; rows++) {
        struct book *book = book_new();
        struct grid *grid = add_annex(book, "附件", "表", rows, 5);
        *list_push(book->arena, &grid->notes) = (struct phrase){.text = "注"};
        *list_push(book->arena, &grid->signs) = (struct phrase){.text = "单位负责人："};
        *list_push(book->arena, &grid->signs) = (struct phrase){.text = "填表人："};
        grid->seal_space = 57000;
        struct layout *layout = laid_out(book);
        const struct page *page = &layout->pages.items[layout->pages.count - 1];
        const struct frame *head = find(page, "单位负责人："), *clerk = find(page, "填表人：");
        assert_int_equal(head->x, LEFT);
        assert_int_equal(clerk->x, LEFT + WIDTH / 2);
        assert_int_equal(head->y, clerk->y);
        assert_true(head->y > find(page, "注")->y + 13650);
        assert_true(head->y + 57000 < TOP + 637795);
        assert_non_null(head->block);
        arena_free(book->arena);
    }
}

/* The room for seals is kept without a sign-off line, too, and 版记 stays out of it. */
static void seals_have_room_without_a_sign_off_line(void **state)
{
    (void)state;
    for (int rows = 20; rows < 36; rows++) {
        struct book *book = book_new();
        struct grid *grid = add_annex(book, "附件", "表", rows, 5);
        grid->seal_space = 57000;
        book->doc.imprint_date.text = "2024年2月28日印发";
        book->model->imprint = (struct style){FAKE_BODY, 14000, ALIGN_LEFT, false};
        struct layout *layout = laid_out(book);
        const struct page *page = NULL;
        for (size_t p = 0; p < layout->pages.count && !page; p++)
            if (find(&layout->pages.items[p], arena_printf(book->arena, "%d", rows - 1)))
                page = &layout->pages.items[p];
        mpt bottom = find(page, arena_printf(book->arena, "%d", rows - 1))->y + 57000;
        assert_true(bottom < TOP + 637795);
        const struct frame *imprint = find(page, "2024年2月28日印发");
        assert_true(!imprint || imprint->y - 14000 > bottom);
        arena_free(book->arena);
    }
}

/* No word of a title longer than a page is lost, all stand in the text area, and the unit line over the first row. */
static void a_long_annex_title_runs_on(void **state)
{
    (void)state;
    for (int characters = 300; characters < 700; characters += 7)
        for (int landscape = 0; landscape < 2; landscape++) {
            struct book *book = book_new();
            struct buf title = buf_in(book->arena);
            for (int i = 0; i < characters; i++)
                buf_add(&title, "题");
            struct grid *grid = add_annex(book, "附件", buf_text(&title), 3, 2);
            grid->unit_line.text = "单位：万元";
            grid->landscape = landscape;
            book->model->mirror = true;
            struct layout *layout = laid_out(book);
            int seen = 0;
            for (size_t p = 0; p < layout->pages.count; p++) {
                const struct page *page = &layout->pages.items[p];
                mpt left = page_left_edge(book->model, page->number);
                assert_ptr_equal(page->grid, grid);
                for (size_t i = 0; i < page->frames.count; i++) {
                    const struct frame *f = &page->frames.items[i];
                    seen += f->size == 22000 ? (int)f->count : 0;
                    if (!f->block && !f->cell)
                        continue;
                    assert_true(f->y < (landscape ? left + WIDTH : TOP + 637795));
                    assert_true(landscape ? f->y > left : f->x >= left && f->x + f->w <= left + WIDTH);
                }
                assert_true(!find(page, "单位：万元") == !find(page, "0"));
            }
            assert_int_equal(seen, characters);
            arena_free(book->arena);
        }
}

/* A table in the text has its unit line, notes and sign-off line like an annex. */
static void tables_in_the_text_have_what_stands_round_them(void **state)
{
    (void)state;
    for (int before = 10; before < 22; before++) {
        struct book *book = book_new();
        add_lines(book, before);
        struct grid *grid = add_annex(book, "", "", 3, 2);
        book->doc.annexes.count = 0;
        grid->unit_line.text = "单位：万元";
        *list_push(book->arena, &grid->notes) = (struct phrase){.text = "说明：注。"};
        *list_push(book->arena, &grid->signs) = (struct phrase){.text = "填表人："};
        add(book, BLOCK_TABLE, EL_BODY, "")->grid = grid;
        add(book, BLOCK_PARAGRAPH, EL_BODY, "后文");
        struct layout *layout = laid_out(book);
        const struct page *last = &layout->pages.items[layout->pages.count - 1];
        const struct frame *after = find(last, "后文");
        int signs = 0;
        assert_true((after->y - baseline(0)) % PITCH == 0);
        for (size_t p = 0; p < layout->pages.count; p++) {
            const struct page *page = &layout->pages.items[p];
            const struct frame *unit = find(page, "单位：万元"), *first = find(page, "0"), *row = find(page, "2");
            assert_true(!unit == !first);
            assert_true(!unit || (unit->x + unit->w == LEFT + WIDTH && unit->y < first->y));
            assert_true(!first || first->block->kind == BLOCK_TABLE);
            assert_true(!find(page, "说明：注。") == !row);
            const struct frame *sign = find(page, "填表人：");
            assert_true(!sign || page != last || sign->y < after->y);
            signs += sign != NULL;
        }
        assert_int_equal(signs, 1);
        arena_free(book->arena);
    }
}

/* Behind a table it takes the last row with it, rather than stand on a page of its own. */
static void a_signature_is_never_parted_from_a_table(void **state)
{
    (void)state;
    for (int rows = 5; rows < 50; rows++) {
        struct book *book = book_new();
        book->model->seal = rows % 2;
        add_lines(book, 2);
        struct grid *grid = add_annex(book, "", "", rows, 2);
        book->doc.annexes.count = 0;
        grid->head_first = grid->head_last = 0;
        add(book, BLOCK_TABLE, EL_BODY, "")->grid = grid;
        add_sign(book, "某县某局", "2024年2月28日");
        struct layout *layout = laid_out(book);
        const struct page *last = &layout->pages.items[layout->pages.count - 1];
        assert_non_null(find(last, "某县某局"));
        assert_non_null(find(last, arena_printf(book->arena, "%d", rows - 1)));
        arena_free(book->arena);
    }
}

static void a_row_higher_than_a_page_runs_on(void **state)
{
    (void)state;
    struct book *book = book_new();
    struct grid *grid = add_annex(book, "附件", "表", 2, 1);
    grid->head_first = grid->head_last = 0;
    struct buf text = buf_in(book->arena);
    for (int i = 0; i < 150; i++)
        buf_printf(&text, "%s第%d行", i ? "\n" : "", i);
    grid->cells[1].text = buf_text(&text);
    struct layout *layout = laid_out(book);
    int lines = 0;
    for (size_t p = 0; p < layout->pages.count; p++)
        for (size_t i = 0; i < layout->pages.items[p].frames.count; i++) {
            const struct frame *f = &layout->pages.items[p].frames.items[i];
            if (f->kind == FRAME_TEXT && f->cell == &grid->cells[1]) {
                lines++;
                assert_in_range(f->y, TOP, TOP + 637795);
            }
        }
    assert_int_equal(lines, 150);
    assert_int_equal(layout->pages.count, 4);
    arena_free(book->arena);
}

/* It is cut anyway: it begins below the rows before it, not on the next page. */
static void a_row_higher_than_a_page_leaves_none_blank(void **state)
{
    (void)state;
    struct book *book = book_new();
    struct grid *grid = add_annex(book, "附件", "表", 4, 1);
    grid->head_first = grid->head_last = 0;
    struct buf text = buf_in(book->arena);
    for (int i = 0; i < 150; i++)
        buf_printf(&text, "%s第%d行", i ? "\n" : "", i);
    grid->cells[2].text = buf_text(&text);
    struct layout *layout = laid_out(book);
    assert_int_equal(layout->pages.count, 4);
    assert_non_null(find(&layout->pages.items[0], "第0行"));
    assert_non_null(find(&layout->pages.items[3], "第149行"));
    int lines = 0;
    for (size_t p = 0; p < layout->pages.count; p++)
        for (size_t i = 0; i < layout->pages.items[p].frames.count; i++)
            lines += layout->pages.items[p].frames.items[i].cell == &grid->cells[2];
    assert_int_equal(lines, 150);
    arena_free(book->arena);
}

static void wide_annexes_are_turned(void **state)
{
    (void)state;
    struct book *book = book_new();
    struct grid *grid = add_annex(book, "附件", "表", 2, 3);
    grid->landscape = true;
    struct layout *layout = laid_out(book);
    const struct page *page = &layout->pages.items[0];
    assert_true(page->rotated);
    mpt x = 841890 - TOP - 637795;
    assert_int_equal(find(page, "附件")->x, x);
    assert_int_equal(find(page, "附件")->y, LEFT + ASCENT); /* the table's head is at the paper's left */
    assert_int_equal(find(page, "表")->x, x + (637795 - 22000) / 2);
    assert_int_equal(layout->grids.items[0]->col[0] + layout->grids.items[0]->col[1] + layout->grids.items[0]->col[2],
                     637795);
    const struct frame *number = find(page, "— 1 —");
    assert_true(number->upright);
    assert_int_equal(number->x + number->w, LEFT + WIDTH - CELL);
    assert_int_equal(number->y, TOP + 637795 + 19843 + 5320);
    arena_free(book->arena);
}

static void tables_in_the_text_take_whole_lines(void **state)
{
    (void)state;
    struct book *book = book_new();
    add_lines(book, 2);
    struct grid *grid = add_annex(book, "", "", 40, 1);
    book->doc.annexes.count = 0;
    grid->head_first = grid->head_last = 0;
    add(book, BLOCK_TABLE, EL_BODY, "")->grid = grid;
    add(book, BLOCK_PARAGRAPH, EL_BODY, "后文");
    struct layout *layout = laid_out(book);
    assert_int_equal(layout->pages.count, 2);
    const struct page *page = &layout->pages.items[0];
    const struct frame *first = find(page, "0");
    assert_int_equal(first->y, TOP + 2 * PITCH + 3000 + (13650 - 10500) / 2 + 9030);
    assert_ptr_equal(first->block, &book->doc.blocks.items[1]);
    page = &layout->pages.items[1];
    assert_non_null(find(page, "0")); /* the head again */
    const struct frame *after = find(page, "后文");
    assert_int_equal((after->y - ASCENT - TOP) % PITCH, 0);
    assert_true(after->y - ASCENT > find(page, "39")->y);
    arena_free(book->arena);
}

static void typed_page_breaks(void **state)
{
    (void)state;
    struct book *book = book_new();
    add(book, BLOCK_PAGE_BREAK, EL_BODY, "");
    add_lines(book, 22);
    add(book, BLOCK_PAGE_BREAK, EL_BODY, "");
    add(book, BLOCK_PAGE_BREAK, EL_BODY, "");
    add_lines(book, 2);
    add(book, BLOCK_PAGE_BREAK, EL_BODY, "");
    assert_int_equal(laid_out(book)->pages.count, 2); /* and no empty page */
    arena_free(book->arena);
    book = book_new();
    assert_int_equal(laid_out(book)->pages.count, 1);
    arena_free(book->arena);
}

static void names_characters_no_face_has(void **state)
{
    (void)state;
    struct book *book = book_new();
    add(book, BLOCK_PARAGRAPH, EL_BODY, "甲\uE123乙\uE123𠮷");
    struct grid *grid = add_annex(book, "附件", "表", 1, 1);
    grid->cells[0].text = "\uE456";
    grid->cells[0].at = (struct pos){.file = "annex1.ini", .line = 7, .column = 9};
    struct diag *diag = diag_new(book->arena);
    struct metrics metrics = fake_metrics();
    page_coverage(book->arena, diag, &metrics, laid_out(book));
    size_t n;
    struct finding **findings = diag_sorted(diag, &n);
    assert_int_equal(n, 2);
    for (size_t i = 0; i < n; i++) {
        bool cell = findings[i]->at.line == 7;
        assert_int_equal(findings[i]->code, DIAG_NO_GLYPH);
        assert_int_equal(findings[i]->at.column, cell ? 9 : 2);
        assert_string_equal(findings[i]->detail, cell ? "\uE456 U+E456" : "\uE123 U+E123");
    }
    arena_free(book->arena);
}

/* Whatever is drawn: the lines round a table, 版头, 版记, the words of the proof copy. */
static void looks_at_every_character(void **state)
{
    (void)state;
    struct book *book = book_new();
    add(book, BLOCK_PARAGRAPH, EL_BODY, "甲");
    struct grid *grid = add_annex(book, "\uE001", "\uE002", 1, 1);
    grid->cells[0].text = "乙";
    grid->unit_line.text = "\uE003";
    *list_push(book->arena, &grid->notes) = (struct phrase){.text = "\uE004"};
    struct phrase *sign = list_push(book->arena, &grid->signs);
    sign->text = "签字\uE005";
    *list_push(book->arena, &sign->spans) = (struct span){.text = "签字", .at = {"annex1.ini", 3, 5, NULL, NULL}};
    *list_push(book->arena, &sign->spans) = (struct span){.text = "\uE005", .at = {"annex1.ini", 3, 9, NULL, NULL}};
    book->doc.banner_mark.text = "\uE006";
    book->doc.banner_number.text = "\uE007";
    book->doc.imprint_copies.text = "\uE008";
    book->doc.imprint_office.text = "\uE009";
    book->doc.imprint_date.text = "\uE00A";
    book->model->proof_mark = "\uE00B";
    book->model->proof_list = "\uE00C";
    struct diag *diag = diag_new(book->arena);
    struct metrics metrics = fake_metrics();
    page_coverage(book->arena, diag, &metrics, laid_out(book));
    size_t n;
    struct finding **findings = diag_sorted(diag, &n);
    assert_int_equal(n, 12);
    for (size_t i = 0; i < n; i++)
        if (!strcmp(findings[i]->detail, "\uE005 U+E005"))
            assert_int_equal(findings[i]->at.column, 9);
    arena_free(book->arena);
}

static void long_documents(void **state)
{
    (void)state;
    struct book *book = book_new();
    for (int i = 0; i < 1000; i++)
        add_lines(book, 10);
    struct grid *grid = add_annex(book, "附件", "表", 2000, 4);
    grid->cells[0].rowspan = 2000;
    for (int r = 1; r < 2000; r++)
        grid->cells[4 * r].covered = true;
    struct layout *layout = laid_out(book);
    assert_true(layout->pages.count > 10000 / 22 + 60);
    int bad = 0;
    for (size_t p = 0; p + 80 < layout->pages.count; p++)
        bad += count_lines(&layout->pages.items[p]) < 21;
    assert_int_equal(bad, 0);
    arena_free(book->arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_full_page_has_22_lines),
        cmocka_unit_test(no_last_line_on_top_of_a_page),
        cmocka_unit_test(a_heading_is_never_last),
        cmocka_unit_test(stacked_headings_leave_two_lines_at_most),
        cmocka_unit_test(titles_stand_on_the_lines),
        cmocka_unit_test(titles_are_balanced),
        cmocka_unit_test(titles_are_broken_by_meaning),
        cmocka_unit_test(banner_and_imprint),
        cmocka_unit_test(an_imprint_is_on_a_back),
        cmocka_unit_test(page_numbers_stand_outside),
        cmocka_unit_test(attachments_hang),
        cmocka_unit_test(signs_without_a_seal),
        cmocka_unit_test(signs_with_a_seal),
        cmocka_unit_test(signs_where_the_report_wants),
        cmocka_unit_test(the_page_is_the_templates),
        cmocka_unit_test(large_tables_stay_linear),
        cmocka_unit_test(a_signature_is_never_alone),
        cmocka_unit_test(closing_lines_stay_together),
        cmocka_unit_test(the_first_page_shows_body_text),
        cmocka_unit_test(annexes_have_their_own_pages),
        cmocka_unit_test(a_table_may_leave_its_pages_unnumbered),
        cmocka_unit_test(long_annexes_repeat_their_head),
        cmocka_unit_test(cut_joins_keep_their_label),
        cmocka_unit_test(notes_are_never_alone),
        cmocka_unit_test(seals_have_room_without_a_sign_off_line),
        cmocka_unit_test(a_long_annex_title_runs_on),
        cmocka_unit_test(tables_in_the_text_have_what_stands_round_them),
        cmocka_unit_test(a_signature_is_never_parted_from_a_table),
        cmocka_unit_test(a_row_higher_than_a_page_runs_on),
        cmocka_unit_test(annexes_are_signed),
        cmocka_unit_test(a_row_higher_than_a_page_leaves_none_blank),
        cmocka_unit_test(wide_annexes_are_turned),
        cmocka_unit_test(tables_in_the_text_take_whole_lines),
        cmocka_unit_test(typed_page_breaks),
        cmocka_unit_test(names_characters_no_face_has),
        cmocka_unit_test(looks_at_every_character),
        cmocka_unit_test(long_documents),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
