#!/usr/bin/env bash
# Other people's programs on the finished files of every sample, whatever its form.
# usage: samples.sh ZIPING layout|tools|archive|tags|xlsx|recalc|print
# Exit: 0; 1 a sample's files are not right; 2 wrong use; 77 a program is not here.
set -uo pipefail
[ $# -eq 2 ] || { sed -n '2,4p' "$0" >&2; exit 2; }
ziping=$1 judge=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$(dirname "$0")/../.."

layout() { # what each form decides otherwise than the standard; nothing of the others
    case $1 in
    biaoge-baogao) set -- "$2" --cover=部门整体支出绩效自评报告 ;;
    defen-zaiqian) set -- "$2" '--title=青岭县残疾人联合会|2022年度部门整体支出绩效自评报告' ;;
    sichuan-zipingbiao) set -- "$2" --label=附表 ;;
    *) set -- "$2" ;;
    esac
    /usr/bin/python3 tests/slow/layout.py "$@"
}

status=0
for sample in samples/*/; do
    name=$(basename "$sample")
    out=$work/$name
    "$ziping" build "$sample" -o "$out" --fonts fonts -q || { echo "$name: not built"; status=1; continue; }
    pdf=$(find "$out" -name '*.pdf' ! -name '审核稿*')
    mapfile -t books < <(find "$out" -name '*.xlsx' | sort)
    case $judge in
    layout) layout "$name" "$pdf" ;;
    tools) tests/slow/pdf_tools.sh "$pdf" ;;
    archive) tests/slow/pdf_archive.sh "$pdf" ;;
    tags) tests/slow/pdf_tags.sh "$ziping" "$sample" "$pdf" ;;
    xlsx) [ ${#books[@]} -eq 0 ] || /usr/bin/python3 tests/slow/xlsx_check.py "${books[@]}" ;;
    recalc) [ ${#books[@]} -eq 0 ] || tests/slow/xlsx_recalc.sh "${books[@]}" ;;
    print) [ ${#books[@]} -eq 0 ] || tests/slow/xlsx_print.sh "${books[@]}" ;;
    esac >"$work/said" 2>&1
    case $? in
    0) echo "$name: good" ;;
    77) exit 77 ;;
    *) echo "$name:"; cat "$work/said"; status=1 ;;
    esac
done
exit $status
