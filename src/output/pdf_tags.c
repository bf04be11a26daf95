/* The structure of a tagged PDF (PDF 1.4, 9.6 and 9.7): which element each text frame belongs to, and the tree of them
 * all. In: frames in the order of reading. Out: elements, ParentTree, MarkInfo. Places and glyphs are none of its
 * business. What was read before (repeated heads and labels) and page numbers belong to no element. */
#include "output/pdf_tags.h"

#include "base/map.h"

#include <string.h>

enum { MOST_KIDS = 8000 }; /* an array has at most 8191 elements (PDF 1.4, appendix C) */

/* A part of an element: marked content, an object (link), or another element. */
struct kid {
    struct kid *next;
    struct tag *tag;
    HPDF_Dict object;
    size_t page;
    int mcid;
};

struct tag {
    const char *type, *attributes; /* attributes: "/C/c0" or "" */
    struct tag *parent;            /* NULL: the root */
    HPDF_Dict dict;
    struct kid *first, *last;
    size_t count;
    struct tag *part; /* takes the children that are too many */
    size_t page;      /* of its own first content */
};

struct tag_list {
    struct tag **items;
    size_t count, cap;
};

/* How far a cell has been read. */
struct reached {
    size_t run, at;
};

struct tags {
    struct pdf *pdf;
    HPDF_Dict root;
    struct tag *document;
    struct tag_list all, linked; /* linked: by StructParent of their annotations, less the number of pages */
    struct tag_list *pages;      /* by page and MCID */
    size_t page_count;
    struct map *classes; /* attributes → their class: most cells share a few */
    struct buf class_map;
    size_t class_count;
    const struct block *block; /* what is being read, and its element */
    struct tag *tag, *list, *item;
    const struct grid *grid; /* the table that is being read */
    struct tag **cells;
    struct reached *reached;
};

static struct kid *add_kid(struct tags *t, struct tag *tag)
{
    struct kid *kid = arena_alloc(t->pdf->arena, sizeof *kid);
    if (tag->last)
        tag->last->next = kid;
    else
        tag->first = kid;
    tag->last = kid;
    tag->count++;
    return kid;
}

static struct tag *new_tag(struct tags *t, struct tag *parent, const char *type)
{
    struct tag *tag = arena_alloc(t->pdf->arena, sizeof *tag);
    if (parent && parent->count >= MOST_KIDS) {
        if (!parent->part || parent->part->count >= MOST_KIDS) {
            struct tag *part = arena_alloc(t->pdf->arena, sizeof *part);
            *part = (struct tag){.type = strcmp(type, "TR") ? "Part" : "TBody", .attributes = "", .parent = parent};
            part->dict = pdf_object(t->pdf, "");
            add_kid(t, parent)->tag = part;
            *list_push(t->pdf->arena, &t->all) = parent->part = part;
        }
        parent = parent->part;
    }
    *tag = (struct tag){.type = type, .attributes = "", .parent = parent, .dict = pdf_object(t->pdf, "")};
    if (parent)
        add_kid(t, parent)->tag = tag;
    *list_push(t->pdf->arena, &t->all) = tag;
    return tag;
}

struct tags *pdf_tags_open(struct pdf *pdf, size_t pages)
{
    struct tags *t = arena_alloc(pdf->arena, sizeof *t);
    t->pdf = pdf;
    t->page_count = pages;
    t->pages = arena_alloc(pdf->arena, (pages + 1) * sizeof *t->pages);
    t->classes = map_new(pdf->arena);
    t->class_map = buf_in(pdf->arena);
    t->root = pdf_object(pdf, "");
    t->document = new_tag(t, NULL, "Document");
    return t;
}

const char *pdf_tag_type(const struct tag *tag)
{
    return tag->type;
}

int pdf_tags_mark(struct tags *t, struct tag *tag, size_t page)
{
    struct kid *kid = add_kid(t, tag);
    if (tag->first == kid || !tag->page)
        tag->page = page + 1;
    kid->page = page;
    kid->mcid = (int)t->pages[page].count;
    *list_push(t->pdf->arena, &t->pages[page]) = tag;
    return kid->mcid;
}

struct tag *pdf_tags_link(struct tags *t, struct tag *parent)
{
    return new_tag(t, parent, "Link");
}

size_t pdf_tags_annotation(struct tags *t, struct tag *tag, HPDF_Dict annotation)
{
    add_kid(t, tag)->object = annotation;
    *list_push(t->pdf->arena, &t->linked) = tag;
    return t->page_count + t->linked.count - 1;
}

/* -- tables -- */

/* Heads: the rows repeated on each page, and what the template calls 表头: above its column in a row of heads, before
 * its row otherwise. */
static const char *scope_of(const struct page_model *model, const struct grid *grid, int r, int c)
{
    const struct cell *cell = GRID_CELL(grid, r, c);
    int head = style_cell(table_model(model, grid), "表头");
    if (grid->head_first >= 0 && r >= grid->head_first && r <= grid->head_last)
        return "/Scope/Column";
    if (head < 0 || cell->style != head)
        return "";
    bool row_of_heads = true;
    for (int k = 0; k < grid->ncol; k++)
        row_of_heads = row_of_heads && (GRID_CELL(grid, r, k)->covered || GRID_CELL(grid, r, k)->style == head);
    return row_of_heads && (c || cell->rowspan < 2) && cell->colspan < grid->ncol ? "/Scope/Column" : "/Scope/Row";
}

