/* A new template on top of another: only what differs stands in it; what a county usually changes is there as comments.
 */
#ifndef MODEL_TEMPLATE_NEW_H
#define MODEL_TEMPLATE_NEW_H

#include "model/draft.h"

/* Files of the new template; base is what it inherits. */
struct draft template_new(struct arena *arena, struct template *base, const char *name);

#endif
