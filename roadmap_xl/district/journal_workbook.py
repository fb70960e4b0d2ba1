"""The journal as a workbook: a new one, and rows added below those that people have edited.

XlsxWriter, which writes every other sheet, only makes new ones; what people did to the journal
(remarks, colours, columns of their own, pictures) has to stay.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from ..errors import NotExtendedError, OutputError
from ..files import write_whole
from ..reader.files.archive import SIGNS_OF_DAMAGE
from ..workbook.drawing import new_workbook
from ..workbook.looks import LINE, NAVY, Formats
from .added_rows import FormulaError, NewCell, NewRow, columns_of, with_added_rows
from .added_styles import Look
from .journal import COLUMNS, JOURNAL_SHEET, Journal, JournalEntry
from .registry_workbook import JOURNAL_WIDTHS, draw_journal, height_of, journal_cell

_HINT = (
    "Программа дописывает сюда новые файлы и то, что решено на странице сбора. Код школы, даты, "
    "«Отозван», «Нет данных», «Другой срок» и примечания вписываете вы; можно добавлять свои графы "
    "и строки, красить, сортировать."
)
_HEADER_ROW = 2
_SIDES = "".join(
    f'<{side} style="thin"><color rgb="FF{LINE[1:]}"/></{side}>'
    for side in ("left", "right", "top", "bottom")
)
BORDER = f"<border>{_SIDES}<diagonal/></border>"
_FONT = '<font><sz val="{}"/><name val="Arial"/></font>'
CENTERED = Look(_FONT.format(10), 'horizontal="center" vertical="center" wrapText="1"')
DAY = CENTERED._replace(format="DD.MM.YYYY")
WIDE = Look(_FONT.format(10), 'vertical="center" wrapText="1"')
_MARK = Look(_FONT.format(9), 'horizontal="fill" vertical="center"')
_HEADER = Look(
    f'<font><b/><sz val="10"/><color rgb="FF{NAVY[1:]}"/><name val="Arial"/></font>',
    'vertical="center" wrapText="1"',
)
_WIDE_COLUMNS = ("file", "recognised", "returned", "remark")


def write_journal(path: Path, journal: Journal, *, created: date) -> None:
    """A new journal; raises `OutputError` if it cannot be written."""
    with new_workbook(path, title=JOURNAL_SHEET, created=created) as workbook:
        formats = Formats(workbook)
        draw_journal(workbook, formats, journal, _HEADER_ROW)
        sheet = workbook.get_worksheet_by_name(JOURNAL_SHEET)
        sheet.write_string(0, 0, "Журнал полученных файлов", formats["title"])
        sheet.set_row(0, 26)
        sheet.write_string(1, 0, _HINT, formats["note"])


class CellEdit(NamedTuple):
    """A value that belongs into a row that is there, its number from 1 on."""

    row: int
    column: str
    value: object


def extend_journal(
    path: Path,
    entries: Sequence[JournalEntry],
    header_row: int,
    places: Mapping[str, int],
    *,
    edits: Sequence[CellEdit] = (),
) -> None:
    """Adds a row for each entry below the last one and makes the edits; everything else stays.

    `header_row` and `places` (column by name) are zero-based. A column that the journal lacks is
    added at its right. Raises `NotExtendedError` if the file is open, or a formula would be lost.
    """
    _refuse_if_open(path)
    try:
        write_whole(path, _extended(path.read_bytes(), entries, header_row, places, edits))
    except OutputError as fault:
        raise NotExtendedError(
            _not_extended_error(path, "он открыт в Excel или папка недоступна")
        ) from fault
    except FormulaError as fault:
        raise NotExtendedError(
            f"Журнал «{path.name}» не дополнен: в ячейке {fault.cell} стоит формула. Замените её "
            "значением и повторите."
        ) from fault
    except (*SIGNS_OF_DAMAGE, KeyError) as fault:
        raise NotExtendedError(_not_extended_error(path, "файл не читается целиком")) from fault


def _extended(
    data: bytes,
    entries: Sequence[JournalEntry],
    header_row: int,
    places: Mapping[str, int],
    edits: Sequence[CellEdit],
) -> bytes:
    missing = [name for name in COLUMNS if name not in places]
    added = {name: at for at, name in enumerate(missing, start=columns_of(data, JOURNAL_SHEET))}
    all_places = {**places, **added}
    headers = {(header_row, at): NewCell(COLUMNS[name], _HEADER) for name, at in added.items()}
    edited = {
        (edit.row - 1, all_places[edit.column]): _cell(edit.column, edit.value) for edit in edits
    }
    return with_added_rows(
        data,
        JOURNAL_SHEET,
        [_row(entry, all_places) for entry in entries],
        cells=headers | edited,
        widths={at: JOURNAL_WIDTHS[name] for name, at in added.items()},
        border=BORDER,
    )


def lock_of(path: Path) -> Path | None:
    """The file by which Excel or LibreOffice says that it has the workbook open."""
    locks = (path.with_name(f"~${path.name}"), path.with_name(f".~lock.{path.name}#"))
    return next((lock for lock in locks if lock.exists()), None)


def _refuse_if_open(path: Path) -> None:
    if lock := lock_of(path):
        raise NotExtendedError(
            _not_extended_error(path, f"он открыт: рядом лежит «{lock.name}»")
            + " Если он нигде не открыт, удалите этот файл."
        )


def _not_extended_error(path: Path, why: str) -> str:
    return f"Журнал «{path.name}» не дополнен: {why}. Закройте его и соберите сводку снова."


def _row(entry: JournalEntry, places: Mapping[str, int]) -> NewRow:
    values = {name: journal_cell(entry, name) for name in places}
    cells = {places[name]: _cell(name, value) for name, value in values.items()}
    return NewRow(cells, height_of((value, JOURNAL_WIDTHS[name]) for name, value in values.items()))


def _cell(name: str, value: object) -> NewCell:
    """The value as people see it in the journal: a day, a number, or a text."""
    shown = value if isinstance(value, date | int) or value is None else str(value)
    if name == "sha256":
        return NewCell(shown, _MARK)
    if isinstance(shown, date):
        return NewCell(shown, DAY)
    return NewCell(shown, WIDE if name in _WIDE_COLUMNS else CENTERED)
