"""An edition's workbook read back: its rows, and a finding with its cell for what is wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ..errors import RoadmapError
from ..form.edition import words_of
from ..form.layout import column_name
from ..reader.files.faults import Refused
from ..reader.files.opening import read_bytes
from ..reader.files.package_parts import DamagedPartError
from ..reader.files.sources import cells_of
from ..rules.findings import Audience, Finding, Severity
from ..texts.squeezing import normalize
from ..texts.typed import as_text
from .drawing import FIRST_COLUMN, KEY_COLUMN
from .rows import Entry, Raw, entries_of, is_heading, needs_heading
from .sheets import (
    ACTIVE,
    FORM_NAME,
    GENERAL,
    KIND,
    LABEL_LINES,
    LABELS,
    NO_WORD,
    PART,
    PASSPORT,
    SCHOOL_COLUMNS,
    SERVICE_SHEET,
    SHEETS,
    YES_WORD,
    Column,
    Sheet,
)
from .values import ABSENT, CellFault, default_of, meant
from .writing import applicable, columns_of_sheet, general_lines, value_at

_ROWS_ABOVE = 20
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_BRACES = re.compile(r"[{}]")


class EditionBookError(RoadmapError):
    """A file that is no workbook of an edition."""


@dataclass
class EditionBook:
    """What an edition's workbook says."""

    base: Raw
    """The edition that it was made of."""
    base_mark: str
    values: dict[str, Any] = field(default_factory=dict)
    """By path, the values of «Общее» and «Надписи»; `ABSENT` for a blank."""
    entries: dict[str, list[Entry]] = field(default_factory=dict)
    """By sheet its rows; a new one has no key yet."""
    findings: list[Finding] = field(default_factory=list)
    places: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    """By sheet and title of a column, its letters; by path of a value, sheet and cell."""
    sheets: dict[str, list[list[object]]] = field(default_factory=dict)
    """The rows of every sheet as they stand."""

    def fault(
        self, code: str, sheet: str, cell: str, message: str, fix: str,
        severity: Severity = Severity.ERROR,
    ) -> None:  # fmt: skip
        """Adds a finding."""
        one = Finding(code, severity, message, fix, sheet, cell, audience=Audience.DISTRICT)
        self.findings.append(one)

    def cell_of(self, sheet: str, entry: Entry, title: str) -> str:
        """Where a row's cell of a column stands."""
        return f"{self.places.get((sheet, title), ('A', ''))[0]}{entry.row + 1}"


def read_edition_book(path: Path) -> EditionBook:
    """The workbook at this path; raises `EditionBookError` for a file that is none."""
    return edition_book_of(_sheets_of(path), path.name)


def edition_book_of(sheets: dict[str, list[list[object]]], file: str) -> EditionBook:
    """The workbook of these rows by sheet; raises `EditionBookError` where they are none of it."""
    base, mark = _service(sheets.get(SERVICE_SHEET, []), file)
    book = EditionBook(base, mark, sheets=sheets)
    _read_lines(book, GENERAL, general_lines(base))
    _read_lines(book, LABELS, LABEL_LINES)
    for sheet in sorted(SHEETS, key=lambda one: one not in (SCHOOL_COLUMNS, PASSPORT)):
        _ListReader(book, sheet).read()
    return book


def _sheets_of(path: Path) -> dict[str, list[list[object]]]:
    try:
        cells = cells_of(read_bytes(path), path.name, (GENERAL,))
        return {name: cells.rows(name) for name in cells.sheet_names}
    except Refused as refused:
        raise EditionBookError(f"{refused.fault.message} {refused.fault.fix}") from refused
    except DamagedPartError as fault:
        raise EditionBookError(f"Файл «{path.name}» повреждён и не читается.") from fault


def _service(rows: Sequence[Sequence[object]], file: str) -> tuple[Raw, str]:
    entries = [(as_text(row[0]), as_text(row[1])) for row in rows if len(row) > 1 and row[0]]
    if ("form", FORM_NAME) not in entries:
        raise EditionBookError(
            f"Файл «{file}» — не книга издания. Сделайте её: roadmap-xl edition export 2026 "
            "-o Издание.xlsx."
        )
    text = "".join(value for name, value in entries if name == "base")
    try:
        base: Raw = json.loads(text)
    except ValueError as fault:
        raise EditionBookError(
            f"В файле «{file}» изменён скрытый лист «{SERVICE_SHEET}». Сделайте книгу издания "
            "заново командой edition export и перенесите в неё свои строки."
        ) from fault
    return base, dict(entries).get("mark", "")


# --- Sheets with a value in each row ---


