/* Where lines end. In: runs of text, a measure. Out: lines of placed pieces. One pass, greedy: squeeze first, push
 * out second; never backs up more than one line. Must not know pages, blocks or fonts. */
#include "layout/line_private.h"

enum {
    STACK_GLYPHS = 192, /* table cells are short: no memory of the arena for them */
    ORPHAN_LOOK = 8     /* characters looked ahead for a last line that is too short */
};

/* A place where the line could end. */
struct candidate {
    size_t at; /* first character of the next line */
    struct span_size size;
    bool found;
};

struct scan {
    struct candidate fits[BREAK_LEVELS]; /* the last place that fits as it is, by level */
    struct candidate over[BREAK_LEVELS]; /* the first one that fits when squeezed */
    bool forced;                         /* the first character that does not fit cannot begin a line */
    bool whole;                          /* all the rest fits */
};

static bool at_end(const struct para *para, size_t i)
{
    return i >= para->n || para->g[i].class == CL_NEWLINE;
}

/* Looks at the line that begins at s as far as squeezing could ever reach. */
static struct scan scan_line(struct para *para, size_t s, mpt room)
{
    struct scan scan = {0};
    struct span_size size = {0}, seen = {0}; /* seen: up to the last character that is no space */
    bool overflowed = false;
    for (size_t i = s;; i++) {
        bool end = at_end(para, i);
        enum break_level level = end ? BREAK_OK : (enum break_level)para->g[i].level;
        para->steps++;
        if (end && seen.width <= room) {
            scan.whole = true;
            return scan;
        }
        if (i > s && seen.width <= room)
            scan.fits[level] = (struct candidate){i, seen, true};
        else if (i > s && !scan.over[level].found)
            scan.over[level] = (struct candidate){i, seen, true};
        if (end || scan.over[BREAK_OK].found)
            return scan;
        const struct glyph *g = &para->g[i];
        size.width += size.width < LINE_WIDEST ? g->advance : 0;
        size.give += i == s && g->class == CL_OPEN ? 0 : g->give;
        size.gaps += i > s && !g->tied;
        if (g->class != CL_SPACE)
            seen = size;
        if (seen.width > room && !overflowed) {
            overflowed = true;
            scan.forced = level < BREAK_OK;
        }
        if (seen.width - seen.give > room)
            return scan;
    }
}

/* No place of this line is right: the least wrong one that fits. */
static size_t least_wrong(struct para *para, const struct scan *scan, size_t s)
{
    if (scan->over[BREAK_OK].found)
        return scan->over[BREAK_OK].at;
    para->cut = !scan->fits[BREAK_SOFT].found && !scan->over[BREAK_SOFT].found;
    for (int level = BREAK_SOFT; level >= BREAK_NO; level--) {
        if (scan->fits[level].found)
            return scan->fits[level].at;
        if (scan->over[level].found && level > BREAK_NO)
            return scan->over[level].at;
    }
    do /* not even one character fits */
        s++;
    while (!at_end(para, s) && para->g[s].class == CL_ZERO);
    return s;
}

/* First character of the next line; s is the first of this one and no space. *last: the paragraph ends here. */
static size_t choose_end(struct para *para, size_t s, mpt room, bool *last)
{
    struct scan scan = scan_line(para, s, room);
    if (!scan.whole && para->spec->tighten && scan_line(para, s, room + para->spec->tighten).whole)
        scan.whole = true;
    const struct candidate *out = &scan.fits[BREAK_OK], *in = &scan.over[BREAK_OK];
    *last = scan.whole;
    if (scan.whole) {
        while (!at_end(para, s))
            s++;
        return s;
    }
    if (!out->found)
        return least_wrong(para, &scan, s);
    mpt left = room - out->size.width;
    mpt gaps = (mpt)out->size.gaps;
    mpt em = line_em(para->spec->cell, para->runs[para->g[s].run].size);
    /* A line that is full as it is stays on the grid. Otherwise squeeze in what cannot begin the next line; and what
     * could, if that disturbs less than stretching: no mark gives up more than half of what it can. */
    mpt need = in->size.width - room;
    bool gentler = para->spec->justify && in->found && need <= left && need <= in->size.give / 2;
    if (in->found && left > gaps && (scan.forced || gentler))
        return in->at;
    if (left <= gaps * (em / 8))
        return out->at;
    if (scan.fits[BREAK_SOFT].found && scan.fits[BREAK_SOFT].at > out->at)
        return scan.fits[BREAK_SOFT].at;
    return scan.over[BREAK_SOFT].found ? scan.over[BREAK_SOFT].at : out->at;
}

