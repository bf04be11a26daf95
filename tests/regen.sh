#!/usr/bin/env bash
# regen.sh [CASE...]: writes the goldens anew from what the program prints now, and shows the difference for review.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
[ $# -gt 0 ] || set -- tests/cases/*/
for case in "$@"; do
    REGEN=1 tests/cases/run.sh build/dev/ziping "$case" || true
done
git --no-pager diff --stat -- tests/cases
git --no-pager diff -- tests/cases
