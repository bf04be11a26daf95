"""import_forms.py ZIPING: forms as offices send them, made with openpyxl and taken apart with zipfile: which sheet is
imported, what is told on screen, and what packages other programs write differently."""
import os, re, shutil, subprocess, sys, tempfile, zipfile
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

# to be signed: labels typed with blanks in one cell; a note with a colon stays a note
signed = form()
sheet = signed["附表3"]
sheet["A15"], sheet["A16"] = "注：1.得分：    按完成比例计算。", "单位负责人：        填 表 人：　　联系电话：      填报日期：  年 月 日"
signed.save("signed.xlsx")
has(imported("signed.xlsx")[0], "注.01 = 注：1.得分：    按完成比例计算。\n",
    "签字行 = 单位负责人： | 填 表 人： | 联系电话： | 填报日期：  年 月 日\n")

# a sheet of instructions behind the table
told = form()
told.create_sheet("填表说明")["A1"] = "按决算口径填列。"
told.save("told.xlsx")
has(imported("told.xlsx")[1], "还有别的工作表没有导入：3 填表说明")
assert "T213" not in imported("told.xlsx", "--sheet", "2")[1] and "T213" not in imported("form.xlsx")[1]

# saved by LibreOffice, which has no 黑体 here: the head is the same, numbers of rows and pairs below are, too
head = openpyxl.Workbook()
rows = [["序号", "三级指标", "年度指标值", "实际完成值", "分值", "得分"], [1] + [None] * 5, [2] + [None] * 5,
        ["……"] + [None] * 5, ["编制数", None, "在职人数", None, "年末退休人数", None]]
for r, row in enumerate(rows, 1):
    for c, value in enumerate(row, 1):
        cell = head.active.cell(r, c, value)
        cell.border = Border(thin, thin, thin, thin)
        cell.alignment = Alignment(horizontal="center")
        cell.font = Font(name="黑体" if r == 1 else "仿宋_GB2312", size=10.5)
head.save("head.xlsx")
lines = ["= !!表头 序号 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分\n",
         "= *绩效指标 {{序号}} | {{三级指标}} | {{年度指标值}} | {{实际完成值}} | {{分值}} | {{得分}}\n",
         "# 请核对：B5 {{人员.编制数}}、D5 {{人员.在职人数}}\n", "# 也许是：F5 {{人员.退休人数}}\n"]
has(imported("head.xlsx", "-t", "hunan-2023")[0], *lines)
if shutil.which("soffice"):
    subprocess.run(["soffice", "-env:UserInstallation=file://" + work.name + "/office", "--headless", "--convert-to",
                    "xlsx", "--outdir", "office", "head.xlsx"], check=True, capture_output=True, timeout=300)
    table, said = imported("office/head.xlsx", "-t", "hunan-2023")
    has(table, *lines)

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

# a notice's form for self-evaluation, other in wording and joins than our own; as openpyxl and as LibreOffice save it
def evaluation():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "自评表"

    def put(place, text=None, bold=False, across="center"):
        if ":" in place:
            sheet.merge_cells(place)
        for row in sheet[place] if ":" in place else ((sheet[place],),):
            for cell in row:
                cell.border = Border(thin, thin, thin, thin)
        cell = sheet[place.split(":")[0]]
        cell.value, cell.font = text, Font(bold=bold, size=10)
        cell.alignment = Alignment(horizontal=across, vertical="center", wrap_text=True)

    put("A1:B1", "单位名称"), put("C1:H1")
    put("A2:B4", "部门预算执行情况（万元）"), put("C2", "项目")
    for r, text in ((3, "年度资金总额"), (4, "　其中：财政拨款")):
        put(f"C{r}", text, across="left")
        for c in "DEFGH":
            put(f"{c}{r}")
    for c, text in zip("DEFGH", ("年初预算数", "全年预算数", "全年执行数", "分值", "执行率")):
        put(f"{c}2", text, True)
    heads = ("一级指标", "二级指标", "三级指标", "指标解释", "年度指标值", "实际完成值", "分值", "得分")
    for c, text in zip("ABCDEFGH", heads):
        put(f"{c}5", text, True)
    put("A6:A13", "产出指标\n（50分）")
    for k, text in enumerate(("数量指标", "质量指标", "时效指标", "成本指标")):
        put(f"B{6 + 2 * k}:B{7 + 2 * k}", text)
        for r, mark in ((6 + 2 * k, "指标1"), (7 + 2 * k, "……")):
            for c in "CDEFGH":
                put(f"{c}{r}", mark if c == "C" else None)
    put("A14:F14", "总分", True), put("G14", 100), put("H14")
    return book


evaluation().save("form.xlsx")
files = ["form.xlsx"]
if shutil.which("soffice"):
    subprocess.run(["soffice", "--headless", "--convert-to", "xlsx", "--outdir", "office", "form.xlsx"],
                   env=dict(os.environ, HOME=os.getcwd()), check=True, capture_output=True)
    files.append("office/form.xlsx")
