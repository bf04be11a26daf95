#!/usr/bin/env bash
# Draws the pictures of docs/pictures anew: the sample's first page, its annex 2, and that annex beside its workbook as
# LibreOffice prints it. usage: scripts/pictures.sh [ZIPING]      default: build/dev/ziping
# Exit: 0; 1 failed; 77 LibreOffice, PyMuPDF or the fonts are not here.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
ziping=$(realpath "${1:-$root/build/dev/ziping}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$root"
"$ziping" build samples/suining-2023 -o "$work/out" >/dev/null 2>"$work/log" || { cat "$work/log"; exit 1; }
tests/slow/xlsx_print.sh -p "$work/print" "$work"/out/附件2*.xlsx >"$work/log" || { status=$?; cat "$work/log"; exit $status; }
mkdir -p docs/pictures
/usr/bin/python3 - "$work"/out/*.pdf "$work/print/1.pdf" docs/pictures <<'PY'
import sys
import fitz

report, sheet, folder = fitz.open(sys.argv[1]), fitz.open(sys.argv[2]), sys.argv[3]
annex = next(p.number for p in report if p.get_text().lstrip().startswith("附件2"))
W, H = 595.276, 841.89
MARGIN = fitz.Rect(40, 70, -40, -50)  # white that a picture can do without


def draw(name, pages, dpi):
    """Pages side by side, as one grey picture."""
    paper = fitz.open()
    page = paper.new_page(width=W * len(pages), height=H)
    for i, (pdf, number) in enumerate(pages):
        page.show_pdf_page(fitz.Rect(i * W, 0, (i + 1) * W, H), pdf, number)
    seen = fitz.Rect(page.rect) + MARGIN
    page.get_pixmap(dpi=dpi, clip=seen, colorspace=fitz.csGRAY).save(f"{folder}/{name}.png")


draw("page1", [(report, 0)], 92)
draw("annex2", [(report, annex)], 100)
draw("annex2-pdf-xlsx", [(report, annex), (sheet, 0)], 80)
PY
ls -l docs/pictures
