/* What a PDF says about itself: information, XMP, output intent, language, identity, bookmarks; complete for PDF/A-1b
 * (ISO 19005-1, 6.2.2 and 6.7). In: struct doc, bookmarks. Out: entries of catalog, info and trailer. No clock: the
 * only date is the document's own. */
#include "output/pdf_private.h"

#include <string.h>

#define PRODUCER "ziping " ZIPING_VERSION " (libharu " HPDF_VERSION_TEXT ")"
#define CREATOR "ziping " ZIPING_VERSION

/* The Dest array [page /XYZ null top null]: top of the page for rotated ones. */
static HPDF_Array destination(struct pdf *pdf, const struct layout *layout, const struct bookmark *mark)
{
    HPDF_Array array = HPDF_Array_New(pdf->doc->mmgr);
    if (!array) {
        pdf->failed = true;
        return NULL;
    }
    mpt top = layout->pages.items[mark->page].rotated ? 0 : mark->y;
    pdf_ok(pdf, HPDF_Array_Add(array, pdf->pages[mark->page]));
    pdf_ok(pdf, HPDF_Array_AddName(array, "XYZ"));
    pdf_ok(pdf, HPDF_Array_Add(array, HPDF_Null_New(pdf->doc->mmgr)));
    pdf_ok(pdf, HPDF_Array_AddReal(array, (HPDF_REAL)(layout->model->height - top) / 1000));
    pdf_ok(pdf, HPDF_Array_Add(array, HPDF_Null_New(pdf->doc->mmgr)));
    return array;
}

void pdf_bookmarks(struct pdf *pdf, const struct layout *layout)
{
    enum { LEVELS = 8 };
    HPDF_Outline open[LEVELS + 1] = {NULL}; /* the last one of each level; [0] is the root */
    for (size_t i = 0; !pdf->failed && i < layout->bookmarks.count; i++) {
        const struct bookmark *mark = &layout->bookmarks.items[i];
        if (mark->page >= layout->pages.count)
            continue;
        int level = mark->level < 1 ? 1 : mark->level > LEVELS ? LEVELS : mark->level;
        int parent = level - 1;
        while (parent && !open[parent])
            parent--;
        HPDF_Outline outline = HPDF_CreateOutline(pdf->doc, open[parent], "", NULL);
        if (!outline) {
            pdf->failed = true;
            return;
        }
        pdf_entry(pdf, outline, "Title", pdf_text(pdf, mark->text));
        pdf_entry(pdf, outline, "Dest", destination(pdf, layout, mark));
        open[level] = outline;
        for (int k = level + 1; k <= LEVELS; k++)
            open[k] = NULL;
    }
    if (layout->bookmarks.count && !pdf->failed)
        pdf_ok(pdf, HPDF_SetPageMode(pdf->doc, HPDF_PAGE_MODE_USE_OUTLINE));
}

static void add_xml(struct buf *buf, const char *s)
{
    for (; *s; s++) {
        switch (*s) {
        case '&':
            buf_add(buf, "&amp;");
            break;
        case '<':
            buf_add(buf, "&lt;");
            break;
        case '>':
            buf_add(buf, "&gt;");
            break;
        default:
            buf_addn(buf, s, 1);
        }
    }
}

/* One text property, wrapped in the container that XMP wants for it. */
static void add_property(struct buf *x, const char *open, const char *text, const char *close)
{
    if (!text)
        return;
    buf_add(x, open);
    add_xml(x, text_within(x->arena, text, PDF_TEXT_MOST)); /* PDF/A: the same as in Info */
    buf_add(x, close);
    buf_add(x, "\n");
}

