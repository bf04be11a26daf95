/* Fake fonts and the page of GB/T 9704-2012 for the tests of layout: Han and full-width 1 em, ASCII ½ em. */
#ifndef TESTS_FAKE_H
#define TESTS_FAKE_H

#include "layout/page.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
/* cmocka.h needs the four above */
#include <cmocka.h>

enum { FAKE_TITLE, FAKE_HEI, FAKE_KAI, FAKE_BODY, FAKE_SONG, FAKE_FALLBACK };

/* Private use characters are in no face; beyond the BMP only the fallback has them. */
static int fake_face(const void *ctx, int face, uint32_t c)
{
    (void)ctx;
    if (c >= 0xE000 && c < 0xF900)
        return -1;
    return c > 0xFFFF ? FAKE_FALLBACK : face;
}

static int fake_advance(const void *ctx, int face, uint32_t c)
{
    (void)ctx;
    (void)face;
    return c < 0x2000 && c != 0xB7 ? 500 : 1000;
}

static inline struct metrics fake_metrics(void)
{
    return (struct metrics){NULL, fake_face, fake_advance};
}

static inline struct page_model *gbt9704_model(struct arena *arena)
{
    struct page_model *model = arena_alloc(arena, sizeof *model);
    *model = (struct page_model){.width = 595276,
                                 .height = 841890,
                                 .top = 104882,
                                 .left = 79370,
                                 .text_width = 442205,
                                 .text_height = 637795,
                                 .lines = 22,
                                 .cells = 28,
                                 .pitch = 29609,
                                 .cell = 15793,
                                 .number_drop = 19843,
                                 .cell_pad_x = 3000,
                                 .cell_pad_y = 3000,
                                 .table_pitch = 1300,
                                 .attachments_label = "附件：",
                                 .annex_label = "附件{n}",
                                 .page_number = "— {n} —",
                                 .proof_mark = "审核稿",
                                 .proof_list = "审核意见"};
    for (int e = 0; e < EL_COUNT; e++)
        model->styles[e] = (struct style){FAKE_BODY, 16000, ALIGN_LEFT, false};
    model->styles[EL_TITLE] = model->styles[EL_ANNEX_TITLE] = (struct style){FAKE_TITLE, 22000, ALIGN_CENTER, false};
    model->styles[EL_SUBTITLE] = (struct style){FAKE_KAI, 16000, ALIGN_CENTER, false};
    model->styles[EL_LEVEL1].face = model->styles[EL_ANNEX_LABEL].face = FAKE_HEI;
    model->styles[EL_LEVEL2].face = FAKE_KAI;
    model->styles[EL_PAGE_NUMBER] = (struct style){FAKE_SONG, 14000, ALIGN_LEFT, false};
    static const struct cell_style styles[] = {
        {.name = "正文",
         .text = {FAKE_BODY, 10500, ALIGN_CENTER, false},
         .align = ALIGN_CENTER,
         .border_inner = 500,
         .border_outer = 1000},
        {.name = "表头",
         .text = {FAKE_HEI, 10500, ALIGN_CENTER, false},
         .align = ALIGN_CENTER,
         .border_inner = 500,
         .border_outer = 1000},
        {.name = "左",
         .text = {FAKE_BODY, 10500, ALIGN_LEFT, false},
         .align = ALIGN_LEFT,
         .border_inner = 500,
         .border_outer = 1000},
        {.name = "注", .text = {FAKE_BODY, 10500, ALIGN_LEFT, false}, .align = ALIGN_LEFT},
        {.name = "单位行", .text = {FAKE_BODY, 10500, ALIGN_RIGHT, false}, .align = ALIGN_RIGHT},
    };
    for (size_t i = 0; i < sizeof styles / sizeof *styles; i++)
        *list_push(arena, &model->cell_styles) = styles[i];
    return model;
}

/* The text of one line. */
static inline const char *line_text(struct arena *arena, const struct line *line)
{
    struct buf buf = buf_in(arena);
    for (size_t i = 0; i < line->pieces.count; i++)
        buf_add(&buf, line->pieces.items[i].text);
    return buf_text(&buf);
}

/* The lines of a paragraph joined with |. */
static inline const char *lines_text(struct arena *arena, const struct lines *lines)
{
    struct buf buf = buf_in(arena);
    for (size_t i = 0; i < lines->count; i++) {
        if (i)
            buf_add(&buf, "|");
        buf_add(&buf, line_text(arena, &lines->items[i]));
    }
    return buf_text(&buf);
}

#endif
