#!/usr/bin/env bash
# clang-format over all C files of the project.
set -euo pipefail
cd "$(dirname "$0")/.."
git ls-files '*.c' '*.h' | grep -v diag_codes.h | xargs clang-format -i
