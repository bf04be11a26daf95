#!/usr/bin/env python3
"""mutate.py ZIPING [SEED [COUNT]]: how many mistakes `ziping check` finds.

Takes samples/suining-2023-corrected (no finding at all), makes one mistake at a time in a copy of it, at most COUNT of
each kind in an order that SEED decides, and checks the copy. A mistake counts as found only if a finding touches it:
the finding's place, or one of its further places, is on the changed line (in the narrative: near the change), or its
message names the changed figure or name. Prints found/injected per kind and each mistake that was missed.
Exit: 0; 1 below 95 % overall or 90 % of a kind, or the sample has a finding; 2 wrong use."""
import concurrent.futures
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SAMPLE = os.path.join(ROOT, "samples", "suining-2023-corrected")
HAN = r"[\u4e00-\u9fff]"
LEAST_OVERALL, LEAST_KIND, LEAST_COUNT = 0.95, 0.90, 40
NEAR = 80  # characters: a line of the narrative is a paragraph, so the line is not near enough


class Mistake:
    """Text [start, end) of a file becomes `new`; `names`: figures or names by which a finding may tell it."""

    def __init__(self, file, start, end, new, names=()):
        self.file, self.start, self.end, self.new, self.names = file, start, end, new, [n for n in names if n]


def read_sample():
    files = {"report.ini": open(os.path.join(SAMPLE, "report.ini"), encoding="utf-8").read()}
    for name in sorted(os.listdir(os.path.join(SAMPLE, "正文"))):
        files["正文/" + name] = open(os.path.join(SAMPLE, "正文", name), encoding="utf-8").read()
    return files


def prose_of(files):
    return [(name, text) for name, text in files.items() if name != "report.ini"]


def outside_tags(text, start, end):
    """True if [start, end) is typed text, not part of a {{placeholder}}."""
    return not any(m.start() < end and start < m.end() for m in re.finditer(r"\{\{.*?\}\}", text))


# -- report.ini: where its figures and cells stand --

class Cell:
    def __init__(self, section, row, column, start, end, text):
        self.section, self.row, self.column = section, row, column
        self.start, self.end, self.text = start, end, text


def ini_cells(text):
    """Every value of report.ini; a cell list gives one Cell a cell, with the row's key (the table's named column)."""
    keys = {"经费": "项目", "变动说明": "项目", "绩效指标": "三级指标"}
    cells, section, columns, at = [], "", [], 0
    for line in text.split("\n"):
        head = re.match(r"\[(.*)\]$", line)
        pair = re.match(r"([^#=]+?) = ?(.*)$", line)
        if head:
            section, columns = head.group(1), []
        elif pair and pair.group(1) == "列":
            columns = [c.strip() for c in pair.group(2).split("|")]
        elif pair and pair.group(1) == "行":
            row, where = [], at + pair.start(2)
            for part in pair.group(2).split("|"):
                lead = len(part) - len(part.lstrip())
                row.append((where + lead, where + lead + len(part.strip()), part.strip()))
                where += len(part) + 1
            key = row[columns.index(keys[section])][2] if section in keys else row[0][2]
            for column, (start, end, value) in zip(columns, row):
                cells.append(Cell(section, key, column, start, end, value))
        elif pair:
            cells.append(Cell(section, None, pair.group(1), at + pair.start(2), at + pair.end(2), pair.group(2)))
        at += len(line) + 1
    return cells


def in_equation(cell):
    """True if the template's relations (R3 to R6, R11, R1) let no other figure stand here."""
    if cell.section == "经费":
        both = {"三公经费", "公务用车购置和维护经费", "公车购置", "公车运行维护", "出国经费", "公务接待", "项目支出", "业务工作经费",
                "运行维护经费", "上级专项资金"}
        return cell.column in ("上年决算", "本年预算", "本年决算") and (
            cell.row in both or (cell.row == "公用经费" and cell.column == "本年决算"))
    if cell.section == "绩效指标":
        return cell.column == "分值"
    if cell.section == "预算":
        return cell.column in ("全年预算数", "全年执行数")
    return cell.section in ("一般公共", "政府性基金", "收入", "决算") and re.fullmatch(r"[\d.]+", cell.text) is not None


