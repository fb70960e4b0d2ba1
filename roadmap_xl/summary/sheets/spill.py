"""Rows that a sheet of Excel has no room for, written to a CSV file beside the workbook."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

from ...files import replacing, require_writable
from ..tidy import CsvValue, csv_text

LAST_ROW = 1_048_575
"""The last row of a sheet, zero-based; it says where the rows behind it are."""


class Spill:
    """The rows of one sheet from `LAST_ROW` on; the file takes its place when `places` are left."""

    def __init__(self, workbook: Path, sheet: str, places: ExitStack) -> None:
        self.sheet = sheet
        self.path = workbook.with_name(f"{workbook.stem} — {sheet}.csv")
        self.number = 0
        self._places = places
        self._titles: Sequence[str] = ()
        self._writer: Any = None
        self._row = -1
        self._cells: dict[int, str] = {}

    def titled(self, titles: Sequence[str]) -> None:
        """The headers of the sheet, which are the file's too."""
        self._titles = titles

    def write(self, row: int, column: int, value: CsvValue) -> None:
        """A cell; rows come in order, each is in the file when the next begins."""
        if row != self._row:
            self.flush()
            self._row = row
        self._cells[column] = csv_text(value)

    def flush(self) -> None:
        """The last row is in the file."""
        if not self._cells:
            return
        if self._writer is None:
            self._begin()
        width = max(len(self._titles), *(column + 1 for column in self._cells))
        self._writer.writerow([self._cells.get(column, "") for column in range(width)])
        self.number += 1
        self._cells = {}

    def _begin(self) -> None:
        require_writable(self.path)
        temporary = self._places.enter_context(replacing(self.path))
        file = self._places.enter_context(temporary.open("w", encoding="utf-8-sig", newline=""))
        self._writer = csv.writer(file, delimiter=";")
        self._writer.writerow(self._titles)


@contextmanager
def spilling(workbook: Path, sheets: Iterable[str]) -> Iterator[dict[str, Spill]]:
    """A spill for each sheet of a workbook.

    When the block ends well, the files take their places, and what an earlier, longer summary of
    this name left beside it is removed. Otherwise what was there stays.
    """
    with ExitStack() as places:
        spills = {sheet: Spill(workbook, sheet, places) for sheet in sheets}
        yield spills
    for spill in spills.values():
        if not spill.number:
            with suppress(OSError):
                spill.path.unlink()
