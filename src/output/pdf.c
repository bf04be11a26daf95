/* Pages → PDF file: the order of work, and the file itself. In: doc, layout, fonts. Out: one file, the same bytes for
 * the same input. Layout, templates and numbers are none of its business. */
#include "output/pdf.h"

#include "base/os.h"
#include "output/pdf_links.h"

#include <hpdf_streams.h>
#include <string.h>
#include <unistd.h>

/* Code points in use, as bits: page of 4096 by page. */
enum { PAGE_BITS = 12, PAGES = 0x110000 >> PAGE_BITS, PAGE = 1 << PAGE_BITS };
struct char_set {
    uint64_t *pages[PAGES];
};

static void set_add(struct arena *arena, struct char_set *set, uint32_t c)
{
    if (c >= 0x110000)
        return;
    uint64_t **page = &set->pages[c >> PAGE_BITS];
    if (!*page)
        *page = arena_alloc(arena, PAGE / 8);
    (*page)[(c & (PAGE - 1)) >> 6] |= (uint64_t)1 << (c & 63);
}

/* The set in order; *n their number. */
static uint32_t *set_items(struct arena *arena, const struct char_set *set, size_t *n)
{
    LIST_OF(uint32_t) list = {0};
    for (uint32_t p = 0; p < PAGES; p++)
        for (uint32_t i = 0; set->pages[p] && i < PAGE; i++)
            if (set->pages[p][i >> 6] >> (i & 63) & 1)
                *list_push(arena, &list) = p << PAGE_BITS | i;
    *n = list.count;
    return list.items;
}

static void collect(struct arena *arena, const struct layout *layout, struct char_set **used, size_t faces)
{
    for (size_t p = 0; p < layout->pages.count; p++) {
        const struct page *page = &layout->pages.items[p];
        for (size_t i = 0; i < page->frames.count; i++) {
            const struct frame *f = &page->frames.items[i];
            if (f->kind != FRAME_TEXT || f->face < 0 || (size_t)f->face >= faces)
                continue;
            if (!used[f->face])
                used[f->face] = arena_alloc(arena, sizeof **used);
            const char *s = f->text;
            for (uint32_t c; (c = utf8_next(&s));)
                set_add(arena, used[f->face], c);
        }
    }
}

/* Outlines hardly repeat themselves: 6 takes twice the time of 1 for 0.7 % of them, but 11 % of the pages' text. */
enum { FONT_LEVEL = 1, LEVEL = 6 };

static void set_level(struct pdf *pdf, int level)
{
    libdeflate_free_compressor(pdf->compressor);
    pdf->compressor = libdeflate_alloc_compressor(level);
    pdf->failed |= !pdf->compressor;
}

static void add_fonts(struct pdf *pdf, struct diag *diag, struct fonts *fonts, const struct layout *layout)
{
    size_t faces = fonts_count(fonts);
    struct char_set **used = arena_alloc(pdf->arena, (faces + 1) * sizeof *used);
    pdf->fonts = arena_alloc(pdf->arena, (faces + 1) * sizeof *pdf->fonts);
    collect(pdf->arena, layout, used, faces);
    set_level(pdf, FONT_LEVEL);
    for (size_t i = 0; i < faces && !pdf->failed; i++) {
        size_t n;
        if (!used[i])
            continue;
        uint32_t *chars = set_items(pdf->arena, used[i], &n);
        struct font_cut *cut = font_cut(pdf->arena, diag, fonts, i, chars, n);
        pdf->failed |= !cut;
        pdf->fonts[i].cut = cut;
        if (cut)
            pdf->fonts[i].dict = pdf_font(pdf, cut);
    }
    set_level(pdf, LEVEL);
}

/* The size of all pages, said once where they inherit it. */
static void set_size(struct pdf *pdf, const struct page_model *model)
{
    HPDF_Array box = pdf->failed ? NULL : HPDF_Array_New(pdf->doc->mmgr);
    pdf_entry(pdf, pdf->doc->root_pages, "MediaBox", box);
    const HPDF_REAL corners[4] = {0, 0, (HPDF_REAL)model->width / 1000, (HPDF_REAL)model->height / 1000};
    for (size_t i = 0; !pdf->failed && i < 4; i++)
        pdf_ok(pdf, HPDF_Array_AddReal(box, corners[i]));
}

/* One for all pages: libharu's own, on each page, are 1.6 KB more. A font is called F and the number of its face. */
static HPDF_Dict resources(struct pdf *pdf, size_t faces)
{
    struct buf body = buf_in(pdf->arena);
    buf_add(&body, "/Font<<");
    for (size_t i = 0; i < faces; i++)
        if (pdf->fonts[i].dict)
            buf_printf(&body, "/F%zu %u 0 R", i, pdf_ref(pdf, pdf->fonts[i].dict));
    buf_add(&body, ">>");
    return pdf_object(pdf, buf_text(&body));
}

