/* Text with {{…}} → tokens. Comes in: UTF-8 and the place it was written. Goes out: literals (one per line at most),
 * values, sections with matched ends, partials. Standalone tag lines are gone, set-delimiter tags obeyed.
 * Must not know what any name means. */
#include "model/mustache_parse.h"

#include <string.h>

struct parser {
    struct arena *arena;
    struct diag *diag;
    const char *s; /* the whole text */
    size_t i;      /* next byte */
    size_t mark;   /* byte that `at` belongs to */
    struct pos at;
    bool one_line;
    bool line_start; /* nothing of this line was taken yet */
    const char *open, *close;
    size_t nopen, nclose;
    size_t stack[MUSTACHE_SECTIONS]; /* tokens of the open sections */
    size_t depth;
    struct tokens out;
    bool ok;
};

/* What stands between two delimiters. */
struct tag {
    char kind;         /* # ^ / > ! = & { or 0 for a plain name */
    size_t from;       /* the opening delimiter */
    size_t start, end; /* the name or the new delimiters, untrimmed */
    size_t next;       /* behind the tag */
    struct pos at;
};

static bool at_open(const struct parser *p, size_t i)
{
    return p->s[i] == *p->open && !strncmp(p->s + i, p->open, p->nopen);
}

static bool at_close(const struct parser *p, size_t i)
{
    return p->s[i] == *p->close && !strncmp(p->s + i, p->close, p->nclose);
}

/* Position of byte i; i never goes back. */
static struct pos place(struct parser *p, size_t i)
{
    for (; p->mark < i; p->mark++) {
        unsigned char c = (unsigned char)p->s[p->mark];
        if (c == '\n' && !p->one_line) {
            p->at.line++;
            p->at.column = 1;
        } else if ((c & 0xC0) != 0x80) {
            p->at.column += c == '\n' ? 2 : 1; /* in one line a newline was written as \n */
        }
    }
    return p->at;
}

static void complain(struct parser *p, enum diag_code code, struct pos at, const char *detail)
{
    diag_add(p->diag, code, at, "%s", detail);
    p->ok = false;
}

static struct token *push(struct parser *p, enum token_kind kind, struct pos at, const char *text)
{
    struct token *token = list_push(p->arena, &p->out);
    token->kind = kind;
    token->at = at;
    token->text = text;
    token->indent = "";
    return token;
}

/* Bytes of braces of either width at s; *wide: one of them is full-width. */
static size_t braces_at(const char *s, const char *narrow, const char *full, bool *wide)
{
    size_t n = 0;
    for (bool more = true; more;) {
        bool is_wide = text_starts(s + n, full);
        more = is_wide || text_starts(s + n, narrow);
        *wide = *wide || is_wide;
        n += is_wide ? strlen(full) : more;
    }
    return n;
}

size_t mustache_slip(struct arena *arena, const char *s, const char **inside)
{
    enum { LONGEST = 120 };
    bool wide = false, ends_wide = false;
    size_t open = braces_at(s, "{", "｛", &wide), n = open, close = 0;
    if (!open)
        return 0;
    while (s[n] && s[n] != '\n' && n < LONGEST && !text_blank_at(s + n) &&
           !(close = braces_at(s + n, "}", "｝", &ends_wide)))
        n++;
    bool name = (unsigned char)s[open] >= 0x80 || strchr("#^/>&", s[open]);
    if (!close || n == open || !(wide || ends_wide || name))
        return 0;
    *inside = arena_strndup(arena, s + open, n - open);
    return n + close;
}

/* Braces that nobody types for their own sake. */
static void look_for_slips(struct parser *p, const struct token *token)
{
    struct pos at = token->at;
    for (const char *s = token->text; *s && p->nopen == 2 && *p->open == '{'; at.column++) {
        const char *inside;
        size_t n = mustache_slip(p->arena, s, &inside);
        if (n) {
            const char *lead = inside;
            uint32_t kind = text_narrow(utf8_next(&lead));
            bool mark = kind < 0x80 && strchr("#^/>&!", (int)kind);
            diag_add(p->diag, DIAG_MARKUP_SLIP, at, "%.*s", (int)n, s)->near =
                mark ? arena_printf(p->arena, "{{%c%s}}", (char)kind, lead) : arena_printf(p->arena, "{{%s}}", inside);
            at.column += (int)utf8_count(arena_strndup(p->arena, s, n)) - 1;
            s += n;
        } else {
            utf8_next(&s);
        }
    }
}

