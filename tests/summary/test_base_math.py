"""«Математика базовая» over the district, by the year in the row, against marks added up here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import pytest
from district_files import EDITION, FORM, Invented, Sent, consolidate, sent
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from roadmap_xl.form.fields import form_of
from roadmap_xl.form.submission import blank
from roadmap_xl.rules.checking import Occasion, check_submission
from roadmap_xl.summary.numbers.base_math import school_marks
from roadmap_xl.summary.numbers.summary import DistrictSummary

HELD, NOT_HELD = "2019 год", "2020 год"
NAMES = ("total", "g2", "g3", "g4", "g5")


def row(place: int, year: object, marks: Sequence[int | None], total: int | None = None) -> dict:
    """The fields of a row: its year, «Всего», the numbers of marks 2, 3, 4, 5."""
    whole = sum(mark or 0 for mark in marks) if total is None else total
    values = dict(zip(NAMES, (whole, *marks), strict=True))
    return {f"bm.{place}.year": year, **{f"bm.{place}.{n}": v for n, v in values.items()}}


def school(number: int, *rows: Mapping[str, Any]) -> Sent:
    fields = {"bm.1.year": NOT_HELD, "bm.2.year": HELD}
    fields |= {"prob.n_olymp": 1}  # with nothing at all it is an empty blank
    for one in rows:
        fields |= one
    return sent(Invented(f"СОШ № {number}", None, {}), changes=fields)


def summary_of(*files: Sent) -> DistrictSummary:
    return consolidate(files, EDITION)


def value(summary: DistrictSummary, name: str) -> float | None:
    return summary.figures[f"bm.2019.{name}"].value


def test_marks_are_summed_and_everything_else_comes_from_the_sums() -> None:
    """Ten with a mean of 3 and two with 5: 3,33, never 4; 20 % and 100 % are 33 %, never 60."""
    marks = [(2, 6, 2, 0), (0, 0, 0, 2)]
    summary = summary_of(*(school(n, row(2, HELD, one)) for n, one in enumerate(marks, 1)))
    sums = [sum(column) for column in zip(*marks, strict=True)]
    assert [value(summary, name) for name in NAMES] == [12, *sums]
    mean = Fraction(2 * 2 + 3 * 6 + 4 * 2 + 5 * 2, 12)
    assert value(summary, "mean") == pytest.approx(float(mean))
    assert [value(summary, name) for name in ("passed", "quality")] == [83, 33]
    assert [value(summary, f"g{n}.share") for n in (2, 3, 4, 5)] == [17, 50, 17, 17]


def test_a_row_counts_for_the_year_that_stands_in_it_not_for_its_place() -> None:
    """One school has last year's numbers in the first row, one in the second."""
    first = school(1, row(1, HELD, (0, 1, 0, 0)), {"bm.2.year": "2018 год"})
    second = school(2, row(2, HELD, (0, 0, 3, 0)))
    summary = summary_of(first, second)
    assert (value(summary, "total"), value(summary, "mean")) == (4, 3.75)
    assert summary.figures["bm.2019.total"].gave == 2


@pytest.mark.parametrize("said", ["2019 год", "2019", 2019, "2019 г.", " 2019  год "])
def test_a_year_is_the_same_however_it_is_written(said: object) -> None:
    assert value(summary_of(school(1, row(2, said, (0, 0, 3, 0)))), "total") == 3


def test_a_school_without_the_year_is_listed_and_in_no_sum() -> None:
    """The real document's rows are for 2016 and 2015."""
    old = school(1, row(2, "2015 год", (0, 0, 2, 3)), {"bm.1.year": "2016 год"})
    summary = summary_of(old, school(2, row(2, HELD, (1, 0, 0, 0))))
    figure = summary.figures["bm.2019.total"]
    assert (figure.value, figure.gave, figure.counted) == (1, 1, 1)
    assert "СОШ № 1" in figure.left_out.words
    assert "нет строки за 2019 год" in figure.left_out.words
    assert school_marks(next(iter(summary.counted)), 2019).others == ("2016 год", "2015 год")


