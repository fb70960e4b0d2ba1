"""«Проверка»: what is wrong, worst first, in words, with a link to the cell; codes come last."""

from __future__ import annotations

from functools import cached_property

from ..expressions.excel import excel_text
from ..form.layout import REVIEW, REVIEW_HEADER, REVIEW_LINES, TITLE, column_name, span
from ..rules.checklist import Check
from ..rules.findings import Severity
from .inputs import KEY_COLUMN
from .live import FIRST, RANKED, SHEETS, Live, count_of
from .live_state import LiveState
from .seals import CHECKS
from .sheet import FormSheet

_HEADERS = ("Важность", "Где", "Что не так", "Как исправить", "Код")
_STYLES = ("open_severity", "open_link", "open", "open", "open_code")
_WIDTHS = (16, 20, 72, 62, 10)
NOTHING = "Замечаний нет"
_TITLE = f"'{TITLE}'!A1"
_WORDS = {severity.weight: severity.word for severity in Severity}


class ReviewLines:
    """The list of findings as formulas: each place shows the finding that has that rank."""

    def __init__(self, live: LiveState) -> None:
        self.live = live

    def _check(self, place: int) -> Check | None:
        listed = self.live.listed_checks
        return self.live.checks[listed[place - 1]] if place <= len(listed) else None

    def _shown(self, place: int, column: str, value: str) -> Live:
        return Live(f'=IFERROR({self._at(place, column)},"")', value)

    def _at(self, place: int, column: str) -> str:
        return f"INDEX({self._all(column)},{self._number(place)})"

    def _all(self, column: str) -> str:
        return f"{CHECKS}!${column}${FIRST}:${column}${self.live.last}"

    @staticmethod
    def _number(place: int) -> str:
        return f"{CHECKS}!${RANKED}${FIRST - 1 + place}"

    def _sheet(self, place: int) -> str:
        last = FIRST - 1 + len(self.live.first_checks)
        names, firsts = (f"{CHECKS}!{span(f'${c}${FIRST}', f'${c}${last}')}" for c in SHEETS)
        return f"INDEX({names},MATCH({self._number(place)},{firsts},1))"

    def severity(self, place: int) -> Live:
        check, weight = self._check(place), self._at(place, "D")
        value = _WORDS[self.live.weights[check.number]] if check else ""
        error, warning, note = map(excel_text, _WORDS.values())
        words = f"IF({weight}=3,{error},IF({weight}=2,{warning},{note}))"
        return Live(f'=IFERROR({words},"")', value)

    def link(self, place: int) -> Live:
        check = self._check(place)
        found = self.live.layout.place(check.field) if check else None
        target = f'"#\'"&{self._sheet(place)}&"\'!"&{self._at(place, "L")}'
        formula = f'=IFERROR(HYPERLINK({target},{self._where(place)}),"")'
        return Live(formula, f"{found.sheet}, {found.cell}" if found else "")

    def message(self, place: int) -> Live:
        """The message; behind it, why the school lets it stand."""
        check = self._check(place)
        value = self.live.line(check) if check else ""
        what, why = self.live.addresses.accepted
        key = f"'{REVIEW}'!${column_name(KEY_COLUMN)}${REVIEW_HEADER + 1 + place}"
        reason = f'IFERROR(" — принято: "&INDEX({why},MATCH({key},{what},0)),"")'
        accepted = self.live.submission.accepted.get(self._key(check), "") if check else ""
        value += f" — принято: {accepted}" if accepted else ""
        group, own = self._at(place, "J"), self._at(place, "E")
        words = f'IF(LEN({group})>0,{group},{own})&IF({key}="","",{reason})'
        nothing = NOTHING if place == 1 else ""
        return Live(f'=IFERROR({words},"{nothing}")', value if check else nothing)

    def key(self, place: int) -> Live:
        """What a listed warning is chosen by; blank for anything else."""
        check = self._check(place)
        weight, code = self._at(place, "D"), self._at(place, "A")
        warning = f'IF({weight}=2,{code}&" "&{self._where(place)},"")'
        key = self._carried_keys.get(place, Live('""', ""))
        formula = f"=IFERROR({warning},{key.formula})"
        return Live(formula, self._key(check) if check else key.value)

    @cached_property
    def _carried_keys(self) -> dict[int, Live]:
        """Questions that no check asks are chosen from the same list, at its end."""
        keys = [*self.live.carried.keys()]
        return dict(enumerate(keys, start=REVIEW_LINES + 1 - len(keys)))

    def _where(self, place: int) -> str:
        return f'{self._sheet(place)}&", "&{self._at(place, "L")}'

    def _key(self, check: Check) -> str:
        if self.live.weights[check.number] != 2:
            return ""
        place = self.live.layout.place(check.field)
        return f"{check.rule.code} {place.sheet}, {place.cell}"

    def fix(self, place: int) -> Live:
        check, rule = self._check(place), f"MATCH({self._at(place, 'A')},{self._all('A')},0)"
        value = self.live.fix(check) if check else ""
        return Live(f'=IFERROR(INDEX({self._all("M")},{rule}),"")', value)

    def code(self, place: int) -> Live:
        check = self._check(place)
        return self._shown(place, "A", check.rule.code if check else "")


