"""«Сдача», «Замечания», «Замены»: who sent what, what there is to mend in it, what a newer file of
a school says otherwise than the one it replaced.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from ...district.lines import Status, SubmissionLine
from ...district.school import DISTRICT
from ...form.submission import Value
from ...rules.checking import group_findings
from ...rules.findings import Finding, Severity
from ...texts.days import day_text
from ...workbook.looks import SEVERITY_STYLES
from ..numbers.from_files import findings_on
from ..numbers.replacement import Change, changes_of
from .page import HEAD_ROWS, SummaryPage
from .spill import LAST_ROW

STATUS_STYLES = {
    Status.ACCEPTED: "state_good",
    Status.WITH_REMARKS: "state_warning",
    Status.REFUSED: "state_error",
    Status.DRAFT: "state_warning",
    Status.EMPTY: "state_error",
    Status.MISSING: "state_error",
    Status.UNKNOWN: "state_error",
    Status.REPLACED: "state_note",
    Status.WITHDRAWN: "state_note",
    Status.NO_DATA: "state_note",
}
_RECEIPT = (
    ("№", 5),
    ("Код", 9),
    ("Школа", 34),
    ("Статус", 15),
    ("Дата получения", 11),
    ("Дней опоздания", 10),
    ("Файл", 30),
    ("Версия бланка", 9),
    ("Ошибок", 8),
    ("Предупреж-дений", 10),
    ("Кому звонить", 33),
    ("Примечание", 36),
)
_RECEIPT_HINT = (
    "«Принято с замечаниями»: данные учтены, кроме тех ячеек и строк, где ошибка (лист "
    "«Замечания»). «Не опознано»: впишите код школы в журнал напротив файла — и он будет учтён. "
    "Дни опоздания: от срока сдачи до даты получения, для несданного — до дня сводки; в срок — 0."
)
_FINDINGS = (
    ("Школа", 34),
    ("Важность", 16),
    ("Лист", 14),
    ("Ячейка", 8),
    ("Замечание", 72),
    ("Как исправить", 58),
    ("Код", 10),
)
_FINDINGS_HINT = (
    "Ошибка оставляет вне сводки только ту ячейку, строку или таблицу школы, где она допущена. "
    "Отберите школу в графе «Школа» — получится перечень для письма."
)
_FOLDED = (
    "К сведению, делать ничего не нужно: {number}. Они в свёрнутых строках ниже: нажмите «+» слева."
)
_NOTHING_TO_DO = "Замечаний, по которым нужно что-то сделать, нет."
_SUPERSEDED = (Status.REPLACED, Status.WITHDRAWN)


def draw_receipt(page: SummaryPage) -> None:
    """The registry with the status of each school, the other files below their school."""
    widths = [width for _, width in _RECEIPT]
    page.head("Сдача дорожных карт", _RECEIPT_HINT, widths)
    page.tag_columns({0: "~number", 5: "~late", 8: "~errors", 9: "~warnings"})
    page.text(HEAD_ROWS, 0, _tally(page), "tally")
    page.sheet.set_row(HEAD_ROWS, 20)
    header = HEAD_ROWS + 1
    page.header(header, [title for title, _ in _RECEIPT])
    row = header
    seen: dict[str, int] = {}
    for row, line in enumerate(page.summary.all_lines, start=header + 1):
        number = _number(line, seen)
        page.tag_row(row, f"line.{row - header - 1}")
        _receipt_line(page, row, number, line)
    page.filter(header, row)
    page.finish(header_row=header, last_row=row, freeze=(header + 1, 3))


def _number(line: SubmissionLine, seen: dict[str, int]) -> int | None:
    """The school's number in the list, at its first line only; the district itself has none."""
    if line.school is None or line.school == DISTRICT or line.school.key in seen:
        return None
    return seen.setdefault(line.school.key, len(seen) + 1)


def _tally(page: SummaryPage) -> str:
    """«Школ — принято: 5 · не сдано: 1; других файлов — заменено: 2»: each school once."""
    best = page.summary.best_lines
    schools = Counter(line.status for line in best)
    files = Counter(line.status for line in page.summary.lines) - schools
    named = (("Школ", schools), ("Других файлов", files))
    return "     ".join(f"{what} — {_numbers(numbers)}" for what, numbers in named if numbers)


def _numbers(counts: Counter[Status]) -> str:
    return "  ·  ".join(f"{status}: {counts[status]}" for status in Status if counts[status])


def _receipt_line(page: SummaryPage, row: int, number: int | None, line: SubmissionLine) -> None:
    """A line; only a school's first one has a number."""
    school, received = line.school, line.received
    name = school.full_name if school else received.text("meta.school_name") if received else ""
    file = received.file if received else ""
    texts = {
        1: (school.code if school else "", "label_center"),
        2: (name, "label"),
        3: (line.status.value, STATUS_STYLES[line.status]),
        7: (received.template_version if received else "", "label_center"),
        10: (line.contact, "small"),
        11: ("; ".join(part for part in (line.remark, line.why_not) if part), "small"),
    }
    page.number(row, 0, number, "cell")
    for column, (text, style) in texts.items():
        page.text(row, column, text, style)
    page.day(row, 4, line.received_on)
    page.number(row, 5, line.days_late, "state_warning" if line.days_late else "cell")
    page.file(row, 6, file)
    for column, severity in ((8, Severity.ERROR), (9, Severity.WARNING)):
        page.number(row, column, line.count(severity) if received else None, "cell")
    page.height(row, [(6, file), *((column, text) for column, (text, _) in texts.items())])


