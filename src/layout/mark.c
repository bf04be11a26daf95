/* Findings → places on pages. In: laid out pages whose frames know what they print, positions in the report's files.
 * Out: parts of frames. Knows no rules and no formats; what a finding quotes is the start of its detail. */
#include "layout/mark.h"

#include "base/map.h"

#include <string.h>

/* What one block or cell shows, in the order of reading; a cell repeated on a later page once more. */
struct shown {
    const struct block *block;
    const struct cell *cell;
    struct {
        struct shown_frame {
            size_t page;
            const struct frame *frame;
        } * items;
        size_t count, cap;
    } frames;
    const char *text; /* all its runs; NULL: not asked yet */
    size_t *starts;   /* of the runs in text */
};

/* A run that was written on a line, or prints a figure that was. */
struct written {
    struct written *next;
    struct shown *shown;
    size_t run;
    const struct fact *fact; /* the figure */
    struct pos at;
};

struct line_list {
    struct written *first, *last;
};

struct finder {
    struct arena *arena;
    struct map *lines; /* "file:line" → struct line_list */
    struct map *names; /* of figures → struct line_list: where each is printed */
    struct marks marks;
    struct {
        struct stretch {
            const struct shown *shown;
            size_t from, to;
        } * items;
        size_t count, cap;
    } done; /* of the finding at hand */
};

struct frame mark_part(struct arena *arena, const struct frame *frame, size_t from, size_t to)
{
    struct frame part = *frame;
    size_t skip = 0;
    for (const char *s = frame->text; s < frame->text + from; skip++) {
        part.x += frame->advances[skip];
        utf8_next(&s);
    }
    part.text = arena_strndup(arena, frame->text + from, to - from);
    part.advances += skip;
    part.count = utf8_count(part.text);
    part.at += from;
    part.w = 0;
    for (size_t i = 0; i < part.count; i++)
        part.w += part.advances[i];
    return part;
}

static size_t run_count(const struct shown *s)
{
    return s->cell ? s->cell->spans.count ? s->cell->spans.count : 1 : s->block->runs.count;
}

static struct run run_of(const struct shown *s, size_t i)
{
    if (!s->cell)
        return s->block->runs.items[i];
    if (i < s->cell->spans.count) {
        const struct span *span = &s->cell->spans.items[i];
        return (struct run){.text = span->text, .at = span->at, .fact = span->fact};
    }
    return (struct run){.text = s->cell->text ? s->cell->text : "", .at = s->cell->at, .fact = s->cell->fact};
}

static const char *line_key(struct arena *arena, struct pos at)
{
    return arena_printf(arena, "%s:%d", at.file, at.line);
}

static void add_written(struct finder *f, struct map *map, const char *key, struct written written)
{
    struct line_list *list = map_get(map, key);
    if (!list) {
        list = arena_alloc(f->arena, sizeof *list);
        map_put(map, key, list);
    }
    struct written *w = arena_alloc(f->arena, sizeof *w);
    *w = written;
    if (list->last)
        list->last->next = w;
    else
        list->first = w;
    list->last = w;
}

static void add_shown(struct finder *f, struct shown *shown)
{
    for (size_t i = 0; i < run_count(shown); i++) {
        struct run run = run_of(shown, i);
        struct written written = {.shown = shown, .run = i, .at = run.at};
        if (run.at.file && run.at.line > 0)
            add_written(f, f->lines, line_key(f->arena, run.at), written);
        if (!run.fact)
            continue;
        written.fact = run.fact;
        written.at = run.fact->at;
        if (written.at.file && written.at.line > 0)
            add_written(f, f->lines, line_key(f->arena, written.at), written);
        add_written(f, f->names, run.fact->name, written);
    }
}

