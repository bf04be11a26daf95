/* Bytes of a file come in, clean UTF-8 with LF line ends goes out; every refusal names its line.
 * Knows nothing of what the text means. Line counts take CR, CRLF and LF alike, before and after cleaning. */
#include "input/encoding.h"

#include "base/os.h"
#include "base/text.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

enum { CONTROLS_NAMED = 100 }; /* a binary file shall not flood the list of findings */

struct bytes {
    const char *s;
    size_t n;
};

/* The line (from 1) that byte `n` of the text stands on. */
static int line_of(const char *s, size_t n)
{
    int line = 1;
    for (size_t i = 0; i < n; i++)
        line += s[i] == '\r' || (s[i] == '\n' && (!i || s[i - 1] != '\r'));
    return line;
}

static struct pos at_byte(const char *file, struct bytes in, size_t n)
{
    return (struct pos){.file = file, .line = line_of(in.s, n)};
}

static uint32_t unit_at(struct bytes in, size_t i, bool big)
{
    uint32_t a = (unsigned char)in.s[i], b = (unsigned char)in.s[i + 1];
    return big ? a << 8 | b : b << 8 | a;
}

/* UTF-16 behind its BOM → UTF-8; false at a lone surrogate or half a unit, with what was read so far in out. */
static bool from_utf16(struct arena *arena, struct bytes in, bool big, struct bytes *out)
{
    struct buf buf = buf_in(arena);
    bool good = in.n % 2 == 0;
    for (size_t i = 0; i + 1 < in.n; i += 2) {
        uint32_t c = unit_at(in, i, big);
        if (c >= 0xD800 && c < 0xE000) {
            uint32_t low = c < 0xDC00 && i + 3 < in.n ? unit_at(in, i + 2, big) : 0;
            if (low < 0xDC00 || low > 0xDFFF) {
                good = false;
                break;
            }
            c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
            i += 2;
        }
        buf_putc(&buf, c);
    }
    *out = (struct bytes){buf_text(&buf), buf.n};
    return good;
}

/* GB18030 → UTF-8 through iconv; on failure *bad is the first byte that does not fit. */
static bool from_gb18030(struct arena *arena, iconv_t converter, struct bytes in, struct bytes *out, size_t *bad)
{
    size_t room = in.n * 2 + 4, left_in = in.n,
           left_out = room; /* at most 2 bytes for each byte: 0x80-0xFF pairs give 3 */
    char *text = arena_alloc(arena, room + 1), *from = (char *)in.s, *to = text;
    size_t result = iconv(converter, &from, &left_in, &to, &left_out);
    *bad = in.n - left_in;
    if (result == (size_t)-1)
        return false;
    *out = (struct bytes){text, room - left_out};
    return true;
}

/* True if the text is UTF-8 with some damage rather than GB18030: more of its bytes stand in well-formed sequences of
 * three or four than outside any. Without this most damaged UTF-8 would be read as GB18030, which accepts nearly
 * every pair of bytes, and the report would be gibberish. */
static bool is_damaged_utf8(struct bytes in)
{
    size_t good = 0, bad = 0;
    for (size_t i = 0; i < in.n; bad++) {
        size_t valid = i + utf8_invalid(in.s + i, in.n - i);
        for (; i < valid; i++)
            good += (unsigned char)in.s[i] >= 0xE0 ? ((unsigned char)in.s[i] >= 0xF0 ? 4 : 3) : 0;
        if (i++ == in.n)
            break;
    }
    return good > bad;
}

/* Bytes that are not UTF-8. */
static bool from_other(struct arena *arena, struct diag *diag, const char *file, struct bytes in, size_t invalid,
                       struct bytes *out)
{
    size_t bad = 0;
    if (is_damaged_utf8(in)) {
        diag_add(diag, DIAG_ENC_INVALID, at_byte(file, in, invalid), "0x%02X", (unsigned)(unsigned char)in.s[invalid]);
        return false;
    }
    iconv_t converter = iconv_open("UTF-8", "GB18030");
    if (converter == (iconv_t)-1) {
        diag_add(diag, DIAG_LIBRARY, (struct pos){.file = file}, "iconv GB18030: %s", os_cause(errno));
        return false;
    }
    bool good = from_gb18030(arena, converter, in, out, &bad);
    iconv_close(converter);
    if (!good) {
        size_t byte = bad > invalid ? bad : invalid; /* the reading that came further is the better guess */
        diag_add(diag, DIAG_ENC_INVALID, at_byte(file, in, byte), "0x%02X", (unsigned)(unsigned char)in.s[byte]);
        return false;
    }
    diag_add(diag, DIAG_ENC_GUESSED, (struct pos){.file = file}, "%s", "");
    return true;
}

