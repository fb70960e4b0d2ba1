"""«План» and «Просрочено»: every activity stands in one place, and only counts are summed."""

from __future__ import annotations

import tracemalloc
from collections import Counter
from collections.abc import Mapping
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
from hypothesis import given
from hypothesis import strategies as st
from libreoffice import Job, missing, recalculate
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from roadmap_xl.district.counted import CountedSchool
from roadmap_xl.district.received import Contents, received_of
from roadmap_xl.district.school import School
from roadmap_xl.district.settings import Settings
from roadmap_xl.form.fields import form_of
from roadmap_xl.form.loading import DISTRICT_SUFFIX
from roadmap_xl.form.submission import Value, blank
from roadmap_xl.summary.explain.tracing import Question, trace
from roadmap_xl.summary.numbers.overdue import OverdueList
from roadmap_xl.summary.numbers.plan import plan_of
from roadmap_xl.summary.numbers.summary import DistrictSummary
from roadmap_xl.summary.sheets.workbook import write_summary_workbook

DAY = date(2021, 1, 15)
ASKED = {"1": 6, "2": 3, "3": 5, "4": 4, "5": 6, "6": 2, "7": 0, "8": 7, "9": 3, "10": 3, "11": 4,
         "12": 4, "13": 7}  # fmt: skip
"""The activities of schools and shared ones in each section, counted in the document's table."""
SECTION_OF = {
    row.key: row.headings[0]
    for row in EDITION.plan_items
    if row.kind == "item" and row.owner != "D"
}
STANDINGS = ("done", "going", "overdue", "ahead", "unmarked", "undated")
TABLE = (
    # term, mark, where it stands on 15.01.2021, whether its term has passed, done in time
    ("до 01.10.2020", "выполнено 30.09.2020, приказ № 1", "done", True, True),
    ("до 01.10.2020", "выполнено 01.10.2020", "done", True, True),
    ("до 01.10.2020", "выполнено 05.10.2020", "done", True, False),
    ("до 01.10.2020", "выполнено", "done", True, False),
    ("до 01.10.2021", "выполнено 05.10.2020", "done", False, False),
    ("", "выполнено", "done", False, False),
    ("до 01.10.2020", "", "overdue", True, False),
    ("до 01.10.2020", "частично", "overdue", True, False),
    ("до 01.10.2020", "в работе", "overdue", True, False),
    ("до 01.10.2020", "не выполнено (карантин)", "overdue", True, False),
    ("до 01.10.2020", "см. сайт", "overdue", True, False),
    ("14.01.2021", "", "overdue", True, False),
    ("15.01.2021", "", "ahead", False, False),
    ("сентябрь – май", "", "ahead", False, False),
    ("сентябрь – май", "в работе", "going", False, False),
    ("по плану", "частично", "going", False, False),
    ("до 01.10.2020", "перенесено на май", "going", False, False),
    ("ежеквартально", "проводится", "going", False, False),
    ("ежеквартально", "", "unmarked", False, False),
    ("ежеквартально", "не проведено", "unmarked", False, False),
    ("ежегодно", "", "ahead", False, False),
    ("по плану", "", "undated", False, False),
    ("по мере необходимости", "не выполнено", "undated", False, False),
    ("когда получится", "", "undated", False, False),
    ("", "", "undated", False, False),
    ("31.09.2020", "", "undated", False, False),
    ("май 2021 – сентябрь 2020", "", "undated", False, False),
    ("10.01.2020", "", "undated", False, False),  # outside the plan: an error, no overdue one
    ("до 01.10.2020", "не применимо", "off", False, False),
    ("", "не применимо", "off", False, False),
)


def said(key: str, term: str, mark: str) -> dict[str, Value]:
    """The cells of one activity; empty texts are blanks."""
    return {f"pln.{key}.term": term or None, f"pln.{key}.mark": mark or None}


def summary_of(*files: Sent, day: date | None = DAY, **more: Any) -> DistrictSummary:
    settings = Settings("Степной район", report_day=day)
    return consolidate(files, EDITION, REGISTRY, settings=settings, **more)


def numbers(summary: DistrictSummary, section: str = "all") -> dict[str, float | None]:
    keys = ("items", "off", "applies", *STANDINGS, "due", "in_time", "share", "in_time_share")
    return {key: summary.figures[f"plan.{key}.{section}"].value for key in keys}


def half_up(count: int, whole: int) -> int | None:
    return int(Fraction(100 * count, whole) + Fraction(1, 2)) if whole else None


# --- where an activity stands ---


