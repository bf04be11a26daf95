/* One line of narrative → what it is (data-format §3). Knows nothing of templates, facts or pages. */
#ifndef INPUT_PROSE_H
#define INPUT_PROSE_H

#include "input/encoding.h"

#include <stdbool.h>
#include <stddef.h>

enum prose_kind {
    PROSE_EMPTY,
    PROSE_DIRECTIVE, /* @标题 … */
    PROSE_HEADING,   /* level 1–4, the whole line in the heading's face */
    PROSE_RUN_IN,    /* level 1–2 (or # to ####): the first sentence in the heading's face, the rest body */
    PROSE_NUMBERED,  /* computed number, body face, no bookmark */
    PROSE_ROW,       /* | table row */
    PROSE_PLAIN,     /* \ in front: the rest is a paragraph */
    PROSE_PARAGRAPH
};

enum prose_directive { PROSE_TITLE, PROSE_SUBTITLE, PROSE_SALUTATION, PROSE_NOTE, PROSE_ATTACHMENTS, PROSE_SIGN,
                       PROSE_NEW_PAGE, PROSE_TABLE, PROSE_UNKNOWN }; /* 标题 副标题 抬头 注 附件说明 落款 另页 表 */

struct prose_line {
    enum prose_kind kind;
    enum prose_directive directive;
    int level;    /* 1–4 for HEADING, RUN_IN, NUMBERED; 5 for a PARAGRAPH that begins with more than four # (I204) */
    int number;   /* the computed number at that level */
    int typed;    /* the number that was typed, 0 if none, -1 if it is none that counts (二二、) */
    size_t text;  /* byte offset of the text behind marks, typed number and white space */
    size_t end;   /* byte offset of the end of the text, trailing white space left out */
    size_t head;  /* RUN_IN: byte offset of the end of the first sentence, its 。 included */
};

/* Last number used at each level; [0] unused. Zeroed at the start of a document. */
struct prose_numbers {
    int last[5];
};

/* Classifies one line without its newline and counts it. Only marks within the first `literal` bytes count
 * (the rest came from a value); pass strlen(line) when all of it was typed. Leading white space is skipped.
 * Typed numbers may have full-width digits. The text of a ROW begins behind its first bar. */
struct prose_line prose_classify(const char *line, size_t literal, struct prose_numbers *numbers);

/* The printed number of a heading: 1 → "一、", 2 → "（二）", 3 → "3.", 4 → "（4）"; Chinese numerals up to 99,
 * digits beyond. */
const char *prose_number_text(int level, int number, char out[static 32]);

/* Takes the marks that pasting from WPS or Word leaves ([bookmark: _GoBack]) out of a source; returns how many,
 * and the position of the first in *first (for the hint I203; untouched if there is none). */
size_t prose_drop_artefacts(struct arena *arena, struct source *source, struct pos *first);

#endif
