#!/usr/bin/env bash
# format.sh [--check] [--all]: clang-format over the lines changed since main, or over everything. --check only shows what
# it would change, and fails if there is something. Tables that are clearer as they stand say "clang-format off".
set -euo pipefail
cd "$(dirname "$0")/.."
check='' all=''
for option; do
    case $option in
    --check) check=1 ;;
    --all) all=1 ;;
    *) echo "format.sh [--check] [--all]" >&2; exit 2 ;;
    esac
done

if [ "$all" ]; then
    git ls-files '*.c' '*.h' | xargs clang-format $([ "$check" ] && echo --dry-run -Werror || echo -i)
    exit
fi
since=$(git merge-base HEAD main 2>/dev/null || git rev-parse HEAD)
if [ ! "$check" ]; then
    git clang-format --force "$since"
    exit
fi
changes=$(git clang-format --diff "$since")
case $changes in
'' | 'no modified files to format' | 'clang-format did not modify any files') ;;
*) echo "$changes"; echo 'scripts/format.sh 可改好'; exit 1 ;;
esac
