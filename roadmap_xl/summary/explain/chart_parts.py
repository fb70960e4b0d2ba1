"""The charts of a written summary: what they show, from their own parts and the cells they name."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

from ...reader.files.cells import Cells
from ...reader.files.places import place_of
from ...texts.typed import as_text

_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_CHARTS = re.compile(r"xl/charts/chart(\d{1,3})\.xml")
_OVERVIEW = "_overview"
_MOST_BYTES = 1_000_000
_AREA = re.compile(r"'?([^'!]+)'?!\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?")
NO_COLOUR = "#7F7F7F"


@dataclass(frozen=True, slots=True)
class ShownSeries:
    """A series of a chart: a colour as «#3C74B3», a number for each category or None."""

    name: str
    colour: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class ShownChart:
    """A chart of bars; `is_of_parts` where the series are parts of one whole."""

    title: str
    categories: tuple[str, ...]
    series: tuple[ShownSeries, ...]
    is_of_parts: bool


def charts_in(data: bytes, cells: Cells) -> Iterator[ShownChart]:
    """The charts whose numbers stand on the overview's hidden sheet, in their order."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        found = [(int(one[1]), one[0]) for one in map(_CHARTS.fullmatch, package.namelist()) if one]
        for _, name in sorted(found):
            if package.getinfo(name).file_size <= _MOST_BYTES:
                root = ElementTree.fromstring(package.read(posixpath.normpath(name)))
                yield from _chart(root, cells)


def _chart(root: ElementTree.Element, cells: Cells) -> Iterator[ShownChart]:
    found = root.findall(f".//{_C}ser")
    if not found or not (found[0].findtext(f"{_C}val//{_C}f") or "").startswith(_OVERVIEW):
        return
    grouping = root.find(f".//{_C}grouping")
    title = "".join(one.text or "" for one in root.findall(f"./{_C}chart/{_C}title//{_A}t"))
    categories = _values(found[0].findtext(f"{_C}cat//{_C}f") or "", cells)
    yield ShownChart(
        title,
        tuple(as_text(one) if one is not None else "" for one in categories),
        tuple(_series(one, cells) for one in found),
        grouping is not None and grouping.get("val") == "percentStacked",
    )


def _series(found: ElementTree.Element, cells: Cells) -> ShownSeries:
    (name,) = _values(found.findtext(f"{_C}tx//{_C}f") or "", cells) or [""]
    colour = found.find(f"{_C}spPr/{_A}solidFill/{_A}srgbClr")
    values = _values(found.findtext(f"{_C}val//{_C}f") or "", cells)
    return ShownSeries(
        as_text(name),
        f"#{colour.get('val', '')}" if colour is not None else NO_COLOUR,
        tuple(float(one) if isinstance(one, int | float) else None for one in values),
    )


def _values(area: str, cells: Cells) -> list[object]:
    """What stands in an area of one column or one row."""
    named = _AREA.fullmatch(area)
    if named is None:
        return []
    first = place_of(named[2] + named[3])
    last = place_of(named[4] + named[5]) if named[4] else first
    if first is None or last is None:
        return []
    rows = cells.rows(named[1])
    return [
        rows[row][column] if row < len(rows) and column < len(rows[row]) else None
        for row in range(first[0], last[0] + 1)
        for column in range(first[1], last[1] + 1)
    ]
