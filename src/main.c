/* The table of commands, the options common to them, help and exit codes. No logic of reports. */
#include "base/os.h"
#include "cmd.h"

#include <getopt.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    OPT_TEMPLATES = 256,
    OPT_FONTS,
    OPT_LANG,
    OPT_COLOR,
    OPT_DUMP,
    OPT_ONLY,
    OPT_FORMAT,
    OPT_FIX,
    OPT_PROOF,
    OPT_FROM,
    OPT_SHEET,
    OPT_KEEP,
    OPT_VERIFY,
    OPT_VERSION
};

/* Options that only some commands take. */
enum {
    TAKES_OUT = 1,
    TAKES_TEMPLATE = 2,
    TAKES_ONLY = 4,
    TAKES_FORMAT = 8,
    TAKES_DUMP = 16,
    TAKES_FIX = 32,
    TAKES_PROOF = 64,
    TAKES_FROM = 128,
    TAKES_SHEET = 256,
    TAKES_KEEP = 512,
    TAKES_VERIFY = 1024,
    TAKES = 11
};

static const struct command {
    const char *name;
    int (*run)(struct arena *arena, const struct options *options, int argc, char **argv);
    int takes, least, most; /* options; number of arguments */
    const char *usage, *zh, *en;
} commands[] = {
    {"build", cmd_build,
     TAKES_OUT | TAKES_TEMPLATE | TAKES_ONLY | TAKES_DUMP | TAKES_PROOF | TAKES_KEEP | TAKES_VERIFY, 1, 1 << 20,
     "REPORT... [-o DIR] [-t TEMPLATE] [--proof] [--only pdf,xlsx] [--keep] [--verify] [--dump pages|grid]",
     "生成报告 PDF 和附表 XLSX；没有变化的不重做（--verify 逐字节比较），--keep 把原有成果留在 旧版/",
     "write the PDF and the annex workbooks, unless nothing has changed (--verify compares contents); "
     "--keep keeps the earlier ones under 旧版/"},
    {"check", cmd_check, TAKES_TEMPLATE | TAKES_FORMAT | TAKES_FIX, 1, 1 << 20,
     "REPORT... [-t TEMPLATE] [--format text|json|csv] [--fix]", "只核对，不输出；--fix 改正文字（原文存为 .bak）",
     "check only, write nothing; --fix corrects the text, keeping .bak"},
    {"diff", cmd_diff, TAKES_OUT | TAKES_TEMPLATE | TAKES_FORMAT, 1, 2,
     "[OLD] NEW [-t TEMPLATE] [--format text|json] [-o FILE.pdf]",
     "比较两份报告（或一份报告与它上次的成果）：改动的数据及其所在位置、文字、问题；-o 写更正说明",
     "compare two reports, or one with what was last built from it; -o writes a note of correction"},
    {"facts", cmd_facts, TAKES_TEMPLATE | TAKES_FORMAT, 1, 1, "REPORT [-t TEMPLATE] [--format text|json|csv]",
     "列出全部数据：值、来源", "list every value and where it comes from"},
    {"fonts", cmd_fonts, TAKES_TEMPLATE, 0, 0, "[-t TEMPLATE]", "列出所用的字体文件", "list the font files in use"},
    {"explain", cmd_explain, TAKES_TEMPLATE, 1, 1 << 20, "CODE|RULE... [-t TEMPLATE]",
     "说明一个代码或一条审核规则的意思和处理办法", "say what a code or a rule means"},
    {"new", cmd_new, TAKES_TEMPLATE | TAKES_FROM, 1, 1, "FOLDER -t TEMPLATE [--from LASTYEAR]",
     "新建一份待填的报告；--from 沿用上年的内容", "begin a report to be filled in; --from takes over last year's"},
    {"template", cmd_template, TAKES_OUT | TAKES_TEMPLATE | TAKES_FROM | TAKES_SHEET, 1, 3,
     "list | show NAME | new NAME --from BASE | check NAME | diff A B | preview NAME [-o DIR] |\n"
     "             import-table FORM.xlsx [--sheet N] [-t TEMPLATE] [-o FILE.ini]",
     "列出、显示、新建、检查、比较模板；打印样张；导入表样",
     "list, show, begin, check and compare templates; draw samples; import a form"},
};
enum { COMMANDS = sizeof commands / sizeof *commands };

