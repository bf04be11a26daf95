#!/usr/bin/python3
"""layout.py PDF... [OPTION...]: measures finished reports against GB/T 9704-2012, from the PDF's own coordinates.

Prints one line for each check with what was measured and how often it was violated; exits 1 on any violation.
What a template may decide otherwise is said here, and then measured as said:
  --label=附表         what its annexes are called instead of 附件
  --cover=部门整体…    its form has a cover of its own with these words in 小标宋, instead of a title above the text
  --title=某局|2022…   the title's lines as its author broke them
  --expect-fail        exits 0 only if something is violated (for a PDF that must not pass)
"""
import collections
import re
import sys

try:
    import fitz
except ImportError:
    import pymupdf as fitz

MM = 72 / 25.4
TOP, LEFT, RIGHT, BOTTOM = 37 * MM, 28 * MM, 184 * MM, 262 * MM
SIZE, PITCH, CELL = 16.0, (225 * MM - 16) / 21, 156 * MM / 28
ASCENT = 0.86
NOT_AT_START = "。．，、；：！？‼⁇”’）〕］｝】〗》〉」』·・‧－–～／/％‰℃%°)]}"
NOT_AT_END = "“‘（〔［｛【〖《〈「『([{￥$№"
FULL_MARKS = "。．，、；：！？”’）〕］｝】〗》〉」』"
# what holds to the number before it
UNIT = (r"(?:[余多]?[十百千万亿]*[余多]?(?:个百分点|百分点|平方公里|平方千米|平方米|立方米|公里|千米|公斤|千克|毫升|厘米|毫米|公顷|小时|分钟|[人场批台件户]次|"
        r"[元个项人年月日次条件种家分名位户岁天时份期级类号吨米亩台套辆只处座间所场批度倍页章节款届股周篇本张支根棵头匹艘架幅卷册组队"
        r"班村镇乡县区市省站点秒升克里寸尺楼层栋幢字笔宗起例门轮步万亿])|[%％‰℃㎡])")
NUMBER = r"[-+±≥≤=<>≈]?\d[\d,.]*(?:[·/]\d[\d,.]*)*"
OPENING, CLOSING = r"^[“‘（〔《〈『「]*", "[" + re.escape(NOT_AT_START) + "]*"
PIECES = [re.compile(OPENING + p + CLOSING) for p in (NUMBER + UNIT + "?", "[A-Za-z0-9@:/._+-]+", "——|……", ".")]
DATE = re.compile(r"\d{4}年\d{1,2}月(?:\d{1,2}日)?|[\u4e00-\u9fff]{0,6}〔\d{4}〕\d+号")

OPTIONS = dict(a[2:].partition("=")[::2] for a in sys.argv[1:] if a.startswith("--"))
LABEL = re.compile(re.escape(OPTIONS.get("label", "附件")) + r"[\d-]*")

results = {}


def check(name, ok, what):
    seen, bad = results.setdefault(name, [0, []])
    results[name][0] += 1
    if not ok:
        bad.append(what)


def is_full(c):
    return ord(c) >= 0x2014


def cells(chars):
    """Width of characters before squeeze and stretch, in cells of the grid."""
    return sum(0.5 if c["c"] in "0123456789" or c["c"] == "·" else c["wide"] / c["size"] if c["c"] == "‰" or not is_full(c["c"]) else 1
               for c in chars)


class Line:
    def __init__(self, y, chars, page, turned):
        self.y, self.page, self.turned = y, page, turned
        self.chars = sorted(chars, key=lambda c: c["x"])
        self.text = "".join(c["c"] for c in self.chars)
        self.size = max(c["size"] for c in self.chars)
        self.font = self.chars[0]["font"]
        self.x = self.chars[0]["x"]

    def ends(self):
        """Where the line's last cell may end: a full-width mark there has a whole cell or half of one."""
        last = self.chars[-1]
        if last["c"] == "‰" or not is_full(last["c"]) and not last["c"] in "0123456789" and last["c"] != "·":
            return [last["x"] + last["wide"]]  # Latin, % and ‰ are as wide as the face draws them
        if not is_full(last["c"]):
            return [last["x"] + CELL / 2]
        return [last["x"] + CELL] + ([last["x"] + CELL / 2] if last["c"] in FULL_MARKS else [])

    def index(self):
        return (self.y - ASCENT * SIZE - TOP) / PITCH


