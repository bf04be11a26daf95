#!/usr/bin/env bash
# corrected.sh ZIPING: the sample that was put right has no finding, not even a hint, and builds.
set -euo pipefail
ziping=$1
root=$(cd "$(dirname "$0")/../.." && pwd)
sample=$root/samples/suining-2023-corrected
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
said=$("$ziping" check --format json "$sample")
grep -q '"findings":\[\]' <<<"$said" || { echo "$said"; exit 1; }
"$ziping" build "$sample" -o "$work" --fonts "$root/fonts"
count=$(find "$work" -name '*.pdf' ! -name '审核稿.pdf' -o -name '*.xlsx' | grep -c .)
[ "$count" -eq 3 ] || { find "$work"; exit 1; }