def _read_lines(book: EditionBook, sheet: str, lines: Iterable[Column]) -> None:
    rows = {as_text(row[0]): (at, row) for at, row in enumerate(book.sheets.get(sheet, ())) if row}
    for line in lines:
        if line.name not in rows and line.name.startswith(PART):
            book.values[line.name] = value_at(book.base, line.name)  # a book of an older program
            continue
        if line.name not in rows:
            book.fault(
                "EDT-004",
                sheet,
                "",
                f"Нет строки «{line.title}».",
                "Верните строку: возьмите её из новой книги издания.",
            )
            continue
        at, row = rows[line.name]
        cell = f"C{at + 1}"
        book.places[line.name, ""] = (sheet, cell)
        typed = row[2] if len(row) > 2 else None
        try:
            book.values[line.name] = meant(line, typed, {})
        except CellFault as fault:
            book.fault("EDT-001", sheet, cell, fault.message, fault.fix)
        _check_braces(book, sheet, cell, typed)


def _check_braces(book: EditionBook, sheet: str, cell: str, typed: object) -> None:
    """What stands in braces has to be a word that the year or the region replaces."""
    if not isinstance(typed, str) or not _BRACES.search(typed):
        return
    known = words_of(2000, book.base.get("region", {}))
    unknown = [word for word in _PLACEHOLDER.findall(typed) if word not in known]
    if unknown or _BRACES.search(_PLACEHOLDER.sub("", typed)):
        named = ", ".join(f"{{{word}}}" for word in sorted(known))
        book.fault(
            "EDT-006",
            sheet,
            cell,
            "В фигурных скобках стоит неизвестное слово.",
            f"Можно: {named}. Скобки без такого слова уберите.",
        )


# --- Sheets with lists ---