def test_there_is_no_figure_for_a_year_without_an_exam() -> None:
    summary = summary_of(school(1, row(1, NOT_HELD, (0, 1, 0, 0)), row(2, HELD, (0, 0, 1, 0))))
    assert not [key for key in summary.figures if key.startswith("bm.2020")]
    assert value(summary, "total") == 1


def test_a_later_edition_has_a_figure_for_each_of_its_years() -> None:
    form = form_of("2026")
    fields = {**row(1, "2026 год", (0, 1, 0, 0)), **row(2, "2025 год", (0, 0, 2, 0))}
    name = {"meta.school_name": "СОШ № 1", "meta.results_year": form.edition.results_year}
    submission = blank(form, {**name, **fields})
    findings = check_submission(submission, Occasion("На сдачу", audience=None))
    file = Sent("1.xlsx", "1" * 64, "2026.1", submission, tuple(findings))
    figures = consolidate([file], form.edition).figures
    assert [figures[f"bm.{year}.total"].value for year in (2026, 2025)] == [1, 2]


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (row(2, HELD, (0, 0, 2, 0), total=5), "BM-001"),  # the real document: three are lost
        (row(2, HELD, (0, 0, 2, 3)) | {"bm.2.g3": 0.5}, "BM-002"),
        (row(2, HELD, (0, 0, 2, 3)) | {"bm.2.g3": "два"}, "не число"),
        (row(1, HELD, (0, 1, 0, 0)) | row(2, HELD, (0, 1, 0, 0)), "две строки за 2019 год"),
    ],
)
def test_a_wrong_row_is_left_out_whole_and_listed(wrong: dict, why: str) -> None:
    summary = summary_of(school(1, wrong), school(2, row(2, HELD, (0, 1, 1, 0))))
    for name in (*NAMES, "mean", "passed", "quality"):
        figure = summary.figures[f"bm.2019.{name}"]
        assert (figure.gave, figure.counted) == (1, 1)
        assert why in figure.left_out.words
    assert [value(summary, name) for name in NAMES] == [2, 0, 1, 1, 0]


def test_a_blank_mark_is_zero_and_a_blank_row_is_not_sitting() -> None:
    summary = summary_of(school(1, row(2, HELD, (None, None, 2, None))), school(2))
    assert [value(summary, name) for name in NAMES] == [2, 0, 0, 2, 0]
    figure = summary.figures["bm.2019.mean"]
    assert (figure.value, figure.gave, figure.counted) == (4, 1, 2)
    nobody = summary_of(school(1), school(2))
    assert [value(nobody, name) for name in ("total", "mean", "passed")] == [None, None, None]


@examples(40)
@given(st.lists(st.tuples(*[st.integers(0, 9)] * 4), min_size=1, max_size=6))
def test_the_district_is_its_pupils_in_any_order(marks: list[tuple[int, ...]]) -> None:
    files = [school(n, row(2, HELD, one)) for n, one in enumerate(marks, 1)]
    pupils = [k for one in marks for k, n in zip((2, 3, 4, 5), one, strict=True) for _ in range(n)]
    for summary in (summary_of(*files), summary_of(*reversed(files))):
        if not pupils:
            assert value(summary, "mean") is None
            continue
        assert value(summary, "total") == len(pupils)
        assert value(summary, "mean") == pytest.approx(sum(pupils) / len(pupils))
        for name, least in (("passed", 3), ("quality", 4)):
            share = Fraction(100 * sum(k >= least for k in pupils), len(pupils))
            assert value(summary, name) == int(share + Fraction(1, 2))


def test_the_form_has_the_rows_by_their_places() -> None:
    """What the tests above call the first and the second row."""
    assert [row.key for row in FORM.edition.base_math] == ["1", "2"]
