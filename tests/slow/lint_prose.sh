#!/usr/bin/env bash
# lint_prose.sh ZIPING: how often the text checks raise a false alarm on official prose that was written before them.
# Every finding L2xx in tests/slow/prose counts as one; at most one per 5,000 characters.
set -euo pipefail
ziping=$1
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
findings=0 characters=0
for text in "$root"/tests/slow/prose/*.txt; do
    report="$work/$(basename "$text" .txt)"
    mkdir -p "$report/正文"
    cp "$root/samples/minimal/report.ini" "$report/report.ini"
    cp "$text" "$report/正文/主要绩效.txt"
    n=$(LC_ALL=C.UTF-8 tr -d '\n\r \t' <"$text" | LC_ALL=C.UTF-8 wc -m)
    list=$("$ziping" check --lang zh --color never "$report" 2>&1 | grep -E '〔L2[0-9]{2}〕' || true)
    hits=$(grep -c . <<<"$list" || true)
    printf '%3d  %5d  %s\n' "$hits" "$n" "$(basename "$text")"
    while IFS= read -r line; do [ -z "$line" ] || echo "       $line"; done <<<"$list"
    findings=$((findings + hits))
    characters=$((characters + n))
done
echo "$findings findings in $characters characters"
[ "$findings" -le $((characters / 5000)) ]
