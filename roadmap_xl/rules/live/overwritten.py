"""Computed cells that somebody typed over: the workbook tells at once, the reader tells of a file.

In a cleaned submission computed cells are blank, so the live rules are silent there and the
reader's notes speak instead.
"""

from __future__ import annotations

from collections.abc import Callable

from ...expressions.nodes import Expression
from ...expressions.write import all_filled, both, filled, same, share, total
from ...form.references import joined, this
from ...form.rows import Row
from ...form.tables import BANDS, BaseMath, SchoolMeasures, SubjectResults
from ..findings import Excludes, Severity
from ..rule import CELLS, ROWS, Example, Grouping, ReadingRule, Rule

PERCENTS = Grouping("Проценты вписаны вручную и отличаются от вычисленных", CELLS)
_ROWS = Grouping("Проценты вписаны вручную и отличаются от вычисленных", ROWS)
_SAME_NUMBERS = (
    "Проверьте число на листе «ЕГЭ» и верните формулу: скопируйте её из соседней ячейки."
)
_REPEATS = "Эти строки повторяют лист «ЕГЭ»; в сводку идёт вычисленное."

_TWO_SAT: Example = {
    **dict.fromkeys((f"ege.rus.{band}" for band in BANDS), 0),
    "ege.rus.total": 2,
    "ege.rus.below": 1,
    "ege.rus.b_51_60": 1,
}
_TWO_MARKS: Example = {"bm.1.total": 2, "bm.1.g2": 1, "bm.1.g3": 0, "bm.1.g4": 1, "bm.1.g5": 0}
_SIX_SAT: Example = {
    "ege.rus.total": 6,
    "ege.rus.below": 2,
    "ege.rus.b_min_50": 3,
    "ege.rus.b_51_60": 1,
}
_TWO_LANGUAGES: Example = {
    f"ege.{language}.{column}": 1
    for language in ("eng", "deu")
    for column in ("total", "below", "b_51_60")
}

row, year, measures = this(SubjectResults), this(BaseMath), this(SchoolMeasures)
subjects = joined(SubjectResults, by="school_column")
_GRADES = ("g2", "g3", "g4", "g5")


def _percents(of: object, columns: tuple[str, ...], whole: object) -> tuple[Expression, Expression]:
    """Whether each count has its percent, and whether all of them are the computed.

    Beside a blank count the percent is an empty text, which no formula compares with a number.
    """
    counts = [getattr(of, column) for column in columns]
    cells = [getattr(of, f"{column}_pct") for column in columns]
    asked = both(all_filled(*counts), filled(*cells))
    return asked, both(*map(same, cells, (share(count, whole) for count in counts)))


_BAND_CELLS, _BANDS_AGREE = _percents(row, BANDS, row.total)
_GRADE_CELLS, _GRADES_AGREE = _percents(year, _GRADES, year.total)
_MEASURES: tuple[tuple[str, str, str, Expression], ...] = (
    ("ORG-001", "participants", "Участники", total(subjects.total)),
    ("ORG-002", "not_passed", "Не сдали", total(subjects.below)),
    ("ORG-003", "below60", "Сдали до 60 баллов", total(subjects.b_min_50, subjects.b_51_60)),
)


def _percent_rule(
    code: str, table: type, asked: Expression, agree: Expression, mark: str, like: Example
) -> Rule:
    return Rule(
        code=code,
        name="percent-typed-over",
        table=table,
        marks=(mark,),
        exams=table is SubjectResults,
        severity=Severity.NOTE,
        applies_when=asked,
        holds_when=agree,
        title="проценты строки — вычисленные",
        message="Процент в этой строке вписан вручную и отличается от вычисленного.",
        fix="Исправлять не нужно, программа считает сама; проверьте число участников.",
        why="В сводку идут проценты, вычисленные из численности.",
        source=f"domain.md 2, {code}; decision 5",
        grouped=_ROWS,
        holds=(like, {**like, f"{_row_of(like)}.{mark}": 0.5}),
        fails=({**like, f"{_row_of(like)}.{mark}": 0.4},),
    )


