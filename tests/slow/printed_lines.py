#!/usr/bin/python3
"""The printed lines of a PDF's pages as a reader counts them; as a program, printed_lines.py OUT…: is every paragraph, and
every line of it, printed where the build.ini beside the PDF says? Nothing here knows the program's grid."""
import glob
import re
import sys

try:
    import fitz
except ImportError:
    import pymupdf as fitz


def printed_lines(page):
    """From the top, each from left to right. Side by side, even if not on one baseline, is one line; blank lines and the
    page number are none."""
    spans = []
    for block in page.get_text("dict")["blocks"]:
        for row in block.get("lines", []):
            spans += [((s["bbox"][1] + s["bbox"][3]) / 2, s["bbox"][0], s["text"], s["size"]) for s in row["spans"]
                      if s["text"].strip()]
    lines, last, size = [], None, 0
    for y, x, text, height in sorted(spans):
        if last is None or y - last > 0.75 * size:
            lines.append([])
            last, size = y, height
        lines[-1].append((x, text))
    texts = ["".join(text for _, text in sorted(line)) for line in lines]
    return [t for t in texts if not re.fullmatch(r"\s*—\s*\d+\s*—\s*", t)]


def wrong_lines(out):
    pdf = fitz.open([f for f in glob.glob(out + "/*.pdf") if "审核稿" not in f][0])
    pages, section, seen, wrong = [printed_lines(page) for page in pdf], "", 0, []
    for row in open(out + "/build.ini", encoding="utf-8"):
        section = row.strip() if row.startswith("[") else section
        cells = re.split(r" \| ", row.rstrip("\n"), maxsplit=3)
        if section != "[文字]" or not row.startswith("行 = ") or len(cells) < 4:
            continue
        text = cells[3].replace("\\|", "|").encode()
        for place in cells[0][4:].split("\\n"):
            found = re.fullmatch(r"(?:\+(\d+) )?(\d+)/(\d+)", place)
            if not found or not int(found[3]):
                continue
            seen += 1
            rest = text[int(found[1] or 0):].decode("utf-8", "replace").lstrip(" |")
            want = "".join(rest.split(" |")[0].split())[:2]
            lines = pages[int(found[2]) - 1]
            have = lines[int(found[3]) - 1] if int(found[3]) <= len(lines) else ""
            if want not in "".join(have.split()):
                wrong.append((place, want, have))
    assert seen > 4, "nothing to look at"
    return wrong


if __name__ == "__main__":
    bad = [(out, wrong) for out in sys.argv[1:] for wrong in wrong_lines(out)]
    for one in bad:
        print("BAD", *one)
    sys.exit(bool(bad))
