#!/usr/bin/env bash
# findings.sh ZIPING: every mistake of the real report that a program can find in its text, by number, code and place.
set -euo pipefail
ziping=$1
root=$(cd "$(dirname "$0")/../.." && pwd)
list=$("$ziping" check --lang zh --color never "$root/samples/suining-2023" 2>&1 || true)
bad=0 found=0
while read -r number code place; do
    case $number in '' | '#'*) continue ;; esac
    if grep -qE "^${place//./\\.}(:[0-9]+)?: .*〔$code〕" <<<"$list"; then
        found=$((found + 1))
    else
        echo "$number: no $code at $place"
        bad=1
    fi
done <"$root/tests/slow/findings.txt"
echo "$found findings in their places"
exit $bad
