"""Figures of groups of schools: together what one sum gives, and summed anew only where needed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from district_files import EDITION, FORM, Invented, Sent, consolidate, error, sent
from examples import examples
from hypothesis import given
from hypothesis import strategies as st
from reading_workbooks import written

from roadmap_xl.campaign.collect import ReadingOptions, collect
from roadmap_xl.campaign.results import FILE_NAME
from roadmap_xl.district.counted import CountedSchool
from roadmap_xl.district.registry import Registry, SchoolEntry
from roadmap_xl.district.settings import UNDECIDED, Settings
from roadmap_xl.form.submission import Value
from roadmap_xl.rules.checking import Occasion
from roadmap_xl.rules.findings import Excludes
from roadmap_xl.summary import kept_sums
from roadmap_xl.summary.consolidation import recipes_of
from roadmap_xl.summary.figures import MOST_NAMED, Basis, Figures, Recipe, add_up, sum_schools
from roadmap_xl.summary.numbers.summary import DistrictSummary

DAY = date(2020, 10, 12)
OCCASION = Occasion(today=DAY)
RECIPES = recipes_of(Basis(FORM, today=DAY))


def invented(number: int) -> Sent:
    """Schools that differ; of each third an error leaves out the row, of others an average has
    decimals."""
    bands = (number % 3, 1, number % 5, 0, number % 2, 0, 0)
    school = Invented(f"СОШ № {number}", number + 1, {"rus": bands, "phys": (0, 1, 0, 0, 0, 0, 0)})
    wrong = [error("ege.rus.total", Excludes.ROW)] if number % 3 == 0 else []
    return sent(school, changes={"prob.avg.rus": 50 + number / 7}, more=wrong)


@lru_cache(maxsize=1)
def many() -> DistrictSummary:
    """More schools than are named where they are left out."""
    return consolidate([invented(number) for number in range(3 * MOST_NAMED + 9)], EDITION)


@lru_cache(maxsize=1)
def of_all() -> Figures:
    return sum_schools(RECIPES, many().counted)


@examples(25)
@given(st.lists(st.integers(0, 3 * MOST_NAMED + 9), max_size=6))
def test_figures_of_any_parts_are_together_those_of_all(cuts: list[int]) -> None:
    schools = list(many().counted)
    ends = sorted({0, len(schools), *cuts})
    parts = [schools[start:end] for start, end in pairwise(ends)]
    assert add_up(RECIPES, [sum_schools(RECIPES, part) for part in parts]) == of_all()
    assert of_all()["ege.rus.total"].left_out.number > MOST_NAMED


# --- a next run sums only what has changed ---

NUMBERS = range(1, 11)
REGISTRY = Registry([SchoolEntry(code=f"10{n:02}", name=f"СОШ № {n}") for n in NUMBERS])


def write_book(folder: Path, number: int, persons: Value) -> None:
    school = Invented(f"СОШ № {number}", None, {}, code=f"10{number:02}")
    signed = date(2020, 10, 15) if number == 2 else None
    values = {**school.values(), "org.participants_persons": persons, "sgn.date": signed}
    written(folder / f"{number}.xlsx", values)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Ten schools in groups of 4, 4 and 2."""
    monkeypatch.setattr(kept_sums, "SCHOOLS_OF_A_GROUP", 4)
    found = tmp_path / "Книги"
    found.mkdir()
    for number in NUMBERS:
        write_book(found, number, number)
    return found


@pytest.fixture
def added_up(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The schools of each group that was summed anew."""
    groups: list[list[str]] = []

    def told(recipes: Mapping[str, Recipe], schools: Iterable[CountedSchool]) -> Figures:
        found = list(schools)
        groups.append([school.name.removeprefix("СОШ № ") for school in found])
        return sum_schools(recipes, found)

    monkeypatch.setattr(kept_sums, "sum_schools", told)
    return groups


def persons(
    folder: Path,
    today: date = DAY,
    decided: Settings = UNDECIDED,
) -> float | None:
    """The district's persons: the sum over its ten schools is 55."""
    summary = collect(
        folder,
        registry=REGISTRY,
        occasion=replace(OCCASION, today=today),
        settings=decided,
        reading=ReadingOptions(folder.parent / FILE_NAME),
    )
    value = summary.figures["org.persons"].value
    summary.files.close()
    return value


def refused(folder: Path) -> None:
    (folder / "6.xlsx").write_bytes(b"no workbook")


FIRST, SECOND, THIRD = ["1", "2", "3", "4"], ["5", "6", "7", "8"], ["9", "10"]

# what has changed, what is asked of the next run, which groups it sums, and what they come to
CHANGES: dict[str, tuple[Callable[[Path], None], dict[str, Any], list[list[str]], int]] = {
    "nothing": (lambda _: None, {}, [], 55),
    "a file": (lambda at: write_book(at, 6, 106), {}, [SECOND], 155),
    "a file is none now": (refused, {}, [["5", "7", "8"]], 49),
    "a file is gone": (lambda at: (at / "9.xlsx").unlink(), {}, [["10"]], 46),
    "a setting": (lambda _: None, {"decided": Settings(min_group=9)}, [FIRST, SECOND, THIRD], 55),
    "the day": (lambda _: None, {"today": DAY + timedelta(1)}, [FIRST, SECOND, THIRD], 55),
}


@pytest.mark.parametrize("change", CHANGES)
def test_only_the_groups_of_what_changed_are_summed_anew(
    change: str, folder: Path, added_up: list[list[str]]
) -> None:
    happens, asked, groups, total = CHANGES[change]
    assert persons(folder) == 55
    assert added_up == [FIRST, SECOND, THIRD]
    added_up.clear()
    happens(folder)
    assert persons(folder, **asked) == total
    assert added_up == groups
    added_up.clear()
    assert persons(folder, **asked) == total
    assert added_up == []


def test_a_day_counts_only_where_it_decides(folder: Path, added_up: list[list[str]]) -> None:
    """The report has its day; what is found in the second school's file changes on the 15th."""

    def summed_on(day: int) -> list[list[str]]:
        added_up.clear()
        decided = Settings(report_day=date(2020, 12, 31))
        persons(folder, date(2020, 10, day), decided)
        return [*added_up]

    assert summed_on(12) == [FIRST, SECOND, THIRD]
    assert summed_on(13) == []
    assert summed_on(15) == [FIRST]
    assert summed_on(16) == []


def test_a_school_s_new_name_is_in_what_is_said_of_it(folder: Path) -> None:
    """«Не учтено» names the school as the registry does now, although no file has changed."""
    write_book(folder, 3, "много")

    def left_out(name: str) -> str:
        entries = [*REGISTRY.schools[:2], SchoolEntry(code="1003", name=name)]
        registry = Registry([*entries, *REGISTRY.schools[3:]])
        reading = ReadingOptions(folder.parent / FILE_NAME)
        summary = collect(folder, registry=registry, occasion=OCCASION, reading=reading)
        words = summary.figures["org.persons"].left_out.words
        summary.files.close()
        return words

    assert "СОШ № 3" in left_out("СОШ № 3")
    assert "Лицей" in left_out("Лицей")
