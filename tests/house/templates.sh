#!/usr/bin/env bash
# templates.sh ZIPING: of every template that comes with the program `template check` says the verdict and nothing else,
# and the samples that `template preview` draws have no finding.
set -uo pipefail
ziping=$(realpath "$1")
root=$(cd "$(dirname "$0")/../.." && pwd)
export ZIPING_LANG=zh LC_ALL=C.UTF-8 ZIPING_TEMPLATES=$root/templates ZIPING_FONTS=${ZIPING_FONTS:-$root/fonts}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd / || exit 1
fail=0
for template in "$root"/templates/*/; do
    name=$(basename "$template")
    said=$("$ziping" template check "$name" 2>&1)
    [ "$said" = 结论：模板可以用 ] || { echo "$template"; echo "$said"; fail=1; }
    said=$("$ziping" template preview "$name" -o "$work/$name" 2>&1 >/dev/null) || fail=1
    [ -z "$said" ] || { echo "$template"; echo "$said"; fail=1; }
done
exit $fail
