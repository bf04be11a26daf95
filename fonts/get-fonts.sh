#!/bin/sh
# 取得排版用的自由字体，放进本文件夹（不提交到仓库）。
#   fonts/get-fonts.sh [--from 文件夹] [--check]
# --from 文件夹  不上网：从该文件夹取。可放两个 Debian 软件包（*.deb），也可放字体文件
#                （Fandol*.otf 或转换好的 Fandol*.ttf，以及 LXGWWenKai-Regular.ttf）
# --check        重新核对已有字体的 SHA-256
# 字体来自 Debian 12 的 texlive-lang-chinese（Fandol，GPLv3 加字体例外）和 fonts-lxgw-wenkai（霞鹜文楷，OFL）；
# Fandol 用 fontforge 转成 TrueType。缓存在 ${XDG_CACHE_HOME:-~/.cache}/ziping/fonts，各处克隆共用。
# 普通用户可运行。退出码：0 字体齐全；1 失败（原因已说明）；2 用法不对。
set -eu
export LC_ALL=C.UTF-8

release=2 # 转换办法变了就加一
sums=SHA256SUMS.$release
here=$(cd "$(dirname "$0")" && pwd)
cache=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/ziping/fonts
wenkai=LXGWWenKai-Regular
# 去掉多余的点，轮廓偏离不超过全身的千分之二（三号字 0.01 毫米）：PDF 小七分之一
# shellcheck disable=SC2016
steps='Open($1); CIDFlatten(); SetFontOrder(2); SelectAll(); Simplify(0, 2); RoundToInt(); Generate($2, "", 0)'

# 名称  原始文件的 SHA-256  转换结果的 SHA-256（fontforge 20230101，SOURCE_DATE_EPOCH=0）
fandol='FandolFang-Regular d838ad32ce2244d8144f408c37fe71065aba6fbbc80759a4d2aa2033948d5bc9 a9bb81ba2024fe7c32456d59025205b3c24f4a806b3972ec11e89ab1c2133344
FandolHei-Regular 4afa97aa8751e0118617df88272b58d43691b5cffb7ea024c4580496e9f34d28 2c483d97174c0d794a4e69b179bc7acb81ffa9b7e62e4d7ad7d56949f6eddd3f
FandolKai-Regular ea7e7fb4f9b3ac694a68d43946e04d21deed6e8c29a7c2d3081e1a4138f2f827 be5867db5c100e5b19b217a86612a7b3b933864320ef3cd7c8bc50ea43c21af1
FandolSong-Bold ffa76a70e128947a4dd22151d5ee829b23e24ce3cb6fe8ad49891cd1c2d9e9b9 4e706c644857d345577ada3c71d6905fd9200b4e6310fa5ae50e920dd8f0c8f5
FandolSong-Regular a3820003227d4abe31fe28b493200d94a849ccfd078b50a019264f70353020b0 8bf89dd3fadfd696aec17fdda7c608e73b0a05854432d0200bfc2bfab83d5f32'
wenkai_sum=bbf534b0ca093928f94d1782855e65a19a32cde82b075d495d072025521953c8

say() { printf '%s\n' "$*"; }
fail() {
    printf '失败：%s\n' "$*" >&2
    exit 1
}

sum_of() { sha256sum <"$1" | cut -d' ' -f1; }

# 软件包 $1 → 缓存里的 deb；已在 --from 文件夹里的直接用
package() {
    if [ -n "$from" ]; then
        for deb in "$from/$1"_*.deb; do
            [ -f "$deb" ] && printf '%s\n' "$deb" && return 0
        done
        return 1
    fi
    command -v apt-get >/dev/null || fail "没有 apt-get；请把字体文件放在一个文件夹里，用 --from 指定"
    rm -f "$work/$1"_*.deb
    sandbox=
    [ "$(id -u)" != 0 ] || sandbox='-o APT::Sandbox::User=root'
    # shellcheck disable=SC2086
    (cd "$work" && apt-get $sandbox -q download "$1") >"$work/apt.log" 2>&1 || {
        cat "$work/apt.log" >&2
        fail "下载 $1 不成功。没有软件包列表时请先运行 sudo apt-get update；不能上网时请用 --from"
    }
    for deb in "$work/$1"_*.deb; do
        [ -f "$deb" ] && printf '%s\n' "$deb" && return 0
    done
    fail "apt-get 没有留下 $1 的文件"
}

# 软件包 $1 中与 $2 相符的文件 → $work/tree
unpack() {
    deb=$(package "$1") || return 1
    mkdir -p "$work/tree"
    dpkg-deb --fsys-tarfile "$deb" >"$work/files.tar" || fail "$deb 打不开"
    tar -x -f "$work/files.tar" -C "$work/tree" --wildcards "$2" || fail "$deb 里没有 $2"
    rm -f "$work/files.tar"
}

# Fandol：从 deb 解出，或直接用 --from 中的 otf
sources() {
    [ ! -d "$work/otf" ] || return 0
    mkdir -p "$work/otf"
    if [ -n "$from" ] && ! ls "$from"/texlive-lang-chinese_*.deb >/dev/null 2>&1; then
        for otf in "$from"/Fandol*.otf; do
            [ ! -f "$otf" ] || cp "$otf" "$work/otf/"
        done
        return 0
    fi
    say "取 Fandol 字体：软件包 texlive-lang-chinese，约 49 MB"
    unpack texlive-lang-chinese '*/opentype/public/fandol/Fandol*.otf'
    find "$work/tree" -name 'Fandol*.otf' -exec mv {} "$work/otf/" \;
}

