"""The exam tables: subjects by bands of marks, base mathematics, the school's own."""

from __future__ import annotations

from collections.abc import Sequence

from ...form.fields import columns_of
from ...form.rows import Row
from ...form.tables import BaseMath, SchoolMeasures, SchoolParticipants, SubjectResults, Table
from .grid import Grid, Put
from .letters import Printed
from .paper import LANDSCAPE_WIDTH, Paper
from .styles import CELL_MIDDLE, CHAPTER

_MARKS = "¹²³⁴⁵⁶⁷⁸⁹"
_PERCENT, _COUNT = 1.25, 1.55
"""Widths of the columns in centimetres; the longer a heading, the wider its column."""


def put_ege(paper: Paper, printed: Printed) -> None:
    """«Итоги ЕГЭ»: participants by bands of marks."""
    edition = printed.form.edition
    paper.line(edition.titles.ege, CHAPTER)
    labels = [spec.label for _, spec in columns_of(SubjectResults).values()]
    widths = [
        _PERCENT if label == "%" else max(_COUNT, 0.2 * _longest(label) + 0.35) for label in labels
    ]
    grid = Grid(paper, edition.titles.ege, (LANDSCAPE_WIDTH - sum(widths), *widths))
    grid.header((edition.titles.subject, *labels))
    for subject in edition.subjects:
        grid.row((subject.label, *_values(printed, SubjectResults, subject)))


def put_base_math(paper: Paper, printed: Printed) -> None:
    """«Математика базовая»: marks by years, the newest first."""
    labels = [spec.label for _, spec in columns_of(BaseMath).values()]
    paper.gap()
    grid = Grid(paper, printed.form.edition.titles.base_math, (5, *[2] * (len(labels) - 1)))
    grid.header(labels)
    for row in printed.form.edition.base_math:
        year, *numbers = _values(printed, BaseMath, row)
        grid.row((year.text, *numbers))


def put_school(paper: Paper, printed: Printed) -> None:
    """«Итоги ЕГЭ в разрезе организаций»: the school's measures, its subjects across."""
    edition, titles = printed.form.edition, printed.form.edition.titles
    paper.line(titles.school, CHAPTER)
    subjects = edition.school_columns
    widths = (1, 0, 3.2, *(max(1.35, 0.2 * _longest(row.label) + 0.2) for row in subjects))
    grid = Grid(paper, titles.school, (1, LANDSCAPE_WIDTH - sum(widths), *widths[2:]))
    labels = (titles.number, titles.organisation, titles.school_measure)
    _header_with_notes(
        paper, grid, (*labels, *(row.label for row in subjects)), titles.school_footnotes
    )
    for number, (measure, (_, spec)) in enumerate(columns_of(SchoolMeasures).items()):
        first = ("1", _school(printed)) if number == 0 else ("", "")
        numbers = [Put(printed[f"org.{row.key}.{measure}"], CELL_MIDDLE) for row in subjects]
        grid.row((Put(first[0], CELL_MIDDLE), first[1], spec.label, *numbers))
    grid.keep_together()
    for column in (0, 1):
        grid.merge_down(column, 1, len(SchoolMeasures.model_fields))


def _header_with_notes(
    paper: Paper, grid: Grid, labels: Sequence[str], notes: Sequence[str]
) -> None:
    """The headings; a mark behind one becomes a footnote with the text that has the same mark."""
    by_mark = {note[0]: note[1:].strip() for note in notes}
    cells = grid.header([label.rstrip(_MARKS) for label in labels])
    for cell, label in zip(cells, labels, strict=True):
        if label[-1] in by_mark:
            paper.footnotes.add(cell.paragraphs[0], by_mark[label[-1]])


def _school(printed: Printed) -> str:
    """The name with its number of participants, in one cell as in the document."""
    label = columns_of(SchoolParticipants)["participants_persons"][1].label
    return f"{printed['meta.school_name']}\n{label} {printed['org.participants_persons']}".rstrip()


def _values(printed: Printed, table: type[Table], row: Row) -> Sequence[Put]:
    fields = printed.form.fields_of(table, row.key)
    return [Put(printed.of(field), CELL_MIDDLE) for field in fields]


def _longest(label: str) -> int:
    return max(map(len, label.split()))
