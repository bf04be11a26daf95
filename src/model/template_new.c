/* The merged base → the files of an overlay. Every example is a line of the base, commented out: whoever takes the #
 * away changes nothing yet. */
#include "model/template_new.h"

#include <string.h>

struct maker {
    struct arena *arena;
    struct diag *scratch; /* what is wrong with the base is not this template's business */
    struct template *base;
    struct draft *draft;
};

static void put_key(struct buf *out, const struct ini_key *key)
{
    buf_printf(out, *key->value ? "# %s = %s\n" : "# %s =\n", key->name, key->value);
}

/* At most `most` keys of a section; only those of `names` unless that is empty. */
static void put_section(struct buf *out, const struct ini_section *section, size_t most, const char *const *names)
{
    bool head = false;
    for (size_t i = 0, done = 0; i < section->keys.count && done < most; i++) {
        const struct ini_key *key = &section->keys.items[i];
        bool wanted = !names || !*names;
        for (size_t k = 0; names && names[k]; k++)
            wanted = wanted || !strcmp(names[k], key->name);
        if (!wanted)
            continue;
        if (!head)
            buf_printf(out, "# [%s]\n", section->name);
        head = true;
        put_key(out, key);
        done++;
    }
}

static void add_file(struct maker *m, const char *name, struct buf *text)
{
    *list_push(m->arena, m->draft) = (struct draft_file){arena_strdup(m->arena, name), buf_text(text)};
}

static const struct ini *file_of(struct maker *m, const char *file)
{
    return template_ini(m->arena, m->scratch, m->base, file);
}

static bool is_annex(const struct ini_section *section)
{
    return text_starts(section->name, "附件 ");
}

static void add_head(struct maker *m, const char *name)
{
    struct buf out = buf_in(m->arena);
    buf_printf(&out, "# 只写与 %s 不同的地方。去掉一行前面的 # 再改，就以这里为准；“名称 = -”去掉上级的一项。\n",
               m->base->name);
    buf_printf(&out, "# 合并后的全文和每行出处：ziping template show %s\n", name);
    buf_printf(&out, "[模板]\n名称 = %s\n版本 = 1\n格式 = %d\n继承 = %s\n", name, (int)TEMPLATE_FORMAT, m->base->name);
    const struct ini *head = file_of(m, "template.ini");
    for (size_t i = 0; i < head->sections.count; i++) {
        const struct ini_section *section = head->sections.items[i];
        static const char *const annex[] = {"标题", "文件", "方向", NULL};
        if (!strcmp(section->name, "输出") || is_annex(section)) {
            buf_add(&out, "\n");
            put_section(&out, section, 9, is_annex(section) ? annex : NULL);
        }
    }
    buf_printf(&out, "\n# 正文的标题和段落：把 %s 的 report.txt 复制到本文件夹，再改；其他 .txt 也是这样。\n",
               m->base->name);
    add_file(m, "template.ini", &out);
}

/* A whole file as comments: all its sections, at most `most` of those that begin with prefix. */
static void add_commented(struct maker *m, const char *file, const char *head, const char *prefix, size_t most,
                          const char *const *names)
{
    const struct ini *ini = file_of(m, file);
    struct buf out = buf_in(m->arena);
    buf_add(&out, head);
    for (size_t i = 0, done = 0; i < ini->sections.count && done < most; i++) {
        if (!text_starts(ini->sections.items[i]->name, prefix))
            continue;
        size_t before = out.n;
        put_section(&out, ini->sections.items[i], 40, names);
        done += out.n > before;
    }
    add_file(m, file, &out);
}

/* 列宽, notes and the first rows of each annex. */
static void add_annexes(struct maker *m)
{
    const struct ini *head = file_of(m, "template.ini");
    for (size_t i = 0; i < head->sections.count; i++) {
        const struct ini_section *section = head->sections.items[i];
        const struct ini_key *table = is_annex(section) ? ini_key(section, "表") : NULL;
        if (!table || !*table->value || strchr(table->value, '/') || *table->value == '.')
            continue;
        const char *file = arena_printf(m->arena, "%s.ini", table->value);
        const struct ini *ini = file_of(m, file);
        struct buf out = buf_in(m->arena);
        buf_add(&out, "# 同名的行替换上级的行；插入一行用中间的序号（如 行.025）；“行.020 = -”删去一行。\n");
        for (size_t k = 0; k < ini->sections.count; k++)
            put_section(&out, ini->sections.items[k], strcmp(ini->sections.items[k]->name, "行") ? 40 : 3, NULL);
        add_file(m, file, &out);
    }
}

struct draft template_new(struct arena *arena, struct template *base, const char *name)
{
    static const char *const layout[] = {"字体", "字号", "对齐", NULL};
    static const char *const field[] = {"名称", "必填", "单位", "小数", "空值", NULL};
    struct draft draft = {0};
    struct maker m = {.arena = arena, .scratch = diag_new(arena), .base = base, .draft = &draft};
    add_head(&m, name);
    add_commented(&m, "本年.ini", "# 每年要改的内容，写法同 report.ini。\n", "", 20, NULL);
    add_commented(&m, "layout.ini",
                  "# 字体、字号、对齐；页面各项见上级的 layout.ini。\n"
                  "# 只改一张附表的字号：“字号 = 小五”写在它的文件（如 annex2.ini）的 [表] 下面；见模板手册第六节。\n",
                  "要素 ", 8, layout);
    add_commented(&m, "fields.ini", "# 每项数据的名称、单位、小数、必填。\n", "字段 ", 12, field);
    add_commented(&m, "rules.ini", "# 等级的界限、审核规则。\n", "等级", 1, NULL);
    add_annexes(&m);
    return draft;
}
