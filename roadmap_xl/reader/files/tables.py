"""Tables that come from outside and are no form: sheets of any workbook, or a CSV file, as rows."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from ...texts.typed import storable
from .faults import Refused
from .opening import WORKBOOKS, read_bytes
from .package_parts import DamagedPartError
from .sources import cells_of

CSV = ".csv"
TABLES = (*WORKBOOKS, CSV)
"""The endings of files that hold tables."""
_UNICODE = (b"\xff\xfe", b"\xfe\xff")
"""How «Текст Юникод» of Excel begins."""
Rows = Sequence[Sequence[object]]


def table_bytes(path: Path) -> bytes:
    """The bytes of a file with tables; raises `Refused`."""
    return read_bytes(path, _named)


def tables_of(data: bytes, name: str) -> Iterator[tuple[str, Rows]]:
    """Each sheet with its rows from A1 on; a CSV file is one sheet. Raises `Refused`."""
    try:
        if name.lower().endswith(CSV):
            yield name, _csv(data)
            return
        cells = cells_of(data, name, ())
        for sheet in cells.sheet_names:
            yield sheet, cells.rows(sheet)
    except (DamagedPartError, csv.Error) as fault:
        raise Refused("damaged", file=name) from fault


def _named(path: Path) -> None:
    if path.suffix.lower() not in TABLES:
        raise Refused("other-document", file=path.name, ext=path.suffix or "файл без расширения")


def _csv(data: bytes) -> Rows:
    """As Excel of a Russian Windows writes it, or a program of РЦОИ."""
    try:
        text = data.decode("utf-16" if data.startswith(_UNICODE) else "utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1251", "replace")
    text = storable(text)
    read = [list(csv.reader(io.StringIO(text), delimiter=one)) for one in (";", "\t", ",")]
    return [[value or None for value in row] for row in max(read, key=_rows_alike)]


def _rows_alike(rows: Sequence[Sequence[str]]) -> int:
    """How many rows have the commonest width: a sign inside texts parts each otherwise."""
    widths = Counter(len(row) for row in rows if len(row) > 1)
    return max(widths.values(), default=0)