def draw_findings(page: SummaryPage) -> None:
    """What has to be mended, explained or known, the worst of each school first, equal ones as one.

    Notes that ask for nothing are one line in all, with their rows folded below it.
    """
    widths = [width for _, width in _FINDINGS]
    page.head("Замечания", _FINDINGS_HINT, widths)
    page.sheet.outline_settings(symbols_below=False)
    header = row = HEAD_ROWS
    page.header(header, [title for title, _ in _FINDINGS], 22)
    folded = 0
    for who, found in _findings(page):
        for finding in group_findings([one for one in found if not one.asks_nothing]):
            row += 1
            _finding_line(page, row, who, finding)
        folded += len(group_findings([one for one in found if one.asks_nothing]))
    if row == header:
        row += 1
        page.merged(row, "Замечаний нет." if not folded else _NOTHING_TO_DO, "label")
    page.filter(header, row)
    if folded:
        row = _fold_notes(page, row + 1, folded)
    page.finish(header_row=header, last_row=row, freeze=(header + 1, 1))


def _fold_notes(page: SummaryPage, row: int, number: int) -> int:
    """The line of the notes that ask for nothing, and they themselves; the last row."""
    page.merged(row, _FOLDED.format(number=number), "section_note")
    if row < LAST_ROW:
        page.sheet.set_row(row, 18, None, {"collapsed": True})
    for who, found in _findings(page):
        for finding in group_findings([one for one in found if one.asks_nothing]):
            row += 1
            _finding_line(page, row, who, finding, folded=True)
    return row


def _findings(page: SummaryPage) -> Iterator[tuple[str, list[Finding]]]:
    """Those of the summary as a whole, then of each file that stands, the worst first."""
    yield "Сводка в целом", list(page.summary.added)
    for line in page.summary.all_lines:
        if line.status not in _SUPERSEDED:
            found = findings_on(page.summary, line)
            yield _who(line), sorted(found, key=lambda finding: -finding.severity.weight)


def _who(line: SubmissionLine) -> str:
    file = line.received.file if line.received else ""
    return line.school.name if line.school else f"Не опознано: {file}"


def _finding_line(
    page: SummaryPage, row: int, who: str, finding: Finding, *, folded: bool = False
) -> None:
    cells = (
        (who, "small"),
        (finding.severity.word, SEVERITY_STYLES[finding.severity]),
        (finding.sheet, "small"),
        (finding.cell, "label_center"),
        (finding.message, "label"),
        (finding.remedy, "small"),
        (finding.code, "code"),
    )
    for column, (text, style) in enumerate(cells):
        page.text(row, column, text, style)
    page.height(row, [(0, who), (4, finding.message), (5, finding.remedy)], folded=folded)


# --- «Замены» ---

_COLUMNS = (
    ("Школа", 34),
    ("Прежний файл", 25),
    ("Учтённый файл", 25),
    ("Лист", 14),
    ("Ячейка", 8),
    ("Поле", 46),
    ("Было", 32),
    ("Стало", 32),
)
_HINT = (
    "Школа прислала файл ещё раз: учтён пришедший позже. Здесь каждое значение, которое в нём "
    "другое. Место названо по учтённому файлу; «пусто» — в ячейке ничего не было."
)
_NOT_COMPARED = "Файлы на бланках разных лет: по полям не сравниваются."


def draw_changes(page: SummaryPage) -> None:
    """Every changed value of every replaced file; no other file is opened."""
    page.head("Замены", _HINT, [width for _, width in _COLUMNS])
    header = HEAD_ROWS
    page.header(header, [title for title, _ in _COLUMNS], 22)
    row = header
    for line in page.summary.all_lines:
        if line.replaced_by is not None:
            row = _write_replaced(page, row, line)
    if row == header:
        row += 1
        page.merged(row, "Замен нет: ни одна школа не прислала другого файла.", "label")
    page.filter(header, row)
    page.finish(header_row=header, last_row=row, freeze=(header + 1, 1))


def _write_replaced(page: SummaryPage, row: int, line: SubmissionLine) -> int:
    """The changes of one file below `row`; gives the last row."""
    found = changes_of(line, page.summary.files)
    if found is None:
        _line(page, row + 1, line, None)
        return row + 1
    last = row
    for last, change in enumerate(found, start=row + 1):
        _line(page, last, line, change)
    return last


def _line(page: SummaryPage, row: int, line: SubmissionLine, change: Change | None) -> None:
    older, newer = line.received, line.replaced_by
    texts = [
        (line.school.name if line.school else "", "small"),
        (older.file if older else "", "small"),
        (newer.file if newer else "", "small"),
        (change.sheet if change else "", "small"),
        (change.cell if change else "", "label_center"),
        (change.label if change else _NOT_COMPARED, "label"),
        (_value_text(change.was) if change else "", "label_center"),
        (_value_text(change.became) if change else "", "label_center"),
    ]
    for column, (text, style) in enumerate(texts):
        page.text(row, column, text, style)
    page.height(row, [(column, text) for column, (text, _) in enumerate(texts)])


def _value_text(value: Value) -> str:
    """A value as a Russian Excel shows it; numbers as texts, for they are nobody's sums."""
    if value is None or value == "":
        return "пусто"
    if isinstance(value, date):
        return day_text(value)
    if isinstance(value, float):
        return f"{value:.15g}".replace(".", ",")
    return str(value)
