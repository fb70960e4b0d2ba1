"""The seals of a blank's hidden sheets: by them a reader sees that nobody typed there.

`_meta` keeps a seal of each. It covers what does not change while a school fills in the form, so it
holds for every edition and wording, and whichever program saves the workbook.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from ..form.layout import MACRO_TEXTS, XLWINGS_SETTINGS
from .repair_notes import seal_of

CHECKS, ROWS = "_checks", "_rows"
FORMULA_COLUMNS: Mapping[str, str] = {CHECKS: "CDEGHL", ROWS: "C"}
"""Of the hidden sheets with formulas, the columns that have one in every row: there a formula is
the blank's own. Without them a seal covers a third of the cells only."""
SEALED = (CHECKS, ROWS, MACRO_TEXTS, XLWINGS_SETTINGS)
"""The hidden sheets that hold nothing but formulas and the words of formulas and macros."""

DRAWN = "drawn"
"""The key in `_meta` of the seal of what the blank's buttons and the line beside them say."""


def seal_of_formulas(cells: Iterable[bytes], last_row: int) -> str:
    """The seal of a sheet with formulas.

    `cells` are lines for its texts, as «A2"» and the text, and for its formulas beside the
    `FORMULA_COLUMNS`, as «N5"», in the order of rows and columns. Numbers it has none.
    """
    lines = b"\n".join([*cells, b"%d" % last_row])
    return f"#{hashlib.sha256(lines).hexdigest()[:16]}"


def seal_of_texts(texts: Iterable[str]) -> str:
    """The seal of a sheet without formulas: one of each text."""
    return " ".join(seal_of(text) for text in texts)


EDITION_MARK = "edition_mark"
"""The key in `_meta` of the mark of an edition of one's own."""
META, LISTS = "_meta", "_lists"

SERVICE = (META, LISTS)
ID_COLUMN, NUMBER_COLUMN = 4, 5
"""Of `_meta`, from its first row on: a field's id and the number that last year handed on."""
