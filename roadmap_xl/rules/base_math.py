"""«Математика базовая»: marks by year."""

from ..expressions.write import (
    at_least,
    both,
    filled,
    minus,
    negated,
    one_of_list,
    same,
    total,
    whole,
)
from ..findings import Excludes, Severity
from ..form.references import marked, this
from ..form.tables import BaseMath
from .rule import Rule

row = this(BaseMath)
marks = (row.g2, row.g3, row.g4, row.g5)

RULES = (
    Rule(
        code="BM-004",
        name="exam-not-held",
        table=BaseMath,
        marks=("year",),
        severity=Severity.WARNING,
        asked_when=one_of_list(row.year, "base_math_not_held"),
        holds_when=negated(filled(row.total, *marks)),
        title="в этом году базовая математика сдавалась",
        message="ЕГЭ по базовой математике за «{year}» не проводился, а числа указаны.",
        shows={"year": row.year},
        fix="Проверьте год; если числа за другой год, выберите его из списка.",
        why="В 2020 году базового экзамена не было, и числа относятся к другому году.",
        source="domain.md 2, BM-004; 3.3",
        holds=({"bm.1.year": "{exam_year} год"},),
        fails=({"bm.1.year": "{exam_year} год", "bm.1.total": 3, "bm.1.g4": 3},),
    ),
    Rule(
        code="BM-001",
        name="marks-do-not-add-up",
        table=BaseMath,
        marks=("total",),
        severity=Severity.ERROR,
        excludes=Excludes.ROW,
        asked_when=filled(row.total, *marks),
        holds_when=same(row.total, total(*marks)),
        silenced_by=("BM-002",),
        title="«Всего» = «2» + «3» + «4» + «5»",
        message="Математика базовая, {year}: «Всего» {total}, а отметок в сумме {sum}. "
        "Разница {difference}.",
        shows={
            "year": row.year,
            "total": row.total,
            "sum": total(*marks),
            "difference": minus(row.total, total(*marks)),
        },
        fix="Проверьте графы «2», «3», «4», «5» и «Всего».",
        why="У каждого участника одна отметка.",
        source="domain.md 2, BM-001",
        holds=({"bm.1.total": 5, "bm.1.g3": 3, "bm.1.g4": 2},),
        fails=({"bm.2.total": 5, "bm.2.g4": 2}, {"bm.1.g5": 1}),
    ),
    Rule(
        code="BM-002",
        name="not-a-whole-number",
        table=BaseMath,
        marks=("total", "g2", "g3", "g4", "g5"),
        severity=Severity.ERROR,
        excludes=Excludes.ROW,
        asked_when=filled(marked()),
        holds_when=both(whole(marked()), at_least(marked(), 0)),
        title="число отметок — целое число от 0",
        message="Математика базовая, {year}, «{column}»: нужно целое число, а стоит {value}.",
        shows={"year": row.year, "value": marked()},
        fix="Введите целое число отметок: 0, 1, 2 …",
        why="Число отметок не бывает дробным или отрицательным.",
        source="domain.md 2, BM-002",
        holds=({"bm.1.g4": 2},),
        fails=({"bm.1.g4": -2}, {"bm.2.total": 0.5}),
    ),
)
