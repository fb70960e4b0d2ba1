"""What reading and checking one workbook cost, beside the barest read of the same file.

python benchmarks/check.py

Needs pandas, polars and fastexcel.
"""

from __future__ import annotations

import compileall
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import fastexcel
import pandas as pd
from corpus import write_corpus
from peer import SHEETS
from python_calamine import CalamineWorkbook
from timing import costs, process, shown

import roadmap_xl
from roadmap_xl.campaign.demo.run import write_demo_files
from roadmap_xl.form.fields import form_of
from roadmap_xl.form.submission import Submission
from roadmap_xl.form.tables import PlanItem
from roadmap_xl.form.vocabulary import REPORTING
from roadmap_xl.reader.workbook import read_workbook
from roadmap_xl.rules.checking import check_submission, group_findings
from roadmap_xl.rules.checklist import checklist_of
from roadmap_xl.school.check import check_file
from roadmap_xl.texts.marks import parse_mark
from roadmap_xl.texts.terms import parse_term
from roadmap_xl.workbook.school_workbook import write_school_workbook

CHECK = "check_file (read and check)"
OTHER_FILES, BEFORE = 52, 12
"""Schools of the corpus; and as many of them are checked before the others are measured."""
BARE = "calamine reads the six named sheets"
OPENPYXL = "a process: import pydantic, openpyxl loads the file"
CLEAN, FAULTY = "230501", "230507"
"""The demo's schools: a large one without a fault, and the real one with all of its own."""
LOAD = "import sys, pydantic, openpyxl; openpyxl.load_workbook(sys.argv[1], data_only=True)"


def bare_read(path: Path) -> None:
    workbook = CalamineWorkbook.from_path(path)
    for name in SHEETS:
        workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)


def polars_read(path: Path) -> None:
    book = fastexcel.read_excel(path)
    for name in SHEETS:
        book.load_sheet(name, header_row=None, dtypes="string").to_polars()


def pandas_read(path: Path) -> None:
    pd.read_excel(path, sheet_name=list(SHEETS), header=None, engine="calamine")


def expression_rules(submission: Submission) -> None:
    checklist = checklist_of(submission.form)
    checklist.broken(checklist.verdicts(replace(submission).cell_values))  # made anew


def all_rules(submission: Submission) -> int:
    """Every rule, suppression and grouping; terms and marks are parsed anew each time."""
    parse_term.cache_clear()
    parse_mark.cache_clear()
    findings = check_submission(replace(submission))
    group_findings(findings)
    return len(findings)


def very_faulty(folder: Path, clean: Submission) -> Path:
    """The clean school's report with the plan's columns filled as no program understands them."""
    form = clean.form
    values = list(clean.values)
    said = {"term": "срок {}", "responsible": "все учителя", "result": "", "mark": "см. сайт {}"}
    for field in form.fields:
        if field.table is PlanItem and field.column in said:
            values[field.slot] = said[field.column].format(field.row.key) or None
    values[form.by_id["meta.stage"].slot] = REPORTING
    path = folder / "Очень неверная книга.xlsx"
    write_school_workbook(path, replace(clean, values=tuple(values)), created=date(2020, 10, 1))
    return path


def inside(path: Path) -> list[str]:
    """In one process that has everything imported and the form compiled."""
    submission = read_workbook(path).submission
    if submission is None:
        raise SystemExit(f"{path.name} is not read")
    found = costs(
        {
            BARE: lambda: bare_read(path),
            "fastexcel reads them for polars": lambda: polars_read(path),
            "pandas reads them with calamine": lambda: pandas_read(path),
            "read_workbook": lambda: read_workbook(path),
            "expression rules": lambda: expression_rules(submission),
            "all rules, suppression, grouping": lambda: all_rules(submission),
            CHECK: lambda: check_file(path),
        },
        repetitions=15,
    )
    return list(shown(f"{path.name}: findings {all_rules(submission)}", found, BARE))


def never_seen(folder: Path) -> list[str]:
    """Files of different schools, each read once: in turns, after some others of the region."""
    paths = sorted(write_corpus(folder, OTHER_FILES).sent.iterdir())
    for path in paths[:BEFORE]:
        check_file(path)
    bare, checked = iter(paths[BEFORE:]), iter(paths[BEFORE:])
    actions = {BARE: lambda: bare_read(next(bare)), CHECK: lambda: check_file(next(checked))}
    found = costs(actions, repetitions=len(paths) - BEFORE)
    return list(shown(f"{len(paths) - BEFORE} schools, each file read once", found, BARE))


def processes(path: Path) -> list[str]:
    """Byte-compiled, as an installation leaves the libraries and this package alike."""
    compileall.compile_dir(Path(roadmap_xl.__file__).parent, quiet=1)
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
        clean = read_workbook(paths[CLEAN]).submission
        if clean is not None:
            print(*inside(very_faulty(Path(folder), clean)), "", sep="\n")
        print(*never_seen(Path(folder, "region")), sep="\n")


if __name__ == "__main__":
    main()
