"""What Excel asks of sheets and validators do not know: overlaps, limits, what is referred to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from math import isfinite
from xml.etree import ElementTree

from .book_checks import BookChecks, is_too_long
from .formula_checks import faults_of
from .formulas import Area, area_of
from .package_checks import Fault
from .workbook_file import MAIN, RELATION

LIMITS = {"promptTitle": 32, "prompt": 255, "errorTitle": 32, "error": 225}
"""Of what a validation says, in characters."""
LONGEST_LINK, LONGEST_MARGIN_TEXT, MOST_LINKS = 255, 255, 65_530
WIDEST, HIGHEST, LAST_ROW, LAST_COLUMN = 255, 409.5, 1_048_576, 16_384


class SheetChecks:
    """The checks of the sheets of one workbook's file."""

    def __init__(self, book: BookChecks) -> None:
        self.book = book
        self.file = book.file

    def faults(self) -> Iterator[Fault]:
        for part in self.book.sheets.values():
            for place, fault in self._of_sheet(self.file.tree(part)):
                yield part, place, fault
            yield from self._of_links(part)

    def _of_sheet(self, tree: ElementTree.Element) -> Iterator[tuple[str, str]]:
        yield from self._of_cells(tree)
        yield from _of_shared(tree)
        yield from _of_columns(tree, self.book.formats)
        yield from _of_overlaps("merge", _references(tree, "mergeCell", "ref"))
        merges = [area for _, area in _references(tree, "mergeCell", "ref")]
        yield from (
            ("mergeCell", "a merge of one cell") for area in merges if area[1:3] == area[3:5]
        )
        yield from self._of_validations(tree)
        yield from self._of_colours(tree)
        for one in tree.iter():
            is_margin = re.fullmatch(r".*(odd|even|first)(Header|Footer)", one.tag)
            if is_margin and len(one.text or "") > LONGEST_MARGIN_TEXT:
                yield one.tag.removeprefix(MAIN), "longer than a header may be"
        yield from self._of_filter(tree)

    def _of_cells(self, tree: ElementTree.Element) -> Iterator[tuple[str, str]]:
        last_row = 0
        for row in tree.iter(f"{MAIN}row"):
            number = int(row.get("r", "0"))
            if number <= last_row:
                yield str(number), "rows out of order"
            last_row = number
            if float(row.get("ht", "0")) > HIGHEST:
                yield str(number), "a row too high"
            if int(row.get("s", "0")) >= self.book.formats:
                yield str(number), "a style that is not there"
            last_column = 0
            for cell in row:
                area = area_of(str(cell.get("r")), "")
                if area is None or area.top != number or area.left <= last_column:
                    yield str(cell.get("r")), "a cell out of order"
                elif area.top > LAST_ROW or area.left > LAST_COLUMN:
                    yield str(cell.get("r")), "a cell beyond the sheet"
                else:
                    last_column = area.left
                yield from ((str(cell.get("r")), fault) for fault in self._of_cell(cell))

    def _of_cell(self, cell: ElementTree.Element) -> Iterator[str]:
        kind, value = cell.get("t", "n"), cell.findtext(f"{MAIN}v")
        if int(cell.get("s", "0")) >= self.book.formats:
            yield "a style that is not there"
        if kind == "s" and not 0 <= int(value or "-1") < self.book.texts:
            yield "a shared text that is not there"
        if kind == "n" and value is not None and not _is_number(value):
            yield f"no number: {value!r}"
        if kind in ("str", "inlineStr"):
            text = value or "".join(cell.itertext())
            if is_too_long(text):
                yield "a text too long"
        formula = cell.find(f"{MAIN}f")
        if formula is not None:
            if value is None or (kind != "str" and not value):
                yield "a formula without its result"
            if not formula.text and formula.get("t") != "shared":
                yield "a formula of nothing"
            yield from self._of_rule(formula.text or "")

    def _of_validations(self, tree: ElementTree.Element) -> Iterator[tuple[str, str]]:
        areas = []
        for one in tree.iter(f"{MAIN}dataValidation"):
            where = str(one.get("sqref"))
            areas += _areas(where)
            for name, most in LIMITS.items():
                if len(one.get(name, "")) > most:
                    yield where, f"{name} longer than {most}"
            for formula in (*one.findall(f"{MAIN}formula1"), *one.findall(f"{MAIN}formula2")):
                text = formula.text or ""
                if text.startswith('"') and len(text) > LONGEST_LINK + 2:
                    yield where, "a list too long"
                yield from ((where, fault) for fault in self._of_rule(text))
        yield from _of_overlaps("validation", areas)

    def _of_colours(self, tree: ElementTree.Element) -> Iterator[tuple[str, str]]:
        ranks = [str(one.get("priority")) for one in tree.iter(f"{MAIN}cfRule")]
        if len(ranks) != len(set(ranks)):
            yield "cfRule", "two rules of one rank"
        for group in tree.iter(f"{MAIN}conditionalFormatting"):
            where = str(group.get("sqref"))
            for rule in group.iter(f"{MAIN}cfRule"):
                if rule.get("dxfId") and int(rule.get("dxfId", "")) >= self.book.painted:
                    yield where, "a format that is not there"
                for formula in rule.findall(f"{MAIN}formula"):
                    if "!" in re.sub(r'"[^"]*"', "", formula.text or ""):
                        yield where, "Excel 2007 takes no other sheet in a conditional format"
                    yield from ((where, fault) for fault in self._of_rule(formula.text or ""))

    def _of_rule(self, formula: str) -> Iterator[str]:
        yield from faults_of(formula, self.book.sheets, self.book.names)

    def _of_filter(self, tree: ElementTree.Element) -> Iterator[tuple[str, str]]:
        """A sheet's filter has a hidden name, and filters by its own columns."""
        one = tree.find(f"{MAIN}autoFilter")
        if one is None:
            return
        (found,) = _areas(str(one.get("ref")))
        parts = list(self.book.sheets.values())
        number = next(at for at, part in enumerate(parts) if self.file.tree(part) is tree)
        hidden = [
            area
            for name in self.book.defined
            if name.get("name") == "_xlnm._FilterDatabase"
            and name.get("localSheetId") == str(number)
            for area in _areas((name.text or "").rpartition("!")[2])
        ]
        if [area[1:] for area in hidden] != [found[1:]]:
            yield str(one.get("ref")), "a filter without its hidden name"
        for column in one.iter(f"{MAIN}filterColumn"):
            if int(column.get("colId", "0")) > found.right - found.left:
                yield str(one.get("ref")), "a filter by a column that is not in it"

    def _of_links(self, part: str) -> Iterator[Fault]:
        links = list(self.file.tree(part).iter(f"{MAIN}hyperlink"))
        if len(links) > MOST_LINKS:
            yield part, "", "too many links"
        for link in links:
            where, location = str(link.get("ref")), link.get("location", "")
            if len(location) > LONGEST_LINK or len(link.get("tooltip", "")) > LONGEST_LINK:
                yield part, where, "a link too long"
            if "!" in location and not link.get(f"{RELATION}id"):
                sheet = location.rpartition("!")[0].strip("'").replace("''", "'")
                if sheet not in self.book.sheets:
                    yield part, where, f"a link to no sheet: {sheet}"


