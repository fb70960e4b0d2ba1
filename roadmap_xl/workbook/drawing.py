"""What all workbooks that the project writes have in common.

How a workbook is begun and saved, all of it or nothing; a worksheet that takes texts as they are;
protection, print setup, row heights and page breaks.
"""

from __future__ import annotations

import warnings
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from html import escape
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.worksheet import CellBlankTuple, CellFormulaTuple, CellStringTuple, Worksheet

from ..files import replacing, temporary_folder
from ..form.layout import FOOTER
from .shared_formulas import SharedFormula

PROTECTION = {
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
    "select_locked_cells": True,
    "select_unlocked_cells": True,
}


def print_setup(sheet: Worksheet, name: str, version: str, landscape: bool) -> None:
    """A4, one page wide, with a footer that says which sheet of which form this is."""
    sheet.set_paper(9)
    if landscape:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer(FOOTER.format(version=version, sheet=name))


def lines_of(text: str, width: float) -> int:
    """How many lines a text takes in a cell that many characters wide, broken between words."""
    most = max(int(width * 1.05), 1)
    if len(text) <= most and "\n" not in text:
        return 1
    return sum(_lines(paragraph, most) for paragraph in text.split("\n"))


def _lines(paragraph: str, most: int) -> int:
    lines, used = 1, 0
    for word in paragraph.split(" "):
        if used and used + 1 + len(word) > most:
            lines, used = lines + 1, 0
        used += len(word) + (used > 0)
        lines += (used - 1) // most if used > most else 0
        used = used % most if used > most else used
    return lines


def page_breaks(
    heights: Sequence[tuple[int, float]],
    headings: Collection[int],
    room: float,
    above: float,
    repeated: float,
) -> list[int]:
    """The rows that begin a new page: none is cut, no heading is left alone at a page's foot.

    `heights` are rows with their heights in points, `room` what a page holds; of that the first
    page has `above` them, every other the `repeated` header.
    """
    breaks: list[int] = []
    used, waiting = above, 0
    for place, (row, height) in enumerate(heights):
        if used + height > room and place > waiting:
            first = place - waiting
            breaks.append(heights[first][0])
            used = repeated + sum(high for _, high in heights[first:place])
        used += height
        waiting = waiting + 1 if row in headings else 0
    return breaks


def landscape_room(widths: Sequence[float]) -> float:
    """The points of height that a landscape A4 page holds of a sheet fitted to its width.

    A little less than that, because programs measure columns differently.
    """
    points = sum(width * 7 + 5 for width in widths) * 0.75
    return 516 / min(1.0, 777 / points) * 0.94


# --- Beginning and saving a workbook ---

OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_format_properties": {"font_name": "Arial", "font_size": 10, "font_scheme": "none"},
}
"""Text from a school is only ever text. With a font scheme Excel would show the theme's font."""


class LockedWorkbook(Workbook):  # type: ignore[misc]  # XlsxWriter has no types
    """A workbook whose sheets nobody deletes or renames by accident; there is no password."""

    def _write_workbook_pr(self) -> None:
        super()._write_workbook_pr()
        self._xml_empty_tag("workbookProtection", [("lockStructure", 1)])

    def define_hidden_name(self, name: str, cells: str) -> None:
        """A name for formulas, which nobody is shown and so nobody takes away."""
        self.define_name(name, cells)
        self.defined_names[-1][-1] = True


@contextmanager
def new_workbook(
    path: Path, *, title: str, created: date, subject: str = "", locked: bool = False
) -> Iterator[Workbook]:
    """An empty workbook that is saved into `path` when the block ends well, at once or not at all.

    The same cells and day give the same bytes. Raises `OutputError` if it cannot be written.
    """
    kind = LockedWorkbook if locked else Workbook
    with temporary_folder() as folder:
        workbook = kind(path, {**OPTIONS, "tmpdir": str(folder)})
        yield from _fill_and_save(workbook, path, title, subject, created)


@contextmanager
def streamed_workbook(
    path: Path, *, title: str, created: date, subject: str = ""
) -> Iterator[Workbook]:
    """As `new_workbook`, its rows in temporary files; none is left, whatever stops the writing."""
    with temporary_folder() as folder:
        workbook = Workbook(path, {**OPTIONS, "constant_memory": True, "tmpdir": str(folder)})
        try:
            yield from _fill_and_save(workbook, path, title, subject, created)
        finally:
            for sheet in workbook.worksheets():
                sheet._opt_close()


