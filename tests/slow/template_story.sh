#!/usr/bin/env bash
# template_story.sh ZIPING: what docs/模板手册.md tells, done: a county's template (heading, column, weight, band, font,
# orientation, the notice's table), preview, check, build; then a new report from last year's, filled in and built.
# Every edit and command is counted: fewer than 40 until the first build.
set -uo pipefail
ziping=$(realpath "$1")
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap '[ -n "${KEEP:-}" ] && cp -r "$work" "$KEEP"; rm -rf "$work"' EXIT
cd "$work" || exit 1
export ZIPING_LANG=zh LC_ALL=C.UTF-8 ZIPING_TEMPLATES=$root/templates ZIPING_FONTS=${ZIPING_FONTS:-$root/fonts}
steps=0
fail() { echo "FAILED: $*"; exit 1; }
run() { # a command that must succeed
    steps=$((steps + 1))
    "$ziping" "$@" >out.txt 2>err.txt || { cat err.txt; fail "ziping $*"; }
}
edit() { # an edit that must change the file
    steps=$((steps + 1))
    cp "$2" before.txt
    sed -i "$1" "$2"
    cmp -s before.txt "$2" && fail "nothing changed in $2: $1"
    return 0
}
append() { # file, text
    steps=$((steps + 1))
    printf '%s\n' "$2" >>"$1"
}
has() { grep -qF -- "$2" "$1" || { cat "$1"; fail "no \"$2\" in $1"; }; }

# 1 a template on top of hunan-2023
run template new 某县-2024 --from hunan-2023
t=模板/某县-2024
# 2 a heading of the narrative, a part more
run template show hunan-2023 report.txt
cp out.txt $t/report.txt
cmp -s out.txt "$root/templates/hunan-2023/report.txt" || fail "template show of one file"
edit 's/^七、存在的问题及原因分析/七、存在的主要问题/; s/^{{>存在问题}}/{{>培训情况}}\n&/' $t/report.txt
append $t/fields.ini '[正文 培训情况]
说明 = 写全年办了几期培训、多少人参加'
# 3 a column of annex 2 renamed and widened; a row of annex 1 that goes, with what it asks for
append $t/annex2.ini '[表]
字号 = 小五
列宽 = 15 17 17 31 17 17 11 16 19
[行]
行.500 = !!表头 绩效指标\n（{{总分.指标分值.带单位}}） | 一级指标 | 二级指标 | 三级指标 | 年度\n指标值 | 实际\n完成值 | 分值 | 得分 | 未完成原因分析'
append $t/annex1.ini '[行]
行.410 = -'
"$ziping" template check 某县-2024 >out.txt 2>err.txt
has out.txt '[表字段 经费] 行名 政府采购金额'
append $t/fields.ini '[表字段 经费]
行名 = 三公经费 | 公务用车购置和维护经费 | 公车购置 | 公车运行维护 | 出国经费 | 公务接待 | 项目支出 | 业务工作经费 | 运行维护经费 | 上级专项资金 | 公用经费 | 办公经费 | 水费、电费、差旅费 | 会议费、培训费 | 部门基本支出预算调整'
# 4 weights, 5 bands
edit 's/^# \[权重\]/[权重]/; s/^# 预算执行率 = 10分/预算执行率 = 20分/; s/^# 产出指标 = 50分/产出指标 = 40分/' $t/本年.ini
edit 's/^# \[等级\]/[等级]/; s/^# 优秀 = .*/优秀 = 总分.得分 >= 95/; s/^# 良好 = .*/良好 = 总分.得分 >= 80 并且 总分.得分 < 95/' $t/rules.ini
# grades of other names
edit 's/^\[等级\]/&\n优秀 = -\n良好 = -/; s/^优秀 = 总/优 = 总/; s/^良好 = 总/良 = 总/' $t/rules.ini
# 6 a font, 7 a size
edit 's/^# \[要素 副标题\]/[要素 副标题]/' $t/layout.ini
edit '/^\[要素 副标题\]/,/^# \[/ s/^# 字体 = .*/字体 = 仿宋/' $t/layout.ini
# 8 an annex across
append $t/template.ini '[附件 1]
方向 = 横向'
# 9 the notice's table: a form made in a spreadsheet program (here: our own annex, its figures taken out)
/usr/bin/python3 - "$root" "$ziping" <<'END' || fail "no form"
import glob, subprocess, sys
import openpyxl
root, ziping = sys.argv[1:]
subprocess.run([ziping, "build", f"{root}/samples/suining-2023", "--only", "xlsx", "-o", "forms", "-q"], check=True)
book = openpyxl.load_workbook(glob.glob("forms/附件1*.xlsx")[0])
for row in book.active.iter_rows():
    for cell in row:
        if isinstance(cell.value, (int, float)) or (isinstance(cell.value, str) and cell.value.startswith("=")):
            cell.value = None
