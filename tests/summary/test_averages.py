"""«Средние баллы» against the graduates' own marks, added up here one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import permutations
from typing import Any

import pytest
from district_files import EDITION, Invented, Sent, consolidate, error, sent
from examples import examples
from graduates import bands, rounded, typed
from hypothesis import given
from hypothesis import strategies as st

from roadmap_xl.rules.findings import Excludes
from roadmap_xl.summary.numbers.averages import (
    SubjectAverage,
    SubjectSchools,
    subject_averages,
    subject_schools,
)
from roadmap_xl.summary.numbers.summary import DistrictSummary

Marks = Mapping[str, Sequence[int]]


def school(name: str, marks: Marks, digits: int = 1, **changes: Any) -> Sent:
    """A school by its graduates' marks, with the averages that follow from them."""
    averages = {f"prob.avg.{key}": typed(given, digits) for key, given in marks.items() if given}
    ege = {key: bands(key, given) for key, given in marks.items()}
    invented = Invented(name, max(map(len, marks.values()), default=0), ege)
    return sent(invented, changes={**averages, **changes.pop("changes", {})}, **changes)


def summary_of(*files: Sent) -> DistrictSummary:
    return consolidate(files, EDITION)


def average(summary: DistrictSummary, key: str) -> SubjectAverage:
    found = subject_averages(EDITION, summary.figures)
    return next(one for one in found if one.subject.key == key)


def places(summary: DistrictSummary, key: str) -> SubjectSchools:
    found = subject_schools(summary, subject_averages(EDITION, summary.figures))
    return next(one for one in found if one.average.subject.key == key)


BIG = school("СОШ № 1", {"rus": [60] * 9 + [66], "phys": [40, 52]})
SMALL = school("СОШ № 2", {"rus": [90, 91]})


# --- never average naively ---


def test_averages_of_schools_are_never_averaged_without_their_weights() -> None:
    """60,6 of ten and 90,5 of two: 65,6 of twelve, not 75,6."""
    found = average(summary_of(BIG, SMALL), "rus")
    assert found.mean == rounded((Fraction("60.6") * 10 + Fraction("90.5") * 2) / 12, 1) == 65.6
    assert (found.figure("n").value, found.figure("mean").gave) == (12, 2)


def test_averages_of_subjects_are_never_put_together() -> None:
    """One line a subject: none for all of them, none for the languages, none of base maths."""
    found = subject_averages(EDITION, summary_of(BIG, SMALL).figures)
    assert [one.subject.key for one in found] == [subject.key for subject in EDITION.subjects]
    means = [key for key in summary_of(BIG).figures if key.startswith("avg.")]
    assert {key.split(".")[1] for key in means} == {subject.key for subject in EDITION.subjects}


def test_a_school_that_did_not_sit_a_subject_is_not_zero_points() -> None:
    found = average(summary_of(BIG, SMALL), "phys")
    assert (found.mean, found.figure("n").value) == (46, 2)
    assert (found.figure("mean").gave, found.figure("mean").counted) == (1, 2)
    zeros = school("СОШ № 3", {"rus": [50]}, changes={"prob.avg.phys": 0})  # 0 of nobody
    assert average(summary_of(BIG, zeros), "phys").mean == 46


def test_a_subject_nobody_sat_has_no_mean() -> None:
    found = average(summary_of(BIG, SMALL), "lit")
    assert (found.mean, found.interval, found.figure("n").value) == (None, None, None)


def test_the_highest_average_is_the_best_school_and_never_the_best_mark() -> None:
    """A pupil of the first has 100; the second school is the best."""
    first = school("СОШ № 1", {"rus": [100, 40, 40, 40, 40]})
    second = school("СОШ № 2", {"rus": [60] * 5})
    found = places(summary_of(first, second), "rus")
    assert [(one.name, one.mean) for one in found.best] == [("СОШ № 2", 60)]
    assert not any("max" in key or "best" in key for key in summary_of(first).figures)


