/* In: [表格样式 …] of layout.ini; 字号, 字体 of one table's [表] and its own [表格样式 …]. Out: cell styles, those of
 * the page model or of a copy for that table. Must not know what stands in any table. */
#include "model/style_private.h"

#include <string.h>

static const char prefix[] = "表格样式 ";

/* What the section does not say stays. */
static void read_cell(struct style_reader *r, const struct ini_section *s, struct cell_style *style)
{
    style->text.face = style_face(r, ini_key(s, "字体"), style->text.face);
    style->text.size = style_size(r, ini_key(s, "字号"), style->text.size);
    style->text.align = style->align = style_align(r, ini_key(s, "对齐"), style->align);
    style->border_inner = style_length(r, ini_key(s, "内线"), style->border_inner);
    style->border_outer = style_length(r, ini_key(s, "外线"), style->border_outer);
    style->text.bold = ini_key(s, "加粗") == NULL ? style->text.bold : style_flag(r, ini_key(s, "加粗"));
    style->indent = style_count(r, ini_key(s, "缩进"), 0, style->indent);
}

/* A style of that name: one more, like 正文, unless there is one. */
static struct cell_style *cell_named(struct style_reader *r, const char *name)
{
    int known = style_cell(r->model, name);
    if (known >= 0)
        return &r->model->cell_styles.items[known];
    struct cell_style style = r->model->cell_styles.items[0];
    style.name = name;
    style.text.bold = false;
    style.indent = 0;
    struct cell_style *added = list_push(r->arena, &r->model->cell_styles);
    *added = style;
    return added;
}

static void read_sections(struct style_reader *r, const struct ini *ini)
{
    for (size_t i = 0; i < ini->sections.count; i++) {
        const struct ini_section *s = ini->sections.items[i];
        if (text_starts(s->name, prefix))
            read_cell(r, s, cell_named(r, s->name + sizeof prefix - 1));
    }
}

void style_read_cells(struct style_reader *r)
{
    const struct ini_section *body = ini_section(r->ini, "表格样式 正文");
    if (body == NULL && !r->none)
        diag_add(r->diag, DIAG_TEMPLATE_KEY, (struct pos){.file = r->ini->file}, "[表格样式 正文]");
    struct cell_style *first = list_push(r->arena, &r->model->cell_styles);
    *first = (struct cell_style){.name = "正文",
                                 .text = {.size = 10500, .align = ALIGN_CENTER},
                                 .align = ALIGN_CENTER,
                                 .border_inner = 500,
                                 .border_outer = 1000};
    if (body != NULL)
        read_cell(r, body, first); /* before the others, which are like it */
    read_sections(r, r->ini);
}

/* -- the styles of one table -- */

/* 正文 in this size, the others in proportion, in half points; none smaller than it, or than it was. */
static void scale(struct page_model *model, mpt size)
{
    mpt body = model->cell_styles.items[0].text.size;
    for (size_t i = 0; i < model->cell_styles.count; i++) {
        mpt *own = &model->cell_styles.items[i].text.size;
        mpt least = *own < size ? *own : size;
        mpt scaled = (mpt)(((int64_t)*own * size / body + 250) / 500 * 500);
        *own = *own == body ? size : scaled < least ? least : scaled;
    }
}

/* Whatever is set in the face of 正文. */
static void change_face(struct page_model *model, int face)
{
    int body = model->cell_styles.items[0].text.face;
    for (size_t i = 0; i < model->cell_styles.count; i++)
        if (model->cell_styles.items[i].text.face == body)
            model->cell_styles.items[i].text.face = face;
}

const struct page_model *style_of_table(struct arena *arena, struct diag *diag, const struct page_model *model,
                                        const struct ini *table)
{
    const struct ini_section *head = ini_section(table, "表");
    const struct ini_key *size = head == NULL ? NULL : ini_key(head, "字号");
    const struct ini_key *face = head == NULL ? NULL : ini_key(head, "字体");
    bool own = size != NULL || face != NULL;
    struct style_reader r = {.arena = arena, .diag = diag, .ini = model->layout};
    for (size_t i = 0; i < table->sections.count; i++)
        own = own || text_starts(table->sections.items[i]->name, prefix);
    if (!own)
        return model;
    r.model = arena_alloc(arena, sizeof *r.model);
    *r.model = *model;
    memset(&r.model->cell_styles, 0, sizeof r.model->cell_styles);
    for (size_t i = 0; i < model->cell_styles.count; i++)
        *list_push(arena, &r.model->cell_styles) = model->cell_styles.items[i];
    mpt body = model->cell_styles.items[0].text.size;
    scale(r.model, style_size(&r, size, body));
    change_face(r.model, style_face(&r, face, model->cell_styles.items[0].text.face));
    for (size_t i = 0; i < table->sections.count; i++)
        if (text_starts(table->sections.items[i]->name, prefix))
            style_refuse_keys(&r, table->sections.items[i]);
    read_sections(&r, table);
    return r.model;
}

int style_cell(const struct page_model *model, const char *name)
{
    for (size_t i = 0; i < model->cell_styles.count; i++)
        if (strcmp(model->cell_styles.items[i].name, name) == 0)
            return (int)i;
    return -1;
}

const struct cell_style *style_around(const struct page_model *model, const char *name)
{
    int index = style_cell(model, name);
    if (index < 0 && strcmp(name, "签字行") == 0)
        index = style_cell(model, "注");
    return &model->cell_styles.items[index < 0 ? 0 : index];
}
