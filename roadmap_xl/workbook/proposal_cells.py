"""Where «Предложения» has what, and its formulas: for the sheet, the plan and the reader."""

from __future__ import annotations

from typing import NamedTuple

from ..expressions.excel import excel_text
from ..form.edition import Edition
from ..form.layout import PROPOSALS, column_name
from ..form.proposals import (
    COLUMNS,
    FOR_ALL,
    MARKS,
    RESULT,
    RESULT_ALONE,
    YES,
    proposals_of,
)
from ..form.tables import PlanItem

TITLE_TEXT = "Предложения к плану"
HINT = (
    "Это предложения, а не ваш план: пока они не приняты, пункты на листе «План» пусты. «Да» в "
    "первой строке принимает всё, в строке раздела — раздел, у пункта — его одного; решает "
    "ближняя отметка. Принятое видно на листе «План»; впишете поверх своё — останется ваше."
)
FOR_ALL_TEXT = "Все предложения"
HEADERS = ("№", "Мероприятия", "Сроки", "Ответственные", "Результат", "Принять", "Проверка")
"""Of the columns from B on; by them a reader knows the sheet."""
CHOOSE = f"Выберите из списка: {', '.join(MARKS)}."
HEADER_ROW, FIRST_ROW = 5, 6
"""Numbered from 1."""
NUMBER, LABEL, FIRST_TEXT, MARK, CHECK, NEAREST, FIRST_SHOWN = 1, 2, 3, 6, 7, 8, 9
"""Columns from 0: texts and what is shown of them on «План» have one for each of `COLUMNS`."""
ACCEPTED = FIRST_SHOWN + len(COLUMNS)
MARKS_NAME = "proposal_marks"
_TAG_OF_ALL = "#all"


class ProposalLine(NamedTuple):
    """A line of the sheet: above all, a section, or an activity with what is proposed for it."""

    key: str
    row: int
    """Numbered from 1."""
    above: int
    """The row of the mark that decides where this one has none; 0 for none."""
    number: str
    label: str
    texts: dict[str, str]

    @property
    def tag(self) -> str:
        """What stands in the hidden column A."""
        return f"{PlanItem.prefix}.{self.key}" if self.key != FOR_ALL else _TAG_OF_ALL


def lines_of_proposals(edition: Edition) -> list[ProposalLine]:
    """The lines in the order of the plan; sections without proposals have none."""
    proposals = proposals_of(edition)
    headings = {row.key: row for row in edition.plan_headings}
    found = [ProposalLine(FOR_ALL, FIRST_ROW, 0, "", FOR_ALL_TEXT, {})]
    rows = {FOR_ALL: FIRST_ROW}

    def add(key: str, above: str, number: str, label: str, texts: dict[str, str]) -> None:
        rows[key] = FIRST_ROW + len(found)
        found.append(ProposalLine(key, rows[key], rows[above], number, label, texts))

    for item in edition.plan_items:
        if item.key not in proposals:
            continue
        above = FOR_ALL
        for key in item.headings:
            if key not in rows:
                add(key, above, headings[key].number, headings[key].label, {})
            above = key
        add(item.key, above, item.number, item.label, proposals[item.key])
    return found


def shown_cells(edition: Edition) -> dict[str, str]:
    """By field id the cell of the sheet that the field's own cell shows: «$J$12»."""
    return {
        f"{PlanItem.prefix}.{line.key}.{column}": f"${column_name(at)}${line.row}"
        for line in lines_of_proposals(edition)
        for at, column in enumerate(COLUMNS, start=FIRST_SHOWN)
        if column in line.texts
    }


def own_texts(edition: Edition) -> set[str]:
    """Everything that the sheet prints."""
    lines = lines_of_proposals(edition)
    texts = {TITLE_TEXT, HINT, *HEADERS}
    return texts.union(*({one.tag, one.number, one.label, *one.texts.values()} for one in lines))


def marks_area(edition: Edition) -> str:
    """The cells of the marks; a formula finds its own by its row, which cut and paste survives."""
    last = lines_of_proposals(edition)[-1].row
    column = column_name(MARK)
    return f"'{PROPOSALS}'!${column}$1:${column}${last}"


_OWN_MARK = f"INDEX({MARKS_NAME},ROW())"


def nearest_mark(line: ProposalLine) -> str:
    """What decides for a line: its own mark, or what decides for the line above it."""
    above = f"${column_name(NEAREST)}${line.above}" if line.above else '""'
    cleaned = f'TRIM(SUBSTITUTE({_OWN_MARK},{excel_text(chr(160))}," "))'
    return f'=IFERROR(IF(LEN({_OWN_MARK})>0,{cleaned},{above}),"?")'


def shown_text(line: ProposalLine, column: str) -> str:
    """The proposal where it is accepted, else an empty text."""
    mark = f"${column_name(NEAREST)}${line.row}"
    accepted = f'{mark}="{YES}"'
    if column == RESULT:
        accepted = f'OR({accepted},{mark}="{RESULT_ALONE}")'
    text = f"${column_name(FIRST_TEXT + COLUMNS.index(column))}${line.row}"
    return f'=IF({accepted},{text},"")'


def mark_fault(line: ProposalLine) -> str:
    """The formula of what is wrong with the line's own mark."""
    mark = f"${column_name(NEAREST)}${line.row}"
    known = ",".join(f'{mark}="{one}"' for one in MARKS)
    words = excel_text(CHOOSE)
    return f'=IFERROR(IF(LEN({_OWN_MARK})=0,"",IF(OR({known}),"",{words})),{words})'


def accepted_of(line: ProposalLine) -> str:
    """1 where something of the line is accepted."""
    shown = (f"LEN(${column_name(FIRST_SHOWN + n)}${line.row})" for n in range(len(COLUMNS)))
    return f"=IF({'+'.join(shown)}>0,1,0)"


def number_accepted(lines: list[ProposalLine]) -> str:
    """How many activities have an accepted proposal."""
    column = column_name(ACCEPTED)
    return f"SUM(${column}${FIRST_ROW}:${column}${lines[-1].row})"