static void add_pages(struct pdf *pdf, const struct layout *layout, size_t faces)
{
    HPDF_Dict shared = resources(pdf, faces);
    set_size(pdf, layout->model);
    pdf->pages = arena_alloc(pdf->arena, (layout->pages.count + 1) * sizeof *pdf->pages);
    pdf->annots = arena_alloc(pdf->arena, (layout->pages.count + 1) * sizeof *pdf->annots);
    for (size_t i = 0; i < layout->pages.count && !pdf->failed; i++) {
        HPDF_Page page = HPDF_AddPage(pdf->doc);
        if (!page) {
            pdf->failed = true;
            return;
        }
        pdf->pages[i] = page;
        pdf_entry(pdf, page, "Resources", shared);
        pdf_ok(pdf, HPDF_Dict_RemoveElement(page, "MediaBox"));
    }
}

/* All pages are there before the first is drawn: links lead from one to another. */
static void draw_pages(struct pdf *pdf, const struct doc *doc, const struct layout *layout)
{
    pdf->tags = pdf_tags_open(pdf, layout->pages.count);
    pdf->links = links_open(pdf->arena, doc, layout);
    for (size_t i = 0; i < layout->pages.count && !pdf->failed; i++)
        pdf_page(pdf, layout, i);
    pdf_tags_close(pdf->tags);
    if (pdf->proof)
        pdf_proof(pdf, layout, pdf->proof);
}

/* libharu's first complaint ends the work; it stays in the document, every later call fails. */
static void complain(HPDF_STATUS error, HPDF_STATUS detail, void *user)
{
    struct pdf *pdf = user;
    if (!pdf->error) {
        pdf->error = error;
        pdf->detail = detail;
    }
    pdf->failed = true;
}

static bool ends_with_mark(const char *data, size_t size)
{
    static const char mark[] = "%%EOF";
    while (size && (data[size - 1] == '\n' || data[size - 1] == '\r'))
        size--;
    return size > sizeof mark && !memcmp(data + size - (sizeof mark - 1), mark, sizeof mark - 1);
}

static HPDF_STATUS append(HPDF_Stream stream, const HPDF_BYTE *data, HPDF_UINT size)
{
    buf_addn(stream->attr, (const char *)data, size);
    return HPDF_OK;
}

/* The whole file in memory first: libharu itself misses a full disk when the file is small. Its own stream in memory
 * would copy byte by byte, twice. */
static bool save(struct pdf *pdf, struct diag *diag, const char *path)
{
    enum { EACH = 150, REST = 4096 }; /* of an object beside our own text: number, reference, page, bookmark */
    size_t room = pdf->size + pdf->doc->xref->entries->count * EACH + REST; /* so that the file seldom has to move */
    arena_drop(pdf->arena, pdf->scratch);
    libdeflate_free_compressor(pdf->compressor);
    pdf->compressor = NULL;
    struct buf file = {pdf->arena, arena_alloc(pdf->arena, room), 0, room};
    pdf->doc->stream = HPDF_CallbackWriter_New(pdf->doc->mmgr, append, &file);
    if (!pdf->doc->stream || !pdf_ok(pdf, HPDF_SaveToStream(pdf->doc)) || !ends_with_mark(file.s, file.n)) {
        pdf->failed = true;
        return false;
    }
    const char *error = "";
    enum os_status written = os_stage_write(path, file.s, file.n, &error);
    arena_drop(pdf->arena, file.s);
    if (written == OS_OK)
        return true;
    diag_add(diag, DIAG_UNWRITABLE, (struct pos){.file = os_base_name(path)}, "%s", error);
    unlink(path); /* half a file helps nobody */
    return false;
}

bool pdf_write(struct arena *arena, struct diag *diag, const struct doc *doc, const struct layout *layout,
               struct fonts *fonts, const struct proof *proof, const char *path)
{
    struct pdf pdf = {.arena = arena, .proof = proof};
    bool written = false;
    const char *missing = os_library(LIBRARY_HPDF);
    if (missing) {
        diag_add(diag, DIAG_NO_LIBRARY, (struct pos){0}, "%s", missing);
        return false;
    }
    sha256_init(&pdf.hash);
    pdf.doc = HPDF_New(complain, &pdf);
    if (pdf.doc) {
        pdf.doc->pdf_version = HPDF_VER_14;
        add_fonts(&pdf, diag, fonts, layout);
        add_pages(&pdf, layout, fonts_count(fonts));
        draw_pages(&pdf, doc, layout);
        pdf_bookmarks(&pdf, layout);
        pdf_metadata(&pdf, doc);
        written = !pdf.failed && save(&pdf, diag, path);
    } else {
        pdf.failed = true;
    }
    if (pdf.failed)
        diag_add(diag, DIAG_LIBRARY, (struct pos){0}, "%s: libharu 0x%04lX %lu", path, (unsigned long)pdf.error,
                 (unsigned long)pdf.detail);
    if (pdf.doc)
        HPDF_Free(pdf.doc);
    libdeflate_free_compressor(pdf.compressor);
    return written;
}