def _row_of(example: Example) -> str:
    return next(iter(example)).rsplit(".", 1)[0]


def _measure_rule(code: str, column: str, label: str, computed: Expression) -> Rule:
    return Rule(
        code=code,
        name=f"{column.replace('_', '-')}-typed-over",
        table=SchoolMeasures,
        marks=(column,),
        rows=_of(single=True),
        exams=True,
        severity=Severity.ERROR,
        excludes=Excludes.CELL,
        applies_when=filled(getattr(measures, column)),
        holds_when=same(getattr(measures, column), computed),
        title=f"«{label}» — столько же, сколько на листе «ЕГЭ»",
        message=f"«{{label}}»: «{label}» {{typed}}, а по листу «ЕГЭ» — {{computed}}.",
        shows={"typed": getattr(measures, column), "computed": computed},
        fix=_SAME_NUMBERS,
        why=_REPEATS,
        source=f"domain.md 2, {code}; decision 4",
        holds=(_SIX_SAT,),
        fails=({**_SIX_SAT, f"org.rus.{column}": 1},),
    )


def _of(*, single: bool) -> Callable[[Row], bool]:
    return lambda spec: getattr(spec, "single", True) is single


_FOREIGN = Rule(
    code="ORG-007",
    name="foreign-typed-over",
    table=SchoolMeasures,
    marks=("participants",),
    rows=_of(single=False),
    exams=True,
    severity=Severity.ERROR,
    excludes=Excludes.CELL,
    applies_when=filled(measures.participants, measures.not_passed, measures.below60),
    holds_when=both(
        *(same(getattr(measures, column), computed) for _, column, _, computed in _MEASURES)
    ),
    title="«И/Я» — сумма отдельных языков",
    message="«{label}»: числа не равны сумме отдельных языков на листе «ЕГЭ».",
    fix=_SAME_NUMBERS,
    why=_REPEATS,
    source="domain.md 2, ORG-007; decisions 4 and 16",
    holds=(_TWO_LANGUAGES,),
    fails=({**_TWO_LANGUAGES, "org.foreign.below60": 9},),
)

RULES: tuple[Rule, ...] = (
    _percent_rule("EGE-007", SubjectResults, _BAND_CELLS, _BANDS_AGREE, "below_pct", _TWO_SAT),
    _percent_rule("BM-003", BaseMath, _GRADE_CELLS, _GRADES_AGREE, "g2_pct", _TWO_MARKS),
    *(_measure_rule(*measure) for measure in _MEASURES),
    _FOREIGN,
)


def _typed_percent(code: str, note: str) -> ReadingRule:
    return ReadingRule(
        code=code,
        name="percent-typed-over",
        note=note,
        severity=Severity.NOTE,
        title="процент вписан вручную и отличается от вычисленного",
        message="Указано {raw}, по расчёту {value}. Проценты считает программа.",
        fix="Исправлять не нужно; проверьте численность.",
        why="В сводку идут проценты, вычисленные из численности.",
        source="decision 5",
        grouped=PERCENTS,
    )


def _typed_number(code: str, note: str) -> ReadingRule:
    return ReadingRule(
        code=code,
        name=f"{note.removesuffix('-differs').replace('_', '-')}-typed-over",
        note=note,
        severity=Severity.ERROR,
        excludes=Excludes.CELL,
        title="число совпадает с листом «ЕГЭ»",
        message="«{label}», «{column}»: указано {raw}, а по листу «ЕГЭ» — {value}.",
        fix=_SAME_NUMBERS,
        why=_REPEATS,
        source=f"domain.md 2, {code}; decision 4",
    )


READING_RULES: tuple[ReadingRule, ...] = (
    _typed_percent("EGE-007", "percent-differs"),
    _typed_percent("BM-003", "percent-differs-bm"),
    _typed_percent("IND-013", "percent-differs-ind"),
    *(_typed_number(code, f"{column}-differs") for code, column, _, _ in _MEASURES),
    _typed_number("ORG-007", "foreign-differs"),
)
