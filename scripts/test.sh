#!/usr/bin/env bash
# The same preparation, then the whole suite: gcc and clang (warnings are errors in both), ASan + UBSan, all of ctest.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
"$root/scripts/prepare.sh"
cd "$root"
for preset in release dev clang asan; do
    echo "== 编译 $preset"
    scripts/build.sh "$preset"
done
echo "== ASan + UBSan"
ctest --test-dir build/asan -LE slow -j 2 --output-on-failure
echo "== 全部测试"
ctest --test-dir build/dev -j 2 --output-on-failure
