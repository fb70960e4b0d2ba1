"""The hidden sheets: checks with their verdicts, rows by their tags, lists of choices, metadata.

The sheets of checks and rows are sealed: a reader sees by the seal in `_meta` that nobody changed
what stands in them.
"""

from __future__ import annotations

from collections.abc import Mapping

from xlsxwriter import Workbook

from ..form.layout import REVIEW_LINES, TAG_COLUMN, column_name
from ..form.vocabulary import LIST_NAMES
from ..rules.checklist import Check
from .live import FIRST, LISTS, META, OTHER_ROW, OWN_ROW, Live, area_name
from .live_state import LiveState
from .repair_notes import LOST_KEY
from .seals import CHECKS, EDITION_MARK, FORMULA_COLUMNS, ROWS, seal_of_formulas
from .shared_formulas import shared


class SealedSheet:
    """Takes texts and formulas, no numbers: a number there is somebody else's."""

    def __init__(self, workbook: Workbook, name: str) -> None:
        self._sheet = workbook.get_worksheet_by_name(name)
        self._formula_columns = FORMULA_COLUMNS[name]
        self._beside: dict[tuple[int, int], bytes] = {}
        self._formulas: dict[int, dict[int, Live]] = {}
        """By column and row, both from 0."""
        self._last_row = 0
        self._sheet.hide()

    def text(self, row: int, column: int, text: str) -> None:
        self._sheet.write_string(row, column, text)
        self._take(row, column, text)

    def formula(self, row: int, column: int, live: Live) -> None:
        self._formulas.setdefault(column, {})[row] = live
        if column_name(column) not in self._formula_columns:
            self._take(row, column, "")
        self._last_row = max(self._last_row, row + 1)

    def _take(self, row: int, column: int, text: str) -> None:
        self._beside[row, column] = f'{column_name(column)}{row + 1}"{text}'.encode()
        self._last_row = max(self._last_row, row + 1)

    def close(self) -> str:
        """Writes the formulas, those that are alike once; returns the seal."""
        groups = 0
        for column, lives in sorted(self._formulas.items()):
            formulas = {row + 1: live.formula for row, live in lives.items()}
            stored = shared(column_name(column), formulas, groups)
            groups += sum(bool(getattr(one, "area", "")) for one in stored.values())
            for row, live in lives.items():
                self._sheet.write_formula(row, column, stored[row + 1], None, live.value)
        return seal_of_formulas((self._beside[at] for at in sorted(self._beside)), self._last_row)


CHECK_HEADERS = (
    "code", "", "verdict", "weight", "message", "group", "listed", "row", "required",
    "group line", "sheet", "cell", "fix", "silenced", "", "name", "first", "last", "noun",
    "group says", "other row", "label", "first", "key", "check",
)  # fmt: skip


def write_checks(workbook: Workbook, live: LiveState) -> str:
    """One row a check: its verdict, its weight after suppression, its message, its rank.

    Returns the seal of the sheet.
    """
    sheet = SealedSheet(workbook, CHECKS)
    for column, header in enumerate(CHECK_HEADERS):
        if header:
            sheet.text(0, column, header)
    sheet.formula(0, 14, live.is_draft)  # DRAFT_FLAG
    sheet.formula(1, 14, live.has_graduates)  # GRADUATES_FLAG
    for row, (name, first) in enumerate(live.first_checks.items(), start=FIRST - 1):
        sheet.text(row, 10, name)
        sheet.formula(row, 22, Live(f"={first + 1}", first + 1))
    for place in range(1, REVIEW_LINES + 1):
        row = FIRST - 2 + place
        sheet.formula(row, 23, live.key_at(place))
        sheet.formula(row, 24, live.check_at(place, f"X{row + 1}"))
    for check in live.checks:
        _write_check(sheet, FIRST - 1 + check.number, live, check)
    return sheet.close()


def _write_check(sheet: SealedSheet, row: int, live: LiveState, check: Check) -> None:
    place = live.layout.place(check.field)
    is_first = live.formulas.first_of_rule[check.rule.code] == check.number
    texts = {
        0: check.rule.code,
        12: live.fix(check) if is_first else "",
        21: live.formulas.label(check),
    }
    for column, text in texts.items():
        if text:
            sheet.text(row, column, text)
    formulas = {
        2: live.verdict(check),
        3: live.weight(check),
        4: live.message(check),
        5: live.broken_so_far(check),
        6: live.listed(check),
        7: live.row(check, OWN_ROW),
        9: live.group_line(check),
        11: Live(f'="{column_name(place.column)}"&${OWN_ROW}{row + 1}', place.cell),
        13: live.silencing(check),
        20: live.row(check, OTHER_ROW),
    }
    for column, formula in formulas.items():
        if formula is not None:
            sheet.formula(row, column, formula)
    if check.number in live.groups:
        _write_group(sheet, row, live, check)
    if check.rule.required is not False:
        sheet.formula(row, 8, Live("=1", 1))


def _write_group(sheet: SealedSheet, row: int, live: LiveState, check: Check) -> None:
    """The name of its place in the line of its group; beside the first, the line itself."""
    name = live.group_name(check)
    if name.formula:
        sheet.formula(row, 15, name)
    else:
        sheet.text(row, 15, str(name.value))
    group = live.groups[check.number]
    if group[0] == check.number:
        places = (live.place_of(group, "first"), live.place_of(group, "last"))
        formulas = (*places, live.noun_of(group), live.group_message(group))
        for column, formula in enumerate(formulas, start=16):
            sheet.formula(row, column, formula)


def write_rows(workbook: Workbook, live: LiveState) -> str:
    """Where each tagged row stands: found by its tag, so that moved rows are followed.

    Returns the seal of the sheet.
    """
    sheet = SealedSheet(workbook, ROWS)
    for tag, (number, name, row) in live.addresses.row_numbers.items():
        sheet.text(number - 1, 0, tag)
        sheet.text(number - 1, 1, name)
        formula = f"=MATCH($A{number},{area_name(name, column_name(TAG_COLUMN))},0)"
        sheet.formula(number - 1, 2, Live(formula, row))
    return sheet.close()


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
    live.carried.write(sheet)
    sheet.hide()
