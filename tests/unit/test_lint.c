/* Every text check: what must trip it, at which character, and what must not. The lists are those of gbt9704. */
#include "fixture.h"

#include "base/os.h"
#include "model/lint.h"
#include "model/report.h"

#include <iconv.h>

struct given {
    const char *text, *want; /* "L201@4 项目目 → 项目", joined by "; " */
};

static struct template *load_template(struct world *w, const char *rules)
{
    put(w, "t/template.ini", "[模板]\n格式 = 1\n继承 = gbt9704\n");
    put(w, "t/rules.ini", rules);
    *list_push(w->arena, &w->search) = "templates";
    return template_load(w->arena, w->diag, "t", (struct pos){0}, &w->search);
}

static const struct facts *load_facts(struct world *w, struct template *t, const char *more)
{
    const char *text = arena_printf(w->arena, "[报告]\n年度 = 2023\n单位 = 某局\n日期 = 2024-02-28\n%s", more);
    struct source source = {.file = "report.ini", .text = text, .size = strlen(text)};
    return facts_load(w->arena, w->diag, t, ini_parse(w->arena, w->diag, &source));
}

static void add_block(struct world *w, struct doc *doc, enum block_kind kind, int level, const char *text, int line)
{
    struct block *block = list_push(w->arena, &doc->blocks);
    *block = (struct block){.kind = kind, .level = level};
    struct pos at = {.file = "a.txt", .line = line, .column = 1};
    *list_push(w->arena, &block->runs) = (struct run){level > 0 ? EL_LEVEL2 : EL_BODY, text, at, NULL};
}

static const char *outcome(struct world *w)
{
    struct buf out = buf_in(w->arena);
    size_t n;
    struct finding **all = diag_sorted(w->diag, &n);
    for (size_t i = 0; i < n; i++)
        buf_printf(&out, "%s%s@%d %s", i > 0 ? "; " : "", diag_code_id(all[i]->code), all[i]->at.column,
                   all[i]->detail);
    return buf_text(&out);
}

static void expect(struct world *w, const struct given *given, size_t count)
{
    struct template *t = load_template(w, "");
    const struct facts *facts = load_facts(w, t, "");
    for (size_t i = 0; i < count; i++) {
        w->diag = diag_new(w->arena);
        struct doc doc = {0};
        add_block(w, &doc, BLOCK_PARAGRAPH, 0, given[i].text, 1);
        lint_run(w->arena, w->diag, facts, t, &doc);
        if (strcmp(outcome(w), given[i].want) != 0)
            fail_msg("%s: %s, not %s", given[i].text, outcome(w), given[i].want);
    }
}

#define EXPECT(given) expect(*state, given, sizeof given / sizeof *given)

static void doubled_characters(void **state)
{
    static const struct given given[] = {
        {"部门的项目目时，", "L201@6 项目目 → 项目"},
        {"测算、整整体评估", "L201@5 整整体 → 整体"},
        {"，等等财政批复", "L201@3 等等财 → 等财"},
        {"资金到位后后，才", "L201@6 位后后 → 位后"},
        {"内部控制制度度，", "L201@7 制度度 → 制度"},
        {"开支支的量", "L201@3 开支支 → 开支"},
        {"根据自自身职能", "L201@4 自自身 → 自身"},
        {"参考上年年度预算", "L201@5 上年年 → 上年"},
        {"相关支出出绩效", "L201@5 支出出 → 支出"},
        {"本年度的收收支预测", "L201@6 收收支 → 收支"},
        {"进一步步创新", "L201@4 一步步 → 一步"},
        {"对对全县政府服务", "L201@2 对对全县 → 对全县"},
        {"多方方征求意见", "L201@3 多方方 → 多方"},
        {"加强市市场监管", "L201@4 市市场 → 市场"},
        {"扩大大招引", "L201@3 扩大大 → 扩大"},
        {"的的的", "L201@2 的的的 → 的"},
        {"大大提高，稳稳推进，处处留心，方方面面，热热闹闹，一步步实现，等等。", ""},
        {"自评评分，控制制度，财政局局长，2023年年末，绥宁县县级，十五五规划", ""},
        {"县市市场监管，人民民主，支出出现下降，资金金额，为了了解，水哗哗地流", ""},
    };
    EXPECT(given);
}

static void repeated_words(void **state)
{
    static const struct given given[] = {
        {"绥宁县人民政府政府办公室", "L203@6 政府政府 → 政府"},
        {"人民政府办公室人民政府办公室印发", "L203@1 人民政府办公室人民政府办公室 → 人民政府办公室"},
        {"一步一步推进，一个一个落实，研究研究", ""},
    };
    EXPECT(given);
}

