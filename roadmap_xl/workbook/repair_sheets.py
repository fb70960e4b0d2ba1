"""«Замечания» and «Не перенесено»: the sheets that a repair adds to the school's workbook."""

from __future__ import annotations

from collections import Counter

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from ..form.fields import Layout
from ..form.layout import TITLE
from ..rules.checking import group_findings
from ..rules.findings import Finding, Severity
from .drawing import lines_of, print_setup
from .looks import SEVERITY_STYLES, Formats
from .repair_notes import (
    FOUND_HEADERS,
    LEFT_OVER_HEADERS,
    LEFT_OVER_HINT,
    LEFT_OVER_SHEET,
    LOST_HEADER,
    LOST_HEADERS,
    LOST_HINT,
    MENDED_HEADER,
    MENDED_HEADERS,
    NOTES_SHEET,
    TO_TITLE,
    Correction,
    Loss,
    RepairNotes,
    seal_of,
)

SEAL_COLUMN = 0
"""The hidden column of «Замечания» that tells the program's texts from what people write there."""
FIELD_COLUMN = 6
"""The hidden column of «Замечания» with the id of a mended field, or what is kept of a loss."""
_WIDTHS = (16, 32, 66, 56, 10)
_LEFT_WIDTHS = (24, 20, 74, 46)
_MENDED = ("", *MENDED_HEADERS, "")
_HINT = (
    "Программа перенесла присланные данные в чистый бланк. Исправленное ею отмечено голубым, "
    "с примечанием у ячейки; остальное исправьте по списку, потерянное — заполните заново."
)
_ANSWER = {
    "validate": "any",
    "input_title": "Ваш ответ",
    "input_message": "Заполните место в книге. Если заполнять нечего, напишите почему, например: "
    "предмет не сдавали.",
}


def draw_repair(workbook: Workbook, formats: Formats, notes: RepairNotes, layout: Layout) -> None:
    """The sheets of the notes; nothing for none."""
    names = notes.sheets
    if NOTES_SHEET in names:
        _draw_notes(workbook.get_worksheet_by_name(NOTES_SHEET), formats, notes, layout)
    if LEFT_OVER_SHEET in names:
        _draw_left_over(workbook.get_worksheet_by_name(LEFT_OVER_SHEET), formats, notes, layout)


def _heading(sheet: Worksheet, formats: Formats, title: str, hint: str, last: int) -> None:
    sheet.write_string(0, 1, title, formats["title"])
    sheet.set_row(0, 26)
    sheet.write_url(1, last, f"internal:'{TITLE}'!A1", formats["link"], TO_TITLE)
    sheet.merge_range(2, 1, 2, last, "", formats["hint"])
    sheet.write_string(2, 1, hint, formats["hint"])
    sheet.set_row(2, 27)


def _draw_notes(sheet: Worksheet, formats: Formats, notes: RepairNotes, layout: Layout) -> None:
    _heading(sheet, formats, NOTES_SHEET, _HINT, len(_WIDTHS))
    found = (*notes.unanswered, *notes.findings)
    counts = Counter(finding.severity for finding in found)
    tally = "     ".join(
        f"{severity.counted.capitalize()}: {counts[severity]}" for severity in Severity
    )
    sheet.write_string(1, 1, tally, formats["school"])
    _seal(sheet, 0, NOTES_SHEET, tally, TO_TITLE, _HINT)
    _headers(sheet, formats, 4, FOUND_HEADERS)
    _seal(sheet, 4, *FOUND_HEADERS)
    row = 5
    for finding in group_findings(notes.findings):
        _finding(sheet, formats, row, finding)
        row += 1
    row = _draw_lost(sheet, formats, row, notes)
    if notes.mended:
        sheet.write_string(row + 1, 1, MENDED_HEADER, formats["school"])
        _headers(sheet, formats, row + 2, _MENDED)
        _seal(sheet, row + 2, MENDED_HEADER, *_MENDED)
        for place, one in enumerate(notes.mended, start=row + 3):
            _mended(sheet, formats, place, one, layout)
    _finish(sheet, NOTES_SHEET, layout, _WIDTHS)
    sheet.set_selection("C6")  # the first place to go to
    sheet.set_column(SEAL_COLUMN, SEAL_COLUMN, None, None, {"hidden": True})
    sheet.set_column(FIELD_COLUMN, FIELD_COLUMN, None, None, {"hidden": True})


def _draw_lost(sheet: Worksheet, formats: Formats, row: int, notes: RepairNotes) -> int:
    """The list of what was lost, with room for answers; the row below it."""
    if not notes.lost:
        return row
    sheet.write_string(row + 1, 1, LOST_HEADER, formats["school"])
    sheet.merge_range(row + 2, 1, row + 2, len(_WIDTHS), "", formats["hint"])
    sheet.write_string(row + 2, 1, LOST_HINT, formats["hint"])
    sheet.set_row(row + 2, 27)
    _seal(sheet, row + 1, LOST_HEADER)
    _seal(sheet, row + 2, LOST_HINT)
    _headers(sheet, formats, row + 3, ("", *LOST_HEADERS))
    _seal(sheet, row + 3, *LOST_HEADERS)
    for place, (loss, error) in enumerate(notes.lost, start=row + 4):
        _lost(sheet, formats, place, loss, error)
    return row + 4 + len(notes.lost)