/* An empty literal is kept where a line starts with a tag: the indentation of a partial goes there. */
static void push_literal(struct parser *p, size_t from, size_t to, struct pos at)
{
    if (from == to && !p->line_start)
        return;
    struct token *token = push(p, TOKEN_LITERAL, at, arena_strndup(p->arena, p->s + from, to - from));
    token->line_start = p->line_start;
    look_for_slips(p, token);
    p->line_start = to > from && p->s[to - 1] == '\n';
}

static size_t skip_blank(const char *s, size_t i)
{
    size_t n;
    while ((n = text_blank_at(s + i)))
        i += n;
    return i;
}

/* End of the line that i is in: its newline or the end of the text. */
static size_t line_end(const char *s, size_t i)
{
    return i + strcspn(s + i, "\n");
}

/* Reports the tag with the beginning of its line as it was written. */
static bool fail(struct parser *p, struct tag *tag, enum diag_code code, size_t next)
{
    const char *shown = p->s + tag->from, *end = shown;
    for (int chars = 0; *end && *end != '\n' && chars < 24; chars++)
        utf8_next(&end);
    const char *detail = arena_strndup(p->arena, shown, (size_t)(end - shown)), *wide = strstr(detail, "｝");
    complain(p, code, tag->at, detail);
    if (wide)
        diag_add(p->diag, code, tag->at, "%s", detail)->near =
            arena_printf(p->arena, "%.*s}}", (int)(wide - detail - (wide[-1] == '}')), detail);
    tag->next = next;
    return false;
}

/* {{! anything, over lines too }}; a tag on a later line means that this one was never closed. */
static bool scan_comment(struct parser *p, struct tag *tag)
{
    const char *end = strstr(p->s + tag->start, p->close);
    if (!end)
        return fail(p, tag, DIAG_MUSTACHE_UNCLOSED, tag->start + strlen(p->s + tag->start));
    for (size_t i = line_end(p->s, tag->start); i < (size_t)(end - p->s); i++)
        if (at_open(p, i))
            return fail(p, tag, DIAG_MUSTACHE_UNCLOSED, line_end(p->s, tag->start));
    tag->next = (size_t)(end - p->s) + p->nclose;
    return true;
}

/* {{=<% %>=}}: ends at = and the closing delimiter, because the new ones may look like the old. */
static bool scan_delimiters(struct parser *p, struct tag *tag)
{
    size_t stop = line_end(p->s, tag->start);
    for (size_t i = tag->start; i < stop; i++)
        if (p->s[i] == '=' && at_close(p, i + 1)) {
            tag->end = i;
            tag->next = i + 1 + p->nclose;
            return true;
        }
    return fail(p, tag, DIAG_MUSTACHE_DELIMITER, stop);
}

/* A name ends at the closing delimiter; a newline or another tag before it means that this one was never closed. */
static bool scan_name(struct parser *p, struct tag *tag)
{
    size_t i = tag->start;
    while (!at_close(p, i)) {
        if (!p->s[i] || p->s[i] == '\n' || at_open(p, i))
            return fail(p, tag, DIAG_MUSTACHE_UNCLOSED, i);
        i++;
    }
    tag->next = i + p->nclose;
    tag->end = i;
    if (tag->kind != '{')
        return true;
    if (p->s[i] == '}' && at_close(p, i + 1))
        tag->next++;
    else if (i > tag->start && p->s[i - 1] == '}')
        tag->end--;
    else
        return fail(p, tag, DIAG_MUSTACHE_TAG, tag->next);
    return true;
}

