/* clang-format off */
/* X(name, more in Chinese, in English): what `ziping explain` adds to a code's fixed texts: why it matters, an example.
 * Not every code needs it. */
X(REQUIRED, "附表和正文要用到这一项。没有发生的金额填0；例：离休人数 = 0。",
  "the annexes or the narrative need it; an amount that did not occur is 0.")
X(COULD_FILL, "写了名称、等号后空着，就照空着输出；删去整行，程序按公式计算。例：删去“控制率 =”，打印93.75%。",
  "a name with nothing behind = prints as blank; delete the whole line to have it computed.")
X(FORMULA_DIFFERS, "这一项可以由别的数算出，填的数与算出的不同。多半是改了一个数、忘了改合计。删去这一行，合计总是对的。",
  "the entry follows from others; a total typed by hand easily stays behind when a part is changed.")
X(NOT_A_NUMBER, "只写数和单位，不写“约”“左右”，不写文字。例：1804700元、180.47、93.75%。",
  "write digits and a unit only, no words.")
X(BAD_UNIT, "金额可用元、千元、万元、亿元，自动换算；其他单位要与模板规定的相同。例：人数写6或6人，不写6名。",
  "元 千元 万元 亿元 are converted; any other unit must be the field's own.")
X(BLANK_IN_TEXT, "正文里的 {{名称}} 没有数可印。填上这一项；确实没有的，正文改用 {{#名称}}…{{/名称}} 判断。",
  "a placeholder has nothing to print: fill the entry in, or test it with a section.")
X(ROW_CELLS, "每行的格数要与“列”一行相同，用 | 隔开，空格也要占一格。例：列有4格时，行 = 公务接待 | 0.33 | 1.5 | 1.5。",
  "each row has as many cells as 列, cut by |; an empty cell takes its place too.")
X(RULE, "模板里的一条审核规则不成立。〔〕里先写规则名，用 ziping explain 规则名 看这条规则的依据和例子。"
        "必改的须改正；须说明的改正，或在[审核说明]中写明原因。",
  "a rule of the template does not hold; ziping explain RULE shows its source and examples.")
X(RULE_UNTESTABLE, "规则要比较的数有空着的，没法核对。没有发生的填0，规则就能核对。",
  "an entry that the rule compares is blank; write 0 for what did not occur.")
X(BAND_GAP, "每个得分只能属于一个等级。例：优 >= 90；良 >= 80 并且 < 90。用 ziping template check 模板名 逐个界限试。",
  "each score belongs to exactly one band; ziping template check tries every bound.")
X(RULES_TOO_MANY, "模板的规则和数据的行数相乘太大。请减少规则，或不要在逐行的规则里再对整列求和。",
  "rules times rows is too much work: avoid sums over whole columns in rules for each row.")
X(EXPLAIN_UNMATCHED, "[审核说明]的每一行对应一个问题：规则名、数据项、[数字]。问题改正后，这一行就没有用了，请删去。",
  "each line of [审核说明] answers one finding; when that is gone, the line should go too.")
X(EXPLAIN_LAPSED, "说明只对写下的那几个数字有效，免得数字改了、旧的说明还在。请按提示给出的新行重写，并核对原因是否还成立。",
  "an explanation holds for the figures it names; write it anew and see whether the reason still holds.")
X(EXPLAIN_ERROR, "合计不等、得分超过分值这类问题没有说得通的原因，只能改正。",
  "a sum that is wrong or a score above its points has no explanation: correct it.")
X(ALIAS_DIFFERS, "正文里手写的数紧接在数据项的名称后面，与同名的哪一项都不同，印出来就自相矛盾。[别名]把别的叫法和数据项"
                 "连起来。例：满意率98% 与 98.35%。改用 {{名称}} 引用，就不会再错。",
  "a figure typed behind an entry's name, or behind a name that [别名] ties to one; quote it with {{name}} instead.")
X(LABEL_DIFFERS, "同一项在附表里叫“上级专项资金”，正文里叫“专项资金”，看的人会当成两项。",
  "one entry under two names looks like two entries.")
X(FIGURE_TYPED, "手写的数不会跟着数据改。例：405.16万元写成 {{一般公共.公用经费}}。只看三位以上的金额和百分比。",
  "a typed figure does not follow the data; asked of amounts and percentages of three digits and more.")
X(COPIED, "[报告]写了“上年”才核对。四十个字以上的段落逐字比较；模板里写明沿用的正文、引用数据的段落不比。",
  "asked if 上年 names last year's report; texts marked 沿用 and paragraphs that quote an entry are left out.")
X(SAME_FIGURE, "[报告]写了“上年”才核对。两年的金额到小数都一样，多半是沿用上年的文件忘了改。",
  "two years' amounts that agree to the last digit are most often last year's file.")
X(ROW_HALF, "逐行填的表（专项、指标、机构）里，同一类数（如万元）有的填了、有的空着，或者别的行都填了、这一行空着。"
            "模板里写明“必填 = 否”的列可以空着；写明“必填 = 是”的，空着就是 C101。",
  "of columns of one kind the row has some and lacks others, or lacks what other rows have; 必填 = 否 allows blanks.")
X(RULE_EXAMPLE, "例应当合规，反例应当不合规。写法：名称 = 值，用分号隔开；逐行的规则用 本行.列名。",
  "例 must hold and 反例 must not; write name = value; …, and 本行.COLUMN for rules with 逐行.")
X(RULE_NEVER, "条件里没有数据项，对每份报告都是同一个结果。", "the condition mentions no entry, so it says the same of every report.")
X(BANDS, "在0到100之间逐个界限试过。例：优 > 90、良 < 90，90分就落不进任何一等。",
  "tried at every bound from 0 to 100; with 优 > 90 and 良 < 90 a score of 90 has no band.")
X(EXPR_UNKNOWN, "公式或规则里用了没有的名称。名称要写全，例：决算.基本支出。", "names are written in full, section and entry.")
X(EXPR_UNIT, "例：万元与人不能相加、相乘；万元除以人是万元/人。万元与元不能直接加减乘除，先统一单位。",
  "万元 and 人 cannot be added; 万元 divided by 人 is 万元/人.")
X(EXPR_CYCLE, "例：合计用到分项，分项又用到合计。", "a total that needs a part that needs the total.")
X(EXPR_DIV_ZERO, "例：上年数是0，算不出增长率。模板可用 if(上年数 = 0, 0, …) 写明这时得几，规则可用“适用”排除：适用 = 上年数 > 0；一定不能是0的，模板里写一条规则。",
  "exclude it in a rule with 适用.")
X(PROSE_NUMBER, "标题和段落的编号由程序编排，层次按一、（一）1.（1）。", "numbers are computed, in the forms of the standard.")
X(INI_UNKNOWN_KEY, "多半是名称写错了一个字；自己的内容放到[自定]节，正文用 {{自定.名称}} 引用。",
  "most often a slip of one character; entries of your own belong under [自定].")
