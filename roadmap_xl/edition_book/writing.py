"""An edition as a workbook that people edit: rows, prompts, lists, live checks, in our own look.

The same edition and day give the same bytes. Nothing is protected: rows are added and moved freely,
and the hidden keys travel with them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from ..form.edition import LISTS
from ..form.fields import Form
from ..form.layout import column_name
from ..form.tables import SubjectResults
from ..form.validation import edition_of
from ..workbook.drawing import PlainSheet, new_workbook
from ..workbook.looks import Formats
from .drawing import (
    FIRST_COLUMN,
    HEADER_ROW,
    KEY_COLUMN,
    Check,
    cell_checks,
    draw_check,
    draw_head,
    finish,
    height_of,
    paint,
    put,
    validate,
)
from .rows import Entry, Raw, entries_of
from .sheets import (
    ACTIVE,
    FIELDS_SHEET,
    FORM_NAME,
    GENERAL,
    GENERAL_LINES,
    KIND,
    LABEL_LINES,
    LABELS,
    NO_WORD,
    PART,
    PART_LINES,
    REGION,
    SERVICE_SHEET,
    SHEET_OF,
    SHEETS,
    SPARE_ROWS,
    YES_WORD,
    Cell,
    Column,
    Sheet,
)
from .values import Shown, default_of, field_names, shown

_MOST_OF_A_CELL = 30_000
_CHECK = "Проверка"
_WIDTH_OF_CHECK = 40
_NAME_LIKE = "2026-степной"


def write_edition_book(
    path: Path, raw: Raw, mark: str, *, created: date, base: Raw | None = None
) -> None:
    """The workbook of an edition's file; raises `OutputError` if it cannot be written.

    `mark` is the edition's: by it a later build knows what the workbook was made of. `base` is
    what its changes are told against, where that is not the file itself.
    """
    key = str(raw["key"])
    with new_workbook(path, title=f"Издание {key}", created=created) as workbook:
        formats = Formats(workbook)
        fields = field_names(Form(edition_of(base or raw, key)))
        _draw_lines(workbook, formats, GENERAL, general_lines(raw), raw)
        for sheet in SHEETS:
            _ListSheet(workbook, formats, sheet, raw, fields).draw()
        _draw_lines(workbook, formats, LABELS, LABEL_LINES, raw)
        _write_service(workbook, base or raw, mark)
        listed = workbook.add_worksheet(FIELDS_SHEET, PlainSheet)
        for row, name in enumerate(fields.values()):
            listed.write_string(row, 0, name)
        listed.hide()


def general_lines(raw: Raw) -> tuple[Column, ...]:
    """The lines of «Общее»: key, year, titles; which tables there are; the region's bodies."""
    prompt = (
        f"Год и имя района через дефис: «{_NAME_LIKE}». По коду книга находит своё издание; "
        "разосланное издание кода не меняет."
    )
    key = Column("key", "Код издания", 0, prompt, needed=True)
    bodies = (
        Column(f"{REGION}{name}", f"{{{name}}}", 0, f"Чем заменить {{{name}}} в текстах.",
               needed=True)
        for name in raw.get("region", {})
    )  # fmt: skip
    return (key, *GENERAL_LINES, *PART_LINES, *bodies)


def value_at(raw: Raw, name: str) -> Any:
    """A value of an edition's file by its path; «part.plan» says whether the table is there."""
    if name.startswith(PART):
        return name.removeprefix(PART) not in raw.get("without", ())
    first, _, rest = name.partition(".")
    value = raw.get(first)
    return value.get(rest) if rest and isinstance(value, dict) else value


# --- A sheet with a value in each row ---


def _draw_lines(
    workbook: Workbook, formats: Formats, name: str, lines: Sequence[Column], raw: Raw
) -> None:
    sheet = workbook.add_worksheet(name, PlainSheet)
    draw_head(sheet, formats, name, "Впишите значение в жёлтую ячейку; пояснение — справа.")
    for column, (title, width) in enumerate(
        (("Что", 30), ("Значение", 70), ("Пояснение", 70), (_CHECK, _WIDTH_OF_CHECK)),
        start=FIRST_COLUMN,
    ):
        sheet.set_column(column, column, width)
        sheet.write_string(HEADER_ROW, column, title, formats["header_left"])
    for row, line in enumerate(lines, start=HEADER_ROW + 1):
        value = shown(line, value_at(raw, line.name), _GENERAL_DEFAULTS.get(line.name), {})
        sheet.write_string(row, KEY_COLUMN, line.name)
        sheet.write_string(row, 1, line.title, formats["label"])
        put(sheet, formats, row, 2, value, line.cell)
        sheet.write_string(row, 3, line.prompt, formats["label_faint"])
        checks = list(cell_checks(line, f"C{row + 1}", value, 1, ""))
        if line.name == "key":
            checks.append(_key_check(f"C{row + 1}", str(value or "")))
        draw_check(sheet, formats, row, 4, "FALSE", checks, is_blank=False)
        validate(sheet, line, row, row, 2, "")
        sheet.set_row(row, height_of([(str(value or ""), 66), (line.prompt, 66)]))
    finish(sheet, name, len(lines) + HEADER_ROW, 4)
    paint(sheet, formats, HEADER_ROW + 1, HEADER_ROW + len(lines), 4)