def lines_of(page, number):
    """Lines of characters in reading coordinates: on turned text x runs up the page and y to its right."""
    rows = {}
    height = page.rect.height
    for block in page.get_text("rawdict", flags=fitz.TEXT_PRESERVE_WHITESPACE | fitz.TEXT_INHIBIT_SPACES)["blocks"]:
        for line in block.get("lines", []):
            turned = abs(line["dir"][1]) > 0.5
            for span in line["spans"]:
                for c in span["chars"]:
                    if c["c"].isspace():
                        continue
                    (x, y), box = c["origin"], c["bbox"]
                    wide = box[3] - box[1] if turned else box[2] - box[0]
                    if turned:
                        x, y = height - y, x
                    rows.setdefault((turned, round(y * 2)), []).append(
                        {"c": c["c"], "x": x, "y": y, "size": span["size"], "font": span["font"], "wide": wide})
    merged, keys = [], sorted(rows)
    for k in keys:
        if merged and k[0] == merged[-1][0][0] and k[1] - merged[-1][0][1] <= 1:
            merged[-1][1].extend(rows[k])
        else:
            merged.append((k, rows[k]))
    return [Line(chars[0]["y"], chars, number, k[0]) for k, chars in merged]


def page_number(line, n):
    check("page number text", line.text.replace(" ", "") == f"—{n}—", line.text)
    check("page number 14 pt Song", abs(line.size - 14) < 0.05 and "Song" in line.font, f"{line.size} {line.font}")
    want = BOTTOM + 7 * MM + 0.38 * 14
    check("page number 7 mm below the text area", abs(line.y - want) < 0.5 * MM, f"page {n}: {line.y / MM:.2f} mm")
    if n % 2:
        last = line.chars[-1]
        edge = last["x"] + 14
        check("odd page number: one character from the right", abs(edge - (RIGHT - CELL)) < 1.0 * MM, f"{edge / MM:.2f}")
    else:
        check("even page number: one character from the left", abs(line.x - (LEFT + CELL)) < 1.0 * MM, f"{line.x / MM:.2f}")


def letters(text):
    return sum(1 if is_full(c) else 0.5 for c in text if c not in NOT_AT_START)


def full_line(line, following, final, where):
    """A line that is not a paragraph's last (that is `final`): both edges, 27 to 29 cells."""
    check("right edge at 184 mm (0.5 pt)", min(abs(e - RIGHT) for e in line.ends()) < 0.5,
          f"{[round(e / MM, 2) for e in line.ends()]} {where}")
    indent = round((line.x - LEFT) / CELL)
    width = cells(line.chars) + indent
    head = following.chars[: max(m.end() for m in (p.match(following.text) for p in PIECES) if m)]
    tail = 0.5 if head and head[-1]["c"] in FULL_MARKS else 0
    forced = len(head) > 2 and width + cells(head) - tail > 28.01
    if width < 26.99 and (forced or letters(final.text) < 6):
        check("a shorter line only before what cannot be split, or for the last line’s sake", True, where)
    elif all(is_full(c["c"]) for c in line.chars):
        check("28 characters on a full line (27-29)", 26.9 < width < 29.1, f"{width:g} {where} | {following.text[:12]}")
    else:
        check("27-29 cells on a line with figures or Latin", 26.49 < width < 29.1, f"{width:.2f} {where} | {following.text[:12]}")
    pair = line.text + following.text
    for held in re.finditer(NUMBER + r"(?<!\.)" + UNIT, pair):  # 3. of a list is none
        if held.start() < len(line.text) < held.end():
            check("no number split from its unit", False, f"{where} | {following.text[:12]}")
    check("no number split from its unit", True, where)
    for date in DATE.finditer(pair):
        if date.start() < len(line.text) < date.end():
            head = line.text[: date.start()].rstrip(NOT_AT_END)
            short = cells(line.chars[: len(head)]) + indent < 26.99
            check("dates and 文号 split only where their line would be short", short, f"{where} | {following.text[:12]}")
    counts = re.search(r"(?<![\d.A-Za-z])\d+[.．]$", line.text)
    if counts and is_full(following.text[0]):
        short = cells(line.chars[: counts.start()]) + indent < 26.99
        check("a list’s 3. at a line’s end only where the line would be short", short, f"{where} | {following.text[:12]}")
    check("no —— or …… split", not (line.text[-1] in "—…" and following.text[0] == line.text[-1]), where)
    check("no forbidden mark at line end", line.text[-1] not in NOT_AT_END, where)
    word = line.text[-1].isascii() and line.text[-1].isalpha() and following.text[0].isascii() and following.text[0].isalpha()
    check("no Latin word split", not word, f"{where} | {following.text[:12]}")


