/* For tests of what reads text: an arena and the findings, new for each test. */
#ifndef TESTS_PLAIN_H
#define TESTS_PLAIN_H

#include "base/diag.h"
#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
/* cmocka.h needs the four above */
#include <cmocka.h>

static struct arena *arena;
static struct diag *diag;

static int setup(void **state)
{
    (void)state;
    arena = arena_new();
    diag = diag_new(arena);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

/* "I105 4:1 甲.乙 <3:1; …": code, place, detail, other places. */
static inline const char *findings(void)
{
    struct buf buf = buf_in(arena);
    size_t n;
    struct finding **all = diag_sorted(diag, &n);
    for (size_t i = 0; i < n; i++) {
        buf_printf(&buf, "%s%s %d:%d %s", i ? "; " : "", diag_code_id(all[i]->code), all[i]->at.line, all[i]->at.column,
                   all[i]->detail);
        for (size_t k = 0; k < all[i]->also.count; k++)
            buf_printf(&buf, " <%d:%d", all[i]->also.items[k].line, all[i]->also.items[k].column);
    }
    return buf_text(&buf);
}

#endif