_GENERAL_DEFAULTS = {"russian_is_sat_by_all": True, "one_maths_level": True}


def _key_check(cell: str, key: str) -> Check:
    message = f"Допишите имя района: «{_NAME_LIKE}»"
    is_bare = len(key) <= len("2026-")
    return f"LEN({cell})<{len('2026-') + 1}", message, is_bare


# --- A sheet with lists ---


class _ListSheet:
    """One sheet with a row for each row of the edition's lists."""

    def __init__(
        self, workbook: Workbook, formats: Formats, sheet: Sheet, raw: Raw, fields: dict[str, str]
    ) -> None:
        self.declared, self.formats, self.raw, self.fields = sheet, formats, raw, fields
        self.sheet: Worksheet = workbook.add_worksheet(sheet.name, PlainSheet)
        self.entries = entries_of(raw, sheet)
        self.first = HEADER_ROW + 1
        spare = SPARE_ROWS if sheet.may_grow else 0
        self.last = self.first + len(self.entries) + spare - 1
        self.columns = columns_of_sheet(sheet)
        self.at = {column.name: at for at, column in enumerate(self.columns, start=FIRST_COLUMN)}

    def draw(self) -> None:
        sheet, formats = self.sheet, self.formats
        draw_head(sheet, formats, self.declared.name, self.declared.hint)
        end = FIRST_COLUMN + len(self.columns)
        for at, column in enumerate(self.columns, start=FIRST_COLUMN):
            sheet.set_column(at, at, column.width)
            sheet.write_string(HEADER_ROW, at, column.title, formats["header"])
            validate(sheet, column, self.first, self.last, at, self._source(column))
        sheet.set_column(end, end, _WIDTH_OF_CHECK)
        sheet.write_string(HEADER_ROW, end, _CHECK, formats["check_header"])
        sheet.set_row(HEADER_ROW, 32)
        blank = Entry("", "")
        spare = [blank] * (self.last - self.first + 1 - len(self.entries))
        for row, entry in enumerate([*self.entries, *spare], start=self.first):
            self._row(row, entry)
        sheet.freeze_panes(self.first, FIRST_COLUMN + 1)
        finish(sheet, self.declared.name, self.last, end)
        paint(sheet, formats, self.first, self.last, end)

    def _row(self, row: int, entry: Entry) -> None:
        values = self._values(entry) if entry.word else [None] * len(self.columns)
        self.sheet.write_string(row, KEY_COLUMN, entry.key)
        for column, value in zip(self.columns, values, strict=True):
            put(self.sheet, self.formats, row, self.at[column.name], value, column.cell)
        self._check(row, values)
        texts = [(str(v or ""), c.width - 2) for c, v in zip(self.columns, values, strict=True)]
        self.sheet.set_row(row, height_of(texts))

    def _values(self, entry: Entry) -> list[Shown]:
        name = entry.in_list(self.declared)
        found: list[Shown] = []
        for column in self.columns:
            if column.name == _ACTIVE.name:
                found.append(YES_WORD if entry.is_active else NO_WORD)
            elif column.name == KIND:
                found.append(entry.word)
            elif column.name == "key":
                found.append(SubjectResults.columns[entry.key][1].label)
            elif column.name in applicable(self.declared, name):
                default = default_of(column.name, name)
                value = entry.values.get(column.name, default if column.words else None)
                found.append(shown(column, value, default, self._labels(column)))
            else:
                found.append(None)
        return found

    def _labels(self, column: Column) -> Mapping[str, str]:
        return self.fields if column.cell is Cell.FIELD else labels_of(self.raw, column.chosen_from)

    def _source(self, column: Column) -> str:
        """The cells of another sheet that a column is chosen from."""
        if column.cell is Cell.FIELD:
            return f"={FIELDS_SHEET}!$A$1:$A${len(self.fields)}"
        if not column.chosen_from:
            return ""
        there = _ListPlace.of(column.chosen_from, self.raw)
        return (
            f"='{there.sheet}'!${there.column}${there.first + 1}:${there.column}${there.last + 1}"
        )

    def _check(self, row: int, values: Sequence[Shown]) -> None:
        """What is wrong in the row, in words; nothing for a blank row or one switched off."""
        number, end = row + 1, FIRST_COLUMN + len(self.columns)
        cells = {c.name: f"{column_name(self.at[c.name])}{number}" for c in self.columns}
        first, last = (column_name(at) for at in (FIRST_COLUMN, end - 1))
        silent = f"COUNTA({first}{number}:{last}{number})=0"
        is_blank = all(value is None for value in values)
        if _ACTIVE.name in cells:
            off = f'{cells[_ACTIVE.name]}="{NO_WORD}"'
            silent = f"OR({silent},{off})"
            is_blank = is_blank or values[self.at[_ACTIVE.name] - FIRST_COLUMN] == NO_WORD
        checks = [
            check
            for column, value in zip(self.columns, values, strict=True)
            for check in cell_checks(column, cells[column.name], value, row, self._source(column))
        ]
        if "threshold_source" in cells:
            checks += self._of_source(cells, values)
        draw_check(self.sheet, self.formats, row, end, silent, checks, is_blank=is_blank)

    def _of_source(self, cells: Mapping[str, str], values: Sequence[Shown]) -> Iterator[Check]:
        year = str(self.raw["exam_year"])
        source = str(values[self.at["threshold_source"] - FIRST_COLUMN] or "")
        confirmed = values[self.at["confirmed"] - FIRST_COLUMN] == YES_WORD
        place = f"'{GENERAL}'!$C${HEADER_ROW + 3}"
        yield (
            f'AND({cells["confirmed"]}="{YES_WORD}",'
            f'ISERROR(SEARCH({place}&"",{cells["threshold_source"]})))',
            "Источник порога не за этот год",
            confirmed and year not in source,
        )
        not_confirmed = f'{cells["confirmed"]}<>"{YES_WORD}"'
        yield not_confirmed, "Порог не подтверждён: найдите его в источнике", not confirmed


