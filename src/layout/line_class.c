/* What every character is to the line breaker: its class, its cell, and how firmly it holds to the one before it.
 * In: code points in order. Out: struct glyph. Knows nothing of widths of lines.
 * GB/T 15834-2011 5.1, W3C clreq 3.1; official-layout §4. */
#include "layout/line_private.h"

#include <string.h>

static enum line_class ascii_class(uint32_t c)
{
    if (text_is_digit(c))
        return CL_DIGIT;
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
        return CL_LATIN;
    switch (c) {
    case '\n':
        return CL_NEWLINE;
    case ' ':
    case '\t':
        return CL_SPACE;
    case '(':
    case '[':
    case '{':
        return CL_OPEN;
    case ')':
    case ']':
    case '}':
        return CL_CLOSE;
    case '%':
        return CL_POSTFIX;
    case '$':
        return CL_PREFIX;
    case '/':
        return CL_SLASH;
    case '<':
    case '>':
    case '=':
        return CL_OPERATOR;
    case '.':
    case ',':
    case ';':
    case ':':
    case '!':
    case '?':
        return CL_POINT;
    default:
        return c < ' ' ? CL_ZERO : CL_SYMBOL;
    }
}

static enum line_class mark_class(uint32_t c)
{
    static const struct {
        uint16_t c;
        uint8_t class;
    } marks[] = {
        {0x00A0, CL_SYMBOL},   {0x00A5, CL_PREFIX},   {0x00B0, CL_POSTFIX},  {0x00B1, CL_OPERATOR},
        {0x00B7, CL_MIDDOT},   {0x2013, CL_CONNECT},  {0x2014, CL_DASH},     {0x2018, CL_OPEN},
        {0x2019, CL_CLOSE},    {0x201C, CL_OPEN},     {0x201D, CL_CLOSE},    {0x2026, CL_DOTS},
        {0x2027, CL_MIDDOT},   {0x2030, CL_POSTFIX},  {0x203C, CL_POSTFIX},  {0x2047, CL_POSTFIX},
        {0x2103, CL_POSTFIX},  {0x2109, CL_POSTFIX},  {0x2116, CL_PREFIX},   {0x2212, CL_OPERATOR},
        {0x2248, CL_OPERATOR}, {0x2260, CL_OPERATOR}, {0x2264, CL_OPERATOR}, {0x2265, CL_OPERATOR},
        {0x2E3A, CL_DASH},     {0x3000, CL_SPACE},    {0x3001, CL_COMMA},    {0x3002, CL_STOP},
        {0x3008, CL_OPEN},     {0x3009, CL_CLOSE},    {0x300A, CL_OPEN},     {0x300B, CL_CLOSE},
        {0x300C, CL_OPEN},     {0x300D, CL_CLOSE},    {0x300E, CL_OPEN},     {0x300F, CL_CLOSE},
        {0x3010, CL_OPEN},     {0x3011, CL_CLOSE},    {0x3014, CL_OPEN},     {0x3015, CL_CLOSE},
        {0x3016, CL_OPEN},     {0x3017, CL_CLOSE},    {0x301C, CL_CONNECT},  {0x30FB, CL_MIDDOT},
        {0x338E, CL_POSTFIX},  {0x338F, CL_POSTFIX},  {0x339C, CL_POSTFIX},  {0x339D, CL_POSTFIX},
        {0x339E, CL_POSTFIX},  {0x33A1, CL_POSTFIX},  {0x33A5, CL_POSTFIX},  {0xFF01, CL_STOP},
        {0xFF04, CL_PREFIX},   {0xFF05, CL_POSTFIX},  {0xFF08, CL_OPEN},     {0xFF09, CL_CLOSE},
        {0xFF0B, CL_OPERATOR}, {0xFF0C, CL_COMMA},    {0xFF0D, CL_CONNECT},  {0xFF0E, CL_COMMA},
        {0xFF0F, CL_SLASH},    {0xFF1A, CL_COMMA},    {0xFF1B, CL_COMMA},    {0xFF1C, CL_OPERATOR},
        {0xFF1D, CL_OPERATOR}, {0xFF1E, CL_OPERATOR}, {0xFF1F, CL_STOP},     {0xFF3B, CL_OPEN},
        {0xFF3D, CL_CLOSE},    {0xFF5B, CL_OPEN},     {0xFF5D, CL_CLOSE},    {0xFF5E, CL_CONNECT},
        {0xFFE5, CL_PREFIX},
    };
    size_t low = 0, high = sizeof marks / sizeof *marks;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (marks[middle].c < c)
            low = middle + 1;
        else
            high = middle;
    }
    return low < sizeof marks / sizeof *marks && marks[low].c == c ? (enum line_class)marks[low].class : CL_HAN;
}

