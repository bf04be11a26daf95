#!/usr/bin/env bash
# regen.sh [CASE...]: writes the goldens anew from what the program prints now, and shows the difference for review.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
[ $# -gt 0 ] || set -- tests/cases/*/ tests/forms/*/
for case in "$@"; do
    case $case in
    tests/forms/*) REGEN=1 tests/forms/run.sh build/dev/ziping "$(basename "$case")" || true ;;
    *) REGEN=1 tests/cases/run.sh build/dev/ziping "$case" || true ;;
    esac
done
git --no-pager diff --stat -- tests/cases tests/forms
git --no-pager diff -- tests/cases tests/forms