def scored(cells):
    """Rows of indicators: {name: (target, actual, points, score, reason)} of Cells."""
    rows = {}
    for cell in cells:
        if cell.section == "绩效指标":
            rows.setdefault(cell.row, {})[cell.column] = cell
    return rows


def number(text):
    return float(re.search(r"[\d.]+", text).group())


# -- figures of the narrative that a relation covers --

SUMS = [  # a total and its parts, as they stand in the sample
    ("主要绩效", r"158项（直接赋权3项、委托行使10项、服务前移134项和审批直报11项）"),
    ("主要绩效", r"316项，其中行政处罚223项、行政强制26项、行政征收4项、行政检查63项"),
    ("主要绩效", r"257项行政许可事项（其中包括251项.*?，6项"),
    ("主要绩效", r"5447项（其中依申请六类2224项，依职权四类2257项，公共服务966项）"),
    ("主要绩效", r"5447条，其中依申请六类2224条，依职权四类2257条，公共服务类966条"),
    ("主要绩效", r"4190件，线上办结1975件，线下办结2215件"),
]
LISTS = [  # names listed and their number; 等: the number may be larger
    ("主要绩效", "教师资格认定、就业、婚姻、身后、企业用工、员工保障、用地审批、招投标、不动产、退休", "10"),
    ("主要绩效", "代理地方特色产品、个人创业、公益性岗位、公租房、农民自建房", "5"),
    ("主要绩效", "海南省、吉林省、浙江省、贵州省、广东省、广西壮族自治区、江苏省、湖北省", "等8"),
]


def sum_figures(files):
    """(file, start, end, text) of each figure of SUMS."""
    found = []
    for name, pattern in SUMS:
        file = "正文/%s.txt" % name
        m = re.search(pattern, files[file])
        assert m, pattern
        for n in re.finditer(r"\d+", m.group()):
            found.append((file, m.start() + n.start(), m.start() + n.end(), n.group()))
    return found


def quoted_figures(files):
    """Figures typed in the narrative that must be the data's: each indicator's actual value that stands there once, and
    the alias 满意率."""
    found = []
    for name, row in scored(ini_cells(files["report.ini"])).items():
        actual = row["实际完成值"].text
        hits = [(file, m.start(), m.start() + len(re.match(r"[\d.]+", actual).group()))
                for file, text in prose_of(files) for m in re.finditer(r"(?<![\d.])" + re.escape(actual), text)]
        if len(hits) == 1:
            file, start, end = hits[0]
            found.append((file, start, end, files[file][start:end]))
    return found


def other_figure(rng, text):
    """The figure with one digit changed, no leading zero made."""
    places = [i for i, c in enumerate(text) if c.isdigit()]
    while True:
        i = rng.choice(places)
        digit = rng.choice([d for d in "0123456789" if d != text[i]])
        new = text[:i] + digit + text[i + 1:]
        if float(new) != float(text) and not (len(new) > 1 and new[0] == "0" and new[1] != "."):
            return new


def moved_points(text):
    """The figure with its point one place off."""
    digits, point = text.replace(".", ""), text.find(".")
    point = len(text) if point < 0 else point
    moved = set()
    for to in (point - 1, point + 1):
        if to > 0:
            new = (digits + "0" * max(0, to - len(digits)))
            new = new[:to] + ("." + new[to:] if to < len(new) else "")
            moved.add(new.rstrip(".") if "." in new else new)
    return [m for m in moved if float(m) != float(text)]


# -- kinds: each gives all the mistakes it can think of, or so many that COUNT can be drawn --

def figures_in_data(rng, files):
    cells = [c for c in ini_cells(files["report.ini"]) if in_equation(c)]
    for cell in cells * 3:
        new = other_figure(rng, cell.text)
        yield Mistake("report.ini", cell.start, cell.end, new, [cell.row or cell.column])


