"""The snapshot of a campaign: its summary as JSON, beside the summary workbook.

A valid JSON document that can also be read line by line: the head (settings, schools, figures),
then a line for each file or missing school, with the values of the files that count.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from datetime import date
from importlib import metadata
from operator import attrgetter
from pathlib import Path
from typing import Any, BinaryIO, Literal

from pydantic import ConfigDict, TypeAdapter
from pydantic_core import ArgsKwargs

from ..district.lines import SubmissionLine
from ..district.received import Contents, Received
from ..district.school import DISTRICT, School
from ..district.settings import Settings
from ..errors import EditionError, SnapshotError, refusal, suggest_name
from ..files import replacing
from ..form.edition import Edition, are_of_one_year
from ..form.fields import Form, form_of, form_of_own
from ..form.loading import DISTRICT_SUFFIX
from ..rules.findings import Finding
from .consolidation import recipes_of
from .encoding import (
    CONTENTS,
    RECEIVED,
    ListedFigure,
    as_contents,
    as_figures,
    dump,
    to_contents,
    to_figures,
)
from .figures import Basis
from .numbers.summary import INTERNAL, CountedSchools, DistrictSummary, KeptIn

SUFFIX = ".json"
OPENS, BETWEEN, CLOSES = ',"lines":[', ",", "]}"
"""What stands after the head, after each line but the last, and on the last line of the file."""
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
    with replacing(path) as temporary:
        mark = hashlib.sha256()
        with temporary.open("wb") as file:
            for line in _encode(summary, created):
                mark.update(line)
                file.write(line)
        yield mark.hexdigest()


def _encode(summary: DistrictSummary, created: date) -> Iterator[bytes]:
    for line in snapshot_lines(summary, created):
        for letter, escape in _IN_ONE_LINE.items():  # hardly ever there; quicker than to translate
            line = line.replace(letter, escape)
        yield f"{line}\n".encode(errors=_NO_LETTER)


def snapshot_lines(summary: DistrictSummary, created: date) -> Iterator[str]:
    """The lines of the document, file by file."""
    yield dump(_head(summary, created))[:-1] + OPENS
    last = len(summary.all_lines) - 1
    for at, line in enumerate(summary.all_lines):
        yield dump(_line(summary, line)) + (BETWEEN if at < last else "")
    yield CLOSES


@dataclass(kw_only=True)
class _Head:
    """What stands before the lines, in its order."""

    __pydantic_config__ = ConfigDict(allow_inf_nan=False)

    format: Literal["roadmap_xl snapshot"]
    version: Literal[1]
    purpose: str = INTERNAL
    program: str
    built: date
    today: date | None
    edition: str
    own_edition: Edition | None = None
    """All of it, where it is one's own: no package has it."""
    has_registry: bool
    settings: Settings
    schools: tuple[School, ...]
    figures: dict[str, ListedFigure]


_HEAD = TypeAdapter(_Head)
_LINE = TypeAdapter(SubmissionLine)


def _head(summary: DistrictSummary, created: date) -> dict[str, Any]:
    head = _Head(
        format="roadmap_xl snapshot",
        version=1,
        program=metadata.version("roadmap_xl"),
        built=created,
        today=summary.today,
        edition=summary.edition.key,
        own_edition=summary.edition if summary.edition.mark else None,
        has_registry=summary.has_registry,
        settings=summary.settings,
        schools=summary.schools,
        figures=as_figures(summary.figures),
    )
    without = None if head.own_edition else {"own_edition"}
    found: dict[str, Any] = _HEAD.dump_python(head, mode="json", exclude=without)
    return found


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
        "added": _rows(line.added),
        "received": _list_row(line.received) if line.received else None,
    }
    if line.deadline:
        listed["deadline"] = line.deadline
    if line.returned:
        listed["returned"] = line.returned
    if not line.status.counts:
        return listed
    return listed | as_contents(summary.counted.open(line).contents)


def _list_row(received: Received) -> dict[str, Any]:
    shallow: dict[str, Any] = RECEIVED.dump_python(received, exclude={"decisive"})
    return shallow | {"decisive": _rows(received.decisive)}


_VALUES = attrgetter(*(field.name for field in fields(Finding)))


def _rows(findings: Iterable[Finding]) -> list[tuple[str, ...]]:
    """Findings as their values in the order of their fields."""
    return [_VALUES(finding) for finding in findings]


