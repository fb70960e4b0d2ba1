"""«Динамика»: years are compared where they mean the same, over the schools that are in both."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from district_files import (
    CITY,
    EDITION,
    FORM,
    REGISTRY,
    STATION,
    VILLAGE,
    Invented,
    Sent,
    consolidate,
    sent,
)
from examples import examples
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from openpyxl import load_workbook

import roadmap_xl.summary.numbers.comparable as comparable
from roadmap_xl.district.counted import CountedSchool
from roadmap_xl.district.received import Contents, received_of
from roadmap_xl.district.school import School
from roadmap_xl.district.settings import Settings
from roadmap_xl.form import loading
from roadmap_xl.form.edition import Edition
from roadmap_xl.form.fields import Form
from roadmap_xl.form.loading import load_edition
from roadmap_xl.form.rows import Band
from roadmap_xl.form.submission import blank
from roadmap_xl.rules.findings import Audience
from roadmap_xl.summary.numbers.changes import changes
from roadmap_xl.summary.numbers.comparable import breaks
from roadmap_xl.summary.numbers.dynamics import Circle, LastYear, of_figures, of_school
from roadmap_xl.summary.numbers.from_files import findings_on
from roadmap_xl.summary.numbers.summary import DistrictSummary
from roadmap_xl.summary.sheets.workbook import write_summary_workbook
from roadmap_xl.summary.snapshot import read_snapshot, write_snapshot

THIS, LAST = date(2020, 11, 20), date(2019, 11, 20)


def school(base: Invented, means: dict[str, float], ege: Any = None, **more: Any) -> Sent:
    """A school's file with these averages; no finding leaves anything of it out."""
    found = replace(
        base, ege=base.ege if ege is None else ege, n80=more.pop("n80", {} if ege else base.n80)
    )
    cells = {f"prob.avg.{key}": mean for key, mean in means.items()}
    return replace(sent(found, changes=cells | more), findings=())


def row(*people: int) -> tuple[int, ...]:
    """The seven bands from the lowest up."""
    return (*people, *(0 for _ in range(7 - len(people))))


TEN, TWENTY, FOUR = row(2, 4, 4), row(0, 10, 6, 4), row(1, 1, 1, 1)
OLD = [
    school(CITY, {"rus": 50, "phys": 40}, {"rus": TEN, "phys": row(1, 2)}),
    school(VILLAGE, {"rus": 30.5}, {"rus": FOUR}),
]
NEW = [
    school(CITY, {"rus": 60, "phys": 55}, {"rus": TWENTY, "phys": row(0, 2)}),
    school(STATION, {"rus": 90}, {"rus": row(0, 0, 0, 0, 5)}, n80={"rus": 2}),
]


def summary_of(
    files: list[Sent], day: date = THIS, previous: DistrictSummary | None = None
) -> DistrictSummary:
    decided = Settings("Степной район", report_day=THIS)
    return consolidate(
        files, EDITION, REGISTRY, settings=decided, today=day, previous=previous
    )  # fmt: skip


def as_read_again(summary: DistrictSummary, folder: Path) -> DistrictSummary:
    path = folder / "прошлый.json"
    write_snapshot(path, summary, created=LAST)
    return read_snapshot(path)


def two_years(
    tmp_path: Path, old: list[Sent] | None = None, new: list[Sent] | None = None
) -> DistrictSummary:
    previous = as_read_again(summary_of(OLD if old is None else old, LAST), tmp_path)
    return summary_of(NEW if new is None else new, THIS, previous)


# --- what may be compared ---


def changed(key: str, **values: Any) -> Edition:
    """The edition of 2020 with another subject of this key."""
    subjects = [replace(one, **values) if one.key == key else one for one in EDITION.subjects]
    return replace(EDITION, subjects=tuple(subjects))


def edition(**values: Any) -> Edition:
    return replace(EDITION, **values)


