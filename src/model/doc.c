/* In: facts, the template chain, the report's own text. Out: the document: blocks, annexes, document information and
 * output names. Must not know what a report is about, nor anything of pages. */
#include "model/doc.h"

#include "base/os.h"
#include "model/doc_lines.h"
#include "model/scope.h"

#include <stdlib.h>
#include <string.h>

enum { FILE_NAME_BYTES = 200, SHEET_NAME_UNITS = 31, ANNEX_MAX = 999 };

struct annex {
    long number; /* of the section */
    const struct ini_section *section;
    const char *table;                /* 表: its file's name; "" if absent */
    const struct fact_table *records; /* 重复: one for each of these; NULL = one */
    const char *label;                /* 附件3; of a record: 附件3-1 */
};

struct builder {
    struct arena *arena;
    struct diag *diag;
    struct facts *facts; /* the report's; a record's while its annex is made */
    struct template *template;
    const struct bind_place *place;
    const struct ini *ini;      /* the merged template.ini */
    struct mustache_data names; /* FORM_CELL: for cells, titles and file names */
    struct doc *doc;
    struct map *files; /* output names so far */
    LIST_OF(struct annex) annexes;
};

static struct pos section_pos(const struct builder *b, const struct ini_section *section)
{
    return section != NULL ? section->at : (struct pos){.file = b->ini->file};
}

static struct ini_key *key_of(const struct ini_section *section, const char *name)
{
    return section == NULL ? NULL : ini_key(section, name);
}

/* The key's value filled in; text NULL if the key is absent or empty. */
static struct phrase phrase_of(struct builder *b, const struct ini_section *section, const char *name)
{
    const struct ini_key *key = key_of(section, name);
    struct phrase phrase = {0};
    if (key == NULL || key->value[0] == '\0')
        return phrase;
    mustache_line(b->arena, b->diag, MUSTACHE_STRICT, &b->names, NULL, key->value, key->value_at, &phrase.spans);
    phrase.text = spans_text(b->arena, &phrase.spans);
    return phrase;
}

static const char *rendered(struct builder *b, const struct ini_section *section, const char *name)
{
    return phrase_of(b, section, name).text;
}

static struct phrase required(struct builder *b, const struct ini_section *section, const char *name,
                              const char *fallback)
{
    struct phrase phrase = phrase_of(b, section, name);
    if (phrase.text != NULL)
        return phrase;
    diag_add(b->diag, DIAG_TEMPLATE_KEY, section_pos(b, section), "[%s] %s", section != NULL ? section->name : "输出",
             name);
    return (struct phrase){.text = fallback};
}

/* The file name, refused if two outputs would bear it. */
static const char *output_name(struct builder *b, const char *text, const struct ini_section *section, const char *key)
{
    const char *name = text_file_name(b->arena, text, FILE_NAME_BYTES);
    if (map_get(b->files, name) != NULL)
        diag_add(b->diag, DIAG_TEMPLATE_VALUE,
                 key_of(section, key) != NULL ? key_of(section, key)->value_at : section_pos(b, section), "%s = %s",
                 key, name);
    map_put(b->files, name, b);
    return name;
}

/* 附件{n} → 附件2. */
static const char *annex_label(struct builder *b, const char *number)
{
    const char *pattern = b->doc->model->annex_label;
    const char *mark = strstr(pattern, "{n}");
    struct buf out = buf_in(b->arena);
    buf_addn(&out, pattern, mark == NULL ? strlen(pattern) : (size_t)(mark - pattern));
    if (mark != NULL)
        buf_printf(&out, "%s%s", number, mark + strlen("{n}"));
    return buf_text(&out);
}

/* Excel's rules: 1 to 31 UTF-16 units, none of []:*?/\, no ' at the ends. */
static bool sheet_name_ok(const char *name)
{
    size_t units = 0, n = strlen(name);
    for (const char *s = name; *s != '\0';)
        units += utf8_next(&s) > 0xFFFF ? 2 : 1;
    return units >= 1 && units <= SHEET_NAME_UNITS && strpbrk(name, "[]:*?/\\") == NULL && name[0] != '\'' &&
           name[n - 1] != '\'';
}

static bool is_landscape(struct builder *b, const struct ini_section *section)
{
    static const char *items[] = {"纵向", "横向"};
    static const struct text_names directions = {items, 2, 0};
    const struct ini_key *key = key_of(section, "方向");
    if (key == NULL || strcmp(key->value, "纵向") == 0)
        return false;
    if (strcmp(key->value, "横向") != 0) {
        struct finding *finding = template_bad_value(b->diag, key, &directions, NULL);
        bool across = strstr(key->value, "横") != NULL;
        if (across || strstr(key->value, "竖") != NULL || strstr(key->value, "纵") != NULL)
            finding->near = items[across];
    }
    return strcmp(key->value, "横向") == 0;
}

