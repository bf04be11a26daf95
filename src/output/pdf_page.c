/* Frames of a page → its content stream. Every glyph stands where frame.advances says, to 0.01 pt: the spacing that
 * most glyphs of a frame share is set once (Tc), the rest is adjusted one by one (TJ). In: frames, cut faces. Out:
 * operators (PDF 1.4, 4.4 and 5.3). Decides nothing about places. */
#include "output/pdf_links.h"

#include <hpdf_pages.h>

/* Lengths within a line of text are kept in 1/1000 mpt: width in 1/1000 em times size in mpt is exact. */
typedef int64_t fine;

struct content {
    struct pdf *pdf;
    const struct layout *layout;
    size_t index; /* of the page */
    struct buf out;
    mpt height; /* of the space the frames are in */
    bool in_text;
    bool marked; /* inside marked content: that of tag, or an artifact */
    struct tag *tag;
    bool said; /* of the marked content: its text is said */
    int face;
    mpt size;
    mpt spacing;
    mpt x, y;              /* where the last Td stands */
    uint32_t fill, stroke; /* 0xRRGGBB */
};

static void add_points(struct content *c, mpt value, char end)
{
    pdf_points(&c->out, value);
    buf_putc(&c->out, (uint32_t)end);
}

/* Places are written in 1/100 pt; differences of rounded places do not drift. */
static mpt rounded(mpt value)
{
    return (value + (value < 0 ? -5 : 5)) / 10 * 10;
}

static void end_text(struct content *c)
{
    if (c->marked)
        buf_add(&c->out, "EMC\n");
    if (c->in_text)
        buf_add(&c->out, "ET\n");
    c->in_text = c->marked = false;
}

static void begin_text(struct content *c)
{
    if (c->in_text)
        return;
    buf_add(&c->out, "BT\n");
    c->in_text = true;
    c->face = -1;
    c->x = c->y = 0;
}

/* What follows belongs to that element (PDF 1.4, 9.7.2). said: what the next frame says (9.8.3), where it is stretched
 * so far that readers would take every gap for a space; else NULL. */
static void mark(struct content *c, struct tag *tag, const char *said)
{
    if (c->marked && c->tag == tag && !said && !c->said)
        return;
    if (c->marked)
        buf_add(&c->out, "EMC\n");
    c->said = tag && said;
    if (tag) {
        buf_printf(&c->out, "/%s<</MCID %d", said ? "Span" : pdf_tag_type(tag),
                   pdf_tags_mark(c->pdf->tags, tag, c->index));
        if (said)
            buf_add(&c->out, "/ActualText<FEFF");
        for (uint32_t u; said && (u = utf8_next(&said));)
            pdf_hex(&c->out, u);
        buf_add(&c->out, c->said ? ">>>BDC\n" : ">>BDC\n");
    } else {
        buf_add(&c->out, "/Artifact<</Type/Pagination>>BDC\n");
    }
    c->marked = true;
    c->tag = tag;
}

static void set_font(struct content *c, int face, mpt size)
{
    if (c->face == face && c->size == size)
        return;
    buf_printf(&c->out, "/F%d ", face);
    pdf_points(&c->out, size);
    buf_add(&c->out, " Tf\n");
    c->face = face;
    c->size = size;
}

static void move_to(struct content *c, mpt x, mpt y)
{
    add_points(c, x - c->x, ' ');
    add_points(c, y - c->y, ' ');
    buf_add(&c->out, "Td\n");
    c->x = x;
    c->y = y;
}

/* The codes of a frame and how far apart they want to stand. */
struct glyphs {
    uint16_t *code;
    fine *natural, *advance;
    size_t count;
};

static struct glyphs glyphs_of(struct content *c, const struct frame *frame)
{
    struct arena *arena = c->pdf->arena;
    const struct font_cut *cut = c->pdf->fonts[frame->face].cut;
    struct glyphs g = {.count = 0};
    g.code = arena_alloc(arena, frame->count * sizeof *g.code);
    g.natural = arena_alloc(arena, frame->count * sizeof *g.natural);
    g.advance = arena_alloc(arena, frame->count * sizeof *g.advance);
    const char *s = frame->text;
    for (uint32_t u; g.count < frame->count && (u = utf8_next(&s)); g.count++) {
        g.code[g.count] = font_code(cut, u);
        g.natural[g.count] = (fine)cut->widths[g.code[g.count]] * frame->size;
        g.advance[g.count] = (fine)frame->advances[g.count] * 1000;
    }
    return g;
}

