#!/usr/bin/python3
"""rare_mixed.py ZIPING: characters that the main faces lack (400 beyond the BMP, 400 in it) among common ones, figures
and Latin: in title, headings of two levels, paragraphs, an annex and its workbook. None is missing, extraction gives
exactly what was written, lines of several faces stand on one baseline of the grid (layout.py)."""
import random
import re
import subprocess
import sys
import tempfile

try:
    import fitz
except ImportError:
    import pymupdf as fitz
from openpyxl import load_workbook
from layout_ends import sentences, write


def lacking():
    """Characters of the fallback face that 仿宋 lacks: (beyond the BMP, in it)."""
    rare, common = fitz.Font(fontfile="fonts/LXGWWenKai-Regular.ttf"), fitz.Font(fontfile="fonts/FandolFang-Regular.ttf")
    points = [c for c in rare.valid_codepoints() if not common.has_glyph(c)]
    return [chr(c) for c in points if 0x20000 <= c < 0x32400], [chr(c) for c in points if 0x3400 <= c < 0xA000]


def main(ziping):
    pick, stock = random.Random(8105), sentences()
    beyond, within = (pick.sample(found, 400) for found in lacking())
    paragraphs, cells, lines = [], [], ["@标题 关于" + beyond[0] + within[0] + "镇" + beyond[1] + "村的自评报告"]
    for i in range(0, 400, 4):
        if i % 36 == 0:
            lines.append("# " + "".join(beyond[i:i + 3]) + "村情况")
        if i % 36 == 16:
            lines.append("## " + "".join(within[i:i + 3]) + "村情况")
        paragraphs.append(pick.choice(stock)[:pick.randint(5, 30)].rstrip("。") + "".join(beyond[i:i + 4]) + f"{pick.randint(1, 9999)}.25万元，"
                          + "".join(within[i:i + 4]) + "APP" + pick.choice(stock))
        lines.append("\\" + paragraphs[-1])
        cells.append("".join(beyond[i:i + 2]) + "项目" + within[i])
    with tempfile.TemporaryDirectory() as folder:
        write(folder, "模板/t/template.ini", "[模板]\n名称 = t\n版本 = 1\n格式 = 1\n继承 = gbt9704\n[输出]\nPDF = t.pdf\n"
              "[附件 1]\n表 = a\n标题 = 表\n文件 = a.xlsx\n工作表 = 表\n")
        write(folder, "模板/t/a.ini", "[表]\n列宽 = 3 1\n[行]\n" + "".join(f"行.{i:03d} = {c} | 1\n" for i, c in enumerate(cells)))
        write(folder, "模板/t/report.txt", "\n".join(lines + ["@附件说明", "@落款", ""]))
        write(folder, "report.ini", "[报告]\n模板 = t\n年度 = 2024\n单位 = 某县某局\n日期 = 2025-02-28\n[自定]\n甲 = 1\n")
        said = subprocess.run([ziping, "build", folder, "-o", f"{folder}/out", "--fonts", "fonts", "--templates", "templates"],
                              capture_output=True, text=True)
        assert "F001" not in said.stderr, said.stderr
        text = subprocess.run(["pdftotext", f"{folder}/out/t.pdf", "-"], capture_output=True, text=True, check=True).stdout
        text = "".join(l for l in text.replace("\f", "\n").split("\n") if not re.fullmatch(r"— ?\d+ ?—", l))
        text = text.replace(" ", "")  # poppler takes a gap between two faces of a stretched line for one
        for want in paragraphs + cells:
            assert want in text, want
        book = {c.value for row in load_workbook(f"{folder}/out/a.xlsx").active.iter_rows() for c in row}
        assert not set(cells) - book, set(cells) - book
        print(f"{len(paragraphs)} paragraphs and {len(cells)} cells extracted exactly")
        return subprocess.run([sys.executable, "tests/slow/layout.py", f"{folder}/out/t.pdf"]).returncode


sys.exit(main(sys.argv[1]))
