#!/usr/bin/python3
"""reference.py PDF TEXT: every sentence of the published narrative and every annex cell stands in the PDF.

White space, page-number lines, leading numbers (they are computed) and paste marks do not count.
"""
import re
import subprocess
import sys

NUMBER = re.compile(r"^(?:[（(][一二三四五六七八九十0-9]+[）)]|[一二三四五六七八九十]+、|[0-9]{1,2}[、．]|[0-9]{1,2}\.(?![0-9]))")


def squeeze(text):
    return re.sub(r"[\s\u3000\u00a0]+", "", text)


def printed(pdf):
    raw = subprocess.run(["pdftotext", "-raw", pdf, "-"], check=True, capture_output=True)
    if raw.stderr:
        sys.exit("pdftotext: " + raw.stderr.decode())
    lines = raw.stdout.decode().replace("\f", "\n").split("\n")
    return squeeze("".join(l for l in lines if not re.fullmatch(r"\s*— \d+ —\s*", l)))


def pieces(path):
    for line in open(path, encoding="utf-8"):
        line = re.sub(r"\[bookmark: [^\]]*\]", "", line)
        for cell in line.split("\t"):
            for sentence in re.split(r"(?<=[。；：])", NUMBER.sub("", squeeze(cell))):
                if sentence and not re.fullmatch(r"附件[0-9-]*", sentence):
                    yield NUMBER.sub("", sentence)


def main():
    text = printed(sys.argv[1])
    wanted = list(pieces(sys.argv[2]))
    missing = [w for w in wanted if w and w not in text]
    for w in missing:
        print("missing:", w)
    # the check must be able to fail: a sentence nobody wrote must not be found
    assert "这一句不在报告里" not in text and len(wanted) > 300, len(wanted)
    print(f"{len(wanted) - len(missing)} of {len(wanted)} sentences and cells found")
    return bool(missing)


sys.exit(main())