OTHER_BANDS = (Band(key="below", lowest=0, highest=40), *EDITION.bands[1:])
BREAKS = (
    # another edition, the subject, what is said
    (EDITION, "rus", None),
    (changed("rus", thresholds=(36,)), "rus", "пороги: были 36, стали 24 или 36"),
    (changed("phys", thresholds=(39,)), "phys", "порог: был 39, стал 36"),
    (changed("phys", thresholds=(39,)), "chem", None),
    (changed("deu", thresholds=(30,)), "foreign", "порог: был 30, стал 22"),
    (changed("rus", fail_threshold=24), "rus", "порог: был 24, стал 36"),
    (edition(bands=OTHER_BANDS), "lit", "границы диапазонов баллов изменились"),
    (edition(subjects=EDITION.subjects[1:]), "rus", "состав предметов изменился"),
    (
        edition(certificate_without_exams=False),
        "rus",
        "в 2020 году сдавали не все: аттестат выдавали без экзаменов",
    ),
    (edition(certificate_without_exams=False), "phys", None),
    (
        edition(base_math_held=(2020,)),
        "math_prof",
        "базовая математика проводилась только в 2020 году",
    ),
    (edition(base_math_held=(2020,)), "phys", None),
)


@pytest.mark.parametrize(("was", "key", "reason"), BREAKS)
def test_years_of_other_definitions_are_not_compared(
    was: Edition, key: str, reason: str | None
) -> None:
    assert breaks(was, EDITION, key) == (() if reason is None else (reason,))


def test_no_year_and_no_subject_stands_in_the_code_that_compares() -> None:
    code = Path(comparable.__file__).read_text(encoding="utf-8")
    assert not re.search(r"\b\d\d|math_prof|\brus\b", code)


# --- the schools of both years ---


def test_the_comparable_circle_is_the_schools_in_both_years(tmp_path: Path) -> None:
    """The village has only last year, the station only this one: the city alone is compared."""
    now = two_years(tmp_path)
    assert now.previous is not None
    circle = Circle(now.previous, now)
    was, is_now = circle.measures("rus")
    assert circle.schools == 1
    assert (was.n, was.mean, was.fail) == (sum(TEN), 50, 20)
    assert (is_now.n, is_now.mean, is_now.fail) == (sum(TWENTY), 60, 0)
    whole = of_figures(now.figures, "rus")
    assert whole.mean == pytest.approx(float(Fraction(20 * 60 + 5 * 90, 25)))
    before = of_figures(now.previous.figures, "rus")
    assert before.mean == pytest.approx(float(Fraction(500 + 122, 14)))


def test_averages_of_schools_are_weighed_never_averaged(tmp_path: Path) -> None:
    means = of_figures(two_years(tmp_path).figures, "rus")
    assert means.mean == 66  # (60·20 + 90·5) / 25, and not (60 + 90) / 2


def test_a_school_without_the_average_in_one_year_is_in_neither(tmp_path: Path) -> None:
    old = [*OLD[:1], school(STATION, {}, {"rus": FOUR})]
    now = two_years(tmp_path, old)
    assert now.previous is not None
    was, is_now = Circle(now.previous, now).measures("rus")
    assert (was.mean, is_now.mean) == (50, 60)
    assert was.n == sum(TEN) + sum(FOUR)  # its people are known in both years


def test_a_subject_nobody_sat_last_year_is_blank_and_not_zero(tmp_path: Path) -> None:
    now = two_years(tmp_path, [school(CITY, {"rus": 50}, {"rus": TEN})])
    assert now.previous is not None
    was, is_now = Circle(now.previous, now).measures("phys")
    assert (was.n, was.mean, was.fail) == (None, None, None)
    assert (is_now.n, is_now.mean) == (2, 55)


def test_languages_together_have_no_mean(tmp_path: Path) -> None:
    means = {"eng": 70.0, "deu": 50.0}
    now = two_years(tmp_path, new=[school(CITY, means)])
    measures = of_figures(now.figures, "foreign")
    assert measures.n == sum(CITY.ege["eng"]) + sum(CITY.ege["deu"])
    assert measures.mean is None
    assert measures.high == 25  # 1 of 4 persons of all languages
    assert of_figures(now.figures, "eng").high is None  # the form asks it for all of them at once


@pytest.mark.parametrize(
    ("people", "high", "expected"),
    [
        (row(0, 5, 5), None, 0),  # nobody has more than 70: a blank is 0
        (row(0, 5, 0, 0, 5), None, None),  # somebody may have: it is not known
        (row(0, 5, 0, 0, 5), 2, 20),
        (row(0, 0, 0, 0, 0, 0, 8), 8, 100),
    ],
)
def test_a_blank_count_of_high_marks_is_zero_only_where_it_must_be(
    people: tuple[int, ...], high: int | None, expected: int | None
) -> None:
    n80 = {} if high is None else {"rus": high}
    summary = summary_of([school(CITY, {}, {"rus": people}, n80=n80)])
    assert of_figures(summary.figures, "rus").high == expected


