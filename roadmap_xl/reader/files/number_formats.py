"""Number formats: whether a number is a moment in one, and whether it is seen as what it is.

Source: ECMA-376, part 1, section 18.8.31.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from ...form.layout import NO_ZEROS

_NUMBERS = frozenset({*range(14), *range(37, 41), 48, 49})
"""The formats known by their number in which a number is never a moment."""
_DAYS = frozenset({14, 15, 16, 17})
_MAY_BE_MOMENT = re.compile("[DdMmYyHhSsAa\\[]")
_DAY = re.compile(r"[DdMmYy]{1,4}(?:\\?[./\- ][DdMmYy]{1,4}){1,2}(?:;@)?")


def is_day(code: str | None, number: int | None) -> bool | None:
    """Whether a number is a day in this format; None where it is no moment at all.

    False where it may be one with a time of day, or nobody knows.
    """
    if code is None:
        return None if number in _NUMBERS else number in _DAYS
    if not _MAY_BE_MOMENT.search(code.replace("General", "")):
        return None
    return _DAY.fullmatch(code) is not None


MOST_LETTERS_OF_FORMAT = 255
"""Excel takes some 250."""
_PART = re.compile(r'"(?P<quoted>[^"]*)"|\\(?P<sign>.)|\[[^\]\[]*\]|[_*].|(?P<next>;)|(?P<plain>.)')
_CONDITION = re.compile(r"\[[<>=]")
_IN_THOUSANDS = re.compile(r"[0#?],+(?![0#?,])")
_PLACEHOLDER = re.compile("[0#?@]|general|основной|[ymdhsгмдчс]")
POSITIVE, NEGATIVE, ZERO, TEXT = "+", "-", "0", "@"


class _Section(NamedTuple):
    written: str = ""
    """What is shown as it stands."""
    plain: str = ""


def kind_of(value: object) -> str:
    """Which section of a format a value asks for."""
    if not isinstance(value, int | float):
        return TEXT
    return POSITIVE if value > 0 else NEGATIVE if value else ZERO


@lru_cache(maxsize=1024)
def disguises(code: str, kind: str) -> bool:
    """Whether a value is seen otherwise than it is: not at all, with digits added, in thousands.

    A moment is no disguise: it is read as one.
    """
    if not code or code == NO_ZEROS or len(code) > MOST_LETTERS_OF_FORMAT:
        return False  # no program shows a number in a longer one
    sections = _sections(code)
    section = _asked(sections, kind, has_conditions=bool(_CONDITION.search(code)))
    if section is None:
        return False
    if kind == ZERO:
        return not section.plain and not section.written
    if any(map(str.isdigit, section.written)):
        return True
    if kind == TEXT:
        return "@" not in section.plain
    if _IN_THOUSANDS.search(section.plain) or not _PLACEHOLDER.search(section.plain):
        return True
    loses_sign = kind == NEGATIVE and len(sections) > 1 and section is sections[1]
    return loses_sign and not re.search("[-−(]", section.plain + section.written)


def is_usual(code: str) -> bool:
    """Whether each value is seen in it as it is."""
    return not any(disguises(code, kind) for kind in (POSITIVE, NEGATIVE, ZERO, TEXT))


def _sections(code: str) -> list[_Section]:
    found = [_Section()]
    for part in _PART.finditer(code):
        if part["next"]:
            found.append(_Section())
        else:
            last = found[-1]
            written = last.written + (part["quoted"] or part["sign"] or "")
            found[-1] = _Section(written, last.plain + (part["plain"] or "").strip().lower())
    return found


def _asked(sections: list[_Section], kind: str, *, has_conditions: bool) -> _Section | None:
    """The section for a value; None where it is shown as in no format."""
    if kind == TEXT:
        return sections[3] if len(sections) > 3 else None
    if has_conditions or kind == POSITIVE:
        return sections[0]
    number = 1 if kind == NEGATIVE else 2
    return sections[number] if number < len(sections) else sections[0]
