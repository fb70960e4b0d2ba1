"""«Средние баллы» and «Баллы по школам»: the averages of the district and of each school.

The first sheet has the district's means, then each school in each subject, the best first; the
second all schools by all subjects, at a glance.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...district.counted import CountedSchool
from ...expressions.numbers import round_half_up, show_value
from ...form.layout import column_name
from ...form.vocabulary import HAS_GRADE11
from ..numbers.averages import (
    PreviousAverages,
    SchoolAverage,
    SubjectAverage,
    SubjectSchools,
    school_averages,
    subject_averages,
    subject_schools,
)
from ..numbers.dynamics import last_year
from ..numbers.summary import Coverage
from .blocks import Rows, finish, first_school, mark, over, schools_header, why
from .page import HEAD_ROWS, SummaryPage

SUBJECT, SCHOOL, NUMBER, MEAN, DISTRICT, DEVIATION, PLACE, LAST_YEAR, CHANGE = range(9)
_COLUMNS = (
    ("Предмет", 20),
    ("Школа", 38),
    ("Участни-ков", 9),
    ("Средний балл", 9),
    ("Район", 8.5),
    ("Откло-нение", 9.5),
    ("Место", 13),
)
_PREVIOUS = (("{year}: средний балл", 11), ("Изме-нение", 9.5))
_TAIL = (("Учтено", 17), ("Примечание", 52))
_TAGS_OF_ONE_YEAR = {NUMBER: "n", MEAN: "mean", DISTRICT: "~district", DEVIATION: "~deviation"}
_TAGS = {**_TAGS_OF_ONE_YEAR, LAST_YEAR: "~before", CHANGE: "~change"}
_MOST_BEST = 3
Before = PreviousAverages | None
"""Last year's averages, where they are given."""
_HINT = (
    "Средний балл района взвешен по участникам: Σ(балл × участники) ÷ Σ участников. С десятой "
    "долей — если не меньше половины участников пришло с дробным баллом. Место — среди школ, где "
    "сдавали не меньше {least} человек; равные баллы делят место. Самый высокий средний балл — "
    "лучшая школа, а не лучший балл ученика. Число в скобках в среднее не вошло."
)


def draw_averages(page: SummaryPage) -> None:
    """The district by subjects, and below it every school in every subject."""
    previous = last_year(page.summary)
    columns = _columns(previous)
    titles = [title for title, _ in columns]
    hint = _HINT.format(least=page.summary.settings.min_group)
    page.head("Средние баллы ЕГЭ", hint, [width for _, width in columns])
    page.tag_columns(_TAGS if previous else _TAGS_OF_ONE_YEAR)
    header = HEAD_ROWS
    page.header(header, titles, 42)
    averages = subject_averages(page.summary.edition, page.summary.figures)
    by_subject = subject_schools(page.summary, averages)
    top = Rows(header + 1, header + len(averages))
    first = first_school(top)
    below = Rows(first, first + sum(len(one.schools) for one in by_subject) - 1)
    for row, subject in enumerate(by_subject, start=top.first):
        _district_line(page, row, subject, below, previous)
    schools_header(page, top, titles, 42)
    row = first
    for subject in by_subject:
        for school in subject.schools:
            _school_line(page, row, subject, school, top, previous)
            row += 1
    finish(page, below, freeze=(header + 1, SCHOOL + 1), key=SUBJECT)


def _columns(previous: Before) -> Sequence[tuple[str, float]]:
    if previous is None:
        return (*_COLUMNS, *_TAIL)
    added = [(title.format(year=previous.results_year), width) for title, width in _PREVIOUS]
    return (*_COLUMNS, *added, *_TAIL)


