/* In: the merged layout.ini. Out: struct page_model in whole millipoints; what is missing or malformed is reported
 * and replaced by the value of GB/T 9704-2012. Must not know any template's faces or styles by name: only the
 * keywords of the format stand here. */
#include "model/style_private.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

mpt mpt_from_um(long um)
{
    long scaled = um * 360; /* 1 µm = 72/25.4 mpt = 360/127 mpt */
    return (mpt)((scaled + (scaled < 0 ? -63 : 63)) / 127);
}

static const char *const element_names[EL_COUNT] = {
    [EL_TITLE] = "标题",
    [EL_SUBTITLE] = "副标题",
    [EL_SALUTATION] = "抬头",
    [EL_BODY] = "正文",
    [EL_LEVEL1] = "一级",
    [EL_LEVEL2] = "二级",
    [EL_LEVEL3] = "三级",
    [EL_LEVEL4] = "四级",
    [EL_NOTE] = "附注",
    [EL_ATTACHMENTS] = "附件说明",
    [EL_SIGN] = "落款",
    [EL_ANNEX_LABEL] = "附件标识",
    [EL_ANNEX_TITLE] = "附件标题",
    [EL_PAGE_NUMBER] = "页码",
};

static const char *const align_names[] = {[ALIGN_LEFT] = "左", [ALIGN_CENTER] = "居中", [ALIGN_RIGHT] = "右"};

/* Sections and the keys each may hold; a * at the end of the name: any section that begins so. */
static const struct {
    const char *section;
    const char *keys[13]; /* none: any */
} known[] = {
    {"页面", {"宽", "高", "上边", "左边", "版心宽", "版心高", "行数", "字数", "行距", "双面", "页码下距", "页码"}},
    {"字体", {0}},
    {"字号", {0}},
    {"要素 *", {"字体", "字号", "对齐", "加粗"}},
    {"表格", {"左右留白", "上下留白", "行距"}},
    {"表格样式 *", {"字体", "字号", "对齐", "加粗", "缩进", "内线", "外线"}},
    {"用语", {"附件说明", "附件标识", "审核稿", "审核清单", "更正说明"}},
    {"落款", {"盖章"}},
    {"断词", {"词", "断后", "连前"}},
    {"版头", {"发文机关标志", "发文字号", "字体", "字号", "上距", "红线", "红线距"}},
    {"版记", {"抄送", "印发机关", "印发日期", "字体", "字号", "粗线", "细线"}},
};

/* Lengths of [页面] and [表格] with the standard's values. */
static const struct {
    const char *section, *key;
    size_t offset;
    long um;
} lengths[] = {
    {"页面", "宽", offsetof(struct page_model, width), 210000},
    {"页面", "高", offsetof(struct page_model, height), 297000},
    {"页面", "上边", offsetof(struct page_model, top), 37000},
    {"页面", "左边", offsetof(struct page_model, left), 28000},
    {"页面", "版心宽", offsetof(struct page_model, text_width), 156000},
    {"页面", "版心高", offsetof(struct page_model, text_height), 225000},
    {"页面", "页码下距", offsetof(struct page_model, number_drop), 7000},
    {"表格", "左右留白", offsetof(struct page_model, cell_pad_x), 800},
    {"表格", "上下留白", offsetof(struct page_model, cell_pad_y), 900},
};

/* The key, reported if it is missing. */
static const struct ini_key *need(struct style_reader *r, const char *section, const char *name)
{
    const struct ini_section *s = ini_section(r->ini, section);
    const struct ini_key *key = s == NULL ? NULL : ini_key(s, name);
    if (key == NULL && !r->none)
        diag_add(r->diag, DIAG_TEMPLATE_KEY, s != NULL ? s->at : (struct pos){.file = r->ini->file}, "[%s] %s", section,
                 name);
    return key;
}

/* A decimal with at most three places × 1000, *end behind it; -1 if there is none or it is over 100,000. */
static long read_thousandths(const char *s, const char **end)
{
    long value = 0, unit = 1000;
    if (*s < '0' || *s > '9')
        return -1;
    for (; *s >= '0' && *s <= '9'; s++)
        if ((value = value * 10 + (*s - '0')) > 100000)
            return -1;
    value *= 1000;
    if (*s == '.') {
        for (s++; *s >= '0' && *s <= '9'; s++) {
            if (unit == 1)
                return -1;
            unit /= 10;
            value += (*s - '0') * unit;
        }
    }
    *end = s;
    return value;
}

mpt mpt_read(const char *text)
{
    const char *end;
    long value = read_thousandths(text, &end);
    if (value < 0 || value > 5000000) /* 5 m */
        return -1;
    end += strspn(end, " ");
    if (strcmp(end, "mm") == 0)
        return mpt_from_um(value);
    return strcmp(end, "pt") == 0 ? (mpt)value : -1;
}

