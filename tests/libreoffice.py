"""LibreOffice for the tests: workbooks recalculated with other values in their cells."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from made_once import copied

from roadmap_xl.expressions.cell_values import ErrorValue

PYTHON = "/usr/bin/python3"
"""The system's own Python: Debian's `python3-uno` belongs to it."""
SECONDS_TO_RECALCULATE = 600
Rows = list[list[Any]]


@dataclass(frozen=True)
class Change:
    """A cell of a workbook and the value it gets; None clears it."""

    sheet: str
    cell: str
    value: object

    def as_json(self) -> dict[str, Any]:
        value = self.value
        if isinstance(value, ErrorValue):
            value = {"error": value.text}
        return {"sheet": self.sheet, "cell": self.cell, "value": value}


@dataclass(frozen=True)
class Job:
    """A workbook, the fills to try on it one by one, and the (sheet, range) pairs to read."""

    workbook: Path
    ranges: Sequence[tuple[str, str]]
    fills: Sequence[Sequence[Change]] = ((),)

    def as_json(self) -> dict[str, Any]:
        return {
            "workbook": str(self.workbook),
            "fills": [[change.as_json() for change in fill] for fill in self.fills],
            "ranges": [list(pair) for pair in self.ranges],
        }


def converted(path: Path, extension: str, folder: Path) -> Path:
    """The workbook as LibreOffice saves it in this format; the same bytes once in a run."""
    folder.mkdir(parents=True, exist_ok=True)
    bytes_of = hashlib.sha256(path.read_bytes()).hexdigest()
    return copied(
        f"{bytes_of}.{extension}",
        lambda made: _convert(path, extension, made),
        folder / f"{path.stem}.{extension}",
    )


def _convert(path: Path, extension: str, made: Path) -> None:
    folder = made.parent / "LibreOffice"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    to = ["--headless", "--convert-to", extension, "--outdir", str(folder), str(path)]
    subprocess.run(["soffice", profile, *to], check=True, capture_output=True, timeout=180)
    folder.joinpath(f"{path.stem}.{extension}").rename(made)


@cache
def missing() -> str:
    """What the tests that need LibreOffice lack; empty if nothing."""
    if shutil.which("soffice") is None:
        return "нет LibreOffice (команды soffice): установите libreoffice-calc"
    if not Path(PYTHON).exists() or subprocess.run([PYTHON, "-c", "import uno"]).returncode:
        return "нет модуля uno для системного Python: установите python3-uno"
    if not Path(shutil.which("soffice") or "").resolve().with_name("pythonscript.py").exists():
        return "LibreOffice без макросов Python: установите libreoffice-script-provider-python"
    return ""


@cache
def missing_writer() -> str:
    """What the tests that print a document lack; empty if nothing."""
    needed = {"lowriter": "libreoffice-writer", "pdftotext": "poppler-utils"}
    lacking = [package for program, package in needed.items() if shutil.which(program) is None]
    return f"нечем напечатать документ: установите {', '.join(lacking)}" if lacking else ""


def recalculate(jobs: Sequence[Job]) -> list[list[list[Rows]]]:
    """For each job, for each of its fills, the rows of each of its ranges.

    A value is a number, a text, None for a blank cell or `ErrorValue`.
    """
    script = Path(__file__).with_name("recalculate.py")
    done = subprocess.run(
        [PYTHON, str(script)],
        input=json.dumps([job.as_json() for job in jobs]),
        capture_output=True,
        text=True,
        timeout=SECONDS_TO_RECALCULATE,
    )
    if done.returncode:
        raise RuntimeError(f"LibreOffice did not recalculate:\n{done.stderr}")
    return json.loads(done.stdout, object_hook=lambda found: ErrorValue(found["error"]))


@dataclass(frozen=True)
class Press:
    """A button of a workbook with macros, and the (sheet, range) pairs to read afterwards."""

    workbook: Path
    button: str
    ranges: Sequence[tuple[str, str]] = ()
    is_new: bool = False
    """Opened as a new workbook that was never saved."""

    def as_json(self, log: str) -> dict[str, Any]:
        return {
            "workbook": str(self.workbook),
            "button": self.button,
            "log": log,
            "read": [list(pair) for pair in self.ranges],
            "is_new": self.is_new,
        }


@dataclass(frozen=True)
class Pressed:
    """What the workbook shows after the press."""

    folder: Path
    buttons: list[str]
    log: list[tuple[str, list[str]]]
    """Each call that the stubs took, with the sheets that were protected then."""
    protected: list[str]
    active: str
    read: list[Rows]


def press(presses: Sequence[Press], log: str) -> list[Pressed]:
    """Presses each button in LibreOffice, as a person would with the keyboard."""
    script = Path(__file__).with_name("press.py")
    done = subprocess.run(
        [PYTHON, str(script)],
        input=json.dumps([one.as_json(log) for one in presses]),
        capture_output=True,
        text=True,
        timeout=SECONDS_TO_RECALCULATE,
    )
    if done.returncode:
        raise RuntimeError(f"LibreOffice pressed nothing:\n{done.stderr}")
    answers = json.loads(done.stdout)
    return [_seen(one, answer) for one, answer in zip(presses, answers, strict=True)]


def _seen(one: Press, answer: dict[str, Any]) -> Pressed:
    log = [(call, (closed or "").split(";")[:-1]) for call, closed in answer.pop("log") if call]
    return Pressed(one.workbook.parent, log=log, **answer)
