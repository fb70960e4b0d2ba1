"""Which numbers of a table are hidden, so that knowing this rule gives none of them back.

Numbers that add up to a published whole are hidden where they are 1 or more and less than a limit:
twice `least`, or that doubled until the hidden ones are *wide*. How many are hidden and what they
come to anybody can compute, and nothing else decides. They are wide where a table with these two
numbers can be made of ones and of numbers of at least half the limit. In it the smaller limits
would have hidden the ones alone, which are never wide, so it is published alike; any hidden place
may have a one there, and any a number of `least` and more. So every hidden number has, over all
tables published alike, values that differ by at least `least - 1`, which is what
`tests/summary/test_publishing.py` finds by making them all.
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
    """A row of at least three parts; where the whole is small or not their sum, none is shown."""
    if whole == 0:
        return ProtectedRow(None, tuple(None for _ in parts))
    hidden_row = tuple(Shown.HIDDEN for _ in parts)
    if is_small(whole, least):
        return ProtectedRow(Shown.HIDDEN, hidden_row)
    if sum(parts) != whole:  # an error leaves something out of one of the two
        return ProtectedRow(whole, hidden_row)
    hidden = hidden_places(parts, least)
    shown = (Shown.HIDDEN if at in hidden else part for at, part in enumerate(parts))
    return ProtectedRow(whole, tuple(shown))


def hidden_places(numbers: Sequence[int], least: int) -> frozenset[int]:
    """The places of the hidden numbers; none where none is small, for a zero tells of nobody.

    Where all of them are little more than ones, zeros are hidden too: then each may be 0 or nearly
    all of the whole.
    """
    if not any(is_small(number, least) for number in numbers):
        return frozenset()
    if sum(numbers) - sum(map(bool, numbers)) < least:
        return frozenset(range(len(numbers)))
    lower, limit = least, 2 * least
    while True:
        hidden = frozenset(at for at, number in enumerate(numbers) if 0 < number < limit)
        spare = sum(numbers[at] for at in hidden) - len(hidden)
        if max(least, lower - 1) <= spare <= (limit - 2) * (len(hidden) - 1):
            return hidden
        lower, limit = limit, 2 * limit


Measures = Mapping[str, int]
"""One school's numbers in one subject: `WHOLE` and disjoint parts of it."""


def hidden_schools(
    schools: Mapping[str, Measures], doubtful: Iterable[str], least: int
) -> frozenset[str] | None:
    """The schools whose numbers in one subject are hidden; None where no choice is safe.

    `schools` are all that might have sat it, `doubtful` those whose parts are not all known. Who is
    hidden, the participants alone decide; a part is published only if it is small at none of the
    others, neither is what remains, nor either of them over the hidden ones together.
    """
    whole = sum(one[WHOLE] for one in schools.values())
    if whole <= least or not schools.keys().isdisjoint(doubtful):
        return None
    keys = list(schools)
    places = hidden_places([schools[key][WHOLE] for key in keys], least)
    hidden = frozenset(keys[at] for at in places)
    rest = {key: one[WHOLE] for key, one in schools.items()}
    for name in next(iter(schools.values())):
        if name != WHOLE:
            part = {key: one[name] for key, one in schools.items()}
            if not _may_be_shown(part, rest, hidden, least):
                return None
            rest = {key: rest[key] - part[key] for key in keys}
    return hidden


def _may_be_shown(part: Measures, rest: Measures, hidden: frozenset[str], least: int) -> bool:
    """Whether a part of what is left of the participants is small nowhere.

    First it is asked what is known of it anyway: where the sums alone leave a school hardly a
    choice, a refusal would tell which it is, so it is withheld whatever the schools have.
    """
    pairs = [(number, rest[key]) for key, number in part.items() if key not in hidden]
    pairs.append((sum(part[key] for key in hidden), sum(rest[key] for key in hidden)))
    together, room = sum(number for number, _ in pairs), sum(of for _, of in pairs)
    if together in (0, room):
        return True
    others = [room - of for _, of in pairs if of]
    if min(together, room - together, *others) <= least:
        return False
    return not any(is_small(n, least) or is_small(of - n, least) for n, of in pairs)
