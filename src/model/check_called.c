/* Figures typed right behind the name of an entry (公用经费405.61万元, 得分98分): none of the entries of that name has
 * that figure. Comes in: blocks of the document and the template's words that may stand before and behind a name.
 * Only a name that fills its clause counts, and only where no other year and no parts are spoken of: what is said of
 * something else is not to be compared. */
#include "base/map.h"
#include "model/check_private.h"

#include <string.h>

enum {
    SHORTEST = 2,        /* characters of a name */
    SHORTEST_AMOUNT = 4, /* 支出, 收入 are said of much */
    LONGEST = 40,
    MOST_ENTRIES = 64, /* more of one name: any figure may be right */
    FARTHEST = 600,    /* bytes of a sentence before a figure that are looked at */
    MOST_WRONG = 500,  /* figures that differ: more are no report */
    MOST_NAMES = 4     /* 其中全年公用经费, 全年公用经费, 公用经费 */
};

/* The entries that have one name. */
struct called {
    LIST_OF(const struct fact *) facts;
};

/* A typed number with the names that may be meant. */
struct hit {
    const struct paragraph *p;
    size_t from, number, behind; /* bytes: of the clause, the number, what follows it */
    const struct num *num;
    struct called *names[MOST_NAMES];
    size_t count;
    const struct called *wrong; /* whose entries all differ: */
    LIST_OF(const struct fact *) differ;
};

struct called_words {
    struct text_names before, behind, earlier, about;
    const char *year;
};

struct hits {
    struct map *called; /* name → struct called * */
    struct called_words words;
    LIST_OF(struct hit) list;
    size_t wrong;
};

static struct text_names words_of(struct check *c, const char *list, const char *year)
{
    const struct ini_section *section = ini_section(template_ini(c->arena, c->diag, c->template, "lint.ini"), list);
    struct text_names words = {0};
    for (size_t i = 0; section && i < section->keys.count; i++) {
        const char *value = section->keys.items[i].value;
        struct text_names more = text_words(c->arena, value, strlen(value));
        for (size_t k = 0; k < more.count; k++)
            *list_push(c->arena, &words) =
                more.items[k][0] == 'N' ? arena_printf(c->arena, "%s%s", year, more.items[k] + 1) : more.items[k];
    }
    return words;
}

static size_t longest_start(const struct text_names *words, const char *s)
{
    size_t longest = 0;
    for (size_t i = 0; i < words->count; i++)
        if (words->items[i][0] == s[0] && text_starts(s, words->items[i]) && strlen(words->items[i]) > longest)
            longest = strlen(words->items[i]);
    return longest;
}

static size_t longest_end(const struct text_names *words, const char *text, size_t n)
{
    size_t longest = 0;
    for (size_t i = 0; i < words->count; i++) {
        size_t m = strlen(words->items[i]);
        if (m > longest && m <= n && !memcmp(text + n - m, words->items[i], m))
            longest = m;
    }
    return longest;
}

/* The character at `at` ends a sentence, or (sentence false) at least a clause; the number of a list does, too. */
static bool is_stop(const char *text, size_t at, bool sentence)
{
    static const char stops[] = "，；：、（）()“”《》,;";
    const char *next = text + at;
    uint32_t ch = utf8_next(&next);
    if (ch == 0x3002 || ch == '\n') /* 。 */
        return true;
    if (ch == '.' && !sentence) /* 1.公用经费 */
        return at && text_is_digit((unsigned char)text[at - 1]) && (unsigned char)*next >= 0x80;
    for (const char *stop = stops; !sentence && !text_is_han(ch) && *stop;)
        if (utf8_next(&stop) == ch)
            return true;
    return false;
}

/* Where the sentence or clause begins that ends before `end`; FARTHEST bytes are looked at. */
static size_t start_of(const char *text, size_t end, bool sentence)
{
    size_t least = end > FARTHEST ? end - FARTHEST : 0;
    while (end > least) {
        size_t at = end - 1;
        while (at > least && ((unsigned char)text[at] & 0xC0) == 0x80)
            at--;
        if (((unsigned char)text[at] & 0xC0) == 0x80 || is_stop(text, at, sentence))
            break;
        end = at;
    }
    return end;
}

/* True if the sentence speaks of another year before the figure. */
static bool other_year(const struct called_words *words, const struct hit *hit)
{
    const char *to = hit->p->text + hit->number, *from = hit->p->text + start_of(hit->p->text, hit->number, true);
    for (const char *s = from; s < to; s++) {
        size_t digits = 0;
        while (s + digits < to && text_is_digit((unsigned char)s[digits]))
            digits++;
        if (digits == 4 && strncmp(s, words->year, digits))
            return true;
        size_t word = longest_start(&words->earlier, s);
        if (word && s + word <= to)
            return true;
        s += digits ? digits - 1 : 0;
    }
    return false;
}

