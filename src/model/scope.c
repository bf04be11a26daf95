/* Names that mean part of a fact: x.数 x.单位 x.符号, and last year's: 上年.x. For formulas and rules: what a target
 * says beside its number is in its unit and in the mark before it. */
#include "model/facts_private.h"

#include <string.h>

const char *facts_last_year(const char *name)
{
    static const char prefix[] = "上年.";
    return text_starts(name, prefix) ? name + strlen(prefix) : NULL;
}

const char *scope_part_of(struct arena *arena, const char *name, enum scope_part *part)
{
    static const char *const ends[] = {[PART_NUMBER] = ".数", [PART_UNIT] = ".单位", [PART_SIGN] = ".符号"};
    const char *dot = strrchr(name, '.');
    for (size_t i = 0; dot && dot != name && i < sizeof ends / sizeof *ends; i++)
        if (!strcmp(dot, ends[i])) {
            if (part)
                *part = (enum scope_part)i;
            return arena_strndup(arena, name, (size_t)(dot - name));
        }
    return NULL;
}

/* The mark as typed, in one form. */
static const char *sign_of(const char *typed)
{
    static const char *const signs[][2] = {{"≥", "≥"},  {"≤", "≤"},  {">=", "≥"}, {"<=", "≤"}, {"＞", ">"},
                                           {"＜", "<"}, {"＝", "="}, {">", ">"},  {"<", "<"},  {"=", "="}};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (text_starts(typed, signs[i][0]))
            return signs[i][1];
    return "";
}

static void set_text(struct expr_value *out, const char *text)
{
    if (*text) {
        out->type = EXPR_TEXT;
        out->text = text;
    }
}

bool scope_part(struct facts *f, const struct fact_row *row, const char *name, struct expr_value *out)
{
    enum scope_part part;
    const char *of = scope_part_of(f->arena, name, &part);
    const struct fact *fact = of ? scope_fact(f, row, of) : NULL;
    if (!fact)
        return false;
    *out = fact_value(f, fact);
    if (out->type != EXPR_NUMBER && out->type != EXPR_TEXT)
        return true;
    bool number = out->type == EXPR_NUMBER;
    *out = (struct expr_value){.type = EXPR_BLANK, .unit = "", .text = ""};
    if (part == PART_NUMBER && number) {
        out->type = EXPR_NUMBER;
        out->num = fact->num;
    } else if (part == PART_UNIT && number) {
        set_text(out, fact->field->kind == FACT_PERCENT ? "%" : fact->unit);
    } else if (part == PART_SIGN && number && fact->field->kind == FACT_INDICATOR) {
        set_text(out, sign_of(fact->text));
    }
    return true;
}