/* What a character counts for the rule of the last line, in half cells: nothing for marks and spaces. */
static size_t counts(const struct glyph *g)
{
    enum line_class class = g->class;
    bool letter = class == CL_HAN || class == CL_DIGIT || class == CL_LATIN || class == CL_OPERATOR;
    return letter ? 1 + g->full : 0;
}

/* Is [from, end of the paragraph) no more than a single character wide? *end is that end. */
static bool is_orphan(struct para *para, size_t from, size_t *end)
{
    size_t halves = 0, i = from;
    while (i - from < ORPHAN_LOOK && !at_end(para, i))
        halves += counts(&para->g[i++]);
    para->steps += i - from;
    *end = i;
    return at_end(para, i) && halves < 4 && i > from;
}

size_t line_skip_spaces(struct para *para, size_t i)
{
    size_t from = i;
    while (i < para->n && para->g[i].class == CL_SPACE)
        i++;
    para->steps += i - from;
    return i;
}

static size_t trim_end(struct para *para, size_t from, size_t to)
{
    while (to > from && (para->g[to - 1].class == CL_SPACE || para->g[to - 1].class == CL_NEWLINE))
        to--;
    return to;
}

/* 孤字不成行: squeezes the single last character into this line, or takes one more down from it. */
static size_t avoid_orphan(struct para *para, size_t s, size_t e, mpt room)
{
    size_t end, next = line_skip_spaces(para, e);
    if (!is_orphan(para, next, &end))
        return e;
    struct span_size all = line_span(para, s, trim_end(para, s, end));
    if (all.width - all.give <= room)
        return end;
    size_t soft = e, count = 0;
    for (size_t i = e; i > s + 1;) {
        count += counts(&para->g[--i]);
        para->steps++;
        if (!count)
            continue;
        if (para->g[i].level == BREAK_OK)
            return i;
        if (para->g[i].level == BREAK_SOFT && soft == e)
            soft = i;
        if (e - i > 2 * ORPHAN_LOOK)
            break;
    }
    return soft;
}

bool line_is_orphan(struct para *para, size_t from)
{
    size_t end;
    return is_orphan(para, from, &end);
}

size_t line_greedy_end(struct para *para, size_t s, mpt room, bool *whole)
{
    size_t e = choose_end(para, s, room, whole);
    return *whole ? e : avoid_orphan(para, s, e, room);
}

/* Behind the spaces a paragraph begins with; full-width ones are a typed indent and stay. */
static size_t skip_leading(struct para *para, size_t i)
{
    while (i < para->n && para->g[i].class == CL_SPACE && !para->g[i].full)
        i++;
    return i < para->n && para->g[i].full ? i : line_skip_spaces(para, i);
}

/* End of the paragraph that s is in. */
static size_t paragraph_end(struct para *para, size_t s)
{
    size_t from = s;
    while (!at_end(para, s))
        s++;
    para->steps += s - from;
    return s;
}

static void given_ends(struct para *para, struct line_ends *ends)
{
    for (size_t i = 0; i < para->spec->nend; i++)
        *list_push(para->arena, ends) = para->spec->ends[i];
    *list_push(para->arena, ends) = para->n;
}

/* One paragraph without typed line breaks, from s; returns the character behind it. */
static size_t break_paragraph(struct para *para, size_t s, mpt *indent, struct lines *out)
{
    struct line_ends ends = {0};
    bool last = at_end(para, line_skip_spaces(para, s));
    size_t from = last ? line_skip_spaces(para, s) : skip_leading(para, s);
    if (last) {
        line_place(para, from, from, *indent, true, out);
        return from;
    }
    if (para->spec->ends)
        given_ends(para, &ends);
    else if (para->spec->justify)
        line_fit(para, from, paragraph_end(para, from), *indent, &ends);
    for (size_t k = 0; !last; k++) {
        size_t e = k < ends.count ? ends.items[k] : line_greedy_end(para, from, para->spec->measure - *indent, &last);
        s = line_skip_spaces(para, e);
        last = at_end(para, s);
        line_place(para, from, trim_end(para, from, e), *indent, last, out);
        *indent = para->spec->rest;
        from = s;
    }
    return s;
}

