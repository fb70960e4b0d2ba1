"""The snapshot of a campaign: its summary as JSON, beside the summary workbook.

A valid JSON document that can also be read line by line: the head (settings, schools, figures),
then a line for each file or missing school, with the values of the files that count.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import date
from importlib import metadata
from pathlib import Path
from typing import Any, BinaryIO

from pydantic import TypeAdapter

from ..district.counted import CountedSchool
from ..district.lines import Status, SubmissionLine
from ..district.received import Contents, Exclusion, Received
from ..district.school import OWN, School
from ..district.settings import Settings
from ..errors import EditionError, SnapshotError, refusal
from ..files import replacing
from ..form.edition import Edition
from ..form.fields import form_of
from ..form.layout import Place
from ..form.loading import DISTRICT_SUFFIX
from ..form.submission import Submission, Value
from ..rules.findings import Excludes, Finding
from ..texts.wording import perhaps
from .consolidation import recipes_of
from .encoding import (
    as_figure,
    as_finding,
    as_listed,
    dumped,
    loaded,
    to_figures,
    to_finding,
    to_received,
)
from .figures import Basis
from .numbers.summary import INTERNAL, CountedSchools, DistrictSummary, KeptIn

FORMAT, VERSION = "roadmap_xl snapshot", 1
SUFFIX = ".json"
OPENS, BETWEEN, CLOSES = ',"lines":[', ",", "]}"
"""What stands after the head, after each line but the last, and on the last line of the file."""
SETTINGS = TypeAdapter(Settings)
NUMBER = TypeAdapter[int | None](int | None)
_IN_ONE_LINE = {letter: f"\\u{ord(letter):04x}" for letter in "\x85\u2028\u2029"}
"""What some programs take for the end of a line, as the escapes that JSON has for it."""
_NO_LETTER = "backslashreplace"
"""A byte of a file's name that is no letter becomes the escape that JSON has for it."""


def write_snapshot(path: Path, summary: DistrictSummary, *, created: date) -> None:
    """The snapshot, at once or not at all; the same summary and date give the same bytes.

    Raises `OutputError` if it cannot be written.
    """
    with snapshot_beside(path, summary, created):
        pass


@contextmanager
def snapshot_beside(path: Path, summary: DistrictSummary, created: date) -> Iterator[str]:
    """The SHA-256 of the snapshot, which takes its place when the block ends well.

    So the workbook written in the block can name it, and neither is there without the other.
    """
    with replacing(path) as passing:
        mark = hashlib.sha256()
        with passing.open("wb") as file:
            for line in _encoded(summary, created):
                mark.update(line)
                file.write(line)
        yield mark.hexdigest()


def _encoded(summary: DistrictSummary, created: date) -> Iterator[bytes]:
    for line in snapshot_lines(summary, created):
        for letter, escape in _IN_ONE_LINE.items():  # hardly ever there; quicker than to translate
            line = line.replace(letter, escape)
        yield f"{line}\n".encode(errors=_NO_LETTER)


def snapshot_lines(summary: DistrictSummary, created: date) -> Iterator[str]:
    """The lines of the document, file by file."""
    yield dumped(_head(summary, created))[:-1] + OPENS
    last = len(summary.all_lines) - 1
    for at, line in enumerate(summary.all_lines):
        yield dumped(_line(summary, line)) + (BETWEEN if at < last else "")
    yield CLOSES


def _head(summary: DistrictSummary, created: date) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": VERSION,
        "purpose": INTERNAL,
        "program": metadata.version("roadmap_xl"),
        "built": created,
        "today": summary.today,
        "edition": summary.edition.key,
        "has_registry": summary.has_registry,
        "settings": asdict(SETTINGS.validate_python(asdict(summary.settings))),  # 5 becomes 5.0
        "schools": [asdict(school) for school in summary.schools],
        "figures": {key: as_figure(figure) for key, figure in summary.figures.items()},
    }


