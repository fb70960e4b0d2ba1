"""«Замены»: what the newer file of a school says otherwise than the one it replaced."""

from __future__ import annotations

from datetime import date

from ..district.replacement import Change, changes_of
from ..district.summary import SubmissionLine
from ..submission import Value
from ..texts.days import day_text
from .summary_page import HEAD_ROWS, SummaryPage

_COLUMNS = (
    ("Школа", 34),
    ("Прежний файл", 25),
    ("Учтённый файл", 25),
    ("Лист", 14),
    ("Ячейка", 8),
    ("Поле", 46),
    ("Было", 32),
    ("Стало", 32),
)
_HINT = (
    "Школа прислала файл ещё раз: учтён пришедший позже. Здесь каждое значение, которое в нём "
    "другое. Место названо по учтённому файлу; «пусто» — в ячейке ничего не было."
)
_NOT_COMPARED = "Файлы на бланках разных лет: по полям не сравниваются."


def draw_changes(page: SummaryPage) -> None:
    """Every changed value of every replaced file; no other file is opened."""
    page.head("Замены", _HINT, [width for _, width in _COLUMNS])
    header = HEAD_ROWS
    page.header(header, [title for title, _ in _COLUMNS], 22)
    row = header
    for line in page.summary.all_lines:
        if line.replaced_by is not None:
            row = _replaced(page, row, line)
    if row == header:
        row += 1
        page.merged(row, "Замен нет: ни одна школа не прислала другого файла.", "label")
    page.filter(header, row)
    page.finish(header_row=header, last_row=row, freeze=(header + 1, 1))


def _replaced(page: SummaryPage, row: int, line: SubmissionLine) -> int:
    """The changes of one file below `row`; gives the last row."""
    found = changes_of(line, page.summary.files)
    if found is None:
        _line(page, row + 1, line, None)
        return row + 1
    last = row
    for last, change in enumerate(found, start=row + 1):
        _line(page, last, line, change)
    return last


def _line(page: SummaryPage, row: int, line: SubmissionLine, change: Change | None) -> None:
    older, newer = line.received, line.replaced_by
    texts = [
        (line.school.name if line.school else "", "small"),
        (older.file if older else "", "small"),
        (newer.file if newer else "", "small"),
        (change.sheet if change else "", "small"),
        (change.cell if change else "", "label_center"),
        (change.label if change else _NOT_COMPARED, "label"),
        (_shown(change.was) if change else "", "label_center"),
        (_shown(change.became) if change else "", "label_center"),
    ]
    for column, (text, style) in enumerate(texts):
        page.text(row, column, text, style)
    page.height(row, [(column, text) for column, (text, _) in enumerate(texts)])


def _shown(value: Value) -> str:
    """A value as a Russian Excel shows it; numbers as texts, for they are nobody's sums."""
    if value is None or value == "":
        return "пусто"
    if isinstance(value, date):
        return day_text(value)
    if isinstance(value, float):
        return f"{value:.15g}".replace(".", ",")
    return str(value)
