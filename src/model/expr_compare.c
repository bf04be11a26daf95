/* A formula that is one comparison → its two sides. For rules, which print both sides and allow a tolerance. */
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
