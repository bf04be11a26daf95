/* What the files that print findings share: diag_print.c (office language), diag_export.c (CSV, JSON). */
#ifndef BASE_DIAG_PRIVATE_H
#define BASE_DIAG_PRIVATE_H

#include "base/diag.h"
#include "base/text.h"

/* report.ini:41:9, 附件.xlsx 表1!B3; nothing without a file. */
void diag_add_place(struct buf *buf, const struct pos *at);

/* What is wrong, its detail, the nearest name and what to do. */
const char *diag_message(struct diag *diag, const struct finding *finding, enum diag_lang lang);

bool diag_is_explained(const struct finding *finding);

#endif
