#!/usr/bin/env bash
# PDFBox preflight takes the PDFs as PDF/A-1b (packages libpdfbox2-java libactivation-java libjaxb-api-java).
# usage: pdf_archive.sh FILE.pdf...
# Exit: 0; 1 not valid; 2 wrong use; 77 preflight is not here.
set -uo pipefail
[ $# -gt 0 ] || { sed -n '2,4p' "$0" >&2; exit 2; }
java=/usr/share/java path=/usr/share/java/preflight.jar
command -v java >/dev/null && [ -f $path ] || { echo "no PDFBox preflight: skipped"; exit 77; }
for jar in pdfbox2 xmpbox commons-logging fontbox2 javax.activation jaxb-api; do path=$path:$java/$jar.jar; done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
preflight() {
    java -cp "$path" org.apache.pdfbox.preflight.Validator_A1b "$1" >"$work/said" 2>&1
    grep -q 'is a valid PDF/A-1b file' "$work/said"
}

bad=0
for file in "$@"; do
    preflight "$file" || { echo "$file: not PDF/A-1b"; cat "$work/said"; bad=1; }
done
# the judge can say no
LC_ALL=C sed 's,/CIDSet ,/CIDSex ,' "$1" >"$work/spoilt.pdf"
preflight "$work/spoilt.pdf" && { echo "preflight takes a file without CIDSet"; bad=1; }
exit $bad