def _district_line(
    page: SummaryPage,
    row: int,
    subject: SubjectSchools,
    below: Rows,
    previous: Before,
) -> None:
    """Live: ΣN and the weighted mean of the schools' rows below."""
    average, at = subject.average, f"${column_name(SUBJECT)}{row + 1}"
    people, mean = average.figure("n"), average.mean
    page.tag_row(row, f"avg.{average.subject.key}")
    page.text(row, SUBJECT, average.subject.label, "total")
    page.text(row, SCHOOL, over(people.gave), "total")
    for column in range(NUMBER, len(page.widths)):
        page.number(row, column, None, "total")
    if mean is not None:
        total = below.summed(SUBJECT, at, NUMBER)
        page.formula(row, NUMBER, f"={total}", people.value, "total_cell")
        weighted = below.summed(SUBJECT, at, NUMBER, MEAN)
        formula = f"=ROUND({weighted}/{column_name(NUMBER)}{row + 1},{average.digits})"
        page.formula(row, MEAN, formula, mean, "total_mark" if average.digits else "total_cell")
        _previous(page, row, mean, average, "", "total_signed", previous)
    coverage = Coverage(people.counted, page.summary.exam_schools)
    note = _district_note(subject)
    page.text(row, len(page.widths) - 2, coverage.short, "total_cell")
    page.text(row, len(page.widths) - 1, note, "small")
    page.height(row, [(len(page.widths) - 1, note)], 18)


def _district_note(subject: SubjectSchools) -> str:
    """The best school, what the bands allow, who is left out."""
    average, parts = subject.average, []
    if subject.best:
        names = ", ".join(school.name for school in subject.best[:_MOST_BEST])
        more = len(subject.best) - _MOST_BEST
        names += f" и ещё {more}" if more > 0 else ""
        word = "Лучшая школа" if len(subject.best) == 1 else "Лучшие школы"
        parts.append(f"{word}: {names} ({show_value(subject.best[0].mean)}).")
    if average.interval is not None:
        low, high = (show_value(round_half_up(bound, 1)) for bound in average.interval)
        parts.append(f"По диапазонам возможно от {low} до {high}.")
    if not average.is_possible:
        parts.append("СРЕДНИЙ БАЛЛ ВНЕ ЭТИХ ГРАНИЦ: проверьте баллы школ.")
    if left_out := average.figure("mean").left_out.words:
        parts.append(f"Не учтено: {left_out}.")
    return " ".join(parts)


def _school_line(
    page: SummaryPage,
    row: int,
    subject: SubjectSchools,
    school: SchoolAverage,
    top: Rows,
    previous: Before,
) -> None:
    average = subject.average
    page.tag_row(row, f"avg.{average.subject.key}@{school.school}")
    page.text(row, SUBJECT, average.subject.label, "label")
    page.text(row, SCHOOL, school.name, "label")
    if school.left_out is None:
        page.number(row, NUMBER, school.number, "cell")
        page.number(row, MEAN, school.mean, "cell")
        _deviation(page, row, subject, school, top)
        _previous(page, row, school.mean or 0, average, school.school, "signed", previous)
        note = "лучшая школа по предмету" if school in subject.best else ""
    else:
        page.text(row, NUMBER, mark(school.number), "state_error")
        page.text(row, MEAN, mark(school.mean), "state_error")
        for column in range(DISTRICT, len(page.widths) - 2):
            page.number(row, column, None, "cell")
        note = school.left_out.what
    state = "да" if school.left_out is None else why(school.left_out)
    style = "state_note" if school.left_out is None else "state_error"
    page.text(row, len(page.widths) - 2, state, style)
    page.text(row, len(page.widths) - 1, note, "small")
    page.height(row, [(SCHOOL, school.name), (len(page.widths) - 1, note)])


def _deviation(
    page: SummaryPage, row: int, subject: SubjectSchools, school: SchoolAverage, top: Rows
) -> None:
    """Live: the district's mean of the subject from the rows above, the difference, the place."""
    average, mean = subject.average, subject.average.mean or 0
    place = f"MATCH(${column_name(SUBJECT)}{row + 1},{top.of(SUBJECT)},0)"
    style = "of_district_mark" if average.digits else "of_district"
    page.formula(row, DISTRICT, f"=INDEX({top.of(MEAN)},{place})", mean, style)
    difference = average.round((school.mean or 0) - mean)
    own, district = (f"{column_name(column)}{row + 1}" for column in (MEAN, DISTRICT))
    is_low = school.place and -difference >= page.summary.settings.risks.below_district
    style = ("low" if is_low else "signed") + ("" if average.digits else "_whole")
    page.formula(row, DEVIATION, f"=ROUND({own}-{district},{average.digits})", difference, style)
    page.text(row, PLACE, subject.place_words(school), "cell" if school.place else "state_note")


