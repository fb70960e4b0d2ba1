"""One workbook filled many times by an engine that takes long to open it.

The values are put in by the engine's own calls, every formula is calculated, and what a fill has
changed and the next does not is put back. In a process of its own, as in `recalculated`:

    python -m engines.refilled ENGINE < {"workbook", "fills", "sheets"} as JSON > lines of JSON
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from engines.formulas import area_of
from engines.recalculated import Value, Values, answers_of, as_rows, of_formulon, tell
from libreoffice import Change

Content = dict[str, Any] | Value
"""A constant, or an error or a formula under its name."""
Place = tuple[str, str]


def refilled(
    engine: str, workbook: Path, fills: Sequence[Sequence[Change]], sheets: Sequence[str]
) -> Iterator[Values]:
    """For each fill, what these sheets of the workbook hold."""
    job = {
        "workbook": str(workbook),
        "fills": [[change.as_json() for change in fill] for fill in fills],
        "sheets": sheets,
    }
    return answers_of("engines.refilled", engine, job)


class InFormulon:
    """A workbook in formulon."""

    def __init__(self, path: str) -> None:
        from formulon import Workbook

        self._book = Workbook.load(Path(path).read_bytes())
        self._book.recalc()
        names = map(self._book.sheet_name, range(self._book.sheet_count()))
        self._numbers = {name: number for number, name in enumerate(names)}

    def _at(self, place: Place) -> tuple[int, int, int]:
        area = area_of(place[1], place[0])
        assert area is not None
        return self._numbers[place[0]], area.top - 1, area.left - 1

    def contents(self, places: Sequence[Place]) -> dict[Place, Content]:
        return {place: self._content(place) for place in places}

    def _content(self, place: Place) -> Content:
        formula = self._book.get_formula(*self._at(place))
        if formula is not None:
            return {"formula": formula}
        return of_formulon(self._book.get_value(*self._at(place)))

    def put(self, contents: dict[Place, Content]) -> None:
        """Puts these in and calculates every formula."""
        from formulon import ErrorCode

        for place, content in contents.items():
            at = self._at(place)
            if content is None:
                self._book.set_blank(*at)
            elif isinstance(content, str):
                self._book.set_text(*at, content)
            elif not isinstance(content, dict):
                self._book.set_number(*at, content)
            elif "formula" in content:
                self._book.set_formula(*at, content["formula"])
            else:
                name = content["error"].strip("#!?").replace("/", "")
                self._book.set_error(*at, ErrorCode[name])
        self._book.recalc()

    def values(self, sheets: Sequence[str]) -> Values:
        cells = (
            (name, cell.row + 1, cell.col + 1, of_formulon(cell.value))
            for name in sheets
            for cell in self._book.iter_cells(self._numbers[name])
        )
        return as_rows(sheets, cells)


OPENED: dict[str, type[InFormulon]] = {"formulon": InFormulon}
"""ONLYOFFICE is none of them: it calculates after each value, which takes longer than opening."""


def filled(
    opened: InFormulon, fills: Sequence[Sequence[dict[str, Any]]], sheets: Sequence[str]
) -> Iterator[Values]:
    """The sheets after each fill."""
    places = sorted({(one["sheet"], one["cell"]) for fill in fills for one in fill})
    own = opened.contents(places)
    there: dict[Place, Content] = {}
    for fill in fills:
        wanted = {(one["sheet"], one["cell"]): one["value"] for one in fill}
        back = {place: own[place] for place in there.keys() - wanted.keys()}
        fresh = {p: v for p, v in wanted.items() if p not in there or there[p] != v}
        opened.put({**back, **fresh})
        there = wanted
        yield opened.values(sheets)


def main() -> None:
    job = json.load(sys.stdin)
    opened = OPENED[sys.argv[1]](job["workbook"])
    for values in filled(opened, job["fills"], job["sheets"]):
        tell(values)


if __name__ == "__main__":
    main()
