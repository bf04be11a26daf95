/* Punctuation: marks in a row, half-width marks in Chinese text, full-width digits, white space between characters,
 * 、 between titles. Which mark is right is the standard's (GB/T 15834-2011), not the template's. */
#include "model/lint_private.h"

static const char *char_text(struct arena *arena, uint32_t c)
{
    char out[4];
    size_t n = utf8_put(out, c);
    return arena_strndup(arena, out, n);
}

/* The characters round [from, to) that make a finding readable. */
static void with_neighbours(const struct lint_text *t, size_t *from, size_t *to)
{
    if (*from > 0 && lint_is_chinese(t->c[*from - 1]))
        --*from;
    if (*to < t->n && lint_is_chinese(t->c[*to]))
        ++*to;
}

/* Reports [from, to) with its neighbours, and corrects it. */
static void replace(struct lint *l, const struct lint_text *t, enum diag_code code, size_t from, size_t to,
                    const char *right)
{
    size_t first = from, last = to;
    with_neighbours(t, &first, &last);
    const char *whole = arena_printf(l->arena, "%s%s%s", lint_slice(l->arena, t, first, from), right,
                                     lint_slice(l->arena, t, to, last));
    lint_report_at(l, t, code, from, first, last, whole);
    lint_edit(l, t, from, to, right);
}

/* -- marks in a row -- */

/* ，。、；： and the like: never two of them in a row. */
static bool is_point(uint32_t c)
{
    return c == 0x3001 || c == 0x3002 || c == 0xFF0C || c == 0xFF1B || c == 0xFF1A;
}

static bool is_call(uint32_t c)
{
    return c == 0xFF01 || c == 0xFF1F;
}

void lint_doubled_marks(struct lint *l, const struct lint_text *t)
{
    for (size_t i = 0; i + 1 < t->n; i++) {
        uint32_t c = t->c[i];
        size_t end = i + 1;
        bool same = true;
        if (!is_point(c) && !is_call(c))
            continue;
        for (; end < t->n && (is_point(t->c[end]) || (is_call(t->c[end]) && (is_point(c) || t->c[end] == c))); end++)
            same = same && t->c[end] == c;
        if (end == i + 1)
            continue;
        if (same && end == i + 2)
            replace(l, t, DIAG_LINT_DOUBLED_MARK, i, end, char_text(l->arena, c));
        else
            lint_report(l, t, DIAG_LINT_DOUBLED_MARK, i, end, same && c == 0x3002 ? "……" : NULL);
        i = end - 1;
    }
}

/* -- half-width -- */

static uint32_t full_width(uint32_t c)
{
    static const char half[] = ",:;?!()";
    static const uint32_t full[] = {0xFF0C, 0xFF1A, 0xFF1B, 0xFF1F, 0xFF01, 0xFF08, 0xFF09};
    for (size_t i = 0; i < sizeof half - 1; i++)
        if (c == (uint32_t)half[i])
            return full[i];
    return 0;
}

static bool is_word_char(uint32_t c)
{
    return c > ' ' && c < 0x7F && (text_is_digit(c) || (c | 0x20) - 'a' < 26);
}

/* True if a Chinese character or mark stands before or behind the mark, or behind what stands before it (APP,绥宁). */
static bool in_chinese(const struct lint_text *t, size_t i)
{
    uint32_t before = i > 0 ? t->c[i - 1] : 0, behind = t->c[i + 1];
    if (t->c[i] == ':' && behind == '/')
        return false;
    return lint_is_chinese(before) || lint_is_chinese(behind);
}

/* Round brackets: right as they are round Latin words in Latin text only. */
static bool bracket_in_chinese(const struct lint_text *t, size_t i)
{
    int other = t->partner[i];
    size_t from = other >= 0 && (size_t)other < i ? (size_t)other : i;
    size_t to = other >= 0 && (size_t)other > i ? (size_t)other : i;
    if ((from > 0 && lint_is_chinese(t->c[from - 1])) || lint_is_chinese(t->c[to + 1]))
        return true;
    for (size_t k = from; k < to && k < from + 100; k++)
        if (lint_is_chinese(t->c[k]))
            return true;
    return false;
}

/* A point that ends a Chinese sentence: behind a character or a percentage, before a character, a number or the end. */
static bool is_full_stop(const struct lint_text *t, size_t i)
{
    if (t->c[i] != '.' || i < 2)
        return false;
    uint32_t before = t->c[i - 1], behind = t->c[i + 1];
    bool ends = (lint_is_chinese(before) && before != 0x2026) || before == '%';
    bool begins = behind == 0 || text_is_han(behind) || text_is_digit(behind) || behind == 0x300A || behind == 0x201C;
    bool number = (before == ')' || before == 0xFF09) && (t->partner[i - 1] < 0 || t->partner[i - 1] + 5 > (int)i);
    return ends && begins && !number; /* （一）. */
}

