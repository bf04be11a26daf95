/* In: the place where a formula stops making sense. Out: the word of the grammar that was probably meant there, or
 * right before it. Knows how people write formulas elsewhere: in sentences, spreadsheets, programs, full width. */
#include "model/expr_node.h"

#include <string.h>

static const struct {
    const char *written, *meant;
} words[] = {
    {"而且", "并且"},   {"同时", "并且"},   {"且", "并且"},       {"&&", "并且"},        {"&", "并且"},
    {"AND", "并且"},    {"或是", "或者"},   {"或", "或者"},       {"||", "或者"},        {"|", "或者"},
    {"OR", "或者"},     {"不等于", "!="},   {"不小于", ">="},     {"不低于", ">="},      {"不少于", ">="},
    {"不大于", "<="},   {"不高于", "<="},   {"不超过", "<="},     {"不是", "非"},        {"不", "非"},
    {"NOT", "非"},      {"大于等于", ">="}, {"大于或等于", ">="}, {"小于等于", "<="},    {"小于或等于", "<="},
    {"大于", ">"},      {"小于", "<"},      {"等于", "="},        {"低于", "<"},         {"高于", ">"},
    {"合计", "sum"},    {"求和", "sum"},    {"总和", "sum"},      {"SUM", "sum"},        {"个数", "count"},
    {"计数", "count"},  {"COUNT", "count"}, {"最小值", "min"},    {"最小", "min"},       {"MIN", "min"},
    {"最大值", "max"},  {"最大", "max"},    {"MAX", "max"},       {"四舍五入", "round"}, {"取整", "round"},
    {"ROUND", "round"}, {"绝对值", "abs"},  {"ABS", "abs"},       {"如果", "if"},        {"IF", "if"},
    {"为空", "blank"},  {"空白", "blank"},  {"包含", "has"},      {"含有", "has"},       {"×", "*"},
    {"÷", "/"},         {"＋", "+"},        {"－", "-"},          {"（", "("},           {"）", ")"},
    {"，", ","},        {"＞", ">="},       {"＜", "<="},
};

const char *expr_meant(const char *text, size_t i)
{
    size_t end = i, best = 0;
    const char *meant = NULL;
    for (size_t k = 0; k < sizeof words / sizeof *words; k++)
        if (text_starts(text + i, words[k].written) && strlen(words[k].written) > best) {
            best = strlen(words[k].written);
            meant = words[k].meant;
        }
    while (end > 0 && text[end - 1] == ' ')
        end--;
    for (size_t k = 0; k < sizeof words / sizeof *words && meant == NULL; k++) {
        size_t n = strlen(words[k].written);
        if (n <= end && memcmp(text + end - n, words[k].written, n) == 0)
            meant = words[k].meant;
    }
    return meant;
}

const char *expr_meant_function(const char *name)
{
    const char *items[FUNCTIONS];
    const char *meant = expr_meant(name, 0);
    memcpy(items, expr_functions, sizeof items);
    return meant ? meant : text_nearest(name, &(struct text_names){items, FUNCTIONS, FUNCTIONS});
}

const char *expr_name_meant(struct arena *arena, const char *name, const struct text_names *known)
{
    static const char *const operators[] = {"＋", "－", "＊", "／", "×", "÷", "！"};
    const char *narrow = text_narrowed(arena, name);
    for (size_t i = 0; narrow && i < sizeof operators / sizeof *operators; i++)
        if (strstr(name, operators[i]))
            return narrow;
    const char *near = text_nearest(name, known);
    return near ? near : narrow;
}

const char *expr_quotient(struct arena *arena, const char *a, const char *b)
{
    if (!*a || !*b)
        return *b ? "" : a;
    size_t n = strlen(a), last = strlen(b) - 1;
    if (!strcmp(a, b))
        return "";
    while (last > 0 && ((unsigned char)b[last] & 0xC0) == 0x80)
        last--;
    size_t tail = strlen(b + last);
    bool sizes = n >= tail && !strcmp(a + n - tail, b + last);
    return sizes || strchr(a, '/') || strchr(b, '/') ? NULL : arena_printf(arena, "%s/%s", a, b);
}
