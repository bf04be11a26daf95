/* Tokens + data → spans. Comes in: a parsed source and a vtable of values. Goes out: spans that remember where their
 * text was written and which fact it is. Must not know facts, files or JSON; never merges text of two sources. */
#include "model/mustache_parse.h"

#include "base/map.h"

#include <string.h>

enum {
    PARTIALS = 32,   /* partials inside each other */
    STEPS = 1 << 20, /* tokens rendered in one call: stops text that doubles itself */
    NEAREST = 50     /* "nearest name" is looked for so many times at most */
};

/* One level of the context stack. */
struct frame {
    const void *value; /* NULL = the root */
    size_t ordinal;    /* of a list's item, from 1; 0 otherwise */
    const struct frame *up;
};

/* A partial that is being rendered. */
struct active {
    const char *name;
    const struct active *up;
    int depth;
};

struct render {
    struct arena *arena;
    struct diag *diag;
    enum mustache_policy policy;
    const struct mustache_data *data;
    struct spans *out;
    struct map *partials; /* name → struct tokens *, parsed once */
    size_t steps, nearest;
    bool ok;
};

/* Where a range of tokens is rendered. */
struct place {
    const struct tokens *tokens;
    const struct active *active;
    const char *indent; /* in front of every line of a standalone partial */
    struct pos indent_at;
};

static void render_range(struct render *r, const struct place *place, size_t from, size_t to,
                         const struct frame *frame);

/* -- names -- */

static const void *member(const struct render *r, const void *value, const char *name)
{
    return r->data->member(r->data->ctx, value, name);
}

/* A dotted name asked of one context as data sources with dots in their names want it (STRICT only). */
static const void *ask_whole(const struct render *r, const void *value, const struct token *token)
{
    const void *found = member(r, value, token->text);
    if (found)
        return found;
    const void *head = token->nparts > 2 ? member(r, value, token->head) : NULL;
    return head ? member(r, head, token->parts[token->nparts - 1]) : NULL;
}

static const void *walk(const struct render *r, const void *value, const struct token *token)
{
    for (size_t i = 1; i < token->nparts && value; i++)
        value = member(r, value, token->parts[i]);
    return value;
}

static const void *resolve_dotted(const struct render *r, const struct frame *frame, const struct token *token)
{
    bool strict = r->policy == MUSTACHE_STRICT;
    for (; frame; frame = frame->up) {
        const void *found = strict ? ask_whole(r, frame->value, token) : NULL;
        if (found)
            return found;
        if (!(found = member(r, frame->value, token->parts[0])))
            continue;
        found = walk(r, found, token);
        return found || !strict || !frame->value ? found : ask_whole(r, NULL, token);
    }
    return NULL;
}

static const void *resolve(const struct render *r, const struct frame *frame, const struct token *token)
{
    if (token->parts)
        return resolve_dotted(r, frame, token);
    if (!strcmp(token->text, "."))
        return frame->value ? frame->value : member(r, NULL, ".");
    const void *found = NULL;
    for (; frame && !found; frame = frame->up)
        found = member(r, frame->value, token->text);
    return found;
}

static const void *need(struct render *r, const struct frame *frame, struct token *token)
{
    const void *value = resolve(r, frame, token);
    if (value || r->policy == MUSTACHE_SPEC || token->reported)
        return value;
    token->reported = true;
    r->ok = false;
    struct finding *finding = diag_add(r->diag, DIAG_MUSTACHE_UNKNOWN, token->at, "%s", token->text);
    if (r->data->names && r->nearest++ < NEAREST)
        finding->near = text_nearest(token->text, r->data->names);
    return NULL;
}

/* -- output -- */

static void add_span(struct render *r, const char *text, struct pos at, const struct fact *fact, bool literal)
{
    if (!*text && !fact)
        return;
    *list_push(r->arena, r->out) = (struct span){.text = text, .at = at, .fact = fact, .literal = literal};
}