def stacked(page):
    """Does the page begin with two headings and a paragraph of two lines?"""
    rows = [l for l in page if abs(l.size - SIZE) < 0.05]
    edges = [l.x - LEFT > CELL for l in rows[:5]]
    return "Hei" in rows[0].font and "Kai" in rows[1].font and edges in ([True, True, True, False, True], [True, True, True, False])


def narrative(pages, ends):
    """Lines and pages of text. ends: the pages that a table begins or ends, as (number, 0) and (number, -1)."""
    flat = [line for page in pages for line in page]
    body = [l for l in flat if abs(l.size - SIZE) < 0.05]
    for i, line in enumerate(body):
        where = f"page {line.page}: {line.text}"
        index = line.index()
        check("baseline on the grid of 22 (0.05 pt)", abs(index - round(index)) * PITCH < 0.05, f"{index:.3f} {where}")
        if i and body[i - 1].page == line.page:
            steps = (line.y - body[i - 1].y) / PITCH
            check("line pitch 29.61 pt (0.05 pt)", abs(steps - round(steps)) * PITCH < 0.05 and steps > 0.9,
                  f"{steps * PITCH:.3f} {where}")
        following = body[i + 1] if i + 1 < len(body) else None
        inside = following and abs(following.x - LEFT) < 0.5 * MM and abs(line.x - LEFT) < 2.5 * CELL
        if inside:
            end = i + 1
            while end + 1 < len(body) and abs(body[end + 1].x - LEFT) < 0.5 * MM:
                end += 1
            full_line(line, following, body[end], where)
        if abs(line.x - LEFT) < 2.5 * CELL:
            edge = min(abs(line.x - LEFT), abs(line.x - LEFT - 2 * CELL))
            opening = CELL * 0.7 if line.text[0] in NOT_AT_END + "—…" else 0.3 * MM  # drawn at the right of its cell
            check("left edge at 28 mm, or two characters in", edge < opening, where)
        if abs(line.x - LEFT) < 0.5 * MM:
            check("no forbidden mark at line start", line.text[0] not in NOT_AT_START, where)
            if not inside:
                check("no last line of one character", letters(line.text) >= 2, where)
    for k, page in enumerate(pages):
        rows = [l for l in page if abs(l.size - SIZE) < 0.05]
        if not rows:
            continue
        if k + 1 < len(pages) and (page[0].page, -1) not in ends:
            short = 21 - round(rows[-1].index())
            after = [l for l in pages[-1] if abs(l.size - SIZE) < 0.05]
            if short > 2 and k + 2 == len(pages):  # what is kept together at the end did not fit here
                check("a page is shorter only before the closing lines", round(after[-1].index()) + 1 > short, f"page {k + 1}")
            elif short == 3 and stacked(pages[k + 1]):  # all of it is kept together, and no paragraph above can give a line
                check("19 lines only before two headings and two lines of text", True, "")
            else:
                check("full pages hold 22 lines (20 with keeps)", 0 <= short <= 2, f"page {k + 1}: {22 - short}")
            if short == 0:
                bottom = rows[-1].y + (1 - ASCENT) * SIZE
                check("last line's bottom at 262 mm", abs(bottom - BOTTOM) < 0.5 * MM, f"{bottom / MM:.2f}")
            check("heading never last on a page", not ("Hei" in rows[-1].font), rows[-1].text)
        elif k + 1 == len(pages):
            above = [l for l in rows if abs(l.x - LEFT) < 2.5 * CELL or re.match(r"[\d-]+\.", l.text)]  # text, or a long 附件说明
            check("no signature alone on a page", above, rows[0].text)
        if k == 0:
            check("first page shows body text", any("Fang" in l.font for l in rows), rows[0].text)
        elif (page[0].page, 0) not in ends:
            top = page[0].y - ASCENT * page[0].size
            check("first line's top at 37 mm", abs(top - TOP) < 0.5 * MM, f"page {k + 1}: {top / MM:.2f} mm")
            alone = abs(rows[0].x - LEFT) < 0.5 * MM and len(rows) > 1 and rows[1].x - LEFT > CELL
            check("no single last line on top of a page", not alone, rows[0].text)


