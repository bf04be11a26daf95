/* Annexes as the narrative names them: a list typed by hand, labels standing alone. In: blocks of the document, the
 * annexes. Out: findings. The list of 附件说明 itself is made by the program and cannot be wrong. */
#include "model/check_private.h"

#include <string.h>

/* The block's words behind a number that the program gave it. */
static const char *words_of(struct check *c, const struct block *block, bool *numbered)
{
    const char *text = block_text(c->arena, block);
    const struct run *first = block->runs.count > 1 ? &block->runs.items[0] : NULL;
    size_t n = first ? strlen(first->text) : 0;
    const char *end = first ? first->text + n : NULL;
    *numbered = first && n && (end[-1] == '.' || (n >= 3 && (!strcmp(end - 3, "、") || !strcmp(end - 3, "）"))));
    return *numbered ? text + n : text;
}

static const char *skip_number(const char *s)
{
    const char *digits = s + strspn(s, "0123456789");
    if (digits == s)
        return s;
    return *digits == '.' ? digits + 1 : text_starts(digits, "．") ? digits + strlen("．") : s;
}

static void judge_name(struct check *c, const struct block *block, const char *name)
{
    struct text_names titles = {0};
    for (size_t i = 0; i < c->doc->annexes.count; i++) {
        const char *title = c->doc->annexes.items[i]->title.text;
        if (!strcmp(title, name))
            return;
        *list_push(c->arena, &titles) = title;
    }
    const char *near = text_nearest(name, &titles);
    check_say(c, DIAG_ANNEX_NAME, block->at, name, near ? arena_printf(c->arena, "%s → %s", name, near) : name);
}

/* 附件1-2 on a line of its own: an annex's label, or what is meant to be one. */
static void judge_label(struct check *c, const struct block *block, const char *text)
{
    const char *pattern = c->doc->model->annex_label, *hole = strstr(pattern, "{n}");
    size_t n = hole ? (size_t)(hole - pattern) : 0;
    if (!n || strncmp(text, pattern, n) != 0 || !text[n] || text[n + strspn(text + n, "0123456789-")])
        return;
    struct text_names labels = {0};
    for (size_t i = 0; i < c->doc->annexes.count; i++) {
        if (!strcmp(c->doc->annexes.items[i]->label, text))
            return;
        *list_push(c->arena, &labels) = c->doc->annexes.items[i]->label;
    }
    struct finding *finding = check_say(c, DIAG_ANNEX_LABEL, block->at, text, text);
    if (finding)
        finding->near = text_nearest(text, &labels);
}

void check_annexes(struct check *c)
{
    if (!c->doc || !c->doc->model) /* rules alone are tried without a report */
        return;
    const char *label = c->doc->model->attachments_label;
    bool listing = false;
    for (size_t i = 0; *label && c->doc->annexes.count && i < c->doc->blocks.count; i++) {
        const struct block *block = &c->doc->blocks.items[i];
        if (block->kind != BLOCK_PARAGRAPH && block->kind != BLOCK_HEADING) {
            listing = false;
            continue;
        }
        bool numbered;
        const char *text = words_of(c, block, &numbered);
        bool head = text_starts(text, label);
        listing = head || (listing && numbered);
        if (listing)
            judge_name(c, block, skip_number(head ? text + strlen(label) : text));
        else
            judge_label(c, block, text);
    }
}
