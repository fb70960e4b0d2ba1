"""What the task pane may call on the server."""

from __future__ import annotations

from datetime import date

import xlwings as xw
from xlwings.server import script

from roadmap_xl.addin.pane import check_in_pane


@script
def check(book: xw.Book) -> None:
    """Behind the pane's button «Проверить»."""
    check_in_pane(book, date.today())
