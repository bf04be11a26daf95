/* The narrative and the data: figures of the data that the narrative never mentions, and figures that it calls by
 * part of their name only. Comes in: blocks of the document. */
#include "model/check_private.h"

#include <string.h>

/* -- figures of the narrative -- */

struct text_figures {
    struct map *known; /* number and, behind it, the word that follows it, cut after each character */
};

enum { LONGEST_UNIT = 6 }; /* characters */

/* "4", "4次", "4次/" … for a number and what stands behind it. */
static void add_number(struct check *c, struct map *known, const char *number, const char *behind)
{
    struct buf key = buf_in(c->arena);
    buf_add(&key, number);
    map_put(known, buf_text(&key), known);
    for (int i = 0; i < LONGEST_UNIT && *behind && !text_blank_at(behind); i++) {
        buf_putc(&key, utf8_next(&behind));
        map_put(known, buf_text(&key), known);
    }
}

static void add_text(struct check *c, struct map *known, const char *s)
{
    while (*s) {
        const char *next = s;
        const struct num *num = NULL;
        if (!text_is_digit(text_narrow(utf8_next(&next)))) {
            s = next;
        } else if (num_scan(c->arena, &s, &num, NULL) == NUM_OK) {
            add_number(c, known, num_text(c->arena, num, 0, 9, false), s);
        } else {
            while (text_is_digit(text_narrow(utf8_next(&s))))
                next = s;
            s = next;
        }
    }
}

static struct text_figures *collect(struct check *c)
{
    struct text_figures *figures = arena_alloc(c->arena, sizeof *figures);
    figures->known = map_new(c->arena);
    for (size_t i = 0; c->doc && i < c->doc->blocks.count; i++)
        add_text(c, figures->known, block_text(c->arena, &c->doc->blocks.items[i]));
    return figures;
}

bool text_has_figure(struct check *c, const struct fact *fact)
{
    if (!c->doc || fact_blank(fact) || !fact->num)
        return true;
    if (!c->text)
        c->text = collect(c);
    bool percent = fact->field->kind == FACT_PERCENT || !strcmp(fact->unit, "%");
    const struct num *num = percent ? num_shift(c->arena, fact->num, 2) : fact->num;
    const char *unit = percent ? "%" : fact->unit, *slash = strchr(unit, '/');
    int length = slash ? (int)(slash - unit) : (int)strlen(unit); /* 4次/年 is told as 4次 */
    const char *key = arena_printf(c->arena, "%s%.*s", num_text(c->arena, num, 0, 9, false), length, unit);
    return map_get(c->text->known, key) != NULL;
}

/* -- names -- */

enum { SHORTEST_NAME = 4 /* characters: 决算 is short for much, 专项资金 is a name */ };

/* True if a clause begins behind the n bytes of text. */
static bool clause_begins(const char *text, size_t n)
{
    static const char stops[] = "，。；：、（";
    for (const char *s = stops; *s;) {
        const char *stop = s;
        utf8_next(&s);
        size_t m = (size_t)(s - stop);
        if (!n || (n >= m && !memcmp(text + n - m, stop, m)))
            return true;
    }
    return false;
}

/* Bytes of name that the text before a figure leaves out: 专项资金 for 上级专项资金; 0 if it says all or something
 * else. */
static size_t left_out(const char *before, size_t n, const char *name)
{
    size_t whole = strlen(name);
    if (n >= whole && !memcmp(before + n - whole, name, whole))
        return 0;
    const char *rest = name;
    for (utf8_next(&rest); utf8_count(rest) >= SHORTEST_NAME; utf8_next(&rest)) {
        size_t m = strlen(rest);
        if (n >= m && !memcmp(before + n - m, rest, m))
            return clause_begins(before, n - m) ? (size_t)(rest - name) : 0;
    }
    return 0;
}

/* The text ends with one of the names by which people know the figure. */
static bool called_right(struct check *c, const char *before, size_t n, const struct fact *fact)
{
    const char *aliases = fact->field->aliases;
    struct ini_cells cells = {0};
    if (aliases)
        cells = ini_cells(c->arena, aliases, fact->field->at);
    for (size_t i = 0; i < cells.count; i++) {
        size_t m = strlen(cells.items[i].text);
        if (m && n >= m && !memcmp(before + n - m, cells.items[i].text, m))
            return true;
    }
    const char *own[] = {fact->field->label, strrchr(fact->name, '.')};
    for (int i = 0; i < 2; i++) {
        const char *name = own[i] && *own[i] == '.' ? own[i] + 1 : own[i];
        size_t m = name ? strlen(name) : 0;
        if (m && n >= m && !memcmp(before + n - m, name, m))
            return true;
    }
    return false;
}

