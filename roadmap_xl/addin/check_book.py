"""«Проверить»: reads the open workbook once, writes «Протокол», marks the cells, says what is left.

Nothing that was typed is changed. What cannot be done is said in a window, in Russian.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import xlwings as xw

from ..errors import EditionError
from ..reader.files.faults import Refused
from ..rules.findings import Finding, Severity
from ..school.check import FileReport, check_cells
from .book_cells import ENGINE_FAULTS, BookCells, forms_of
from .protocol import PROTOCOL, cells_marked_before, is_ours, marks_of, paint, write_protocol

TITLE = "Дорожная карта: проверка"
_EXCEL_REFUSED = (
    "Excel не дал выполнить проверку до конца. Закончите ввод в ячейке (Enter или Esc), снимите "
    "защиту книги, если её ставили, и нажмите «Проверить» ещё раз. Введённые данные не изменены."
)
_FOREIGN_PROTOCOL = (
    f"В книге уже есть лист «{PROTOCOL}», который записала не эта программа. Переименуйте его и "
    "нажмите «Проверить» ещё раз: замечания записываются на лист с этим именем."
)


@dataclass(frozen=True, slots=True)
class CannotCheck:
    """Why nothing was checked, in words for the user."""

    message: str


def check_book(book: xw.Book) -> FileReport:
    """The report on an open workbook. Changes nothing."""
    return check_cells(BookCells(book), book.name, forms_of(book))


@xw.script
def check(book: xw.Book) -> None:
    """The script behind the button «Проверить»."""
    check_on(book, date.today())


def check_on(book: xw.Book, today: date) -> None:
    """Checks the workbook and shows the findings in it, with this day in the heading."""
    outcome = outcome_on(book, today)
    if isinstance(outcome, CannotCheck):
        book.app.alert(outcome.message, title=TITLE, mode="critical")
    else:
        book.app.alert(summary(outcome), title=TITLE, mode="info")


def outcome_on(book: xw.Book, today: date) -> FileReport | CannotCheck:
    """The report, already shown in the workbook but in no window; or why there is none."""
    try:
        return _check_and_show(book, today)
    except Refused as refused:
        return CannotCheck(f"{refused.fault.message}\n{refused.fault.fix}")
    except EditionError as fault:  # of a district's own edition beside the workbook
        return CannotCheck(str(fault))
    except ENGINE_FAULTS:
        return CannotCheck(_EXCEL_REFUSED)


def _check_and_show(book: xw.Book, today: date) -> FileReport | CannotCheck:
    cells = BookCells(book)
    report = check_cells(cells, book.name, forms_of(book))
    submission = report.reading.submission
    if submission is None:
        return CannotCheck("\n\n".join(f"{f.message}\n{f.fix}" for f in report.findings))
    layout = submission.form.layout
    if missing := [sheet for sheet in layout.sheets if sheet not in cells.sheet_names]:
        return _without(missing)
    earlier = cells.rows(PROTOCOL) if PROTOCOL in cells.sheet_names else []
    if not is_ours(earlier):
        return CannotCheck(_FOREIGN_PROTOCOL)
    marks = marks_of(report.findings, layout)
    before = cells_marked_before(earlier, layout)
    write_protocol(book, report, marks, today=today)
    paint(book, layout, marks, before)
    _go_to(book, _first_error(report))
    return report


def _without(missing: list[str]) -> CannotCheck:
    named = ", ".join(f"«{sheet}»" for sheet in missing)
    return CannotCheck(
        f"В книге нет листов бланка: {named}. Если их переименовали, верните прежние имена; если "
        "удалили — перенесите данные в чистый бланк."
    )


def _first_error(report: FileReport) -> Finding | None:
    errors = (f for f in report.findings if f.severity is Severity.ERROR and f.cell)
    return next(errors, None)


def _go_to(book: xw.Book, finding: Finding | None) -> None:
    """Excel selects only on the active sheet, so that comes first."""
    sheet = book.sheets[finding.sheet if finding else PROTOCOL]
    sheet.activate()
    if finding:
        sheet.range(finding.cell).select()


def summary(report: FileReport) -> str:
    """How many findings are left, and where to look first."""
    errors, warnings, notes = (report.count(severity) for severity in Severity)
    lines = [f"Осталось ошибок: {errors}." if errors else "Ошибок нет."]
    if first := _first_error(report):
        lines.append(f"Выделена первая: {first.place}.")
    if warnings or notes:
        lines.append(f"Предупреждений: {warnings}, к сведению: {notes}.")
    if report.findings:
        lines.append(f"Все замечания — на листе «{PROTOCOL}».")
    return "\n".join(lines)
