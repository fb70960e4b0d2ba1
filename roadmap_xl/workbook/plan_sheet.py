"""«План»: sections, activities, the school's own rows, the signature."""

from __future__ import annotations

from ..expressions.excel import excel_text
from ..form.layout import Block, Line
from ..form.rows import PlanHeadingRow, PlanItemRow, is_asked_of_school
from ..form.tables import PlanItem, Signature
from .drawing import landscape_room, page_breaks
from .live import Live
from .sheet import FormSheet, heading, line_fields

_WIDTHS = (8, 56, 20, 25, 28, 27, 50)
_OF_SECTION = " Срок раздела: "
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
    labels = (edition.titles.number, *(spec.label for _, spec in PlanItem.columns.values()))
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
    asked = spec.key in sheet.layout.edition.headings_of_school
    sheet.merged(line.row, 5, 6, _FOR_ALL_BELOW if asked else "", "section_note")
    sheet.height(line.row, [(spec.label, 52), *_filled(sheet, block, line)], 20)
    line_fields(sheet, block, line)


def _plan_item(sheet: FormSheet, block: Block, line: Line, spec: PlanItemRow) -> None:
    of_district = spec.owner == "D"
    number = (spec.number + (f"\n{sheet.layout.edition.others}" if of_district else "")).strip("\n")
    sheet.text(line.row, 1, number, "label_faint_center" if of_district else "label_center")
    if spec.kind != "own":
        sheet.text(line.row, 2, spec.label, "label_faint" if of_district else "label")
    texts = [(spec.label, _WIDTHS[1]), (number, _WIDTHS[0]), *_filled(sheet, block, line)]
    sheet.height(line.row, texts, 20)
    line_fields(sheet, block, line, beside=_term_of_section(sheet, spec))


def _filled(sheet: FormSheet, block: Block, line: Line) -> list[tuple[str, float]]:
    """What stands in the line's cells, or may be accepted, with their widths: it shows whole."""
    columns, proposed = dict(block.columns), sheet.live.proposed
    found = [
        (sheet.live.submission.values[field.slot], field.id, _WIDTHS[columns[tag] - 1])
        for tag, field in sheet.layout.fields_on(block, line)
    ]
    texts = [(proposed.get(field_id) if v is None else str(v), w) for v, field_id, w in found]
    return [(text, width) for text, width in texts if text is not None]


def _term_of_section(sheet: FormSheet, spec: PlanItemRow) -> Live | None:
    """The term that an item without its own has from its section; None where none is asked for."""
    if not is_asked_of_school(spec):
        return None
    form, live = sheet.layout.form, sheet.live
    keys = (spec.key, *reversed(spec.headings))
    terms = [form.by_id[f"{PlanItem.prefix}.{key}.term"] for key in keys]
    own, *above = [live.addresses.of(field.cell) for field in terms]
    inherited_term = '""'
    for cell in reversed(above):  # a text: a day that was pasted would be shown as its number
        is_text = f"COUNTA({cell})>COUNT({cell})"
        inherited_term = f"IF({is_text},{excel_text(_OF_SECTION)}&{cell},{inherited_term})"
    first, *others = [live.submission.values[field.slot] for field in terms]
    inherited = next((value for value in others if isinstance(value, str)), None)
    value = "" if first is not None or inherited is None else f"{_OF_SECTION}{inherited}"
    return Live(f'IFERROR(IF(COUNTA({own})>0,"",{inherited_term}),"")', value)


def _page_breaks(sheet: FormSheet, block: Block) -> list[int]:
    """A heading goes to the next page with the item below it, the signature with the last items."""
    headings = {line.row for line in block.lines if isinstance(line.spec, PlanHeadingRow)}
    heights = [(line.row, sheet.heights[line.row]) for line in block.lines]
    last, (signed,) = block.last_row, sheet.layout.block("sgn").lines
    heights += [(row, 20) for row in range(last + 1, signed.row + 2)]
    headings |= set(range(last - 4, signed.row + 1))
    return page_breaks(heights, headings, landscape_room(_WIDTHS[:-1]), 100, 30)


def draw_signature(sheet: FormSheet) -> None:
    """«Подпись»: the signature block of a form without a plan."""
    heading(sheet, "Подпись", "Впишите должность, фамилию и дату: они пойдут в документ.")
    _signature(sheet)
    sheet.check_header(sheet.layout.block("sgn").header_row)
    sheet.finish(landscape=True, widths=_WIDTHS)


def _signature(sheet: FormSheet) -> None:
    """Inputs on the line, the document's captions below it."""
    block = sheet.layout.block("sgn")
    sheet.tags(block)
    (line,) = block.lines
    sheet.text(block.header_row, 2, sheet.layout.edition.titles.signature, "school")
    sheet.sheet.set_row(line.row, 26)
    line_fields(sheet, block, line)
    labels = {name: spec.label for name, (_, spec) in Signature.columns.items()}
    captions = (
        (2, labels["position"]),
        (3, sheet.layout.edition.titles.handwritten),
        (4, labels["fio"]),
        (6, f"({labels['date'].lower()})"),
    )
    for column, caption in captions:
        sheet.text(line.row + 1, column, caption, "caption")
    sheet.last_row = line.row + 1
