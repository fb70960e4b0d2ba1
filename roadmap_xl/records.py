"""Named values that never change, at a quarter of what a frozen dataclass takes to define.

A start of `check` defines some sixty of them. That nothing is assigned to one is seen by the type
checker alone; comparing, hashing and showing are the same for all.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Any, ClassVar, dataclass_transform


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
class Record:
    """Each class below it is a dataclass of named values."""

    __dataclass_fields__: ClassVar[dict[str, Any]]
    _compared: ClassVar[attrgetter[Any]]
    _hashed: ClassVar[attrgetter[Any]]

    def __init_subclass__(cls, *, kw_only: bool = False) -> None:
        super().__init_subclass__()
        dataclass(eq=False, repr=False, kw_only=kw_only)(cls)
        compared = [one for one in fields(cls) if one.compare]
        cls._compared = _values(*[one.name for one in compared])
        cls._hashed = _values(*[one.name for one in compared if one.hash is not False])

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self._compared(self) == self._compared(other)

    def __hash__(self) -> int:
        return hash(self._hashed(self))

    def __repr__(self) -> str:
        shown = (f"{one.name}={getattr(self, one.name)!r}" for one in fields(self) if one.repr)
        return f"{type(self).__name__}({', '.join(shown)})"


def _values(*names: str) -> attrgetter[Any]:
    """The values of these names; what has none is like all of its class."""
    return attrgetter(*(names or ("__class__",)))