static void marks(void **state)
{
    static const struct given given[] = {
        {"财尽其用，，用得其所", "L202@5 用，，用 → 用，用"},
        {"可行性。。部门", "L202@4 性。。部 → 性。部"},
        {"完成，。", "L202@3 ，。"},
        {"好！！", "L202@2 好！！ → 好！"},
        {"（11号）,调整", "L204@6 ）,调 → ），调"},
        {"平台(简称甲)上", "L204@3 台(简 → 台（简; L204@7 甲)上 → 甲）上"},
        {"制度.加强", "L204@3 度.加 → 度。加"},
        {"已公布.10月办结率99%.完成填报", "L204@4 布. → 布。; L204@14 .完 → 。完"},
        {"见（一）.1和图.a，1.2.", ""},
        {"完成\"两项\"任务", "L204@3 \" → “; L204@6 \" → ”"},
        {"什么？！……——1,804,700元（PPP）12:30见http://a.cn，f(x)", ""},
        {"甲〈乙〉、《丙》等，共1.5万元。", ""},
    };
    EXPECT(given);
}

static void titles(void **state)
{
    static const struct given given[] = {
        {"《关于印发<方案>的通知》", "L206@6 <方案> → 〈方案〉"},
        {"《关于印发《方案》的通知》", "L206@6 《方案》 → 〈方案〉"},
        {"《甲》、《乙》", "L207@4 》、《 → 》《"},
        {"“甲”、“乙”", "L207@4 ”、“ → ”“"},
        {"（绥政办发[2023]11号）", "L205@6 [2023]11号 → 〔2023〕11号"},
        {"财预(2020)10号", "L205@3 (2020)10号 → 〔2020〕10号"},
        {"《关于〈方案〉的通知》《乙》（绥政办发〔2023〕20号）（2023年版）", ""},
    };
    EXPECT(given);
}

static void brackets(void **state)
{
    static const struct given given[] = {
        {"全县（含乡镇完成。", "L208@3 全县（含乡镇完"},
        {"全县含乡镇）完成。", "L208@6 县含乡镇）完成。"},
        {"“放管服改革", "L208@1 “放管服改"},
        {"1）加强；2）落实（一、二级）。", ""},
    };
    EXPECT(given);
}

static void words(void **state)
{
    static const struct given given[] = {
        {"截止12月5日", "L209@1 截止 → 截至"},
        {"截止目前，", "L209@1 截止 → 截至"},
        {"认真布署，", "L209@3 布署 → 部署"},
        {"报名截止日期为5月，5月截止。截至12月", ""},
        {"××专项资金", "L215@1 ××"},
        {"（100字以内）简述", "L215@1 （100字以内）"},
        {"由XX负责", "L215@2 XX"},
        {"MAXXI（10个字节）", ""},
        {"错误！未找到引用源。", "L212@1 错误！未找到引用源"},
        {"２０２３年", "L213@1 ２０２３ → 2023"},
        {"2022年度部门整体支出", "L220@1 2022年度部门整体支出 → 2023年度部门整体支出"},
        {"较2022年度部门整体支出，2023年度部门整体支出，2022年决算", ""},
    };
    EXPECT(given);
}

static void spaces(void **state)
{
    static const struct given given[] = {
        {"服务中心， 2019年", "L211@6 ，  → ，"},
        {"加强 管理", "L211@3 强 管 → 强管"},
        {"《中共中央 国务院关于》张　三 A B 共 15 项", ""},
    };
    EXPECT(given);
}

static void personal_numbers(void **state)
{
    static const struct given given[] = {
        {"电话13812345678。", "L221@3 13812345678"},
        {"证号11010519491231002X。", "L221@3 11010519491231002X"},
        {"电话0731-88888888。", "L221@3 0731-88888888"},
        {"账号6222020200112233445。热线12345，共13812345项", ""},
    };
    EXPECT(given);
}