def paragraph_from(lines, i):
    """Text of the paragraph that begins with line i."""
    end = i + 1
    while end < len(lines) and abs(lines[end].x - LEFT) < 0.5 * MM:
        end += 1
    return "".join(l.text for l in lines[i:end])


def title(pages):
    if "cover" in OPTIONS:
        named = [l for l in pages[0] if l.text == OPTIONS["cover"]]
        check("the cover's words in Song Bold (小标宋)", named and "Song" in named[0].font and "Bold" in named[0].font, pages[0][0].text)
        return
    titles = [l for l in pages[0] if abs(l.size - 22) < 0.05]
    check("title 22 pt Song Bold (小标宋)", titles and "Song" in titles[0].font and "Bold" in titles[0].font, pages[0][0].text)
    for line in titles:
        middle = (line.x + line.chars[-1]["x"] + 22) / 2
        check("title centred", abs(middle - (LEFT + RIGHT) / 2) < 1 * MM, line.text)
    if "title" in OPTIONS:
        check("title's lines as the author broke them", "|".join(l.text for l in titles) == OPTIONS["title"], titles[0].text)
    elif len(titles) > 1:
        check("first title line not shorter than the last", len(titles[0].text) >= len(titles[-1].text), titles[-1].text)


def faces(pages):
    flat = [line for page in pages for line in page if abs(line.size - SIZE) < 0.05]
    for i, line in enumerate(flat):
        if line.x < LEFT + CELL:
            continue
        if re.match(r"[一二三四五六七八九十]+、", line.text):
            check("level 1 in Hei", "Hei" in line.font, line.text)
        elif re.match(r"（[一二三四五六七八九十]+）", line.text):
            text = paragraph_from(flat, i)
            whole = text.find("。") == len(text) - 1  # a numbered sentence is body text
            check("level 2 in Kai, a numbered sentence in Fang", ("Fang" if whole else "Kai") in line.font, text)


def rules_of(page, turned):
    """The table's rules in reading coordinates: across (y, x0, x1, weight) and down (x, y0, y1, weight)."""
    across, down, height = [], [], page.rect.height
    for drawing in page.get_drawings():
        for item in drawing["items"]:
            if item[0] != "l":
                continue
            (x0, y0), (x1, y1) = item[1], item[2]
            if turned:
                x0, y0, x1, y1 = height - y0, x0, height - y1, x1
            if abs(y0 - y1) < 0.1:
                across.append((y0, min(x0, x1), max(x0, x1), drawing["width"]))
            elif abs(x0 - x1) < 0.1:
                down.append((x0, min(y0, y1), max(y0, y1), drawing["width"]))
    return across, down


def in_table(line, down):
    middle = line.y - 0.36 * line.size
    return sum(y0 < middle < y1 for x, y0, y1, w in down) > 1


