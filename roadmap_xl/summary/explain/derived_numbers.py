"""Numbers of the summary that no recipe makes: days, findings, criteria; what each one rests on.

They are worked out only when somebody asks «откуда эта цифра», from the same snapshot.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ...district.counted import CountedSchool
from ...district.lines import SubmissionLine
from ...rules.findings import Severity
from ...texts.days import day_text
from ...texts.wording import with_noun
from ..figures import Contribution
from ..numbers.plan import Activity, SchoolPlan, plan_of
from ..numbers.risks import SchoolRisks, criteria, school_risks
from ..numbers.summary import DistrictSummary
from .tracing import Part, SourceCell, cells_behind, cells_of_plan, part_of

_DAYS = ("день", "дня", "дней")
_CRITERIA = ("признак", "признака", "признаков")


@dataclass(frozen=True, slots=True)
class DerivedNumber:
    """A number, what it is, how it came about, and the schools' files and cells behind it."""

    value: float | None
    what: str
    how: str
    parts: tuple[Part, ...] = ()


def line_number(summary: DistrictSummary, school: str) -> DerivedNumber:
    """The number of a line, which is nobody's value; with the file of its school."""
    opened = summary.counted.of(school) if school else None
    parts = (part_of(opened, None, ()),) if opened else ()
    how = "строки пронумерованы подряд, в расчётах номер не участвует"
    return DerivedNumber(None, "порядковый номер строки", how, parts)


def days_late(summary: DistrictSummary, line: SubmissionLine) -> DerivedNumber:
    """The days of a line of «Сдача» behind the deadline."""
    day = line.received_on or summary.today
    deadline = line.deadline or summary.settings.deadline
    day_source = "дата получения по журналу" if line.received_on else "день сводки, файла ещё нет"
    dates = (
        f"{day_text(day)} ({day_source}) − {day_text(deadline)} (срок)" if day and deadline else ""
    )
    how = f"{dates}; в срок и раньше — 0"
    return DerivedNumber(line.days_late, "дни от срока сдачи", how, _file_of(line, line.days_late))


def findings_of(line: SubmissionLine, severity: Severity) -> DerivedNumber:
    """The findings on a file that are the school's to mend or to explain."""
    number = line.count(severity)
    how = "замечания, адресованные школе; то, что видит только район, не посчитано"
    return DerivedNumber(
        number, f"число {severity.counted} в файле школы", how, _file_of(line, number)
    )


def _file_of(line: SubmissionLine, number: int | None) -> tuple[Part, ...]:
    name = line.school.full_name if line.school else "школа не опознана"
    contribution = None if number is None else Contribution(number)
    file = line.received
    return (
        Part(name, file.file if file else "", file.sha256 if file else "", contribution, "", ()),
    )


def activity_days(summary: DistrictSummary, school: CountedSchool, row: str) -> DerivedNumber:
    """The days one activity is overdue."""
    plan = plan_of(school, summary.settings, summary.today)
    found = next((one for one in plan.overdue if one.planned.row.key == row), None)
    if found is None or found.last is None:
        return DerivedNumber(None, "дни просрочки пункта", "сейчас пункт не просрочен")
    how = f"{day_text(found.day)} (дата отчёта) − {day_text(found.last)} (последний день срока)"
    what = f"дни просрочки пункта {found.planned.code} плана"
    return DerivedNumber(found.days_late, what, how, (_of_plan(plan, [found], found.days_late),))


def longest_overdue(summary: DistrictSummary, school: CountedSchool) -> DerivedNumber:
    """The most days that an activity of the school is overdue."""
    plan = plan_of(school, summary.settings, summary.today)
    late = sorted(plan.overdue, key=lambda one: -one.days_late)
    overdue_words = [f"{one.planned.code} — {with_noun(one.days_late, _DAYS)}" for one in late]
    how = (
        f"наибольшее из: {'; '.join(overdue_words)}"
        if overdue_words
        else "просроченных пунктов нет"
    )
    what = "самая долгая просрочка школы, дней"
    return DerivedNumber(plan.longest, what, how, (_of_plan(plan, late, plan.longest),))


def _of_plan(plan: SchoolPlan, activities: list[Activity], days: int) -> Part:
    by_id = plan.school.submission.form.by_id
    ids = [(one.planned.term_field, one.planned.field_id("mark")) for one in activities]
    slots = [by_id[field_id].slot for pair in ids for field_id in pair]
    return part_of(plan.school, Contribution(days), cells_of_plan(plan.school, slots))


def criteria_of(summary: DistrictSummary, school: str) -> DerivedNumber:
    """How many criteria of «Риски» one school meets."""
    found = next(one for one in school_risks(summary) if one.school.key == school)
    met = [answer.words for answer in found.answers if answer.met]
    how = f"столько признаков с «да»: {'; '.join(met)}" if met else "ни одного признака с «да»"
    parts = tuple(_of_risks(summary, found, found.total, range(len(found.answers))))
    return DerivedNumber(found.total, "число признаков риска у школы", how, parts)


def schools_of_criterion(summary: DistrictSummary, at: int | None) -> DerivedNumber:
    """The schools that meet a criterion of «Риски»; without one, those that meet any."""
    titles = criteria(summary.settings, summary.edition)
    asked = range(len(titles)) if at is None else (at,)
    found = [one for one in school_risks(summary) if any(one.answers[n].met for n in asked)]
    parts: list[Part] = []
    for one in found:
        parts += _of_risks(summary, one, 1, asked)
    what = "число школ, у которых есть хотя бы один признак риска"
    if at is not None:
        what = f"число школ с признаком «{titles[at]}»"
    how = "школы, у которых на листе «Риски» стоит «да»"
    return DerivedNumber(len(found), what, how, tuple(parts))


def schools_without_data(summary: DistrictSummary) -> DerivedNumber:
    """The schools of which nothing is known, each by its best file."""
    found = [line for line in summary.best_lines if not line.status.counts]
    parts = [part for line in found for part in _file_of(line, 1)]
    words = (": ".join(filter(None, (line.status.value, line.why_not))) for line in found)
    parts_with_remarks = tuple(
        replace(part, remark=text) for part, text in zip(parts, words, strict=True)
    )
    how = "школы, чей файл не сдан, не принят или не учтён"
    return DerivedNumber(len(found), "число школ без данных", how, parts_with_remarks)


def _of_risks(
    summary: DistrictSummary, found: SchoolRisks, number: int, asked: range | tuple[int, ...]
) -> Iterator[Part]:
    """The school's part: the cells behind the criteria that it meets, and their words."""
    met = [found.answers[at] for at in asked if found.answers[at].met]
    words = "; ".join(answer.words for answer in met)
    opened = summary.counted.of(found.school.key)
    if opened is None:
        yield Part(found.school.full_name, "", "", Contribution(number), "", (), words)
        return
    cells: dict[SourceCell, None] = {}
    for key in dict.fromkeys(key for answer in met for key in answer.keys):
        cells.update(dict.fromkeys(cells_behind(summary.figures[key].recipe, opened)))
    yield replace(part_of(opened, Contribution(number), cells), remark=words)