@pytest.mark.parametrize(("term", "mark", "stands", "is_due", "in_time"), TABLE)
def test_an_activity_stands_in_one_place(
    term: str, mark: str, stands: str, is_due: bool, in_time: bool
) -> None:
    found = numbers(summary_of(sent(CITY, changes=said("2-01", term, mark))), "2")
    is_off = stands == "off"
    assert found["items"] == 3
    assert (found["off"], found["applies"]) == (int(is_off), 3 - int(is_off))
    expected = Counter(undated=2) + Counter([stands])  # the two others of the section are blank
    assert {key: found[key] for key in STANDINGS} == {key: expected[key] for key in STANDINGS}
    assert (found["due"], found["in_time"]) == (int(is_due), int(in_time))


def test_the_document_asks_a_school_for_54_activities() -> None:
    summary = summary_of(sent(CITY))
    assert {key: numbers(summary, key)["items"] for key in ASKED} == ASKED
    assert numbers(summary)["items"] == 54 == sum(ASKED.values())


def test_a_sections_term_applies_to_its_blank_activities() -> None:
    changes = {"pln.2.term": "до 01.10.2020", **said("2-02", "май 2021", "")}
    found = numbers(summary_of(sent(CITY, changes=changes)), "2")
    assert (found["overdue"], found["ahead"]) == (2, 1)


def test_an_inner_headings_term_stands_before_the_sections() -> None:
    changes: dict[str, Value] = {"pln.3.term": "до 01.10.2020", "pln.3.2.term": "май 2021"}
    found = numbers(summary_of(sent(CITY, changes=changes)), "3")
    assert (found["overdue"], found["ahead"]) == (0, 5)


@pytest.mark.parametrize("grade11", ["11 класса нет", "выпускников в этом году нет"])
def test_what_needs_graduates_is_off_without_them(grade11: str) -> None:
    basic = Invented("СОШ с. Ивановка", None, {})
    changes = {"meta.grade11": grade11, **said("12-01", "до 01.10.2020", "")}
    summary = summary_of(sent(basic, changes=changes))
    found = numbers(summary)
    assert (found["items"], found["off"], found["applies"], found["overdue"]) == (54, 7, 47, 0)
    assert numbers(summary, "12")["applies"] == 0
    assert numbers(summary, "12")["share"] is None


def test_a_schools_own_activity_is_no_54th_and_first_of_its_section() -> None:
    """It has lines of its own; no count of the form's activities holds it, and no percent."""
    own: dict[str, Value] = {"pln.13-X1.text": "Школа молодого учителя"}
    changes = own | said("13-X1", "до 01.10.2020", "выполнено 01.10.2020")
    summary = summary_of(sent(CITY, changes=changes))
    for section, standard in (("13", 7), ("all", 54)):
        found = numbers(summary, section)
        assert (found["items"], found["applies"], found["done"]) == (standard, standard, 0)
        assert (found["share"], found["in_time"], found["due"]) == (0, 0, 0)
        own = {key: summary.figures[f"plan.{key}.{section}"].value for key in OF_OWN}
        assert own == dict(zip(OF_OWN, (1, 1, 1, 0, 100), strict=True))


OF_OWN = ("own_items", "own_applies", "own_done", "own_overdue", "own_share")


@pytest.mark.parametrize(
    ("settings_day", "file_day", "today", "overdue"),
    [
        (date(2020, 11, 1), date(2021, 3, 1), date(2021, 5, 1), 1),
        (None, date(2021, 3, 1), date(2020, 9, 2), 2),
        (None, None, date(2021, 5, 1), 3),
        (None, None, None, 0),
    ],
)
def test_the_day_is_the_settings_else_the_files_else_today(
    settings_day: date | None, file_day: date | None, today: date | None, overdue: int
) -> None:
    changes = {
        "meta.report_date": file_day,
        **said("2-01", "до 01.10.2020", ""),
        **said("2-02", "до 01.02.2021", ""),
        **said("2-03", "до 01.04.2021", ""),
    }
    summary = summary_of(sent(CITY, changes=changes), day=settings_day, today=today)
    assert numbers(summary)["overdue"] == overdue


def test_a_recurring_activity_is_one_with_its_times() -> None:
    """The 25th of each month: 24 times in two school years, 4 of them before 15 January."""
    changes = {
        **said("2-01", "до 25 числа каждого месяца", "проводится"),
        **said("2-02", "до 25 числа каждого месяца", ""),
    }
    summary = summary_of(sent(CITY, changes=changes))
    repeats = summary.figures["plan.repeats.2"]
    assert (repeats.count, repeats.whole) == (8, 48)
    found = numbers(summary, "2")
    assert (found["items"], found["going"], found["unmarked"], found["overdue"]) == (3, 1, 1, 0)


