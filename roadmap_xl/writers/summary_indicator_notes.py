"""The notes of «Показатели»: what a figure leaves out, and why."""

from __future__ import annotations

from collections.abc import Sequence

from ..district.coverage import schools_of
from ..district.indicator_answers import YearAnswer, YearTally
from ..district.indicator_totals import FLAG, YEARS, State
from ..district.summary import DistrictSummary
from ..expressions.numbers import percent, shown
from ..form.rows import IndicatorRow

_UNCOUNTED = (State.NOT_APPLICABLE, State.BLANK, State.ONLY_PERCENT)


def district_note(summary: DistrictSummary, row: IndicatorRow, tallies: Sequence[YearTally]) -> str:
    """What the figures leave out; what is so in both years is said once."""
    years = (summary.edition.year1, summary.edition.year2)
    parts: list[str] = []
    said = (_parts(summary, row, *one) for one in zip(YEARS, tallies, strict=True))
    for both in zip(*said, strict=True):
        if len(set(both)) == 1:
            parts.append(both[0])
        else:
            parts += (f"{year}: {said}" for year, said in zip(years, both, strict=True) if said)
    return "; ".join(filter(None, parts))


def _parts(summary: DistrictSummary, row: IndicatorRow, year: str, tally: YearTally) -> list[str]:
    """What there is to say of one year; empty texts where there is nothing."""
    states, everyone = tally.states, len(summary.schools)
    figure = summary.figures[f"ind.{row.key}.{year}.num"]
    is_answered = row.kind == FLAG and figure.count is not None
    share = percent(float(figure.count or 0), everyone) if is_answered else None
    return [
        "" if share is None else f"от всех {everyone} {schools_of(everyone)} района — {share}%",
        *(f"{state}: {states[state]}" if states[state] else "" for state in _UNCOUNTED),
        _left_out(tally),
    ]


def _left_out(tally: YearTally) -> str:
    """«не учтено: СОШ № 5 (IND-004)»."""
    named = [f"{name} ({code})" for name, code in tally.left_out]
    more = tally.states[State.LEFT_OUT] - len(named)
    return f"не учтено: {', '.join(named)}{f' и ещё {more}' if more else ''}" if named else ""


def school_note(found: YearAnswer) -> str:
    """Why a school's answer does not count; empty where it does."""
    if found.answer.left_out is not None:
        return found.answer.left_out.what
    if found.answer.state is State.ONLY_PERCENT and found.typed is not None:
        return f"указано {shown(found.typed * 100)}%, а из чего — нет"
    return ""
