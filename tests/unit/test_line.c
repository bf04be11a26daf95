#include "fake.h"
#include "layout/line_private.h"

/* 28 cells; the digits name the column of a line's first character */
#define HAN10 "一二三四五六七八九十"
#define HAN27 HAN10 HAN10 "一二三四五六七"
#define HAN28 HAN27 "八"

enum { CELL = 15793, MEASURE = 442205 };

static struct line_spec narrative(void)
{
    return (struct line_spec){.measure = MEASURE, .cell = CELL, .justify = true};
}

static struct lines broken(struct arena *arena, const char *text, struct line_spec spec)
{
    struct metrics metrics = fake_metrics();
    struct line_run run = {text, FAKE_BODY, 16000, NULL};
    struct lines lines = {0};
    line_break(arena, &metrics, &run, 1, &spec, &lines);
    return lines;
}

/* Breaks `text` on the grid; expects these lines, joined with |. */
static void expect(const char *text, const char *want)
{
    struct arena *arena = arena_new();
    struct lines lines = broken(arena, text, narrative());
    assert_string_equal(lines_text(arena, &lines), want);
    for (size_t i = 0; i < lines.count; i++)
        if (!lines.items[i].last)
            assert_int_equal(lines.items[i].width, MEASURE);
    arena_free(arena);
}

static void sets_28_on_the_grid(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct lines lines = broken(arena, HAN28 HAN28 "一二", narrative());
    assert_int_equal(lines.count, 3);
    const struct line *line = &lines.items[0];
    assert_int_equal(line->pieces.count, 1);
    assert_int_equal(line->pieces.items[0].count, 28);
    assert_int_equal(line->width, MEASURE);
    assert_int_equal(line->pieces.items[0].advances[27], CELL);
    mpt sum = 0;
    for (size_t i = 0; i < 28; i++)
        sum += line->pieces.items[0].advances[i];
    assert_int_equal(sum, MEASURE);
    assert_true(lines.items[2].last);
    assert_int_equal(lines.items[2].width, 2 * CELL);
    arena_free(arena);
}

static void indents_the_first_line(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct line_spec spec = narrative();
    spec.first = 2 * CELL;
    struct lines lines = broken(arena, HAN28 HAN10, spec);
    assert_int_equal(lines.items[0].pieces.items[0].count, 26);
    assert_int_equal(lines.items[0].pieces.items[0].x, 2 * CELL);
    assert_int_equal(lines.items[0].width, MEASURE);
    assert_int_equal(lines.items[1].pieces.items[0].x, 0);
    arena_free(arena);
}

static void a_mark_that_fits_stays_whole(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct lines lines = broken(arena, HAN27 "，" HAN10, narrative());
    assert_string_equal(lines_text(arena, &lines), HAN27 "，|" HAN10);
    assert_int_equal(lines.items[0].pieces.items[0].advances[27], CELL);
    /* and a comma inside a full line is not squeezed to fetch a 29th character */
    lines = broken(arena, "一，" HAN10 HAN10 "一二三四五六" HAN10, narrative());
    assert_int_equal(lines.items[lines.count - 2].pieces.items[0].count, 28);
    arena_free(arena);
}

static void squeezes_before_pushing(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    /* the 29th is a mark: half a cell at the line's end, half from the comma */
    struct lines lines = broken(arena, "甲，" HAN10 HAN10 "一二三四五六。" HAN10, narrative());
    assert_string_equal(lines_text(arena, &lines), "甲，" HAN10 HAN10 "一二三四五六。|" HAN10);
    const struct piece *piece = &lines.items[0].pieces.items[0];
    assert_int_equal(piece->count, 29);
    assert_int_equal(lines.items[0].width, MEASURE);
    assert_in_range(piece->advances[28], CELL / 2, CELL / 2 + 2);
    assert_in_range(piece->advances[1], CELL / 2 - 1, CELL / 2 + 2);
    assert_int_equal(piece->advances[0], CELL);
    /* nothing to squeeze: the last character comes down with the mark, the rest is stretched */
    lines = broken(arena, HAN28 "。" HAN10, narrative());
    assert_string_equal(lines_text(arena, &lines), HAN27 "|八。" HAN10);
    piece = &lines.items[0].pieces.items[0];
    assert_in_range(piece->advances[0], CELL + CELL / 26, CELL + CELL / 26 + 1);
    assert_int_equal(lines.items[0].width, MEASURE);
    arena_free(arena);
}