static struct pos place_at(const struct run *run, const char *from)
{
    struct pos at = run->at;
    for (const char *s = run->text; at.column > 0 && s < from; utf8_next(&s))
        at.column++;
    return at;
}

static void check_label(struct check *c, const struct run *before, const struct fact *fact)
{
    const char *last = strrchr(fact->name, '.'), *name = last && !fact->row ? last + 1 : fact->field->label;
    size_t n = strlen(before->text);
    if (before->fact || called_right(c, before->text, n, fact))
        return;
    size_t skipped = left_out(before->text, n, name);
    if (!skipped)
        return;
    const char *said = name + skipped;
    struct finding *finding = check_say(c, DIAG_LABEL_DIFFERS, place_at(before, before->text + n - strlen(said)),
                                        fact->name, arena_printf(c->arena, "%s → %s", said, name));
    if (finding)
        diag_also(c->diag, finding, scope_place(c->facts, fact));
}

void check_labels(struct check *c)
{
    for (size_t i = 0; c->doc && i < c->doc->blocks.count; i++) {
        const struct block *block = &c->doc->blocks.items[i];
        for (size_t k = 1; k < block->runs.count; k++)
            if (block->runs.items[k].fact && block->runs.items[k].fact->name)
                check_label(c, &block->runs.items[k - 1], block->runs.items[k].fact);
    }
}

/* -- figures typed that are the data's -- */

enum { FEWEST_DIGITS = 3 /* shorter figures meet one of the data by chance */ };

/* From the first to the last that is not 0: 1000 has one. */
size_t text_digits(const char *number)
{
    size_t n = 0, last = 0;
    for (; *number; number++) {
        n += text_is_digit((unsigned char)*number) && (n || *number != '0');
        last = *number >= '1' && *number <= '9' ? n : last;
    }
    return last;
}

/* "9835%", "4051600元": figure and unit in one form, for amounts and percentages; NULL for others. */
static const char *figure_key(struct check *c, const struct num *num, const char *unit)
{
    int power = 0;
    if ((*unit != '%' && !amount_unit(unit, &power)) ||
        text_digits(num_text(c->arena, num, 0, 9, false)) < FEWEST_DIGITS)
        return NULL;
    const char *text = num_text(c->arena, num_shift(c->arena, num, power), 0, 9, false);
    return arena_printf(c->arena, "%s%s", text, *unit == '%' ? "%" : "元");
}

/* The data's amounts and percentages: key → the first fact of that figure. */
static struct map *data_figures(struct check *c)
{
    struct map *known = map_new(c->arena);
    const struct fact_list *all = facts_all(c->facts);
    for (size_t i = 0; i < all->count; i++) {
        const struct fact *fact = all->items[i];
        bool percent = fact->field->kind == FACT_PERCENT;
        if (!fact->num || fact_false(fact) || facts_parent(fact->home) ||
            !(percent || fact->field->kind == FACT_AMOUNT))
            continue;
        const struct num *num = num_round(c->arena, fact->num, fact->field->most + (percent ? 2 : 0));
        const char *key = figure_key(c, percent ? num_shift(c->arena, num, 2) : num, percent ? "%" : fact->unit);
        if (key && !map_get(known, key))
            map_put(known, key, (void *)fact);
    }
    return known;
}

const char *check_place_key(struct check *c, struct pos at)
{
    return arena_printf(c->arena, "%s:%d:%d", at.file ? at.file : "", at.line, at.column);
}

static void judge_typed(struct check *c, const struct map *known, const struct run *run)
{
    for (const char *s = run->text; *s;) {
        const char *from = s, *next = s;
        const struct num *num = NULL;
        if (!text_is_digit(text_narrow(utf8_next(&next))) || num_scan(c->arena, &s, &num, NULL) != NUM_OK) {
            s = next;
            continue;
        }
        const char *key = figure_key(c, num, s);
        const struct fact *fact = key ? map_get(known, key) : NULL;
        if (!fact || map_get(c->tied, check_place_key(c, place_at(run, from))))
            continue;
        const char *figures = arena_printf(c->arena, "%s → {{%s}}", fact_print(c->arena, fact, FORM_UNIT), fact->name);
        diag_also(c->diag, check_say(c, DIAG_FIGURE_TYPED, place_at(run, from), fact->name, figures),
                  scope_place(c->facts, fact));
    }
}

void check_typed(struct check *c)
{
    if (!c->doc || !check_on(c, DIAG_FIGURE_TYPED))
        return;
    struct map *known = data_figures(c);
    for (size_t i = 0; i < c->doc->blocks.count; i++)
        for (size_t k = 0; k < c->doc->blocks.items[i].runs.count; k++)
            if (!c->doc->blocks.items[i].runs.items[k].fact)
                judge_typed(c, known, &c->doc->blocks.items[i].runs.items[k]);
}
