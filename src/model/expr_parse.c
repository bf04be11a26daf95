/* Text of a formula → tree. Comes in: one line and its place. Goes out: the tree, or T301/T307 with the column of the
 * character where it stops making sense. Must not know which names exist. */
#include "model/expr_node.h"

#include "base/map.h"

#include <string.h>

const char *const expr_functions[FUNCTIONS] = {"sum", "count", "min", "max", "round", "abs", "if", "blank", "has"};

static const char current_row[] = "本行.";

enum token_kind {
    TOKEN_END,
    TOKEN_OPERATOR, /* + - * / and comparisons */
    TOKEN_OPEN,
    TOKEN_CLOSE,
    TOKEN_COMMA,
    TOKEN_AND,
    TOKEN_OR,
    TOKEN_NOT,
    TOKEN_NUMBER,
    TOKEN_TEXT,
    TOKEN_NAME
};

struct token {
    enum token_kind kind;
    enum operation op;
    const struct num *num;
    bool percent;
    bool bare;        /* a name without backticks: may be a function */
    const char *text; /* name or text */
    size_t start, end;
};

struct parser {
    struct arena *arena;
    struct diag *diag;
    const char *s;
    struct pos at;
    size_t mark;          /* byte that `at` belongs to */
    struct token token;   /* the next one */
    size_t last_end;      /* where the one before it ended */
    size_t calls, of_row; /* so far: calls, names 本行.column */
    int depth;
    bool failed;
};

static struct node *parse_or(struct parser *p);

/* Position of byte i; i never goes back, except within one token. */
static struct pos place(struct parser *p, size_t i)
{
    for (; p->mark < i; p->mark++)
        p->at.column += ((unsigned char)p->s[p->mark] & 0xC0) != 0x80;
    return p->at;
}

/* Reports once; what follows a mistake is not worth reading. */
static void fail_at(struct parser *p, enum diag_code code, size_t i, const char *near)
{
    if (p->failed)
        return;
    p->failed = true;
    const char *from = p->s[i] ? p->s + i : p->s, *end = from;
    for (int chars = 0; *end && chars < 16; chars++)
        utf8_next(&end);
    const char *detail = arena_strndup(p->arena, from, (size_t)(end - from));
    near = near || code != DIAG_EXPR_SYNTAX ? near : expr_meant(p->s, i);
    diag_add(p->diag, code, place(p, i), "%s", detail)->near = near ? near : text_narrowed(p->arena, detail);
}

/* -- tokens -- */

static size_t white_at(const char *s)
{
    return *s == '\n' || *s == '\r' ? 1 : text_blank_at(s);
}

