/* All that layout knows of fonts: unit tests use a fake (Han 1 em, ASCII ½ em). */
#ifndef LAYOUT_METRICS_H
#define LAYOUT_METRICS_H

#include <stdint.h>

struct metrics {
    const void *ctx;
    /* The face that draws c: `face` itself, a fallback, or -1 if none has it. */
    int (*face)(const void *ctx, int face, uint32_t c);
    /* Advance of c in that (already resolved) face, in 1/1000 em. */
    int (*advance)(const void *ctx, int face, uint32_t c);
};

#endif
