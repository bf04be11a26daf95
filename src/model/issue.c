/* struct issue ⇄ the text of build.ini, in our own INI: tables of 列 and 行. In: what was issued. Out: the same, read
 * back. Knows nothing of pages and fonts; who fills it in is the command. */
#include "model/issue.h"

#include "base/os.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#define FINDINGS "问题"

enum { FORMAT = 1, ROW_MOST = 60 * 1024, CELLS_MOST = 20 };

struct issue *issue_new(struct arena *arena)
{
    struct issue *issue = arena_alloc(arena, sizeof *issue);
    issue->arena = arena;
    issue->program = issue->title = "";
    return issue;
}

const char *issue_flat(struct arena *arena, const char *text)
{
    const char *start = text, *end = text + strlen(text);
    text_trim(&start, &end);
    char *flat = arena_strndup(arena, start, (size_t)(end - start));
    for (char *p = flat; *p; p++)
        if (*p == '\n' || *p == '\r')
            *p = ' ';
    return flat;
}

void issue_shape_add(struct buf *shape, const char *words, const char *fact)
{
    if (fact)
        buf_printf(shape, "{{%s}}", fact);
    else
        buf_add(shape, words);
}

/* The cells of one row; missing ones are "". */
struct row {
    const char *cell[CELLS_MOST];
};

/* -- writing -- */

/* Bytes of s[0..n) for a cell of at most `most`: whole characters, and no blank at the cut, where a cell would lose it. */
static size_t part_of(const char *s, size_t n, size_t most)
{
    if (n <= most)
        return n;
    for (size_t cut = most; cut > most / 2; cut--) {
        const char *start = s, *end = s + cut, *rest = s + cut, *stop = s + n;
        text_trim(&start, &end);
        text_trim(&rest, &stop);
        if ((s[cut] & 0xC0) != 0x80 && end == s + cut && rest == s + cut)
            return cut;
    }
    while ((s[most] & 0xC0) == 0x80)
        most--;
    return most; /* half of a row is blank */
}

/* 行 = a | b | …; the closing bar keeps a last empty cell. What a value of INI cannot hold goes on in rows whose first cell
 * is empty. */
static void add_row(struct buf *out, const char *const *cells, size_t count)
{
    struct row row = {{0}};
    bool whole;
    for (size_t i = 0; i < count; i++)
        row.cell[i] = cells[i] ? cells[i] : "";
    do {
        size_t end = out->n + ROW_MOST;
        whole = true;
        buf_add(out, "行 = ");
        for (size_t i = 0; i < count; i++) {
            size_t room = out->n < end ? (end - out->n) / 2 : 0; /* escapes may double it */
            size_t n = strlen(row.cell[i]), part = i ? part_of(row.cell[i], n, room) : n;
            ini_cell_add(out, part < n ? arena_strndup(out->arena, row.cell[i], part) : row.cell[i]);
            row.cell[i] += part;
            whole = whole && part == n;
        }
        out->s[out->n - 1] = '\n';
    } while (!whole);
}