static void squeezes_gently_what_need_not_be(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    /* half a cell is left and nothing is forbidden: two marks give a quarter each … */
    struct lines lines = broken(arena, "1甲，乙，" HAN10 HAN10 "一二三四" HAN10, narrative());
    const struct piece *piece = &lines.items[0].pieces.items[0];
    assert_int_equal(piece->count, 29);
    assert_in_range(piece->advances[2], CELL * 3 / 4 - 2, CELL * 3 / 4 + 2);
    /* … a single one would have to give all it can: the line is stretched instead */
    lines = broken(arena, "1甲，乙丙" HAN10 HAN10 "一二三四" HAN10, narrative());
    assert_int_equal(lines.items[0].pieces.items[0].count, 28);
    assert_int_equal(lines.items[0].width, MEASURE);
    arena_free(arena);
}

static void squeezes_adjacent_marks_first(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct lines lines = broken(arena, "甲，乙》（" HAN10 HAN10 "一二三。" HAN10, narrative());
    const struct piece *piece = &lines.items[0].pieces.items[0];
    assert_int_equal(piece->count, 29);
    assert_int_equal(piece->advances[1], CELL); /* the comma is left alone */
    assert_in_range(piece->advances[3], CELL / 2 - 1, CELL / 2 + 2);
    arena_free(arena);
}

static void an_opening_mark_gives_its_left_half(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct lines lines = broken(arena, "一（甲" HAN10 HAN10 "一二三四五。" HAN10, narrative());
    const struct piece *piece = &lines.items[0].pieces.items[0];
    assert_int_equal(piece->count, 29);
    assert_in_range(piece->advances[0], CELL / 2 - 1, CELL / 2 + 2); /* the pen goes back */
    assert_int_equal(piece->advances[1], CELL);
    arena_free(arena);
}

static int wide_per_mille(const void *ctx, int face, uint32_t c)
{
    return c == 0x2030 ? 1167 : fake_advance(ctx, face, c);
}

/* FandolFang draws ‰ wider than a cell: it would stand on what follows, and beyond the right edge. */
static void a_wide_unit_has_the_room_it_needs(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct metrics metrics = {NULL, fake_face, wide_per_mille};
    struct line_run run = {"5‰左右", FAKE_BODY, 16000, NULL};
    struct line_spec spec = narrative();
    struct lines lines = {0};
    line_break(arena, &metrics, &run, 1, &spec, &lines);
    assert_int_equal(lines.items[0].pieces.items[0].advances[1], CELL * 1167 / 1000);
    assert_int_equal(lines.items[0].pieces.items[0].advances[2], CELL);
    arena_free(arena);
}

static void keeps_marks_from_line_edges(void **state)
{
    (void)state;
    /* never at the start: every line that would begin with one does not */
    static const char *const closers[] = {"。", "．", "，", "、", "；", "：", "！", "？", "‼",  "⁇",  "”",
                                          "’",  "）", "〕", "］", "｝", "】", "〗", "》", "〉", "」", "』",
                                          "·",  "・", "‧",  "－", "–",  "～", "—",  "/",  "／", "％", "‰",
                                          "℃",  "%",  "°",  ")",  "]",  "}",  "㎡", ","};
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof closers / sizeof *closers; i++) {
        struct lines lines = broken(arena, arena_printf(arena, HAN28 "%s" HAN10, closers[i]), narrative());
        assert_int_equal(lines.count, 2);
        assert_string_not_equal(line_text(arena, &lines.items[0]), HAN28);
    }
    static const char *const openers[] = {"“",  "‘",  "（", "〔", "［", "｛", "【", "〖", "《",
                                          "〈", "「", "『", "(",  "[",  "{",  "￥", "$",  "№"};
    for (size_t i = 0; i < sizeof openers / sizeof *openers; i++) {
        struct lines lines = broken(arena, arena_printf(arena, HAN27 "%s" HAN10, openers[i]), narrative());
        assert_string_equal(line_text(arena, &lines.items[0]), HAN27);
        assert_int_equal(lines.items[0].width, MEASURE);
    }
    arena_free(arena);
}