/* The class of these attributes (PDF 1.4, 9.6.4): a reference of four bytes instead of a dictionary in every cell. */
static const char *class_of(struct tags *t, const char *attributes)
{
    const char *reference = map_get(t->classes, attributes);
    if (!reference) {
        reference = arena_printf(t->pdf->arena, "/C/c%zu", t->class_count);
        buf_printf(&t->class_map, "/c%zu<</O/Table%s>>", t->class_count++, attributes);
        map_put(t->classes, attributes, (void *)(uintptr_t)reference);
    }
    return reference;
}

static struct tag *add_cell(struct tags *t, const struct page_model *model, const struct grid *grid, struct tag *row,
                            int r, int c)
{
    const struct cell *cell = GRID_CELL(grid, r, c);
    const char *scope = scope_of(model, grid, r, c);
    struct tag *tag = new_tag(t, row, *scope ? "TH" : "TD");
    struct buf a = buf_in(t->pdf->arena);
    if (cell->rowspan > 1)
        buf_printf(&a, "/RowSpan %d", cell->rowspan);
    if (cell->colspan > 1)
        buf_printf(&a, "/ColSpan %d", cell->colspan);
    buf_add(&a, scope);
    if (a.n)
        tag->attributes = class_of(t, buf_text(&a));
    return tag;
}

/* The whole table with its empty cells, in the order of its rows. */
static void begin_table(struct tags *t, const struct page_model *model, const struct grid *grid)
{
    size_t ncol = (size_t)grid->ncol, n = (size_t)grid->nrow * ncol;
    struct tag *table = new_tag(t, t->document, "Table");
    t->grid = grid;
    t->cells = arena_alloc(t->pdf->arena, n * sizeof(struct tag *));
    t->reached = arena_alloc(t->pdf->arena, n * sizeof *t->reached);
    for (int r = 0; r < grid->nrow; r++) {
        struct tag *row = new_tag(t, table, "TR");
        for (int c = 0; c < grid->ncol; c++)
            if (!GRID_CELL(grid, r, c)->covered)
                t->cells[(size_t)r * ncol + (size_t)c] = add_cell(t, model, grid, row, r, c);
    }
}

static struct tag *cell_tag(struct tags *t, const struct page_model *model, const struct page *page,
                            const struct frame *frame)
{
    const struct grid *grid = frame->block && frame->block->grid ? frame->block->grid : page->grid;
    if (!grid || grid->nrow < 1 || grid->ncol < 1)
        return NULL;
    size_t n = (size_t)grid->nrow * (size_t)grid->ncol;
    if ((uintptr_t)frame->cell < (uintptr_t)grid->cells || (uintptr_t)frame->cell >= (uintptr_t)(grid->cells + n))
        return NULL;
    if (t->grid != grid)
        begin_table(t, model, grid);
    t->block = NULL;
    size_t i = (size_t)(frame->cell - grid->cells);
    struct reached *reached = &t->reached[i];
    if (frame->run < reached->run || (frame->run == reached->run && frame->at < reached->at))
        return NULL; /* said again on a later page */
    *reached = (struct reached){frame->run, frame->at + 1};
    return t->cells[i];
}

/* -- the narrative -- */

static enum element element_of(const struct block *block, size_t run)
{
    return run < block->runs.count ? block->runs.items[run].element : EL_BODY;
}

static const char *type_of(const struct block *block, size_t run)
{
    static const char *const levels[] = {"H1", "H2", "H3", "H4"};
    enum element element = element_of(block, run);
    switch (block->kind) {
    case BLOCK_TITLE:
        return element == EL_ANNEX_TITLE ? "H1" : "Title";
    case BLOCK_HEADING:
        return levels[block->level > 0 && block->level <= 4 ? block->level - 1 : 0];
    case BLOCK_PARAGRAPH: /* a run-in heading is read before its paragraph */
        return element >= EL_LEVEL1 && element <= EL_LEVEL4 ? levels[element - EL_LEVEL1] : "P";
    case BLOCK_ATTACHMENTS:
        return run == 0 ? "Lbl" : "LBody";
    default:
        return "P";
    }
}

static struct tag *parent_of(struct tags *t, const struct block *block)
{
    if (block->kind != BLOCK_ATTACHMENTS)
        return t->document;
    if (!t->block || t->block->kind != BLOCK_ATTACHMENTS)
        t->list = new_tag(t, t->document, "L");
    if (t->block != block)
        t->item = new_tag(t, t->list, "LI");
    return t->item;
}

