"""Number formats: their codes and sections, and whether a number is a moment in one.

Source: ECMA-376, part 1, sections 18.8.30 and 18.8.31.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from ...form.layout import NO_ZEROS

BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00",
    **dict.fromkeys((5, 6, 37, 38), "#,##0;(#,##0)"),
    **dict.fromkeys((7, 8, 39, 40), "#,##0.00;(#,##0.00)"),
    9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    **dict.fromkeys((41, 42), '#,##0;(#,##0);"-";@'),
    **dict.fromkeys((43, 44), '#,##0.00;(#,##0.00);"-";@'),
    48: "##0.0E+0", 49: "@",
}  # fmt: skip
"""The formats that a file names by number alone; those of moments have no code here."""
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
"""Excel takes some 250, and no program shows a number in a longer one."""
_PART = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<sign>.)|\[(?P<bracket>[^\]\[]*)\]|[_*].|(?P<next>;)|(?P<plain>.)',
    re.DOTALL,
)
_CONDITION = re.compile(r"\s*(<=|>=|<>|=|<|>)\s*(-?[0-9]{1,15}(?:[.,][0-9]{1,15})?)\s*\Z")
_PLAIN = re.compile(
    r"(?:general|standard|основной|@|0(?:\.0+)?%|(?=.*[dmyhs])[dmyhs./\\\-: ]+(?:;@)?|)\Z",
    re.IGNORECASE,
)
"""Moments too: a number in such a format is read as one."""


class Section(NamedTuple):
    """One of the parts of a code between its semicolons."""

    written: str = ""
    """What is shown as it stands."""
    plain: str = ""
    condition: str = ""


def is_plain(code: str) -> bool:
    """Whether a code shows each value as it is, a share as percents; quick, for most codes."""
    return code == NO_ZEROS or _PLAIN.match(code) is not None


def is_in_percents(code: str) -> bool:
    """Whether a number format shows a hundred times the number."""
    return "%" in code and any("%" in section.plain for section in sections_of(code))


def seen_text(code: str) -> bool:
    """Whether a text is seen as it is in a number format."""
    sections = sections_of(code)
    last = sections[-1]
    if len(sections) < 4 and "@" not in last.plain:
        return True
    return "@" in last.plain and not any(map(str.isdigit, last.written))


@lru_cache(maxsize=1024)
def sections_of(code: str) -> list[Section]:
    """For numbers above zero, below it, zero and texts, as far as the code has them."""
    found = [Section()]
    for part in _PART.finditer(code[:MOST_LETTERS_OF_FORMAT]):
        last = found[-1]
        if part["next"]:
            found.append(Section())
        elif part["bracket"] and _CONDITION.match(part["bracket"]):
            found[-1] = last._replace(condition=part["bracket"])
        else:
            written = last.written + (part["quoted"] or part["sign"] or "")
            plain = last.plain + (part["plain"] or "").strip().lower()
            found[-1] = last._replace(written=written, plain=plain)
    return found


def asked(sections: Sequence[Section], value: float) -> tuple[Section | None, bool]:
    """The section for a number, and whether it shows the size of the number without a sign."""
    if any(one.condition for one in sections):
        fit = (one for one in sections if not one.condition or _holds(one.condition, value))
        return next(fit, None), False
    if value < 0 and len(sections) > 1:
        return sections[1], True
    if value or len(sections) < 3:
        return sections[0], False
    return sections[2], False


def _holds(condition: str, value: float) -> bool:
    found = _CONDITION.match(condition)
    if found is None:
        return False
    than = float(found[2].replace(",", "."))
    return {
        "<": value < than, ">": value > than, "<=": value <= than, ">=": value >= than,
        "=": value == than, "<>": value != than,
    }[found[1]]  # fmt: skip
