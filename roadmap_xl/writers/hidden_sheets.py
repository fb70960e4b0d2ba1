"""The hidden sheets: verdicts, the rows they find their cells by, lists of choices, metadata."""

from __future__ import annotations

from xlsxwriter import Workbook

from ..layout import column_name
from .live import CHECKS, FIRST, LISTS, META, ROWS, Live, LiveState
from .sheet import LIST_NAMES

CHECK_HEADERS = (
    "code", "field", "verdict", "weight", "message", "group", "listed", "rank", "required",
    "line", "target", "place", "fix",
)  # fmt: skip


def write_checks(workbook: Workbook, live: LiveState) -> None:
    """One row a check: its verdict, its weight after suppression, its message, its rank."""
    sheet = workbook.get_worksheet_by_name(CHECKS)
    for column, header in enumerate(CHECK_HEADERS):
        sheet.write_string(0, column, header)
    for check in live.checks:
        row = FIRST - 1 + check.number
        place = live.layout.place(check.field)
        at = _line_row(live, check.field.slot)
        letters = column_name(place.column)
        sheet.write_string(row, 0, check.rule.code)
        sheet.write_string(row, 1, check.field.id)
        cells = {
            2: live.verdict(check),
            3: live.weight(check),
            4: live.message(check),
            5: live.broken_so_far(check),
            6: live.listed(check),
            7: live.rank(check),
            9: live.line(check),
            10: Live(f"=\"#'{place.sheet}'!{letters}\"&{at}", f"#'{place.sheet}'!{place.cell}"),
            11: Live(f'="{place.sheet}, {letters}"&{at}', f"{place.sheet}, {place.cell}"),
        }
        for column, cell in cells.items():
            if cell is not None:
                sheet.write_formula(row, column, cell.formula, None, cell.value)
        sheet.write_number(row, 8, 0 if check.rule.required is False else 1)
        sheet.write_string(row, 12, check.rule.fix)
    sheet.hide()


def _line_row(live: LiveState, slot: int) -> str:
    """The cell of `_rows` that says on which row of its sheet the field stands now."""
    address = live.field_address(live.layout.form.fields[slot].id)
    return address[address.index(f"{ROWS}!") : -1]


def write_rows(workbook: Workbook, live: LiveState) -> None:
    """Where each tagged row stands: found by its tag, so that moved rows are followed."""
    sheet = workbook.get_worksheet_by_name(ROWS)
    for tag, (number, name, row) in live.row_numbers.items():
        sheet.write_string(number - 1, 0, tag)
        sheet.write_string(number - 1, 1, name)
        formula = f"=MATCH($A{number},{live.column_area(name, 'A')},0)"
        sheet.write_formula(number - 1, 2, formula, None, row)
    sheet.hide()


def write_lists(workbook: Workbook, live: LiveState) -> None:
    sheet = workbook.get_worksheet_by_name(LISTS)
    for column, name in enumerate(LIST_NAMES):
        for row, option in enumerate(live.layout.edition.options(name)):
            sheet.write_string(row, column, option)
    sheet.hide()


def write_meta(workbook: Workbook, live: LiveState) -> None:
    """What a reader knows the form by."""
    sheet = workbook.get_worksheet_by_name(META)
    edition = live.layout.edition
    entries = {
        "form": "roadmap_xl",
        "edition": edition.key,
        "template_version": edition.template_version,
        "layout": live.layout.hash,
    }
    for row, (key, value) in enumerate(entries.items()):
        sheet.write_string(row, 0, key)
        sheet.write_string(row, 1, value)
    sheet.hide()
