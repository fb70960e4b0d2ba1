"""Days and years that a school writes itself: inside the roadmap's, in order, not yet to come."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from ...form.derived import derived
from ...form.edition import Edition
from ...form.fields import Field, Form
from ...form.submission import Submission
from ...form.tables import BaseMath, Indicator, PlanItem
from ...form.vocabulary import WITHOUT_EXAMS
from ...texts.days import day_text, days_in, years_in
from ...texts.plan import period_of, text_in, text_of
from ...texts.squeezing import Pattern
from ..findings import Severity
from ..rule import Fault, FunctionRule

_MARKS = ("total", "g2", "g3", "g4", "g5")
_READS_TEXT = "Ищет годы внутри текста, чего формула не умеет."
_EXAM = Pattern(r"(?:ГИА|ЕГЭ|ОГЭ|ГВЭ)(?:-?\d{1,2})?\s*[-–—]?\s*(20\d\d)", re.IGNORECASE)
_CENTURY = "20"
"""How each of these years begins: a text without it is not searched."""
_SCHOOL_YEAR = Pattern(r"(20\d\d)\s*[/–—-]\s*(20\d\d)")


def _find_outside_stages(submission: Submission, _: date | None) -> Iterator[Fault]:
    """Days and years in «Этапы и сроки реализации» outside the plan's period."""
    field_id = "psp.stages"
    if field_id not in submission.form.by_id:
        return
    period, text = period_of(submission), text_of(submission, field_id)
    outside = [day_text(day) for day in days_in(text) if not period.start <= day <= period.end]
    outside += [
        str(year) for year in years_in(text) if not period.first_year <= year <= period.last_year
    ]
    if outside:
        span = f"{day_text(period.start)} – {day_text(period.end)}"
        yield Fault(field_id, {"said": ", ".join(outside), "period": span})


def _find_other_years(submission: Submission, _: date | None) -> Iterator[Fault]:
    """Exam years and school years in the school's own activities, results and indicators."""
    edition, values = submission.form.edition, submission.values
    for field in _own_words(submission.form):
        if _CENTURY in (text := text_in(values[field.slot])):
            for year in _years_outside(text, edition):
                yield Fault(field.id, {"year": year})
                break


@derived
def _own_words(form: Form) -> tuple[Field, ...]:
    """The fields in which a school writes activities, results and indicators of its own."""
    columns = {PlanItem: ("text", "result"), Indicator: ("name",)}
    return tuple(f for f in form.fields if f.is_input and f.column in columns.get(f.table, ()))


def _years_outside(text: str, edition: Edition) -> Iterator[str]:
    first, last = edition.exam_year, edition.exam_year + 2
    for found in _EXAM.finditer(text):
        if not first <= int(found[1]) <= last:
            yield found[0]
    for found in _SCHOOL_YEAR.finditer(text):
        if not first - 1 <= int(found[1]) or not int(found[2]) <= last:
            yield found[0]


def _find_base_math_years(submission: Submission, _: date | None) -> Iterator[Fault]:
    """A year without marks, named twice, or out of order, once another year has marks."""
    edition = submission.form.edition
    if not submission.form.has_table(BaseMath) or submission["meta.grade11"] in WITHOUT_EXAMS:
        return
    marked = {row.key: _has_marks(submission, row.key) for row in edition.base_math}
    years = {row.key: text_of(submission, f"bm.{row.key}.year") for row in edition.base_math}
    for row in edition.base_math if any(marked.values()) else ():
        year = years[row.key]
        if not marked[row.key] and year not in ("", row.prefilled):
            yield Fault(f"bm.{row.key}.year", {"year": year, "what": "пустая — пропущена"})
    filled = [(key, years[key]) for key in years if marked[key] and years[key]]
    for (_above, newer), (key, older) in pairwise(filled):
        if newer == older:
            yield Fault(f"bm.{key}.year", {"year": older, "what": "встречается дважды"})
        elif newer < older:
            yield Fault(f"bm.{key}.year", {"year": older, "what": "стоит ниже более раннего года"})


