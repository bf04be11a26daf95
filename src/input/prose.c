/* One line of narrative comes in, its kind, level and computed number go out (data-format §3). Looks at the start of
 * the line only, and there only at what was typed. Knows nothing of templates, facts, faces or pages. */
#include "input/prose.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

enum { RUN_IN_MOST = 28 /* characters of a run-in heading: one line */, LEVELS = 4 };

/* The line while it is read: [s, literal) was typed and is not read yet, the text goes on to end. */
struct cursor {
    const char *s, *literal, *end;
};

/* A typed number: its level (0 = none; LEVEL_OPEN = decided by what was counted), value and length. */
struct mark {
    int level, value;
    const char *end;
};
enum { LEVEL_OPEN = -1 };

static void skip_blanks(struct cursor *cursor)
{
    size_t n;
    while (cursor->s < cursor->literal && (n = text_blank_at(cursor->s)))
        cursor->s += n;
}

/* Steps over `word` if it comes next among what was typed. */
static bool take(const char **s, const char *literal, const char *word)
{
    size_t n = strlen(word);
    if ((size_t)(literal - *s) < n || memcmp(*s, word, n))
        return false;
    *s += n;
    return true;
}

static bool take_any(const char **s, const char *literal, const char *a, const char *b)
{
    return take(s, literal, a) || take(s, literal, b);
}

static int chinese_digit(const char **s, const char *literal)
{
    static const char *const digits[] = {"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"};
    for (int i = 0; i < 10; i++)
        if (take(s, literal, digits[i]))
            return i + 1;
    return 0;
}

/* One to three of 一 … 十: their number, -1 if they make none, 0 if there are none (then *s stays). */
static int chinese_number(const char **s, const char *literal)
{
    int digits[3], n = 0;
    while (n < 3 && (digits[n] = chinese_digit(s, literal)))
        n++;
    if (n <= 1)
        return n ? digits[0] : 0;
    int ten = n == 3 || digits[1] == 10, tens = ten ? digits[0] : 1, ones = n == 3 ? digits[2] : ten ? 0 : digits[1];
    if (tens == 10 || ones == 10 || (ten ? digits[1] : digits[0]) != 10)
        return -1;
    return tens * 10 + ones;
}

static bool digit_at(const char *s, const char *literal, uint32_t *c)
{
    if (s == literal)
        return false;
    *c = text_narrow(utf8_next(&s));
    return text_is_digit(*c);
}

/* One or two digits of any width: their number, -1 for zero, 0 if there are none. */
static int decimal_number(const char **s, const char *literal)
{
    int value = 0, n = 0;
    for (uint32_t c; n < 2 && digit_at(*s, literal, &c); n++) {
        value = value * 10 + (int)(c - '0');
        utf8_next(s);
    }
    return n && !value ? -1 : value;
}

/* （一） or （1）, with brackets of either width. */
static struct mark bracketed_number(const char *s, const char *literal)
{
    struct mark none = {0};
    if (!take_any(&s, literal, "（", "("))
        return none;
    struct mark mark = {.level = 2, .value = chinese_number(&s, literal)};
    if (!mark.value)
        mark = (struct mark){.level = 4, .value = decimal_number(&s, literal)};
    bool closed = mark.value && take_any(&s, literal, "）", ")");
    mark.end = s;
    return closed ? mark : none;
}

static struct mark number_at(const char *s, const char *literal)
{
    struct mark mark = bracketed_number(s, literal);
    if (mark.level)
        return mark;
    uint32_t next;
    if ((mark.value = chinese_number(&s, literal)))
        mark.level = take(&s, literal, "、") ? 1 : 0;
    else if (!(mark.value = decimal_number(&s, literal)))
        return mark;
    else if (take(&s, literal, "、"))
        mark.level = LEVEL_OPEN;
    else if (take_any(&s, literal, ".", "．") && !digit_at(s, literal, &next)) /* 1.5万元 is no number of a heading */
        mark.level = 3;
    mark.end = s;
    return mark;
}

/* "4、" belongs to the first of these levels that expects a 4. */
static int open_level(int value, const struct prose_numbers *numbers)
{
    static const int order[] = {3, 1, 2, 4};
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        if (numbers->last[order[i]] + 1 == value)
            return order[i];
    return 3;
}

static int count(struct prose_numbers *numbers, int level)
{
    for (int deeper = level + 1; deeper <= LEVELS; deeper++)
        numbers->last[deeper] = 0;
    return ++numbers->last[level];
}

/* The end of the first sentence, NULL if there is none. */
static const char *first_stop(const struct cursor *cursor)
{
    const char *stop = strstr(cursor->s, "。");
    return stop ? stop + strlen("。") : NULL;
}

/* The same if text follows it. */
static const char *first_sentence(const struct cursor *cursor)
{
    const char *end = first_stop(cursor);
    return end && end < cursor->end ? end : NULL;
}