/* A bare name: tables come from the template's folders and nowhere else. */
static bool table_file(const char *name)
{
    return *name != '\0' && *name != '.' && strchr(name, '/') == NULL;
}

/* The template's NAME.ini filled in; at: where it is named. */
static struct grid *described_table(struct builder *b, const char *name, struct pos at)
{
    const char *file = arena_printf(b->arena, "%s.ini", template_table(b->arena, name));
    const struct ini *ini = template_ini(b->arena, b->diag, b->template, file);
    if (ini->sections.count == 0) {
        bool there = template_has(b->arena, b->template, file);
        diag_add(b->diag, there ? DIAG_TABLE_EMPTY : DIAG_TEMPLATE_KEY, at, "%s", file);
        return NULL;
    }
    return table_build(b->arena, b->diag, ini, name, b->facts, &b->names, b->doc->model);
}

static void add_annex(struct builder *b, const struct annex *annex, const char *label)
{
    const struct ini_section *section = annex->section;
    const struct ini_key *key = key_of(section, "表");
    struct grid *grid = *annex->table != '\0' ? described_table(b, annex->table, key->value_at) : NULL;
    if (grid == NULL)
        return;
    grid->label = label;
    grid->record = facts_row(b->facts);
    grid->title = required(b, section, "标题", grid->id);
    grid->landscape = is_landscape(b, section);
    const char *file = rendered(b, section, "文件");
    if (file == NULL)
        file = arena_printf(b->arena, "%s %s.xlsx", grid->label, grid->title.text);
    grid->file = output_name(b, file, section, "文件");
    grid->sheet = rendered(b, section, "工作表");
    if (grid->sheet == NULL)
        grid->sheet = grid->label;
    if (!sheet_name_ok(grid->sheet)) {
        key = key_of(section, "工作表");
        diag_add(b->diag, DIAG_TEMPLATE_VALUE, key != NULL ? key->value_at : section->at,
                 "[%s] 工作表 = %s（1—31字，不含 [ ] : * ? / \\）", section->name, grid->sheet);
    }
    *list_push(b->arena, &b->doc->annexes) = grid;
}

static const char *record_label(struct builder *b, const struct annex *annex, size_t i);

/* An annex for each record, in the record's own scope. */
static void add_record_annexes(struct builder *b, const struct annex *annex)
{
    struct facts *report = b->facts;
    struct mustache_data names = b->names;
    for (size_t i = 0; i < annex->records->rows.count; i++) {
        b->facts = annex->records->rows.items[i]->record;
        b->names = bind_facts(b->arena, b->facts, b->place, FORM_CELL);
        add_annex(b, annex, record_label(b, annex, i));
    }
    b->facts = report;
    b->names = names;
}

static void add_annexes(struct builder *b)
{
    for (size_t i = 0; i < b->annexes.count; i++)
        if (b->annexes.items[i].records != NULL)
            add_record_annexes(b, &b->annexes.items[i]);
        else
            add_annex(b, &b->annexes.items[i], b->annexes.items[i].label);
}

/* -- which annexes there are, and their numbers: known before the narrative, which may name them -- */

static int by_number(const void *a, const void *b)
{
    const struct annex *x = a, *y = b;
    return x->number < y->number ? -1 : x->number > y->number;
}

/* 附件 2 → 2; 0 if the section is no annex. */
static long annex_number(const char *section)
{
    static const char prefix[] = "附件 ";
    if (!text_starts(section, prefix))
        return 0;
    const char *digits = section + sizeof prefix - 1;
    size_t n = strspn(digits, "0123456789");
    long number = n >= 1 && n <= 3 && digits[n] == '\0' ? strtol(digits, NULL, 10) : 0;
    return number <= ANNEX_MAX ? number : 0;
}

/* 适用: an annex whose condition does not hold is left out. */
static bool annex_applies(struct builder *b, const struct ini_section *section)
{
    const struct ini_key *key = key_of(section, "适用");
    const struct expr *expr =
        key == NULL || *key->value == '\0' ? NULL : expr_compile(b->arena, b->diag, key->value, key->value_at);
    if (expr == NULL)
        return true;
    struct expr_scope scope = facts_scope(b->facts);
    struct expr_value value = expr_eval(b->arena, b->diag, expr, &scope, NULL);
    if (value.type == EXPR_NUMBER || value.type == EXPR_TEXT)
        template_bad_value(b->diag, key, NULL, NULL);
    return value.type != EXPR_BOOL || value.truth;
}

static const char *read_table_name(struct builder *b, const struct ini_section *section)
{
    const struct ini_key *key = key_of(section, "表");
    if (key == NULL || *key->value == '\0')
        diag_add(b->diag, DIAG_TEMPLATE_KEY, section->at, "[%s] 表", section->name);
    else if (table_file(key->value))
        return template_table(b->arena, key->value);
    else
        template_bad_value(b->diag, key, NULL, NULL);
    return "";
}