/* The name of a size, or a length. */
static bool is_size(const struct style_reader *r, const struct ini_key *key)
{
    const struct ini_section *sizes = ini_section(r->ini, "字号");
    return mpt_read(key->value) >= 0 || (sizes != NULL && ini_key(sizes, key->value) != NULL);
}

mpt style_length(struct style_reader *r, const struct ini_key *key, mpt fallback)
{
    if (key == NULL)
        return fallback;
    mpt value = mpt_read(key->value);
    if (value >= 0)
        return value;
    template_bad_value(r->diag, key, NULL, "20 mm | 9 pt");
    return fallback;
}

int style_count(struct style_reader *r, const struct ini_key *key, int least, int fallback)
{
    const char *end = "";
    long value = key == NULL ? fallback * 1000L : read_thousandths(key->value, &end);
    if (*end == '\0' && value >= least * 1000L && value <= 200000 && value % 1000 == 0)
        return (int)(value / 1000);
    template_bad_value(r->diag, key, NULL, "22");
    return fallback;
}

bool style_flag(struct style_reader *r, const struct ini_key *key)
{
    static const char *items[] = {"是", "否"};
    static const struct text_names yes_or_no = {items, 2, 0};
    if (key == NULL || strcmp(key->value, "否") == 0)
        return false;
    if (strcmp(key->value, "是") != 0)
        template_bad_value(r->diag, key, &yes_or_no, NULL);
    return strcmp(key->value, "是") == 0;
}

/* A size in digits alone, as a word processor takes it: 16, 16磅 → 三号, 13 → 13 pt; 4, 4号 → 四号, 小4 → 小四. */
static struct finding *digits_for_size(struct style_reader *r, const struct ini_key *key,
                                       const struct ini_section *sizes)
{
    static const char *const digits[] = {"一", "二", "三", "四", "五", "六"};
    bool small = text_starts(key->value, "小");
    const char *end, *from = key->value + (small ? strlen("小") : 0);
    long value = read_thousandths(from, &end);
    if (value < 0)
        return NULL;
    if (value % 1000 == 0 && value >= 1000 && value <= 6000) {
        const char *digit = digits[value / 1000 - 1];
        const char *name = small ? arena_printf(r->arena, "小%s", digit) : arena_printf(r->arena, "%s号", digit);
        struct finding *finding = template_bad_value(r->diag, key, NULL, NULL);
        finding->near = ini_key(sizes, name) != NULL ? name : NULL;
        return finding;
    }
    const char *points = arena_printf(r->arena, "%.*s pt", (int)(end - from), from), *near = points;
    for (size_t i = 0; i < sizes->keys.count; i++)
        if (mpt_read(sizes->keys.items[i].value) == value)
            near = sizes->keys.items[i].name;
    struct finding *finding = template_bad_value(r->diag, key, NULL, points);
    finding->near = near;
    return finding;
}

mpt style_size(struct style_reader *r, const struct ini_key *key, mpt fallback)
{
    if (key == NULL)
        return fallback;
    const struct ini_section *sizes = ini_section(r->ini, "字号");
    const struct ini_key *named = sizes == NULL ? NULL : ini_key(sizes, key->value);
    struct text_names names = {0};
    for (size_t i = 0; sizes != NULL && i < sizes->keys.count; i++)
        *list_push(r->arena, &names) = sizes->keys.items[i].name;
    if (!is_size(r, key)) {
        if (sizes == NULL || digits_for_size(r, key, sizes) == NULL)
            template_bad_value(r->diag, key, &names, "9 pt");
        return fallback;
    }
    mpt size = style_length(r, named != NULL ? named : key, fallback);
    if (size >= 1000 && size <= 300000)
        return size;
    template_bad_value(r->diag, key, &names, "9 pt");
    return fallback;
}

int style_face(struct style_reader *r, const struct ini_key *key, int fallback)
{
    const struct text_names *faces = &r->model->faces;
    if (key == NULL)
        return fallback;
    if (names_has(faces, key->value))
        return (int)names_index(faces, key->value);
    size_t office = names_index(&r->model->office_faces, key->value);
    template_bad_value(r->diag, key, faces, NULL)->near =
        office < faces->count ? faces->items[office] : text_nearest(key->value, faces);
    return fallback;
}

enum align style_align(struct style_reader *r, const struct ini_key *key, enum align fallback)
{
    if (key == NULL)
        return fallback;
    for (size_t i = 0; i < sizeof align_names / sizeof *align_names; i++)
        if (strcmp(key->value, align_names[i]) == 0)
            return (enum align)i;
    struct finding *finding = template_bad_value(r->diag, key, NULL, "左 | 居中 | 右");
    for (size_t i = 0; i < sizeof align_names / sizeof *align_names; i++) /* 左对齐, 居左, 中 */
        if (strstr(key->value, align_names[i] + strlen(align_names[i]) - strlen("左")) != NULL)
            finding->near = align_names[i];
    return fallback;
}

