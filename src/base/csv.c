/* In: texts. Out: quoted fields where they need quotes. */
#include "base/csv.h"

#include <string.h>

void csv_field(FILE *out, const char *text, bool last)
{
    const char *s = text ? text : "";
    bool quoted = strpbrk(s, ",\"\r\n");
    if (quoted)
        fputc('"', out);
    for (; *s; s++) {
        if (*s == '"')
            fputc('"', out);
        fputc(*s, out);
    }
    if (quoted)
        fputc('"', out);
    fputs(last ? "\r\n" : ",", out);
}
