/* In: consecutive "| a | b |" lines of the narrative, already filled in, as spans. Out: a grid.
 * Bars, escapes and marks count only in literal text: a value never becomes structure. */
#include "model/table_rows.h"

#include <string.h>

struct cell_text {
    struct spans spans;
    bool plain; /* its first character was escaped: no mark */
    struct pos at;
};

struct row_text {
    LIST_OF(struct cell_text) cells;
};

static bool blank_cell(const struct cell_text *cell)
{
    for (size_t i = 0; i < cell->spans.count; i++) {
        const char *s = cell->spans.items[i].text;
        for (size_t n; (n = text_blank_at(s)) > 0;)
            s += n;
        if (*s != '\0' || !cell->spans.items[i].literal)
            return false;
    }
    return true;
}

static void flush(struct arena *arena, struct cell_text *cell, struct buf *text, struct pos at)
{
    if (cell != NULL && text->n > 0)
        *list_push(arena, &cell->spans) = (struct span){.text = buf_text(text), .at = at, .literal = true};
    *text = buf_in(arena);
}

static struct cell_text *last_cell(struct row_text *row)
{
    return row->cells.count == 0 ? NULL : &row->cells.items[row->cells.count - 1];
}

/* One literal span: cut at bars, \| \n \\ resolved. */
static void cut_literal(struct arena *arena, struct row_text *row, const struct span *span)
{
    struct buf text = buf_in(arena);
    struct pos start = span->at, here = span->at;
    for (const char *s = span->text; *s != '\0';) {
        struct cell_text *cell = last_cell(row);
        const char *from = s;
        uint32_t c = utf8_next(&s);
        here.column++;
        bool lead = cell != NULL && text.n == 0 && blank_cell(cell);
        if (c == '|') {
            flush(arena, cell, &text, start);
            list_push(arena, &row->cells)->at = here;
            start = here;
        } else if (c == '\\' && *s != '\0' && (strchr("|\\n", *s) != NULL || (lead && strchr("<^!*-", *s) != NULL))) {
            if (lead)
                cell->plain = true;
            buf_putc(&text, *s == 'n' ? '\n' : (uint32_t)*s);
            s++;
            here.column++;
        } else if (lead && text_blank_at(from) > 0) { /* leading white space */
            cell->at = start = here;
        } else {
            buf_putc(&text, c);
        }
    }
    flush(arena, last_cell(row), &text, start);
}

static void trim_end(struct arena *arena, struct cell_text *cell)
{
    if (cell->spans.count == 0 || !cell->spans.items[cell->spans.count - 1].literal)
        return;
    struct span *last = &cell->spans.items[cell->spans.count - 1];
    const char *start = last->text, *from = start, *end = start + strlen(start);
    text_trim(&from, &end);
    last->text = from >= end ? "" : arena_strndup(arena, start, (size_t)(end - start));
}

static void cut_row(struct arena *arena, const struct spans *spans, struct row_text *row)
{
    for (size_t i = 0; i < spans->count; i++) {
        struct cell_text *cell = last_cell(row);
        if (spans->items[i].literal)
            cut_literal(arena, row, &spans->items[i]);
        else if (cell != NULL)
            *list_push(arena, &cell->spans) = spans->items[i];
    }
    if (row->cells.count > 1 && blank_cell(last_cell(row))) /* the closing bar */
        row->cells.count--;
    for (size_t i = 0; i < row->cells.count; i++)
        trim_end(arena, &row->cells.items[i]);
}

/* Takes !!style (first cell) and !style off the cell; true if the row begins with !!. */
static bool take_styles(struct table_rows *rows, struct cell_text *cell, bool first, int *row_style, int *style)
{
    bool whole = false;
    *style = *row_style;
    if (!cell->plain && cell->spans.count > 0 && cell->spans.items[0].literal)
        cell->spans.items[0].text = table_meant(rows, cell->spans.items[0].text, false, cell->spans.items[0].at);
    while (!cell->plain && cell->spans.count > 0 && cell->spans.items[0].literal &&
           cell->spans.items[0].text[0] == '!') {
        struct span *span = &cell->spans.items[0];
        struct pos mark = span->at;
        const char *name;
        bool row = first && text_starts(span->text, "!!");
        span->text = table_take_name(rows->arena, span->text, row ? 2 : 1, &name, &span->at);
        cell->at = span->at;
        *style = table_style(rows, name, *style, mark);
        if (row)
            *row_style = *style;
        whole = whole || row;
        if (!row)
            break;
    }
    return whole;
}

static bool add_row(struct table_rows *rows, struct row_text *row, struct pos at)
{
    int row_style = 0;
    bool head = false;
    size_t ncol = (size_t)rows->ncol, have = row->cells.count;
    table_rows_width(rows, have, have > ncol ? row->cells.items[ncol].at : at);
    for (size_t c = 0; c < ncol; c++) {
        if (c >= have) {
            table_rows_cell(rows, MARK_NONE, row_style, NULL, at);
            continue;
        }
        struct cell_text *cell = &row->cells.items[c];
        int style;
        head = take_styles(rows, cell, c == 0, &row_style, &style) || head;
        bool literal = cell->spans.count == 1 && cell->spans.items[0].literal && !cell->plain;
        enum table_mark mark = literal ? table_mark_of(cell->spans.items[0].text) : MARK_NONE;
        table_rows_cell(rows, mark, style, &cell->spans, cell->at);
    }
    rows->nrow++;
    return head;
}

/* Nobody gives widths: each column as wide as its longest line, within reason; in half characters. */
static int natural_share(const struct grid *grid, int c)
{
    int share = 4;
    for (int r = 0; r < grid->nrow; r++) {
        const struct cell *cell = GRID_CELL(grid, r, c);
        int width = 2;
        for (const char *s = cell->text; *s != '\0' && cell->colspan == 1;) {
            uint32_t code = utf8_next(&s);
            width = code == '\n' ? 2 : width + (code < 0x2000 ? 1 : 2);
            share = width > share ? width : share;
        }
    }
    return share < 40 ? share : 40;
}

struct grid *table_from_prose(struct arena *arena, struct diag *diag, const struct spans *lines, size_t nrow,
                              const struct page_model *model)
{
    struct table_rows rows = {.arena = arena, .diag = diag, .model = model};
    struct grid *grid = arena_alloc(arena, sizeof *grid);
    grid->label = grid->title.text = grid->unit_line.text = "";
    grid->head_first = grid->head_last = -1;
    for (size_t i = 0; i < nrow && i < TABLE_ROWS; i++) {
        struct row_text row = {0};
        cut_row(arena, &lines[i], &row);
        struct pos at = lines[i].count > 0 ? lines[i].items[0].at : grid->at;
        if (i == 0) {
            grid->at = at;
            rows.ncol = row.cells.count > TABLE_COLUMNS ? TABLE_COLUMNS : (int)row.cells.count;
        }
        bool head = add_row(&rows, &row, at);
        if (head && grid->head_last == (int)i - 1) { /* styled rows at the top are the head */
            grid->head_first = 0;
            grid->head_last = (int)i;
        }
    }
    if (rows.ncol == 0)
        return NULL;
    grid->id = arena_printf(arena, "%s:%d", grid->at.file != NULL ? grid->at.file : "", grid->at.line);
    table_rows_finish(&rows, grid);
    grid->col_share = arena_alloc(arena, (size_t)grid->ncol * sizeof(int));
    for (int c = 0; c < grid->ncol; c++)
        grid->col_share[c] = natural_share(grid, c);
    return grid;
}
