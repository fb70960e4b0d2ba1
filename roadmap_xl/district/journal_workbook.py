"""The journal as a workbook: a new one, and rows added below those that people have edited.

XlsxWriter, which writes every other sheet, only makes new ones. Rows are added with openpyxl,
because what people did to the journal (remarks, colours, widths, columns of their own) has to stay.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import NamedTuple, cast
from zipfile import BadZipFile, ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.constants import SHEET_MAIN_NS
from openpyxl.xml.functions import fromstring, localname, tostring

from ..errors import NotExtendedError, OutputError
from ..files import pack_parts, read_parts, write_whole
from ..workbook.drawing import new_workbook
from ..workbook.looks import LINE, NAVY, Formats
from .journal import COLUMNS, JOURNAL_SHEET, Journal, JournalEntry
from .registry_workbook import JOURNAL_WIDTHS, draw_journal, height_of, journal_cell

_HINT = (
    "Программа только дописывает сюда новые файлы. Код школы, даты, «Отозван», «Нет данных» и "
    "примечания вписываете вы; можно добавлять свои графы и строки, красить, сортировать."
)
_HEADER_ROW = 2
_DROPPED_PARTS = ("xl/charts/", "xl/media/", "xl/drawings/drawing", "xl/pivottables/")
"""Parts of a workbook that openpyxl drops or draws anew, in small letters."""
_ANCHOR = re.compile(rb"<(?:\w+:)?(?:twoCell|oneCell|absolute)Anchor\b")
"""Where anything is drawn; LibreOffice leaves a drawing part without one in every workbook."""
_IMPOSSIBLE_DATE = re.compile(r"Cell (\w+) is marked as a date but the serial value (\S+)")
_CORE, _STYLES = "docProps/core.xml", "xl/styles.xml"
_FONT_ORDER = (
    *("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz"),
    *("color", "name", "family", "charset", "scheme"),
)
"""ECMA-376 part 1, 18.8.22."""
_SIDE = Side(style="thin", color=f"FF{LINE[1:]}")
_BORDER = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
_WIDE = ("file", "recognised", "remark")


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
    day: date,
    edits: Sequence[CellEdit] = (),
) -> None:
    """Adds a row for each entry below the last one and makes the edits; everything else stays.

    `header_row` and `places` (column by name) are zero-based. A column that the journal lacks is
    added at its right. Raises `NotExtendedError` if the file is open, or would lose something.
    """
    _refuse_if_open(path)
    try:
        data = path.read_bytes()
        _refuse_if_it_would_lose(path, data)
        workbook = _load(data)
        sheet = workbook[JOURNAL_SHEET]
        _refuse_formulas(path, sheet, header_row + 1, places)
        columns = {name: at + 1 for name, at in places.items()}
        _add(sheet, entries, header_row + 1, columns)
        for edit in edits:
            _set(cast(Cell, sheet.cell(edit.row, columns[edit.column])), edit.value)
        write_whole(path, _saved_bytes(workbook, day))
    except NotExtendedError:
        raise
    except OutputError as fault:
        raise NotExtendedError(
            _not_extended_error(path, "он открыт в Excel или папка недоступна")
        ) from fault
    except UserWarning as fault:
        raise NotExtendedError(_loss_by_warning(path, str(fault))) from fault
    except (OSError, BadZipFile, ValueError, KeyError) as fault:
        raise NotExtendedError(_not_extended_error(path, "файл не читается целиком")) from fault


def _lock_of(path: Path) -> Path | None:
    """The file by which Excel or LibreOffice says that it has the workbook open."""
    locks = (path.with_name(f"~${path.name}"), path.with_name(f".~lock.{path.name}#"))
    return next((lock for lock in locks if lock.exists()), None)


def _refuse_if_open(path: Path) -> None:
    if lock := _lock_of(path):
        raise NotExtendedError(
            _not_extended_error(path, f"он открыт: рядом лежит «{lock.name}»")
            + " Если он нигде не открыт, удалите этот файл."
        )


def _refuse_if_it_would_lose(path: Path, data: bytes) -> None:
    with ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            is_drawing = name.lower().startswith("xl/drawings/drawing")
            if not name.lower().startswith(_DROPPED_PARTS):
                continue
            if is_drawing and not _ANCHOR.search(archive.read(name)):
                continue
            what = "рисунок, диаграмма или сводная таблица"
            raise NotExtendedError(_loss(path, what))


def _load(data: bytes) -> Workbook:
    """The workbook; a `UserWarning` where openpyxl would leave something of it out."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        warnings.filterwarnings("ignore", message="Workbook contains no")  # looks of its own
        return load_workbook(io.BytesIO(data), rich_text=True)


def _refuse_formulas(
    path: Path, sheet: Worksheet, header_row: int, places: Mapping[str, int]
) -> None:
    """A formula keeps no value when it is saved here, and the next run would read a blank."""
    for row in sheet.iter_rows(min_row=header_row + 1):
        for name, at in places.items():
            if at < len(row) and row[at].data_type == "f":
                raise NotExtendedError(
                    f"Журнал «{path.name}» не дополнен: в ячейке {row[at].coordinate} (графа "
                    f"«{COLUMNS[name]}») стоит формула. Замените её значением и повторите."
                )


