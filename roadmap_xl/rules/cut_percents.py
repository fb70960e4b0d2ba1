"""A percent whose fraction was cut off where it should have been rounded."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ..expressions.numbers import percent, round_half_up, shown
from ..findings import Severity
from ..form.tables import Indicator
from ..submission import Submission, with_defaults
from .function_rule import Fault, FunctionRule


def _cut_off(submission: Submission, _: date | None) -> Iterator[Fault]:
    form = submission.form
    values = with_defaults(form, submission.values)
    for row in form.edition.indicators:
        for year in ("y1", "y2"):
            fields = [form.field(Indicator, row.key, year + part) for part in ("", "_num", "_den")]
            numbers = [values[field.slot] if field else None for field in fields]
            typed, part, whole = (n if isinstance(n, int | float) else None for n in numbers)
            if typed is None or part is None or not whole or fields[0] is None:
                continue
            points, computed = round_half_up(100 * typed), percent(part, whole)
            if points == int(100 * part / whole + 1e-9) and points != computed:
                words = {"part": shown(part), "whole": shown(whole)}
                yield Fault(
                    fields[0].id, {**words, "computed": str(computed), "typed": shown(points)}
                )


RULES = (
    FunctionRule(
        code="IND-014",
        name="percent-cut-off",
        severity=Severity.WARNING,
        finds=_cut_off,
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
