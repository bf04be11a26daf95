/* Table rows with < ^ ! !! * marks → a grid of cells with spans; refuses overlaps (data-format §5). */
#ifndef MODEL_TABLE_H
#define MODEL_TABLE_H

#include "model/bind.h"
#include "model/style.h"

/* One anchor cell. Cells covered by a join have .covered set and nothing else. */
struct cell {
    struct spans spans;      /* the text; "\n" inside is a line break */
    const char *text;        /* the spans in one string */
    const struct fact *fact; /* set when the cell is exactly one fact */
    bool counted;            /* it is exactly one 序号 */
    int rowspan, colspan;
    bool covered;
    int style; /* index into cell_styles of the table's page model */
    struct pos at;
};

struct grid {
    const struct page_model *model; /* with the styles of this table; NULL: the document's */
    bool unnumbered;                /* 页码 = 无: its pages print no number */
    const char *id;    /* annex1; in-text tables: 正文 file and line */
    const struct fact_row *record; /* whose annex it is; NULL: the report's own */
    const char *label; /* 附件1; "" for in-text tables */
    struct phrase title;
    struct phrase unit_line; /* 单位：万元; text "" if none */
    struct phrases notes;    /* 注.1 … */
    struct phrases signs;    /* 签字行: its cells, spread over the width below the notes */
    mpt seal_space;          /* 签章留白: kept free below that line */
    bool lock_formulas;      /* 保护公式: XLSX only */
    int nrow, ncol;
    int *col_share;            /* 列宽: relative widths; 0 = as the text wants */
    int head_first, head_last; /* rows repeated on each page, -1 if none */
    bool landscape;
    const char *file, *sheet; /* workbook and sheet name; NULL for in-text tables */
    struct cell *cells;       /* nrow × ncol */
    struct pos at, widths_at; /* widths_at: of 列宽, no file where there is none */
};

#define GRID_CELL(grid, r, c) (&(grid)->cells[(size_t)(r) * (size_t)(grid)->ncol + (size_t)(c)])

/* The page model that a table of the document is set with. */
static inline const struct page_model *table_model(const struct page_model *model, const struct grid *grid)
{
    return grid->model != NULL ? grid->model : model;
}

/* One table description (annexN.ini) filled in; NULL if it could not be built (reported). */
struct grid *table_build(struct arena *arena, struct diag *diag, const struct ini *ini, const char *id,
                         const struct facts *facts, struct mustache_data *data, const struct page_model *model);

/* In-text table rows ("| a | b |" lines of prose, as spans): the same joins and styles. */
struct grid *table_from_prose(struct arena *arena, struct diag *diag, const struct spans *rows, size_t nrow,
                              const struct page_model *model);

#endif
