#!/usr/bin/env bash
# Who may include whom: base ← input ← model ← layout ← output ← commands; each foreign library, and the system, in one
# module only; who prints.
set -uo pipefail
bad=0
complain() { echo "$1"; bad=1; }

upward=$(grep -rn '#include "' src | awk -F'[:"]' '
    BEGIN { n = split("base input model layout output", order, " "); for (i = 1; i <= n; i++) rank[order[i]] = i }
    function of(path) { sub("/.*", "", path); return path in rank ? rank[path] : 9 } # cmd.h: of the commands
    { from = $1; sub("^src/", "", from); if (of($4) > of(from)) print }')
[ -z "$upward" ] || complain "$upward"

# layout sees of model only what stands in the document
grep -rnE '#include "model/' src/layout | grep -vE '"model/(doc|table|style)\.h"' && bad=1

only() { # pattern, allowed files
    grep -rlE "#include <($1)" src | grep -vE "^src/($2)\$" | while read -r f; do echo "$f includes <$1"; done
}
foreign=$(
    only 'hpdf' 'output/pdf[a-z_]*\.[ch]'
    only 'xlsxwriter' 'output/xlsx[a-z_]*\.[ch]'
    only 'iniparser' 'input/ini[a-z_]*\.c'
    only 'hb|harfbuzz' 'output/font[a-z_]*\.[ch]'
    only 'fontconfig' 'output/font[a-z_]*\.[ch]'
    only 'gmp' 'base/num\.c'
    only 'nettle' '(base/hash\.c|output/pdf[a-z_]*\.[ch])'
    only 'libdeflate' 'output/pdf[a-z_]*\.[ch]'
    only 'iconv' '(input/encoding|model/lint_fix)\.c'
    only '(sys/|dirent|fcntl).*' 'base/os[a-z_]*\.c'
    only 'dlfcn' '(base/os|late/late)\.c'
    only '(zip|expat)\.h' 'input/sheet[a-z_]*\.c'
)
[ -z "$foreign" ] || complain "$foreign"

# who prints: diag, csv and dump into the stream they are given; commands
printers=$(grep -rnE '\b(v?f?printf|fputs|puts|perror|putchar|putc|fputc|fwrite)\(|\b(stdout|stderr)\b' \
    src/base src/input src/model src/layout src/output --include='*.[ch]' |
    grep -vE '^src/(base/(diag[a-z_]*|csv)|output/dump[a-z_]*)\.c:|:[0-9]+:[/ ]\*')
[ -z "$printers" ] || complain "$printers"
exit $bad
