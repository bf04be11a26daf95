"""Marks of a proof copy: usage: proof.py FILE.pdf [WANTED]

Prints one line for each annotation: page, title, the words under it, its note. WANTED: lines of "CODE words"; every one
must be the words under an annotation whose note bears that code. Exit: 0; 1 something is missing.
"""
import sys

try:
    import fitz
except ImportError:
    import pymupdf as fitz


def characters(page):
    """(character, middle of its box) in the order of the page."""
    return [(c["c"], fitz.Point((c["bbox"][0] + c["bbox"][2]) / 2, (c["bbox"][1] + c["bbox"][3]) / 2))
            for b in page.get_text("rawdict", flags=fitz.TEXT_PRESERVE_WHITESPACE)["blocks"]
            for line in b.get("lines", []) for s in line["spans"] for c in s["chars"]]


def text(document, xref, key):
    """A text string of a dictionary."""
    kind, value = document.xref_get_key(xref, key)
    return value if kind == "string" else ""


def marks(document):
    """(page, title, words, note) of every highlight. The objects are read: PyMuPDF's own annotations lose their page."""
    for number in range(len(document)):
        page = document[number]
        letters = characters(page)
        for xref, kind, _ in page.annot_xrefs():
            if kind != fitz.PDF_ANNOT_HIGHLIGHT:
                continue
            quads = [float(n) for n in document.xref_get_key(xref, "QuadPoints")[1].strip("[]").split()]
            words = ""
            for i in range(0, len(quads), 8):
                x, y = quads[i:i + 8:2], [page.rect.height - v for v in quads[i + 1:i + 8:2]]
                words += "".join(c for c, middle in letters if middle in fitz.Rect(min(x), min(y), max(x), max(y)))
            yield number + 1, text(document, xref, "T"), words, text(document, xref, "Contents")


def main(path, wanted=None):
    document = fitz.open(path)
    found = list(marks(document))
    for mark in found:
        print("\t".join(map(str, mark)))
    missing = 0
    for line in open(wanted, encoding="utf-8").read().splitlines() if wanted else []:
        code, words = line.split(" ", 1)
        if not any(code + "〕" in note and words == text for _, _, text, note in found):
            print(f"{path}: no mark {code} on {words}", file=sys.stderr)
            missing += 1
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
