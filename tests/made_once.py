"""Workbooks that many tests start from: written once in a run, taken apart once in a process."""

from __future__ import annotations

import pickle
import re
import shutil
import tempfile
from collections.abc import Callable
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from openpyxl import Workbook, load_workbook

_OWN = tempfile.TemporaryDirectory()
FOLDER = Path(_OWN.name)
"""Of this process; conftest.py puts the one that all workers of a run share in its place."""


def made(name: str, make: Callable[[Path], object]) -> Path:
    """The file of this name, to be read only; `make` writes it where nobody has yet."""
    path = FOLDER / name
    if not path.exists():
        with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
            passing = Path(folder, path.name)
            make(passing)
            passing.replace(path)  # whole or not at all: two workers may have made it
    return path


def copied(name: str, make: Callable[[Path], object], target: Path) -> Path:
    """`target` as a copy of the file that is made once under this name."""
    shutil.copyfile(made(name, make), target)
    return target


def opened(path: Path, *, values: bool = False) -> Workbook:
    """The workbook as openpyxl opens it, to be changed; for bytes that are opened more than once.

    With `values` instead of formulas. Taking a school's workbook apart costs ten times what a copy
    of the parts costs.
    """
    workbook: Workbook = pickle.loads(_taken_apart(path.read_bytes(), values))
    return workbook


def visible(path: Path) -> Workbook:
    """The workbook, to be looked at: of hidden sheets, which hold most of its cells, no rows.

    For bytes that are opened once.
    """
    packed = BytesIO()
    with ZipFile(path) as old, ZipFile(packed, "w") as new:
        hidden = {f"xl/worksheets/sheet{n}.xml" for n in _hidden_sheets(old)}
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, _ROWS.sub(b"<sheetData/>", part) if name in hidden else part)
    return load_workbook(packed)


_ROWS = re.compile(rb"<sheetData>.*</sheetData>", re.DOTALL)


def _hidden_sheets(archive: ZipFile) -> list[int]:
    """By their number in the workbook, as our writer and openpyxl name their parts."""
    sheets = re.findall(rb"<sheet [^>]*>", archive.read("xl/workbook.xml"))
    return [n for n, sheet in enumerate(sheets, start=1) if b'state="hidden"' in sheet]


@lru_cache(maxsize=16)
def _taken_apart(data: bytes, values: bool) -> bytes:
    workbook = load_workbook(BytesIO(data), data_only=values)
    return pickle.dumps(workbook, pickle.HIGHEST_PROTOCOL)