static void add_name(struct check *c, struct hits *hits, struct hit *hit, size_t from, size_t to)
{
    const char *name = text_trimmed(c->arena, hit->p->text + from, hit->p->text + to);
    size_t n = utf8_count(name);
    if (n < SHORTEST || n > LONGEST || hit->count == MOST_NAMES)
        return;
    struct called *called = map_get(hits->called, name);
    if (!called) {
        called = arena_alloc(c->arena, sizeof *called);
        map_put(hits->called, name, called);
    }
    hit->names[hit->count++] = called;
}

/* A number: what may be its name stands before it. */
static void add_hit(struct check *c, struct hits *hits, struct hit hit)
{
    const char *text = hit.p->text;
    size_t end = hit.number;
    for (size_t n = 1; n;) {
        n = longest_end(&hits->words.behind, text, end);
        end -= n;
    }
    if (!check_typed_at(hit.p, hit.number) || longest_start(&hits->words.about, text + hit.behind))
        return;
    hit.from = start_of(text, end, false);
    for (size_t from = hit.from, n = 1; n && from < end; from += n) {
        add_name(c, hits, &hit, from, end);
        n = longest_start(&hits->words.before, text + from);
    }
    if (hit.count)
        *list_push(c->arena, &hits->list) = hit;
}

static void find_hits(struct check *c, struct hits *hits, const struct paragraph *p)
{
    for (const char *s = p->text; *s;) {
        const char *number = s, *next = s;
        const struct num *num = NULL;
        if (!text_is_digit(text_narrow(utf8_next(&next))) || num_scan(c->arena, &s, &num, NULL) != NUM_OK) {
            s = next;
            continue;
        }
        add_hit(
            c, hits,
            (struct hit){.p = p, .number = (size_t)(number - p->text), .behind = (size_t)(s - p->text), .num = num});
    }
}

/* -- entries -- */

static void enter(struct check *c, const struct hits *hits, const char *name, const struct fact *fact)
{
    struct called *called = map_get(hits->called, name);
    bool amount = fact->field->kind == FACT_AMOUNT;
    if (called && (!amount || utf8_count(name) >= SHORTEST_AMOUNT) && called->facts.count <= MOST_ENTRIES &&
        (!called->facts.count || called->facts.items[called->facts.count - 1] != fact))
        *list_push(c->arena, &called->facts) = fact;
}

static void enter_all(struct check *c, const struct hits *hits, const struct facts *facts)
{
    const struct fact_list *all = facts_all(facts);
    for (size_t i = 0; i < all->count; i++) {
        const struct fact *fact = all->items[i];
        const char *last = strrchr(fact->name, '.');
        if (!fact->num || fact_blank(fact))
            continue;
        enter(c, hits, fact->field->label, fact);
        enter(c, hits, last ? last + 1 : fact->name, fact);
        if (fact->row && fact->row->table->key >= 0)
            enter(c, hits, fact->row->name, fact);
        struct ini_cells cells = {0};
        if (fact->field->aliases)
            cells = ini_cells(c->arena, fact->field->aliases, fact->field->at);
        for (size_t k = 0; k < cells.count; k++)
            enter(c, hits, cells.items[k].text, fact);
    }
}

/* -- judging -- */

/* Bytes of the fact's unit behind the number, and the number in it; 0 if it is another kind of number: 人次 is no 人. */
static size_t unit_of(struct check *c, const struct fact *fact, const struct hit *hit, const struct num **num)
{
    size_t unit;
    const char *behind = hit->p->text + hit->behind;
    *num = hit->num;
    if (!check_fits(c, fact, behind, num, &unit))
        return 0;
    const char *next = behind + unit;
    return fact->field->kind == FACT_COUNT && text_is_han(utf8_next(&next)) ? 0 : unit;
}

/* Equal to a fact or to the sum of neighbouring rows: 产出指标得分 is that of its rows. One without a unit may be. */
static bool is_of(struct check *c, const struct called *called, size_t first, const struct hit *hit)
{
    const struct fact *fact = called->facts.items[first];
    const struct num *num = hit->num, *sum = NULL;
    size_t unit;
    if (!check_fits(c, fact, hit->p->text + hit->behind, &num, &unit))
        return false;
    if (check_agrees(c, fact, num))
        return true;
    for (size_t i = first; i < called->facts.count && fact->row; i++) {
        const struct fact *next = called->facts.items[i];
        if (!next->row || next->row->table != fact->row->table)
            break;
        sum = sum ? num_add(c->arena, sum, next->num) : next->num;
        if (sum && !num_cmp(sum, num))
            return true;
    }
    return false;
}

