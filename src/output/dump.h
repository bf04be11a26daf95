/* Pages and grids as plain text: the goldens of the tests, and --dump. */
#ifndef OUTPUT_DUMP_H
#define OUTPUT_DUMP_H

#include "layout/frame.h"

#include <stdio.h>

void dump_pages(const struct layout *layout, FILE *out);
void dump_grids(const struct layout *layout, FILE *out);

#endif
