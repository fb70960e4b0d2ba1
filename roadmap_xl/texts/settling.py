"""What a cell's row decides: a lone dash, an average of 0, «то же»."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from ..expressions.nodes import cells_in
from ..expressions.numbers import round_half_up, show_value
from ..form.columns import Kind
from ..form.fields import Field, Form, Layout
from ..form.rows import IndicatorRow
from ..form.tables import Average, Indicator, ProblemCount, SchoolMeasures, SubjectResults
from ..form.vocabulary import NOT_APPLICABLE
from .cells import lone_mark
from .cleaned import BLANK, Cleaned, Open, blank_with_note
from .typed import number_text, quote_value

ShowsPercent = Callable[[Field], bool | None]
"""Whether the cell of a field has a format with «%»; None where that cannot be told."""


class _Case(NamedTuple):
    """A bare number in a share's cell, with what stands around it."""

    field: Field
    number: float
    cleaned: Cleaned
    part: float | None
    whole: float | None
    unit: object

    def computes_to(self, share: float) -> bool:
        """The share is what the row's численность gives, rounded or cut off."""
        if self.part is None or not self.whole:
            return False
        exact = self.part / self.whole
        cut = int(100 * exact + 1e-9) / 100
        return round_half_up(share, 2) in (round_half_up(exact, 2), cut)

    @property
    def is_count(self) -> bool:
        """The same number stands as численность, or where the unit should: no percent was meant."""
        try:
            unit = float(str(self.unit).replace(",", "."))
        except ValueError:
            unit = None
        return self.number in (self.part, unit)


def settle_percents(
    form: Form, cleaned: dict[int, Cleaned], left: Iterable[int], shows_percent: ShowsPercent
) -> None:
    """Closes the shares left open, in place: first those that decide alone, then by neighbours."""
    cases = [_case(form, slot, cleaned) for slot in left]
    undecided: list[_Case] = []
    in_percents: set[tuple[str, str]] = set()
    for case in cases:
        decided = _decide_by_its_row(case, shows_percent)
        if decided is None:
            undecided.append(case)
            continue
        cleaned[case.field.slot] = decided
        if decided.note in ("percent-read", "percent-hundredfold"):
            in_percents |= {_column(case.field), (case.field.row.key, "")}
    for case in undecided:
        near = not in_percents.isdisjoint({_column(case.field), (case.field.row.key, "")})
        as_percent = near and not case.is_count
        cleaned[case.field.slot] = (
            _read_as_percent(case, "как в соседних ячейках", shows_percent)
            if as_percent
            else _keep_number(case)
        )


def _column(field: Field) -> tuple[str, str]:
    group = field.row.group if isinstance(field.row, IndicatorRow) else ""
    return (group, field.column)


def _case(form: Form, slot: int, cleaned: Mapping[int, Cleaned]) -> _Case:
    field = form.fields[slot]
    one = cleaned[slot]

    def near(column: str) -> object:
        other = form.field(Indicator, field.row.key, column)
        if other is None:
            return None
        found = cleaned.get(other.slot, BLANK)
        source = form.defaults.get(other.slot)
        if found is BLANK and source is not None:
            found = cleaned.get(source.slot, BLANK)
        return found.value

    part, whole = near(f"{field.column}_num"), near(f"{field.column}_den")
    number = one.value if isinstance(one.value, int | float) else 0.0
    return _Case(field, float(number), one, _number(part), _number(whole), near("unit"))


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _decide_by_its_row(case: _Case, shows_percent: ShowsPercent) -> Cleaned | None:
    """What the cell and its own row say; None where the neighbours have to be asked."""
    number, point = case.number, case.number / 100
    if not 0 <= number <= 100 or number == 0:
        return _keep_number(case)
    if number <= 1 and (case.computes_to(number) or shows_percent(case.field)):
        return _keep_number(case)
    if case.computes_to(point):
        return _read_as_percent(case, "так выходит по расчёту", shows_percent)
    if number <= 1:
        return None
    if case.is_count:
        return _keep_number(case)
    if case.unit == "%":
        return _read_as_percent(case, "единица измерения — %", shows_percent)
    return None


def _keep_number(case: _Case) -> Cleaned:
    return case.cleaned._replace(open=None)


def _read_as_percent(case: _Case, why: str, shows_percent: ShowsPercent) -> Cleaned:
    """The number as percents, and why; where the cell shows «8600%», a warning."""
    typed_as_number = not case.cleaned.note  # a text shows what was typed, whatever the format
    hundredfold = typed_as_number and case.number > 1 and shows_percent(case.field)
    note = "percent-hundredfold" if hundredfold else "percent-read"
    quote = f"{show_value(case.number * 100)}%" if hundredfold else ""
    return Cleaned(case.number / 100, note, f"{show_value(case.number)}%", why, quote)


