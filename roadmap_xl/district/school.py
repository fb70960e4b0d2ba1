"""A school of the district, and the district's own workbook among the files of its schools.

A school is one of the registry or, without a registry, as the files name it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..form.loading import DISTRICT_SUFFIX
from ..form.vocabulary import NO_GRADE11
from .received import Received


@dataclass(frozen=True, slots=True)
class School:
    """A school with whom to ring."""

    key: str
    """What tells it from the others: its code or what its name says."""
    code: str
    name: str
    settlement: str = ""
    contact: str = ""
    grade11: bool | None = None
    """As the registry says; None where it does not."""

    def has_grade11(self, received: Received | None) -> bool:
        """Whether it may have graduates: its file says so, else the registry; else it may."""
        answer = received.text("meta.grade11") if received else ""
        return answer != NO_GRADE11 if answer else self.grade11 is not False

    @property
    def full_name(self) -> str:
        """The name, with the settlement where the name leaves it out."""
        if self.settlement and self.settlement not in self.name:
            return f"{self.name}, {self.settlement}"
        return self.name


DISTRICT = School("район", "", "Район")
"""Who sent it, where a line or an opened file asks for a school."""


def is_of_district(received: Received) -> bool:
    return received.edition.endswith(DISTRICT_SUFFIX)


def split_by_sender(received: Iterable[Received]) -> tuple[list[Received], list[Received]]:
    """The schools' files, and the district's own."""
    schools: list[Received] = []
    own: list[Received] = []
    for one in received:
        (own if is_of_district(one) else schools).append(one)
    return schools, own