def _fill_and_save(
    workbook: Workbook, path: Path, title: str, subject: str, created: date
) -> Iterator[Workbook]:
    moment = datetime.combine(created, time())
    properties = {"title": title, "subject": subject} if subject else {"title": title}
    workbook.set_properties({**properties, "created": moment})
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # XlsxWriter only warns when it leaves something out
        yield workbook
    save(workbook, path)


# --- A worksheet ---

HIGHEST_ROW = 409.5
"""In points; Excel knows no higher one. A text that needs more is read in its cell."""
_RUN, _RUN_END = "<r>", "</r>"


class PlainSheet(Worksheet):  # type: ignore[misc]  # XlsxWriter has no types
    """XlsxWriter's worksheet without its guesses at what a text or a formula means.

    It takes a text that begins and ends like the markup of a rich text for markup, so such a text
    would be written unescaped. It also looks each formula through for some thirty newer functions,
    which took most of the time of building a blank; ours are those of Excel 2007.
    """

    def set_row(
        self,
        row: int,
        height: float | None = None,
        cell_format: Format | None = None,
        options: Mapping[str, object] | None = None,
    ) -> int:
        if height is not None:
            height = min(height, HIGHEST_ROW)
        done: int = super().set_row(row, height, cell_format, options)
        return done

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula if isinstance(formula, SharedFormula) else formula.removeprefix("=")

    def _xml_formula_element(
        self, formula: str, result: object, attributes: Sequence[tuple[str, object]] = ()
    ) -> None:
        """An empty text is a text as well: without its type it would be a number that is none."""
        if result == "":
            attributes = [*attributes, ("t", "str")]
        if isinstance(formula, SharedFormula):
            self._write_shared(formula, result, attributes)
        else:
            super()._xml_formula_element(formula, result, attributes)

    def _write_shared(
        self, formula: SharedFormula, result: object, attributes: Sequence[tuple[str, object]]
    ) -> None:
        """As one piece: there are thousands in a workbook."""
        names = "".join(f' {name}="{value}"' for name, value in attributes)
        if formula.area:
            text = self._escape_data(formula.removeprefix("="))
            stored = f'<f t="shared" ref="{formula.area}" si="{formula.group}">{text}</f>'
        else:
            stored = f'<f t="shared" si="{formula.group}"/>'
        shown = self._escape_control_characters(self._escape_data(result))
        self.fh.write(f"<c{names}>{stored}<v>{shown}</v></c>")

    def _write_formula(
        self, row: int, col: int, formula: str, cell_format: Format | None = None, value: object = 0
    ) -> int:
        """A shared one is not searched for the functions that give arrays: it has none."""
        if isinstance(formula, SharedFormula) and not self._check_dimensions(row, col):
            self.table[row][col] = CellFormulaTuple(formula, cell_format, value)
            return 0
        done: int = super()._write_formula(row, col, formula, cell_format, value)
        return done

    def shows_something(self, row: int, col: int) -> bool:
        """Whether what was written into a cell is more than a look, or a formula's empty text."""
        cell = self.table.get(row, {}).get(col)
        if isinstance(cell, CellFormulaTuple):
            return bool(cell.value != "")
        if isinstance(cell, CellStringTuple):
            return bool(cell.string != self.str_table.string_table.get(""))
        return cell is not None and not isinstance(cell, CellBlankTuple)

    def _write_string(
        self, row: int, col: int, string: str, cell_format: Format | None = None
    ) -> int:
        if is_taken_for_markup(string):
            string = as_one_run(string)
        done: int = super()._write_string(row, col, string, cell_format)
        return done


def is_taken_for_markup(text: str) -> bool:
    """XlsxWriter would write this text as the runs of a rich text."""
    return text.startswith(_RUN) and text.endswith(_RUN_END)


def as_one_run(text: str) -> str:
    """The text as the only run of a rich text: it shows what was typed."""
    return f'{_RUN}<t xml:space="preserve">{escape(text, quote=False)}</t>{_RUN_END}'


def save(workbook: Workbook, path: Path) -> None:
    """Closes the workbook into `path`, at once or not at all.

    An `OutputError` says what to do if the file cannot be written.
    """
    with replacing(path) as temporary:
        workbook.filename = str(temporary)
        try:
            workbook.close()
        except FileCreateError as fault:
            raise fault.args[0] from fault  # the system's own error, which says why
