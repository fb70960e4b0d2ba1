"""An edition's blank as LibreOffice recalculates it, beside what Python says of the same cells."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import pytest
from fills import Fill, raw_cells
from libreoffice import Change, Rows

from roadmap_xl.form.fields import Form, form_of
from roadmap_xl.form.layout import column_name
from roadmap_xl.form.prefilled import prefilled
from roadmap_xl.form.submission import Submission, with_defaults
from roadmap_xl.rules.checklist import checklist_of

Difference = tuple[Any, ...]


class LiveForm:
    """The blank workbook of an edition, and what Python says of what is typed into it."""

    def __init__(self, edition: str | Form) -> None:
        self.form = form_of(edition) if isinstance(edition, str) else edition
        self.checklist = checklist_of(self.form)
        self.layout = self.form.layout
        self.blank = prefilled(self.form)
        computed = [self.layout.place(self.form.fields[slot]) for slot in self.form.computed]
        self.sheets = sorted({place.sheet for place in computed})
        self._last = {
            sheet: (
                max(place.row for place in computed if place.sheet == sheet),
                max(place.column for place in computed if place.sheet == sheet),
            )
            for sheet in self.sheets
        }
        """By sheet, the zero-based row and column that no computed cell lies beyond."""

    @cached_property
    def ranges(self) -> list[tuple[str, str]]:
        """Verdict, weight and message of every check, and of sheets what reaches computed cells."""
        checks = ("_checks", f"A2:E{1 + len(self.checklist.live)}")
        corners = ((sheet, *self._last[sheet]) for sheet in self.sheets)
        return [checks, *((sheet, f"A1:{column_name(c)}{r + 1}") for sheet, r, c in corners)]

    def changes(self, fill: Fill) -> list[Change]:
        """What is typed into the blank to get the fill."""
        return [
            Change(place.sheet, place.cell, fill.get(field.id))
            for field in self.form.fields
            if fill.get(field.id) != self.blank.values[field.slot]
            for place in (self.layout.place(field),)
        ]

    def differing(self, fill: Fill, answer: list[Rows]) -> list[Difference]:
        """Where the recalculated workbook is not as Python has it: (place, live, Python)."""
        values = raw_cells(self.form, fill)
        checks, *sheets = answer
        return [*self._differing_checks(values, checks), *self._differing_values(values, sheets)]

    def _differing_checks(self, values: list[object], rows: Rows) -> list[Difference]:
        cell_values = self.checklist.raw_cell_values(values)
        verdicts = self.checklist.verdicts(cell_values)
        said = {check.number for check in self.checklist.broken(verdicts)}
        shown = with_defaults(self.form, values)
        stage = shown[self.checklist.stage_slot]
        found = []
        for check, row in zip(self.checklist.live, rows, strict=True):
            expected: list[Any] = [verdicts[check.number], 0, None]
            if check.number in said:
                weight = check.severity(cell_values, stage).weight
                expected[1:] = [weight, check.message(cell_values, shown)]
            elif (text := check.text_in(cell_values)) is not None:
                expected[1:] = [3, check.text_message(text)]
            if row != [check.rule.code, None, *expected]:
                found.append((check.rule.code, check.field.id, row, expected))
        return found

    def _differing_values(self, values: list[object], sheets: list[Rows]) -> list[Difference]:
        rows_of = dict(zip(self.sheets, sheets, strict=True))
        computed = Submission(self.form, tuple(values)).computed  # type: ignore[arg-type]
        found = []
        for slot, value in computed.items():
            place = self.layout.place(self.form.fields[slot])
            live = rows_of[place.sheet][place.row][place.column]
            if (
                values[slot] is None
                and live != value
                and (value is None or live != pytest.approx(value, rel=1e-12, abs=1e-9))
            ):
                found.append((self.form.fields[slot].id, live, value))
        return found
