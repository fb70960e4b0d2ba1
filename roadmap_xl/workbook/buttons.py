"""What makes a workbook one with buttons: the buttons, a line beside them, texts for its macros.

The macros themselves are put into the finished file by `addin/building`.
"""

from __future__ import annotations

from collections.abc import Mapping

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from ..form.layout import MACRO_TEXTS, XLWINGS_SETTINGS
from ..records import Record
from .seals import DRAWN, seal_of_texts

_BUTTON = {"width": 150, "height": 46}
"""Two lines high: LibreOffice shows captions larger than Excel is said to."""
_GAP = 12
_ROW_HEIGHT = 70
_HINT = {
    "y_offset": 54,
    "width": 390,  # as wide as the title's last column: it is printed, the buttons are not
    "height": 38,
    "font": {"name": "Arial", "size": 9, "color": "#5A6270"},
    "line": {"none": True},
    "fill": {"none": True},
    "align": {"vertical": "top"},
    "object_position": 2,
}


class Button(Record):
    """A button: what stands on it, and the macro it calls."""

    caption: str
    macro: str
    tip: str
    """What it does, for those who do not see it."""


class Buttons(Record):
    """The buttons of a workbook with the line beside them, and what its macros read from cells."""

    buttons: tuple[Button, ...]
    hint: str
    texts: Mapping[str, str]
    """By key, every sentence a macro may say."""
    xlwings: Mapping[str, str]
    """Settings that xlwings reads from the workbook before it looks elsewhere."""


def draw_buttons(sheet: Worksheet, buttons: Buttons, row: int, column: int) -> None:
    """The buttons side by side from this cell on, the hint below them; the row is made high enough.

    The hint is a text box: no cell of the form is taken.
    """
    sheet.set_row(row, _ROW_HEIGHT)
    for number, button in enumerate(buttons.buttons):
        options = {
            "caption": button.caption,
            "macro": button.macro,
            "description": f"Кнопка «{button.caption}»: {button.tip}",
            "x_offset": number * (_BUTTON["width"] + _GAP),
            "y_offset": 4,
            **_BUTTON,
        }
        sheet.insert_button(row, column, options)
    alternative_text = {"description": f"Подсказка у кнопок: {buttons.hint}"}
    sheet.insert_textbox(row, column, buttons.hint, _HINT | alternative_text)


def write_macro_sheets(workbook: Workbook, buttons: Buttons) -> dict[str, str]:
    """The hidden sheets: keys in column A, texts in column B.

    Returns the seal of each by name, and of what is drawn.
    """
    captions = (button.caption for button in buttons.buttons)
    seals = {DRAWN: seal_of_texts((buttons.hint, *captions))}
    for name, entries in ((MACRO_TEXTS, buttons.texts), (XLWINGS_SETTINGS, buttons.xlwings)):
        sheet = workbook.add_worksheet(name)
        for row, (key, text) in enumerate(entries.items()):
            sheet.write_string(row, 0, key)
            sheet.write_string(row, 1, text)
        sheet.very_hidden()
        seals[name] = seal_of_texts((*entries, *entries.values()))
    return seals
