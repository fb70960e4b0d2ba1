"""Which activities the rules of the plan speak of, and whose term counts."""

from __future__ import annotations

from datetime import date

import pytest

from roadmap_xl.form.fields import form_of
from roadmap_xl.form.submission import Submission, Value, blank
from roadmap_xl.form.vocabulary import NO_GRADE11, REPORTING
from roadmap_xl.rules.checking import check_submission
from roadmap_xl.texts.plan import planned_activities

FORM = form_of("2020")
REPORT: dict[str, Value] = {"meta.stage": REPORTING, "meta.report_date": date(2020, 11, 1)}


def school(**values: Value) -> Submission:
    return blank(FORM, {**REPORT, **{key.replace("__", "."): v for key, v in values.items()}})


def keys(submission: Submission) -> set[str]:
    return {item.row.key for item in planned_activities(submission)}


def overdue(submission: Submission) -> set[str]:
    """The activities that are said to be overdue."""
    found = [f for f in check_submission(submission) if f.code == "PLN-004"]
    return {finding.short_place for finding in found}


def test_the_school_answers_for_54_activities() -> None:
    assert len(keys(school())) == 54


@pytest.mark.parametrize(
    ("values", "left_out"),
    [
        ({"pln__1-01__mark": "не применимо"}, {"1-01"}),
        ({"meta__grade11": NO_GRADE11}, {"4-02", "4-03", "6.1-02", "12-01", "12-02", "12-03"}),
    ],
)
def test_what_does_not_apply_is_left_out(values: dict[str, Value], left_out: set[str]) -> None:
    assert not keys(school(**values)) & left_out


def test_an_own_activity_counts_once_it_has_a_text() -> None:
    assert "1-X1" not in keys(school(**{"pln__1-X1__term": "май"}))
    assert "1-X1" in keys(school(**{"pln__1-X1__text": "Школа молодого учителя"}))


def test_a_sections_term_is_that_of_its_blank_activities_and_of_no_spare_row() -> None:
    late = overdue(school(**{"pln__1__term": "сентябрь 2020", "pln__1-01__term": "май 2021"}))
    assert "1-02" in late
    assert not late & {"1-01", "1-X1", "1-X2", "1-X3", "2-01"}


@pytest.mark.parametrize(
    ("outer", "inner", "late"),
    [("май 2021", "сентябрь 2020", True), ("сентябрь 2020", "май 2021", False)],
)
def test_the_nearest_heading_counts(outer: str, inner: str, late: bool) -> None:
    found = overdue(school(**{"pln__3__term": outer, "pln__3.2.3__term": inner}))
    assert ("3.2.3-01" in found) is late
