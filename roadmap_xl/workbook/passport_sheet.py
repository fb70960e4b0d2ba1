"""«Паспорт»: headcounts, the problem's description, the passport's fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..form.layout import PASSPORT, Block
from ..form.rows import PassportRow, Subject
from .sheet import PASTE_HINT, FormSheet, heading, line_fields


def draw_passport(sheet: FormSheet) -> None:
    """«Паспорт»: headcounts, the description of the problem, the passport's fields."""
    edition, layout = sheet.layout.edition, sheet.layout
    heading(sheet, edition.titles.passport, PASTE_HINT)
    for block in layout.on(PASSPORT):
        sheet.tags(block)
    for block in layout.on(PASSPORT):
        _DRAW[block.name](sheet, block)
    sheet.finish(landscape=False, widths=(46, 13, 13, 44, 64))


def _headcounts(sheet: FormSheet, block: Block) -> None:
    title = "Численность — вносится один раз и становится «Всего» показателей"
    sheet.text(block.header_row, 1, title, "header_added")
    for column, year in ((2, sheet.layout.edition.year1), (3, sheet.layout.edition.year2)):
        sheet.text(block.header_row, column, year, "header_added")
    sheet.sheet.set_row(block.header_row, 28)
    sheet.check_header(block.header_row)
    for line in block.lines:
        sheet.text(line.row, 1, line.spec.label, "label_added")
        sheet.sheet.set_row(line.row, 25)
        line_fields(sheet, block, line)


def _averages(sheet: FormSheet, block: Block) -> None:
    titles, text = sheet.layout.edition.titles, sheet.layout.form.edition_text
    sheet.merged(block.header_row - 1, 1, 2, titles.problem, "header_left")
    sheet.text(block.header_row, 1, text(titles.results_of_year), "sub_heading")
    sheet.text(block.header_row, 2, "Средний балл", "header")
    sheet.check_header(block.header_row)
    placed = {line.row for line in block.lines}
    for row in range(block.lines[0].row, block.last_row):
        if row not in placed:
            sheet.merged(row, 1, 2, titles.elective_averages, "sub_heading")
    for line in block.lines:
        spec = line.spec
        if isinstance(spec, Subject):
            style = "label" if spec.mandatory else "label_indented"
            sheet.text(line.row, 1, spec.average_label, style)
        line_fields(sheet, block, line)


def _counts(sheet: FormSheet, block: Block) -> None:
    has_averages = bool(sheet.layout.blocks_of("averages"))
    title = "Численность, чел." if has_averages else sheet.layout.edition.titles.problem
    sheet.merged(block.header_row, 1, 1, title, "header_left")
    sheet.text(block.header_row, 2, "Число", "header")
    if not has_averages:  # else the column's heading stands above them
        sheet.check_header(block.header_row)
    for line in block.lines:
        sheet.text(line.row, 1, line.spec.label, "label")
        sheet.height(line.row, [(line.spec.label, 46)], 25)
        line_fields(sheet, block, line)


def _passport_fields(sheet: FormSheet, block: Block) -> None:
    sheet.text(block.header_row, 1, "Паспорт дорожной карты", "header_left")
    sheet.merged(block.header_row, 2, 4, "Содержание", "header_left")
    sheet.check_header(block.header_row)
    for line in block.lines:
        if not isinstance(line.spec, PassportRow):
            continue
        sheet.text(line.row, 1, line.spec.label, "label")
        line_fields(sheet, block, line, merge_to=4)
        value = sheet.live.submission[f"psp.{line.spec.key}"]
        lines = "\n" * (line.spec.height - 1)
        sheet.height(line.row, [(str(value or ""), 68), (lines, 68)])
    for spec in sheet.layout.edition.passport:
        if spec.fixed:
            row = block.last_row + 1
            sheet.text(row, 1, spec.label, "label")
            sheet.merged(row, 2, 4, "\n".join(spec.fixed), "label")
            sheet.height(row, [("\n".join(spec.fixed), 60)])
            sheet.last_row = max(sheet.last_row, row)


_DRAW: Mapping[str, Callable[[FormSheet, Block], None]] = {
    "heads": _headcounts,
    "averages": _averages,
    "counts": _counts,
    "psp": _passport_fields,
}
"""How each block of the sheet is drawn."""