static void numbers_in_order(void **state)
{
    static const struct given given[] = {
        {"一是甲。二是乙。二是丙。三是丁。", "L216@9 二是 → 三是"},
        {"一是甲。三是乙。", "L216@5 三是 → 二是"},
        {"第一，甲。第三，乙。", "L216@6 第三， → 第二，"},
        {"有：（1）甲；（3）乙。", "L216@8 （3） → （2）"},
        {"职责。1.甲。2.乙。4.丙。", "L216@12 4. → 3."},
        {"职责。1.甲。1.乙。2.丙。", "L216@8 1. → 2."},
        {"一是甲。二是乙。二是丙。四是丁。", "L216@9 二是 → 三是"}, /* the fourth is right */
        {"有：（1）甲；（2）乙；（2）丙；（4）丁。", "L216@13 （2） → （3）"},
        {"职责。1.甲。2.乙。2.丙。4.丁。", "L216@12 2. → 3."},
        {"职责：1.甲；2.乙。增长。3.5倍。", ""},
        {"一是甲；二是乙；三是丙。一是丁。第一季度，第三产业", ""},
    };
    EXPECT(given);
}

static void numbers_across_paragraphs(void **state)
{
    struct world *w = *state;
    struct template *t = load_template(w, "");
    struct doc doc = {0};
    add_block(w, &doc, BLOCK_HEADING, 2, "（一）职责", 1);
    add_block(w, &doc, BLOCK_PARAGRAPH, 0, "一是甲。", 2);
    add_block(w, &doc, BLOCK_PARAGRAPH, 0, "二是乙。（一）丙。（二）丁。", 3);
    add_block(w, &doc, BLOCK_HEADING, 2, "（二）成绩一", 4);
    add_block(w, &doc, BLOCK_PARAGRAPH, 0, "一是戊。", 5);
    lint_run(w->arena, w->diag, load_facts(w, t, ""), t, &doc);
    assert_string_equal(outcome(w), "L217@5 （一）…（二） → 1.…2.; L215@4 成绩一");
}

static void units(void **state)
{
    static const struct given given[] = {
        {"行政编制6人，事业编制10。", "L210@12 事业编制10 → 事业编制10人"},
        {"行政编制6人，事业编制10人，拨打12345，面积12亩，倍数为1.2。", ""},
        {"投入50000元，其余3万元。", "L214@3 50000元 → 5万元"},
        {"每人补助300元，共3万元。", ""},
    };
    EXPECT(given);
}

/* More parts than anybody counts by hand, all of them added. */
static void a_sum_of_very_many_parts(void **state)
{
    struct world *w = *state;
    struct buf text = buf_in(w->arena);
    buf_add(&text, "共办结来电120件");
    for (int i = 0; i < 120; i++)
        buf_add(&text, "，某类办结1件");
    buf_add(&text, "。");
    const struct given given = {buf_text(&text), ""};
    expect(w, &given, 1);
}

static void sums(void **state)
{
    static const struct given given[] = {
        {"赋权158项（直接赋权3项、委托行使10项、服务前移134项和审批直报12项）",
         "L218@3 158项 → 3 + 10 + 134 + 12 = 159"},
        {"共316项，其中处罚223项、强制26项、征收4项、检查64项，乡镇有2项。",
         "L218@2 316项 → 223 + 26 + 4 + 64 + 2 = 319"},
        {"编制16人，其中行政6人、事业9人。", "L218@3 16人 → 6 + 9 = 15"},
        {"共办结来电4190件，线上办结1975件，线下办结2216件。", "L218@6 4190件 → 1975 + 2216 = 4191"},
        {"共5项，其中甲6项。", "L218@2 5项 → 6"},
        {"共梳理957项（其中包括251项国家的，6项地方的）", "L218@4 957项 → 251 + 6 = 257"},
        {"赋权158项（直接赋权3项、委托行使90项、服务前移134项和审批直报11项）",
         "L218@3 158项 → 3 + 90 + 134 + 11 = 238"},
        {"赋权158项（直接赋权3项、委托行使10项和审批直报11项）", "L218@3 158项 → 3 + 10 + 11 = 24"},
        {"共办结来电4190件，线上办结19750件，线下办结2215件。", "L218@6 4190件 → 19750 + 2215 = 21965"},
        {"共316项，其中处罚22.3项、强制26项、征收4项、检查63项。", "L218@2 316项 → 22.3 + 26 + 4 + 63 = 115.3"},
        {"共有5447条，其中去掉的2257条，另966条。", ""},
        {"赋权158项（直接赋权3项、委托行使10项、服务前移134项和审批直报11项）", ""},
        {"共316项，其中处罚223项、强制26项、征收4项、检查63项，乡镇有2项。", ""},
        {"事项36785条（其中业务办理项15664条，县本级5447条，其中依申请2224条，依职权2257条，公共服务966条）。", ""},
        {"党员120人，其中女45人，大专以上80人，35岁以下60人。", ""},
        {"入驻34家（比上年增加3家、减少1家），办件800余件（网上500件、现场200件）", ""},
    };
    EXPECT(given);
}