ANY_SCHOOL = st.tuples(
    st.lists(st.integers(0, 9), min_size=7, max_size=7), st.integers(0, 1000), st.booleans()
)


@examples(25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ANY_SCHOOL, min_size=3, max_size=3), st.lists(ANY_SCHOOL, min_size=3, max_size=3))
def test_the_circle_of_any_two_years(tmp_path: Path, old: list[Any], new: list[Any]) -> None:
    """Nothing is left out, so that the sums are those of the raw numbers."""

    def sent_in(year: list[Any]) -> list[Sent]:
        pairs = zip((CITY, VILLAGE, STATION), year, strict=True)
        return [
            school(base, {"rus": mean / 10}, {"rus": bands})
            for base, (bands, mean, is_there) in pairs
            if is_there and sum(bands)
        ]

    both = [n for n in range(3) if all(y[n][2] and sum(y[n][0]) for y in (old, new))]
    now = two_years(tmp_path, sent_in(old), sent_in(new))
    assert now.previous is not None
    for found, year in zip(Circle(now.previous, now).measures("rus"), (old, new), strict=True):
        people = [sum(year[n][0]) for n in both]
        total = sum(people)
        assert (found.n or 0) == total
        if total:
            mean = Fraction(sum(p * year[n][1] for p, n in zip(people, both, strict=True)), 10)
            assert found.mean == pytest.approx(float(mean / total))
            below = Fraction(100 * sum(year[n][0][0] for n in both), total)
            assert found.fail == int(below + Fraction(1, 2))


# --- what other sheets ask of last year ---


def test_last_years_averages_for_other_sheets(tmp_path: Path) -> None:
    now = two_years(tmp_path)
    assert now.previous is not None
    last = LastYear(now.previous, now)
    assert last.results_year == "2019/2020"
    assert last.average("rus") == pytest.approx(622 / 14)
    assert last.average("rus", "102") == 30.5
    assert last.average("rus", "103") is None
    other = replace(now, form=Form(changed("rus", thresholds=(40,))))
    assert LastYear(now.previous, other).average("rus") is None


def test_a_school_of_last_year_is_read_by_last_years_recipes(tmp_path: Path) -> None:
    now = two_years(tmp_path)
    assert now.previous is not None
    village = now.previous.counted.of("102")
    assert of_school(village, now.previous.figures, "rus")[:3] == (4, 30.5, 25)


# --- the sheet ---


def lines_of(path: Path) -> list[tuple[Any, ...]]:
    rows = load_workbook(path, data_only=True)["Динамика"].iter_rows(min_row=6, values_only=True)
    return [row[:9] for row in rows if row[0]]


def test_the_sheet_shows_years_circle_and_schools(tmp_path: Path) -> None:
    path = tmp_path / "Сводка.xlsx"
    write_summary_workbook(path, two_years(tmp_path), created=THIS)
    first, second = "2019/2020, на 20.11.2019", "2019/2020, на 20.11.2020"
    russian = [line for line in lines_of(path) if line[1] == "Русский язык"]
    alone = "вне сопоставимого круга: школы нет в сводке"
    assert russian == [
        ("Все школы района", "Русский язык", first, 14, 44, None, 0.21, 0, "учтено 2 из 4 школ"),
        ("Все школы района", "Русский язык", second, 25, 66, 22, 0, 0.08, "учтено 2 из 4 школ"),
        ("Сопоставимый круг", "Русский язык", first, 10, 50, None, 0.2, 0,
         "школ, учтённых в обоих годах: 1"),
        ("Сопоставимый круг", "Русский язык", second, 20, 60, 10, 0, 0,
         "школ, учтённых в обоих годах: 1"),
        (CITY.name, "Русский язык", first, 10, 50, None, 0.2, 0, ""),
        (CITY.name, "Русский язык", second, 20, 60, 10, 0, 0, ""),
        (STATION.name, "Русский язык", second, 5, 90, None, 0, 0.4, f"{alone} {first}"),
        (VILLAGE.name, "Русский язык", first, 4, 30.5, None, 0.25, 0, f"{alone} {second}"),
    ]  # fmt: skip
    physics = [line for line in lines_of(path) if line[:2] == (CITY.name, "Физика")]
    assert physics[1][5] is None
    assert physics[1][8] == "участников меньше 5: изменение не показано"


