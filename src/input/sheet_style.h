/* Private to the sheet module: styles.xml → how each cell looks. */
#ifndef INPUT_SHEET_STYLE_H
#define INPUT_SHEET_STYLE_H

#include "input/sheet.h"
#include "input/sheet_part.h"

struct sheet_looks {
    struct sheet_look *items;
    size_t count, cap;
};

/* The cell formats in their order; false if the part cannot be parsed (package_error tells why). */
bool sheet_styles(struct arena *arena, struct package *package, const char *part, struct sheet_looks *looks);

#endif
