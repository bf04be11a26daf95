#!/usr/bin/python3
"""layout_generate.py FOLDER [COUNT [SEED]]: a report of COUNT random paragraphs of official prose, and its template.

Sentences of tests/slow/prose with random figures, and inserted quotes, dashes, document numbers, Latin words,
addresses and rare characters: everything the line breaker has a rule for. The same seed gives the same report.
"""
import os
import random
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
LATIN = ["Excel", "APP", "5G", "VSAT", "iPad", "Windows 11", "AAAAA级", "PM2.5", "GB/T 9704-2012", "e-mail",
         "https://www.example.gov.cn/open/2024/index.html", "www.example.gov.cn", "office@example.gov.cn", "COVID-19"]
NAMES = ["办公室", "财务股", "政务服务中心", "项目建设股"]
UNITS = ["万元", "元", "人", "个", "项", "%", "‰", "℃", "㎡", "公里", "亩", "万人次", "份", "台（套）", "平方米", "年"]


def sentences():
    found = []
    folder = os.path.join(HERE, "prose")
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            for line in file:
                if len(line) > 40:
                    found += re.findall(r"[^。！？]+[。！？][”』」’）]*", line.strip())
    return [s for s in found if 8 < len(s) < 160 and s[0] not in "”’）》（〈" and not s[0].isdigit()]


def figure(pick):
    whole = pick.choice([pick.randint(0, 9), pick.randint(10, 99), pick.randint(100, 9999), pick.randint(10000, 999999)])
    text = str(whole) if pick.random() < 0.8 else f"{whole:,}"
    return text + (f".{pick.randint(0, 99):02d}" if pick.random() < 0.4 else "")


def insertion(pick, rare):
    kind = pick.randrange(12)
    if kind == 0:
        return f"《关于做好{pick.randint(2019, 2026)}年度工作的通知》（某财绩〔{pick.randint(2019, 2026)}〕{pick.randint(1, 320)}号）"
    if kind == 1:
        return pick.choice(LATIN)
    if kind == 2:
        return f"“{pick.choice(['一件事一次办', '放管服', '最多跑一次', '三公', '四好'])}”"
    if kind == 3:
        return f"——{pick.choice(NAMES)}——"
    if kind == 4:
        return "……"
    if kind == 5:
        return "村民" + "".join(pick.choice(rare) for _ in range(pick.randint(1, 3)))
    if kind == 6:
        return f"{pick.randint(2019, 2026)}年{pick.randint(1, 12)}月{pick.randint(1, 28)}日"
    if kind == 7:
        return f"{pick.choice('≥≤±')}{figure(pick)}{pick.choice(UNITS)}"
    if kind == 8:
        return f"{figure(pick)}～{figure(pick)}{pick.choice(UNITS)}"
    if kind == 9:
        return f"（含{figure(pick)}{pick.choice(UNITS)}）、《{pick.choice(NAMES)}管理办法》、《实施细则（试行）》"
    if kind == 10:
        return f"同比增长{figure(pick)}%、{figure(pick)}%和-{pick.randint(1, 99)}.{pick.randint(0, 9)}%"
    return f"{figure(pick)}{pick.choice(UNITS)}"


def paragraph(pick, stock, rare):
    text = "".join(pick.choice(stock) for _ in range(pick.randint(1, 6)))
    text = re.sub(r"\d[\d,.]*\d|\d", lambda m: figure(pick) if pick.random() < 0.5 else m.group(), text)
    for _ in range(pick.randint(0, 5)):
        places = [m.start() for m in re.finditer(r"(?<=[，、；：])(?=[\u4e00-\u9fff])", text)]
        if places:
            at = pick.choice(places)
            text = text[:at] + insertion(pick, rare) + text[at:]
    return text[:pick.randint(40, len(text))] + "。" if pick.random() < 0.2 and len(text) > 60 else text


def write(folder, name, text):
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def main():
    folder = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    pick = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 9704)
    with open(os.path.join(HERE, "../../fonts/tgh8105.txt"), encoding="utf-8") as file:
        rare = [c for line in file if not line.startswith("#") for c in line.strip()][3500:]
    stock, lines = sentences(), []
    levels = ["# ", "## "]
    for i in range(count):
        if i % 7 == 0:
            stacked = i % 2  # 一、 right above （一）, and a paragraph of one or two lines
            for level in levels if stacked else [pick.choice(levels if i else levels[:1])]:
                lines.append(level + pick.choice(stock)[:pick.randint(6, 20)].rstrip("，、；：。"))
            if stacked:
                lines.append("\\" + pick.choice(stock)[:pick.randint(20, 50)].rstrip("，、；：。") + "。")
        lines.append("\\" + paragraph(pick, stock, rare))
    write(folder, "正文/报告.txt", "@标题 2024年度部门整体支出绩效自评报告\n@副标题 （某县某局）\n" + "\n".join(lines) +
          "\n@附件说明\n@落款\n")
    write(folder, "report.ini", "[报告]\n模板 = generated\n年度 = 2024\n单位 = 某县某局\n日期 = 2025-02-28\n[自定]\n甲 = 1\n")
    write(folder, "模板/generated/template.ini", "[模板]\n名称 = generated\n版本 = 1\n格式 = 1\n继承 = gbt9704\n"
          "[输出]\nPDF = generated.pdf\n"
          "[附件 1]\n表 = annex1\n标题 = 2024年度随机文字表\n文件 = 附件1.xlsx\n工作表 = 表\n方向 = 纵向\n"
          "[附件 2]\n表 = annex2\n标题 = 2024年度随机文字表（横排）\n文件 = 附件2.xlsx\n工作表 = 表\n方向 = 横向\n")
    write(folder, "模板/generated/report.txt", "@标题 x\n")
    for number, columns in ((1, 5), (2, 9)):
        # automatic widths, and given ones that hold every figure at 9 pt or more
        widths = " ".join("*" if number == 1 else str(pick.randint(20, 28)) for _ in range(columns))
        rows = ["行.001 = !!表头 " + " | ".join(pick.choice(NAMES) for _ in range(columns))]
        for r in range(60):
            cells = [pick.choice(stock)[:pick.randint(4, 60)] for _ in range(columns)]
            cells = [figure(pick) if pick.random() < 0.3 else re.sub(r"^[-*!<^]", "", c).replace("|", "") for c in cells]
            rows.append(f"行.{r + 100} = !!左 " + " | ".join(cells))
        write(folder, f"模板/generated/annex{number}.ini",
              f"[表]\n列宽 = {widths}\n单位行 = 单位：万元\n重复表头 = 行.001\n[行]\n" + "\n".join(rows) + "\n")


main()
