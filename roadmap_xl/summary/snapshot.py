"""The snapshot of a campaign: its summary as JSON, beside the summary workbook.

A valid JSON document that can also be read line by line: the head (settings, schools, figures),
then a line for each file or missing school, with the values of the files that count.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from importlib import metadata
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from ..district.counted import CountedSchool
from ..district.settings import Settings
from ..district.summary import DistrictSummary, SubmissionLine
from ..writers.files import replacing
from .encoding import as_figure, as_finding, as_listed, dumped

FORMAT, VERSION = "roadmap_xl snapshot", 1
SUFFIX = ".json"
OPENS, BETWEEN, CLOSES = ',"lines":[', ",", "]}"
"""What stands after the head, after each line but the last, and on the last line of the file."""
SETTINGS = TypeAdapter(Settings)
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