def figures_in_prose(rng, files):
    for file, start, end, text in (sum_figures(files) + quoted_figures(files)) * 3:
        yield Mistake(file, start, end, other_figure(rng, text), [text])


def indicators(rng, files):
    """A score, or an actual value, that no longer fits the other."""
    for name, row in scored(ini_cells(files["report.ini"])).items():
        score, actual = row["得分"], row["实际完成值"]
        yield Mistake("report.ini", score.start, score.end, "%g" % (number(score.text) - rng.randint(1, 4)), [name])
        yield Mistake("report.ini", score.start, score.end, "%g" % (number(score.text) - 0.5), [name])
        low = "%g" % round(number(row["年度指标值"].text) * rng.choice([0.5, 0.7, 0.8]), 2)
        yield Mistake("report.ini", actual.start, actual.end, re.sub(r"[\d.]+", low, actual.text), [name])


def points_in_figures(rng, files):
    for cell in ini_cells(files["report.ini"]):
        if in_equation(cell) and float(cell.text) != 0:
            for new in moved_points(cell.text):
                yield Mistake("report.ini", cell.start, cell.end, new, [cell.row or cell.column])
    for file, start, end, text in sum_figures(files) + quoted_figures(files):
        for new in moved_points(text):
            yield Mistake(file, start, end, new, [text])


def reasons(rng, files):
    """A required reason is gone, or says nothing."""
    text = files["report.ini"]
    for cell in ini_cells(text):
        needed = (cell.section, cell.column) in (("变动说明", "说明"), ("绩效指标", "偏差原因"))
        if not needed or not cell.text or cell.row == "部门基本支出预算调整":
            continue  # R19 asks no reason for an adjustment: it is one itself
        for empty in ("", "无", "/", "—", "略"):
            yield Mistake("report.ini", cell.start, cell.end, empty + (" |" if not empty else ""), [cell.row])
        if cell.section == "变动说明":
            start = text.rindex("\n", 0, cell.start) + 1
            yield Mistake("report.ini", start, text.index("\n", start) + 1, "", [cell.row])


def typed_places(files, pattern, ini=True):
    """(file, match) of the pattern in typed text: the narrative, and texts of report.ini."""
    places = []
    for file, text in prose_of(files):
        places += [(file, m.start(), m.end()) for m in re.finditer(pattern, text) if outside_tags(text, *m.span())]
    for cell in ini_cells(files["report.ini"]) if ini else []:
        prose = cell.column in ("说明", "偏差原因", "完成情况", "年初目标", "厉行节约", "通知名称")
        if prose:
            places += [("report.ini", cell.start + m.start(), cell.start + m.end())
                       for m in re.finditer(pattern, cell.text)]
    return places


def doubled_characters(rng, files):
    for file, start, end in typed_places(files, HAN):
        yield Mistake(file, end, end, files[file][start:end])


WORDS = ("工作 部门 绩效 管理 服务 事项 改革 政务 行政 审批 许可 中心 制度 预算 资金 财政 固定资产 资产 人员 经费 平台 办理 建设 加强 完善 "
         "提高 效率 群众 满意度 指南 窗口 乡镇 县委 部署 召开 积极 推进 落实 调整 规范 标准 监督 协调 统筹 负责 指导 信息 公开 目标 "
         "责任 职能 机构 问题 存在 造成 使用 严格 执行 控制 成本 办公费 通知 方案 清单 梳理 汇总 调查 摸底 赋权 园区 产业 开发区 消防 "
         "救援 生态 环境 保护 权力 处罚 强制 征收 检查 系统 数据 覆盖率 提速率 承诺 合作 协议 证照 汇聚 创新 应用 场景 采购 公告 "
         "委托人 入驻 热线 政策 培训 会议 工单 质效 账号 监管 行为").split()


def repeated_words(rng, files):
    for file, start, end in typed_places(files, "|".join(sorted(WORDS, key=len, reverse=True))):
        yield Mistake(file, end, end, files[file][start:end])


