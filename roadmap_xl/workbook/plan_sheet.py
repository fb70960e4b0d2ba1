"""«План»: sections, activities, the school's own rows, the signature."""

from __future__ import annotations

from ..form.fields import columns_of
from ..form.layout import Block, Line
from ..form.rows import PlanHeadingRow, PlanItemRow
from ..form.tables import PlanItem, Signature
from .drawing import landscape_room, page_breaks
from .sheet import FormSheet, heading, line_fields

_WIDTHS = (8, 56, 20, 25, 28, 27, 50)
_FOR_ALL_BELOW = "← действует для пунктов ниже, где не указано своё"


def draw_plan(sheet: FormSheet) -> None:
    """«План»: sections with their activities, then the signature block."""
    edition, layout = sheet.layout.edition, sheet.layout
    heading(
        sheet,
        edition.titles.plan[0],
        edition.titles.plan[1].format(year1=edition.year1, year2=edition.year2)
        + f". Срок и ответственного можно указать один раз в строке раздела. Пункты с пометкой "
        f"«{edition.others}» заполнять не нужно. Свои пункты — в пустых строках в конце раздела.",
    )
    block = layout.block("pln")
    sheet.tags(block)
    top = block.header_row
    labels = (edition.titles.number, *(spec.label for _, spec in columns_of(PlanItem).values()))
    for column, label in enumerate(labels, start=1):
        sheet.text(top, column, label, "header")
    sheet.check_header(top)
    sheet.sheet.set_row(top, 30)
    for line in block.lines:
        if isinstance(line.spec, PlanHeadingRow):
            _plan_heading(sheet, block, line, line.spec)
        elif isinstance(line.spec, PlanItemRow):
            _plan_item(sheet, block, line, line.spec)
    _signature(sheet)
    sheet.sheet.freeze_panes(top + 1, 3)
    sheet.sheet.set_h_pagebreaks(_page_breaks(sheet, block))
    sheet.finish(landscape=True, widths=_WIDTHS, repeat=(top, top))


def _plan_heading(sheet: FormSheet, block: Block, line: Line, spec: PlanHeadingRow) -> None:
    sheet.text(line.row, 1, spec.number, "section")
    sheet.text(line.row, 2, spec.label, "section")
    sheet.merged(line.row, 5, 6, _FOR_ALL_BELOW, "section_note")
    sheet.height(line.row, [(spec.label, 52)], 20)
    line_fields(sheet, block, line)


def _plan_item(sheet: FormSheet, block: Block, line: Line, spec: PlanItemRow) -> None:
    of_district = spec.owner == "D"
    number = (spec.number + (f"\n{sheet.layout.edition.others}" if of_district else "")).strip("\n")
    sheet.text(line.row, 1, number, "label_faint_center" if of_district else "label_center")
    if spec.kind != "own":
        sheet.text(line.row, 2, spec.label, "label_faint" if of_district else "label")
    filled = [
        (str(sheet.live.submission.values[field.slot] or ""), width)
        for (_, field), width in zip(
            sheet.layout.fields_on(block, line)[-4:], _WIDTHS[2:6], strict=True
        )
    ]
    sheet.height(line.row, [(spec.label, _WIDTHS[1]), (number, _WIDTHS[0]), *filled], 20)
    line_fields(sheet, block, line)


def _page_breaks(sheet: FormSheet, block: Block) -> list[int]:
    """A heading goes to the next page with the item below it, the signature with the last items."""
    headings = {line.row for line in block.lines if isinstance(line.spec, PlanHeadingRow)}
    heights = [(line.row, sheet.heights[line.row]) for line in block.lines]
    last, (signed,) = block.last_row, sheet.layout.block("sgn").lines
    heights += [(row, 20) for row in range(last + 1, signed.row + 2)]
    headings |= set(range(last - 4, signed.row + 1))
    return page_breaks(heights, headings, landscape_room(_WIDTHS[:-1]), 100, 30)


def _signature(sheet: FormSheet) -> None:
    """Inputs on the line, the document's captions below it."""
    block = sheet.layout.block("sgn")
    sheet.tags(block)
    (line,) = block.lines
    sheet.text(block.header_row, 2, sheet.layout.edition.titles.signature, "school")
    sheet.sheet.set_row(line.row, 26)
    line_fields(sheet, block, line)
    labels = {name: spec.label for name, (_, spec) in columns_of(Signature).items()}
    captions = (
        (2, labels["position"]),
        (3, sheet.layout.edition.titles.handwritten),
        (4, labels["fio"]),
        (6, f"({labels['date'].lower()})"),
    )
    for column, caption in captions:
        sheet.text(line.row + 1, column, caption, "caption")
    sheet.last_row = line.row + 1
