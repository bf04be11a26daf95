/* In: a survey and filled-in tables of a template. Out: a dictionary from labels to placeholders. Labels are compared
 * without white space, marks, numbering and bracketed notes; years count from the latest one of the form. */
#include "model/form_names.h"

#include "base/map.h"

#include <stdlib.h>
#include <string.h>

struct entry {
    const char *text;
    bool ambiguous;
};

/* An entry of two labels, or of one (column ""), as they are compared. */
struct place {
    const char *row, *column;
    const struct entry *entry;
};

/* What the annexes call a column of a table with rows of its own, as it is compared. */
struct head {
    const struct survey_table *table;
    const char *label, *column;
    bool ambiguous;
};

struct column {
    const char *table, *column;
    bool ambiguous;
};

struct form_names {
    struct arena *arena;
    const struct survey *survey;
    bool only_new;       /* what is known stays as it is */
    struct map *cells;   /* row \x1F column, or one label → struct entry */
    struct map *mixed;   /* label → struct entry */
    struct map *columns; /* label → struct column */
    LIST_OF(struct place) places, singles;
    LIST_OF(struct head) heads;
};

/* -- labels -- */

static int year_at(const char *s)
{
    bool year = (text_starts(s, "19") || text_starts(s, "20")) && strspn(s, "0123456789") == 4;
    return year ? (int)strtol(s, NULL, 10) : 0;
}

int form_year(const char *text, int year)
{
    for (; *text; text++) {
        int found = year_at(text);
        year = found > year ? found : year;
        if (found)
            text += 3;
    }
    return year;
}

static bool is_mark(uint32_t c)
{
    static const char marks[] = ".,:;()[]/-_*\"'<>";
    return (c < 0x80 && c && strchr(marks, (int)c)) || (c >= 0x3000 && c <= 0x301F) || (c >= 0xFF00 && c <= 0xFF0F) ||
           c == 0xFF1A || c == 0xFF1B || (c >= 0x2010 && c <= 0x2027);
}

/* Behind "1、", "（一）", "其中：" and the like. */
static const char *behind_numbering(const char *s)
{
    for (int i = 0; i < 3; i++) {
        const char *p = s;
        size_t chars = 0;
        for (uint32_t c; *p && chars < 4; chars++) {
            const char *before = p;
            c = utf8_next(&p);
            bool end = c == 0x3001 || c == 0xFF1A || c == ':' || c == 0xFF09 || (c == '.' && chars);
            bool opened = chars > 1 && text_starts(s, "（");
            if (end && *p && (c != 0xFF09 || opened) && p != before) {
                s = p;
                break;
            }
        }
        for (size_t n; (n = text_blank_at(s)) > 0;)
            s += n;
    }
    return s;
}

/* The label as it is compared; "" if nothing is left. */
static const char *plain(struct arena *arena, const char *label, int year)
{
    struct buf out = buf_in(arena);
    int depth = 0;
    for (const char *s = behind_numbering(label); *s;) {
        int found = year_at(s);
        if (found && year) {
            buf_printf(&out, "%d", found - year);
            s += 4;
            continue;
        }
        uint32_t c = text_narrow(utf8_next(&s));
        depth += c == '(';
        if (!depth && c > ' ' && c != 0xA0 && !is_mark(c))
            buf_putc(&out, c);
        depth -= c == ')' && depth > 0;
    }
    return buf_text(&out);
}

enum { BETWEEN = '\x1F' };

static const char *pair(struct arena *arena, const char *row, const char *column, int year)
{
    return arena_printf(arena, "%s%c%s", plain(arena, row, year), BETWEEN, plain(arena, column, year));
}

/* -- learning -- */

static void learn(struct form_names *n, struct map *map, const char *key, const char *text)
{
    const char *between = strchr(key, BETWEEN);
    if (!*key || (between && (between == key || !between[1])))
        return;
    struct entry *entry = map_get(map, key);
    if (entry) {
        entry->ambiguous = entry->ambiguous || (!n->only_new && strcmp(entry->text, text) != 0);
        return;
    }
    entry = arena_alloc(n->arena, sizeof *entry);
    *entry = (struct entry){text, false};
    map_put(map, key, entry);
    if (between)
        *list_push(n->arena, &n->places) =
            (struct place){arena_strndup(n->arena, key, (size_t)(between - key)), between + 1, entry};
    else if (map == n->cells)
        *list_push(n->arena, &n->singles) = (struct place){key, "", entry};
}