enum line_class line_class(uint32_t c)
{
    if (c < 0x80)
        return ascii_class(c);
    if ((c >= 0x300 && c <= 0x36F) || (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0x200B && c <= 0x200F) || c == 0x2060 ||
        c == 0xFEFF || (c >= 0xE0100 && c <= 0xE01EF) || (c >= 0x80 && c < 0xA0) || (c >= 0x20D0 && c <= 0x20FF))
        return CL_ZERO;
    enum line_class mark = mark_class(c);
    if (mark != CL_HAN)
        return mark;
    /* Latin, Greek, Cyrillic */
    return (c >= 0xC0 && c <= 0x52F && c != 0xD7 && c != 0xF7) || (c >= 0x1E00 && c <= 0x1FFF) ? CL_LATIN : CL_HAN;
}

bool line_full_width(uint32_t c)
{
    if (c < 0x2014)
        return false;
    if (text_is_han(c))
        return true;
    switch (c) {
    case 0x2014: /* — “ ” ‘ ’ … are shared with Latin faces but Chinese here */
    case 0x2018:
    case 0x2019:
    case 0x201C:
    case 0x201D:
    case 0x2026:
    case 0x2030:
    case 0x2103:
    case 0x2116:
    case 0x2E3A:
        return true;
    case 0x30FB:
        return false;
    default:
        return (c >= 0x2460 && c <= 0x24FF) || (c >= 0x2160 && c <= 0x217F) || (c >= 0x2E80 && c <= 0x33FF) ||
               (c >= 0xFF01 && c <= 0xFF60) || (c >= 0xFFE0 && c <= 0xFFE6) || (c >= 0xAC00 && c <= 0xD7A3) ||
               (c >= 0x25A0 && c <= 0x25FF);
    }
}

static bool is_word(enum line_class class)
{
    return class == CL_DIGIT || class == CL_LATIN || class == CL_SYMBOL || class == CL_POINT;
}

static bool not_at_start(enum line_class class)
{
    return (class >= CL_CLOSE && class <= CL_POSTFIX) || class == CL_POINT;
}

static bool not_at_end(enum line_class class)
{
    return class == CL_OPEN || class == CL_PREFIX || class == CL_SLASH;
}

static bool is_about(uint32_t c)
{
    return c == 0x4F59 || c == 0x591A; /* 余 多 stand between number and unit */
}

static bool is_scale(uint32_t c)
{
    return c == 0x5341 || c == 0x767E || c == 0x5343 || c == 0x4E07 || c == 0x4EBF; /* 十 百 千 万 亿 */
}

