/* The survey of a template → the files of a report that is still to be filled in, sections in the order of fields.ini.
 * The comments name what the fields say of themselves. */
#include "model/draft_private.h"

#include "base/os.h"

#include <stdlib.h>
#include <string.h>

/* -- entries -- */

/* In a file the name has no section in front. */
static const char *local(const char *name)
{
    const char *dot = strchr(name, '.');
    return dot ? dot + 1 : name;
}

static const char *kind_note(const struct field *field)
{
    switch (field->kind) {
    case FACT_PERCENT:
        return "百分比，要写%";
    case FACT_DATE:
        return field->help ? "日期" : "日期，如 2024-02-28";
    case FACT_INDICATOR:
        return "指标值";
    default:
        return field->unit;
    }
}

/* "# 名称（单位，必填）：说明", as far as there is something to say. column: of a table. */
static void put_note(struct draft_maker *m, const char *name, const struct field *field, bool computed, bool column)
{
    const char *unit = computed ? field->unit : kind_note(field);
    const char *must = computed ? "自动计算，不用填" : field->required ? "必填" : "";
    bool label = *field->label && strcmp(field->label, local(name)) != 0;
    const char *help = field->help ? field->help : "";
    if (!label && !*unit && !*must && !*help)
        return;
    const char *shown = label ? field->label : local(name);
    if (label && column) /* the column's name is not the next line's, as an entry's is */
        shown = arena_printf(m->arena, "%s：%s", local(name), shown);
    buf_printf(&m->out, "# %s", shown);
    if (*unit || *must)
        buf_printf(&m->out, "（%s%s%s）", unit, *unit && *must ? "，" : "", must);
    buf_printf(&m->out, "%s%s\n", *help ? "：" : "", help);
}

static bool given_this_year(const struct draft_maker *m, const char *name)
{
    const struct ini *year = template_ini(m->arena, m->scratch, m->survey->template, "本年.ini");
    const char *section = arena_strndup(m->arena, name, strcspn(name, "."));
    return m->kind != DRAFT_NAMES && ini_value(year, section, local(name), NULL, NULL);
}

static void put_single(struct draft_maker *m, const char *name)
{
    const struct field *field = fields_find(m->survey->fields, name);
    if (!field || given_this_year(m, name))
        return;
    bool computed = field->formula_text && m->kind != DRAFT_NAMES;
    if (m->kind == DRAFT_BLANK)
        put_note(m, name, field, computed, false);
    if (computed)
        return;
    const char *value = draft_value(m, name, field);
    buf_printf(&m->out, *value ? "%s = %s\n" : "%s =\n", local(name), value);
    m->entries++;
}

/* -- tables -- */

/* The next column behind order `after`: where the template leaves the order open, that of their first use. */
static const struct survey_name *next_column(const struct survey_table *table, size_t after)
{
    const struct survey_name *next = NULL;
    for (size_t i = 0; i < table->columns.count; i++) {
        const struct survey_name *column = &table->columns.items[i];
        if (column->order > after && (!next || column->order < next->order))
            next = column;
    }
    return next;
}

static void add_typed(const struct draft_maker *m, const struct survey_table *table, const char *column,
                      struct text_names *columns)
{
    bool computed = fields_column(m->survey->fields, table->name, column)->formula_text != NULL;
    if (m->kind == DRAFT_NAMES || !computed)
        *list_push(m->arena, columns) = column;
}

/* Where fields.ini lists the columns a report may have no others. */
static bool may_be_typed(const struct field_table *def, const char *column)
{
    return names_has(&def->columns, column) || (def->key && !strcmp(def->key, column));
}

/* Columns that are typed: those of 列, the key, and what no formula computes. */
static struct text_names typed_columns(const struct draft_maker *m, const struct survey_table *table)
{
    struct text_names columns = {0};
    bool open = !(table->def && table->def->columns.count);
    const char *key = open && table->def ? table->def->key : NULL;
    bool named = key && (table->def->rows.count || table->keys.count); /* rows with names begin with them */
    if (named)
        add_typed(m, table, key, &columns);
    const struct survey_name *column = open ? next_column(table, 0) : NULL;
    for (; column; column = next_column(table, column->order))
        if (!named || strcmp(column->name, key) != 0)
            add_typed(m, table, column->name, &columns);
    for (size_t i = 0; i < table->columns.count; i++) {
        column = &table->columns.items[i];
        bool closed = !open && (m->kind == DRAFT_NAMES || may_be_typed(table->def, column->name));
        if (closed || (open && !column->order && !(named && !strcmp(column->name, key))))
            add_typed(m, table, column->name, &columns);
    }
    return columns;
}