def _of_shared(tree: ElementTree.Element) -> Iterator[tuple[str, str]]:
    """Formulas stored once for several cells: the first has the text, and no other sheet in it."""
    areas: dict[str, Area | None] = {}
    for cell in tree.iter(f"{MAIN}c"):
        formula, place = cell.find(f"{MAIN}f"), str(cell.get("r"))
        if formula is None or formula.get("t") != "shared":
            continue
        group, here = str(formula.get("si")), area_of(place, "")
        if formula.get("ref"):
            if group in areas:
                yield place, "two shared formulas of one number"
            areas[group] = area_of(str(formula.get("ref")), "")
            if "!" in re.sub(r'"[^"]*"', "", formula.text or ""):
                yield place, "a shared formula that looks at another sheet"
        elif formula.text:
            yield place, "the text of a shared formula twice"
        there = areas.get(group)
        if there is None or here is None or not _is_within(here, there):
            yield place, "a shared formula of no group"


def _is_within(one: Area, other: Area) -> bool:
    across = other.left <= one.left and one.right <= other.right
    return across and other.top <= one.top and one.bottom <= other.bottom


def _is_number(text: str) -> bool:
    try:
        return isfinite(float(text))
    except ValueError:
        return False


def _references(tree: ElementTree.Element, element: str, attribute: str) -> list[tuple[str, Area]]:
    return [
        (str(one.get(attribute)), area)
        for one in tree.iter(f"{MAIN}{element}")
        for area in _areas(str(one.get(attribute)))
    ]


def _areas(references: str) -> list[Area]:
    return [area for one in references.split() if (area := area_of(one, "")) is not None]


def _of_overlaps(what: str, found: Iterable[tuple[str, Area] | Area]) -> Iterator[tuple[str, str]]:
    """Two areas that have a cell in common; the rows are swept from above."""
    areas = sorted(
        (one if isinstance(one, Area) else one[1] for one in found), key=lambda area: area.top
    )
    open_ones: list[Area] = []
    for area in areas:
        open_ones = [other for other in open_ones if other.bottom >= area.top]
        for other in open_ones:
            if area.left <= other.right and other.left <= area.right:
                yield f"{area.left},{area.top}", f"a {what} over another"
        open_ones.append(area)


def _of_columns(tree: ElementTree.Element, formats: int) -> Iterator[tuple[str, str]]:
    columns = list(tree.iter(f"{MAIN}col"))
    for one, other in pairwise(columns):
        if int(one.get("max", "0")) >= int(other.get("min", "0")):
            yield str(other.get("min")), "columns out of order"
    for one in columns:
        if float(one.get("width", "0")) > WIDEST:
            yield str(one.get("min")), "a column too wide"
        if int(one.get("style", "0")) >= formats:
            yield str(one.get("min")), "a style that is not there"
