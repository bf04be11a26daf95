/* Any bytes as a formula: compiled, evaluated with and without a row, listed, said as a spreadsheet formula. Nothing
 * may crash; a formula that was refused or failed must have been reported. */
#include "base/map.h"
#include "model/expr.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { ROWS = 5 };

/* The last byte of a name decides what it is. */
static bool value(void *ctx, const void *row, const char *name, struct pos use, struct expr_value *out)
{
    (void)use;
    size_t n = strlen(name);
    char c = n ? name[n - 1] : 0;
    *out = (struct expr_value){.type = EXPR_BLANK};
    if (c == 't')
        *out = (struct expr_value){.type = EXPR_TEXT, .text = row ? "x" : "y"};
    else if (c == 'n')
        *out = (struct expr_value){.type = EXPR_NUMBER, .num = num_int(ctx, row ? (long)(*(const int *)row) : 7)};
    else if (c == 'u')
        *out = (struct expr_value){.type = EXPR_NUMBER, .num = num_int(ctx, 0), .unit = "人"};
    else if (c != 'b')
        return false;
    return true;
}

static bool table(void *ctx, const char *name, const void ***rows, size_t *count)
{
    static const int numbers[ROWS] = {3, 1, 0, -2, 5};
    *rows = arena_alloc(ctx, sizeof(void *) * ROWS);
    for (size_t i = 0; i < ROWS; i++)
        (*rows)[i] = &numbers[i];
    *count = *name == 'E' ? 0 : ROWS;
    return true;
}

static bool column(void *ctx, const char *table_name, const char *column_name)
{
    (void)ctx;
    return (*table_name == 'T' || *table_name == 'E') && strchr("tnub", column_name[strlen(column_name) - 1]);
}

static const char *cell(void *ctx, const char *name)
{
    (void)ctx;
    return *name == 'z' ? NULL : "A1";
}

static struct map *totals;

static struct expr_value **kept(void *ctx, const void *call)
{
    struct expr_value **place = map_getn(totals, (const char *)&call, sizeof call);
    if (!place) {
        place = arena_alloc(ctx, sizeof *place);
        map_putn(totals, (const char *)&call, sizeof call, place);
    }
    return place;
}

/* Whether totals are kept or not, every row has the same value. */
static void compare_kept(struct arena *arena, struct diag *diag, const struct expr *expr, struct expr_scope scope)
{
    static const int rows[] = {9, 4, 9};
    totals = map_new(arena);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        scope.kept = NULL;
        struct expr_value plain = expr_eval(arena, diag, expr, &scope, &rows[i]);
        scope.kept = kept;
        struct expr_value same = expr_eval(arena, diag, expr, &scope, &rows[i]);
        bool text = plain.type == EXPR_TEXT && same.type == EXPR_TEXT, number = plain.type == EXPR_NUMBER;
        if (plain.type != same.type || plain.truth != same.truth || (text && strcmp(plain.text, same.text)) ||
            (number && (num_cmp(plain.num, same.num) || strcmp(plain.unit, same.unit))))
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);
    memcpy(text, data, size);
    text[size] = '\0';
    struct arena *arena = arena_new();
    num_init(arena);
    struct diag *diag = diag_new(arena);
    static const char *items[] = {"Tn", "u"};
    struct text_names names = {items, 2, 2};
    struct expr_scope scope = {.ctx = arena, .value = value, .table = table, .column = column, .names = &names};
    struct expr *expr = expr_compile(arena, diag, text, (struct pos){.file = "f", .line = 1, .column = 1});
    if (!expr != (diag_count(diag).errors > 0))
        abort();
    if (expr) {
        struct expr_value first = expr_eval(arena, diag, expr, &scope, NULL);
        if (first.type == EXPR_FAILED && !diag_count(diag).errors)
            abort();
        if (first.type == EXPR_NUMBER && (!first.num || !first.unit))
            abort();
        compare_kept(arena, diag, expr, scope);
        expr_names(arena, expr);
        struct buf out = buf_in(arena);
        if (!expr_spreadsheet(arena, expr, cell, NULL, &out) && *buf_text(&out))
            abort();
    }
    arena_free(arena);
    free(text);
    return 0;
}
