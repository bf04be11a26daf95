/* Mentions of annexes → link annotations and their structure elements (PDF 1.4, 8.4.5). In: parts of frames, where they
 * lead. Out: objects. */
#include "output/pdf_links.h"

struct tag *pdf_link_tag(struct pdf *pdf, const struct mention *link, struct tag *parent)
{
    if (link->number != pdf->link_number)
        pdf->link_tag = pdf_tags_link(pdf->tags, parent);
    pdf->link_number = link->number;
    return pdf->link_tag;
}

void pdf_link_add(struct pdf *pdf, const struct page_model *model, const struct mention *link, const struct page *page,
                  size_t index, const struct frame *frame)
{
    HPDF_Dict annotation = pdf_object(pdf, "");
    if (pdf->failed)
        return;
    mpt box[4];
    pdf_box(model, page, frame, box);
    struct buf body = buf_in(pdf->arena);
    buf_add(&body, "/Type/Annot/Subtype/Link/Border[0 0 0]/F 4/Rect[");
    for (int i = 0; i < 4; i++) {
        pdf_points(&body, box[i]);
        buf_add(&body, i < 3 ? " " : "");
    }
    buf_printf(&body, "]/Dest[%u 0 R/XYZ 0 ", pdf_ref(pdf, pdf->pages[link->page]));
    pdf_points(&body, model->height);
    buf_printf(&body, " 0]/StructParent %zu", pdf_tags_annotation(pdf->tags, pdf->link_tag, annotation));
    pdf_body(pdf, annotation, buf_text(&body));
    pdf_annotate(pdf, index, annotation);
}
