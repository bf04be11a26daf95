/* Which files of 正文/ a report uses: private to the model. */
#ifndef MODEL_REPORT_TEXTS_H
#define MODEL_REPORT_TEXTS_H

#include "model/bind.h"

/* Reports files of 正文/ that nothing includes (I206); gives missing ones (T104) the name of a file that may be meant.
 * place->texts is what the narrative has asked for. */
void report_texts(struct arena *arena, struct diag *diag, const struct bind_place *place, const struct facts *facts);

#endif
