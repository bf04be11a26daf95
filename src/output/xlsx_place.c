/* Where a cell of an annex, or a line round its table, stands in its workbook, for messages: as the plan places it. */
#include "layout/where.h"
#include "output/xlsx_private.h"

int xlsx_table_row(const struct grid *grid)
{
    return grid->unit_line.text && *grid->unit_line.text ? 3 : 2; /* below label, title and unit line */
}

void xlsx_place(struct arena *arena, const struct place *place, const char **sheet, const char **cell)
{
    const struct grid *grid = place->annex->grid;
    const struct xlsx_sign *signs;
    int below = xlsx_table_row(grid) + grid->nrow, row = below, col = 0;
    size_t count;
    switch (place->part) {
    case PLACE_CELL:
        row = xlsx_table_row(grid) + place->row;
        col = place->col;
        break;
    case PLACE_TITLE:
        row = 1;
        break;
    case PLACE_UNIT:
        row = 2;
        break;
    case PLACE_NOTE:
        row = below + place->row;
        break;
    case PLACE_SIGN:
        row = below + (int)grid->notes.count;
        signs = xlsx_signs(arena, place->annex, &count);
        col = (size_t)place->row < count ? signs[place->row].first : 0;
        break;
    }
    *sheet = xlsx_sheet_name(arena, grid->sheet);
    *cell = xlsx_ref(arena, row, col);
}
