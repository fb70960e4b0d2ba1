"""What reading and checking one workbook cost, beside the barest read of the same file.

python benchmarks/check.py
"""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

from python_calamine import CalamineWorkbook
from timing import costs, process, shown

from roadmap_xl.checking import check_submission
from roadmap_xl.demo.files import write_demo_files
from roadmap_xl.form.fields import form_of
from roadmap_xl.readers.workbook import read_workbook
from roadmap_xl.report import check_file

BARE = "calamine reads every sheet"
OPENPYXL = "a process: import pydantic, openpyxl loads the file"
CLEAN, FAULTY = "230501", "230507"
"""The demo's schools: a large one without a fault, and the real one with all of its own."""
LOAD = "import sys, pydantic, openpyxl; openpyxl.load_workbook(sys.argv[1], data_only=True)"


def bare_read(path: Path) -> None:
    workbook = CalamineWorkbook.from_path(path)
    for name in workbook.sheet_names:
        workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)


def inside(path: Path) -> list[str]:
    """In one process that has everything imported and the form compiled."""
    submission = read_workbook(path).submission
    if submission is None:
        raise SystemExit(f"{path.name} is not read")
    found = costs(
        {
            BARE: lambda: bare_read(path),
            "read_workbook": lambda: read_workbook(path),
            "check_submission (rules only)": lambda: check_submission(submission),
            "check_file (read and check)": lambda: check_file(path),
        },
        repetitions=15,
    )
    return list(shown(path.name, found, BARE))


def processes(path: Path) -> list[str]:
    found = costs(
        {
            OPENPYXL: process("-c", LOAD, str(path)),
            "a process: roadmap-xl check": process("-m", "roadmap_xl", "check", str(path)),
        },
        repetitions=7,
    )
    return list(shown(f"{path.name}, whole processes", found, OPENPYXL))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        files = write_demo_files(Path(folder), form_of("2020"), created=date(2020, 10, 1))
        paths = {file.code: file.path for file in files}
        for code in (CLEAN, FAULTY):
            print(*inside(paths[code]), "", *processes(paths[code]), "", sep="\n")


if __name__ == "__main__":
    main()