static void learn_column(struct form_names *n, const char *label, int year, const char *table, const char *column)
{
    const char *key = plain(n->arena, label, year);
    struct column *known = *key ? map_get(n->columns, key) : NULL;
    if (known && !n->only_new)
        known->ambiguous = known->ambiguous || strcmp(known->table, table) || strcmp(known->column, column);
    if (known || !*key)
        return;
    known = arena_alloc(n->arena, sizeof *known);
    *known = (struct column){table, column, false};
    map_put(n->columns, key, known);
}

static const char *placeholder(struct arena *arena, const char *name)
{
    return arena_printf(arena, "{{%s}}", name);
}

static void learn_fields(struct form_names *n, const struct survey *s)
{
    for (size_t i = 0; i < s->names.count; i++) {
        const char *name = s->names.items[i].name, *dot = strchr(name, '.');
        const struct field *field = fields_find(s->fields, name);
        if (!dot || !field)
            continue;
        const char *section = arena_strndup(n->arena, name, (size_t)(dot - name)), *text = placeholder(n->arena, name);
        learn(n, n->cells, pair(n->arena, section, dot + 1, 0), text);
        learn(n, n->cells, plain(n->arena, dot + 1, 0), text);
        if (strcmp(field->label, dot + 1) != 0)
            learn(n, n->cells, plain(n->arena, field->label, 0), text);
    }
    for (size_t i = 0; i < s->tables.count; i++) {
        const struct survey_table *table = s->tables.items[i];
        const struct text_names *rows = table->def ? &table->def->rows : NULL;
        for (size_t c = 0; c < table->columns.count; c++) {
            const char *column = table->columns.items[c].name;
            const struct field *field = fields_column(s->fields, table->name, column);
            bool key = table->def && table->def->key && !strcmp(table->def->key, column);
            for (size_t r = 0; rows && r < rows->count && !key; r++) {
                const char *name = arena_printf(n->arena, "%s.%s.%s", table->name, rows->items[r], column);
                learn(n, n->cells, pair(n->arena, rows->items[r], column, 0), placeholder(n->arena, name));
                if (strcmp(field->label, column) != 0)
                    learn(n, n->cells, pair(n->arena, rows->items[r], field->label, 0), placeholder(n->arena, name));
            }
            if (rows && rows->count)
                continue;
            learn_column(n, column, 0, table->name, column);
            if (field && strcmp(field->label, column) != 0)
                learn_column(n, field->label, 0, table->name, column);
        }
    }
}

/* The cell that covers (r, c). */
static const struct cell *anchor_at(const struct grid *grid, int r, int c)
{
    for (int i = r; i >= 0; i--)
        for (int k = c; k >= 0; k--) {
            const struct cell *cell = GRID_CELL(grid, i, k);
            if (!cell->covered && i + cell->rowspan > r && k + cell->colspan > c)
                return cell;
            if (!cell->covered && i == r)
                break;
        }
    return NULL;
}

static bool has_fact(const struct cell *cell)
{
    for (size_t i = 0; i < cell->spans.count; i++)
        if (cell->spans.items[i].fact)
            return true;
    return false;
}

/* The nearest label to the left (dr 0) or above. */
static const char *label_of(const struct grid *grid, int r, int c, int dr, int dc)
{
    for (r -= dr, c -= dc; r >= 0 && c >= 0; r -= dr, c -= dc) {
        const struct cell *cell = anchor_at(grid, r, c);
        bool year_only = cell && cell->fact == NULL && has_fact(cell); /* {{报告.年度}}年决算数 is a label */
        if (cell && *cell->text && (!has_fact(cell) || (year_only && form_year(cell->text, 0))))
            return cell->text;
    }
    return "";
}

static int grid_year(const struct grid *grid)
{
    int year = 0;
    for (int i = 0; i < grid->nrow * grid->ncol; i++)
        if (!grid->cells[i].covered && !grid->cells[i].fact)
            year = form_year(grid->cells[i].text, year);
    return year;
}

/* A fact's or a table's name inside the record it belongs to. */
static const char *local(const struct facts *home, const char *name)
{
    const struct fact_row *record = home ? facts_row(home) : NULL;
    return record ? name + strlen(record->table->name) + strlen(record->name) + 2 : name;
}

