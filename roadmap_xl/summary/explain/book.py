"""Cells of a summary workbook with the tags that say what they are, wherever they stand now.

A summary is sorted, filtered, given new rows and saved by other programs. So a cell's tags are all
texts of its row and of its column that look like tags; which of them are is for the caller to say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree.ElementTree import ParseError
from zipfile import ZipFile

from openpyxl import load_workbook
from openpyxl.utils.cell import column_index_from_string
from openpyxl.utils.exceptions import InvalidFileException

from ...errors import RoadmapError, suggest_name
from ...form.layout import SUMMARY_PASSPORT
from ...reader.files.archive import SIGNS_OF_DAMAGE
from ...texts.squeezing import normalize

FINDINGS = "Замечания"
SNAPSHOT = "Снимок"
"""How the passport's line about the snapshot begins."""
PREVIOUS = "Прошлая сводка"
"""And those about the snapshots of the campaigns before, the latest first."""
MOST_BYTES = 1_000_000_000
"""Inflated; the summary of ten schools has 0.6 MB."""
_BLOCK = 1 << 20
_LAST_ROW = 1_048_576
"""Of a sheet: a row that calls itself a later one would have all before it made up."""
_FAULTS = (
    *(InvalidFileException, LookupError, TypeError, AttributeError, ArithmeticError, ParseError),
    *SIGNS_OF_DAMAGE,
)
"""What a damaged workbook makes of the library."""
_ROWS_OF_HEAD = 40
"""A column's header stands among its first rows, also under a few that somebody put in."""
_ADDRESS = re.compile(r"^'?(?P<sheet>.+?)'?!\$?(?P<column>[A-Z]{1,3})\$?(?P<row>[1-9]\d{0,6})$")
_CYRILLIC = str.maketrans("АВЕКМНОРСТХУавекмнорстху", "ABEKMHOPCTXYABEKMHOPCTXY")
"""Letters that look like those of a column's name; «С5» is typed in a Russian layout."""
_COLUMN_TAG = re.compile(r"[=~]?[a-z0-9_][a-z0-9_.\-]*")
_ROW_TAG = re.compile(r"[a-z0-9_][a-z0-9_.\-]*(?:[@#].+)?")
_SHA256 = re.compile("[0-9a-f]{64}")
MARK = "SHA-256"
"""The header of the passport's column of marks; and what stands before one in a line."""
_NAMED_WITH_MARK = re.compile(rf"(?P<name>.*), {MARK} (?P<mark>[0-9a-f]{{64}})", re.DOTALL)


class SummaryBookError(RoadmapError):
    """A file that is no summary, or a cell that is not there."""


class FindingLine(NamedTuple):
    """A line of «Замечания»."""

    severity: str
    sheet: str
    cell: str
    message: str
    code: str


class Address(NamedTuple):
    """A cell: its sheet, its row and column from 1 on, and how it was typed."""

    sheet: str
    row: int
    column: int
    cell: str

    @property
    def words(self) -> str:
        return f"{self.sheet}!{self.cell}"


@dataclass(slots=True)
class BookCell:
    """A cell of a summary as it stands, with what may say what it is."""

    address: Address
    value: Any = None
    refusal: str = ""
    """Why it cannot be looked at: the summary has no such sheet."""
    row_tags: list[str] = field(default_factory=list)
    column_tags: list[tuple[int, str]] = field(default_factory=list)
    """Each with its row."""
    row_texts: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    """Those of them that stand before it; the first of all where none does."""
    head: list[tuple[int, str]] = field(default_factory=list)
    """The texts at the top of its column, each with its row."""

    def header(self, tag_row: int) -> tuple[int, str]:
        """The first text below the row of the column's tag, with its row."""
        return next(((row, text) for row, text in self.head if row > tag_row), (0, ""))


@dataclass(frozen=True, slots=True)
class SummaryBook:
    """What was asked of a summary, and what its passport says it was made from."""

    cells: tuple[BookCell, ...]
    files: frozenset[str]
    """The SHA-256 of everything its passport lists."""
    snapshot: str
    """The SHA-256 of its snapshot; empty where it names none."""
    previous: tuple[tuple[str, str], ...] = ()
    """Name and SHA-256 of the snapshots of the campaigns before, the latest first."""


def address_of(text: str) -> Address:
    """«Предметы!C5» or «'По школам'!$C$5»; raises `SummaryBookError`."""
    sheet, mark, cell = text.strip().rpartition("!")
    found = _ADDRESS.match(f"{sheet}{mark}{cell.translate(_CYRILLIC).upper()}")
    if found is None:
        raise SummaryBookError(
            f"«{text}» — не адрес одной ячейки. Напишите лист и ячейку: Предметы!C5 или, если в "
            'имени листа пробел, "По школам!C5".'
        )
    name, letters, row = found["sheet"], found["column"], int(found["row"])
    return Address(name, row, column_index_from_string(letters), f"{letters}{row}")


def read_summary_book(path: Path, asked: Sequence[Address]) -> SummaryBook:
    """The cells that are asked for. Raises `SummaryBookError`; the file is only read."""
    if not path.is_file():  # nor is a pipe, whose bytes have no end
        other = "" if path.exists() else suggest_name(path)
        raise SummaryBookError(f"Нет файла «{path}»{other}. Укажите книгу сводки.")
    _refuse_outsized(path)
    try:
        workbook = load_workbook(path, read_only=True, data_only=True)
    except _FAULTS as fault:
        raise SummaryBookError(
            f"«{path.name}» не открывается как книга Excel (.xlsx). Укажите книгу сводки."
        ) from fault
    try:
        return _book(path, workbook, asked)
    except _FAULTS as fault:
        raise SummaryBookError(f"Файл «{path.name}» повреждён и не читается.") from fault
    finally:
        workbook.close()


