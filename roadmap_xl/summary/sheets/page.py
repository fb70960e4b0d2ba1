"""Drawing on one sheet of the district's summary: its head, its cells, its print setup."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from xlsxwriter import Workbook

from ...workbook.drawing import lines_of
from ...workbook.looks import Formats
from ..numbers.summary import INTERNAL, DistrictSummary, schools_of
from .spill import LAST_ROW, Spill
from .streamed import StreamedSheet

LONGEST = 255
"""Older Excel takes no longer link."""
MOST_LINKS = 65_530
"""Excel takes no more on one sheet."""
_ODD = re.compile(r'[#%?*|<>":\\\x00-\x1f\x7f\ud800-\udfff]')
"""Characters that some program reads otherwise in a link than in a name."""


def link_to(folder: Path | None, file: str, summary: Path) -> str | None:
    """The way from a summary to a file of the folder; None where no program would find it."""
    if folder is None:
        return None
    try:
        way = os.path.relpath(folder.absolute() / file, summary.absolute().parent)
    except ValueError:  # on another drive of Windows
        return None
    target = way.replace(os.sep, "/")
    return None if len(target) > LONGEST or _ODD.search(target) else target


TAG_ROW = 3
"""A hidden row: what the numbers of each column are, for «откуда эта цифра»."""
HEAD_ROWS = 4
"""Title, what it covers, a hint, the tags; the sheet's own table begins below."""


