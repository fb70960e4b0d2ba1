"""Lines of all schools put together by key (subject, indicator), however many schools there are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Generic, TypeVar

from ...district.counted import CountedSchool

MOST_LINES = 30_000
"""As many are kept in memory, about 30 MB; the lines of one key always are. Of 1,000 schools all
are, which saves opening the schools once more for each part of the keys."""
L = TypeVar("L")
T = TypeVar("T")


class InPasses(Generic[L, T]):
    """What is made of each key's lines, in the order of the keys; iterable again and again.

    A few schools are opened once and what is made is kept. With many, each pass over them collects
    the lines of some keys, so that memory does not grow with the number of keys times schools.
    """

    def __init__(
        self,
        keys: Sequence[str],
        schools: Iterable[CountedSchool],
        number: int,
        lines_of: Callable[[CountedSchool], Mapping[str, L]],
        made: Callable[[str, Sequence[L]], T],
    ) -> None:
        """`number` says how many schools there are; `lines_of` gives one school's lines by key."""
        at_once = max(MOST_LINES // max(number, 1), 1)
        self._groups = [keys[at : at + at_once] for at in range(0, len(keys), at_once)]
        self._schools, self._lines_of, self._made = schools, lines_of, made
        self._kept: Sequence[T] | None = None

    def __iter__(self) -> Iterator[T]:
        if len(self._groups) > 1:
            return self._collected()
        if self._kept is None:
            self._kept = tuple(self._collected())
        return iter(self._kept)

    def _collected(self) -> Iterator[T]:
        for keys in self._groups:
            found: dict[str, list[L]] = {key: [] for key in keys}
            for school in self._schools:
                for key, line in self._lines_of(school).items():
                    if key in found:
                        found[key].append(line)
            for key in keys:
                yield self._made(key, found.pop(key))