static void never_splits(void **state)
{
    (void)state;
    expect(HAN27 "——" HAN10, HAN27 "|——" HAN10);
    expect(HAN27 "……" HAN10, HAN27 "|……" HAN10);
    expect(HAN27 "585.63万元，" HAN10, HAN27 "|585.63万元，" HAN10);
    expect(HAN10 HAN10 "一二三四五六1,234.5" HAN10, HAN10 HAN10 "一二三四五六|1,234.5" HAN10);
    expect(HAN27 "98.5%" HAN10, HAN27 "|98.5%" HAN10);
    expect(HAN27 "-5" HAN10, HAN27 "-5|" HAN10);
    expect(HAN27 "≥98" HAN10, HAN27 "|≥98" HAN10);
    expect(HAN10 HAN10 "一二三四五六七15人" HAN10, HAN10 HAN10 "一二三四五六七|15人" HAN10);
    expect(HAN10 HAN10 "一二三四五六100余万元" HAN10, HAN10 HAN10 "一二三四五六|100余万元" HAN10);
    expect(HAN10 HAN10 "一二三四五2000平方米" HAN10, HAN10 HAN10 "一二三四五|2000平方米" HAN10);
    expect(HAN27 "Excel" HAN10, HAN27 "|Excel" HAN10);
    expect(HAN27 "it’s" HAN10, HAN27 "|it’s" HAN10);
}

static void splits_dates_only_in_need(void **state)
{
    (void)state;
    /* 2 cells short: the date moves as a whole */
    expect(HAN10 HAN10 "一二三四五六2024年2月28日" HAN10, HAN10 HAN10 "一二三四五六|2024年2月28日" HAN10);
    /* 6 cells short: more than ⅛ em in each gap */
    expect(HAN10 HAN10 "一二2024年12月28日前" HAN10, HAN10 HAN10 "一二2024年12月|28日前" HAN10);
    /* the same with a document number */
    expect(HAN10 HAN10 "一二三四五，绥财绩〔2024〕1号" HAN10, HAN10 HAN10 "一二三四五，绥财|绩〔2024〕1号" HAN10);
    expect(HAN10 HAN10 "一，绥财绩〔2024〕1号文", HAN10 HAN10 "一，绥财绩〔2024〕|1号文");
}

/* 3. belongs to what it counts. */
static void numbers_of_lists_are_not_left_behind(void **state)
{
    (void)state;
    expect(HAN27 "3.四" HAN10, HAN27 "|3.四" HAN10);
    expect(HAN10 HAN10 "一二三四五六。12．四" HAN10, HAN10 HAN10 "一二三四五六。|12．四" HAN10);
}

static void breaks_addresses_at_slashes(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct line_spec spec = narrative();
    spec.measure = 20 * CELL;
    struct lines lines = broken(arena, "网址https://www.example.gov.cn/open/report/index.html一二三", spec);
    assert_string_equal(line_text(arena, &lines.items[0]), "网址https://www.example.gov.cn/open/");
    /* a word longer than the line is cut */
    lines = broken(arena, "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz", spec);
    assert_int_equal(lines.count, 2);
    assert_int_equal(lines.items[0].pieces.items[0].count, 40);
    arena_free(arena);
}

