"""The head of a sheet of the form, and a line of its tables."""

from __future__ import annotations

from ..layout import REVIEW, TITLE, Block, Line
from .live import Live
from .sheet import FormSheet

PASTE_HINT = (
    "Заполняйте жёлтые ячейки, серые считаются сами. Вставляйте скопированное через «Специальная "
    "вставка → Значения»: обычная вставка стирает подсказки и проверки."
)


def heading(sheet: FormSheet, title: str, hint: str) -> None:
    """The sheet's title, the school, how many errors are left, the ways to their list and back."""
    last = sheet.check_column - 1
    sheet.text(0, 1, sheet.layout.form.edition_text(title), "title")
    sheet.sheet.set_row(0, 26)
    school = sheet.live.addresses.field("meta.school_name")
    name = str(sheet.live.submission["meta.school_name"] or "")
    sheet.formula(1, 1, Live(f'=IF(COUNTA({school})=0,"",{school})', name), "school")
    sheet.merged(2, 1, last, hint, "hint")
    sheet.sheet.set_row(2, 27)
    errors = sheet.live.count(3, sheet.name)
    counted = Live(
        f'="Ошибок на листе: "&{errors.formula[1:]}&" → {REVIEW}"',
        f"Ошибок на листе: {errors.value} → {REVIEW}",
    )
    _link(sheet, 0, REVIEW, "link_bold")
    sheet.formula(0, sheet.check_column, counted, "link_bold")  # over the link, which stays
    _link(sheet, 1, TITLE, "link", "← Титул")


def _link(sheet: FormSheet, row: int, target: str, style: str, text: str = "") -> None:
    """A link of a cell: unlike one made by a formula, the menu key opens it."""
    link = sheet.formats[style]
    sheet.sheet.write_url(row, sheet.check_column, f"internal:'{target}'!A1", link, text)


def line_fields(sheet: FormSheet, block: Block, line: Line, merge_to: int = 0) -> None:
    """All fields of a line, and what is wrong with them."""
    found = sheet.layout.fields_on(block, line)
    for tag, field in found:
        sheet.field(line.row, dict(block.columns)[tag], field, merge_to)
    sheet.check(line.row, [field for _, field in found])
