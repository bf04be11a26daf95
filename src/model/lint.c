/* Text checks: which checks run on which texts, at which level. In come document, texts of report.ini and the
 * template's lists; out go findings and corrections. Knows no word of any list. */
#include "model/lint_private.h"

#include <string.h>

static const struct {
    enum diag_code code;
    void (*check)(struct lint *l, const struct lint_text *t);
    bool values; /* of report.ini too */
} checks[] = {
    {DIAG_LINT_DOUBLED, lint_doubled, true},
    {DIAG_LINT_DOUBLED_MARK, lint_doubled_marks, true},
    {DIAG_LINT_REPEATED, lint_repeated, true},
    {DIAG_LINT_HALF_WIDTH, lint_half_width, true},
    {DIAG_LINT_DOCUMENT_NUMBER, lint_document_numbers, true},
    {DIAG_LINT_NESTED_TITLE, lint_nested_titles, true},
    {DIAG_LINT_LISTING_MARK, lint_listing_marks, true},
    {DIAG_LINT_UNBALANCED, lint_unbalanced, true},
    {DIAG_LINT_MISUSED, lint_misused, true},
    {DIAG_LINT_NO_UNIT, lint_no_unit, true},
    {DIAG_LINT_SPACE, lint_spaces, true},
    {DIAG_LINT_ARTEFACT, lint_artefacts, true},
    {DIAG_LINT_FULL_WIDTH, lint_full_width, true},
    {DIAG_LINT_MIXED_MONEY, lint_mixed_money, true},
    {DIAG_LINT_PROMPT, lint_prompts, true},
    {DIAG_LINT_ORDER, lint_order, false},
    {DIAG_LINT_INNER_NUMBER, lint_inner_numbers, false},
    {DIAG_LINT_SUM, lint_sums, true},
    {DIAG_LINT_COUNT, lint_counts, true},
    {DIAG_LINT_LAST_YEAR, lint_last_year, true},
    {DIAG_LINT_PERSONAL, lint_personal, true},
};
enum { CHECKS = sizeof checks / sizeof *checks };

/* -- findings -- */

bool lint_on(const struct lint *l, enum diag_code code)
{
    return text_level(l->levels, code, NULL);
}

/* True if the text of a value stands here: it is checked where it was written. */
static bool quoted(const struct lint_text *t, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        const struct fact *fact = lint_fact(t, i);
        if (fact == NULL || fact->field->kind != FACT_TEXT)
            return false;
    }
    return from < to;
}

/* True within {名称}: a name, not Chinese text. What is wrong with it is said elsewhere. */
static bool in_braces(const struct lint_text *t, size_t i)
{
    enum { LONGEST = 60 };
    for (size_t k = i; k-- > 0 && i - k < LONGEST && t->c[k] != '\n';)
        if (text_narrow(t->c[k]) == '{' || text_narrow(t->c[k]) == '}')
            return text_narrow(t->c[k]) == '{';
    return false;
}

static const char *one_line(struct arena *arena, const char *text)
{
    char *copy = arena_strdup(arena, text);
    for (char *s = copy; *s != '\0'; s++)
        *s = *s == '\n' || *s == '=' ? ' ' : *s;
    return copy;
}

struct finding *lint_say(struct lint *l, const struct lint_text *t, enum diag_code code, size_t place,
                         const char *written, const char *right)
{
    struct finding *finding = right == NULL ? diag_add(l->diag, code, lint_place(t, place), "%s", written)
                                            : diag_add(l->diag, code, lint_place(t, place), "%s → %s", written, right);
    text_level(l->levels, code, &finding->level);
    if (finding->level == DIAG_EXPLAIN)
        finding->answer = arena_printf(l->arena, "%s 「%s」 = ", diag_code_id(code), one_line(l->arena, written));
    return finding;
}

void lint_report_at(struct lint *l, const struct lint_text *t, enum diag_code code, size_t place, size_t from,
                    size_t to, const char *right)
{
    if (lint_on(l, code) && !quoted(t, from, to) && !in_braces(t, place))
        lint_say(l, t, code, place, lint_slice(l->arena, t, from, to), right);
}

void lint_report(struct lint *l, const struct lint_text *t, enum diag_code code, size_t from, size_t to,
                 const char *right)
{
    lint_report_at(l, t, code, from, from, to, right);
}

void lint_edit(struct lint *l, const struct lint_text *t, size_t from, size_t to, const char *right)
{
    for (size_t i = from; i < to; i++)
        if (lint_fact(t, i) != NULL || text_is_digit(t->c[i]) || in_braces(t, i))
            return;
    *list_push(l->arena, &l->edits) = (struct lint_edit){lint_place(t, from), lint_slice(l->arena, t, from, to), right};
}

/* -- settings -- */

