"""An indicator that is said not to be the school's, with numbers beside it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ..findings import Severity
from ..form.tables import Indicator
from ..form.vocabulary import NOT_APPLICABLE
from ..submission import Submission
from .function_rule import Fault, FunctionRule


def _numbers_beside(submission: Submission, _: date | None) -> Iterator[Fault]:
    form, values = submission.form, submission.values
    for row in form.edition.indicators:
        for year in ("y1", "y2"):
            said, *numbers = [
                form.field(Indicator, row.key, year + part) for part in ("", "_num", "_den")
            ]
            if said is None or values[said.slot] not in NOT_APPLICABLE:
                continue
            if any(field and values[field.slot] is not None for field in numbers):
                yield Fault(said.id)


RULES = (
    FunctionRule(
        code="IND-015",
        name="numbers-where-not-applicable",
        severity=Severity.WARNING,
        finds=_numbers_beside,
        title="у неприменимого показателя нет чисел",
        message="«{label}», {column}: стоит «не применимо», а численность указана. В сводку эти "
        "числа не войдут.",
        fix="Очистите численность и «Всего» или сотрите «не применимо».",
        why="Либо показатель к школе не относится, либо числа есть.",
        source="domain.md 2, IND-006",
        not_live="Числа и слова стоят рядом и видны; ради редкой оговорки книга не утяжелена ещё "
        "28 формулами.",
        holds=({"ind.1.2-1.y1": "не применимо"},),
        fails=({"ind.1.2-1.y1": "не применимо", "ind.1.2-1.y1.num": 3},),
    ),
)
