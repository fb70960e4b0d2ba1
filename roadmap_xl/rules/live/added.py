"""Whole numbers of people, choices from their lists; and what only the district can act on.

A drop-down or a limit refuses what is typed; what was pasted past it is found here. For the
district (decision 11): risk, small groups, plans without growth.
"""

from __future__ import annotations

from typing import Any

from ...expressions.write import (
    all_filled,
    at_least,
    at_most,
    both,
    either,
    filled,
    is_whole,
    more,
    negated,
    one_of,
    parameter,
    same,
    times,
    total,
)
from ...form.references import every, marked, this
from ...form.tables import (
    Average,
    Headcount,
    Identity,
    Indicator,
    SchoolMeasures,
    SchoolParticipants,
    SubjectResults,
)
from ...form.vocabulary import (
    DRAFT,
    GRADE11_STATES,
    HAS_GRADE11,
    NO_GRADE11,
    NO_GRADUATES,
    STAGES,
    WITHOUT_EXAMS,
)
from ..findings import Audience, Excludes, Severity
from ..rule import INDICATORS, SUBJECTS, Example, Grouping, Rule

identity = this(Identity)
_NUMBERS_OF_EXAMS = (
    every(SubjectResults).total,
    every(SchoolParticipants).participants_persons,
)
_NUMBER: dict[str, Any] = {
    "severity": Severity.ERROR,
    "excludes": Excludes.CELL,
    "applies_when": filled(marked()),
    "holds_when": both(is_whole(marked()), at_least(marked(), 0)),
    "title": "численность — целое число от 0",
    "message": "«{label}»: численность — целое число, а стоит {value}.",
    "shows": {"value": marked()},
    "fix": "Введите целое число: 0, 1, 2 …",
    "why": "Людей не бывает половина или меньше нуля.",
    "number_cells": (marked(),),
}


def _whole(
    code: str, name: str, table: type, marks: tuple[str, ...], example: str, *, exams: bool = False
) -> Rule:
    return Rule(
        code=code,
        name=name,
        table=table,
        marks=marks,
        exams=exams,
        source="domain.md 2, TXT-004; 6, row 12",
        holds=({example: 3}, {example: 0}),
        fails=({example: 2.5}, {example: -1}),
        **_NUMBER,
    )


def _chosen(
    code: str, name: str, mark: str, options: tuple[str, ...], *, holds: Example, fails: Example
) -> Rule:
    cell = getattr(identity, mark)
    return Rule(
        code=code,
        name=name,
        table=Identity,
        marks=(mark,),
        severity=Severity.ERROR,
        excludes=Excludes.NOTHING if mark == "stage" else Excludes.TABLE,
        applies_when=filled(cell),
        holds_when=one_of(cell, *options),
        title="значение — из списка",
        message="«{label}»: «{value}» нет в списке.",
        shows={"value": cell},
        fix="Выберите значение из списка: стрелка справа от ячейки на листе «Титул».",
        why="От этого значения зависит, что проверяется и насколько строго.",
        source="decisions 6 and 12",
        holds=(holds,),
        fails=(fails,),
    )


RULES: tuple[Rule, ...] = (
    _whole(
        "TXT-004", "fraction-of-a-person", Headcount, ("y1", "y2"), "meta.teachers_total.y1"
    ),
    _whole(
        "ORG-011", "high-scores-not-whole", SchoolMeasures, ("n80_plus",), "org.rus.n80_plus",
        exams=True,
    ),
    _whole(
        "NUM-002", "graduates-not-whole", Identity, ("grads11_total",), "meta.grads11_total"
    ),
    _chosen(
        "SCH-014", "stage-not-in-list", "stage", STAGES,
        holds={"meta.stage": DRAFT}, fails={"meta.stage": "сдаём"},
    ),
    _chosen(
        "SCH-015", "grade-11-not-in-list", "grade11", GRADE11_STATES,
        holds={"meta.grade11": HAS_GRADE11}, fails={"meta.grade11": "да"},
    ),
    Rule(
        code="SCH-016",
        name="exams-without-grade-11",
        table=Identity,
        marks=("grade11",),
        severity=Severity.ERROR,
        excludes=Excludes.EXAMS,
        applies_when=one_of(identity.grade11, *WITHOUT_EXAMS),
        holds_when=at_most(total(*_NUMBERS_OF_EXAMS), 0),
        title="без выпускников 11 класса нет и итогов ЕГЭ",
        message="Выбрано «{value}», а в итогах ЕГЭ стоят числа.",
        shows={"value": identity.grade11},
        fix="Выберите в строке «11 класс» — «есть» или очистите таблицы на листах «ЕГЭ» и «ЕГЭ по "
        "школе».",
        why="Пока стоит, что выпускников нет, эти таблицы не проверяются.",
        source="decision 6",
        holds=({"meta.grade11": NO_GRADUATES},),
        fails=({"meta.grade11": NO_GRADE11, "ege.rus.total": 3},),
    ),
)  # fmt: skip