/* Words and placeholders as the template wrote them; *label the words alone. */
static const char *as_written(struct arena *arena, const struct cell *cell, const char **label)
{
    struct buf text = buf_in(arena), words = buf_in(arena);
    for (size_t i = 0; i < cell->spans.count; i++) {
        const struct span *span = &cell->spans.items[i];
        if (span->fact) {
            bool unit = strcmp(span->text, span->fact->text) != 0;
            buf_printf(&text, "{{%s%s}}", local(span->fact->home, span->fact->name), unit ? ".带单位" : "");
        } else {
            buf_add(&text, span->text);
            buf_add(&words, span->text);
        }
    }
    *label = buf_text(&words);
    return buf_text(&text);
}

static void learn_head(struct form_names *n, const struct survey_table *table, const char *label, const char *column)
{
    if (!*label || survey_column(table, column) == NULL)
        return;
    for (size_t i = 0; i < n->heads.count; i++) {
        struct head *head = &n->heads.items[i];
        if (head->table != table || strcmp(head->label, label) != 0)
            continue;
        head->ambiguous = head->ambiguous || strcmp(head->column, column) != 0;
        return;
    }
    *list_push(n->arena, &n->heads) = (struct head){table, label, column, false};
}

/* Rows of a table that no annex prints are under the same heads. */
static void learn_rows(struct form_names *n)
{
    for (size_t i = 0; i < n->heads.count; i++) {
        const struct head *head = &n->heads.items[i];
        const struct text_names *rows = &head->table->def->rows;
        for (size_t r = 0; r < rows->count && !head->ambiguous; r++) {
            const char *row = plain(n->arena, rows->items[r], 0);
            const char *key = arena_printf(n->arena, "%s%c%s", row, BETWEEN, head->label);
            if (map_get(n->cells, key))
                continue;
            const char *name = arena_printf(n->arena, "%s.%s.%s", head->table->name, rows->items[r], head->column);
            learn(n, n->cells, key, placeholder(n->arena, name));
        }
    }
}

static void learn_cell(struct form_names *n, const struct grid *grid, int r, int c, int year)
{
    const struct cell *cell = GRID_CELL(grid, r, c);
    const struct fact *fact = cell->fact;
    if (cell->covered || !has_fact(cell))
        return;
    if (!fact) {
        const char *label, *text = as_written(n->arena, cell, &label);
        bool dated = form_year(cell->text, 0) > 0; /* 2023年决算数 was {{报告.年度}}年决算数 */
        learn(n, n->mixed, plain(n->arena, dated ? cell->text : label, year), text);
        return;
    }
    const char *row = label_of(grid, r, c, 0, 1), *column = label_of(grid, r, c, 1, 0);
    const char *name = local(fact->home, fact->name), *last = strrchr(name, '.');
    const struct fact_row *record = fact->home ? facts_row(fact->home) : NULL;
    if (record && !grid->record) { /* a row for each record */
        learn_column(n, column, year, record->table->name, name);
        return;
    }
    const struct survey_table *table =
        fact->row ? survey_table(n->survey, local(fact->home, fact->row->table->name)) : NULL;
    if (!*column && !fact->row)
        learn(n, n->cells, plain(n->arena, row, year), placeholder(n->arena, name));
    if (table && !(table->def && table->def->rows.count))
        learn_column(n, column, year, table->name, last ? last + 1 : name);
    else if (!fact->row || table)
        learn(n, n->cells, pair(n->arena, row, column, year), placeholder(n->arena, name));
    if (table && table->def && table->def->rows.count && last)
        learn_head(n, table, plain(n->arena, column, year), last + 1);
}

struct form_names *form_names_new(struct arena *arena, const struct survey *survey, const struct doc *doc)
{
    struct form_names *n = arena_alloc(arena, sizeof *n);
    *n = (struct form_names){
        .arena = arena, .survey = survey, .cells = map_new(arena), .mixed = map_new(arena), .columns = map_new(arena)};
    for (size_t i = 0; doc && i < doc->annexes.count; i++) {
        const struct grid *grid = doc->annexes.items[i];
        const char *list = grid->record ? grid->record->table->name : NULL;
        if (list != survey->record && (!list || !survey->record || strcmp(list, survey->record) != 0))
            continue;
        int year = grid_year(grid);
        for (int r = 0; r < grid->nrow; r++)
            for (int c = 0; c < grid->ncol; c++)
                learn_cell(n, grid, r, c, year);
    }
    learn_rows(n);
    learn_fields(n, survey);
    n->only_new = true;
    if (survey->parent)
        learn_fields(n, survey->parent);
    return n;
}

