"""Functions on counts: the share of a count, the averages that bands of marks allow."""

from __future__ import annotations

from collections.abc import Sequence

from ...errors import RoadmapError
from ...expressions.cell_values import CellValues
from ...expressions.nodes import Cell
from ...expressions.python import BROKEN, compile_value
from ...expressions.write import share as share_of
from ...form.edition import Edition
from ...form.fields import Form
from ...form.rows import Subject
from ...form.submission import blank
from ...form.tables import BANDS, SubjectResults
from ...rules.checklist import Check, checklist_of
from ...texts.squeezing import normalize
from ...texts.typed import quote_value
from . import arguments
from .arguments import ArgumentError, Grid, grid_of, on_each

_SHARE = compile_value(share_of(Cell(0, is_text=False), Cell(1, is_text=False)))
"""The very tree that the percent cells of the form are computed by."""
_AVERAGE_POSSIBLE = "PRB-005"
_ROW = tuple(SubjectResults.columns)
"""A subject's row on «ЕГЭ»: «Всего», then each band with its percent."""


@on_each
def share(part: object, whole: object) -> object:
    """The share 0..1, half up to a whole percent; None for a blank part, a blank or zero whole."""
    return _SHARE(CellValues([arguments.number(part), arguments.number(whole)]))


def score_range(bands: object, subject: object, edition: object = None) -> Grid:
    """A row of two for each row of bands: the lowest and the highest average they allow."""
    rows, names = grid_of(bands), [row[0] for row in grid_of(subject)]
    year = grid_of(edition)[0][0]
    if len(names) == 1:
        names *= len(rows)
    if len(names) != len(rows):
        return [[f"строк с числами {len(rows)}, а предметов {len(names)}", None]]
    return [_bounds_text(row, name, year) for row, name in zip(rows, names, strict=True)]


def _bounds_text(row: Sequence[object], name: object, edition: object) -> list[object]:
    try:
        return _bounds(row, name, arguments.form_of_year(edition))
    except RoadmapError as fault:
        return [str(fault), None]


def _bounds(row: Sequence[object], name: object, form: Form) -> list[object]:
    counts = _counts(row)
    if all(count is None for count in counts.values()):
        return [None, None]
    subject = _subject(form.edition, name)
    prefix = f"{SubjectResults.prefix}.{subject.key}"
    submission = blank(form, {f"{prefix}.{column}": n for column, n in counts.items()})
    check = _check(form, subject)
    if wrong := _wrong(check, submission.cell_values, submission.values):
        raise ArgumentError(wrong)
    return [compile_value(check.shows[bound])(submission.cell_values) for bound in ("low", "high")]


def _counts(row: Sequence[object]) -> dict[str, float | None]:
    """By column: seven bands alone, or the row of the form from «Всего» to the last percent."""
    if len(row) == len(BANDS):
        counts = dict(zip(BANDS, map(arguments.number, row), strict=True))
        filled = [count for count in counts.values() if count is not None]
        return {"total": sum(filled) if filled else None, **counts}
    if len(row) == len(_ROW):
        cells = dict(zip(_ROW, row, strict=True))
        return {column: arguments.number(cells[column]) for column in ("total", *BANDS)}
    raise ArgumentError(
        f"нужна строка листа «ЕГЭ» от «Всего» до последнего % ({len(_ROW)} ячеек) или только "
        f"диапазоны баллов ({len(BANDS)}), а ячеек {len(row)}"
    )


def _subject(edition: Edition, raw: object) -> Subject:
    typed = normalize(arguments.text(raw))
    for subject in edition.subjects:
        names = (subject.key, subject.label, subject.average_label, *subject.aliases)
        if typed in map(normalize, names):
            return subject
    if not typed:
        raise ArgumentError("укажите предмет, как в бланке")
    raise ArgumentError(f"нет предмета «{quote_value(raw)}» в бланке {edition.key} года")


def _check(form: Form, subject: Subject) -> Check:
    return next(
        check
        for check in checklist_of(form).checks
        if check.rule.code == _AVERAGE_POSSIBLE and check.field.row.key == subject.key
    )


def _wrong(check: Check, cell_values: CellValues, values: Sequence[object]) -> str:
    """What is wrong with the row itself, in the words of the rule that silences this check."""
    for other in checklist_of(check.form).checks:
        of_row = (other.field.table, other.field.row.key) == (SubjectResults, check.field.row.key)
        silences = of_row and other.rule.code in check.rule.silenced_by
        if silences and other.verdict(cell_values) == BROKEN:
            return other.message(cell_values, values)
    return ""
