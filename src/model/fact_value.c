/* One value: what was typed → number, date or text as the field wants it, and back to what is printed.
 * Knows nothing of files, tables and formulas. */
#include "model/facts_private.h"
#include "model/mustache_parse.h"

#include <string.h>

size_t amount_unit(const char *text, int *power)
{
    static const struct {
        const char *unit;
        int power;
    } powers[] = {{"元", 0}, {"千元", 3}, {"万元", 4}, {"亿元", 8}};
    for (size_t i = 0; i < sizeof powers / sizeof *powers; i++)
        if (text_starts(text, powers[i].unit)) {
            *power = powers[i].power;
            return strlen(powers[i].unit);
        }
    return 0;
}

int amount_power(const char *unit)
{
    int power;
    size_t n = amount_unit(unit, &power);
    return n && !unit[n] ? power : -1;
}

bool field_numeric(const struct field *field)
{
    return field->kind == FACT_AMOUNT || field->kind == FACT_COUNT || field->kind == FACT_PERCENT;
}

int field_places(const struct field *field)
{
    return field->kind == FACT_PERCENT ? field->most + 2 : field->most;
}

/* -- printing -- */

/* A computed number printed as that field would print it. */
static const char *print_number(struct arena *arena, const struct field *field, const struct num *num,
                                enum fact_form form)
{
    if (!num)
        return field->empty;
    if (field->kind == FACT_PERCENT) {
        const char *text = num_text(arena, num_shift(arena, num, 2), field->least, field->most, field->groups);
        return form == FORM_NET ? text : arena_printf(arena, "%s%%", text);
    }
    const char *text = num_text(arena, num, field->least, field->most, field->groups);
    bool unit = (form == FORM_PROSE || form == FORM_UNIT) && *field->unit;
    return unit ? arena_printf(arena, "%s%s", text, field->unit) : text;
}

const char *fact_print(struct arena *arena, const struct fact *fact, enum fact_form form)
{
    if (fact_blank(fact))
        return fact->field->empty;
    if (field_numeric(fact->field) && fact->num)
        return form == FORM_CELL ? fact->text : print_number(arena, fact->field, fact->num, form);
    if (fact->field->kind == FACT_INDICATOR && fact->num && form == FORM_NET) {
        const struct num *num = strcmp(fact->unit, "%") ? fact->num : num_shift(arena, fact->num, 2);
        return num_text(arena, num, 0, 9, false);
    }
    return fact->text;
}

bool fact_blank(const struct fact *fact)
{
    return fact->state == FACT_ABSENT || fact->state == FACT_BLANK;
}

bool fact_false(const struct fact *fact)
{
    return fact_blank(fact) || (fact->num && num_sign(fact->num) == 0);
}

void fact_set_number(struct arena *arena, struct fact *fact, const struct num *num)
{
    fact->state = FACT_COMPUTED;
    fact->num = num;
    fact->text = print_number(arena, fact->field, num, FORM_CELL);
}

void fact_set_text(struct fact *fact, const char *text)
{
    fact->state = *text ? FACT_COMPUTED : FACT_BLANK;
    fact->text = *text ? text : fact->field->empty;
}

void fact_set_blank(struct fact *fact)
{
    fact->state = FACT_BLANK;
    fact->text = fact->field->empty;
}

/* -- reading -- */

/* A value as messages show it: not a whole paragraph. */
static const char *shown(struct arena *arena, const char *text)
{
    enum { MOST = 40 };
    const char *s = text;
    for (int i = 0; i < MOST && *s; i++)
        utf8_next(&s);
    return *s ? arena_printf(arena, "%.*s…", (int)(s - text), text) : text;
}

static bool bad(struct arena *arena, struct diag *diag, enum diag_code code, const struct fact *fact, const char *text)
{
    diag_add(diag, code, fact->at, "%s = %s", fact->name, shown(arena, text));
    return false;
}

static const char *skip_blanks(const char *s)
{
    while (text_blank_at(s))
        s += text_blank_at(s);
    return s;
}

/* unit: where in text it begins. */
static bool wrong_unit(struct arena *arena, struct diag *diag, const struct fact *fact, const char *text,
                       const char *unit)
{
    const char *wanted = fact->field->kind == FACT_PERCENT ? "%" : fact->field->unit;
    if (*wanted)
        diag_add(diag, DIAG_BAD_UNIT, fact->at, "%s = %s ≠ %s", fact->name, shown(arena, text), wanted);
    else
        diag_add(diag, DIAG_BAD_UNIT, fact->at, "%s = %s → %s", fact->name, shown(arena, text),
                 text_trimmed(arena, text, unit));
    return false;
}

