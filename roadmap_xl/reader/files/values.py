"""What a cell's value may be, the same from every source of cells."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from math import isfinite

from ...expressions.cell_values import ErrorValue
from ...texts.typed import storable


def plain(value: object) -> object:
    """The value as `Cells` promises it: an empty text is a blank, midnight is a date.

    What no cell can hold, a number without end or none at all, is the error a program shows for it.
    One place for all sources, so that they agree.
    """
    if value == "":
        return None
    if isinstance(value, float) and not isfinite(value):
        return ErrorValue("#NUM!")
    if isinstance(value, str):
        return storable(value) or None
    return _moment(value) if isinstance(value, datetime) else value


_ROUNDED = timedelta(seconds=30)


def _moment(moment: datetime) -> date | datetime:
    """A day where the time is midnight, or so near that a program only rounded it otherwise."""
    if moment.replace(tzinfo=None) > datetime.max - _ROUNDED:
        return moment
    near = (moment.replace(tzinfo=None) + _ROUNDED).replace(second=0, microsecond=0)
    return near.date() if near.time() == time() else moment
