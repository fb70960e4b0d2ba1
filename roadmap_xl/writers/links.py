"""Links from a summary to the files it was made from: by our own path, never by a school's text."""

from __future__ import annotations

import os
import re
from pathlib import Path

LONGEST = 255
"""Older Excel takes no longer link."""
MOST_LINKS = 65_530
"""Excel takes no more on one sheet."""
_ODD = re.compile(r'[#%?*|<>":\\\x00-\x1f\x7f\ud800-\udfff]')
"""Characters that some program reads otherwise in a link than in a name."""


def link_to(folder: Path | None, file: str, summary: Path) -> str | None:
    """The way from a summary to a file of the folder; None where no program would find it."""
    if folder is None:
        return None
    try:
        way = os.path.relpath(folder.absolute() / file, summary.absolute().parent)
    except ValueError:  # on another drive of Windows
        return None
    target = way.replace(os.sep, "/")
    return None if len(target) > LONGEST or _ODD.search(target) else target
