"""A table of the document as a pydantic class: what all of them have in common."""

from typing import ClassVar

from pydantic import BaseModel, ConfigDict


class Table(BaseModel):
    """One row of a table of the form, as a school filled it; a blank cell is None."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    prefix: ClassVar[str]
    rows: ClassVar[str] = ""
    """The edition's list of rows; empty for a card."""
