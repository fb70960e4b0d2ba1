"""Text as schools type it, made comparable.

Source of the characters: domain.md section 8, «Number text cleaning».
"""

from __future__ import annotations

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
_CLEANED = _INVISIBLE | _DASHES


def squeezed(text: str) -> str:
    """Without invisible characters, every space a single one, every dash a hyphen."""
    return " ".join(text.translate(_CLEANED).split())


def compared(text: str) -> str:
    """Squeezed, in small letters, «е» for «ё», without a full stop at the end."""
    return squeezed(text).casefold().replace("ё", "е").rstrip(" .")
