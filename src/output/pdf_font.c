/* A cut face → Type0 font, its descendant, descriptor, font program, widths, ToUnicode and CIDSet (PDF 1.4, 5.6;
 * ISO 19005-1, 6.3). In: struct font_cut. Out: a font dictionary. libharu's own font code is not used: it is slow, ends
 * at U+FFFF and crashes on bad files. */
#include "output/pdf_private.h"

/* The end of the run of codes with characters that starts at code; ranges must not cross the first byte. */
static size_t range_end(const struct font_cut *cut, size_t code)
{
    size_t end = code + 1;
    while (end < cut->count && cut->unicode[end] && (end & 0xFF))
        end++;
    return end;
}

static HPDF_Dict to_unicode(struct pdf *pdf, const struct font_cut *cut)
{
    enum { BLOCK = 100 }; /* ranges allowed in one block */
    struct buf map = buf_in(pdf->arena), block = buf_in(pdf->arena);
    size_t ranges = 0;
    buf_add(&map, "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
                  "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
                  "/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n"
                  "1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n");
    for (size_t code = 0; code < cut->count;) {
        if (!cut->unicode[code]) {
            code++;
            continue;
        }
        size_t end = range_end(cut, code);
        buf_printf(&block, "<%04X><%04X>[", (unsigned)code, (unsigned)end - 1);
        for (; code < end; code++) {
            buf_add(&block, "<");
            pdf_hex(&block, cut->unicode[code]);
            buf_add(&block, ">");
        }
        buf_add(&block, "]\n");
        if (++ranges == BLOCK) {
            buf_printf(&map, "%d beginbfrange\n%sendbfrange\n", BLOCK, buf_text(&block));
            block = buf_in(pdf->arena);
            ranges = 0;
        }
    }
    if (ranges)
        buf_printf(&map, "%zu beginbfrange\n%sendbfrange\n", ranges, buf_text(&block));
    buf_add(&map, "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    return pdf_stream(pdf, "", map.s, map.n);
}

/* One bit for each code that the program has (ISO 19005-1, 6.3.5). */
static HPDF_Dict cid_set(struct pdf *pdf, const struct font_cut *cut)
{
    size_t size = (cut->count + 7) / 8;
    unsigned char *bits = arena_alloc(pdf->arena, size);
    for (size_t i = 0; i < cut->count; i++)
        if (cut->present[i])
            bits[i / 8] |= (unsigned char)(0x80 >> i % 8);
    return pdf_stream(pdf, "", bits, size);
}

static HPDF_Dict descriptor(struct pdf *pdf, struct font_cut *cut)
{
    const char *entries = cut->cff ? "/Subtype/CIDFontType0C\n" : arena_printf(pdf->arena, "/Length1 %zu\n", cut->size);
    HPDF_Dict program = pdf_stream(pdf, entries, cut->data, cut->size);
    font_cut_done(cut); /* packed by now */
    HPDF_Dict set = cid_set(pdf, cut);
    return pdf_object(pdf, arena_printf(pdf->arena,
                                        "/Type/FontDescriptor/FontName/%s/Flags 4/FontBBox[%d %d %d %d]/ItalicAngle 0"
                                        "/Ascent %d/Descent %d/CapHeight %d/StemV 80/FontFile%c %u 0 R/CIDSet %u 0 R",
                                        cut->ps_name, cut->bbox[0], cut->bbox[1], cut->bbox[2], cut->bbox[3],
                                        cut->ascent, cut->descent, cut->cap_height, cut->cff ? '3' : '2',
                                        pdf_ref(pdf, program), pdf_ref(pdf, set)));
}

enum { USUAL_WIDTH = 1000 };

static void add_widths(struct buf *buf, const struct font_cut *cut)
{
    buf_printf(buf, "/DW %d/W[", USUAL_WIDTH);
    for (size_t i = 0; i < cut->count;) {
        if (cut->widths[i] == USUAL_WIDTH) {
            i++;
            continue;
        }
        buf_printf(buf, "%zu[%d", i, cut->widths[i]);
        for (i++; i < cut->count && cut->widths[i] != USUAL_WIDTH; i++)
            buf_printf(buf, " %d", cut->widths[i]);
        buf_add(buf, "]");
    }
    buf_add(buf, "]");
}

/* Codes that are not glyph ids need a table; only documents where two characters share a glyph have it. */
static void add_glyph_map(struct pdf *pdf, struct buf *buf, const struct font_cut *cut)
{
    if (cut->cff)
        return;
    if (!cut->glyphs) {
        buf_add(buf, "/CIDToGIDMap/Identity");
        return;
    }
    unsigned char *map = arena_alloc(pdf->arena, 2 * cut->count);
    for (size_t i = 0; i < cut->count; i++) {
        map[2 * i] = (unsigned char)(cut->glyphs[i] >> 8);
        map[2 * i + 1] = (unsigned char)cut->glyphs[i];
    }
    buf_printf(buf, "/CIDToGIDMap %u 0 R", pdf_ref(pdf, pdf_stream(pdf, "", map, 2 * cut->count)));
}

HPDF_Dict pdf_font(struct pdf *pdf, struct font_cut *cut)
{
    HPDF_Dict unicode = to_unicode(pdf, cut);
    struct buf body = buf_in(pdf->arena);
    buf_printf(&body,
               "/Type/Font/Subtype/CIDFontType%c/BaseFont/%s"
               "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor %u 0 R",
               cut->cff ? '0' : '2', cut->ps_name, pdf_ref(pdf, descriptor(pdf, cut)));
    add_glyph_map(pdf, &body, cut);
    add_widths(&body, cut);
    HPDF_Dict descendant = pdf_object(pdf, body.s);
    return pdf_object(pdf, arena_printf(pdf->arena,
                                        "/Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H"
                                        "/DescendantFonts[%u 0 R]/ToUnicode %u 0 R",
                                        cut->ps_name, pdf_ref(pdf, descendant), pdf_ref(pdf, unicode)));
}