def table_rules(number, across, down, turned):
    """Inner rules 0.5 pt, outer ones 1.0 to 1.5; no hole in the frame; the width of the text area."""
    left, right = (35 * MM, 260 * MM) if turned else (LEFT, RIGHT)
    for x, y0, y1, weight in down:
        outer = min(abs(x - left), abs(x - right)) < 0.1
        if not turned:  # PyMuPDF takes the weight of turned rules for 0
            check("outer rules 1.0-1.5 pt, inner ones 0.5", 0.99 < weight < 1.51 if outer else abs(weight - 0.5) < 0.01,
                  f"page {number}: {weight:.2f} pt at {x / MM:.1f} mm")
    edges = {}
    for x, y0, y1, _ in down:
        edges.setdefault(round(x, 1), []).append((y0, y1))
    sides = [sorted(edges.get(round(x, 1), [])) for x in (left, right)]
    check("tables as wide as the text area", all(sides) and len(edges) > 1, f"page {number}: {[round(x / MM, 1) for x in edges]}")
    tops = {round(y0, 1) for side in sides for y0, _ in side} | {round(y1, 1) for side in sides for _, y1 in side}
    for y, x0, x1, weight in across:
        if weight > 0.99:
            check("a thick rule only at a table's top and bottom", any(abs(y - t) < 0.2 for t in tops), f"page {number}: {y / MM:.1f} mm")