/* 万 for 万元, as it is written by hand. */
static int typed_power(const char *unit)
{
    static const struct {
        const char *unit;
        int power;
    } powers[] = {{"千", 3}, {"万", 4}, {"亿", 8}};
    for (size_t i = 0; i < sizeof powers / sizeof *powers; i++)
        if (!strcmp(unit, powers[i].unit))
            return powers[i].power;
    return amount_power(unit);
}

/* What stands behind the number: "" or the unit. */
static bool apply_unit(struct arena *arena, struct diag *diag, struct fact *fact, const char *text, const char *unit)
{
    const struct field *field = fact->field;
    if (*unit == '.' || *unit == ',' || text_is_digit((unsigned char)*unit))
        return bad(arena, diag, DIAG_NOT_A_NUMBER, fact, text);
    if (field->kind == FACT_PERCENT) {
        if (!*unit)
            return bad(arena, diag, DIAG_NO_PERCENT, fact, text);
        if (strcmp(unit, "%") && strcmp(unit, "％"))
            return wrong_unit(arena, diag, fact, text, unit);
        fact->num = num_shift(arena, fact->num, -2);
        return true;
    }
    if (!*unit || !strcmp(unit, field->unit))
        return true;
    int from = typed_power(unit), to = amount_power(field->unit);
    if (field->kind != FACT_AMOUNT || from < 0 || to < 0)
        return wrong_unit(arena, diag, fact, text, unit);
    fact->num = num_shift(arena, fact->num, from - to);
    return true;
}

/* The digit or mark that a character is easily typed for, 0 if none. A comma is meant as a point where it cannot part
 * groups of three. */
static char meant(uint32_t c)
{
    static const struct {
        uint32_t typed;
        char meant;
    } slips[] = {{'O', '0'}, {'o', '0'}, {0x3007, '0'}, {0x25CB, '0'}, {'l', '1'},    {'I', '1'},
                 {'i', '1'}, {'|', '1'}, {',', '.'},    {0x3002, '.'}, {0x3001, '.'}, {0xB7, '.'}};
    for (size_t i = 0; i < sizeof slips / sizeof *slips; i++)
        if (slips[i].typed == text_narrow(c))
            return slips[i].meant;
    return 0;
}

/* If text is a number but for characters of that kind: "O → 0" for the first of them; NULL otherwise. */
static const char *slip(struct arena *arena, const struct fact *fact, const char *text)
{
    struct buf mended = buf_in(arena);
    const char *first = NULL;
    for (const char *s = text; *s;) {
        const char *start = s;
        uint32_t c = utf8_next(&s);
        char right = meant(c);
        buf_putc(&mended, right ? (uint32_t)right : c);
        if (right && !first)
            first = arena_printf(arena, "%.*s → %c", (int)(s - start), start, right);
    }
    const char *s = buf_text(&mended);
    const struct num *num = NULL;
    if (!first || num_scan(arena, &s, &num, NULL) != NUM_OK)
        return NULL;
    s = skip_blanks(s);
    bool known = !*s || !strcmp(s, "%") || !strcmp(s, "％") || !strcmp(s, fact->field->unit) || typed_power(s) >= 0;
    return known ? first : NULL;
}

static bool odd_number(struct arena *arena, struct diag *diag, const struct fact *fact, const char *text,
                       const char *odd)
{
    if (!odd)
        return bad(arena, diag, DIAG_NOT_A_NUMBER, fact, text);
    diag_add(diag, DIAG_NOT_A_NUMBER, fact->at, "%s = %s：%s", fact->name, shown(arena, text), odd);
    return false;
}

static bool read_number(struct arena *arena, struct diag *diag, struct fact *fact, const char *text)
{
    const char *s = text;
    bool wide = false;
    const struct num *num = NULL;
    switch (num_scan(arena, &s, &num, &wide)) {
    case NUM_LONG:
        return bad(arena, diag, DIAG_NUMBER_TOO_LONG, fact, text);
    case NUM_NONE:
    case NUM_GROUPS:
        return odd_number(arena, diag, fact, text, slip(arena, fact, text));
    case NUM_OK:
        break;
    }
    const char *odd = *skip_blanks(s) ? slip(arena, fact, text) : NULL;
    if (odd)
        return odd_number(arena, diag, fact, text, odd);
    fact->num = num;
    if (!apply_unit(arena, diag, fact, text, skip_blanks(s))) {
        fact->num = NULL;
        return false;
    }
    if (wide)
        bad(arena, diag, DIAG_FULL_WIDTH, fact, text);
    fact->text = print_number(arena, fact->field, fact->num, FORM_CELL);
    return true;
}

