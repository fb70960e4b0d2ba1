"""The cells that «Проверить» colours, and the colours they had before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

import xlwings as xw

from ..findings import Finding, Severity
from ..layout import Layout, Place
from ..readers.sheet_xml import place_of
from ..writers.formats import AMBER, COMPUTED, INPUT, OTHERS, PINK
from ..writers.inputs import faint

MARK_COLOURS = {Severity.ERROR: PINK, Severity.WARNING: AMBER}
"""What is only to be known is not marked."""


def marks_of(findings: Iterable[Finding], layout: Layout) -> dict[Place, Severity]:
    """The cells to mark, each with the gravest of its findings."""
    marks: dict[Place, Severity] = {}
    for finding in findings:
        field = layout.form.by_id.get(finding.field)
        if field is None or finding.severity not in MARK_COLOURS:
            continue
        at = place_of(finding.cell)
        place = Place(finding.sheet, *at) if at else layout.place(field)
        if place not in marks or marks[place].weight < finding.severity.weight:
            marks[place] = finding.severity
    return marks


def own_colour(place: Place, layout: Layout) -> str:
    """The colour of a cell of the form that nothing is wrong with."""
    field = layout.at[place]
    if field.slot in layout.form.computed:
        return COMPUTED
    return OTHERS if faint(field) else INPUT


def paint(
    book: xw.Book, layout: Layout, marks: Mapping[Place, Severity], marked_before: Iterable[Place]
) -> None:
    """Colours the marked cells; those marked before that are fine now get their own colour back."""
    colours = {place: own_colour(place, layout) for place in marked_before}
    colours |= {place: MARK_COLOURS[severity] for place, severity in marks.items()}
    for first, count, colour in _runs(colours):
        top, column = first.row + 1, first.column + 1
        area = book.sheets[first.sheet].range((top, column), (top + count - 1, column))
        area.color = colour


def _runs(colours: Mapping[Place, str]) -> Iterator[tuple[Place, int, str]]:
    """Cells of one colour one below the other: the first, how many, the colour.

    Each run costs one call into Excel.
    """
    ordered = sorted(colours, key=lambda place: (place.sheet, place.column, place.row))

    def run(numbered: tuple[int, Place]) -> tuple[str, int, int, str]:
        number, place = numbered
        return place.sheet, place.column, place.row - number, colours[place]

    for _, group in groupby(enumerate(ordered), run):
        places = [place for _, place in group]
        yield places[0], len(places), colours[places[0]]
