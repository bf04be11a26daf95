/* Formulas of fields → formulas of the sheet. A fact's formula is written when all it needs stands on the sheet and
 * the sheet's own printed numbers give exactly the printed result; otherwise the cell stays a plain number.
 * Knows nothing of the file. */
#include "model/scope.h"
#include "output/xlsx_private.h"

#include <string.h>

enum { FORMULA_MOST = 8000 }; /* Excel takes 8192 characters */

/* Where a fact is printed: the cells of one fact name, in order. */
struct places {
    LIST_OF(const struct xlsx_cell *) cells;
};

struct context {
    struct arena *arena;
    const struct facts *facts;
    struct expr_scope base;     /* the facts' own scope: tables and columns are the same */
    struct map *places;         /* fact name → struct places */
    struct map *ranges, *totals; /* of the columns that formulas name: the same for every row of a table */
    const struct fact_row *row; /* of the fact whose formula it is */
};

static const struct places *places_of(const struct context *ctx, const struct fact *fact)
{
    return map_get(ctx->places, fact->name);
}

static const struct xlsx_cell *cell_of(const struct context *ctx, const struct fact *fact)
{
    const struct places *places = places_of(ctx, fact);
    return places ? places->cells.items[0] : NULL;
}

static bool stands_at(const struct context *ctx, const struct fact *fact, int row, int col,
                      const struct xlsx_cell **found)
{
    const struct places *places = fact ? places_of(ctx, fact) : NULL;
    for (size_t i = 0; places && i < places->cells.count; i++) {
        *found = places->cells.items[i];
        if ((*found)->row == row && (*found)->col == col)
            return true;
    }
    return false;
}

/* The cells of a table's column when every row stands right below the one before, in order; NULL if not. */
static const char *range_from(const struct context *ctx, const struct fact_table *table, const char *column,
                              const struct xlsx_cell *first)
{
    const struct xlsx_cell *last = first;
    for (size_t k = 1; k < table->rows.count; k++) {
        const struct fact *fact = facts_cell(table->rows.items[k], column);
        if (!stands_at(ctx, fact, last->last_row + 1, first->col, &last))
            return NULL;
    }
    return arena_printf(ctx->arena, "%s:%s", xlsx_ref(ctx->arena, first->row, first->col),
                        xlsx_ref(ctx->arena, last->row, last->col));
}

static const char *find_range(const struct context *ctx, const char *name)
{
    const char *column;
    const struct fact_table *table = scope_column_of(ctx->facts, name, &column);
    if (!table || table->rows.count == 0)
        return NULL;
    const struct fact *first = facts_cell(table->rows.items[0], column);
    const struct places *places = first ? places_of(ctx, first) : NULL;
    for (size_t i = 0; places && i < places->cells.count; i++) {
        const char *range = range_from(ctx, table, column, places->cells.items[i]);
        if (range)
            return range;
    }
    return NULL;
}

static const char *column_range(const struct context *ctx, const char *name)
{
    const char *key = arena_printf(ctx->arena, "%p %s", (const void *)ctx->facts, name),
               *range = map_get(ctx->ranges, key);
    if (!range) {
        range = find_range(ctx, name);
        map_put(ctx->ranges, key, (void *)(uintptr_t)(range ? range : ""));
    }
    return range && *range ? range : NULL;
}

/* expr_spreadsheet's question: where does this name stand on the sheet? */
static const char *sheet_name(void *data, const char *name)
{
    const struct context *ctx = data;
    const struct fact *fact = scope_fact(ctx->facts, ctx->row, name);
    if (!fact)
        return column_range(ctx, name);
    const struct xlsx_cell *cell = cell_of(ctx, fact);
    return cell ? xlsx_ref(ctx->arena, cell->row, cell->col) : NULL;
}

/* -- the scope of printed values: what the spreadsheet program will see -- */

