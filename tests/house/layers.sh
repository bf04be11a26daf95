#!/usr/bin/env bash
# Who may include whom: base ← input ← model ← layout ← output ← commands; each foreign library in one module only.
set -uo pipefail
rank() { case $1 in base) echo 0 ;; input) echo 1 ;; model) echo 2 ;; layout) echo 3 ;; output) echo 4 ;; *) echo 5 ;; esac; }
bad=0
complain() { echo "$1"; bad=1; }

while IFS=: read -r file _ text; do
    from=${file#src/}; from=${from%%/*}
    to=$(sed 's/.*"\(.*\)".*/\1/' <<<"$text"); to=${to%%/*}
    [ "$(rank "$to")" -le "$(rank "$from")" ] || complain "$file includes $text"
done < <(grep -rn '#include "[a-z]*/' src)

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
    only '(zip|expat)\.h' 'input/sheet[a-z_]*\.c'
)
[ -z "$foreign" ] || complain "$foreign"

# nothing but diag prints
printers=$(grep -rnE '\b(fprintf|fputs|perror|printf|puts)\(' src/base src/input src/model src/layout src/output |
    grep -vE 'src/(base/(diag[a-z_]*|os)|output/dump[a-z_]*)\.c' | grep -vE '[a-z_]+(printf|puts)\(' || true)
[ -z "$printers" ] || complain "$printers"
exit $bad
