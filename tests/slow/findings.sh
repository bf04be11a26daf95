#!/usr/bin/env bash
# findings.sh ZIPING: every mistake listed in tests/slow/findings-*.txt is found at its line.
#
# A row: M-number, code or rule, file:line or file:line:column; a # begins a comment. The report is samples/suining-2023, unless a file
# names another one in a line `report: FOLDER`.
set -uo pipefail
ziping=$(realpath "$1")
root=$(cd "$(dirname "$0")/../.." && pwd)
export ZIPING_TEMPLATES=$root/templates LC_ALL=C.UTF-8
fail=0 rows=0
for list in "$root"/tests/slow/findings-*.txt; do
    report=$(sed -n 's/^report: *//p' "$list" | head -1)
    found=$("$ziping" check "$root/${report:-samples/suining-2023}" --lang en --format csv |
        python3 -c 'import csv, sys
for r in csv.DictReader(sys.stdin):
    for name in filter(None, (r["code"], r["rule"])):
        print(name, r["file"] + ":" + r["line"])
        print(name, r["file"] + ":" + r["line"] + ":" + r["column"])')
    while read -r mistake name place _; do
        case $mistake in '#'* | '' | report:) continue ;; esac
        rows=$((rows + 1))
        grep -qxF -- "$name $place" <<<"$found" || { echo "$mistake: no $name at $place"; fail=1; }
    done <"$list"
done
echo "$rows findings looked for"
exit $fail
