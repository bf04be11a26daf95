/* In: the bureau's list, the report as it is now, build.ini as it was when the report was sent. Out: a finding for each
 * item. Judges only whether something has changed there; whether rightly so is the bureau's to say. */
#include "model/returned.h"

#include "base/hash.h"
#include "base/os.h"
#include "input/prose.h"
#include "model/returned_place.h"

#include <stdlib.h>
#include <string.h>

#define ITEM "意见 "

struct returned {
    struct arena *arena;
    struct diag *diag;
    const char *folder;
    const struct facts *facts;
    const struct doc *doc;
    const struct ini *ini;
    const struct issue *issue; /* as sent back; NULL if there is none */
};

/* -- what was sent back -- */

/* An issue that was made in answer to this very list is not the one it was about. */
static bool answers_this(const struct returned *r, const struct issue *issue)
{
    const char *hash = hash_file(r->arena, os_join(r->arena, r->folder, RETURNED_FILE));
    for (size_t i = 0; hash && i < issue->inputs.count; i++)
        if (!strcmp(issue->inputs.items[i].name, RETURNED_FILE))
            return !strcmp(issue->inputs.items[i].hash, hash);
    return false;
}

static const struct issue *try_issue(const struct returned *r, const char *folder)
{
    const char *path = os_join(r->arena, folder, ISSUE_FILE);
    const struct issue *issue = os_is_file(path) ? issue_read(r->arena, diag_new(r->arena), path, ISSUE_FILE) : NULL;
    return issue && !answers_this(r, issue) ? issue : NULL;
}

static const struct issue *newest_issue(const struct returned *r)
{
    const char *out = os_join(r->arena, r->folder, "out");
    const struct issue *issue = try_issue(r, out);
    struct text_names kept = issue_kept(r->arena, out);
    for (size_t i = 0; i < kept.count && !issue; i++)
        issue = try_issue(r, kept.items[i]);
    return issue;
}

static const struct issue *issue_of(const struct returned *r)
{
    struct pos at = {0};
    const char *named = ini_value(r->ini, "退回意见", "原稿", "", &at);
    if (!*named)
        return newest_issue(r);
    const char *path = os_join(r->arena, r->folder, named);
    if (os_is_folder(path))
        path = os_join(r->arena, path, ISSUE_FILE);
    if (os_is_file(path))
        return issue_read(r->arena, r->diag, path, named);
    diag_add(r->diag, DIAG_FILE_MISSING, at, "原稿 = %s", named);
    return NULL;
}

/* -- one item -- */

static const struct issue_fact *issued_fact(const struct issue *issue, const char *name)
{
    for (size_t i = 0; issue && i < issue->facts.count; i++)
        if (!strcmp(issue->facts.items[i].name, name))
            return &issue->facts.items[i];
    return NULL;
}

static const char *value_now(const struct returned *r, const struct fact *fact)
{
    return fact_blank(fact) ? "" : issue_flat(r->arena, fact_print(r->arena, fact, FORM_UNIT));
}

/* -- paragraphs: changed is what was written, not what a figure in it has become -- */

/* Bytes of the computed number a text begins with. */
static size_t number_length(const char *text)
{
    struct prose_numbers numbers = {{0}};
    struct prose_line line = prose_classify(text, strlen(text), &numbers);
    return line.kind == PROSE_HEADING || line.kind == PROSE_RUN_IN || line.kind == PROSE_NUMBERED ? line.text : 0;
}

/* The paragraph's hash as the issue has it, had it been numbered like `text`: a number moves with its neighbours. */
static const char *hash_like(struct arena *arena, const struct block *block, const char *text)
{
    const struct runs *parts[] = {&block->runs, &block->sign_date};
    struct buf shape = buf_in(arena);
    size_t n = number_length(block_text(arena, block));
    bool numbered = n > 0 && block->runs.count && n == strlen(block->runs.items[0].text);
    if (numbered)
        buf_addn(&shape, text, number_length(text));
    for (size_t k = 0; k < 2; k++) {
        buf_add(&shape, k && parts[k]->count ? " " : "");
        for (size_t i = numbered && !k; i < parts[k]->count; i++) {
            const struct run *run = &parts[k]->items[i];
            issue_shape_add(&shape, run->text, run->fact ? run->fact->name : NULL);
        }
    }
    return hash_text(arena, buf_text(&shape));
}

/* The paragraph of that file that is written like that now; NULL if none is. */
static const struct block *stands_now(const struct returned *r, const struct issue_text *text)
{
    for (size_t i = 0; i < r->doc->blocks.count; i++) {
        const struct block *block = &r->doc->blocks.items[i];
        if (block->at.file && !strcmp(block->at.file, text->at.file) &&
            !strcmp(hash_like(r->arena, block, text->text), text->hash))
            return block;
    }
    return NULL;
}

