"""What of an edition's workbook has to agree, each fault with its cell: borders, thresholds, names.

An edition that contradicts itself is refused when it is read; here people are told where and what.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ..form.edition import MOST_ROWS
from ..texts.squeezing import normalize
from .reading import EditionBook
from .rows import Entry
from .sheets import (
    BANDS,
    INDICATORS,
    LABEL,
    PASSPORT,
    PLAN,
    SCHOOL_COLUMNS,
    SHEETS,
    SUBJECTS,
    Sheet,
)

_THRESHOLD, _HIGHEST = "threshold", 100
_TWO_LINES = ("titles.document", "titles.plan")
"""Lines of «Общее» whose texts are printed in two places: what it is, and what about."""


def check_agreement(book: EditionBook) -> None:
    """A finding for each place where the workbook contradicts itself."""
    _check_bands(book)
    _check_thresholds(book)
    _check_names(book)
    _check_lengths(book)
    for name in _TWO_LINES:
        value = book.values.get(name)
        if isinstance(value, list) and len(value) < len(("вид документа", "о чём")):
            book.fault("EDT-001", *book.places[name, ""], "Нужны две строки, а здесь одна.",
                       "Вторую начните в той же ячейке с новой строки: Alt+Enter.")  # fmt: skip


def _active(book: EditionBook, sheet: Sheet) -> list[Entry]:
    return [one for one in book.entries.get(sheet.name, []) if one.is_active]


def _check_bands(book: EditionBook) -> None:
    """Each band begins where the one above ends, from 0 to 100."""
    before: Any = -1
    rows = _active(book, BANDS)
    for number, one in enumerate(rows):
        lowest, highest = one.values.get("lowest"), one.values.get("highest")
        wanted = before if before == _THRESHOLD else before + 1
        if lowest is None or highest is None:
            return  # told already, and where the next begins is not known
        if lowest != wanted:
            word = "«порог»" if wanted == _THRESHOLD else str(wanted)
            _tell_band(book, one, "От", f"Графа начинается не там, где кончается прежняя: {word}.",
                       f"Впишите {word} или поправьте границу строкой выше.")  # fmt: skip
            return
        is_last = number == len(rows) - 1
        if is_last and highest != _HIGHEST:
            _tell_band(book, one, "До", "Последняя графа кончается не на 100.", "Впишите 100.")
        elif _THRESHOLD not in (lowest, highest) and highest < lowest:
            _tell_band(book, one, "До", f"Графа кончается раньше, чем начинается: {lowest}.",
                       "Впишите балл не меньше, чем в «От».")  # fmt: skip
            return
        before = highest


def _tell_band(book: EditionBook, one: Entry, title: str, message: str, fix: str) -> None:
    book.fault("EDT-013", BANDS.name, book.cell_of(BANDS.name, one, title), message, fix)


def _check_thresholds(book: EditionBook) -> None:
    """A threshold parts the first band from the second, so it lies inside both."""
    bands = {one.key: one.values for one in _active(book, BANDS)}
    most = bands.get("b_min_50", {}).get("highest")
    for one in _active(book, SUBJECTS):
        thresholds = one.values.get("thresholds") or []
        wrong = [t for t in thresholds if t < 1 or (isinstance(most, int) and t > most)]
        if wrong:
            book.fault(
                "EDT-001", SUBJECTS.name, book.cell_of(SUBJECTS.name, one, "Порог"),
                f"Порог {wrong[0]} не годится: он делит графы «Не преодолели» и до {most}.",
                f"Впишите порог от 1 до {most}; границы граф — лист «{BANDS.name}».",
            )  # fmt: skip
        fails = one.values.get("fail_threshold")
        if fails is not None and fails not in thresholds:
            cell = book.cell_of(SUBJECTS.name, one, "Не сдал, если меньше")
            book.fault("EDT-001", SUBJECTS.name, cell, f"{fails} — не из порогов предмета.",
                       "Впишите один из порогов этой строки или очистите ячейку.")  # fmt: skip


def _check_names(book: EditionBook) -> None:
    """What is found by its name, in a list or in a Word document, is called so alone."""
    subjects = _active(book, SUBJECTS)
    _check_twice(book, SUBJECTS, subjects, ("label", "aliases"), "Предмет")
    _check_twice(book, SCHOOL_COLUMNS, _active(book, SCHOOL_COLUMNS), ("full_label",), "Графа")
    for sheet, what in ((PASSPORT, "Строка"), (INDICATORS, "Показатель")):
        by_list: dict[str, list[Entry]] = {}
        for one in _active(book, sheet):
            if not one.word.startswith("своя"):
                by_list.setdefault(one.in_list(sheet), []).append(one)
        for rows in by_list.values():
            _check_twice(book, sheet, rows, ("label",), what)


def _check_twice(
    book: EditionBook, sheet: Sheet, rows: Sequence[Entry], columns: tuple[str, ...], what: str
) -> None:
    seen: dict[str, Entry] = {}
    titles = {column.name: column.title for column in sheet.columns}
    for one in rows:
        for name in columns:
            for text in _texts(one.values.get(name)):
                other = seen.setdefault(normalize(text), one)
                if other is not one:
                    book.fault(
                        "EDT-011", sheet.name, book.cell_of(sheet.name, one, titles[name]),
                        f"{what} «{text}»: так же названа строка {other.row + 1}.",
                        "Назовите иначе или выключите одну из двух строк.",
                    )  # fmt: skip


def _texts(value: Any) -> Iterator[str]:
    yield from (str(one) for one in (value if isinstance(value, list) else [value]) if one)


def _check_lengths(book: EditionBook) -> None:
    for sheet in SHEETS:
        counted: dict[str, int] = {}
        for one in _active(book, sheet):
            name = one.in_list(sheet)
            counted[name] = counted.get(name, 0) + 1
            if counted[name] == MOST_ROWS + 1:
                title = LABEL if sheet in (PASSPORT, INDICATORS, PLAN) else sheet.columns[0].title
                book.fault("EDT-011", sheet.name, book.cell_of(sheet.name, one, title),
                           f"Строк больше, чем можно: {MOST_ROWS}.",
                           "Выключите лишние, начиная с этой.")  # fmt: skip