/* An operator at s: its length in bytes, 0 if there is none. */
static size_t operator_at(const char *s, enum operation *op)
{
    static const struct {
        const char *text;
        enum operation op;
    } table[] = {{"<=", OP_LE}, {">=", OP_GE}, {"＜＝", OP_LE}, {"＞＝", OP_GE}, {"!=", OP_NE},
                 {"<>", OP_NE}, {"+", OP_ADD}, {"-", OP_SUB},   {"*", OP_MUL},   {"/", OP_DIV},
                 {"=", OP_EQ},  {"<", OP_LT},  {">", OP_GT},    {"≠", OP_NE},    {"≤", OP_LE},
                 {"≥", OP_GE},  {"＝", OP_EQ}, {"＜", OP_LT},   {"＞", OP_GT}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (text_starts(s, table[i].text)) {
            *op = table[i].op;
            return strlen(table[i].text);
        }
    return 0;
}

/* True if no operator, bracket or white space begins with the byte. */
static bool is_plain(char byte)
{
    unsigned c = (unsigned char)byte;
    return c < 0x80 ? (c | 0x20) - 'a' < 26U || text_is_digit(c) || c == '.' || c == '_'
                    : c != 0xC2 && c != 0xE2 && c != 0xE3 && c != 0xEF;
}

/* Bytes of the name characters at s. */
static size_t bare_length(const char *s)
{
    size_t n = 0;
    enum operation op;
    while (is_plain(s[n]) || (s[n] && !strchr("!(),\"`", s[n]) && !white_at(s + n) && !operator_at(s + n, &op)))
        n++;
    return n;
}

/* A whole word that is a number, perhaps with %. Anything behind the digits makes it a name (12345热线). */
static bool number_word(struct parser *p, struct token *token, const char *word)
{
    const char *s = word;
    uint32_t c = utf8_next(&s);
    if (!text_is_digit(text_narrow(c)))
        return false;
    s = word;
    enum num_scan scan = num_scan(p->arena, &s, &token->num, NULL);
    if (scan == NUM_LONG)
        fail_at(p, DIAG_EXPR_SYNTAX, token->start, NULL);
    if (scan != NUM_OK)
        return false;
    const char *percent = text_starts(s, "％") ? "％" : "%";
    token->percent = text_starts(s, percent);
    if (token->percent) {
        s += strlen(percent);
        token->num = num_shift(p->arena, token->num, -2);
    }
    return !*s;
}

static enum token_kind word_kind(struct parser *p, struct token *token)
{
    static const struct {
        const char *text;
        enum token_kind kind;
    } words[] = {{"并且", TOKEN_AND}, {"或者", TOKEN_OR}, {"非", TOKEN_NOT},
                 {"and", TOKEN_AND},  {"or", TOKEN_OR},   {"not", TOKEN_NOT}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (!strcmp(token->text, words[i].text))
            return words[i].kind;
    return number_word(p, token, token->text) ? TOKEN_NUMBER : TOKEN_NAME;
}

/* A word, a name in backticks, or both without white space between (本行.`一级 指标`). */
static void read_name(struct parser *p, struct token *token)
{
    struct buf name = buf_in(p->arena);
    size_t i = token->start;
    token->bare = true;
    for (;;) {
        if (p->s[i] == '`') {
            size_t n = strcspn(p->s + i + 1, "`");
            if (!p->s[i + 1 + n]) {
                fail_at(p, DIAG_EXPR_SYNTAX, i, NULL);
                return;
            }
            buf_addn(&name, p->s + i + 1, n);
            i += n + 2;
            token->bare = false;
        }
        size_t n = bare_length(p->s + i);
        buf_addn(&name, p->s + i, n);
        i += n;
        if (p->s[i] != '`')
            break;
    }
    token->text = buf_text(&name);
    token->end = i;
    token->kind = token->bare ? word_kind(p, token) : TOKEN_NAME;
    if (!*token->text)
        fail_at(p, DIAG_EXPR_SYNTAX, token->start, NULL);
}

static void read_text(struct parser *p, struct token *token)
{
    size_t n = strcspn(p->s + token->start + 1, "\"");
    if (!p->s[token->start + 1 + n]) {
        fail_at(p, DIAG_EXPR_SYNTAX, token->start, NULL);
        return;
    }
    token->kind = TOKEN_TEXT;
    token->text = arena_strndup(p->arena, p->s + token->start + 1, n);
    token->end = token->start + n + 2;
}

static void next_token(struct parser *p)
{
    size_t i = p->token.end, n;
    p->last_end = i;
    while ((n = white_at(p->s + i)))
        i += n;
    p->token = (struct token){.start = i, .end = i};
    struct token *token = &p->token;
    char c = p->s[i];
    if (!c || p->failed)
        return;
    if ((n = operator_at(p->s + i, &token->op))) {
        token->kind = TOKEN_OPERATOR;
        token->end = i + n;
    } else if (c == '(' || c == ')' || c == ',') {
        token->kind = c == '(' ? TOKEN_OPEN : c == ')' ? TOKEN_CLOSE : TOKEN_COMMA;
        token->end = i + 1;
    } else if (c == '"') {
        read_text(p, token);
    } else if (c == '!') {
        fail_at(p, DIAG_EXPR_SYNTAX, i, NULL);
    } else {
        read_name(p, token);
    }
    if (p->failed)
        *token = (struct token){.start = i, .end = i};
}

/* -- tree -- */

static struct node *new_node(struct parser *p, enum node_kind kind)
{
    struct node *node = arena_alloc(p->arena, sizeof *node);
    node->kind = kind;
    node->start = p->token.start;
    node->at = place(p, p->token.start);
    return node;
}

static void unexpected(struct parser *p)
{
    fail_at(p, DIAG_EXPR_SYNTAX, p->token.start, NULL);
}

static bool deeper(struct parser *p)
{
    if (p->depth++ < EXPR_DEEPEST)
        return true;
    fail_at(p, DIAG_EXPR_DEPTH, p->token.start, NULL);
    return false;
}

/* A token that takes part in a chain of this kind. */
static bool joins(const struct token *token, enum node_kind kind)
{
    if (kind == NODE_OR)
        return token->kind == TOKEN_OR;
    if (kind == NODE_AND)
        return token->kind == TOKEN_AND;
    if (token->kind != TOKEN_OPERATOR)
        return false;
    if (kind == NODE_SUM)
        return token->op == OP_ADD || token->op == OP_SUB;
    return token->op == OP_MUL || token->op == OP_DIV;
}

/* operand { operator operand }: one flat node, or the operand itself when it stands alone. */
static struct node *parse_chain(struct parser *p, enum node_kind kind, struct node *(*operand)(struct parser *))
{
    struct node *chain = new_node(p, kind);
    struct node *last = operand(p);
    chain->first = last;
    while (!p->failed && joins(&p->token, kind)) {
        enum operation op = p->token.op;
        next_token(p);
        last->next = operand(p);
        if (p->failed)
            return NULL;
        last = last->next;
        last->op = op;
    }
    if (p->failed)
        return NULL;
    chain->end = p->last_end;
    return chain->first->next ? chain : chain->first;
}

static struct node *parse_argument_list(struct parser *p, struct node *call)
{
    struct node **tail = &call->first;
    while (!p->failed) {
        *tail = parse_or(p);
        if (p->failed)
            return NULL;
        tail = &(*tail)->next;
        if (p->token.kind != TOKEN_COMMA)
            break;
        next_token(p);
    }
    return call;
}

static bool right_count(const struct node *call)
{
    static const struct {
        size_t least, most;
    } counts[FUNCTIONS] = {[FN_SUM] = {1, SIZE_MAX}, [FN_COUNT] = {1, SIZE_MAX}, [FN_MIN] = {1, SIZE_MAX},
                           [FN_MAX] = {1, SIZE_MAX}, [FN_ROUND] = {2, 2},        [FN_ABS] = {1, 1},
                           [FN_IF] = {3, 3},         [FN_BLANK] = {1, 1},        [FN_HAS] = {2, SIZE_MAX}};
    size_t n = 0;
    for (const struct node *argument = call->first; argument; argument = argument->next)
        n++;
    return n >= counts[call->function].least && n <= counts[call->function].most;
}

/* The token in front of the "(" was a bare name. */
static struct node *parse_call(struct parser *p, struct node *call, const char *name)
{
    size_t k = 0;
    while (k < FUNCTIONS && strcmp(expr_functions[k], name) != 0)
        k++;
    if (k == FUNCTIONS) {
        fail_at(p, DIAG_EXPR_SYNTAX, call->start, expr_meant_function(name));
        return NULL;
    }
    call->kind = NODE_CALL;
    call->function = (enum function)k;
    call->id = p->calls++;
    size_t of_row = p->of_row;
    if (!deeper(p))
        return NULL;
    next_token(p);
    parse_argument_list(p, call);
    p->depth--;
    call->of_row = p->of_row != of_row;
    if (p->failed)
        return NULL;
    if (p->token.kind != TOKEN_CLOSE || !right_count(call)) {
        unexpected(p);
        return NULL;
    }
    next_token(p);
    return call;
}

static struct node *parse_name(struct parser *p, struct node *node, const struct token *token)
{
    if (token->bare && p->token.kind == TOKEN_OPEN)
        return parse_call(p, node, token->text);
    node->kind = NODE_NAME;
    node->name = token->text;
    if (text_starts(node->name, current_row) && node->name[sizeof current_row - 1]) {
        node->column = node->name + sizeof current_row - 1;
        p->of_row++;
    }
    return node;
}

static struct node *parse_group(struct parser *p)
{
    if (!deeper(p))
        return NULL;
    next_token(p);
    struct node *node = parse_or(p);
    p->depth--;
    if (!p->failed && p->token.kind != TOKEN_CLOSE)
        unexpected(p);
    if (p->failed)
        return NULL;
    next_token(p);
    return node;
}

static struct node *parse_primary(struct parser *p)
{
    struct token token = p->token;
    if (token.kind == TOKEN_OPEN)
        return parse_group(p);
    if (token.kind != TOKEN_NUMBER && token.kind != TOKEN_TEXT && token.kind != TOKEN_NAME) {
        unexpected(p);
        return NULL;
    }
    struct node *node = new_node(p, token.kind == TOKEN_NUMBER ? NODE_NUMBER : NODE_TEXT);
    next_token(p);
    node->num = token.num;
    node->percent = token.percent;
    node->name = token.text;
    if (token.kind == TOKEN_NAME)
        node = parse_name(p, node, &token);
    if (node)
        node->end = p->last_end;
    return node;
}

/* operator operand, for the sign and for "not". */
static struct node *parse_prefix(struct parser *p, enum node_kind kind, struct node *(*operand)(struct parser *))
{
    struct node *node = new_node(p, kind);
    if (!deeper(p))
        return NULL;
    next_token(p);
    node->first = operand(p);
    node->end = p->last_end;
    p->depth--;
    return p->failed ? NULL : node;
}

static struct node *parse_unary(struct parser *p)
{
    if (p->token.kind == TOKEN_OPERATOR && p->token.op == OP_SUB)
        return parse_prefix(p, NODE_NEGATE, parse_unary);
    if (p->token.kind != TOKEN_OPERATOR || p->token.op != OP_ADD)
        return parse_primary(p);
    next_token(p);
    return parse_primary(p);
}

static struct node *parse_product(struct parser *p)
{
    return parse_chain(p, NODE_PRODUCT, parse_unary);
}

/* 85 <= x < 95: what it would be here, 85 <= x 并且 x < 95. */
static void refuse_third(struct parser *p, const struct node *compare, const struct node *middle)
{
    const char *s = p->s;
    struct parser ahead = *p;
    ahead.diag = diag_new(p->arena);
    next_token(&ahead);
    parse_chain(&ahead, NODE_SUM, parse_product);
    size_t i = p->token.start, end = ahead.failed ? p->token.end : ahead.last_end;
    fail_at(p, DIAG_EXPR_SYNTAX, i,
            arena_printf(p->arena, "%.*s 并且 %.*s %.*s", (int)(middle->end - compare->start), s + compare->start,
                         (int)(middle->end - middle->start), s + middle->start, (int)(end - i), s + i));
}

static struct node *parse_compare(struct parser *p)
{
    struct node *node = new_node(p, NODE_COMPARE);
    node->first = parse_chain(p, NODE_SUM, parse_product);
    if (p->failed || p->token.kind != TOKEN_OPERATOR)
        return node->first;
    enum operation op = p->token.op;
    next_token(p);
    struct node *right = parse_chain(p, NODE_SUM, parse_product);
    if (p->failed)
        return NULL;
    if (p->token.kind == TOKEN_OPERATOR) {
        refuse_third(p, node, right);
        return NULL;
    }
    right->op = op;
    node->first->next = right;
    node->end = p->last_end;
    return node;
}

static struct node *parse_not(struct parser *p)
{
    return p->token.kind == TOKEN_NOT ? parse_prefix(p, NODE_NOT, parse_not) : parse_compare(p);
}

static struct node *parse_and(struct parser *p)
{
    return parse_chain(p, NODE_AND, parse_not);
}

static struct node *parse_or(struct parser *p)
{
    return parse_chain(p, NODE_OR, parse_and);
}

struct expr *expr_compile(struct arena *arena, struct diag *diag, const char *text, struct pos at)
{
    struct parser p = {.arena = arena, .diag = diag, .s = text, .at = at};
    next_token(&p);
    struct node *root = parse_or(&p);
    if (!p.failed && p.token.kind != TOKEN_END)
        unexpected(&p);
    if (p.failed)
        return NULL;
    struct expr *expr = arena_alloc(arena, sizeof *expr);
    *expr = (struct expr){.text = arena_strdup(arena, text), .root = root, .calls = p.calls};
    return expr;
}

static void collect_names(struct arena *arena, const struct node *node, struct map *seen, struct text_names *names)
{
    for (; node; node = node->next) {
        if (node->kind == NODE_NAME && !map_get(seen, node->name)) {
            map_put(seen, node->name, seen);
            *list_push(arena, names) = node->name;
        }
        collect_names(arena, node->first, seen, names);
    }
}

struct text_names expr_names(struct arena *arena, const struct expr *expr)
{
    struct text_names names = {0};
    collect_names(arena, expr->root, map_new(arena), &names);
    return names;
}
