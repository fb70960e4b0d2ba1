"""The column «Проверка» of an edition's workbook, recalculated by LibreOffice after each edit."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from libreoffice import Change, Job, recalculate

from roadmap_xl.edition_book.reading import read_edition_book
from roadmap_xl.edition_book.stored import stored
from roadmap_xl.edition_book.writing import write_edition_book
from roadmap_xl.form.layout import column_name

HEADER, CHECK = 2, "Проверка"
SUBJECTS, INDICATORS, PLAN = "Предметы и пороги", "Показатели", "Мероприятия"
EDITS: tuple[tuple[str, str, str, object, str], ...] = (
    ("Общее", "Код издания", "Значение", "2026-степной", "✓"),
    ("Общее", "Год экзамена", "Значение", "двадцать", "Нужно число: Год экзамена"),
    (SUBJECTS, "Физика", "Название", None, "Заполните: Название"),
    (SUBJECTS, "Физика", "Источник порога", "сайт, 2025", "Источник порога не за этот год"),
    (SUBJECTS, "Физика", "Подтверждено", "нет", "Порог не подтверждён: найдите его в источнике"),
    (SUBJECTS, "Физика", "Графа «По школе»", "Труд", "Нет среди строк: Графа «По школе»"),
    (SUBJECTS, "Физика", "Действует", "нет", ""),
    (INDICATORS, "Доля наставников", "Вид", "часть", "Выберите из списка: Вид"),
    (PLAN, "Аналитическая работа", "Название", " ", "Заполните: Название"),
)
"""Sheet, row, column, what is typed, what the row says then."""


@pytest.mark.libreoffice
def test_the_rows_say_what_is_wrong_while_they_are_typed(tmp_path: Path) -> None:
    path = tmp_path / "Издание.xlsx"
    write_edition_book(path, stored("2026").raw, "", created=date(2026, 11, 1))
    sheets = read_edition_book(path).sheets
    wide = {name: max(map(len, rows)) for name, rows in sheets.items()}
    names = [name for name, rows in sheets.items() if len(rows) > HEADER and CHECK in rows[HEADER]]
    ranges = [(name, f"A1:{column_name(wide[name] - 1)}{len(sheets[name])}") for name in names]
    changes = [[change(sheets[sheet], sheet, row, at, v)] for sheet, row, at, v, _ in EDITS]
    (answers,) = recalculate([Job(path, ranges, [[], *changes])])
    written, *edited = answers
    for name, rows in zip(names, written, strict=True):
        column = sheets[name][HEADER].index(CHECK)
        saved = [row[column] or "" for row in sheets[name] if len(row) > column]
        assert [row[column] or "" for row in rows][: len(saved)] == saved, name
    for (sheet, row_text, _, _, said), answer in zip(EDITS, edited, strict=True):
        rows = sheets[sheet]
        row = next(n for n, cells in enumerate(rows) if row_text in cells)
        found = answer[names.index(sheet)][row][rows[HEADER].index(CHECK)]
        assert (found or "") == said, row_text


def change(
    rows: list[list[object]], sheet: str, row_text: str, title: str, value: object
) -> Change:
    row = next(n for n, cells in enumerate(rows) if row_text in cells)
    return Change(sheet, f"{column_name(rows[HEADER].index(title))}{row + 1}", value)
