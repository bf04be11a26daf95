#!/usr/bin/env bash
# deterministic.sh ZIPING: two builds in different folders, at different times, under different locales are byte-identical,
# PDF and XLSX; and a changed name changes them (so the comparison can fail).
set -euo pipefail
ziping=$(realpath "$1")
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export ZIPING_TEMPLATES=$root/templates ZIPING_FONTS=$root/fonts
sums() { (cd "$1" && find . -type f ! -name '.*' | sort | xargs -d '\n' sha256sum); }

cp -r "$root/samples/suining-2023" "$work/one"
mkdir "$work/其他 文件夹"
cp -r "$root/samples/suining-2023" "$work/其他 文件夹/two"
LC_ALL=C TZ=UTC "$ziping" build "$work/one" 2>/dev/null
(cd "$work/其他 文件夹" && LC_ALL=zh_CN.UTF-8 LANG=de_DE.UTF-8 LC_NUMERIC=de_DE.UTF-8 TZ=Asia/Shanghai \
    faketime '2031-05-06 07:08:09' "$ziping" build two 2>/dev/null)
diff <(sums "$work/one/out") <(sums "$work/其他 文件夹/two/out")
sums "$work/one/out"

sed -i 's/^行 = 业务指导股/行 = 业务督导股/' "$work/one/report.ini"
"$ziping" build "$work/one" 2>/dev/null >/dev/null
if diff -q <(sums "$work/one/out") <(sums "$work/其他 文件夹/two/out") >/dev/null; then
    echo "a changed name changed nothing"
    exit 1
fi
