#!/usr/bin/python3
"""corrections_places.py DIFF.json OUT: is every new value really printed where `diff` says? Lines of a page are found by
their order on the page (22 to a page), cells with openpyxl."""
import glob
import json
import sys

import openpyxl

try:
    import fitz
except ImportError:
    import pymupdf as fitz

MM = 72 / 25.4
TOP, PITCH, SIZE, ASCENT = 37 * MM, (225 * MM - 16) / 21, 16.0, 0.86

diff = json.load(open(sys.argv[1]))
out = sys.argv[2]
pdf = fitz.open(glob.glob(out + "/*.pdf")[0])
books = [openpyxl.load_workbook(f, data_only=True) for f in glob.glob(out + "/*.xlsx")]
sheets = {s.title: s for b in books for s in b.worksheets}
bad = seen = 0


def line_of(span):
    x, baseline = span["origin"]
    middle = baseline - span["size"] * ASCENT + span["size"] / 2
    return round((middle - TOP - SIZE / 2) / PITCH) + 1


def page_line(number, line):
    text = []
    for block in pdf[number - 1].get_text("dict")["blocks"]:
        for row in block.get("lines", []):
            text += [(s["bbox"][0], s["text"]) for s in row["spans"] if line_of(s) == line]
    return "".join(t for _, t in sorted(text))


for fact in diff["facts"]:
    for place in fact["places"]:
        seen += 1
        if "line" in place:
            text = page_line(place["page"], place["line"])
            ok = fact["new"] in text or fact["new"].rstrip("万元人个") in text
            # the value may begin here and end on the next line
            ok = ok or any(text.endswith(fact["new"][:n]) for n in range(1, len(fact["new"])))
        else:
            cell = sheets[place["sheet"]][place["cell"]]
            value = cell.value
            shown = f"{value:.10g}" if isinstance(value, (int, float)) else str(value)
            if isinstance(value, float) and fact["new"].endswith("%"):
                shown = f"{value * 100:.10g}%"
            ok = shown == fact["new"] or fact["new"].startswith(shown)
            text = shown
            page = "".join(pdf[place["page"] - 1].get_text().split())
            ok = ok and shown in page
        print("ok " if ok else "BAD", fact["name"], fact["new"], place, repr(text))
        bad += not ok
assert seen >= 2, "nothing to look at"
sys.exit(bad != 0)