for file in files:
    table, said = imported(file, "-t", "hunan-2023")
    has(table, "# 请核对：C1 {{报告.单位}}\n行.010 = 单位名称 | < | {{报告.单位}} | < | < | < | < | <\n",
        "| !左 年度资金总额 | {{预算.年初预算数}} | {{预算.全年预算数}} | {{预算.全年执行数}} | {{预算.分值}} | {{预算.执行率}}\n",
        "# 待填：D4、E4、F4、G4、H4（其中：财政拨款）\n",
        "# 样例：A6:H13（产出指标 （50分）、数量指标、指标1、质量指标、时效指标、成本指标）\n# 待填：D6 指标解释\n"
        "行.060 = *绩效指标 {{一级指标}} | {{二级指标}} | {{三级指标}} |  | {{年度指标值}} | {{实际完成值}} | {{分值}} | {{得分}}\n"
        "行.140 = !表头 总分 | < | < | < | < | < | {{总分.分值}} | {{总分.得分}}\n", "合并列 = 1 2\n")
    has(said, "这些行由一个重复行代替，行里的文字没有带过来：A6:H13")

# a form of each record: the template's own, blank, and as its sample fills it in; one row for each record
subprocess.run([ziping, "template", "preview", "xiangmu-zipingbiao", "--fonts", root + "/fonts", "-o", "sample"], env=env,
               check=True, capture_output=True)


def blank(sample, name, *ranges):
    book = openpyxl.load_workbook(sample)
    for cells in ranges:
        for row in book.active[cells]:
            for cell in row:
                if not isinstance(cell, openpyxl.cell.cell.MergedCell):
                    cell.value = None
    book.save(name)


money = "{{%s.年初预算数}} | {{%s.全年预算数}} | {{%s.全年执行数}}"
figures = ["# 重复 = 项目\n", "!左 年度资金总额 | < | " + money.replace("%s", "预算") +
           " | {{预算.分值}} | {{预算.执行率}} | {{预算.得分}}\n", "| {{总分.分值}} | {{总分.得分}} |",
           "上年结转资金 | < | " + money.replace("%s", "资金.上年结转资金")]
own = "sample/样张-数字 附件2-1.xlsx"
has(imported(own, "-t", "xiangmu-zipingbiao")[0], *figures)
blank(own, "record.xlsx", "C3:F3", "C4:D4", "F4:I4", "D6:I6", "D7:F9", "B11:I11", "B13:I15", "G16:I16")
table, said = imported("record.xlsx", "-t", "xiangmu-zipingbiao")
has(table, *figures, "项目名称 | < | !左 {{名称}} |", "主管部门 | < | !左 {{基本.主管部门}} |", "!左 {{基本.实施单位}} |",
    "{{目标.预期目标}}", "{{目标.完成情况}}", " *绩效指标 ", "{{一级指标}} | {{二级指标}} | !左 {{三级指标}} | {{年度指标值}}",
    "{{总分.等级}}")
blank("sample/样张-数字 附件1.xlsx", "records.xlsx", "A5:H6", "C7:F7")
table, said = imported("records.xlsx", "-t", "xiangmu-zipingbiao")
has(table, "*项目 {{序号}} | !左 {{名称}} | {{预算.年初预算数}} |", "{{总分.得分}} | {{总分.等级}}\n", "{{合计.年初预算数}} |")
assert "重复 = " not in table, table

# a column that the form calls otherwise is known by the 名称 that a template gives its field
os.makedirs("own/模板/own")
for name, text in (("template.ini", "[模板]\n名称 = own\n版本 = 1\n格式 = 1\n继承 = hunan-2023\n"),
                   ("fields.ini", "[字段 绩效指标.*.实际完成值]\n名称 = 全年完成值\n")):
    with open("own/模板/own/" + name, "w") as file:
        file.write(text)
book = openpyxl.load_workbook("head.xlsx")
book.active["D1"] = "全年完成值"
book.save("named.xlsx")
has(imported("named.xlsx", "-t", "hunan-2023")[0], "# 待填：D2 全年完成值\n")
table, said = imported("named.xlsx", "-t", "own", "--templates", "own/模板", "--templates", root + "/templates")
has(table, "{{年度指标值}} | {{实际完成值}} | {{分值}} | {{得分}}\n")

with open("csv.xlsx", "w") as file:
    file.write("项目,甲\n")
has(imported("csv.xlsx", code=1)[1], "不是XLSX")
book = openpyxl.Workbook()
book.save("empty.xlsx")
for output in ([], ["-o", "out.ini"]):
    has(imported("empty.xlsx", *output, code=1)[1], "empty.xlsx: 必改：工作表里找不到表格：Sheet")
print("forms of six writers, sheets by name and number, every blank told")