/* What stands behind the bar of a value. */
static const char *behind_bar(const struct ini_key *key)
{
    const char *bar = strchr(key->value, '|');
    return bar == NULL ? "" : bar + 1;
}

static void read_misused(struct lint *l, const struct ini_key *key)
{
    struct text_names right = text_words(l->arena, key->value, strcspn(key->value, "|"));
    const char *next = behind_bar(key);
    if (right.count != 1) {
        diag_add(l->diag, DIAG_TEMPLATE_VALUE, key->value_at, "%s = %s", key->name, key->value);
        return;
    }
    struct misused *misused = arena_alloc(l->arena, sizeof *misused);
    *misused = (struct misused){right.items[0], text_words(l->arena, next, strlen(next))};
    map_put(l->misused, key->name, misused);
    lint_add_word(l, WORDS_MISUSED, key->name, strlen(key->name));
}

static void read_ordinals(struct lint *l, const struct ini_key *key)
{
    struct text_names words = text_words(l->arena, key->value, strlen(key->value));
    for (size_t i = 0; i < words.count; i++) {
        const char *numeral = strchr(words.items[i], 'N');
        if (numeral == NULL || numeral[1] == '\0')
            diag_add(l->diag, DIAG_TEMPLATE_VALUE, key->value_at, "%s", words.items[i]);
        else
            *list_push(l->arena, &l->ordinals) = (struct ordinal){
                arena_strndup(l->arena, words.items[i], (size_t)(numeral - words.items[i])), numeral + 1};
    }
}

/* Names of the lists, then of what is none. */
static const char *list_names[WORDS_LISTS + 1] = {[WORDS_REDUPLICATED] = "叠字",
                                                  [WORDS_LEFT] = "跨词",
                                                  [WORDS_RIGHT] = "跨词",
                                                  [WORDS_REPEATED] = "叠词",
                                                  [WORDS_PROMPTS] = "提示语",
                                                  [WORDS_PROMPT_HEADS] = "提示标题",
                                                  [WORDS_ARTEFACTS] = "粘贴痕迹",
                                                  [WORDS_UNITS] = "单位",
                                                  [WORDS_COUNTERS] = "量词",
                                                  [WORDS_NO_PART] = "非组成",
                                                  [WORDS_PART] = "组成",
                                                  [WORDS_TITLES] = "本年标题",
                                                  [WORDS_EARLIER] = "往年",
                                                  [WORDS_OPENING] = "列举开头",
                                                  [WORDS_TOTAL] = "合计",
                                                  [WORDS_AND] = "并列",
                                                  [WORDS_AND_SO_ON] = "等",
                                                  [WORDS_ABOUT] = "约数",
                                                  [WORDS_COPULA] = "系词",
                                                  [WORDS_PLACES] = "区划",
                                                  [WORDS_BEFORE_NAME] = "名称之前",
                                                  [WORDS_BEHIND_NAME] = "名称之后",
                                                  [WORDS_MISUSED] = "易错词",
                                                  [WORDS_LISTS] = "序数"};

static void read_list(struct lint *l, const struct ini_section *section, const char *name)
{
    bool misused = strcmp(name, list_names[WORDS_MISUSED]) == 0, ordinals = strcmp(name, list_names[WORDS_LISTS]) == 0;
    for (size_t k = 0; k < section->keys.count; k++) {
        const struct ini_key *key = &section->keys.items[k];
        if (misused)
            read_misused(l, key);
        if (ordinals)
            read_ordinals(l, key);
        for (int list = 0; list < WORDS_MISUSED; list++)
            if (strcmp(list_names[list], name) == 0) {
                const char *words = list == WORDS_RIGHT ? behind_bar(key) : key->value;
                lint_add_words(l, (enum lint_list)list, words,
                               list == WORDS_RIGHT ? strlen(words) : strcspn(words, "|"));
            }
    }
}

/* A list that fills a file: a line of words each, up to a bar the words that end alike, behind it those that begin so.
 */
static void read_file(struct lint *l, const struct source *source, enum lint_list list)
{
    const char *text = source == NULL ? "" : source->text;
    while (*text != '\0') {
        size_t n = strcspn(text, "#\n"), bar = strcspn(text, "|#\n");
        lint_add_words(l, list, text, bar);
        if (bar < n && list == WORDS_LEFT)
            lint_add_words(l, WORDS_RIGHT, text + bar + 1, n - bar - 1);
        text += strcspn(text, "\n");
        text += *text == '\n';
    }
}