/* 重复 = 项目; *known: false for no list of records. */
static const struct fact_table *read_records(struct builder *b, const struct ini_section *section, bool *known)
{
    const struct ini_key *key = key_of(section, "重复");
    *known = true;
    if (key == NULL || *key->value == '\0')
        return NULL;
    const struct fact_table *table = facts_table(b->facts, key->value);
    *known = table != NULL && (table->rows.count == 0 || table->rows.items[0]->record != NULL);
    if (!*known)
        diag_add(b->diag, DIAG_TABLE_UNKNOWN, key->value_at, "%s", key->value)->near =
            text_nearest(key->value, facts_names(b->facts));
    return table;
}

static void plan_annex(struct builder *b, const struct ini_section *section, long number)
{
    static const char *keys[] = {"表", "标题", "文件", "工作表", "方向", "重复", "适用"};
    static const struct text_names known_keys = {keys, sizeof keys / sizeof *keys, 0};
    template_refuse_keys(b->arena, b->diag, section, &known_keys);
    bool known;
    struct annex annex = {.number = number, .section = section, .table = read_table_name(b, section)};
    annex.records = read_records(b, section, &known);
    if (known && annex_applies(b, section) && (annex.records == NULL || annex.records->rows.count > 0))
        *list_push(b->arena, &b->annexes) = annex;
}

/* A single annex has no number (GB/T 9704-2012, 7.3.4); those of records are 3-1 to 3-N, if there is more than one. */
static const char *record_label(struct builder *b, const struct annex *annex, size_t i)
{
    size_t ordinal = (size_t)(annex - b->annexes.items) + 1;
    if (annex->records->rows.count == 1)
        return annex->label;
    return annex_label(b, b->annexes.count == 1 ? arena_printf(b->arena, "%zu", i + 1)
                                                : arena_printf(b->arena, "%zu-%zu", ordinal, i + 1));
}

/* The labels become names: {{附件.annex3}}, in a record its own. */
static void label_annexes(struct builder *b)
{
    for (size_t i = 0; i < b->annexes.count; i++) {
        struct annex *annex = &b->annexes.items[i];
        const char *name = arena_printf(b->arena, "附件.%s", annex->table);
        annex->label = annex_label(b, b->annexes.count > 1 ? arena_printf(b->arena, "%zu", i + 1) : "");
        facts_define(b->facts, name, annex->label);
        for (size_t k = 0; annex->records != NULL && k < annex->records->rows.count; k++)
            facts_define(annex->records->rows.items[k]->record, name, record_label(b, annex, k));
    }
}

/* The annexes in the order of their sections' numbers; the printed numbers are computed. */
static void plan_annexes(struct builder *b)
{
    static const char *items[] = {"附件 *", "模板", "输出"};
    static const struct text_names known = {items, sizeof items / sizeof *items, 0};
    for (size_t i = 0; i < b->ini->sections.count; i++) {
        const struct ini_section *section = b->ini->sections.items[i];
        long number = annex_number(section->name);
        template_refuse_section(b->arena, b->diag, section, &known);
        if (number > 0)
            plan_annex(b, section, number);
        else if (text_starts(section->name, "附件 "))
            diag_add(b->diag, DIAG_TEMPLATE_VALUE, section->at, "[%s]", section->name)->near =
                text_narrowed(b->arena, section->name);
    }
    if (b->annexes.count > 0)
        qsort(b->annexes.items, b->annexes.count, sizeof *b->annexes.items, by_number);
    label_annexes(b);
}

/* The report's own 正文/报告.txt, else the template's report.txt; NULL if neither can be had (reported). */
static const struct source *narrative(struct builder *b, const struct mustache_data *data)
{
    const struct source *source = data->partial(data->ctx, "报告");
    if (source == NULL)
        source = template_text(b->arena, b->diag, b->template, "report.txt");
    if (source == NULL && !template_has(b->arena, b->template, "report.txt"))
        diag_add(b->diag, DIAG_TEMPLATE_KEY, (struct pos){.file = b->template->name}, "report.txt");
    return source;
}

/* @表: the narrative's tables that the template describes; one that cannot be built is left out (reported). */
static void build_tables(struct builder *b)
{
    size_t kept = 0;
    for (size_t i = 0; i < b->doc->blocks.count; i++) {
        struct block *block = &b->doc->blocks.items[i];
        if (block->table != NULL)
            block->grid = table_file(block->table) ? described_table(b, block->table, block->at) : NULL;
        if (block->table != NULL && !table_file(block->table))
            diag_add(b->diag, DIAG_TEMPLATE_VALUE, block->at, "@表 %s", block->table);
        if (block->kind != BLOCK_TABLE || block->grid != NULL)
            b->doc->blocks.items[kept++] = *block;
    }
    b->doc->blocks.count = kept;
}

