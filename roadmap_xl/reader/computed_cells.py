"""Computed cells in a file: never a source of values, only looked at for what was typed over them.

calamine cannot tell a formula's cached value from a typed number. So a value that our own
computation gives is the template's; so is one that the workbook's formula gives on the raw cells,
before cleaning.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta

from ..expressions.cell_values import CellValues, says_something
from ..expressions.numbers import round_half_up, show_value
from ..form.columns import Kind
from ..form.fields import Field, Form
from ..form.submission import Note, Submission, with_defaults
from ..form.tables import BaseMath, SchoolMeasures, SubjectResults
from ..texts.days import serial_of
from ..texts.numbers import bare_number, percent_in
from ..texts.settling import ShowsPercent
from ..texts.squeezing import squeeze
from ..texts.typed import MOST_NUMBER, quote_value
from .files.sheet_xml import At, place_of

_NOTES = {SubjectResults: "percent-differs", BaseMath: "percent-differs-bm"}
_OTHER_NOTE = "percent-differs-ind"
OWN_FORMULA = "IFERROR(IF("
"""How the blank's formulas of computed cells begin; followers of a shared one have no text."""

_BESIDE = re.compile(r"(?<![\w$!'.])[A-Z]{1,3}[0-9]+\b")


def cells_beside(formula: str) -> set[At | None]:
    """The cells of its own sheet that a percent's formula reads.

    They are others than the percent is of where numbers were cut and pasted elsewhere: the formula
    goes along with them.
    """
    return {place_of(name) for name in _BESIDE.findall(formula)}


def typed_over(
    submission: Submission,
    found: Mapping[int, object],
    by_address: Callable[[], Mapping[int, object]] = dict,
    is_formula: Callable[[int], bool] = lambda slot: False,
    shows_percent: ShowsPercent = lambda field: None,
) -> dict[int, Note | None]:
    """By slot, the computed cells that are not the template's own: a note, or None for a mere dash.

    `found` are the raw values of all cells of the form that are not blank; `by_address` gives what
    stands where the blank has them: after sorting, formulas of other sheets still look there.
    Where the blank's own formula still stands (`is_formula`), its value may be an old one.
    """
    form = submission.form
    seen = {slot: found[slot] for slot in form.computing if slot in found}
    unlike = {
        slot: raw
        for slot, raw in seen.items()
        if not _same(raw, submission.computed[slot], form.fields[slot].kind)
        and not is_formula(slot)
    }
    if not unlike:
        return {}
    for values in (found, by_address()):
        shows = _as_the_workbook_shows(form, values) if values else None
        unlike = {
            slot: raw
            for slot, raw in unlike.items()
            if not shows or not _same(raw, form.computing[slot](shows), form.fields[slot].kind)
        }
    return {
        slot: _note(form.fields[slot], raw, submission.computed[slot], shows_percent)
        for slot, raw in unlike.items()
    }


def _same(raw: object, computed: float | None, kind: Kind) -> bool:
    """The cell holds what was computed, as a fraction or in percents; 0 stands for nothing, too."""
    if type(raw) is float and raw == computed:  # nearly all, and quick
        return True
    numbers = _numbers(raw, kind)
    if computed is None:
        return numbers == [0.0]
    digits = 2 if kind is Kind.SHARE else 6
    return round_half_up(computed, digits) in [round_half_up(number, digits) for number in numbers]


def _numbers(raw: object, kind: Kind) -> list[float]:
    """What the cell may mean as a number: 86 in a percent cell is 0.86 or 86, and 1 either."""
    if isinstance(raw, str):
        share = percent_in(raw) if kind is Kind.SHARE else None
        if share is not None:
            return [share]
        raw = bare_number(raw)
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        return []
    return [float(raw), raw / 100] if kind is Kind.SHARE and raw >= 1 else [float(raw)]


def _as_the_workbook_shows(form: Form, found: Mapping[int, object]) -> CellValues:
    """The raw cells as the workbook's formulas see them: a date is a number there."""
    values = [_seen_by_formulas(found.get(field.slot)) for field in form.fields]
    return CellValues(with_defaults(form, values))


def _seen_by_formulas(raw: object) -> object:
    if isinstance(raw, datetime):
        return serial_of(raw.date()) + _part_of_day(raw.time())
    if isinstance(raw, date):
        return serial_of(raw)
    if isinstance(raw, time):
        return _part_of_day(raw)
    if isinstance(raw, timedelta):
        return raw / timedelta(days=1)
    return raw


def _part_of_day(moment: time) -> float:
    return (moment.hour * 3600 + moment.minute * 60 + moment.second) / 86400


def _note(
    field: Field, raw: object, computed: float | None, shows_percent: ShowsPercent
) -> Note | None:
    if not computed and isinstance(raw, str) and not says_something(squeeze(raw)):
        return None
    kind = _NOTES.get(field.table, _OTHER_NOTE)
    if field.table is SchoolMeasures:
        kind = f"{field.column if getattr(field.row, 'single', True) else 'foreign'}-differs"
    typed = _typed(raw, field, shows_percent)
    return Note(kind, field.slot, typed, _calculated(computed, field.kind))


def _typed(raw: object, field: Field, shows_percent: ShowsPercent) -> str:
    """As it is seen: 1.8 is 180% in a cell that shows percents, and 1.8% in any other."""
    if field.kind is Kind.SHARE and isinstance(raw, int | float) and abs(raw) < MOST_NUMBER:
        is_share = raw <= 1 or shows_percent(field)
        return f"{show_value(raw * 100 if is_share else raw)}%"
    return f"«{quote_value(raw)}»" if isinstance(raw, str) else quote_value(raw)


def _calculated(computed: float | None, kind: Kind) -> str:
    if computed is None or kind is not Kind.SHARE:
        return show_value(computed)
    return f"{show_value(computed * 100)}%"
