/* fields.ini → struct field. Comes in: the merged INI file; goes out: the field of a name or of a cell.
 * Knows nothing of reports and values. */
#include "model/field_private.h"

#include <string.h>

enum { MOST_DECIMALS = 9 };

enum part {
    HAS_LABEL = 1,
    HAS_KIND = 2,
    HAS_UNIT = 4,
    HAS_DECIMALS = 8,
    HAS_GROUPS = 16,
    HAS_REQUIRED = 32,
    HAS_EMPTY = 64,
    HAS_FORMULA = 128,
    HAS_ALIASES = 256,
    HAS_HELP = 512,
    HAS_CARRY = 1024,
    HAS_KEEP = 2048,
    HAS_NOTHING = 4096
};

struct field *field_plain(struct arena *arena, const char *label, struct pos at)
{
    struct field *field = arena_alloc(arena, sizeof *field);
    *field = (struct field){.label = label, .kind = FACT_TEXT, .unit = "", .most = 2, .empty = "", .at = at};
    return field;
}

/* -- reading -- */

void field_bad_value(struct fields *f, const struct ini_key *key, const struct text_names *known)
{
    template_bad_value(f->diag, key, known, NULL);
}

static bool read_kind(struct fields *f, const struct ini_key *key, enum fact_kind *kind)
{
    static const char *items[] = {"文字", "金额", "数量", "百分比", "日期", "指标值"};
    static const enum fact_kind kinds[] = {FACT_TEXT, FACT_AMOUNT, FACT_COUNT, FACT_PERCENT, FACT_DATE, FACT_INDICATOR};
    const struct text_names known = {items, sizeof items / sizeof *items, 0};
    size_t i = names_index(&known, key->value);
    if (i < known.count)
        *kind = kinds[i];
    else
        field_bad_value(f, key, &known);
    return i < known.count;
}

bool field_yes(struct fields *f, const struct ini_key *key)
{
    static const char *items[] = {"否", "是"};
    const struct text_names known = {items, 2, 0};
    size_t i = names_index(&known, key->value);
    if (i == known.count)
        field_bad_value(f, key, &known);
    return i == 1;
}

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

/* "2" or "0-2". */
static void read_decimals(struct fields *f, const struct ini_key *key, struct field *field)
{
    const char *s = key->value;
    bool fixed = digit(s[0]) && !s[1];
    bool range = digit(s[0]) && s[1] == '-' && digit(s[2]) && !s[3] && s[0] <= s[2];
    if (!fixed && !range) {
        template_bad_value(f->diag, key, NULL, "2 | 0-2");
        return;
    }
    field->least = s[0] - '0';
    field->most = range ? s[2] - '0' : field->least;
}

static void read_formula(struct fields *f, const struct ini_key *key, struct field *field)
{
    if (!*key->value)
        return; /* `公式 =` takes a pattern's formula away */
    field->formula = expr_compile(f->arena, f->diag, key->value, key->value_at);
    field->formula_text = key->value;
    field->formula_at = key->value_at;
}

static const struct text_names *field_keys(void)
{
    static const char *items[] = {"名称", "类型", "单位", "小数", "千分位", "必填",    "空值",
                                  "公式", "别名", "说明", "结转", "沿用",   "视同空白"};
    static const struct text_names known = {items, sizeof items / sizeof *items, 0};
    return &known;
}