_MONEY_OF_THE_FORM, _ROUBLES_IN_IT = "тыс. руб.", 1_000
"""The one unit of money that the form's list offers."""


def _settle_money(form: Form, cleaned: dict[int, Cleaned]) -> None:
    """Amounts of one row in one unit, in place: else 1 200 ₽ of 5 тыс. руб. were 24 000 %."""
    rows: dict[str, list[int]] = {}
    for slot, one in cleaned.items():
        if one.roubles:
            rows.setdefault(form.fields[slot].row.key, []).append(slot)
    for key, slots in rows.items():
        unit = form.field(Indicator, key, "unit")
        named = cleaned.get(unit.slot, BLANK).value if unit else None
        if named == _MONEY_OF_THE_FORM or len({cleaned[slot].roubles for slot in slots}) > 1:
            for slot in slots:
                cleaned[slot] = _in_money_of_the_form(cleaned[slot])


def _in_money_of_the_form(one: Cleaned) -> Cleaned:
    if one.roubles == _ROUBLES_IN_IT or not isinstance(one.value, int | float):
        return one
    number = float(Decimal(repr(one.value)) * one.roubles / _ROUBLES_IN_IT)
    return one._replace(value=number, says=f"{number_text(number)} {_MONEY_OF_THE_FORM}")


def settle(
    layout: Layout, cleaned: dict[int, Cleaned], shows_percent: ShowsPercent = lambda _: None
) -> None:
    """Closes everything left open, in place."""
    _settle_money(layout.form, cleaned)
    left = [slot for slot, one in cleaned.items() if one.open]
    for slot in left:
        field = layout.form.fields[slot]
        if cleaned[slot].open is Open.DASH:
            cleaned[slot] = _settle_dash(layout.form, field, cleaned)
        elif cleaned[slot].open is Open.ZERO_AVERAGE:
            sat = _whole(layout.form, field, cleaned) != 0
            cleaned[slot] = Cleaned(0.0) if sat else blank_with_note()
    shares = [slot for slot in left if cleaned[slot].open is Open.PERCENT]
    if shares:
        settle_percents(layout.form, cleaned, shares, shows_percent)
    if any(cleaned[slot].open for slot in left):
        _repeat_above(layout, cleaned)


def _settle_dash(form: Form, field: Field, cleaned: Mapping[int, Cleaned]) -> Cleaned:
    """A lone dash: 0 where the row has participants; silently nothing where nobody sat.

    Source: decision 15; domain.md section 6, rows 1, 2 and 27.
    """
    if field.kind in (Kind.SHARE, Kind.FREE):
        text = NOT_APPLICABLE[0]
        return Cleaned(text, "word-for-nothing", f"«{text}»")
    zero = Cleaned(0, "word-for-nothing", "0")
    if field.table is ProblemCount:
        return zero
    if not wholes_of(form, field):
        return blank_with_note()
    if _whole(form, field, cleaned) == 0:
        return BLANK
    return blank_with_note() if field.kind is Kind.SCORE else zero


def wholes_of(form: Form, field: Field) -> tuple[int, ...]:
    """The slots of the «Всего» that the field's number is a part of; none for most fields."""
    if field.table is SchoolMeasures:
        participants = form.field(SchoolMeasures, field.row.key, "participants")
        if participants is None:
            return ()
        return tuple(cell.slot for cell in cells_in(form.computed[participants.slot]))
    table = SubjectResults if field.table is Average else field.table
    whole = form.field(table, field.row.key, "total")
    return () if whole is None else (whole.slot,)


def _whole(form: Form, field: Field, cleaned: Mapping[int, Cleaned]) -> float | None:
    """The field's «Всего», 0 for a blank; None where it is not to be understood."""
    number = 0.0
    for slot in wholes_of(form, field):
        one = cleaned.get(slot, BLANK)
        if one.rejected:
            return None
        number += one.value if isinstance(one.value, int | float) else 0
    return number


def _repeat_above(layout: Layout, cleaned: dict[int, Cleaned]) -> None:
    """«То же» in the plan, from the top down: the text of the row above, or a mere mark."""
    block = layout.block("pln")
    above: dict[str, Cleaned] = {}
    for line in block.lines:
        for column, field in layout.fields_on(block, line):
            one = cleaned.get(field.slot, BLANK)
            if one.open is Open.DITTO:
                text = above.get(column, BLANK).value
                one = blank_with_note(lone_mark(field))
                if text is not None:
                    one = Cleaned(text, "ditto", quote_value(text))
                cleaned[field.slot] = one
            above[column] = one
