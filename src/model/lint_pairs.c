/* Brackets and quotes: every one has its partner within the paragraph; a title within a title stands in 〈 〉. */
#include "model/lint_private.h"

enum { TITLE_OPEN = 0x300A, TITLE_CLOSE = 0x300B, DEPTH = 64 };

/* 1）, （一) at the beginning of a clause: a number, not a bracket. */
static bool is_list_number(const struct lint_text *t, size_t i)
{
    if (t->c[i] != ')' && t->c[i] != 0xFF09)
        return false;
    size_t from = i;
    while (from > 0 && i - from < 4 && (text_is_digit(t->c[from - 1]) || (t->c[from - 1] | 0x20) - 'a' < 26))
        from--;
    size_t end;
    if (from == i && i > 0 && lint_numeral(t, i - 1, &end) > 0)
        from--;
    return from < i && (from == 0 || lint_is_break(t->c[from - 1]) || lint_is_blank(t->c[from - 1]));
}

void lint_unbalanced(struct lint *l, const struct lint_text *t)
{
    for (size_t i = 0; i < t->n; i++) {
        if (t->partner[i] != -1 || t->depth[i] >= DEPTH || is_list_number(t, i))
            continue;
        if (t->c[i] == 0x2019 && i > 0 && t->c[i - 1] < 0x80) /* an apostrophe */
            continue;
        size_t from = i > 4 ? i - 4 : 0, to = i + 5 < t->n ? i + 5 : t->n;
        lint_report_at(l, t, DIAG_LINT_UNBALANCED, i, from, to, NULL);
    }
}

static bool opens_angle(const struct lint_text *t, size_t i, size_t end, size_t *close)
{
    for (size_t k = i + 1; k < end; k++)
        if (t->c[k] == '>' || t->c[k] == '<') {
            *close = k;
            return t->c[k] == '>' && k > i + 1;
        }
    return false;
}

static void correct(struct lint *l, const struct lint_text *t, size_t open, size_t close)
{
    const char *right = arena_printf(l->arena, "〈%s〉", lint_slice(l->arena, t, open + 1, close));
    lint_report(l, t, DIAG_LINT_NESTED_TITLE, open, close + 1, right);
    lint_edit(l, t, open, open + 1, "〈");
    lint_edit(l, t, close, close + 1, "〉");
}

void lint_nested_titles(struct lint *l, const struct lint_text *t)
{
    size_t end = 0; /* of the outermost title that is open */
    for (size_t i = 0; i < t->n; i++) {
        size_t close = 0;
        bool inside = i < end;
        if (t->c[i] == TITLE_OPEN && t->partner[i] >= 0) {
            if (inside)
                correct(l, t, i, (size_t)t->partner[i]);
            else
                end = (size_t)t->partner[i];
        } else if (t->c[i] == '<' && lint_is_chinese(t->c[i + 1]) && i > 0 && lint_is_chinese(t->c[i - 1])) {
            if (inside && opens_angle(t, i, end, &close))
                correct(l, t, i, close);
            else if (!inside && opens_angle(t, i, i + 80 < t->n ? i + 80 : t->n, &close))
                lint_report(l, t, DIAG_LINT_HALF_WIDTH, i, close + 1,
                            arena_printf(l->arena, "《%s》", lint_slice(l->arena, t, i + 1, close)));
        }
    }
}