convert() {
    sources
    [ -f "$work/otf/$1.otf" ] || fail "找不到 $1.otf"
    [ "$(sum_of "$work/otf/$1.otf")" = "$2" ] || fail "$1.otf 的 SHA-256 不对，文件已损坏或不是原版"
    command -v fontforge >/dev/null || fail "没有 fontforge；请运行 sudo apt-get install fontforge-nox"
    say "转换 $1.otf → $1.ttf"
    SOURCE_DATE_EPOCH=0 TZ=UTC fontforge -lang=ff -c "$steps" \
        "$work/otf/$1.otf" "$work/$1.ttf" >"$work/$1.log" 2>&1 || {
        cat "$work/$1.log" >&2
        fail "fontforge 转换 $1 不成功"
    }
    if [ "$(sum_of "$work/$1.ttf")" != "$3" ]; then
        ! grep -q 'Version: 20230101' "$work/$1.log" || fail "$1.ttf 没有完整转换；请检查磁盘空间"
        say "提示：$1.ttf 与登记的结果不同（fontforge 版本不同），照用"
    fi
    mv "$work/$1.ttf" "$cache/$1.ttf"
}

# 缓存里没有或不对的 Fandol 字体：--from 中转换好的拿来用，否则转换；两个一起做
build_fandol() {
    running=
    while read -r name source result <&3; do
        if [ -f "$cache/$name.ttf" ] && recorded "$name.ttf"; then
            continue
        fi
        if [ -n "$from" ] && [ -f "$from/$name.ttf" ] && [ "$(sum_of "$from/$name.ttf")" = "$result" ]; then
            say "取 $from/$name.ttf"
            cp "$from/$name.ttf" "$cache/$name.ttf"
            continue
        fi
        sources
        convert "$name" "$source" "$result" &
        if [ -n "$running" ]; then
            wait "$running" || exit 1
        fi
        running=$!
    done 3<<LIST
$fandol
LIST
    [ -z "$running" ] || wait "$running" || exit 1
}

build_wenkai() {
    if [ -f "$cache/$wenkai.ttf" ] && [ "$(sum_of "$cache/$wenkai.ttf")" = "$wenkai_sum" ]; then
        return 0
    fi
    if [ -n "$from" ] && [ -f "$from/$wenkai.ttf" ]; then
        say "取 $from/$wenkai.ttf"
        cp "$from/$wenkai.ttf" "$work/$wenkai.ttf"
    else
        say "取霞鹜文楷：软件包 fonts-lxgw-wenkai，约 51 MB"
        unpack fonts-lxgw-wenkai "*/$wenkai.ttf" || fail "找不到 $wenkai.ttf"
        find "$work/tree" -name "$wenkai.ttf" -exec mv {} "$work/" \;
    fi
    [ "$(sum_of "$work/$wenkai.ttf")" = "$wenkai_sum" ] || fail "$wenkai.ttf 的 SHA-256 不对，文件已损坏或不是原版"
    mv "$work/$wenkai.ttf" "$cache/$wenkai.ttf"
}

# 缓存记录的 SHA-256 与文件相符？
recorded() {
    [ -f "$cache/$sums" ] || return 1
    (cd "$cache" && grep "  $1\$" "$sums" | sha256sum -c --status) 2>/dev/null
}

# 本文件夹里的字体与上次安装时一样大？（不读内容，很快）
installed() {
    [ -f "$here/.stamp" ] || return 1
    {
        read -r stamp_release || return 1
        [ "$stamp_release" = "$release" ] || return 1
        while read -r sum size name; do
            [ "$(stat -c %s "$here/$name" 2>/dev/null)" = "$size" ] || return 1
            [ -z "$check" ] || [ "$(sum_of "$here/$name")" = "$sum" ] || return 1
        done
    } <"$here/.stamp"
}

install_all() {
    rm -f "$here/.stamp"
    say "$release" >"$work/stamp"
    for file in "$cache"/Fandol*.ttf "$cache/$wenkai.ttf"; do
        name=${file##*/}
        cp "$file" "$here/$name.part" || fail "写不了 $here/$name"
        mv "$here/$name.part" "$here/$name"
        say "$(sum_of "$here/$name") $(stat -c %s "$here/$name") $name" >>"$work/stamp"
    done
    cp "$work/stamp" "$here/.stamp"
}

from=
check=
while [ $# -gt 0 ]; do
    case $1 in
    --from)
        [ $# -ge 2 ] || { say "--from 后面要写文件夹" >&2; exit 2; }
        from=$(cd "$2" 2>/dev/null && pwd) || fail "没有文件夹 $2"
        shift
        ;;
    --check) check=yes ;;
    -h | --help)
        sed -n '2,9s/^# \{0,1\}//p' "$0"
        exit 0
        ;;
    *)
        say "用法：fonts/get-fonts.sh [--from 文件夹] [--check]" >&2
        exit 2
        ;;
    esac
    shift
done

if installed; then
    say "字体齐全：$here"
    exit 0
fi

mkdir -p "$cache" || fail "建不了缓存文件夹 $cache"
exec 9>"$cache/.lock"
flock 9 || fail "锁不住 $cache"
work=$(mktemp -d "$cache/.work.XXXXXX") || fail "写不了 $cache"
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

say "字体不全，现在准备（缓存：$cache）"
build_fandol
build_wenkai
(cd "$cache" && sha256sum -- *.ttf) >"$work/sums"
mv "$work/sums" "$cache/$sums"
install_all
say "字体已就位：$here"
