"""A table of the paper: fixed widths, a header repeated on each page, rows that stay whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Length
from docx.table import _Cell, _Row

from .letters import printable
from .page import Paper
from .styles import CELL, CELL_HEAD, RULED

MOST_LETTERS_WHOLE = 1500
"""A row with a longer text may part: it might not fit on any page."""


@dataclass(frozen=True, slots=True)
class CellText:
    """What goes into a cell: a text, its style, over how many columns."""

    text: str = ""
    style: str = CELL
    span: int = 1
    also: tuple[tuple[str, str], ...] = ()
    """Further paragraphs, each a text with its style."""


class Grid:
    """A table that grows row by row."""

    def __init__(
        self,
        paper: Paper,
        title: str,
        widths: Sequence[float],
        *,
        ruled: bool = True,
        at_top: bool = False,
    ) -> None:
        """`widths` in centimetres; `ruled`: lines around cells; `at_top`: where texts begin.

        A screen reader says the `title` when it comes to the table; it is not printed.
        """
        self._paper = paper
        self._table = paper.docx.add_table(0, len(widths), RULED if ruled else None)
        self._table.alignment = WD_TABLE_ALIGNMENT.CENTER
        self._table.autofit = False
        middle, top = WD_CELL_VERTICAL_ALIGNMENT.CENTER, WD_CELL_VERTICAL_ALIGNMENT.TOP
        self._begin = top if at_top else middle
        self._widths = [Cm(width) for width in widths]
        for column, width in zip(self._table.columns, self._widths, strict=True):
            column.width = width
        _narrow_margins(self._table._tbl.tblPr)
        _entitle(self._table._tbl.tblPr, title)
        _simplify_look(self._table._tbl.tblPr)

    def header(self, labels: Sequence[str]) -> list[_Cell]:
        """A row of headings that stands again on each page."""
        row = self._table.add_row()
        _set_row(row, "w:tblHeader")
        return self._put(row, [CellText(label, CELL_HEAD) for label in labels])

    def row(self, cells: Sequence[CellText | str], height: float = 0) -> list[_Cell]:
        """A row, at least so many centimetres high; returns its cells, those of a span once."""
        row = self._table.add_row()
        if height:
            row.height, row.height_rule = Cm(height), WD_ROW_HEIGHT_RULE.AT_LEAST
        return self._put(row, [CellText(cell) if isinstance(cell, str) else cell for cell in cells])

    def _put(self, row: _Row, puts: Sequence[CellText]) -> list[_Cell]:
        if max(len(put.text) for put in puts) <= MOST_LETTERS_WHOLE:
            _set_row(row, "w:cantSplit")
        found, there, column = [], row.cells, 0
        for put in puts:
            cell = there[column]
            if put.span > 1:
                cell = cell.merge(there[column + put.span - 1])
            cell.width = Length(sum(self._widths[column : column + put.span]))
            cell.vertical_alignment = self._begin
            column += put.span
            self._write(cell, put)
            found.append(cell)
        return found

    def _write(self, cell: _Cell, put: CellText) -> None:
        (line,) = cell.paragraphs
        for number, (text, style) in enumerate(((put.text, put.style), *put.also)):
            line = cell.add_paragraph() if number else line
            self._paper.set_style(line, style)
            if text:
                line.add_run(printable(text))

    def keep_together(self) -> None:
        """On one page, where it fits."""
        for row in self._table._tbl.tr_lst[:-1]:
            for line in row.iter(qn("w:p")):
                line.get_or_add_pPr().get_or_add_keepNext()

    def merge_down(self, column: int, first: int, last: int) -> None:
        """One cell over several rows; those below the first are blank."""
        self._table.cell(first, column).merge(self._table.cell(last, column))


def _set_row(row: _Row, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _narrow_margins(properties: BaseOxmlElement) -> None:
    margins = OxmlElement("w:tblCellMar")
    for side, width in (("top", "20"), ("left", "70"), ("bottom", "20"), ("right", "70")):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), width)
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties.insert_element_before(margins, "w:tblLook")


def _simplify_look(properties: BaseOxmlElement) -> None:
    """Which rows look otherwise, in the one number that Word 2007 knows as well."""
    for look in properties.findall(qn("w:tblLook")):
        for name in set(look.attrib) - {qn("w:val")}:
            del look.attrib[name]


def _entitle(properties: BaseOxmlElement, title: str) -> None:
    """The table's alternative text; the standard has it last among the properties."""
    mark = OxmlElement("w:tblCaption")
    mark.set(qn("w:val"), printable(title))
    properties.append(mark)
