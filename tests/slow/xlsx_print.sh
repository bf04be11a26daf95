#!/usr/bin/env bash
# Prints annex workbooks through LibreOffice and measures the pages.
# usage: xlsx_print.sh [-p DIR] [-n PAGES] FILE.xlsx...      -p: keep PDF and PNG there; -n: pages each must have
# Fonts: the free faces stand for the official ones through a private fontconfig; they are looked for in $ZIPING_FONTS,
# fonts/ of the repository and the cache of get-fonts.sh.
# Exit: 0; 1 wrong measure; 2 wrong use; 77 LibreOffice, PyMuPDF or the fonts are not here.
set -euo pipefail
keep= pages=0
while getopts p:n: option; do
    case $option in p) keep=$OPTARG ;; n) pages=$OPTARG ;; *) exit 2 ;; esac
done
shift $((OPTIND - 1))
[ $# -gt 0 ] || { sed -n '2,6p' "$0" >&2; exit 2; }
command -v soffice >/dev/null && /usr/bin/python3 -c 'import fitz' 2>/dev/null || { echo "no soffice or fitz: skipped"; exit 77; }
here=$(cd "$(dirname "$0")" && pwd)
fonts=
for folder in "${ZIPING_FONTS:-}" "$here/../../fonts" "${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/ziping/fonts"; do
    [ -f "$folder/FandolSong-Regular.ttf" ] && { fonts=$(realpath "$folder"); break; }
done
[ -n "$fonts" ] || { echo "no fonts: skipped"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

stands_for() { # official name, free family
    printf '<match target="pattern"><test name="family"><string>%s</string></test><edit name="family" mode="assign" binding="strong"><string>%s</string></edit></match>\n' "$1" "$2"
}
# LibreOffice takes the regular one of a family whatever weight it is told: the bold one gets a family of its own
mkdir "$work/fonts"
/usr/bin/python3 - "$fonts/FandolSong-Bold.ttf" "$work/fonts/title.ttf" <<'PY'
import sys

data = open(sys.argv[1], "rb").read()
for code in ("utf-16-be", "ascii"):
    data = data.replace("FandolSong".encode(code), "FandolBiao".encode(code))
open(sys.argv[2], "wb").write(data)
PY
{
    echo '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
    echo "<dir>$fonts</dir><dir>$work/fonts</dir><dir>/usr/share/fonts</dir><cachedir>$work/cache</cachedir>"
    stands_for 'Times New Roman' FandolSong
    stands_for 宋体 FandolSong
    stands_for 方正小标宋简体 FandolBiao
    stands_for 仿宋_GB2312 FandolFang
    stands_for 楷体_GB2312 FandolKai
    stands_for 黑体 FandolHei
    echo '</fontconfig>'
} >"$work/fonts.conf"
mkdir -p "$work/in" "$work/out"
n=0
for file in "$@"; do
    n=$((n + 1))
    cp "$file" "$work/in/$n.xlsx"
done
FONTCONFIG_FILE=$work/fonts.conf soffice "-env:UserInstallation=file://$work/profile" --headless --convert-to pdf \
    --outdir "$work/out" "$work"/in/*.xlsx >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }

status=0
/usr/bin/python3 - "$work/out" "$pages" "$@" <<'PY' || status=$?
import math
import sys
import fitz
from openpyxl import load_workbook

out, pages, files = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
MM = 25.4 / 72
LINE = 0.62  # the outer rule: 1.75 pt, half of it outside at each side
bad = 0


def expect(name, what, value, want, tolerance):
    global bad
    good = abs(value - want) <= tolerance
    bad += not good
    print(f"{name}: {what} {value:.2f} mm{'' if good else f', not {want} ± {tolerance}'}")


def shrunk(name):
    """LibreOffice prints a sheet at 98 % where that saves an almost blank page."""
    sheet = load_workbook(name).active
    tall = sum(sheet.row_dimensions[r].height for r in range(1, sheet.max_row + 1))
    paper = 595.28 if sheet.page_setup.orientation == "landscape" else 841.89
    room = paper - 72 * (sheet.page_margins.top + sheet.page_margins.bottom)
    return 0.98 if math.ceil(tall * 0.98 / room) < math.ceil(tall / room) else 1


for i, name in enumerate(files, 1):
    pdf = fitz.open(f"{out}/{i}.pdf")
    print(f"{name}: {len(pdf)} page(s)")
    if pages and len(pdf) != pages:
        bad += 1
        print(f"{name}: not {pages} page(s)")
    scale = shrunk(name)
    for page in pdf:
        rects = [d["rect"] for d in page.get_drawings()]
        where = f"{name} page {page.number + 1}"
        landscape = page.rect.width > page.rect.height
        left, width, top = (35, 225, 28) if landscape else (28, 156, 37)
        if rects:
            x0, x1 = min(r.x0 for r in rects) * MM, max(r.x1 for r in rects) * MM
            expect(where, "table width", x1 - x0 - LINE, width * scale, 0.5)
            expect(where, "table's left edge", x0 + LINE / 2, left + width * (1 - scale) / 2, 0.5)
        words = [w for w in page.get_text("words")]
        if page.number == 0:
            # the label's characters hang from the top of the text area
            expect(where, "label's top", min(w[1] for w in words) * MM, top + 1, 1.5)
        else:
            expect(where, "first rule", min(r.y0 for r in rects) * MM, top, 0.7) if rects else None
        body = [w for w in words if w[3] * MM < page.rect.height * MM - (26 if landscape else 35) + 0.5]
        print(f"{where}: text ends {max(w[3] for w in body) * MM:.2f} mm")
    for page in pdf:
        page.get_pixmap(dpi=96).save(f"{out}/{i}-{page.number + 1}.png")
sys.exit(1 if bad else 0)
PY
if [ -n "$keep" ]; then
    mkdir -p "$keep"
    cp "$work"/out/* "$keep"
fi
exit "$status"