static const char *escape_html(struct arena *arena, const char *s)
{
    if (!s[strcspn(s, "&<>\"")])
        return s;
    struct buf buf = buf_in(arena);
    for (size_t n; *s; s += n) {
        n = strcspn(s, "&<>\"");
        buf_addn(&buf, s, n);
        if (!s[n])
            break;
        buf_add(&buf, s[n] == '&' ? "&amp;" : s[n] == '<' ? "&lt;" : s[n] == '>' ? "&gt;" : "&quot;");
        n++;
    }
    return buf_text(&buf);
}

static void report_blank(struct render *r, const struct frame *frame, const struct token *token, const void *value)
{
    struct pos place = {0};
    if (r->data->place)
        place = r->data->place(r->data->ctx, value);
    r->ok = false;
    while (frame && !frame->ordinal)
        frame = frame->up;
    struct finding *finding =
        frame ? diag_add(r->diag, DIAG_BLANK_IN_TEXT, token->at, "%s [%zu]", token->text, frame->ordinal)
              : diag_add(r->diag, DIAG_BLANK_IN_TEXT, token->at, "%s", token->text);
    if (place.line > 0)
        diag_also(r->diag, finding, place);
}

static void render_value(struct render *r, struct token *token, const struct frame *frame)
{
    const void *value = need(r, frame, token);
    if (!value)
        return;
    const struct fact *fact = NULL;
    bool blank = false;
    const char *text = r->data->text(r->data->ctx, value, &fact, &blank);
    if (!text)
        text = "";
    if (blank && r->policy == MUSTACHE_STRICT)
        report_blank(r, frame, token, value);
    if (r->policy == MUSTACHE_SPEC && !token->raw)
        text = escape_html(r->arena, text);
    bool counted = r->data->counted && r->data->counted(r->data->ctx, value);
    add_span(r, text, token->at, fact, false);
    if (counted)
        r->out->items[r->out->count - 1].counted = true;
}

/* -- sections -- */

/* False once a text has grown beyond all measure; reported once. */
static bool step(struct render *r, struct pos at)
{
    if (r->steps > STEPS)
        return false;
    if (++r->steps <= STEPS)
        return true;
    diag_add(r->diag, DIAG_MUSTACHE_SIZE, at, "> %d", STEPS);
    r->ok = false;
    return false;
}

static void render_section(struct render *r, const struct place *place, size_t i, const struct frame *frame)
{
    struct token *token = &place->tokens->items[i];
    const struct mustache_data *data = r->data;
    const void *value = need(r, frame, token);
    bool holds = value && !data->falsy(data->ctx, value);
    if (token->kind == TOKEN_INVERTED) {
        if (!holds && (value || r->policy == MUSTACHE_SPEC))
            render_range(r, place, i + 1, token->end, frame);
        return;
    }
    if (!holds)
        return;
    size_t n = data->count(data->ctx, value);
    if (n == SIZE_MAX) {
        render_range(r, place, i + 1, token->end, &(struct frame){value, 0, frame});
        return;
    }
    for (size_t k = 0; k < n && step(r, token->at); k++) {
        struct frame item = {data->item(data->ctx, value, k), k + 1, frame};
        if (item.value)
            render_range(r, place, i + 1, token->end, &item);
    }
}

static const struct tokens *partial_tokens(struct render *r, const struct token *token)
{
    struct tokens *tokens = map_get(r->partials, token->text);
    if (tokens)
        return tokens;
    const struct source *source = r->data->partial ? r->data->partial(r->data->ctx, token->text) : NULL;
    if (!source)
        return NULL;
    tokens = arena_alloc(r->arena, sizeof *tokens);
    *tokens = mustache_parse(r->arena, r->diag, source->text,
                             (struct pos){.file = source->file, .line = 1, .column = 1}, false, &r->ok);
    map_put(r->partials, token->text, tokens);
    return tokens;
}

