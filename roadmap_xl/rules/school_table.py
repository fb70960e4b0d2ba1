"""The table «в разрезе организаций»: what a school counts itself in it."""

from ..expressions.write import (
    between,
    either,
    filled,
    more,
    same,
    total,
)
from ..findings import Excludes, Severity
from ..form.references import joined, this
from ..form.tables import SchoolMeasures, SubjectResults
from .rule import Rule

measures, subjects = this(SchoolMeasures), joined(SubjectResults, by="school_column")
_LOW = total(subjects.b_91_99, subjects.b_100)
_HIGH = total(subjects.b_71_90, subjects.b_91_99, subjects.b_100)

RULES = (
    Rule(
        code="ORG-004",
        name="high-scores-outside-bands",
        table=SchoolMeasures,
        exams=True,
        marks=("n80_plus",),
        severity=Severity.ERROR,
        excludes=Excludes.CELL,
        asked_when=filled(measures.n80_plus),
        holds_when=between(measures.n80_plus, _LOW, _HIGH),
        silenced_by=("EGE-001", "EGE-002", "EGE-003", "EGE-004", "ORG-011"),
        title="«Сдали 80 и более баллов» столько, сколько возможно по диапазонам",
        message="«{label}»: «Сдали 80 и более баллов» {value}, а по диапазонам на листе «ЕГЭ» "
        "должно быть от {low} до {high}.",
        shows={"value": measures.n80_plus, "low": _LOW, "high": _HIGH},
        fix="Проверьте это число и графы «71-90», «91-99», «100» на листе «ЕГЭ».",
        why="80 баллов — внутри диапазона 71-90: все, у кого больше 90, уже получили 80 и более.",
        source="domain.md 2, ORG-004",
        holds=({"org.rus.n80_plus": 2, "ege.rus.b_71_90": 1, "ege.rus.b_91_99": 1},),
        fails=(
            {"org.rus.n80_plus": 0, "ege.rus.b_91_99": 1},
            {"org.foreign.n80_plus": 3, "ege.eng.b_100": 1, "ege.deu.b_71_90": 1},
        ),
    ),
    Rule(
        code="ORG-010",
        name="high-scores-not-counted",
        table=SchoolMeasures,
        marks=("n80_plus",),
        exams=True,
        severity=Severity.ERROR,
        excludes=Excludes.CELL,
        asked_when=filled(subjects.b_71_90, subjects.b_91_99, subjects.b_100),
        holds_when=either(same(_HIGH, 0), more(0, _HIGH), filled(measures.n80_plus)),
        silenced_by=("EGE-001",),
        title="если есть баллы выше 70, указано, у скольких 80 и более",
        message="«{label}»: есть баллы выше 70 ({high} чел.), а «Сдали 80 и более баллов» пусто.",
        shows={"high": _HIGH},
        fix="Впишите, сколько человек набрали от 80 до 100; если никого — 0.",
        why="По диапазонам это число не узнать: 80 — внутри диапазона 71-90.",
        source="decision 4",
        holds=({"ege.rus.b_71_90": 2, "org.rus.n80_plus": 0}, {"ege.rus.b_71_90": 0}),
        fails=({"ege.rus.b_71_90": 2},),
    ),
)