_ACTIVE = Column("active", ACTIVE, 11, "«нет» вместо удаления: строка не печатается, её код занят.",
                 Cell.YES_NO)  # fmt: skip


def columns_of_sheet(sheet: Sheet) -> tuple[Column, ...]:
    """The visible columns of a sheet with lists, in their order."""
    kind = Column(KIND, KIND, 18, "Что это за строка.", Cell.CHOICE, dict.fromkeys(sheet.kinds),
                  needed=True)  # fmt: skip
    leading = [_ACTIVE] if sheet.may_grow else [Column("key", "Графа", 16, "Графа таблицы ЕГЭ.")]
    return (*leading, *([kind] if sheet.kinds else []), *sheet.columns)


def applicable(sheet: Sheet, name: str) -> frozenset[str]:
    """The columns of a sheet that the rows of this list have; «key» of one that cannot grow."""
    has = {field.name for field in fields(LISTS[name])}
    return frozenset(column.name for column in columns_of_sheet(sheet) if column.name in has)


def labels_of(raw: Raw, list_name: str) -> Mapping[str, str]:
    """By key, what a row of a list is called where it is chosen."""
    rows = raw.get(list_name, ()) if list_name else ()
    return {row["key"]: row.get("full_label") or row["label"] for row in rows}


class _ListPlace:
    """Where the labels of a list stand that other sheets choose from."""

    def __init__(self, sheet: str, column: str, first: int, last: int) -> None:
        self.sheet, self.column, self.first, self.last = sheet, column, first, last

    @classmethod
    def of(cls, list_name: str, raw: Raw) -> _ListPlace:
        """`school_columns` by «Полностью», `headcounts` by «Название»."""
        sheet = SHEET_OF[list_name]
        names = [column.name for column in columns_of_sheet(sheet)]
        wanted = "full_label" if "full_label" in names else "label"
        at = FIRST_COLUMN + names.index(wanted)
        entries = entries_of(raw, sheet)
        rows = [n for n, one in enumerate(entries) if one.in_list(sheet) == list_name]
        first = HEADER_ROW + 1 + min(rows, default=0)
        return cls(sheet.name, column_name(at), first, HEADER_ROW + 1 + max(rows, default=0))


def _write_service(workbook: Workbook, raw: Raw, mark: str) -> None:
    """What the workbook was made of: the whole file, so that a build can say what changes."""
    sheet = workbook.add_worksheet(SERVICE_SHEET, PlainSheet)
    text = json.dumps(raw, ensure_ascii=False)
    pieces = [text[at : at + _MOST_OF_A_CELL] for at in range(0, len(text), _MOST_OF_A_CELL)]
    rows = [("form", FORM_NAME), ("mark", mark), *(("base", piece) for piece in pieces)]
    for row, (name, value) in enumerate(rows):
        sheet.write_string(row, 0, name)
        sheet.write_string(row, 1, value)
    sheet.hide()
