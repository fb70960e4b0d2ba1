"""The cells of an edition's workbook: inputs with prompts and lists, and what is wrong in a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xlsxwriter.worksheet import Worksheet

from ..expressions.excel import excel_text
from ..form.layout import column_name
from ..workbook.drawing import lines_of, print_setup
from ..workbook.looks import Formats
from .sheets import NO_WORD, YES_WORD, Cell, Column
from .values import Shown

KEY_COLUMN, FIRST_COLUMN = 0, 1
HEADER_ROW = 2
"""Zero-based; above it the sheet's name and what it is for."""
_GOOD = "✓"
Check = tuple[str, str, bool]
"""A condition of a fault as a formula, what is said of it, and whether it is there now."""


def draw_head(sheet: Worksheet, formats: Formats, name: str, hint: str) -> None:
    """The sheet's name, and below it what it is for."""
    sheet.write_string(0, FIRST_COLUMN, name, formats["title"])
    sheet.set_row(0, 26)
    sheet.write_string(1, FIRST_COLUMN, hint, formats["note"])


def put(
    sheet: Worksheet, formats: Formats, row: int, column: int, value: Shown, cell: Cell
) -> None:
    """A cell that people fill in, with what stands there."""
    if value is None:  # «1.10» that is typed into a text has to stay what it is
        style = formats["input_exact" if cell is Cell.TEXT else "input"]
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, formats["input_exact"])
    else:
        sheet.write_number(row, column, value, formats["input_number"])


def cell_checks(column: Column, cell: str, value: Shown, row: int, source: str) -> Iterator[Check]:
    """What may be wrong with a cell by itself."""
    is_there = value is not None and str(value).strip() != ""
    if column.needed:
        yield f"LEN(TRIM({cell}))=0", f"Заполните: {column.title}", not is_there
    choices = {YES_WORD, NO_WORD} if column.cell is Cell.YES_NO else set(column.words)
    if choices:
        listed = ",".join(f"{cell}={excel_text(word)}" for word in sorted(choices))
        wrong = is_there and value not in choices
        yield f"AND(LEN({cell})>0,NOT(OR({listed})))", f"Выберите из списка: {column.title}", wrong
    if source and column.cell is not Cell.FIELD:
        area = source.removeprefix("=")
        yield (
            f"AND(LEN({cell})>0,COUNTIF({area},{cell})=0)",
            f"Нет среди строк: {column.title}",
            False,
        )
    if column.cell is Cell.NUMBER:
        wrong = is_there and not isinstance(value, int | float)
        yield f"AND(LEN({cell})>0,NOT(ISNUMBER({cell})))", f"Нужно число: {column.title}", wrong


def draw_check(
    sheet: Worksheet, formats: Formats, row: int, column: int, silent: str,
    checks: Sequence[Check], *, is_blank: bool,
) -> None:  # fmt: skip
    """What is wrong in a row, in words: the first of the checks that finds something."""
    formula = excel_text(_GOOD)
    for condition, message, _ in reversed(checks):
        formula = f"IF({condition},{excel_text(message)},{formula})"
    value = next((message for _, message, is_wrong in checks if is_wrong), _GOOD)
    shown = "" if is_blank else value
    sheet.write_formula(row, column, f'=IF({silent},"",{formula})', formats["check"], shown)


def validate(sheet: Worksheet, column: Column, first: int, last: int, at: int, source: str) -> None:
    """What a column says when a cell is selected, and the list to choose from."""
    criterion: dict[str, object] = {"validate": "any"}
    choices = [YES_WORD, NO_WORD] if column.cell is Cell.YES_NO else list(column.words)
    if choices or source:
        criterion = {
            "validate": "list", "source": source or choices, "error_type": "warning",
            "error_title": "Значения нет в списке",
            "error_message": "Лучше выбрать значение из списка: стрелка справа от ячейки.",
        }  # fmt: skip
    message = {"input_title": column.title[:32], "input_message": column.prompt[:255]}
    sheet.data_validation(first, at, last, at, criterion | message)


def paint(sheet: Worksheet, formats: Formats, first: int, last: int, check: int) -> None:
    """Amber where something is to be mended, green where nothing is."""
    cell = f"${column_name(check)}{first + 1}"
    wrong = {
        "criteria": f'=AND(LEN({cell})>0,{cell}<>"{_GOOD}")',
        "format": formats["paint_warning"],
    }
    sheet.conditional_format(first, check, last, check, {"type": "formula", **wrong})
    good = {"criteria": f'={cell}="{_GOOD}"', "format": formats["paint_good"]}
    sheet.conditional_format(first, check, last, check, {"type": "formula", **good})


def height_of(texts: Sequence[tuple[str, float]]) -> float:
    """The height of a row with these texts, each with its width in characters."""
    return max(18.0, 13.2 * max((lines_of(t, max(w, 4)) for t, w in texts), default=1) + 4)


def finish(sheet: Worksheet, name: str, last: int, end: int) -> None:
    """Hides the keys and sets the page up."""
    sheet.set_column(KEY_COLUMN, KEY_COLUMN, None, None, {"hidden": True})
    sheet.hide_gridlines(2)
    print_setup(sheet, name, "издание", landscape=True)
    sheet.print_area(0, FIRST_COLUMN, last, end)
    sheet.repeat_rows(HEADER_ROW)
