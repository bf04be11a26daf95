/* Shared by line.c (where lines end), line_class.c (what each character is) and line_spread.c (where it stands). */
#ifndef LAYOUT_LINE_PRIVATE_H
#define LAYOUT_LINE_PRIVATE_H

#include "layout/line.h"

enum line_class {
    CL_HAN,      /* and every other character that stands for itself: a line may end on either side */
    CL_OPEN,     /* not at line end */
    CL_CLOSE,    /* closing brackets and quotes: not at line start, like the following down to CL_POSTFIX */
    CL_COMMA,    /* ，、；：． */
    CL_STOP,     /* 。？！ */
    CL_MIDDOT,   /* · half a cell */
    CL_CONNECT,  /* － – ～ , a single — */
    CL_SLASH,    /* neither at line start nor at line end */
    CL_POSTFIX,  /* ％ ‰ ℃ ㎡ */
    CL_PREFIX,   /* ￥ $ № */
    CL_DASH,     /* —— : may begin a line, is never split */
    CL_DOTS,     /* …… */
    CL_OPERATOR, /* ≥ ≤ ± : hold to the number behind them */
    CL_DIGIT,
    CL_LATIN,
    CL_SYMBOL, /* ASCII signs inside words and numbers: @ & - + */
    CL_POINT,  /* ASCII . , ; : ! ? : not at line start */
    CL_SPACE,
    CL_NEWLINE,
    CL_ZERO /* no width of its own: combining marks, variation selectors */
};

/* May a line begin with this character? From never to always. */
enum break_level {
    BREAK_NO,        /* only when nothing else fits the line */
    BREAK_EMERGENCY, /* inside a word or number that is longer than the line */
    BREAK_SOFT,      /* inside a date, a document number, a URL: before a line is stretched too far */
    BREAK_OK,
    BREAK_MUST,
    BREAK_LEVELS
};

/* In which order characters give up width. */
enum squeeze_rank {
    SQUEEZE_END,      /* the mark at the end of the line */
    SQUEEZE_ADJACENT, /* two marks side by side: 2 em → 1.5 em */
    SQUEEZE_SPACE,
    SQUEEZE_MIDDOT,
    SQUEEZE_BRACKET,
    SQUEEZE_COMMA,
    SQUEEZE_STOP,
    SQUEEZE_NONE
};

struct glyph {
    uint32_t c;
    uint32_t at; /* byte offset in its run's text */
    uint32_t run;
    int16_t face; /* resolved */
    uint8_t class;
    uint8_t level; /* enum break_level of the place before it */
    uint8_t rank;  /* enum squeeze_rank */
    uint8_t bytes;
    bool full; /* stands in a full-width cell */
    bool tied; /* no stretching between it and the one before */
    mpt advance;
    mpt offset; /* where in its cell it is drawn */
    mpt give;   /* how much width it can give up */
};

struct para {
    struct arena *arena;
    const struct line_run *runs;
    const struct line_spec *spec;
    struct glyph *g;
    size_t n;
    bool cut;     /* a line had to end where none should */
    size_t steps; /* characters looked at: the tests see that breaking is linear */
};

enum { LINE_WIDEST = 1 << 30 }; /* widths stop growing here: runs of a million spaces must not overflow mpt */

/* Width [from, to) has as it is, what it can give up, where it can be stretched. */
struct span_size {
    mpt width, give;
    size_t gaps;
};

enum line_class line_class(uint32_t c);
bool line_full_width(uint32_t c);
mpt line_em(mpt cell, mpt size);

/* One character's advance, drawing offset and squeeze; classes of the neighbours must be set. */
void line_measure_glyph(const struct metrics *metrics, struct para *para, size_t i);

/* Classes in context, then break levels and ties. */
void line_classify(struct para *para);

/* Characters [from, to) become a line of out; from and to are no spaces' edges. */
void line_place(struct para *para, size_t from, size_t to, mpt indent, bool last, struct lines *out);

struct span_size line_span(struct para *para, size_t from, size_t to);

/* -- line.c -- */

/* The characters of a text, classified and measured. few: room for `room` of them, for short texts. */
struct para line_para(struct arena *arena, const struct metrics *metrics, const struct line_run *runs, size_t nrun,
                      const struct line_spec *spec, struct glyph *few, size_t room);

/* Where the line that begins at s ends if it is set by itself. *whole: the rest of the paragraph fits it. */
size_t line_greedy_end(struct para *para, size_t s, mpt room, bool *whole);

/* Is [from, end of the paragraph) a single character, marks not counted? */
bool line_is_orphan(struct para *para, size_t from);

size_t line_skip_spaces(struct para *para, size_t i);

/* -- line_fit.c -- */

struct line_ends {
    size_t *items; /* the first character behind each line, spaces included */
    size_t count, cap;
};

/* Ends of the lines of the justified paragraph [from, to); none if the measure is too narrow to choose. */
void line_fit(struct para *para, size_t from, size_t to, mpt first, struct line_ends *ends);

/* line_break; *steps counts the characters looked at. */
void line_break_counted(struct arena *arena, const struct metrics *metrics, const struct line_run *runs, size_t nrun,
                        const struct line_spec *spec, struct lines *out, size_t *steps);

#endif
