#!/usr/bin/env bash
# bench/run.sh [ZIPING]: what one report costs: CPU, time from exec to exit, page faults and peak memory (medians of 31
# whole processes), instructions by callgrind, sizes of the outputs. Asserts nothing, since times differ between machines.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
ziping=${1:-$root/build/release/ziping}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
${CC:-cc} -O2 -o "$work/cost" "$root/bench/cost.c"
cp -r "$root/samples/suining-2023" "$work/report"
cp -r "$root/samples/minimal" "$work/minimal"
export ZIPING_TEMPLATES=$root/templates ZIPING_FONTS=$root/fonts

measure() { # name, output folder to remove before each run or -, arguments
    local name=$1 out=$2 instructions
    shift 2
    read -r cpu wall faults memory < <("$work/cost" 31 "$out" "$ziping" "$@")
    if [ "$out" != - ]; then
        rm -rf "$out"
    else # valgrind is another program, so its first run finds something to do
        valgrind --tool=callgrind --callgrind-out-file=/dev/null "$ziping" "$@" >/dev/null 2>&1 || true
    fi
    instructions=$(valgrind --tool=callgrind --callgrind-out-file=/dev/null "$ziping" "$@" 2>&1 >/dev/null |
        awk '/Collected/ { printf "%.1f", $NF / 1e6 }')
    printf '%-32s %7s %7s %7s %8s %7s\n' "$name" "$cpu" "$wall" "$faults" "$memory" "$instructions"
}

echo "$(uname -m), $(nproc) cores, $(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -1), $("$ziping" --version | head -1)"
printf '%-32s %7s %7s %7s %8s %7s\n' "" "CPU ms" "wall ms" faults KiB "M instr."
measure "build suining-2023" "$work/report/out" build "$work/report"
measure "build suining-2023, PDF only" "$work/report/out" build "$work/report" --only pdf
measure "check suining-2023" - check "$work/report"
measure "build minimal" "$work/minimal/out" build "$work/minimal"
"$ziping" build "$work/report" >/dev/null 2>&1
measure "build suining-2023, no change" - build "$work/report"
measure "--version" - --version
(cd "$work/report/out" && stat -c '%s bytes  %n' -- *)
