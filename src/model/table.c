/* In: a merged annexN.ini ([表] and [行]), facts as Mustache data. Out: one grid with its texts filled in.
 * Must not know what any row means; the joins themselves are resolved in table_rows.c. */
#include "model/table.h"

#include "model/table_rows.h"

#include <stdlib.h>
#include <string.h>

struct cell_plan {
    const char *text;
    enum table_mark mark;
    int style;
    struct pos at;
};

/* One line of [行], parsed once however often it repeats. */
struct row_plan {
    const char *key;
    struct pos at;
    int style;
    bool repeated;
    const struct fact_table *table; /* of a repeated row; NULL if it is unknown */
    LIST_OF(struct cell_plan) cells;
    int first, last; /* its rows in the grid: [first, last) */
};

struct table {
    struct table_rows rows;
    const struct facts *facts;
    struct mustache_data *data;
    const struct ini *ini;
    const struct ini_section *head; /* [表] */
    LIST_OF(struct row_plan) plans;
    int merged[TABLE_COLUMNS]; /* 合并列, from 0 */
    size_t nmerged;
};

static const struct ini_key *head_key(const struct table *t, const char *name)
{
    return t->head == NULL ? NULL : ini_key(t->head, name);
}

static struct finding *bad_value(const struct table *t, const struct ini_key *key, const char *like)
{
    return template_bad_value(t->rows.diag, key, NULL, like);
}

/* Whole numbers from 1 to most, parted by white space or |, at most `room`; 0 if anything else stands there. */
static size_t read_numbers(const char *s, long most, int *out, size_t room)
{
    size_t n = 0;
    for (;;) {
        size_t blank;
        while ((blank = *s == '|' ? 1 : text_blank_at(s)) > 0)
            s += blank;
        if (*s == '\0')
            return n;
        char *end = NULL;
        long value = *s >= '0' && *s <= '9' ? strtol(s, &end, 10) : 0;
        if (value < 1 || value > most || n == room)
            return 0;
        out[n++] = (int)value;
        s = end;
    }
}

/* 列宽 = 20 * 30: * is a column as wide as its text wants, the others are millimetres beside it. 0 if it is wrong. */
static size_t read_widths(const char *s, int *out)
{
    size_t n = 0;
    for (;;) {
        s += strspn(s, " \t|");
        if (*s == '\0')
            return n;
        size_t length = strcspn(s, " \t|");
        bool automatic = (length == 1 && *s == '*') || (length == strlen("自动") && text_starts(s, "自动"));
        char *end = NULL;
        long value = automatic || *s < '0' || *s > '9' ? 0 : strtol(s, &end, 10);
        if (n == TABLE_COLUMNS || (!automatic && (value < 1 || value > 10000 || end != s + length)))
            return 0;
        out[n++] = (int)value;
        s += length;
    }
}

/* Without 列宽 every column is as wide as its text wants; the first row tells how many there are. */
static size_t count_columns(struct table *t)
{
    const struct ini_section *rows = ini_section(t->ini, "行");
    if (rows == NULL || rows->keys.count == 0)
        return 0;
    const struct ini_key *first = &rows->keys.items[0];
    size_t n = ini_cells(t->rows.arena, first->value, first->value_at).count;
    return n < TABLE_COLUMNS ? n : TABLE_COLUMNS;
}

/* How many cells all rows have, if they agree; 0 otherwise. */
static size_t cells_of_all(struct table *t)
{
    const struct ini_section *rows = ini_section(t->ini, "行");
    size_t n = 0;
    for (size_t i = 0; rows != NULL && i < rows->keys.count; i++) {
        const struct ini_key *key = &rows->keys.items[i];
        size_t cells = ini_cells(t->rows.arena, key->value, key->value_at).count;
        if (i > 0 && cells != n)
            return 0;
        n = cells;
    }
    return rows != NULL && rows->keys.count > 1 && n <= TABLE_COLUMNS ? n : 0;
}

static bool read_columns(struct table *t, struct grid *grid)
{
    const struct ini_key *key = head_key(t, "列宽");
    int shares[TABLE_COLUMNS] = {0};
    size_t n = key == NULL ? count_columns(t) : read_widths(key->value, shares);
    if (n == 0) {
        if (key != NULL)
            bad_value(t, key, "20 30 | 20 * 30");
        else
            diag_add(t->rows.diag, DIAG_TEMPLATE_KEY, grid->at, "[表] 列宽");
        return false;
    }
    size_t wanted = key == NULL ? 0 : cells_of_all(t);
    if (wanted > 1 && wanted != n) { /* 列宽 is wrong, not every row */
        diag_add(t->rows.diag, DIAG_TABLE_WIDTH, key->value_at, "%s %zu ≠ %zu", key->name, n, wanted);
        n = wanted;
    }
    t->rows.ncol = (int)n;
    grid->col_share = arena_alloc(t->rows.arena, n * sizeof(int));
    memcpy(grid->col_share, shares, n * sizeof(int));
    return true;
}