static void add_narrative(struct builder *b)
{
    struct mustache_data data = bind_facts(b->arena, b->facts, b->place, FORM_PROSE);
    const struct source *source = narrative(b, &data);
    if (source == NULL)
        return;
    struct spans spans = {0};
    mustache_render(b->arena, b->diag, MUSTACHE_STRICT, &data, source, &spans);
    doc_lines(b->arena, b->diag, &spans, b->facts, b->doc);
    build_tables(b);
}

static const char *fact_text(struct builder *b, const char *name)
{
    const struct fact *fact = facts_find(b->facts, name);
    return fact == NULL || fact_blank(fact) ? "" : fact_print(b->arena, fact, FORM_CELL);
}

/* 附件说明 without annexes would be a label with nothing behind it. */
static void drop_empty_lists(struct doc *doc)
{
    size_t n = 0;
    for (size_t i = 0; i < doc->blocks.count; i++)
        if (doc->blocks.items[i].kind != BLOCK_ATTACHMENTS || doc->annexes.count > 0)
            doc->blocks.items[n++] = doc->blocks.items[i];
    doc->blocks.count = n;
}

/* 版头 and 版记: optional elements, in layout.ini. */
static void add_banner(struct builder *b)
{
    const struct ini *layout = template_ini(b->arena, b->diag, b->template, "layout.ini");
    const struct ini_section *banner = ini_section(layout, "版头"), *imprint = ini_section(layout, "版记");
    b->doc->banner_mark = phrase_of(b, banner, "发文机关标志");
    b->doc->banner_number = phrase_of(b, banner, "发文字号");
    b->doc->imprint_copies = phrase_of(b, imprint, "抄送");
    b->doc->imprint_office = phrase_of(b, imprint, "印发机关");
    b->doc->imprint_date = phrase_of(b, imprint, "印发日期");
}

/* The first title in one line, for the document's information: @标题 below each other are lines of one. */
static const char *printed_title(struct arena *arena, const struct doc *doc)
{
    struct buf out = buf_in(arena);
    size_t i = 0;
    while (i < doc->blocks.count && doc->blocks.items[i].kind != BLOCK_TITLE)
        i++;
    for (; i < doc->blocks.count && doc->blocks.items[i].kind == BLOCK_TITLE; i++)
        for (const char *text = block_text(arena, &doc->blocks.items[i]); *text != '\0'; text++)
            if (*text != '\n')
                buf_addn(&out, text, 1);
    return buf_text(&out);
}

static void add_information(struct builder *b)
{
    static const char *keys[] = {"PDF", "标题", "作者", "主题", "关键词"};
    static const struct text_names known = {keys, sizeof keys / sizeof *keys, 0};
    const struct ini_section *section = ini_section(b->ini, "输出");
    struct doc *doc = b->doc;
    template_refuse_keys(b->arena, b->diag, section, &known);
    doc->pdf_file = output_name(b, required(b, section, "PDF", "report.pdf").text, section, "PDF");
    doc->title = rendered(b, section, "标题");
    if (doc->title == NULL)
        doc->title = printed_title(b->arena, doc);
    const char *author = rendered(b, section, "作者"), *subject = rendered(b, section, "主题");
    const char *keywords = rendered(b, section, "关键词");
    doc->author = author != NULL ? author : fact_text(b, "报告.单位");
    doc->subject = subject != NULL ? subject : "";
    doc->keywords = keywords != NULL ? keywords : "";
    const struct fact *date = facts_find(b->facts, "报告.日期");
    if (date != NULL)
        memcpy(doc->date, date->date, sizeof doc->date);
}

struct doc *doc_build(struct arena *arena, struct diag *diag, struct facts *facts, struct template *t,
                      const struct bind_place *place)
{
    struct builder b = {
        .arena = arena, .diag = diag, .facts = facts, .template = t, .place = place, .files = map_new(arena)};
    b.doc = arena_alloc(arena, sizeof *b.doc);
    b.doc->model = style_load(arena, diag, t);
    b.ini = template_ini(arena, diag, t, "template.ini");
    b.names = bind_facts(arena, facts, place, FORM_CELL);
    plan_annexes(&b);
    add_narrative(&b);
    add_annexes(&b);
    drop_empty_lists(b.doc);
    add_information(&b);
    add_banner(&b);
    return b.doc;
}

const char *block_text(struct arena *arena, const struct block *block)
{
    struct buf out = buf_in(arena);
    for (size_t i = 0; i < block->runs.count; i++)
        buf_add(&out, block->runs.items[i].text);
    return buf_text(&out);
}
