/* How findings read: office language in one line, the verdict. In: a diag. Out: bytes on a stream. Strings of users are untrusted: nothing they hold can end a line or steer a terminal. */
#include "base/diag_private.h"

#include <stdlib.h>
#include <string.h>

/* Everything a language needs beside the fixed texts of the codes. */
static const struct words {
    const char *colon, *semicolon;
    const char *near_open, *near_close;
    const char *also_open, *also_next, *also_close;
    const char *reason_open, *reason_close;
    const char *id_open, *id_close;
    const char *answer, *explained;
    const char *more, *more_of, *first_line, *next_line, *last_line; /* of those not printed one by one */
} words[] = {
    [DIAG_ZH] = {"：", "；", "是不是“", "”？", "（另见 ", "、", "）", "（说明：", "）", "〔", "〕",
                 "    可在 report.ini 的[审核说明]中写：", "已说明", "同类还有 ", " 处", "第", "、", "行"},
    [DIAG_EN] = {": ", "; ", "did you mean \"", "\"?", " (see also ", ", ", ")", " (explanation: ", ")", " [", "]",
                 "    may be answered in report.ini under [审核说明]: ", "explained", "", " more of the kind", "lines ",
                 ", ", ""},
};

/* Control characters and marks that reorder text. */
static bool is_unsafe(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029 || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069);
}

/* s with what could harm a terminal, and bytes that are not UTF-8, made visible. */
static void add_safe(struct buf *buf, const char *s)
{
    for (const char *end = s + strlen(s); s < end;) {
        for (const char *stop = s + utf8_invalid(s, (size_t)(end - s)); s < stop;) {
            const char *start = s;
            uint32_t c = utf8_next(&s);
            if (is_unsafe(c))
                buf_printf(buf, "<U+%04X>", (unsigned)c);
            else
                buf_addn(buf, start, (size_t)(s - start));
        }
        if (s < end)
            buf_printf(buf, "<%02X>", (unsigned)(unsigned char)*s++);
    }
}

/* Of a cause in both languages only the one in use. */
static void add_detail(struct buf *buf, const char *s, enum diag_lang lang)
{
    const char *open = strchr(s, DIAG_PAIR_OPEN), *next = open ? strchr(open, DIAG_PAIR_NEXT) : NULL;
    const char *close = next ? strchr(next, DIAG_PAIR_CLOSE) : NULL;
    if (!close) {
        add_safe(buf, s);
        return;
    }
    const char *from = lang == DIAG_ZH ? open + 1 : next + 1, *to = lang == DIAG_ZH ? next : close;
    add_safe(buf, arena_strndup(buf->arena, s, (size_t)(open - s)));
    add_safe(buf, arena_strndup(buf->arena, from, (size_t)(to - from)));
    add_safe(buf, close + 1);
}

static bool filled(const char *s)
{
    return s && *s;
}

bool diag_is_explained(const struct finding *finding)
{
    return finding->explained && finding->level == DIAG_EXPLAIN;
}

static const char *level_word(const struct finding *finding, enum diag_lang lang)
{
    return diag_is_explained(finding) ? words[lang].explained : diag_level_name(finding->level, lang);
}

void diag_add_place(struct buf *buf, const struct pos *at)
{
    if (!filled(at->file))
        return;
    add_safe(buf, at->file);
    if (at->line > 0)
        buf_printf(buf, ":%d", at->line);
    if (at->line > 0 && at->column > 0)
        buf_printf(buf, ":%d", at->column);
    if (filled(at->sheet)) {
        buf_add(buf, " ");
        add_safe(buf, at->sheet);
    }
    if (filled(at->cell)) {
        buf_add(buf, filled(at->sheet) ? "!" : " ");
        add_safe(buf, at->cell);
    }
}