static size_t count_characters(const struct line_run *runs, size_t nrun)
{
    size_t n = 0;
    for (size_t r = 0; r < nrun; r++)
        n += utf8_count(runs[r].text);
    return n;
}

static void read_characters(struct para *para, size_t nrun)
{
    size_t i = 0;
    for (size_t r = 0; r < nrun; r++) {
        const char *text = para->runs[r].text, *s = text;
        while (*s) {
            const char *start = s;
            uint32_t c = utf8_next(&s);
            para->g[i++] = (struct glyph){.c = c,
                                          .at = (uint32_t)(start - text),
                                          .run = (uint32_t)r,
                                          .class = (uint8_t)line_class(c),
                                          .bytes = (uint8_t)(s - start),
                                          .full = line_full_width(c)};
        }
    }
}

struct para line_para(struct arena *arena, const struct metrics *metrics, const struct line_run *runs, size_t nrun,
                      const struct line_spec *spec, struct glyph *few, size_t room)
{
    struct para para = {.arena = arena, .runs = runs, .spec = spec, .n = count_characters(runs, nrun)};
    para.g = para.n <= room ? few : arena_alloc(arena, para.n * sizeof *para.g);
    read_characters(&para, nrun);
    line_classify(&para);
    for (size_t i = 0; i < para.n; i++)
        line_measure_glyph(metrics, &para, i);
    return para;
}

struct line_extent line_extent(struct arena *arena, const struct metrics *metrics, const struct line_run *runs,
                               size_t nrun, mpt cell)
{
    struct glyph few[STACK_GLYPHS];
    const struct line_spec spec = {.cell = cell};
    struct para para = line_para(arena, metrics, runs, nrun, &spec, few, STACK_GLYPHS);
    struct line_extent extent = {0};
    mpt piece = 0, whole = 0;
    for (size_t i = 0; i < para.n; i++) {
        const struct glyph *g = &para.g[i];
        if (g->class == CL_NEWLINE)
            whole = piece = 0;
        if (g->level >= BREAK_SOFT || g->class == CL_SPACE)
            piece = 0;
        piece += piece < LINE_WIDEST && g->class != CL_SPACE ? g->advance : 0;
        whole += whole < LINE_WIDEST ? g->advance : 0;
        extent.piece = piece > extent.piece ? piece : extent.piece;
        extent.whole = whole > extent.whole ? whole : extent.whole;
    }
    return extent;
}

void line_break_counted(struct arena *arena, const struct metrics *metrics, const struct line_run *runs, size_t nrun,
                        const struct line_spec *spec, struct lines *out, size_t *steps)
{
    struct glyph few[STACK_GLYPHS];
    struct para para = line_para(arena, metrics, runs, nrun, spec, few, STACK_GLYPHS);
    mpt indent = spec->first;
    for (size_t s = 0; s < para.n; s++) /* s++ steps over the newline */
        s = break_paragraph(&para, s, &indent, out);
    out->cut |= para.cut;
    *steps = para.steps;
}

void line_break(struct arena *arena, const struct metrics *metrics, const struct line_run *runs, size_t nrun,
                const struct line_spec *spec, struct lines *out)
{
    size_t steps;
    line_break_counted(arena, metrics, runs, nrun, spec, out, &steps);
}

mpt line_width(const struct metrics *metrics, const char *text, int face, mpt size, mpt cell)
{
    const struct line_run run = {.text = text, .face = face, .size = size};
    const struct line_spec spec = {.cell = cell};
    struct glyph one;
    struct para para = {.runs = &run, .spec = &spec, .g = &one, .n = 1};
    mpt width = 0;
    for (const char *s = text; *s;) {
        uint32_t c = utf8_next(&s);
        one = (struct glyph){.c = c, .class = (uint8_t)line_class(c), .full = line_full_width(c)};
        line_measure_glyph(metrics, &para, 0);
        width += width < LINE_WIDEST ? one.advance : 0;
    }
    return width;
}
