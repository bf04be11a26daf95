/* Private to the ini module: raw values in, the same values out of iniparser. */
#ifndef INPUT_INI_LOAD_H
#define INPUT_INI_LOAD_H

#include "input/ini.h"

/* A value as it stands in the source, and the key that receives it. */
struct ini_raw {
    struct ini_section *section;
    size_t section_no; /* ordinal of the section: its index */
    size_t key;        /* index into section->keys */
    const char *value; /* n bytes, trimmed, without NUL, newline or control characters but tab */
    size_t n;
};

/* Fills in the value of every key; a failure of iniparser is reported (S905) and leaves "". */
void ini_load(struct arena *arena, struct diag *diag, const char *file, const struct ini_raw *raw, size_t count);

#endif