static bool has_nul(struct diag *diag, const char *file, struct bytes in)
{
    const char *nul = in.n ? memchr(in.s, 0, in.n) : NULL;
    if (nul)
        diag_add(diag, DIAG_ENC_NUL, at_byte(file, in, (size_t)(nul - in.s)), "%s", "");
    return nul != NULL;
}

/* True if clean() would change nothing. Loops without a jump: the compiler takes many bytes at a time. */
static bool is_clean(struct bytes in)
{
    const unsigned char *s = (const unsigned char *)in.s;
    unsigned char dirty = 0;
    for (size_t i = 0; i < in.n; i++)
        dirty |= ((s[i] < 0x20) & (s[i] != '\t') & (s[i] != '\n')) | (s[i] == 0x7F);
    for (size_t i = 2; i < in.n; i++)
        dirty |= (s[i - 2] == 0xEF) & (s[i - 1] == 0xBB) & (s[i] == 0xBF);
    return dirty == 0;
}

/* Valid UTF-8 → the same with LF line ends, without U+FEFF and control characters. */
static void clean(struct arena *arena, struct diag *diag, const char *file, struct bytes in, struct source *out)
{
    char *text = arena_alloc(arena, in.n + 1);
    size_t n = 0;
    int controls = 0;
    struct pos at = {.file = file, .line = 1, .column = 1};
    for (size_t i = 0; i < in.n; i++) {
        unsigned char c = (unsigned char)in.s[i];
        if (c == '\n' || c == '\r') {
            i += c == '\r' && i + 1 < in.n && in.s[i + 1] == '\n';
            text[n++] = '\n';
            at.line++;
            at.column = 1;
        } else if (c == 0xEF && !memcmp(in.s + i, "\xEF\xBB\xBF", 3)) {
            i += 2;
        } else if ((c < 0x20 && c != '\t') || c == 0x7F) {
            if (controls++ < CONTROLS_NAMED)
                diag_add(diag, DIAG_ENC_CONTROL, at, "U+%04X", (unsigned)c);
            at.column++;
        } else {
            text[n++] = (char)c;
            at.column += i + 1 == in.n || ((unsigned char)in.s[i + 1] & 0xC0) != 0x80; /* at a character's last byte */
        }
    }
    text[n] = '\0';
    *out = (struct source){file, text, n};
}

/* Bytes with a NUL behind them, in the arena: what is clean stays where it is. */
static bool decode(struct arena *arena, struct diag *diag, const char *file, const char *bytes, size_t size,
                   struct source *out)
{
    struct bytes in = {bytes, size};
    bool little = size >= 2 && !memcmp(bytes, "\xFF\xFE", 2), big = size >= 2 && !memcmp(bytes, "\xFE\xFF", 2);
    if (little || big) {
        struct bytes text;
        bool good = from_utf16(arena, (struct bytes){bytes + 2, size - 2}, big, &text);
        if (has_nul(diag, file, text))
            return false;
        if (!good) {
            diag_add(diag, DIAG_ENC_INVALID, at_byte(file, text, text.n), "UTF-16");
            return false;
        }
        diag_add(diag, DIAG_ENC_UTF16, (struct pos){.file = file}, "%s", "");
        in = text;
    } else {
        size_t invalid = utf8_invalid(bytes, size);
        if (has_nul(diag, file, in) || (invalid < size && !from_other(arena, diag, file, in, invalid, &in)))
            return false;
    }
    if (is_clean(in))
        *out = (struct source){file, in.s, in.n};
    else
        clean(arena, diag, file, in, out);
    return true;
}

bool encoding_decode(struct arena *arena, struct diag *diag, const char *file, const char *bytes, size_t size,
                     struct source *out)
{
    return decode(arena, diag, file, arena_strndup(arena, bytes, size), size, out);
}

bool encoding_read(struct arena *arena, struct diag *diag, const char *path, const char *file, struct source *out)
{
    char *data = NULL;
    size_t size = 0;
    const char *error = NULL;
    struct pos at = {.file = file};
    switch (os_read(arena, path, &data, &size, &error)) {
    case OS_OK:
        return decode(arena, diag, file, data, size, out);
    case OS_MISSING:
        diag_add(diag, DIAG_FILE_MISSING, at, "%s", "");
        return false;
    case OS_IS_FOLDER:
        diag_add(diag, DIAG_FILE_IS_FOLDER, at, "%s", "");
        return false;
    default:
        diag_add(diag, DIAG_UNREADABLE, at, "%s", error ? error : "");
        return false;
    }
}
