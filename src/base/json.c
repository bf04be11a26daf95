/* JSON text (RFC 8259) piece by piece into a string builder; knows nothing of what is written. */
#include "base/json.h"

#include <string.h>

struct json json_in(struct arena *arena)
{
    return (struct json){.buf = buf_in(arena)};
}

static void add_string(struct buf *buf, const char *s)
{
    buf_add(buf, "\"");
    for (const char *end = s + strlen(s); s < end;) {
        for (const char *stop = s + utf8_invalid(s, (size_t)(end - s)); s < stop;) {
            const char *start = s;
            uint32_t c = utf8_next(&s);
            if (c == '"' || c == '\\')
                buf_printf(buf, "\\%c", (char)c);
            else if (c == '\n')
                buf_add(buf, "\\n");
            else if (c < 0x20 || c == 0x7F || c == 0x2028 || c == 0x2029)
                buf_printf(buf, "\\u%04x", (unsigned)c);
            else
                buf_addn(buf, start, (size_t)(s - start));
        }
        if (s < end) { /* a byte that is not UTF-8 */
            buf_add(buf, "\uFFFD");
            s++;
        }
    }
    buf_add(buf, "\"");
}

/* The comma that is due, and the name. */
static void begin(struct json *json, const char *key)
{
    if (json->comma)
        buf_add(&json->buf, ",");
    json->comma = true;
    if (key) {
        add_string(&json->buf, key);
        buf_add(&json->buf, ":");
    }
}

void json_object(struct json *json, const char *key)
{
    begin(json, key);
    buf_add(&json->buf, "{");
    json->comma = false;
}

void json_array(struct json *json, const char *key)
{
    begin(json, key);
    buf_add(&json->buf, "[");
    json->comma = false;
}

void json_end(struct json *json, char bracket)
{
    buf_addn(&json->buf, &bracket, 1);
    json->comma = true;
}

void json_string(struct json *json, const char *key, const char *value)
{
    begin(json, key);
    if (value)
        add_string(&json->buf, value);
    else
        buf_add(&json->buf, "null");
}

void json_int(struct json *json, const char *key, long value)
{
    begin(json, key);
    buf_printf(&json->buf, "%ld", value);
}

void json_bool(struct json *json, const char *key, bool value)
{
    begin(json, key);
    buf_add(&json->buf, value ? "true" : "false");
}
