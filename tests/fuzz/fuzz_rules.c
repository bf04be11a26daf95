/* Any bytes as rules.ini, the part behind a NUL as report.ini: rules are applied, and tried without a report. Nothing
 * may crash or run without end. */
#include "model/check.h"

#include "base/num.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char fields[] =
    "[字段 a.*]\n类型 = 金额\n单位 = 万元\n[字段 a.s]\n公式 = a.x + a.y\n[字段 p.*]\n类型 = 百分比\n[字段 n.*]\n类型 = "
    "数量\n单位 = 人\n[表字段 T]\n键 = k\n列 = k | t | d | v | w\n[字段 T.*.t]\n类型 = 指标值\n[字段 T.*.d]\n类型 = "
    "指标值\n[字段 T.*.v]\n类型 = 数量\n[字段 T.*.w]\n类型 = 金额\n单位 = 万元\n";

static const char report[] = "[a]\nx = 19.49\ny = 4.21\nz = 585.63\nu = 609.33\n[p]\nr = 93.75%\n[n]\nq = 16\n[T]\n列 = k | t "
                             "| d | v | w\n行 = 甲 | ≥98.5% | 98.35% | 5 | 4\n行 = 乙 | 大幅提升 | 提升 | | 0\n"
                             "[别名]\np.r = 率\n[审核说明]\nR1 a.z [585.63 ≠ 609.33] = 口径不同\n";

static struct ini *parse(struct arena *arena, const char *file, const char *text)
{
    struct source source = {.file = file, .text = text, .size = strlen(text)};
    return ini_parse(arena, diag_new(arena), &source);
}

static struct doc *document(struct arena *arena)
{
    struct doc *doc = arena_alloc(arena, sizeof *doc);
    struct block *block = list_push(arena, &doc->blocks);
    block->kind = BLOCK_PARAGRAPH;
    *list_push(arena, &block->runs) = (struct run){.element = EL_BODY,
                                                   .text = "率93%，共4次、98.35%。",
                                                   .at = {.file = "正文/a.txt", .line = 1, .column = 1}};
    return doc;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 2);
    memcpy(text, data, size);
    text[size] = text[size + 1] = '\0';
    size_t head = strlen(text);
    const char *own = head < size ? text + head + 1 : report;
    if (utf8_invalid(text, head) == head && utf8_invalid(own, strlen(own)) == strlen(own)) {
        struct arena *arena = arena_new();
        num_init(arena);
        struct diag *diag = diag_new(arena);
        struct template t = {.name = "t", .inis = map_new(arena), .texts = map_new(arena)};
        *list_push(arena, &t.names) = "t";
        *list_push(arena, &t.folders) = "/nowhere";
        struct ini *rules = parse(arena, "t/rules.ini", text);
        map_put(t.inis, "rules.ini", rules ? rules : ini_new(arena, "t/rules.ini"));
        map_put(t.inis, "fields.ini", parse(arena, "t/fields.ini", fields));
        const struct ini *ini = parse(arena, "report.ini", own);
        ini = ini ? ini : ini_new(arena, "report.ini");
        struct facts *facts = facts_load(arena, diag, &t, ini);
        check_run(arena, diag, facts, &t, ini, document(arena));
        check_rules(arena, diag, &t);
        for (struct finding **all = diag_sorted(diag, &size); size > 0; size--)
            diag_line(diag, all[size - 1], DIAG_ZH);
        arena_free(arena);
    }
    free(text);
    return 0;
}
