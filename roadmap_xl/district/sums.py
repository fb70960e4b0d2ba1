"""A sum over schools that still knows its parts, so that «откуда эта цифра» has an answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """One school's number: the key of the school and the slot of the field it was typed in."""

    school: str
    slot: int
    value: float


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum over the schools that count; `counted` is how many of them do for this number."""

    parts: tuple[Part, ...]
    counted: int

    @property
    def value(self) -> float | None:
        """None where no school has a number here: that is not the same as 0."""
        return added(part.value for part in self.parts)

    @property
    def schools(self) -> frozenset[str]:
        """The schools that have a number here other than 0."""
        return frozenset(part.school for part in self.parts if part.value)


def added(numbers: Iterable[float]) -> float | None:
    """The sum of some numbers; None where there is none."""
    found = list(numbers)
    return sum(found) if found else None
