"""Target indicators 1.1 to 1.5: each by itself, against each other, and against their wholes."""

from ...expressions.nodes import Expression
from ...expressions.write import (
    all_filled,
    at_least,
    at_most,
    between,
    both,
    either,
    filled,
    more,
    one_of,
    quotient,
    rounded,
    same,
    share,
    times,
    total,
    when,
)
from ...form.references import every, like, marked, named, this
from ...form.rows import IndicatorRow, Row
from ...form.tables import Headcount, Indicator, percent_of_counts
from ...form.vocabulary import NOT_APPLICABLE, UNITS, YES_OR_NO
from ..findings import Excludes, Severity
from ..rule import INDICATORS, Grouping, Rule

row = this(Indicator)

_CALCULATED = percent_of_counts(marked("_num"), marked("_den"))
_TYPED = rounded(marked(), 2)
_AGREES = same(_TYPED, share(marked("_num"), marked("_den")))
_CUT_OFF = both(
    at_least(quotient(marked("_num"), marked("_den")), _TYPED),
    more(total(_TYPED, 0.01), quotient(marked("_num"), marked("_den"))),
)
"""85% where 85,7% should have become 86%: IND-014 tells of it after reading."""


def _is_share(spec: Row) -> bool:
    return spec.kind == "share"


def _rests_on_counts(percent: object, count: object, of: object) -> Expression:
    """A percent that was typed has its численность and its «Всего» beside it."""
    return when(both(filled(percent), at_least(percent, 0)), both(filled(count), more(of, 0)))


RULES = (
    Rule(
        code="IND-001",
        name="unit-not-in-list",
        table=Indicator,
        marks=("unit",),
        rows=lambda spec: spec.kind != "own",
        severity=Severity.ERROR,
        excludes=Excludes.CELL,
        applies_when=filled(row.unit),
        holds_when=one_of(row.unit, *UNITS),
        title="единица измерения — из списка",
        message="«{label}»: в графе «Единица измерения» стоит «{value}».",
        shows={"value": row.unit},
        fix="Выберите единицу из списка (%, чел., ед. …), число перенесите в графу «Численность».",
        why="По единице видно, доля это, число людей или деньги.",
        source="domain.md 2, IND-001; decision 16",
        grouped=Grouping("Единица измерения не из списка", INDICATORS),
        holds=({"ind.1.2-1.unit": "%"}, {"ind.1.4-3.unit": " ед. "}),
        fails=({"ind.1.2-1.unit": " 18"}, {"ind.1.3-2.unit": "100%"}),
    ),
    Rule(
        code="IND-002",
        name="share-is-not-a-percent",
        table=Indicator,
        marks=("y1",),
        rows=_is_share,
        severity=Severity.ERROR,
        excludes=Excludes.ROW,
        applies_when=filled(row.y1, row.y2),
        holds_when=both(
            when(filled(row.y1), between(row.y1, 0, 1)), when(filled(row.y2), between(row.y2, 0, 1))
        ),
        number_cells=(row.y1, row.y2),
        allowed_words=NOT_APPLICABLE,
        title="доля — процент от 0 до 100",
        message="«{label}» — доля, нужен процент, а указано {y1} и {y2}.",
        shows={"y1": row.y1, "y2": row.y2},
        fix="Впишите численность и «Всего», процент посчитается сам; или введите процент со знаком "
        "%, например 86%.",
        why="Число людей в графе процента не сложить с процентами других школ.",
        source="domain.md 2, IND-002",
        grouped=Grouping("Вместо процента указано другое", INDICATORS),
        holds=({"ind.1.2-1.y1": 0.86, "ind.1.2-1.y2": 1},),
        fails=({"ind.1.3-1.y1": 4, "ind.1.3-1.y2": 4}, {"ind.1.2-1.y2": -0.1}),
    ),
    Rule(
        code="IND-003",
        name="percent-differs-from-count",
        table=Indicator,
        marks=("y1", "y2"),
        rows=_is_share,
        severity=Severity.ERROR,
        excludes=Excludes.CELL,
        applies_when=both(filled(marked()), filled(marked("_num"))),
        holds_when=either(_AGREES, _CUT_OFF),
        silenced_by=("IND-002", "TXT-004"),
        title="указанный процент совпадает с вычисленным",
        message="«{label}», {column}: {num} из {den} — это {calc}%, а указано {typed}%.",
        shows={
            "num": marked("_num"),
            "den": marked("_den"),
            "calc": times(_CALCULATED, 100),
            "typed": times(marked(), 100),
        },
        fix="Проверьте численность, «Всего» и процент этого года.",
        why="Процент считается из численности, половина округляется вверх.",
        source="domain.md 2, IND-003; decision 3",
        holds=({"ind.1.2-1.y1": 0.86, "ind.1.2-1.y1.num": 18, "ind.1.2-1.y1.den": 21},),
        fails=({"ind.1.2-5.y2": 0.43, "ind.1.2-5.y2.num": 7, "meta.teachers_total.y2": 21},),
    ),
    Rule(
        code="IND-004",
        name="share-without-whole",
        table=Indicator,
        marks=("y1",),
        rows=_is_share,
        severity=Severity.ERROR,
        excludes=Excludes.CELL,
        required=True,
        applies_when=filled(row.y1, row.y2),
        holds_when=both(
            _rests_on_counts(row.y1, row.y1_num, row.y1_den),
            _rests_on_counts(row.y2, row.y2_num, row.y2_den),
        ),
        silenced_by=("IND-002", "TXT-004"),
        title="у доли указано, из чего она: численность и «Всего»",
        message="«{label}»: указан процент, но не указано, из чего он: нужны «Численность» и "
        "«Всего».",
        fix="Впишите численность и «Всего» за оба года; педагогов, руководителей и обучающихся — "
        "один раз на листе «Паспорт».",
        why="Район складывает численность, а не проценты.",
        source="domain.md 2, IND-004",
        grouped=Grouping("Указан процент, но не указано, из чего он", INDICATORS),
        holds=({"ind.1.2-1.y1": 0.86, "ind.1.2-1.y1.num": 18, "meta.teachers_total.y1": 21},),
        fails=(
            {"ind.1.2-1.y1": 0.86, "ind.1.2-1.y1.num": 18},
            {"ind.1.2-1.y1": 0.86, "meta.teachers_total.y1": 21},
            {"ind.1.3-2.y2": 1},
        ),
    ),
)


