"""Percents: typed without their sign (TXT-014 to TXT-016), cut off instead of rounded.

And numbers beside an indicator that is «не применимо».
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from ...expressions.numbers import percent, round_half_up, show_value
from ...form.derived import derived
from ...form.fields import Field, Form
from ...form.submission import Submission, with_defaults
from ...form.tables import Indicator
from ...form.vocabulary import NOT_APPLICABLE
from ..findings import Severity
from ..rule import Fault, FunctionRule, ReadingRule

READING_RULES = (
    ReadingRule(
        code="TXT-014",
        name="percent-without-sign",
        note="percent-read",
        severity=Severity.NOTE,
        title="процент записан без знака %",
        message="«{raw}» прочитано как {value}: {meant}.",
        fix="Исправлять не нужно; чтобы не было сомнений, пишите процент со знаком %.",
        why="Число без знака может быть и процентом, и долей, и численностью.",
        source="domain.md 6, rows 19, 20 and 22",
    ),
    ReadingRule(
        code="TXT-015",
        name="percent-hundredfold",
        note="percent-hundredfold",
        severity=Severity.WARNING,
        title="процент в ячейке не стократный",
        message="В ячейке видно {raw}, прочитано как {value}: {meant}.",
        fix="Введите процент заново со знаком %.",
        why="Число, вставленное в ячейку с процентным форматом, Excel показывает стократным.",
        source="domain.md 6, row 22",
    ),
    ReadingRule(
        code="TXT-016",
        name="percent-with-count",
        note="percent-with-count",
        severity=Severity.NOTE,
        title="рядом с процентом записана численность",
        message="«{raw}» прочитано как {value}; число в скобках похоже на численность: {meant}.",
        fix="Впишите это число в графу «Численность» того же года.",
        why="Район складывает численность, а не проценты.",
        source="domain.md 6, row 21",
    ),
)
"""One for each way of understanding."""


class _Share(NamedTuple):
    """The fields of an indicator in one year: its percent, the count and «Всего»."""

    percent: Field
    counts: tuple[Field | None, Field | None]


@derived
def _shares(form: Form) -> tuple[_Share, ...]:
    found = [
        [form.field(Indicator, row.key, year + part) for part in ("", "_num", "_den")]
        for row in form.edition.indicators
        for year in ("y1", "y2")
    ]
    return tuple(_Share(one, (part, whole)) for one, part, whole in found if one is not None)


def _find_cut_off(submission: Submission, _: date | None) -> Iterator[Fault]:
    values = with_defaults(submission.form, submission.values)
    for field, counts in _shares(submission.form):
        numbers = [values[one.slot] if one else None for one in (field, *counts)]
        typed, part, whole = (n if isinstance(n, int | float) else None for n in numbers)
        if typed is None or part is None or not whole:
            continue
        points, computed = round_half_up(100 * typed), percent(part, whole)
        if points == int(100 * part / whole + 1e-9) and points != computed:
            words = {"part": show_value(part), "whole": show_value(whole)}
            yield Fault(field.id, {**words, "computed": str(computed), "typed": show_value(points)})


RULES = (
    FunctionRule(
        code="IND-014",
        name="percent-cut-off",
        severity=Severity.WARNING,
        finds=_find_cut_off,
        silenced_by=("IND-002",),
        title="процент округлён, а не обрезан",
        message="«{label}», {column}: {part} из {whole} — это {computed}%, а указано {typed}%: "
        "дробная часть отброшена.",
        fix="Впишите округлённый процент или оставьте как есть: в сводку идёт вычисленный.",
        why="Половина и больше округляется вверх.",
        source="domain.md 6, row 24",
        not_live="Разница меньше одного процента ничего не меняет в сводке; ради неё книга не "
        "утяжелена ещё 28 формулами.",
        holds=({"ind.1.2-1.y1": 0.86, "ind.1.2-1.y1.num": 18, "ind.1.2-1.y1.den": 21},),
        fails=({"ind.1.2-1.y1": 0.85, "ind.1.2-1.y1.num": 18, "ind.1.2-1.y1.den": 21},),
    ),
)


def _find_numbers_beside(submission: Submission, _: date | None) -> Iterator[Fault]:
    values = submission.values
    for field, counts in _shares(submission.form):
        if values[field.slot] in NOT_APPLICABLE and any(
            one and values[one.slot] is not None for one in counts
        ):
            yield Fault(field.id)


NOT_APPLICABLE_RULES = (
    FunctionRule(
        code="IND-015",
        name="numbers-where-not-applicable",
        severity=Severity.WARNING,
        finds=_find_numbers_beside,
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
