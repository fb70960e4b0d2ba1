"""A graduate's marks: the bands they fall into and their average, worked out here by hand."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from district_files import EDITION

THRESHOLDS = {subject.key: subject.thresholds[-1] for subject in EDITION.subjects}
ENDS = (50, 60, 70, 90, 99, 100)


def bands(subject: str, marks: Sequence[int]) -> tuple[int, ...]:
    """How many of these marks are in each band of the form."""
    starts = (0, THRESHOLDS[subject], 51, 61, 71, 91, 100)
    ends = (THRESHOLDS[subject] - 1, *ENDS)
    return tuple(
        sum(start <= mark <= end for mark in marks) for start, end in zip(starts, ends, strict=True)
    )


def rounded(number: Fraction, digits: int) -> float:
    """Half away from zero, as at school."""
    exact = Decimal(number.numerator) / Decimal(number.denominator)
    return float(exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP))


def typed(marks: Sequence[int], digits: int = 1) -> float:
    """The average as a school types it."""
    average = rounded(Fraction(sum(marks), len(marks)), digits)
    return int(average) if digits == 0 else average
