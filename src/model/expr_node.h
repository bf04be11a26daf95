/* Private to expr_*.c: the tree of a compiled formula. Chains (a + b - c) are flat lists, so the depth of the tree is
 * the depth of the parentheses, which is bounded. */
#ifndef MODEL_EXPR_NODE_H
#define MODEL_EXPR_NODE_H

#include "model/expr.h"

enum { EXPR_DEEPEST = 200 };

enum operation { OP_NONE, OP_ADD, OP_SUB, OP_MUL, OP_DIV, OP_EQ, OP_NE, OP_LT, OP_LE, OP_GT, OP_GE };

enum function { FN_SUM, FN_COUNT, FN_MIN, FN_MAX, FN_ROUND, FN_ABS, FN_IF, FN_BLANK, FN_HAS, FUNCTIONS };

/* In order of precedence: what binds less comes first. */
enum node_kind {
    NODE_OR,
    NODE_AND,
    NODE_NOT,
    NODE_COMPARE, /* two operands, op stands on the second */
    NODE_SUM,     /* + - chain, op on each operand */
    NODE_PRODUCT, /* * / chain */
    NODE_NEGATE,
    NODE_CALL,
    NODE_NUMBER,
    NODE_TEXT,
    NODE_NAME
};

struct node {
    enum node_kind kind;
    enum operation op; /* with which it joins the operands before it */
    enum function function;
    struct node *first, *next; /* operands, arguments */
    const struct num *num;     /* percent already divided by 100 */
    bool percent;
    const char *name;   /* name or text */
    const char *column; /* 本行.column: what stands behind 本行.; NULL otherwise */
    size_t id;          /* calls: ordinal within the formula */
    bool of_row;        /* calls: 本行.column stands within */
    size_t start, end;  /* bytes in the formula's text */
    struct pos at;
};

struct expr {
    const char *text;
    struct node *root;
    size_t calls;
};

extern const char *const expr_functions[FUNCTIONS];

/* The word that was probably meant at byte i, where the formula goes wrong, or right before it; NULL if none. */
const char *expr_meant(const char *text, size_t i);

/* The function that a name in front of a bracket comes nearest to; NULL if none. */
const char *expr_meant_function(const char *name);

/* The unit of a quotient: "" of equal ones, 万元 ÷ 人 → 万元/人; NULL for one thing in two sizes (万元 ÷ 元, 万人 ÷ 人)
 * and for what is a quotient already. */
const char *expr_quotient(struct arena *arena, const char *a, const char *b);

#endif
