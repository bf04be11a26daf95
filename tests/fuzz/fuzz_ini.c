/* Any bytes as an INI file: nothing may crash, iniparser may never fail behind the cleaning pass, and what the index
 * says must hold. */
#include "input/ini.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition)
{
    if (!condition)
        abort();
}

static void check_key(struct arena *arena, const struct ini_section *section, const struct ini_key *key)
{
    require(*key->name && key->at.line > section->at.line && key->at.line == key->value_at.line);
    require(key->at.column < key->value_at.column);
    require(utf8_invalid(key->value, strlen(key->value)) == strlen(key->value));
    require(ini_key(section, key->name)->at.line <= key->at.line);
    struct ini_cells cells = ini_cells(arena, key->value, key->value_at);
    require(cells.count > 0);
    for (size_t i = 0; i < cells.count; i++)
        require(strlen(cells.items[i].text) <= strlen(key->value) && cells.items[i].at.column >= key->value_at.column);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new();
    struct diag *diag = diag_new(arena);
    struct source source;
    if (encoding_decode(arena, diag, "fuzz.ini", (const char *)data, size, &source)) {
        require(utf8_invalid(source.text, source.size) == source.size && strlen(source.text) == source.size);
        const struct ini *ini = ini_parse(arena, diag, &source);
        for (size_t s = 0; s < ini->sections.count; s++) {
            const struct ini_section *section = ini->sections.items[s];
            require(ini_section(ini, section->name) == section);
            for (size_t k = 0; k < section->keys.count; k++)
                check_key(arena, section, &section->keys.items[k]);
        }
        require(!diag_count(diag).system);
    }
    arena_free(arena);
    return 0;
}
