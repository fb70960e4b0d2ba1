"""«Показатели» over the district against the schools' numbers, added up here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from district_files import EDITION, REGISTRY, Invented, Sent, consolidate, error, sent
from examples import examples
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from roadmap_xl.form.fields import Form
from roadmap_xl.rules.findings import Excludes
from roadmap_xl.summary.figures import Basis, Figure, sum_schools
from roadmap_xl.summary.numbers.indicators import (
    IndicatorSchools,
    State,
    indicator_recipes,
    indicator_schools,
)
from roadmap_xl.summary.numbers.summary import DistrictSummary
from roadmap_xl.summary.sheets.workbook import write_summary_workbook

TRAINED, MENTORS = "1.2-1", "1.3-1"
FULL_DAY = "1.4-1"
EQUIPMENT = "1.1-3"


def school(number: int, fields: Mapping[str, Any]) -> Sent:
    """A school; a key «1.2-1.y1.num» is of an indicator, «teachers» of the headcounts."""
    heads = {"teachers": "meta.teachers_total", "pupils": "meta.pupils_total"}
    changes = {
        key if key.startswith("meta") else f"ind.{key}": value for key, value in fields.items()
    }
    for short, field in heads.items():
        for year in ("y1", "y2"):
            if (found := changes.pop(f"ind.{short}.{year}", None)) is not None:
                changes[f"{field}.{year}"] = found
    filled = {"prob.n_olymp": 1}  # with nothing at all it is an empty blank
    return sent(Invented(f"СОШ № {number}", None, {}), changes=filled | changes)


def summary_of(*files: Sent) -> DistrictSummary:
    return consolidate(files, EDITION)


def figure(summary: DistrictSummary, key: str) -> Figure:
    return summary.figures[f"ind.{key}"]


def values(summary: DistrictSummary, key: str, year: str = "y1") -> list[float | None]:
    return [figure(summary, f"{key}.{year}.{part}").value for part in ("num", "den", "pct")]


def answers(summary: DistrictSummary, key: str) -> IndicatorSchools:
    return next(one for one in indicator_schools(summary) if one.row.key == key)


def states(summary: DistrictSummary, key: str) -> list[State]:
    return [one.years[0].answer.state for one in answers(summary, key).schools]


# --- shares ---


def test_percents_of_schools_are_never_averaged() -> None:
    """domain.md's own: 18 of 21 is 86 %, 1 of 1 is 100 %; 19 of 22 is 86 %, not 93 %."""
    large = school(1, {f"{TRAINED}.y1.num": 18, f"{TRAINED}.y1.den": 21})
    small = school(2, {f"{TRAINED}.y1.num": 1, f"{TRAINED}.y1.den": 1})
    assert values(summary_of(large, small), TRAINED) == [19, 22, 86]


def test_a_share_of_money_has_one_decimal_and_others_none(tmp_path: Path) -> None:
    """1 and 2 of 160 thousand: 0.6 %, 1.3 %, together 0.9 %; of teachers 12 of 83 is 14 %."""
    paid = {f"{EQUIPMENT}.y1.den": 160, f"{TRAINED}.y1.num": 12, f"{TRAINED}.y1.den": 83}
    files = [school(n, {**paid, f"{EQUIPMENT}.y1.num": n}) for n in (1, 2)]
    summary = summary_of(*files)
    assert values(summary, EQUIPMENT) == [3, 320, 0.9]
    assert values(summary, TRAINED) == [24, 166, 14]
    path = tmp_path / "Сводка.xlsx"
    write_summary_workbook(path, summary, created=date(2020, 10, 12))
    found: dict[tuple[Any, Any], list[Any]] = {}
    for book in (load_workbook(path, data_only=True), load_workbook(path)):
        for row in book["Показатели"].iter_rows():
            if row[0].value in (EQUIPMENT, TRAINED) and row[6].value is not None:
                said = (row[0].value, row[2].value)
                found.setdefault(said, []).extend((row[6].value, row[6].number_format))
    digits = {EQUIPMENT: (3, "0.0%"), TRAINED: (2, "0%")}
    shares = {EQUIPMENT: [0.009, 0.006, 0.013], TRAINED: [0.14] * 3}
    for key, (places, shown) in digits.items():
        lines = [found[key, name] for name in ("РАЙОН", "СОШ № 1", "СОШ № 2")]
        assert [line[0] for line in lines] == pytest.approx(shares[key], abs=1e-12)
        assert {line[1] for line in lines} == {shown}
        assert all(line[2].endswith(f",{places}))") for line in lines)


def test_typed_percents_are_never_used() -> None:
    """Both typed a percent; one of them nothing it could come from."""
    wrong = school(1, {f"{TRAINED}.y1.num": 1, f"{TRAINED}.y1.den": 4, f"{TRAINED}.y1": 0.9})
    only = school(2, {f"{TRAINED}.y1": 0.5, "teachers.y1": 10})
    summary = summary_of(wrong, only)
    assert values(summary, TRAINED) == [1, 4, 25]
    assert states(summary, TRAINED) == [State.COUNTED, State.ONLY_PERCENT]


