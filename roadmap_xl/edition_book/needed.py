"""What a form cannot do without: rows that rules, sheets and the summary stand on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..form.parts import PARTS, faults_of_parts
from .reading import EditionBook
from .rows import Entry, is_heading
from .sheets import (
    ACTIVE,
    GENERAL,
    INDICATORS,
    LABEL,
    PART,
    PASSPORT,
    PLAN,
    SCHOOL_COLUMNS,
    SUBJECTS,
    Sheet,
)

PUPILS = "pupils_total"
"""The headcount that rules compare with."""
_CODE = "EDT-014"


class Lack(NamedTuple):
    """What is missing, where, and what to do."""

    sheet: str
    cell: str
    message: str
    fix: str


def check_needed(book: EditionBook) -> None:
    """A finding for each thing that is missing."""
    for lack in (*_parts(book), *_lists(book), *_columns(book), *_headings(book)):
        book.fault(_CODE, *lack)


def _active(book: EditionBook, sheet: Sheet, name: str = "") -> list[Entry]:
    rows = book.entries.get(sheet.name, [])
    return [one for one in rows if one.is_active and name in ("", one.in_list(sheet))]


def parts_without(book: EditionBook) -> list[str]:
    """The names of the tables that are switched off, in the form's order."""
    return [part.name for part in PARTS if book.values.get(f"{PART}{part.name}") is False]


def _parts(book: EditionBook) -> Iterator[Lack]:
    for fault in faults_of_parts(parts_without(book)):
        yield Lack(*book.places[f"{PART}{fault.name}", ""], fault.message, fault.fix)


def _lists(book: EditionBook) -> Iterator[Lack]:
    subjects = [bool(one.values.get("mandatory")) for one in _active(book, SUBJECTS)]
    pupils = [one for one in _active(book, PASSPORT, "headcounts") if one.key == PUPILS]
    fields = [one for one in _active(book, PASSPORT, "passport") if not one.values.get("fixed")]
    counts = _active(book, PASSPORT, "problem_counts")
    indicators = _active(book, INDICATORS, "indicators")
    needed = (
        ("", SUBJECTS, True in subjects, "Нет ни одного обязательного предмета."),
        ("headcounts", PASSPORT, pupils, "Выключена численность обучающихся: с ней сравнивают."),
        ("passport", PASSPORT, fields, "Нет ни одного поля паспорта, которое заполняют."),
        ("problem_counts", PASSPORT, counts, "Нет ни одного числа проблемы."),
        ("indicators", INDICATORS, indicators, "Нет ни одного показателя."),
        ("plan", PLAN, _active(book, PLAN, "plan_items"), "Нет ни одного мероприятия."),
    )
    without = parts_without(book)
    for part, sheet, is_there, message in needed:
        if not is_there and part not in without:
            yield Lack(sheet.name, _first_cell(book, sheet), message, _add_or_switch_off(part))


def _first_cell(book: EditionBook, sheet: Sheet) -> str:
    """Where the first row of a sheet begins: there somebody begins to look."""
    rows = [one for one in book.entries.get(sheet.name, []) if one.row >= 0]
    return book.cell_of(sheet.name, rows[0], ACTIVE) if rows else ""


def _add_or_switch_off(part: str) -> str:
    add = "Включите или добавьте хотя бы одну такую строку"
    title = next((one.title for one in PARTS if one.name == part), "")
    off = f" — или выключите таблицу: лист «{GENERAL}», «{ACTIVE}: {title}» — нет" if title else ""
    return f"{add}{off}."


def _columns(book: EditionBook) -> Iterator[Lack]:
    """Each column of «ЕГЭ по школе» has its subject; one that is of a single subject, just one."""
    used = [str(one.values.get("school_column")) for one in _active(book, SUBJECTS)]
    for one in _active(book, SCHOOL_COLUMNS):
        number, label = used.count(one.key), one.values.get("label")
        if not number:
            yield Lack(
                SCHOOL_COLUMNS.name, book.cell_of(SCHOOL_COLUMNS.name, one, LABEL),
                f"В графу «{label}» не идёт ни один предмет.",
                "Выключите графу или назовите её у предмета (лист «Предметы и пороги»).",
            )  # fmt: skip
        elif number > 1 and one.values.get("single", True):
            yield Lack(
                SCHOOL_COLUMNS.name, book.cell_of(SCHOOL_COLUMNS.name, one, "Один предмет"),
                f"В графу «{label}» идёт предметов: {number}.",
                "Впишите «нет» или дайте каждому предмету свою графу.",
            )  # fmt: skip
    known = {one.key for one in _active(book, SCHOOL_COLUMNS)}
    for one in _active(book, SUBJECTS):
        if one.values.get("school_column") not in known:
            yield Lack(
                SUBJECTS.name, book.cell_of(SUBJECTS.name, one, "Графа «По школе»"),
                f"«{one.values.get('label')}»: его графа выключена.", "Выберите другую графу.",
            )  # fmt: skip


def _headings(book: EditionBook) -> Iterator[Lack]:
    """A section or a group without a row is not printed: nobody would notice why."""
    for sheet in (PLAN, INDICATORS):
        rows = _active(book, sheet)
        for at, one in enumerate(rows):
            if is_heading(one.word) and not _has_rows(rows, at):
                what = "мероприятия" if sheet is PLAN else "показателя"
                yield Lack(
                    sheet.name, book.cell_of(sheet.name, one, LABEL),
                    f"Под строкой «{one.values.get('label')}» нет ни одного {what}.",
                    "Добавьте ниже хотя бы одну строку или выключите эту.",
                )  # fmt: skip


def _has_rows(rows: list[Entry], at: int) -> bool:
    """Whether an activity or an indicator stands below a heading, before the next of its level."""
    levels = {word: level for level, word in enumerate(("раздел", "подраздел", "подраздел 2"))}
    own = levels.get(rows[at].word, 0)
    for one in rows[at + 1 :]:
        if not is_heading(one.word):
            return own == 0 or not one.word.startswith("своя")
        if levels.get(one.word, 0) <= own:
            return False
    return False
