"""«Баллы по школам»: every school's averages at a glance, under the district's."""

from __future__ import annotations

from ..district.average_places import SchoolAverage, school_averages
from ..district.averages import SubjectAverage, subject_averages
from ..district.counted import CountedSchool
from ..form.vocabulary import HAS_GRADE11
from ..layout import column_name
from .summary_averages import MEAN
from .summary_blocks import mark
from .summary_page import HEAD_ROWS, SummaryPage

AVERAGES_SHEET = "Средние баллы"
NUMBER, NAME, FIRST = 0, 1, 2
_HINT = (
    "Средний балл школы по предмету; сверху — район (лист «Средние баллы»). ▼ — ниже района на "
    "{gap} и больше; * — сдавали меньше {least} человек; в скобках — в среднее не вошло; пусто — "
    "не сдавали. Баллы разных предметов не складываются и не усредняются."
)


def draw_marks(page: SummaryPage) -> None:
    """Schools by subjects, the district's means always in sight."""
    averages = subject_averages(page.summary.edition, page.summary.figures)
    settings = page.summary.settings
    hint = _HINT.format(gap=f"{settings.risks.below_district:g}", least=settings.min_group)
    page.head("Средние баллы по школам", hint, (5, 44, *(14.5 for _ in averages)))
    page.tag_columns(
        {NUMBER: "~number"}
        | {at: f"{one.subject.key}.mean" for at, one in enumerate(averages, start=FIRST)}
    )
    header = HEAD_ROWS
    page.header(header, ["№", "Школа", *(one.subject.label for one in averages)], 30)
    _district(page, header + 1, averages)
    row = header + 2
    for number, school in enumerate(page.summary.counted, start=1):
        row += 1
        _school(page, row, number, school, averages)
    page.finish(header_row=header, last_row=row, freeze=(header + 3, FIRST))
    page.sheet.repeat_rows(header, header + 2)


def _district(page: SummaryPage, row: int, averages: tuple[SubjectAverage, ...]) -> None:
    page.tag_row(row, "avg")
    for column, text in ((NUMBER, ""), (NAME, "РАЙОН: средний балл")):
        page.text(row, column, text, "total")
    for at, average in enumerate(averages, start=FIRST):
        if average.mean is None:
            page.number(row, at, None, "total_cell")
            continue
        there = f"'{AVERAGES_SHEET}'!{column_name(MEAN)}{HEAD_ROWS + 2 + at - FIRST}"
        style = "total_mark" if average.digits else "total_cell"
        page.formula(row, at, f"={there}", average.mean, style)
    row += 1
    for column, text in ((NUMBER, ""), (NAME, "участников, по скольким школам")):
        page.text(row, column, text, "coverage_label")
    for at, average in enumerate(averages, start=FIRST):
        page.text(row, at, _behind(average), "coverage")
    page.sheet.set_row(row, 25)


def _behind(average: SubjectAverage) -> str:
    """«57 чел., школ: 9»: a text, for the numbers stand on the sheet of averages."""
    people = average.figure("n")
    return "" if people.value is None else f"{people.value:g} чел.\nшкол: {people.gave}"


def _school(
    page: SummaryPage,
    row: int,
    number: int,
    school: CountedSchool,
    averages: tuple[SubjectAverage, ...],
) -> None:
    grade11 = school.received.said("meta.grade11")
    remark = "" if grade11 in ("", HAS_GRADE11) else f" — {grade11}"
    page.tag_row(row, f"avg@{school.key}")
    page.number(row, NUMBER, number, "cell")
    page.text(row, NAME, school.name + remark, "label")
    found = school_averages(school)
    for at, average in enumerate(averages, start=FIRST):
        _mark(page, row, at, average, found.get(average.subject.key))
    page.height(row, [(NAME, school.name + remark)])


def _mark(
    page: SummaryPage, row: int, column: int, average: SubjectAverage, found: SchoolAverage | None
) -> None:
    """A small group's mark says so, and it is not compared with the district."""
    settings = page.summary.settings
    if found is None:
        page.number(row, column, None, "cell")
    elif found.left_out is not None:
        page.text(row, column, mark(found.mean), "said_error")
    elif (found.number or 0) < settings.min_group:
        page.number(row, column, found.mean, "mark_small")
    else:
        below = average.rounded((average.mean or 0) - (found.mean or 0))
        is_low = below >= settings.risks.below_district
        page.number(row, column, found.mean, "mark_low" if is_low else "cell")
