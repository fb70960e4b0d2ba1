"""Text as schools type it, made comparable."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache

from .signs import is_usual, to_cyrillic, visible_text, with_plain_signs


def squeeze(text: str) -> str:
    """Without invisible characters, every space a single one, every dash a hyphen."""
    if not is_usual(text):
        text = with_plain_signs(visible_text(text))
    return " ".join(text.split())


def normalize(text: str) -> str:
    """As people read it: squeezed, in small letters, «е» for «ё», no full stop at the end.

    Letters of other alphabets that look Cyrillic are read as they look. To compare alone, on both
    sides; never to be shown.
    """
    return _normalized(text) if len(text) > MOST_LETTERS_KEPT else _normalized_before(text)


def _normalized(text: str) -> str:
    words = squeeze(text)
    if not is_usual(words):
        words = to_cyrillic(words)
    return words.casefold().replace("ё", "е").rstrip(" .")


MOST_LETTERS_KEPT = 100
"""Longer texts are not kept: of short ones schools type the same, and the blank prints them."""
_normalized_before = lru_cache(maxsize=4096)(_normalized)


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

    def split(self, text: str) -> list[str]:
        return self._compiled.split(text)

    def sub(self, replacement: str, text: str) -> str:
        return self._compiled.sub(replacement, text)
