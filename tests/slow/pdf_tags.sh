#!/usr/bin/env bash
# Tags, reading order, heads of tables, links and page labels of a report's PDF, as other programs see them.
# usage: pdf_tags.sh ZIPING REPORT FILE.pdf
# Exit: 0; 1 something differs; 2 wrong use; 77 poppler or PyMuPDF is not here.
set -uo pipefail
[ $# -eq 3 ] || { sed -n '2,4p' "$0" >&2; exit 2; }
command -v pdfinfo >/dev/null && /usr/bin/python3 -c 'import fitz' 2>/dev/null || { echo "no pdfinfo or fitz: skipped"; exit 77; }
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$1" build "$2" --fonts "$here/../../fonts" --dump pages >"$work/pages" 2>"$work/said" || { cat "$work/said"; exit 1; }
/usr/bin/python3 "$here/pdf_tags.py" "$3" "$work/pages" || exit 1
# the judge can say no: heads that are plain cells
LC_ALL=C sed 's,/S/TH,/S/TD,' "$3" >"$work/spoilt.pdf"
/usr/bin/python3 "$here/pdf_tags.py" "$work/spoilt.pdf" "$work/pages" >/dev/null 2>&1 && { echo "heads that are no TH were not noticed"; exit 1; }
exit 0
