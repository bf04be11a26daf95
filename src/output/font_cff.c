/* Which CID each glyph of a bare CFF program has (Adobe Technical Note 5176, "charset"). In: a program that hb cut.
 * Out: a table. PDF text over such a program is written in CIDs. */
#include "output/font_private.h"

struct bytes {
    const uint8_t *data;
    size_t size;
};

/* Behind the INDEX at `at`; the first object's place goes into *first, *length. 0 if malformed. */
static size_t skip_index(struct bytes cff, size_t at, size_t *first, size_t *length)
{
    *first = *length = 0;
    if (at > cff.size || cff.size - at < 2)
        return 0;
    size_t count = be16(cff.data + at);
    if (!count)
        return at + 2;
    if (cff.size - at < 3)
        return 0;
    size_t width = cff.data[at + 2], base = at + 3 + (count + 1) * width - 1;
    if (width < 1 || width > 4 || base >= cff.size)
        return 0;
    size_t offsets[3] = {0}; /* of the first object, the second, and the end */
    const size_t wanted[3] = {0, 1, count};
    for (int i = 0; i < 3; i++)
        for (size_t k = 0; k < width; k++)
            offsets[i] = offsets[i] << 8 | cff.data[at + 3 + wanted[i] * width + k];
    if (offsets[0] < 1 || offsets[1] < offsets[0] || offsets[2] < offsets[1] || offsets[2] > cff.size - base)
        return 0;
    *first = base + offsets[0];
    *length = offsets[1] - offsets[0];
    return base + offsets[2];
}

/* The integer operand at *at of a DICT; real numbers are skipped and give 0. */
static long operand(const uint8_t *dict, size_t size, size_t *at)
{
    unsigned b = dict[(*at)++];
    size_t left = size - *at;
    long value = 0;
    if (b >= 32 && b <= 246) {
        return (long)b - 139;
    } else if (b >= 247 && b <= 254 && left >= 1) {
        value = b <= 250 ? (long)(b - 247) * 256 + dict[*at] + 108 : -(long)(b - 251) * 256 - dict[*at] - 108;
        *at += 1;
    } else if (b == 28 && left >= 2) {
        value = be16s(dict + *at);
        *at += 2;
    } else if (b == 29 && left >= 4) {
        value = (int32_t)be32(dict + *at);
        *at += 4;
    } else if (b == 30) {
        while (*at < size && (dict[*at] & 0x0F) != 0x0F && (dict[*at] >> 4) != 0x0F)
            ++*at;
        *at += *at < size;
    }
    return value;
}

/* Finds ROS (12 30) and charset (15) in the Top DICT. */
static void read_top(const uint8_t *dict, size_t size, bool *has_cids, size_t *charset)
{
    long last = 0;
    *has_cids = false;
    *charset = 0;
    for (size_t at = 0; at < size;) {
        if (dict[at] > 21) {
            last = operand(dict, size, &at);
            continue;
        }
        unsigned op = dict[at++];
        if (op == 12 && at < size)
            *has_cids |= dict[at++] == 30;
        else if (op == 15)
            *charset = last > 0 ? (size_t)last : 0;
    }
}

static bool read_charset(struct bytes cff, size_t at, uint16_t *cid, size_t count)
{
    if (at >= cff.size)
        return false;
    unsigned format = cff.data[at++];
    size_t step = format == 0 ? 2 : format == 1 ? 3 : 4;
    if (format > 2)
        return false;
    for (size_t glyph = 1; glyph < count;) {
        if (cff.size - at < step)
            return false;
        size_t first = be16(cff.data + at);
        size_t more = format == 0 ? 0 : format == 1 ? cff.data[at + 2] : be16(cff.data + at + 2);
        at += step;
        for (size_t i = 0; i <= more && glyph < count; i++) {
            if (first + i > 0xFFFF)
                return false;
            cid[glyph++] = (uint16_t)(first + i);
        }
    }
    return true;
}

bool font_cff_cids(const uint8_t *data, size_t size, uint16_t *cid, size_t count)
{
    struct bytes cff = {data, size};
    size_t first, length, charset;
    bool has_cids;
    for (size_t i = 0; i < count; i++)
        cid[i] = (uint16_t)i;
    if (size < 4 || count > 0xFFFF)
        return false;
    size_t top = skip_index(cff, data[2], &first, &length); /* Name INDEX */
    if (!top || !skip_index(cff, top, &first, &length) || !length)
        return false;
    read_top(data + first, length, &has_cids, &charset);
    if (!has_cids || charset <= 2) /* 0 to 2: predefined; for CIDs that means identity */
        return true;
    return read_charset(cff, charset, cid, count);
}
