/* A formula → its parts: the two sides of a comparison, which rules print; all parts, which the check of a template
 * tries one by one; the numbers written in it, which are where bands begin and end. */
#include "model/expr_node.h"

static const struct expr *side(struct arena *arena, const struct expr *expr, const struct node *node)
{
    struct node *root = arena_alloc(arena, sizeof *root);
    *root = *node;
    root->next = NULL;
    struct expr *part = arena_alloc(arena, sizeof *part);
    *part = *expr;
    part->root = root;
    return part;
}

static const char *text_of(enum operation op)
{
    switch (op) {
    case OP_EQ:
        return "=";
    case OP_NE:
        return "≠";
    case OP_LT:
        return "<";
    case OP_LE:
        return "≤";
    case OP_GT:
        return ">";
    default:
        return "≥";
    }
}

bool expr_comparison(struct arena *arena, const struct expr *expr, const struct expr **left, const char **op,
                     const struct expr **right)
{
    const struct node *root = expr->root;
    if (root->kind != NODE_COMPARE)
        return false;
    *left = side(arena, expr, root->first);
    *right = side(arena, expr, root->first->next);
    *op = text_of(root->first->next->op);
    return true;
}

static bool over_rows(const struct node *node)
{
    enum function f = node->function;
    return node->kind == NODE_CALL && (f == FN_SUM || f == FN_COUNT || f == FN_MIN || f == FN_MAX);
}

static void add_parts(struct arena *arena, const struct expr *expr, const struct node *node, struct expr_parts *parts)
{
    for (const struct node *operand = node->first; operand; operand = operand->next) {
        if (over_rows(node) && operand != node->first)
            break; /* a condition on rows means nothing outside them */
        if (operand->kind != NODE_NUMBER && operand->kind != NODE_TEXT && !over_rows(node))
            *list_push(arena, parts) = side(arena, expr, operand);
        add_parts(arena, expr, operand, parts);
    }
}

struct expr_parts expr_parts(struct arena *arena, const struct expr *expr)
{
    struct expr_parts parts = {0};
    *list_push(arena, &parts) = expr;
    add_parts(arena, expr, expr->root, &parts);
    return parts;
}

static void add_numbers(struct arena *arena, const struct node *node, struct expr_numbers *numbers)
{
    if (node->kind == NODE_NUMBER)
        *list_push(arena, numbers) = node->num;
    for (const struct node *operand = node->first; operand; operand = operand->next)
        add_numbers(arena, operand, numbers);
}

struct expr_numbers expr_numbers(struct arena *arena, const struct expr *expr)
{
    struct expr_numbers numbers = {0};
    add_numbers(arena, expr->root, &numbers);
    return numbers;
}