def _refuse_outsized(path: Path) -> None:
    """Raises `SummaryBookError` where a library would inflate more than any summary has.

    What the archive tells of its sizes is not believed: each part is inflated and dropped.
    """
    size = 0
    try:
        with ZipFile(path) as archive:
            for info in archive.infolist():
                with archive.open(info) as part:
                    while block := part.read(_BLOCK):
                        size += len(block)
                        if size > MOST_BYTES:
                            raise SummaryBookError(
                                f"«{path.name}» в распакованном виде больше "
                                f"{MOST_BYTES // 1_000_000} МБ: это не сводка района."
                            )
    except SIGNS_OF_DAMAGE as fault:
        raise SummaryBookError(
            f"«{path.name}» не открывается как книга Excel (.xlsx). Укажите книгу сводки."
        ) from fault


def _book(path: Path, workbook: Any, asked: Sequence[Address]) -> SummaryBook:
    names = {sheet.title: sheet for sheet in workbook.worksheets}
    if SUMMARY_PASSPORT not in names:
        raise SummaryBookError(
            f"«{path.name}» — не сводка района: в книге нет листа «{SUMMARY_PASSPORT}». Укажите "
            "книгу, которую записала команда consolidate."
        )
    cells = [_cell(one, names) for one in asked]
    for name in dict.fromkeys(cell.address.sheet for cell in cells if not cell.refusal):
        _read_cells(names[name], [cell for cell in cells if cell.address.sheet == name])
    return SummaryBook(tuple(cells), *_passport(names[SUMMARY_PASSPORT]))


def _cell(asked: Address, names: Mapping[str, Any]) -> BookCell:
    """The cell on its sheet, whose name may be typed in any letters; or that there is none."""
    as_typed = {normalize(name): name for name in names} | {name: name for name in names}
    name = as_typed.get(asked.sheet) or as_typed.get(normalize(asked.sheet))
    if name is not None:
        return BookCell(asked._replace(sheet=name))
    there = ", ".join(f"«{s.title}»" for s in names.values() if s.sheet_state == "visible")
    return BookCell(asked, refusal=f"В сводке нет листа «{asked.sheet}». Есть листы: {there}.")


def _read_cells(sheet: Any, cells: Sequence[BookCell]) -> None:
    """One pass over the sheet, which may have many thousands of rows."""
    by_column: dict[int, list[BookCell]] = {}
    by_row: dict[int, list[BookCell]] = {}
    for cell in cells:
        by_column.setdefault(cell.address.column - 1, []).append(cell)
        by_row.setdefault(cell.address.row, []).append(cell)
    rows = sheet.iter_rows(min_row=1, max_row=_LAST_ROW, min_col=1, values_only=True)
    for number, values in enumerate(rows, 1):
        _read_columns(number, values, by_column)
        for cell in by_row.get(number, ()):
            _read_row(cell, values)


def _read_columns(
    number: int, values: Sequence[Any], by_column: Mapping[int, Sequence[BookCell]]
) -> None:
    for column, cells in by_column.items():
        text = values[column] if column < len(values) else None
        if isinstance(text, str) and text:
            for cell in cells:
                if _COLUMN_TAG.fullmatch(text):
                    cell.column_tags.append((number, text))
                if number <= _ROWS_OF_HEAD:
                    cell.head.append((number, text))


def _read_row(cell: BookCell, values: Sequence[Any]) -> None:
    at = cell.address.column - 1
    cell.value = values[at] if at < len(values) else None
    texts = [text for text in (*values[:at], *values[at + 1 :]) if isinstance(text, str) and text]
    cell.row_tags = [text for text in texts if _ROW_TAG.fullmatch(text)]
    cell.row_texts = [text for text in texts if not _ROW_TAG.fullmatch(text)]
    before = [text for text in values[:at] if isinstance(text, str) and text in cell.row_texts]
    cell.labels = before or cell.row_texts[:1]


def _passport(sheet: Any) -> tuple[frozenset[str], str, tuple[tuple[str, str], ...]]:
    """The marks of the files, in their column below its header; above it those of snapshots."""
    files: set[str] = set()
    previous: list[tuple[str, str]] = []
    snapshot, column = "", -1
    for values in sheet.iter_rows(min_row=1, max_row=_LAST_ROW, min_col=1, values_only=True):
        if column >= 0:
            mark = values[column] if column < len(values) else None
            if isinstance(mark, str) and _SHA256.fullmatch(mark):
                files.add(mark)
        elif MARK in values:
            column = values.index(MARK)
        else:
            label, *texts = [*(text for text in values if isinstance(text, str) and text), ""]
            found = next(filter(None, map(_NAMED_WITH_MARK.fullmatch, texts)), None)
            if found and label.startswith(SNAPSHOT):
                snapshot = found["mark"]
            elif found and label.startswith(PREVIOUS):
                previous.append((found["name"], found["mark"]))
    return frozenset(files), snapshot, tuple(previous)


def read_finding_lines(path: Path, who: str) -> list[FindingLine]:
    """The lines of «Замечания» about a school or a file, as the summary has them now."""
    workbook = load_workbook(path, read_only=True, data_only=True)
    try:
        if FINDINGS not in workbook.sheetnames:
            return []
        sheet = workbook[FINDINGS]
        rows = sheet.iter_rows(min_row=1, max_row=_LAST_ROW, min_col=1, max_col=7, values_only=True)
        texts = ([value if isinstance(value, str) else "" for value in row] for row in rows)
        return [
            FindingLine(severity, sheet, cell, message, code)
            for name, severity, sheet, cell, message, _, code in (t for t in texts if len(t) == 7)
            if name == who
        ]
    finally:
        workbook.close()
