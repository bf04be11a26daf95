/* Where the lines of a justified paragraph end, chosen for the paragraph as a whole: the sum of what each line is
 * squeezed or stretched by is least (docs/layout.md). In: a classified paragraph. Out: the ends of its lines.
 * Linear: a line's possible ends lie in a window a few cells wide, and the window only moves forward. */
#include "layout/line_private.h"

/* Costs of a line; 1 em of stretch costs 250, of squeeze 100 to 200, so that squeezing goes before pushing out. */
enum {
    COST_SOFT = 5000,  /* a date or document number is split */
    COST_NAME = 24000, /* … inside the office's short name */
    COST_SHORT = 300,  /* a line of less than 27 cells */
    COST_GRID = 3000,  /* such a line of full-width characters only: it is seen beside its neighbours */
    COST_LOOSE =
        100000, /* such a line that could hold more: only what cannot be split, or the last line, shortens it */
    COST_ORPHAN = 500000, /* a last line of a single character */
    LOOSE_MOST = 4,       /* cells a line may lack if it could hold more */
    SQUEEZE_MOST = 1,     /* cells it may have too many */
    LEAST_CELLS = 8,      /* narrower lines are set one by one */
    TOLERANCE = 10,       /* 1/1000 em, for rounded cells */
};

/* A place where a line may end: the next one begins at `at`. */
struct node {
    uint32_t at, end; /* end: without the spaces before at */
    uint32_t narrow;  /* characters before at that do not fill a cell */
    uint32_t prev;    /* the node where the best line that ends here begins */
    bool reached;
    int soft;              /* cost of what is split here */
    mpt blank, blank_give; /* of [end, at) */
    int64_t width, give;   /* of all characters before at */
    int64_t cost;          /* least sum of all lines up to here */
};

struct fit {
    struct para *para;
    struct node *nodes;
    size_t count;
    size_t from; /* the paragraph's first character */
    mpt em;
};

static size_t count_nodes(const struct para *para, size_t from, size_t to)
{
    size_t n = 2;
    for (size_t i = from + 1; i < to; i++)
        n += para->g[i].level >= BREAK_SOFT;
    return n;
}

/* Every place of [from, to) where a line may end, and both ends of the paragraph. */
static void find_nodes(struct fit *fit, size_t from, size_t to)
{
    const struct glyph *g = fit->para->g;
    struct node node = {.at = (uint32_t)from, .end = (uint32_t)from};
    fit->nodes = arena_alloc(fit->para->arena, count_nodes(fit->para, from, to) * sizeof *fit->nodes);
    fit->nodes[fit->count++] = node;
    for (size_t i = from;; i++) {
        if (i > from && (i == to || g[i].level >= BREAK_SOFT)) {
            node.at = (uint32_t)i;
            node.soft = i == to || g[i].level == BREAK_OK ? 0 : g[i].class == CL_HAN ? COST_NAME : COST_SOFT;
            fit->nodes[fit->count++] = node;
        }
        if (i == to)
            break;
        node.width += g[i].advance;
        node.give += g[i].give;
        node.narrow += !g[i].full;
        if (g[i].class == CL_SPACE) {
            node.blank += g[i].advance;
            node.blank_give += g[i].give;
        } else {
            node.end = (uint32_t)(i + 1);
            node.blank = node.blank_give = 0;
        }
    }
    fit->para->steps += 2 * (to - from);
}

static mpt room_of(const struct fit *fit, size_t a, mpt first)
{
    return fit->para->spec->measure - (fit->nodes[a].at == fit->from ? first : fit->para->spec->rest);
}

static int64_t line_natural(const struct node *a, const struct node *b)
{
    return b->width - b->blank - a->width;
}

static int64_t line_give(const struct fit *fit, const struct node *a, const struct node *b)
{
    const struct glyph *g = &fit->para->g[a->at];
    return b->give - b->blank_give - a->give - (g->class == CL_OPEN ? g->give : 0);
}

static bool is_short(const struct fit *fit, int64_t over)
{
    return -over * 1000 / fit->em > 1000 + TOLERANCE;
}

/* Cost of a line that has `over` too much (negative: lacks it), both in mpt. */
static int64_t line_cost(const struct fit *fit, int64_t over, int64_t give, bool full)
{
    int64_t d = over * 1000 / fit->em;
    if (d > 0) {
        int64_t share = give > 0 ? over * 100 / give : 100;
        return d * d / 10000 + share * share * share / 10000;
    }
    int64_t more = -d - 1000;
    if (!is_short(fit, over))
        return d * d / 4000;
    return (full ? COST_GRID : COST_SHORT) + (more < 1000 ? more * more / 250 : 3000 + more);
}

static void relax(struct fit *fit, size_t a, size_t b, int64_t cost)
{
    struct node *node = &fit->nodes[b];
    cost += fit->nodes[a].cost + fit->para->spec->each;
    if (node->reached && node->cost <= cost)
        return;
    node->reached = true;
    node->cost = cost;
    node->prev = (uint32_t)a;
}

/* Cost of the line from node a to node b, which is `over` too wide. */
static int64_t cost_between(struct fit *fit, size_t a, size_t b, int64_t over)
{
    const struct node *from = &fit->nodes[a], *to = &fit->nodes[b];
    if (b < fit->count - 1)
        return line_cost(fit, over, line_give(fit, from, to), from->narrow == to->narrow) + to->soft;
    bool orphan = from->at != fit->from && line_is_orphan(fit->para, from->at);
    return (over > 0 ? line_cost(fit, over, line_give(fit, from, to), false) : 0) + (orphan ? COST_ORPHAN : 0);
}

