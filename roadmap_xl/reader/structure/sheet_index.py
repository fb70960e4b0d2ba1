"""One sheet of a file by its texts: where each of them stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property

from ...texts.signs import is_visible
from ...texts.squeezing import normalize
from ...texts.typed import as_text
from ..files.sheet_xml import At


class SheetIndex:
    """The rows of a sheet, with the places of every text as it compares.

    A cell in which nothing is to be seen is a blank.
    """

    def __init__(self, rows: Callable[[], list[list[object]]]) -> None:
        """`rows` are asked for once, when something is: of most sheets it never is."""
        self._rows = rows

    @cached_property
    def rows(self) -> list[list[object]]:
        rows = self._rows()
        for line in rows:
            for column, value in enumerate(line):
                if isinstance(value, str) and not is_visible(value):
                    line[column] = None
        return rows

    @cached_property
    def at(self) -> dict[str, list[At]]:
        """By text, where it stands; numbers are left aside."""
        found: dict[str, list[At]] = {}
        for row, line in enumerate(self.rows):
            for column, value in enumerate(line):
                if isinstance(value, str) and (text := normalize(value)):
                    found.setdefault(text, []).append((row, column))
        return found

    def texts(self) -> Iterator[tuple[At, str]]:
        """The places of all texts, as they compare."""
        return ((at, text) for text, places in self.at.items() for at in places)

    def texts_of(self, row: int) -> list[tuple[int, str]]:
        """The columns of a row with what stands there as text; dates and numbers, too."""
        if not 0 <= row < len(self.rows):
            return []
        return [(n, normalize(as_text(v))) for n, v in enumerate(self.rows[row]) if v is not None]

    def header_at(self, headers: tuple[str | None, ...]) -> At | None:
        """Where a row of headers begins; None stands for any text."""
        for row, column in self.at.get(normalize(headers[0] or ""), ()):
            here = [self.value((row, column + n)) for n in range(len(headers))]
            if all(text in (None, value) for text, value in zip(headers, here, strict=True)):
                return row, column
        return None

    def value(self, at: At) -> object:
        row, column = at
        within = 0 <= row < len(self.rows) and 0 <= column < len(self.rows[row])
        return self.rows[row][column] if within else None

    def filled(self) -> Iterator[tuple[At, object]]:
        """The places of all cells that hold something, with their values."""
        for row, line in enumerate(self.rows):
            for column, value in enumerate(line):
                if value is not None:
                    yield (row, column), value

    def column(self, number: int) -> list[tuple[int, str]]:
        """The rows of a column with what stands there as text."""
        return [
            (n, normalize(as_text(row[number])))
            for n, row in enumerate(self.rows)
            if number < len(row) and row[number] is not None
        ]
