"""The hidden sheets: checks with their verdicts, rows by their tags, lists of choices, metadata.

The sheets of checks and rows are sealed: a reader sees by the seal in `_meta` that nobody changed
what stands in them.
"""

from __future__ import annotations

from collections.abc import Mapping

from xlsxwriter import Workbook

from ..form.layout import column_name
from ..form.vocabulary import LIST_NAMES
from ..rules.checklist import Check
from .live import FIRST, LISTS, META, Live
from .live_state import LiveState
from .repair_notes import LOST_KEY
from .seals import CHECKS, EDITION_MARK, FORMULA_COLUMNS, ROWS, seal_of_formulas


class SealedSheet:
    """Takes texts and formulas, no numbers: a number there is somebody else's."""

    def __init__(self, workbook: Workbook, name: str) -> None:
        self._sheet = workbook.get_worksheet_by_name(name)
        self._formula_columns = FORMULA_COLUMNS[name]
        self._beside: dict[tuple[int, int], bytes] = {}
        self._last_row = 0
        self._sheet.hide()

    def text(self, row: int, column: int, text: str) -> None:
        self._sheet.write_string(row, column, text)
        self._take(row, column, text)

    def formula(self, row: int, column: int, formula: str, value: object) -> None:
        self._sheet.write_formula(row, column, formula, None, value)
        if column_name(column) not in self._formula_columns:
            self._take(row, column, "")
        self._last_row = max(self._last_row, row + 1)

    def _take(self, row: int, column: int, text: str) -> None:
        self._beside[row, column] = f'{column_name(column)}{row + 1}"{text}'.encode()
        self._last_row = max(self._last_row, row + 1)

    @property
    def seal(self) -> str:
        return seal_of_formulas((self._beside[at] for at in sorted(self._beside)), self._last_row)


CHECK_HEADERS = (
    "code", "", "verdict", "weight", "message", "group", "listed", "rank", "required",
    "group line", "sheet", "cell", "fix", "silenced", "", "name", "first", "last", "noun",
    "group says",
)  # fmt: skip


def write_checks(workbook: Workbook, live: LiveState) -> str:
    """One row a check: its verdict, its weight after suppression, its message, its rank.

    Returns the seal of the sheet.
    """
    sheet = SealedSheet(workbook, CHECKS)
    for column, header in enumerate(CHECK_HEADERS):
        if header:
            sheet.text(0, column, header)
    for row, one in enumerate((live.is_draft, *map(live.heavier, (1, 2, 3)))):
        sheet.formula(row, 14, one.formula, one.value)  # DRAFT_FLAG and HEAVIER
    for check in live.checks:
        row = FIRST - 1 + check.number
        place = live.layout.place(check.field)
        at = live.addresses.row_of(check.field.slot)
        cell = Live(f'="{column_name(place.column)}"&{at}', place.cell)
        texts = {0: check.rule.code, 10: place.sheet, 12: live.fix(check)}
        for column, text in texts.items():
            sheet.text(row, column, text)
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
                sheet.formula(row, column, formula.formula, formula.value)
        if check.number in live.groups:
            _write_group(sheet, row, live, check)
        if check.rule.required is not False:
            sheet.formula(row, 8, "=1", 1)
    return sheet.seal


def _write_group(sheet: SealedSheet, row: int, live: LiveState, check: Check) -> None:
    """The name of its place in the line of its group; beside the first, the line itself."""
    name = live.group_name(check)
    if name.formula:
        sheet.formula(row, 15, name.formula, name.value)
    else:
        sheet.text(row, 15, str(name.value))
    group = live.groups[check.number]
    if group[0] == check.number:
        places = (live.place_of(group, "first"), live.place_of(group, "last"))
        formulas = (*places, live.noun_of(group), live.group_message(group))
        for column, formula in enumerate(formulas, start=16):
            sheet.formula(row, column, formula.formula, formula.value)


def write_rows(workbook: Workbook, live: LiveState) -> str:
    """Where each tagged row stands: found by its tag, so that moved rows are followed.

    Returns the seal of the sheet.
    """
    sheet = SealedSheet(workbook, ROWS)
    for tag, (number, name, row) in live.addresses.row_numbers.items():
        sheet.text(number - 1, 0, tag)
        sheet.text(number - 1, 1, name)
        formula = f"=MATCH($A{number},{live.addresses.column_area(name, 'A')},0)"
        sheet.formula(number - 1, 2, formula, row)
    return sheet.seal


def write_lists(workbook: Workbook, live: LiveState) -> None:
    sheet = workbook.get_worksheet_by_name(LISTS)
    for column, name in enumerate(LIST_NAMES):
        for row, option in enumerate(live.layout.edition.options(name)):
            sheet.write_string(row, column, option)
    sheet.hide()


def write_meta(workbook: Workbook, live: LiveState, seals: Mapping[str, str]) -> None:
    """What a reader knows the form by, the seals of hidden sheets, what a repaired copy lost."""
    sheet = workbook.get_worksheet_by_name(META)
    edition = live.layout.edition
    entries = {
        "form": "roadmap_xl",
        "edition": edition.key,
        "template_version": edition.template_version,
        "layout": live.layout.hash,
        **({EDITION_MARK: edition.mark} if edition.mark else {}),
        **seals,
    }
    rows: list[tuple[str, ...]] = [*entries.items()]
    rows += [(LOST_KEY, loss.kept, loss.answer) for loss, _ in live.notes.lost]
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            sheet.write_string(row, column, text)
    sheet.hide()
