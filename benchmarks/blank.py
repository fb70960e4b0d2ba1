"""What a blank of each edition costs: CPU to build it, bytes to send it, LibreOffice to open it.

python benchmarks/blank.py
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from timing import costs, process, shown

from roadmap_xl.form.fields import form_of
from roadmap_xl.form.loading import editions
from roadmap_xl.form.prefilled import prefilled
from roadmap_xl.workbook.school_workbook import write_school_workbook

SYSTEM_PYTHON = "/usr/bin/python3"
"""Debian's `python3-uno` belongs to it."""
RECALCULATE = Path(__file__).parent.parent / "tests" / "recalculate.py"
CREATED = date(2026, 9, 1)
LOADS = 6
BUILD = "write_school_workbook, not the first in its process"
IMPORTS = "a process: import the writer and the form"
COMMAND = "a process: roadmap-xl template"


def building(edition: str, path: Path) -> Callable[[], object]:
    return lambda: write_school_workbook(path, prefilled(form_of(edition)), created=CREATED)


def built(edition: str, path: Path) -> list[str]:
    """A blank made in a process that has made one before, and the command from its start."""
    build = building(edition, path)
    build()
    warm = costs({BUILD: build}, repetitions=9)
    command = ("-m", "roadmap_xl", "template", "--edition", edition, "-o", str(path))
    imports = "import roadmap_xl.writers.school_workbook, roadmap_xl.form.fields"
    whole = costs({IMPORTS: process("-c", imports), COMMAND: process(*command)}, repetitions=5)
    size = f"  size: {path.stat().st_size:,} bytes"
    return [*shown(f"Blank {edition}", warm | whole, BUILD), size]


def opened(path: Path) -> str:
    """Seconds by the clock of a load with recalculation, LibreOffice being open already."""
    if shutil.which("soffice") is None or not Path(SYSTEM_PYTHON).exists():
        return "  LibreOffice: not found, not measured"
    once, often = _seconds(path, 1), _seconds(path, LOADS)
    each = (often - once) / (LOADS - 1)
    return f"  LibreOffice loads and recalculates it in {each:.2f} s by the clock"


def _seconds(path: Path, loads: int) -> float:
    jobs = [{"workbook": str(path), "fills": [[]], "ranges": []}] * loads
    before = time.perf_counter()
    subprocess.run(
        [SYSTEM_PYTHON, str(RECALCULATE)],
        input=json.dumps(jobs).encode(),
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return time.perf_counter() - before


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for edition in editions():
            path = Path(folder, f"roadmap_{edition}.xlsx")
            print(*built(edition, path), opened(path), "", sep="\n")


if __name__ == "__main__":
    main()
