"""What the button's script would write into a workbook, as lines a VBA stub can type.

python checked_by_python.py WORKBOOK ANSWER
"""

import sys
from datetime import date
from pathlib import Path

from openpyxl import load_workbook
from remote_book import Applied, opened

from roadmap_xl.addin.check_book import check_on
from roadmap_xl.addin.protocol import PROTOCOL

TODAY = date(2026, 11, 24)


def protocol_lines(path: Path) -> list[str]:
    """Sheet, row, column and value of every cell that «Проверить» writes on «Протокол»."""
    workbook = load_workbook(path, data_only=True)
    book = opened(workbook, path.name)
    check_on(book, TODAY)
    Applied(workbook, book.json()["actions"])
    return [
        f"{codes(PROTOCOL)} {cell.row} {cell.column} {codes(str(cell.value))}"
        for row in workbook[PROTOCOL].iter_rows()
        for cell in row
        if cell.value is not None
    ]


def codes(text: str) -> str:
    """The text as four hexadecimal digits a letter, so that no encoding can hurt it."""
    return text.encode("utf-16-be").hex()


if __name__ == "__main__":
    workbook, answer = map(Path, sys.argv[1:])
    answer.write_text("\n".join(protocol_lines(workbook)) + "\n", encoding="ascii")
