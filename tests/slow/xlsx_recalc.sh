#!/usr/bin/env bash
# Formulas recalculated by LibreOffice must equal the cached values we wrote.
# usage: xlsx_recalc.sh FILE.xlsx...
# Headless LibreOffice prints cached values unless its profile forces recalculation (OOXMLRecalcMode = 0), so a private
# profile does. Exit: 0 all equal; 1 a value differs, or no formula at all; 2 wrong use; 77 no LibreOffice here.
set -euo pipefail
[ $# -gt 0 ] || { sed -n '2,5p' "$0" >&2; exit 2; }
command -v soffice >/dev/null || { echo "no soffice: skipped"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/profile/user" "$work/in" "$work/out"
cat >"$work/profile/user/registrymodifications.xcu" <<'XCU'
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
XCU
n=0
for file in "$@"; do
    n=$((n + 1))
    cp "$file" "$work/in/$n.xlsx"
done
soffice "-env:UserInstallation=file://$work/profile" --headless --convert-to xlsx --outdir "$work/out" "$work"/in/*.xlsx \
    >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }

/usr/bin/python3 - "$work" "$@" <<'PY'
import sys
from openpyxl import load_workbook

work, files = sys.argv[1], sys.argv[2:]
formulas = wrong = 0
for i, name in enumerate(files, 1):
    written = load_workbook(f"{work}/in/{i}.xlsx")
    cached = load_workbook(f"{work}/in/{i}.xlsx", data_only=True)
    fresh = load_workbook(f"{work}/out/{i}.xlsx", data_only=True)
    for sheet in written.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type != "f":
                    continue
                formulas += 1
                was = cached[sheet.title][cell.coordinate].value
                now = fresh[sheet.title][cell.coordinate].value
                numbers = isinstance(was, (int, float)) and isinstance(now, (int, float))
                # 15 digits are what a spreadsheet shows of a number
                if numbers and abs(was - now) <= 1e-14 * max(1, abs(was)):
                    continue
                wrong += 1
                print(f"{name} {sheet.title} {cell.coordinate} {cell.value}: cached {was!r}, recalculated {now!r}")
print(f"{formulas} formulas, {wrong} wrong")
sys.exit(1 if wrong or not formulas else 0)
PY
