"""The number format of one cell, from the raw XML: calamine does not tell it.

Asked only for percents that can be understood in two ways, so a healthy file costs nothing.
"""

from __future__ import annotations

from xml.parsers import expat

from .extents import place_of
from .package_parts import DamagedPartError, elements_below

BUILT_IN = {0: "General", 9: "0%", 10: "0.00%"}
"""The formats that a file names by number alone; of those only percents matter here."""


class _Found(Exception):
    """The cell is found; the rest of the sheet need not be read."""


def number_format(sheet: bytes, styles: bytes, row: int, column: int) -> str:
    """The code of the format of a cell by zero-based row and column; «General» where none is set.

    Raises `DamagedPartError` where a part is not the XML it should be.
    """
    cell_formats = list(elements_below(styles, "cellXfs", "xf"))
    style = _style_of(sheet, row, column)
    if style >= len(cell_formats):
        return "General"
    number = cell_formats[style].get("numFmtId", "0")
    named = {
        one.get("numFmtId"): one.get("formatCode", "")
        for one in elements_below(styles, "numFmts", "numFmt")
    }
    return named.get(number) or BUILT_IN.get(int(number) if number.isdecimal() else 0, "")


def _style_of(sheet: bytes, row: int, column: int) -> int:
    """The number of the cell's style, 0 where the cell has none."""
    at = [-1, -1]
    style = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal style
        name = tag.rpartition(":")[2]
        if name == "row":
            given = attributes.get("r", "")
            at[:] = [int(given) - 1 if given.isdecimal() else at[0] + 1, -1]
        elif name == "c":
            at[:] = place_of(attributes.get("r", "")) or (at[0], at[1] + 1)
            if at == [row, column]:
                number = attributes.get("s", "0")
                style = int(number) if number.isdecimal() else 0
                raise _Found

    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler = start
    try:
        parser.Parse(sheet, True)
    except _Found:
        return style
    except expat.ExpatError as fault:
        raise DamagedPartError(str(fault)) from fault
    return style