static void read_faces(struct style_reader *r)
{
    const struct ini_section *section = ini_section(r->ini, "字体");
    for (size_t i = 0; section != NULL && i < section->keys.count; i++) {
        *list_push(r->arena, &r->model->faces) = section->keys.items[i].name;
        *list_push(r->arena, &r->model->office_faces) = section->keys.items[i].value;
    }
    if (r->model->faces.count > 0)
        return;
    if (!r->none)
        diag_add(r->diag, DIAG_TEMPLATE_KEY, (struct pos){.file = r->ini->file}, "[字体]");
    *list_push(r->arena, &r->model->faces) = "仿宋"; /* the standard's body face, so that every index is valid */
    *list_push(r->arena, &r->model->office_faces) = "仿宋_GB2312";
}

static void read_elements(struct style_reader *r)
{
    for (int i = 0; i < EL_COUNT; i++) {
        const char *section = arena_printf(r->arena, "要素 %s", element_names[i]);
        struct style *style = &r->model->styles[i];
        bool large = i == EL_TITLE || i == EL_ANNEX_TITLE;
        style->face = style_face(r, need(r, section, "字体"), 0);
        style->size = style_size(r, need(r, section, "字号"), large ? 22000 : i == EL_PAGE_NUMBER ? 14000 : 16000);
        style->align = style_align(r, need(r, section, "对齐"), large ? ALIGN_CENTER : ALIGN_LEFT);
        const struct ini_section *s = ini_section(r->ini, section);
        style->bold = style_flag(r, s == NULL ? NULL : ini_key(s, "加粗"));
    }
}

/* 自动 fills the text area exactly (official-layout §1.3); a typed pitch decides how many lines there are. */
static void read_grid(struct style_reader *r)
{
    struct page_model *m = r->model;
    mpt room = m->text_height - m->styles[EL_BODY].size;
    m->lines = style_count(r, need(r, "页面", "行数"), 1, 22);
    m->cells = style_count(r, need(r, "页面", "字数"), 1, 28);
    m->cell = (m->text_width + m->cells / 2) / m->cells;
    m->pitch = m->lines > 1 ? (room + (m->lines - 1) / 2) / (m->lines - 1) : room;
    const struct ini_key *key = need(r, "页面", "行距");
    if (key == NULL || strcmp(key->value, "自动") == 0)
        return;
    mpt pitch = style_length(r, key, m->pitch);
    if (pitch >= m->styles[EL_BODY].size / 2 && pitch <= room) {
        m->pitch = pitch;
        m->lines = 1 + room / pitch;
    } else {
        template_bad_value(r->diag, key, NULL, NULL);
    }
}

static const char *word_of(struct style_reader *r, const char *section, const char *name, const char *fallback)
{
    const struct ini_key *key = need(r, section, name);
    return key == NULL ? fallback : key->value;
}

static void read_words(struct style_reader *r)
{
    struct page_model *m = r->model;
    m->page_number = word_of(r, "页面", "页码", "{n}");
    m->attachments_label = word_of(r, "用语", "附件说明", "");
    m->annex_label = word_of(r, "用语", "附件标识", "{n}");
    m->proof_mark = word_of(r, "用语", "审核稿", "");
    m->proof_list = word_of(r, "用语", "审核清单", "");
    m->correction = word_of(r, "用语", "更正说明", "");
    m->mirror = style_flag(r, need(r, "页面", "双面"));
    m->seal = style_flag(r, need(r, "落款", "盖章"));
    const struct ini_key *pitch = need(r, "表格", "行距");
    const char *end = "";
    long value = pitch == NULL ? 1300 : read_thousandths(pitch->value, &end);
    bool ok = *end == '\0' && value >= 1000 && value <= 5000;
    if (!ok)
        template_bad_value(r->diag, pitch, NULL, "1.3");
    m->table_pitch = ok ? (mpt)value : 1300;
}

/* Words parted by white space or |. */
static void read_list(struct style_reader *r, const char *name, struct text_names *out)
{
    const struct ini_section *section = ini_section(r->ini, "断词");
    const struct ini_key *key = section == NULL ? NULL : ini_key(section, name);
    for (const char *s = key == NULL ? "" : key->value; *s != '\0';) {
        size_t length = strcspn(s, " \t|");
        if (length > 0)
            *list_push(r->arena, out) = arena_strndup(r->arena, s, length);
        s += length + (s[length] != '\0');
    }
}

static const struct ini_key *optional(struct style_reader *r, const char *section, const char *name)
{
    const struct ini_section *s = ini_section(r->ini, section);
    return s == NULL ? NULL : ini_key(s, name);
}