static void no_single_last_character(void **state)
{
    (void)state;
    expect(HAN28 "甲。", HAN27 "|八甲。");
    expect(HAN28 "甲", HAN27 "|八甲");
    expect("甲，乙，丙，" HAN10 HAN10 "二好。", "甲，乙，丙，" HAN10 HAN10 "二好。");
    expect("甲，乙，丙，" HAN10 HAN10 "一二好。", "甲，乙，丙，" HAN10 HAN10 "一|二好。"); /* at most 29 cells */
    expect(HAN28 "甲乙。", HAN28 "|甲乙。");
    /* a shorter line is better than a document number split for its sake */
    expect(
        "一二由于担心完不成任务，《关于做好2023年度工作的通知》（某财绩〔2024〕133号）在申报绩效目标时留有较大余地，致"
        "使。",
        "一二由于担心完不成任务，《关于做好2023年度工作的通知》|（某财绩〔2024〕133号）在申报绩效目标时留有较大余地，|"
        "致使。");
}

static void squeezes_the_last_line_too(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct lines lines = broken(arena, "12，" HAN10 HAN10 "一二三四五六。", narrative());
    assert_int_equal(lines.count, 1);
    assert_int_equal(lines.items[0].width, MEASURE);
    arena_free(arena);
}

static void drops_spaces_at_edges(void **state)
{
    (void)state;
    expect(HAN28 " 甲乙", HAN28 "|甲乙");
    expect("  甲\u3000", "甲");
    expect("甲 ，乙", "甲 ，乙");
    expect("甲\n 乙 \n丙", "甲|乙|丙");
    expect("甲\n", "甲");
    expect("甲\n\n乙", "甲||乙");
    expect("", "");
    expect("  \n甲", "|甲");
    expect("甲\t乙", "甲 乙");
    expect(" \u3000\u3000甲\n\u3000乙", "\u3000\u3000甲|\u3000乙"); /* a typed indent */
}

/* Random text: nothing is lost or moved, both edges are exact, no mark stands where it must not. */
static void random_paragraphs(void **state)
{
    (void)state;
    static const char *const parts[] = {"甲", "乙丙丁", "，",     "。",   "（",  "）",    "“",           "”",
                                        "——", "……",     "2023年", "12月", "3日", "98.5%", "1,234.5万元", "PDF",
                                        " ",  "、",     "《",     "》",   "a/b", "·"};
    static const char never_first[] = "，。）”、》·%";
    uint32_t seed = 1;
    for (int round = 0; round < 3000; round++) {
        struct arena *arena = arena_new();
        struct buf text = buf_in(arena), want = buf_in(arena), got = buf_in(arena);
        bool mark = true;
        for (int i = 0; i < 60; i++) {
            seed = seed * 1103515245U + 12345U;
            const char *part = parts[(seed >> 16) % (sizeof parts / sizeof *parts)];
            bool is_mark = strlen(part) <= 3 && strcmp(part, "甲") && strcmp(part, "PDF") && strcmp(part, "a/b");
            if (!(mark && is_mark))
                buf_add(&text, part);
            mark = is_mark;
        }
        for (const char *s = buf_text(&text); *s; s++)
            if (*s != ' ')
                buf_addn(&want, s, 1);
        struct line_spec spec = narrative();
        spec.measure = MEASURE - (mpt)(seed % 150000);
        struct lines lines = broken(arena, buf_text(&text), spec);
        for (size_t i = 0; i < lines.count; i++) {
            const struct line *line = &lines.items[i];
            const char *s = line_text(arena, line);
            char first[5] = {0};
            const char *rest = s;
            utf8_put(first, utf8_next(&rest));
            assert_true(i == 0 || !strstr(never_first, first));
            assert_true(line->width <= spec.measure);
            assert_true(line->last || line->width == spec.measure);
            for (size_t k = 0; k < line->pieces.count; k++) {
                const struct piece *piece = &line->pieces.items[k];
                mpt sum = 0;
                for (size_t c = 0; c < piece->count; c++)
                    sum += piece->advances[c];
                assert_int_equal(sum, piece->width);
                assert_int_equal(piece->count, utf8_count(piece->text));
            }
            for (; *s; s++)
                if (*s != ' ')
                    buf_addn(&got, s, 1);
        }
        assert_string_equal(buf_text(&got), buf_text(&want));
        arena_free(arena);
    }
}

