"""Fields with no table rule of their own: whole numbers of people, choices from their lists.

What a drop-down or a limit refuses when it is typed is told here when it was pasted.
"""

from __future__ import annotations

from typing import Any

from ..expressions.write import at_least, at_most, both, filled, one_of, total, whole
from ..findings import Excludes, Severity
from ..form.references import every, marked, this
from ..form.tables import Headcount, Identity, SchoolMeasures, SchoolParticipants, SubjectResults
from ..form.vocabulary import (
    DRAFT,
    GRADE11_STATES,
    HAS_GRADE11,
    NO_GRADE11,
    NO_GRADUATES,
    STAGES,
    WITHOUT_EXAMS,
)
from .rule import Example, Rule

identity = this(Identity)
_NUMBERS_OF_EXAMS = (
    every(SubjectResults).total,
    every(SchoolParticipants).participants_persons,
)
_NUMBER: dict[str, Any] = {
    "severity": Severity.ERROR,
    "excludes": Excludes.CELL,
    "asked_when": filled(marked()),
    "holds_when": both(whole(marked()), at_least(marked(), 0)),
    "title": "численность — целое число от 0",
    "message": "«{label}»: численность — целое число, а стоит {value}.",
    "shows": {"value": marked()},
    "fix": "Введите целое число: 0, 1, 2 …",
    "why": "Людей не бывает половина или меньше нуля.",
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
        asked_when=filled(cell),
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
        asked_when=one_of(identity.grade11, *WITHOUT_EXAMS),
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
