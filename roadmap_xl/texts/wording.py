"""Russian words that messages share: a number with its noun, a file that may be meant."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

Nouns = tuple[str, str, str]
"""For 1, for 2 to 4, for 5 and more: «пункт», «пункта», «пунктов»."""


def noun_for(number: int, nouns: Nouns) -> str:
    """The form of the noun that follows the number."""
    if 10 < number % 100 < 15:
        return nouns[2]
    return nouns[0] if number % 10 == 1 else nouns[1] if 1 < number % 10 < 5 else nouns[2]


def with_noun(number: int, nouns: Nouns) -> str:
    """«54 пункта»."""
    return f"{number} {noun_for(number, nouns)}"


_LOOKED_AT = 2_000
"""Names of a folder that are compared; of more it would take a second."""
_AT_LEAST = 0.6
"""How much of two names must be alike, as `difflib` counts it."""


def perhaps(path: Path) -> str:
    """«; может быть, «…»» with the most similar name of the same folder; empty where none is.

    Endings are not compared: they are alike where nothing else is.
    """
    from difflib import get_close_matches

    try:
        names = sorted(one.name for one in islice(path.parent.iterdir(), _LOOKED_AT))
    except OSError:
        return ""
    beside = {Path(name).stem.casefold(): name for name in reversed(names)}
    found = get_close_matches(path.stem.casefold(), beside, n=1, cutoff=_AT_LEAST)
    return f"; может быть, это «{beside[found[0]]}»" if found else ""