static void read_pages(struct finder *f, const struct layout *layout)
{
    struct shown *last = NULL;
    for (size_t p = 0; p < layout->pages.count; p++) {
        const struct page *page = &layout->pages.items[p];
        for (size_t i = 0; i < page->frames.count; i++) {
            const struct frame *frame = &page->frames.items[i];
            if (frame->kind == FRAME_LINE || (!frame->block && !frame->cell))
                continue;
            if (!last || last->cell != frame->cell || (!frame->cell && last->block != frame->block)) {
                last = arena_alloc(f->arena, sizeof *last);
                last->cell = frame->cell;
                last->block = frame->block;
                add_shown(f, last);
            }
            *list_push(f->arena, &last->frames) = (struct shown_frame){p, frame};
        }
    }
}

static void join_runs(struct finder *f, struct shown *s)
{
    struct buf text = buf_in(f->arena);
    s->starts = arena_alloc(f->arena, (run_count(s) + 1) * sizeof *s->starts);
    for (size_t i = 0; i < run_count(s); i++) {
        s->starts[i] = text.n;
        buf_add(&text, run_of(s, i).text);
    }
    s->starts[run_count(s)] = text.n;
    s->text = buf_text(&text);
}

/* What the finding quotes: 项目目 of "项目目 → 项目", 满意率98% of "满意率98% ≠ 98.35%". */
static const char *quoted(struct arena *arena, const struct finding *finding)
{
    static const char *const ends[] = {" → ", " ≠ ", "…"};
    const char *detail = finding->detail ? finding->detail : "";
    size_t n = strlen(detail);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        const char *end = strstr(detail, ends[i]);
        if (end && end > detail && (size_t)(end - detail) < n)
            n = (size_t)(end - detail);
    }
    return arena_strndup(arena, detail, n);
}

static void mark_stretch(struct finder *f, const struct finding *finding, size_t number, const struct shown *s,
                         size_t from, size_t to)
{
    for (size_t i = 0; i < f->done.count; i++)
        if (f->done.items[i].shown == s && f->done.items[i].from <= from && f->done.items[i].to >= to)
            return;
    *list_push(f->arena, &f->done) = (struct stretch){s, from, to};
    struct mark *mark = NULL;
    for (size_t i = 0; i < s->frames.count; i++) {
        const struct frame *frame = s->frames.items[i].frame;
        size_t start = s->starts[frame->run < run_count(s) ? frame->run : 0] + frame->at;
        size_t n = strlen(frame->text), a = from > start ? from - start : 0, b = to < start + n ? to - start : n;
        if ((to <= start || from >= start + n) && frame->kind != FRAME_BLANK)
            continue;
        if (!mark || mark->page != s->frames.items[i].page) {
            mark = list_push(f->arena, &f->marks);
            *mark = (struct mark){.finding = finding, .number = number, .page = s->frames.items[i].page};
        }
        *list_push(f->arena, &mark->parts) = frame->kind == FRAME_BLANK ? *frame : mark_part(f->arena, frame, a, b);
    }
}

/* Byte offset behind `characters` characters of a run, at most its end. */
static size_t moved(const struct shown *s, size_t run, size_t characters)
{
    const char *p = s->text + s->starts[run], *end = s->text + s->starts[run + 1];
    while (characters-- && p < end)
        utf8_next(&p);
    return (size_t)(p - s->text);
}

/* A few characters from there, up to a mark: for findings that quote nothing which stands there. */
static size_t word_end(const struct shown *s, size_t at)
{
    enum { LONGEST = 8 };
    const char *p = s->text + at;
    for (int i = 0; i < LONGEST && *p; i++) {
        const char *next = p;
        uint32_t c = utf8_next(&next);
        if (i && c == 0xFF09) /* （一） */
            return (size_t)(next - s->text);
        if (i && !text_is_han(c) && !text_is_digit(c))
            break;
        p = next;
    }
    return (size_t)(p - s->text);
}

/* The quoted words at or round `at`; any in [at, end) if the place is a whole figure. */
static bool find_words(const struct shown *s, const char *words, size_t at, size_t end, size_t *from)
{
    size_t n = strlen(words), start = at > n ? at - n : 0;
    while (start && (s->text[start] & 0xC0) == 0x80)
        start--;
    if (!n)
        return false;
    for (const char *p = s->text + start; (p = strstr(p, words)); p++) {
        *from = (size_t)(p - s->text);
        if (*from > at && *from >= end)
            return false;
        if (*from == at || *from + n > at)
            return true;
    }
    return false;
}

