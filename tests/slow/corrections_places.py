#!/usr/bin/python3
"""corrections_places.py DIFF.json OUT: is every new value, and the first word of every text that differs, really printed
where `diff` says? Lines are counted as printed_lines.py does, cells are read with openpyxl."""
import glob
import json
import os
import sys

import openpyxl

from printed_lines import fitz, printed_lines

diff = json.load(open(sys.argv[1]))
out = sys.argv[2]
pdf = fitz.open(glob.glob(out + "/*.pdf")[0])
books = [openpyxl.load_workbook(f, data_only=True) for f in glob.glob(out + "/*.xlsx")]
sheets = {s.title: s for b in books for s in b.worksheets}
bad = seen = 0


def lines_of(number):
    return printed_lines(pdf[number - 1])


def page_line(number, line):
    lines = lines_of(number)
    return lines[line - 1] if line <= len(lines) else ""


def word_at(text, at):
    """The first characters that differ, with what stands before them in case there is nothing left."""
    return text[at:at + 2] if text[at:at + 2].strip() else text[max(0, at - 2):at]


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
for text in diff["paragraphs"]:
    if not text["old"] or not text["new"] or "line" not in text["place"]:
        continue
    seen += 1
    at = len(os.path.commonprefix([text["old"], text["new"]]))
    lines = lines_of(text["place"]["page"])[text["place"]["line"] - 1:] + lines_of(text["place"]["page"] + 1)[:1]
    first = "".join((lines[0] + lines[1][:1]).split())
    ok = "".join(word_at(text["new"], at).split()) in first
    print("ok " if ok else "BAD", word_at(text["new"], at), text["place"], repr(lines[0]))
    bad += not ok
assert seen >= 2, "nothing to look at"
sys.exit(bad != 0)