/* STRICT refuses a partial inside itself at once; SPEC lets data end the recursion and stops at a depth. */
static bool recursive(const struct render *r, const struct active *active, const char *name)
{
    if (active && active->depth >= PARTIALS)
        return true;
    for (; active && r->policy == MUSTACHE_STRICT; active = active->up)
        if (!strcmp(active->name, name))
            return true;
    return false;
}

static void render_partial(struct render *r, const struct place *place, struct token *token, const struct frame *frame)
{
    const struct tokens *tokens = NULL;
    enum diag_code code = DIAG_MUSTACHE_RECURSION;
    if (!recursive(r, place->active, token->text)) {
        code = DIAG_MUSTACHE_PARTIAL;
        tokens = partial_tokens(r, token);
    }
    if (!tokens) {
        if (!token->reported && (r->policy == MUSTACHE_STRICT || code == DIAG_MUSTACHE_RECURSION)) {
            bool file = code == DIAG_MUSTACHE_PARTIAL && r->data->partial_file;
            const char *name = file ? r->data->partial_file(r->data->ctx, token->text) : token->text;
            if (name)
                diag_add(r->diag, code, token->at, "%s", name);
            r->ok = false;
            token->reported = true;
        }
        return;
    }
    struct active active = {token->text, place->active, place->active ? place->active->depth + 1 : 1};
    struct place inner = {.tokens = tokens, .active = &active, .indent = place->indent, .indent_at = place->indent_at};
    if (*token->indent) {
        inner.indent = *place->indent ? arena_printf(r->arena, "%s%s", place->indent, token->indent) : token->indent;
        inner.indent_at = token->line_at;
    }
    render_range(r, &inner, 0, tokens->count, frame);
}

static void render_range(struct render *r, const struct place *place, size_t from, size_t to, const struct frame *frame)
{
    for (size_t i = from; i < to; i++) {
        struct token *token = &place->tokens->items[i];
        if (!step(r, token->at))
            return;
        switch (token->kind) {
        case TOKEN_LITERAL:
            if (token->line_start)
                add_span(r, place->indent, place->indent_at, NULL, true);
            add_span(r, token->text, token->at, NULL, true);
            break;
        case TOKEN_VALUE:
            render_value(r, token, frame);
            break;
        case TOKEN_SECTION:
        case TOKEN_INVERTED:
            render_section(r, place, i, frame);
            i = token->end;
            break;
        case TOKEN_PARTIAL:
            render_partial(r, place, token, frame);
            break;
        case TOKEN_END:
            break;
        }
    }
}

/* -- entry points -- */

static bool render(struct render *r, const struct tokens *tokens, const void *top)
{
    struct frame root = {0}, first = {top, 0, &root};
    struct place place = {.tokens = tokens, .indent = ""};
    render_range(r, &place, 0, tokens->count, top ? &first : &root);
    return r->ok;
}

bool mustache_render(struct arena *arena, struct diag *diag, enum mustache_policy policy,
                     const struct mustache_data *data, const struct source *source, struct spans *out)
{
    struct render r = {arena, diag, policy, data, out, map_new(arena), 0, 0, true};
    struct pos at = {.file = source->file, .line = 1, .column = 1};
    struct tokens tokens = mustache_parse(arena, diag, source->text, at, false, &r.ok);
    return render(&r, &tokens, NULL);
}

bool mustache_line(struct arena *arena, struct diag *diag, enum mustache_policy policy,
                   const struct mustache_data *data, const void *top, const char *text, struct pos at,
                   struct spans *out)
{
    struct render r = {arena, diag, policy, data, out, map_new(arena), 0, 0, true};
    struct tokens tokens = mustache_parse(arena, diag, text, at, true, &r.ok);
    return render(&r, &tokens, top);
}

const char *spans_text(struct arena *arena, const struct spans *spans)
{
    struct buf buf = buf_in(arena);
    for (size_t i = 0; i < spans->count; i++)
        buf_add(&buf, spans->items[i].text);
    return buf_text(&buf);
}