static void counts(void **state)
{
    static const struct given given[] = {
        {"编制了甲定、就业、婚姻、身后、用工、保障、审批、招投标10个主题", "L219@28 10个 → 8个"},
        {"设股室3个：办公室、业务股。", "L219@4 3个 → 2个"},
        {"与海南省、吉林省、浙江省等2省签订", "L219@14 2省 → 3省"},
        {"与海南省、吉林省、浙江省、广西壮族自治区、重庆市、北京市等6省签订", "L219@30 6省 → 6省（区、市）"},
        {"与海南省、吉林省、广西壮族自治区等8省15市签订", "L219@18 8省 → 8省（区）"},
        {"与海南省、吉林省、广西壮族自治区等8省（区）15市，与海南省、吉林省、重庆市等8省市签订", ""},
        {"海南省、吉林省、广西等8省，甲局、乙局、丙中心等3局", ""},
        {"甲、乙、丙、丁4个，与海南省、吉林省等8省签订，县、乡、村3级", ""},
        {"设股室3个：办公室、业务股和效能股。办理5件、8件、9件共3项", ""},
    };
    EXPECT(given);
}

static void values_are_checked_where_they_stand(void **state)
{
    struct world *w = *state;
    struct template *t = load_template(w, "");
    const struct facts *facts = load_facts(w, t, "[自定]\n甲 = 开支支的量\n");
    struct doc doc = {0};
    add_block(w, &doc, BLOCK_PARAGRAPH, 0, "见：", 1);
    const struct fact *fact = facts_find(facts, "自定.甲");
    assert_non_null(fact);
    *list_push(w->arena, &doc.blocks.items[0].runs) =
        (struct run){EL_BODY, fact->text, {.file = "a.txt", .line = 1, .column = 3}, fact};
    lint_run(w->arena, w->diag, facts, t, &doc);
    assert_string_equal(outcome(w), "L201@7 开支支 → 开支");
    assert_string_equal(found(w, DIAG_LINT_DOUBLED)->at.file, "report.ini");
    assert_int_equal(found(w, DIAG_LINT_DOUBLED)->at.line, 6);
}

static void templates_set_levels(void **state)
{
    struct world *w = *state;
    struct template *t = load_template(w, "[文字检查]\nL201 = 关闭\nL203 = 须说明\nL202 = 必改\nL999 = 提示\n");
    struct doc doc = {0};
    add_block(w, &doc, BLOCK_PARAGRAPH, 0, "开支支的量，政府政府", 1);
    lint_run(w->arena, w->diag, load_facts(w, t, ""), t, &doc);
    assert_null(found(w, DIAG_LINT_DOUBLED));
    assert_int_equal(found(w, DIAG_LINT_REPEATED)->level, DIAG_EXPLAIN);
    assert_string_equal(found(w, DIAG_LINT_REPEATED)->answer, "L203 「政府政府」 = ");
    assert_non_null(found(w, DIAG_TEMPLATE_VALUE));
    assert_non_null(found(w, DIAG_TEMPLATE_UNKNOWN));
    w->diag = diag_new(w->arena);
    lint_run(w->arena, w->diag, load_facts(w, t, ""), load_template(w, "[文字检查]\nL101 = 大概\n"), &doc);
    assert_string_equal(found(w, DIAG_TEMPLATE_VALUE)->detail, "L101 = 大概（关闭 | 提示 | 须说明）");
    assert_null(found(w, DIAG_TEMPLATE_UNKNOWN));
}

static void long_paragraphs_take_linear_time(void **state)
{
    static const char *const parts[] = {
        "共3项（甲1项、乙2项），", "《甲", "（一）", "政府政", "，其中1项", "1、", "资金金", "<甲"};
    struct world *w = *state;
    struct template *t = load_template(w, "");
    const struct facts *facts = load_facts(w, t, "");
    for (size_t k = 0; k < sizeof parts / sizeof *parts; k++) {
        struct buf text = buf_in(w->arena);
        while (text.n < 200000)
            buf_add(&text, parts[k]);
        struct doc doc = {0};
        add_block(w, &doc, BLOCK_PARAGRAPH, 2, buf_text(&text), 1);
        alarm(20);
        lint_run(w->arena, diag_new(w->arena), facts, t, &doc);
        alarm(0);
    }
}

