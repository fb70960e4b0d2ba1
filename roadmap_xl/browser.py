"""The door of a browser: a task, a day and files as bytes in; what to show and a workbook out.

The page (page/) calls it in a worker, where Python runs as WebAssembly: no processes, no network,
and a disk in memory alone. What a file is worth is said by the rooms below, as at every other door.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from .errors import RoadmapError
from .files import temporary_folder
from .form.forms import PACKAGED
from .form.loading import DISTRICT_SUFFIX, newest
from .form.submission import blank
from .reader.files.faults import Refused
from .reader.files.kinds import DOCUMENTS
from .reader.files.opening import sha256_of
from .reader.workbook import Reading, read_workbook
from .rules.checking import Occasion, check_submission, group_findings
from .rules.findings import Finding
from .school.check import FileReport, check_file, check_reading


@dataclass(frozen=True, slots=True)
class Task:
    """What the page asks for: the file in question, others that go with it, and its fields."""

    source: Path
    others: Sequence[Path]
    today: date
    fields: Mapping[str, str] = field(default_factory=dict)


class Answer(NamedTuple):
    """What the page shows, and a workbook to be saved under a name, where there is one."""

    shown: dict[str, Any]
    name: str = ""
    workbook: bytes = b""


def prepare() -> None:
    """Makes what the first check would make first; the page asks for it while nobody waits."""
    check_submission(blank(PACKAGED.of(newest())))


def answer(
    task: str, day: str, files: Sequence[tuple[str, bytes]], fields: Mapping[str, str] | None = None
) -> tuple[str, str, bytes]:
    """What became of a task: `Answer`, with what is shown as JSON.

    `task` is one of `TASKS`, `day` today's date (2026-11-01), `files` names and bytes, first the
    file in question. What is to be said instead of a result is under `refused`.
    """
    with temporary_folder() as folder:
        paths = []
        for number, (name, data) in enumerate(files):
            paths.append(folder / str(number) / name)  # two may have one name
            paths[-1].parent.mkdir()
            paths[-1].write_bytes(data)
        given = Task(paths[0], paths[1:], date.fromisoformat(day), fields or {})
        try:
            done = TASKS[task](given)
        except RoadmapError as fault:
            done = Answer({"refused": str(fault)})
    return json.dumps(done.shown, ensure_ascii=False), done.name, done.workbook


def _check(task: Task) -> Answer:
    if task.source.suffix.lower() in DOCUMENTS:
        return _import(task)
    return Answer(_shown(check_file(task.source, Occasion(today=task.today))))


def _report(task: Task) -> Answer:
    """All of it, as `check --format json` gives it."""
    return Answer(check_file(task.source, Occasion(today=task.today)).as_json())


def _lost(task: Task) -> Answer:
    """Of a file that ended the worker before this one."""
    name = task.source.name
    fault = Refused("unbearable", file=name).fault
    return Answer(_shown(check_reading(Reading(name, sha256_of(task.source), fault=fault))))


def _repair(task: Task) -> Answer:
    from .school.repair import copy_of, repair_reading  # the writer, which a check does without

    done = repair_reading(read_workbook(task.source))
    copy = copy_of(done, task.today)
    return Answer({"lines": done.as_lines()}, _named(task, "исправленная копия"), copy)


def _carry(task: Task) -> Answer:
    """What does not change from year to year, in the newest year's blank."""
    from .school.next_year import blank_after
    from .workbook.school_workbook import write_school_workbook

    target = _target(task)
    write_school_workbook(target, blank_after(task.source), created=task.today)
    return Answer({"lines": []}, _named(task, f"бланк {newest()} года"), target.read_bytes())


def _import(task: Task) -> Answer:
    """A Word document in a workbook of its year."""
    from .school.from_word import import_file

    target = _target(task)
    done = import_file(task.source, target, created=task.today)
    shown = {
        "lines": [*done.numbers(), *done.repair.as_lines()],
        "findings": [_line(place, doubt) for place, doubt in done.placed_doubts()],
        "newer": _newer(done.reading),
    }
    return Answer(shown, _named(task, "книга из документа"), target.read_bytes())


def _fill(task: Task) -> Answer:
    """A workbook with what protocols say; names of pupils stay in the protocols."""
    from .school.filling import fill_file

    target = _target(task)
    done = fill_file(
        task.source,
        task.others,
        target,
        created=task.today,
        school=task.fields.get("school", ""),
        score_column=task.fields.get("score_column", ""),
        may_replace_typed=bool(task.fields.get("replace")),
    )
    return Answer({"lines": done.as_lines()}, _named(task, "заполненная"), target.read_bytes())


TASKS: dict[str, Callable[[Task], Answer]] = {
    "check": _check,
    "report": _report,
    "lost": _lost,
    "repair": _repair,
    "carry": _carry,
    "fill": _fill,
}
"""What the page can ask for; a Word document that is to be checked is poured into a workbook."""


def _shown(report: FileReport) -> dict[str, Any]:
    """The report as the page lays it out: a line for each group of equal findings."""
    lines = group_findings(report.findings)
    return {
        "heading": report.heading(),
        "read": report.was_read,
        "lines": report.closing(),
        "findings": [_line(one.place, one) for one in lines],
        "text": "\n".join(report.as_lines()),
        "newer": _newer(report.reading),
    }


def _line(place: str, finding: Finding) -> dict[str, str]:
    return {
        "severity": finding.severity.value,
        "word": finding.severity.word,
        "place": place,
        "message": finding.message,
        "remedy": finding.remedy,
        "code": finding.code,
    }


def _newer(reading: Reading) -> str:
    """The year of the newest blank, where the file is of an earlier one; else empty."""
    year = reading.edition.removesuffix(DISTRICT_SUFFIX)
    return newest() if year and year != newest() else ""


def _target(task: Task) -> Path:
    """Where a workbook is written, whatever the file in question is called."""
    return task.source.parents[1] / "workbook.xlsx"


def _named(task: Task, what: str) -> str:
    return f"{task.source.stem} - {what}.xlsx"
