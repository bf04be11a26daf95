/* JSON writer (UTF-8, one value per file, commas and escapes by itself). */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/text.h"

struct json {
    struct buf buf;
    bool comma;
};

struct json json_in(struct arena *arena);
/* key is NULL inside arrays and at the top. */
void json_object(struct json *json, const char *key);
void json_array(struct json *json, const char *key);
void json_end(struct json *json, char bracket); /* '}' or ']' */
void json_string(struct json *json, const char *key, const char *value); /* NULL value → null */
void json_int(struct json *json, const char *key, long value);
void json_bool(struct json *json, const char *key, bool value);

#endif
