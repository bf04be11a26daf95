#!/usr/bin/python3
"""Opens workbooks with openpyxl and prints what stands in them.

usage: xlsx_check.py FILE.xlsx...            one line per cell: ref, kind (s n f), number format, value, font
       xlsx_check.py --falsify IN OUT        copies a workbook with the first formula's cached value changed
Exit: 0; 1 a file does not open, has no cell, or breaks a rule of the annexes (A4, one page wide, print area, fonts
named, no empty style name); 2 wrong use.
"""
import re
import sys
import zipfile

from openpyxl import load_workbook


def check(path):
    book = load_workbook(path)
    cached = load_workbook(path, data_only=True)
    bad = []
    for sheet in book.worksheets:
        values = cached[sheet.title]
        setup, margins = sheet.page_setup, sheet.page_margins
        mm = [round(25.4 * m, 1) for m in (margins.left, margins.right, margins.top, margins.bottom)]
        print(f"sheet {sheet.title} {sheet.dimensions} {setup.orientation} margins {mm}")
        print(f"print {sheet.print_area} repeat {sheet.print_title_rows} footer {sheet.oddFooter.center.text!r}")
        print(f"properties {book.properties.title!r} {book.properties.creator!r} {book.properties.created}")
        for merge in sorted(str(m) for m in sheet.merged_cells.ranges):
            print(f"join {merge}")
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is None:
                    continue
                value = values[cell.coordinate].value
                shown = f"{cell.value} -> {value!r}" if cell.data_type == "f" else repr(cell.value)
                print(f"{cell.coordinate}\t{cell.data_type}\t{cell.number_format}\t{shown}\t{cell.font.name} {cell.font.sz}")
                if cell.data_type == "f" and value is None:
                    bad.append(f"{cell.coordinate}: formula without cached value")
                if not cell.font.name or cell.font.name == "Calibri":
                    bad.append(f"{cell.coordinate}: font {cell.font.name}")
        if str(setup.paperSize) != "9":
            bad.append(f"paper {setup.paperSize}")
        if not (sheet.sheet_properties.pageSetUpPr and sheet.sheet_properties.pageSetUpPr.fitToPage):
            bad.append("not fitted to the page's width")
        if not sheet.print_area:
            bad.append("no print area")
        if sheet.max_row < 3:
            bad.append("no rows")
    for line in bad:
        print(f"{path}: {line}", file=sys.stderr)
    return not bad


def falsify(source, target):
    """1 is added to the first formula's cached value; everything else is copied byte for byte."""
    done = False
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name.startswith("xl/worksheets/sheet") and not done:
                text, n = re.subn(r"(</f><v>)([^<]+)(</v>)", lambda m: f"{m[1]}{float(m[2]) + 1:g}{m[3]}",
                                  data.decode(), count=1)
                data, done = text.encode(), n == 1
            new.writestr(name, data)
    if not done:
        print(f"{source}: no formula to falsify", file=sys.stderr)
    return done


def main(args):
    if len(args) == 3 and args[0] == "--falsify":
        return 0 if falsify(args[1], args[2]) else 1
    if not args or args[0].startswith("-"):
        print(__doc__, file=sys.stderr)
        return 2
    return 0 if all([check(path) for path in args]) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
