"""What somebody may have meant who named a file that is not there."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

_LOOKED_AT = 2_000
"""Names of a folder that are compared; of more it would take a second."""
_AT_LEAST = 0.6
"""How much of two names is alike, as `difflib` counts it."""


def perhaps(path: Path) -> str:
    """«; может быть, «…»» with the most similar name of the same folder; empty where none is."""
    from difflib import get_close_matches

    try:
        beside = {
            one.name.casefold(): one.name for one in islice(path.parent.iterdir(), _LOOKED_AT)
        }
    except OSError:
        return ""
    found = get_close_matches(path.name.casefold(), beside, n=1, cutoff=_AT_LEAST)
    return f"; может быть, это «{beside[found[0]]}»" if found else ""
