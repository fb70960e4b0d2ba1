"""The demo's twelve workbooks, as schools would send them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from pathlib import Path

from ..campaign.receiving import Progress, no_progress
from ..form.fields import Form
from ..submission import Submission
from ..writers.files import made
from ..writers.school_workbook import write_school_workbook
from .real_school import real_school
from .registry import real_school_place
from .schools import demo_schools


@dataclass(frozen=True, slots=True)
class DemoFile:
    """A workbook with the registry's code of its school; `remark` says what is wrong with it."""

    path: Path
    code: str
    remark: str


REAL_REMARK = "Настоящий документ 2020 года: номера школы нет, заполнено то, что было в нём."


def write_demo_files(
    folder: Path, form: Form, *, created: date, progress: Progress = no_progress
) -> tuple[DemoFile, ...]:
    """Writes the real school's workbook and the eleven invented ones, by code.

    The folder is made if it is not there. Raises `OutputError` if a file cannot be written.
    """
    made(folder)
    place = real_school_place()
    sent: list[tuple[str, str, str, Submission]] = [
        (school.code, school.file_name, school.remark, school.submission(form))
        for school in demo_schools(form)
    ]
    sent.append((place.code, place.file_name, REAL_REMARK, real_school(form)))
    files = []
    for number, (code, name, remark, submission) in enumerate(sorted(sent, key=itemgetter(0)), 1):
        write_school_workbook(folder / name, submission, created=created)
        files.append(DemoFile(folder / name, code, remark))
        progress(number, len(sent))
    return tuple(files)