/* Length of the unit of measure or counter at g[i], 0 if there is none. It holds to the number before it. */
static size_t unit_length(const struct para *para, size_t i)
{
    /* longest first where one begins another */
    static const char *const units[] = {
        "平方公里", "平方千米", "个百分点", "万人次", "平方米", "立方米", "百分点", "万平方", "万元", "亿元",
        "千元",     "百元",     "平米",     "公里",   "千米",   "公斤",   "千克",   "小时",   "分钟", "公顷",
        "毫升",     "厘米",     "毫米",     "万人",   "万户",   "万吨",   "万亩",   "万次",   "万件", "亿次",
        "亿吨",     "人次",     "场次",     "批次",   "台次",   "件次",   "户次",
    };
    static const char counters[] =
        "元万亿千百个项人年月日次条件种家分名位户岁天时份期级类号吨米亩台套辆只处座间所场批度倍"
        "页章节款届股周篇本张支根棵头匹艘架幅卷册组队班村镇乡县区市省站点秒升克里寸尺楼层栋幢"
        "字笔宗起例门轮步";
    for (size_t u = 0; u < sizeof units / sizeof *units; u++) {
        const char *s = units[u];
        size_t k = i;
        while (*s && k < para->n && utf8_next(&s) == para->g[k].c)
            k++;
        if (!*s && k - i == utf8_count(units[u]))
            return k - i;
    }
    for (const char *s = counters; *s;)
        if (utf8_next(&s) == para->g[i].c)
            return 1;
    return 0;
}

/* Length of what holds to the number before g[i]: 万元, 余万人次, 万余台; 0 if nothing does. */
static size_t held_length(const struct para *para, size_t i)
{
    const struct glyph *g = para->g;
    size_t k = i, scale;
    if (k < para->n && is_about(g[k].c))
        k++;
    for (scale = k; k < para->n && is_scale(g[k].c);)
        k++;
    scale = k - scale;
    if (scale && k < para->n && is_about(g[k].c))
        k++;
    size_t unit = unit_length(para, k);
    return unit || scale ? k + unit - i : 0;
}

/* 〔2024〕 at g[i]: a document number. */
static bool is_year_bracket(const struct para *para, size_t i)
{
    if (i + 5 >= para->n || para->g[i].c != 0x3014 || para->g[i + 5].c != 0x3015)
        return false;
    for (size_t k = i + 1; k < i + 5; k++)
        if (para->g[k].class != CL_DIGIT)
            return false;
    return true;
}

/* Classes that depend on the neighbours: quotes in Latin words, straight quotes, a dash alone. */
static void classes_in_context(struct para *para)
{
    bool inside = false; /* of straight quotes */
    for (size_t i = 0; i < para->n; i++) {
        struct glyph *g = &para->g[i];
        enum line_class before = i ? (enum line_class)g[-1].class : CL_NEWLINE;
        enum line_class after = i + 1 < para->n ? (enum line_class)g[1].class : CL_NEWLINE;
        if (g->c == '"') {
            g->class = inside ? CL_CLOSE : CL_OPEN;
            inside = !inside;
        } else if (g->class == CL_NEWLINE) {
            inside = false;
        } else if (g->c == 0x2019 && before == CL_LATIN && after == CL_LATIN) {
            g->class = CL_LATIN; /* apostrophe */
            g->full = false;
        } else if (g->c == 0x2014 && before != CL_DASH && after != CL_DASH) {
            g->class = CL_CONNECT;
        }
    }
}

struct walk {        /* what is known on the way through a paragraph */
    size_t unit_end; /* behind the unit that is being passed */
    bool url;
    enum line_class visible; /* class of the last character that was no space */
};

static bool starts_url(const struct para *para, size_t i)
{
    const struct glyph *g = &para->g[i];
    if (i + 2 < para->n && g->c == ':' && g[1].c == '/' && g[2].c == '/')
        return true;
    return i + 3 < para->n && g->c == 'w' && g[1].c == 'w' && g[2].c == 'w' && g[3].c == '.';
}

static bool in_url(enum line_class class)
{
    return is_word(class) || class == CL_SLASH || class == CL_OPERATOR || class == CL_POSTFIX;
}

static enum break_level url_level(const struct glyph *a, const struct glyph *b)
{
    bool joint = a->c == '/' || (a->c == '.' && b->class != CL_DIGIT);
    return joint && b->c != '/' ? BREAK_SOFT : BREAK_EMERGENCY;
}

