"""Ink on ground: every pair that the written cells, conditions and charts can make reaches WCAG AA.

4.5 : 1 for text, 3 : 1 for large text (18 pt, or 14 pt bold) and for the parts of charts (WCAG 2.1,
1.4.3 and 1.4.11). Pairs are taken out of the files and computed here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import product
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from contrast import CHART, DRAWING, contrast
from made_books import ALL_BOOKS, BLANK, DISTRICT, SUMMARY, WITH_BUTTONS, MadeBooks
from openpyxl.formatting.rule import Rule
from openpyxl.styles.colors import Color
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.worksheet import Worksheet

from roadmap_xl.workbook.looks import STYLES

TEXT, LARGE = 4.5, 3.0
LEAST, LEAST_HINT = 10, 9
"""Points of what is read; of hints, headers of narrow columns and what is said beside a number."""
PAPER = "FFFFFF"
INK = "000000"


@dataclass(frozen=True)
class Look:
    """A cell as it may look: ink, ground, size in points, weight."""

    ink: str
    ground: str
    size: float
    bold: bool

    @property
    def needed(self) -> float:
        return LARGE if self.size >= 18 or (self.bold and self.size >= 14) else TEXT


def test_the_measure_itself() -> None:
    """Pairs with the ratios that WebAIM's checker is known to give."""
    assert contrast(INK, PAPER) == pytest.approx(21)
    assert contrast("777777", PAPER) == pytest.approx(4.48, abs=0.01)
    assert contrast("767676", PAPER) == pytest.approx(4.54, abs=0.01)


def rgb(colour: Color | None, otherwise: str) -> str:
    if colour is None or (colour.type == "rgb" and colour.rgb == "00000000"):
        return otherwise
    if colour.type == "theme":
        return {0: PAPER, 1: INK}[colour.theme]
    if colour.type == "indexed":
        return {64: INK, 65: PAPER, 8: INK, 9: PAPER}[colour.indexed]
    return str(colour.rgb)[-6:]


def conditions(sheet: Worksheet) -> list[tuple[set[tuple[int, int]], Rule]]:
    """Each condition with the cells of its area that the sheet has."""
    used = {(cell.row, cell.column) for row in sheet.iter_rows() for cell in row}
    return [
        (used & {at for area in one.sqref.ranges for at in area.cells}, rule)
        for one in sheet.conditional_formatting
        for rule in one.rules
    ]


def with_condition(look: Look, rule: Rule) -> Look:
    if rule.colorScale:  # between its colours the contrast lies between theirs
        worst = min((rgb(c, PAPER) for c in rule.colorScale.color), key=partial(contrast, look.ink))
        return Look(look.ink, worst, look.size, look.bold)
    style: DifferentialStyle = rule.dxf
    ink = rgb(style.font.color, look.ink) if style.font else look.ink
    ground = look.ground
    if style.fill:
        ground = rgb(style.fill.bgColor, rgb(style.fill.fgColor, look.ground))
    return Look(ink, ground, look.size, look.bold)


def looks(sheet: Worksheet) -> Iterator[tuple[str, Look]]:
    """Every look that a cell of the sheet can have, with the first cell that has it."""
    seen: set[tuple[Look, tuple[int, ...]]] = set()
    rules = conditions(sheet)
    for cell in (cell for row in sheet.iter_rows() for cell in row):
        if not cell.has_style:
            continue
        font, fill = cell.font, cell.fill
        ground = rgb(fill.fgColor, PAPER) if fill.fill_type == "solid" else PAPER
        plain = Look(rgb(font.color, INK), ground, font.sz, bool(font.b))
        over = tuple(n for n, (area, _) in enumerate(rules) if (cell.row, cell.column) in area)
        if (plain, over) in seen:
            continue
        seen.add((plain, over))
        for on in product((False, True), repeat=len(over)):  # all that may hold together
            look = plain
            for number in [n for n, holds in zip(over, on, strict=True) if holds][::-1]:
                look = with_condition(look, rules[number][1])  # the first wins
            yield f"{sheet.title}!{cell.coordinate}", look


@pytest.mark.parametrize("book", ALL_BOOKS)
def test_every_cell_can_be_read_whatever_its_conditions(book: str, books: MadeBooks) -> None:
    faint = {
        f"#{look.ink} on #{look.ground} ({look.size:g} pt): {contrast(look.ink, look.ground):.2f}, "
        f"needed {look.needed}": where
        for sheet in books.visible(book)
        for where, look in looks(sheet)
        if contrast(look.ink, look.ground) < look.needed
    }
    assert not faint