static void read_lists(struct lint *l, struct template *t)
{
    const struct ini *ini = template_ini(l->arena, l->diag, t, "lint.ini");
    static const char word[] = "词表 ";
    struct text_names known = {0};
    for (size_t i = 0; i <= WORDS_LISTS; i++)
        *list_push(l->arena, &known) = arena_printf(l->arena, "%s%s", word, list_names[i]);
    l->misused = map_new(l->arena);
    for (int list = 0; list < WORDS_LISTS; list++)
        l->lists[list].first = arena_alloc(l->arena, LINT_BUCKETS * sizeof *l->lists[list].first);
    read_file(l, template_text(l->arena, l->diag, t, "叠字.txt"), WORDS_REDUPLICATED);
    read_file(l, template_text(l->arena, l->diag, t, "跨词.txt"), WORDS_LEFT);
    for (size_t i = 0; i < ini->sections.count; i++) {
        const struct ini_section *section = ini->sections.items[i];
        template_refuse_section(l->arena, l->diag, section, &known);
        if (text_starts(section->name, word))
            read_list(l, section, section->name + strlen(word));
    }
    l->state.counts = arena_alloc(l->arena, (l->ordinals.count + 1) * sizeof *l->state.counts);
}

/* -- texts -- */

static void run_checks(struct lint *l, struct lint_text *t)
{
    t->quantities = lint_quantities(l, t);
    for (size_t i = 0; t->n > 0 && i < CHECKS; i++)
        if (lint_on(l, checks[i].code) && (checks[i].values || t->kind != LINT_VALUE))
            checks[i].check(l, t);
}

/* Characters of the heading: the runs that bear another element than the last one. */
static size_t head_of(const struct block *block, const struct lint_text *t)
{
    size_t k = 0;
    while (k < block->runs.count && block->runs.items[k].element != EL_BODY)
        k++;
    return k < block->runs.count ? t->pieces.items[k].first : t->n;
}

static void check_table(struct lint *l, const struct grid *grid)
{
    for (int i = 0; i < grid->nrow * grid->ncol; i++) {
        const struct cell *cell = &grid->cells[i];
        if (cell->covered)
            continue;
        LIST_OF(struct run) runs = {0};
        for (size_t k = 0; k < cell->spans.count; k++) {
            const struct span *span = &cell->spans.items[k];
            *list_push(l->arena, &runs) = (struct run){.text = span->text, .at = span->at, .fact = span->fact};
        }
        struct lint_text t = lint_text_of(l->arena, runs.items, runs.count);
        t.kind = LINT_HEADING;
        t.head = t.n;
        run_checks(l, &t);
    }
}

static void check_block(struct lint *l, const struct block *block)
{
    if (block->grid != NULL)
        check_table(l, block->grid);
    if (block->runs.count == 0)
        return;
    struct lint_text t = lint_text_of(l->arena, block->runs.items, block->runs.count);
    t.kind = block->kind == BLOCK_PARAGRAPH || block->kind == BLOCK_NOTE ? LINT_PARAGRAPH : LINT_HEADING;
    t.level = block->level;
    t.head = t.kind == LINT_HEADING ? t.n : block->level > 0 ? head_of(block, &t) : 0;
    if (t.level > 0) {
        l->state.level = t.level;
        memset(l->state.counts, 0, l->ordinals.count * sizeof *l->state.counts);
    }
    run_checks(l, &t);
}

static void check_values(struct lint *l)
{
    const struct fact_list *all = facts_all(l->facts);
    for (size_t i = 0; i < all->count; i++) {
        const struct fact *fact = all->items[i];
        if (fact->field->kind != FACT_TEXT || fact->typed == NULL || fact->typed[0] == '\0' || fact->at.line == 0)
            continue;
        struct run run = {.text = fact->typed, .at = fact->at};
        struct lint_text t = lint_text_of(l->arena, &run, 1);
        t.kind = LINT_VALUE;
        run_checks(l, &t);
    }
}

struct lint_edits lint_run(struct arena *arena, struct diag *diag, const struct facts *facts, struct template *t,
                           const struct doc *doc)
{
    struct lint l = {.arena = arena, .diag = diag, .facts = facts};
    l.levels = text_levels_read(arena, diag, t);
    read_lists(&l, t);
    const struct fact *year = facts_find(facts, "报告.年度");
    if (year != NULL && year->num != NULL && num_sign(year->num) > 0) {
        l.year = num_text(arena, year->num, 0, 0, false);
        l.last_year = num_text(arena, num_sub(arena, year->num, num_int(arena, 1)), 0, 0, false);
        l.next_year = num_text(arena, num_add(arena, year->num, num_int(arena, 1)), 0, 0, false);
    }
    for (size_t i = 0; doc != NULL && i < doc->blocks.count; i++)
        check_block(&l, &doc->blocks.items[i]);
    check_values(&l);
    for (size_t i = 0; doc != NULL && i < doc->numbers.count; i++) {
        const struct doc_number *number = &doc->numbers.items[i];
        *list_push(arena, &l.edits) = (struct lint_edit){number->at, number->typed, number->right};
    }
    return l.edits;
}
