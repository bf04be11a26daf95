#!/bin/sh
# xlsx_locked.sh ZIPING: with 保护公式 = 是 the sheet is protected without a password, its formulas are locked, everything
# else can be written; without it nothing is protected.
set -eu
ziping=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp -r samples/minimal "$folder/open"
cp -r samples/minimal "$folder/locked"
mkdir -p "$folder/locked/模板"
cp -r templates/minimal "$folder/locked/模板"
sed -i 's/^\[表\]/[表]\n保护公式 = 是/' "$folder/locked/模板/minimal/annex1.ini"
for each in open locked; do
    "$ziping" build "$folder/$each" -o "$folder/$each.out" --fonts fonts -q
done
/usr/bin/python3 - "$folder" <<'END'
import glob
import sys
from openpyxl import load_workbook


def sheet(name):
    return load_workbook(glob.glob(f"{sys.argv[1]}/{name}.out/*.xlsx")[0]).active


plain, locked = sheet("open"), sheet("locked")
assert not plain.protection.sheet
assert locked.protection.sheet and locked.protection.password is None
cells = [c for row in locked.iter_rows() for c in row if c.value is not None]
formulas = [c for c in cells if c.data_type == "f"]
assert formulas and all(c.protection.locked for c in formulas)
wrong = [c.coordinate for c in cells if c.data_type != "f" and c.protection.locked]
assert not wrong, wrong
assert not locked.protection.insertRows and not locked.protection.formatCells, "0: allowed"
print(f"{len(formulas)} formulas locked, {len(cells) - len(formulas)} other cells open")
END