NUMERALS = "一二三四五六七八九十"


def numbers(rng, files):
    """一是, （一）, 1.: a number skipped or repeated."""
    for file, text in prose_of(files):
        for m in re.finditer(r"(?:(?<=[。：；，])|^)([一二三四五六七八九])是|^（([一二三四五六七八九])）|(?:^|(?<=。))(\d)\.(?=\D)", text,
                             re.M):
            start, end = next(m.span(k) for k in (1, 2, 3) if m.group(k))
            digits = "123456789" if m.group(3) else NUMERALS
            n = digits.index(text[start])
            for other in (n - 1, n + 1, n + 2):
                if 0 <= other < len(digits):
                    yield Mistake(file, start, end, digits[other], [text[start:end]])


PAIRS = ["（）", "《》", "“”", "〈〉"]


def brackets(rng, files):
    """A bracket or quotation mark left out, turned round, or of another kind."""
    for pair in PAIRS:
        for k in (0, 1):
            for file, start, end in typed_places(files, pair[k]):
                text = files[file]
                if re.match(r"（[一二三四五六七八九十]）", text[start - (2 if k else 0):]):
                    continue  # a heading's number
                kind = rng.choice(["left out", "turned", "other"])
                other = rng.choice([p for p in PAIRS if p != pair])[k]
                yield Mistake(file, start, end, {"left out": "", "turned": pair[1 - k], "other": other}[kind])


def counts(rng, files):
    """Names taken from or added to a list whose number is given, another number, a part taken from a sum."""
    for name, names, count in LISTS:
        file = "正文/%s.txt" % name
        start = files[file].index(names)
        items, at, more = names.split("、"), start, count.startswith("等")
        for i, item in enumerate(items):
            cut = slice(at, at + len(item) + 1) if i + 1 < len(items) else slice(at - 1, at + len(item))
            if not more:
                yield Mistake(file, cut.start, cut.stop, "", [item])
            added = rng.choice(["青海省", "其他"] if more else ["公积金", "医疗保险", "出生", "公证"])
            yield Mistake(file, at, at, added + "、", [item])
            at += len(item) + 1
        end = start + len(names) + len(count)
        n = int(count.strip("等"))
        for wrong in (n - 1, n - 2) if more else (n - 2, n - 1, n + 1, n + 2):
            yield Mistake(file, end - len(str(n)), end, str(wrong), [str(n)])
    name, pattern = SUMS[0]  # the only list of parts that says it is complete: 其中 may leave some out
    file = "正文/%s.txt" % name
    m = re.search(pattern, files[file])
    for part in re.finditer(r"[^（、和]*?\d+项(?:[、和]|(?=）))", m.group()[m.group().index("（") + 1:]):
        start = m.start() + m.group().index("（") + 1 + part.start()
        yield Mistake(file, start, start + len(part.group()), "", [part.group()])


def half_width(rng, files):
    half = dict(zip("，（）：；", ",():;"))
    for file, start, end in typed_places(files, "[，（）：；]"):
        if not re.search(r"^[（）][一二三四五六七八九十]?[（）]", files[file][start:end + 2], re.M) and not re.search(
                r"^（[一二三四五六七八九十]）", files[file][max(0, start - 2):end]):  # a heading's number, set anew
            yield Mistake(file, start, end, half[files[file][start:end]])
    for file, start, end in typed_places(files, "。(?!$)"):
        yield Mistake(file, start, end, ".")


def document_numbers(rng, files):
    """〔2023〕 in other brackets, or only one of the two."""
    for file, text in files.items():
        for m in re.finditer("〔(\\d{4})〕", text):
            for other in ("[]", "()", "（）", "【】", "［］", "〈〉", "「」"):
                yield Mistake(file, m.start(), m.end(), other[0] + m.group(1) + other[1])
                yield Mistake(file, m.start(), m.start() + 1, other[0])
                yield Mistake(file, m.end() - 1, m.end(), other[1])