static void put_row(struct draft_maker *m, const struct survey_table *table, const struct text_names *columns,
                    const char *key, size_t ordinal)
{
    buf_add(&m->out, "行 = ");
    if (m->kind == DRAFT_FIGURES)
        m->amounts = 12;
    for (size_t c = 0; c < columns->count; c++) {
        const struct field *field = fields_cell(m->survey->fields, table->name, key, columns->items[c]);
        const char *text = field->formula_text && m->kind == DRAFT_FIGURES
                               ? ""
                               : draft_cell(m, table, key, ordinal, columns->items[c], field);
        if (c == 0 && !*text)
            text = "\\"; /* an empty first cell would repeat the one above */
        buf_printf(&m->out, "%s%s", c > 0 ? " | " : "", text);
    }
    while (m->out.n > 0 && m->out.s[m->out.n - 1] == ' ')
        m->out.n--;
    buf_add(&m->out, "\n");
}

static void put_rows(struct draft_maker *m, const struct survey_table *table, const struct text_names *columns)
{
    const struct text_names *fixed = table->def ? &table->def->rows : NULL;
    for (size_t i = 0; fixed && i < fixed->count; i++)
        put_row(m, table, columns, fixed->items[i], i + 1);
    if (fixed && fixed->count)
        return;
    const struct text_names *keys = &table->keys;
    for (size_t i = 0; i < keys->count; i++) /* rows that the template names */
        put_row(m, table, columns, keys->items[i], i + 1);
    const struct fact_table *last = keys->count ? NULL : draft_last_rows(m, table);
    for (size_t i = 0; last && i < last->rows.count; i++)
        put_row(m, table, columns, last->rows.items[i]->name, i + 1);
    size_t shares = draft_shares(m, table->name), most = shares > 3 ? shares : 3;
    size_t samples = m->kind == DRAFT_BLANK ? 0 : m->kind == DRAFT_NAMES ? 1 : most;
    for (size_t i = keys->count + 1; i <= samples; i++)
        put_row(m, table, columns, arena_printf(m->arena, "%zu", i), i);
    if (m->kind == DRAFT_BLANK && !(last && last->rows.count)) {
        buf_add(&m->out, "# 行 =");
        for (size_t c = 0; c < columns->count; c++)
            buf_printf(&m->out, "%s …", c > 0 ? " |" : "");
        buf_add(&m->out, "\n");
    }
}

static void put_table(struct draft_maker *m, const struct survey_table *table)
{
    struct text_names columns = typed_columns(m, table);
    if (columns.count == 0)
        return;
    const struct field_table *def = table->def;
    if (m->kind == DRAFT_BLANK) {
        if (def && (def->label || def->help))
            buf_printf(&m->out, "# %s%s%s\n", def->label ? def->label : "", def->label && def->help ? "：" : "",
                       def->help ? def->help : "");
        buf_add(&m->out, def && def->rows.count ? "# 每行从第二格起填写，格与格之间用 | 隔开\n"
                         : def && def->required ? "# 必填：一行写一条“行 = …”，格与格之间用 | 隔开；至少一行\n"
                                                : "# 一行写一条“行 = …”，格与格之间用 | 隔开；行数不限，没有就不写\n");
        for (size_t c = 0; c < columns.count; c++) {
            const struct field *field = fields_column(m->survey->fields, table->name, columns.items[c]);
            put_note(m, arena_printf(m->arena, "%s.%s", table->name, columns.items[c]), field, false, true);
        }
    }
    m->entries++;
    buf_add(&m->out, "列 =");
    for (size_t c = 0; c < columns.count; c++)
        buf_printf(&m->out, "%s %s", c > 0 ? " |" : "", columns.items[c]);
    buf_add(&m->out, "\n");
    put_rows(m, table, &columns);
}

/* -- sections -- */

static bool in_section(const char *name, const char *section)
{
    size_t n = strlen(section);
    return !strncmp(name, section, n) && name[n] == '.';
}

static void put_section(struct draft_maker *m, const char *section)
{
    const struct survey *s = m->survey;
    size_t start = m->out.n;
    m->amounts = m->entries = 0;
    buf_printf(&m->out, "\n[%s]\n", section);
    if (!strcmp(section, "报告") && !s->parent)
        buf_printf(&m->out, "模板 = %s\n", s->template->name);
    if (!strcmp(section, "报告") && !s->parent && m->last.place)
        buf_printf(&m->out, "# 上年的报告在哪里（从本文件夹看）：核对时与它比较；移动了文件夹，一并改这一行\n上年 = %s\n",
                   m->last.place);
    for (size_t i = 0; i < s->names.count; i++)
        if (in_section(s->names.items[i].name, section) && strcmp(local(s->names.items[i].name), "个数") != 0)
            put_single(m, s->names.items[i].name);
    const struct survey_table *table = survey_table(s, section);
    const struct ini *year = template_ini(m->arena, m->scratch, s->template, "本年.ini");
    if (table && (m->kind == DRAFT_NAMES || !ini_section(year, section)))
        put_table(m, table);
    if (m->entries == 0)
        m->out.n = start; /* nothing to fill in */
}