# --- who is in, who is left out ---


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"prob.avg.rus": None}, "PRB-004"),  # people without an average
        ({"prob.avg.rus": -60}, "PRB-002"),
        ({"prob.avg.rus": 5}, "PRB-005"),  # a mark of the five-point scale
        ({"ege.rus.total": 9}, "EGE-002"),  # the bands say 10: nobody knows the weight
        ({"ege.rus.total": None}, "EGE-003"),
    ],
)
def test_a_school_whose_average_or_number_is_wrong_is_left_out_and_listed(
    changes: dict[str, Any], why: str
) -> None:
    marks = {"rus": [60] * 9 + [66]}
    summary = summary_of(school("СОШ № 1", marks, changes=changes), SMALL)
    figure = average(summary, "rus").figure("mean")
    assert (average(summary, "rus").mean, figure.gave, figure.counted) == (90.5, 1, 1)
    assert average(summary, "rus").figure("n").value == 2
    assert figure.left_out.words.startswith("СОШ № 1 — ")
    assert why in figure.left_out.words


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"prob.avg.rus": None}, "нет среднего балла"),
        (dict.fromkeys([f"ege.rus.{n}" for n in ("total", "b_51_60", "b_61_70")]), "нет числа"),
    ],
)
def test_half_a_pair_is_listed_even_where_no_rule_says_so(
    changes: dict[str, Any], why: str
) -> None:
    half = school("СОШ № 1", {"rus": [60] * 9 + [66]}, changes=changes)
    summary = summary_of(replace(half, findings=()), SMALL)
    found = average(summary, "rus").figure("mean")
    assert (found.gave, found.counted, found.value) == (1, 1, 90.5)
    assert why in found.left_out.words
    assert [one.counts for one in places(summary, "rus").schools] == [True, False]


# --- how exact a mean is ---


@pytest.mark.parametrize(
    ("with_decimals", "without", "digits"),
    [(5, 5, 1), (4, 5, 0), (9, 1, 1), (0, 5, 0)],
)
def test_one_decimal_only_if_half_of_the_people_came_with_decimals(
    with_decimals: int, without: int, digits: int
) -> None:
    files = [school("СОШ № 2", {"rus": [60] * without})]
    if with_decimals:
        marks = [60] * (with_decimals - 1) + [67]
        files.append(school("СОШ № 1", {"rus": marks}, digits=2))
    found = average(summary_of(*files), "rus")
    sums = sum((Fraction(str(one.submission["prob.avg.rus"])) * n for one, n in
                zip(files, (without, with_decimals), strict=False)), Fraction())  # fmt: skip
    assert found.digits == digits
    assert found.mean == rounded(sums / (with_decimals + without), digits)


def test_a_mean_is_rounded_half_away_from_zero() -> None:
    """50,5 of one and 52 of one are 51,25: 51,3, where Python's round() says 51,2."""
    files = [school("СОШ № 1", {"rus": [50, 51]}), school("СОШ № 2", {"rus": [52, 52]}, digits=0)]
    found = average(summary_of(*files), "rus")
    assert (found.figure("mean").value, found.mean) == (51.25, 51.3)


def test_the_bands_say_what_mean_is_possible() -> None:
    marks = {"rus": [10, 45, 55, 65, 80, 95, 100]}
    found = average(summary_of(school("СОШ № 1", marks)), "rus")
    lows, highs = (0, 24, 51, 61, 71, 91, 100), (35, 50, 60, 70, 90, 99, 100)  # either threshold
    assert found.interval == (sum(lows) / 7, sum(highs) / 7)
    assert found.is_possible


@pytest.mark.parametrize(
    ("mean", "is_possible"), [(75, False), (60.5, True), (60.6, False), (50.5, True), (50.4, False)]
)
def test_a_mean_outside_of_what_the_bands_allow_is_told(mean: float, is_possible: bool) -> None:
    """From 51 to 60, and half a mark more for averages typed as whole numbers."""
    wrong = school("СОШ № 1", {"rus": [60] * 5}, changes={"prob.avg.rus": mean})
    found = average(summary_of(replace(wrong, findings=())), "rus")
    assert (found.interval, found.is_possible) == ((51, 60), is_possible)


