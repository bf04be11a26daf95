/* Figures typed in the narrative: a number that follows a name of [别名] within one clause is compared with the fact of
 * that name. Comes in: blocks of the document; only what was typed counts, never what a placeholder printed. */
#include "model/check_private.h"

#include <string.h>

struct alias {
    const char *name;
    const struct fact *fact;
};

struct aliases {
    LIST_OF(struct alias) list;
};

static void add_names(struct check *c, struct aliases *aliases, const char *names, struct pos at,
                      const struct fact *fact)
{
    struct ini_cells cells = ini_cells(c->arena, names, at);
    for (size_t i = 0; i < cells.count; i++)
        if (*cells.items[i].text)
            *list_push(c->arena, &aliases->list) = (struct alias){cells.items[i].text, fact};
}

/* [别名] of the report. What fields.ini calls 别名 is a name like the entry's own: check_called.c's. */
static struct aliases collect(struct check *c)
{
    struct aliases aliases = {0};
    const struct ini_section *section = ini_section(c->report, "别名");
    for (size_t i = 0; section && i < section->keys.count; i++) {
        const struct ini_key *key = &section->keys.items[i];
        const struct fact *fact = facts_find(c->facts, key->name);
        if (fact)
            add_names(c, &aliases, key->value, key->value_at, fact);
        else
            diag_add(c->diag, DIAG_INI_UNKNOWN_KEY, key->at, "%s", key->name)->near =
                text_nearest(key->name, facts_names(c->facts));
    }
    return aliases;
}

/* -- text -- */

const struct paragraph *check_paragraph(struct check *c, const struct block *block)
{
    struct paragraph *p = arena_alloc(c->arena, sizeof *p);
    struct buf text = buf_in(c->arena);
    p->block = block;
    p->starts = arena_alloc(c->arena, (block->runs.count + 1) * sizeof *p->starts);
    for (size_t i = 0; i < block->runs.count; i++) {
        p->starts[i] = text.n;
        buf_add(&text, block->runs.items[i].text);
    }
    p->starts[block->runs.count] = text.n;
    p->text = buf_text(&text);
    return p;
}

static const struct run *run_at(const struct paragraph *p, size_t byte, size_t *start)
{
    size_t low = 0, high = p->block->runs.count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (p->starts[middle] <= byte)
            low = middle;
        else
            high = middle;
    }
    *start = p->starts[low];
    return &p->block->runs.items[low];
}

bool check_typed_at(const struct paragraph *p, size_t byte)
{
    size_t start;
    return !run_at(p, byte, &start)->fact;
}

static struct pos place_at(const struct paragraph *p, size_t byte)
{
    size_t start;
    const struct run *run = run_at(p, byte, &start);
    struct pos at = run->at;
    for (size_t i = start; at.column > 0 && i < byte; i++)
        at.column += ((unsigned char)p->text[i + 1] & 0xC0) != 0x80;
    return at;
}

/* The end of the clause that runs on at `byte`. */
static size_t clause_end(const char *text, size_t byte)
{
    const char *s = text + byte;
    while (*s) {
        const char *here = s;
        uint32_t ch = utf8_next(&s);
        static const char stops[] = "，。；：、！？（）()[]〔〕【】《》“”;";
        for (const char *stop = stops; *stop;)
            if (utf8_next(&stop) == ch)
                return (size_t)(here - text);
    }
    return (size_t)(s - text);
}

/* -- comparing -- */

bool check_fits(struct check *c, const struct fact *fact, const char *behind, const struct num **num, size_t *unit)
{
    const char *own = fact->field->kind == FACT_PERCENT ? "%" : fact->unit;
    *unit = 0;
    if (!strcmp(own, "%")) {
        *unit = *behind == '%' ? 1 : text_starts(behind, "％") ? strlen("％") : 0;
        *num = num_shift(c->arena, *num, -2);
        return *unit > 0;
    }
    int from, to = amount_power(own);
    if (fact->field->kind == FACT_AMOUNT && (*unit = amount_unit(behind, &from)) > 0) {
        *num = num_shift(c->arena, *num, to < 0 ? 0 : from - to);
        return true;
    }
    *unit = strlen(own);
    return text_starts(behind, own) && *behind != '%';
}

