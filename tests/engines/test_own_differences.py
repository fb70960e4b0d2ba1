"""What sets an engine apart from Excel, each in a workbook of a few cells.

Where a formula of the product may be written so that it does not matter, it is; the rest is why
`comparing.READ_OTHERWISE` is there. `right` is what Excel's documentation says and LibreOffice
gives.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest
from engines.comparing import write_changed
from engines.recalculated import ENGINES, Value, recalculated
from libreoffice import Change, Job, recalculate
from xlsxwriter import Workbook

from roadmap_xl.expressions.cell_values import ErrorValue

CELLS = {
    "A1": 5,
    "A2": 7,
    "A3": 7.62,
    "B1": "(5)",
    "B2": "5",
    "B3": ErrorValue("#N/A"),
    "B4": " - ",
}


FIRST = 9
"""The row of the first formula, beside none of the cells: a range beside it would be cut down."""


class Own(NamedTuple):
    """A formula, what it should come to, and what it comes to in one engine."""

    formula: str
    right: Value
    engine: str
    differs: Value


OWN = (
    # a range of one cell is no value: single cells are written as cells
    Own("IF(A1:A1>0,1,2)", 1, "ONLYOFFICE", "#VALUE!"),
    # a text in brackets is taken for a negative number: texts are not multiplied
    Own("SUMPRODUCT(--(A1:A2=5),B1:B2)", 0, "ONLYOFFICE", -5),
    # nothing is counted or found in a single cell: it is compared
    Own("COUNTIF(A1,5)", 1, "IronCalc", "#VALUE!"),
    Own("MATCH(5,A1,0)", 1, "IronCalc", "#N/A"),
    # ISNUMBER of a range is no range
    Own("SUMPRODUCT(--(A1:A2=5),--ISNUMBER(A1:A2),A1:A2)", 5, "IronCalc", "#VALUE!"),
    Own("SUMPRODUCT(--(A1:A2=5),--ISNUMBER(A1:A2),A1:A2)", 5, "Gnumeric", "#VALUE!"),
    # N takes a text in brackets for a negative number; what divides by it is an error
    Own("N(B1)", 0, "Gnumeric", -5),
    Own('IF(N(B1)=0,"no",ROUND(A2/B1,2))', "no", "Gnumeric", -1.4),
    # MAX of an array needs an array formula, also within SUMPRODUCT: sums take its place
    Own("SUMPRODUCT(MAX((A1:A2>0)*ROW(A1:A2)))", 2, "Gnumeric", "#VALUE!"),
    # a text that looks like a number is counted behind INDEX, though not in the cell itself
    Own("COUNT(INDEX(B1:B2,2))", 0, "IronCalc", 1),
    Own("COUNT(INDEX(B1:B2,2))", 0, "formulon", 1),
    Own("SUM(INDEX(B1:B2,2))", 0, "IronCalc", 5),
    Own("SUM(INDEX(B1:B2,2))", 0, "formulon", 5),
    # and any other text behind INDEX is an error
    Own("SUM(INDEX(B1:B4,4))", 0, "IronCalc", "#VALUE!"),
    Own("SUM(INDEX(B1:B4,4))", 0, "formulon", "#VALUE"),
    # an error behind the first truth is not looked at
    Own('IFERROR(IF(OR(1=1,LEN(B3)>0),"y","n"),"?")', "?", "IronCalc", "y"),
    Own('IFERROR(IF(OR(1=1,LEN(B3)>0),"y","n"),"?")', "?", "ONLYOFFICE", "y"),
    # what is rounded to nought keeps its sign
    Own('ROUND(-0.002,2)&""', "0", "IronCalc", "-0"),
    # a rounded number is shown with the digits that the machine adds
    Own('ROUND(A3,2)&""', "7,62", "Gnumeric", "7.6199999999999999999"),
)


def written(folder: Path) -> Path:
    plain, path = folder / "plain.xlsx", folder / "cells.xlsx"
    workbook = Workbook(plain)
    sheet = workbook.add_worksheet("Лист")
    for cell in CELLS:
        sheet.write_number(cell, 0)
    for row, own in enumerate(OWN):
        sheet.write_formula(FIRST + row, 3, f"={own.formula}", None, "")
    workbook.close()
    write_changed(plain, path, [Change("Лист", cell, value) for cell, value in CELLS.items()])
    return path


@cache
def answers_of(engine: str) -> list[Value]:
    """What each of the formulas comes to in an engine."""
    with TemporaryDirectory() as folder:
        (values,) = recalculated(engine, [written(Path(folder))])
    rows = values["Лист"]
    return [row[3] if len(row) > 3 else None for row in rows[FIRST : FIRST + len(OWN)]]


@pytest.mark.engines
@pytest.mark.parametrize("engine", ENGINES)
def test_what_an_engine_does_otherwise_is_its_own(engine: str) -> None:
    pairs = zip(OWN, answers_of(engine), strict=True)
    found = [(own.formula, answer) for own, answer in pairs if own.engine == engine]
    assert found == [(own.formula, own.differs) for own in OWN if own.engine == engine]


@pytest.mark.libreoffice
def test_libreoffice_gives_what_is_right(tmp_path: Path) -> None:
    (((answer,),),) = recalculate(
        [Job(written(tmp_path), [("Лист", f"D{FIRST + 1}:D{FIRST + len(OWN)}")])]
    )
    assert [row[0] for row in answer] == [own.right for own in OWN]