static const char common_usage[] =
    "[--templates DIR] [--fonts DIR] [--lang zh|en] [--color auto|always|never] [-q] [-v] "
    "[--version] [--help]";

static const struct option long_options[] = {
    {"templates", required_argument, NULL, OPT_TEMPLATES},
    {"fonts", required_argument, NULL, OPT_FONTS},
    {"lang", required_argument, NULL, OPT_LANG},
    {"color", required_argument, NULL, OPT_COLOR},
    {"dump", required_argument, NULL, OPT_DUMP},
    {"only", required_argument, NULL, OPT_ONLY},
    {"proof", no_argument, NULL, OPT_PROOF},
    {"format", required_argument, NULL, OPT_FORMAT},
    {"fix", no_argument, NULL, OPT_FIX},
    {"from", required_argument, NULL, OPT_FROM},
    {"sheet", required_argument, NULL, OPT_SHEET},
    {"keep", no_argument, NULL, OPT_KEEP},
    {"verify", no_argument, NULL, OPT_VERIFY},
    {"output", required_argument, NULL, 'o'},
    {"template", required_argument, NULL, 't'},
    {"quiet", no_argument, NULL, 'q'},
    {"verbose", no_argument, NULL, 'v'},
    {"version", no_argument, NULL, OPT_VERSION},
    {"help", no_argument, NULL, 'h'},
    {0},
};

/* What the command line says, and the first thing that is wrong with it: said after the language is known. */
struct request {
    struct arena *arena;
    struct options options;
    int used; /* TAKES_… */
    const char *used_names[TAKES];
    bool help, version;
    int color; /* index of never always auto */
    const char *zh, *en, *word, *near;
};

static void refuse(struct request *r, const char *zh, const char *en, const char *word, const char *near)
{
    if (r->zh != NULL)
        return;
    r->zh = zh;
    r->en = en;
    r->word = word;
    r->near = near;
}

/* The index of word in "a|b|c", or -1 (refused). */
static int choose(struct request *r, const char *word, const char *const *choices)
{
    struct text_names known = {0};
    for (int i = 0; choices[i] != NULL; i++) {
        if (strcmp(word, choices[i]) == 0)
            return i;
        *list_push(r->arena, &known) = choices[i];
    }
    refuse(r, "选项没有这个取值", "no such value for the option", word, text_nearest(word, &known));
    return -1;
}

static void take_only(struct request *r, const char *list)
{
    static const char *const kinds[] = {"pdf", "xlsx", NULL};
    r->options.pdf = r->options.xlsx = false;
    while (*list != '\0') {
        size_t n = strcspn(list, ",");
        int kind = choose(r, arena_strndup(r->arena, list, n), kinds);
        r->options.pdf = r->options.pdf || kind == 0;
        r->options.xlsx = r->options.xlsx || kind == 1;
        list += n + (list[n] == ',');
    }
}

static void mark_used(struct request *r, int bit, const char *name)
{
    r->used |= bit;
    for (int i = 0; i < TAKES; i++)
        if (bit == 1 << i)
            r->used_names[i] = name;
}

/* Options that only some commands take; false if it is none of them. */
static bool take_special(struct request *r, int option, const char *value)
{
    static const char *const formats[] = {"text", "json", "csv", NULL};
    static const char *const dumps[] = {"pages", "grid", NULL};
    switch (option) {
    case 'o':
        r->options.out = value;
        mark_used(r, TAKES_OUT, "-o");
        return true;
    case 't':
        r->options.report.template_name = value;
        mark_used(r, TAKES_TEMPLATE, "-t");
        return true;
    case OPT_ONLY:
        take_only(r, value);
        mark_used(r, TAKES_ONLY, "--only");
        return true;
    case OPT_PROOF:
        r->options.proof = true;
        mark_used(r, TAKES_PROOF, "--proof");
        return true;
    case OPT_FORMAT:
        r->options.format = (enum output_format)choose(r, value, formats);
        mark_used(r, TAKES_FORMAT, "--format");
        return true;
    case OPT_FROM:
        r->options.from = value;
        mark_used(r, TAKES_FROM, "--from");
        return true;
    case OPT_SHEET:
        r->options.sheet = value;
        mark_used(r, TAKES_SHEET, "--sheet");
        return true;
    case OPT_DUMP:
        r->options.dump = (enum dump_kind)(choose(r, value, dumps) + 1);
        mark_used(r, TAKES_DUMP, "--dump");
        return true;
    case OPT_FIX:
        r->options.fix = true;
        mark_used(r, TAKES_FIX, "--fix");
        return true;
    case OPT_KEEP:
        r->options.keep = true;
        mark_used(r, TAKES_KEEP, "--keep");
        return true;
    case OPT_VERIFY:
        r->options.verify = true;
        mark_used(r, TAKES_VERIFY, "--verify");
        return true;
    default:
        return false;
    }
}