def _line(summary: DistrictSummary, line: SubmissionLine) -> dict[str, Any]:
    school = line.school
    listed = {
        "school": school.key if school else None,
        "code": school.code if school else "",
        "name": school.name if school else "",
        "own": line in summary.own_lines,
        "status": line.status,
        "received_on": line.received_on,
        "days_late": line.days_late,
        "run": line.run,
        "remark": line.remark,
        "added": [as_finding(finding) for finding in line.added],
        "received": as_listed(line.received) if line.received else None,
    }
    return listed | (_contents(summary.counted.opened(line)) if line.status.counts else {})


def _contents(school: CountedSchool) -> dict[str, Any]:
    """What is in the file, by the fields' ids; blanks are left out."""
    submission = school.submission
    fields = submission.form.fields
    filled = [(field.id, value) for field, value in zip(fields, school.values, strict=True)]
    days = {key: value for key, value in filled if isinstance(value, date)}
    return {
        "values": {key: v for key, v in filled if v is not None and key not in days},
        "days": days,
        "rejected": [fields[slot].id for slot in sorted(submission.rejected)],
        "lost": [fields[slot].id for slot in sorted(submission.lost)],
        "moved": {
            fields[slot].id: [place.sheet, place.row, place.column]
            for slot, place in sorted(submission.moved.items())
        },
        "exclusions": [
            [fields[one.slot].id, one.excludes, one.code] for one in school.contents.exclusions
        ],
    }


# --- Reading it back ---

MOST_IN_A_CELL = 10**308
LONGEST_LINE = 64 * 1024 * 1024
"""Bytes; a head of 10,000 schools has 3 MB, so a longer line is no snapshot's."""
_WRONG = (KeyError, TypeError, ValueError, AttributeError, IndexError, RecursionError, EditionError)
"""What reading a document raises that is not what this program writes."""


