/* Bytes of a user's file → valid UTF-8 with LF line ends. Data-format §1. */
#ifndef INPUT_ENCODING_H
#define INPUT_ENCODING_H

#include "base/diag.h"

struct source {
    const char *file; /* display name, for positions */
    const char *text; /* NUL-terminated UTF-8; lines end LF; no BOM; no control characters but LF and TAB */
    size_t size;
};

/* Reads path (UTF-8 with or without BOM, UTF-16 with BOM, GB18030; LF, CRLF, CR). Reports every problem under
 * the display name `file`; false if there is no usable text (missing, folder, unreadable, NUL, neither encoding).
 * UTF-8 with a few bad bytes is refused, not read as GB18030, although the bytes may fit. U+FEFF is dropped silently,
 * other control characters with I004. */
bool encoding_read(struct arena *arena, struct diag *diag, const char *path, const char *file, struct source *out);

/* The same for bytes in memory (tests, fuzzing). */
bool encoding_decode(struct arena *arena, struct diag *diag, const char *file, const char *bytes, size_t size,
                     struct source *out);

#endif