static void read_merged(struct table *t)
{
    const struct ini_key *key = head_key(t, "合并列");
    if (key == NULL || key->value[0] == '\0')
        return;
    t->nmerged = read_numbers(key->value, t->rows.ncol, t->merged, TABLE_COLUMNS);
    if (t->nmerged == 0)
        bad_value(t, key, "1 2");
    for (size_t i = 0; i < t->nmerged; i++)
        t->merged[i]--;
}

/* Prefixes of the whole row stand in front of its first cell: !!style, *table. */
static const char *take_prefixes(struct table *t, struct row_plan *plan, const char *text, struct pos *at)
{
    for (;;) {
        const char *name;
        struct pos mark = *at;
        const char *wide = text_starts(text, "＊") ? text + strlen("＊") : NULL;
        bool known = wide && facts_table(t->facts, arena_strndup(t->rows.arena, wide, strcspn(wide, " ")));
        text = table_meant(&t->rows, text, known, mark);
        if (text_starts(text, "!!")) {
            text = table_take_name(t->rows.arena, text, 2, &name, at);
            plan->style = table_style(&t->rows, name, plan->style, mark);
        } else if (text_starts(text, "*")) {
            text = table_take_name(t->rows.arena, text, 1, &name, at);
            plan->repeated = true;
            plan->table = facts_table(t->facts, name);
            if (plan->table == NULL)
                diag_add(t->rows.diag, DIAG_TABLE_UNKNOWN, mark, "%s", name)->near =
                    text_nearest(name, facts_names(t->facts));
        } else {
            return text;
        }
    }
}

static void plan_cell(struct table *t, struct row_plan *plan, const struct ini_cell *cell)
{
    const char *text = cell->text;
    struct pos at = cell->at;
    bool first = plan->cells.count == 0;
    bool plain = cell->escaped_mark || cell->truly_empty;
    if (first && !plain)
        text = take_prefixes(t, plan, text, &at);
    /* behind a prefix the reader of cell lists has left the backslash alone */
    if (!plain && text != cell->text && text[0] == '\\' && text[1] != '\0' && strchr("<^!*-", text[1]) != NULL) {
        text++;
        plain = true;
    }
    int style = plan->style;
    if (!plain)
        text = table_meant(&t->rows, text, false, at);
    if (!plain && text_starts(text, "!")) {
        const char *name;
        struct pos mark = at;
        text = table_take_name(t->rows.arena, text, 1, &name, &at);
        style = table_style(&t->rows, name, style, mark);
    }
    enum table_mark mark = plain ? MARK_NONE : table_mark_of(text);
    *list_push(t->rows.arena, &plan->cells) = (struct cell_plan){text, mark, style, at};
}

/* A row cut at ｜ too, if that makes it as wide as the table (reported). */
static struct ini_cells row_cells(struct table *t, const struct ini_key *key)
{
    static const char bar[] = "｜";
    struct ini_cells cells = ini_cells(t->rows.arena, key->value, key->value_at), meant;
    if (cells.count == (size_t)t->rows.ncol || strstr(key->value, bar) == NULL)
        return cells;
    meant = ini_cells(t->rows.arena, text_replaced(t->rows.arena, key->value, bar, "|"), key->value_at);
    if (meant.count != (size_t)t->rows.ncol)
        return cells;
    diag_add(t->rows.diag, DIAG_MARKUP_SLIP, key->value_at, "%s", bar)->near = "|";
    return meant;
}

static void plan_row(struct table *t, const struct ini_key *key)
{
    struct row_plan *plan = list_push(t->rows.arena, &t->plans);
    plan->key = key->name;
    plan->at = key->value_at;
    size_t ncol = (size_t)t->rows.ncol;
    struct ini_cells cells = row_cells(t, key);
    for (size_t i = 0; i < cells.count; i++)
        plan_cell(t, plan, &cells.items[i]);
    if (!table_rows_width(&t->rows, plan->cells.count, cells.count > ncol ? cells.items[ncol].at : plan->at))
        while (plan->cells.count < ncol)
            *list_push(t->rows.arena, &plan->cells) = (struct cell_plan){"", MARK_NONE, plan->style, plan->at};
}

