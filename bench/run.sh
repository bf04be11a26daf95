#!/usr/bin/env bash
# bench/run.sh [ZIPING]: what one report costs. CPU time (median of 21 whole processes), peak memory, instructions by
# callgrind, sizes of the outputs. Prints a table; asserts nothing, since times differ between machines.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
ziping=${1:-$root/build/release/ziping}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r "$root/samples/suining-2023" "$work/report"
cp -r "$root/samples/minimal" "$work/minimal"
export ZIPING_TEMPLATES=$root/templates ZIPING_FONTS=$root/fonts

run() { # fresh output folder each time, so that nothing can be skipped
    rm -rf "$work"/*/out
    "$ziping" "$@" >/dev/null 2>&1 || true
}

measure() { # name, arguments
    local name=$1 times
    shift
    times=$(for _ in $(seq 21); do
        rm -rf "$work"/*/out
        /usr/bin/env TIMEFORMAT='%U %S' bash -c 'time "$@" >/dev/null 2>&1' - "$ziping" "$@" 2>&1
    done | awk '{ printf "%.1f\n", ($1 + $2) * 1000 }' | sort -n)
    local median memory instructions
    median=$(sed -n 11p <<<"$times")
    rm -rf "$work"/*/out
    memory=$(/usr/bin/python3 - "$ziping" "$@" <<'P'
import os, sys
pid = os.fork()
if not pid:
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1), os.dup2(null, 2)
    os.execv(sys.argv[1], sys.argv[1:])
print(os.wait4(pid, 0)[2].ru_maxrss)
P
)
    rm -rf "$work"/*/out
    instructions=$(valgrind --tool=callgrind --callgrind-out-file=/dev/null "$ziping" "$@" 2>&1 >/dev/null |
        awk '/Collected/ { printf "%.1f", $NF / 1e6 }')
    printf '%-34s %8s ms CPU %8s KiB %10s M instructions\n' "$name" "$median" "$memory" "$instructions"
}

echo "$(uname -m), $(nproc) cores, $(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -1), $("$ziping" --version | head -1)"
measure "build suining-2023" build "$work/report"
measure "build suining-2023, PDF only" build "$work/report" --only pdf
measure "check suining-2023" check "$work/report"
measure "build minimal" build "$work/minimal"
run build "$work/report"
(cd "$work/report/out" && stat -c '%s bytes  %n' -- *)