LAST_YEAR = ["现将2022年度部门整体支出绩效自评情况报告如下。", "根据《2022年度部门整体支出绩效评价基础数据表》填报。", "2022年度部门整体绩效目标全部实现。",
             "按照2022年度财政支出绩效自评工作安排，形成本报告。", "2022年度部门预算绩效自评工作已经完成。", "详见2022年度部门整体支出绩效自评表。",
             "本报告为2022年度绩效自评报告。", "2022年度整体支出绩效自评得分如下。", "我局2022年部门整体支出绩效自评结果为优秀。",
             "做好2022年度项目支出绩效自评工作。"]


def last_year(rng, files):
    """A sentence taken over from last year's report, its year unchanged."""
    m = re.search("2023(?=年度财政支出)", files["report.ini"])
    yield Mistake("report.ini", m.start(), m.end(), "2022")
    places = typed_places(files, "。(?=[^\n一二三四五六七八九0-9])", ini=False)
    rng.shuffle(places)
    for i, (file, start, end) in enumerate(places):
        for k in (i, i + 1):
            yield Mistake(file, end, end, LAST_YEAR[k % len(LAST_YEAR)])


def units_of_money(rng, files):
    """元 for 万元: the figure in 元, or the unit 元 behind the figure in 万元."""
    for cell in ini_cells(files["report.ini"]):
        if in_equation(cell) and cell.section != "绩效指标" and float(cell.text) != 0:
            yield Mistake("report.ini", cell.start, cell.end, "%d" % round(float(cell.text) * 10000),
                          [cell.row or cell.column])
            yield Mistake("report.ini", cell.end, cell.end, "元", [cell.row or cell.column])
            yield Mistake("report.ini", cell.end, cell.end, "亿元", [cell.row or cell.column])


REQUIRED = {"报告": "年度 单位 日期 通知机关 通知名称 通知文号", "人员": "行政编制 事业编制 在职人数 退休人数 离休人数",
            "一般公共": "人员经费 公用经费 业务工作经费 运行维护经费 上级专项资金", "预算": "年初预算数 全年预算数 全年执行数",
            "收入": "一般公共预算 政府性基金 其他资金", "决算": "基本支出 项目支出", "目标": "年初目标 完成情况", "措施": "厉行节约"}


def blanks(rng, files):
    """A required entry left blank, or its line gone; a cell of an annex left blank."""
    text = files["report.ini"]
    for cell in ini_cells(text):
        if cell.row is None and cell.column in REQUIRED.get(cell.section, "").split():
            yield Mistake("report.ini", cell.start, cell.end, "", [cell.column])
            start = text.rindex("\n", 0, cell.start) + 1
            yield Mistake("report.ini", start, text.index("\n", start) + 1, "", [cell.column])
        if (cell.section == "绩效指标" and cell.column in ("年度指标值", "实际完成值", "分值", "得分")) or (
                cell.section == "经费" and cell.column != "项目"):
            last = text[cell.end] == "\n"
            yield Mistake("report.ini", cell.start, cell.end, "|" if last else "", [cell.row])


def scores(rng, files):
    for name, row in scored(ini_cells(files["report.ini"])).items():
        points, score = number(row["分值"].text), row["得分"]
        for new in (points + 0.01, points + rng.randint(1, 5), points * 10, points + 0.5):
            yield Mistake("report.ini", score.start, score.end, "%g" % new, [name])


KINDS = [("figure of the data changed", figures_in_data), ("figure of the narrative changed", figures_in_prose),
         ("score or actual value changed", indicators), ("point moved", points_in_figures),
         ("required reason deleted", reasons), ("character doubled", doubled_characters),
         ("word repeated", repeated_words), ("number skipped or repeated", numbers), ("bracket or quote", brackets),
         ("list against its number", counts), ("half-width mark", half_width), ("document number", document_numbers),
         ("last year's year", last_year), ("unit of money", units_of_money), ("required entry blank", blanks),
         ("score above points", scores)]


# -- checking --

