/* [等级] of rules.ini or 本年.ini → the fact 等级: the one band whose condition holds. */
#include "model/check_rule.h"
#include "model/facts_private.h"

#include <string.h>

#define BAND "等级"

const struct ini_section *bands_section(struct arena *arena, struct diag *diag, struct template *t)
{
    const struct ini_section *own = ini_section(template_ini(arena, diag, t, "本年.ini"), BAND);
    return own ? own : ini_section(template_ini(arena, diag, t, "rules.ini"), BAND);
}

static const struct ini_section *bands(struct facts *f)
{
    return bands_section(f->arena, f->diag, f->template);
}

void bands_define(struct facts *f)
{
    const struct ini_section *section = bands(f);
    if (!section || map_get(f->singles, BAND))
        return;
    const struct field *field = fields_find(f->fields, BAND);
    facts_add(f, BAND, field ? field : field_plain(f->arena, BAND, section->at), section->at);
}

/* The facts that the bands look at, with their values; their places go to the finding. */
static const char *score_text(struct facts *f, const struct expr *expr, struct pos *at)
{
    struct text_names names = {0};
    if (expr)
        names = expr_names(f->arena, expr);
    for (size_t i = 0; i < names.count; i++) {
        const struct fact *fact = facts_find(f, names.items[i]);
        if (!fact)
            continue;
        *at = scope_place(f, fact);
        return arena_printf(f->arena, "%s %s", fact->name, fact_print(f->arena, fact, FORM_CELL));
    }
    return BAND;
}

/* Every band is a condition; a blank score falls into none and is no finding. */
void bands_judge(struct facts *f)
{
    const struct ini_section *section = bands(f);
    struct fact_node *node = map_get(f->singles, BAND);
    if (!section || !node || node->fact.state == FACT_TYPED)
        return;
    struct expr_scope scope = facts_scope(f);
    struct buf found = buf_in(f->arena);
    const struct expr *first = NULL;
    const struct ini_key *own = NULL; /* the band that may be wrong: not the base's, if there are others */
    size_t holding = 0, known = 0;
    for (size_t i = 0; i < section->keys.count; i++) {
        const struct ini_key *key = &section->keys.items[i];
        const struct expr *expr = expr_compile(f->arena, f->diag, key->value, key->value_at);
        if (!expr)
            return;
        first = first ? first : expr;
        struct expr_value value = expr_eval(f->arena, f->diag, expr, &scope, NULL);
        if (value.type == EXPR_FAILED)
            return;
        if (value.type == EXPR_NUMBER || value.type == EXPR_TEXT) {
            diag_add(f->diag, DIAG_BAND_CONDITION, key->value_at, "%s = %s", key->name, key->value);
            return;
        }
        own = !own && template_own(f->template, &key->at) ? key : own;
        known += value.type == EXPR_BOOL;
        if (value.type == EXPR_BOOL && value.truth) {
            buf_printf(&found, "%s%s", holding++ ? " / " : "", key->name);
            fact_set_text(&node->fact, key->name);
        }
    }
    if (holding == 1 || !known)
        return;
    struct pos score_at = section->at;
    const char *score = score_text(f, first, &score_at);
    diag_also(f->diag,
              diag_add(f->diag, DIAG_BAND_GAP, own ? own->at : section->at, "%s: %s", score,
                       holding ? buf_text(&found) : "–"),
              score_at);
}
