"""Hidden sheets of the blank that are read: what somebody wrote beside their own words."""

from __future__ import annotations

from collections.abc import Iterator

from ...form.vocabulary import LIST_NAMES
from ...hidden_seals import DRAWN, SEALED
from ...layout import Layout
from .leftovers import LeftCell, left_cell
from .losses import kept_at
from .sheet_index import SheetIndex

META, LISTS = "_meta", "_lists"
SERVICE = (META, LISTS)
META_KEYS = frozenset({"form", "edition", "template_version", "layout", DRAWN, *SEALED})
ON_SERVICE = "служебный лист бланка"


def left_on_service(sheet: str, index: SheetIndex, layout: Layout) -> Iterator[LeftCell]:
    """The cells of a hidden sheet that are not the blank's own."""
    options = {option for name in LIST_NAMES for option in layout.edition.options(name)}
    kept = kept_at(index, layout) if sheet == META else frozenset()
    for at, value in index.filled():
        if sheet == META:
            is_own = at in kept or (at[1] <= 1 and index.value((at[0], 0)) in META_KEYS)
        else:
            is_own = value in options
        if not is_own:
            yield left_cell(sheet, at, value, ON_SERVICE)
