/* Any bytes as a narrative, each line cut into typed text and value at a place the first byte chooses. */
#include "base/text.h"
#include "input/prose.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition)
{
    if (!condition)
        abort();
}

static void check_line(const char *line, size_t literal, struct prose_numbers *numbers)
{
    size_t n = strlen(line);
    literal = literal < n ? literal : n;
    while (literal < n && ((unsigned char)line[literal] & 0xC0) == 0x80)
        literal++;
    struct prose_line got = prose_classify(line, literal, numbers);
    char number[32];
    bool counted = got.kind == PROSE_HEADING || got.kind == PROSE_RUN_IN || got.kind == PROSE_NUMBERED;
    require(got.text <= got.end && got.end <= n && got.text <= literal);
    require(counted ? got.level >= 1 && got.level <= 4 : got.level == 0 || got.kind == PROSE_PARAGRAPH);
    require(counted == (got.number > 0) && (!counted || *prose_number_text(got.level, got.number, number)));
    require(got.kind == PROSE_RUN_IN ? got.head > got.text && got.head < got.end : got.head == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new();
    struct diag *diag = diag_new(arena);
    struct source source;
    size_t literal = size && data[0] > ' ' && data[0] < 'a' ? data[0] - (size_t)' ' : size;
    if (encoding_decode(arena, diag, "fuzz.txt", (const char *)data, size, &source)) {
        struct prose_numbers numbers = {0};
        struct pos first;
        prose_drop_artefacts(arena, &source, &first);
        require(strlen(source.text) == source.size);
        char *text = arena_strndup(arena, source.text, source.size);
        for (char *line; (line = strsep(&text, "\n"));)
            check_line(line, literal, &numbers);
    }
    arena_free(arena);
    return 0;
}
