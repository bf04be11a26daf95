#!/usr/bin/env bash
# templates.sh ZIPING: of every template that comes with the program `template check` says the verdict and nothing else.
set -uo pipefail
ziping=$(realpath "$1")
root=$(cd "$(dirname "$0")/../.." && pwd)
export ZIPING_LANG=zh LC_ALL=C.UTF-8 ZIPING_TEMPLATES=$root/templates ZIPING_FONTS=${ZIPING_FONTS:-$root/fonts}
cd / || exit 1
fail=0
for template in "$root"/templates/*/; do
    said=$("$ziping" template check "$(basename "$template")" 2>&1)
    [ "$said" = 结论：模板可以用 ] || { echo "$template"; echo "$said"; fail=1; }
done
exit $fail
