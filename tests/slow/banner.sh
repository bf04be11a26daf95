#!/bin/sh
# banner.sh ZIPING: a report with 版头 and 版记 (GB/T 9704-2012 7.2, 7.4). Its red is RGB, which PDF/A-1b allows only
# under a fitting OutputIntent: preflight takes the PDF; layout.py finds the page right; mark, number and imprint stand where
# and in the colour they should.
set -eu
ziping=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
/usr/bin/python3 tests/slow/layout_generate.py "$folder/red" 40 7
printf '%s\n' '[版头]' '发文机关标志 = 某县某局文件' '发文字号 = 某局发〔2025〕12号' '[版记]' '抄送 = 抄送：某县财政局，某县审计局。' \
    '印发机关 = 某县某局办公室' '印发日期 = 2025年2月28日印发' >"$folder/red/模板/generated/layout.ini"
"$ziping" build "$folder/red" -o "$folder/out" --fonts fonts --templates templates -q
/usr/bin/python3 tests/slow/layout.py "$folder/out/generated.pdf"
/usr/bin/python3 - "$folder/out/generated.pdf" <<'END'
import sys
try:
    import fitz
except ImportError:
    import pymupdf as fitz
MM = 72 / 25.4
doc = fitz.open(sys.argv[1])


def spans(page):
    return [s for b in page.get_text("dict")["blocks"] for l in b.get("lines", []) for s in l["spans"]]


first = spans(doc[0])
mark = next(s for s in first if s["text"] == "某县某局文件")
assert mark["color"] == 0xFF0000, hex(mark["color"])
top = mark["origin"][1] - 0.86 * mark["size"]
assert abs(top - (37 + 35) * MM) < 1 * MM, f"mark's top at {top / MM:.1f} mm, not 72 (7.2.4)"
number = next(s for s in first if "〔2025〕12号" in s["text"])
assert number["color"] == 0, hex(number["color"])
red = [d for d in doc[0].get_drawings() if d["color"] == (1, 0, 0)]
assert len(red) == 1 and abs(red[0]["rect"].width - 156 * MM) < 1, red
below = (red[0]["rect"].y0 - number["origin"][1] - 0.14 * number["size"]) / MM
assert abs(below - 4) < 0.5, f"red rule {below:.1f} mm below the number (7.2.7)"
last = doc[len(doc) - 1]
words = last.get_text()
assert "抄送：某县财政局" in words and "2025年2月28日印发" in words, words
bottom = max(d["rect"].y1 for d in last.get_drawings())
assert abs(bottom - 262 * MM) < 0.5 * MM, f"last rule at {bottom / MM:.1f} mm (7.4.1)"
print("mark red, 35 mm below the text area's top; red rule 4 mm below the number; imprint at the text area's bottom")
END
tests/slow/pdf_archive.sh "$folder/out/generated.pdf"
