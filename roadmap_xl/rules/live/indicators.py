"""Target indicators 1.1 to 1.5."""

from ..expressions.write import (
    at_least,
    between,
    both,
    either,
    filled,
    more,
    one_of,
    over,
    rounded,
    same,
    share,
    times,
    total,
    when,
)
from ..findings import Excludes, Severity
from ..form.references import marked, this
from ..form.rows import Row
from ..form.tables import Indicator
from ..form.vocabulary import UNITS
from .grouped import INDICATORS, Grouped
from .rule import Rule

row = this(Indicator)

_TYPED = rounded(marked(), 2)
_AGREES = same(_TYPED, share(marked("_num"), marked("_den")))
_CUT_OFF = both(
    at_least(over(marked("_num"), marked("_den")), _TYPED),
    more(total(_TYPED, 0.01), over(marked("_num"), marked("_den"))),
)
"""85% where 85,7% should have become 86%: IND-014 tells of it after reading."""


def _is_share(spec: Row) -> bool:
    return spec.kind == "share"


RULES = (
    Rule(
        code="IND-001",
        name="unit-not-in-list",
        table=Indicator,
        marks=("unit",),
        rows=lambda spec: spec.kind != "own",
        severity=Severity.ERROR,
        excludes=Excludes.CELL,
        asked_when=filled(row.unit),
        holds_when=one_of(row.unit, *UNITS),
        title="единица измерения — из списка",
        message="«{label}»: в графе «Единица измерения» стоит «{value}».",
        shows={"value": row.unit},
        fix="Выберите единицу из списка (%, чел., ед. …), число перенесите в графу «Численность».",
        why="По единице видно, доля это, число людей или деньги.",
        source="domain.md 2, IND-001; decision 16",
        grouped=Grouped("Единица измерения не из списка", INDICATORS),
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
        asked_when=filled(row.y1, row.y2),
        holds_when=both(
            when(filled(row.y1), between(row.y1, 0, 1)), when(filled(row.y2), between(row.y2, 0, 1))
        ),
        title="доля — процент от 0 до 100",
        message="«{label}» — доля, нужен процент, а указано {y1} и {y2}.",
        shows={"y1": row.y1, "y2": row.y2},
        fix="Впишите численность и «Всего», процент посчитается сам; или введите процент со знаком "
        "%, например 86%.",
        why="Число людей в графе процента не сложить с процентами других школ.",
        source="domain.md 2, IND-002",
        grouped=Grouped("Вместо процента указано число", INDICATORS),
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
        asked_when=both(filled(marked()), filled(marked("_num"))),
        holds_when=either(_AGREES, _CUT_OFF),
        silenced_by=("IND-002", "TXT-004"),
        title="указанный процент совпадает с вычисленным",
        message="«{label}», {column}: {num} из {den} — это {calc}%, а указано {typed}%.",
        shows={
            "num": marked("_num"),
            "den": marked("_den"),
            "calc": times(share(marked("_num"), marked("_den")), 100),
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
        excludes=Excludes.ROW,
        asked_when=filled(row.y1, row.y2),
        holds_when=both(
            when(both(filled(row.y1), at_least(row.y1, 0)), more(row.y1_den, 0)),
            when(both(filled(row.y2), at_least(row.y2, 0)), more(row.y2_den, 0)),
        ),
        silenced_by=("IND-002", "TXT-004"),
        title="у доли указано, от чего она считается",
        message="«{label}»: указан процент, но не указано «Всего» — от чего эта доля.",
        fix="Впишите численность и «Всего» за оба года; педагогов, руководителей и обучающихся — "
        "один раз на листе «Паспорт».",
        why="Район складывает численность, а не проценты.",
        source="domain.md 2, IND-004",
        grouped=Grouped("Указан процент, но не указано «Всего» — от чего доля", INDICATORS),
        holds=({"ind.1.2-1.y1": 0.86, "meta.teachers_total.y1": 21},),
        fails=({"ind.1.2-1.y1": 0.86}, {"ind.1.3-2.y2": 1}),
    ),
)
