/* In: laid out pages and grids. Out: plain text, one line for each thing: the goldens of the tests. Lengths in pt on
 * pages, in mm in grids, two decimals. Neighbouring runs of one face on one baseline are shown as one. */
#include "output/dump.h"

#include "model/facts.h"

#include <string.h>

/* value / per, two decimals, rounded half up. */
static void put_fixed(FILE *out, int64_t value, int64_t times, int64_t per)
{
    int64_t scaled = value * times * 100 * 2 + (value < 0 ? -per : per);
    int64_t hundredths = scaled / (per * 2);
    int64_t size = hundredths < 0 ? -hundredths : hundredths;
    fprintf(out, " %s%lld.%02lld", hundredths < 0 ? "-" : "", (long long)(size / 100), (long long)(size % 100));
}

static void put_pt(FILE *out, mpt value)
{
    put_fixed(out, value, 1, 1000);
}

static void put_mm(FILE *out, mpt value)
{
    put_fixed(out, value, 127, 360000);
}

static void put_escaped(FILE *out, const char *s)
{
    for (; *s != '\0'; s++) {
        if (*s == '\n') {
            fputs("\\n", out);
            continue;
        }
        if (*s == '"' || *s == '\\')
            fputc('\\', out);
        fputc(*s, out);
    }
}

static void put_quoted(FILE *out, const char *s)
{
    fputs(" \"", out);
    put_escaped(out, s != NULL ? s : "");
    fputc('"', out);
}

static void put_face(FILE *out, const struct page_model *model, int face)
{
    if (face >= 0 && (size_t)face < model->faces.count)
        fprintf(out, " %s", model->faces.items[face]);
    else
        fprintf(out, " +%d", face < 0 ? -1 : face - (int)model->faces.count); /* a fallback */
}

/* b goes on where a, which ends at `end`, stops. */
static bool continues(const struct frame *a, mpt end, const struct frame *b)
{
    return b->kind == FRAME_TEXT && a->y == b->y && a->face == b->face && a->size == b->size &&
           a->upright == b->upright && a->cell == b->cell && b->x >= end - 5 && b->x <= end + 5;
}

/* Frames [i, the result) as one line. */
static size_t dump_text(const struct layout *layout, const struct page *page, size_t i, FILE *out)
{
    const struct frame *first = &page->frames.items[i];
    size_t last = i;
    mpt end = first->x + first->w;
    while (last + 1 < page->frames.count && continues(first, end, &page->frames.items[last + 1])) {
        last++;
        end = page->frames.items[last].x + page->frames.items[last].w;
    }
    fputs(first->upright && page->rotated ? "upright" : "text", out);
    put_pt(out, first->x);
    put_pt(out, first->y);
    put_pt(out, end - first->x);
    put_pt(out, first->size);
    put_face(out, layout->model, first->face);
    fputs(" \"", out);
    for (size_t k = i; k <= last; k++)
        put_escaped(out, page->frames.items[k].text);
    fputs("\"\n", out);
    return last + 1;
}

static void dump_shape(const struct frame *frame, FILE *out)
{
    if (frame->kind != FRAME_LINE)
        return;
    fputs("line", out);
    put_pt(out, frame->x);
    put_pt(out, frame->y);
    put_pt(out, frame->w);
    put_pt(out, frame->h);
    put_pt(out, frame->weight);
    fputc('\n', out);
}

void dump_pages(const struct layout *layout, FILE *out)
{
    for (size_t p = 0; p < layout->pages.count; p++) {
        const struct page *page = &layout->pages.items[p];
        fprintf(out, "page %d %s%s%s\n", page->number, page->rotated ? "landscape" : "portrait",
                page->grid != NULL ? " " : "", page->grid != NULL ? page->grid->id : "");
        for (size_t i = 0; i < page->frames.count;) {
            if (page->frames.items[i].kind == FRAME_TEXT)
                i = dump_text(layout, page, i, out);
            else
                dump_shape(&page->frames.items[i++], out);
        }
    }
    for (size_t i = 0; i < layout->bookmarks.count; i++) {
        const struct bookmark *mark = &layout->bookmarks.items[i];
        fprintf(out, "bookmark %d page %zu", mark->level, mark->page + 1);
        put_pt(out, mark->y);
        put_quoted(out, mark->text);
        fputc('\n', out);
    }
}

static void dump_cell(const struct page_model *model, const struct grid *grid, int r, int c, FILE *out)
{
    const struct cell *cell = GRID_CELL(grid, r, c);
    if (cell->covered)
        return;
    fprintf(out, "r%dc%d", r + 1, c + 1);
    if (cell->rowspan != 1 || cell->colspan != 1)
        fprintf(out, "[%dx%d]", cell->rowspan, cell->colspan);
    fprintf(out, " %s", table_model(model, grid)->cell_styles.items[cell->style].name);
    put_quoted(out, cell->text);
    if (cell->fact != NULL)
        fprintf(out, " fact=%s", cell->fact->name);
    fputc('\n', out);
}

static void dump_head(const struct grid *grid, FILE *out)
{
    fprintf(out, "grid %s %dx%d %s\n", grid->id, grid->nrow, grid->ncol, grid->landscape ? "landscape" : "portrait");
    fputs("label", out);
    put_quoted(out, grid->label);
    fputs("\ntitle", out);
    put_quoted(out, grid->title.text);
    fputs("\nfile", out);
    put_quoted(out, grid->file);
    put_quoted(out, grid->sheet);
    fputs("\nunit", out);
    put_quoted(out, grid->unit_line.text);
    if (grid->head_first >= 0)
        fprintf(out, "\nhead r%d-r%d", grid->head_first + 1, grid->head_last + 1);
    fputc('\n', out);
}

void dump_grids(const struct layout *layout, FILE *out)
{
    for (size_t g = 0; g < layout->grids.count; g++) {
        const struct grid_size *size = layout->grids.items[g];
        const struct grid *grid = size->grid;
        dump_head(grid, out);
        fputs("columns", out);
        for (int c = 0; c < grid->ncol; c++)
            put_mm(out, size->col[c]);
        fputc('\n', out);
        for (int r = 0; r < grid->nrow; r++) {
            fprintf(out, "row %d", r + 1);
            put_mm(out, size->row[r]);
            fputc('\n', out);
            for (int c = 0; c < grid->ncol; c++)
                dump_cell(layout->model, grid, r, c, out);
        }
        for (size_t i = 0; i < grid->notes.count; i++) {
            fputs("note", out);
            put_quoted(out, grid->notes.items[i].text);
            fputc('\n', out);
        }
    }
}