/* A sentence without the stop that would stand before more text. */
static void add_sentence(struct buf *buf, const char *s)
{
    size_t n = strlen(s);
    for (size_t stop = strlen("。");
         n > stop && (!memcmp(s + n - stop, "。", stop) || !memcmp(s + n - stop, "；", stop));)
        n -= stop;
    while (n > 1 && (s[n - 1] == '.' || s[n - 1] == ';'))
        n--;
    add_safe(buf, arena_strndup(buf->arena, s, n));
}

/* Message, detail, nearest name and what to do. */
static void add_body(struct buf *buf, const struct finding *finding, enum diag_lang lang)
{
    const struct words *w = &words[lang];
    add_sentence(buf, filled(finding->message) ? finding->message : diag_code_text(finding->code, lang));
    if (filled(finding->detail)) {
        buf_add(buf, w->colon);
        add_detail(buf, finding->detail, lang);
    }
    if (filled(finding->near)) {
        buf_add(buf, w->semicolon);
        buf_add(buf, w->near_open);
        add_safe(buf, finding->near);
        buf_add(buf, w->near_close);
    }
    const char *todo = finding->todo ? finding->todo : diag_code_todo(finding->code, lang);
    if (*todo && !diag_is_explained(finding)) {
        if (!filled(finding->near))
            buf_add(buf, w->semicolon);
        else if (lang == DIAG_EN)
            buf_add(buf, " ");
        add_sentence(buf, todo);
    }
}

static void add_also(struct buf *buf, const struct finding *finding, const struct words *w)
{
    size_t n = 0;
    for (size_t i = 0; i < finding->also.count; i++) {
        if (!filled(finding->also.items[i].file))
            continue;
        buf_add(buf, n++ ? w->also_next : w->also_open);
        diag_add_place(buf, &finding->also.items[i]);
    }
    if (n)
        buf_add(buf, w->also_close);
}

static const char *level_color(const struct finding *finding)
{
    if (diag_is_explained(finding))
        return "\033[32m";
    return finding->level == DIAG_HINT ? "\033[36m" : finding->level == DIAG_EXPLAIN ? "\033[33m" : "\033[1;31m";
}

static const char *line_of(struct diag *diag, const struct finding *finding, enum diag_lang lang, bool color)
{
    const struct words *w = &words[lang];
    struct buf buf = buf_in(diag_arena(diag));
    diag_add_place(&buf, &finding->at);
    if (filled(finding->at.file))
        buf_add(&buf, ": ");
    buf_add(&buf, color ? level_color(finding) : "");
    buf_add(&buf, level_word(finding, lang));
    buf_add(&buf, color ? "\033[0m" : "");
    buf_add(&buf, w->colon);
    add_body(&buf, finding, lang);
    add_also(&buf, finding, w);
    if (diag_is_explained(finding) && filled(finding->reason)) {
        buf_add(&buf, w->reason_open);
        add_safe(&buf, finding->reason);
        buf_add(&buf, w->reason_close);
    }
    buf_add(&buf, w->id_open);
    if (filled(finding->rule)) {
        add_safe(&buf, finding->rule);
        buf_add(&buf, " ");
    }
    buf_add(&buf, diag_code_id(finding->code));
    buf_add(&buf, w->id_close);
    return buf_text(&buf);
}

const char *diag_line(struct diag *diag, const struct finding *finding, enum diag_lang lang)
{
    return line_of(diag, finding, lang, false);
}

const char *diag_finding_level(const struct finding *finding, enum diag_lang lang)
{
    return level_word(finding, lang);
}

const char *diag_answer(struct diag *diag, const struct finding *finding, enum diag_lang lang)
{
    if (!filled(finding->answer) || diag_is_explained(finding))
        return NULL;
    struct buf buf = buf_in(diag_arena(diag));
    buf_add(&buf, words[lang].answer);
    add_safe(&buf, finding->answer);
    return buf_text(&buf);
}

