"""The parts of a form that an edition of one's own may do without.

What every form has is no part: whose it is («Титул»), who signs it, «Проверка».
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from .tables import (
    Average,
    BaseMath,
    Headcount,
    Indicator,
    Passport,
    PlanHeading,
    PlanItem,
    ProblemCount,
    SchoolMeasures,
    SchoolParticipants,
    SubjectResults,
    Table,
)


class Part(NamedTuple):
    """One or two tables that are there together or not at all."""

    name: str
    """In the edition's file."""
    title: str
    """As people call it."""
    tables: tuple[type[Table], ...]
    lists: tuple[str, ...] = ()
    """The edition's lists of rows that are of these tables alone."""
    gone: str = ""
    """What the district does without, too, as a clause behind «не будет»."""


EXAMS, SCHOOL, HEADCOUNTS, INDICATORS = "exams", "school", "headcounts", "indicators"
PARTS = (
    Part(HEADCOUNTS, "Численность", (Headcount,), ("headcounts",)),
    Part("averages", "Средние баллы", (Average,), (),
         "листов сводки «Средние баллы» и «Баллы по школам»"),
    Part("problem_counts", "Числа проблемы", (ProblemCount,), ("problem_counts",),
         "чисел «Не прошли ЕГЭ» и подобных на листе «Обзор»"),
    Part("passport", "Поля паспорта", (Passport,), ("passport",)),
    Part(EXAMS, "Итоги ЕГЭ", (SubjectResults,), (),
         "листов сводки «Предметы», «Средние баллы», «Баллы по школам», «Динамика», листа «Баллы» "
         "в бланке и сверки с данными РЦОИ по предметам"),
    Part("base_math", "Математика базовая", (BaseMath,), ("base_math",),
         "листа сводки «Базовая математика»"),
    Part(SCHOOL, "ЕГЭ по школе", (SchoolMeasures, SchoolParticipants), (),
         "листа сводки «По школам», участников ЕГЭ и доли «80 и более»"),
    Part(INDICATORS, "Показатели", (Indicator,), ("indicator_groups", "indicators"),
         "листа сводки «Показатели»"),
    Part("plan", "План", (PlanHeading, PlanItem), ("plan_headings", "plan_items"),
         "листов сводки «План» и «Просрочено»; подпись останется на листе «Подпись»"),
)  # fmt: skip
"""In the form's order."""
NAMES = tuple(part.name for part in PARTS)


class PartFault(NamedTuple):
    """Parts that do not go together: the one to look at, what is wrong, what to do."""

    name: str
    message: str
    fix: str


def faults_of_parts(without: Collection[str]) -> Iterator[PartFault]:
    """What is wrong with a form that does without these parts."""
    yield from (
        PartFault(name, f"Таблицы «{name}» в бланке нет.", f"Есть: {', '.join(NAMES)}.")
        for name in without
        if name not in NAMES
    )
    if set(NAMES) <= set(without):
        yield PartFault(NAMES[-1], "Выключены все таблицы: собирать нечего.",
                        "Оставьте хотя бы одну.")  # fmt: skip
    if EXAMS in without and SCHOOL not in without:
        yield PartFault(SCHOOL, "«ЕГЭ по школе» считается по «Итогам ЕГЭ», а они выключены.",
                        "Выключите и «ЕГЭ по школе» или верните «Итоги ЕГЭ».")  # fmt: skip
    if HEADCOUNTS in without and INDICATORS not in without:
        yield PartFault(HEADCOUNTS, "От «Численности» считают доли «Показатели», а она выключена.",
                        "Верните «Численность» или выключите и «Показатели».")  # fmt: skip


def lacks(without: Collection[str], table: type[Table]) -> bool:
    """Whether a form that does without these parts does without this table."""
    return any(table in part.tables for part in PARTS if part.name in without)
