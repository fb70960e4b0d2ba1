"""A summary sheet of two blocks under the same columns: the district's rows, then the schools'.

The schools' rows may be filtered and sorted: the district's formulas above them and each row's own
refer to whole columns of the block, never to a row of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...district.counted import LeftOut
from ...form.layout import column_name
from .page import SummaryPage
from .spill import LAST_ROW

SCHOOLS_TITLE = "По школам"


@dataclass(frozen=True, slots=True)
class Rows:
    """The first and the last row of a block, zero-based."""

    first: int
    last: int

    def of(self, column: int) -> str:
        """«$C$7:$C$19»: the block's cells in a column."""
        letters, last = column_name(column), min(self.last, LAST_ROW - 1)
        return f"${letters}${self.first + 1}:${letters}${max(last, self.first) + 1}"

    def summed(self, keys: int, key: str, *columns: int) -> str:
        """The sum, or the sum of products, of the rows that have this key; texts count as 0.

        No SUMIF: it may take a key like «1.2-1» for a date. ISNUMBER, because ONLYOFFICE reads the
        text «(5)», a number that is shown and not counted, as −5.
        """
        ranges = [self.of(column) for column in columns]
        arrays = ",".join([*(f"--ISNUMBER({one})" for one in ranges), *ranges])
        return f"SUMPRODUCT(--({self.of(keys)}={key}),{arrays})"


def first_school(top: Rows) -> int:
    """The row of the first school below the district's rows, a title and the columns again."""
    return top.last + 3


def schools_header(page: SummaryPage, top: Rows, titles: Sequence[str], height: float) -> None:
    """The same columns once more, above the schools, with filter buttons to come."""
    row = top.last + 1
    page.merged(row, SCHOOLS_TITLE, "section")
    page.sheet.set_row(row, 18)
    page.header(row + 1, titles, height)


def finish(page: SummaryPage, below: Rows, freeze: tuple[int, int], key: int | None = None) -> None:
    """Filter buttons and print setup.

    Where schools come again and again, once for each `key`, they begin on a page of their own, and
    a line parts the keys.
    """
    header, last = below.first - 1, max(below.last, below.first)
    page.filter(header, last)
    if key is not None:
        letters = column_name(key)
        page.sheet.set_h_pagebreaks([header - 1])
        page.sheet.conditional_format(
            below.first, 0, min(last, LAST_ROW - 1), len(page.widths) - 1,
            {
                "type": "formula",
                "criteria": f"=${letters}{below.first + 1}<>${letters}{below.first}",
                "format": page.formats["paint_above"],
            },
        )  # fmt: skip
    page.finish(header_row=header, last_row=max(below.last, header), freeze=freeze)


def over(schools: int) -> str:
    """«РАЙОН — по 9 школам»."""
    if not schools:
        return "РАЙОН — не сдавали"
    one = schools % 10 == 1 and schools % 100 != 11
    return f"РАЙОН — по {schools} {'школе' if one else 'школам'}"


def mark(number: float | None) -> str:
    """A number that does not count: «(57,5)», «(—)»; a text, which no sum takes."""
    return f"({'—' if number is None else f'{number:g}'.replace('.', ',')})"


def why(left_out: LeftOut) -> str:
    """«нет: EGE-002», «нет среднего балла»."""
    return f"нет: {left_out.code}" if left_out.code.isascii() else left_out.code
