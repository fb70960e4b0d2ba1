"""A number with its noun, in the form that Russian asks for."""

from __future__ import annotations

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