/* The end of "2023]11号" behind the opening bracket at i, 0 if it is none. */
static size_t document_number_end(const struct lint_text *t, size_t i)
{
    static const uint32_t open[] = {'[', '(', 0x3010, 0xFF08, 0x3008, 0xFF3B, 0x300C};
    bool opens = false;
    for (size_t k = 0; k < sizeof open / sizeof *open; k++)
        opens = opens || t->c[i] == open[k];
    if (!opens || t->partner[i] != (int)i + 5 || i == 0 || !text_is_han(t->c[i - 1]))
        return 0;
    for (size_t k = i + 1; k < i + 5; k++)
        if (!text_is_digit(t->c[k]))
            return 0;
    size_t k = i + 6 + (t->c[i + 6] == 0x7B2C), digits = k; /* 第 */
    while (text_is_digit(t->c[k]))
        k++;
    return k > digits && t->c[k] == 0x53F7 ? k : 0; /* 号 */
}

/* True if the bracket at i belongs to a document number (绥政办发[2023]11号). */
static bool is_document_number(const struct lint_text *t, size_t i)
{
    int other = t->partner[i];
    return document_number_end(t, i) > 0 || (other >= 0 && document_number_end(t, (size_t)other) > 0);
}

void lint_half_width(struct lint *l, const struct lint_text *t)
{
    size_t straight = 0;
    for (size_t i = 0; i < t->n; i++) {
        uint32_t c = t->c[i], full = full_width(c);
        bool bracket = c == '(' || c == ')';
        if (full != 0 && (bracket ? bracket_in_chinese(t, i) && !is_document_number(t, i) : in_chinese(t, i)))
            replace(l, t, DIAG_LINT_HALF_WIDTH, i, i + 1, char_text(l->arena, full));
        else if (is_full_stop(t, i))
            replace(l, t, DIAG_LINT_HALF_WIDTH, i, i + 1, "。");
        else if (c == '"' && in_chinese(t, i))
            lint_report(l, t, DIAG_LINT_HALF_WIDTH, i, i + 1, straight++ % 2 == 0 ? "“" : "”");
        else if ((c == '[' || c == ']') && in_chinese(t, i) && !is_document_number(t, i))
            lint_report(l, t, DIAG_LINT_HALF_WIDTH, i, i + 1, c == '[' ? "〔" : "〕");
    }
}

/* Digits are never touched. */
void lint_full_width(struct lint *l, const struct lint_text *t)
{
    for (size_t i = 0; i < t->n; i++) {
        size_t end = i;
        struct buf narrow = buf_in(l->arena);
        for (; end < t->n && t->c[end] >= 0xFF10 && t->c[end] <= 0xFF5A && is_word_char(text_narrow(t->c[end])); end++)
            buf_putc(&narrow, text_narrow(t->c[end]));
        if (end > i) {
            lint_report(l, t, DIAG_LINT_FULL_WIDTH, i, end, buf_text(&narrow));
            i = end - 1;
        }
    }
}

/* -- white space -- */

/* True if i stands within a title: there a space parts those who issued it (《中共中央 国务院关于…》). */
static bool in_title(const struct lint_text *t, size_t i)
{
    for (size_t k = i; k-- > 0 && i - k < 100;)
        if (t->c[k] == 0x300A || t->c[k] == 0x300B)
            return t->c[k] == 0x300A;
    return false;
}

/* One full-width space between two characters is a way to set a name of two (张　三). */
void lint_spaces(struct lint *l, const struct lint_text *t)
{
    for (size_t i = 1; i < t->n; i++) {
        size_t end = i;
        while (end < t->n && lint_is_blank(t->c[end]))
            end++;
        if (end == i || end == t->n)
            continue;
        uint32_t before = t->c[i - 1], behind = t->c[end];
        bool between = lint_is_chinese(before) && lint_is_chinese(behind);
        bool beside = (lint_is_mark(before) && before != 0x2014 && before != 0x2026 && before != 0xB7) ||
                      (lint_is_mark(behind) && behind != 0x2014 && behind != 0x2026 && behind != 0xB7);
        bool name = end == i + 1 && t->c[i] == 0x3000 && text_is_han(before) && text_is_han(behind);
        bool apart = text_is_han(before) && text_is_han(behind) && (t->kind == LINT_HEADING || in_title(t, i));
        if ((between || beside) && !name && !apart)
            replace(l, t, DIAG_LINT_SPACE, i, end, "");
        i = end;
    }
}

/* -- titles and document numbers -- */

void lint_document_numbers(struct lint *l, const struct lint_text *t)
{
    for (size_t i = 0; i < t->n; i++) {
        size_t end = document_number_end(t, i);
        if (end == 0)
            continue;
        const char *right = arena_printf(l->arena, "〔%s〕%s", lint_slice(l->arena, t, i + 1, i + 5),
                                         lint_slice(l->arena, t, i + 6, end + 1));
        lint_report(l, t, DIAG_LINT_DOCUMENT_NUMBER, i, end + 1, right);
        lint_edit(l, t, i, i + 1, "〔");
        lint_edit(l, t, i + 5, i + 6, "〕");
    }
}

void lint_listing_marks(struct lint *l, const struct lint_text *t)
{
    for (size_t i = 1; i + 1 < t->n; i++) {
        uint32_t before = t->c[i - 1], behind = t->c[i + 1];
        if (t->c[i] == 0x3001 && ((before == 0x300B && behind == 0x300A) || (before == 0x201D && behind == 0x201C)))
            replace(l, t, DIAG_LINT_LISTING_MARK, i, i + 1, "");
    }
}