def _has_marks(submission: Submission, key: str) -> bool:
    """Something stands among the marks of the year, were it of no use."""
    fields = (submission.form.by_id[f"bm.{key}.{cell}"] for cell in _MARKS)
    return any(
        submission.values[field.slot] is not None or field.slot in submission.rejected
        for field in fields
    )


def _find_future_signature(submission: Submission, today: date | None) -> Iterator[Fault]:
    signed = submission["sgn.date"]
    if today and isinstance(signed, date) and signed > today:
        yield Fault("sgn.date", {"day": day_text(signed)})


RULES = (
    FunctionRule(
        code="SGN-002",
        name="date-of-signature",
        severity=Severity.WARNING,
        finds=_find_future_signature,
        turns_on="sgn.date",
        title="дата подписания уже наступила",
        message="Дата подписания {day} ещё не наступила.",
        fix="Проверьте дату в конце листа «План».",
        why="Подписывают не позже, чем сдают.",
        source="domain.md 2, SGN-002",
        not_live="Формула с сегодняшним днём меняла бы ответ сама собой; день проверки знает "
        "программа.",
        holds=({"sgn.date": date(2020, 10, 1)},),
        fails=({"sgn.date": date(2020, 12, 1)},),
    ),
    FunctionRule(
        code="PSP-005",
        name="stages-outside-period",
        severity=Severity.WARNING,
        finds=_find_outside_stages,
        title="этапы и сроки реализации — внутри периода дорожной карты",
        message="«{label}»: {said} — вне периода дорожной карты ({period}).",
        fix="Проверьте годы и даты этапов.",
        why="Дорожная карта рассчитана на эти годы.",
        source="domain.md 2, PSP-005",
        not_live=_READS_TEXT,
        holds=({"psp.stages": "1 этап: сентябрь 2020 – май 2021; 2 этап: 01.09.2021 – 2022"},),
        fails=({"psp.stages": "сентябрь 2018 – май 2019"}, {"psp.stages": "до 01.09.2023"}),
    ),
    FunctionRule(
        code="YR-004",
        name="year-outside-period",
        severity=Severity.WARNING,
        finds=_find_other_years,
        title="годы в своих записях — из периода дорожной карты",
        message="Упомянуто «{year}» — это не период дорожной карты.",
        fix="Исправьте год.",
        why="Так остаются следы прошлогоднего плана.",
        source="domain.md 2, YR-004",
        not_live=_READS_TEXT,
        holds=(
            {"pln.1-01.result": "справка об итогах ГИА-2020"},
            {"pln.1-X1.text": "Подготовка к ЕГЭ 2022 в 2021/2022 учебном году"},
        ),
        fails=(
            {"pln.1-01.result": "справка об итогах ГИА-2018"},
            {"ind.1.5-1.name": "Травмы за 2017/2018 учебный год"},
        ),
    ),
    FunctionRule(
        code="BM-005",
        name="years-of-base-math",
        severity=Severity.NOTE,
        finds=_find_base_math_years,
        silenced_by=("BM-004",),
        title="у каждого года базовой математики есть числа, годы — от нового к старому",
        message="Математика базовая: строка «{year}» {what}.",
        fix="Исправлять не нужно, если строка лишняя; иначе заполните её или выберите другой год.",
        why="Пустая строка не отличается от забытой.",
        source="domain.md 2, BM-005",
        not_live="Сравнивает строки таблицы между собой по тексту года.",
        holds=({"bm.2.year": "2019 год", "bm.2.total": 1, "bm.2.g5": 1},),
        fails=(
            {"bm.1.year": "2016 год", "bm.2.year": "2015 год", "bm.2.total": 1, "bm.2.g5": 1},
            {
                "bm.1.year": "2019 год", "bm.1.total": 1, "bm.1.g5": 1,
                "bm.2.year": "2019 год", "bm.2.total": 1, "bm.2.g5": 1,
            },
        ),
    ),
)  # fmt: skip
