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
from .form.edition import has_owner
from .form.fields import Form, form_of
from .form.forms import PACKAGED, SUFFIX, Forms, edition_at
from .form.loading import DISTRICT_SUFFIX, newest
from .form.submission import blank
from .reader.files.faults import Refused
from .reader.files.kinds import DOCUMENTS
from .reader.files.opening import sha256_of
from .reader.workbook import Reading, read_workbook
from .rules.checking import Occasion, check_submission, group_findings
from .rules.findings import Finding
from .school.check import FileReport, check_file, check_reading
from .texts.squeezing import Pattern


@dataclass(frozen=True, slots=True)
class Task:
    """What the page asks for: the file in question, others that go with it, and its fields."""

    source: Path
    others: Sequence[Path]
    today: date
    fields: Mapping[str, str] = field(default_factory=dict)
    forms: Forms = PACKAGED
    """Those of the editions of one's own that the page has been given besides."""


class Answer(NamedTuple):
    """What the page shows, and a workbook to be saved under a name, where there is one."""

    shown: dict[str, Any]
    name: str = ""
    workbook: bytes = b""


def prepare() -> None:
    """Makes what the first check would make first; the page asks for it while nobody waits."""
    check_submission(blank(PACKAGED.of(newest())))
    Pattern.compile_all()


def answer(
    task: str, day: str, files: Sequence[tuple[str, bytes]], fields: Mapping[str, str] | None = None
) -> tuple[str, str, bytes]:
    """What became of a task: `Answer`, with what is shown as JSON.

    `task` is one of `TASKS`, `day` today's date (2026-11-01), `files` names and bytes, first the
    file in question; files of editions stand among the others. What is to be said instead of a
    result is under `refused`.
    """
    with temporary_folder() as folder:
        paths = []
        for number, (name, data) in enumerate(files):
            paths.append(folder / str(number) / name)  # two may have one name
            paths[-1].parent.mkdir()
            paths[-1].write_bytes(data)
        source, *beside = paths
        try:
            forms = _forms_of([path for path in beside if _is_edition(path)])
            others = [path for path in beside if not _is_edition(path)]
            done = TASKS[task](Task(source, others, date.fromisoformat(day), fields or {}, forms))
        except RoadmapError as fault:
            done = Answer({"refused": str(fault)})
    return json.dumps(done.shown, ensure_ascii=False), done.name, done.workbook


def _is_edition(path: Path) -> bool:
    return path.suffix.lower() == SUFFIX


def _forms_of(files: Sequence[Path]) -> Forms:
    return Forms(map(edition_at, files)) if files else PACKAGED


def _check(task: Task) -> Answer:
    if _is_edition(task.source):
        return _take_edition(task)
    if task.source.suffix.lower() in DOCUMENTS:
        return _import(task)
    return Answer(_shown(_report_on(task), task.forms))


def _take_edition(task: Task) -> Answer:
    """An edition of one's own, which the page then hands on with each task."""
    (edition,) = _forms_of([task.source]).own
    heading = f"Издание {edition.key}, версия {edition.revision}: принято"
    lines = ["Выберите книги, сделанные по этому изданию. Пока страница открыта, она его помнит."]
    return Answer({"heading": heading, "lines": lines, "accepted": edition.template_version})


def _report_on(task: Task) -> FileReport:
    return check_file(task.source, Occasion(today=task.today), task.forms)


def _report(task: Task) -> Answer:
    """All of it, as `check --format json` gives it."""
    return Answer(_report_on(task).as_json())


def _lost(task: Task) -> Answer:
    """Of a file that ended the worker before this one."""
    name = task.source.name
    fault = Refused("unbearable", file=name).fault
    lost = Reading(name, sha256_of(task.source), fault=fault)
    return Answer(_shown(check_reading(lost), task.forms))


def _repair(task: Task) -> Answer:
    from .school.newest_version import on_newest_version
    from .school.repair import copy_of, repair_reading  # the writer, which a check does without

    reading = read_workbook(task.source, task.forms)
    done = repair_reading(on_newest_version(reading, task.forms))
    copy = copy_of(done, task.today)
    return Answer({"lines": done.as_lines()}, _named(task, "исправленная копия"), copy)


def _carry(task: Task) -> Answer:
    """What does not change from year to year, in the newest year's blank."""
    from .school.next_year import newest_blank, read_last_year
    from .workbook.school_workbook import write_school_workbook

    target = _target(task)
    last = read_last_year(task.source, task.forms)
    written = newest_blank(last, _newest_of(last.form.edition.key, task.forms))
    write_school_workbook(target, written, created=task.today)
    name = _named(task, f"бланк {written.form.edition.exam_year} года")
    return Answer({"lines": []}, name, target.read_bytes())


def _import(task: Task) -> Answer:
    """A Word document in a workbook of its year."""
    from .school.from_word import import_file

    target = _target(task)
    done = import_file(task.source, target, created=task.today, forms=task.forms)
    shown = {
        "lines": [*done.numbers(), *done.repair.as_lines()],
        "findings": [_line(place, doubt) for place, doubt in done.placed_doubts()],
        "newer": _newer(done.reading, task.forms),
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
        forms=task.forms,
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


def _shown(report: FileReport, forms: Forms) -> dict[str, Any]:
    """The report as the page lays it out: a line for each group of equal findings."""
    lines = group_findings(report.findings)
    return {
        "heading": report.heading(),
        "read": report.was_read,
        "lines": report.closing(),
        "findings": [_line(one.place, one) for one in lines],
        "text": "\n".join(report.as_lines()),
        "newer": _newer(report.reading, forms),
        "lacks": _lacks(report.reading, forms),
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


def _newest_of(key: str, forms: Forms) -> Form:
    """The newest form for who has filled this one: of editions of one's own, those given."""
    if not has_owner(key.removesuffix(DISTRICT_SUFFIX)):
        return form_of(newest())
    own = {edition.key for edition in forms.own}
    return max(map(forms.of, sorted(own)), key=_year_of)


def _year_of(form: Form) -> int:
    return form.edition.exam_year


def _newer(reading: Reading, forms: Forms) -> str:
    """The year of the newest blank, where the file is of an earlier one; else empty."""
    if reading.submission is None:
        return ""
    form = reading.submission.form
    last = _newest_of(form.edition.key, forms)
    return str(_year_of(last)) if _year_of(last) > _year_of(form) else ""


def _lacks(reading: Reading, forms: Forms) -> str:
    """The edition of one's own that the file is of, where the page has not been given it."""
    key = reading.edition.removesuffix(DISTRICT_SUFFIX)
    return key if has_owner(key) and forms.find(key) is None else ""


def _target(task: Task) -> Path:
    """Where a workbook is written, whatever the file in question is called."""
    return task.source.parents[1] / "workbook.xlsx"


def _named(task: Task, what: str) -> str:
    return f"{task.source.stem} - {what}.xlsx"