static bool fits(const struct fit *fit, size_t a, size_t b, mpt room)
{
    int64_t over = line_natural(&fit->nodes[a], &fit->nodes[b]) - room;
    return over <= line_give(fit, &fit->nodes[a], &fit->nodes[b]) &&
           over * 1000 <= (int64_t)fit->em * (SQUEEZE_MOST * 1000 + TOLERANCE);
}

/* Would a line that ends at node b leave a single character to the last one? Looks only at what is near the end. */
static bool leaves_orphan(const struct fit *fit, size_t b)
{
    enum { NEAR = 16 };
    uint32_t at = fit->nodes[b].at, end = fit->nodes[fit->count - 1].at;
    return end - at < NEAR && line_is_orphan(fit->para, at);
}

/* All lines that begin at node a: those of the right width; else the widest that fits, if it fills half the room.
 * *low: the first node that may be the end of one. Returns the last node that is, or a. */
static size_t lines_from(struct fit *fit, size_t a, mpt room, size_t *low)
{
    const struct node *nodes = fit->nodes;
    int64_t least = room - (int64_t)LOOSE_MOST * fit->em - fit->em / 8;
    for (; *low < fit->count - 1 && (*low <= a || line_natural(&nodes[a], &nodes[*low]) < least); ++*low)
        fit->para->steps++;
    size_t b = *low - 1; /* the widest of those that are too short */
    if (b <= a || fits(fit, a, *low, room) || line_natural(&nodes[a], &nodes[b]) < room / 2)
        b = *low;
    size_t reach = a;
    for (; b < fit->count && fits(fit, a, b, room); reach = b++) {
        int64_t over = line_natural(&nodes[a], &nodes[b]) - room;
        bool loose =
            is_short(fit, over) && b + 1 < fit->count && fits(fit, a, b + 1, room) && !leaves_orphan(fit, b + 1);
        relax(fit, a, b, cost_between(fit, a, b, over) + (loose ? COST_LOOSE : 0));
        fit->para->steps++;
    }
    return reach;
}

/* Appends the ends of the best lines from node `start` to node `last`. */
static void trace(const struct fit *fit, size_t start, size_t last, struct line_ends *ends)
{
    size_t n = 0;
    for (size_t b = last; b != start; b = fit->nodes[b].prev)
        n++;
    for (size_t i = 0; i < n; i++)
        list_push(fit->para->arena, ends);
    n = ends->count;
    for (size_t b = last; b != start; b = fit->nodes[b].prev)
        ends->items[--n] = fit->nodes[b].at;
}

/* Best lines from node `start`, which is reached. Returns the paragraph's last node; or, when a word, URL or figure
 * lets no line end in any window, the cheapest of the nodes that are stuck before it. *far: the
 * last node that was reached. */
static size_t fit_from(struct fit *fit, size_t start, mpt first, size_t *far)
{
    size_t low = start + 1, stuck = start;
    int64_t least = -1;
    *far = start;
    for (size_t a = start; a <= *far && a + 1 < fit->count; a++) {
        if (!fit->nodes[a].reached)
            continue;
        size_t reach = lines_from(fit, a, room_of(fit, a, first), &low);
        if (reach <= a && (least < 0 || fit->nodes[a].cost <= least)) {
            least = fit->nodes[a].cost;
            stuck = a;
        } else if (reach > *far) {
            *far = reach;
            least = -1;
        }
        low = a > start ? low : start + 1; /* the first line's indent is its own */
    }
    return fit->nodes[fit->count - 1].reached ? fit->count - 1 : stuck;
}

/* The node before position `at` becomes one that begins there; `far`: the last one reached. Returns its index. */
static size_t begin_at(struct fit *fit, size_t k, size_t at, size_t far)
{
    while (k + 1 < fit->count && fit->nodes[k + 1].at <= at)
        k++;
    struct node *node = &fit->nodes[k];
    for (size_t i = node->at; i < at; i++) {
        node->width += fit->para->g[i].advance;
        node->give += fit->para->g[i].give;
        node->narrow += !fit->para->g[i].full;
        fit->para->steps++;
    }
    node->at = (uint32_t)at;
    node->reached = true;
    node->cost = 0;
    for (size_t b = k + 1; b < fit->count && b <= far; b++) /* ends of lines from before are forgotten */
        fit->nodes[b].reached = false;
    return k;
}

void line_fit(struct para *para, size_t from, size_t to, mpt first, struct line_ends *ends)
{
    struct fit fit = {.para = para, .from = from, .em = line_em(para->spec->cell, para->runs[para->g[from].run].size)};
    mpt least = LEAST_CELLS * fit.em;
    *ends = (struct line_ends){0};
    if (para->spec->measure - first < least || para->spec->measure - para->spec->rest < least)
        return;
    find_nodes(&fit, from, to);
    size_t far = 0;
    for (size_t start = begin_at(&fit, 0, from, far);;) {
        size_t last = fit_from(&fit, start, first, &far);
        trace(&fit, start, last, ends);
        if (last + 1 == fit.count)
            return;
        bool whole;
        size_t at = line_greedy_end(para, fit.nodes[last].at, room_of(&fit, last, first), &whole);
        *list_push(para->arena, ends) = at;
        at = line_skip_spaces(para, at);
        if (whole || at >= to)
            return;
        start = begin_at(&fit, last, at, far);
    }
}