/* True for a row's or a single entry's name; one of a column is that of many, and a record's that of every record. */
static bool names_one(const struct check *c, const struct fact *fact, const struct called *called,
                      const struct hits *hits)
{
    if (fact->home != c->facts || (fact->state == FACT_TYPED && check_set_by_template(c, &fact->at)))
        return false;
    return !fact->row || (fact->row->table->key >= 0 && map_get(hits->called, fact->row->name) == called);
}

/* True if the entries of that name all differ; they are then the hit's. */
static bool differs(struct check *c, const struct hits *hits, const struct called *called, struct hit *hit)
{
    const struct num *num;
    for (size_t i = 0; i < called->facts.count; i++) {
        const struct fact *fact = called->facts.items[i];
        if (called->facts.count > MOST_ENTRIES || is_of(c, called, i, hit))
            return false;
        bool again = hit->differ.count && !num_cmp(hit->differ.items[hit->differ.count - 1]->num, fact->num);
        if (!again && names_one(c, fact, called, hits) && unit_of(c, fact, hit, &num))
            *list_push(c->arena, &hit->differ) = fact;
    }
    return hit->differ.count > 0;
}

/* Some entry has this amount or percentage, whatever it is called. */
static bool elsewhere(struct check *c, const struct hit *hit)
{
    const struct fact_list *all = facts_all(c->facts);
    const struct num *num;
    for (size_t i = 0; i < all->count; i++) {
        const struct fact *fact = all->items[i];
        bool told = fact->field->kind == FACT_AMOUNT || fact->field->kind == FACT_PERCENT;
        if (told && fact->num && unit_of(c, fact, hit, &num) && check_agrees(c, fact, num))
            return true;
    }
    return false;
}

static void judge(struct check *c, struct hits *hits, struct hit *hit)
{
    for (size_t i = 0; i < hit->count && hits->wrong < MOST_WRONG; i++) {
        const struct called *called = hit->names[i];
        if (differs(c, hits, called, hit)) {
            hits->wrong++;
            hit->wrong = other_year(&hits->words, hit) || elsewhere(c, hit) ? NULL : called;
        }
        if (called->facts.count)
            return;
    }
}

/* 机关：在职人数10人；二级单位：在职人数6人: the parts of one entry, which others judge. */
static bool one_of_parts(const struct hits *hits, const struct hit *hit)
{
    for (size_t i = 0; i < hits->list.count; i++) {
        const struct hit *other = &hits->list.items[i];
        if (other != hit && other->p == hit->p && other->wrong == hit->wrong)
            return true;
    }
    return false;
}

void check_called(struct check *c)
{
    if (!c->doc || !check_on(c, DIAG_ALIAS_DIFFERS))
        return;
    const struct fact *year = facts_find(c->facts, "报告.年度");
    struct hits hits = {.called = map_new(c->arena)};
    hits.words.year = year && year->num ? num_text(c->arena, year->num, 0, 0, false) : "";
    hits.words.before = words_of(c, "词表 名称之前", hits.words.year);
    hits.words.behind = words_of(c, "词表 名称之后", hits.words.year);
    hits.words.earlier = words_of(c, "词表 往年", hits.words.year);
    hits.words.about = words_of(c, "词表 约数", hits.words.year);
    for (size_t i = 0; i < c->doc->blocks.count; i++)
        if (c->doc->blocks.items[i].runs.count)
            find_hits(c, &hits, check_paragraph(c, &c->doc->blocks.items[i]));
    enter_all(c, &hits, c->facts);
    if (facts_previous(c->facts))
        enter_all(c, &hits, facts_previous(c->facts));
    for (size_t i = 0; i < hits.list.count; i++)
        judge(c, &hits, &hits.list.items[i]);
    for (size_t i = 0; i < hits.list.count; i++) {
        const struct hit *hit = &hits.list.items[i];
        const struct num *num;
        if (hit->wrong && !one_of_parts(&hits, hit))
            check_differs(c, hit->p, hit->differ.items, hit->differ.count, hit->from, hit->number,
                          hit->behind + unit_of(c, hit->differ.items[0], hit, &num));
    }
}
