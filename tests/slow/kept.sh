#!/usr/bin/env bash
# kept.sh ZIPING: what a build replaces is not lost: an issue that was handed in, an output that somebody has edited.
# Drafts replace each other.
set -euo pipefail
. "$(dirname "$0")/story.sh"
silent() { ! grep -qF -- "$1" "$work/err" || { grep -v '〔' "$work/err"; fail "says: $1"; }; }
retired() { sed -i "s/^退休人数 = .*/退休人数 = $1/" a/report.ini; }
cp -r "$root/samples/suining-2023" a
build a
sha256sum a/out/*.pdf a/out/*.xlsx | sed 's|a/out/||' >handed-in
find a/out -type f -exec touch -d '-61 minutes' {} + # as an issue stands that is printed, sealed and sent
echo '# 备注' >>a/report.ini
build a; says 'report.ini 已改'; silent 原有成果

echo "-- a correction keeps what was handed in, and the command it names works"
retired 3
build a
says '重新生成：report.ini 已改'
says '原有成果留在：a/out/旧版/上一次（下次加 --keep，就编号留着）；已报出的，写更正说明用：ziping diff a/out/旧版/上一次 a -o 更正说明.pdf'
(cd a/out/旧版/上一次 && sha256sum --quiet -c "$work/handed-in") || fail "what is kept is not what was handed in"
code=0; "$ziping" diff a/out/旧版/上一次 a -o 更正说明.pdf >diff.txt 2>&1 || code=$?
[ "$code" = 1 ] && [ -s 更正说明.pdf ] && grep -q '2人 → 3人' diff.txt || { cat diff.txt; fail "no note of correction"; }
code=0; "$ziping" diff a >diff.txt 2>err || code=$?
[ "$code" = 0 ] || fail "differs from itself"
says 没有不同; says '更早的成果在 a/out/旧版/上一次；比较用：ziping diff a/out/旧版/上一次 a'
build a; says 没有变化; silent 原有成果

echo "-- drafts: one set beside what was handed in"
for n in 4 5 6 7 8; do retired $n; build a; done
[ "$(ls a/out/旧版)" = "$(printf '1\n上一次')" ] || { ls a/out/旧版; fail "not one draft and one number"; }
(cd a/out/旧版/1 && sha256sum --quiet -c "$work/handed-in") || fail "what was handed in is lost"
grep -q '|7人|\|| 7人 |' a/out/旧版/上一次/build.ini || fail "not the last draft"

echo "-- other settings, same figures: nothing to keep"
build a --proof; says --proof; silent 原有成果
build a; says --proof; silent 原有成果

"$ziping" diff a >/dev/null 2>err
says '更早的成果在 a/out/旧版/上一次、1；比较用：'

echo "-- --keep loses nothing either"
retired 9
build a --keep
says '原有成果留在：a/out/旧版/3'
[ "$(ls a/out/旧版)" = "$(printf '1\n2\n3')" ] || { ls a/out/旧版; fail "not three"; }

echo "-- an edited output is put aside, named, and not taken for what was handed in"
annex=$(cd a/out && ls | grep '^附件2')
echo edited >"a/out/$annex"
retired 2
build a
says "；成果 $annex 已改"
says "成果 $annex 被改动过，改动过的留在：a/out/旧版/手改/1"
[ "$(cat "a/out/旧版/手改/1/$annex")" = edited ] || fail "the edited annex is lost"
[ ! -e "a/out/旧版/上一次/$annex" ] || fail "the edited annex passes for an issue"
(cd a/out && sha256sum --quiet -c "$work/handed-in") || fail "not the same bytes"
echo again >"a/out/$annex"
build a -q
says '旧版/手改/2'
rm a/out/.build-stamp
echo third >"a/out/$annex"
build a
says '旧版/手改/3'
rm a/out/.build-stamp
build a --keep
says "原有成果留在：a/out/旧版/5"
rm a/out/.build-stamp a/out/build.ini
build a
says '旧版/手改/4'
[ "$(ls a/out/旧版/手改/4 | wc -l)" = 3 ] || fail "outputs nobody knows are lost"

echo "-- a refused build touches nothing and claims nothing"
sed -i 's/^年度 = 2023/年度 = x/' a/report.ini
ls -R a/out/旧版 >before
code=0; "$ziping" build a >out 2>err || code=$?
[ "$code" = 1 ] || fail "an error exits $code"
silent 重新生成; silent 原有成果
ls -R a/out/旧版 | diff before -
echo ok