static mpt nearest_mpt(fine value)
{
    return (mpt)((value + (value < 0 ? -500 : 500)) / 1000);
}

/* The spacing that most glyphs share, in mpt. What follows the last glyph does not matter. */
static mpt common_spacing(const struct glyphs *g)
{
    enum { KINDS = 16 };
    mpt kinds[KINDS];
    size_t votes[KINDS] = {0}, count = 0, best = 0;
    for (size_t i = 0; i + 1 < g->count; i++) {
        mpt spacing = nearest_mpt(g->advance[i] - g->natural[i]);
        size_t k = 0;
        while (k < count && kinds[k] != spacing)
            k++;
        if (k == KINDS)
            continue;
        if (k == count)
            kinds[count++] = spacing;
        if (++votes[k] > votes[best])
            best = k;
    }
    return count ? kinds[best] : 0;
}

static void add_code(struct buf *out, unsigned code)
{
    static const char hex[] = "0123456789ABCDEF";
    const char digits[4] = {hex[code >> 12 & 15], hex[code >> 8 & 15], hex[code >> 4 & 15], hex[code & 15]};
    buf_addn(out, digits, sizeof digits);
}

/* How many tenths of 1/1000 em bring the pen from `pen` to `target`; 0 if it is near enough. */
static int64_t adjustment(fine pen, fine target, mpt size)
{
    static const fine NEAR = 4000; /* 0.004 pt; with the rounding of Td below 0.01 pt */
    fine off = target - pen;
    if ((off <= NEAR && off >= -NEAR) || size <= 0)
        return 0;
    fine tenths = -off * 10;
    return (tenths + (tenths < 0 ? -size / 2 : size / 2)) / size;
}

static void show(struct content *c, const struct glyphs *g, mpt spacing)
{
    fine pen = 0, target = 0;
    bool adjusted = false;
    struct buf out = buf_in(c->pdf->arena);
    for (size_t i = 0; i < g->count; i++) {
        int64_t tenths = i ? adjustment(pen, target, c->size) : 0;
        if (tenths) {
            buf_add(&out, ">");
            pdf_points(&out, tenths * 100);
            buf_add(&out, "<");
            pen -= tenths * c->size / 10;
            adjusted = true;
        }
        add_code(&out, g->code[i]);
        pen += g->natural[i] + (fine)spacing * 1000;
        target += g->advance[i];
    }
    buf_printf(&c->out, adjusted ? "[<%s>]TJ\n" : "<%s>Tj\n", buf_text(&out));
}

/* Black is what a page begins with, and gray: no colour is written on pages without any. */
static void set_color(struct content *c, uint32_t color, const char *operator)
{
    uint32_t *now = operator[0] == 'r' ? &c->fill : & c->stroke;
    if (*now == color)
        return;
    *now = color;
    for (int shift = 16; shift >= 0; shift -= 8)
        add_points(c, (mpt)((color >> shift & 0xFF) * 1000 / 255), ' ');
    buf_add(&c->out, operator);
}

/* Readers take a gap of a tenth of an em for a space between words. */
static bool looks_spaced(const struct glyphs *g, mpt size)
{
    for (size_t i = 0; i + 1 < g->count; i++)
        if (g->advance[i] - g->natural[i] > (fine)size * 1000 / 12)
            return true;
    return false;
}

static void add_part(struct content *c, const struct frame *frame, struct tag *tag)
{
    struct glyphs g = glyphs_of(c, frame);
    mpt spacing = common_spacing(&g);
    begin_text(c);
    mark(c, tag, looks_spaced(&g, frame->size) ? frame->text : NULL);
    set_color(c, frame->color, "rg\n");
    set_font(c, frame->face, frame->size);
    if (spacing != c->spacing) {
        add_points(c, spacing, ' ');
        buf_add(&c->out, "Tc\n");
        c->spacing = spacing;
    }
    move_to(c, rounded(frame->x), rounded(c->height - frame->y));
    show(c, &g, spacing);
}

