"""«Риски»: each criterion by itself, at its limit and beside it, with the numbers behind it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from district_files import (
    CITY,
    EDITION,
    REGISTRY,
    STATION,
    VILLAGE,
    Sent,
    consolidate,
    error,
    sent,
    sha256_of,
)
from openpyxl import load_workbook

from roadmap_xl.district.journal import Journal, JournalEntry
from roadmap_xl.district.settings import RiskLimits, Settings
from roadmap_xl.form.fields import form_of
from roadmap_xl.form.submission import Value, blank
from roadmap_xl.rules.findings import Excludes
from roadmap_xl.summary.numbers.risks import criteria, school_risks
from roadmap_xl.summary.numbers.summary import DistrictSummary
from roadmap_xl.summary.sheets.workbook import write_summary_workbook

DAY = date(2021, 1, 15)
MANDATORY, FAILS, BELOW, NEAR, OVERDUE = range(5)


def row(*people: int) -> tuple[int, ...]:
    return (*people, *(0 for _ in range(7 - len(people))))


def school(base: Any, ege: Any, means: dict[str, float], more: Any = None) -> Sent:
    """A file without findings: nothing of it is left out."""
    cells: dict[str, Value] = {f"prob.avg.{key}": mean for key, mean in means.items()}
    file = sent(replace(base, ege=ege, n80={}), changes=cells | (more or {}))
    return replace(file, findings=())


def summary_of(*files: Sent, limits: RiskLimits | None = None, group: int = 5) -> DistrictSummary:
    decided = Settings(report_day=DAY, min_group=group, risks=limits or RiskLimits())
    return consolidate(files, EDITION, REGISTRY, settings=decided)


def answers(*files: Sent, **more: Any) -> list[tuple[bool, str]]:
    """Of the city, the first school of the registry."""
    first = next(iter(school_risks(summary_of(*files, **more))))
    return [(one.met, one.words) for one in first.answers]


CASES = (
    # the subject, its bands, the criterion, whether it is met, what is said
    ("rus", row(0, 5), MANDATORY, False, "нет"),
    ("rus", row(1, 24), MANDATORY, True, "да: Русский язык — 1 из 25"),
    ("phys", row(5, 5), MANDATORY, False, "нет"),
    ("phys", row(1, 3), FAILS, True, "да: Физика — 1 из 4 (25 %)"),
    ("phys", row(2, 7), FAILS, False, "нет"),
    ("phys", row(1), FAILS, True, "да: Физика — 1 из 1 (100 %)"),
)


@pytest.mark.parametrize(("subject", "people", "criterion", "met", "said"), CASES)
def test_fails(subject: str, people: Any, criterion: int, met: bool, said: str) -> None:
    assert answers(school(CITY, {subject: people}, {}))[criterion] == (met, said)


BELOW_DISTRICT = (
    # the city's average of 10 people beside 10 others with 60, whether it is met
    (50.0, True),  # the district's is 55: exactly 5 lower
    (50.2, False),
    (40.0, True),
)


@pytest.mark.parametrize(("mean", "met"), BELOW_DISTRICT)
def test_an_average_below_the_districts(mean: float, met: bool) -> None:
    ten = {"rus": row(0, 10)}
    found = answers(school(CITY, ten, {"rus": mean}), school(STATION, ten, {"rus": 60}))[BELOW]
    assert found[0] is met
    if met:
        assert f"(участников 10), по району {(mean + 60) / 2:g}" in found[1]


NEAR_THRESHOLD = ((39.0, True), (39.1, False), (36.0, True), (30.0, True), (None, False))


@pytest.mark.parametrize(("mean", "met"), NEAR_THRESHOLD)
def test_an_average_near_the_threshold(mean: float | None, met: bool) -> None:
    """Physics has a threshold of 36."""
    means = {} if mean is None else {"phys": mean}
    found = answers(school(CITY, {"phys": row(0, 10)}, means))[NEAR]
    assert found[0] is met
    if met and mean is not None:
        assert found[1] == f"да: Физика — {mean:g} (участников 10), порог 36"


@pytest.mark.parametrize(("people", "met"), [(4, False), (5, True)])
def test_an_average_of_a_small_group_is_no_criterion(people: int, met: bool) -> None:
    found = answers(school(CITY, {"phys": row(0, people)}, {"phys": 36}))
    assert found[NEAR][0] is met
    if not met:
        assert found[NEAR][1] == found[BELOW][1] == "нет: участников меньше 5"


def late(overdue: int, done: int) -> dict[str, Value]:
    """This many activities whose term has passed, and one that is not asked yet."""
    keys = [f"1{n}-{m:02}" for n in (0, 1) for m in (1, 2, 3)][: overdue + done]
    cells: dict[str, Value] = {f"pln.{key}.term": "до 01.10.2020" for key in keys}
    cells |= {f"pln.{key}.mark": "выполнено" for key in keys[overdue:]}
    return cells | {"pln.2-01.term": "май 2021", "pln.2-02.term": "по плану"}


@pytest.mark.parametrize(
    ("overdue", "done", "met", "said"),
    [
        (0, 0, False, "нет: сроки не наступили"),
        (0, 3, False, "нет: 0 % (0 из 3)"),
        (1, 3, False, "нет: 25 % (1 из 4)"),
        (1, 2, True, "да: 33 % (1 из 3)"),
        (2, 0, True, "да: 100 % (2 из 2)"),
    ],
)
def test_overdue_activities_of_those_whose_term_has_passed(
    overdue: int, done: int, met: bool, said: str
) -> None:
    file = school(CITY, {}, {}, late(overdue, done))
    assert answers(file)[OVERDUE] == (met, said)


def test_a_limit_that_is_met_exactly_counts() -> None:
    limits = RiskLimits(overdue_share=25, fail_share=20)
    found = answers(school(CITY, {"rus": row(1, 4)}, {}, late(1, 3)), limits=limits)
    assert found[OVERDUE][0]
    assert found[FAILS][0]


def test_the_limits_stand_in_the_head() -> None:
    said = criteria(Settings(risks=RiskLimits(11, 2.5, 7, 13)), form_of("2026").edition)
    for limit, title in zip(("11 %", "на 2,5 и", "на 7 или", "13 %"), said[1:], strict=False):
        assert limit in title


def test_schools_without_data_are_listed_apart_from_risk() -> None:
    refused = sent(VILLAGE, changes={"meta.results_year": "2015/2016"})
    found = list(school_risks(summary_of(school(CITY, {}, {}), refused)))
    assert [(one.school.code, one.total, one.has_data, str(one.status)) for one in found] == [
        ("101", 0, True, "принято"),
        ("102", 0, False, "не принято"),
        ("103", 0, False, "не сдано"),
        ("104", 0, False, "не сдано"),
    ]
    assert {answer.words for answer in found[2].answers} == {"нет данных"}


def test_a_school_that_has_nothing_to_report_is_at_no_risk() -> None:
    confirmed = Journal([JournalEntry.model_validate({"school": "104", "no_data": True})])
    summary = consolidate([school(CITY, {}, {})], EDITION, REGISTRY, confirmed)
    found = {one.school.code: one for one in school_risks(summary)}
    assert (found["103"].total, found["104"].total) == (0, 0)
    assert found["104"].status == "нет данных — подтверждено"


BASE_MATH_CASES = (
    # what the row of this year says (of «Всего», «2», «3», «4», «5»), errors, the answer
    ((10, 2, 3, 4, 1), (), (True, "да: Математика базовая — 2 из 10")),
    ((10, 0, 5, 4, 1), (), (False, "нет")),
    ((10, 2, 3, 4, 1), ("bm.1.total",), (False, "нет данных: Математика базовая (TST-001)")),
    ((10, 0, 5, 4, 1), ("ege.rus.total",), (False, "нет данных: Русский язык (TST-001)")),
)


@pytest.mark.parametrize(("marks", "wrong", "said"), BASE_MATH_CASES)
def test_a_two_in_base_mathematics_is_a_mandatory_subject_failed(
    marks: tuple[int, ...], wrong: tuple[str, ...], said: tuple[bool, str]
) -> None:
    """Edition 2026, for in 2020 there was no such exam; an error is no «нет»."""
    values: dict[str, Value] = {"meta.school_name": CITY.name, "bm.1.year": "2026 год"}
    values |= dict(
        zip([f"bm.1.{n}" for n in ("total", "g2", "g3", "g4", "g5")], marks, strict=True)
    )
    values |= {"ege.rus.total": 10, "ege.rus.below": 0, "ege.rus.b_51_60": 10}
    submission = blank(form_of("2026"), values | {"meta.results_year": "2025/2026"})
    findings = tuple(error(field, Excludes.ROW) for field in wrong)
    file = Sent("Книга.xlsx", sha256_of("1"), "2026.1", submission, findings)
    (found, *_) = school_risks(consolidate([file], form_of("2026").edition, REGISTRY))
    answer = found.answers[MANDATORY]
    assert (answer.met, answer.words) == said


def test_the_total_is_a_number_of_criteria_and_no_rating(tmp_path: Path) -> None:
    people = {"rus": row(3, 7), "phys": row(0, 10)}
    city = school(CITY, people, {"rus": 38, "phys": 38}, late(2, 0))
    path = tmp_path / "Сводка.xlsx"
    summary = summary_of(city, school(STATION, {"rus": row(0, 10)}, {"rus": 70}))
    write_summary_workbook(path, summary, created=DAY)
    rows = list(load_workbook(path, data_only=True)["Риски"].iter_rows(values_only=True))
    first = next(row for row in rows if row[1] == CITY.name)
    assert first[2] == CITY.persons
    assert [str(cell).split(":")[0] for cell in first[3:9]] == ["да"] * 5 + ["учтены"]
    assert first[9] == 5
    last = next(row for row in rows if str(row[1]).startswith("Школ с признаком"))
    assert last[1] == "Школ с признаком (из 4 школ)"
    assert last[3:9] == (1, 1, 1, 1, 1, 2)  # the last: two schools of the registry sent nothing
    assert [row[0] for row in rows[5:9]] == [1, 2, 3, 4]  # the registry's order, no ranks