/* One to `most` digits. */
static bool scan_digits(const char **s, int most, int *value)
{
    int n = 0;
    for (*value = 0; n < most && text_is_digit((unsigned char)**s); n++)
        *value = *value * 10 + (*(*s)++ - '0');
    return n > 0 && !text_is_digit((unsigned char)**s);
}

static bool scan_word(const char **s, const char *word)
{
    if (!text_starts(*s, word))
        return false;
    *s += strlen(word);
    return true;
}

/* The proleptic calendar everybody uses. */
static bool real_date(const int date[3])
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int year = date[0], month = date[1];
    if (year < 1000 || month < 1 || month > 12 || date[2] < 1)
        return false;
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return date[2] <= days[month - 1] + (month == 2 && leap);
}

static bool scan_date(const char *s, int date[3])
{
    static const char *const marks[][3] = {{"-", "-", ""}, {"/", "/", ""}, {".", ".", ""}, {"年", "月", "日"}};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        const char *p = s;
        if (scan_digits(&p, 4, &date[0]) && scan_word(&p, marks[i][0]) && scan_digits(&p, 2, &date[1]) &&
            scan_word(&p, marks[i][1]) && scan_digits(&p, 2, &date[2]) && scan_word(&p, marks[i][2]) && !*p)
            return real_date(date);
    }
    return false;
}

static bool read_date(struct arena *arena, struct diag *diag, struct fact *fact, const char *text)
{
    struct buf narrow = buf_in(arena);
    bool wide = false;
    for (const char *s = text; *s;) {
        uint32_t c = utf8_next(&s), n = text_narrow(c);
        wide = wide || n != c;
        if (n != ' ')
            buf_putc(&narrow, n);
    }
    int date[3];
    if (!scan_date(buf_text(&narrow), date))
        return bad(arena, diag, DIAG_BAD_DATE, fact, text);
    if (wide)
        bad(arena, diag, DIAG_FULL_WIDTH, fact, text);
    memcpy(fact->date, date, sizeof date);
    fact->text = arena_printf(arena, "%d年%d月%d日", date[0], date[1], date[2]);
    return true;
}

/* [≥≤=><] number [unit], or words. Printed as typed either way. */
static void read_indicator(struct arena *arena, struct fact *fact, const char *text)
{
    static const char *const marks[] = {"≥", "≤", ">=", "<=", "＞", "＜", "＝", ">", "<", "="};
    const char *s = text;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (scan_word(&s, marks[i]))
            break;
    s = skip_blanks(s);
    bool wide = false;
    const struct num *num = NULL;
    if (num_scan(arena, &s, &num, &wide) != NUM_OK)
        return;
    s = skip_blanks(s);
    for (const char *p = s; *p;)
        if (text_is_digit(text_narrow(utf8_next(&p))))
            return; /* 1-2次, 2023年12月: words */
    bool percent = !strcmp(s, "%") || !strcmp(s, "％");
    fact->num = percent ? num_shift(arena, num, -2) : num;
    fact->unit = percent ? "%" : s;
}

/* {{名称}}, or what was meant for it, at its place: in a value it would be printed as it stands. */
static void refuse_braces(struct arena *arena, struct diag *diag, const char *text, struct pos at)
{
    for (const char *s = text, *inside; *s; at.column++) {
        size_t n = mustache_slip(arena, s, &inside);
        if (n || text_starts(s, "{{")) {
            const char *end = n ? s + n : s + strlen(s);
            diag_add(diag, DIAG_VALUE_BRACES, at, "%.*s", (int)(end - s), s);
            return;
        }
        utf8_next(&s);
    }
}

bool fact_read(struct arena *arena, struct diag *diag, struct fact *fact, const char *text, struct pos at)
{
    fact->at = at;
    fact->typed = text;
    if (!*text) {
        fact_set_blank(fact);
        return true;
    }
    fact->state = FACT_TYPED;
    fact->text = text;
    switch (fact->field->kind) {
    case FACT_AMOUNT:
    case FACT_COUNT:
    case FACT_PERCENT:
        return read_number(arena, diag, fact, text);
    case FACT_DATE:
        return read_date(arena, diag, fact, text);
    case FACT_INDICATOR:
        read_indicator(arena, fact, text);
        break;
    case FACT_TEXT:
        break;
    }
    refuse_braces(arena, diag, text, at);
    return true;
}