def _loss_by_warning(path: Path, warning: str) -> str:
    """What openpyxl's warning means for those who keep the journal."""
    if impossible := _IMPOSSIBLE_DATE.match(warning):
        cell, number = impossible.groups()
        return (
            f"Журнал «{path.name}» не дополнен: в ячейке {cell} число {number} показано как дата, "
            "а такой даты нет. Исправьте его и повторите."
        )
    return _loss(path, "особая проверка, раскраска ячеек или колонтитул")


def _loss(path: Path, what: str) -> str:
    return (
        f"Журнал «{path.name}» не дополнен: в нём есть {what}, программа этого не сохранит. "
        "Перенесите это в другую книгу и повторите."
    )


def _not_extended_error(path: Path, why: str) -> str:
    return f"Журнал «{path.name}» не дополнен: {why}. Закройте его и соберите сводку снова."


def _add(
    sheet: Worksheet, entries: Sequence[JournalEntry], header_row: int, places: dict[str, int]
) -> None:
    last_row, last_column = _extent(sheet)
    for name in (name for name in COLUMNS if name not in places):
        last_column += 1
        places[name] = last_column
        header = sheet.cell(header_row, last_column, COLUMNS[name])
        header.font = Font(name="Arial", size=10, bold=True, color=f"FF{NAVY[1:]}")
        header.border = _BORDER
        letter = get_column_letter(last_column)
        sheet.column_dimensions[letter].width = JOURNAL_WIDTHS[name]
    for row, entry in enumerate(entries, start=last_row + 1):
        for name, column in places.items():
            _put(sheet, row, column, name, journal_cell(entry, name))
        widths = [(journal_cell(entry, name), JOURNAL_WIDTHS[name]) for name in places]
        sheet.row_dimensions[row].height = height_of(widths)
    _extend_ranges(sheet, last_row, last_row + len(entries))


def _extent(sheet: Worksheet) -> tuple[int, int]:
    """The last row and the last column in which anything stands."""
    filled = [
        (cell.row, cell.column)
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None or cell.comment is not None
    ]
    merged = [(area.max_row, area.max_col) for area in sheet.merged_cells.ranges]
    places = [*filled, *merged]
    return max(row for row, _ in places), max(column for _, column in places)


def _put(sheet: Worksheet, row: int, column: int, name: str, value: object) -> None:
    """The value in a cell, a text only ever as text."""
    cell = cast(Cell, sheet.cell(row, column))  # below the last row nothing is merged
    is_mark, is_wide = name == "sha256", name in _WIDE
    cell.border = _BORDER
    cell.font = Font(name="Arial", size=9 if is_mark else 10)
    cell.alignment = Alignment(
        horizontal="fill" if is_mark else None if is_wide else "center",
        vertical="center",
        wrap_text=not is_mark,
    )
    _set(cell, value)


def _set(cell: Cell, value: object) -> None:
    """The value as people see it in the journal; nothing for an empty one."""
    cell.value = None
    if isinstance(value, date):
        cell.value = value
        cell.number_format = "DD.MM.YYYY"
    elif isinstance(value, int):
        cell.value = value
    elif value:
        text = str(value).encode("utf-8", "replace").decode()
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
        cell.data_type = "s"


def _extend_ranges(sheet: Worksheet, last_row: int, new_last: int) -> None:
    """Filters and tables that went down to the last row go down to the new one."""
    if sheet.auto_filter.ref:
        sheet.auto_filter.ref = _extend_range(sheet.auto_filter.ref, last_row, new_last)
    for table in sheet.tables.values():
        if not table.totalsRowCount:
            table.ref = _extend_range(table.ref, last_row, new_last)
            if table.autoFilter is not None:
                table.autoFilter.ref = table.ref


def _extend_range(area: str, last_row: int, new_last: int) -> str:
    left, top, right, bottom = range_boundaries(area)
    if left is None or top is None or right is None or bottom is None or bottom < last_row:
        return area
    first, last = get_column_letter(left), get_column_letter(right)
    return f"{first}{top}:{last}{max(bottom, new_last)}"


def _saved_bytes(workbook: Workbook, day: date) -> bytes:
    """The workbook's bytes, the same whenever the same is saved on the same day."""
    written = io.BytesIO()
    workbook.save(written)
    workbook.properties.modified = datetime.combine(day, time())
    core = tostring(workbook.properties.to_tree())
    parts = read_parts(written.getvalue())
    return pack_parts(parts | {_CORE: core, _STYLES: _with_fonts_in_order(parts[_STYLES])})


def _with_fonts_in_order(styles: bytes) -> bytes:
    """The styles with each font's properties in the standard's order, which openpyxl mixes up."""
    tree = fromstring(styles)
    for font in tree.iter(f"{{{SHEET_MAIN_NS}}}font"):
        font[:] = sorted(font, key=lambda one: _FONT_ORDER.index(localname(one)))
    return cast(bytes, tostring(tree))