def test_an_activity_that_has_no_place_in_the_file_is_left_out_and_named() -> None:
    file = sent(CITY, changes=said("2-02", "до 01.10.2020", ""))
    assert file.submission is not None
    slots = {FORM.by_id[f"pln.2-01.{column}"].slot for column in ("term", "mark")}
    file = replace(file, submission=replace(file.submission, lost=frozenset(slots)))
    summary = summary_of(file, sent(STATION))
    figure = summary.figures["plan.items.2"]
    assert (figure.value, figure.counted, figure.gave) == (5, 1, 2)
    assert CITY.name in figure.left_out.words
    assert summary.figures["plan.items.1"].counted == 2


def test_a_lost_row_of_the_exams_is_not_a_subject_that_nobody_sat() -> None:
    file = sent(CITY, changes={"ege.phys.total": None})
    assert file.submission is not None
    lost = frozenset(f.slot for f in FORM.fields if f.id.startswith("ege.phys."))
    file = replace(file, findings=(), submission=replace(file.submission, lost=lost))
    figure = summary_of(file, sent(STATION)).figures["ege.phys.total"]
    assert (figure.value, figure.counted) == (sum(STATION.ege["phys"]), 1)


def test_a_number_names_the_cells_it_rests_on() -> None:
    """The section's term where it stands for a blank one, and nothing of other activities."""
    changes: dict[str, Value] = {
        "pln.2.term": "до 01.10.2020",
        **said("2-02", "", "в работе"),
        **said("2-03", "май 2021", ""),
        **said("1-03", "", "проведено районом"),
    }
    summary = summary_of(sent(CITY, changes=changes))
    (school,) = summary.counted
    found = {
        key: [
            FORM.fields[slot].id
            for slot in summary.figures[key].recipe.rests_on(school)
            if school.values[slot]
        ]
        for key in ("plan.overdue.2", "plan.share.2", "plan.ahead.all", "plan.others.all")
    }
    assert found == {
        "plan.overdue.2": ["pln.2.term", "pln.2-02.mark"],
        "plan.share.2": [],
        "plan.ahead.all": ["pln.2-03.term"],
        "plan.others.all": ["pln.1-03.mark"],
    }
    (answer,) = trace(summary, [Question("plan.overdue.2")])
    (part,) = answer.parts
    assert [(cell.value, cell.counts) for cell in part.cells] == [
        ("до 01.10.2020", True),
        (None, True),  # the mark of 2-01, which has the section's term too
        ("в работе", True),
    ]


# --- never average naively, double-count traps ---


def test_percent_of_plans_with_different_numbers_of_activities_is_not_averaged() -> None:
    """One school did 2 of 2 (100 %), one 0 of 54: the district 2 of 56, not 50 %."""
    keys = sorted(SECTION_OF)
    changes: dict[str, Value] = {}
    for n, key in enumerate(keys):
        changes |= said(key, "до 01.10.2020", "выполнено" if n < 2 else "не применимо")
    share = summary_of(sent(CITY, changes=changes), sent(STATION)).figures["plan.share.all"]
    assert (share.count, share.whole, share.value) == (2, 56, 4)


def test_a_blank_section_is_not_zero_percent() -> None:
    assert numbers(summary_of(sent(CITY)), "7")["share"] is None


DISTRICTS = ("1-03", "3.1-01", "5-06")


def test_the_districts_activities_that_many_schools_report_are_no_activity_of_theirs() -> None:
    changes: dict[str, Value] = {}
    for key in (*DISTRICTS, "3.2.3-01"):  # the last is the schools' own
        changes |= said(key, "до 01.10.2020", "выполнено 01.10.2020")
    summary = summary_of(*(sent(school, changes=changes) for school in (CITY, VILLAGE, STATION)))
    found = numbers(summary)
    assert (found["items"], found["done"]) == (3 * 54, 3)
    assert summary.figures["plan.others.all"].value == 3 * len(DISTRICTS)
    assert summary.figures["plan.others.3"].value == 3


def districts_book(changes: Mapping[str, Value]) -> CountedSchool:
    submission = blank(form_of(f"2020{DISTRICT_SUFFIX}"), changes)
    received = received_of("район.xlsx", "0" * 64, "2020.1", submission, ())
    return CountedSchool(School("own", "", "Район"), received, Contents(submission))


def test_the_districts_own_activities_are_counted_once_from_its_own_book() -> None:
    changes = {**said("1-03", "до 01.10.2020", "выполнено"), **said("3.1-01", "октябрь 2020", "")}
    counts = plan_of(districts_book(changes), Settings(report_day=DAY), None).counts
    assert counts["items", "all"] == 24
    assert (counts["done", "1"], counts["overdue", "3"]) == (1, 1)