/* -- corrections -- */

static const char *contents(const struct world *w, const char *file)
{
    char *data = NULL;
    size_t size;
    const char *error;
    os_read(w->arena, arena_printf(w->arena, "%s/%s", w->folder, file), &data, &size, &error);
    return data;
}

static size_t fix(struct world *w, const char **difference)
{
    struct text_names kept = {0};
    struct report_options options = {0};
    *list_push(w->arena, &options.templates) = "templates";
    struct report *report =
        report_load(w->arena, diag_new(w->arena), arena_printf(w->arena, "%s/r", w->folder), &options);
    return lint_fix(w->arena, w->diag, report->folder, report->ini->file, &report->edits, &kept, difference);
}

static const char report_ini[] = "[报告]\r\n模板 = minimal\r\n年度 = 2023\r\n单位 = 某局\r\n日期 = 2024-02-28\r\n"
                                 "[自定]\r\n热线名 = 热线线路,好\r\n";

static void corrections_touch_nothing_else(void **state)
{
    struct world *w = *state;
    const char *difference;
    mkdir(arena_printf(w->arena, "%s/r", w->folder), 0777);
    mkdir(arena_printf(w->arena, "%s/r/正文", w->folder), 0777);
    put(w, "r/report.ini", report_ini);
    const char *text = arena_printf(w->arena, "%s/r/正文/主要绩效.txt", w->folder), *error;
    static const char old[] = "\xEF\xBB\xBF资金金1,5项。\r\n（财预[2020]10号）截止5日，，好\r\n政府政府";
    assert_int_equal(os_write(text, old, sizeof old - 1, &error), OS_OK);
    assert_true(fix(w, &difference) > 3);
    assert_string_equal(contents(w, "r/正文/主要绩效.txt"),
                        "\xEF\xBB\xBF资金1,5项。\r\n（财预〔2020〕10号）截至5日，好\r\n政府政府");
    assert_string_equal(contents(w, "r/正文/主要绩效.txt.bak"), old);
    assert_non_null(strstr(contents(w, "r/report.ini"), "热线名 = 热线线路，好\r\n"));
    assert_non_null(strstr(
        difference, "--- 正文/主要绩效.txt\n+++ 正文/主要绩效.txt\n@@ -1 +1 @@\n-资金金1,5项。\n+资金1,5项。\n"));
    assert_int_equal(fix(w, &difference), 0);
    assert_string_equal(difference, "");
}

static void gbk_stays_gbk(void **state)
{
    struct world *w = *state;
    const char *difference, *error;
    mkdir(arena_printf(w->arena, "%s/r", w->folder), 0777);
    mkdir(arena_printf(w->arena, "%s/r/正文", w->folder), 0777);
    put(w, "r/report.ini", report_ini);
    const char *text = arena_printf(w->arena, "%s/r/正文/主要绩效.txt", w->folder);
    static const char old[] = "\xD7\xCA\xBD\xF0\xBD\xF0,\xBA\xC3"; /* 资金金,好 */
    assert_int_equal(os_write(text, old, sizeof old - 1, &error), OS_OK);
    assert_int_equal(os_write(arena_printf(w->arena, "%s.bak", text), "x", 1, &error), OS_OK);
    assert_true(fix(w, &difference) > 1);
    assert_string_equal(contents(w, "r/正文/主要绩效.txt"), "\xD7\xCA\xBD\xF0\xA3\xAC\xBA\xC3");
    assert_string_equal(contents(w, "r/正文/主要绩效.txt.bak"), "x");
    assert_string_equal(contents(w, "r/正文/主要绩效.txt.bak2"), old);
}

/* UTF-8 → the bytes of a file. */
static struct buf encoded(struct world *w, const char *to, const char *mark, size_t marks, const char *text)
{
    struct buf out = buf_in(w->arena);
    size_t left = strlen(text), room = 4 * left;
    char *from = arena_strdup(w->arena, text), *bytes = arena_alloc(w->arena, room), *end = bytes;
    iconv_t converter = iconv_open(to, "UTF-8");
    assert_true(converter != (iconv_t)-1);
    assert_int_equal(iconv(converter, &from, &left, &end, &room), 0);
    iconv_close(converter);
    buf_addn(&out, mark, marks);
    buf_addn(&out, bytes, (size_t)(end - bytes));
    return out;
}

/* In every encoding, with line ends of all kinds, marks and control characters within, and characters beyond the BMP.
 */
