"""Over how many schools of how many a number was computed, in words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many schools were counted, and of how many."""

    counted: int
    of: int

    @property
    def words(self) -> str:
        """«учтено 11 из 12 школ»."""
        return f"учтено {self.short} {schools_of(self.of)}"

    @property
    def short(self) -> str:
        """«11 из 12»."""
        return f"{self.counted} из {self.of}"


def schools_of(number: int) -> str:
    """The word after «из»: «из 21 школы», «из 12 школ»."""
    return "школы" if number % 10 == 1 and number % 100 != 11 else "школ"