/* How a verdict begins: ready, not ready, not completed; of a report, of a template. */
static const char *const heads[][3][2] = {{{"结论：可以报送", "verdict: ready to submit"},
                                           {"结论：还不能报送", "verdict: not ready to submit"},
                                           {"结论：没有完成", "verdict: not completed"}},
                                          {{"结论：模板可以用", "verdict: the template can be used"},
                                           {"结论：模板还不能用", "verdict: the template cannot be used yet"},
                                           {"结论：没有完成", "verdict: not completed"}}};

/* Nothing stands in the way, but there is something to look at. */
static const char *ready_but(struct diag *diag, const struct diag_counts *n, enum diag_lang lang, bool of_template)
{
    struct buf out = buf_in(diag_arena(diag));
    buf_add(&out, heads[of_template][0][lang]);
    if (n->explained)
        buf_printf(&out, lang == DIAG_ZH ? "（已说明 %zu 处）" : " (%zu explained)", n->explained);
    if (lang == DIAG_ZH)
        buf_printf(&out, "，但有 %zu 处提示建议先看一遍", n->hints);
    else
        buf_printf(&out, ", but look at %zu %s first", n->hints, n->hints == 1 ? "hint" : "hints");
    return buf_text(&out);
}

/* What stands in the way first, zero counts left out. */
static const char *verdict(struct diag *diag, enum diag_lang lang, bool of_template)
{
    static const struct {
        const char *zh, *one, *many;
    } names[] = {{"故障", "failure", "failures"},
                 {"必改", "error", "errors"},
                 {"须说明", "to explain", "to explain"},
                 {"已说明", "explained", "explained"},
                 {"提示", "hint", "hints"}};
    struct diag_counts n = diag_count(diag);
    if (n.hints && !n.system && !n.errors && !n.unexplained)
        return ready_but(diag, &n, lang, of_template);
    size_t counts[] = {n.system, n.errors, n.unexplained, n.explained, n.hints};
    struct buf out = buf_in(diag_arena(diag));
    buf_add(&out, heads[of_template][n.system ? 2 : n.errors || n.unexplained ? 1 : 0][lang]);
    bool first = true;
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        if (!counts[i])
            continue;
        if (lang == DIAG_ZH)
            buf_printf(&out, "%s%s %zu 处", first ? "：" : "，", names[i].zh, counts[i]);
        else
            buf_printf(&out, "%s%zu %s", first ? ": " : ", ", counts[i], counts[i] == 1 ? names[i].one : names[i].many);
        first = false;
    }
    return buf_text(&out);
}

const char *diag_verdict(struct diag *diag, enum diag_lang lang)
{
    return verdict(diag, lang, false);
}

const char *diag_verdict_words(struct diag *diag, enum diag_lang lang)
{
    return strstr(verdict(diag, lang, false), words[lang].colon) + strlen(words[lang].colon);
}

/* What has to be done first comes first; what has been explained comes last. */
static int urgency(const struct finding *finding)
{
    return diag_is_explained(finding) ? 0 : 1 + (int)finding->level;
}

/* The findings sorted by place, the urgent ones first. */
static struct finding **by_urgency(struct diag *diag, size_t *n)
{
    struct finding **all = diag_sorted(diag, n);
    struct finding **list = arena_alloc(diag_arena(diag), (*n + 1) * sizeof *list);
    size_t taken = 0;
    for (int degree = 1 + DIAG_SYSTEM; degree >= 0; degree--)
        for (size_t i = 0; i < *n; i++)
            if (urgency(all[i]) == degree)
                list[taken++] = all[i];
    return list;
}

static bool same(const char *a, const char *b)
{
    return a == b || (a && b && !strcmp(a, b));
}

/* How many of the n findings that begin the list say the same of the same file. Only what need not be answered one by
 * one is ever counted together. */
static size_t alike(struct finding *const *list, size_t n)
{
    const struct finding *first = list[0];
    size_t count = 1;
    if (first->level != DIAG_HINT && !diag_is_explained(first))
        return count;
    while (count < n && list[count]->code == first->code && urgency(list[count]) == urgency(first) &&
           same(list[count]->at.file, first->at.file) && same(list[count]->message, first->message))
        count++;
    return count;
}

