# Sourced by the stories of a report's life (kept.sh, corrections.sh ZIPING): $ziping, $root, a $work folder that goes at
# the end, and what they ask of a build.
ziping=$(realpath "$1")
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export ZIPING_TEMPLATES=$root/templates ZIPING_FONTS=$root/fonts ZIPING_LANG=zh XDG_CACHE_HOME=$work/cache
fail() { echo "FAILED: $*"; exit 1; }
build() { "$ziping" build "$@" >"$work/out" 2>"$work/err" || { cat "$work/err"; fail "build $*"; }; }
says() { grep -qF -- "$1" "$work/err" || { grep -v '〔' "$work/err"; fail "does not say: $1"; }; }
cd "$work"