def test_the_two_years_are_never_put_together() -> None:
    fields = {"y1.num": 5, "y1.den": 10, "y2.num": 12, "y2.den": 12}
    summary = summary_of(school(1, {f"{TRAINED}.{key}": value for key, value in fields.items()}))
    assert values(summary, TRAINED, "y1") == [5, 10, 50]
    assert values(summary, TRAINED, "y2") == [12, 12, 100]
    assert {key.split(".")[3] for key in summary.figures if key.startswith("ind.")} == {"y1", "y2"}


def test_a_blank_whole_is_the_headcount_that_its_cell_shows() -> None:
    """One school leaves «всего» as it is prefilled, one types over it."""
    prefilled = school(1, {f"{TRAINED}.y1.num": 6, "teachers.y1": 20})
    typed_over = school(2, {f"{TRAINED}.y1.num": 3, f"{TRAINED}.y1.den": 5, "teachers.y1": 50})
    summary = summary_of(prefilled, typed_over)
    assert values(summary, TRAINED) == [9, 25, 36]
    snapshot = prefilled.submission.cell_values  # what the rules see
    assert snapshot.numbers[prefilled.submission.form.by_id[f"ind.{TRAINED}.y1.den"].slot] == 20


def test_a_prefilled_whole_alone_is_no_answer_and_no_zero_percent() -> None:
    silent = school(1, {"teachers.y1": 80})
    summary = summary_of(silent, school(2, {f"{TRAINED}.y1.num": 5, f"{TRAINED}.y1.den": 10}))
    assert values(summary, TRAINED) == [5, 10, 50]
    assert states(summary, TRAINED) == [State.BLANK, State.COUNTED]
    assert figure(summary, f"{TRAINED}.y1.num").gave == 1


def test_zero_is_an_answer() -> None:
    none = school(1, {f"{TRAINED}.y1.num": 0, f"{TRAINED}.y1.den": 10})
    assert values(summary_of(none), TRAINED) == [0, 10, 0]


@pytest.mark.parametrize("said", ["не применимо", "Не применимо"])
def test_not_applicable_is_left_out_and_counted(said: str) -> None:
    """Even with numbers beside it, and with a prefilled «всего»."""
    away = school(1, {f"{TRAINED}.y1": said, "teachers.y1": 30, f"{TRAINED}.y1.num": 7})
    summary = summary_of(away, school(2, {f"{TRAINED}.y1.num": 5, f"{TRAINED}.y1.den": 10}))
    assert values(summary, TRAINED) == [5, 10, 50]
    assert answers(summary, TRAINED).tally(0).states[State.NOT_APPLICABLE] == 1


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({f"{TRAINED}.y1": 4, f"{TRAINED}.y1.num": 4, "teachers.y1": 21}, "IND-002"),
        ({f"{TRAINED}.y1.num": 4}, "нет «Всего»"),
        ({f"{TRAINED}.y1.num": "четыре", "teachers.y1": 21}, "не число"),
        ({f"{TRAINED}.y1.num": 4, "meta.teachers_total.y1": "много"}, "не число"),
    ],
)
def test_what_cannot_be_used_is_left_out_and_listed(fields: dict[str, Any], why: str) -> None:
    good = school(2, {f"{TRAINED}.y1.num": 5, f"{TRAINED}.y1.den": 10})
    summary = summary_of(school(1, fields), good)
    assert values(summary, TRAINED) == [5, 10, 50]
    for part in ("num", "den", "pct"):
        found = figure(summary, f"{TRAINED}.y1.{part}")
        assert (found.gave, found.counted) == (1, 1)
        assert why in found.left_out.words
        assert "СОШ № 1" in found.left_out.words


def test_an_error_in_one_year_leaves_the_other() -> None:
    fields = {"y1.num": 5, "y1.den": 10, "y2.num": 6, "y2.den": 10}
    file = school(1, {f"{TRAINED}.{key}": value for key, value in fields.items()})
    fault = error(f"ind.{TRAINED}.y1.num", Excludes.CELL)
    summary = summary_of(replace(file, findings=(*file.findings, fault)))
    assert values(summary, TRAINED, "y1") == [None, None, None]
    assert values(summary, TRAINED, "y2") == [6, 10, 60]


def test_fractions_of_posts_and_money_are_summed_exactly() -> None:
    posts = [("0.1", "1.7"), ("0.2", "2.3")]
    files = [
        school(n, {"1.4-3.y1.num": float(num), "1.4-3.y1.den": float(den)})
        for n, (num, den) in enumerate(posts, start=1)
    ]
    assert values(summary_of(*files), "1.4-3") == [0.3, 4, 8]  # 0.1 + 0.2 in floats is not 0.3


# --- «да» and «нет» ---


