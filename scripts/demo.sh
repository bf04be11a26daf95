#!/usr/bin/env bash
# One command on a fresh Debian 12: installs what is missing, fetches fonts, builds, makes the sample report.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
"$root/scripts/prepare.sh"
"$root/scripts/build.sh" release
cd "$root"
build/release/ziping build samples/suining-2023 -o build/demo
