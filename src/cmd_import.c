/* ziping template import-table FORM.xlsx: a form of a spreadsheet → a table of a template. */
#include "cmd.h"

int template_import(struct arena *arena, const struct options *options, const char *path)
{
    (void)arena;
    return wrong_use(options, "尚未实现", "not yet", path, NULL);
}