class SnapshotFiles:
    """The files of a snapshot, their contents read again from it each time."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._listed: dict[str, tuple[Received, int]] = {}

    def add(self, received: Received, offset: int) -> None:
        """A file that counts, with where its line begins."""
        self._listed[received.file] = received, offset

    def __iter__(self) -> Iterator[Received]:
        return (received for received, _ in self._listed.values())

    def contents(self, received: Received) -> Contents:
        self._file.seek(self._listed[received.file][1])
        return _read_contents(_parsed(self._file.readline()))

    def findings(self, received: Received) -> Sequence[Finding]:
        """The decisive ones; a snapshot keeps no others."""
        return received.decisive


def read_snapshot(path: Path) -> DistrictSummary:
    """The summary, without the findings on its files. Raises `SnapshotError`.

    The file stays open as long as the summary is used.
    """
    try:
        file = path.open("rb")
    except OSError as fault:
        why = refusal(fault) if path.exists() else f"такого файла нет{perhaps(path)}."
        raise SnapshotError(f"Снимок сводки «{path}» не открывается: {why}") from fault
    try:
        mark = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(0)
        return replace(_summary(file), kept_in=KeptIn(path.name, mark))
    except (OSError, *_WRONG) as fault:
        file.close()
        raise SnapshotError(
            f"«{path.name}» — не снимок сводки, или он повреждён. Укажите файл .json, который "
            "программа записала рядом со сводкой."
        ) from fault


def read_previous(paths: Iterable[Path], target: Path | None = None) -> DistrictSummary | None:
    """The campaigns before, each with the one before it, the latest outside; None without paths.

    `target` is where the new snapshot will be written: it may replace none of them.
    """
    paths, previous = list(paths), None
    if target is not None and target.resolve() in [path.resolve() for path in paths]:
        raise SnapshotError(
            f"Новый снимок заменил бы прошлый «{target.name}». Укажите для нового другое имя: "
            "--snapshot ФАЙЛ.json."
        )
    found = [read_snapshot(path) for path in paths]
    for summary in sorted(found, key=lambda one: (one.edition.exam_year, one.today or date.min)):
        previous = replace(summary, previous=previous)
    return previous


def previous_of(
    settings: Settings, beside: Path, target: Path | None = None
) -> DistrictSummary | None:
    """The campaign before that the settings name, from `beside` where its path is relative."""
    return read_previous([beside / settings.previous] if settings.previous else [], target)


def _summary(file: BinaryIO) -> DistrictSummary:
    head = _read_head(file)
    form = form_of(head["edition"])
    settings = SETTINGS.validate_python(head["settings"])
    schools = tuple(School(**school) for school in head["schools"])
    today = _day(head["today"])
    files = SnapshotFiles(file)
    by_key = {school.key: school for school in (OWN, *schools)}
    every = list(_lines(file, files, form.edition, by_key))
    lines = tuple(line for line, is_own in every if not is_own)
    return DistrictSummary(
        settings=settings,
        today=today,
        form=form,
        has_registry=head["has_registry"],
        schools=schools,
        lines=lines,
        own_lines=tuple(line for line, is_own in every if is_own),
        counted=CountedSchools(lines, files),
        figures=to_figures(head["figures"], recipes_of(Basis(form, settings, today))),
        files=files,
    )


def _read_head(file: BinaryIO) -> dict[str, Any]:
    text = file.readline(LONGEST_LINE).decode().rstrip("\n")
    if not text.endswith(OPENS):
        raise ValueError("no head")
    head: dict[str, Any] = loaded(text.removesuffix(OPENS) + "}")
    if (head["format"], head["version"]) != (FORMAT, VERSION):
        raise ValueError("of another kind")
    return head


def _lines(
    file: BinaryIO, files: SnapshotFiles, edition: Edition, schools: dict[str, School]
) -> Iterator[tuple[SubmissionLine, bool]]:
    """The lines, each with whether it is of the district's own book.

    What is in a file is looked at once, so that no later reading of it fails.
    """
    offset = file.tell()
    while (text := file.readline(LONGEST_LINE)).rstrip() != CLOSES.encode():
        found = _parsed(text)
        line = _read_line(found, schools)
        if line.status.counts and line.received:
            if line.received.edition not in (edition.key, edition.key + DISTRICT_SUFFIX):
                raise ValueError("a file of another year")
            _read_contents(found)
            files.add(line.received, offset)
        yield line, found["own"]
        offset = file.tell()


def _parsed(line: bytes) -> dict[str, Any]:
    found: dict[str, Any] = loaded(line.decode().rstrip("\n").removesuffix(","))
    return found


def _read_line(found: dict[str, Any], schools: dict[str, School]) -> SubmissionLine:
    return SubmissionLine(
        status=Status(found["status"]),
        school=None if found["school"] is None else schools[found["school"]],
        received=None if found["received"] is None else to_received(found["received"]),
        received_on=_day(found["received_on"]),
        remark=found["remark"],
        days_late=NUMBER.validate_python(found.get("days_late"), strict=True),
        run=NUMBER.validate_python(found.get("run"), strict=True),
        added=tuple(map(to_finding, found["added"])),
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _read_contents(found: dict[str, Any]) -> Contents:
    form = form_of(found["received"]["edition"])
    by_id = form.by_id
    values: list[Value] = [None] * len(form.fields)
    for key, value in found["values"].items():
        values[by_id[key].slot] = _value(value)
    for key, day in found["days"].items():
        values[by_id[key].slot] = date.fromisoformat(day)
    submission = Submission(
        form,
        tuple(values),
        frozenset(by_id[key].slot for key in found["rejected"]),
        moved={by_id[key].slot: Place(*place) for key, place in found["moved"].items()},
        lost=frozenset(by_id[key].slot for key in found["lost"]),
    )
    exclusions = (Exclusion(by_id[k].slot, Excludes(w), code) for k, w, code in found["exclusions"])
    return Contents(submission, tuple(exclusions))


def _value(value: object) -> Value:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError("not a value of a cell")
    if isinstance(value, int) and abs(value) > MOST_IN_A_CELL:
        raise ValueError("not a number of a cell")
    return value