static int by_name(const void *a, const void *b)
{
    const struct ini_key *const *x = a, *const *y = b;
    return strcmp((*x)->name, (*y)->name);
}

/* The keys of a section that begin with prefix, sorted bytewise. */
static const struct ini_key **sorted_keys(struct arena *arena, const struct ini_section *section, const char *prefix,
                                          size_t *n)
{
    size_t count = section == NULL ? 0 : section->keys.count;
    const struct ini_key **keys = arena_alloc(arena, (count + 1) * sizeof *keys);
    *n = 0;
    for (size_t i = 0; i < count; i++)
        if (text_starts(section->keys.items[i].name, prefix))
            keys[(*n)++] = &section->keys.items[i];
    qsort(keys, *n, sizeof *keys, by_name);
    return keys;
}

static void plan_rows(struct table *t)
{
    const struct ini_section *section = ini_section(t->ini, "行");
    size_t n;
    const struct ini_key **keys = sorted_keys(t->rows.arena, section, "行.", &n);
    for (size_t i = 0; i < n; i++)
        plan_row(t, keys[i]);
}

static struct spans render(struct table *t, const char *text, struct pos at, const void *top)
{
    struct spans spans = {0};
    mustache_line(t->rows.arena, t->rows.diag, MUSTACHE_STRICT, t->data, top, text, at, &spans);
    return spans;
}

static void fill_row(struct table *t, const struct row_plan *plan, const struct fact_row *row)
{
    const void *top = row == NULL ? NULL : bind_row(t->data, row);
    for (size_t c = 0; c < (size_t)t->rows.ncol; c++) {
        const struct cell_plan *cell = &plan->cells.items[c];
        struct spans spans = {0};
        if (cell->mark == MARK_NONE && cell->text[0] != '\0')
            spans = render(t, cell->text, cell->at, top);
        table_rows_cell(&t->rows, cell->mark, cell->style, &spans, cell->at);
    }
    t->rows.nrow++;
}

static void fill_rows(struct table *t)
{
    for (size_t i = 0; i < t->plans.count; i++) {
        struct row_plan *plan = &t->plans.items[i];
        plan->first = t->rows.nrow;
        if (!plan->repeated)
            fill_row(t, plan, NULL);
        for (size_t k = 0; plan->table != NULL && k < plan->table->rows.count && t->rows.nrow < TABLE_ROWS; k++)
            fill_row(t, plan, plan->table->rows.items[k]);
        plan->last = t->rows.nrow;
        if (plan->repeated)
            table_rows_merge(&t->rows, plan->first, plan->last, t->merged, t->nmerged);
    }
}

static const struct row_plan *find_plan(const struct table *t, const char *start, const char *end)
{
    const char *name = text_trimmed(t->rows.arena, start, end);
    for (size_t i = 0; i < t->plans.count; i++)
        if (strcmp(t->plans.items[i].key, name) == 0)
            return &t->plans.items[i];
    return NULL;
}

/* 重复表头 = 行.100, or 行.010-行.020. */
static void read_head(struct table *t, struct grid *grid)
{
    grid->head_first = grid->head_last = -1;
    const struct ini_key *key = head_key(t, "重复表头");
    if (key == NULL || key->value[0] == '\0')
        return;
    const char *end = key->value + strlen(key->value);
    const char *dash = strstr(key->value, "-行.");
    const struct row_plan *first = find_plan(t, key->value, dash == NULL ? end : dash);
    const struct row_plan *last = dash == NULL ? first : find_plan(t, dash + 1, end);
    if (first == NULL || last == NULL || last < first) {
        struct text_names known = {0};
        for (size_t i = 0; i < t->plans.count; i++)
            *list_push(t->rows.arena, &known) = t->plans.items[i].key;
        template_bad_value(t->rows.diag, key, &known, NULL);
    } else if (last->last > first->first) {
        grid->head_first = first->first;
        grid->head_last = last->last - 1;
    }
}

static struct phrase phrase_of(struct table *t, const char *text, struct pos at)
{
    struct spans spans = render(t, text, at, NULL);
    size_t n = 0;
    for (size_t i = 0; i < spans.count; i++) { /* what is no figure stays in one piece */
        const struct span *span = &spans.items[i];
        struct span *last = n > 0 ? &spans.items[n - 1] : NULL;
        if (last != NULL && last->fact == NULL && span->fact == NULL && !last->counted && !span->counted)
            last->text = arena_printf(t->rows.arena, "%s%s", last->text, span->text);
        else
            spans.items[n++] = *span;
    }
    spans.count = n;
    return (struct phrase){spans_text(t->rows.arena, &spans), spans};
}

