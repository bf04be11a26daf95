/* 退回意见.ini: what the bureau asked when it sent the report back; for each item: changed, explained, or still open. */
#ifndef MODEL_RETURNED_H
#define MODEL_RETURNED_H

#include "model/doc.h"

#define RETURNED_FILE "退回意见.ini"

/* Reads REPORT/退回意见.ini if there is one: [意见 N] 位置 = a fact's name, 正文/FILE.txt, 正文/FILE.txt:LINE, or
 * where it is printed in what was sent back (第3页第5行, 附件1 D20, 第13页, 附件2); 要求;
 * 原值 (optional). [退回意见] 原稿 = build.ini or its folder: what was sent back; by default the newest build.ini of
 * out/ and out/旧版/N that was not made in answer to this very file. Adds C501 (changed), C502 (not yet: stands with a line
 * of [审核说明]), C503 (nobody knows the place), C504 (原值 is not what
 * stood there), C505 (no such key). A paragraph has changed if its own words have, whatever the figures in it. Runs before the explanations are matched. */
void returned_check(struct arena *arena, struct diag *diag, const char *folder, const struct facts *facts,
                    const struct doc *doc);

#endif
