"""import_forms.py ZIPING: forms as offices send them, made with openpyxl and taken apart with zipfile: which sheet is
imported, what is told on screen, and what packages other programs write differently."""
import os, re, subprocess, sys, tempfile, zipfile
import openpyxl
from openpyxl.styles import Alignment, Border, Font, Side

ziping = os.path.abspath(sys.argv[1])
root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
work = tempfile.TemporaryDirectory(prefix="ziping-forms-")
os.chdir(work.name)
env = dict(os.environ, ZIPING_LANG="zh", LC_ALL="C.UTF-8", ZIPING_TEMPLATES=root + "/templates")
thin = Side(style="thin")


def form():
    """A first sheet without anything, a hidden list, the table with eight rows that nobody knows."""
    book = openpyxl.Workbook()
    book.active.title = "封面"
    book.create_sheet("下拉").sheet_state = "hidden"
    book["下拉"]["A1"] = "是"
    sheet = book.create_sheet("附表3")
    for r in range(4, 14):
        for c in "ABC":
            cell = sheet[f"{c}{r}"]
            cell.border = Border(thin, thin, thin, thin)
            cell.alignment = Alignment(horizontal="center")
            cell.value = {"A": f"某项{r}", "B": None, "C": None}[c] if r > 4 else {"A": "项目", "B": "甲", "C": "乙"}[c]
    sheet.merge_cells("A2:C2")
    sheet["A1"], sheet["A2"], sheet["A3"], sheet["C3"] = "附件2", "2024年度情况表", "填报单位：", "单位：万元"
    sheet["A2"].font = Font(size=16)
    sheet["A2"].alignment = Alignment(horizontal="center")
    sheet["C3"].alignment = Alignment(horizontal="right")
    sheet.print_title_rows = "2:4"
    return book


def imported(*arguments, code=0):
    got = subprocess.run([ziping, "template", "import-table", *arguments], env=env, capture_output=True, text=True)
    assert got.returncode == code, (arguments, got.returncode, got.stderr)
    return got.stdout, got.stderr


def has(text, *lines):
    for line in lines:
        assert line in text, f"{line}\nnot in\n{text}"


def changed(name, changes, drop=()):
    """form.xlsx with pairs of part and (pattern, replacement), saved as `name`."""
    with zipfile.ZipFile("form.xlsx") as old, zipfile.ZipFile(name, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            text = old.read(part)
            for which, pattern, replacement in changes:
                if re.search(which, part):
                    text = re.sub(pattern.encode(), replacement.encode(), text)
            new.writestr(part, text)


form().save("form.xlsx")
table, said = imported("form.xlsx", "-t", "hunan-2023")
has(table, "# 标题 = 2024年度情况表\n", "单位行 = 单位：万元\n", "重复表头 = 行.010\n", "# 表外：A3 填报单位：")
has(said, "导入的是这一个：附表3", "表外的文字没有放进附表：A1 附件2")
assert said.count("T206") == 9 and "同类还有" not in said, said  # each row is told, none is counted instead
has(table, *[f"# 待填：B{r}、C{r}（某项{r}）\n" for r in range(5, 14)])

# sheets by name and number, as the tabs are shown
assert imported("form.xlsx", "--sheet", "附表3")[0] == imported("form.xlsx", "--sheet", "2")[0]
has(imported("form.xlsx", "--sheet", "附表 3", code=1)[1], "没有这个工作表：附表 3（1 封面、2 附表3）", "是不是“附表3”？")
has(imported("form.xlsx", "--sheet", "3", code=1)[1], "没有这个工作表：3（1 封面、2 附表3）")
has(imported("form.xlsx", "--sheet", "1", code=1)[1], "工作表里找不到表格：封面")

# what other programs write: marks at the beginning, whole addresses, strict name spaces, prefixes, a macro file's type
want = imported("form.xlsx")[0]
bom = [("xl/.*xml$|rels$", "^", "\ufeff")]
strict = [(".", "http://schemas.openxmlformats.org/officeDocument/2006", "http://purl.oclc.org/ooxml/officeDocument"),
          (".", "http://schemas.openxmlformats.org/spreadsheetml/2006", "http://purl.oclc.org/ooxml/spreadsheetml")]
prefix = [("worksheets/sheet", "<(/?)(?=[a-z])", r"<\1x:"), ("worksheets/sheet", "xmlns=", "xmlns:x=")]
absolute = [("workbook.xml.rels", 'Target="(?!/)', 'Target="/xl/')]
titles = [("xl/workbook.xml", r"\$2:\$4", "2:4"), ("xl/workbook.xml", "!2:4", "!\\\\$A:\\\\$B,'附表3'!2:4")]
macro = [("Content_Types", "spreadsheetml.sheet.main", "ms-excel.sheet.macroEnabled.main")]
for name, changes in (("bom", bom), ("strict", strict), ("prefix", prefix), ("absolute", absolute), ("titles", titles),
                      ("macro", macro)):
    changed(f"{name}.xlsx", changes)
    assert imported(f"{name}.xlsx")[0] == want, name

with open("csv.xlsx", "w") as file:
    file.write("项目,甲\n")
has(imported("csv.xlsx", code=1)[1], "不是XLSX")
book = openpyxl.Workbook()
book.save("empty.xlsx")
has(imported("empty.xlsx", code=1)[1], "工作表里找不到表格：Sheet")
print("forms of six writers, sheets by name and number, every blank told")
