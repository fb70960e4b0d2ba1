"""What a press of «Проверить» costs in xlwings' remote engine: from the call to the actions.

python benchmarks/addin.py
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from check import BARE, bare_read
from openpyxl import load_workbook
from timing import costs, shown

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
import xlwings as xw
from remote_book import payload_of

from roadmap_xl.addin.check_book import check_on
from roadmap_xl.campaign.demo.run import write_demo_files
from roadmap_xl.form.fields import form_of

TODAY = date(2020, 10, 1)
CALL = "«Проверить»: from the client's call to the actions"


def call(path: Path) -> Callable[[], object]:
    """The engine's work for one press; the payload is what Excel would have sent."""
    payload = payload_of(load_workbook(path, data_only=True), path.name)

    def press() -> object:
        book = xw.Book(json=payload)
        check_on(book, TODAY)
        actions = book.json()["actions"]
        book.close()
        return actions

    return press


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for file in write_demo_files(Path(folder), form_of("2020"), created=TODAY):
            if file.code in ("230501", "230507"):
                path, press = file.path, call(file.path)
                press()
                found = costs({BARE: lambda p=path: bare_read(p), CALL: press}, repetitions=15)
                print(*shown(path.name, found, BARE), "", sep="\n")


if __name__ == "__main__":
    main()