/* How many paragraphs come from that file now. */
static size_t blocks_of(const struct returned *r, const char *file)
{
    size_t count = 0;
    for (size_t i = 0; i < r->doc->blocks.count; i++) {
        const char *from = r->doc->blocks.items[i].at.file;
        count += from && !strcmp(from, file);
    }
    return count;
}

/* -- one item -- */

struct item {
    const char *id;    /* 意见1 */
    const char *place; /* as written */
    const char *asked; /* ：要求; "" if it says nothing */
    const char *was; /* 原值; NULL if not given */
    struct pos at;
};

static void add_changed(const struct returned *r, const struct item *item, const char *how, struct pos now)
{
    struct finding *f =
        diag_add(r->diag, DIAG_RETURNED_DONE, item->at, "%s %s%s%s", item->id, item->place, item->asked, how);
    if (now.file)
        diag_also(r->diag, f, now);
}

/* What nobody changed needs a reason; the line for it holds the value, so that it lapses when that changes. */
static struct finding *add_open(const struct returned *r, const struct item *item, enum diag_code code,
                                const char *value)
{
    struct finding *f = diag_add(r->diag, code, item->at, "%s %s%s", item->id, item->place, item->asked);
    struct buf key = buf_in(r->arena);
    const char *figures = *value ? arena_printf(r->arena, " [%s]", value) : "";
    for (const char *s = arena_printf(r->arena, "%s %s%s", item->id, item->place, figures); *s; s++)
        buf_addn(&key, *s == '=' ? ":" : s, 1);
    f->answer = arena_printf(r->arena, "%s = ", buf_text(&key));
    return f;
}

/* 原值 may have been written without the unit. */
static bool agrees(const char *was, const char *value)
{
    size_t n = strlen(was);
    return !strcmp(was, value) || (n && !strncmp(was, value, n) && !strchr("0123456789.,", value[n]));
}

/* stood: what is there instead; "": words, too many to repeat. */
static void add_misquoted(const struct returned *r, const struct item *item, const char *stood)
{
    diag_add(r->diag, DIAG_RETURNED_VALUE, item->at, "%s %s：%s%s%s", item->id, item->place, item->was,
             *stood ? " ≠ " : DIAG_PAIR("，那里没有", " is not there"), stood);
}

static void check_fact(const struct returned *r, const struct item *item, const struct fact *fact)
{
    const struct issue_fact *issued = issued_fact(r->issue, fact->name);
    const char *now = value_now(r, fact), *stood = issued ? issued->value : r->issue ? "" : now;
    const char *was = item->was && *item->was ? item->was : NULL;
    if (was && r->issue && !agrees(was, stood))
        add_misquoted(r, item, *stood ? stood : "–");
    bool same = was && !issued ? agrees(was, now) : !strcmp(stood, now) || (was && agrees(was, now));
    if (same)
        diag_also(r->diag, add_open(r, item, DIAG_RETURNED_OPEN, now), fact->at);
    else
        add_changed(r, item,
                    arena_printf(r->arena, "（%s → %s）",
                                 issued ? issued->value
                                 : was  ? was
                                        : "–",
                                 *now ? now : "–"),
                    fact->at);
}

/* The lines of a file that are paragraphs: 2、4、5; *next: the one at or behind `line`, else the last. */
static const char *lines_of(const struct returned *r, const char *file, long line, int *next)
{
    struct buf lines = buf_in(r->arena);
    int last = 0;
    *next = 0;
    for (size_t i = 0; i < r->doc->blocks.count; i++) {
        struct pos at = r->doc->blocks.items[i].at;
        if (!at.file || strcmp(at.file, file) != 0 || at.line == last)
            continue;
        buf_printf(&lines, "%s%d", lines.n ? "、" : "", at.line);
        *next = *next < line ? at.line : *next;
        last = at.line;
    }
    return buf_text(&lines);
}

/* No paragraph begins there: a remark, a blank line, or no such file. */
static void add_no_line(const struct returned *r, const struct item *item, const char *file, long line)
{
    int next;
    const char *lines = lines_of(r, file, line, &next);
    struct finding *f = add_open(r, item, DIAG_RETURNED_PLACE, "");
    if (!*lines || !line)
        return;
    f->detail = arena_printf(r->arena, "%s" DIAG_PAIR("；段落在第%s行", "; paragraphs are on line %s"), f->detail,
                             lines, lines);
    f->near = arena_printf(r->arena, "%s:%d", file, next);
    f->todo = "";
}

