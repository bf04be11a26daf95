#!/usr/bin/env bash
# run.sh ZIPING NAME: the sample of that name is built as a user builds it: exit 0, every output there. Compared with
# tests/forms/NAME/: want.diag (findings), want.files (outputs), want.text (the narrative as printed, a sentence a
# line), want.grid (the annexes). With REGEN=1 the want.* files are written instead of compared.
set -uo pipefail
ziping=$(realpath "$1")
name=$2
root=$(cd "$(dirname "$0")/../.." && pwd)
want=$root/tests/forms/$name
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export ZIPING_LANG=zh ZIPING_TEMPLATES=$root/templates ZIPING_FONTS=${ZIPING_FONTS:-$root/fonts} LC_ALL=C.UTF-8
cp -r "$root/samples/$name" "$work/report"
cd "$work" || exit 1

fail=0
check() { # what, file
    if [ "${REGEN:-}" = 1 ]; then
        cp "$2" "$want/want.$1"
    elif ! diff -u "$want/want.$1" "$2"; then
        echo "FAILED: $1"
        fail=1
    fi
}
[ "${REGEN:-}" = 1 ] && mkdir -p "$want"
"$ziping" build report >got.files 2>got.diag
code=$?
[ $code = 0 ] || { echo "FAILED: exit code $code"; cat got.diag; fail=1; }
"$ziping" build report --dump grid >got.grid 2>/dev/null
"$ziping" build report --dump pages 2>/dev/null | sed -n '/ 黑体 "附件[0-9-]*"$/q; s/^text[^"]*"\(.*\)"$/\1/p' | sed '/^— [0-9]* —$/d' |
    tr -d '\n' | sed 's/。/。\n/g' >got.text
check grid got.grid
check text got.text
check diag got.diag
check files got.files
while read -r file; do
    [ -s "$file" ] || { echo "FAILED: $file is missing"; fail=1; }
done <got.files
exit $fail