static bool ends_like_a_sentence(const struct cursor *cursor)
{
    static const char *const marks[] = {"。", "；", "：", "！", "？"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (cursor->end - cursor->s >= 3 && !memcmp(cursor->end - 3, marks[i], 3))
            return true;
    return false;
}

static int characters(const char *s, const char *end)
{
    int n = 0;
    for (; s < end; s++)
        n += ((unsigned char)*s & 0xC0) != 0x80;
    return n;
}

/* What a typed number of this level begins, given the text behind it. */
static enum prose_kind numbered_kind(const struct cursor *cursor, int level)
{
    if (level > 2)
        return ends_like_a_sentence(cursor) ? PROSE_NUMBERED : PROSE_HEADING;
    if (!first_stop(cursor))
        return PROSE_HEADING;
    const char *head = first_sentence(cursor);
    return head && characters(cursor->s, head) <= RUN_IN_MOST ? PROSE_RUN_IN : PROSE_NUMBERED;
}

static bool directive(struct cursor *cursor, struct prose_line *out)
{
    static const char *const names[] = {"标题", "副标题", "抬头", "注", "附件说明", "落款", "另页", "表"};
    if (!take(&cursor->s, cursor->literal, "@"))
        return false;
    const char *name = cursor->s;
    while (cursor->s < cursor->literal && !text_blank_at(cursor->s))
        cursor->s++;
    size_t n = (size_t)(cursor->s - name);
    int i = PROSE_TITLE;
    while (i < PROSE_UNKNOWN && (strlen(names[i]) != n || memcmp(name, names[i], n)))
        i++;
    out->kind = PROSE_DIRECTIVE;
    out->directive = (enum prose_directive)i;
    return true;
}

/* "## text". More than four # leave the line a paragraph of level 5. */
static bool hash_heading(struct cursor *cursor, struct prose_line *out)
{
    const char *s = cursor->s;
    int level = 0;
    while (take(&s, cursor->literal, "#"))
        level += level <= LEVELS;
    if (!level || s == cursor->literal || !text_blank_at(s))
        return false;
    if (level > LEVELS) {
        out->level = level;
        return false;
    }
    cursor->s = s;
    skip_blanks(cursor);
    out->level = level;
    out->kind = first_sentence(cursor) ? PROSE_RUN_IN : PROSE_HEADING;
    return true;
}

static bool typed_number(struct cursor *cursor, const struct prose_numbers *numbers, struct prose_line *out)
{
    struct mark mark = number_at(cursor->s, cursor->literal);
    if (!mark.level)
        return false;
    cursor->s = mark.end;
    skip_blanks(cursor);
    out->level = mark.level == LEVEL_OPEN ? open_level(mark.value, numbers) : mark.level;
    out->typed = mark.value;
    out->kind = numbered_kind(cursor, out->level);
    return true;
}

struct prose_line prose_classify(const char *line, size_t literal, struct prose_numbers *numbers)
{
    struct cursor cursor = {line, line + literal, line + strlen(line)};
    const char *start = line;
    struct prose_line out = {.kind = PROSE_PARAGRAPH, .directive = PROSE_UNKNOWN};
    text_trim(&start, &cursor.end);
    if (cursor.literal > cursor.end)
        cursor.literal = cursor.end;
    skip_blanks(&cursor);
    if (start == cursor.end)
        out.kind = PROSE_EMPTY;
    else if (directive(&cursor, &out) || hash_heading(&cursor, &out))
        ;
    else if (take(&cursor.s, cursor.literal, "|"))
        out.kind = PROSE_ROW;
    else if (take(&cursor.s, cursor.literal, "\\"))
        out.kind = PROSE_PLAIN;
    else
        typed_number(&cursor, numbers, &out);
    if (out.kind == PROSE_HEADING || out.kind == PROSE_RUN_IN || out.kind == PROSE_NUMBERED)
        out.number = count(numbers, out.level);
    skip_blanks(&cursor);
    out.text = (size_t)(cursor.s - line);
    out.end = (size_t)(cursor.end - line);
    out.head = out.kind == PROSE_RUN_IN ? (size_t)(first_sentence(&cursor) - line) : 0;
    return out;
}

/* 1 to 99 as 一 to 九十九; digits otherwise. */
static void chinese(int number, char out[static 16])
{
    static const char *const digits[] = {"", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
    if (number < 1 || number > 99)
        snprintf(out, 16, "%d", number);
    else
        snprintf(out, 16, "%s%s%s", number < 20 ? "" : digits[number / 10], number < 10 ? "" : "十",
                 digits[number % 10]);
}

const char *prose_number_text(int level, int number, char out[static 32])
{
    char numeral[16];
    chinese(number, numeral);
    switch (level) {
    case 1:
        snprintf(out, 32, "%s、", numeral);
        break;
    case 2:
        snprintf(out, 32, "（%s）", numeral);
        break;
    case 3:
        snprintf(out, 32, "%d.", number);
        break;
    default:
        snprintf(out, 32, "（%d）", number);
        break;
    }
    return out;
}

/* The end of the artefact at s, NULL if there is none: "[bookmark:" up to "]" on the same line. */
static const char *artefact_end(const char *s)
{
    enum { LONGEST = 200 }; /* bytes; names of bookmarks have at most 40 characters */
    if (!text_starts(s, "[bookmark:"))
        return NULL;
    const char *end = s;
    while (*end && *end != ']' && *end != '\n' && end - s < LONGEST)
        end++;
    return *end == ']' ? end + 1 : NULL;
}

size_t prose_drop_artefacts(struct arena *arena, struct source *source, struct pos *first)
{
    size_t dropped = 0;
    struct buf kept = {0};
    const char *done = source->text, *s = done;
    struct pos at = {.file = source->file, .line = 1, .column = 1};
    for (const char *end; *s; s = end) {
        end = *s == '[' ? artefact_end(s) : NULL;
        if (end && !dropped++) {
            *first = at;
            kept = buf_in(arena);
        }
        if (end) {
            buf_addn(&kept, done, (size_t)(s - done));
            done = end;
        } else {
            end = s + 1;
        }
        at.column = *s == '\n' ? 1 : at.column + (((unsigned char)*end & 0xC0) != 0x80);
        at.line += *s == '\n';
    }
    if (dropped) {
        buf_add(&kept, done);
        source->text = buf_text(&kept);
        source->size = kept.n;
    }
    return dropped;
}