#define ADD_ROW(out, ...) \
    add_row((out), (const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

static const char *number_text(struct arena *arena, long long number)
{
    return arena_printf(arena, "%lld", number);
}

/* 3/4: page 3, line 4; 10/#7 表!D20@附件2: page 10, row 7 of a table, cell D20 of the sheet of annex 2. */
static void add_place(struct buf *out, const struct issue_place *place)
{
    buf_printf(out, "%d/%s%d", place->page, place->row > 0 ? "#" : "", place->row > 0 ? place->row : place->line);
    if (!place->cell || !*place->cell)
        return;
    buf_printf(out, " %s!%s@", place->sheet, place->cell);
    for (const char *s = place->annex ? place->annex : ""; *s;) {
        uint32_t c = utf8_next(&s);
        buf_putc(out, c == '!' ? 0xFF01 : c); /* the last ! is the sheet's */
    }
}

static const char *places_text(struct arena *arena, const struct issue_places *places)
{
    struct buf out = buf_in(arena);
    for (size_t i = 0; i < places->count; i++) {
        if (i)
            buf_add(&out, "\n");
        add_place(&out, &places->items[i]);
    }
    return buf_text(&out);
}

/* Where a text begins, then a line each: from which byte on it stands where. */
static const char *text_place(struct arena *arena, const struct issue_text *text)
{
    struct buf out = buf_in(arena);
    add_place(&out, &text->place);
    for (size_t i = 0; i < text->lines.count; i++) {
        const struct issue_line *line = &text->lines.items[i];
        buf_printf(&out, "\n+%zu ", line->at);
        if (*text->place.cell)
            buf_add(&out, line->place.cell);
        else
            add_place(&out, &line->place);
    }
    return buf_text(&out);
}

/* line:column:file, then sheet!cell of a workbook. */
static const char *pos_text(struct arena *arena, const struct pos *at)
{
    const char *text = arena_printf(arena, "%d:%d:%s", at->line, at->column, at->file ? at->file : "");
    return at->cell ? arena_printf(arena, "%s\n%s!%s", text, at->sheet ? at->sheet : "", at->cell) : text;
}

static void add_files(struct arena *arena, struct buf *out, const struct issue *issue)
{
    buf_add(out, "[模板]\n列 = 名称 | 版本\n");
    for (size_t i = 0; i < issue->templates.count; i++)
        ADD_ROW(out, issue->templates.items[i].name, issue->templates.items[i].version);
    buf_add(out, "[字体]\n列 = 字体 | 文件 | 字节 | 版本 | 摘要\n");
    for (size_t i = 0; i < issue->fonts.count; i++) {
        const struct issue_font *font = &issue->fonts.items[i];
        ADD_ROW(out, font->face, font->file, number_text(arena, font->size), font->version, font->hash);
    }
    buf_add(out, "[输入]\n列 = 文件 | 字节 | SHA-256\n");
    for (size_t i = 0; i < issue->inputs.count; i++) {
        const struct issue_file *file = &issue->inputs.items[i];
        ADD_ROW(out, file->name, number_text(arena, file->size), file->hash);
    }
    buf_add(out, "[成果]\n列 = 文件 | 字节 | 页数 | SHA-256\n");
    for (size_t i = 0; i < issue->outputs.count; i++) {
        const struct issue_file *file = &issue->outputs.items[i];
        ADD_ROW(out, file->name, number_text(arena, file->size), number_text(arena, file->pages), file->hash);
    }
}

static void add_values(struct arena *arena, struct buf *out, const struct issue *issue)
{
    buf_add(out, "# 位置：页/行（印出的行，空行不计）；附表为 页/#表格行 工作表!单元格@附件；表外的标题、注等为 "
                 "页/0；文字的后面各行、各格：+第几字节起 "
                 "在哪里\n[数据]\n列 = 名称 | "
                 "含义 | 值 | 位置\n");
    for (size_t i = 0; i < issue->facts.count; i++) {
        const struct issue_fact *fact = &issue->facts.items[i];
        ADD_ROW(out, fact->name, fact->label, fact->value, places_text(arena, &fact->places));
    }
    buf_add(out, "[文字]\n列 = 位置 | 出处 | 摘要 | 文字\n");
    for (size_t i = 0; i < issue->texts.count; i++) {
        const struct issue_text *text = &issue->texts.items[i];
        ADD_ROW(out, text_place(arena, text), pos_text(arena, &text->at), text->hash, text->text);
    }
}

static void add_finding(struct arena *arena, struct buf *out, const struct finding *f)
{
    struct buf also = buf_in(arena);
    for (size_t i = 0; i < f->also.count; i++)
        buf_printf(&also, "%s%d:%d:%s", i ? "\n" : "", f->also.items[i].line, f->also.items[i].column,
                   f->also.items[i].file ? f->also.items[i].file : "");
    ADD_ROW(out, diag_code_id(f->code), number_text(arena, (long long)f->level), pos_text(arena, &f->at),
            buf_text(&also), f->rule, f->detail, f->near, f->message, f->answer, f->explained ? "是" : "", f->reason,
            f->todo);
}

const char *issue_text(struct arena *arena, const struct issue *issue)
{
    struct buf out = buf_in(arena);
    buf_printf(&out, "# ziping\n[签发]\n格式 = %d\n程序 = %s\n标题 = %s\n", (int)FORMAT, issue->program,
               issue_flat(arena, issue->title));
    add_files(arena, &out, issue);
    add_values(arena, &out, issue);
    buf_add(&out, "[" FINDINGS "]\n"
                  "列 = 代码 | 级别 | 位置 | 另见 | 规则 | 详情 | 近似 | 说法 | 说明行 | 已说明 | 理由 | 办法\n");
    for (size_t i = 0; i < issue->findings.count; i++)
        add_finding(arena, &out, issue->findings.items[i]);
    return buf_text(&out);
}

/* -- reading -- */

/* The row at keys[*k] with the rows that go on with it; *k on the last of them. */
static struct row row_of(struct arena *arena, const struct ini_section *section, size_t *k)
{
    const struct ini_key *key = &section->keys.items[*k], *end = section->keys.items + section->keys.count;
    struct row row;
    struct ini_cells cells = ini_cells(arena, key->value, key->value_at);
    for (size_t i = 0; i < CELLS_MOST; i++)
        row.cell[i] = i < cells.count ? cells.items[i].text : "";
    while (++key < end && *key->value == '|') {
        cells = ini_cells(arena, key->value, key->value_at);
        for (size_t i = 0; i < CELLS_MOST && i < cells.count; i++)
            if (*cells.items[i].text)
                row.cell[i] = arena_printf(arena, "%s%s", row.cell[i], cells.items[i].text);
        ++*k;
    }
    return row;
}

static const char *none_if_empty(const char *text)
{
    return *text ? text : NULL;
}

static bool read_place(struct arena *arena, const char *text, struct issue_place *place)
{
    char *end;
    *place = (struct issue_place){.sheet = "", .cell = "", .annex = ""};
    long page = strtol(text, &end, 10);
    if (end == text || *end != '/' || page < 0 || page > INT32_MAX)
        return false;
    bool row = end[1] == '#';
    const char *digits = end + 1 + row;
    long line = strtol(digits, &end, 10);
    if (end == digits || line < 0 || line > INT32_MAX)
        return false;
    place->page = (int)page;
    *(row ? &place->row : &place->line) = (int)line;
    const char *bang = *end == ' ' ? strrchr(end, '!') : NULL;
    if (bang) {
        place->sheet = arena_strndup(arena, end + 1, (size_t)(bang - end - 1));
        place->cell = arena_strndup(arena, bang + 1, strcspn(bang + 1, "@"));
        place->annex = bang[1 + strlen(place->cell)] ? arena_strdup(arena, bang + 2 + strlen(place->cell)) : "";
    }
    return true;
}

/* The text up to the next newline; *s behind it. NULL at the end. */
static const char *next_line(struct arena *arena, const char **s)
{
    if (!**s)
        return NULL;
    size_t n = strcspn(*s, "\n");
    const char *line = arena_strndup(arena, *s, n);
    *s += n + ((*s)[n] == '\n');
    return line;
}

static struct pos read_pos(struct arena *arena, const char *text)
{
    char *end;
    struct pos at = {0};
    const char *line = next_line(arena, &text);
    if (!line)
        return at;
    at.line = (int)strtol(line, &end, 10);
    at.column = *end == ':' ? (int)strtol(end + 1, &end, 10) : 0;
    at.file = *end == ':' && end[1] ? arena_strdup(arena, end + 1) : NULL;
    const char *cell = next_line(arena, &text), *bang = cell ? strrchr(cell, '!') : NULL;
    if (bang) {
        at.sheet = bang > cell ? arena_strndup(arena, cell, (size_t)(bang - cell)) : NULL;
        at.cell = bang + 1;
    }
    return at;
}

static void read_fact(struct issue *issue, const struct row *row)
{
    struct issue_fact *fact = list_push(issue->arena, &issue->facts);
    *fact = (struct issue_fact){.name = row->cell[0], .label = row->cell[1], .value = row->cell[2]};
    const char *s = row->cell[3];
    for (const char *line; (line = next_line(issue->arena, &s)) != NULL;) {
        struct issue_place place;
        if (read_place(issue->arena, line, &place))
            *list_push(issue->arena, &fact->places) = place;
    }
}

static void read_text(struct issue *issue, const struct row *row)
{
    struct arena *arena = issue->arena;
    struct issue_text *text = list_push(arena, &issue->texts);
    *text = (struct issue_text){.text = row->cell[3], .hash = row->cell[2], .at = read_pos(arena, row->cell[1])};
    const char *s = row->cell[0], *line = next_line(arena, &s);
    read_place(arena, line ? line : "", &text->place);
    while ((line = next_line(arena, &s)) != NULL) {
        char *end;
        struct issue_line next = {.place = text->place};
        next.at = *line == '+' ? strtoul(line + 1, &end, 10) : 0;
        if (!next.at || *end != ' ')
            continue;
        if (*text->place.cell)
            next.place.cell = end + 1;
        if (*text->place.cell || read_place(arena, end + 1, &next.place))
            *list_push(arena, &text->lines) = next;
    }
}

static int code_of(const char *id)
{
    for (int code = 0; code < DIAG_CODES; code++)
        if (!strcmp(diag_code_id((enum diag_code)code), id))
            return code;
    return -1;
}

/* An answer ends with a blank for the reason, which cells lose. */
static const char *answer_of(struct arena *arena, const char *text)
{
    return *text ? arena_printf(arena, "%s ", text) : NULL;
}

static void read_finding(struct diag *diag, const struct row *row)
{
    struct arena *arena = diag_arena(diag);
    int code = code_of(row->cell[0]);
    long level = strtol(row->cell[1], NULL, 10);
    if (code < 0 || level < DIAG_HINT || level > DIAG_SYSTEM)
        return; /* of another program version */
    struct finding *f = diag_add(diag, (enum diag_code)code, read_pos(arena, row->cell[2]), "%s", row->cell[5]);
    f->level = (enum diag_level)level;
    const char *s = row->cell[3];
    for (const char *line; (line = next_line(arena, &s)) != NULL;)
        diag_also(diag, f, read_pos(arena, line));
    f->rule = none_if_empty(row->cell[4]);
    f->near = none_if_empty(row->cell[6]);
    f->message = none_if_empty(row->cell[7]);
    f->answer = answer_of(arena, row->cell[8]);
    f->explained = *row->cell[9] != '\0';
    f->reason = none_if_empty(row->cell[10]);
    f->todo = none_if_empty(row->cell[11]);
}

static void read_row(struct issue *issue, struct diag *findings, const char *section, const struct row *row)
{
    struct arena *arena = issue->arena;
    const char *const *cell = row->cell;
    if (!strcmp(section, "模板")) {
        *list_push(arena, &issue->templates) = (struct issue_template){cell[0], cell[1]};
    } else if (!strcmp(section, "字体")) {
        *list_push(arena, &issue->fonts) =
            (struct issue_font){cell[0], cell[1], cell[3], cell[4], strtoll(cell[2], NULL, 10)};
    } else if (!strcmp(section, "输入")) {
        *list_push(arena, &issue->inputs) =
            (struct issue_file){.name = cell[0], .size = strtoll(cell[1], NULL, 10), .hash = cell[2]};
    } else if (!strcmp(section, "成果")) {
        *list_push(arena, &issue->outputs) =
            (struct issue_file){cell[0], cell[3], strtoll(cell[1], NULL, 10), (int)strtol(cell[2], NULL, 10)};
    } else if (!strcmp(section, "数据")) {
        read_fact(issue, row);
    } else if (!strcmp(section, "文字")) {
        read_text(issue, row);
    } else if (!strcmp(section, FINDINGS)) {
        read_finding(findings, row);
    }
}

static void read_sections(struct issue *issue, struct diag *findings, const struct ini *ini)
{
    for (size_t i = 0; i < ini->sections.count; i++) {
        const struct ini_section *section = ini->sections.items[i];
        for (size_t k = 0; k < section->keys.count; k++) {
            if (strcmp(section->keys.items[k].name, "行") != 0)
                continue;
            struct row row = row_of(issue->arena, section, &k);
            read_row(issue, findings, section->name, &row);
        }
    }
}

struct issue *issue_read(struct arena *arena, struct diag *diag, const char *path, const char *file)
{
    const struct ini *ini = ini_read(arena, diag, path, file);
    if (!ini)
        return NULL;
    struct pos at = {.file = file};
    const char *format = ini_value(ini, "签发", "格式", "", &at);
    if (strcmp(format, number_text(arena, FORMAT)) != 0) {
        diag_add(diag, DIAG_TEMPLATE_TOO_NEW, at, "格式 = %s", format);
        return NULL;
    }
    struct issue *issue = issue_new(arena);
    issue->program = ini_value(ini, "签发", "程序", "", NULL);
    issue->title = ini_value(ini, "签发", "标题", "", NULL);
    struct diag *findings = diag_new(arena);
    read_sections(issue, findings, ini);
    issue->findings.items = diag_sorted(findings, &issue->findings.count);
    return issue;
}

const struct issue_place *issue_text_place(const struct issue_text *text, size_t at)
{
    const struct issue_place *place = &text->place;
    for (size_t i = 0; i < text->lines.count && text->lines.items[i].at <= at; i++)
        place = &text->lines.items[i].place;
    return place;
}

bool issue_recall(struct arena *arena, struct diag *diag, const char *path)
{
    static const char head[] = "\n[" FINDINGS "]\n";
    char *text;
    size_t size;
    const char *error;
    if (os_read(arena, path, &text, &size, &error) != OS_OK || strlen(text) != size)
        return false;
    const char *start = strstr(text, head);
    if (!start || utf8_invalid(start, strlen(start)) < strlen(start))
        return false;
    struct source source = {.file = ISSUE_FILE, .text = start + 1, .size = strlen(start + 1)};
    const struct ini *ini = ini_parse(arena, diag, &source);
    if (ini)
        read_sections(issue_new(arena), diag, ini);
    return ini != NULL;
}

/* -- earlier issues -- */

static const char *values_of(const char *text, size_t *n)
{
    const char *start = strstr(text, "\n[数据]\n"), *end = start ? strstr(start, "\n[" FINDINGS "]\n") : NULL;
    *n = end ? (size_t)(end - start) : 0;
    return start;
}

bool issue_same_values(const char *a, const char *b)
{
    size_t n, m;
    const char *s = values_of(a, &n), *t = values_of(b, &m);
    return n && n == m && !memcmp(s, t, n);
}

struct text_names issue_kept(struct arena *arena, const char *out)
{
    const char *kept = os_join(arena, out, ISSUE_KEPT), *last = os_join(arena, kept, ISSUE_LAST);
    struct text_names names = os_list(arena, kept), folders = {0};
    if (os_is_file(os_join(arena, last, ISSUE_FILE)))
        *list_push(arena, &folders) = last;
    for (long below = LONG_MAX;;) { /* from the highest number down */
        long highest = 0;
        for (size_t i = 0; i < names.count; i++) {
            long number = strtol(names.items[i], NULL, 10);
            highest = number > highest && number < below ? number : highest;
        }
        if (!highest)
            return folders;
        below = highest;
        const char *folder = os_join(arena, kept, number_text(arena, highest));
        if (os_is_file(os_join(arena, folder, ISSUE_FILE)))
            *list_push(arena, &folders) = folder;
    }
}