static struct tag *block_tag(struct tags *t, const struct frame *frame)
{
    const struct block *block = frame->block;
    const char *type = type_of(block, frame->run);
    if (t->block == block && !strcmp(t->tag->type, type))
        return t->tag;
    bool titled = t->block && element_of(t->block, 0) == EL_ANNEX_LABEL && element_of(block, 0) == EL_ANNEX_TITLE;
    if (!titled) /* an annex's label and title are one heading */
        t->tag = new_tag(t, parent_of(t, block), type);
    t->block = block;
    return t->tag;
}

struct tag *pdf_tags_of(struct tags *t, const struct page_model *model, const struct page *page,
                        const struct frame *frame)
{
    if (t->pdf->failed)
        return NULL;
    if (frame->cell)
        return cell_tag(t, model, page, frame);
    return frame->block ? block_tag(t, frame) : NULL;
}

/* -- the tree -- */

static void add_kids(struct tags *t, struct buf *body, const struct tag *tag)
{
    buf_add(body, tag->count == 1 ? "/K " : "/K[");
    for (const struct kid *k = tag->first; k; k = k->next) {
        if (k->tag)
            buf_printf(body, "%u 0 R", pdf_ref(t->pdf, k->tag->dict));
        else if (k->object)
            buf_printf(body, "<</Type/OBJR/Obj %u 0 R>>", pdf_ref(t->pdf, k->object));
        else if (k->page + 1 == tag->page)
            buf_printf(body, "%d", k->mcid);
        else
            buf_printf(body, "<</Type/MCR/Pg %u 0 R/MCID %d>>", pdf_ref(t->pdf, t->pdf->pages[k->page]), k->mcid);
        if (k->next)
            buf_add(body, " ");
    }
    if (tag->count != 1)
        buf_add(body, "]");
}

static void write_tag(struct tags *t, const struct tag *tag)
{
    struct buf body = buf_in(t->pdf->arena);
    const void *parent = tag->parent ? tag->parent->dict : t->root;
    buf_printf(&body, "/S/%s/P %u 0 R%s", tag->type, pdf_ref(t->pdf, parent), tag->attributes);
    if (tag->page)
        buf_printf(&body, "/Pg %u 0 R", pdf_ref(t->pdf, t->pdf->pages[tag->page - 1]));
    if (tag->count)
        add_kids(t, &body, tag);
    pdf_body(t->pdf, tag->dict, buf_text(&body));
}

/* What a key of the ParentTree stands for: a page's elements by MCID, or a link. */
static void add_number(struct tags *t, struct buf *nums, size_t key)
{
    if (key >= t->page_count) {
        buf_printf(nums, "%zu %u 0 R ", key, pdf_ref(t->pdf, t->linked.items[key - t->page_count]->dict));
        return;
    }
    const struct tag_list *page = &t->pages[key];
    if (!page->count)
        return;
    buf_printf(nums, "%zu[", key);
    for (size_t k = 0; k < page->count; k++)
        buf_printf(nums, k ? " %u 0 R" : "%u 0 R", pdf_ref(t->pdf, page->items[k]->dict));
    buf_add(nums, "]");
    pdf_ok(t->pdf, HPDF_Dict_AddNumber(t->pdf->pages[key], "StructParents", (HPDF_INT32)key));
}

static HPDF_Dict parent_tree(struct tags *t)
{
    enum { LEAF = MOST_KIDS / 2 }; /* keys of a node */
    size_t total = t->page_count + t->linked.count;
    struct buf kids = buf_in(t->pdf->arena);
    for (size_t from = 0; from < total || !from; from += LEAF) {
        size_t to = from + LEAF < total ? from + LEAF : total;
        struct buf nums = buf_in(t->pdf->arena);
        for (size_t key = from; key < to; key++)
            add_number(t, &nums, key);
        if (total <= LEAF)
            return pdf_object(t->pdf, arena_printf(t->pdf->arena, "/Nums[%s]", buf_text(&nums)));
        const char *leaf = arena_printf(t->pdf->arena, "/Limits[%zu %zu]/Nums[%s]", from, to - 1, buf_text(&nums));
        buf_printf(&kids, "%u 0 R ", pdf_ref(t->pdf, pdf_object(t->pdf, leaf)));
    }
    return pdf_object(t->pdf, arena_printf(t->pdf->arena, "/Kids[%s]", buf_text(&kids)));
}

void pdf_tags_close(struct tags *t)
{
    struct pdf *pdf = t->pdf;
    for (size_t i = 0; i < t->all.count && !pdf->failed; i++)
        write_tag(t, t->all.items[i]);
    if (pdf->failed)
        return;
    HPDF_Dict tree = parent_tree(t);
    pdf_body(pdf, t->root,
             arena_printf(pdf->arena,
                          "/Type/StructTreeRoot/K %u 0 R/ParentTree %u 0 R/ParentTreeNextKey %zu/RoleMap<</Title/P>>"
                          "/ClassMap<<%s>>",
                          pdf_ref(pdf, t->document->dict), pdf_ref(pdf, tree), t->page_count + t->linked.count,
                          buf_text(&t->class_map)));
    pdf_entry(pdf, pdf->doc->catalog, "StructTreeRoot", t->root);
    pdf_entry(pdf, pdf->doc->catalog, "MarkInfo", pdf_object(pdf, "/Marked true"));
}