class _ListReader:
    def __init__(self, book: EditionBook, sheet: Sheet) -> None:
        self.book, self.sheet = book, sheet
        self.base = {one.key: one for one in entries_of(book.base, sheet)}
        """By key; a key is one row's, whatever its list."""
        self.columns = columns_of_sheet(sheet)
        self.at: dict[str, int] = {}
        self.taken: set[str] = set()

    def read(self) -> None:
        rows = self.book.sheets.get(self.sheet.name, [])
        header = self._header(rows)
        found = self.book.entries[self.sheet.name] = []
        if header < 0:
            self._fault(
                "EDT-004",
                "",
                f"Нет листа «{self.sheet.name}» или его строки заголовков.",
                "Верните лист: возьмите его из новой книги издания.",
            )
            return
        for at, row in enumerate(rows[header + 1 :], start=header + 1):
            cells = {name: row[place] for name, place in self.at.items() if place < len(row)}
            if any(_text(cells.get(column.name)) for column in self.columns[1:]):
                found.append(self._entry(at, row, cells))
        self._note_deleted(found)
        self._check_headings(found)

    def _header(self, rows: Sequence[Sequence[object]]) -> int:
        titles = {normalize(column.title): column.name for column in self.columns}
        for at, row in enumerate(rows[:_ROWS_ABOVE]):
            found = {
                titles[normalize(_text(value))]: place
                for place, value in enumerate(row)
                if place >= FIRST_COLUMN and normalize(_text(value)) in titles
            }
            if len(found) > 1:
                self.at = found
                for column in self.columns:
                    self._place(column, at)
                return at
        return -1

    def _place(self, column: Column, row: int) -> None:
        if column.name in self.at:
            letters = column_name(self.at[column.name])
            self.book.places[self.sheet.name, column.title] = (letters, "")
        else:  # without «Действует» what was switched off would come back
            self._fault(
                "EDT-004",
                f"A{row + 1}",
                f"Нет графы «{column.title}».",
                "Верните графу: возьмите её из новой книги издания.",
            )

    def _entry(self, at: int, row: Sequence[object], cells: Mapping[str, object]) -> Entry:
        key = self._key(at, _text(row[KEY_COLUMN]))
        word = self._word(at, key, _text(cells.get(KIND)))
        is_active = self._is_active(at, _text(cells.get("active")))
        name = self.sheet.lists[word].partition(":")[0]
        has = applicable(self.sheet, name)
        values: dict[str, Any] = {}
        for column in self.sheet.columns:
            typed, cell = cells.get(column.name), self._cell(at, column.name)
            if column.name not in has:
                if _text(typed):
                    self._fault(
                        "EDT-009",
                        cell,
                        f"Строке «{word}» не нужно: «{column.title}».",
                        "Очистите ячейку.",
                        Severity.WARNING,
                    )
                continue
            value = self._value(column, typed, cell, is_active=is_active)
            if value is not ABSENT and value != _as_listed(default_of(column.name, name)):
                values[column.name] = value
        self._check_owner(at, name, word, values)
        return Entry(key, word, self._completed(key, values), is_active, at)

    def _is_active(self, at: int, text: str) -> bool:
        if text and normalize(text) not in (YES_WORD, NO_WORD):
            cell, message = self._cell(at, "active"), f"«{ACTIVE}»: «{text}»."
            self._fault("EDT-001", cell, message, "Впишите «да» или «нет».")
        return normalize(text) != NO_WORD

    def _completed(self, key: str, values: dict[str, Any]) -> dict[str, Any]:
        """With what the edition's file says of the row and no column shows."""
        shown = {column.name for column in self.sheet.columns}
        base = self.base[key].values if key in self.base else {}
        return {**{name: value for name, value in base.items() if name not in shown}, **values}

    def _value(self, column: Column, typed: object, cell: str, *, is_active: bool) -> Any:
        _check_braces(self.book, self.sheet.name, cell, typed)
        try:
            return meant(column, typed, self._keys_of(column.chosen_from))
        except CellFault as fault:
            if is_active:
                self._fault("EDT-001", cell, fault.message, fault.fix)
            return ABSENT

    def _check_owner(self, at: int, name: str, word: str, values: dict[str, Any]) -> None:
        if name == "plan_items" and "owner" not in values:
            values["owner"] = "S"
            if word != "своя строка школы":
                self._fault(
                    "EDT-001",
                    self._cell(at, "owner"),
                    "Не указано, кто отвечает.",
                    "Выберите: школа, район или совместно.",
                )

    def _keys_of(self, list_name: str) -> dict[str, str]:
        """By label as it compares, the keys of the rows that are chosen from."""
        source = {"school_columns": SCHOOL_COLUMNS, "headcounts": PASSPORT}.get(list_name)
        if source is None:
            return {}
        rows = self.book.entries[source.name]
        there = [(n, one) for n, one in enumerate(rows) if one.in_list(source) == list_name]
        return {
            normalize(str(one.values.get(name))): one.key or f"#{source.name}#{n}"
            for n, one in there
            for name in ("label", "full_label")
            if one.is_active and one.values.get(name)
        }

    def _key(self, at: int, key: str) -> str:
        """The hidden key; empty for a new row, and for the copy of another."""
        if key not in self.base:
            return ""
        if key in self.taken:
            self._fault(
                "EDT-005",
                f"A{at + 1}",
                "Строка — копия другой: она считается новой.",
                "Исправлять не нужно.",
                Severity.NOTE,
            )
            return ""
        self.taken.add(key)
        return key

    def _word(self, at: int, key: str, word: str) -> str:
        base = self.base[key].word if key else ""
        if not self.sheet.kinds:
            return next(iter(self.sheet.lists))
        known = {normalize(one): one for one in self.sheet.kinds}
        found = known.get(normalize(word))
        if found is None:
            choices = ", ".join(f"«{one}»" for one in self.sheet.kinds)
            self._fault(
                "EDT-003", self._cell(at, KIND), f"Вид строки: «{word}».", f"Выберите: {choices}."
            )
            return base or self.sheet.kinds[-1]
        if base and found != base and not (is_heading(base) and is_heading(found)):
            self._fault(
                "EDT-003",
                self._cell(at, KIND),
                f"Была строка «{base}», стала «{found}»: "
                "под прежним кодом это было бы другое число.",
                "Верните вид, выключите строку («Действует» — нет) и добавьте новую.",
            )
            return base
        return found

    def _note_deleted(self, found: list[Entry]) -> None:
        """A row that was deleted is one that was switched off: its key stays taken."""
        there = {one.key for one in found}
        for key, one in self.base.items():
            if key in there:
                continue
            if not self.sheet.may_grow:
                self._fault("EDT-010", "", f"Удалена строка «{key}».", "Верните строку.")
            elif one.is_active:
                label = one.values.get("label", key)
                self._fault(
                    "EDT-010",
                    "",
                    f"Строка «{label}» удалена: она считается выключенной.",
                    "Исправлять не нужно; вместо удаления ставьте «Действует» — нет.",
                    Severity.NOTE,
                )
            found.append(replace(one, is_active=False, row=-1))

    def _check_headings(self, found: Sequence[Entry]) -> None:
        is_under = False
        for one in found:
            if not one.is_active:
                continue
            is_under = is_under or is_heading(one.word)
            if needs_heading(one.word) and not is_under:
                self._fault(
                    "EDT-002",
                    f"B{one.row + 1}",
                    "Над строкой нет ни раздела, ни группы.",
                    "Поставьте выше строку раздела или группы.",
                )

    def _cell(self, at: int, name: str) -> str:
        return f"{column_name(self.at.get(name, KEY_COLUMN))}{at + 1}"

    def _fault(
        self, code: str, cell: str, message: str, fix: str, severity: Severity = Severity.ERROR
    ) -> None:
        self.book.fault(code, self.sheet.name, cell, message, fix, severity)


def _as_listed(default: Any) -> Any:
    return list(default) if isinstance(default, tuple) else default


def _text(value: object) -> str:
    return "" if value is None else as_text(value).strip()
