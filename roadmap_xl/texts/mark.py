"""What the mark of an activity says: how far it is, when, by which document."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from .term import Term


class State(StrEnum):
    """How far an activity is."""

    DONE = "выполнено"
    IN_PROGRESS = "выполняется"
    PARTLY = "частично"
    NOT_DONE = "не выполнено"
    NOT_APPLICABLE = "не применимо"


class Mark(NamedTuple):
    """A mark as it was understood; `source` is the text as it was typed."""

    source: str
    state: State | None = None
    """None where the text was not understood."""
    day: date | None = None
    """The day of execution the mark names; the last of several."""
    document: str = ""
    """The document it names: «протокол № 3»."""
    reason: str = ""
    """Why it is not done, where the mark says so."""
    moved_to: Term | None = None
    """The new term of an activity that was put off."""

    @property
    def is_bare(self) -> bool:
        """Done, and nothing that shows it."""
        return self.state is State.DONE and self.day is None and not self.document
