/* ziping explain CODE|RULE...: what a code means and what to do about it; what a rule of a template says, why, and its
 * examples. */
#include "cmd.h"
#include "model/check_rule.h"

#include <string.h>
#include <strings.h>

static int find_code(const char *word)
{
    for (int code = 0; code < DIAG_CODES; code++)
        if (strcasecmp(diag_code_id((enum diag_code)code), word) == 0)
            return code;
    return -1;
}

static const char *stage(const struct options *options, char letter)
{
    switch (letter) {
    case 'I':
        return say(options, "读入文件", "reading files");
    case 'T':
        return say(options, "模板", "templates");
    case 'C':
        return say(options, "核对数据", "checking data");
    case 'L':
        return say(options, "核对文字", "checking text");
    case 'F':
        return say(options, "字体和版式", "fonts and layout");
    default:
        return say(options, "系统", "system");
    }
}

static const char *consequence(const struct options *options, enum diag_level level)
{
    switch (level) {
    case DIAG_ERROR:
        return say(options, "改正之前不能报送，也不写出成果。", "nothing is written until it is corrected.");
    case DIAG_EXPLAIN:
        return say(options, "改正，或在[审核说明]中写明原因。", "correct it, or give the reason under [审核说明].");
    case DIAG_SYSTEM:
        return say(options, "程序无法继续，原有成果未动。", "the program cannot go on; earlier outputs are untouched.");
    default:
        return say(options, "只是提醒，不影响报送。", "a remark only; the report can be sent.");
    }
}

static void explain(const struct options *options, enum diag_code code)
{
    enum diag_level level = diag_code_level(code);
    const char *id = diag_code_id(code), *todo = diag_code_todo(code, options->lang);
    bool zh = options->lang == DIAG_ZH;
    printf(zh ? "%s　%s\n" : "%s  %s\n", id, diag_code_text(code, options->lang));
    printf(zh ? "类别：%s。%s\n" : "level: %s; %s\n", diag_level_name(level, options->lang),
           consequence(options, level));
    printf(zh ? "环节：%s\n" : "stage: %s\n", stage(options, id[0]));
    if (todo[0] != '\0')
        printf(zh ? "处理：%s\n" : "what to do: %s\n", todo);
    const char *more = diag_code_more(code, options->lang);
    if (more[0] != '\0')
        puts(more);
}

/* -- rules -- */

static void print_rule(const struct options *options, const struct ini_section *section, const char *id)
{
    static const struct {
        const char *key, *zh, *en;
    } lines[] = {{"类别", "类别", "level"},       {"处理", "处理", "what to do"}, {"逐行", "逐行", "for each row of"},
                 {"逐项", "逐项", "for each of"}, {"适用", "适用", "where"},      {"条件", "条件", "must hold"},
                 {"对象", "对象", "score"},       {"应得", "应得", "is due"},     {"容差", "容差", "tolerance"},
                 {"来源", "来源", "source"},      {"例", "例", "holds"},          {"反例", "反例", "does not hold"},
                 {"状态", "状态", "state"}};
    const char *colon = say(options, "：", ": ");
    const struct ini_key *message = ini_key(section, "说明");
    printf("%s%s%s\n", id, say(options, "　", "  "), message != NULL ? message->value : "");
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        const struct ini_key *key = ini_key(section, lines[i].key);
        if (key != NULL && key->value[0] != '\0')
            printf("%s%s%s\n", say(options, lines[i].zh, lines[i].en), colon, key->value);
    }
    for (size_t i = 0; i < section->keys.count; i++)
        if (strcmp(section->keys.items[i].name, "行") == 0)
            printf("　%s\n", section->keys.items[i].value);
    printf("%s%s%s:%d\n", say(options, "出处", "place"), colon, section->at.file, section->at.line);
}

/* The rule of that name in the template of -t, or in each template that has one of its own. */
static size_t explain_rule(struct arena *arena, const struct options *options, const char *word,
                           struct text_names *known)
{
    struct text_names folders = report_template_folders(arena, template_place(), &options->report), names = {0};
    const char *only = options->report.template_name;
    if (only != NULL)
        *list_push(arena, &names) = only;
    else
        names = template_list(arena, &folders);
    size_t found = 0;
    for (size_t i = 0; i < names.count; i++) {
        struct diag *silent = diag_new(arena);
        struct template *t = template_load(arena, silent, names.items[i], (struct pos){0}, &folders);
        const struct ini *rules = t == NULL ? ini_new(arena, "") : template_ini(arena, silent, t, "rules.ini");
        size_t n = strlen(names.items[i]);
        for (size_t k = 0; k < rules->sections.count; k++) {
            const struct ini_section *section = rules->sections.items[k];
            const char *id = rule_id(section->name);
            bool own = only != NULL || strncmp(section->at.file, names.items[i], n) == 0;
            if (id != NULL)
                *list_push(arena, known) = id;
            if (id == NULL || !own || strcasecmp(id, word) != 0)
                continue;
            if (found++ > 0)
                putchar('\n');
            print_rule(options, section, id);
        }
    }
    return found;
}

int cmd_explain(struct arena *arena, const struct options *options, int argc, char **argv)
{
    struct text_names known = {0};
    struct diag *diag = diag_new(arena);
    const char *only = options->report.template_name;
    if (only != NULL && open_template(arena, diag, options, only) == NULL)
        return finish(diag, options);
    for (int code = 0; code < DIAG_CODES; code++)
        *list_push(arena, &known) = diag_code_id((enum diag_code)code);
    for (int i = 0; i < argc; i++) {
        if (i > 0)
            putchar('\n');
        int code = find_code(argv[i]);
        if (code >= 0)
            explain(options, (enum diag_code)code);
        else if (explain_rule(arena, options, argv[i], &known) == 0)
            return wrong_use(options, "没有这个代码或规则", "no such code or rule", argv[i],
                             text_nearest(argv[i], &known));
    }
    return EXIT_DONE;
}
