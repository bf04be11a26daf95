#!/usr/bin/env bash
# rooms.sh ARCHIVE: docs/architecture.md tells every prefix of src, in its folder, and no other; every folder, template
# and sample.
set -uo pipefail
page=docs/architecture.md
bad=0
complain() { echo "$1"; bad=1; }

told() { # prefixes in the last column of the rows of a folder; a row that begins with … is of the folder above
    awk -F'|' -v row="\`src/$1\`" '$2 !~ /^ …/ { mine = index($2, row) } mine { print $(NF - 1) }' $page |
        grep -oE '[a-z][a-z0-9]*_' | sort -u
}
for folder in base input model layout output; do
    objects=$(cd src/$folder && ls ./*.c | sed 's|./\(.*\)|\1.o|')
    there=$(nm -A -g --defined-only "$1" 2>/dev/null | awk -F'[: ]' -v objects="$objects" '
        BEGIN { n = split(objects, list, "\n"); for (i = 1; i <= n; i++) mine[list[i]] }
        $2 in mine && $(NF - 1) == "T" { sub("_.*", "_", $NF); print $NF }' | sort -u)
    [ -n "$there" ] || complain "no functions in $folder"
    wrong=$(comm -3 <(told $folder) <(echo "$there"))
    [ -z "$wrong" ] || complain "src/$folder, told only or (on the right) not told: $wrong"
done

for name in src/*/ tests/*/ templates/*/ samples/*/; do
    name=$(basename "$name")
    grep -qF "\`$name\`" $page || grep -qF "\`src/$name\`" $page || complain "not told: $name"
done
exit $bad
