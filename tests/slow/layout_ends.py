#!/usr/bin/python3
"""layout_ends.py ZIPING [COUNT [SEED]]: COUNT short reports whose beginnings and ends differ, each built and measured.

Titles of one line to three, with subtitle and salutation or without; headings stacked; no annex to nine, their names on
one line or two; with room for a seal or without; tables that end anywhere on a page with notes, sign-off line and room
for seals below. What layout_generate.py has once in a long report is met here at every place of a page.
"""
import os
import random
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
TITLES = ["自评报告", "2024年度部门整体支出绩效自评报告", "某县行政审批服务局关于2024年度部门整体支出绩效自评情况的报告"]
NAMES = ["表", "2024年度自评表", "2024年度部门整体支出绩效评价基础数据表", "某县某局2024年度专项资金绩效评价指标完成情况及偏差原因分析说明明细表"]
OFFICES = ["某县某局", "某县行政审批服务局", "某某自治县人民政府政务服务中心办公室"]


def sentences():
    found, folder = [], os.path.join(HERE, "prose")
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            for line in filter(lambda l: len(l) > 40, file):  # no headings
                found += [s + "。" for s in line.strip().split("。") if 8 < len(s) < 140 and s[0] not in "”’）》（"]
    return found


def write(folder, name, text):
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def narrative(pick, stock):
    lines = ["@标题 " + pick.choice(TITLES)]
    lines += ["@副标题 （某县某局）"] * (pick.random() < 0.5) + ["@抬头 某县财政局："] * (pick.random() < 0.3)
    for _ in range(pick.randint(1, 14)):
        kind = pick.random()
        for mark, low, high in (("# ", 0, 0.25), ("## ", 0.15, 0.4)):
            if low <= kind < high:
                lines.append(mark + pick.choice(stock)[:pick.randint(4, 22)].rstrip("，、；：。"))
        lines.append("\\" + "".join(pick.choice(stock) for _ in range(pick.randint(1, 4))))
    return "\n".join(lines + ["@附件说明", "@落款", ""])


def report(folder, pick, stock):
    template = "[模板]\n名称 = t\n版本 = 1\n格式 = 1\n继承 = gbt9704\n[输出]\nPDF = t.pdf\n"
    for i in range(1, pick.choice([0, 1, 2, 3, 5, 9]) + 1):
        template += f"[附件 {i}]\n表 = a{i}\n标题 = {pick.choice(NAMES)}（{i}）\n文件 = 附件{i}.xlsx\n工作表 = 表\n"
        rows = [f"行.{r:03d} = !!左 {pick.choice(stock)[:pick.randint(2, 40)].replace('|', '')} | {pick.randint(1, 999)}\n"
                for r in range(1, pick.randint(3, 60))]
        write(folder, f"模板/t/a{i}.ini", "[表]\n列宽 = 3 1\n单位行 = 单位：万元\n注.1 = 注：说明。\n"
              "签字行 = 负责人： | 填表人：\n签章留白 = 15 mm\n[行]\n" + "".join(rows))
    write(folder, "模板/t/template.ini", template)
    write(folder, "模板/t/layout.ini", f"[落款]\n盖章 = {pick.choice('是否')}\n")
    write(folder, "模板/t/report.txt", narrative(pick, stock))
    write(folder, "report.ini", f"[报告]\n模板 = t\n年度 = 2024\n单位 = {pick.choice(OFFICES)}\n日期 = 2025-12-28\n[自定]\n甲 = 1\n")


def main():
    ziping, count, seed = sys.argv[1], int((sys.argv + ["80"] * 2)[2]), int((sys.argv + ["5"] * 3)[3])
    pick, stock, bad = random.Random(seed), sentences(), 0
    for number in range(count):
        with tempfile.TemporaryDirectory() as folder:
            report(folder, pick, stock)
            built = subprocess.run([ziping, "build", folder, "-o", f"{folder}/out", "--fonts", "fonts", "--templates", "templates", "-q"],
                                   capture_output=True, text=True)
            said = subprocess.run([sys.executable, f"{HERE}/layout.py", f"{folder}/out/t.pdf"], capture_output=True, text=True)
            if said.returncode:
                bad += 1
                faults = [l for l in said.stdout.splitlines() if not l.startswith("ok")]
                print(f"report {number} of seed {seed}:", *(faults or [built.stderr, said.stderr]), sep="\n")
    print(f"{count} reports, {bad} with violations")
    return bad > 0


if __name__ == "__main__":
    sys.exit(main())