static void take_common(struct request *r, int option, const char *value)
{
    static const char *const langs[] = {"zh", "en", NULL};
    static const char *const colors[] = {"never", "always", "auto", NULL};
    int choice;
    switch (option) {
    case OPT_TEMPLATES:
        *list_push(r->arena, &r->options.report.templates) = value;
        break;
    case OPT_FONTS:
        *list_push(r->arena, &r->options.fonts) = value;
        break;
    case OPT_LANG:
        choice = choose(r, value, langs);
        if (choice >= 0)
            r->options.lang = choice == 0 ? DIAG_ZH : DIAG_EN;
        break;
    case OPT_COLOR:
        choice = choose(r, value, colors);
        r->color = choice < 0 ? r->color : choice;
        break;
    case 'q':
        r->options.quiet = true;
        break;
    case 'v':
        r->options.verbose = true;
        break;
    case OPT_VERSION:
        r->version = true;
        break;
    default:
        r->help = true;
        break;
    }
}

static void refuse_option(struct request *r, int problem, char **argv)
{
    struct text_names known = {0};
    for (const struct option *o = long_options; o->name != NULL; o++)
        *list_push(r->arena, &known) = arena_printf(r->arena, "--%s", o->name);
    const char *word = argv[optind - 1];
    if (optopt > 0 && optopt < 256)
        word = arena_printf(r->arena, "-%c", optopt);
    if (problem == ':')
        refuse(r, "选项缺少取值", "the option needs a value", word, NULL);
    else
        refuse(r, "没有这个选项", "no such option", word, word[1] == '-' ? text_nearest(word, &known) : NULL);
}

static void take_options(struct request *r, int argc, char **argv)
{
    opterr = 0;
    for (int option; (option = getopt_long(argc, argv, ":o:t:qvh", long_options, NULL)) != -1;) {
        if (option == '?' || option == ':')
            refuse_option(r, option, argv);
        else if (!take_special(r, option, optarg))
            take_common(r, option, optarg);
    }
}

static enum diag_lang environment_language(void)
{
    static const char *const names[] = {"ZIPING_LANG", "LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);
        if (value == NULL || value[0] == '\0')
            continue;
        bool plain = value[0] == 'C' || strncmp(value, "POSIX", 5) == 0;
        return plain || strncmp(value, "zh", 2) == 0 ? DIAG_ZH : DIAG_EN;
    }
    return DIAG_ZH;
}

static void print_usage(struct arena *arena, const struct options *options, const struct command *command, FILE *out)
{
    fprintf(out, "%sziping %s %s\n", say(options, "用法：", "usage: "), command->name,
            localised_usage(arena, options, command->usage));
}

static void print_help(struct arena *arena, const struct options *options, const struct command *command)
{
    if (command != NULL) {
        puts(say(options, command->zh, command->en));
        print_usage(arena, options, command, stdout);
    } else {
        puts(say(options, "ziping：部门整体支出绩效自评报告，由 INI 数据和模板生成 PDF 和 XLSX",
                 "ziping: county self-evaluation reports from INI data and templates, as PDF and XLSX"));
        for (int i = 0; i < COMMANDS; i++)
            printf("  ziping %s %s\n      %s\n", commands[i].name, localised_usage(arena, options, commands[i].usage),
                   say(options, commands[i].zh, commands[i].en));
    }
    printf("%s%s\n", say(options, "通用选项：", "common options: "), localised_usage(arena, options, common_usage));
    puts(say(options, "  -q  只列出必须处理的问题，不列提示和结论；-v  同类提示逐条列出，并列出所用的字体文件",
             "  -q  only what must be dealt with, no hints, no verdict; -v  every hint of a kind, and the font files"));
    puts(say(options, "退出码：0 完成；1 有必改或未说明的问题；2 用法不对；3 系统出错",
             "exit codes: 0 done; 1 errors or unexplained findings; 2 wrong use; 3 the system failed"));
}