static void every_encoding_keeps_its_bytes(void **state)
{
    static const struct {
        const char *name, *mark;
        size_t marks;
    } cases[] = {{"UTF-8", "", 0},
                 {"UTF-8", "\xEF\xBB\xBF", 3},
                 {"UTF-16LE", "\xFF\xFE", 2},
                 {"UTF-16BE", "\xFE\xFF", 2},
                 {"GB18030", "", 0}};
    static const char old[] =
        "资金金,好\r\n截止5日，，㎡𠮷字\n\t 甲\uFEFF乙资金金\r政府政府\r\n\r\n甲\a乙资金金\a，，𠮷制度度",
                      right[] = "资金，好\r\n截至5日，㎡𠮷字\n\t 甲\uFEFF乙资金\r政府政府\r\n\r\n甲\a乙资金\a，𠮷制度";
    struct world *w = *state;
    const char *difference, *error;
    mkdir(arena_printf(w->arena, "%s/r", w->folder), 0777);
    mkdir(arena_printf(w->arena, "%s/r/正文", w->folder), 0777);
    put(w, "r/report.ini", report_ini);
    const char *path = arena_printf(w->arena, "%s/r/正文/主要绩效.txt", w->folder);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf was = encoded(w, cases[i].name, cases[i].mark, cases[i].marks, old);
        struct buf want = encoded(w, cases[i].name, cases[i].mark, cases[i].marks, right);
        char *bytes = NULL;
        size_t size = 0;
        assert_int_equal(os_write(path, was.s, was.n, &error), OS_OK);
        fix(w, &difference);
        assert_int_equal(os_read(w->arena, path, &bytes, &size, &error), OS_OK);
        if (size != want.n || memcmp(bytes, want.s, size))
            fail_msg("%s: %s", cases[i].name, difference);
    }
}

/* 𠮷 in the place of another: a pair of units in UTF-16. */
static void rare_characters_in_utf16(void **state)
{
    struct world *w = *state;
    struct lint_edit edit = {{.file = "report.ini", .line = 1, .column = 2}, "吉", "𠮷"};
    struct lint_edits edits = {&edit, 1, 1};
    struct text_names kept = {0};
    const char *difference, *error, *path = arena_printf(w->arena, "%s/report.ini", w->folder);
    struct buf was = encoded(w, "UTF-16LE", "\xFF\xFE", 2, "王吉"),
               want = encoded(w, "UTF-16LE", "\xFF\xFE", 2, "王𠮷");
    char *bytes = NULL;
    size_t size = 0;
    assert_int_equal(os_write(path, was.s, was.n, &error), OS_OK);
    assert_int_equal(lint_fix(w->arena, w->diag, w->folder, "report.ini", &edits, &kept, &difference), 1);
    assert_clean(w);
    assert_int_equal(os_read(w->arena, path, &bytes, &size, &error), OS_OK);
    assert_int_equal(size, want.n);
    assert_memory_equal(bytes, want.s, size);
}

static void templates_are_never_corrected(void **state)
{
    struct world *w = *state;
    struct lint_edit wrong[] = {{{.file = "minimal/report.txt", .line = 1, .column = 1}, "@", ""},
                                {{.file = "正文/../report.ini", .line = 1, .column = 1}, "[", ""},
                                {{.file = "report.ini", .line = 1, .column = 1}, "x", ""}};
    struct lint_edits edits = {wrong, 3, 3};
    struct text_names kept = {0};
    const char *difference;
    put(w, "report.ini", "[a]\n");
    assert_int_equal(lint_fix(w->arena, w->diag, w->folder, "report.ini", &edits, &kept, &difference), 0);
    assert_string_equal(contents(w, "report.ini"), "[a]\n");
    assert_string_equal(difference, "");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_open, world_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(doubled_characters),
        TEST(repeated_words),
        TEST(marks),
        TEST(titles),
        TEST(brackets),
        TEST(words),
        TEST(spaces),
        TEST(personal_numbers),
        TEST(numbers_in_order),
        TEST(numbers_across_paragraphs),
        TEST(units),
        TEST(sums),
        TEST(a_sum_of_very_many_parts),
        TEST(counts),
        TEST(values_are_checked_where_they_stand),
        TEST(templates_set_levels),
        TEST(long_paragraphs_take_linear_time),
        TEST(corrections_touch_nothing_else),
        TEST(gbk_stays_gbk),
        TEST(every_encoding_keeps_its_bytes),
        TEST(rare_characters_in_utf16),
        TEST(templates_are_never_corrected),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
