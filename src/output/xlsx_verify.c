/* The finished file against the plan: sheet name, every cell, join, formula and cached value. libxlsxwriter reports
 * neither a full temporary folder nor bad text, so only what reads back is believed. */
#include "base/os.h"
#include "input/sheet.h"
#include "output/xlsx_private.h"

#include <stdlib.h>
#include <string.h>

static bool differ(struct arena *arena, struct diag *diag, const struct xlsx_plan *plan, const char *file, int row,
                   int col)
{
    struct pos at = {.file = file, .sheet = plan->sheet, .cell = row < 0 ? NULL : xlsx_ref(arena, row, col)};
    diag_add(diag, DIAG_VERIFY, at, "%s%s%s", plan->sheet, at.cell ? " " : "", at.cell ? at.cell : "");
    return false;
}

static bool same_cell(struct arena *arena, const struct xlsx_cell *want, const struct sheet_cell *got)
{
    if ((want->formula != NULL) != (got->formula != NULL))
        return false;
    if (want->formula && strcmp(want->formula, got->formula) != 0)
        return false;
    if (!want->number.value)
        return !got->number && strcmp(want->text, got->text) == 0;
    char *end = NULL;
    double value = strtod(got->text, &end);
    double meant = num_to_double(arena, want->number.value, want->number.places);
    return got->number && end != got->text && *end == '\0' && !(value < meant) && !(value > meant);
}

static bool verify_cells(struct arena *arena, struct diag *diag, const struct xlsx_plan *plan, const char *file,
                         const struct sheet *sheet)
{
    size_t width = (size_t)plan->ncol;
    const struct sheet_cell **at = arena_alloc(arena, (size_t)plan->nrow * width * sizeof *at);
    for (size_t i = 0; i < sheet->cells.count; i++) {
        const struct sheet_cell *got = &sheet->cells.items[i];
        bool inside = got->row >= 0 && got->row < plan->nrow && got->col >= 0 && got->col < plan->ncol;
        bool content = *got->text || got->formula;
        if (!content)
            continue;
        if (!inside || at[(size_t)got->row * width + (size_t)got->col])
            return differ(arena, diag, plan, file, got->row, got->col);
        at[(size_t)got->row * width + (size_t)got->col] = got;
    }
    static const struct sheet_cell empty = {.text = ""};
    for (size_t i = 0; i < plan->cells.count; i++) {
        const struct xlsx_cell *want = &plan->cells.items[i];
        const struct sheet_cell **got = &at[(size_t)want->row * width + (size_t)want->col];
        if (!same_cell(arena, want, *got ? *got : &empty))
            return differ(arena, diag, plan, file, want->row, want->col);
        *got = NULL;
    }
    for (size_t i = 0; i < (size_t)plan->nrow * width; i++)
        if (at[i]) /* content nobody planned */
            return differ(arena, diag, plan, file, at[i]->row, at[i]->col);
    return true;
}

static bool verify_merges(struct arena *arena, struct diag *diag, const struct xlsx_plan *plan, const char *file,
                          const struct sheet *sheet)
{
    size_t width = (size_t)plan->ncol, meant = 0;
    const struct sheet_merge **at = arena_alloc(arena, (size_t)plan->nrow * width * sizeof *at);
    for (size_t i = 0; i < sheet->merges.count; i++) {
        const struct sheet_merge *got = &sheet->merges.items[i];
        if (got->row < 0 || got->row >= plan->nrow || got->col < 0 || got->col >= plan->ncol)
            return differ(arena, diag, plan, file, -1, -1);
        at[(size_t)got->row * width + (size_t)got->col] = got;
    }
    for (size_t i = 0; i < plan->cells.count; i++) {
        const struct xlsx_cell *want = &plan->cells.items[i];
        if (want->row == want->last_row && want->col == want->last_col)
            continue;
        meant++;
        const struct sheet_merge *got = at[(size_t)want->row * width + (size_t)want->col];
        if (!got || got->last_row != want->last_row || got->last_col != want->last_col)
            return differ(arena, diag, plan, file, want->row, want->col);
    }
    return meant == sheet->merges.count || differ(arena, diag, plan, file, -1, -1);
}

bool xlsx_verify(struct arena *arena, struct diag *diag, const struct xlsx_plan *plan, const char *path)
{
    const char *file = os_base_name(path);
    const struct sheet_book *book = sheet_read(arena, diag, path, file);
    if (!book)
        return false;
    if (book->sheets.count != 1 || strcmp(book->sheets.items[0].name, plan->sheet) != 0)
        return differ(arena, diag, plan, file, -1, -1);
    const struct sheet *sheet = &book->sheets.items[0];
    return verify_cells(arena, diag, plan, file, sheet) && verify_merges(arena, diag, plan, file, sheet);
}
