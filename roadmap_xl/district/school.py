"""A school of the district: of the registry or, without one, as the files name it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class School:
    """A school with whom to ring."""

    key: str
    """What tells it from the others: its code or what its name says."""
    code: str
    name: str
    settlement: str = ""
    contact: str = ""

    @property
    def full_name(self) -> str:
        """The name, with the settlement where the name leaves it out."""
        if self.settlement and self.settlement not in self.name:
            return f"{self.name}, {self.settlement}"
        return self.name