static void read_key(struct fields *f, const struct ini_key *key, struct spec *spec)
{
    struct field *field = &spec->field;
    size_t which = names_index(field_keys(), key->name);
    switch (1U << which) {
    case HAS_LABEL:
        field->label = key->value;
        break;
    case HAS_KIND:
        if (!read_kind(f, key, &field->kind))
            return; /* as the pattern says */
        break;
    case HAS_UNIT:
        field->unit = key->value;
        break;
    case HAS_DECIMALS:
        read_decimals(f, key, field);
        break;
    case HAS_GROUPS:
        field->groups = field_yes(f, key);
        break;
    case HAS_REQUIRED:
        field->required = field_yes(f, key);
        field->optional = !field->required;
        break;
    case HAS_EMPTY:
        field->empty = key->value;
        break;
    case HAS_FORMULA:
        read_formula(f, key, field);
        break;
    case HAS_ALIASES:
        field->aliases = key->value;
        break;
    case HAS_HELP:
        field->help = key->value;
        break;
    case HAS_CARRY:
        field->carry = *key->value ? key->value : NULL;
        break;
    case HAS_KEEP:
        field->keep = field_yes(f, key);
        break;
    case HAS_NOTHING:
        field->nothing = *key->value ? key->value : NULL;
        break;
    default: /* reported for the section as a whole */
        return;
    }
    spec->has |= 1U << which;
}

void field_add_section(struct fields *f, const char *name)
{
    if (map_get(f->sections, name))
        return;
    map_put(f->sections, name, f);
    *list_push(f->arena, &f->section_names) = name;
}

/* Splits table.key.column: the key is everything between the first dot and the last. False with fewer than two. */
static bool cut_cell(const char *name, const char **first, const char **last)
{
    *first = strchr(name, '.');
    *last = strrchr(name, '.');
    return *first && *first != *last;
}

static void add_spec(struct fields *f, const struct ini_section *section, const char *pattern)
{
    struct spec *spec = arena_alloc(f->arena, sizeof *spec);
    spec->pattern = pattern;
    spec->field = *field_plain(f->arena, "", section->at);
    template_refuse_keys(f->arena, f->diag, section, field_keys());
    for (size_t i = 0; i < section->keys.count; i++)
        read_key(f, &section->keys.items[i], spec);
    map_put(f->specs, pattern, spec);
    for (const char *dot = strchr(pattern, '.'); dot; dot = strchr(dot + 1, '.'))
        field_add_section(f, arena_strndup(f->arena, pattern, (size_t)(dot - pattern)));
    const char *first, *last;
    if (cut_cell(pattern, &first, &last)) {
        char *key = arena_strndup(f->arena, first + 1, (size_t)(last - first - 1));
        if (strcmp(key, "*"))
            map_put(f->row_keys, key, spec);
        else
            *list_push(f->arena, &f->cell_patterns) = pattern;
    }
    bool open = !strcmp(pattern, "*") || !strncmp(pattern, "*.", 2) || strstr(pattern, ".*.") ||
                (first && !strcmp(pattern + strlen(pattern) - 2, ".*"));
    if (!open)
        *list_push(f->arena, &f->exact) = (struct field_name){pattern, section->at};
}

/* What stands behind `word` and white space in a section name; NULL if it begins otherwise. */
static const char *behind(const char *name, const char *word)
{
    if (!text_starts(name, word))
        return NULL;
    name += strlen(word);
    size_t n = text_blank_at(name);
    while (text_blank_at(name))
        name += text_blank_at(name);
    return n && *name ? name : NULL;
}

/* An amount is in money: 万圆 would be printed as it stands, and nothing could be converted. */
static void check_units(struct fields *f, const struct ini *ini)
{
    static const char *items[] = {"元", "千元", "万元", "亿元"};
    static const struct text_names known = {items, sizeof items / sizeof *items, 0};
    for (size_t i = 0; i < ini->sections.count; i++) {
        const char *pattern = behind(ini->sections.items[i]->name, "字段"), *first, *last;
        const struct ini_key *key = pattern ? ini_key(ini->sections.items[i], "单位") : NULL;
        if (!key || !*key->value || names_has(&known, key->value))
            continue;
        const struct field *field =
            cut_cell(pattern, &first, &last)
                ? fields_cell(f, arena_strndup(f->arena, pattern, (size_t)(first - pattern)),
                              arena_strndup(f->arena, first + 1, (size_t)(last - first - 1)), last + 1)
                : fields_find(f, pattern);
        if (!field || field->kind != FACT_AMOUNT)
            continue;
        field_bad_value(f, key, &known);
        const char *near = text_nearest(key->value, &known);
        struct spec *spec = map_get(f->specs, pattern);
        spec->field.unit = near ? near : ""; /* so that formulas do not say it once more */
    }
    f->singles = map_new(f->arena);
    f->cells = map_new(f->arena);
}

