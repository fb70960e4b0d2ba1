"""«II раздел. План мероприятий» and who signs."""

from __future__ import annotations

from ...form.fields import columns_of
from ...form.rows import PlanHeadingRow, PlanItemRow
from ...form.tables import PlanHeading, PlanItem, Signature
from ...layout import layout_of
from .grid import Grid, Put
from .letters import Printed
from .paper import Paper
from .styles import (
    BY_HAND,
    CAPTION,
    CELL,
    CELL_FAINT,
    CELL_MIDDLE,
    CELL_PART,
    CHAPTER,
    PART,
    SUBTITLE,
)

_WIDTHS = (1.5, 9.4, 3.4, 4.2, 4.3, 3.9)
_FILLED = ("term", "responsible", "result", "mark")
_SIGNED = (9, 1, 6, 1, 6)
"""Widths of position, signature and name with the gaps between them, in centimetres."""


def put_plan(paper: Paper, printed: Printed) -> None:
    """Sections and their activities in the document's order; own ones where they are filled."""
    form = printed.form
    title, *further = form.edition.titles.plan
    paper.line(title, PART)
    paper.line(" ".join(map(form.edition_text, further)), SUBTITLE)
    grid = Grid(paper, title, _WIDTHS, at_top=True)
    labels = [spec.label for _, spec in columns_of(PlanItem).values()]
    grid.header((form.edition.titles.number, *labels))
    for line in layout_of(form.edition.key).block("pln").lines:
        if isinstance(line.spec, PlanHeadingRow):
            grid.row(_heading(printed, line.spec))
        elif isinstance(line.spec, PlanItemRow) and (cells := _item(printed, line.spec)):
            grid.row(cells)


def _heading(printed: Printed, row: PlanHeadingRow) -> list[Put]:
    """One merged cell; what was said for all activities below stands in it too."""
    specs = columns_of(PlanHeading)
    said = [
        (f"{specs[name][1].label}: {text}", CELL)
        for name in ("term", "responsible")
        if (text := printed[f"pln.{row.key}.{name}"])
    ]
    heading = Put(row.label, CELL_PART, span=5, also=tuple(said))
    return [Put(row.number, CELL_PART), heading]


def _item(printed: Printed, row: PlanItemRow) -> list[Put]:
    """The cells of an activity; none for a free row that nobody has filled."""
    filled = [Put(printed[f"pln.{row.key}.{name}"]) for name in _FILLED]
    own = row.kind == "own"
    text = printed[f"pln.{row.key}.text"] if own else row.label
    if own and not text and not any(put.text for put in filled):
        return []
    return [_number(printed, row), Put(text), *filled]


def _number(printed: Printed, row: PlanItemRow) -> Put:
    """The printed number, and whose activity it is, where it is not the school's."""
    others = printed.form.edition.others
    if row.owner != "D":
        return Put(row.number, CELL_MIDDLE)
    if not row.number:
        return Put(others, CELL_FAINT)
    return Put(row.number, CELL_MIDDLE, also=((others, CELL_FAINT),))


def put_signature(paper: Paper, printed: Printed) -> None:
    """Position, signature, name over their captions, and the day."""
    specs, titles = columns_of(Signature), printed.form.edition.titles
    paper.line(titles.signature, CHAPTER)
    grid = Grid(paper, titles.signature, _SIGNED, ruled=False)
    on_line = (printed["sgn.position"], "", printed["sgn.fio"])
    captions = (specs["position"][1].label, titles.handwritten, specs["fio"][1].label)
    grid.row(_apart([Put(text, BY_HAND) for text in on_line]))
    grid.row(_apart([Put(text, CAPTION) for text in captions]))
    paper.gap()
    paper.to_fill(f"{specs['date'][1].label}:", printed["sgn.date"])


def _apart(cells: list[Put]) -> list[Put]:
    return [cells[0], Put(), cells[1], Put(), cells[2]]