bool check_agrees(struct check *c, const struct fact *fact, const struct num *num)
{
    if (!num_cmp(fact->num, num))
        return true;
    int places = fact->field->kind == FACT_PERCENT ? fact->field->most + 2 : fact->field->most;
    return fact->field->kind != FACT_INDICATOR && !num_cmp(num_round(c->arena, fact->num, places), num);
}

void check_differs(struct check *c, const struct paragraph *p, const struct fact *const *facts, size_t count,
                   size_t from, size_t number, size_t to)
{
    enum { SHOWN = 3 };
    const char *key = check_place_key(c, place_at(p, number));
    if (map_get(c->differing, key))
        return;
    map_put(c->differing, key, c);
    struct buf figures = buf_in(c->arena);
    buf_addn(&figures, p->text + from, to - from);
    for (size_t i = 0; i < count && i < SHOWN; i++)
        buf_printf(&figures, "%s%s", i ? "、" : " ≠ ", fact_print(c->arena, facts[i], FORM_UNIT));
    buf_add(&figures, count > SHOWN ? " …" : "");
    struct finding *finding = check_say(c, DIAG_ALIAS_DIFFERS, place_at(p, from), facts[0]->name, buf_text(&figures));
    for (size_t i = 0; finding && i < count && i < SHOWN; i++)
        diag_also(c->diag, finding, scope_place(c->facts, facts[i]));
}

/* The first number of the clause that could be the fact's. */
static void compare(struct check *c, const struct paragraph *p, const struct fact *fact, size_t from, size_t behind)
{
    size_t end = clause_end(p->text, behind);
    for (const char *s = p->text + behind; s < p->text + end;) {
        const char *number = s, *next = s;
        if (!text_is_digit(text_narrow(utf8_next(&next)))) {
            s = next;
            continue;
        }
        const struct num *num = NULL;
        size_t unit;
        enum num_scan scan = num_scan(c->arena, &s, &num, NULL);
        if (scan != NUM_OK)
            s = s > number ? s : next;
        if (scan != NUM_OK || !check_fits(c, fact, s, &num, &unit))
            continue;
        map_put(c->tied, check_place_key(c, place_at(p, (size_t)(number - p->text))), c);
        if (check_typed_at(p, (size_t)(number - p->text)) && !check_agrees(c, fact, num))
            check_differs(c, p, &fact, 1, from, (size_t)(number - p->text), (size_t)(s - p->text) + unit);
        return;
    }
}

/* True if another name that ends here says more: 群众满意率 is not 满意率. */
static bool part_of_longer(const struct aliases *aliases, const struct alias *alias, const char *text, size_t end)
{
    size_t n = strlen(alias->name);
    for (size_t i = 0; i < aliases->list.count; i++) {
        const char *other = aliases->list.items[i].name;
        size_t m = strlen(other);
        if (m > n && m <= end && !memcmp(text + end - m, other, m))
            return true;
    }
    return false;
}

static void search(struct check *c, const struct aliases *aliases, const struct block *block)
{
    const struct paragraph *p = check_paragraph(c, block);
    for (size_t i = 0; block->runs.count && i < aliases->list.count; i++) {
        const struct alias *alias = &aliases->list.items[i];
        if (!alias->fact->num)
            continue;
        for (const char *s = p->text; (s = strstr(s, alias->name)); s += strlen(alias->name)) {
            size_t from = (size_t)(s - p->text), behind = from + strlen(alias->name);
            if (check_typed_at(p, from) && !part_of_longer(aliases, alias, p->text, behind))
                compare(c, p, alias->fact, from, behind);
        }
    }
}

void check_aliases(struct check *c)
{
    struct aliases aliases = collect(c);
    for (size_t i = 0; c->doc && aliases.list.count && i < c->doc->blocks.count; i++)
        search(c, &aliases, &c->doc->blocks.items[i]);
}
