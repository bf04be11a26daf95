#!/usr/bin/env bash
# No function over 70 lines, no file over 500. A function is what stands between "{" and "}" in the first column.
set -uo pipefail
bad=0
while read -r file; do
    awk -v file="$file" '
        /^\{/ { start = FNR; name = last }
        /^}/ && start { if (FNR - start - 1 > 70) { printf "%s:%d: %d lines: %s\n", file, start, FNR - start - 1, name; bad = 1 } start = 0 }
        !/^[{} \t\/*#]/ { last = $0 }
        END { if (FNR > 500) { printf "%s: %d lines\n", file, FNR; bad = 1 } exit bad }' "$file" || bad=1
done < <(find src -name '*.[ch]')
exit $bad