/* 版头 (7.2) and 版记 (7.4); their words are the document's. */
static void read_banner(struct style_reader *r)
{
    struct page_model *m = r->model;
    m->banner = (struct style){.face = style_face(r, optional(r, "版头", "字体"), m->styles[EL_TITLE].face),
                               .size = style_size(r, optional(r, "版头", "字号"), 42000),
                               .align = ALIGN_CENTER};
    m->imprint = (struct style){.face = style_face(r, optional(r, "版记", "字体"), m->styles[EL_BODY].face),
                                .size = style_size(r, optional(r, "版记", "字号"), 14000)};
    m->banner_drop = style_length(r, optional(r, "版头", "上距"), mpt_from_um(35000));
    m->banner_rule = style_length(r, optional(r, "版头", "红线"), mpt_from_um(700)); /* as offices print it */
    m->banner_rule_drop = style_length(r, optional(r, "版头", "红线距"), mpt_from_um(4000));
    m->imprint_thick = style_length(r, optional(r, "版记", "粗线"), mpt_from_um(350));
    m->imprint_thin = style_length(r, optional(r, "版记", "细线"), mpt_from_um(250));
}

static void read_lengths(struct style_reader *r)
{
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        mpt *target = (mpt *)(void *)((char *)r->model + lengths[i].offset);
        *target = style_length(r, need(r, lengths[i].section, lengths[i].key), mpt_from_um(lengths[i].um));
    }
}

/* A text area that leaves the page, or cannot hold two lines of two characters, goes back to the standard's. */
static void check_room(struct style_reader *r)
{
    struct page_model *m = r->model;
    mpt size = m->styles[EL_BODY].size;
    if (m->left + m->text_width <= m->width && m->top + m->text_height <= m->height && m->text_width >= 4 * size &&
        m->text_height >= 4 * size)
        return;
    diag_add(r->diag, DIAG_TEMPLATE_VALUE, (struct pos){.file = r->ini->file}, "[页面] 版心宽 版心高");
    for (size_t i = 0; i < 6; i++)
        *(mpt *)(void *)((char *)m + lengths[i].offset) = mpt_from_um(lengths[i].um);
}

/* Names that a key of the section may have; of 字体 and 字号, which differ by one character, the one that its value
 * fits.
 */
static struct text_names keys_of(struct style_reader *r, const struct ini_section *s, const struct ini_key *key)
{
    struct text_names names = {0};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        size_t n = strcspn(known[i].section, "*");
        bool here = known[i].section[n] == '*' ? strncmp(s->name, known[i].section, n) == 0
                                               : strcmp(s->name, known[i].section) == 0;
        for (size_t k = 0; here && known[i].keys[k] != NULL; k++)
            if (strcmp(known[i].keys[k], is_size(r, key) ? "字体" : "字号") != 0 ||
                strcmp(key->name, known[i].keys[k]) == 0)
                *list_push(r->arena, &names) = known[i].keys[k];
    }
    return names;
}

void style_refuse_keys(struct style_reader *r, const struct ini_section *s)
{
    for (size_t k = 0; k < s->keys.count; k++) {
        const struct ini_key *key = &s->keys.items[k];
        struct text_names names = keys_of(r, s, key);
        if (names.count > 0)
            template_refuse_key(r->arena, r->diag, s, key, &names);
    }
}

static void refuse_unknown(struct style_reader *r)
{
    struct text_names sections = {0};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (!text_starts(known[i].section, "要素"))
            *list_push(r->arena, &sections) = known[i].section;
    for (int i = 0; i < EL_COUNT; i++)
        *list_push(r->arena, &sections) = arena_printf(r->arena, "要素 %s", element_names[i]);
    for (size_t i = 0; i < r->ini->sections.count; i++) {
        const struct ini_section *s = r->ini->sections.items[i];
        template_refuse_section(r->arena, r->diag, s, &sections);
        style_refuse_keys(r, s);
    }
}

const struct page_model *style_load(struct arena *arena, struct diag *diag, struct template *t)
{
    struct style_reader r = {.arena = arena, .diag = diag, .ini = template_ini(arena, diag, t, "layout.ini")};
    r.model = arena_alloc(arena, sizeof *r.model);
    r.model->layout = r.ini;
    r.none = r.ini->sections.count == 0;
    if (r.none)
        diag_add(diag, DIAG_TEMPLATE_KEY, (struct pos){.file = r.ini->file}, "layout.ini");
    refuse_unknown(&r);
    read_faces(&r);
    read_elements(&r);
    style_read_cells(&r);
    read_lengths(&r);
    check_room(&r);
    read_grid(&r);
    read_words(&r);
    read_list(&r, "词", &r.model->title_words);
    read_list(&r, "断后", &r.model->title_ends);
    read_list(&r, "连前", &r.model->title_tails);
    read_banner(&r);
    return r.model;
}
