/* Tree → spreadsheet formula. Comes in: a compiled formula and where its names stand on the sheet. Goes out: the text
 * behind "=", or false when a spreadsheet could not say the same (conditions in sum, blank, count, names not there). */
#include "model/expr_node.h"

struct writer {
    struct arena *arena;
    const char *(*name)(void *ctx, const char *name);
    void *ctx;
    struct buf *out;
};

static bool write_node(struct writer *w, const struct node *node);

/* Operands are put in parentheses unless they bind more than what joins them. */
static bool write_operand(struct writer *w, const struct node *node, enum node_kind parent)
{
    if (node->kind > parent)
        return write_node(w, node);
    buf_add(w->out, "(");
    bool said = write_node(w, node);
    buf_add(w->out, ")");
    return said;
}

static bool write_chain(struct writer *w, const struct node *node)
{
    static const char *const signs[] = {"", "+", "-", "*", "/", "=", "<>", "<", "<=", ">", ">="};
    bool said = write_operand(w, node->first, node->kind);
    for (const struct node *operand = node->first->next; operand && said; operand = operand->next) {
        buf_add(w->out, signs[operand->op]);
        said = write_operand(w, operand, operand->kind == NODE_NEGATE ? NODE_NEGATE : node->kind);
    }
    return said;
}

static bool write_list(struct writer *w, const char *function, const struct node *argument)
{
    buf_printf(w->out, "%s(", function);
    bool said = true;
    for (; argument && said; argument = argument->next) {
        said = write_node(w, argument);
        buf_add(w->out, argument->next ? "," : ")");
    }
    return said;
}

/* A condition can only be the second argument over a column; over plain arguments it would be no number. */
static bool write_call(struct writer *w, const struct node *node)
{
    static const char *const names[FUNCTIONS] = {
        [FN_SUM] = "SUM", [FN_MIN] = "MIN", [FN_MAX] = "MAX", [FN_ROUND] = "ROUND", [FN_ABS] = "ABS", [FN_IF] = "IF"};
    if (!names[node->function])
        return false;
    if (node->function == FN_SUM || node->function == FN_MIN || node->function == FN_MAX)
        for (const struct node *argument = node->first; argument; argument = argument->next)
            if (argument->kind <= NODE_COMPARE || (argument->kind == NODE_CALL && argument->function == FN_IF))
                return false;
    return write_list(w, names[node->function], node->first);
}

static bool write_number(struct writer *w, const struct node *node)
{
    if (!node->percent)
        buf_add(w->out, num_text(w->arena, node->num, 0, 64, false));
    else
        buf_printf(w->out, "%s%%", num_text(w->arena, num_shift(w->arena, node->num, 2), 0, 64, false));
    return true;
}

static bool write_name(struct writer *w, const struct node *node)
{
    const char *cell = w->name(w->ctx, node->name);
    buf_add(w->out, cell ? cell : "");
    return cell != NULL;
}

static bool write_node(struct writer *w, const struct node *node)
{
    switch (node->kind) {
    case NODE_OR:
        return write_list(w, "OR", node->first);
    case NODE_AND:
        return write_list(w, "AND", node->first);
    case NODE_NOT:
        return write_list(w, "NOT", node->first);
    case NODE_COMPARE:
    case NODE_SUM:
    case NODE_PRODUCT:
        return write_chain(w, node);
    case NODE_NEGATE:
        buf_add(w->out, "-");
        return write_operand(w, node->first, NODE_NEGATE);
    case NODE_CALL:
        return write_call(w, node);
    case NODE_NUMBER:
        return write_number(w, node);
    case NODE_TEXT: /* spreadsheets compare texts without regard to case */
        return false;
    default:
        return write_name(w, node);
    }
}

bool expr_is_sum(const struct expr *expr)
{
    return expr->root->kind == NODE_CALL && expr->root->function == FN_SUM;
}

bool expr_is_total(const struct expr *expr)
{
    const struct node *root = expr->root;
    if (expr_is_sum(expr))
        return true;
    if (root->kind != NODE_SUM)
        return false;
    for (const struct node *n = root->first->next; n; n = n->next)
        if (n->op != OP_ADD)
            return false;
    return root->first->next != NULL;
}

bool expr_spreadsheet(struct arena *arena, const struct expr *expr, const char *(*name)(void *ctx, const char *name),
                      void *ctx, struct buf *out)
{
    struct buf buf = buf_in(arena);
    struct writer w = {arena, name, ctx, &buf};
    if (!write_node(&w, expr->root))
        return false;
    buf_add(out, buf_text(&buf));
    return true;
}