/* A text frame in the parts that links make of it. */
static void add_text(struct content *c, const struct page *page, const struct frame *frame)
{
    struct tags *tags = c->pdf->tags;
    struct frame part;
    const struct mention *link;
    if (!frame->count || !c->pdf->fonts[frame->face].dict)
        return;
    struct tag *tag = pdf_tags_of(tags, c->layout->model, page, frame);
    for (size_t at = 0; links_part(c->pdf->links, frame, &at, &part, &link);) {
        add_part(c, &part, link ? pdf_link_tag(c->pdf, link, tag) : tag);
        if (link)
            pdf_link_add(c->pdf, c->layout->model, link, page, c->index, &part);
    }
}

/* Rules; strokes of one weight share one path. */
static void add_rules(struct content *c, const struct page *page, bool upright)
{
    mpt weight = 0;
    for (size_t i = 0; i < page->frames.count; i++) {
        const struct frame *f = &page->frames.items[i];
        if (f->kind != FRAME_LINE || f->upright != upright || f->weight <= 0)
            continue;
        mpt wanted = f->weight;
        if (weight && (weight != wanted || c->stroke != f->color)) {
            buf_add(&c->out, "S\n");
            weight = 0;
        }
        set_color(c, f->color, "RG\n");
        if (weight != wanted) {
            add_points(c, wanted, ' ');
            buf_add(&c->out, "w\n");
        }
        weight = wanted;
        add_points(c, rounded(f->x), ' ');
        add_points(c, rounded(c->height - f->y), ' ');
        buf_add(&c->out, "m ");
        add_points(c, rounded(f->x + f->w), ' ');
        add_points(c, rounded(c->height - f->y - f->h), ' ');
        buf_add(&c->out, "l\n");
    }
    if (weight)
        buf_add(&c->out, "S\n");
}

/* All frames of one orientation, in their order: it is the order of reading. */
static void add_frames(struct content *c, const struct page *page, bool upright)
{
    size_t before = c->out.n;
    buf_add(&c->out, "/Artifact<</Type/Layout>>BDC\n");
    size_t marked = c->out.n;
    add_rules(c, page, upright);
    if (c->out.n > marked)
        buf_add(&c->out, "EMC\n");
    else
        c->out.n = before;
    for (size_t i = 0; i < page->frames.count; i++) {
        const struct frame *f = &page->frames.items[i];
        if (f->kind == FRAME_TEXT && f->upright == upright)
            add_text(c, page, f);
    }
    end_text(c);
}

void pdf_box(const struct page_model *model, const struct page *page, const struct frame *frame, mpt corners[static 4])
{
    enum { ABOVE = 880, BELOW = 140 }; /* of the baseline, in 1/1000 of the size: round an ideograph */
    mpt top = frame->y - (mpt)((int64_t)frame->size * ABOVE / 1000);
    mpt bottom = frame->y + (mpt)((int64_t)frame->size * BELOW / 1000);
    mpt upright[] = {frame->x, model->height - bottom, frame->x + frame->w, model->height - top};
    mpt turned[] = {top, frame->x, bottom, frame->x + frame->w}; /* its x is the page's y, its y the page's x */
    for (int i = 0; i < 4; i++)
        corners[i] = rounded(page->rotated && !frame->upright ? turned[i] : upright[i]);
}

void pdf_page(struct pdf *pdf, const struct layout *layout, size_t index)
{
    if (pdf->failed)
        return;
    const struct page *page = &layout->pages.items[index];
    HPDF_Page target = pdf->pages[index];
    mpt width = layout->model->width, height = layout->model->height;
    struct content c = {.pdf = pdf, .layout = layout, .index = index, .out = buf_in(pdf->arena), .face = -1};
    if (page->rotated) { /* GB/T 9704-2012 8: the table's head lies at the left edge of the sheet */
        c.height = width;
        buf_add(&c.out, "q 2 J\n0 1 -1 0 ");
        add_points(&c, width, ' ');
        buf_add(&c.out, "0 cm\n");
        add_frames(&c, page, false);
        buf_add(&c.out, "Q\n");
        c.spacing = 0; /* Q brought these back */
        c.fill = c.stroke = 0;
        c.height = height;
        add_frames(&c, page, true);
    } else {
        c.height = height;
        buf_add(&c.out, "2 J\n");
        add_frames(&c, page, false);
        add_frames(&c, page, true);
    }
    pdf_fill(pdf, ((HPDF_PageAttr)target->attr)->contents, "", buf_text(&c.out), c.out.n);
}