SMALL = {
    "hint": "a hint above the table",
    "note": "a footnote",
    "number_row": "numbers of columns, as the form prints them",
    "section_note": "a hint in a section's row",
    "check": "what is said beside a row; on «Проверка» the same stands in 10 points",
    "caption": "under a line of the signature, as the form has it",
    "code": "a rule's code, for those who are asked",
    "open_code": "the same",
    "coverage": "over how many schools, below the number",
    "coverage_label": "the same",
    "coverage_less": "the same",
    "header_turned": "turned, the longest names of sections",
    "clipped": "a file's mark, for programs",
    "mono": "the same",
    "small": "what is said beside a number: files, causes, remarks",
    "small_link": "the same",
    "total_small": "the same",
    "tile_caption": "above a number of 20 points",
    "tile_note": "below it",
}
"""The styles of hints; everything else is read, and has 10 points."""


@pytest.mark.parametrize("name", STYLES)
def test_letters_are_large_enough(name: str) -> None:
    is_hint = name in SMALL or name.endswith("_again")
    assert STYLES[name].get("font_size", LEAST) >= (LEAST_HINT if is_hint else LEAST)


@pytest.mark.parametrize("book", ALL_BOOKS)
def test_no_cell_has_letters_below_those_of_a_hint(book: str, books: MadeBooks) -> None:
    small = {
        look.size: where
        for sheet in books.visible(book)
        for where, look in looks(sheet)
        if look.size < LEAST_HINT
    }
    assert not small


@dataclass(frozen=True)
class Bar:
    """One series of a chart, as its XML has it."""

    name: str
    ground: str
    outline: str
    label_inks: frozenset[str]
    """Of all its labels, those with words of their own too."""
    label_ground: str
    """The bar itself, where the label stands in it; else paper."""
    label_size: float


def charts(path: Path) -> Iterator[tuple[str, list[Bar]]]:
    with ZipFile(path) as archive:
        for name in archive.namelist():
            if name.startswith("xl/charts/chart"):
                root = ElementTree.fromstring(archive.read(name))
                is_stacked = root.find(f".//{CHART}grouping").get("val") == "percentStacked"
                yield name, [bar_of(one, is_stacked) for one in root.iter(f"{CHART}ser")]


def bar_of(series: ElementTree.Element, is_stacked: bool) -> Bar:
    def value(where: str) -> str | None:
        found = series.find(where)
        return None if found is None else found.get("val")

    look = f"{CHART}spPr"
    labels = series.find(f"{CHART}dLbls")
    assert labels is not None
    runs = [*labels.iter(f"{DRAWING}defRPr"), *labels.iter(f"{DRAWING}rPr")]
    colour = f"/{DRAWING}srgbClr"
    ground = str(value(f"{look}/{DRAWING}solidFill{colour}"))
    return Bar(
        str(series.findtext(f"{CHART}tx//{CHART}v")),
        ground,
        str(value(f"{look}/{DRAWING}ln/{DRAWING}solidFill{colour}")),
        frozenset(str(one.get("val")) for one in labels.iter(f"{DRAWING}srgbClr")),
        ground if is_stacked else PAPER,
        min(int(run.get("sz", "0")) / 100 for run in runs),
    )


@pytest.mark.parametrize("book", [BLANK, SUMMARY])
def test_the_parts_of_charts_and_their_numbers_can_be_told_apart(
    book: str, books: MadeBooks
) -> None:
    found = dict(charts(books[book]))
    assert len(found) == (7 if book == SUMMARY else 1)
    for name, bars in found.items():
        for bar in bars:
            where = f"{name}: {bar}"
            assert contrast(bar.outline, PAPER) >= LARGE, where
            assert bar.label_inks, where
            assert all(contrast(ink, bar.label_ground) >= TEXT for ink in bar.label_inks), where
            assert bar.label_size >= LEAST_HINT, where


@pytest.mark.parametrize("book", [WITH_BUTTONS, DISTRICT])
def test_the_hint_beside_the_buttons_can_be_read(book: str, books: MadeBooks) -> None:
    with ZipFile(books[book]) as archive:
        drawn = [archive.read(n) for n in archive.namelist() if n.startswith("xl/drawings/drawing")]
    runs = [run for part in drawn for run in ElementTree.fromstring(part).iter(f"{DRAWING}rPr")]
    assert runs
    for run in runs:
        colour = run.find(f".//{DRAWING}srgbClr")
        assert colour is not None
        assert contrast(str(colour.get("val")), PAPER) >= TEXT
        assert int(run.get("sz", "0")) / 100 >= LEAST_HINT
