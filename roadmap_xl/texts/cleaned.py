"""What became of one cell, before its neighbours are asked."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from ..form.submission import Value

EMPTY = "пустая ячейка"
"""How a message names a blank."""


class Open(Enum):
    """What cannot be said of a cell alone; its row decides."""

    DASH = "a dash among numbers: nothing, or zero"
    ZERO_AVERAGE = "an average of 0: a mark, or nobody sat the subject"
    DITTO = "as in the row above"
    PERCENT = "a number without «%» among shares: a fraction, percents, or a count"


class Cleaned(NamedTuple):
    """The value a cell stands for. Without a note it is taken as it stands."""

    value: Value = None
    note: str = ""
    """The kind of note, one of the reading rules'."""
    says: str = ""
    """What was made of the cell, as a message shows it."""
    meant: str = ""
    """What was probably meant, ready to follow the message's text."""
    quote: str = ""
    """How a message quotes the cell, where its value as it stands would not be recognised."""
    rejected: bool = False
    open: Open | None = None
    roubles: int = 0
    """How many roubles one of its number is, where a unit of money is written beside it."""


BLANK = Cleaned()


def reject(note: str, says: str = "", meant: str = "", quote: str = "") -> Cleaned:
    return Cleaned(None, note, says, meant, quote, rejected=True)


def blank_with_note(note: str = "word-for-nothing") -> Cleaned:
    """A cell that holds something and stands for nothing."""
    return Cleaned(None, note, EMPTY)