def test_no_bounds_where_the_bands_of_some_of_the_people_are_not_known() -> None:
    without = school("СОШ № 1", {"rus": [60] * 5}, more=[error("ege.rus.b_100", Excludes.CELL)])
    found = average(summary_of(without, SMALL), "rus")
    assert found.mean is not None
    assert (found.interval, found.is_possible) == (None, True)


# --- places ---


def test_equal_averages_share_a_place_and_the_next_is_behind_both() -> None:
    marks = {1: 70, 2: 80, 3: 70, 4: 60}
    files = [school(f"СОШ № {name}", {"rus": [mark] * 5}) for name, mark in marks.items()]
    found = places(summary_of(*files), "rus")
    assert [(one.name, found.place_words(one)) for one in found.schools] == [
        ("СОШ № 2", "1 из 4"), ("СОШ № 1", "2 из 4"), ("СОШ № 3", "2 из 4"), ("СОШ № 4", "4 из 4"),
    ]  # fmt: skip


def test_small_groups_and_schools_left_out_have_no_place() -> None:
    files = [
        school("СОШ № 1", {"rus": [70] * 5}),
        school("СОШ № 2", {"rus": [95] * 4}),
        school("СОШ № 3", {"rus": [80] * 6}, changes={"prob.avg.rus": None}),
        school("СОШ № 4", {"rus": [60] * 5}),
    ]
    found = places(summary_of(*files), "rus")
    assert [(one.name, found.place_words(one)) for one in found.schools] == [
        ("СОШ № 1", "1 из 2"), ("СОШ № 4", "2 из 2"), ("СОШ № 2", "меньше 5 чел."), ("СОШ № 3", ""),
    ]  # fmt: skip


def test_one_school_is_not_the_best_of_itself_and_equals_are_both_the_best() -> None:
    one, two = (school(f"СОШ № {n}", {"rus": [70] * 5}) for n in (1, 2))
    three = school("СОШ № 3", {"rus": [60] * 5})
    assert places(summary_of(one), "rus").best == ()
    assert places(summary_of(one, two), "rus").best == ()
    best = places(summary_of(one, two, three), "rus").best
    assert [school.name for school in best] == ["СОШ № 1", "СОШ № 2"]


# --- random districts ---

MARKS = st.lists(st.integers(0, 100), min_size=0, max_size=7)


@examples(40)
@given(
    marks=st.lists(st.tuples(MARKS, MARKS, st.integers(0, 2)), min_size=1, max_size=5),
    shift=st.integers(0, 4),
)
def test_the_district_is_the_sum_over_its_graduates_in_any_order(
    marks: list[tuple[list[int], list[int], int]], shift: int
) -> None:
    files = [
        school(f"СОШ № {n}", {"rus": rus, "phys": phys}, digits)
        for n, (rus, phys, digits) in enumerate(marks, start=1)
    ]
    summary = summary_of(*files)
    for at, key in enumerate(("rus", "phys")):
        people = sum(len(one[at]) for one in marks)
        weighed = sum(
            Fraction(str(typed(one[at], one[2]))) * len(one[at]) for one in marks if one[at]
        )
        found = average(summary, key)
        assert found.figure("n").value == (people or None)
        if people:
            assert found.figure("mean").value == pytest.approx(float(weighed / people), abs=1e-9)
            assert found.mean == rounded(Fraction(weighed) / people, found.digits)
            assert found.is_possible
    turned = files[shift % len(files) :] + files[: shift % len(files)]
    assert {k: v.value for k, v in summary_of(*turned).figures.items()} == {
        k: v.value for k, v in summary.figures.items()
    }


def test_no_order_of_the_schools_changes_a_figure_or_a_place() -> None:
    files = [
        school("СОШ № 1", {"rus": [61, 62, 64, 71, 33]}, digits=2),
        school("СОШ № 2", {"rus": [61, 62, 64, 71, 33]}, digits=2),
        school("СОШ № 3", {"rus": [90, 91, 93]}),
    ]
    found = [places(summary_of(*order), "rus") for order in permutations(files)]
    assert len({tuple((one.name, one.place) for one in each.schools) for each in found}) == 1
    assert len({each.average.figure("mean").value for each in found}) == 1
