"""«Базовая математика»: the district by years, then every school's marks of each year."""

from __future__ import annotations

from collections.abc import Sequence

from ...district.counted import CountedSchool
from ...expressions.numbers import percent, round_half_up
from ...form.layout import column_name
from ...form.vocabulary import HAS_GRADE11
from ..numbers.base_math import COLUMNS, MARKS, SchoolMarks, held_years, school_marks
from ..numbers.summary import Coverage
from .blocks import Rows, finish, first_school, mark, over, schools_header, why
from .page import HEAD_ROWS, SummaryPage

NAME, YEAR, WHOLE, FIRST_MARK = range(4)
MEAN = FIRST_MARK + 2 * len(MARKS)
PASSED, QUALITY, COUNTED, NOTE = range(MEAN + 1, MEAN + 5)
_WIDTHS = (42, 9, 8, *(7, 7) * len(MARKS), 10, 12, 10, 21, 48)
_TITLES = (
    "Школа",
    "Год",
    "Всего",
    *(title for name in MARKS for title in (f"«{name[1]}»", "%")),
    "Средняя отметка",
    "Успевае-мость",
    "Качество",
    "Учтено",
    "Примечание",
)
_HINT = (
    "Отметки сложены по школам; проценты и средняя отметка посчитаны из сумм, а не усреднены. "
    "Успеваемость — «3», «4» и «5»; качество — «4» и «5». Год взят из самой строки школы. Строка с "
    "ошибкой не учтена целиком, её числа — в скобках."
)


def draw_base_math(page: SummaryPage) -> None:
    """Base maths by the year that stands in the row, not by the row's place."""
    edition = page.summary.edition
    hint = _HINT
    if edition.base_math_not_held:
        hint += f" Не проводилась: {', '.join(edition.base_math_not_held)}."
    page.head("Математика базовая", hint, _WIDTHS)
    page.tag_columns(_tags())
    header, years = HEAD_ROWS, held_years(edition)
    page.header(header, _TITLES, 32)
    top = Rows(header + 1, header + len(years))
    first = first_school(top)
    below = Rows(first, first + len(page.summary.counted) * len(years) - 1)
    for row, year in enumerate(years, start=top.first):
        _district(page, row, year, below)
    schools_header(page, top, _TITLES, 32)
    row = first
    for school in page.summary.counted:
        for year in years:
            _school(page, row, school, school_marks(school, year))
            row += 1
    finish(page, below, freeze=(header + 1, NAME + 1))


def _tags() -> dict[int, str]:
    shares = {column + 1: f"{name}.share" for column, name in _marks()}
    totals = {WHOLE: "total", MEAN: "mean", PASSED: "passed", QUALITY: "quality"}
    return dict(_marks()) | shares | totals


def _marks() -> list[tuple[int, str]]:
    return [(FIRST_MARK + 2 * n, name) for n, name in enumerate(MARKS)]


def _district(page: SummaryPage, row: int, year: int, below: Rows) -> None:
    figures = page.summary.figures
    total = figures[f"bm.{year}.total"]
    page.tag_row(row, f"bm.{year}")
    page.text(row, NAME, over(total.gave), "total")
    page.text(row, YEAR, f"{year} год", "total_cell")
    numbers = [figures[f"bm.{year}.{name}"].value for name in COLUMNS]
    for column, value in zip((WHOLE, *(at for at, _ in _marks())), numbers, strict=True):
        at = f"${column_name(YEAR)}{row + 1}"
        formula = f"={below.summed(YEAR, at, column)}"
        if value is None:
            page.number(row, column, None, "total_cell")
        else:
            page.formula(row, column, formula, value, "total_cell")
    _computed(page, row, numbers, "total_")
    concerned = figures[f"bm.{year}.concerned"].gave + page.summary.exam_schools_without_data
    page.text(row, COUNTED, Coverage(total.counted, concerned).short, "total_cell")
    left_out = total.left_out.words
    note = f"Не учтено: {left_out}." if left_out else ""
    page.text(row, NOTE, note, "small")
    page.height(row, [(NOTE, note)], 20)


def _school(page: SummaryPage, row: int, school: CountedSchool, marks: SchoolMarks) -> None:
    page.tag_row(row, f"bm.{marks.year}@{school.key}")
    page.text(row, NAME, school.name, "label")
    page.text(row, YEAR, f"{marks.year} год", "cell")
    for column, value in zip((WHOLE, *(at for at, _ in _marks())), marks.numbers, strict=True):
        if marks.left_out is None or value is None:
            page.number(row, column, value, "cell")
        else:
            page.text(row, column, mark(value), "state_error")
    _computed(page, row, marks.numbers if marks.counts else (None,), "")
    grade11 = school.received.text("meta.grade11")
    note = "" if grade11 in ("", HAS_GRADE11) else grade11
    if marks.left_out is None:
        state = "да" if marks.counts else "не сдавали"
    else:
        state = why(marks.left_out)
        others = ", ".join(f"«{year}»" for year in marks.others)
        note = f"в книге строки за {others}" if others else note or marks.left_out.what
    page.text(row, COUNTED, state, "state_note" if marks.left_out is None else "state_error")
    page.text(row, NOTE, note, "small")
    page.height(row, [(NAME, school.name), (COUNTED, state), (NOTE, note)])


def _computed(page: SummaryPage, row: int, numbers: Sequence[float | None], kind: str) -> None:
    """Live: percents, the mean mark, успеваемость and качество from the counts of the row."""
    whole, *marks = (number or 0 for number in numbers)
    cell = {name: f"{column_name(column)}{row + 1}" for column, name in _marks()}
    sums = {column + 1: ([name], n) for n, (column, name) in enumerate(_marks())}
    shares = {column: (cell[name], marks[n : n + 1]) for column, ((name,), n) in sums.items()}
    shares[PASSED] = (f"({cell['g3']}+{cell['g4']}+{cell['g5']})", marks[1:])
    shares[QUALITY] = (f"({cell['g4']}+{cell['g5']})", marks[2:])
    total = f"${column_name(WHOLE)}{row + 1}"
    for column, (part, counted) in shares.items():
        share = percent(sum(counted), whole)
        value = None if share is None else share / 100
        formula = f'=IF(N({total})=0,"",ROUND({part}/{total},2))'
        page.formula(row, column, formula, value, f"{kind}share")
    weighed = "+".join(f"{name[1]}*{cell[name]}" for name in MARKS)
    mean = sum(int(name[1]) * n for name, n in zip(MARKS, marks, strict=False)) / (whole or 1)
    formula = f'=IF(N({total})=0,"",ROUND(({weighed})/{total},2))'
    value = round_half_up(mean, 2) if whole else None
    page.formula(row, MEAN, formula, value, f"{kind}two" if kind else "two")