def draw_review(sheet: FormSheet) -> None:
    """«Проверка»: how many findings there are, and the list of them."""
    _heading(sheet)
    lines = ReviewLines(sheet.live)
    for place in range(1, REVIEW_LINES + 1):
        row = REVIEW_HEADER + place
        shown = (lines.severity, lines.link, lines.message, lines.fix, lines.code)
        for column, (cell, style) in enumerate(zip(shown, _STYLES, strict=True), start=1):
            sheet.formula(row, column, cell(place), style)
        sheet.formula(row, KEY_COLUMN, lines.key(place), "note")
        sheet.sheet.set_row(row, 31)
    _rest(sheet)
    _acceptances(sheet)
    _colours(sheet)
    sheet.finish(landscape=True, widths=_WIDTHS, repeat=(REVIEW_HEADER, REVIEW_HEADER))
    sheet.sheet.set_column(KEY_COLUMN, KEY_COLUMN, None, None, {"hidden": True})
    sheet.sheet.freeze_panes(REVIEW_HEADER + 1, 0)
    sheet.sheet.set_selection(f"C{REVIEW_HEADER + 2}")  # the first finding's link


def _heading(sheet: FormSheet) -> None:
    sheet.text(0, 1, REVIEW, "title")
    sheet.sheet.set_row(0, 26)
    counts = [(one.counted.capitalize(), sheet.live.count(one.weight)) for one in Severity]
    tally = "     ".join(f"{name}: {count.value}" for name, count in counts)
    formula = '&"     "&'.join(f'"{name}: "&{count.formula[1:]}' for name, count in counts)
    sheet.formula(1, 1, Live(f"={formula}", tally), "school")
    accepting = sheet.layout.block("acc").header_row
    links = (
        (4, f"'{REVIEW}'!D{accepting + 2}", "Принять предупреждение ↓"),
        (5, _TITLE, "← Титул"),
    )
    for column, target, text in links:
        sheet.sheet.write_url(1, column, f"internal:{target}", sheet.formats["link"], text)
    hint = (
        "Список обновляется сам при каждом вводе: сначала ошибки, затем предупреждения. Нажмите на "
        "место, чтобы перейти к ячейке. Кнопка «Проверить» находит и то, чего не видят формулы."
    )
    sheet.merged(2, 1, 5, hint, "hint")
    sheet.sheet.set_row(2, 27)
    for column, label in enumerate(_HEADERS, start=1):
        sheet.text(REVIEW_HEADER, column, label, "header_left")


def _rest(sheet: FormSheet) -> None:
    """What is said when there are more findings than lines."""
    live = sheet.live
    rest = f"{count_of(f'{CHECKS}!$G${FIRST}:$G${live.last}', '>0')}-{REVIEW_LINES}"
    more = len(live.listed_checks) - REVIEW_LINES
    sentence = f"…и ещё {more}: они появятся здесь, когда исправите первые." if more > 0 else ""
    formula = f'=IF({rest}>0,"…и ещё "&({rest})&": они появятся здесь, когда исправите первые.","")'
    sheet.formula(REVIEW_HEADER + REVIEW_LINES + 1, 3, Live(formula, sentence), "note")


def _acceptances(sheet: FormSheet) -> None:
    """Where a school lets a warning stand and says why."""
    block = sheet.layout.block("acc")
    sheet.tags(block)
    above = block.header_row - 2
    sheet.sheet.set_h_pagebreaks([above])
    sheet.text(above, 3, "Предупреждения, которые верны: выберите из списка и поясните", "school")
    for column, label in ((3, "Предупреждение"), (4, "Почему так и должно быть")):
        sheet.text(block.header_row, column, label, "header_added")
    for line in block.lines:
        for tag, field in sheet.layout.fields_on(block, line):
            sheet.field(line.row, dict(block.columns)[tag], field)
        sheet.sheet.set_row(line.row, 22)


def _colours(sheet: FormSheet) -> None:
    first, last = REVIEW_HEADER + 1, REVIEW_HEADER + REVIEW_LINES
    for weight, style in ((3, "paint_error"), (2, "paint_warning")):
        criteria = f'=$B{first + 1}="{_WORDS[weight]}"'
        condition = {"type": "formula", "criteria": criteria, "format": sheet.formats[style]}
        sheet.sheet.conditional_format(first, 1, last, 1, condition)
    lined = {"criteria": f'=$B{first + 1}<>""', "format": sheet.formats["paint_line"]}
    sheet.sheet.conditional_format(first, 1, last, 5, {"type": "formula", **lined})