static void check_text(const struct returned *r, const struct item *item)
{
    const char *colon = strrchr(item->place, ':');
    char *end = NULL;
    long line = colon ? strtol(colon + 1, &end, 10) : 0;
    line = colon && end > colon + 1 && !*end && line > 0 ? line : 0; /* 0: the whole file */
    const char *file = line ? arena_strndup(r->arena, item->place, (size_t)(colon - item->place)) : item->place;
    struct pos now = {.file = file, .line = (int)line};
    bool changed = false, known = false, quoted = false;
    size_t count = 0;
    for (size_t i = 0; r->issue && i < r->issue->texts.count; i++) {
        const struct issue_text *text = &r->issue->texts.items[i];
        if (!text->at.file || strcmp(text->at.file, file) != 0)
            continue;
        count++;
        if (line && text->at.line != line)
            continue;
        const struct block *block = stands_now(r, text);
        known = true;
        changed = changed || !block;
        quoted = quoted || (item->was && strstr(text->text, item->was));
        now = block && line ? block->at : now;
    }
    int next;
    if (!r->issue)
        known = *lines_of(r, file, line, &next) && (!line || next == line);
    if (known && r->issue && item->was && !quoted)
        add_misquoted(r, item, "");
    if (!known)
        add_no_line(r, item, file, line);
    else if (changed || (!line && r->issue && count != blocks_of(r, file)))
        add_changed(r, item, "", now);
    else
        diag_also(r->diag, add_open(r, item, DIAG_RETURNED_OPEN, ""), now);
}

/* -- a place of the issue -- */

/* What stands at the place. */
struct found {
    LIST_OF(const struct issue_fact *) facts;
    LIST_OF(const struct issue_text *) texts; /* of the narrative */
};

static bool text_is_at(const struct returned *r, const struct printed_place *place, const struct issue_text *text)
{
    bool here = returned_place_fits(r->arena, place, &text->place);
    for (size_t i = 0; i < text->lines.count && !here; i++)
        here = returned_place_fits(r->arena, place, &text->lines.items[i].place);
    return here && text->at.file && text->place.line && !*text->place.cell;
}

/* What the bureau quotes is what is meant, of several that stand there. */
static struct found find_there(const struct returned *r, const struct printed_place *place, const char *was)
{
    struct found all = {{0}, {0}}, meant = {{0}, {0}};
    for (size_t i = 0; i < r->issue->facts.count; i++) {
        const struct issue_fact *fact = &r->issue->facts.items[i];
        bool here = false;
        for (size_t k = 0; k < fact->places.count && !here; k++)
            here = returned_place_fits(r->arena, place, &fact->places.items[k]);
        if (here)
            *list_push(r->arena, &all.facts) = fact;
        if (here && was && agrees(was, fact->value))
            *list_push(r->arena, &meant.facts) = fact;
    }
    for (size_t i = 0; i < r->issue->texts.count; i++) {
        const struct issue_text *text = &r->issue->texts.items[i];
        bool here = text_is_at(r, place, text);
        if (here)
            *list_push(r->arena, &all.texts) = text;
        if (here && was && !meant.facts.count && strstr(text->text, was))
            *list_push(r->arena, &meant.texts) = text;
    }
    return meant.facts.count || meant.texts.count ? meant : all;
}

/* Where the words of that line are written now. */
static struct pos words_at(const struct printed_place *place, const struct issue_text *text, const struct block *block)
{
    size_t at = 0;
    for (size_t i = 0; i < text->lines.count; i++)
        if (text->lines.items[i].place.page == place->page && text->lines.items[i].place.line == place->line)
            at = text->lines.items[i].at;
    for (size_t i = 0; i < block->runs.count; i++) {
        const struct run *run = &block->runs.items[i];
        size_t n = strlen(run->text);
        if (at < n && run->at.file && !run->fact && run->at.column) {
            struct pos words = run->at;
            for (const char *s = run->text; s < run->text + at; words.column++)
                utf8_next(&s);
            return words;
        }
        at = at < n ? 0 : at - n; /* within a figure: behind it */
    }
    return block->at;
}

/* Nothing there has changed: says where that is written, for whoever marks it. */
static void add_open_at(const struct returned *r, const struct item *item, const struct printed_place *place,
                        const struct found *found)
{
    enum { MOST = 8 }; /* more stands on a page or in an annex, of which nothing is meant rather than something else */
    bool one = found->facts.count == 1 && !found->texts.count;
    struct finding *f = add_open(r, item, DIAG_RETURNED_OPEN, one ? found->facts.items[0]->value : "");
    if (found->texts.count + found->facts.count > MOST)
        return;
    for (size_t i = 0; i < found->texts.count; i++)
        diag_also(r->diag, f, words_at(place, found->texts.items[i], stands_now(r, found->texts.items[i])));
    for (size_t i = 0; i < found->facts.count; i++) {
        const struct fact *fact = facts_find(r->facts, found->facts.items[i]->name);
        if (fact && fact->at.file)
            diag_also(r->diag, f, fact->at);
    }
}

