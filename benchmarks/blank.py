"""What a blank of each edition costs: CPU to build it, bytes to send it, LibreOffice to open it.

python benchmarks/blank.py
"""

from __future__ import annotations

import compileall
import json
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median

from timing import costs, process, shown

import roadmap_xl
from roadmap_xl.form.fields import form_of
from roadmap_xl.form.loading import editions
from roadmap_xl.form.prefilled import prefilled
from roadmap_xl.workbook.school_workbook import write_school_workbook

SYSTEM_PYTHON = "/usr/bin/python3"
"""Debian's `python3-uno` belongs to it."""
LOADING = Path(__file__).with_name("loading.py")
EARLIER = Path(__file__).parents[1] / "tests" / "earlier_blanks"
CREATED = date(2026, 9, 1)
LOADS = 7
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
    imports = "import roadmap_xl.workbook.school_workbook, roadmap_xl.form.fields"
    whole = costs({IMPORTS: process("-c", imports), COMMAND: process(*command)}, repetitions=5)
    size = f"  size: {path.stat().st_size:,} bytes"
    return [*shown(f"Blank {edition}", warm | whole, BUILD), size]


def loaded(path: Path, earlier: Path) -> str:
    """CPU of a load with recalculation, beside that of the blank of an earlier version."""
    if shutil.which("soffice") is None or not Path(SYSTEM_PYTHON).exists():
        return "  LibreOffice: not found, not measured"
    command = [SYSTEM_PYTHON, str(LOADING), str(LOADS), str(path), str(earlier)]
    done = subprocess.run(command, capture_output=True, check=True)
    now, before = map(median, json.loads(done.stdout))
    ratio = f"{now / before:.2f} of the {before:.2f} s of {earlier.name}"
    return f"  LibreOffice loads and recalculates it in {now:.2f} s, {ratio}"


def main() -> None:
    compileall.compile_dir(Path(roadmap_xl.__file__).parent, quiet=1)  # as an installation does
    with tempfile.TemporaryDirectory() as folder:
        for edition in editions():
            path = Path(folder, f"roadmap_{edition}.xlsx")
            earlier = EARLIER / f"roadmap_{edition}-0.2.0-dev.xlsx"
            print(*built(edition, path), loaded(path, earlier), "", sep="\n")


if __name__ == "__main__":
    main()
