/* Private to the sheet module: the parts of a package (a ZIP file of XML files), parsed one at a time. */
#ifndef INPUT_SHEET_PART_H
#define INPUT_SHEET_PART_H

#include "base/diag.h"

#include <stdbool.h>

struct package;

/* NULL if the file cannot be opened: *code says in which way, *error the cause. */
struct package *package_open(struct arena *arena, const char *path, enum diag_code *code, const char **error);
void package_close(struct package *package);
bool package_has(const struct package *package, const char *part);

/* Names come without their prefix; end and text may be NULL. */
struct part_handlers {
    void (*start)(void *context, const char *name, const char **attributes);
    void (*end)(void *context, const char *name);
    void (*text)(void *context, const char *s, size_t n);
};

/* Parses one part; false if it is missing, too large, damaged, or stopped (package_error tells why). */
bool package_parse(struct package *package, const char *part, const struct part_handlers *handlers, void *context);

/* Called by a handler: the part makes no sense. */
void package_stop(struct package *package, const char *cause);

const char *package_error(const struct package *package);

/* The value of an attribute whatever its prefix, NULL if absent. */
const char *part_attribute(const char **attributes, const char *name);

#endif