book.active["A5"] = "部门经费控制情况（万元）"
book.save("通知附表.xlsx")
END
run template import-table 通知附表.xlsx -t 某县-2024 -o $t/annex3.ini
has $t/annex3.ini '{{经费.三公经费.上年决算}} | < | {{经费.三公经费.本年预算}}'
has $t/annex3.ini '{{报告.年度}}年决算数'
edit '/^# 待填：B22、D22、F22（政府采购金额）/d' $t/annex3.ini # this county leaves it blank
append $t/template.ini '[附件 3]
表 = annex3
标题 = 部门经费情况表
文件 = 附件3 部门经费情况表.xlsx
工作表 = 经费情况'
# 9 data of its own, with a total
append $t/fields.ini '[字段 资产.*]
类型 = 金额
单位 = 万元
小数 = 0-2
[字段 资产.房屋净值]
必填 = 是
[字段 资产.设备净值]
必填 = 是
[字段 资产.净值合计]
名称 = 固定资产净值合计
公式 = 资产.房屋净值 + 资产.设备净值'
append $t/annex1.ini '行.430 = !左 固定资产净值（万元） | 房屋 | {{资产.房屋净值}} | 设备 | {{资产.设备净值}} | 合计 | {{资产.净值合计}}'
append $t/fields.ini '[字段 资产.设备占比]
类型 = 百分比
单位 =
小数 = 2
公式 = if(资产.净值合计 = 0, 0, 资产.设备净值 / 资产.净值合计)
[表字段 资产明细]
键 = 资产
列 = 资产 | 数量 | 年初净值 | 年末净值
[字段 资产明细.*.数量]
类型 = 数量
[字段 资产明细.*.年初净值]
类型 = 金额
单位 = 万元
[字段 资产明细.*.年末净值]
类型 = 金额
单位 = 万元
[字段 资产合计.*]
类型 = 金额
单位 = 万元
[字段 资产合计.年初净值]
公式 = sum(资产明细.年初净值)
[字段 资产合计.年末净值]
公式 = sum(资产明细.年末净值)'
append $t/annex4.ini '[表]
列宽 = 12 60 20 32 32
单位行 = 单位：万元
重复表头 = 行.010
注.1 = 设备占固定资产的{{资产.设备占比}}。
[行]
行.010 = !!表头 序号 | 资产 | 数量 | 年初净值 | 年末净值
行.100 = *资产明细 {{序号}} | !左 {{资产}} | {{数量}} | {{年初净值}} | {{年末净值}}
行.900 = 合计 | < |  | {{资产合计.年初净值}} | {{资产合计.年末净值}}'
append $t/template.ini '[附件 4]
表 = annex4
标题 = {{报告.年度}}年度固定资产明细表
工作表 = 固定资产'
# 10 look at it, check it
run template check 某县-2024
grep -qv '^结论：模板可以用$' out.txt && { cat out.txt; fail "template check is not clean"; }
run template preview 某县-2024 -o 样张
[ -s err.txt ] && { cat err.txt; fail "the preview is not clean"; }
for file in 样张-栏目 样张-数字; do
    [ -s "样张/$file.pdf" ] && [ -s "样张/$file 附件3.xlsx" ] || fail "样张/$file"
done
pdftotext -layout 样张/样张-数字.pdf sample.txt || exit 1
has sample.txt 七、存在的主要问题
has sample.txt 部门经费情况表
pdftotext 样张/样张-栏目.pdf names.txt
has names.txt 〔报告.单位〕
"$ziping" template diff hunan-2023 某县-2024 >diff.txt 2>err.txt
[ $? -eq 1 ] || fail "template diff"
has diff.txt '+ 七、存在的主要问题'
has diff.txt '+ 预算执行率 = 20分'

