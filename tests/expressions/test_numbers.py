"""Numbers round as at school, half away from zero, and are shown with a comma."""

from __future__ import annotations

from decimal import Decimal

import pytest
import referee
from hypothesis import given
from hypothesis import strategies as st

from roadmap_xl.expressions.numbers import percent, round_half_up, show_value


@pytest.mark.parametrize(
    ("count", "whole", "expected"),
    [
        (1, 8, 13),
        (57, 200, 29),
        (1, 3, 33),
        (2, 3, 67),
        (1, 200, 1),
        (199, 200, 100),
        (0, 7, 0),
        (5, 5, 100),
        (3, 0, None),
        (1e300, 1e-300, None),  # more than a cell can show
    ],
)
def test_percent(count: float, whole: float, expected: int | None) -> None:
    assert percent(count, whole) == expected


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [
        (12.5, 0, 13),
        (-12.5, 0, -13),
        (2.5, 0, 3),
        (-0.4, 0, 0),
        (0.285, 2, 0.29),
        (-0.285, 2, -0.29),
        (1.005, 2, 1.01),
        (0.171 / 0.6, 2, 0.29),
        (4.095 / 21, 2, 0.2),
        (1e300, 2, 1e300),
        (-1e16, 0, -1e16),
    ],
)
def test_half_goes_away_from_zero(value: float, digits: int, expected: float) -> None:
    assert round_half_up(value, digits) == expected


@given(st.integers(0, 5000), st.integers(1, 5000))
def test_percent_is_the_one_of_school_arithmetic(count: int, whole: int) -> None:
    assert percent(count, whole) == (200 * count + whole) // (2 * whole)


@given(st.integers(-(10**9), 10**9), st.integers(0, 4), st.integers(0, 3))
def test_rounding_is_the_one_of_decimals(number: int, places: int, digits: int) -> None:
    value = number / 10**places
    assert round_half_up(value, digits) == float(referee.rounded(Decimal(repr(value)), digits))


@given(st.integers(0, 99), st.integers(1, 5000))
def test_a_share_that_ends_in_half_goes_up(percent: int, tenths: int) -> None:
    count = Decimal(2 * percent + 1) / 200 * tenths / 10
    share = float(count) / (tenths / 10)
    assert round_half_up(share, 2) == pytest.approx((percent + 1) / 100, abs=1e-12)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "пусто"),
        ("", "пусто"),
        (0, "0"),
        (5.0, "5"),
        (27.5, "27,5"),
        (0.125, "0,13"),
        (-0.001, "0"),
        (-3, "-3"),
        ("СОШ № 5", "СОШ № 5"),
    ],
)
def test_shown_with_a_comma(value: object, text: str) -> None:
    assert show_value(value) == text
