/* Shared by changes.c (values, paragraphs, findings), changes_like.c (which paragraph became which) and
 * changes_renamed.c (which record or row became which). */
#ifndef MODEL_CHANGES_PRIVATE_H
#define MODEL_CHANGES_PRIVATE_H

#include "base/map.h"
#include "model/changes.h"

/* -- changes_like.c -- */

/* Bytes of the list number that the text begins with: 3. （三） 三、 ③ 第三，; 0 if none. */
size_t changes_number(const char *text);

/* Which of the old texts each of the new ones was: *[i] is its index, SIZE_MAX if it was none. In order; the most likeness
 * in all; list numbers are ignored. NULL if there are too many to compare each with each. */
size_t *changes_partners(struct arena *arena, const struct issue_text *was, size_t was_count,
                         const struct issue_text *is, size_t is_count);

/* -- changes_renamed.c -- */

/* A record or a row of a table whose key is another, while most of its fields are the same. */
struct renamed {
    const char *was, *is; /* 项目.河湖长制工作 */
};

struct renames {
    struct arena *arena;
    struct map *by_is, *by_was;          /* struct renamed under its name */
    LIST_OF(struct change_fact) changed; /* fields of theirs with other values */
};

struct renames *changes_renames(struct arena *arena, const struct issue *was, const struct issue *is);

/* The name the fact had before its record was renamed, or has since (forward); NULL if it was not. */
const char *changes_other_name(const struct renames *renames, const char *name, bool forward);

/* True if the texts differ in nothing but values that the renamed records changed: each is told as a value. */
bool changes_explained(const struct renames *renames, const char *was, const char *is);

#endif