def check(ziping, folder):
    run = subprocess.run([ziping, "check", "--format", "json", "--lang", "zh", folder], stdout=subprocess.PIPE,
                         stderr=subprocess.PIPE, timeout=60)
    findings = json.loads(run.stdout)["reports"][0]["findings"]
    return run.returncode, findings


def names_it(message, name):
    """The message names it as a whole: 10 is not in 100."""
    edge = r"(?<![\d.])%s(?![\d.]*\d)" if name[0].isdigit() else "%s"
    return re.search(edge % re.escape(name), message) is not None


def found(mistake, text, findings):
    line = text.count("\n", 0, mistake.start) + 1
    column = mistake.start - (text.rfind("\n", 0, mistake.start) + 1) + 1
    for finding in findings:
        for p in [finding["at"]] + finding["also"]:
            touches = p and p["file"] == mistake.file and p["line"] == line
            if touches and (mistake.file == "report.ini" or abs(p["column"] - column) <= NEAR):
                return True
        if any(names_it(finding["message"], name) for name in mistake.names):
            return True
    return False


class Copies:
    """One copy of the sample for each worker, one file of it changed at a time."""

    def __init__(self, ziping, files, work):
        self.ziping, self.files, self.work, self.free = ziping, files, work, []

    def judge(self, mistake):
        try:
            folder = self.free.pop()
        except IndexError:
            folder = tempfile.mkdtemp(dir=self.work)
            shutil.copytree(SAMPLE, folder, dirs_exist_ok=True)
        path, text = os.path.join(folder, mistake.file), self.files[mistake.file]
        with open(path, "w", encoding="utf-8") as out:
            out.write(text[:mistake.start] + mistake.new + text[mistake.end:])
        try:
            return found(mistake, text, check(self.ziping, folder)[1])
        finally:
            with open(path, "w", encoding="utf-8") as out:
                out.write(text)
            self.free.append(folder)


def draw(rng, kind, files, count):
    """At most count different mistakes of the kind."""
    unique = {}
    for mistake in kind(rng, files):
        unique[(mistake.file, mistake.start, mistake.end, mistake.new)] = mistake
    mistakes = list(unique.values())
    rng.shuffle(mistakes)
    return mistakes[:count]


def show(mistake, text):
    before, behind = text[max(0, mistake.start - 12):mistake.start], text[mistake.end:mistake.end + 12]
    line = "%s[%s→%s]%s" % (before, text[mistake.start:mistake.end], mistake.new, behind)
    return "       missed: %s: %s" % (mistake.file, line.replace("\n", "⏎"))


def main():
    if len(sys.argv) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    ziping, seed = os.path.abspath(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 2023
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 60
    os.environ["ZIPING_TEMPLATES"] = os.path.join(ROOT, "templates")
    code, findings = check(ziping, SAMPLE)
    if code != 0 or findings:
        print("the sample is not clean: %d findings, exit %d" % (len(findings), code))
        return 1
    files, good, total, hits = read_sample(), True, 0, 0
    with tempfile.TemporaryDirectory() as work, concurrent.futures.ThreadPoolExecutor(2) as pool:
        copies = Copies(ziping, files, work)
        for title, kind in KINDS:
            mistakes = draw(random.Random("%d %s" % (seed, title)), kind, files, count)
            results = list(pool.map(copies.judge, mistakes))
            n, share = len(results), sum(results) / len(results)
            total, hits = total + n, hits + sum(results)
            low = share < LEAST_KIND or n < min(LEAST_COUNT, count)
            good = good and not low
            print("%3d/%3d  %5.1f %%  %s%s" % (sum(results), n, 100 * share, title, "   TOO LOW" if low else ""))
            for mistake, result in zip(mistakes, results):
                if not result:
                    print(show(mistake, files[mistake.file]))
    print("%3d/%3d  %5.1f %%  overall, seed %d" % (hits, total, 100 * hits / total, seed))
    return 0 if good and hits / total >= LEAST_OVERALL and total >= min(500, count * len(KINDS)) else 1


if __name__ == "__main__":
    sys.exit(main())
