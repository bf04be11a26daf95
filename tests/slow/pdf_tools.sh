#!/usr/bin/env bash
# pdf_tools.sh PDF...: no other program has a complaint, every font is embedded and subset, title and bookmarks are there.
set -uo pipefail
bad=0
fail() { echo "FAILED: $*"; bad=1; }
quiet() { # a command that must succeed without a word on stderr
    local said
    said=$("$@" 2>&1 >/dev/null) || fail "$* exited with an error"
    [ -z "$said" ] || fail "$*: $said"
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for pdf in "$@"; do
    qpdf --check "$pdf" >"$work/qpdf" 2>&1 || fail "qpdf --check: $(cat "$work/qpdf")"
    grep -qi warning "$work/qpdf" && fail "qpdf warns: $(cat "$work/qpdf")"
    quiet pdfinfo "$pdf"
    quiet pdftotext "$pdf" "$work/text"
    quiet pdffonts "$pdf"
    quiet mutool info "$pdf"
    # Debian builds mutool without colour management, and it says so for every file with an output intent
    said=$(mutool draw -q -o "$work/page.txt" -F text "$pdf" 2>&1 | grep -v "ICC support is not available") && fail "mutool draw: $said"
    quiet pdftoppm -r 30 -png "$pdf" "$work/page"
    fonts=$(pdffonts "$pdf" | tail -n +3)
    [ -n "$fonts" ] || fail "no fonts in $pdf"
    # name type encoding emb sub uni object: from the right, since types hold spaces
    not=$(awk '{ if ($(NF-4) != "yes" || $(NF-3) != "yes" || $(NF-2) != "yes") print }' <<<"$fonts")
    [ -z "$not" ] || fail "not embedded, subset or without ToUnicode: $not"
    pdfinfo "$pdf" | grep -qE '^Title: +[^ ]' || fail "no title"
    pdfinfo "$pdf" | grep -qE '^Page size: +595\.276 x 841\.89' || fail "not A4"
    /usr/bin/python3 - "$pdf" <<'P' || fail "bookmarks"
import sys
try:
    import fitz
except ImportError:
    import pymupdf as fitz
toc = fitz.open(sys.argv[1]).get_toc()
for level, title, page in toc:
    print("  " * level + title, page)
sys.exit(len(toc) < 2)
P
    echo "$pdf: $(stat -c %s "$pdf") bytes"
done
# the checks can fail: a spoilt file must be noticed
head -c 20000 "$1" >"$work/cut.pdf"
qpdf --check "$work/cut.pdf" >/dev/null 2>&1 && fail "qpdf accepts a truncated file"
exit $bad
