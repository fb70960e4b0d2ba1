"""Which numbers of a table are hidden, so that no subtraction gives a hidden one back.

Small numbers are hidden first (primary), then the least that is needed beside them (secondary),
greedily. What the greedy choice has to reach is a width that follows from arithmetic alone, so no
search for the best choice is needed and the promise can be checked: whoever knows every published
number, and that hidden ones are not 0 where zeros are shown, finds for each hidden number possible
values that differ by at least `least - 1`. `tests/summary/test_publishing.py` attacks it with
linear programs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

WHOLE = "participants"
"""The measure of a school that its others are parts of."""


class Shown(Enum):
    """What stands in a published cell that has no number."""

    HIDDEN = "•"
    WITHHELD = "—"
    """Not published for any school, because it could not be protected."""
    UNKNOWN = "н/д"
    """The school's number is in no total, because of an error in it."""


Published = int | None | Shown
"""A published cell; None is a blank: nobody sat it."""


def is_small(number: int, least: int) -> bool:
    """A group that is hidden: somebody, but fewer than the least."""
    return 0 < number < least


@dataclass(frozen=True, slots=True)
class ProtectedRow:
    """A whole and its parts, some of them hidden."""

    whole: Published
    parts: tuple[Published, ...]


def protected_row(whole: int, parts: Sequence[int], least: int) -> ProtectedRow:
    """A row whose parts add up to its whole.

    A small whole hides the row. Else at least two parts are hidden or none; they hide at least
    `least - 1` more persons than there are hidden parts, or all parts are hidden, zeros too.
    """
    if whole == 0:
        return ProtectedRow(None, tuple(None for _ in parts))
    if is_small(whole, least):
        return ProtectedRow(Shown.HIDDEN, tuple(Shown.HIDDEN for _ in parts))
    hidden = {at for at, part in enumerate(parts) if is_small(part, least)}
    if hidden:
        hidden = _enough(hidden, whole, parts, least)
    shown = (Shown.HIDDEN if at in hidden else part for at, part in enumerate(parts))
    return ProtectedRow(whole, tuple(shown))


def _enough(hidden: set[int], whole: int, parts: Sequence[int], least: int) -> set[int]:
    """The hidden parts with the smallest others that make them safe; all, if none do.

    What an error leaves out of a part is still in the whole, or the other way round; then the
    smaller of the two sums counts.
    """
    found = set(hidden)
    others = sorted((part, at) for at, part in enumerate(parts) if part and at not in hidden)
    unclear = min(0, whole - sum(parts))
    while not _is_wide(len(found), sum(parts[at] for at in found) + unclear, least):
        if not others:
            return set(range(len(parts)))
        found.add(others.pop(0)[1])
    return found


def _is_wide(number: int, together: int, least: int) -> bool:
    """So many hidden numbers, each at least 1, may each be 1 or `least` and more."""
    return number >= 2 and together - number >= least - 1


Measures = Mapping[str, int]
"""One school's numbers in one subject: `WHOLE` and disjoint parts of it."""


def hidden_schools(
    schools: Mapping[str, Measures], doubtful: Iterable[str], least: int
) -> frozenset[str] | None:
    """The schools whose numbers in one subject are hidden; None where no choice is safe.

    `schools` are those that sat it, `doubtful` those of them that are hidden in any case. A hidden
    school hides all its measures. Over the hidden ones each part comes to 0, which is shown, or to
    `least` and more.
    """
    hidden = {key for key, one in schools.items() if _has_small(one, least)} | set(doubtful)
    if not hidden:
        return frozenset()
    others = sorted((one[WHOLE], key) for key, one in schools.items() if key not in hidden)
    while (lacking := _lacking(schools, hidden, least)) is not None:
        following = next(
            (pair for pair in others if not lacking or schools[pair[1]][lacking]), None
        )
        if following is None:
            return None
        others.remove(following)
        hidden.add(following[1])
    return frozenset(hidden)


def _has_small(one: Measures, least: int) -> bool:
    """A small number, or a small one that subtraction gives."""
    rest = one[WHOLE] - sum(number for name, number in one.items() if name != WHOLE)
    return any(is_small(number, least) for number in (*one.values(), rest))


def _lacking(schools: Mapping[str, Measures], hidden: set[str], least: int) -> str | None:
    """The part that is too small over the hidden schools; «» for all of it, None for nothing."""
    sums: dict[str, int] = {}
    for key in hidden:
        for name, number in schools[key].items():
            sums[name] = sums.get(name, 0) + number
    if not _is_wide(len(hidden), sums[WHOLE], least):
        return ""
    return next((name for name, together in sums.items() if is_small(together, least)), None)
