"""What every sheet has in common on screen and on paper: protection, print setup, row heights."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from xlsxwriter.worksheet import Worksheet

from ..layout import FOOTER

PROTECTION = {
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
    "select_locked_cells": True,
    "select_unlocked_cells": True,
}


def print_setup(sheet: Worksheet, name: str, version: str, landscape: bool) -> None:
    """A4, one page wide, with a footer that says which sheet of which form this is."""
    sheet.set_paper(9)
    if landscape:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer(FOOTER.format(version=version, sheet=name))


def lines_of(text: str, width: float) -> int:
    """How many lines a text takes in a cell that many characters wide, broken between words."""
    most = max(int(width * 1.05), 1)
    if len(text) <= most and "\n" not in text:
        return 1
    return sum(_lines(paragraph, most) for paragraph in text.split("\n"))


def _lines(paragraph: str, most: int) -> int:
    lines, used = 1, 0
    for word in paragraph.split(" "):
        if used and used + 1 + len(word) > most:
            lines, used = lines + 1, 0
        used += len(word) + (used > 0)
        lines += (used - 1) // most if used > most else 0
        used = used % most if used > most else used
    return lines


def page_breaks(
    heights: Sequence[tuple[int, float]],
    headings: Collection[int],
    room: float,
    above: float,
    repeated: float,
) -> list[int]:
    """The rows that begin a new page: none is cut, no heading is left alone at a page's foot.

    `heights` are rows with their heights in points, `room` what a page holds; of that the first
    page has `above` them, every other the `repeated` header.
    """
    breaks: list[int] = []
    used, waiting = above, 0
    for place, (row, height) in enumerate(heights):
        if used + height > room and place > waiting:
            first = place - waiting
            breaks.append(heights[first][0])
            used = repeated + sum(high for _, high in heights[first:place])
        used += height
        waiting = waiting + 1 if row in headings else 0
    return breaks


def landscape_room(widths: Sequence[float]) -> float:
    """The points of height that a landscape A4 page holds of a sheet fitted to its width.

    A little less than that, because programs measure columns differently.
    """
    points = sum(width * 7 + 5 for width in widths) * 0.75
    return 516 / min(1.0, 777 / points) * 0.94