# --- any plans ---

ANY_PLAN = st.dictionaries(st.sampled_from(sorted(SECTION_OF)), st.sampled_from(TABLE))


@examples(30)
@given(st.lists(ANY_PLAN, min_size=1, max_size=3))
def test_sums_and_percents_of_any_plans(plans: list[dict[str, tuple[Any, ...]]]) -> None:
    files, expected = [], Counter[tuple[str, str]]()
    for school, plan in zip((CITY, VILLAGE, STATION), plans, strict=False):
        cells: dict[str, Value] = {}
        for key, section in SECTION_OF.items():
            term, mark, stands, is_due, in_time = plan.get(key, ("", "", "undated", False, False))
            cells |= said(key, term, mark)
            for place in (section, "all"):
                expected[stands, place] += 1
                expected["due", place] += is_due
                expected["in_time", place] += in_time
        files.append(sent(school, changes=cells))
    summary = summary_of(*files)
    for section in (*ASKED, "all"):
        found = numbers(summary, section)
        of = {key: expected[key, section] for key in (*STANDINGS, "off", "due", "in_time")}
        applies = sum(of[key] for key in STANDINGS)
        assert {key: found[key] for key in of} == of
        assert found["applies"] == applies
        asked = sum(ASKED.values()) if section == "all" else ASKED[section]
        assert found["items"] == applies + of["off"] == len(files) * asked
        assert found["share"] == half_up(of["done"], applies)
        assert found["in_time_share"] == half_up(of["in_time"], of["due"])


# --- «Просрочено» ---

LATE = {
    CITY.name: {
        **said("2-01", "до 01.10.2020", ""),
        **said("1-01", "октябрь 2020", "в работе"),
        "pln.2.responsible": "зам. по УВР",
    },
    VILLAGE.name: {**said("2-01", "до 01.10.2020", "частично"), "pln.2-01.responsible": "=1+1"},
    STATION.name: {
        "pln.13-X1.text": "Своё дело",
        **said("13-X1", "до 14.01.2021", ""),
        **said("2-02", "до 01.10.2020", "не применимо"),
    },
}


def late_files() -> list[Sent]:
    return [sent(school, changes=LATE[school.name]) for school in (STATION, VILLAGE, CITY)]


def test_the_longest_overdue_comes_first_then_schools_and_the_plan_in_order() -> None:
    summary = summary_of(*late_files())
    found = OverdueList(plan_of(one, summary.settings, None) for one in summary.counted)
    assert [(one.school, one.code, one.days) for one in found] == [
        (CITY.name, "2.1", (DAY - date(2020, 10, 1)).days),
        (VILLAGE.name, "2.1", (DAY - date(2020, 10, 1)).days),
        (CITY.name, "1.1", (DAY - date(2020, 10, 31)).days),
        (STATION.name, "13-X1", 1),
    ]
    assert (len(found), found.schools) == (4, 3)
    first, second, third, own = found
    assert (first.term, first.last, first.mark) == ("до 01.10.2020", date(2020, 10, 1), "")
    assert (first.responsible, second.responsible) == ("зам. по УВР", "=1+1")
    assert (first.of_school, third.longest) == (2, first.days)
    assert (second.mark, own.activity) == ("частично", "Своё дело")


def test_the_list_needs_no_memory_for_its_lines() -> None:
    summary = summary_of(*late_files())
    city = plan_of(next(iter(summary.counted)), summary.settings, None)
    tracemalloc.start()
    found = OverdueList(city for _ in range(20_000))
    number = sum(1 for _ in found)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert number == 40_000
    assert peak < 2_000_000


# --- the two sheets ---


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("plan") / "Сводка.xlsx"
    write_summary_workbook(path, summary_of(*late_files()), created=DAY)
    return path


def sheet(path: Path, name: str, *, values: bool = True) -> Worksheet:
    return load_workbook(path, data_only=values)[name]


def row_of(found: Worksheet, label: str) -> list[Any]:
    return next(list(r) for r in found.iter_rows(values_only=True) if r[1] == label)


