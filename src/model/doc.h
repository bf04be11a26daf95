/* The document: what stands in it, in order, before anything has a place on a page. */
#ifndef MODEL_DOC_H
#define MODEL_DOC_H

#include "model/table.h"

enum block_kind {
    BLOCK_TITLE,
    BLOCK_SUBTITLE,
    BLOCK_SALUTATION,
    BLOCK_HEADING,     /* level 1–4, own line */
    BLOCK_PARAGRAPH,   /* body; a run-in heading's first runs carry the heading's element */
    BLOCK_NOTE,
    BLOCK_TABLE,       /* in-text table */
    BLOCK_ATTACHMENTS, /* 附件说明; its items are doc.annexes. Layout gives each a block: runs label and title, grid */
    BLOCK_SIGN,        /* 落款: runs = unit; below it the date: sign_date */
    BLOCK_PAGE_BREAK
};

struct run {
    enum element element;
    const char *text;
    struct pos at;
    const struct fact *fact; /* when the run is one figure */
};

struct runs {
    struct run *items;
    size_t count, cap;
};

struct block {
    enum block_kind kind;
    int level;          /* headings and run-ins: 1–4, else 0 */
    struct runs runs;   /* a computed number is the first run */
    const char *bookmark; /* headings and run-ins: number and text; NULL otherwise */
    struct grid *grid;
    const char *table; /* BLOCK_TABLE of the template's TABLE.ini; NULL for rows of the narrative */
    struct runs sign_date; /* BLOCK_SIGN */
    const struct phrase *phrase; /* layout's own blocks: the line of a table, 版头 or 版记 that it shows; else NULL */
    struct pos at;
};

/* A typed number of a heading or paragraph that is not the computed one. */
struct doc_number {
    struct pos at;
    const char *typed, *right;
};

struct doc {
    LIST_OF(struct block) blocks;
    LIST_OF(struct doc_number) numbers;
    LIST_OF(struct grid *) annexes; /* each on new pages after the blocks */
    const char *title, *author, *subject, *keywords; /* document information */
    int date[3];                    /* fixed creation date; zero if the report has none */
    const char *pdf_file;           /* output name */
    struct phrase banner_mark, banner_number; /* 版头: 发文机关标志, 发文字号; text NULL: none */
    struct phrase imprint_copies, imprint_office, imprint_date; /* 版记: 抄送, 印发机关, 印发日期; the same */
    const struct page_model *model;
};


/* Fills in the narrative and the annexes; reports; never NULL. Defines the facts 附件.TABLE: the annexes' labels. */
struct doc *doc_build(struct arena *arena, struct diag *diag, struct facts *facts, struct template *t,
                      const struct bind_place *place);

/* The plain text of a block's runs. */
const char *block_text(struct arena *arena, const struct block *block);

#endif