# 11 a new report, what stays from last year's
run new 某局-2024 -t 某县-2024 --from "$root/samples/suining-2023"
has 某局-2024/report.ini '行 = 三公经费 | 1.5 |'
has 某局-2024/report.ini '行政编制 = 6'
has 某局-2024/正文/部门职能职责.txt 行政审批
has 某局-2024/正文/培训情况.txt 写全年办了几期培训
grep -q 政府采购金额 某局-2024/report.ini && fail "asked for a row that is gone"
"$ziping" check 某局-2024 >err.txt 2>&1 && fail "a blank report may not pass"
has err.txt 'C101'
# 12 filled in: what a clerk types
steps=$((steps + 1))
/usr/bin/python3 - <<'END'
import re
path = "某局-2024/report.ini"
values = {"年度": "2024", "日期": "2025-02-28", "通知名称": "关于开展自评的通知", "通知文号": "某财绩〔2025〕1号",
          "人员经费": "180.47", "公用经费": "405.16", "业务工作经费": "333.61", "运行维护经费": "0", "上级专项资金": "0",
          "年初预算数": "919.24", "全年预算数": "919.24", "全年执行数": "919.24", "一般公共预算": "919.24",
          "上年结转": "0", "政府性基金": "0", "专户非税收入": "0", "其他资金": "0",
          "房屋净值": "100", "设备净值": "23.5", "基本支出": "585.63", "项目支出": "333.61", "年初目标": "完成全年任务。", "完成情况": "全部完成。"}
rows = {"三公经费": "1.5 | 1.5 | 1.5", "公务接待": "1.5 | 1.5 | 1.5", "项目支出": "333.61 | 333.61 | 333.61",
        "业务工作经费": "333.61 | 333.61 | 333.61", "公用经费": "405.16 | 405.16 | 405.16",
        "办公经费": "11.23 | 11.23 | 11.23", "水费、电费、差旅费": "35.67 | 35.67 | 35.67"}
out, section = [], ""
for line in open(path, encoding="utf-8"):
    head = re.match(r"\[(.*)\]", line)
    section = head.group(1) if head else section
    key = re.match(r"([^#=]+?) =\s*$", line)
    row = re.match(r"行 = ([^|]+?) \|", line)
    if key and key.group(1) in values:
        line = f"{key.group(1)} = {values[key.group(1)]}\n"
    elif row and section == "经费":
        line = f"行 = {row.group(1)} | {rows.get(row.group(1), '0 | 0 | 0')}\n"
    elif row and section == "专项资金":
        continue
    elif line.startswith("列 = 资产"):
        line += "行 = 办公楼 | 1 | 110 | 100\n行 = 计算机 | 20 | 20 | 23.5\n"
    elif line.startswith("列 = 一级指标"):
        line += ("行 = 产出指标 | 数量指标 | 公开主题活动 | ≥30次 | 50次 | 20 | 20 | 群众需求多\n"
                 "行 = | 质量指标 | 办结率 | 100% | 100% | 20 | 20 |\n"
                 "行 = 效益指标 | 社会效益指标 | 服务水平 | 提升 | 提升 | 30 | 30 |\n"
                 "行 = 满意度指标 | 服务对象满意度指标 | 群众满意度 | ≥98% | 99% | 10 | 10 |\n")
    out.append(line)
open(path, "w", encoding="utf-8").writelines(out)
END
for part in 培训情况 主要绩效 存在问题 改进措施 业务工作经费用途 上级专项资金用途; do
    [ -f 某局-2024/正文/$part.txt ] && append 某局-2024/正文/$part.txt "用于日常工作。"
done
run build 某局-2024
ls 某局-2024/out/*.pdf >/dev/null || fail "no PDF"
[ "$(find 某局-2024/out -name '*.xlsx' | wc -l)" = 4 ] || fail "not four annexes"
pdftotext -layout 某局-2024/out/*报告.pdf report.txt
has report.txt 2024年度部门整体支出绩效自评报告
has report.txt 未完成
has report.txt 123.5 # 合计 of rows that the office adds
has report.txt 设备占固定资产的19.03%
made=$steps
# 13 the next year
run template new 某县-2025 --from 某县-2024
"$ziping" template diff 某县-2024 某县-2025 >diff.txt
[ "$(grep -c '^[-+]' diff.txt)" = 4 ] || { cat diff.txt; fail "a new year differs by its name alone"; }
run new 某局-2025 -t 某县-2025 --from 某局-2024
has 某局-2025/report.ini '行 = 三公经费 | 1.5 |'
steps=$made
echo "$steps edits and commands"
[ "$steps" -lt 40 ] || fail "$steps steps"
