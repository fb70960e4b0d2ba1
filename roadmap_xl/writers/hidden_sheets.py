"""The hidden sheets: verdicts, the rows they find their cells by, lists of choices, metadata."""

from __future__ import annotations

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from ..checklist import Check
from ..form.vocabulary import LIST_NAMES
from ..layout import column_name
from ..repair_notes import LOST_KEY
from .addresses import ROWS
from .live import CHECKS, DRAFT_FLAG, FIRST, LISTS, META, Live
from .live_state import LiveState

CHECK_HEADERS = (
    "code", "", "verdict", "weight", "message", "group", "listed", "rank", "required",
    "group line", "sheet", "cell", "fix", "silenced", "", "name", "first", "last", "noun",
    "group says",
)  # fmt: skip


def write_checks(workbook: Workbook, live: LiveState) -> None:
    """One row a check: its verdict, its weight after suppression, its message, its rank."""
    sheet = workbook.get_worksheet_by_name(CHECKS)
    for column, header in enumerate(CHECK_HEADERS):
        sheet.write_string(0, column, header)
    sheet.write_formula(DRAFT_FLAG, live.is_draft.formula, None, live.is_draft.value)
    for weight in (1, 2, 3):
        heavier = live.heavier(weight)
        sheet.write_formula(weight, 14, heavier.formula, None, heavier.value)
    for check in live.checks:
        row = FIRST - 1 + check.number
        place = live.layout.place(check.field)
        at = live.addresses.row_of(check.field.slot)
        cell = Live(f'="{column_name(place.column)}"&{at}', place.cell)
        texts = {0: check.rule.code, 10: place.sheet, 12: live.fix(check)}
        for column, text in texts.items():
            sheet.write_string(row, column, text)
        formulas = {
            2: live.verdict(check),
            3: live.weight(check),
            4: live.message(check),
            5: live.broken_so_far(check),
            6: live.listed(check),
            7: live.rank(check),
            9: live.group_line(check),
            11: cell,
            13: live.silencing(check),
        }
        for column, formula in formulas.items():
            if formula is not None:
                sheet.write_formula(row, column, formula.formula, None, formula.value)
        if check.number in live.groups:
            _write_group(sheet, row, live, check)
        if check.rule.required is not False:
            sheet.write_number(row, 8, 1)
    sheet.hide()


def _write_group(sheet: Worksheet, row: int, live: LiveState, check: Check) -> None:
    """The name of its place in the line of its group; beside the first, the line itself."""
    name = live.group_name(check)
    if name.formula:
        sheet.write_formula(row, 15, name.formula, None, name.value)
    else:
        sheet.write_string(row, 15, str(name.value))
    group = live.groups[check.number]
    if group[0] == check.number:
        places = (live.place_of(group, "first"), live.place_of(group, "last"))
        formulas = (*places, live.noun_of(group), live.said_together(group))
        for column, formula in enumerate(formulas, start=16):
            sheet.write_formula(row, column, formula.formula, None, formula.value)


def write_rows(workbook: Workbook, live: LiveState) -> None:
    """Where each tagged row stands: found by its tag, so that moved rows are followed."""
    sheet = workbook.get_worksheet_by_name(ROWS)
    for tag, (number, name, row) in live.addresses.row_numbers.items():
        sheet.write_string(number - 1, 0, tag)
        sheet.write_string(number - 1, 1, name)
        formula = f"=MATCH($A{number},{live.addresses.column_area(name, 'A')},0)"
        sheet.write_formula(number - 1, 2, formula, None, row)
    sheet.hide()


def write_lists(workbook: Workbook, live: LiveState) -> None:
    sheet = workbook.get_worksheet_by_name(LISTS)
    for column, name in enumerate(LIST_NAMES):
        for row, option in enumerate(live.layout.edition.options(name)):
            sheet.write_string(row, column, option)
    sheet.hide()


def write_meta(workbook: Workbook, live: LiveState) -> None:
    """What a reader knows the form by; of a repaired copy also what was lost."""
    sheet = workbook.get_worksheet_by_name(META)
    edition = live.layout.edition
    entries = {
        "form": "roadmap_xl",
        "edition": edition.key,
        "template_version": edition.template_version,
        "layout": live.layout.hash,
    }
    rows: list[tuple[str, ...]] = [*entries.items()]
    rows += [(LOST_KEY, loss.kept, loss.answer) for loss, _ in live.notes.lost]
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            sheet.write_string(row, column, text)
    sheet.hide()