static enum break_level level_before(const struct para *para, const struct walk *walk, size_t i)
{
    const struct glyph *b = &para->g[i], *a = b - 1;
    enum line_class ca = a->class, cb = b->class;
    if (ca == CL_NEWLINE)
        return BREAK_MUST;
    if (cb == CL_ZERO || cb == CL_SPACE || cb == CL_NEWLINE)
        return BREAK_NO;
    if (walk->url && in_url(ca) && in_url(cb))
        return url_level(a, b);
    if (not_at_start(cb) || not_at_end(ca == CL_SPACE ? walk->visible : ca))
        return BREAK_NO;
    if (ca == CL_SPACE)
        return BREAK_OK;
    if (ca == cb && (ca == CL_DASH || ca == CL_DOTS))
        return BREAK_NO;
    if (ca == CL_MIDDOT && cb == CL_DIGIT && i > 1 && a[-1].class == CL_DIGIT) /* 5·12 */
        return BREAK_EMERGENCY;
    if (i < walk->unit_end || (is_word(ca) && is_word(cb)) || (ca == CL_OPERATOR && is_word(cb)) ||
        (is_word(ca) && ca != CL_DIGIT && ca != CL_POINT && cb == CL_OPERATOR && b->c < 0x80))
        return BREAK_EMERGENCY;
    bool counts = cb == CL_HAN && (a->c == '.' || a->c == 0xFF0E) && i > 1 && a[-1].class == CL_DIGIT; /* 3. of a list */
    if (counts || is_year_bracket(para, i))
        return BREAK_SOFT;
    if (cb == CL_DIGIT && (i == walk->unit_end || ca == CL_CONNECT || a->c == 0x3015 || a->c == 0x7B2C /* 第 */))
        return a->c == 0x5E74 || a->c == 0x6708 || ca != CL_HAN || a->c == 0x7B2C ? BREAK_SOFT : BREAK_OK;
    return BREAK_OK;
}

/* The office's short name before 〔2024〕: at most 8 characters up to a mark. Longer: it is running text. */
static void soften_office(struct para *para, size_t bracket)
{
    size_t i = bracket;
    while (i && bracket - i < 8 && text_is_han(para->g[i - 1].c))
        i--;
    if (i == bracket || (i && text_is_han(para->g[i - 1].c)))
        return;
    while (++i < bracket)
        if (para->g[i].level == BREAK_OK)
            para->g[i].level = BREAK_SOFT;
}

static bool is_tied(const struct glyph *a, const struct glyph *b)
{
    enum line_class ca = a->class, cb = b->class;
    if (cb == CL_ZERO || (ca == cb && (ca == CL_DASH || ca == CL_DOTS)))
        return true;
    bool left = is_word(ca) || (!a->full && (ca == CL_SLASH || ca == CL_OPERATOR || ca == CL_OPEN));
    bool right =
        is_word(cb) || (!b->full && (cb == CL_SLASH || cb == CL_OPERATOR || cb == CL_CLOSE || cb == CL_POSTFIX));
    return left && right;
}

void line_classify(struct para *para)
{
    classes_in_context(para);
    struct walk walk = {.visible = CL_NEWLINE};
    for (size_t i = 0; i < para->n; i++) {
        struct glyph *g = &para->g[i];
        if (i && g[-1].class == CL_DIGIT && g->class == CL_HAN && text_is_han(g->c)) {
            size_t held = held_length(para, i);
            walk.unit_end = held ? i + held : walk.unit_end;
        }
        if (i) {
            g->level = (uint8_t)level_before(para, &walk, i);
            g->tied = is_tied(g - 1, g);
            if (g->level == BREAK_SOFT && is_year_bracket(para, i))
                soften_office(para, i);
        }
        walk.url = (walk.url && in_url(g->class)) || starts_url(para, i);
        if (g->class != CL_SPACE && g->class != CL_ZERO)
            walk.visible = g->class;
    }
}
