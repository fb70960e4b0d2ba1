"""What a cell's row decides: a lone dash, an average of 0, «то же»."""

from __future__ import annotations

from collections.abc import Mapping

from ..expressions.walking import cells_in
from ..form.columns import Kind
from ..form.fields import Field, Form
from ..form.tables import Average, ProblemCount, SchoolMeasures, SubjectResults
from ..form.vocabulary import NOT_APPLICABLE
from ..layout import Layout
from .cleaned import BLANK, Cleaned, Open, nothing
from .percents import ShowsPercent, settle_percents
from .text_cells import lone_mark
from .typed_text import quoted


def settle(
    layout: Layout, cleaned: dict[int, Cleaned], shows_percent: ShowsPercent = lambda _: None
) -> None:
    """Closes everything left open, in place."""
    left = [slot for slot, one in cleaned.items() if one.open]
    for slot in left:
        field = layout.form.fields[slot]
        if cleaned[slot].open is Open.DASH:
            cleaned[slot] = _dash(layout.form, field, cleaned)
        elif cleaned[slot].open is Open.ZERO_AVERAGE:
            sat = _whole(layout.form, field, cleaned) != 0
            cleaned[slot] = Cleaned(0.0) if sat else nothing()
    shares = [slot for slot in left if cleaned[slot].open is Open.PERCENT]
    if shares:
        settle_percents(layout.form, cleaned, shares, shows_percent)
    if any(cleaned[slot].open for slot in left):
        _repeat_above(layout, cleaned)


def _dash(form: Form, field: Field, cleaned: Mapping[int, Cleaned]) -> Cleaned:
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
        return nothing()
    if _whole(form, field, cleaned) == 0:
        return BLANK
    return nothing() if field.kind is Kind.SCORE else zero


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
                one = nothing(lone_mark(field))
                if text is not None:
                    one = Cleaned(text, "ditto", quoted(text))
                cleaned[field.slot] = one
            above[column] = one
