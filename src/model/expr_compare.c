/* A formula → its parts: the two sides of a comparison, which rules print; all parts, which the check of a template
 * tries one by one; the numbers written in it, which are where bands begin and end. */
#include "model/expr_node.h"

#include <string.h>

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

/* 80 <= x for x >= 80. */
static enum operation turned(enum operation op)
{
    return op == OP_LT ? OP_GT : op == OP_LE ? OP_GE : op == OP_GT ? OP_LT : op == OP_GE ? OP_LE : op;
}

static bool take_bounds(const struct node *node, struct expr_bounds *out)
{
    const struct node *left = node->first, *right = left ? left->next : NULL;
    bool good = node->kind == NODE_AND;
    for (const struct node *operand = left; good && operand; operand = operand->next)
        good = take_bounds(operand, out);
    if (node->kind != NODE_COMPARE)
        return good;
    const struct node *name = left->kind == NODE_NAME ? left : right, *number = name == left ? right : left;
    if (name->kind != NODE_NAME || number->kind != NODE_NUMBER || (out->name && strcmp(out->name, name->name) != 0))
        return false;
    out->name = name->name;
    enum operation op = name == left ? right->op : turned(right->op);
    const struct num **bound = op == OP_GE   ? &out->least
                               : op == OP_GT ? &out->above
                               : op == OP_LE ? &out->most
                               : op == OP_LT ? &out->below
                                             : NULL;
    if (bound)
        *bound = number->num;
    return bound != NULL;
}

bool expr_bounds(const struct expr *expr, struct expr_bounds *out)
{
    *out = (struct expr_bounds){0};
    return take_bounds(expr->root, out);
}

static bool is_equation(const struct node *node, enum node_kind left, enum node_kind right)
{
    return node && node->kind == NODE_COMPARE && node->first->kind == left && node->first->next->kind == right &&
           node->first->next->op == OP_EQ;
}

bool expr_share(const struct expr *expr, struct expr_share *out)
{
    const struct node *root = expr->root, *sum = root->first;
    if (!is_equation(root, NODE_CALL, NODE_NAME) || sum->function != FN_SUM || sum->first->kind != NODE_NAME)
        return false;
    const struct node *group = sum->first->next;
    if (!is_equation(group, NODE_NAME, NODE_TEXT) || group->next)
        return false;
    *out = (struct expr_share){sum->first->name, group->first->name, group->first->next->name, root->first->next->name};
    return true;
}
