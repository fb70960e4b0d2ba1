"""What the classes of the form's tables are made of: kinds of value, columns, the table itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from inspect import get_annotations
from typing import Annotated, ClassVar

from ..expressions.nodes import Expression
from ..records import Record


class Kind(StrEnum):
    """The kind of value a field takes; decides cleaning, drop-downs, limits and formats."""

    COUNT = "count"
    """A whole number of people or exams."""
    SCORE = "score"
    """An average mark, 0 to 100."""
    AMOUNT = "amount"
    """A number that may have a fraction: posts, thousands of roubles."""
    SHARE = "share"
    """A percent as the document writes it, stored 0 to 1; «не применимо» is allowed."""
    FREE = "free"
    """A number or words, as in the school's own indicators."""
    TEXT = "text"
    CHOICE = "choice"
    """One of a list of the edition."""
    DATE = "date"

    @property
    def is_number(self) -> bool:
        return self in (Kind.COUNT, Kind.SCORE, Kind.AMOUNT, Kind.SHARE)


Count = Annotated[int | None, Kind.COUNT]
Score = Annotated[float | None, Kind.SCORE]
Amount = Annotated[float | None, Kind.AMOUNT]
Share = Annotated[float | str | None, Kind.SHARE]
Free = Annotated[float | str | None, Kind.FREE]
Text = Annotated[str | None, Kind.TEXT]
Choice = Annotated[str | None, Kind.CHOICE]
Day = Annotated[date | None, Kind.DATE]


class Column(Record):
    """One column of a table, or one line of a card."""

    label: str
    """As the document prints it; `{year1}` and the like are filled in by the edition."""
    id: str | None = None
    """Its part of a field's id where that is not the attribute's name; empty for an only column."""
    computed: Expression | None = None
    """The column is not asked for: this is its value, in the workbook and in Python."""
    default: Expression | None = None
    """What stands in the cell until somebody types over it."""
    added: bool = False
    """Not a column of the document; shown visibly apart."""
    signed: bool = True
    """The paper shows it, or a percent that rests on it; the control code is of these columns."""
    only_for: tuple[str, ...] = ()
    """The kinds of rows that have this column; all, if empty."""
    kind_for: tuple[tuple[str, Kind], ...] = ()
    """The kind of value for some kinds of rows, where it is not the column's own."""
    options: str | None = None
    """The edition's list that a choice is made from."""
    prompt: str = ""
    """What the cell says when it is selected."""
    carried_from: str = ""
    """The column of last year's workbook that a new blank takes this value from; none, if empty."""
    full_label: str = ""
    """The label in a message, where the printed one says too little («2» of base maths)."""


class Table:
    """A table of the form: its class declares the columns; what a school filled is kept by slot."""

    prefix: ClassVar[str]
    rows: ClassVar[str] = ""
    """The edition's list of rows; empty for a card."""
    columns: ClassVar[Mapping[str, tuple[Kind, Column]]] = {}
    """By name, in the form's order, the kind of value of each column and what is declared of it."""

    def __init_subclass__(cls) -> None:
        cls.columns = {
            name: annotation.__metadata__ for name, annotation in get_annotations(cls).items()
        }
