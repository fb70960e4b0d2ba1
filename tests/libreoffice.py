"""LibreOffice for the tests: one for each worker, which recalculates, presses, moves and saves.

It starts when a test first asks; conftest.py ends it. A start costs more than most answers.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Timer
from typing import Any

from made_once import copied

from roadmap_xl.expressions.cell_values import ErrorValue

PYTHON = "/usr/bin/python3"
"""The system's own Python: Debian's `python3-uno` belongs to it."""
SECONDS_TO_ANSWER = 600
SECONDS_TO_STOP = 30
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
    passing = made.parent / f"{path.stem}.{extension}"
    _asked("convert", [{"from": str(path), "to": str(passing), "ending": extension}])
    passing.rename(made)


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
    return _asked("recalculate", [job.as_json() for job in jobs])


@dataclass(frozen=True)
class Move:
    """Cells of a sheet, cut and pasted at a cell, or sorted where there is none; saved anew."""

    workbook: Path
    saved: Path
    sheet: str
    cells: str
    to: str
    ranges: Sequence[tuple[str, str]]

    def as_json(self) -> dict[str, Any]:
        return {
            **vars(self),
            "workbook": str(self.workbook),
            "saved": str(self.saved),
            "ranges": [list(pair) for pair in self.ranges],
        }


def move(moves: Sequence[Move]) -> list[list[Rows]]:
    """For each move, the rows of its ranges afterwards."""
    return _asked("move", [one.as_json() for one in moves])


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
    answers = _asked("press", [one.as_json(log) for one in presses])
    return [_seen(one, answer) for one, answer in zip(presses, answers, strict=True)]


def _seen(one: Press, answer: dict[str, Any]) -> Pressed:
    log = [(call, (closed or "").split(";")[:-1]) for call, closed in answer.pop("log") if call]
    return Pressed(one.workbook.parent, log=log, **answer)


_running: list[subprocess.Popen[str]] = []
"""The one of this process, while there is one."""


def _asked(does: str, jobs: list[dict[str, Any]]) -> Any:
    """What office.py answers; one that did not end well is not asked again."""
    with _in_time(_office()) as office:
        assert office.stdin is not None
        assert office.stdout is not None
        print(json.dumps({"does": does, "jobs": jobs}), file=office.stdin, flush=True)
        line = office.stdout.readline()
    if not line:
        stop()
        raise RuntimeError(f"LibreOffice ended while it was asked to {does}")
    answer = json.loads(line, object_hook=_value)
    if "fault" in answer:
        stop()
        raise RuntimeError(f"LibreOffice could not {does}:\n{answer['fault']}")
    return answer["answers"]


def _value(found: dict[str, Any]) -> Any:
    return ErrorValue(found["error"]) if found.keys() == {"error"} else found


def _office() -> subprocess.Popen[str]:
    if not _running or _running[0].poll() is not None:
        stop()
        script = Path(__file__).with_name("office.py")
        process = subprocess.Popen(
            [PYTHON, str(script)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        _running.append(process)
    return _running[0]


@contextmanager
def _in_time(office: subprocess.Popen[str]) -> Iterator[subprocess.Popen[str]]:
    """Ends it, and with it the reading of its answer, when the answer takes too long."""
    timer = Timer(SECONDS_TO_ANSWER, _kill, [office])
    timer.start()
    try:
        yield office
    finally:
        timer.cancel()


def stop() -> None:
    """Ends the LibreOffice of this process, if there is one."""
    while _running:
        office = _running.pop()
        try:
            office.communicate(timeout=SECONDS_TO_STOP)
        except (subprocess.TimeoutExpired, OSError):
            pass
        finally:
            _kill(office)


def _kill(office: subprocess.Popen[str]) -> None:
    """The whole group: the script and the LibreOffice that it has started."""
    if office.poll() is None:
        os.killpg(office.pid, signal.SIGKILL)
        office.wait()
