#!/usr/bin/env bash
# What demo.sh and test.sh share: packages, fonts. Every step skips what is there.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
"$root/scripts/install-deps.sh"
"$root/fonts/get-fonts.sh"