static void stretches_no_dash_and_no_digits(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct lines lines = broken(arena, "甲——12345乙……" HAN10 "一二三四五六七八九（" HAN10, narrative());
    const struct piece *piece = &lines.items[0].pieces.items[0];
    assert_int_equal(lines.items[0].width, MEASURE);
    assert_true(piece->advances[0] > CELL);
    assert_int_equal(piece->advances[1], CELL);     /* inside —— */
    assert_int_equal(piece->advances[3], CELL / 2); /* between digits */
    arena_free(arena);
}

/* Spaces as narrow as Latin faces draw them. */
static int narrow_space(const void *ctx, int face, uint32_t c)
{
    return c == ' ' ? 250 : fake_advance(ctx, face, c);
}

static void stretches_spaces_between_words_first(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct metrics metrics = {NULL, fake_face, narrow_space};
    /* 27½ cells and a quarter: the space grows to half a cell, the rest goes to all gaps */
    struct line_run run = {"ab cd" HAN10 HAN10 "一二三四五" HAN10, FAKE_BODY, 16000, NULL};
    struct line_spec spec = narrative();
    struct lines lines = {0};
    line_break(arena, &metrics, &run, 1, &spec, &lines);
    const struct piece *piece = &lines.items[0].pieces.items[0];
    assert_int_equal(lines.items[0].width, MEASURE);
    assert_int_equal(piece->advances[0], CELL / 2);
    assert_in_range(piece->advances[2], CELL / 2, CELL / 2 + CELL / 20);
    arena_free(arena);
}

/* A Latin-like face for dashes and quotes: they still take a full cell. */
static int narrow_advance(const void *ctx, int face, uint32_t c)
{
    return c == 0x201C || c == 0x201D ? 350 : c == 0x2014 ? 900 : fake_advance(ctx, face, c);
}

static void places_narrow_marks_in_full_cells(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct metrics metrics = {NULL, fake_face, narrow_advance};
    struct line_run run = {"甲“乙”——丙·丁", FAKE_BODY, 16000, NULL};
    struct line_spec spec = {.measure = 200000};
    struct lines lines = {0};
    line_break(arena, &metrics, &run, 1, &spec, &lines);
    const struct piece *piece = &lines.items[0].pieces.items[0];
    assert_int_equal(piece->advances[0], 16000 + 10400); /* the opening quote at the right of its cell */
    assert_int_equal(piece->advances[1], 5600);
    assert_int_equal(piece->advances[3], 16000 + 1600); /* the closing one at the left */
    assert_int_equal(piece->advances[4], 14400);        /* the dashes touch */
    assert_int_equal(piece->advances[6], 16000 - 4000); /* a full-width dot centred in half a cell */
    assert_int_equal(piece->width, 8 * 16000 + 8000);
    arena_free(arena);
}

static void cuts_pieces_at_faces_and_figures(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct metrics metrics = fake_metrics();
    static const struct fact *const none = NULL;
    const struct fact *figure = (const struct fact *)(const void *)&none;
    struct line_run runs[] = {{"支出", FAKE_BODY, 16000, NULL},
                              {"585.63", FAKE_BODY, 16000, figure},
                              {"万元𠮷\uE000", FAKE_BODY, 16000, NULL}};
    struct line_spec spec = narrative();
    struct lines lines = {0};
    line_break(arena, &metrics, runs, 3, &spec, &lines);
    assert_int_equal(lines.count, 1);
    const struct line *line = &lines.items[0];
    assert_int_equal(line->pieces.count, 5);
    assert_string_equal(line->pieces.items[1].text, "585.63");
    assert_ptr_equal(line->pieces.items[1].fact, figure);
    assert_int_equal(line->pieces.items[3].face, FAKE_FALLBACK);
    assert_int_equal(line->pieces.items[4].face, FAKE_BODY); /* no face: kept, reported elsewhere */
    assert_int_equal(line->pieces.items[2].x, line->pieces.items[1].x + line->pieces.items[1].width);
    /* number and unit hold together across the border */
    spec.measure = 5 * CELL;
    lines = (struct lines){0};
    line_break(arena, &metrics, runs, 3, &spec, &lines);
    assert_string_equal(line_text(arena, &lines.items[0]), "支出");
    arena_free(arena);
}