@pytest.mark.parametrize(("mean", "shown"), [(50.5, 44.8), (50, 44)])
def test_a_mean_is_no_more_exact_than_its_averages(
    tmp_path: Path, mean: float, shown: float
) -> None:
    """The village's 4 people came with decimals, the city's 10 with or without."""
    old = [school(CITY, {"rus": mean}, {"rus": TEN}), *OLD[1:]]
    path = tmp_path / "Сводка.xlsx"
    write_summary_workbook(path, two_years(tmp_path, old), created=THIS)
    assert lines_of(path)[0][4] == shown  # (505 + 122) / 14 and (500 + 122) / 14


def test_a_break_stands_between_years_of_other_definitions(tmp_path: Path) -> None:
    now = two_years(tmp_path)
    assert now.previous is not None
    was = replace(now.previous, form=Form(changed("rus", thresholds=(40,))))
    path = tmp_path / "Сводка.xlsx"
    write_summary_workbook(path, replace(now, previous=was), created=THIS)
    russian = [line for line in lines_of(path) if line[1] == "Русский язык"]
    said = "ряд прерван: порог: был 40, стал 36"
    assert [(line[0], line[2]) for line in russian[:3]] == [
        ("Все школы района", "2019/2020, на 20.11.2019"),
        ("Все школы района", "ряд прерван"),
        ("Все школы района", "2019/2020, на 20.11.2020"),
    ]
    assert russian[1][8] == said
    assert not any(line[0] == "Сопоставимый круг" for line in russian)
    assert [line[5] for line in russian] == [None] * len(russian)
    city = [line for line in russian if line[0] == CITY.name]
    assert city[1][8] == said


def test_three_years_stand_one_behind_the_other(tmp_path: Path) -> None:
    first = as_read_again(summary_of(OLD, date(2018, 11, 20)), tmp_path)
    second = summary_of(NEW, LAST, first)
    path = tmp_path / "Сводка.xlsx"
    write_summary_workbook(path, summary_of(NEW, THIS, second), created=THIS)
    district = [line for line in lines_of(path) if line[:2] == ("Все школы района", "Русский язык")]
    assert [(line[2][-4:], line[5]) for line in district] == [
        ("2018", None),
        ("2019", 22),
        ("2020", 0),
    ]


def test_without_last_year_the_sheet_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "Сводка.xlsx"
    write_summary_workbook(path, summary_of(NEW), created=THIS)
    found = lines_of(path)
    assert {line[0] for line in found[:-1]} == {"Все школы района"}
    assert "--previous" in found[-1][0]


# --- XWB-005 and XWB-006 ---


def said_of_city(tmp_path: Path, old: Sent, new: Sent) -> list[tuple[str, str, str]]:
    now = two_years(tmp_path, [old], [new])
    found = findings_on(now, now.lines[0])
    assert all(one.audience is Audience.DISTRICT for one in found if one.code.startswith("XWB"))
    return [(f.code, f.field, f.message) for f in found if f.code.startswith("XWB")]


JUMPS = (
    # people and average of each year, the codes, a part of the message
    (TEN, 40, TEN, 55, [], ""),
    (TEN, 40, TEN, 55.1, ["XWB-005"], "средний балл был 40, стал 55,1 — изменился на 15,1"),
    (TEN, 55.1, TEN, 40, ["XWB-005"], "изменился на -15,1"),
    (row(0, 9), 40, TEN, 70, [], ""),
    (TEN, 40, row(0, 9), 70, [], ""),
    (TEN, 40, row(0, 19), 40, [], ""),
    (TEN, 40, TWENTY, 40, ["XWB-005"], "участников было 10, стало 20 — больше в 2 раза"),
    (TWENTY, 40, row(0, 4), 40, ["XWB-005"], "меньше в 5 раз"),
    (row(0, 12), 40, row(0, 5), 40, ["XWB-005"], "меньше в 2,4 раза"),
    (row(0, 4), 40, row(0, 9), 40, [], ""),
    (TEN, 40, TWENTY, 70, ["XWB-005", "XWB-005"], "средний балл"),
)


@pytest.mark.parametrize(("was", "mean_was", "now", "mean_now", "codes", "said"), JUMPS)
def test_jumps_are_told_to_the_district(
    tmp_path: Path, was: Any, mean_was: float, now: Any, mean_now: float, codes: Any, said: str
) -> None:
    old, new = (
        school(CITY, {"rus": mean_was}, {"rus": was}),
        school(CITY, {"rus": mean_now}, {"rus": now}),
    )
    found = said_of_city(tmp_path, old, new)
    assert [code for code, _, _ in found] == codes
    assert said in "".join(message for *_, message in found)