static void add_section(struct draft_maker *m, struct map *seen, struct text_names *sections, const char *name)
{
    const char *section = arena_strndup(m->arena, name, strcspn(name, "."));
    bool skip = !*section || strchr(section, '*') || !strcmp(section, "自定");
    if (skip || map_get(seen, section))
        return;
    map_put(seen, section, m);
    *list_push(m->arena, sections) = section;
}

/* Sections in the order of the fields, then those that only patterns know. */
static struct text_names sections_of(struct draft_maker *m, const struct ini *fields)
{
    struct text_names sections = {0};
    struct map *seen = map_new(m->arena);
    for (size_t i = 0; i < fields->sections.count; i++) {
        const char *space = strchr(fields->sections.items[i]->name, ' ');
        bool named = text_starts(fields->sections.items[i]->name, "字段 ") ||
                     text_starts(fields->sections.items[i]->name, "表字段 ");
        if (space && named)
            add_section(m, seen, &sections, space + 1);
    }
    for (size_t i = 0; i < m->survey->names.count; i++)
        if (strchr(m->survey->names.items[i].name, '.'))
            add_section(m, seen, &sections, m->survey->names.items[i].name);
    for (size_t i = 0; i < m->survey->tables.count; i++)
        add_section(m, seen, &sections, m->survey->tables.items[i]->name);
    return sections;
}

static const char *file_of(struct draft_maker *m, const char *fields_file, const char *head)
{
    m->out = buf_in(m->arena);
    buf_add(&m->out, head);
    const struct ini *fields = template_ini(m->arena, m->scratch, m->survey->template, fields_file);
    struct text_names sections = sections_of(m, fields);
    for (size_t i = 0; i < sections.count; i++)
        put_section(m, sections.items[i]);
    if (!m->survey->parent && m->kind == DRAFT_BLANK)
        buf_add(&m->out, "\n# 确有原因的问题在这里说明：check 会打印可以照抄的一行\n[审核说明]\n");
    return arena_strndup(m->arena, m->out.s ? m->out.s : "", m->out.n);
}

/* -- files -- */

static void add_file(struct arena *arena, struct draft *draft, const char *name, const char *text)
{
    *list_push(arena, draft) = (struct draft_file){name, text};
}

static const char *text_of(struct draft_maker *m, const struct survey_partial *partial)
{
    const char *file = arena_printf(m->arena, "%s.txt", partial->name);
    const struct field_text *about = fields_text(m->survey->fields, partial->name);
    if (m->kind != DRAFT_BLANK)
        return partial->given ? NULL : arena_printf(m->arena, "〔%s〕\n", partial->name);
    struct source last;
    const char *path = m->last.text_folder ? os_join(m->arena, m->last.text_folder, file) : NULL;
    if (about && about->keep && path && os_is_file(path) && encoding_read(m->arena, m->scratch, path, file, &last))
        return last.text;
    const struct source *own = partial->given ? template_text(m->arena, m->scratch, m->survey->template, file) : NULL;
    if (own)
        return own->text;
    return arena_printf(m->arena, "{{! %s：一行一段，写在下面，本行不印出。%s}}\n", partial->name,
                        about && about->help ? about->help : "");
}

static void add_texts(struct draft_maker *m, struct draft *draft)
{
    for (size_t i = 0; i < m->survey->partials.count; i++) {
        const struct survey_partial *partial = &m->survey->partials.items[i];
        const char *text = strpbrk(partial->name, "/\\") || *partial->name == '.' ? NULL : text_of(m, partial);
        if (text)
            add_file(m->arena, draft, arena_printf(m->arena, "正文/%s.txt", partial->name), text);
    }
}

