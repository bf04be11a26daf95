/* Where every character of a line stands: cells, squeeze, stretch, pieces. All integers, both edges exact.
 * In: a classified paragraph and the ends of a line. Out: struct line. Decides nothing about where lines end. */
#include "layout/line_private.h"

#include <string.h>

mpt line_em(mpt cell, mpt size)
{
    /* the grid's cell belongs to the body size; larger and smaller type keeps its own width */
    mpt off = cell > size ? cell - size : size - cell;
    return cell && off < size / 8 ? cell : size;
}

/* A full-width mark drawn narrower than its cell: openers to the right, a dash against its twin, the rest centred
 * or (closing marks) left. A glyph as wide as its cell or wider stands at the cell's left edge. */
static mpt full_offset(const struct glyph *g, bool first, bool last, mpt slack)
{
    if (slack <= 0)
        return 0;
    switch ((enum line_class)g->class) {
    case CL_OPEN:
        return slack;
    case CL_CLOSE:
    case CL_COMMA:
    case CL_STOP:
        return 0;
    case CL_DASH:
        if (first && !last) /* the gap inside —— is closed */
            return slack;
        return last && !first ? 0 : slack / 2;
    default:
        return slack / 2;
    }
}

static bool is_mark(const struct glyph *g)
{
    return g->full && (g->class == CL_OPEN || (g->class >= CL_CLOSE && g->class <= CL_STOP));
}

/* What a character can give up, and when. */
static void set_squeeze(struct glyph *g, bool before, bool after, mpt em, mpt size)
{
    g->rank = SQUEEZE_NONE;
    if (g->class == CL_SPACE) {
        g->rank = SQUEEZE_SPACE;
        g->give = !g->full && g->advance > size / 4 ? g->advance - size / 4 : 0;
    } else if (g->class == CL_MIDDOT) {
        g->rank = SQUEEZE_MIDDOT;
        g->give = em / 4;
    } else if (is_mark(g)) {
        g->give = em - em / 2;
        bool adjacent = g->class == CL_OPEN ? before : after;
        g->rank = adjacent               ? SQUEEZE_ADJACENT
                  : g->class == CL_STOP  ? SQUEEZE_STOP
                  : g->class == CL_COMMA ? SQUEEZE_COMMA
                                         : SQUEEZE_BRACKET;
    }
}

void line_measure_glyph(const struct metrics *metrics, struct para *para, size_t i)
{
    struct glyph *g = &para->g[i];
    const struct line_run *run = &para->runs[g->run];
    mpt em = line_em(para->spec->cell, run->size);
    int face = metrics->face(metrics->ctx, run->face, g->c);
    int drawn = face >= 0 ? metrics->advance(metrics->ctx, face, g->c) : g->full ? 1000 : 500;
    mpt width = (mpt)((int64_t)drawn * run->size / 1000);
    g->face = (int16_t)(face >= 0 ? face : run->face);
    if (g->class == CL_NEWLINE || g->class == CL_ZERO)
        return;
    const struct glyph *before = i ? g - 1 : NULL, *after = i + 1 < para->n ? g + 1 : NULL;
    if (g->full) {
        g->advance = g->c == 0x2E3A ? 2 * em : em;
        if (g->class == CL_POSTFIX && drawn > 1000) /* ‰ is wider than a cell in some faces */
            g->advance = (mpt)((int64_t)drawn * em / 1000);
        g->offset = full_offset(g, after && after->c == g->c, before && before->c == g->c, g->advance - width);
    } else if (g->class == CL_MIDDOT) { /* 间隔号: half a cell, however wide the face draws it */
        g->advance = em / 2;
        g->offset = (em / 2 - width) / 2;
    } else if (g->class == CL_DIGIT && drawn <= 600) {
        g->advance = em / 2;
        g->offset = em / 2 > width ? (em / 2 - width) / 2 : 0;
    } else {
        g->advance = (mpt)((int64_t)drawn * em / 1000);
    }
    bool open_before = before && is_mark(before) && before->class == CL_OPEN;
    set_squeeze(g, open_before, after && is_mark(after), em, run->size);
}

struct span_size line_span(struct para *para, size_t from, size_t to)
{
    struct span_size size = {0};
    for (size_t i = from; i < to && size.width < LINE_WIDEST; i++) {
        const struct glyph *g = &para->g[i];
        size.width += g->advance;
        size.give += i == from && g->class == CL_OPEN ? 0 : g->give; /* an opening mark keeps its cell at line start */
        size.gaps += i > from && !g->tied;
    }
    para->steps += to - from;
    return size;
}

static enum squeeze_rank rank_in_line(const struct para *para, size_t i, size_t from, size_t to)
{
    const struct glyph *g = &para->g[i];
    if (i == from && g->class == CL_OPEN)
        return SQUEEZE_NONE;
    return i + 1 == to && is_mark(g) && g->class != CL_OPEN ? SQUEEZE_END : (enum squeeze_rank)g->rank;
}

/* Takes `need` from [from, to) in the order of the ranks; within a rank every character gives its share. A mark at the
 * line's end has a whole cell or half of one, nothing between. Returns what was taken. */
