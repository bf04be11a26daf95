#!/usr/bin/env bash
# build.sh PRESET: configures once, then builds; silent unless something fails.
set -euo pipefail
cd "$(dirname "$0")/.."
log=build/$1.log
mkdir -p build
if ! { { [ -f "build/$1/build.ninja" ] || cmake --preset "$1"; } && cmake --build --preset "$1"; } >"$log" 2>&1; then
    cat "$log" >&2
    echo "编译失败：$1" >&2
    exit 1
fi