def test_the_plan_by_section_with_its_coverage(written: Path) -> None:
    found = sheet(written, "План")
    overdue = row_of(found, "просрочено")
    assert overdue[2:16] == [1, 2, *(0 for _ in range(11)), 3]
    assert row_of(found, "свои: просрочено")[2:16] == [*(0 for _ in range(12)), 1, 1]
    late = sheet(written, "Просрочено")
    assert "Просрочено пунктов: 4, из них своих пунктов школ: 1" in str(late["A5"].value)
    assert overdue[16] == "3 из 4 школ"
    assert row_of(found, "Применимо")[15] == 3 * 54 - 1  # the station's «не применимо»
    assert row_of(found, "Исполнено, %")[15] == 0
    assert row_of(found, "Исполнено, %")[8] in (None, "")  # no activity of section 7 is a school's
    said_of_own = [row[0] for row in found.iter_rows(values_only=True) if row[0]]
    assert "Книги района в сводке нет: 24 пунктов управления образования не учтены." in said_of_own


def test_the_map_of_schools_shows_numbers_and_blanks(written: Path) -> None:
    found = sheet(written, "План")
    row = row_of(found, STATION.name)
    assert row[3] == 0  # section 2: nothing of two is done
    assert row[8] is None
    assert row[16:20] == [53, 0, 0, 1]  # only its own activity is overdue, for a day
    assert [row_of(found, one.name)[18] for one in (CITY, VILLAGE)] == [2, 1]


def test_the_districts_book_stands_on_the_sheet_once(tmp_path: Path) -> None:
    cells = {**said("1-03", "до 01.10.2020", "выполнено"), **said("3.1-01", "ноябрь 2020", "")}
    own = blank(form_of(f"2020{DISTRICT_SUFFIX}"), cells)
    summary = summary_of(*late_files(), Sent("район.xlsx", "0" * 64, "2020.1", own))
    path = tmp_path / "Сводка.xlsx"
    write_summary_workbook(path, summary, created=DAY)
    rows = list(sheet(path, "План").iter_rows(values_only=True))
    at = next(n for n, row in enumerate(rows) if "Пункты управления" in str(row[0]))
    applies, done, late, share = rows[at + 1 : at + 5]
    assert (applies[15], done[2], done[15], late[15]) == (24, 1, 1, 1)
    assert (share[2], share[15]) == (0.2, 0.04)  # 1 of the 5 of section 1, 1 of 24
    late_ones = [row[1:3] for row in sheet(path, "Просрочено").iter_rows(values_only=True)]
    assert late_ones.count(("Район", "3.1.2")) == 1


def test_every_number_of_the_sheets_has_a_figure(written: Path) -> None:
    """Row tag and column tag name a figure that gives the number in the cell.

    Behind «~» stands the name of a number that is none (`test_explain_every_number.py`).
    """
    summary = summary_of(*late_files())
    schools = {one.key: one for one in summary.counted}
    seen = 0
    for name in ("План", "Просрочено", "Риски", "Динамика"):
        found = sheet(written, name)
        columns = [cell.value for cell in found[4]]
        for row in found.iter_rows(min_row=5):
            tag = row[-1].value
            if not tag:
                continue
            stem, _, school = str(tag).partition("@")
            for cell, column in zip(row, columns, strict=True):
                is_figure = column and not column.startswith("~")
                if is_figure and isinstance(cell.value, int | float):
                    key = column[1:] if column.startswith("=") else f"{stem}.{column}"
                    figure = summary.figures[key]
                    value = figure.value
                    if school:
                        given_by = figure.recipe.contribution(schools[school])
                        value = figure.recipe.value(given_by.count, given_by.whole)
                    shown = value / 100 if cell.number_format == "0%" else value
                    digits = 1 if column == "mean" else 2
                    assert round(shown, digits) == cell.value, (name, key)
                    seen += 1
    assert seen > 200


def test_texts_of_a_school_are_only_texts(written: Path) -> None:
    found = sheet(written, "Просрочено", values=False)
    cells = [cell for row in found.iter_rows() for cell in row if cell.value == "=1+1"]
    assert [cell.data_type for cell in cells] == ["s"]


@pytest.mark.libreoffice
@pytest.mark.skipif(bool(missing()), reason=missing())
def test_libreoffice_recalculates_totals_and_days(written: Path) -> None:
    """Numbers, and shares that are blank because there is nothing to divide by."""
    names = ("План", "Просрочено", "Риски")
    cached = [sheet(written, name) for name in names]
    ((tables,),) = [recalculate([Job(written, [(s.title, s.dimensions) for s in cached])])[0]]
    live = 0
    for name, found, rows in zip(names, cached, tables, strict=True):
        formulas = sheet(written, name, values=False)
        for cells, values in zip(found[found.dimensions], rows, strict=True):
            for cell, value in zip(cells, values, strict=True):
                is_text = cell.data_type == "str" and cell.value is not None
                if str(formulas[cell.coordinate].value).startswith("=") and not is_text:
                    live += 1
                    assert value == pytest.approx(cell.value), f"{name}!{cell.coordinate}"
    assert live > 60
