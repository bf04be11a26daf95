/* XLSX → cells (libzip + expat): to verify our own workbooks now, to import forms later. */
#ifndef INPUT_SHEET_H
#define INPUT_SHEET_H

#include "base/diag.h"

#include <stdbool.h>

struct sheet_cell {
    int row, col;        /* from 0 */
    const char *text;    /* text, or the cached value as written; "" if none */
    bool number;
    const char *formula; /* without "="; NULL if none; "" if it only follows a shared one */
};
struct sheet_merge {
    int row, col, last_row, last_col;
};
struct sheet {
    const char *name;
    LIST_OF(struct sheet_cell) cells; /* in file order; those with neither text nor formula are left out */
    LIST_OF(struct sheet_merge) merges;
};
struct sheet_book {
    LIST_OF(struct sheet) sheets; /* worksheets in tab order; chart sheets are left out */
};

/* NULL if it cannot be read (reported S902, or S906 with the part of the package and the cause). Parts over 64 MiB,
 * packages over 256 MiB and document type declarations are refused. */
struct sheet_book *sheet_read(struct arena *arena, struct diag *diag, const char *path, const char *file);

#endif
