"""References to columns that look like the columns themselves.

`this(SubjectResults).total` is a `Reference` when it runs and an `int` to the type checker, so a
column that is not there is found twice: by mypy, and on import.
"""

from __future__ import annotations

from typing import Literal, TypeVar, cast

from ..expressions.nodes import Reference

T = TypeVar("T")


class _Rows:
    """The columns of some rows of a table; any other name is an error at once."""

    def __init__(
        self,
        table: type,
        rows: Literal["this", "joined", "named", "every", "like", "keyed"],
        by: str = "key",
    ) -> None:
        self._reference = (table, rows, by)

    def __getattr__(self, column: str) -> Reference:
        table, rows, by = self._reference
        if column not in getattr(table, "columns", {}):
            raise AttributeError(f"{table.__name__} has no column {column!r}")
        return Reference(table, column, rows, by)


def this(table: type[T]) -> T:
    """The row the rule is asked for."""
    return cast("T", _Rows(table, "this"))


def joined(table: type[T], by: str = "key") -> T:
    """The rows of another table that name this row in their property `by`."""
    return cast("T", _Rows(table, "joined", by))


def named(table: type[T], by: str) -> T:
    """The rows of another table that this row names in its own property `by`."""
    return cast("T", _Rows(table, "named", by))


def every(table: type[T], having: str = "key") -> T:
    """All rows of a table, or those that have a property; for a card, its only row."""
    return cast("T", _Rows(table, "every", having))


def like(table: type[T], by: str) -> T:
    """The rows of the same table that have the same property `by` as this row, itself included."""
    return cast("T", _Rows(table, "like", by))


def row_of(table: type[T], key: str) -> T:
    """The row of a table with this key."""
    return cast("T", _Rows(table, "keyed", key))


def own(column: str) -> Reference:
    """A column of the same row, for use inside the table's own class."""
    return Reference(object, column, "this")


def marked(suffix: str = "") -> Reference:
    """The cell the rule marks, or its neighbour whose column has that suffix.

    For rules asked of several columns alike.
    """
    return Reference(object, None, "marked", suffix)
