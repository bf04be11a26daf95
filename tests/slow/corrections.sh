#!/usr/bin/env bash
# corrections.sh ZIPING: the story of a correction. Build, nothing to do, correct a figure, see what changes and where it
# is printed (checked against the PDF's own coordinates and the workbook), build again, keep the earlier issue, tamper,
# answer the bureau. Prints what a build with nothing to do costs.
set -euo pipefail
. "$(dirname "$0")/story.sh"
sums() { (cd "$1" && find . -type f ! -name '.*' | sort | xargs -d '\n' sha256sum); }

echo "-- build, then nothing to do"
cp -r "$root/samples/suining-2023" a
build a
grep -vF '重新生成' err >first || true
[ -f a/out/build.ini ] || fail "no build.ini"
cp out first.out
before=$(stat -c '%Y.%y %n' a/out/*)
build a
says 没有变化
diff first.out out || fail "other paths"
diff <(grep -v 没有变化 err) first || fail "other findings"
[ "$before" = "$(stat -c '%Y.%y %n' a/out/*)" ] || fail "outputs were touched"
build a --verify
says 没有变化
touch a/report.ini a/正文/*.txt
build a
says 没有变化
mv a b && build b && says 没有变化 && mv b a
"$ziping" diff a >diff.txt && [ ! -s diff.txt ] || fail "differs from itself"

echo "-- the same build elsewhere gives the same build.ini"
cp -r "$root/samples/suining-2023" "别处 c"
build "别处 c"
diff <(sums a/out) <(sums "别处 c/out")

echo "-- lines are where build.ini says, in every sample"
for sample in "$root"/samples/*/; do
    name=sample-$(basename "$sample")
    cp -r "$sample" "$name"
    "$ziping" build -q "$name" >/dev/null 2>&1 || true
    /usr/bin/python3 "$root/tests/slow/printed_lines.py" "$name/out" || fail "lines of $name"
done

echo "-- correct a figure and a sentence"
cp -r a old
sed -i 's/^公用经费 = 405.16/公用经费 = 405.26/' a/report.ini
sed -i '1s/科学测算/科学预测/' a/正文/存在问题.txt
code=0; "$ziping" diff old a >diff.txt 2>err || code=$?
[ $code = 1 ] || { cat err; fail "diff exits $code"; }
grep -qF '一般公共.公用经费（公用经费）：405.16万元 → 405.26万元' diff.txt || { cat diff.txt; fail "no such change"; }
grep -qF '一般公共.基本支出' diff.txt || fail "the sum is not among the changes"
grep -qF '[-测算-]' diff.txt && grep -qF '{+预测+}' diff.txt || { cat diff.txt; fail "no marks in the sentence"; }
grep -q '^新出现：' diff.txt || fail "no new finding"
code=0; "$ziping" diff a --format json >diff.json || code=$?
[ $code = 1 ] || fail "diff against build.ini exits $code"
code=0; "$ziping" diff old a --format json >diff2.json || code=$?
/usr/bin/python3 - <<'P' || fail "build.ini and the report it came from say different things"
import json
a, b = json.load(open("diff.json")), json.load(open("diff2.json"))
for x in (a, b):
    x.pop("old")
assert a == b
P

echo "-- a correction that can be sent: build again, keep what was there"
cp old/report.ini a/report.ini
sed -i 's/^退休人数 = 2$/退休人数 = 3/; s/\(办事群众满意度.*\)| 99% |/\1| 98.9% |/' a/report.ini
sed -i '1s/填报率和发布率均100%/填报率与发布率均100%/' a/正文/主要绩效.txt # the end of a paragraph of three pages
"$ziping" diff a --format json >diff.json || true
"$ziping" diff a -o 更正说明.pdf >diff.txt 2>err || true
sums a/out >before
build a --keep
says '重新生成：report.ini 已改'
says '原有成果留在：a/out/旧版/1'
diff <(sed 's/ \.\// /' before) <(sums a/out/旧版/1 | sed 's/ \.\// /') || fail "what was kept is not what there was"
grep -q '第5页第8行（正文/主要绩效.txt:1）' diff.txt || { cat diff.txt; fail "not where the words are"; }
grep -c 退休人数 diff.txt >/dev/null || fail "no change in the text"
/usr/bin/python3 "$root/tests/slow/corrections_places.py" diff.json a/out || fail "places"
pdftotext -layout 更正说明.pdf - | tee gz.txt
for word in 更正说明 退休人数 2人 3人 98.9% 绥宁县行政审批服务局; do
    grep -qF "$word" gz.txt || fail "the note of correction does not say $word"
done
[ "$(pdfinfo 更正说明.pdf | awk '/^Pages/{print $2}')" = 1 ] || fail "more than one page"
qpdf --check 更正说明.pdf >/dev/null || fail "qpdf"
"$ziping" diff a/out/旧版/1 a/out --format json >again.json || true
diff <(grep -o '"facts".*"paragraphs"' diff.json) <(grep -o '"facts".*"paragraphs"' again.json) || fail "two build.ini differ otherwise"

echo "-- the note of correction: in the order of the report, by a template of one's own"
cp -r old new
sed -i 's/^退休人数 = 2$/退休人数 = 3/' new/report.ini
sed -i '1s/科学测算/科学预测/' new/正文/存在问题.txt
sed -i '/^行 = .*××专项资金/d' new/report.ini
printf '[自定]\n更正原因 = 因填报有误\n更正主送 = 县财政局\n' >>new/report.ini
mkdir -p new/模板/本局更正 new/模板/本局
printf '[模板]\n名称 = 本局更正\n版本 = 1\n格式 = 1\n继承 = gengzheng\n' >new/模板/本局更正/template.ini
sed 's/“{某处}”的文字/{某处}部分/' "$root/templates/gengzheng/更正.ini" >new/模板/本局更正/更正.ini
"$ziping" diff old new -o gz.pdf >/dev/null 2>err || true
pdftotext -raw gz.pdf gz.txt
grep -q 还不能报送 err && fail "a report that can be sent is called one that cannot"
says '更正说明：gz.pdf，列出'
for word in 县财政局： 因填报有误，有 “存在问题”的文字 原报告第 “附件1”的表格行××专项资金 行（附件1）; do
    tr -d ' \n' <gz.txt | grep -q "$word" || { cat gz.txt; fail "the note of correction does not say $word"; }
done
grep -oE '第[0-9]+页' gz.txt | tr -dc '0-9\n' >pages
diff pages <(sort -n pages) || { cat gz.txt; fail "not in the order of the report"; }
printf '[模板]\n名称 = 本局\n版本 = 1\n格式 = 1\n继承 = suining-2023\n' >new/模板/本局/template.ini
printf '[用语]\n更正说明 = 本局更正\n' >new/模板/本局/layout.ini
sed -i 's/^模板 = .*/模板 = 本局/' new/report.ini
"$ziping" diff old new -o gz.pdf >/dev/null 2>err || true
pdftotext gz.pdf - | tr -d ' \n' | grep -q 存在问题部分 || fail "not the template of one's own"
cp -r old new2
rm -f gz.pdf
sed -i '/^\[审核说明\]/a R0 无此项 = 无' new2/report.ini
"$ziping" diff old new2 -o gz.pdf >/dev/null 2>err || true
[ ! -e gz.pdf ] || fail "a note of correction of nothing"

cp -r old new3
sed -i 's/^年度 = 2023/年度 = 2022/; s/^公用经费 = 405.16/公用经费 = 405.26/' new3/report.ini
"$ziping" diff old new3 -o gz.pdf >/dev/null 2>err || true
says '改正后的报告还不能报送（'
pdftotext gz.pdf - | tr -d ' \n' | grep -q '报送的《2023年度部门整体' || fail "not the title of what was handed in"
"$ziping" diff old new >diff.txt || true
grep -q '^文字：原报告第' diff.txt && grep -q '^    原报告第' diff.txt || { cat diff.txt; fail "places of the old report"; }
cp -r old new4
sed -i '2d; s/^3、/2、/; s/^4、/3、/; s/^5、/4、/; s/^6、/5、/; s/^7、/6、/' new4/正文/改进措施.txt
"$ziping" diff old new4 -o gz.pdf >/dev/null 2>err || true
says '列出2项' # the measure that went, and the other numbers
pdftotext -layout gz.pdf gz.txt
grep -q '2.加强“三公”经' gz.txt && grep -q '“改进措施”的序号\|3.；4.；5.；6.；7.' gz.txt || { cat gz.txt; fail "a measure less"; }
cp -r "$root/samples/xiangmu-zipingbiao" xm
cp -r xm xm2
mv "xm2/项目/03 河湖长制工作.ini" "xm2/项目/03 河湖长制管护工作.ini"
sed -i 's/| 45 | 40 | 38.2/| 45 | 40 | 38.5/; s/1.26万人次 | 15 | 15/1.27万人次 | 15 | 15/' xm2/项目/03*
"$ziping" diff xm xm2 -o gz.pdf >/dev/null 2>err || true
pdftotext -layout gz.pdf - | tr -d ' \n' >gz.txt
grep -q '（总分）' gz.txt && grep -q '（预算）' gz.txt || fail "two items of one name"
says '列出10项' # the name, two figures, and what follows from them
cp -r "$root/samples/chongqing-zhengti" cq
cp -r cq cq2
sed -i '0,/1.28万条/s//1.29万条/' cq2/report.ini
"$ziping" diff cq cq2 -o gz.pdf >diff.txt 2>err || true
pdftotext gz.pdf - | tr -d ' \n' | grep -q '关于2021年度部门整体绩效自评情况的报告》' || fail "half a title"

echo "-- put back, built again: byte for byte the first"
cp old/report.ini a/report.ini
cp old/正文/* a/正文/
build a
(cd a/out && grep -v 旧版 ../../before | sha256sum -c --quiet) || fail "not the same bytes"

echo "-- tampered with"
printf x >>"a/out/$(cd a/out && ls | grep 附件1)"
build a; says '成果 附件1'; says 已改
rm "a/out/$(cd a/out && ls | grep 附件2)"
build a; says 不在了
size=$(stat -c %s a/out/build.ini)
printf Y | dd of=a/out/build.ini bs=1 seek=$((size / 2)) conv=notrunc 2>/dev/null
build a; says 'build.ini 已改'
printf Y | dd of="$(ls a/out/*.pdf)" bs=1 seek=5000 conv=notrunc 2>/dev/null
build a --verify; says '已改'
(cd a/out && grep -v 旧版 ../../before | sha256sum -c --quiet) || fail "not repaired"
build a -t hunan-2023; says '选项 -t 已改'
build a; says '-t 已改'

echo "-- --only: never files of different figures side by side"
build a --only pdf; says 没有变化
(cd a/out && grep -v 旧版 ../../before | sha256sum -c --quiet) || fail "--only touched what is right"
sed -i 's/^退休人数 = 2$/退休人数 = 3/' a/report.ini
build a --only pdf --keep; says '已移去：附件1'
[ -z "$(find a/out -maxdepth 1 -name '*.xlsx')" ] || fail "workbooks of earlier figures beside the new report"
ls a/out/旧版/*/附件1* >/dev/null || fail "not kept"
build a --only pdf; says 没有变化
build a --only xlsx; says '--only 已改'
[ "$(find a/out -maxdepth 1 -name '*.pdf' -o -maxdepth 1 -name '*.xlsx' | wc -l)" = 3 ] || fail "not complete"
build a; says 没有变化
cp old/report.ini a/report.ini
build a --only xlsx -q; says '已移去'
build a
(cd a/out && grep -v 旧版 ../../before | sha256sum -c --quiet) || fail "not the same bytes after --only"
rm -r a/out/旧版/2
echo >>a/正文/新.txt
build a; says 增减
rm a/正文/新.txt
build a
cp -r "$root/templates" templates && ZIPING_TEMPLATES=$work/templates build a -q && echo '# x' >>templates/hunan-2023/rules.ini
ZIPING_TEMPLATES=$work/templates build a; says 'rules.ini 已改'
ZIPING_TEMPLATES=$work/templates build a; says 没有变化

echo "-- errors leave the issue alone, and with them away nothing has changed but the proof copy"
build a
sums a/out >before
sed -i 's/^年度 = 2023/年度 = x/' a/report.ini
code=0; "$ziping" build a >/dev/null 2>err || code=$?
[ $code = 1 ] || fail "an error exits $code"
cp old/report.ini a/report.ini
build a
diff before <(sums a/out) || fail "outputs changed"
build a; says 没有变化

echo "-- the bureau sends it back"
printf '[意见 1]\n位置 = 人员.退休人数\n要求 = 核对\n[意见 2]\n位置 = 正文/存在问题.txt\n要求 = 写具体\n' >a/退回意见.ini
code=0; "$ziping" check a >err 2>&1 || code=$?
[ $code = 1 ] && [ "$(grep -c 未改 err)" = 2 ] || { cat err; fail "open items"; }
sed -i 's/^退休人数 = 2$/退休人数 = 3/; /^\[审核说明\]/a 意见2 正文/存在问题.txt = 原文如此' a/report.ini
"$ziping" check a >err 2>&1 || { grep 退回 err; fail "answered items"; }
grep -q '提示：退回意见：已改：意见1' err && grep -q '已说明：退回意见：未改：意见2' err || { grep 退回 err; fail "states"; }
build a
says '原有成果留在'
"$ziping" check a >err 2>&1
grep -q '提示：退回意见：已改：意见1' err || fail "forgotten after the build"
build a; says 没有变化

echo "-- places on the page: what nobody changed is marked where it is printed"
cp -r old c
build c
printf '[意见 1]\n位置 = 附件1 F11\n要求 = 核对\n[意见 2]\n位置 = 第2页第19行\n要求 = 写具体\n[意见 3]\n位置 = 第2页第99行\n' >c/退回意见.ini
sed -i 's/^公用经费 = 405.16/公用经费 = 405.26/' c/report.ini # quoted in the paragraph of the second
code=0; "$ziping" build c >out 2>err || code=$?
[ $code = 1 ] || fail "open items: $code"
says '未改：意见1 附件1 F11'; says '（另见 report.ini:'
says '未改：意见2 第2页第19行'; says '（另见 正文/公用经费用途.txt:1:45）'
says '位置找不到：意见3 第2页第99行'
pdftotext -raw c/out/审核稿.pdf - | tr -d ' \n' >text
grep -q '（第11页）退回意见.ini:1:1' text && grep -q '（第2页）退回意见.ini:4:1' text || fail "not marked on their pages"

echo "-- trouble"
for args in "nowhere" "a nowhere" "old/正文"; do
    code=0; "$ziping" diff $args >/dev/null 2>&1 || code=$?
    [ $code -ge 2 ] || fail "diff $args exits $code"
done
code=0; "$ziping" diff old a -o /nowhere/x.pdf >/dev/null 2>&1 || code=$?
[ $code = 3 ] || fail "an unwritable note exits $code"

echo "-- what nothing to do costs"
/usr/bin/python3 - "$ziping" <<'P'
import resource, statistics, subprocess, sys, time
def cost(*args):
    walls, before = [], resource.getrusage(resource.RUSAGE_CHILDREN)
    for _ in range(20):
        start = time.perf_counter()
        subprocess.run([sys.argv[1], *args], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
        walls.append(time.perf_counter() - start)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / 20
    print(f"{' '.join(args):20} {1000 * statistics.median(walls):6.2f} ms elapsed, {1000 * cpu:6.2f} ms CPU")
cost("--version")
cost("build", "-q", "a")
P
echo ok
