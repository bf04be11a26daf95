/* Objects of our own inside libharu's document: dictionaries as text, streams compressed beforehand. In: bytes. Out:
 * indirect objects. Must not know what they mean. */
#include "output/pdf_private.h"

#include <hpdf_streams.h>
#include <hpdf_utils.h>
#include <string.h>

bool pdf_ok(struct pdf *pdf, HPDF_STATUS status)
{
    if (status != HPDF_OK)
        pdf->failed = true;
    return !pdf->failed;
}

static HPDF_STATUS write_body(HPDF_Dict dict, HPDF_Stream out)
{
    return dict->attr ? HPDF_Stream_WriteStr(out, dict->attr) : HPDF_OK;
}

static void note(struct pdf *pdf, const void *data, size_t size)
{
    sha256_update(&pdf->hash, size, data);
    pdf->size += size;
}

void pdf_body(struct pdf *pdf, HPDF_Dict dict, const char *body)
{
    if (pdf->failed || !dict)
        return;
    dict->attr = arena_strdup(pdf->arena, body);
    dict->write_fn = write_body;
    note(pdf, body, strlen(body));
}

HPDF_Dict pdf_object(struct pdf *pdf, const char *body)
{
    if (pdf->failed)
        return NULL;
    HPDF_Dict dict = HPDF_Dict_New(pdf->doc->mmgr);
    if (!dict || HPDF_Xref_Add(pdf->doc->xref, dict) != HPDF_OK) {
        pdf->failed = true;
        return NULL;
    }
    pdf_body(pdf, dict, body);
    return dict;
}

/* libharu reads ready bytes through these; its own memory stream would copy them byte by byte. */
struct reader {
    const unsigned char *data;
    size_t size, at;
};

static HPDF_STATUS reader_read(HPDF_Stream stream, HPDF_BYTE *out, HPDF_UINT *size)
{
    struct reader *reader = stream->attr;
    size_t left = reader->size - reader->at;
    if (*size > left)
        *size = (HPDF_UINT)left;
    memcpy(out, reader->data + reader->at, *size);
    reader->at += *size;
    return reader->at == reader->size ? HPDF_STREAM_EOF : HPDF_OK;
}

static HPDF_STATUS reader_seek(HPDF_Stream stream, HPDF_INT at, HPDF_WhenceMode mode)
{
    struct reader *reader = stream->attr;
    if (mode != HPDF_SEEK_SET || at < 0 || (size_t)at > reader->size)
        return HPDF_FILE_IO_ERROR;
    reader->at = (size_t)at;
    return HPDF_OK;
}

static HPDF_INT32 reader_tell(HPDF_Stream stream)
{
    return (HPDF_INT32)((struct reader *)stream->attr)->at;
}

static HPDF_UINT32 reader_size(HPDF_Stream stream)
{
    return (HPDF_UINT32)((struct reader *)stream->attr)->size;
}

static void set_data(struct pdf *pdf, HPDF_Dict dict, const void *data, size_t size)
{
    struct reader *reader = arena_alloc(pdf->arena, sizeof *reader);
    *reader = (struct reader){data, size, 0};
    HPDF_Stream stream =
        HPDF_CallbackReader_New(pdf->doc->mmgr, reader_read, reader_seek, reader_tell, reader_size, reader);
    if (!stream) {
        pdf->failed = true;
        return;
    }
    HPDF_Stream_Free(dict->stream);
    dict->stream = stream;
    dict->filter = HPDF_STREAM_FILTER_NONE;
    note(pdf, data, size);
}

void pdf_fill(struct pdf *pdf, HPDF_Dict stream, const char *entries, const void *data, size_t size)
{
    if (pdf->failed)
        return;
    size_t bound = libdeflate_zlib_compress_bound(pdf->compressor, size);
    if (bound > pdf->scratch_size) {
        arena_drop(pdf->arena, pdf->scratch);
        pdf->scratch = arena_alloc(pdf->arena, bound);
        pdf->scratch_size = bound;
    }
    size_t n = libdeflate_zlib_compress(pdf->compressor, data, size, pdf->scratch, bound);
    if (!n) {
        pdf->failed = true;
        return;
    }
    void *packed = memcpy(arena_alloc(pdf->arena, n), pdf->scratch, n);
    set_data(pdf, stream, packed, n);
    /* libharu would drop a Filter entry of its own making; ours is text */
    pdf_body(pdf, stream, arena_printf(pdf->arena, "%s/Filter/FlateDecode\n", entries));
}

