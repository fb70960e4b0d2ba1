"""«Предложения»: what the edition proposes for activities, and the marks that accept it.

The cells of «План» that something is proposed for show what is accepted, by a formula that stands
there until somebody types over it.
"""

from __future__ import annotations

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from ..expressions.excel import excel_text
from ..form.layout import PROPOSALS, TAG_COLUMN
from ..form.proposals import COLUMNS, MARKS, RESULT, RESULT_ALONE, YES, AcceptedProposals
from ..texts.typed import as_text
from .drawing import PROTECTION, lines_of
from .live_state import LiveState
from .looks import Formats
from .proposal_cells import (
    ACCEPTED,
    CHECK,
    CHOOSE,
    FIRST_ROW,
    FIRST_SHOWN,
    FIRST_TEXT,
    HEADER_ROW,
    HEADERS,
    HINT,
    LABEL,
    MARK,
    NEAREST,
    NUMBER,
    TITLE_TEXT,
    ProposalLine,
    accepted_of,
    lines_of_proposals,
    mark_fault,
    nearest_mark,
    number_accepted,
    shown_text,
)

_WIDTHS = (9, 52, 28, 24, 46, 18, 30)
_ACCEPTED, _OF = "Принято для мероприятий: ", " из "


def draw_proposals(workbook: Workbook, formats: Formats, live: LiveState) -> None:
    """The sheet of a workbook that has proposals, blank or with marks."""
    if live.proposals is None:
        return
    lines = lines_of_proposals(live.layout.edition)
    sheet = workbook.get_worksheet_by_name(PROPOSALS)
    _draw_head(sheet, formats, live, lines)
    marks = _marks_now(live.proposals, lines)
    for line in lines:
        _draw_line(sheet, formats, line)
        _draw_mark(sheet, formats, live.proposals.marks.get(line.key), line, marks)
    options = {
        "validate": "list", "source": list(MARKS), "error_type": "warning",
        "error_title": "Отметки нет в списке", "error_message": CHOOSE,
        "input_title": "Принять", "input_message": "Да — принять предложенное. Пусто — как выше.",
    }  # fmt: skip
    sheet.data_validation(FIRST_ROW - 1, MARK, lines[-1].row - 1, MARK, options)
    sheet.freeze_panes(FIRST_ROW, 0)
    sheet.hide_gridlines(2)
    sheet.protect("", PROTECTION)
    sheet.set_selection(FIRST_ROW - 1, MARK, FIRST_ROW - 1, MARK)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.print_area(0, NUMBER, lines[-1].row - 1, CHECK)


def _draw_head(
    sheet: Worksheet, formats: Formats, live: LiveState, lines: list[ProposalLine]
) -> None:
    sheet.set_column(TAG_COLUMN, TAG_COLUMN, None, None, {"hidden": True})
    sheet.set_column(NEAREST, ACCEPTED, None, None, {"hidden": True})
    for column, width in enumerate(_WIDTHS, start=NUMBER):
        sheet.set_column(column, column, width)
    sheet.write_string(0, NUMBER, TITLE_TEXT, formats["title"])
    sheet.merge_range(1, NUMBER, 1, MARK, "", formats["hint"])
    sheet.write_string(1, NUMBER, HINT, formats["hint"])
    sheet.set_row(1, 40)
    all_items = sum(bool(line.texts) for line in lines)
    formula = f"={excel_text(_ACCEPTED)}&{number_accepted(lines)}&{excel_text(f'{_OF}{all_items}')}"
    accepted = {field_id.rpartition(".")[0] for field_id in live.proposal_values}
    value = f"{_ACCEPTED}{len(accepted)}{_OF}{all_items}"
    sheet.write_formula(2, NUMBER, formula, formats["school"], value)
    for column, header in enumerate(HEADERS, start=NUMBER):
        style = (
            "check_header" if column == CHECK else "header_added" if column == MARK else "header"
        )
        sheet.write_string(HEADER_ROW - 1, column, header, formats[style])


def _draw_line(sheet: Worksheet, formats: Formats, line: ProposalLine) -> None:
    """What the edition says; nobody types over it."""
    row, style = line.row - 1, "label" if line.texts else "section"
    sheet.write_string(row, TAG_COLUMN, line.tag)
    sheet.write_string(row, NUMBER, line.number, formats[style])
    sheet.write_string(row, LABEL, line.label, formats[style])
    for column, name in enumerate(COLUMNS, start=FIRST_TEXT):
        sheet.write_string(row, column, line.texts.get(name, ""), formats[style])
    texts = [line.label, *(line.texts.get(name, "") for name in COLUMNS)]
    high = max(lines_of(text, width) for text, width in zip(texts, _WIDTHS[1:5], strict=True))
    sheet.set_row(row, max(20, 13.2 * high + 4))


def _draw_mark(
    sheet: Worksheet, formats: Formats, mark: object, line: ProposalLine, marks: dict[int, str]
) -> None:
    """The mark, what is wrong with it, and what «План» shows because of it."""
    row = line.row - 1
    if mark is None:
        sheet.write_blank(row, MARK, None, formats["input"])
    elif isinstance(mark, int | float) and not isinstance(mark, bool):
        sheet.write_number(row, MARK, mark, formats["input"])
    else:
        sheet.write_string(row, MARK, as_text(mark), formats["input"])
    nearest = marks[line.row]
    said = "" if mark is None or nearest.casefold() in MARKS else CHOOSE
    sheet.write_formula(row, CHECK, mark_fault(line), formats["check"], said)
    sheet.write_formula(row, NEAREST, nearest_mark(line), None, nearest)
    accepted = {YES: COLUMNS, RESULT_ALONE: (RESULT,)}.get(nearest.casefold(), ())
    for column, name in enumerate(COLUMNS, start=FIRST_SHOWN):
        if name in line.texts:
            value = line.texts[name] if name in accepted else ""
            sheet.write_formula(row, column, shown_text(line, name), None, value)
    number = int(any(name in accepted for name in line.texts))
    sheet.write_formula(row, ACCEPTED, accepted_of(line), None, number)


def _marks_now(accepted: AcceptedProposals, lines: list[ProposalLine]) -> dict[int, str]:
    """By row what decides for its line, as the formulas have it."""
    found = {0: ""}
    for line in lines:
        mark = accepted.marks.get(line.key)
        own = " ".join(as_text(mark).replace("\xa0", " ").split()) if mark is not None else ""
        found[line.row] = own or found[line.above]
    return found
