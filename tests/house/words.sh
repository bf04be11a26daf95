#!/usr/bin/env bash
# No message to users holds a developer's word: tests/house/words.txt. Looked at: Chinese texts of the diagnostics and of
# the commands, and 说明 处理 名称 of the templates. Placeholders and formulas in {{ }} or backticks are no words.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1
words=$(grep -v '^#' tests/house/words.txt | grep . | paste -sd'|')
han='[一-龥]'
messages() {
    grep -hoE '"[^"]*"' src/base/diag_codes.h src/base/diag_explain.h src/base/diag_print.c src/main.c src/cmd*.c
    grep -rhoE '^(说明|处理|名称|来源) *= *.*' templates --include='*.ini'
}
bad=$(messages | LC_ALL=C.UTF-8 grep -P "$han" | sed 's/{{[^}]*}}//g; /^"字段 "$/d' | LC_ALL=C.UTF-8 grep -nE "$words")
[ -z "$bad" ] || { echo "$bad"; exit 1; }