def test_one_yes_is_one_school_and_never_one_percent() -> None:
    """Two of three accepted schools; of the registry's four it is half."""
    said = ("да", "нет", "Да")
    files = [school(n, {f"{FULL_DAY}.y1": word}) for n, word in enumerate(said, start=1)]
    assert values(summary_of(*files), FULL_DAY) == [2, 3, 67]


def test_a_number_in_place_of_yes_is_no_share_and_is_listed() -> None:
    files = [school(1, {f"{FULL_DAY}.y1": 1}), school(2, {f"{FULL_DAY}.y1": "да"})]
    summary = summary_of(*files)
    assert values(summary, FULL_DAY) == [1, 1, 100]
    assert "не «да» и не «нет»" in figure(summary, f"{FULL_DAY}.y1.num").left_out.words


def test_who_did_not_answer_and_who_it_is_not_for_are_out() -> None:
    said = ("да", None, "не применимо")
    files = [school(n, {f"{FULL_DAY}.y1": word}) for n, word in enumerate(said, start=1)]
    summary = summary_of(*files)
    assert values(summary, FULL_DAY) == [1, 1, 100]
    assert states(summary, FULL_DAY) == [State.COUNTED, State.BLANK, State.NOT_APPLICABLE]


def test_where_nobody_answered_there_is_no_percent() -> None:
    assert values(summary_of(school(1, {}), school(2, {})), FULL_DAY) == [None, None, None]


# --- listed, not summed ---


def test_own_indicators_are_listed_with_their_schools_and_not_summed() -> None:
    own = {"1.5-1.name": "Травмы", "1.5-1.unit": "ед.", "1.5-1.y1": 3, "1.5-1.y2": 2}
    other = {"1.5-1.name": "Охрана", "1.5-1.unit": "%", "1.5-1.y1": "есть", "1.5-1.y2": 1}
    summary = summary_of(school(1, own), school(2, other), school(3, {}))
    found = answers(summary, "1.5-1").schools
    assert [(one.name, one.label, one.unit) for one in found] == [
        ("СОШ № 1", "Травмы", "ед."), ("СОШ № 2", "Охрана", "%"),
    ]  # fmt: skip
    assert [year.answer.words or year.number for one in found for year in one.years] == [
        3, 2, "есть", 1,
    ]  # fmt: skip
    assert figure(summary, "1.5-1.y2.num").value is None  # 2 + 1 of different things


def test_an_indicator_of_another_kind_is_summed_as_a_number() -> None:
    """An edition may ask for a plain count or for money."""
    rows = [
        replace(row, kind="money") if row.key == FULL_DAY else row for row in EDITION.indicators
    ]
    form = Form(replace(EDITION, indicators=tuple(rows)))
    files = [school(n, {f"{FULL_DAY}.y1": amount}) for n, amount in enumerate((100, 50.5), 1)]
    counted = summary_of(*files).counted
    found = sum_schools(indicator_recipes(Basis(form)), counted)[f"ind.{FULL_DAY}.y1.num"]
    assert (found.value, found.gave) == (150.5, 2)


def test_what_the_district_answers_for_is_not_asked_of_schools() -> None:
    summary = summary_of(school(1, {"1.1-1.y1.num": 5, "1.1-1.y1.den": 10}))
    assert not [key for key in summary.figures if key.startswith(("ind.1.1-1.", "ind.1.1-2."))]


def test_a_school_that_sent_nothing_is_in_no_share() -> None:
    summary = consolidate(
        [school(77, {f"{TRAINED}.y1.num": 1, "teachers.y1": 2})], EDITION, REGISTRY
    )
    assert summary.coverage.counted == 0
    assert values(summary, TRAINED) == [None, None, None]


# --- random districts ---

_NUMBER = st.one_of(st.none(), st.integers(0, 40), st.sampled_from((0.5, 1.25, 31.1)))
_SCHOOL = st.tuples(_NUMBER, _NUMBER, st.one_of(st.none(), st.integers(0, 40)))


@examples(60)
@given(st.lists(_SCHOOL, min_size=1, max_size=6))
def test_the_district_is_the_quotient_of_the_sums_in_any_order(
    schools: list[tuple[float | None, float | None, int | None]],
) -> None:
    files = [
        school(n, {f"{MENTORS}.y1.num": num, f"{MENTORS}.y1.den": den, "teachers.y1": teachers})
        for n, (num, den, teachers) in enumerate(schools, start=1)
    ]
    pairs = [
        (Fraction(str(num)), Fraction(str(whole)))
        for num, den, teachers in schools
        if num is not None and (whole := teachers if den is None else den)
    ]
    expected: list[float | None] = [None, None, None]
    if pairs:
        count, whole = (sum(column, Fraction()) for column in zip(*pairs, strict=True))
        expected = [float(count), float(whole), int(100 * count / whole + Fraction(1, 2))]
    assert values(summary_of(*files), MENTORS) == expected
    assert values(summary_of(*reversed(files)), MENTORS) == expected