struct fields *fields_load(struct arena *arena, struct diag *diag, struct template *t, const char *file)
{
    static const char *items[] = {"字段 *", "表字段 *", "记录 *", "正文 *"};
    /* a record's file describes no further records and no texts */
    const struct text_names known = {items, strcmp(file, "fields.ini") ? 2 : 4, 0};
    struct fields *f = arena_alloc(arena, sizeof *f);
    f->arena = arena;
    f->diag = diag;
    f->specs = map_new(arena);
    f->singles = map_new(arena);
    f->cells = map_new(arena);
    f->row_keys = map_new(arena);
    f->sections = map_new(arena);
    f->tables_by_name = map_new(arena);
    const struct ini *ini = template_ini(arena, diag, t, file);
    for (size_t i = 0; i < ini->sections.count; i++) {
        const struct ini_section *section = ini->sections.items[i];
        const char *pattern = behind(section->name, "字段"), *table = behind(section->name, "表字段");
        const char *records = behind(section->name, "记录"), *text = behind(section->name, "正文");
        if (pattern)
            add_spec(f, section, pattern);
        else if (table)
            field_add_table(f, section, table);
        else if (records)
            field_add_records(f, section, records);
        else if (text)
            field_add_text(f, section, text);
        else
            template_refuse_section(arena, diag, section, &known);
    }
    check_units(f, ini);
    return f;
}

/* -- resolving -- */

static void apply(const struct fields *f, const char *pattern, struct field *field, bool *found)
{
    const struct spec *spec = map_get(f->specs, pattern);
    if (!spec)
        return;
    const struct field *from = &spec->field;
    *found = true;
    field->at = from->at;
    if (spec->has & HAS_LABEL)
        field->label = from->label;
    if (spec->has & HAS_KIND)
        field->kind = from->kind;
    if (spec->has & HAS_UNIT)
        field->unit = from->unit;
    if (spec->has & HAS_DECIMALS) {
        field->least = from->least;
        field->most = from->most;
    }
    if (spec->has & HAS_GROUPS)
        field->groups = from->groups;
    if (spec->has & HAS_REQUIRED) {
        field->required = from->required;
        field->optional = from->optional;
    }
    if (spec->has & HAS_EMPTY)
        field->empty = from->empty;
    if (spec->has & HAS_FORMULA) {
        field->formula = from->formula;
        field->formula_text = from->formula_text;
        field->formula_at = from->formula_at;
    }
    if (spec->has & HAS_ALIASES)
        field->aliases = from->aliases;
    if (spec->has & HAS_HELP)
        field->help = from->help;
    if (spec->has & HAS_CARRY)
        field->carry = from->carry;
    if (spec->has & HAS_KEEP)
        field->keep = from->keep;
    if (spec->has & HAS_NOTHING)
        field->nothing = from->nothing;
}

/* A percentage has no unit of its own: 单位 of a pattern is for its neighbours. */
static void finish(struct field *field)
{
    if (field->kind == FACT_PERCENT || field->kind == FACT_DATE)
        field->unit = "";
}

static const struct field *unknown_field(void)
{
    static const struct field unknown;
    return &unknown;
}

