"""Schools by their codes, also by a code whose leading zeros Excel took away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

from ..texts.squeezing import normalize

Named = TypeVar("Named")
"""What a code names: a school of the registry, or of the summary."""


class SchoolCodes(Generic[Named]):
    """What each code names.

    Excel makes the number 12345 of the code 012345, so zeros at the beginning are passed over where
    no other school's code is the same without them.
    """

    def __init__(self, coded: Iterable[tuple[str, Named]]) -> None:
        pairs = [(code, named) for code, named in coded if code]
        self._codes = [code for code, _ in pairs]
        self._exact = dict(pairs)
        self._whole = {_key(code): named for code, named in pairs}
        short = [(without_zeros(code), named) for code, named in pairs]
        times = Counter(code for code, _ in short)
        self._short = {code: named for code, named in short if code and times[code] == 1}

    def get(self, code: str) -> Named | None:
        """The school with this code; None where no school's is it, or several may be."""
        found = self._exact.get(code)
        if found is None:
            found = self._whole.get(_key(code))
        return self._short.get(without_zeros(code)) if found is None else found

    def __iter__(self) -> Iterator[str]:
        return iter(self._codes)

    def __contains__(self, code: str) -> bool:
        return self.get(code) is not None

    def __getitem__(self, code: str) -> Named:
        found = self.get(code)
        if found is None:
            raise KeyError(code)
        return found


def _key(code: str) -> str:
    return normalize(code).replace(" ", "")


def without_zeros(code: str) -> str:
    """The code as a program leaves it that takes it for a number."""
    return _key(code).lstrip("0")