static void aligns_what_is_not_justified(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct line_spec spec = {.measure = 100000, .align = ALIGN_CENTER};
    struct lines lines = broken(arena, "甲乙", spec);
    assert_int_equal(lines.items[0].pieces.items[0].x, 34000);
    spec.align = ALIGN_RIGHT;
    lines = broken(arena, "甲乙", spec);
    assert_int_equal(lines.items[0].pieces.items[0].x, 68000);
    assert_int_equal(lines.items[0].width, 100000);
    /* one character for each line of a column too narrow even for that */
    spec = (struct line_spec){.measure = 8000};
    lines = broken(arena, "产出指标", spec);
    assert_int_equal(lines.count, 4);
    arena_free(arena);
}

static void stays_linear(void **state)
{
    (void)state;
    static const char *const units[] = {"甲",     "，", "（",  " ",   "a",  "1",  "甲1",
                                        "\u0301", "—",  "。”", "甲 ", "\n", "2月"};
    for (size_t u = 0; u < sizeof units / sizeof *units; u++) {
        struct arena *arena = arena_new();
        struct metrics metrics = fake_metrics();
        struct buf text = buf_in(arena);
        for (int i = 0; i < 100000; i++)
            buf_add(&text, units[u]);
        struct line_run run = {buf_text(&text), FAKE_BODY, 16000, NULL};
        struct line_spec spec = narrative();
        struct lines lines = {0};
        size_t steps = 0;
        line_break_counted(arena, &metrics, &run, 1, &spec, &lines, &steps);
        assert_true(steps < 20 * 100000 * utf8_count(units[u]));
        arena_free(arena);
    }
}

static void measures_one_line(void **state)
{
    (void)state;
    struct metrics metrics = fake_metrics();
    assert_int_equal(line_width(&metrics, "附件：1.", FAKE_BODY, 16000, CELL), 3 * CELL + 2 * (CELL / 2));
    assert_int_equal(line_width(&metrics, "标题", FAKE_TITLE, 22000, CELL), 44000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sets_28_on_the_grid),
        cmocka_unit_test(indents_the_first_line),
        cmocka_unit_test(a_mark_that_fits_stays_whole),
        cmocka_unit_test(squeezes_before_pushing),
        cmocka_unit_test(squeezes_gently_what_need_not_be),
        cmocka_unit_test(squeezes_adjacent_marks_first),
        cmocka_unit_test(an_opening_mark_gives_its_left_half),
        cmocka_unit_test(a_wide_unit_has_the_room_it_needs),
        cmocka_unit_test(keeps_marks_from_line_edges),
        cmocka_unit_test(never_splits),
        cmocka_unit_test(splits_dates_only_in_need),
        cmocka_unit_test(numbers_of_lists_are_not_left_behind),
        cmocka_unit_test(breaks_addresses_at_slashes),
        cmocka_unit_test(no_single_last_character),
        cmocka_unit_test(squeezes_the_last_line_too),
        cmocka_unit_test(drops_spaces_at_edges),
        cmocka_unit_test(random_paragraphs),
        cmocka_unit_test(stretches_no_dash_and_no_digits),
        cmocka_unit_test(stretches_spaces_between_words_first),
        cmocka_unit_test(places_narrow_marks_in_full_cells),
        cmocka_unit_test(cuts_pieces_at_faces_and_figures),
        cmocka_unit_test(aligns_what_is_not_justified),
        cmocka_unit_test(stays_linear),
        cmocka_unit_test(measures_one_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
