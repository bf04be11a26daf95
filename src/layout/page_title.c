/* Titles: broken by meaning into balanced lines (7.3.1: 回行 词意完整、排列对称、长短适宜, 梯形或菱形). In: the title's
 * runs; the template's words that are not split, words a line may well end with, words that stay with what precedes.
 * Out: lines, the first not shorter than the last. Typed breaks are the author's. Holds no wording itself. */
#include "layout/line_private.h"
#include "layout/page_private.h"

#include <string.h>

enum {
    TITLE_LINES = 8, /* a longer title is no title: it is not balanced */
    TITLE_CHARACTERS = 200,
    COST_BEST = 0,       /* behind 年度, 关于, a mark, a space */
    COST_BORDER = 150,   /* between two known words */
    COST_UNKNOWN = 600,  /* it may be the inside of a word */
    COST_INSIDE = 20000, /* it is */
    COST_NONE = 1000000000,
    SQUEEZE_CELLS = 2 /* characters that a line may be too long */
};

struct title {
    struct para para;
    int at[TITLE_CHARACTERS + 1];       /* cost of a line that begins here */
    int64_t left[TITLE_CHARACTERS + 1]; /* width of all before */
    bool inside[TITLE_CHARACTERS + 1];  /* of a word */
    bool border[TITLE_CHARACTERS + 1];  /* a word begins or ends here */
    mpt room, size;
};

/* Length of the word at g[i], 0 if it is another one. */
static size_t word_at(const struct para *para, size_t i, const char *word)
{
    size_t k = i;
    while (*word && k < para->n && utf8_next(&word) == para->g[k].c)
        k++;
    return *word || k == i ? 0 : k - i;
}

/* Borders of the known words; a longer word hides those inside it. */
static void find_words(struct title *t, const struct text_names *words)
{
    size_t n = t->para.n < TITLE_CHARACTERS ? t->para.n : TITLE_CHARACTERS;
    for (size_t i = 0; i < n;) {
        size_t longest = 0;
        for (size_t w = 0; w < words->count; w++) {
            size_t length = word_at(&t->para, i, words->items[w]);
            longest = length > longest ? length : longest;
        }
        for (size_t k = i + 1; k < i + longest && k < n; k++)
            t->inside[k] = true;
        t->border[i] |= longest > 0;
        t->border[i + longest < n ? i + longest : n] |= longest > 0;
        i += longest ? longest : 1;
    }
}

static bool any_at(const struct title *t, size_t i, const struct text_names *words, bool before)
{
    for (size_t w = 0; w < words->count; w++) {
        size_t length = utf8_count(words->items[w]);
        if (!before && word_at(&t->para, i, words->items[w]))
            return true;
        if (before && length <= i && word_at(&t->para, i - length, words->items[w]))
            return true;
    }
    return false;
}

static void rate_places(struct title *t, const struct page_model *model)
{
    const struct para *para = &t->para;
    find_words(t, &model->title_words);
    find_words(t, &model->title_ends);
    for (size_t i = 0; i < para->n; i++) {
        const struct glyph *g = &para->g[i];
        t->left[i + 1] = t->left[i] + g->advance;
        enum line_class before = i ? (enum line_class)g[-1].class : CL_HAN;
        bool mark = before == CL_SPACE || before == CL_COMMA || before == CL_STOP || before == CL_CLOSE;
        if (g->level != BREAK_OK)
            t->at[i] = COST_NONE;
        else if (t->inside[i] || any_at(t, i, &model->title_tails, false))
            t->at[i] = COST_INSIDE;
        else if (mark || any_at(t, i, &model->title_ends, true) || any_at(t, i, &model->title_tails, true))
            t->at[i] = COST_BEST;
        else
            t->at[i] = t->border[i] ? COST_BORDER : COST_UNKNOWN;
    }
}

static int64_t width_of(const struct title *t, size_t from, size_t to)
{
    while (to > from && t->para.g[to - 1].class == CL_SPACE)
        to--;
    return t->left[to] - t->left[from];
}

