/* Shared by page.c (lines → pages), page_parts.c (blocks → lines), page_annex.c and page_table.c (tables). */
#ifndef LAYOUT_PAGE_PRIVATE_H
#define LAYOUT_PAGE_PRIVATE_H

#include "layout/page.h"

/* What stands on one or more of a page's lines. */
struct item {
    const struct line *line;  /* NULL: a blank line, a table, or a page break */
    const struct line *label; /* a second line on the same baseline (附件： and the number); or NULL */
    const struct block *block;
    struct grid_size *grid; /* a table; takes as many lines as it needs, but at least `height` to begin */
    mpt size;               /* of the characters, to stand in the middle of the line */
    int height;             /* in lines of the page */
    bool keep;              /* no page break before it */
    bool title;             /* of the title block */
    bool page_break;        /* nothing itself; the next item begins a page */
    bool bookmark;          /* first line of a block with a bookmark */
};

struct items {
    struct item *items;
    size_t count, cap;
};

/* Where content goes on a page; on a rotated page in landscape coordinates. */
struct area {
    mpt x, y, w, h;
    int lines;
};

struct setter {
    struct arena *arena;
    const struct metrics *metrics;
    const struct doc *doc;
    const struct page_model *model;
    struct layout *layout;
    int line;        /* index of the next free line of the last page */
    mpt title_shift; /* of the title lines below a page's first */
    mpt annex_end;   /* on the last page, with its room for seals; 0: no annex */
};

/* -- page_parts.c -- */

struct items page_items(struct setter *s);

/* Lines of a paragraph, heading, salutation or note, or of its rest that begins with a line set before (else NULL).
 * each: as in struct line_spec. */
struct lines page_text_lines(struct setter *s, const struct block *block, const struct line *rest, int each);

/* A title in one line: without its typed breaks. */
const char *page_flat_text(struct setter *s, const char *text);

/* A block's runs, all in one style or (NULL) each in that of its element. */
struct line_run *page_runs(struct setter *s, const struct runs *runs, const struct style *style);

/* Lines of the page that a character of that size takes. */
int page_height_of(const struct page_model *model, mpt size);

/* -- page_title.c -- */

/* Title lines: as few as possible, broken by meaning, the first not shorter than the last. element: EL_TITLE or
 * EL_ANNEX_TITLE. */
struct lines page_title_lines(struct setter *s, const struct line_run *runs, size_t nrun, enum element element,
                              mpt measure);

/* -- page.c -- */

struct page *page_new(struct setter *s, const struct grid *grid, bool rotated);
struct page *page_last(struct setter *s);
struct area page_area(const struct setter *s, const struct page *page);

/* Baseline of characters of `size` that stand in the middle of the lines [line, line + height). */
mpt page_baseline(const struct setter *s, const struct area *area, int line, int height, mpt size);

void page_bookmark(struct setter *s, const char *text, int level, mpt y);

/* How many items go on the page whose first free line is s->line: up to a table (included), a page break, or the
 * last place before the page's end where it may end. *full: a new page follows. */
size_t page_items_that_fit(const struct setter *s, const struct items *items, size_t from, bool *full);

bool page_is_blank(const struct item *item);

/* -- page_even.c -- */

/* The same; but where headings and what they are kept with would leave more than two lines of the page blank, a
 * paragraph of the page is first set a line shorter or longer. Items before *from are placed: it may move by a few. */
size_t page_even_out(struct setter *s, struct items *items, size_t *from, bool *full);

/* -- page_banner.c -- */

/* 版头 on the new first page; s->line is behind it. Nothing if the document has none. */
void page_banner(struct setter *s);

/* 版记 at the bottom of the last page, or of one more. Nothing if the document has none. */
void page_imprint(struct setter *s);

/* -- page_annex.c -- */

/* Text that has no block of its own in the document gets one, so that nothing of it passes for decoration. */
struct block *page_own_block(struct setter *s, enum block_kind kind, enum element element, const char *text,
                             struct pos at);
const struct block *page_phrase_block(struct setter *s, enum block_kind kind, enum element element,
                                      const struct phrase *phrase, struct pos at);

void page_annex(struct setter *s, const struct grid *grid);

/* -- page_table.c -- */

/* A table and what stands round it from y downward (from the text area's top) on the last page, over as many pages as
 * it needs; returns where it ends on the last one. block: of a table in the text; NULL: an annex. tail: what follows it
 * needs so much room on the page of its last row. */
mpt page_table(struct setter *s, const struct grid_size *size, const struct block *block, mpt y, mpt tail);

/* The height without which it does not begin: the unit line, the head and a row. */
int64_t page_table_least(struct setter *s, const struct grid_size *size, mpt width);

#endif
