"""Every button by its name: each takes the workbook that called and does its work."""

from __future__ import annotations

from collections.abc import Callable

import xlwings as xw

from .check_book import check


def _check() -> None:
    check(xw.Book.caller())


BUTTONS: dict[str, Callable[[], None]] = {"check": _check}
