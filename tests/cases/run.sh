#!/usr/bin/env bash
# run.sh ZIPING CASE: one case of tests/cases.
#
#   setup       shell commands run beside `report/`, a copy of samples/minimal overlaid with CASE/report/ (optional)
#   cmd         arguments of ziping, one line (default: build report)
#   want.exit   exit code (default 0)
#   want.diag   stderr; want.out: stdout; want.pages, want.grid: what --dump prints (each optional but want.diag)
#
# A run that fails must leave the outputs of an earlier run untouched; it may add the proof copy, but not when the system
# failed or the program was used wrongly. No run leaves temporary files.
# With REGEN=1 the want.* files are written instead of compared.
set -uo pipefail
ziping=$(realpath "$1")
case=$(realpath "$2")
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'chmod -R u+rwx "$work" 2>/dev/null; rm -rf "$work"' EXIT
export ZIPING_LANG=zh ZIPING_TEMPLATES=$root/templates ZIPING_FONTS=${ZIPING_FONTS:-$root/fonts} LC_ALL=C.UTF-8

cp -r "$root/samples/minimal" "$work/report"
[ -d "$case/report" ] && cp -r "$case/report/." "$work/report/"
mkdir -p "$work/report/out"
echo earlier >"$work/report/out/earlier.pdf"
cd "$work"
if [ -f "$case/setup" ]; then
    # shellcheck disable=SC1091
    . "$case/setup" || { [ $? -eq 77 ] && exit 77; echo "setup failed"; exit 1; }
fi
before=$(cd report && find out -type f 2>/dev/null | sort | xargs -r -d '\n' sha256sum)
args=$(cat "$case/cmd" 2>/dev/null || echo "build report")
case $args in
"template check"*) out=got.diag ;; # its findings are what it prints
*) out=got.out ;;
esac
: >got.diag >got.out
eval "\"$ziping\" $args" >$out 2>got.err
code=$?
sed "s|$root/||g" got.err >>got.diag

fail=0
check() { # what, file
    if [ "${REGEN:-}" = 1 ]; then
        cp "$2" "$case/want.$1"
    elif [ -f "$case/want.$1" ] && ! diff -u "$case/want.$1" "$2"; then
        echo "FAILED: $1"
        fail=1
    fi
}
for dump in pages grid; do
    if [ -f "$case/want.$dump" ]; then
        "$ziping" build report --dump "$dump" >"got.$dump" 2>/dev/null
        check "$dump" "got.$dump"
    fi
done
[ "${REGEN:-}" = 1 ] && { [ $code -eq 0 ] && rm -f "$case/want.exit" || echo $code >"$case/want.exit"; }
want=$(cat "$case/want.exit" 2>/dev/null || echo 0)
[ "$code" = "$want" ] || { echo "FAILED: exit code $code, expected $want"; cat got.diag; fail=1; }
check diag got.diag
[ -f "$case/want.out" ] && check out got.out
proof=()
[ "$code" = 1 ] && proof=(! -name "审核稿*" ! -name .proof-files)
after=$(cd report && find out -type f "${proof[@]}" 2>/dev/null | sort | xargs -r -d '\n' sha256sum)
if [ -f report/out/审核稿.pdf ] && command -v qpdf >/dev/null && ! qpdf --check report/out/审核稿.pdf >qpdf.out 2>&1; then
    echo "FAILED: the proof copy is no good"
    cat qpdf.out
    fail=1
fi
if [ "$code" != 0 ] && [ "$before" != "$after" ]; then
    echo "FAILED: earlier outputs were touched"
    diff <(echo "$before") <(echo "$after")
    fail=1
fi
left=$(find report -maxdepth 1 -name '.*' ! -name '.*lock' ! -name . | head)
[ -z "$left" ] || { echo "FAILED: left behind: $left"; fail=1; }
exit $fail
