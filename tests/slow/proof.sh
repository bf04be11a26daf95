#!/usr/bin/env bash
# The proof copy of a report with planted mistakes: every mark lies on its words, the list is at the end, what an earlier
# run left is untouched; a clean build takes an old proof copy away, --proof keeps one beside the clean copy.
# usage: proof.sh ZIPING
# Exit: 0; 1 something is wrong; 2 wrong use; 77 PyMuPDF is not here.
set -uo pipefail
[ $# -eq 1 ] || { sed -n '2,5p' "$0" >&2; exit 2; }
ziping=$(realpath "$1")
here=$(cd "$(dirname "$0")" && pwd)
/usr/bin/python3 -c 'import fitz' 2>/dev/null || { echo "no fitz: skipped"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export ZIPING_LANG=zh ZIPING_TEMPLATES=$here/../../templates ZIPING_FONTS=$here/../../fonts
cp -r "$here/../../samples/minimal" "$work/report"
cd "$work" || exit 1
bad=0
fail() { echo "FAILED: $*"; bad=1; }
state() { find report/out -type f ! -name "审核稿*" ! -name ".*" -print0 | sort -z | xargs -0 sha256sum; }

"$ziping" build report -q >/dev/null 2>&1 || fail "the sample does not build"
[ -e report/out/审核稿.pdf ] && fail "a proof copy nobody asked for"
clean=$(state)

sed -i 's/98.35% | 10 | 9 |/98.35% | 12 | 9 |/; s/^日期.*/&\n曰期 = 1/' report/report.ini
printf '%s\n' '各项工作稳步推进，群众满意度度提高，，详见附件。' >>report/正文/主要绩效.txt
"$ziping" build report >said.out 2>said.err
[ $? = 1 ] || fail "mistakes, but exit code $?"
grep -q '审核稿.pdf' said.out || fail "the proof copy is not named"
[ "$clean" = "$(state)" ] || fail "earlier outputs were touched"
cat >wanted <<'W'
C301 102
C301 9
L201 意度度
L202 高，，详
L101 满意率98%
L101 98.35%
W
/usr/bin/python3 "$here/proof.py" report/out/审核稿.pdf wanted >marks || { fail "marks"; cat marks said.err; }
pages=$(pdfinfo report/out/审核稿.pdf | awk '/^Pages:/ { print $2 }')
before=$(pdfinfo report/out/*报告.pdf | awk '/^Pages:/ { print $2 }')
[ "$pages" -gt "$before" ] || fail "no list at the end"
pdftotext -f $((before + 1)) report/out/审核稿.pdf list
for words in 审核意见 还不能报送 必改 须说明 曰期 第2页 "—$pages—"; do
    tr -d " " <list | grep -q -- "$words" || fail "no $words in the list"
done
[ "$(grep -c 审核稿 <(pdftotext report/out/审核稿.pdf -))" -ge "$pages" ] || fail "not every page is marked"
grep -aq pdfaid report/out/审核稿.pdf && fail "the proof copy claims to be PDF/A"
grep -aq pdfaid report/out/*报告.pdf || fail "the clean copy does not claim to be PDF/A"
qpdf --check report/out/审核稿.pdf >qpdf.out 2>&1 || { fail "qpdf"; cat qpdf.out; }
/usr/bin/python3 - report/out/审核稿-附件*.xlsx <<'P' || fail "comments in the workbook"
import sys
from openpyxl import load_workbook
sheet = load_workbook(sys.argv[1]).worksheets[0]
notes = {str(c.value): c.comment.text for row in sheet.iter_rows() for c in row if c.comment}
for value, code in (("=SUM(D7:D9)", "R1 C301"), ("9", "R13 C301"), ("0.9835", "L101")):
    if code not in notes.get(value, ""):
        sys.exit(f"no note {code} on {value}: {notes}")
P
# the judge can say no
echo 'L201 没有的字' >>wanted
/usr/bin/python3 "$here/proof.py" report/out/审核稿.pdf wanted >/dev/null 2>&1 && fail "a missing mark was not noticed"

cp "$here"/../../samples/minimal/report.ini report/
cp "$here"/../../samples/minimal/正文/主要绩效.txt report/正文/
"$ziping" build report -q --proof >/dev/null 2>&1 || fail "--proof"
[ -e report/out/审核稿.pdf ] || fail "--proof wrote none"
[ "$clean" = "$(state)" ] || fail "the clean copy differs beside a proof copy"
"$ziping" build report -q >/dev/null 2>&1
[ -z "$(find report/out -name '审核稿*')" ] || fail "the proof copy outlived a clean build"
exit $bad