/* True if something has; says so. */
static bool changed_at(const struct returned *r, const struct item *item, const struct found *found)
{
    for (size_t i = 0; i < found->facts.count; i++) {
        const struct issue_fact *issued = found->facts.items[i];
        const struct fact *fact = facts_find(r->facts, issued->name);
        const char *now = fact ? value_now(r, fact) : "";
        if (!strcmp(now, issued->value))
            continue;
        add_changed(r, item,
                    arena_printf(r->arena, "（%s %s → %s）", issued->label, *issued->value ? issued->value : "–",
                                 *now ? now : "–"),
                    fact ? fact->at : (struct pos){0});
        return true;
    }
    for (size_t i = 0; i < found->texts.count; i++)
        if (!stands_now(r, found->texts.items[i])) {
            add_changed(r, item, "", found->texts.items[i]->at);
            return true;
        }
    return false;
}

/* False if nothing of the issue stands there. */
static bool check_place(const struct returned *r, const struct item *item)
{
    enum { VALUES_SHOWN = 3 };
    struct printed_place place = returned_place_read(r->arena, item->place);
    const char *was = item->was && *item->was ? item->was : NULL;
    if (!r->issue || (!place.page && !*place.rest))
        return false;
    struct found found = find_there(r, &place, was);
    if (!found.facts.count && !found.texts.count)
        return false;
    bool quoted = !was;
    struct buf stood = buf_in(r->arena);
    for (size_t i = 0; i < found.facts.count; i++) {
        quoted = quoted || agrees(was, found.facts.items[i]->value);
        buf_printf(&stood, "%s%s", i ? "、" : "", found.facts.items[i]->value);
    }
    for (size_t i = 0; i < found.texts.count; i++)
        quoted = quoted || strstr(found.texts.items[i]->text, was);
    if (!quoted)
        add_misquoted(r, item, found.facts.count <= VALUES_SHOWN ? buf_text(&stood) : "");
    if (!changed_at(r, item, &found))
        add_open_at(r, item, &place, &found);
    return true;
}

static void check_item(const struct returned *r, const struct ini_section *section)
{
    const char *asked = ini_value(r->ini, section->name, "要求", "", NULL);
    struct item item = {.id = arena_printf(r->arena, "意见%s", section->name + strlen(ITEM)),
                        .place = ini_value(r->ini, section->name, "位置", "", NULL),
                        .asked = *asked ? arena_printf(r->arena, "：%s", asked) : "",
                        .was = ini_value(r->ini, section->name, "原值", NULL, NULL),
                        .at = section->at};
    const struct fact *fact = facts_find(r->facts, item.place);
    if (fact && fact->state == FACT_ABSENT && !facts_own_field(r->facts, item.place) &&
        !issued_fact(r->issue, item.place))
        fact = NULL; /* a pattern fits any name */
    if (!*item.place)
        diag_add(r->diag, DIAG_REQUIRED, section->at, "[%s] 位置", section->name);
    else if (fact)
        check_fact(r, &item, fact);
    else if (text_starts(item.place, "正文/"))
        check_text(r, &item);
    else if (!check_place(r, &item))
        add_open(r, &item, DIAG_RETURNED_PLACE, "")->near = text_nearest(item.place, facts_names(r->facts));
}

static void check_keys(const struct returned *r, const struct ini_section *section, const struct text_names *known)
{
    for (size_t i = 0; i < section->keys.count; i++) {
        const struct ini_key *key = &section->keys.items[i];
        bool found = false;
        for (size_t k = 0; k < known->count; k++)
            found = found || !strcmp(key->name, known->items[k]);
        if (!found)
            diag_add(r->diag, DIAG_RETURNED_KEY, key->at, "%s", key->name)->near = text_nearest(key->name, known);
    }
}

void returned_check(struct arena *arena, struct diag *diag, const char *folder, const struct facts *facts,
                    const struct doc *doc)
{
    static const char *head_keys[] = {"原稿"}, *item_keys[] = {"位置", "要求", "原值"};
    const struct text_names head = {head_keys, 1, 0}, item = {item_keys, 3, 0};
    const char *path = os_join(arena, folder, RETURNED_FILE);
    struct returned r = {.arena = arena, .diag = diag, .folder = folder, .facts = facts, .doc = doc};
    r.ini = os_is_file(path) ? ini_read(arena, diag, path, RETURNED_FILE) : NULL;
    if (!r.ini)
        return;
    r.issue = issue_of(&r);
    for (size_t i = 0; i < r.ini->sections.count; i++) {
        const struct ini_section *section = r.ini->sections.items[i];
        bool one = text_starts(section->name, ITEM);
        if (!one && strcmp(section->name, "退回意见") != 0) {
            diag_add(diag, DIAG_RETURNED_KEY, section->at, "[%s]", section->name);
            continue;
        }
        check_keys(&r, section, one ? &item : &head);
        if (one)
            check_item(&r, section);
    }
}