def _previous(
    page: SummaryPage,
    row: int,
    mean: float,
    average: SubjectAverage,
    school: str,
    style: str,
    previous: Before,
) -> None:
    """Last year's average and the change since, where last year is given and had one."""
    if previous is None:
        return
    before = previous.average(average.subject.key, school)
    page.number(row, LAST_YEAR, before, "cell" if school else "total_cell")
    if before is None:
        page.number(row, CHANGE, None, "cell" if school else "total")
        return
    now, then = (f"{column_name(column)}{row + 1}" for column in (MEAN, LAST_YEAR))
    change = average.round(mean - before)
    page.formula(row, CHANGE, f"=ROUND({now}-{then},{average.digits})", change, style)


# --- «Баллы по школам» ---

AVERAGES_SHEET = "Средние баллы"
MARK_NUMBER, NAME, FIRST = 0, 1, 2
_MARKS_HINT = (
    "Средний балл школы по предмету; сверху — район (лист «Средние баллы»). ▼ — ниже района на "
    "{gap} и больше; * — сдавали меньше {least} человек; в скобках — в среднее не вошло; пусто — "
    "не сдавали. Баллы разных предметов не складываются и не усредняются."
)


def draw_marks(page: SummaryPage) -> None:
    """Schools by subjects, the district's means always in sight."""
    averages = subject_averages(page.summary.edition, page.summary.figures)
    settings = page.summary.settings
    hint = _MARKS_HINT.format(gap=f"{settings.risks.below_district:g}", least=settings.min_group)
    page.head("Средние баллы по школам", hint, (5, 34, *(8 for _ in averages)))
    page.tag_columns(
        {MARK_NUMBER: "~number"}
        | {at: f"{one.subject.key}.mean" for at, one in enumerate(averages, start=FIRST)}
    )
    header = HEAD_ROWS
    titles = ["№", "Школа", *(one.subject.label for one in averages)]
    page.header(header, titles, 92, turned=FIRST)
    _district(page, header + 1, averages)
    row = header + 2
    for number, school in enumerate(page.summary.counted, start=1):
        row += 1
        _school(page, row, number, school, averages)
    page.finish(header_row=header, last_row=row, freeze=(header + 3, FIRST))
    page.sheet.repeat_rows(header, header + 2)


def _district(page: SummaryPage, row: int, averages: tuple[SubjectAverage, ...]) -> None:
    page.tag_row(row, "avg")
    for column, text in ((MARK_NUMBER, ""), (NAME, "РАЙОН: средний балл")):
        page.text(row, column, text, "total")
    for at, average in enumerate(averages, start=FIRST):
        if average.mean is None:
            page.number(row, at, None, "total_cell")
            continue
        there = f"'{AVERAGES_SHEET}'!{column_name(MEAN)}{HEAD_ROWS + 2 + at - FIRST}"
        style = "total_mark" if average.digits else "total_cell"
        page.formula(row, at, f"={there}", average.mean, style)
    row += 1
    for column, text in ((MARK_NUMBER, ""), (NAME, "участников, по скольким школам")):
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
    grade11 = school.received.text("meta.grade11")
    remark = "" if grade11 in ("", HAS_GRADE11) else f" — {grade11}"
    page.tag_row(row, f"avg@{school.key}")
    page.number(row, MARK_NUMBER, number, "cell")
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
        page.text(row, column, mark(found.mean), "state_error")
    elif (found.number or 0) < settings.min_group:
        page.number(row, column, found.mean, "mark_small")
    else:
        below = average.round((average.mean or 0) - (found.mean or 0))
        is_low = below >= settings.risks.below_district
        page.number(row, column, found.mean, "mark_low" if is_low else "cell")
