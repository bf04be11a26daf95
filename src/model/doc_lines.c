/* In: spans of the rendered narrative. Out: blocks of runs. One line is one paragraph (data-format §3); only literal
 * text can end a line or carry a mark, so nothing that stands in a value becomes structure. */
#include "model/doc_lines.h"

#include "input/prose.h"

#include <string.h>

struct line {
    struct spans spans;
    const char *text; /* all of it */
    size_t literal;   /* leading bytes that were typed */
    size_t end;       /* bytes without trailing white space */
    struct pos at;
};

struct reader {
    struct arena *arena;
    struct diag *diag;
    const struct facts *facts;
    struct doc *doc;
    struct prose_numbers numbers;
    LIST_OF(struct spans) rows; /* | lines not yet made into a table */
    struct pos rows_at;
};

static struct pos moved(struct pos at, const char *from, const char *to)
{
    while (from < to && at.column > 0) {
        utf8_next(&from);
        at.column++;
    }
    return at;
}

/* The part of the line from byte `from` to byte `to`, as spans with their own positions. */
static struct spans slice(struct arena *arena, const struct line *line, size_t from, size_t to)
{
    struct spans out = {0};
    size_t start = 0;
    for (size_t i = 0; i < line->spans.count && start < to; i++) {
        const struct span *span = &line->spans.items[i];
        size_t n = strlen(span->text);
        size_t a = from > start ? from - start : 0, b = to - start < n ? to - start : n;
        bool whole = a == 0 && b == n;
        if (a < b || (n == 0 && whole && start >= from)) {
            struct span *part = list_push(arena, &out);
            *part = *span;
            part->text = whole ? span->text : arena_strndup(arena, span->text + a, b - a);
            part->at = span->literal ? moved(span->at, span->text, span->text + a) : span->at;
        }
        start += n;
    }
    return out;
}

static struct block *add_block(struct reader *r, enum block_kind kind, int level, struct pos at)
{
    struct block *block = list_push(r->arena, &r->doc->blocks);
    block->kind = kind;
    block->level = level;
    block->at = at;
    return block;
}

/* \n typed in a title: the author's line break. */
static const char *title_text(struct reader *r, const char *text)
{
    struct buf out = buf_in(r->arena);
    for (const char *mark; (mark = strstr(text, "\\n")) != NULL; text = mark + 2) {
        buf_addn(&out, text, (size_t)(mark - text));
        buf_add(&out, "\n");
    }
    buf_add(&out, text);
    return buf_text(&out);
}

static void add_run(struct reader *r, struct runs *runs, enum element element, const char *text, struct pos at,
                    const struct fact *fact)
{
    if ((element == EL_TITLE || element == EL_SUBTITLE) && fact == NULL)
        text = title_text(r, text);
    if (text[0] != '\0')
        *list_push(r->arena, runs) = (struct run){element, text, at, fact};
}

static void add_runs(struct reader *r, struct runs *runs, enum element element, const struct line *line, size_t from,
                     size_t to)
{
    struct spans spans = slice(r->arena, line, from, to);
    for (size_t i = 0; i < spans.count; i++)
        add_run(r, runs, element, spans.items[i].text, spans.items[i].at, spans.items[i].fact);
}

static size_t skip_blank(const struct line *line, size_t at)
{
    for (size_t n; at < line->end && (n = text_blank_at(line->text + at)) > 0;)
        at += n;
    return at;
}

static const char *substring(struct arena *arena, const struct line *line, size_t from, size_t to)
{
    return from >= to ? "" : arena_strndup(arena, line->text + from, to - from);
}

/* "１．" is as good as "1."; "4、" for "四、" is not: level and form of a number are what the reader sees. */
static bool same_number(const char *typed, const char *printed)
{
    for (;;) {
        while (text_blank_at(typed) > 0)
            typed += text_blank_at(typed);
        uint32_t a = text_narrow(utf8_next(&typed)), b = text_narrow(utf8_next(&printed));
        if (a != b)
            return false;
        if (a == 0)
            return true;
    }
}

/* Heading, run-in or numbered paragraph: the computed number comes first. */
static void add_numbered(struct reader *r, const struct line *line, const struct prose_line *prose)
{
    bool heading = prose->kind == PROSE_HEADING, run_in = prose->kind == PROSE_RUN_IN;
    enum element element = heading || run_in ? (enum element)(EL_LEVEL1 + prose->level - 1) : EL_BODY;
    size_t head = run_in ? prose->head : line->end;
    char buffer[32];
    const char *number = arena_strdup(r->arena, prose_number_text(prose->level, prose->number, buffer));
    struct block *block =
        add_block(r, heading ? BLOCK_HEADING : BLOCK_PARAGRAPH, element == EL_BODY ? 0 : prose->level, line->at);
    add_run(r, &block->runs, element, number, line->at, NULL);
    add_runs(r, &block->runs, element, line, prose->text, head);
    if (run_in)
        add_runs(r, &block->runs, EL_BODY, line, skip_blank(line, head), line->end);
    if (block->level > 0) {
        static const char stop[] = "。";
        size_t last = sizeof stop - 1, end = head;
        if (end >= prose->text + last && memcmp(line->text + end - last, stop, last) == 0)
            end -= last; /* a bookmark is a heading standing alone */
        block->bookmark = arena_printf(r->arena, "%s%s", number, substring(r->arena, line, prose->text, end));
    }
    const char *typed = text_trimmed(r->arena, line->text, line->text + prose->text);
    if (prose->typed != 0 && !same_number(typed, number)) {
        *list_push(r->arena, &r->doc->numbers) = (struct doc_number){line->at, typed, number};
        diag_add(r->diag, DIAG_PROSE_NUMBER, line->at, "%s → %s", typed, number);
    }
}