const char *form_names_list(const struct form_names *n)
{
    return n->survey->record;
}

/* -- asking -- */

static const char *known(const struct map *map, const char *key)
{
    const struct entry *entry = *key ? map_get(map, key) : NULL;
    return entry && !entry->ambiguous ? entry->text : NULL;
}

const char *form_names_cell(const struct form_names *n, const char *row, const char *column, int year)
{
    return known(n->cells, pair(n->arena, row, column, year));
}

/* Characters that one of two labels has more than the other, which has none of its own; -1 if they are not alike. */
static int apart(const char *a, const char *b)
{
    if (utf8_count(a) > utf8_count(b)) {
        const char *swap = a;
        a = b;
        b = swap;
    }
    int more = (int)(utf8_count(b) - utf8_count(a)), most = (int)utf8_count(a) / 2;
    while (*a && *b) {
        const char *next = b;
        if (utf8_next(&next) == utf8_next(&(const char *){a}))
            utf8_next(&a);
        b = next;
    }
    return *a || more > most ? -1 : more;
}

/* The nearest so far; of several as near none is. */
struct nearest {
    const char *text;
    int distance;
    bool several;
};

static void keep_near(struct nearest *nearest, const struct place *place, int distance)
{
    const char *text = place->entry->text;
    if (distance < 0 || place->entry->ambiguous || (nearest->text && distance > nearest->distance))
        return;
    bool as_near = nearest->text && distance == nearest->distance;
    nearest->several = as_near && (nearest->several || strcmp(nearest->text, text) != 0);
    nearest->text = text;
    nearest->distance = distance;
}

const char *form_names_near(const struct form_names *n, const char *row, const char *column, int year)
{
    const char *left = plain(n->arena, row, year), *above = plain(n->arena, column, year);
    struct nearest nearest = {0};
    for (size_t i = 0; i < n->places.count && *left && *above; i++) {
        const struct place *place = &n->places.items[i];
        int rows = apart(left, place->row), columns = apart(above, place->column);
        keep_near(&nearest, place, rows < 0 || columns < 0 ? -1 : rows + columns);
    }
    return nearest.several ? NULL : nearest.text;
}

const char *form_names_near_one(const struct form_names *n, const char *label, int year)
{
    const char *text = plain(n->arena, label, year);
    struct nearest nearest = {0};
    for (size_t i = 0; i < n->singles.count && *text; i++)
        keep_near(&nearest, &n->singles.items[i], apart(text, n->singles.items[i].row));
    return nearest.several ? NULL : nearest.text;
}

bool form_names_ordinal(const struct form_names *n, const char *label)
{
    return !strcmp(plain(n->arena, label, 0), "序号");
}

const char *form_names_one(const struct form_names *n, const char *label, int year)
{
    return known(n->cells, plain(n->arena, label, year));
}

const char *form_names_mixed(const struct form_names *n, const char *label, int year)
{
    size_t length = strlen(label);
    bool open = length > 0 && (label[length - 1] == ':' || (length > 2 && !strcmp(label + length - 3, "：")));
    return open || strpbrk(label, "0123456789") ? known(n->mixed, plain(n->arena, label, year)) : NULL;
}

bool form_names_column(const struct form_names *n, const char *label, int year, const char **table, const char **column)
{
    const char *key = plain(n->arena, label, year);
    const struct column *found = *key ? map_get(n->columns, key) : NULL;
    if (!found || found->ambiguous)
        return false;
    *table = found->table;
    *column = found->column;
    return true;
}

const char *form_names_column_of(const struct form_names *n, const char *table, const char *label, int year)
{
    const char *found, *column;
    if (form_names_column(n, label, year, &found, &column))
        return strcmp(found, table) ? NULL : column;
    const struct survey_table *known = survey_table(n->survey, table);
    const char *key = plain(n->arena, label, year);
    for (size_t i = 0; known && *key && i < known->columns.count; i++)
        if (!strcmp(plain(n->arena, known->columns.items[i].name, 0), key))
            return known->columns.items[i].name;
    return NULL;
}

bool form_names_nothing(const struct form_names *n, const char *label)
{
    return !*plain(n->arena, label, 0);
}
