/* Any text through all text checks: the first byte says how it is cut into runs, a value among them. Corrections lie
 * within the text and hold no digit. */
#include "base/num.h"
#include "model/lint.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition)
{
    if (!condition)
        abort();
}

/* The lines of the text as blocks; every `step`-th run is a value. */
static void add_lines(struct arena *arena, struct doc *doc, char *text, size_t step, const struct fact *fact)
{
    int line = 1;
    for (char *s; (s = strsep(&text, "\n")) != NULL; line++) {
        struct block *block = list_push(arena, &doc->blocks);
        bool heading = *s == '#';
        *block = (struct block){.kind = heading ? BLOCK_HEADING : BLOCK_PARAGRAPH, .level = heading ? 2 : 0};
        struct pos at = {.file = "fuzz.txt", .line = line, .column = 1};
        for (char *part; (part = strsep(&s, "|")) != NULL;) {
            bool value = step > 0 && block->runs.count % step == step - 1;
            *list_push(arena, &block->runs) = (struct run){EL_BODY, part, at, value ? fact : NULL};
            at.column += (int)utf8_count(part) + 1;
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new();
    num_init(arena);
    struct diag *diag = diag_new(arena);
    struct text_names search = {0};
    *list_push(arena, &search) = "templates";
    struct template *t = template_load(arena, diag, "gbt9704", (struct pos){0}, &search);
    struct source source;
    size_t step = size > 0 ? data[0] % 4 : 0;
    if (t != NULL && encoding_decode(arena, diag, "fuzz.txt", (const char *)data, size, &source)) {
        struct field field = {.kind = step == 3 ? FACT_COUNT : FACT_TEXT, .unit = ""};
        struct fact fact = {.field = &field};
        struct doc doc = {0};
        add_lines(arena, &doc, arena_strdup(arena, source.text), step, &fact);
        const struct facts *facts = facts_load(arena, diag, t, ini_new(arena, "report.ini"));
        struct lint_edits edits = lint_run(arena, diag, facts, t, &doc);
        for (size_t i = 0; i < edits.count; i++) {
            require(edits.items[i].at.line > 0 && edits.items[i].at.column > 0);
            require(strpbrk(edits.items[i].was, "0123456789") == NULL && strstr(source.text, edits.items[i].was));
        }
    }
    arena_free(arena);
    return 0;
}
