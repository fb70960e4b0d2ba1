"""Numbers as the form rounds and shows them: half away from zero, a decimal comma."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal

TOLERANCE = 5e-7
"""Numbers compare as `ROUND(a-b,6)` in the workbook; in Python this is half of that last digit."""
_WHOLE_FROM = 1e15
"""From here on a spreadsheet's 15 digits leave no fraction to round."""


def round_half_up(value: float, digits: int = 0) -> float:
    """The value rounded half away from zero: 12.5 gives 13, 0.285 gives 0.29.

    Floats decide, and `Decimal` only where the value is within a millionth of a tie; there 15
    digits count, as in a spreadsheet, so that 4.095 of 21 is 0.195 whatever the last bits say.
    """
    if not abs(value) < _WHOLE_FROM:  # nor has infinity, nor what is no number at all
        return float(value)
    scaled = abs(value) * 10.0**digits + 0.5
    if abs(scaled - round(scaled)) < 1e-6:
        return float(Decimal(f"{value:.15g}").quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP))
    return math.copysign(math.floor(scaled), value) / 10.0**digits


def show_value(value: object) -> str:
    """The value as a message shows it: at most two decimals, a comma, «пусто» for a blank."""
    if value is None or value == "":
        return "пусто"
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    text = f"{round_half_up(value, 2):.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text.replace(".", ",")


def percent(count: float, whole: float) -> int | None:
    """The whole percent of a count in a whole, half up; None where the whole is zero.

    Source: domain.md section 4; 1 of 8 is 13, 57 of 200 is 29, 1 of 200 is 1.
    """
    quotient = _hundredths(count, whole)
    return None if quotient is None else int(round_half_up(quotient))


def percent_to_tenths(count: float, whole: float) -> float | None:
    """The percent with one decimal, half up; for shares of money, which are small.

    1 of 160 is 0.6; None where the whole is zero.
    """
    quotient = _hundredths(count, whole)
    return None if quotient is None else round_half_up(quotient, 1)


def _hundredths(count: float, whole: float) -> float | None:
    """A hundred times the quotient; None where no cell could show it."""
    quotient = 100 * count / whole if whole else math.inf
    return quotient if math.isfinite(quotient) else None