static void read_texts(struct table *t, struct grid *grid)
{
    const struct ini_key *unit = head_key(t, "单位行");
    grid->unit_line = unit == NULL ? (struct phrase){.text = ""} : phrase_of(t, unit->value, unit->value_at);
    size_t n;
    const struct ini_key **notes = sorted_keys(t->rows.arena, t->head, "注", &n);
    for (size_t i = 0; i < n; i++)
        if (notes[i]->value[0] != '\0')
            *list_push(t->rows.arena, &grid->notes) = phrase_of(t, notes[i]->value, notes[i]->value_at);
}

/* True if the key says `yes`; T007 if neither. */
static bool choice(const struct table *t, const char *name, const char *yes, const char *no)
{
    const struct ini_key *key = head_key(t, name);
    bool chosen = key != NULL && strcmp(key->value, yes) == 0;
    if (key != NULL && !chosen && strcmp(key->value, no) != 0)
        bad_value(t, key, arena_printf(t->rows.arena, "%s | %s", yes, no));
    return chosen;
}

/* 签字行 = 单位负责人： | 填表人：, its room for seals, whether formulas are locked and its pages numbered. */
static void read_closing(struct table *t, struct grid *grid)
{
    const struct ini_key *key = head_key(t, "签字行");
    if (key != NULL && key->value[0] != '\0') {
        struct ini_cells cells = ini_cells(t->rows.arena, key->value, key->value_at);
        for (size_t i = 0; i < cells.count; i++)
            *list_push(t->rows.arena, &grid->signs) = phrase_of(t, cells.items[i].text, cells.items[i].at);
    }
    key = head_key(t, "签章留白");
    if (key != NULL && key->value[0] != '\0') {
        mpt space = mpt_read(key->value);
        if (space < 0 || space > t->rows.model->text_height / 2)
            bad_value(t, key, "8 mm");
        else
            grid->seal_space = space;
    }
    grid->lock_formulas = choice(t, "保护公式", "是", "否");
    grid->unnumbered = choice(t, "页码", "无", "有");
}

static void refuse_unknown(const struct table *t)
{
    static const char *sections[] = {"表", "行", "表格样式 *"}, *rows[] = {"行.*"};
    static const char *head[] = {"列宽",     "单位行", "重复表头", "合并列", "签字行", "签章留白",
                                 "保护公式", "注",     "注.*",     "字号",   "字体",   "页码"};
    static const struct text_names known = {sections, 3, 0}, known_rows = {rows, 1, 0},
                                   known_head = {head, sizeof head / sizeof *head, 0};
    for (size_t i = 0; i < t->ini->sections.count; i++)
        template_refuse_section(t->rows.arena, t->rows.diag, t->ini->sections.items[i], &known);
    template_refuse_keys(t->rows.arena, t->rows.diag, t->head, &known_head);
    template_refuse_keys(t->rows.arena, t->rows.diag, ini_section(t->ini, "行"), &known_rows);
}

struct grid *table_build(struct arena *arena, struct diag *diag, const struct ini *ini, const char *id,
                         const struct facts *facts, struct mustache_data *data, const struct page_model *model)
{
    struct table *t = arena_alloc(arena, sizeof *t);
    t->rows = (struct table_rows){.arena = arena, .diag = diag, .model = style_of_table(arena, diag, model, ini)};
    t->facts = facts;
    t->data = data;
    t->ini = ini;
    t->head = ini_section(ini, "表");
    struct grid *grid = arena_alloc(arena, sizeof *grid);
    grid->id = id;
    grid->model = t->rows.model;
    grid->label = grid->title.text = "";
    const struct ini_key *widths = head_key(t, "列宽");
    grid->widths_at = widths != NULL ? widths->at : (struct pos){0};
    grid->at = t->head != NULL ? t->head->at : (struct pos){.file = ini->file};
    refuse_unknown(t);
    if (!read_columns(t, grid))
        return NULL;
    read_merged(t);
    plan_rows(t);
    fill_rows(t);
    read_head(t, grid);
    read_texts(t, grid);
    read_closing(t, grid);
    table_rows_finish(&t->rows, grid);
    if (grid->nrow > 0)
        return grid;
    diag_add(diag, DIAG_TABLE_EMPTY, grid->at, "%s", id);
    return NULL;
}