/* Does this run hold the place? *at: where in the text of what is shown; *end: of the run, if all of it is meant. */
static bool holds(const struct written *w, struct pos place, size_t *at, size_t *end)
{
    const struct shown *s = w->shown;
    struct run run = run_of(s, w->run);
    int off = place.column - w->at.column;
    *at = s->starts[w->run];
    *end = s->starts[w->run + 1];
    if (place.column == 0 || w->at.column == 0)
        return true;
    if (off < 0)
        return false;
    if (w->fact) {
        size_t typed = w->fact->typed ? utf8_count(w->fact->typed) : 0;
        if ((size_t)off > 0 && (size_t)off >= typed)
            return false;
        if (off > 0 && w->fact->typed && strcmp(w->fact->typed, run.text) == 0)
            *end = *at = moved(s, w->run, (size_t)off);
        return true;
    }
    if (off == 0 && run.fact)
        return true;
    *end = *at = moved(s, w->run, (size_t)off);
    return *at < s->starts[w->run + 1];
}

static void mark_place(struct finder *f, const struct finding *finding, size_t number, struct pos place,
                       const char *words)
{
    const struct line_list *list = place.file && place.line > 0 ? map_get(f->lines, line_key(f->arena, place)) : NULL;
    for (const struct written *w = list ? list->first : NULL; w; w = w->next) {
        size_t at, end, from;
        const struct written *next = w->next;
        if (!w->shown->text)
            join_runs(f, w->shown);
        if (!w->fact && next && next->shown == w->shown && !next->fact && next->at.column <= place.column)
            continue; /* a later run of the line holds it */
        if (!holds(w, place, &at, &end))
            continue;
        if (find_words(w->shown, words, at, end, &from))
            mark_stretch(f, finding, number, w->shown, from, from + strlen(words));
        else
            mark_stretch(f, finding, number, w->shown, at, end > at ? end : word_end(w->shown, at));
    }
}

static void mark_name(struct finder *f, const struct finding *finding, size_t number, const char *name, size_t n)
{
    const struct line_list *list = map_getn(f->names, name, n);
    for (const struct written *w = list ? list->first : NULL; w; w = w->next) {
        if (!w->shown->text)
            join_runs(f, w->shown);
        mark_stretch(f, finding, number, w->shown, w->shown->starts[w->run], w->shown->starts[w->run + 1]);
    }
}

/* Figures that the detail names in full: 总分.分值 102 [102 ≠ 100]; those that the finding is about. */
static void mark_names(struct finder *f, const struct finding *finding, size_t number)
{
    static const char *const breaks[] = {" ", "，", "；"};
    for (const char *s = finding->detail ? finding->detail : ""; *s;) {
        const char *end = s + strlen(s), *next = end;
        for (size_t i = 0; i < sizeof breaks / sizeof *breaks; i++) {
            const char *stop = strstr(s, breaks[i]);
            if (stop && stop < end) {
                end = stop;
                next = stop + strlen(breaks[i]);
            }
        }
        mark_name(f, finding, number, s, (size_t)(end - s));
        s = next;
    }
    for (size_t i = 0; i < finding->parts.count; i++)
        mark_name(f, finding, number, finding->parts.items[i].name, strlen(finding->parts.items[i].name));
}

struct marks mark_findings(struct arena *arena, const struct layout *layout, struct finding *const *findings, size_t n)
{
    struct finder f = {.arena = arena, .lines = map_new(arena), .names = map_new(arena)};
    read_pages(&f, layout);
    for (size_t i = 0; i < n; i++) {
        const char *words = quoted(arena, findings[i]);
        f.done.count = 0;
        mark_place(&f, findings[i], i + 1, findings[i]->at, words);
        for (size_t k = 0; k < findings[i]->also.count; k++)
            mark_place(&f, findings[i], i + 1, findings[i]->also.items[k], words);
        mark_names(&f, findings[i], i + 1);
    }
    return f.marks;
}