/* The tag whose opening delimiter stands at i. False if it was reported; next is set in any case. */
static bool scan_tag(struct parser *p, size_t i, struct tag *tag)
{
    *tag = (struct tag){.from = i, .start = i + p->nopen, .at = place(p, i)};
    char c = p->s[tag->start];
    if (c && strchr("#^/>&{!=", c) && !at_close(p, tag->start)) {
        tag->kind = c;
        tag->start++;
    }
    return tag->kind == '!' ? scan_comment(p, tag) : tag->kind == '=' ? scan_delimiters(p, tag) : scan_name(p, tag);
}

static void set_delimiters(struct parser *p, const struct tag *tag)
{
    const char *start = p->s + tag->start, *end = p->s + tag->end;
    text_trim(&start, &end);
    const char *cut = start;
    while (cut < end && !text_blank_at(cut))
        cut++;
    const char *second = p->s + skip_blank(p->s, (size_t)(cut - p->s));
    if (second < end && !memchr(start, '=', (size_t)(end - start))) {
        const char *c = second;
        while (c < end && !text_blank_at(c))
            c++;
        if (c == end) {
            p->open = arena_strndup(p->arena, start, p->nopen = (size_t)(cut - start));
            p->close = arena_strndup(p->arena, second, p->nclose = (size_t)(end - second));
            return;
        }
    }
    complain(p, DIAG_MUSTACHE_DELIMITER, tag->at, arena_strndup(p->arena, p->s + tag->start, tag->end - tag->start));
}

/* The trimmed name of a tag; NULL (reported) if there is none or it holds white space. */
static const char *tag_name(struct parser *p, struct tag *tag)
{
    char *name = text_trimmed(p->arena, p->s + tag->start, p->s + tag->end);
    bool good = *name != '\0';
    for (const char *c = name; *c && good; c++)
        good = !text_blank_at(c) && *c != '\r';
    const char *rest = name;
    uint32_t c = utf8_next(&rest), kind = text_narrow(c); /* {{＞名称}} */
    if (good && kind != c && kind < 0x80 && strchr("#^/>&!", (int)kind)) {
        diag_add(p->diag, DIAG_MARKUP_SLIP, tag->at, "{{%s}}", name)->near =
            arena_printf(p->arena, "{{%c%s}}", (char)kind, rest);
        p->ok = false;
        return NULL;
    }
    if (good)
        return name;
    complain(p, DIAG_MUSTACHE_TAG, tag->at, name);
    return NULL;
}

static void split_name(struct parser *p, struct token *token)
{
    const char *last = strrchr(token->text, '.');
    if (!last || !token->text[1])
        return;
    token->head = arena_strndup(p->arena, token->text, (size_t)(last - token->text));
    LIST_OF(const char *) parts = {0};
    for (const char *s = token->text;;) {
        size_t n = strcspn(s, ".");
        *list_push(p->arena, &parts) = arena_strndup(p->arena, s, n);
        if (!s[n])
            break;
        s += n + 1;
    }
    token->parts = parts.items;
    token->nparts = parts.count;
}

static void unclosed(struct parser *p, size_t section, const struct pos *also)
{
    const struct token *token = &p->out.items[section];
    struct finding *finding = diag_add(p->diag, DIAG_MUSTACHE_SECTION, token->at, "%s", token->text);
    if (also)
        diag_also(p->diag, finding, *also);
    p->ok = false;
}

static void end_section(struct parser *p, struct pos at)
{
    size_t section = p->stack[--p->depth];
    p->out.items[section].end = p->out.count;
    push(p, TOKEN_END, at, p->out.items[section].text);
}

/* {{/name}}: closes the nearest section of that name. One whose name fits none is taken for a slip of the pen
 * and closes the innermost. */
static void close_section(struct parser *p, const char *name, struct pos at)
{
    size_t k = p->depth;
    while (k > 0 && strcmp(p->out.items[p->stack[k - 1]].text, name) != 0)
        k--;
    if (k > 0) {
        while (p->depth > k) {
            unclosed(p, p->stack[p->depth - 1], &at);
            end_section(p, at);
        }
        end_section(p, at);
        return;
    }
    p->ok = false;
    if (!p->depth) {
        diag_add(p->diag, DIAG_MUSTACHE_SECTION, at, "/%s", name);
        return;
    }
    const struct token *open = &p->out.items[p->stack[p->depth - 1]];
    diag_also(p->diag, diag_add(p->diag, DIAG_MUSTACHE_SECTION, at, "%s ≠ %s", name, open->text), open->at);
    end_section(p, at);
}