/* How far a line is from the mean, in squared tenths of a character. */
static int64_t uneven(const struct title *t, int64_t width, int64_t mean)
{
    int64_t tenths = (width - mean) * 10 / t->size;
    return tenths * tenths / 4;
}

struct table {
    int64_t cost[TITLE_LINES][TITLE_CHARACTERS + 1];
    uint16_t from[TITLE_LINES][TITLE_CHARACTERS + 1];
};

/* The best `count` lines whose first ends at `first`; their cost. */
static int64_t best_with(const struct title *t, struct table *table, size_t first, int count)
{
    size_t n = t->para.n;
    int64_t mean = t->left[n] / count, head = width_of(t, 0, first);
    for (int k = 0; k < count; k++)
        for (size_t i = 0; i <= n; i++)
            table->cost[k][i] = COST_NONE;
    if (head > t->room || t->at[first] >= COST_NONE)
        return COST_NONE;
    table->cost[0][first] = uneven(t, head, mean) + t->at[first];
    for (int k = 1; k < count; k++)
        for (size_t i = first; i < n; i++) {
            if (table->cost[k - 1][i] >= COST_NONE)
                continue;
            for (size_t e = k + 1 == count ? n : i + 1; e <= n; e++) {
                int64_t width = width_of(t, i, e);
                if (width > t->room || (k + 1 == count && width > head))
                    break;
                int64_t cost = table->cost[k - 1][i] + uneven(t, width, mean) + (e < n ? t->at[e] : 0);
                if ((e < n && t->at[e] >= COST_NONE) || cost >= table->cost[k][e])
                    continue;
                table->cost[k][e] = cost;
                table->from[k][e] = (uint16_t)i;
            }
        }
    return table->cost[count - 1][n];
}

/* Where the lines behind the first begin; false: no places are right. */
static bool choose_ends(const struct title *t, struct table *table, int count, size_t *ends)
{
    int64_t least = COST_NONE;
    for (size_t first = 1; first < t->para.n; first++) {
        int64_t cost = best_with(t, table, first, count);
        if (cost >= least)
            continue;
        least = cost;
        size_t at = t->para.n;
        for (int k = count - 1; k > 0; k--)
            ends[k - 1] = at = table->from[k][at];
    }
    return least < COST_NONE;
}

static bool has_newline(const struct line_run *runs, size_t nrun)
{
    for (size_t i = 0; i < nrun; i++)
        if (strchr(runs[i].text, '\n'))
            return true;
    return false;
}

struct lines page_title_lines(struct setter *s, const struct line_run *runs, size_t nrun, enum element element,
                              mpt measure)
{
    struct line_spec spec = {.measure = measure, .align = s->model->styles[element].align};
    struct lines lines = {0}, balanced = {0};
    bool typed = has_newline(runs, nrun);
    spec.tighten = typed && nrun ? SQUEEZE_CELLS * runs[0].size : 0; /* rather than breaking the author's lines again */
    line_break(s->arena, s->metrics, runs, nrun, &spec, &lines);
    if (lines.count < 2 || lines.count > TITLE_LINES || typed || spec.align != ALIGN_CENTER)
        return lines;
    struct title *t = arena_alloc(s->arena, sizeof *t);
    struct table *table = arena_alloc(s->arena, sizeof *table);
    struct glyph few[TITLE_CHARACTERS];
    t->room = measure;
    t->size = runs[0].size;
    t->para = line_para(s->arena, s->metrics, runs, nrun, &spec, few, TITLE_CHARACTERS);
    if (t->para.n > TITLE_CHARACTERS)
        return lines;
    rate_places(t, s->model);
    size_t ends[TITLE_LINES];
    int count = (int)lines.count;
    if (!choose_ends(t, table, count, ends)) /* a line more rather than a first line shorter than the last */
        if (++count > TITLE_LINES || !choose_ends(t, table, count, ends))
            return lines;
    spec.ends = ends;
    spec.nend = (size_t)count - 1;
    line_break(s->arena, s->metrics, runs, nrun, &spec, &balanced);
    return balanced;
}
