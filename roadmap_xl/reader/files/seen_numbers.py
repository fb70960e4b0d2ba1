"""Which number is seen in a cell: what a number format makes of it, or what a text shows.

Source: ECMA-376, part 1, section 18.8.31.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from math import floor, log10

from .number_formats import MOST_LETTERS_OF_FORMAT, Section, asked, is_plain, sections_of

_GENERAL = re.compile("general|основной|standard")
_PLACEHOLDER = re.compile("[0#?]")
_IN_THOUSANDS = re.compile(r"[0#?](,+)(?![0#?,])")
_DECIMALS = re.compile(r"\.([0#?]*)")
_EXPONENT = re.compile(r"([0#?]*)(?:\.([0#?]*))?e[+-]")
_FRACTION = re.compile(r"[0#?]\s*/\s*([0-9?#]{1,4})")
_MOMENT = re.compile("[ymdhsгмдчс]")
_OTHER_DIGIT = re.compile("[1-9]")
_SMALLEST_SEEN, _LARGEST_SEEN = 1e-15, 1e15
"""Beyond, programs show fewer digits than there are, in any format."""
_MOST_SCALED = 5
"""Signs of percents or of thousands in a format; nobody sees a number behind more."""


def seen_number(code: str, value: float) -> float | None:
    """The number that is seen in the place of another; None where it is none, or none of its own.

    5 as «0%» is 500; a moment is the number itself, as it is read as one.
    """
    if abs(value) > _LARGEST_SEEN or len(code) > MOST_LETTERS_OF_FORMAT or is_plain(code):
        return value * 100 if "%" in code else value
    sections = [one for one in sections_of(code) if "@" not in one.plain] or [
        Section("", "general")
    ]
    section, shows_size = asked(sections, value)
    if section is None or any(map(str.isdigit, section.written)):
        return None
    if _GENERAL.search(section.plain) or _PLACEHOLDER.search(section.plain):
        number = _shown(section.plain, value)
    else:
        is_moment = _MOMENT.search(section.plain)
        is_word_for_nothing = not value and section.plain + section.written
        number = value if is_moment or is_word_for_nothing else None
    has_sign = re.search("[-−(]", section.plain + section.written)
    return abs(number) if number is not None and shows_size and not has_sign else number


def _shown(plain: str, value: float) -> float | None:
    """The number that placeholders show."""
    scaled = value * 100.0 ** min(plain.count("%"), _MOST_SCALED)
    if _GENERAL.search(plain):
        return scaled
    if fraction := _FRACTION.search(plain):
        return _as_fraction(fraction[1], scaled)
    if _OTHER_DIGIT.search(plain):
        return None
    if exponent := _EXPONENT.search(plain):
        return _with_exponent(len(exponent[1]), len(exponent[2] or ""), scaled)
    if _MOMENT.search(plain):
        return value
    thousands = _IN_THOUSANDS.search(plain)
    scaled /= 1000.0 ** min(len(thousands[1]), _MOST_SCALED) if thousands else 1
    decimals = _DECIMALS.search(plain)
    number = float(f"{scaled:.{len(decimals[1]) if decimals else 0}f}")
    return None if not number and "0" not in plain and "?" not in plain else number


def _as_fraction(denominator: str, value: float) -> float:
    if denominator.isdigit() and int(denominator):
        return floor(value * int(denominator) + 0.5) / int(denominator)
    return float(Fraction(value).limit_denominator(10 ** len(denominator) - 1))


def _with_exponent(whole: int, decimals: int, value: float) -> float:
    if abs(value) < _SMALLEST_SEEN:
        return value
    step = max(whole, 1)
    scale = 10.0 ** (floor(log10(abs(value))) // step * step)
    return float(f"{value / scale:.{decimals}f}") * scale


# --- Texts in which a program shows a number ---

MOST_LETTERS_OF_NUMBER = 60
_NUMBER = re.compile(r"[0-9][0-9\s.,]*")
_FRACTION_IN_TEXT = re.compile(r"(?:([0-9]{1,15})\s+)?([0-9]{1,9})\s*/\s*([1-9][0-9]{0,8})")
_EXPONENT_IN_TEXT = re.compile(r"([0-9](?:[0-9.,]*[0-9])?)e([+-][0-9]{1,2})", re.IGNORECASE)


def numbers_in(text: str) -> Iterator[float]:
    """The numbers that a text may show, without a sign: «1,234» is read in two ways."""
    text = text[:MOST_LETTERS_OF_NUMBER]
    if found := _FRACTION_IN_TEXT.search(text):
        yield int(found[1] or 0) + int(found[2]) / int(found[3])
    elif found := _EXPONENT_IN_TEXT.search(text):
        yield from (mantissa * 10.0 ** int(found[2]) for mantissa in _decimals_of(found[1]))
    elif found := _NUMBER.search(text):
        yield from _decimals_of("".join(found[0].split()).rstrip(".,"))


def _decimals_of(digits: str) -> Iterator[float]:
    for sign in ",.":
        whole, _, decimals = digits.rpartition(sign) if sign in digits else (digits, "", "")
        for one in (f"{whole}.{decimals}", whole + decimals):
            plain = one.replace(",", "").replace(".", "", one.count(".") - 1)
            yield float(plain or 0)