/* What stands in [from, to) of a 落款; if nothing does, the report's own entry. */
static void add_sign_part(struct reader *r, struct runs *runs, const struct line *line, size_t from, size_t to,
                          const char *name)
{
    from = skip_blank(line, from);
    size_t n = from < to ? strlen(text_trimmed(r->arena, line->text + from, line->text + to)) : 0;
    const struct fact *fact = facts_find(r->facts, name);
    if (n > 0)
        add_runs(r, runs, EL_SIGN, line, from, from + n);
    else if (fact != NULL && !fact_blank(fact))
        add_run(r, runs, EL_SIGN, fact_print(r->arena, fact, FORM_PROSE), line->at, fact);
}

/* Byte offset of the first typed | in [from, end), or end. */
static size_t find_bar(const struct line *line, size_t from)
{
    size_t start = 0;
    for (size_t i = 0; i < line->spans.count; i++) {
        const struct span *span = &line->spans.items[i];
        size_t n = strlen(span->text);
        const char *bar =
            span->literal ? strchr(span->text + (from > start && from - start < n ? from - start : 0), '|') : NULL;
        if (bar != NULL && start + (size_t)(bar - span->text) >= from)
            return start + (size_t)(bar - span->text);
        start += n;
    }
    return line->end;
}

/* @落款 unit | date; what is not written comes from the report's own entries. */
static void add_sign(struct reader *r, const struct line *line, size_t from)
{
    from = skip_blank(line, from);
    size_t bar = find_bar(line, from);
    struct block *block = add_block(r, BLOCK_SIGN, 0, line->at);
    add_sign_part(r, &block->runs, line, from, bar, "报告.单位");
    if (bar < line->end) /* an empty date behind a bar is meant */
        add_runs(r, &block->sign_date, EL_SIGN, line, skip_blank(line, bar + 1), line->end);
    else
        add_sign_part(r, &block->sign_date, line, bar, bar, "报告.日期");
    if (block->runs.count == 0 && block->sign_date.count == 0)
        r->doc->blocks.count--;
}

static void add_directive(struct reader *r, const struct line *line, const struct prose_line *prose)
{
    static const struct {
        enum block_kind kind;
        enum element element;
    } text[] = {[PROSE_TITLE] = {BLOCK_TITLE, EL_TITLE},
                [PROSE_SUBTITLE] = {BLOCK_SUBTITLE, EL_SUBTITLE},
                [PROSE_SALUTATION] = {BLOCK_SALUTATION, EL_SALUTATION},
                [PROSE_NOTE] = {BLOCK_NOTE, EL_NOTE}};
    static const char *const names[] = {"@标题", "@副标题", "@抬头", "@注", "@附件说明", "@落款", "@另页", "@表"};
    switch (prose->directive) {
    case PROSE_TITLE:
    case PROSE_SUBTITLE:
    case PROSE_SALUTATION:
    case PROSE_NOTE:
        if (prose->text < line->end)
            add_runs(r, &add_block(r, text[prose->directive].kind, 0, line->at)->runs, text[prose->directive].element,
                     line, prose->text, line->end);
        break;
    case PROSE_ATTACHMENTS:
        add_block(r, BLOCK_ATTACHMENTS, 0, line->at);
        break;
    case PROSE_SIGN:
        add_sign(r, line, prose->text);
        break;
    case PROSE_NEW_PAGE:
        add_block(r, BLOCK_PAGE_BREAK, 0, line->at);
        break;
    case PROSE_TABLE:
        add_block(r, BLOCK_TABLE, 0, line->at)->table =
            substring(r->arena, line, skip_blank(line, prose->text), line->end);
        break;
    case PROSE_UNKNOWN: {
        struct text_names known = {0};
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            *list_push(r->arena, &known) = names[i];
        size_t from = skip_blank(line, 0), to = from;
        while (to < line->end && text_blank_at(line->text + to) == 0)
            to++;
        const char *name = substring(r->arena, line, from, to);
        diag_add(r->diag, DIAG_PROSE_DIRECTIVE, line->at, "%s", name)->near = text_nearest(name, &known);
        break;
    }
    }
}

/* The | lines so far become one table. */
static void end_table(struct reader *r)
{
    if (r->rows.count == 0)
        return;
    struct grid *grid = table_from_prose(r->arena, r->diag, r->rows.items, r->rows.count, r->doc->model);
    if (grid != NULL)
        add_block(r, BLOCK_TABLE, 0, r->rows_at)->grid = grid;
    r->rows.count = 0;
    r->rows.items = NULL;
    r->rows.cap = 0;
}

