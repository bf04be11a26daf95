/* XLSX → cells (libzip + expat): to verify our own workbooks now, to import forms later. */
#ifndef INPUT_SHEET_H
#define INPUT_SHEET_H

#include "base/diag.h"

#include <stdbool.h>

enum { SHEET_LEFT = 1, SHEET_RIGHT = 2, SHEET_TOP = 4, SHEET_BOTTOM = 8 };
enum sheet_across { SHEET_GENERAL, SHEET_LEFTWARD, SHEET_CENTERED, SHEET_RIGHTWARD };

/* How a cell looks. */
struct sheet_look {
    const char *font; /* family; "" if unknown */
    int size;         /* thousandths of a point */
    bool bold;
    bool shaded; /* the whole cell, in a colour that is not white */
    enum sheet_across across;
    int indent;         /* steps */
    unsigned borders;   /* SHEET_LEFT | …: the sides that have a line */
    const char *format; /* number format, "General" if none */
};

struct sheet_cell {
    int row, col;     /* from 0 */
    const char *text; /* text, or the cached value as written (dates: days since 1899-12-30); "" if none */
    bool number;
    const char *formula;           /* without "="; NULL if none; "" if it only follows a shared one */
    const struct sheet_look *look; /* NULL if the file says nothing */
};
struct sheet_merge {
    int row, col, last_row, last_col;
};
/* A cell of the file, empty or not. */
struct sheet_place {
    int row, col;
    const struct sheet_look *look;
};
struct sheet_columns {
    int first, last;
    int width; /* hundredths of a digit's width; -1: hidden */
};
struct sheet_height {
    int row, height; /* thousandths of a point; -1: hidden */
};

struct sheet {
    const char *name;
    const char *file;                 /* of the workbook, as shown */
    bool hidden;                      /* its tab is not shown */
    LIST_OF(struct sheet_cell) cells; /* in file order; those with neither text nor formula are left out */
    LIST_OF(struct sheet_merge) merges;
    LIST_OF(struct sheet_place) places; /* all cells of the file, in file order */
    LIST_OF(struct sheet_columns) columns;
    LIST_OF(struct sheet_height) heights; /* rows that say one */
    int default_width;                    /* hundredths of a digit's width */
    int head_first, head_last;            /* rows repeated on each page (_xlnm.Print_Titles), -1 if none */
    bool landscape;
};
struct sheet_book {
    LIST_OF(struct sheet) sheets; /* worksheets in tab order; chart sheets are left out */
};

/* NULL if it cannot be read (reported S902, I014 or I015 for files of the old format and such as need a password, or
 * S906 with the part of the package and the cause). Parts over 64 MiB, packages over 256 MiB and document type
 * declarations are refused. */
struct sheet_book *sheet_read(struct arena *arena, struct diag *diag, const char *path, const char *file);

/* A number format that shows a date. */
bool sheet_is_date(const char *format);

#endif