static HPDF_Dict xmp(struct pdf *pdf, const struct doc *doc, const char *title, const char *date)
{
    struct buf x = buf_in(pdf->arena);
    buf_add(&x, "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
                "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
                "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
                "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n");
    add_property(&x, "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">", title, "</rdf:li></rdf:Alt></dc:title>");
    add_property(&x, "<dc:creator><rdf:Seq><rdf:li>", doc->author, "</rdf:li></rdf:Seq></dc:creator>");
    add_property(&x, "<dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">", doc->subject,
                 "</rdf:li></rdf:Alt></dc:description>");
    buf_add(&x, "</rdf:Description>\n<rdf:Description rdf:about=\"\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\">\n");
    add_property(&x, "<xmp:CreatorTool>", CREATOR, "</xmp:CreatorTool>");
    add_property(&x, "<xmp:CreateDate>", date, "</xmp:CreateDate>");
    buf_add(&x, "</rdf:Description>\n<rdf:Description rdf:about=\"\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\">\n");
    add_property(&x, "<pdf:Producer>", PRODUCER, "</pdf:Producer>");
    add_property(&x, "<pdf:Keywords>", doc->keywords, "</pdf:Keywords>");
    if (pdf->proof)
        buf_add(&x, "</rdf:Description>\n");
    else
        buf_add(&x, "</rdf:Description>\n"
                    "<rdf:Description rdf:about=\"\" xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\">\n"
                    "<pdfaid:part>1</pdfaid:part>\n<pdfaid:conformance>B</pdfaid:conformance>\n</rdf:Description>\n");
    buf_add(&x, "</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"w\"?>");
    return pdf_plain_stream(pdf, "/Type/Metadata/Subtype/XML\n", x.s, x.n);
}

/* RGB profile, ICC version 2: primaries of sRGB adapted to D50, gamma 2.2 (563/256 is 2.199). */
static const unsigned char PROFILE[] = {
#include "output/pdf_profile.inc"
};

static void output_intent(struct pdf *pdf)
{
    HPDF_Dict profile = pdf_stream(pdf, "/N 3\n", PROFILE, sizeof PROFILE);
    HPDF_Dict intent = pdf_object(pdf, arena_printf(pdf->arena,
                                                    "/Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(Custom)"
                                                    "/Info(RGB, sRGB primaries, gamma 2.2)/DestOutputProfile %u 0 R",
                                                    pdf_ref(pdf, profile)));
    HPDF_Array intents = pdf->failed ? NULL : HPDF_Array_New(pdf->doc->mmgr);
    pdf_entry(pdf, pdf->doc->catalog, "OutputIntents", intents);
    if (!pdf->failed)
        pdf_ok(pdf, HPDF_Array_Add(intents, intent));
}

static void add_info(struct pdf *pdf, const char *key, const char *text)
{
    if (text)
        pdf_entry(pdf, pdf->doc->info, key, pdf_text(pdf, text));
}

/* The document's date at 00:00 in China, or none. */
static const char *add_date(struct pdf *pdf, const int date[3])
{
    if (pdf->failed || date[0] < 1 || date[0] > 9999)
        return NULL;
    HPDF_Date at = {date[0], date[1], date[2], 0, 0, 0, '+', 8, 0};
    pdf_ok(pdf, HPDF_SetInfoDateAttr(pdf->doc, HPDF_INFO_CREATION_DATE, at));
    return arena_printf(pdf->arena, "%04d-%02d-%02dT00:00:00+08:00", date[0], date[1], date[2]);
}

static void add_id(struct pdf *pdf)
{
    unsigned char digest[16];
    sha256_digest(&pdf->hash, sizeof digest, digest);
    HPDF_Array id = pdf->failed ? NULL : HPDF_Array_New(pdf->doc->mmgr);
    pdf_entry(pdf, pdf->doc->trailer, "ID", id);
    for (int i = 0; i < 2 && !pdf->failed; i++)
        pdf_ok(pdf, HPDF_Array_Add(id, HPDF_Binary_New(pdf->doc->mmgr, digest, sizeof digest)));
}

void pdf_metadata(struct pdf *pdf, const struct doc *doc)
{
    if (pdf->failed)
        return;
    HPDF_Dict catalog = pdf->doc->catalog;
    const char *title = doc->title ? doc->title : "";
    if (pdf->proof)
        title = arena_printf(pdf->arena, "%s %s", doc->model->proof_mark, title);
    add_info(pdf, "Title", title);
    add_info(pdf, "Author", doc->author);
    add_info(pdf, "Subject", doc->subject);
    add_info(pdf, "Keywords", doc->keywords);
    add_info(pdf, "Creator", CREATOR);
    add_info(pdf, "Producer", PRODUCER);
    const char *date = add_date(pdf, doc->date);
    pdf_entry(pdf, catalog, "Metadata", xmp(pdf, doc, title, date));
    output_intent(pdf);
    pdf_entry(pdf, catalog, "Lang", HPDF_String_New(pdf->doc->mmgr, "zh-CN", NULL));
    pdf_entry(pdf, catalog, "ViewerPreferences", pdf_object(pdf, "/DisplayDocTitle true"));
    pdf_entry(pdf, catalog, "PageLabels", pdf_object(pdf, "/Nums[0<</S/D>>]"));
    add_id(pdf);
}
