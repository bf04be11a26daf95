#!/bin/sh
# rare.sh ZIPING: a report with all 8105 characters of 通用规范汉字表 (166 of them beyond the BMP), and 𠮷, from
# outside it: none is missing (F001), pdftotext returns exactly them, in order; lines of mixed faces stand
# on the grid of 28 × 22 like any other (layout.py).
set -eu
ziping=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
/usr/bin/python3 tests/slow/layout_generate.py "$folder/rare" 1
/usr/bin/python3 - "$folder" <<'END'
import sys
with open("fonts/tgh8105.txt", encoding="utf-8") as file:
    han = "".join(line.strip() for line in file if not line.startswith("#"))
assert len(han) == 8105 == len(set(han)), len(han)
text = han + "𠮷"
with open(sys.argv[1] + "/want.txt", "w", encoding="utf-8") as file:
    file.write(text + "。")
lines = "".join("\\" + text[i:i + 500] + ("。" if i + 500 >= len(text) else "") + "\n" for i in range(0, len(text), 500))
with open(sys.argv[1] + "/rare/正文/报告.txt", "w", encoding="utf-8") as file:
    file.write("@标题 字表\n" + lines + "@附件说明\n@落款\n")
END
"$ziping" build "$folder/rare" -o "$folder/out" --fonts fonts --templates templates >"$folder/said" 2>&1 || true
if grep F001 "$folder/said"; then
    echo "characters without a face"
    exit 1
fi
/usr/bin/python3 - "$folder" <<'END'
import subprocess
import sys
folder = sys.argv[1]
got = subprocess.run(["pdftotext", "-raw", folder + "/out/generated.pdf", "-"], capture_output=True, check=True).stdout.decode()
body = "".join(l for l in got.replace("\f", "\n").split("\n") if not (l.startswith("—") and l.endswith("—")))
body = body.split("附件：")[0].replace("字表", "", 1)
want = open(folder + "/want.txt", encoding="utf-8").read()
if body != want:
    at = next((i for i, (a, b) in enumerate(zip(body, want)) if a != b), min(len(body), len(want)))
    sys.exit(f"extraction differs at {at}: {body[at:at + 20]!r}, want {want[at:at + 20]!r}; {len(body)} and {len(want)} characters")
print(f"{len(want)} characters extracted exactly")
END
/usr/bin/python3 tests/slow/layout.py "$folder/out/generated.pdf"
