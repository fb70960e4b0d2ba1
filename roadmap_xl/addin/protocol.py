"""What a check leaves in the open workbook: coloured cells, and its findings on «Протокол»."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

import xlwings as xw

from ..form.fields import Layout
from ..form.layout import REVIEW, Place
from ..reader.files.sheet_xml import place_of
from ..rules.checking import group_findings
from ..rules.findings import Finding, Severity
from ..school.check import FileReport
from ..texts.days import day_text
from ..workbook.inputs import faint_ending
from ..workbook.looks import AMBER, COMPUTED, INPUT, OTHERS, PINK, SECTION

MARK_COLOURS = {Severity.ERROR: PINK, Severity.WARNING: AMBER}
"""What is only to be known is not marked."""


def marks_of(findings: Iterable[Finding], layout: Layout) -> dict[Place, Severity]:
    """The cells to mark, each with the gravest of its findings."""
    marks: dict[Place, Severity] = {}
    for finding in findings:
        field = layout.form.by_id.get(finding.field)
        if field is None or finding.severity not in MARK_COLOURS:
            continue
        at = place_of(finding.cell)
        place = Place(finding.sheet, *at) if at else layout.place(field)
        if place not in marks or marks[place].weight < finding.severity.weight:
            marks[place] = finding.severity
    return marks


def own_colour(place: Place, layout: Layout) -> str:
    """The colour of a cell of the form that nothing is wrong with."""
    field = layout.at[place]
    if field.slot in layout.form.computed:
        return COMPUTED
    return OTHERS if faint_ending(field, layout.edition) else INPUT


def paint(
    book: xw.Book, layout: Layout, marks: Mapping[Place, Severity], marked_before: Iterable[Place]
) -> None:
    """Colours the marked cells; those marked before that are fine now get their own colour back."""
    colours = {place: own_colour(place, layout) for place in marked_before}
    colours |= {place: MARK_COLOURS[severity] for place, severity in marks.items()}
    for first, count, colour in _runs(colours):
        top, column = first.row + 1, first.column + 1
        area = book.sheets[first.sheet].range((top, column), (top + count - 1, column))
        area.color = colour


def _runs(colours: Mapping[Place, str]) -> Iterator[tuple[Place, int, str]]:
    """Cells of one colour one below the other: the first, how many, the colour.

    Each run costs one call into Excel.
    """
    ordered = sorted(colours, key=lambda place: (place.sheet, place.column, place.row))

    def run(numbered: tuple[int, Place]) -> tuple[str, int, int, str]:
        number, place = numbered
        return place.sheet, place.column, place.row - number, colours[place]

    for _, group in groupby(enumerate(ordered), run):
        places = [place for _, place in group]
        yield places[0], len(places), colours[places[0]]


# The sheet «Протокол»: findings on the left, on the right the cells that are coloured.

PROTOCOL = "Протокол"
HEADERS = ("Важность", "Место (нажмите, чтобы перейти)", "Что не так", "Как исправить", "Код")
MARKED_HEADER = "Отмеченные ячейки (для следующей проверки)"
HEADER_ROW = 4
"""Zero-based; the findings follow below."""
MARKED_COLUMN = 6
"""Zero-based; one column is left empty after the findings."""
_HINT = (
    "Этот лист заполняет кнопка «Проверить»: при следующей проверке он будет записан заново. "
    "Одинаковые замечания собраны в одну строку."
)


def is_ours(rows: Sequence[Sequence[object]]) -> bool:
    """The sheet was written by this program, or is blank: it may be written over."""
    if all(value is None for row in rows for value in row):
        return True
    header = rows[HEADER_ROW] if len(rows) > HEADER_ROW else ()
    return len(header) > MARKED_COLUMN and header[MARKED_COLUMN] == MARKED_HEADER


def cells_marked_before(rows: Sequence[Sequence[object]], layout: Layout) -> list[Place]:
    """The cells that the last check marked. What names no cell of the form is passed over."""
    places = {_address(place): place for place in layout.at}
    listed = (row[MARKED_COLUMN] for row in rows[HEADER_ROW + 1 :] if len(row) > MARKED_COLUMN)
    return [places[address] for address in listed if isinstance(address, str) and address in places]


def write_protocol(
    book: xw.Book, report: FileReport, marks: Iterable[Place], *, today: date
) -> None:
    """The findings, in one write; the sheet is added where it is missing."""
    found = group_findings(report.findings)
    sheet = _empty_sheet(book)
    rows = protocol_rows(report, found, marks, today)
    sheet.range((1, 1), (len(rows), MARKED_COLUMN + 1)).value = rows
    top, width = HEADER_ROW + 1, len(HEADERS)
    sheet.range((top, 1), (top, width)).color = SECTION
    for severity, group in groupby(found, lambda finding: finding.severity):
        count = len(list(group))
        if severity in MARK_COLOURS:
            sheet.range((top + 1, 1), (top + count, 1)).color = MARK_COLOURS[severity]
        top += count
    sheet.range((HEADER_ROW + 1, 1), (len(rows), width)).columns.autofit()


def protocol_rows(
    report: FileReport, found: Sequence[Finding], marks: Iterable[Place], today: date
) -> list[list[str | None]]:
    """What stands on the sheet from A1 on, rows of equal length."""
    table = [_finding_row(finding) for finding in found]
    addresses = [_address(place) for place in marks]
    table += [[] for _ in range(len(addresses) - len(table))]
    below: list[list[str | None]] = [
        [*_fill(row, MARKED_COLUMN), address]
        for row, address in zip(table, _fill(addresses, len(table)), strict=True)
    ]
    heading = [f"Протокол проверки от {day_text(today)}", counts_text(report), _HINT, None]
    top = [_fill([text], MARKED_COLUMN + 1) for text in heading]
    return [*top, [*_fill(HEADERS, MARKED_COLUMN), MARKED_HEADER], *below]


def counts_text(report: FileReport) -> str:
    """«Ошибок: 2, предупреждений: 0, к сведению: 1.», and the code of a paper to sign."""
    errors, warnings, notes = (report.count(severity) for severity in Severity)
    code = f" Контрольный код документа к подписи: {report.control_code}." if report.to_sign else ""
    return f"Ошибок: {errors}, предупреждений: {warnings}, к сведению: {notes}.{code}"


def as_typed(text: str) -> str | None:
    """What to write so that Excel shows this text: after an apostrophe all is text.

    Without it «=…», «+…» or «1-2» would become a formula or a date in the cell.
    """
    if not text:
        return None
    return text if text[0].isalpha() or text[0] == "«" else f"'{text}"


def _finding_row(finding: Finding) -> list[str | None]:
    texts = (finding.message, finding.fix, finding.code)
    return [finding.severity.word, _link(finding), *map(as_typed, texts)]


def _link(finding: Finding) -> str | None:
    """A formula, so that all links go with the one write; a sheet's name is quoted as text."""
    if not finding.sheet:
        return None
    sheet = finding.sheet.replace("'", "''").replace('"', '""')
    place = finding.place.replace('"', '""')
    return f"""=HYPERLINK("#'{sheet}'!{finding.cell or "A1"}","{place}")"""


def _address(place: Place) -> str:
    return f"{place.sheet}!{place.cell}"


def _fill(row: Sequence[str | None], length: int) -> list[str | None]:
    return [*row, *[None] * (length - len(row))]


def _empty_sheet(book: xw.Book) -> xw.Sheet:
    """The sheet with nothing on it; a new one stands after «Проверка».

    The new one's neighbour has to be visible and active: xlwings' VBA client adds a sheet before
    the active one, moves it, and then counts on its place; desktop Excel fails behind a hidden one.
    """
    names = [sheet.name for sheet in book.sheets]
    if PROTOCOL in names:
        sheet: xw.Sheet = book.sheets[PROTOCOL]
        sheet.clear()
        return sheet
    neighbour = book.sheets[REVIEW] if REVIEW in names else book.sheets.active
    neighbour.activate()
    return book.sheets.add(PROTOCOL, after=neighbour)