# --- Reading it back ---

LONGEST_LINE = 64 * 1024 * 1024
"""Bytes; a head of 10,000 schools has 3 MB, so a longer line is no snapshot's."""
_WRONG = (KeyError, TypeError, ValueError, AttributeError, IndexError, RecursionError, EditionError)
"""What reading a document raises that is not what this program writes."""


class SnapshotFiles:
    """The files of a snapshot, their contents read again from it each time."""

    def __init__(self, file: BinaryIO, form: Form) -> None:
        self._file, self._form = file, form
        self._listed: dict[str, tuple[Received, int]] = {}

    def add(self, received: Received, offset: int) -> None:
        """A file that counts, with where its line begins."""
        self._listed[received.file] = received, offset

    def __iter__(self) -> Iterator[Received]:
        return (received for received, _ in self._listed.values())

    def contents(self, received: Received) -> Contents:
        self._file.seek(self._listed[received.file][1])
        return _read_contents(_parse(self._file.readline()), received, self._form)

    def findings(self, received: Received) -> Sequence[Finding]:
        """The decisive ones; a snapshot keeps no others."""
        return received.decisive

    def close(self) -> None:
        self._file.close()


def read_snapshot(path: Path) -> DistrictSummary:
    """The summary, without the findings on its files. Raises `SnapshotError`.

    The file stays open as long as the summary is used.
    """
    if path.exists() and not path.is_file():  # nor is a pipe, whose bytes have no end
        raise SnapshotError(f"Снимок сводки «{path}» не открывается: это не файл.")
    try:
        file = path.open("rb")
    except OSError as fault:
        why = refusal(fault) if path.exists() else f"такого файла нет{suggest_name(path)}."
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
    form = form_of_own(head.own_edition) if head.own_edition else form_of(head.edition)
    files = SnapshotFiles(file, form)
    by_key = {school.key: school for school in (DISTRICT, *head.schools)}
    every = list(_lines(file, files, form, by_key))
    lines = tuple(line for line, is_own in every if not is_own)
    return DistrictSummary(
        settings=head.settings,
        today=head.today,
        form=form,
        has_registry=head.has_registry,
        schools=head.schools,
        lines=lines,
        own_lines=tuple(line for line, is_own in every if is_own),
        counted=CountedSchools(lines, files),
        figures=to_figures(head.figures, recipes_of(Basis(form, head.settings, head.today))),
        files=files,
    )


def _read_head(file: BinaryIO) -> _Head:
    text = file.readline(LONGEST_LINE).decode().rstrip("\n")
    if not text.endswith(OPENS):
        raise ValueError("no head")
    return _HEAD.validate_python(json.loads(text.removesuffix(OPENS) + "}"))


def _lines(
    file: BinaryIO, files: SnapshotFiles, form: Form, schools: dict[str, School]
) -> Iterator[tuple[SubmissionLine, bool]]:
    """The lines, each with whether it is of the district's own book.

    What is in a file is looked at once, so that no later reading of it fails.
    """
    offset, key = file.tell(), form.edition.key
    while (text := file.readline(LONGEST_LINE)).rstrip() != CLOSES.encode():
        found = _parse(text)
        line = _read_line(found, schools)
        if line.status.counts and line.received:
            theirs = line.received.edition.removesuffix(DISTRICT_SUFFIX)
            if theirs != key and not are_of_one_year(theirs, key):
                raise ValueError("a file of another year")
            _read_contents(found, line.received, form)
            files.add(line.received, offset)
        yield line, found["own"]
        offset = file.tell()


def _parse(line: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(line.decode().rstrip("\n").removesuffix(","))
    return found


def _read_line(found: dict[str, Any], schools: dict[str, School]) -> SubmissionLine:
    school, received = found["school"], found["received"]
    read = {
        "school": None if school is None else schools[school],
        "received": received and received | {"decisive": _of_rows(received["decisive"])},
        "added": _of_rows(found["added"]),
    }
    return _LINE.validate_python(found | read)


def _read_contents(found: dict[str, Any], received: Received, form: Form) -> Contents:
    is_own = received.edition.endswith(DISTRICT_SUFFIX)
    return to_contents(CONTENTS.validate_python(found), form.of_district if is_own else form)


def _of_rows(rows: Iterable[Iterable[str]]) -> list[ArgsKwargs]:
    return [ArgsKwargs(tuple(row)) for row in rows]
