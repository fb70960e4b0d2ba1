"""What the files made to hurt cost, beside a clean school's workbook, in one run.

python benchmarks/hostile.py

The files are those of tests/hostile_files.py; each is checked in a process of its own.
"""

from __future__ import annotations

import compileall
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

import roadmap_xl

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
import hurt
from hostile_files import CHANGES, COMMENT_CHANGES, hostile, with_comments

REPETITIONS = 3
CHECKED = """
import json, sys, time
from pathlib import Path
from roadmap_xl.school.check import check_file
began = time.process_time()
check_file(Path(sys.argv[1]))
seconds = time.process_time() - began
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(json.dumps([seconds, int(peak.split()[1]) // 1024]))
"""


def cost(path: Path) -> tuple[float, int]:
    """CPU seconds of one check, the first of a process, and its most memory in MB."""
    runs = []
    for _ in range(REPETITIONS):
        done = subprocess.run(
            [sys.executable, "-c", CHECKED, path], capture_output=True, check=True
        )
        runs.append(json.loads(done.stdout))
    return median(seconds for seconds, _ in runs), max(peak for _, peak in runs)


def main(folder: Path) -> None:
    compileall.compile_dir(Path(roadmap_xl.__file__).parent, quiet=1)
    clean = hurt.clean(folder / "clean.xlsx")
    commented = hurt.hurt(folder, hurt.comment)
    one, megabytes = cost(clean)
    print(f"  {'':50}{'CPU, s':>8}{'MB':>6}{'ratio':>8}")
    line("a clean school", one, megabytes, one)
    for name, *_ in CHANGES:
        line(name, *cost(hostile(clean, name, folder)[0]), one)
    for name, change, _ in COMMENT_CHANGES:
        line(f"comments: {name}", *cost(with_comments(commented, change, folder)), one)


def line(name: str, seconds: float, megabytes: int, one: float) -> None:
    print(f"  {name:50}{seconds:8.2f}{megabytes:6}{seconds / one:8.1f}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        main(Path(made))