row = this(SubjectResults)
average = this(Average)
indicator = this(Indicator)

DISTRICT_RULES = (
    Rule(
        code="EGE-017",
        name="many-below-threshold",
        table=SubjectResults,
        marks=("below",),
        exams=True,
        severity=Severity.WARNING,
        audience=Audience.DISTRICT,
        applies_when=both(filled(row.total), filled(row.below)),
        holds_when=either(
            at_most(row.total, 9),
            at_most(row.below, times(row.total, parameter("risk_fail_share"))),
        ),
        silenced_by=("EGE-001", "EGE-002"),
        title="доля не преодолевших порог ниже границы риска",
        message="«{label}»: не преодолели порог {below} из {total}.",
        shows={"below": row.below, "total": row.total},
        fix="Предмет попадёт в группу риска района.",
        why="Район помогает школам, где многие не преодолели порог.",
        source="domain.md 2, EGE-017; decision 16",
        holds=({"ege.rus.total": 10, "ege.rus.below": 1},),
        fails=({"ege.rus.total": 10, "ege.rus.below": 9},),
    ),
    Rule(
        code="EGE-018",
        name="hundred-points",
        table=SubjectResults,
        marks=("b_100",),
        exams=True,
        severity=Severity.NOTE,
        audience=Audience.DISTRICT,
        applies_when=filled(row.b_100),
        holds_when=same(row.b_100, 0),
        silenced_by=("EGE-001", "EGE-002"),
        title="есть ли стобалльники",
        message="«{label}»: 100 баллов — {n} чел. Поздравляем!",
        shows={"n": row.b_100},
        fix="Проверьте, что графа выбрана верно.",
        why="Стобалльный результат редок и виден всему району.",
        source="domain.md 2, EGE-018",
        holds=({"ege.rus.b_100": 0},),
        fails=({"ege.rus.b_100": 1},),
    ),
    Rule(
        code="EGE-020",
        name="small-group",
        table=SubjectResults,
        marks=("total",),
        exams=True,
        severity=Severity.NOTE,
        audience=Audience.DISTRICT,
        applies_when=filled(row.total),
        holds_when=either(at_most(row.total, 0), more(row.total, 4)),
        silenced_by=("EGE-001",),
        title="участников достаточно, чтобы результат не указывал на человека",
        message="«{label}»: сдавали {n} чел. При публикации сводки балл и проценты скрываются.",
        shows={"n": row.total},
        fix="Исправлять не нужно.",
        why="По результату малой группы узнают ученика.",
        source="domain.md 2, EGE-020",
        grouped=Grouping(
            "Малые группы, меньше пяти человек",
            SUBJECTS,
            ". При публикации сводки балл и проценты по ним скрываются.",
        ),
        holds=({"ege.rus.total": 5},),
        fails=({"ege.rus.total": 1},),
    ),
    Rule(
        code="PRB-015",
        name="average-at-the-threshold",
        table=Average,
        marks=("value",),
        exams=True,
        severity=Severity.NOTE,
        audience=Audience.DISTRICT,
        applies_when=filled(average.value),
        holds_when=either(
            more(parameter("threshold"), average.value),
            at_least(average.value, total(parameter("threshold"), 3)),
        ),
        silenced_by=("PRB-001", "PRB-005"),
        title="средний балл не у самого порога",
        message="«{label}»: средний балл {value} у самого порога.",
        shows={"value": average.value},
        fix="Предмет в зоне риска.",
        why="Немного хуже — и часть класса не преодолеет порог.",
        source="domain.md 2, PRB-015",
        holds=({"prob.avg.math_prof": 40},),
        fails=({"prob.avg.math_prof": 27},),
    ),
    Rule(
        code="IND-008",
        name="no-planned-change",
        table=Indicator,
        marks=("y2",),
        rows=lambda spec: spec.kind == "share",
        severity=Severity.NOTE,
        audience=Audience.DISTRICT,
        applies_when=all_filled(indicator.y1, indicator.y2),
        holds_when=negated(same(indicator.y1, indicator.y2)),
        silenced_by=("IND-002",),
        title="на второй год запланировано изменение",
        message="«{label}»: на второй год запланировано то же, что на первый.",
        fix="Если рост не планируется, исправлять не нужно.",
        why="Дорожная карта пишется ради роста.",
        source="domain.md 2, IND-008; decision 11",
        grouped=Grouping("На второй год запланировано то же, что на первый", INDICATORS),
        holds=({"ind.1.2-1.y1": 0.5, "ind.1.2-1.y2": 0.6},),
        fails=({"ind.1.2-1.y1": 0.5, "ind.1.2-1.y2": 0.5},),
    ),
)
