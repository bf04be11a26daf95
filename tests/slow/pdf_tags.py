"""Tags of a PDF against layout: usage: pdf_tags.py FILE.pdf PAGES    (PAGES: what `ziping build --dump pages` printed)

pdfinfo -struct-text must print every text frame once, in the order of layout, but for page numbers and what a table
repeats on later pages; heads repeated on later pages must be TH; links must lie on their words and lead to the annex they name.
Exit: 0; 1 something differs.
"""
import re
import subprocess
import sys

try:
    import fitz
except ImportError:
    import pymupdf as fitz


def frames(path):
    """(page, text) of every text frame."""
    page = 0
    for line in open(path, encoding="utf-8"):
        if line.startswith("page "):
            page += 1
        found = re.match(r'(?:text|upright) \S+ \S+ \S+ \S+ \S+ "(.*)"$', line)
        if found:
            yield page, found[1]


def structure(pdf):
    """(type, text) of every piece of text in the tree."""
    said = subprocess.run(["pdfinfo", "-struct-text", pdf], capture_output=True, text=True, check=True)
    assert not said.stderr, said.stderr
    kind = None
    for line in said.stdout.splitlines():
        found = re.match(r'\s*"(.*)"$', line)
        if found:
            yield kind, found[1]
        else:
            kind = line.strip().split()[0].rstrip(":") if line.strip()[:1].isalpha() else kind


def plain(text):
    return re.sub(r"\s", "", text)


def compare(wanted, got):
    """Texts of layout that the tree leaves out."""
    said, at, left_out = plain("".join(text for _, text in got)), 0, []
    for page, text in wanted:
        if said.startswith(plain(text), at):
            at += len(plain(text))
        else:
            left_out.append((page, text))
    assert at == len(said), f"the tree says more than layout, or in another order: {said[at:at + 60]}"
    return left_out


def check_links(document, labels):
    links = 0
    for page in document:
        for link in page.get_links():
            assert link["kind"] == fitz.LINK_GOTO, link
            # an inch of tolerance would take in neighbours: words whose middle is in the link
            words = "".join(c["c"] for b in page.get_text("rawdict", flags=0)["blocks"] for l in b.get("lines", [])
                            for s in l["spans"] for c in s["chars"]
                            if fitz.Point((c["bbox"][0] + c["bbox"][2]) / 2, c["origin"][1] - 2) in link["from"])
            target = plain(document[link["page"]].get_text())
            assert words and plain(words) in target, f"page {page.number + 1}: {words!r} leads to {target[:30]!r}"
            links += 1
            print(f"link: page {page.number + 1} {words} -> page {link['page'] + 1}")
    assert links >= labels, f"{links} links, {labels} annexes"


def main(pdf, pages):
    wanted, got = list(frames(pages)), list(structure(pdf))
    left_out = compare(wanted, got)
    heads = {plain(text) for kind, text in got if kind == "TH"}
    body = {plain(text) for kind, text in got if kind == "TD"}
    numbers = 0
    for page, text in left_out:
        if re.fullmatch(r"— \d+ —", text):
            numbers += 1
        else:
            again = any(plain(text) in cell for cell in heads | body) and page > 1
            assert again, f"page {page}: {text} is neither a number nor repeated from a table"
    document = fitz.open(pdf)
    printed = sum(1 for _, text in wanted if re.fullmatch(r"— \d+ —", text))  # a cover has none
    assert numbers == printed >= len(document) - 1, f"{numbers} page numbers, {len(document)} pages"
    types = [kind for kind, _ in got]
    with open(pages, encoding="utf-8") as file:
        annexes = re.search(r"^page \d+ \S+ \S", file.read(), re.M)  # a form without any has no 附件说明
    for kind in ["P", "H1", "TH", "TD"] + (["Lbl", "Link"] if annexes else []):
        assert kind in types, f"no {kind}"
    assert heads - body, "no heads"
    assert [document[i].get_label() for i in (0, len(document) - 1)] == ["1", str(len(document))], "page labels"
    catalog = document.xref_object(document.pdf_catalog())
    for entry in ("MarkInfo", "StructTreeRoot", "Lang", "ViewerPreferences", "PageLabels", "OutputIntents"):
        assert entry in catalog, f"no {entry}"
    check_links(document, types.count("Lbl"))
    # the judge can say no: two frames in the wrong order
    wrong = [wanted[1], wanted[0]] + wanted[2:]
    try:
        compare(wrong, got)
    except AssertionError:
        pass
    else:
        raise AssertionError("a wrong order was not noticed")
    print(f"{pdf}: {len(got)} texts, {len(heads)} heads, {len(left_out) - numbers} repeated, {numbers} page numbers")


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except AssertionError as problem:
        print(f"{sys.argv[1]}: {problem}", file=sys.stderr)
        sys.exit(1)