class SummaryPage:
    """One sheet of the summary, being drawn from top to bottom.

    Rows and columns are zero-based. A row is in the file as soon as a lower one is begun, so that
    memory does not grow with the number of schools; nothing may be written above it later.
    """

    def __init__(
        self,
        workbook: Workbook,
        formats: Formats,
        summary: DistrictSummary,
        created: date,
        spill: Spill,
        path: Path,
        snapshot: str = "",
        books: Path | None = None,
    ) -> None:
        self.workbook = workbook
        self.name = spill.sheet
        self.formats = formats
        self.summary = summary
        self.created = created
        self.snapshot = snapshot
        self.sheet: StreamedSheet = workbook.get_worksheet_by_name(self.name)
        self.widths: Sequence[float] = ()
        self.spill = spill
        self._path, self._books = path, books

    def head(self, title: str, hint: str, widths: Sequence[float]) -> None:
        """The title, the year, the day and the coverage; the widths of the sheet's columns."""
        self.widths = widths
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)
        self.sheet.set_row(0, 26)
        self.sheet.set_row(1, 18)
        self.sheet.set_row(2, 12.5 * lines_of(hint, sum(widths) * 1.1) + 4)
        self.sheet.set_row(TAG_ROW, None, None, {"hidden": True})
        self.text(0, 0, title, "title")
        self.text(1, 0, self._covers(), "school")
        self.merged(2, hint, "hint")
        self.sheet.set_column(len(widths), len(widths), None, None, {"hidden": True})

    def tag_columns(self, tags: Mapping[int, str]) -> None:
        """What the numbers of columns are: a part of a figure's key. Before the first row."""
        for column, tag in tags.items():
            self.sheet.text(TAG_ROW, column, tag, None)

    def tag_row(self, row: int, tag: str) -> None:
        """What the numbers of a row are, in the hidden column behind the table: it sorts with it.

        A figure's key up to the column's part, for one school followed by «@» and its key.
        """
        if row < LAST_ROW:
            self.sheet.text(row, len(self.widths), tag, None)

    def filter(self, header: int, last: int) -> None:
        """Filter buttons over the table and the tags of its rows."""
        self.sheet.autofilter(header, 0, min(max(last, header + 1), LAST_ROW - 1), len(self.widths))

    def _covers(self) -> str:
        summary = self.summary
        parts = [
            summary.settings.district,
            f"Итоги {summary.edition.results_year} учебного года",
            f"собрано {self.created:%d.%m.%Y}",
            summary.coverage.words,
            f"не опознано файлов: {summary.unknown}" if summary.unknown else "",
        ]
        return "  ·  ".join(part for part in parts if part)

    def text(self, row: int, column: int, text: str, style: str) -> None:
        if row < LAST_ROW:
            self.sheet.text(row, column, text, self.formats[style])
        else:
            self.spill.write(row, column, text)

    def file(self, row: int, column: int, file: str) -> None:
        """The name of a received file, a link to it where that can be had."""
        target = link_to(self._books, file, self._path) if file else None
        if target is None or row >= LAST_ROW or self.sheet.hlink_count >= MOST_LINKS:
            self.text(row, column, file, "small")
        else:
            style = self.formats["small_link"]
            self.sheet.write_url(row, column, f"external:{target}", style, file)

    def number(self, row: int, column: int, value: float | None, style: str) -> None:
        """A number; a blank stays blank and is not 0."""
        if row >= LAST_ROW:
            self.spill.write(row, column, value)
        elif value is None:
            self.sheet.blank(row, column, self.formats[style])
        else:
            self.sheet.number(row, column, value, self.formats[style])

    def day(self, row: int, column: int, day: date | None) -> None:
        if row >= LAST_ROW:
            self.spill.write(row, column, day)
        elif day is None:
            self.text(row, column, "", "day")
        else:
            self.sheet.write_datetime(row, column, day, self.formats["day"])

    def formula(self, row: int, column: int, formula: str, value: float | None, style: str) -> None:
        """A live formula with its present value; a value of None is the formula's empty text."""
        if row < LAST_ROW:
            self.sheet.formula(row, column, formula, value, self.formats[style])
        else:
            self.spill.write(row, column, value)

    def merged(self, row: int, text: str, style: str, first: int = 0, last: int = -1) -> None:
        """A text across columns, by default all of them."""
        last = len(self.widths) - 1 if last < 0 else last
        if row < LAST_ROW:
            self.sheet.merge_range(row, first, row, last, "", self.formats[style])
        self.text(row, first, text, style)

    def header(
        self, row: int, titles: Sequence[str], height: float = 30, turned: int | None = None
    ) -> None:
        """The titles of the columns; from the column `turned` on they stand upright, so that many
        narrow columns print at a size that can be read."""
        self.spill.titled(titles)
        for column, title in enumerate(titles):
            is_turned = turned is not None and column >= turned
            self.text(row, column, title, "header_turned" if is_turned else "header")
        self.sheet.set_row(row, height)

    def height(
        self,
        row: int,
        texts: Sequence[tuple[int, str]],
        least: float = 17,
        *,
        folded: bool = False,
    ) -> None:
        """A row high enough for these texts of its columns; a folded one is seen on demand."""
        if row >= LAST_ROW:
            return
        lines = 1
        for column, text in texts:
            if text:  # of many cells there is nothing to say
                lines = max(lines, lines_of(text, self.widths[column]))
        height = max(least, 12.6 * lines + 4)
        if folded:
            self.sheet.set_row(row, height, None, {"hidden": True, "level": 1})
        else:
            self.sheet.height(row, height)

    def finish(
        self, *, header_row: int, last_row: int, freeze: tuple[int, int], pages_high: int = 0
    ) -> None:
        """A4 landscape, one page wide, the header on each page and in sight on the screen."""
        sheet = self.sheet
        if last_row >= LAST_ROW:
            last_row = LAST_ROW
            self.spill.flush()
            self.sheet.text(LAST_ROW, 0, self._spilled(), self.formats["tally"])
        sheet.freeze_panes(*freeze)
        sheet.repeat_rows(header_row)
        sheet.hide_gridlines(2)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, pages_high)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.print_area(0, 0, last_row, len(self.widths) - 1)
        coverage = self.summary.coverage
        year = self.summary.edition.results_year
        sheet.set_footer(
            f"&L&8Сводка района, итоги {year}, {coverage.words}; {INTERNAL}"
            f"&C&8{self.name}&R&8Стр. &P из &N"
        )

    def _spilled(self) -> str:
        """Where the rows are that the sheet has no room for."""
        return (
            f"Ещё строк: {self.spill.number}. Лист Excel больше не вмещает, они записаны в файл "
            f"«{self.spill.path.name}» рядом с этой книгой."
        )


def of_schools(summary: DistrictSummary) -> str:
    """«из 12 школ»."""
    return f"из {len(summary.schools)} {schools_of(len(summary.schools))}"