/* One line for the n findings that begin the list: how many, and on which lines. */
static const char *rest_of(struct diag *diag, struct finding *const *list, size_t n, enum diag_lang lang, bool color)
{
    enum { MOST_LINES = 30 };
    const struct words *w = &words[lang];
    struct buf buf = buf_in(diag_arena(diag)), lines = buf_in(diag_arena(diag));
    struct pos file = {.file = list[0]->at.file};
    size_t listed = 0;
    for (size_t i = 0; i < n && listed < MOST_LINES; i++)
        if (list[i]->at.line > 0 && (i == 0 || list[i]->at.line != list[i - 1]->at.line))
            buf_printf(&lines, "%s%d", listed++ ? w->next_line : w->first_line, list[i]->at.line);
    diag_add_place(&buf, &file);
    buf_add(&buf, filled(file.file) ? ": " : "");
    buf_printf(&buf, "%s%s%s%s", color ? level_color(list[0]) : "", level_word(list[0], lang), color ? "\033[0m" : "",
               w->colon);
    buf_printf(&buf, "%s%zu%s", w->more, n, w->more_of);
    if (listed)
        buf_printf(&buf, "%s%s%s%s", w->colon, buf_text(&lines), listed == MOST_LINES ? "…" : "", w->last_line);
    buf_printf(&buf, "%s%s%s", w->id_open, diag_code_id(list[0]->code), w->id_close);
    return buf_text(&buf);
}

static void print_one(struct diag *diag, FILE *out, const char *start, const struct finding *finding,
                      enum diag_lang lang, bool color)
{
    fprintf(out, "%s%s\n", start, line_of(diag, finding, lang, color));
    const char *answer = diag_answer(diag, finding, lang);
    if (answer)
        fprintf(out, "%s\n", answer);
}

/* "甲局: ", what begins the lines of one report among several. */
static const char *line_start(struct diag *diag, const char *report)
{
    struct buf buf = buf_in(diag_arena(diag));
    if (report) {
        add_safe(&buf, report);
        buf_add(&buf, ": ");
    }
    return buf_text(&buf);
}

void diag_print_text(struct diag *diag, FILE *out, enum diag_lang lang, unsigned how, const char *report)
{
    enum { SHOWN = 3 };
    size_t n;
    struct finding **list = by_urgency(diag, &n);
    bool color = (how & DIAG_COLOR) != 0;
    const char *start = line_start(diag, report);
    for (size_t i = 0; i < n && !(how & DIAG_SERIOUS);) {
        size_t group = how & DIAG_EVERY ? 1 : alike(list + i, n - i);
        size_t shown = group > SHOWN ? SHOWN : group;
        for (size_t k = 0; k < shown; k++)
            print_one(diag, out, start, list[i + k], lang, color);
        if (shown < group)
            fprintf(out, "%s%s\n", start, rest_of(diag, list + i + shown, group - shown, lang, color));
        i += group;
    }
    for (size_t i = 0; i < n && (how & DIAG_SERIOUS); i++)
        if (list[i]->level != DIAG_HINT && !diag_is_explained(list[i]))
            fprintf(out, "%s%s\n", start, line_of(diag, list[i], lang, false));
    if (how & DIAG_VERDICT)
        fprintf(out, "%s%s\n", start, verdict(diag, lang, (how & DIAG_OF_TEMPLATE) != 0));
}

const char *diag_message(struct diag *diag, const struct finding *finding, enum diag_lang lang)
{
    struct buf buf = buf_in(diag_arena(diag));
    add_body(&buf, finding, lang);
    return buf_text(&buf);
}

void diag_out_of_memory(void)
{
    fprintf(stderr, "%s：%s / %s〔%s〕\n", diag_level_name(DIAG_SYSTEM, DIAG_ZH), diag_code_text(DIAG_MEMORY, DIAG_ZH),
            diag_code_text(DIAG_MEMORY, DIAG_EN), diag_code_id(DIAG_MEMORY));
    exit(3);
}
