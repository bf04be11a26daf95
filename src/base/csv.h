/* Tables as text: RFC 4180. */
#ifndef BASE_CSV_H
#define BASE_CSV_H

#include <stdbool.h>
#include <stdio.h>

/* One field (NULL is an empty one) and the comma or, behind the last of a row, the line end that follows it. */
void csv_field(FILE *out, const char *text, bool last);

#endif
