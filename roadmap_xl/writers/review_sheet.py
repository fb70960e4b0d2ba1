"""«Проверка»: what is wrong, worst first, in words, with a link to the cell; codes come last."""

from __future__ import annotations

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from ..checking import Check
from ..layout import REVIEW, TITLE
from .formats import Formats
from .live import CHECKS, FIRST, Live
from .live_state import LiveState
from .page import PROTECTION, print_setup

LINES = 40
"""As many findings as the sheet lists; grouped, a form has fewer kinds of fault than that."""
_HEADER_ROW = 4
_HEADERS = ("Важность", "Где", "Что не так", "Как исправить", "Код")
_STYLES = ("open_severity", "open_link", "open", "open", "open_code")
_WIDTHS = (16, 20, 74, 66, 10)
_WORDS = {3: "ошибка", 2: "предупреждение", 1: "к сведению"}
_COUNTED = (("Ошибок", 3), ("Предупреждений", 2), ("К сведению", 1))


class ReviewLines:
    """The list of findings as formulas: each place shows the finding that has that rank."""

    def __init__(self, live: LiveState) -> None:
        self.live = live

    def _check(self, place: int) -> Check | None:
        ranks = self.live.ranks
        return self.live.checks[ranks.index(place)] if place in ranks else None

    def _shown(self, place: int, column: str, value: str) -> Live:
        return Live(f'=IFERROR({self._at(place, column)},"")', value)

    def _at(self, place: int, column: str) -> str:
        def span(letter: str) -> str:
            return f"{CHECKS}!${letter}${FIRST}:${letter}${self.live.last}"

        return f"INDEX({span(column)},MATCH({place},{span('H')},0))"

    def severity(self, place: int) -> Live:
        check, weight = self._check(place), self._at(place, "D")
        value = _WORDS[self.live.weights[check.number]] if check else ""
        words = f'IF({weight}=3,"ошибка",IF({weight}=2,"предупреждение","к сведению"))'
        return Live(f'=IFERROR({words},"")', value)

    def link(self, place: int) -> Live:
        check = self._check(place)
        found = self.live.layout.place(check.field) if check else None
        formula = f"HYPERLINK({self._at(place, 'K')},{self._at(place, 'L')})"
        return Live(f'=IFERROR({formula},"")', f"{found.sheet}, {found.cell}" if found else "")

    def message(self, place: int) -> Live:
        check = self._check(place)
        return self._shown(place, "J", str(self.live.line(check).value) if check else "")

    def fix(self, place: int) -> Live:
        check = self._check(place)
        return self._shown(place, "M", check.rule.fix if check else "")

    def code(self, place: int) -> Live:
        check = self._check(place)
        return self._shown(place, "A", check.rule.code if check else "")


def draw_review(workbook: Workbook, formats: Formats, live: LiveState) -> None:
    sheet = workbook.get_worksheet_by_name(REVIEW)
    _heading(sheet, formats, live)
    lines = ReviewLines(live)
    for place in range(1, LINES + 1):
        row = _HEADER_ROW + place
        shown = (lines.severity, lines.link, lines.message, lines.fix, lines.code)
        for column, (cell, style) in enumerate(zip(shown, _STYLES, strict=True), start=1):
            found = cell(place)
            sheet.write_formula(row, column, found.formula, formats[style], found.value)
        sheet.set_row(row, 31)
    _finish(sheet, formats, live)


def _heading(sheet: Worksheet, formats: Formats, live: LiveState) -> None:
    sheet.write_string(0, 1, "Проверка", formats["title"])
    sheet.set_row(0, 26)
    counts = [(name, live.count(weight)) for name, weight in _COUNTED]
    said = "     ".join(f"{name}: {count.value}" for name, count in counts)
    formula = '&"     "&'.join(f'"{name}: "&{count.formula[1:]}' for name, count in counts)
    sheet.write_formula(1, 1, f"={formula}", formats["school"], said)
    sheet.write_url(1, 5, f"internal:'{TITLE}'!A1", formats["link"], "← Титул")
    hint = (
        "Список обновляется сам при каждом вводе: сначала ошибки, затем предупреждения. Нажмите на "
        "место, чтобы перейти к ячейке. Кнопка «Проверить» находит и то, чего не видят формулы."
    )
    sheet.merge_range(2, 1, 2, 5, hint, formats["hint"])
    sheet.set_row(2, 27)
    for column, label in enumerate(_HEADERS, start=1):
        sheet.write_string(_HEADER_ROW, column, label, formats["header_left"])


def _finish(sheet: Worksheet, formats: Formats, live: LiveState) -> None:
    last = _HEADER_ROW + LINES + 1
    listed = max(live.ranks, default=0)
    rest = f"MAX({CHECKS}!$H${FIRST}:$H${live.last})-{LINES}"
    said = f"…и ещё {listed - LINES}: они появятся здесь, когда исправите первые." * (
        listed > LINES
    )
    formula = f'=IF({rest}>0,"…и ещё "&({rest})&": они появятся здесь, когда исправите первые.","")'
    sheet.write_formula(last, 3, formula, formats["note"], said)
    for weight, style in ((3, "paint_error"), (2, "paint_warning")):
        condition = {
            "type": "formula",
            "criteria": f'=$B{_HEADER_ROW + 2}="{_WORDS[weight]}"',
            "format": formats[style],
        }
        sheet.conditional_format(_HEADER_ROW + 1, 1, last - 1, 1, condition)
    lined = {
        "type": "formula",
        "criteria": f'=$B{_HEADER_ROW + 2}<>""',
        "format": formats["paint_line"],
    }
    sheet.conditional_format(_HEADER_ROW + 1, 1, last - 1, 5, lined)
    sheet.set_column(0, 0, None, None, {"hidden": True})
    for column, width in enumerate(_WIDTHS, start=1):
        sheet.set_column(column, column, width)
    sheet.hide_gridlines(2)
    sheet.freeze_panes(_HEADER_ROW + 1, 0)
    sheet.protect("", PROTECTION)
    print_setup(sheet, REVIEW, live.layout.edition.template_version, landscape=True)
    sheet.print_area(0, 1, last, 5)
    sheet.repeat_rows(_HEADER_ROW)
