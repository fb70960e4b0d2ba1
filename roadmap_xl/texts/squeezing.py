"""Text as schools type it, made comparable.

Source of the characters: domain.md section 8, «Number text cleaning».
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
_CLEANED = _INVISIBLE | _DASHES
_ODD = re.compile(f"[{''.join(map(chr, _CLEANED))}]")
_ALIKE = str.maketrans("ABCEHKMOPTXYaceopxyk", "АВСЕНКМОРТХУасеорхук")
"""Latin letters that look like Cyrillic ones, and are typed for them."""
_WORD_WITH_LATIN = re.compile(r"[^\W\d_]*[A-Za-z][^\W\d_]*")
_LATIN = re.compile("[A-Za-z]")


def squeezed(text: str) -> str:
    """Without invisible characters, every space a single one, every dash a hyphen."""
    if _ODD.search(text):  # translating is slow, and most texts have none
        text = text.translate(_CLEANED)
    return " ".join(text.split())


def compared(text: str) -> str:
    """Squeezed, in small letters, «е» for «ё», without a full stop at the end."""
    return squeezed(text).casefold().replace("ё", "е").rstrip(" .")


def labelled(text: str) -> str:
    """Compared as people see it: a word is Cyrillic where its Latin letters only look like Latin.

    For labels and headers alone, on both sides of a comparison; never to be shown.
    """
    return compared(_WORD_WITH_LATIN.sub(_as_seen, text) if _LATIN.search(text) else text)


def _as_seen(word: re.Match[str]) -> str:
    seen = word[0].translate(_ALIKE)
    return word[0] if _LATIN.search(seen) else seen


# --- Regular expressions that cost nothing until a text asks for them. ---


class Pattern:
    """A regular expression, compiled when it is first used."""

    def __init__(self, source: str, flags: int = 0) -> None:
        self.source = source
        self.flags = flags

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.source, self.flags)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        return self._compiled.fullmatch(text)

    def match(self, text: str) -> re.Match[str] | None:
        return self._compiled.match(text)

    def search(self, text: str) -> re.Match[str] | None:
        return self._compiled.search(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        return self._compiled.finditer(text)

    def findall(self, text: str) -> list[str]:
        return self._compiled.findall(text)

    def sub(self, replacement: str, text: str) -> str:
        return self._compiled.sub(replacement, text)