const struct field *fields_find(struct fields *f, const char *name)
{
    const struct field *known = map_get(f->singles, name);
    if (known)
        return known == unknown_field() ? NULL : known;
    const char *last = strrchr(name, '.');
    struct field *field = field_plain(f->arena, arena_strdup(f->arena, last ? last + 1 : name), (struct pos){0});
    bool found = false;
    if (last)
        apply(f, "*.*", field, &found);
    for (const char *dot = strchr(name, '.'); dot; dot = strchr(dot + 1, '.'))
        apply(f, arena_printf(f->arena, "*%s", dot), field, &found);
    for (const char *dot = strchr(name, '.'); dot; dot = strchr(dot + 1, '.'))
        apply(f, arena_printf(f->arena, "%.*s.*", (int)(dot - name), name), field, &found);
    apply(f, name, field, &found);
    finish(field);
    map_put(f->singles, name, found ? (void *)field : (void *)(uintptr_t)unknown_field());
    return found ? field : NULL;
}

const struct field *fields_cell(struct fields *f, const char *table, const char *key, const char *column)
{
    const char *name = arena_printf(f->arena, "%s.%s.%s", table, key, column);
    struct field *field = map_get(f->cells, name);
    if (field)
        return field;
    field = field_plain(f->arena, column, (struct pos){0});
    bool found = false;
    const struct field_table *of = fields_table(f, table);
    if (of)
        field->at = of->at;
    /* bit 0: the column is named, bit 1: the row, bit 2: the table; few names first */
    static const unsigned order[] = {0, 1, 2, 4, 3, 5, 6, 7};
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        unsigned named = order[i];
        if ((named & 2) && !strcmp(key, "*"))
            continue;
        apply(f,
              arena_printf(f->arena, "%s.%s.%s", named & 4 ? table : "*", named & 2 ? key : "*",
                           named & 1 ? column : "*"),
              field, &found);
    }
    if (of && of->key && !strcmp(of->key, column)) { /* the names of rows are words, whatever T.*.* says */
        field->kind = FACT_TEXT;
        field->unit = "";
        field->formula = NULL;
    }
    finish(field);
    map_put(f->cells, name, field);
    return field;
}

const struct field *fields_column(struct fields *f, const char *table, const char *column)
{
    return fields_cell(f, table, "*", column);
}

bool fields_names_row(const struct fields *f, const char *key)
{
    return map_get(f->row_keys, key) != NULL;
}

bool fields_knows_section(const struct fields *f, const char *section)
{
    return map_get(f->sections, section) || map_get(f->sections, "*");
}

struct text_names fields_sections(const struct fields *f)
{
    struct text_names names = f->section_names;
    names.cap = names.count; /* whoever adds to it gets a copy */
    return names;
}

bool fields_has(const struct fields *f, const char *pattern)
{
    return map_get(f->specs, pattern) != NULL;
}

const struct field_table *fields_table(const struct fields *f, const char *name)
{
    const size_t *index = map_get(f->tables_by_name, name);
    return index ? &f->tables.items[*index - 1] : NULL;
}

struct text_names fields_columns(struct fields *f, const char *table)
{
    struct text_names columns = {0};
    size_t n = strlen(table);
    for (size_t i = 0; i < f->cell_patterns.count; i++) {
        const char *pattern = f->cell_patterns.items[i], *column = pattern + n + 3;
        if (!strncmp(pattern, table, n) && !strncmp(pattern + n, ".*.", 3) && strcmp(column, "*"))
            *list_push(f->arena, &columns) = column;
    }
    return columns;
}

const struct field_names *fields_exact(const struct fields *f)
{
    return &f->exact;
}

const struct field_record_lists *fields_records(const struct fields *f)
{
    return &f->records;
}

const struct field_text *fields_text(const struct fields *f, const char *name)
{
    for (size_t i = 0; i < f->texts.count; i++)
        if (!strcmp(f->texts.items[i].name, name))
            return &f->texts.items[i];
    return NULL;
}

const struct field_texts *fields_texts(const struct fields *f)
{
    return &f->texts;
}

const struct field_tables *fields_tables(const struct fields *f)
{
    return &f->tables;
}
