#!/usr/bin/env bash
# import_table.sh ZIPING REPORT [ANNEX...]: our own annex workbooks, imported as tables of a template, give the same grid:
# the same joins, styles and texts; after LibreOffice has saved them the same joins and texts (it gives Chinese words
# a face of its own where ours is not installed). Needs a template with 附件 1 … N.
set -uo pipefail
ziping=$(realpath "$1")
report=$(realpath "$2")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export ZIPING_LANG=zh LC_ALL=C.UTF-8
templates=$(cd "$(dirname "$0")/../.." && pwd)/templates
fonts=$(cd "$(dirname "$0")/../.." && pwd)/fonts
name=$(sed -n 's/^模板 *= *//p' "$report/report.ini")

grids() { # folder of the report -> joins, styles, texts
    "$ziping" build "$1" --templates "$templates" --fonts "$fonts" --dump grid -q | grep -E '^(grid|r[0-9]+c|unit|head|note)' |
        sed 's/ fact=.*//; s/^grid [^ ]* /grid /'
}

check() { # folder with workbooks, label
    cp -r "$report" "$work/report-$2"
    rm -rf "$work/report-$2/out"
    own="$work/report-$2/模板/imported"
    mkdir -p "$own"
    printf '[模板]\n名称 = imported\n版本 = 1\n格式 = 1\n继承 = %s\n' "$name" >"$own/template.ini"
    n=0
    for file in "$1"/*.xlsx; do
        n=$((n + 1))
        # a template with the styles and without the fields: figures stay the texts they were
        "$ziping" template import-table "$file" --templates "$work/styles" --templates "$templates" -t plain \
            -o "$own/imported$n.ini" >"$work/said" 2>&1 || exit 1
        cat "$own"/layout-imported$n.ini >>"$own/layout.ini" 2>/dev/null
        rm -f "$own/layout-imported$n.ini"
        printf '[附件 %d]\n表 = imported%d\n' $n $n >>"$own/template.ini"
    done
    sed -i 's/^模板 *=.*/模板 = imported/' "$work/report-$2/report.ini"
    grids "$work/report-$2" >"$work/$2.grid"
    if [ "$2" = office ]; then
        sed -i -E 's/^(r[0-9]+c[^ ]*) [^ ]+ /\1 /' "$work/office.grid" "$work/want.grid"
    fi
    diff -u "$work/want.grid" "$work/$2.grid" || { echo "FAILED: $2"; exit 1; }
}

mkdir -p "$work/styles/plain"
printf '[模板]\n名称 = plain\n版本 = 1\n格式 = 1\n继承 = gbt9704\n' >"$work/styles/plain/template.ini"
cp "$templates/hunan-2023/layout.ini" "$work/styles/plain/"
grids "$report" >"$work/want.grid"
[ "$(wc -l <"$work/want.grid")" -gt 20 ] || { echo "no grid"; exit 1; }
"$ziping" build "$report" --templates "$templates" --fonts "$fonts" -o "$work/out" --only xlsx -q || exit 1
check "$work/out" ours
if command -v soffice >/dev/null; then
    mkdir "$work/office"
    HOME=$work soffice --headless --convert-to xlsx --outdir "$work/office" "$work"/out/*.xlsx >/dev/null 2>&1
    check "$work/office" office
fi
echo "$n annexes come back as they were"
