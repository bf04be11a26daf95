#!/usr/bin/env bash
# usage: xlsx_recalc_test.sh ZIPING REPORT
# Builds the report; xlsx_recalc.sh must pass its annexes, and must fail a copy whose first cached value is wrong.
# Exit: 0, 1, 2 wrong use, 77 no LibreOffice.
set -euo pipefail
[ $# -eq 2 ] || { sed -n '2,4p' "$0" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$1" build "$2" -o "$work/out" --only xlsx || [ -n "$(ls "$work/out" 2>/dev/null)" ]
"$here/xlsx_recalc.sh" "$work"/out/*.xlsx
falsified=0
for file in "$work"/out/*.xlsx; do
    /usr/bin/python3 "$here/xlsx_check.py" --falsify "$file" "$work/wrong.xlsx" 2>/dev/null || continue
    falsified=1
    status=0
    "$here/xlsx_recalc.sh" "$work/wrong.xlsx" || status=$?
    [ "$status" -eq 1 ] || { echo "a wrong cached value in $file was not noticed (exit $status)"; exit 1; }
done
[ "$falsified" -eq 1 ] || { echo "no workbook with a formula"; exit 1; }