def _lost(sheet: Worksheet, formats: Formats, row: int, loss: Loss, error: Finding) -> None:
    state, style = ("есть ответ", "state_note") if loss.answer else ("ошибка", "state_error")
    sheet.write_string(row, 1, state, formats[style])
    target = f"internal:'{loss.sheet}'!{loss.cell or 'A1'}"
    sheet.write_url(row, 2, target, formats["link_cell"], error.place)
    sheet.write_string(row, 3, error.message, formats["label"])
    sheet.write_string(row, 4, loss.answer, formats["input"])
    sheet.data_validation(row, 4, row, 4, _ANSWER)
    sheet.write_string(row, 5, error.code, formats["code"])
    sheet.write_string(row, FIELD_COLUMN, loss.kept)
    texts = (state, error.place, error.message, loss.answer, error.code, loss.kept)
    _seal(sheet, row, *texts)
    _height(sheet, row, (error.message, _WIDTHS[2]), (loss.answer, _WIDTHS[3]))


def _seal(sheet: Worksheet, row: int, *texts: str) -> None:
    """Marks these texts of a row as the program's own, for the next reading."""
    sheet.write_string(row, SEAL_COLUMN, " ".join(seal_of(text) for text in texts if text))


def _headers(sheet: Worksheet, formats: Formats, row: int, labels: tuple[str, ...]) -> None:
    for column, label in enumerate(labels, start=1):
        sheet.write_string(row, column, label, formats["header_left"])


def _finding(sheet: Worksheet, formats: Formats, row: int, finding: Finding) -> None:
    sheet.write_string(row, 1, finding.severity.word, formats[SEVERITY_STYLES[finding.severity]])
    if finding.field:
        target = f"internal:'{finding.sheet}'!{finding.cell}"
        sheet.write_url(row, 2, target, formats["link_cell"], finding.place)
    else:
        sheet.write_string(row, 2, finding.place, formats["label"])
    texts = (finding.message, finding.fix, finding.code)
    _seal(sheet, row, finding.severity.word, finding.place, *texts)
    for column, text in enumerate(texts, start=3):
        sheet.write_string(row, column, text, formats["code" if column == 5 else "label"])
    _height(sheet, row, (finding.message, _WIDTHS[2]), (finding.fix, _WIDTHS[3]))


def _mended(sheet: Worksheet, formats: Formats, row: int, one: Correction, layout: Layout) -> None:
    state = "исправлено" if one.field else "в файле"
    _seal(sheet, row, state, one.place, one.was, one.done, one.field)
    sheet.write_string(row, 1, state, formats["state_note"])
    field = layout.form.by_id.get(one.field)
    if field is None:
        sheet.write_string(row, 2, one.place, formats["label"])
    else:
        place = layout.place(field)
        target = f"internal:'{place.sheet}'!{place.cell}"
        sheet.write_url(row, 2, target, formats["link_cell"], one.place)
        sheet.write_string(row, FIELD_COLUMN, one.field)
    sheet.write_string(row, 3, one.was, formats["label"])
    sheet.write_string(row, 4, one.done, formats["label"])
    _height(sheet, row, (one.was, _WIDTHS[2]), (one.done, _WIDTHS[3]))


def _draw_left_over(sheet: Worksheet, formats: Formats, notes: RepairNotes, layout: Layout) -> None:
    _heading(sheet, formats, LEFT_OVER_SHEET, LEFT_OVER_HINT, len(_LEFT_WIDTHS))
    _headers(sheet, formats, 3, LEFT_OVER_HEADERS)
    for row, one in enumerate(notes.untaken, start=4):
        for column, text in enumerate((one.sheet, one.cell, one.text, one.why), start=1):
            sheet.write_string(row, column, text, formats["label"])
        _height(sheet, row, (one.text, _LEFT_WIDTHS[2]), (one.why, _LEFT_WIDTHS[3]))
    _finish(sheet, LEFT_OVER_SHEET, layout, _LEFT_WIDTHS)
    sheet.set_selection("B5")
    sheet.repeat_rows(3)


def _height(sheet: Worksheet, row: int, *texts: tuple[str, float]) -> None:
    lines = max(lines_of(text, width) for text, width in texts)
    sheet.set_row(row, min(max(18, 13.2 * lines + 4), 400))


def _finish(sheet: Worksheet, name: str, layout: Layout, widths: tuple[int, ...]) -> None:
    sheet.set_column(0, 0, 2)
    for column, width in enumerate(widths, start=1):
        sheet.set_column(column, column, width)
    sheet.hide_gridlines(2)
    print_setup(sheet, name, layout.edition.template_version, landscape=True)