static HPDF_Dict new_stream(struct pdf *pdf)
{
    HPDF_Dict dict = pdf->failed ? NULL : HPDF_DictStream_New(pdf->doc->mmgr, pdf->doc->xref);
    if (!dict)
        pdf->failed = true;
    return dict;
}

HPDF_Dict pdf_stream(struct pdf *pdf, const char *entries, const void *data, size_t size)
{
    HPDF_Dict dict = new_stream(pdf);
    pdf_fill(pdf, dict, entries, data, size);
    return dict;
}

HPDF_Dict pdf_plain_stream(struct pdf *pdf, const char *entries, const void *data, size_t size)
{
    HPDF_Dict dict = new_stream(pdf);
    if (dict) {
        set_data(pdf, dict, data, size);
        pdf_body(pdf, dict, entries);
    }
    return dict;
}

unsigned pdf_ref(const struct pdf *pdf, const void *object)
{
    return pdf->failed || !object ? 0 : ((const HPDF_Obj_Header *)object)->obj_id & 0xFFFFFF;
}

void pdf_entry(struct pdf *pdf, HPDF_Dict dict, const char *key, void *value)
{
    if (!value)
        pdf->failed = true;
    if (!pdf->failed)
        pdf_ok(pdf, HPDF_Dict_Add(dict, key, value));
}

void pdf_annotate(struct pdf *pdf, size_t page, HPDF_Dict annotation)
{
    if (!pdf->failed && !pdf->annots[page]) {
        pdf->annots[page] = HPDF_Array_New(pdf->doc->mmgr);
        pdf_entry(pdf, pdf->pages[page], "Annots", pdf->annots[page]);
    }
    if (!pdf->failed)
        pdf_ok(pdf, HPDF_Array_Add(pdf->annots[page], annotation));
}

/* A character as one UTF-16 unit or two; returns how many. */
static int utf16_units(uint32_t c, unsigned units[static 2])
{
    units[0] = c > 0xFFFF ? 0xD7C0 + (c >> 10) : c;
    units[1] = 0xDC00 | (c & 0x3FF);
    return c > 0xFFFF ? 2 : 1;
}

void pdf_hex(struct buf *buf, uint32_t c)
{
    unsigned units[2];
    for (int i = 0, n = utf16_units(c, units); i < n; i++)
        buf_printf(buf, "%04X", units[i]);
}

HPDF_Binary pdf_text(struct pdf *pdf, const char *text)
{
    if (pdf->failed)
        return NULL;
    text = text_within(pdf->arena, text, PDF_TEXT_MOST);
    unsigned char *out = arena_alloc(pdf->arena, 2 + 2 * strlen(text));
    HPDF_UINT n = 0;
    for (uint32_t c = 0xFEFF; c; c = utf8_next(&text)) {
        unsigned units[2];
        for (int k = 0, count = utf16_units(c, units); k < count; k++) {
            out[n++] = (unsigned char)(units[k] >> 8);
            out[n++] = (unsigned char)units[k];
        }
    }
    HPDF_Binary object = HPDF_Binary_New(pdf->doc->mmgr, out, n);
    if (!object)
        pdf->failed = true;
    return object;
}

void pdf_points(struct buf *buf, int64_t millipoints)
{
    uint64_t rest = millipoints < 0 ? 0 - (uint64_t)millipoints : (uint64_t)millipoints;
    char text[32], *end = text + sizeof text, *s = end;
    for (int digits = 0; digits < 4 || rest; digits++, rest /= 10) {
        if (digits == 3 && s < end)
            *--s = '.';
        if (digits >= 3 || s < end || rest % 10) /* no zeroes behind the point */
            *--s = (char)('0' + rest % 10);
    }
    if (millipoints < 0)
        *--s = '-';
    buf_addn(buf, s, (size_t)(end - s)); /* printf took 5 of the 13 M instructions of the pages */
}
