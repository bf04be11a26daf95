/* Where a cell of an annex stands in its workbook, for messages: as the plan places it. */
#include "output/xlsx_private.h"

int xlsx_table_row(const struct grid *grid)
{
    return grid->unit_line && *grid->unit_line ? 3 : 2; /* below label, title and unit line */
}

void xlsx_place(struct arena *arena, const struct grid *grid, int row, int col, const char **sheet, const char **cell)
{
    *sheet = xlsx_sheet_name(arena, grid->sheet);
    *cell = xlsx_ref(arena, xlsx_table_row(grid) + row, col);
}
