"""What every sheet has in common on screen and on paper: protection, print setup, row heights."""

from __future__ import annotations

import math

from xlsxwriter.worksheet import Worksheet

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
    sheet.set_footer(f"&L&8Дорожная карта, бланк {version}&C&8{name}&R&8Стр. &P из &N")


def lines_of(text: str, width: float) -> int:
    """How many lines a text takes in a cell that many characters wide."""
    return sum(max(1, math.ceil(len(part) / max(width * 1.05, 1))) for part in text.split("\n"))