static void add_records(struct draft_maker *m, struct draft *draft)
{
    static const char *const ordinals[] = {"一", "二"};
    const struct survey *whole = m->survey;
    const struct field_record_lists *lists = fields_records(whole->fields);
    for (size_t i = 0; i < whole->records.count; i++) {
        m->survey = whole->records.items[i];
        const char *list = m->survey->record, *file = lists->items[i].file;
        if (m->kind == DRAFT_BLANK)
            add_file(m->arena, draft, arena_printf(m->arena, "%s/空白.txt", list),
                     file_of(m, file, "# 照本文件另存一份，每项一个文件，文件名就是名称，扩展名用 .ini\n"));
        for (size_t k = 0; m->kind != DRAFT_BLANK && k < (m->kind == DRAFT_NAMES ? 1U : 2U); k++)
            add_file(m->arena, draft, arena_printf(m->arena, "%s/%zu %s%s.ini", list, k + 1, list, ordinals[k]),
                     file_of(m, file, ""));
    }
    m->survey = whole;
}

struct draft draft_make(struct arena *arena, struct diag *diag, const struct survey *survey, enum draft_kind kind,
                        const struct draft_last *last)
{
    static const char head[] =
        "# 每行写成“名称 = 内容”；# 开头的行是说明，不印出。从上往下填，填好后运行 ziping check 核对。\n"
        "# 标明“必填”的都要填，没有发生的金额、人数填0；其他没有的事项等号后面空着。数字可以带单位。\n";
    (void)diag;
    struct draft draft = {0};
    struct draft_maker m = {.arena = arena,
                            .scratch = diag_new(arena),
                            .survey = survey,
                            .kind = kind,
                            .year = draft_year(survey->template)};
    if (last)
        m.last = *last;
    if (kind == DRAFT_FIGURES)
        draft_read_shares(&m);
    add_file(arena, &draft, "report.ini", file_of(&m, "fields.ini", kind == DRAFT_BLANK ? head : ""));
    add_texts(&m, &draft);
    add_records(&m, &draft);
    return draft;
}

bool draft_write(struct arena *arena, struct diag *diag, const struct draft *draft, const char *folder)
{
    bool ok = true;
    for (size_t i = 0; ok && i < draft->count; i++) {
        const char *path = os_join(arena, folder, draft->items[i].name);
        const char *error;
        ok = os_replace(arena, path, draft->items[i].text, strlen(draft->items[i].text), &error) == OS_OK;
        if (!ok)
            diag_add(diag, DIAG_UNWRITABLE, (struct pos){.file = path}, "%s", error);
    }
    return ok;
}

/* -- a template of names -- */

/* 列 holds all columns, so that computed ones can be typed. */
static const char *all_columns(struct arena *arena, const struct survey_table *table)
{
    struct buf out = buf_in(arena);
    for (size_t i = 0; i < table->columns.count; i++)
        buf_printf(&out, "%s%s", i > 0 ? " | " : "", table->columns.items[i].name);
    return buf_text(&out);
}

static const struct ini *names_fields(struct arena *arena, const struct survey *s, const struct ini *from)
{
    struct ini *to = ini_new(arena, from->file);
    for (size_t i = 0; i < from->sections.count; i++) {
        const struct ini_section *section = from->sections.items[i];
        struct ini_section *copy = ini_add_section(arena, to, section->name, section->at);
        bool table = text_starts(section->name, "表字段 ");
        for (size_t k = 0; k < section->keys.count; k++) {
            const struct ini_key *key = &section->keys.items[k];
            static const char *const kept[] = {"名称", "键", "行名", "字段"};
            for (size_t n = 0; n < sizeof kept / sizeof *kept; n++)
                if (!strcmp(key->name, kept[n]))
                    ini_add_key(arena, copy, key->name, key->value, key->at, key->value_at);
        }
        const struct survey_table *known = table ? survey_table(s, strchr(section->name, ' ') + 1) : NULL;
        if (known && known->columns.count)
            ini_add_key(arena, copy, "列", all_columns(arena, known), section->at, section->at);
    }
    return to;
}

void draft_names_template(struct arena *arena, struct template *t, const struct survey *s)
{
    struct diag *scratch = diag_new(arena);
    const struct field_record_lists *lists = fields_records(s->fields);
    for (size_t i = 0; i < s->records.count; i++)
        map_put(t->inis, lists->items[i].file,
                (void *)(uintptr_t)names_fields(arena, s->records.items[i],
                                                template_ini(arena, scratch, t, lists->items[i].file)));
    map_put(t->inis, "fields.ini",
            (void *)(uintptr_t)names_fields(arena, s, template_ini(arena, scratch, t, "fields.ini")));
    struct ini *rules = ini_new(arena, "rules.ini");
    struct ini_section *bands = ini_add_section(arena, rules, "等级", (struct pos){0});
    ini_add_key(arena, bands, "等级", "1 = 1", (struct pos){0}, (struct pos){0});
    map_put(t->inis, "rules.ini", rules);
    map_put(t->inis, "本年.ini", ini_new(arena, "本年.ini"));
}