/* NULL if no command bears that name (said). */
static const struct command *find_command(struct request *r, const char *name)
{
    struct text_names known = {0};
    for (int i = 0; i < COMMANDS; i++) {
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
        *list_push(r->arena, &known) = commands[i].name;
    }
    refuse(r, "没有这个命令", "no such command", name, text_nearest(name, &known));
    return NULL;
}

/* A name with spaces that was not quoted arrives in pieces: the name, if there is a file or folder of it and none of
 * its first piece. */
static const char *unquoted(struct arena *arena, int count, char **words)
{
    for (int i = 0; i + 1 < count; i++) {
        const char *joined = words[i];
        for (int k = i + 1; !os_exists(words[i]) && k < count; k++) {
            joined = arena_printf(arena, "%s %s", joined, words[k]);
            if (os_exists(joined))
                return joined;
        }
    }
    return NULL;
}

static void check_use(struct request *r, const struct command *command, int count, char **words)
{
    const char *name = unquoted(r->arena, count, words);
    if (name != NULL)
        refuse(r, "名称中有空格，请加引号", "put quotes around a name that holds spaces",
               arena_printf(r->arena, "\"%s\"", name), NULL);
    for (int i = 0; i < TAKES; i++)
        if ((r->used & ~command->takes & 1 << i) != 0)
            refuse(r, "这个命令没有该选项", "the command does not take the option", r->used_names[i], NULL);
    if (count < command->least)
        refuse(r, "缺少参数", "too few arguments", command->name, NULL);
    if (count > command->most)
        refuse(r, "参数太多", "too many arguments", command->name, NULL);
}

static int run(struct request *r, int argc, char **argv)
{
    const struct command *command = argc > 0 ? find_command(r, argv[0]) : NULL;
    if (r->zh == NULL && r->version) {
        printf("ziping %s\n", ZIPING_VERSION);
        return EXIT_DONE;
    }
    if (r->zh == NULL && r->help) {
        print_help(r->arena, &r->options, command);
        return EXIT_DONE;
    }
    if (argc == 0)
        refuse(r, "缺少命令", "no command", "build check diff facts fonts explain new template", NULL);
    if (command != NULL)
        check_use(r, command, argc - 1, argv + 1);
    bool results = command != NULL && command->run == cmd_check; /* its findings go to stdout */
    bool terminal = isatty(results ? STDOUT_FILENO : STDERR_FILENO) == 1 && getenv("NO_COLOR") == NULL;
    r->options.color = r->color == 1 || (r->color == 2 && terminal);
    if (r->zh == NULL && command != NULL)
        return command->run(r->arena, &r->options, argc - 1, argv + 1);
    wrong_use(&r->options, r->zh, r->en, r->word, r->near);
    if (command != NULL)
        print_usage(r->arena, &r->options, command, stderr);
    else
        fprintf(stderr, "%s\n", say(&r->options, "用法见 ziping --help", "see ziping --help"));
    return EXIT_WRONG_USE;
}

int main(int argc, char **argv)
{
    mallopt(M_MMAP_THRESHOLD, 128 * 1024); /* not raised: large blocks go back to the system when they are freed … */
    mallopt(M_TRIM_THRESHOLD, 4 << 20);    /* … small ones stay, for the next library */
    mallopt(M_TOP_PAD, 256 * 1024);
    struct request r = {.arena = arena_new()};
    r.options = (struct options){.lang = environment_language(), .pdf = true, .xlsx = true};
    r.color = 2;
    take_options(&r, argc, argv);
    int code = run(&r, argc - optind, argv + optind);
    arena_free(r.arena);
    if (fflush(stdout) != 0 || ferror(stdout) != 0)
        code = EXIT_TROUBLE;
    return code;
}