static mpt squeeze(struct para *para, size_t from, size_t to, mpt need)
{
    int64_t room[SQUEEZE_NONE] = {0}, take[SQUEEZE_NONE] = {0}, seen[SQUEEZE_NONE] = {0}, taken = 0;
    for (size_t i = from; i < to; i++) {
        enum squeeze_rank rank = rank_in_line(para, i, from, to);
        if (rank < SQUEEZE_NONE)
            room[rank] += para->g[i].give;
    }
    for (int r = 0; r < SQUEEZE_NONE; r++) {
        int64_t left = need > taken ? need - taken : 0;
        take[r] = r == SQUEEZE_END || left > room[r] ? room[r] : left;
        taken += take[r];
    }
    for (size_t i = from; i < to; i++) {
        struct glyph *g = &para->g[i];
        enum squeeze_rank rank = rank_in_line(para, i, from, to);
        if (rank >= SQUEEZE_NONE || !take[rank])
            continue;
        int64_t before = take[rank] * seen[rank] / room[rank];
        seen[rank] += g->give;
        mpt given = (mpt)(take[rank] * seen[rank] / room[rank] - before);
        g->advance -= given;
        if (g->class == CL_OPEN) /* its empty half is on the left */
            g->offset -= given;
        else if (g->class == CL_MIDDOT)
            g->offset -= given / 2;
    }
    para->steps += 2 * (to - from);
    return (mpt)taken;
}

/* Sets the characters closer, all by the same. */
static void tighten(struct para *para, size_t from, size_t to, mpt by)
{
    mpt gaps = (mpt)(to - from - 1);
    for (mpt i = 0; i < gaps; i++)
        para->g[from + (size_t)i].advance -= by / gaps + (i < by % gaps);
}

/* The piece that begins at `from`: same run, same face. */
static size_t piece_end(const struct para *para, size_t from, size_t to)
{
    size_t i = from + 1;
    while (i < to && para->g[i].run == para->g[from].run &&
           (para->g[i].face == para->g[from].face || para->g[i].class == CL_ZERO))
        i++;
    return i;
}

/* Room for one: most lines have a single piece, and there may be very many lines. */
static struct piece *add_piece(struct para *para, struct line *line)
{
    if (!line->pieces.cap) {
        line->pieces.items = arena_alloc(para->arena, sizeof *line->pieces.items);
        line->pieces.cap = 1;
    }
    return list_push(para->arena, &line->pieces);
}

static void start_piece(struct para *para, size_t from, size_t end, mpt pen, struct line *line)
{
    const struct glyph *first = &para->g[from], *last = &para->g[end - 1];
    const struct line_run *run = &para->runs[first->run];
    struct piece *piece = add_piece(para, line);
    char *text = arena_strndup(para->arena, run->text + first->at, last->at + last->bytes - first->at);
    for (char *s = text; (s = strchr(s, '\t'));) /* no face draws a tab */
        *s = ' ';
    piece->text = text;
    piece->advances = arena_alloc(para->arena, (end - from) * sizeof *piece->advances);
    piece->face = first->face;
    piece->size = run->size;
    piece->fact = run->fact;
    piece->run = first->run;
    piece->at = first->at;
    piece->x = pen;
}

/* Pens advance cell by cell; a character's advance is the way to the next pen, the last one's to its cell's end. */
static void place_pieces(struct para *para, size_t from, size_t to, mpt x, mpt extra, size_t gaps, struct line *line)
{
    size_t gap = 0, end = from;
    mpt pen = x;
    for (size_t i = from; i < to; i++) {
        const struct glyph *g = &para->g[i];
        if (i > from && !g->tied && gaps) {
            x += (mpt)((size_t)extra / gaps + (gap < (size_t)extra % gaps));
            gap++;
        }
        if (i == end) {
            end = piece_end(para, from = i, to);
            start_piece(para, i, end, x + g->offset, line);
        }
        struct piece *piece = &line->pieces.items[line->pieces.count - 1];
        if (piece->count)
            piece->advances[piece->count - 1] = x + g->offset - pen;
        pen = x + g->offset;
        x += g->advance;
        piece->advances[piece->count++] = x - pen;
        piece->width = x - piece->x;
    }
    line->width = x;
    para->steps += 2 * (to - from);
}

/* Spaces between words grow first, up to half a cell each. Returns the width gained, at most `by`. */
static mpt widen_spaces(struct para *para, size_t from, size_t to, mpt by)
{
    mpt gained = 0, spaces = 0;
    for (size_t i = from; i < to; i++)
        spaces += para->g[i].class == CL_SPACE && !para->g[i].full;
    para->steps += to - from;
    for (size_t i = from; spaces && i < to; i++) {
        struct glyph *g = &para->g[i];
        if (g->class != CL_SPACE || g->full)
            continue;
        mpt most = line_em(para->spec->cell, para->runs[g->run].size) / 2 - g->advance;
        mpt share = (by - gained) / spaces--;
        share = share > most ? most : share;
        if (share > 0) {
            g->advance += share;
            gained += share;
        }
    }
    return gained;
}

void line_place(struct para *para, size_t from, size_t to, mpt indent, bool last, struct lines *out)
{
    const struct line_spec *spec = para->spec;
    struct line *line = list_push(para->arena, out);
    mpt room = spec->measure - indent, extra = 0;
    struct span_size size = line_span(para, from, to);
    line->last = last;
    line->width = indent;
    if (size.width > room) {
        mpt need = size.width - room < size.give ? size.width - room : size.give;
        size.width -= squeeze(para, from, to, need);
    }
    if (size.width > room && size.width - room <= spec->tighten && to - from > 1) {
        tighten(para, from, to, size.width - room);
        size.width = room;
    }
    if (spec->justify && !last && size.gaps && size.width < room) {
        size.width += widen_spaces(para, from, to, room - size.width);
        extra = room - size.width;
        size.width = room;
    }
    mpt slack = room > size.width ? room - size.width : 0;
    mpt x = indent + (spec->align == ALIGN_CENTER ? slack / 2 : spec->align == ALIGN_RIGHT ? slack : 0);
    if (from < to)
        place_pieces(para, from, to, x, extra, extra ? size.gaps : 0, line);
}
