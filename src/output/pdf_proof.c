/* Marks of findings → highlight annotations with notes (PDF 1.4, 8.4.5). In: parts of frames, findings. Out: one
 * annotation for each mark, drawn by its own appearance, so that every program shows and prints it. */
#include "output/pdf_private.h"

/* Text as a hexadecimal string in UTF-16BE. */
static void add_text(struct buf *body, const char *text)
{
    buf_add(body, "<FEFF");
    text = text_within(body->arena, text, PDF_TEXT_MOST);
    for (uint32_t c; (c = utf8_next(&text)) != 0;)
        pdf_hex(body, c);
    buf_add(body, ">");
}

static const char *colour_of(const struct finding *finding)
{
    if (finding->level == DIAG_EXPLAIN)
        return finding->explained ? "0.75 0.95 0.75" : "1 0.85 0.4";
    return finding->level == DIAG_HINT ? "1 1 0.5" : "1 0.6 0.6";
}

struct box {
    mpt x0, y0, x1, y1;
};

static void grow(struct box *all, struct box part)
{
    all->x0 = part.x0 < all->x0 ? part.x0 : all->x0;
    all->y0 = part.y0 < all->y0 ? part.y0 : all->y0;
    all->x1 = part.x1 > all->x1 ? part.x1 : all->x1;
    all->y1 = part.y1 > all->y1 ? part.y1 : all->y1;
}

static void add_points(struct buf *buf, const mpt *values, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        pdf_points(buf, values[i]);
        buf_add(buf, i + 1 < n ? " " : "");
    }
}

/* The colour darkens what is under it, without a transparency group. */
static unsigned appearance(struct pdf *pdf, const struct box *boxes, size_t n, struct box all, const char *colour)
{
    struct buf draw = buf_in(pdf->arena), entries = buf_in(pdf->arena);
    buf_printf(&draw, "/G gs %s rg\n", colour);
    for (size_t i = 0; i < n; i++) {
        const mpt re[] = {boxes[i].x0, boxes[i].y0, boxes[i].x1 - boxes[i].x0, boxes[i].y1 - boxes[i].y0};
        add_points(&draw, re, 4);
        buf_add(&draw, " re f\n");
    }
    const mpt box[] = {all.x0, all.y0, all.x1, all.y1};
    buf_add(&entries, "/Type/XObject/Subtype/Form/BBox[");
    add_points(&entries, box, 4);
    buf_add(&entries, "]/Resources<</ExtGState<</G<</BM/Multiply>>>>>>\n");
    return pdf_ref(pdf, pdf_stream(pdf, buf_text(&entries), draw.s, draw.n));
}

static void add_mark(struct pdf *pdf, const struct layout *layout, const struct proof *proof, const struct mark *mark)
{
    const struct page *page = &layout->pages.items[mark->page];
    size_t n = mark->parts.count;
    struct box *boxes = arena_alloc(pdf->arena, (n + 1) * sizeof *boxes), all = {0};
    struct buf body = buf_in(pdf->arena);
    const char *colour = colour_of(mark->finding);
    buf_printf(&body, "/Type/Annot/Subtype/Highlight/F 4/C[%s]/QuadPoints[", colour);
    for (size_t i = 0; i < n; i++) {
        mpt c[4];
        pdf_box(layout->model, page, &mark->parts.items[i], c);
        boxes[i] = (struct box){c[0], c[1], c[2], c[3]};
        if (i == 0)
            all = boxes[0];
        grow(&all, boxes[i]);
        const mpt quad[] = {c[0], c[3], c[2], c[3], c[0], c[1], c[2], c[1]};
        add_points(&body, quad, 8);
        buf_add(&body, i + 1 < n ? " " : "]/Rect[");
    }
    const mpt rect[] = {all.x0, all.y0, all.x1, all.y1};
    add_points(&body, rect, 4);
    buf_printf(&body, "]/AP<</N %u 0 R>>/P %u 0 R/T", appearance(pdf, boxes, n, all, colour),
               pdf_ref(pdf, pdf->pages[mark->page]));
    add_text(&body, arena_printf(pdf->arena, "%zu %s", mark->number, diag_finding_level(mark->finding, proof->lang)));
    buf_add(&body, "/Contents");
    add_text(&body, diag_line(proof->diag, mark->finding, proof->lang));
    pdf_annotate(pdf, mark->page, pdf_object(pdf, buf_text(&body)));
}

void pdf_proof(struct pdf *pdf, const struct layout *layout, const struct proof *proof)
{
    for (size_t i = 0; i < proof->marks.count && !pdf->failed; i++)
        if (proof->marks.items[i].parts.count)
            add_mark(pdf, layout, proof, &proof->marks.items[i]);
}
