/* In: cells with marks (< joins the one on the left, ^ the one above). Out: rectangles with row and column spans.
 * A cell belongs to the group of its neighbour; a group that fills its rectangle is one joined cell, any other is
 * refused. Linear in the number of cells. */
#include "model/table_rows.h"

#include <string.h>

static bool is_blank(const char *s)
{
    while (*s != '\0') {
        size_t n = *s == '\n' ? 1 : text_blank_at(s);
        if (n == 0)
            return false;
        s += n;
    }
    return true;
}

/* The fact when there is exactly one and nothing else but white space. */
static const struct fact *only_fact(const struct spans *spans)
{
    const struct fact *fact = NULL;
    for (size_t i = 0; i < spans->count; i++) {
        const struct span *span = &spans->items[i];
        if (span->fact == NULL && is_blank(span->text))
            continue;
        if (span->fact == NULL || fact != NULL)
            return NULL;
        fact = span->fact;
    }
    return fact;
}

void table_rows_cell(struct table_rows *rows, enum table_mark mark, int style, const struct spans *spans, struct pos at)
{
    struct cell *cell = list_push(rows->arena, &rows->cells);
    cell->text = "";
    cell->style = style;
    cell->at = at;
    cell->rowspan = cell->colspan = 1;
    if (spans != NULL && mark == MARK_NONE) {
        cell->spans = *spans;
        cell->text = spans_text(rows->arena, spans);
        cell->fact = only_fact(spans);
        cell->counted = spans->count == 1 && spans->items[0].counted;
    }
    *list_push(rows->arena, &rows->marks) = (unsigned char)mark;
}

bool table_rows_width(struct table_rows *rows, size_t have, struct pos at)
{
    if (have == (size_t)rows->ncol)
        return true;
    diag_add(rows->diag, DIAG_TABLE_WIDTH, at, "%zu ≠ %d", have, rows->ncol);
    return false;
}

const char *table_take_name(struct arena *arena, const char *text, size_t skip, const char **name, struct pos *at)
{
    const char *start = text + skip;
    const char *end = start;
    while (*end != '\0' && *end != '\n' && text_blank_at(end) == 0)
        end++;
    *name = arena_strndup(arena, start, (size_t)(end - start));
    for (size_t n; (n = text_blank_at(end)) > 0;)
        end += n;
    if (at->column > 0)
        at->column += (int)utf8_count(arena_strndup(arena, text, (size_t)(end - text)));
    return end;
}

int table_style(const struct table_rows *rows, const char *name, int fallback, struct pos at)
{
    int style = style_cell(rows->model, name);
    if (style >= 0)
        return style;
    struct text_names known = {0};
    for (size_t i = 0; i < rows->model->cell_styles.count; i++)
        *list_push(rows->arena, &known) = rows->model->cell_styles.items[i].name;
    struct finding *finding = diag_add(rows->diag, DIAG_TABLE_STYLE, at, "!%s", name);
    finding->near = text_nearest(name, &known);
    return fallback;
}

const char *table_meant(const struct table_rows *rows, const char *text, bool may_repeat, struct pos at)
{
    size_t n = strcspn(text, " \n");
    const char *mark = arena_strndup(rows->arena, text, n), *meant = text_narrowed(rows->arena, mark);
    if (meant == NULL || (unsigned char)*text < 0x80)
        return text;
    bool whole = table_mark_of(meant) != MARK_NONE && text[n] == '\0';
    bool style = *meant == '!' && (meant[1] == '!' || style_cell(rows->model, meant + 1) >= 0);
    if (!whole && !style && !(may_repeat && *meant == '*'))
        return text;
    diag_add(rows->diag, DIAG_MARKUP_SLIP, at, "%s", mark)->near = meant;
    return arena_printf(rows->arena, "%s%s", meant, text + n);
}

enum table_mark table_mark_of(const char *text)
{
    if (strcmp(text, "<") == 0)
        return MARK_LEFT;
    return strcmp(text, "^") == 0 ? MARK_UP : MARK_NONE;
}

static size_t index_of(const struct table_rows *rows, int r, int c)
{
    return (size_t)r * (size_t)rows->ncol + (size_t)c;
}

void table_rows_merge(struct table_rows *rows, int first, int last, const int *columns, size_t ncolumns)
{
    for (int r = last - 1; r > first; r--) { /* upward, so that the text above is still there to compare */
        for (size_t k = 0; k < ncolumns; k++) {
            size_t here = index_of(rows, r, columns[k]), above = index_of(rows, r - 1, columns[k]);
            struct cell *cell = &rows->cells.items[here];
            const struct cell *over = &rows->cells.items[above];
            if (rows->marks.items[here] == MARK_UP)
                continue;
            if (rows->marks.items[here] != MARK_NONE || is_blank(cell->text) || strcmp(cell->text, over->text) != 0)
                break;
            rows->marks.items[here] = MARK_UP;
        }
    }
}

struct group {
    int last_row, last_col;
    size_t size; /* cells */
    size_t last; /* the latest member */
};

/* Index of the cell that the cell at i belongs to (itself if it joins nothing); anchors of earlier cells are known. */
static size_t anchor_of(struct table_rows *rows, const size_t *anchors, size_t i)
{
    size_t ncol = (size_t)rows->ncol;
    unsigned char mark = rows->marks.items[i];
    if (mark == MARK_NONE)
        return i;
    if (mark == MARK_LEFT ? i % ncol == 0 : i < ncol) {
        diag_add(rows->diag, DIAG_TABLE_JOIN, rows->cells.items[i].at, "%s", mark == MARK_LEFT ? "<" : "^");
        return i;
    }
    return anchors[mark == MARK_LEFT ? i - 1 : i - ncol];
}

static void join(struct table_rows *rows, size_t *anchors, struct group *groups)
{
    for (size_t i = 0; i < rows->cells.count; i++) {
        anchors[i] = anchor_of(rows, anchors, i);
        struct group *group = &groups[anchors[i]];
        int r = (int)(i / (size_t)rows->ncol), c = (int)(i % (size_t)rows->ncol);
        group->last_row = r > group->last_row ? r : group->last_row;
        group->last_col = c > group->last_col ? c : group->last_col;
        group->last = i;
        group->size++;
    }
}

void table_rows_finish(struct table_rows *rows, struct grid *grid)
{
    size_t n = rows->cells.count;
    size_t *anchors = arena_alloc(rows->arena, (n + 1) * sizeof *anchors);
    struct group *groups = arena_alloc(rows->arena, (n + 1) * sizeof *groups);
    join(rows, anchors, groups);
    for (size_t i = 0; i < n; i++) {
        struct cell *cell = &rows->cells.items[i];
        const struct group *group = &groups[anchors[i]];
        size_t a = anchors[i];
        int height = group->last_row - (int)(a / (size_t)rows->ncol) + 1;
        int width = group->last_col - (int)(a % (size_t)rows->ncol) + 1;
        if (group->size != (size_t)height * (size_t)width) { /* no rectangle: left apart */
            if (i == group->last)
                diag_add(rows->diag, DIAG_TABLE_JOIN, cell->at, "%d × %d", height, width);
        } else if (i != a) {
            *cell = (struct cell){.covered = true, .text = "", .style = cell->style, .at = cell->at};
        } else {
            cell->rowspan = height;
            cell->colspan = width;
        }
    }
    grid->nrow = rows->nrow;
    grid->ncol = rows->ncol;
    grid->cells = rows->cells.items;
}