whole = this(Indicator)
headcount = named(Headcount, by="base")
group = like(Indicator, by="group")
categories = every(Indicator, having="category")
budget = every(Indicator, having="of_school_budget")

_YES_OR_NO = tuple(form for word in YES_OR_NO for form in (word, word.capitalize()))


def _opens_group(spec: Row) -> bool:
    return isinstance(spec, IndicatorRow) and spec.opens_group


def _within(parts: object, whole: object) -> Expression:
    return when(more(whole, 0), at_most(total(parts), whole))


def _same_whole(whole: object, headcount: object) -> Expression:
    return when(more(total(headcount), 0), same(whole, total(headcount)))


def _yes_or_no(cell: object) -> Expression:
    return when(filled(cell), one_of(cell, *_YES_OR_NO, *NOT_APPLICABLE))


TOTAL_RULES = (
    Rule(
        code="IND-006",
        name="group-empty",
        table=Indicator,
        marks=("unit",),
        rows=_opens_group,
        severity=Severity.WARNING,
        required=True,
        holds_when=filled(group.unit, group.y1, group.y2, group.y1_num, group.y2_num),
        title="в таблице показателей что-нибудь заполнено",
        message="Таблица {group} не заполнена.",
        facts=lambda spec: {"group": getattr(spec, "group", "")},
        fix="Заполните таблицу; если показатель не применяется, поставьте «не применимо».",
        why="Пустая таблица не отличается от забытой.",
        source="domain.md 2, IND-006",
        holds=({f"ind.{key}.y1": "не применимо" for key in ("1.1-4", "1.2-1", "1.3-1", "1.4-1")},),
        fails=({}, {"ind.1.2-1.y1": 0.5}),
    ),
    Rule(
        code="IND-005",
        name="wholes-differ",
        table=Indicator,
        marks=("y1_den",),
        rows=lambda spec: isinstance(spec, IndicatorRow) and bool(spec.base),
        severity=Severity.WARNING,
        applies_when=filled(whole.y1_den, whole.y2_den),
        holds_when=both(
            _same_whole(whole.y1_den, headcount.y1),
            _same_whole(whole.y2_den, headcount.y2),
        ),
        title="«Всего» — то же число, что на листе «Паспорт»",
        message="«{label}»: «Всего» {den1} и {den2} (по годам), а на листе «Паспорт» {head1} и "
        "{head2}.",
        shows={
            "den1": whole.y1_den,
            "den2": whole.y2_den,
            "head1": total(headcount.y1),
            "head2": total(headcount.y2),
        },
        fix="Исправьте «Всего» или численность на листе «Паспорт»; если доля считается от другого "
        "числа, напишите об этом на листе «Проверка».",
        why="Доли от разных чисел педагогов нельзя сравнить между собой.",
        source="domain.md 2, IND-005; decision 3",
        holds=(
            {"ind.1.2-1.y1.den": 21, "meta.teachers_total.y1": 21},
            {"ind.1.2-1.y1.den": 21},
        ),
        fails=({"ind.1.2-1.y1.den": 20, "meta.teachers_total.y1": 21},),
    ),
    Rule(
        code="IND-009",
        name="indicator-of-the-district",
        table=Indicator,
        marks=("y1",),
        rows=lambda spec: spec.kind == "flag",
        severity=Severity.NOTE,
        applies_when=filled(whole.y1, whole.y2),
        holds_when=both(_yes_or_no(whole.y1), _yes_or_no(whole.y2)),
        title="в показателе района школа отвечает «да» или «нет»",
        message="«{label}» — показатель района, долю школ посчитает он.",
        fix="Вместо числа укажите «да» или «нет».",
        why="Одна школа — не доля; район считает, сколько школ ответили «да».",
        source="domain.md 2, IND-009",
        holds=({"ind.1.4-1.y1": "да", "ind.1.4-1.y2": "Нет"}, {"ind.1.4-2.y1": "не применимо"}),
        fails=({"ind.1.4-1.y1": 1, "ind.1.4-1.y2": 1},),
    ),
    Rule(
        code="IND-007",
        name="more-categories-than-teachers",
        table=Indicator,
        marks=("y1_num",),
        rows=lambda spec: isinstance(spec, IndicatorRow) and spec.category == "highest",
        severity=Severity.WARNING,
        applies_when=filled(categories.y1_num, categories.y2_num),
        holds_when=both(
            _within(categories.y1_num, whole.y1_den),
            _within(categories.y2_num, whole.y2_den),
        ),
        silenced_by=("IND-012",),
        title="педагогов с категориями не больше, чем педагогов",
        message="С категориями {first} и {second} чел. (по годам), а педагогов {den1} и {den2}.",
        shows={
            "first": total(categories.y1_num),
            "second": total(categories.y2_num),
            "den1": whole.y1_den,
            "den2": whole.y2_den,
        },
        fix="Проверьте численность педагогов с первой и с высшей категорией.",
        why="У педагога одна категория.",
        source="domain.md 2, IND-007",
        holds=({"ind.1.2-3.y1.num": 4, "ind.1.2-4.y1.num": 6, "meta.teachers_total.y1": 21},),
        fails=({"ind.1.2-3.y1.num": 14, "ind.1.2-4.y1.num": 16, "meta.teachers_total.y1": 21},),
    ),
    Rule(
        code="IND-010",
        name="own-indicator-incomplete",
        table=Indicator,
        marks=("name",),
        rows=lambda spec: spec.kind == "own",
        severity=Severity.ERROR,
        excludes=Excludes.ROW,
        required=True,
        applies_when=filled(
            whole.name,
            whole.unit,
            whole.y1,
            whole.y2,
        ),
        holds_when=both(
            all_filled(whole.name, whole.unit),
            filled(whole.y1, whole.y2),
        ),
        title="у своего показателя есть название, единица и значение",
        message="Свой показатель {code}: нужны и название, и единица, и значение.",
        fix="Впишите недостающее или очистите строку.",
        why="Без единицы и значения показатель ничего не показывает.",
        source="domain.md 2, IND-010",
        holds=({"ind.1.5-1.name": "Травмы", "ind.1.5-1.unit": "ед.", "ind.1.5-1.y1": 0},),
        fails=({"ind.1.5-1.name": "Травмы"}, {"ind.1.5-2.y2": 3}),
    ),
    Rule(
        code="IND-011",
        name="shares-of-budget-over-whole",
        table=Indicator,
        marks=("y1",),
        rows=lambda spec: isinstance(spec, IndicatorRow) and spec.of_school_budget == "first",
        severity=Severity.WARNING,
        applies_when=both(
            filled(budget.y1, budget.y2),
            filled(whole.y1, whole.y2),
        ),
        holds_when=both(at_most(total(budget.y1), 1), at_most(total(budget.y2), 1)),
        silenced_by=("IND-002",),
        title="доли одного бюджета в сумме не больше 100%",
        message="Сумма долей расходов по годам: {first}% и {second}% — больше 100%.",
        shows={"first": times(total(budget.y1), 100), "second": times(total(budget.y2), 100)},
        fix="Проверьте доли расходов в таблице 1.1.",
        why="Части бюджета не больше самого бюджета.",
        source="domain.md 2, IND-011",
        holds=({"ind.1.1-3.y1": 0.4, "ind.1.1-4.y1": 0.6},),
        fails=({"ind.1.1-3.y1": 0.5, "ind.1.1-4.y1": 0.6},),
    ),
    Rule(
        code="IND-012",
        name="count-over-whole",
        table=Indicator,
        marks=("y1", "y2"),
        rows=lambda spec: spec.kind == "share",
        severity=Severity.WARNING,
        applies_when=filled(marked("_num")),
        holds_when=either(at_most(marked("_den"), 0), at_most(marked("_num"), marked("_den"))),
        silenced_by=("TXT-004",),
        number_cells=(marked("_num"), marked("_den")),
        title="численность не больше, чем «Всего»",
        message="«{label}», {column}: {num} больше, чем всего ({den}).",
        shows={"num": marked("_num"), "den": marked("_den")},
        fix="Проверьте численность и «Всего» этого года.",
        why="Часть не больше целого.",
        source="domain.md 2, IND-012",
        holds=({"ind.1.3-1.y1.num": 4, "meta.teachers_total.y1": 21},),
        fails=({"ind.1.3-1.y2.num": 22, "meta.teachers_total.y2": 21},),
    ),
)
