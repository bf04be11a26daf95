/* Two issues of a report → what is different: values, paragraphs, findings. */
#ifndef MODEL_CHANGES_H
#define MODEL_CHANGES_H

#include "model/issue.h"

struct change_fact {
    const struct issue_fact *was, *is; /* one is NULL for a value that came or went; the places are those of `is` */
};

/* A paragraph or table row that differs in more than the values of facts; NULL: there is no such one. */
struct change_text {
    const struct issue_text *was, *is;
    const struct issue_place *place; /* of the first words that differ, in `is`, of one that went in `was` */
    size_t was_number, is_number;    /* if nothing but its number in a list differs: bytes of the number; else 0 */
};

struct changes {
    LIST_OF(struct change_fact) facts;
    LIST_OF(struct change_text) texts;
    struct issue_findings gone, fresh;
};

/* Linear in the number of values and paragraphs, but for those that changed side by side (bounded). A record or row of
 * another name with mostly the same fields is the same one. */
struct changes *changes_between(struct arena *arena, const struct issue *was, const struct issue *is);

bool changes_none(const struct changes *changes);

/* The stretch in which two texts differ, as byte offsets: [*from, *was_to) and [*from, *is_to). Never cuts a number. */
void changes_stretch(const char *was, const char *is, size_t *from, size_t *was_to, size_t *is_to);

#endif