static bool scope_value(void *data, const void *row, const char *name, struct pos use, struct expr_value *out)
{
    (void)use;
    const struct context *ctx = data;
    const struct fact *fact = scope_fact(ctx->facts, row, name);
    const struct xlsx_cell *cell = fact ? cell_of(ctx, fact) : NULL;
    *out = (struct expr_value){.type = EXPR_BLANK, .unit = "", .text = ""};
    if (!cell || fact_blank(fact)) /* a 空值 is text that SUM passes over, like a blank */
        return fact != NULL;
    if (cell->number.value) {
        /* no units: a sheet adds bare numbers, and a conversion it cannot make must show as a difference */
        out->type = EXPR_NUMBER;
        out->num = cell->number.value;
    } else if (*cell->text) {
        out->type = EXPR_TEXT;
        out->text = cell->text;
    }
    return true;
}

static bool scope_table(void *data, const char *name, const void ***rows, size_t *count)
{
    const struct context *ctx = data;
    return ctx->base.table(ctx->base.ctx, name, rows, count);
}

static bool scope_column(void *data, const char *table, const char *column)
{
    const struct context *ctx = data;
    return ctx->base.column(ctx->base.ctx, table, column);
}

static struct expr_value **scope_kept(void *data, const void *call)
{
    struct context *ctx = data;
    const void *key[] = {call, ctx->facts};
    struct expr_value **place = map_getn(ctx->totals, (const char *)key, sizeof key);
    if (!place) {
        place = arena_alloc(ctx->arena, sizeof *place);
        map_putn(ctx->totals, (const char *)key, sizeof key, place);
    }
    return place;
}

/* Exactly the printed number → the formula; equal once rounded as the field is → ROUND(formula, places). */
static const char *formula_for(struct context *ctx, const struct xlsx_cell *cell)
{
    const struct field *field = cell->fact->field;
    struct buf text = buf_in(ctx->arena);
    if (!expr_spreadsheet(ctx->arena, field->formula, sheet_name, ctx, &text))
        return NULL;
    struct expr_scope scope = {
        .ctx = ctx, .value = scope_value, .table = scope_table, .column = scope_column, .kept = scope_kept};
    /* what cannot be computed here is no finding: the report was judged before */
    struct diag *silent = diag_new(ctx->arena);
    struct expr_value value = expr_eval(ctx->arena, silent, field->formula, &scope, ctx->row);
    size_t findings = 0;
    diag_sorted(silent, &findings);
    if (value.type != EXPR_NUMBER || !value.num || findings > 0)
        return NULL;
    if (num_cmp(value.num, cell->number.value) == 0)
        return buf_text(&text);
    int places = field->kind == FACT_PERCENT ? field->most + 2 : field->most;
    if (num_cmp(num_round(ctx->arena, value.num, places), cell->number.value) != 0)
        return NULL;
    return arena_printf(ctx->arena, "ROUND(%s,%d)", buf_text(&text), places);
}

void xlsx_formulas(struct arena *arena, struct xlsx_plan *plan, const struct facts *facts)
{
    struct context ctx = {
        .arena = arena, .facts = facts, .places = map_new(arena), .ranges = map_new(arena), .totals = map_new(arena)};
    for (size_t i = 0; i < plan->cells.count; i++) {
        const struct xlsx_cell *cell = &plan->cells.items[i];
        if (!cell->fact)
            continue;
        struct places *places = map_get(ctx.places, cell->fact->name);
        if (!places) {
            places = arena_alloc(arena, sizeof *places);
            map_put(ctx.places, cell->fact->name, places);
        }
        *list_push(arena, &places->cells) = cell;
    }
    for (size_t i = 0; i < plan->cells.count; i++) {
        struct xlsx_cell *cell = &plan->cells.items[i];
        if (!cell->number.value || !cell->fact || !cell->fact->field->formula)
            continue;
        ctx.row = cell->fact->row;
        ctx.facts = cell->fact->home ? cell->fact->home : facts;
        if (!ctx.facts)
            continue;
        ctx.base = facts_scope(ctx.facts);
        const char *formula = formula_for(&ctx, cell);
        if (formula && strlen(formula) <= FORMULA_MOST)
            cell->formula = formula;
    }
}
