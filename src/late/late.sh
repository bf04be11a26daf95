#!/bin/sh
# late.sh NM ARCHIVE MACRO=LIBRARY[:LIBRARY]…: LATE(MACRO, number, function) for every function that the archive calls
# and one of these shared libraries has. What comes behind a colon is needed by the library and comes with it.
set -eu
nm=$1 archive=$2
shift 2
{
    "$nm" "$archive" 2>/dev/null | awk 'NF == 2 && $1 == "U" { print "?", $2 } NF == 3 { print "!", $3 }'
    for pair; do
        for library in $(echo "${pair#*=}" | tr : ' '); do
            "$nm" -D --defined-only "$library" | sed "s/^[0-9a-f]* /${pair%%=*} /"
        done
    done
} | awk '
    $1 == "?" { called[$2]; next }
    $1 == "!" { delete called[$2]; own[$2]; next }
    { sub(/@.*/, "", $3) }
    !($3 in called) || $3 in own { next }
    $2 !~ /^[TWi]$/ { print "late.sh: " $3 " is no function" >"/dev/stderr"; exit 1 }
    { printf "LATE(%s, %d, %s)\n", $1, count++, $3; own[$3] }'
