"""«Показатели»: the target indicators and what their percents rest on."""

from __future__ import annotations

from ..form.layout import Block, Line
from ..form.rows import IndicatorRow
from .drawing import landscape_room, page_breaks
from .sheet import PASTE_HINT, FormSheet, heading, line_fields

_WIDTHS = (7, 43, 11, 10, 10, 12.5, 9, 7, 12.5, 9, 7, 50)


def draw_indicators(sheet: FormSheet) -> None:
    """«Показатели»: the target indicators by groups, and beside them what each rests on."""
    edition, layout = sheet.layout.edition, sheet.layout
    heading(
        sheet,
        "Целевые показатели",
        "Впишите численность и «Всего» справа: процент посчитается сам и пойдёт в документ. "
        "Второй год — план. " + PASTE_HINT,
    )
    block = layout.block("ind")
    sheet.tags(block)
    top = block.header_row - 1
    labels = [
        "№",
        "Наименование целевого показателя",
        "Единица измерения",
        edition.year1,
        edition.year2,
    ]
    for column, label in enumerate(labels, start=1):
        sheet.merged(top, column, column, label, "header", 2)
    for first, year in ((6, edition.year1), (9, edition.year2)):
        sheet.merged(top, first, first + 2, f"{year}: из чего процент", "header_added")
        for n, label in enumerate(("Численность", "Всего", "%")):
            sheet.text(top + 1, first + n, label, "header_added")
    sheet.sheet.set_row(top + 1, 27)
    sheet.merged(top, sheet.check_column, sheet.check_column, "Проверка", "check_header", 2)
    groups = {group.key: group.label for group in edition.indicator_groups}
    seen: set[str] = set()
    for line in block.lines:
        if isinstance(line.spec, IndicatorRow):
            if line.spec.group not in seen:
                seen.add(line.spec.group)
                sheet.merged(line.row - 1, 1, 11, groups[line.spec.group], "section")
            _indicator(sheet, block, line, line.spec)
    sheet.sheet.freeze_panes(top + 2, 3)
    sheet.sheet.set_h_pagebreaks(_page_breaks(sheet, block))
    sheet.finish(landscape=True, widths=_WIDTHS, repeat=(top, top + 1))


def _indicator(sheet: FormSheet, block: Block, line: Line, spec: IndicatorRow) -> None:
    of_others = spec.owner == "D"
    number = f"{spec.key}\n{sheet.layout.edition.others}" if of_others else spec.key
    sheet.text(line.row, 1, number, "label_faint_center" if of_others else "label_center")
    if spec.kind != "own":
        sheet.text(line.row, 2, spec.label, "label_faint" if of_others else "label")
    there = {tag for tag, _ in sheet.layout.fields_on(block, line)}
    for tag, column in block.columns:
        if tag not in there and tag != "name":
            sheet.text(line.row, column, "–", "absent")
    sheet.height(line.row, [(spec.label, _WIDTHS[1])], 30)
    line_fields(sheet, block, line)


def _page_breaks(sheet: FormSheet, block: Block) -> list[int]:
    """A group's heading goes to the next page with its first indicator."""
    rows = [line.row for line in block.lines]
    groups = {row - 1 for row in rows} - set(rows)
    heights = [(row, sheet.heights.get(row, 16)) for row in range(min(groups), rows[-1] + 1)]
    return page_breaks(heights, groups, landscape_room(_WIDTHS[:-1]), 115, 45)
