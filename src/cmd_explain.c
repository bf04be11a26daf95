/* ziping explain CODE...: what a code means and what to do about it. */
#include "cmd.h"

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
}

int cmd_explain(struct arena *arena, const struct options *options, int argc, char **argv)
{
    struct text_names known = {0};
    for (int code = 0; code < DIAG_CODES; code++)
        *list_push(arena, &known) = diag_code_id((enum diag_code)code);
    for (int i = 0; i < argc; i++) {
        int code = find_code(argv[i]);
        if (code < 0)
            return wrong_use(options, "没有这个代码", "no such code", argv[i], text_nearest(argv[i], &known));
        if (i > 0)
            putchar('\n');
        explain(options, (enum diag_code)code);
    }
    return EXIT_DONE;
}
