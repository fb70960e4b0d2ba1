"""Text as schools type it, made comparable."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from typing import ClassVar

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
    """A regular expression, compiled when a text first comes that it may match.

    `needs` says what a text has to hold at least one of to match at all: to look for it takes no
    time, to compile the expression a third of a millisecond.
    """

    _made: ClassVar[list[Pattern]] = []

    def __init__(self, source: str, flags: int = 0, *, needs: Sequence[str] = ()) -> None:
        self._made.append(self)
        self.source = source
        self.flags = flags
        self.needs = needs

    @classmethod
    def compile_all(cls) -> None:
        """Compiles those of all imported modules, for a caller for whom nobody waits."""
        for one in cls._made:
            _ = one._compiled

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.source, self.flags)

    def _may_be_in(self, text: str) -> bool:
        return not self.needs or any(one in text for one in self.needs)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        return self._compiled.fullmatch(text) if self._may_be_in(text) else None

    def match(self, text: str) -> re.Match[str] | None:
        return self._compiled.match(text) if self._may_be_in(text) else None

    def search(self, text: str) -> re.Match[str] | None:
        return self._compiled.search(text) if self._may_be_in(text) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        return self._compiled.finditer(text) if self._may_be_in(text) else iter(())

    def findall(self, text: str) -> list[str]:
        return self._compiled.findall(text) if self._may_be_in(text) else []

    def split(self, text: str) -> list[str]:
        return self._compiled.split(text) if self._may_be_in(text) else [text]

    def sub(self, replacement: str, text: str) -> str:
        return self._compiled.sub(replacement, text) if self._may_be_in(text) else text