static void add_row(struct reader *r, const struct line *line)
{
    if (r->rows.count == 0)
        r->rows_at = line->at;
    *list_push(r->arena, &r->rows) = slice(r->arena, line, 0, line->end);
}

static void refuse_depth(struct reader *r, const struct line *line)
{
    const char *s = line->text + skip_blank(line, 0);
    size_t n = strspn(s, "#");
    if (n > 4 && (size_t)(s - line->text) + n <= line->literal && text_blank_at(s + n) > 0)
        diag_add(r->diag, DIAG_PROSE_LEVEL, line->at, "%s", arena_strndup(r->arena, s, n));
}

/* ＠副标题, ＃ 标题, ｜ 甲 ｜ at the beginning of a line are printed as they stand. */
static void look_for_slips(struct reader *r, const struct line *line)
{
    const char *from = line->text + skip_blank(line, 0), *s = from;
    uint32_t c = utf8_next(&s);
    if (text_narrow(c) == c || strchr("@#|", (int)(text_narrow(c) & 0x7F)) == NULL ||
        from >= line->text + line->literal)
        return;
    bool row = text_narrow(c) == '|';
    if (row && strstr(s, "｜") == NULL && strchr(s, '|') == NULL)
        return;
    size_t n = row ? (size_t)(s - from) : strcspn(from, " ");
    const char *mark = arena_strndup(r->arena, from, n);
    diag_add(r->diag, DIAG_MARKUP_SLIP, line->at, "%s", mark)->near = text_narrowed(r->arena, mark);
}

static void add_line(struct reader *r, const struct line *line)
{
    struct prose_line prose = prose_classify(line->text, line->literal, &r->numbers);
    if (prose.kind == PROSE_EMPTY)
        return;
    prose.text = prose.text < line->end ? prose.text : line->end; /* white space at the end is no text */
    prose.head = prose.head < line->end ? prose.head : line->end;
    if (prose.kind == PROSE_ROW) {
        add_row(r, line);
        return;
    }
    end_table(r);
    switch (prose.kind) {
    case PROSE_DIRECTIVE:
        add_directive(r, line, &prose);
        break;
    case PROSE_HEADING:
    case PROSE_RUN_IN:
    case PROSE_NUMBERED:
        add_numbered(r, line, &prose);
        break;
    default:
        refuse_depth(r, line);
        if (prose.kind == PROSE_PARAGRAPH)
            look_for_slips(r, line);
        add_runs(r, &add_block(r, BLOCK_PARAGRAPH, 0, line->at)->runs, EL_BODY, line, prose.text, line->end);
        break;
    }
}

static void end_line(struct reader *r, struct line *line)
{
    line->text = spans_text(r->arena, &line->spans);
    const char *start = line->text, *end = start + strlen(start);
    text_trim(&start, &end);
    line->end = (size_t)(end - line->text);
    line->literal = 0;
    for (size_t i = 0; i < line->spans.count && line->spans.items[i].literal; i++)
        line->literal += strlen(line->spans.items[i].text);
    if (line->spans.count > 0) {
        const struct span *first = &line->spans.items[0];
        size_t n = strlen(first->text), blank = (size_t)(start - line->text);
        line->at = first->literal ? moved(first->at, first->text, first->text + (blank < n ? blank : n)) : first->at;
        add_line(r, line);
    }
    *line = (struct line){0};
}

/* A value that holds line breaks stays in its paragraph. */
static const char *one_line(struct arena *arena, const char *text)
{
    if (strchr(text, '\n') == NULL)
        return text;
    char *copy = arena_strdup(arena, text);
    for (char *s = copy; *s != '\0'; s++)
        if (*s == '\n')
            *s = ' ';
    return copy;
}

static void cut_literal(struct reader *r, struct line *line, const struct span *span)
{
    struct span piece = *span;
    for (const char *s = span->text;;) {
        const char *newline = strchr(s, '\n');
        const char *end = newline != NULL ? newline : s + strlen(s);
        piece.text = arena_strndup(r->arena, s, (size_t)(end - s));
        if (end > s)
            *list_push(r->arena, &line->spans) = piece;
        if (newline == NULL)
            return;
        end_line(r, line);
        s = newline + 1;
        piece.at.line++;
        piece.at.column = 1;
    }
}

void doc_lines(struct arena *arena, struct diag *diag, const struct spans *spans, const struct facts *facts,
               struct doc *doc)
{
    struct reader r = {.arena = arena, .diag = diag, .facts = facts, .doc = doc};
    struct line line = {0};
    for (size_t i = 0; i < spans->count; i++) {
        struct span span = spans->items[i];
        if (span.literal) {
            cut_literal(&r, &line, &span);
        } else {
            span.text = one_line(arena, span.text);
            *list_push(arena, &line.spans) = span;
        }
    }
    end_line(&r, &line);
    end_table(&r);
}
