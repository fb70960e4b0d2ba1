"""What is odd about the wording and the numbering of a plan in a document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ...texts.pattern import Pattern
from ...texts.squeezing import squeezed
from .content import Where

_TO_FILL_IN = Pattern(r"№ ?_+|_{2,}|…+|\.{3,}|район[а-я]? \(город[а-я]?\)")
_REPEATED = Pattern(r"\b((\w+)(?: \w+){1,5}) \1\b", 2)
_OF_OTHER_REGIONS = Pattern(r"\bДИРО\b|\bреспубликанск\w+")
"""Bodies and words of a republic: the form went from region to region."""
_BULLET = Pattern(r"\s*[-–—•*]\s*\S.*")


@dataclass(frozen=True, slots=True)
class NumberSeen:
    """The number that is printed beside a row of the plan."""

    code: str
    printed: str
    where: Where


def wording_faults(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The kinds of remarks on an activity's own words, with what a message names of it."""
    said = squeezed(text)
    if found := _TO_FILL_IN.search(said):
        yield "placeholder-left", {"said": found[0]}
    if found := _REPEATED.search(said):
        yield "words-repeated", {"said": found[1]}
    if found := _OF_OTHER_REGIONS.search(said):
        yield "other-region", {"said": found[0]}
    if (number := _activities(text)) > 1:
        yield "several-activities", {"number": str(number)}


def _activities(text: str) -> int:
    """Bullets, or sentences that each begin a line of their own."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    bullets = sum(bool(_BULLET.fullmatch(line)) for line in lines)
    if bullets > 1:
        return bullets
    return 1 + sum(
        one.endswith((".", ";")) and other[0].isupper() for one, other in pairwise(lines)
    )


def numbering_faults(numbers: Sequence[NumberSeen]) -> list[str]:
    """The codes of rows whose number is out of the row, or lacks its full stop."""
    last: Counter[str] = Counter()
    ended = Counter(number.printed.endswith(".") for number in numbers)
    faults = []
    for number in numbers:
        above, _, own = number.printed.rstrip(".)").rpartition(".")
        gap = int(own) != last[above] + 1 if own.isdecimal() else False
        last[above] = int(own) if own.isdecimal() else last[above]
        if gap or number.printed.endswith(".") != (ended[True] > ended[False]):
            faults.append(number.code)
    return faults
