/* [等级] of rules.ini or 本年.ini → the fact 等级: the one band whose condition holds; and the table 等级界限,
 * for texts that tell the bands. */
#include "model/check_rule.h"
#include "model/facts_private.h"

#include <stdlib.h>
#include <string.h>

#define BAND "等级"

const struct ini_section *bands_section(struct arena *arena, struct diag *diag, struct template *t)
{
    const struct ini_section *own = ini_section(template_ini(arena, diag, t, "本年.ini"), BAND);
    return own ? own : ini_section(template_ini(arena, diag, t, "rules.ini"), BAND);
}

const char *const band_columns[BAND_COLUMNS] = {"名称", "不低于", "高于", "不高于", "低于", "条件"};

static const struct ini_section *bands(struct facts *f)
{
    return bands_section(f->arena, f->diag, f->template);
}

static struct fact *add_cell(struct facts *f, struct fact_row *row, int column, const struct field *field)
{
    struct fact *cell = row->cells[column] = arena_alloc(f->arena, sizeof *cell);
    *cell = (struct fact){.name = arena_printf(f->arena, "%s.%s.%s", BAND_TABLE, row->name, band_columns[column]),
                          .field = field,
                          .unit = field->unit,
                          .at = row->at,
                          .row = row,
                          .home = f};
    fact_set_blank(cell);
    return cell;
}

static struct fact_row *new_band(struct facts *f, struct table_node *node, const struct ini_key *key)
{
    struct fact_row *row = arena_alloc(f->arena, sizeof *row);
    *row = (struct fact_row){.name = key->name, .table = &node->table, .at = key->at};
    row->cells = arena_alloc(f->arena, BAND_COLUMNS * sizeof *row->cells);
    const struct expr *expr = expr_compile(f->arena, diag_new(f->arena), key->value, key->value_at);
    struct expr_bounds bounds = {0};
    bool plain = expr && expr_bounds(expr, &bounds);
    const struct num *const nums[] = {[BAND_LEAST] = bounds.least, bounds.above, bounds.most, bounds.below};
    const struct field *words = field_plain(f->arena, BAND_TABLE, key->at);
    const struct field *score = plain ? fields_find(f->fields, bounds.name) : NULL;
    fact_set_text(add_cell(f, row, BAND_NAME, words), key->name);
    for (int i = BAND_LEAST; i <= BAND_BELOW; i++) {
        struct fact *cell = add_cell(f, row, i, score ? score : words);
        if (plain && nums[i])
            fact_set_number(f->arena, cell, nums[i]);
    }
    struct fact *condition = add_cell(f, row, BAND_CONDITION, words);
    if (!plain && expr && expr_names(f->arena, expr).count)
        fact_set_text(condition, key->value);
    return row;
}

static int higher_first(const void *a, const void *b)
{
    const struct num *bounds[2];
    const struct fact_row *rows[] = {*(struct fact_row *const *)a, *(struct fact_row *const *)b};
    for (int i = 0; i < 2; i++)
        bounds[i] = rows[i]->cells[BAND_LEAST]->num ? rows[i]->cells[BAND_LEAST]->num : rows[i]->cells[BAND_ABOVE]->num;
    int order = bounds[0] && bounds[1] ? num_cmp(bounds[1], bounds[0]) : !bounds[0] - !bounds[1];
    return order ? order : rows[0]->at.line - rows[1]->at.line;
}

static void define_table(struct facts *f, const struct ini_section *section)
{
    if (table_node(f, BAND_TABLE))
        return;
    struct table_node *node = table_new(f, BAND_TABLE, section->at, false);
    for (int i = 0; i < BAND_COLUMNS; i++)
        table_add_column(f, node, band_columns[i], false);
    struct fact_row **rows = arena_alloc(f->arena, (section->keys.count + 1) * sizeof(struct fact_row *));
    for (size_t i = 0; i < section->keys.count; i++)
        rows[i] = new_band(f, node, &section->keys.items[i]);
    qsort(rows, section->keys.count, sizeof(struct fact_row *), higher_first);
    for (size_t i = 0; i < section->keys.count; i++) {
        rows[i]->ordinal = i + 1;
        table_add_row(f, node, rows[i]);
    }
}

void bands_define(struct facts *f)
{
    const struct ini_section *section = bands(f);
    if (!section || map_get(f->singles, BAND))
        return;
    define_table(f, section);
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
