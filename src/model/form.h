/* A form of a spreadsheet → the description of a table (annexN.ini): joins, widths, styles, labels; blank cells filled
 * with the fields that a template has for their labels. */
#ifndef MODEL_FORM_H
#define MODEL_FORM_H

#include "input/sheet.h"
#include "model/form_names.h"
#include "model/style.h"

/* Comments of a table that wait for a person; `template check` reminds of those that are left. */
#define FORM_BLANK "# 待填："
#define FORM_GUESS "# 请核对："

struct form_result {
    const char *table;  /* the INI text of the table */
    const char *layout; /* sections for layout.ini; "" if the template's styles are enough */
};

/* file: the name under which the table is saved, for the places of T206. names: NULL if blanks stay blank. False if the
 * sheet holds no table (T207). */
bool form_import(struct arena *arena, struct diag *diag, const struct sheet *sheet, const struct page_model *model,
                 const struct form_names *names, const char *file, struct form_result *out);

/* A number as the sheet shows it. */
const char *form_number(struct arena *arena, const char *value, const char *format);

#endif
