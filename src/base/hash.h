/* SHA-256 as 64 hexadecimal digits: what was issued, and from which inputs. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include "base/arena.h"

const char *hash_text(struct arena *arena, const char *text);

/* Of a regular file's contents; NULL if it cannot be read. */
const char *hash_file(struct arena *arena, const char *path);

/* Of a file's size and its first 4 KiB. A font file begins with the checksums of all its tables, so this tells two
 * fonts apart without reading megabytes. NULL if it cannot be read. */
const char *hash_file_head(struct arena *arena, const char *path);

#endif
