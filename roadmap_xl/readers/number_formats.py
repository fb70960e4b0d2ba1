"""The number formats of a sheet's cells, from the raw XML: calamine does not tell them.

Asked only where a percent can be understood in two ways, so a healthy file costs nothing.
"""

from __future__ import annotations

from xml.parsers import expat

from .extents import place_of
from .package_parts import DamagedPartError, elements_below

BUILT_IN = {0: "General", 9: "0%", 10: "0.00%"}
"""The formats that a file names by number alone; of those only percents matter here."""


def number_formats(sheet: bytes, styles: bytes) -> dict[tuple[int, int], str]:
    """By zero-based row and column, the code of each cell's format where it has one.

    Raises `DamagedPartError` where a part is not the XML it should be.
    """
    codes = _codes(styles)
    return {place: codes[style] for place, style in _styles_of(sheet).items() if style < len(codes)}


def _codes(styles: bytes) -> list[str]:
    """The code of the number format of each style, in the order of the file."""
    named = {
        one.get("numFmtId"): one.get("formatCode", "")
        for one in elements_below(styles, "numFmts", "numFmt")
    }
    numbers = [one.get("numFmtId", "0") for one in elements_below(styles, "cellXfs", "xf")]
    return [named.get(n) or BUILT_IN.get(int(n) if n.isdecimal() else 0, "") for n in numbers]


def _styles_of(sheet: bytes) -> dict[tuple[int, int], int]:
    """The number of each cell's style."""
    found: dict[tuple[int, int], int] = {}
    row, column = -1, -1

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal row, column
        name = tag.rpartition(":")[2]
        if name == "row":
            given = attributes.get("r", "")
            row, column = int(given) - 1 if given.isdecimal() else row + 1, -1
        elif name == "c":
            row, column = place_of(attributes.get("r", "")) or (row, column + 1)
            style = attributes.get("s", "0")
            found[row, column] = int(style) if style.isdecimal() else 0

    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler = start
    try:
        parser.Parse(sheet, True)
    except expat.ExpatError as fault:
        raise DamagedPartError(str(fault)) from fault
    return found