def inside(number, lines, across, down, turned):
    """Nothing leaves the text area, no character stands on another."""
    left, top, right, bottom = (35 * MM, 28 * MM, 260 * MM, 184 * MM) if turned else (LEFT, TOP, RIGHT, BOTTOM)
    for line in lines:
        last = line.chars[-1]
        wide = last["wide"] / 2 if last["c"] in FULL_MARKS else last["wide"]
        held = line.x > left - CELL * 0.7 and last["x"] + wide < right + 1 and line.y - ASCENT * line.size > top - 1 and line.y < bottom
        check("text inside the text area", held, f"page {number}: {line.text}")
    ys = [r[0] for r in across] + [top]
    xs = [x for r in across for x in r[1:3]] + [left]
    held = min(ys) > top - 1 and max(ys) < bottom + 1 and min(xs) > left - 2 and max(xs) < right + 2
    check("rules inside the text area", held, f"page {number}: {[round(v / MM, 1) for v in (min(xs), max(xs), min(ys), max(ys))]}")
    near = collections.defaultdict(list)
    for c in (c for line in lines for c in line.chars):
        c["ink"] = c["x"] + (c["size"] / 2 if c["c"] in NOT_AT_END and is_full(c["c"]) else 0)  # in the right half of its cell
        near[int(c["ink"] // 12), int(c["y"] // 12)].append(c)
    for (column, row), chars in near.items():
        others = [o for dx in (0, 1) for dy in (-1, 0, 1) for o in near.get((column + dx, row + dy), [])]
        for c in chars:
            for o in others:
                least = 0.15 * min(c["size"], o["size"]) if "·" not in c["c"] + o["c"] else 0
                stand = c is o or abs(c["ink"] - o["ink"]) > least or abs(c["y"] - o["y"]) > 0.7 * min(c["size"], o["size"])
                if not stand:
                    check("no character on another", False, f"page {number}: {c['c']} {o['c']}")
    check("no character on another", True, "")


def cell_lines(lines, across, down):
    """Text of each cell, line by line: {(x left, y top): [text]}."""
    found = {}
    for line in lines:
        middle = line.y - 0.36 * line.size
        edges = sorted(x for x, y0, y1, _ in down if y0 < middle < y1)
        for left, right in zip(edges, edges[1:]):
            chars = [c for c in line.chars if left < c["x"] + c["size"] / 4 < right]
            if not chars:
                continue
            at = (left + right) / 2
            tops = [y for y, x0, x1, _ in across if y < middle and x0 < at < x1]
            found.setdefault((round(left), round(max(tops, default=0))), []).append((chars, left, right))
    return found


def tables(doc, pages):
    for number, lines in pages:
        turned = any(l.turned for l in lines)
        across, down = rules_of(doc[number - 1], turned)
        inside(number, [l for l in lines if l.turned == turned], across, down, turned)
        if across and down:
            table_rules(number, across, down, turned)
        if turned:
            weights = {float(w) for w in re.findall(rb"([\d.]+) w\n", doc[number - 1].read_contents())}
            thin = [w for w in weights if w < 0.99]
            check("outer rules 1.0-1.5 pt, inner ones 0.5 (turned)", thin == [0.5] and max(weights) < 1.51, f"page {number}: {weights}")
        for parts in cell_lines([l for l in lines if l.turned == turned], across, down).values():
            texts = ["".join(c["c"] for c in chars).strip() for chars, _, _ in parts]
            for chars, left, right in parts:
                check("table text inside its cell", chars[0]["x"] > left - 0.1 and chars[-1]["x"] + chars[-1]["size"] / 2 < right + 0.5,
                      f"page {number}: " + "".join(c["c"] for c in chars))
                check("table text not under 9 pt", min(c["size"] for c in chars) > 8.95, f"page {number}: {chars[0]['size']}")
            for a, b in zip(texts, texts[1:]):
                if not a or not b:
                    continue
                where = f"page {number}: {a} | {b}"
                narrow = min(len(t) for t in texts) < 2
                check("no forbidden mark at a line's start in a cell", narrow or b[0] not in NOT_AT_START, where)
                check("no forbidden mark at a line's end in a cell", narrow or a[-1] not in NOT_AT_END, where)
                split = a[-1].isdigit() and (b[0].isdigit() or b[0] in "%％‰℃㎡万亿元")
                check("no number split from its unit in a cell", narrow or not split, where)


def annexes(pages, narrative_text):
    for number, page in pages:
        page = [l for l in page if l.turned == any(m.turned for m in page)]
        if not LABEL.fullmatch(page[0].text):
            continue
        label = page[0]
        turned = label.turned
        left, top, width = (35 * MM, 28 * MM, 225 * MM) if turned else (LEFT, TOP, RIGHT - LEFT)
        named = [l for l in page[1:5] if abs(l.size - 22) < 0.05]
        words = "".join(l.text for l in named)
        check("annex label in Hei on line 1", "Hei" in label.font and abs(label.y - ASCENT * SIZE - top) < 0.5 and abs(label.x - left) < 1,
              f"page {number}: {label.y / MM:.2f} {label.x / MM:.2f}")
        third = top + 2 * PITCH
        check("annex title on line 3", named and abs(named[0].y - (ASCENT - 0.5) * 22 - third - SIZE / 2) < 1, f"page {number}")
        for row in named:
            middle = (row.x + row.chars[-1]["x"] + 22) / 2
            check("annex title centred", abs(middle - left - width / 2) < 1 * MM, f"{middle / MM:.2f}")
        check("same words in 附件说明 and heading", words in narrative_text, words)


def main():
    for path in [a for a in sys.argv[1:] if not a.startswith("--")]:
        doc = fitz.open(path)
        body, annex, in_annex = [], [], False
        for i, page in enumerate(doc):
            check("A4 portrait", abs(page.rect.width - 595.276) < 0.01 and abs(page.rect.height - 841.89) < 0.01, str(page.rect))
            lines = lines_of(page, i + 1)
            upright = [l for l in lines if not l.turned and abs(l.size - 14) < 0.05 and l.text.startswith("—")]
            cover = i == 0 and "cover" in OPTIONS
            check("a page number on every page but a cover", len(upright) == (0 if cover else 1), f"page {i + 1}")
            for line in upright:
                page_number(line, i + 1)
            rest = [l for l in lines if l not in upright]
            in_annex = in_annex or bool(rest and LABEL.fullmatch(rest[0].text) and "Hei" in rest[0].font)
            if in_annex:
                annex.append((i + 1, rest))
            else:
                body.append(rest)
        tables(doc, list(enumerate(body, 1)) + annex)
        title(body)
        if "cover" in OPTIONS:
            body = body[1:]
        text, ends = [], set()
        for page in filter(None, body):
            down = rules_of(doc[page[0].page - 1], False)[1]
            ends |= {(page[0].page, end) for end in (0, -1) if in_table(page[end], down)}
            text.append([l for l in page if not in_table(l, down)])
        body = [page for page in text if page]
        narrative(body, ends)
        faces(body)
        annexes(annex, "".join(l.text for p in body for l in p))
    violated = 0
    for name, (seen, bad) in results.items():
        print(f"{'ok  ' if not bad else 'FAIL'} {name}: {seen} measured, {len(bad)} violated" + "".join("\n       " + b for b in bad[:5]))
        violated += len(bad)
    print(f"{len(results)} checks, {violated} violations, {len(body)} narrative and {len(annex)} annex pages")
    return (not violated) if "--expect-fail" in sys.argv else bool(violated)


sys.exit(main())