static void open_section(struct parser *p, char kind, const char *name, struct pos at)
{
    if (p->depth == MUSTACHE_SECTIONS) {
        diag_add(p->diag, DIAG_MUSTACHE_SECTION, at, "%s (> %d)", name, MUSTACHE_SECTIONS);
        p->ok = false;
        return;
    }
    p->stack[p->depth++] = p->out.count;
    split_name(p, push(p, kind == '#' ? TOKEN_SECTION : TOKEN_INVERTED, at, name));
}

static struct token *push_tag(struct parser *p, struct tag *tag)
{
    if (tag->kind == '!')
        return NULL;
    if (tag->kind == '=') {
        set_delimiters(p, tag);
        return NULL;
    }
    const char *name = tag_name(p, tag);
    if (!name)
        return NULL;
    if (tag->kind == '#' || tag->kind == '^') {
        open_section(p, tag->kind, name, tag->at);
    } else if (tag->kind == '/') {
        close_section(p, name, tag->at);
    } else if (tag->kind == '>') {
        return push(p, TOKEN_PARTIAL, tag->at, name);
    } else {
        struct token *token = push(p, TOKEN_VALUE, tag->at, name);
        token->raw = tag->kind != 0;
        split_name(p, token);
    }
    return NULL;
}

/* Where the line goes on behind a tag that stands alone on its line(s); 0 if it does not. */
static size_t standalone(const struct parser *p, size_t from, size_t tag_at, const struct tag *tag)
{
    if (!p->line_start || !tag->kind || !strchr("#^/>!=", tag->kind) || skip_blank(p->s, from) != tag_at)
        return 0;
    size_t i = skip_blank(p->s, tag->next);
    if (p->s[i] == '\r' && p->s[i + 1] == '\n')
        i++;
    if (p->s[i] == '\n')
        return i + 1;
    return p->s[i] ? 0 : i;
}

/* The literal [p->i, tag_at) and the tag behind it. A tag that stands alone takes its whole line with it. */
static void take_tag(struct parser *p, size_t tag_at)
{
    size_t from = p->i;
    struct pos from_at = place(p, from);
    struct tag tag;
    bool good = scan_tag(p, tag_at, &tag);
    size_t next = good ? standalone(p, from, tag_at, &tag) : 0;
    if (!next)
        push_literal(p, from, tag_at, from_at);
    p->i = next ? next : tag.next;
    p->line_start = next != 0;
    if (!good)
        return;
    struct token *partial = push_tag(p, &tag);
    if (partial && next) {
        partial->indent = arena_strndup(p->arena, p->s + from, tag_at - from);
        partial->line_at = from_at;
    }
}

struct tokens mustache_parse(struct arena *arena, struct diag *diag, const char *text, struct pos at, bool one_line,
                             bool *ok)
{
    struct parser p = {.arena = arena,
                       .diag = diag,
                       .s = text,
                       .at = at,
                       .one_line = one_line,
                       .line_start = true,
                       .open = "{{",
                       .close = "}}",
                       .nopen = 2,
                       .nclose = 2,
                       .ok = true};
    while (text[p.i]) {
        size_t j = p.i;
        while (text[j] && text[j] != '\n' && !at_open(&p, j))
            j++;
        if (text[j] && text[j] != '\n') {
            take_tag(&p, j);
        } else {
            j += text[j] == '\n';
            push_literal(&p, p.i, j, place(&p, p.i));
            p.i = j;
        }
    }
    while (p.depth) {
        unclosed(&p, p.stack[p.depth - 1], NULL);
        end_section(&p, place(&p, p.i));
    }
    if (!p.ok)
        *ok = false;
    return p.out;
}