def counted(of: Edition, mean: float, **more: float) -> CountedSchool:
    """A school of ten people with this average, on a form of this edition."""
    cells = {"prob.avg.rus": mean, "ege.rus.total": 10, **more}
    submission = blank(Form(of), cells)
    received = received_of("a.xlsx", "0" * 64, "", submission, ())
    return CountedSchool(School("101", "101", CITY.name), received, Contents(submission))


@pytest.mark.parametrize(
    ("was", "codes"), [(EDITION, ["XWB-005"]), (changed("rus", thresholds=(40,)), [])]
)
def test_an_average_that_may_not_be_compared_does_not_jump(was: Edition, codes: list[str]) -> None:
    found = changes(counted(was, 30), counted(EDITION, 70))
    assert [one.code for one in found] == codes


def test_another_years_plan_is_another_plan() -> None:
    later = counted(edition(exam_year=2021), 50)
    done = replace(later.submission, values=blank(
        later.submission.form, {"pln.2-01.mark": "выполнено"}
    ).values)  # fmt: skip
    was = replace(later, contents=Contents(done))
    assert list(changes(was, counted(EDITION, 50))) == []
    same = replace(was, contents=Contents(replace(done, form=FORM)))
    assert [one.code for one in changes(same, counted(EDITION, 50))] == ["XWB-006"]


MANY = {
    f"ege.{key}.total": 3 for key in ("phys", "chem", "inf", "bio", "hist", "geo", "eng", "lit")
}


@pytest.mark.parametrize(
    ("year", "numbers", "codes"),
    [
        (2019, MANY, ["XWB-008"]),
        (2020, MANY, []),  # the same campaign, collected again
        (2019, {}, []),  # two equal numbers may be a coincidence
        (2019, MANY | {"ege.soc.total": 4}, []),
    ],
)
def test_last_years_numbers_sent_again_are_told(
    year: int, numbers: dict[str, float], codes: list[str]
) -> None:
    both = {} if not numbers else MANY
    was, now = counted(edition(exam_year=year), 50, **numbers), counted(EDITION, 50, **both)
    assert [one.code for one in changes(was, now)] == codes


def test_the_editions_of_the_package_break_where_their_files_differ() -> None:
    """Read from the files themselves, in no words of the program."""
    folder = Path(loading.__file__).parent / "editions"
    of = {
        key: tomllib.loads((folder / f"{key}.toml").read_text(encoding="utf-8"))
        for key in ("2020", "2026")
    }
    thresholds = {
        year: {
            one["key"]: (one["thresholds"], one.get("fail_threshold", one["thresholds"][-1]))
            for one in data["subjects"]
        }
        for year, data in of.items()
    }
    for key, old in thresholds["2020"].items():
        broken = breaks(load_edition("2020"), load_edition("2026"), key)
        differs = old != thresholds["2026"].get(key)
        assert any("порог" in one for one in broken) == differs, key


MARKS = (
    ("выполнено 01.10.2020", "в работе", "Пункт 2.1 раньше был выполнен, теперь — «в работе»."),
    ("выполнено 01.10.2020", None, "Пункт 2.1 раньше был выполнен, теперь — отметки нет."),
    ("выполнено 01.10.2020", "проведено 02.10.2020", None),
    ("выполнено 01.10.2020", "не применимо", None),
    ("в работе", None, None),
)


@pytest.mark.parametrize(("was", "now", "said"), MARKS)
def test_what_is_no_longer_done_is_told(
    tmp_path: Path, was: str, now: str | None, said: str | None
) -> None:
    old, new = (sent(CITY, changes={"pln.2-01.mark": mark}) for mark in (was, now))
    found = [one for one in said_of_city(tmp_path, old, new) if one[0] == "XWB-006"]
    expected = [("XWB-006", "pln.2-01.mark", said)] if said else []
    assert found == expected


def test_a_finding_names_its_cell_and_spoils_no_status(tmp_path: Path) -> None:
    old, new = (school(CITY, {"rus": mean}, {"rus": TEN}) for mean in (30, 70))
    now = two_years(tmp_path, [old], [new])
    (found,) = [one for one in findings_on(now, now.lines[0]) if one.code == "XWB-005"]
    assert (found.sheet, bool(found.cell)) == ("Паспорт", True)
    assert now.lines[0].status == "принято"
