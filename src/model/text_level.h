/* Levels of the checks of texts (L…): a code's own, or what [文字检查] in the template's rules.ini says. */
#ifndef MODEL_TEXT_LEVEL_H
#define MODEL_TEXT_LEVEL_H

#include "model/template.h"

struct text_levels;

/* Reports what is wrong with the section. Lives in the arena. */
const struct text_levels *text_levels_read(struct arena *arena, struct diag *diag, struct template *t);

/* False: the check is switched off, *level (may be NULL) is not set. */
bool text_level(const struct text_levels *levels, enum diag_code code, enum diag_level *level);

#endif
