"""XWB-003: where two sheets of the summary show one number, both must have come to the same.

They are summed by recipes of their own, so a fault of the program in one of them shows here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..findings import Finding
from ..form.edition import Edition
from .figures import Figures
from .matching import receipt_finding
from .plan_execution import ALL, sections
from .subject_totals import groups


def control_findings(edition: Edition, figures: Figures) -> tuple[Finding, ...]:
    """A finding for each number that stands twice and differs; none, as a rule.

    Where an error leaves something out the sheets may differ: by the row there, by the cell here.
    """
    return tuple(
        receipt_finding("control-total", what=what, one=_said(one), other=_said(other))
        for what, keys, also in _twice(edition)
        if all(figures[key].left_out.number == 0 for key in (*keys, *also))
        and (one := _sum(figures, keys)) != (other := _sum(figures, also))
    )


def _twice(edition: Edition) -> Iterator[tuple[str, Sequence[str], Sequence[str]]]:
    """What stands twice, in words, and the keys of both; several keys are added up."""
    columns = {column.key for column in edition.school_columns}
    for key, label, subjects in groups(edition):
        column = {subject.school_column for subject in subjects}
        single = key if key in columns else next(iter(column & columns), "")
        alone = [one for one in edition.subjects if one.school_column == single]
        if len(alone) == len(subjects):
            yield f"«{label}: Всего»", [f"ege.{key}.total"], [f"org.participants.{single}"]
            yield f"«{label}: не сдали»", [f"ege.{key}.below"], [f"org.not_passed.{single}"]
        yield f"«{label}: участники»", [f"ege.{key}.total"], [f"dyn.{key}.n"]
    parts = [key for key, _ in sections(edition)]
    for measure, what in (("items", "пунктов"), ("done", "выполнено"), ("overdue", "просрочено")):
        of_parts = [f"plan.{measure}.{part}" for part in parts]
        yield f"«План: {what}»", of_parts, [f"plan.{measure}.{ALL}"]


def _sum(figures: Figures, keys: Sequence[str]) -> float:
    return float(sum(figures[key].count or 0 for key in keys))


def _said(number: float) -> str:
    return f"{number:g}".replace(".", ",")
