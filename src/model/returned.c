/* In: the bureau's list, the report as it is now, build.ini as it was when the report was sent. Out: a finding for each
 * item. Judges only whether something has changed there; whether rightly so is the bureau's to say. */
#include "model/returned.h"

#include "base/hash.h"
#include "base/os.h"
#include "model/issue.h"

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
    return issue_read(r->arena, r->diag, path, named);
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

/* True if a paragraph of that file reads like this now. */
static bool stands_now(const struct returned *r, const char *file, const char *text)
{
    for (size_t i = 0; i < r->doc->blocks.count; i++) {
        const struct block *block = &r->doc->blocks.items[i];
        if (block->at.file && !strcmp(block->at.file, file) &&
            !strcmp(issue_flat(r->arena, block_text(r->arena, block)), text))
            return true;
    }
    return false;
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

/* line 0: the whole file. *known: the issue had such a paragraph. */
static bool text_changed(const struct returned *r, const char *file, long line, bool *known)
{
    bool changed = false;
    size_t count = 0;
    *known = false;
    for (size_t i = 0; r->issue && i < r->issue->texts.count; i++) {
        const struct issue_text *text = &r->issue->texts.items[i];
        if (!text->at.file || strcmp(text->at.file, file) != 0)
            continue;
        count++;
        if (line && text->at.line != line)
            continue;
        *known = true;
        changed = changed || !stands_now(r, file, text->text);
    }
    return changed || (*known && !line && count != blocks_of(r, file));
}

struct item {
    const char *id;    /* 意见1 */
    const char *place; /* as written */
    const char *asked;
    const char *was; /* 原值; NULL if not given */
    struct pos at;
};

static void add_changed(const struct returned *r, const struct item *item, const char *how, struct pos now)
{
    struct finding *f =
        diag_add(r->diag, DIAG_RETURNED_DONE, item->at, "%s %s：%s%s", item->id, item->place, item->asked, how);
    if (now.file)
        diag_also(r->diag, f, now);
}

/* What nobody changed needs a reason; the line for it holds the value, so that it lapses when that changes. */
static void add_open(const struct returned *r, const struct item *item, enum diag_code code, const char *value,
                     struct pos now)
{
    struct finding *f = diag_add(r->diag, code, item->at, "%s %s：%s", item->id, item->place, item->asked);
    struct buf key = buf_in(r->arena);
    const char *figures = *value ? arena_printf(r->arena, " [%s]", value) : "";
    for (const char *s = arena_printf(r->arena, "%s %s%s", item->id, item->place, figures); *s; s++)
        buf_addn(&key, *s == '=' ? ":" : s, 1);
    f->answer = arena_printf(r->arena, "%s = ", buf_text(&key));
    if (now.file)
        diag_also(r->diag, f, now);
}

static void check_fact(const struct returned *r, const struct item *item, const struct fact *fact)
{
    const struct issue_fact *issued = issued_fact(r->issue, fact->name);
    const char *now = value_now(r, fact), *was = item->was ? item->was : issued ? issued->value : r->issue ? "" : now;
    /* 原值 may have been written without the unit */
    bool same = !strcmp(was, now) || (item->was && fact->text && !strcmp(was, fact->text));
    if (same)
        add_open(r, item, DIAG_RETURNED_OPEN, now, fact->at);
    else
        add_changed(r, item, arena_printf(r->arena, "（%s → %s）", *was ? was : "–", *now ? now : "–"), fact->at);
}

static void check_text(const struct returned *r, const struct item *item)
{
    const char *colon = strrchr(item->place, ':');
    char *end = NULL;
    long line = colon ? strtol(colon + 1, &end, 10) : 0;
    bool numbered = colon && end > colon + 1 && !*end && line > 0, known;
    const char *file = numbered ? arena_strndup(r->arena, item->place, (size_t)(colon - item->place)) : item->place;
    struct pos now = {.file = file, .line = numbered ? (int)line : 0};
    bool changed = text_changed(r, file, numbered ? line : 0, &known);
    if (changed)
        add_changed(r, item, "", now);
    else
        add_open(r, item, known || !r->issue ? DIAG_RETURNED_OPEN : DIAG_RETURNED_PLACE, "", now);
}

/* -- a place of the issue: 附件1 D20, 第3页第5行, 第13页, 附件2, as diff and 更正说明 write them -- */

struct printed_place {
    long page, row, line;
    const char *rest; /* 附件1D20, 基础数据表D20, 附件1 */
};

/* Without blanks and what only parts the words. */
static const char *bare(struct arena *arena, const char *text)
{
    static const char *const idle[] = {"!", "！", "(", ")", "（", "）", "的", "格"};
    struct buf out = buf_in(arena);
    while (*text) {
        size_t skip = text_blank_at(text);
        for (size_t i = 0; !skip && i < sizeof idle / sizeof *idle; i++)
            skip = text_starts(text, idle[i]) ? strlen(idle[i]) : 0;
        const char *start = text;
        if (!skip)
            utf8_next(&text);
        buf_addn(&out, start, (size_t)(text - start));
        text += skip;
    }
    return buf_text(&out);
}

/* "第12页" at *s: 12, and *s behind it; 0 if something else stands there. */
static long counted(const char **s, const char *before, const char *behind)
{
    char *end;
    if (!text_starts(*s, before) || !text_is_digit((unsigned char)(*s)[strlen(before)]))
        return 0;
    long number = strtol(*s + strlen(before), &end, 10);
    if (!text_starts(end, behind))
        return 0;
    *s = end + strlen(behind);
    return number;
}

static struct printed_place read_place(struct arena *arena, const char *text)
{
    struct printed_place place = {.rest = bare(arena, text)};
    place.page = counted(&place.rest, "第", "页");
    place.row = place.page ? counted(&place.rest, "表第", "行") : 0; /* 表格第7行 without its 格 */
    place.line = place.page && !place.row ? counted(&place.rest, "第", "行") : 0;
    return place;
}

static bool names_cell(struct arena *arena, const char *rest, const struct issue_place *at)
{
    const char *sheet = bare(arena, at->sheet), *annex = bare(arena, at->annex);
    if (!strcmp(rest, sheet) || !strcmp(rest, annex))
        return true;
    rest += text_starts(rest, annex) ? strlen(annex) : 0;
    rest += text_starts(rest, sheet) ? strlen(sheet) : 0;
    return !strcmp(rest, at->cell);
}

static bool stands_at(struct arena *arena, const struct printed_place *place, const struct issue_place *at)
{
    if ((place->page && place->page != at->page) || (place->row && place->row != at->row) ||
        (place->line && place->line != at->line))
        return false;
    return !*place->rest || (*at->cell && names_cell(arena, place->rest, at));
}

/* The paragraph that the line belongs to: the last one that begins on it or before. */
static const struct issue_text *text_at(const struct issue *issue, const struct printed_place *place)
{
    const struct issue_text *last = NULL;
    for (size_t i = 0; i < issue->texts.count; i++) {
        const struct issue_place *at = &issue->texts.items[i].place;
        if (at->line && (at->page < place->page || (at->page == place->page && at->line <= place->line)))
            last = &issue->texts.items[i];
    }
    return last;
}

/* Texts at the place: the paragraph of a line, all of a page or an annex. */
static bool texts_changed(const struct returned *r, const struct printed_place *place, bool *known)
{
    bool changed = false;
    const struct issue_text *one = place->line ? text_at(r->issue, place) : NULL;
    for (size_t i = 0; i < r->issue->texts.count; i++) {
        const struct issue_text *text = &r->issue->texts.items[i];
        if (!text->at.file ||
            (place->line ? text != one : !stands_at(r->arena, place, &text->place) || !text->place.line))
            continue;
        *known = true;
        changed = changed || !stands_now(r, text->at.file, text->text);
    }
    return changed;
}

/* False if nothing of the issue stands there. */
static bool check_place(const struct returned *r, const struct item *item)
{
    struct printed_place place = read_place(r->arena, item->place);
    const struct issue_fact *last = NULL;
    size_t count = 0;
    if (!r->issue || (!place.page && !*place.rest))
        return false;
    for (size_t i = 0; i < r->issue->facts.count; i++) {
        const struct issue_fact *issued = &r->issue->facts.items[i];
        bool here = false;
        for (size_t k = 0; k < issued->places.count && !here; k++)
            here = stands_at(r->arena, &place, &issued->places.items[k]);
        const struct fact *fact = here ? facts_find(r->facts, issued->name) : NULL;
        const char *now = fact ? value_now(r, fact) : "";
        last = here ? issued : last;
        count += here;
        if (here && strcmp(now, issued->value) != 0) {
            add_changed(r, item,
                        arena_printf(r->arena, "（%s %s → %s）", issued->label, *issued->value ? issued->value : "–",
                                     *now ? now : "–"),
                        fact ? fact->at : (struct pos){0});
            return true;
        }
    }
    bool known = count > 0;
    if (texts_changed(r, &place, &known))
        add_changed(r, item, "", (struct pos){0});
    else if (known)
        add_open(r, item, DIAG_RETURNED_OPEN, count == 1 ? last->value : "", (struct pos){0});
    return known;
}

static void check_item(const struct returned *r, const struct ini_section *section)
{
    struct item item = {.id = arena_printf(r->arena, "意见%s", section->name + strlen(ITEM)),
                        .place = ini_value(r->ini, section->name, "位置", "", NULL),
                        .asked = ini_value(r->ini, section->name, "要求", "", NULL),
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
    else if (!check_place(r, &item)) {
        add_open(r, &item, DIAG_RETURNED_PLACE, "", (struct pos){0});
        diag_add(r->diag, DIAG_RETURNED_PLACE, item.at, "%s %s：%s", item.id, item.place, item.asked)->near =
            text_nearest(item.place, facts_names(r->facts));
    }
}

static void check_keys(const struct returned *r, const struct ini_section *section, const struct text_names *known)
{
    for (size_t i = 0; i < section->keys.count; i++) {
        const struct ini_key *key = &section->keys.items[i];
        bool found = false;
        for (size_t k = 0; k < known->count; k++)
            found = found || !strcmp(key->name, known->items[k]);
        if (!found)
            diag_add(r->diag, DIAG_INI_UNKNOWN_KEY, key->at, "%s", key->name)->near = text_nearest(key->name, known);
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
            diag_add(diag, DIAG_INI_UNKNOWN_SECTION, section->at, "[%s]", section->name);
            continue;
        }
        check_keys(&r, section, one ? &item : &head);
        if (one)
            check_item(&r, section);
    }
}
