"""Names of files that every system takes, Windows the strictest of them."""

from __future__ import annotations

import re
from collections.abc import Iterable

LONGEST = 80
"""Characters of a name, so that its path stays below Windows' 260."""
_MOST_BYTES = 240
"""Linux allows 255 for a name, with its ending."""
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d|com[¹²³]|lpt[¹²³])(?=\.|\s|$)", re.IGNORECASE)


def safe_names(wanted: Iterable[str]) -> list[str]:
    """A name for each of these, all different also where capitals and small letters are one."""
    taken: set[str] = set()
    names: list[str] = []
    for one in wanted:
        name, number = safe_name(one), 1
        while name.casefold() in taken:
            number += 1
            name = f"{safe_name(one, LONGEST - 6)} ({number})"
        taken.add(name.casefold())
        names.append(name)
    return names


def safe_name(wanted: str, longest: int = LONGEST) -> str:
    """The words of a name without what a file may not be called."""
    name = " ".join(_FORBIDDEN.sub(" ", wanted).split())[:longest]
    name = name.encode("utf-8", "replace")[:_MOST_BYTES].decode("utf-8", "ignore").strip(" .")
    return f"_{name}" if _RESERVED.match(name) or not name else name
