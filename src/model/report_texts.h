/* Which files of 正文/ a report uses: private to the model. */
#ifndef MODEL_REPORT_TEXTS_H
#define MODEL_REPORT_TEXTS_H

#include "model/bind.h"

/* REPORT/正文; if there is none, the folder that may be meant (reported), else NULL and texts->no_folder. A report without
 * a folder (NULL) has none. */
const char *report_text_folder(struct arena *arena, struct diag *diag, const char *folder, struct bind_texts *texts);

/* Reports files of 正文/ that nothing includes (I206); gives missing ones (T104) the name of a file that may be meant;
 * without 正文/ all that are missing are one finding (I208).
 * place->texts is what the narrative has asked for. */
void report_texts(struct arena *arena, struct diag *diag, const struct bind_place *place, const struct facts *facts);

#endif
