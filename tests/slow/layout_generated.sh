#!/bin/sh
# layout_generated.sh ZIPING [COUNT [SEED...]]: random paragraphs of official prose, built and measured: every row of the
# layout table, no violation. Then reports that break one rule each must be found out.
set -eu
ziping=$1 count=${2:-1000}
[ $# -lt 2 ] || shift
shift
[ $# -gt 0 ] || set -- 9704
seed=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

build() { # NAME: reports to $folder/NAME.out
    "$ziping" build "$folder/$1" -o "$folder/$1.out" --fonts fonts --templates templates -q
}

for each in "$@"; do
    /usr/bin/python3 tests/slow/layout_generate.py "$folder/$each" "$count" "$each"
    build "$each"
    echo "seed $each"
    /usr/bin/python3 tests/slow/layout.py "$folder/$each.out/generated.pdf"
done

wrong() { # NAME KEY VALUE: one key of [页面] (or [要素 正文]) is not what the standard says
    /usr/bin/python3 tests/slow/layout_generate.py "$folder/$1" 40 "$seed"
    printf '%s\n' "$2" >"$folder/$1/模板/generated/layout.ini"
    build "$1"
    if /usr/bin/python3 tests/slow/layout.py "$folder/$1.out/generated.pdf" --expect-fail >"$folder/$1.log"; then
        echo "found out: $2" | tr '\n' ' '
        grep -c ^FAIL "$folder/$1.log"
    else
        echo "not found out: $2"
        exit 1
    fi
}

wrong cells '[页面]
字数 = 27'
wrong pitch '[页面]
行距 = 28 pt'
wrong left '[页面]
左边 = 30 mm'
wrong top '[页面]
上边 = 36 mm'
wrong size '[要素 标题]
字号 = 小二'
wrong face '[要素 一级]
字体 = 仿宋'
wrong number '[页面]
页码下距 = 9 mm'
wrong rules '[表格样式 左]
外线 = 0.5 pt'
