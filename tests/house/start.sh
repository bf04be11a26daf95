#!/usr/bin/env bash
# start.sh ZIPING: the program starts with the C library alone; a library that is missing when it is needed is named
# (S908) with its package, nothing is written, and what needs it not still works.
set -uo pipefail
ziping=$1
bad=0
complain() { echo "$1"; bad=1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

named=$(objdump -p "$ziping" | awk '/NEEDED/ && $2 !~ /^lib[cm]\.so/ { print $2 }')
[ -z "$named" ] || complain "loaded at every start: $named"

cp -r samples/minimal "$work/report"
export ZIPING_TEMPLATES=$PWD/templates ZIPING_FONTS=$PWD/fonts XDG_CACHE_HOME=$work/cache
mkdir "$work/broken"
: >"$work/broken/libxlsxwriter.so.4"
LD_LIBRARY_PATH=$work/broken "$ziping" check "$work/report" >/dev/null || complain "check needs libxlsxwriter"
said=$(LD_LIBRARY_PATH=$work/broken "$ziping" build "$work/report" 2>&1)
[ $? -eq 3 ] || complain "a missing library is not exit code 3"
grep -q 'libxlsxwriter4 (.*S908' <<<"$said" || complain "a missing library is not named: $said"
[ ! -e "$work/report/out" ] || complain "outputs without libxlsxwriter"

# fontconfig matters only where a face is missing
mkdir "$work/bare" "$work/none"
cp fonts/fonts.ini "$work/bare"
: >"$work/none/libfontconfig.so.1"
said=$(XDG_CACHE_HOME=$work/new LD_LIBRARY_PATH=$work/none "$ziping" build "$work/report" --fonts "$work/bare" -o "$work/bare/out" 2>&1)
grep -q 'libfontconfig1 (.*S908' <<<"$said" || complain "fontconfig is not named: $said"
XDG_CACHE_HOME=$work/new LD_LIBRARY_PATH=$work/none "$ziping" build "$work/report" >/dev/null 2>&1 || complain "build needs fontconfig"
rm -rf "$work/report/out"

# a linker that binds everything at the start must find everything, too
said=$(LD_BIND_NOW=1 "$ziping" build "$work/report" 2>&1) || complain "LD_BIND_NOW: $said"
exit $bad
